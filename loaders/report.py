"""The report of a load, which the command line prints: what happened to each row.

Each row has one outcome, so ``read = loaded + merged + unchanged + rejected`` always holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.common.shown_as_text import ShownAsText
from sociogram.graph.dataset import CellChanges, Merged
from sociogram.graph.errors import DataError
from sociogram.loaders.report_words import changed_lines, kind_in_words, limited, number, outcome, sum_line

LOADED, MERGED, UNCHANGED, REJECTED = range(4)
OUTCOMES = ("loaded", "merged", "unchanged", "rejected")

_MOST_LOOK_ALIKES = 8
_FEW_REMARKS = 2
_SENTENCES = 14
_FEWEST_SENTENCES = 3
"""The most sentences about all files together, and the fewest about each."""

_USUAL = ("UTF-8, comma-separated", "")

OutcomeArray: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on one location in a file: what is wrong, and how to fix it.

    >>> report = graph.load("ties.csv", dry_run=True)
    >>> str(report.rejects[0].remark)
    'ties.csv:3:target: The row does not say where the tie ends. Fill in this cell.'
    """

    file: str
    line: int | None
    column: str | None
    message: str
    cure: str = ""

    def __str__(self) -> str:
        location = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{location}: {self.message} {self.cure}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        """Return the remark as plain data."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
            "cure": self.cure,
        }


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not loaded: the reason, and its original cells."""

    remark: Remark
    header: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(slots=True)
