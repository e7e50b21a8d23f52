"""The rows of several drafts below one another, each with its place in its file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import ConstantColumn, IntArray
from sociogram.graph.dataset import Table
from sociogram.loaders.report import MERGED, Remark
from sociogram.loaders.rows.checked import Draft
from sociogram.loaders.rows.entity_resolver import NewEntity
from sociogram.loaders.values.categorical import Categorical


class SourceRow(NamedTuple):
    """A row of a draft."""

    draft: Draft
    place: int

    def reject(self, column: str | None, reason: str, cure: str) -> None:
        """Leave the row out of the load."""
        self.draft.reject(self.place, column, reason, cure)

    def mark(self, outcome: int) -> None:
        """Write down what became of the row."""
        self.draft.report.outcomes[self.draft.rows[self.place]] = outcome

    def remark(self, column: str | None, message: str, cure: str) -> Remark:
        """Say something about the row."""
        return self.draft.remark(self.place, column, message, cure)

    @property
    def words(self) -> str:
        """Where the row is, for a sentence about another row."""
        return f"{self.draft.sheet.file}:{self.draft.line(self.place)}"


@dataclass(slots=True)
class RowOrigins:
    """Where rows come from: ``drafts[owner[row]]``, at ``spot[row]``. A row that was made has owner -1."""

    drafts: list[Draft] = field(default_factory=list)
    owner: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    spot: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, rows: IntArray) -> RowOrigins:
        """Return the places of these rows."""
        return RowOrigins(self.drafts, self.owner[rows], self.spot[rows])

    def locate(self, row: int) -> tuple[str, int]:
        """Return the file and the line of a row; a row that was made has neither."""
        if row >= len(self.owner) or self.owner[row] < 0:
            return "", 0
        draft = self.drafts[self.owner[row]]
        return draft.sheet.file, draft.line(int(self.spot[row]))

    def mark(self, rows: IntArray, outcome: int) -> None:
        """Write down what became of some rows."""
        for number, draft in enumerate(self.drafts):
            spots = self.spot[rows[self.owner[rows] == number]]
            draft.report.outcomes[draft.rows[spots]] = outcome


@dataclass(slots=True)
class TableRows:
    """TableRows for one table, as columns of values."""

    columns: dict[str, Categorical] = field(default_factory=dict)
    places: RowOrigins = field(default_factory=RowOrigins)

    def __len__(self) -> int:
        return len(self.places)

    def get(self, name: str) -> Categorical:
        """Return a column, nulls where there is none of that name."""
        found = self.columns.get(name)
        return Categorical.constant(None, len(self.places)) if found is None else found

    def place(self, row: int) -> SourceRow:
        """Return where a row that was read comes from."""
        return SourceRow(self.places.drafts[self.places.owner[row]], int(self.places.spot[row]))

    def drop(self, rows: Collection[int]) -> None:
        """Leave these rows out."""
        if not rows:
            return
        kept = np.delete(np.arange(len(self.places), dtype=np.int64), list(rows))
        self.columns = {name: column.take(kept) for name, column in self.columns.items()}
        self.places = self.places.take(kept)

    def without(self, names: Iterable[str]) -> None:
        """Leave these columns out."""
        for name in names:
            self.columns.pop(name, None)

    def append_made(self, made: Sequence[NewEntity]) -> None:
        """Add actors that no row describes."""
        if not made:
            return
        count = len(made)
        new = {
            "id": Categorical.of([actor.id for actor in made]),
            "name": Categorical.of([actor.name for actor in made]),
            "type": Categorical.of([actor.labels or None for actor in made]),
        }
        if any(actor.is_stub for actor in made):
            new["stub"] = Categorical.of([True if actor.is_stub else None for actor in made])
        nulls = Categorical.constant(None, count)
        self.columns = {
            name: Categorical.concat([self.get(name), new.get(name, nulls)])
            for name in dict.fromkeys([*self.columns, *new])
        }
        nowhere = np.full(count, -1, dtype=np.int64)
        self.places = RowOrigins(
            self.places.drafts,
            np.concatenate([self.places.owner, nowhere]),
            np.concatenate([self.places.spot, nowhere]),
        )

    def to_table(self) -> Table:
        """Return the rows as typed columns; a column without any value is left out.

        They are taken out of ``columns``, so that what made one is free when the next is made.
        """
        columns = {name: self.columns.pop(name).to_column() for name in list(self.columns)}
        return Table(
            len(self.places),
            {name: column for name, column in columns.items() if not isinstance(column, ConstantColumn)},
        )


def gather(drafts: Sequence[Draft]) -> TableRows:
    """Put the rows that are not rejected below one another."""
    rows = TableRows()
    names = dict.fromkeys(name for draft in drafts for name in draft.values)
    parts: dict[str, list[Categorical]] = {name: [] for name in names}
    owners, spots = [], []
    for number, draft in enumerate(drafts):
        alive = draft.alive()
        everything = len(alive) == len(draft)
        for name in names:
            column = draft.get(name)
            parts[name].append(column if everything else column.take(alive))
        owners.append(np.full(len(alive), number, dtype=np.int64))
        spots.append(alive)
    if drafts:
        rows.places = RowOrigins(list(drafts), np.concatenate(owners), np.concatenate(spots))
    rows.columns = {name: Categorical.concat(columns) for name, columns in parts.items()}
    return rows


def merge_repeat(rows: TableRows, first: int, later: int, problem: str | None, what: str) -> None:
    """Write down what became of a row that says again what an earlier one said."""
    place = rows.place(later)
    if problem is None:
        place.mark(MERGED)
        return
    old, new = rows.columns[problem].value(first), rows.columns[problem].value(later)
    place.reject(
        problem,
        f"{what} is in {rows.place(first).words} with {problem} `{shown(old)}`, "
        f"but here it is `{shown(new)}`.",
        "Make the two rows agree, or distinguish them.",
    )


def shown(value: Any) -> str:
    """Return a value as it would stand in a cell, shortened."""
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
