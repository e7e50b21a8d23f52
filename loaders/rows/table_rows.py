"""The rows of several sheets as one table, each with its origin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import CodeArray, ConstantColumn, IntArray
from sociogram.graph.dataset import Table
from sociogram.loaders.report import MERGED, Remark
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.entity_resolver import NewEntity
from sociogram.loaders.values.categorical import Categorical


class SourceRow(NamedTuple):
    """A row of a sheet, with its checked values."""

    checked: CheckedRows
    row: int

    def reject(self, column: str | None, reason: str, cure: str) -> None:
        """Reject the row."""
        self.checked.reject(self.row, column, reason, cure)

    def mark(self, outcome: int) -> None:
        """Record the outcome of the row."""
        self.checked.report.mark(self.checked.rows[self.row : self.row + 1], outcome)

    def remark(self, column: str | None, message: str, cure: str) -> Remark:
        """Return a remark about the row."""
        return self.checked.remark(self.row, column, message, cure)

    @property
    def words(self) -> str:
        """The row's file and line, for a message about another row."""
        return f"{self.checked.sheet.file}:{self.checked.line(self.row)}"


@dataclass(slots=True)
class RowOrigins:
    """The origins of rows: row ``row_of[i]`` of ``sheets[sheet_of[i]]``.

    A created row has sheet -1.
    """

    sheets: list[CheckedRows] = field(default_factory=list)
    sheet_of: CodeArray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    row_of: CodeArray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.sheet_of)

    def take(self, rows: IntArray) -> RowOrigins:
        """Return the origins of some rows."""
        return RowOrigins(self.sheets, self.sheet_of[rows], self.row_of[rows])

    def locate(self, row: int) -> tuple[str, int]:
        """Return the file and the line of a row; a created row has neither."""
        if row >= len(self.sheet_of) or self.sheet_of[row] < 0:
            return "", 0
        checked = self.sheets[self.sheet_of[row]]
        return checked.sheet.file, checked.line(int(self.row_of[row]))

    def mark(self, rows: IntArray, outcome: int) -> None:
        """Record the outcome of some rows."""
        for number, checked in enumerate(self.sheets):
            row_numbers = self.row_of[rows[self.sheet_of[rows] == number]]
            checked.report.mark(checked.rows[row_numbers], outcome)


@dataclass(slots=True)
class TableRows:
    """The rows of one table, as columns of values."""

    columns: dict[str, Categorical] = field(default_factory=dict)
    origins: RowOrigins = field(default_factory=RowOrigins)

    def __len__(self) -> int:
        return len(self.origins)

    def get(self, name: str) -> Categorical:
        """Return a column, or one of nulls if there is none with this name."""
        found = self.columns.get(name)
        return Categorical.constant(None, len(self.origins)) if found is None else found

    def source_row(self, row: int) -> SourceRow:
        """Return the origin of a row that was read."""
        return SourceRow(self.origins.sheets[self.origins.sheet_of[row]], int(self.origins.row_of[row]))

    def drop(self, rows: Collection[int]) -> None:
        """Remove some rows."""
        if not rows:
            return
        remaining = np.delete(np.arange(len(self.origins), dtype=np.int64), list(rows))
        self.columns = {name: column.take(remaining) for name, column in self.columns.items()}
        self.origins = self.origins.take(remaining)

    def without(self, names: Iterable[str]) -> None:
        """Remove some columns."""
        for name in names:
            self.columns.pop(name, None)

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Replace the ids of renamed actors."""
        if renamed and "id" in self.columns:
            self.columns["id"] = self.columns["id"].map(lambda actor: renamed.get(actor, actor))

    def append_created(self, created: Sequence[NewEntity]) -> None:
        """Add actors that no row describes."""
        if not created:
            return
        count = len(created)
        new = {
            "id": Categorical.of([actor.id for actor in created]),
            "name": Categorical.of([actor.name for actor in created]),
            "type": Categorical.of([actor.labels or None for actor in created]),
        }
        if any(actor.is_stub for actor in created):
            new["stub"] = Categorical.of([True if actor.is_stub else None for actor in created])
        nulls = Categorical.constant(None, count)
        self.columns = {
            name: Categorical.concat([self.get(name), new.get(name, nulls)])
            for name in dict.fromkeys([*self.columns, *new])
        }
        nowhere = np.full(count, -1, dtype=np.int32)
        self.origins = RowOrigins(
            self.origins.sheets,
            np.concatenate([self.origins.sheet_of, nowhere]),
            np.concatenate([self.origins.row_of, nowhere]),
        )

    def to_table(self) -> Table:
        """Return the rows as typed columns, without columns that have no value.

        Each column is removed from ``columns`` to free its memory before the next one is built.
        """
        columns = {name: self.columns.pop(name).to_column() for name in list(self.columns)}
        return Table(
            len(self.origins),
            {name: column for name, column in columns.items() if not isinstance(column, ConstantColumn)},
        )


def gather(sheets: Sequence[CheckedRows]) -> TableRows:
    """Concatenate the rows that are not rejected."""
    rows = TableRows()
    names = dict.fromkeys(name for checked in sheets for name in checked.values)
    parts: dict[str, list[Categorical]] = {name: [] for name in names}
    sheet_numbers, row_numbers = [], []
    for number, checked in enumerate(sheets):
        remaining = checked.remaining()
        everything = len(remaining) == len(checked)
        for name in names:
            column = checked.get(name)
            parts[name].append(column if everything else column.take(remaining))
        sheet_numbers.append(np.full(len(remaining), number, dtype=np.int32))
        row_numbers.append(remaining.astype(np.int32))
    if sheets:
        rows.origins = RowOrigins(list(sheets), np.concatenate(sheet_numbers), np.concatenate(row_numbers))
    rows.columns = {name: Categorical.concat(columns) for name, columns in parts.items()}
    return rows


def merge_repeat(
    rows: TableRows, first: int, later: int, problem: str | None, what: str, column: str | None = None
) -> None:
    """Merge a row into an earlier one with the same key, or reject it if they disagree.

    Args:
        rows: the table with both rows.
        first: the earlier row.
        later: the later row.
        problem: the column in which they disagree, if any.
        what: what they share, in words.
        column: the column at fault, if it is not ``problem``.
    """
    source_row = rows.source_row(later)
    if problem is None:
        source_row.mark(MERGED)
        return
    old, new = rows.columns[problem].value(first), rows.columns[problem].value(later)
    source_row.reject(
        column or problem,
        f"{what} is in {rows.source_row(first).words} with {problem} `{shown(old)}`, "
        f"but here it is `{shown(new)}`.",
        "Make the two rows agree, or give each an id of its own.",
    )


def shown(value: Any) -> str:
    """Return a value as the text of a cell, shortened."""
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