class FileReport:
    """What happened to the rows of one file.

    Attributes:
        file: the file or sheet as the user named it.
        kind: what its rows are, in words.
        dialect: its encoding and delimiter, in words.
        outcomes: one outcome for each row read.
        readings: what was left out, rewritten, or read in one of several possible ways.
        warnings: remarks on doubtful rows.
        rejects: the rows that were not loaded.
        path: the file, since ``file`` may also name a sheet in it.
        lost_dates: each cell whose date was lost; `sociogram check` lists them.
        left_out: the number of lines above, among and below the rows that are not rows.
        added: the number of rows that were added because a cell named several ends.
        columns: which column is which field, and how else the sheet could be read.
        explanation: the profiles of the columns and the possible readings, if the user asked for them.
    """

    file: str
    kind: str
    dialect: str
    outcomes: OutcomeArray
    readings: list[str] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    rejects: list[RejectedRow] = field(default_factory=list)
    path: str = ""
    lost_dates: list[Remark] = field(default_factory=list)
    left_out: int = 0
    added: int = 0
    columns: list[str] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    _parts: OutcomeArray | None = None

    def share(self, rows: IntArray) -> None:
        """Record that these rows have one more part, for example an actor and a tie."""
        if self._parts is None:
            self._parts = np.ones(len(self.outcomes), dtype=np.int8)
        self._parts[rows] += 1

    def mark(self, rows: IntArray, outcome: int) -> None:
        """Record the outcome of a part of some rows; a row is merged or unchanged when all its parts are."""
        if self._parts is not None:
            self._parts[rows] -= 1
            rows = rows[self._parts[rows] <= 0]
        self.outcomes[rows] = outcome

    def count(self, outcome: int) -> int:
        """Return the number of rows with this outcome."""
        return int(np.count_nonzero(self.outcomes == outcome))

    def sort(self) -> None:
        """Sort remarks and rejected rows in the order of the file."""
        self.warnings.sort(key=lambda warning: warning.line or 0)
        self.rejects.sort(key=lambda reject: reject.remark.line or 0)

    @property
    def read(self) -> int:
        """Rows read, without empty lines."""
        return len(self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        """Return the report of the file as plain data."""
        return {
            "file": self.file,
            "kind": self.kind,
            "dialect": self.dialect,
            "read": self.read,
            "left_out": self.left_out,
            "added": self.added,
            **{word: self.count(outcome) for outcome, word in enumerate(OUTCOMES)},
            "readings": [*self.columns, *self.explanation, *self.readings],
            "warnings": [warning.to_dict() for warning in self.warnings],
            "rejects": [reject.remark.to_dict() for reject in self.rejects],
        }


@dataclass(frozen=True, slots=True)
class Stub:
    """An actor that is referred to but has no row of its own."""

    id: str
    remark: Remark
    nearest: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the stub as plain data."""
        return {"id": self.id, "nearest": list(self.nearest), **self.remark.to_dict()}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two actors that may be the same: their ids, their names, and how the names differ."""

    ids: tuple[str, str]
    names: tuple[str, str]
    why: str

    def __str__(self) -> str:
        return f"`{self.names[0]}` and `{self.names[1]}`: {self.why}."

    def to_dict(self) -> dict[str, Any]:
        """Return the pair as plain data."""
        return {"ids": list(self.ids), "names": list(self.names), "why": self.why}


@dataclass(frozen=True, slots=True)
class ShownChanges:
    """The rows that a load changed, or would change.

    Attributes:
        lines: the changes in words, one row per line, with a heading for each table.
        rows: the changes as plain data: table, id, subject, kind, and the cells before and after.
    """

    lines: Sequence[str]
    rows: Sequence[dict[str, Any]]


@dataclass(slots=True)
class LoadReport(ShownAsText):
    """What a load did, in total and by file.

    >>> report = graph.load("ties.csv", dry_run=True)
    >>> report.read, report.loaded, report.rejected
    (2, 1, 1)

    Attributes:
        files: one report for each file.
        stubs: actors created only because a relation names them.
        look_alikes: pairs of actors that may be the same; the load merges none.
        made: the number of actors created from the ends of relations, because no sheet lists actors.
        target: the folder or server; empty if nothing was merged.
        counts: what the target did, by table.
        removed: the number of ties that ``replace`` removes.
        uncited: the number of ties that lose the source of ``replace`` and keep others.
        is_written: whether more was written than these numbers say, such as the type of a property.
        dry_run: whether nothing was written.
        given_ids: the number of claims in the folder that had no id and now have one.
        row_changes: the changed rows, if the options request them.
    """

    files: list[FileReport] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)
    look_alikes: list[LookAlike] = field(default_factory=list)
    made: int = 0
    target: str = ""
    counts: Mapping[str, Merged] = field(default_factory=dict)
    removed: int = 0
    uncited: int = 0
    is_written: bool = False
    dry_run: bool = False
    given_ids: int = 0
    row_changes: ShownChanges | None = None

    @property
    def changes(self) -> CellChanges:
        """The values of existing claims that were changed or emptied."""
        return self.counts["relations"].changes if "relations" in self.counts else CellChanges()

    @property
    def retained(self) -> CellChanges:
        """The values of claims that were kept although a row without an id contradicts them."""
        return self.counts["relations"].retained if "relations" in self.counts else CellChanges()

    @property
    def read(self) -> int:
        """The number of rows read."""
        return sum(file.read for file in self.files)

    @property
    def loaded(self) -> int:
        """The number of rows that are new in the graph or changed it."""
        return self._count(LOADED)

    @property
    def merged(self) -> int:
        """The number of rows merged into an earlier row of this load."""
        return self._count(MERGED)

    @property
    def unchanged(self) -> int:
        """The number of rows that the target already had."""
        return self._count(UNCHANGED)

    @property
    def rejected(self) -> int:
        """The number of rows that were not loaded."""
        return self._count(REJECTED)

    @property
    def rejects(self) -> list[RejectedRow]:
        """The rows that were not loaded."""
        return [reject for file in self.files for reject in file.rejects]

    @property
    def warnings(self) -> list[Remark]:
        """Remarks on rows that were loaded but should be checked."""
        return [warning for file in self.files for warning in file.warnings]

    def _count(self, outcome: int) -> int:
        return sum(file.count(outcome) for file in self.files)

    def raise_rejects(self) -> None:
        """Raise the first rejected row as an error, for a caller that requires all rows.

        Raises:
            DataError: a row was rejected.
        """
        for reject in self.rejects:
            remark = reject.remark
            more = f" ({number(self.rejected - 1, 'more row')} rejected.)" if self.rejected > 1 else ""
            raise DataError(
                remark.message,
                file=remark.file,
                line=remark.line,
                column=remark.column,
                cure=remark.cure + more,
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, for JSON."""
        return {
            "target": self.target,
            "dry_run": self.dry_run,
            "read": self.read,
            "loaded": self.loaded,
            "merged": self.merged,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "made": self.made,
            "stubs": [stub.to_dict() for stub in self.stubs],
            "look_alikes": [pair.to_dict() for pair in self.look_alikes],
            "counts": {
                table: {"created": count.created, "updated": count.updated, "unchanged": count.unchanged}
                for table, count in self.counts.items()
            },
            "given_ids": self.given_ids,
            "changes": _changes_to_dict(self.changes),
            "retained": _changes_to_dict(self.retained),
            "files": [file.to_dict() for file in self.files],
            **({} if self.row_changes is None else {"row_changes": list(self.row_changes.rows)}),
        }

    def to_text(self, *, limit: int = 20, whole: bool = False) -> str:
        """Return the report in words: what was written, then each file.

        Args:
            limit: the largest number of remarks of each kind.
            whole: whether to include all sentences about each file, not only as many as a screen holds.
        """
        lines = [*self._outcomes()]
        few = limit if whole or len(self.files) == 1 else min(limit, _FEW_REMARKS)
        # With three files a screen of 24 lines holds the report.
        room = None if whole else max(_FEWEST_SENTENCES, _SENTENCES // max(1, len(self.files)) - 1)
        for file in self.files:
            lines += _file_lines(file, few, room)
        if self.made and not self.stubs:
            lines.append(f"Actors that only ties name: {self.made:,}.")
        if self.stubs:
            lines.append(f"{number(len(self.stubs), 'stub')}, for actors that no row describes:")
            asked = sorted(self.stubs, key=lambda stub: not stub.nearest)
            lines += limited([str(stub.remark) for stub in asked], few)
        if self.look_alikes:
            lines.append("Not merged, though they may be the same actor:")
            lines += limited(map(str, self.look_alikes), min(few, _MOST_LOOK_ALIKES))
        lines += self._changes(limit)
        return "\n".join(lines) + "\n"

    def _outcomes(self) -> Iterator[str]:
        """Yield sentences about what was written, and about how the rows of all files add up."""
        replaced = self.removed, self.uncited
        written = outcome(self.target, self.counts, replaced, wrote=self.is_written, dry_run=self.dry_run)
        if written is not None:
            yield written
        if len(self.files) != 1:
            counts = {word: self._count(one) for one, word in enumerate(OUTCOMES)}
            yield f"All files: {sum_line(self.read, counts, sum(file.added for file in self.files))}."

    def _changes(self, limit: int) -> Iterator[str]:
        if self.changes.count:
            yield f"Changed {number(self.changes.count, 'cell')} of existing claims:"
            yield from changed_lines(self.changes, limit)
        if self.retained.count:
            yield (
                f"Kept {number(self.retained.count, 'cell')} of claims that were corrected since, or "
                "differ from the sheet. To change them, give the row the id of its claim:"
            )
            yield from changed_lines(self.retained, limit)
        if self.given_ids:
            yield f"Gave an id to {number(self.given_ids, 'claim')} without one; it will not change."


def _changes_to_dict(changes: CellChanges) -> dict[str, Any]:
    return {
        "count": changes.count,
        "first": [
            {"id": change.id, "column": change.column, "old": _plain(change.old), "new": _plain(change.new)}
            for change in changes.first
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_plain, value))
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _file_lines(file: FileReport, limit: int, room: int | None) -> list[str]:
    """Return the lines on a file: how its rows add up, what was left out or doubtful, how it was read."""
    counts = {word: file.count(one) for one, word in enumerate(OUTCOMES)}
    dialect = "" if file.dialect in _USUAL else f" ({file.dialect})"
    lines = [f"{file.file}{dialect}: {kind_in_words(file.kind)}, {sum_line(file.read, counts, file.added)}."]
    if file.rejects:
        lines.append("  Rejected:")
        lines += limited((str(reject.remark) for reject in file.rejects), limit)
    if file.warnings:
        lines.append("  Warnings:")
        lines += limited(map(str, file.warnings), limit)
    sentences = list(dict.fromkeys([*file.readings, *file.columns]))
    lines += [f"  {sentence}" for sentence in sentences[:room]]
    if room is not None and len(sentences) > room:
        lines.append(f"  … and {number(len(sentences) - room, 'more remark')} (--explain shows all).")
    lines += [f"  {sentence}" for sentence in file.explanation]
    return lines
