"""What a load did with each row: the report that the command line prints.

Each row has one outcome, so ``read = loaded + merged + unchanged + rejected`` holds by
construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from sociogram.graph.dataset import Merged
from sociogram.graph.errors import DataError

LOADED, MERGED, UNCHANGED, REJECTED = range(4)
OUTCOMES = ("loaded", "merged", "unchanged", "rejected")

_SHOWN_LINES = 5

OutcomeArray: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on one location in a file: what is wrong, and how to fix it."""

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
        file: as the user named it.
        kind: what its rows are, in words.
        dialect: encoding and delimiter, in words.
        outcomes: one for each row read.
        readings: how the sheet was read where another reading was possible.
    """

    file: str
    kind: str
    dialect: str
    outcomes: OutcomeArray
    readings: list[str] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    rejects: list[RejectedRow] = field(default_factory=list)

    def count(self, outcome: int) -> int:
        """Return the number of rows with this outcome."""
        return int(np.count_nonzero(self.outcomes == outcome))

    def sort(self) -> None:
        """Put remarks and rejected rows in the order of the file."""
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
            **{word: self.count(outcome) for outcome, word in enumerate(OUTCOMES)},
            "readings": list(self.readings),
            "warnings": [warning.to_dict() for warning in self.warnings],
            "rejects": [reject.remark.to_dict() for reject in self.rejects],
        }


@dataclass(frozen=True, slots=True)
class Stub:
    """An actor that something refers to and no row describes."""

    id: str
    remark: Remark
    nearest: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the stub as plain data."""
        return {"id": self.id, "nearest": list(self.nearest), **self.remark.to_dict()}


@dataclass(slots=True)
class LoadReport:
    """What a load did, file by file and in all.

    Attributes:
        files: one report for each file.
        stubs: actors created only because a relation names them.
        made: number of actors created from the ends of relations, because no sheet lists actors.
        target: the folder or server, empty where nothing was merged.
        counts: what the target did, by table.
        dry_run: nothing was written.
    """

    files: list[FileReport] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)
    made: int = 0
    target: str = ""
    counts: Mapping[str, Merged] = field(default_factory=dict)
    dry_run: bool = False

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(file.read for file in self.files)

    @property
    def loaded(self) -> int:
        """Rows that are new in the graph or changed it."""
        return self._count(LOADED)

    @property
    def merged(self) -> int:
        """Rows merged into an earlier row of this load."""
        return self._count(MERGED)

    @property
    def unchanged(self) -> int:
        """Rows that the target already had."""
        return self._count(UNCHANGED)

    @property
    def rejected(self) -> int:
        """Rows that were not loaded."""
        return self._count(REJECTED)

    @property
    def rejects(self) -> list[RejectedRow]:
        """The rows that were not loaded."""
        return [reject for file in self.files for reject in file.rejects]

    @property
    def warnings(self) -> list[Remark]:
        """Remarks on rows that were loaded but need a look."""
        return [warning for file in self.files for warning in file.warnings]

    def _count(self, outcome: int) -> int:
        return sum(file.count(outcome) for file in self.files)

    def raise_rejects(self) -> None:
        """Raise the first rejected row as an error, for a caller that wants all rows or none.

        Raises:
            DataError: a row was rejected.
        """
        for reject in self.rejects:
            remark = reject.remark
            more = f" ({self.rejected - 1} more rows were rejected.)" if self.rejected > 1 else ""
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
            "counts": {
                table: {"created": count.created, "updated": count.updated, "unchanged": count.unchanged}
                for table, count in self.counts.items()
            },
            "files": [file.to_dict() for file in self.files],
        }

    def to_text(self, *, limit: int = 20) -> str:
        """Return the report in words; of each kind of remark the first ``limit``."""
        lines: list[str] = []
        for file in self.files:
            lines += _file_lines(file, limit)
        if self.made:
            lines.append(f"Created {_number(self.made, 'actor')} that only the relations mention.")
        if self.stubs:
            whom = "an actor" if len(self.stubs) == 1 else "actors"
            lines.append(f"Created {_number(len(self.stubs), 'stub')} for {whom} that no row describes:")
            lines += _limited([str(stub.remark) for stub in self.stubs], limit)
        if len(self.files) != 1:
            lines.append(f"All: {_sum_line(self.read, [self._count(outcome) for outcome in range(4)])}.")
        lines += [
            f"{table.replace('_', ' ')}: {_count_line(count)}." for table, count in self._nonzero_counts()
        ]
        if self.dry_run:
            lines.append("Nothing was written (dry run).")
        elif self.target and not any(count.created or count.updated for count in self.counts.values()):
            lines.append(f"No changes: nothing was written to {self.target}.")
        elif self.target:
            lines.append(f"Written to {self.target}.")
        return "\n".join(lines) + "\n"

    def _nonzero_counts(self) -> list[tuple[str, Merged]]:
        return [
            (table, count)
            for table, count in self.counts.items()
            if count.created or count.updated or count.unchanged
        ]


def _file_lines(file: FileReport, limit: int) -> list[str]:
    counts = [file.count(outcome) for outcome in range(4)]
    lines = [f"{file.file}: {file.kind}, {_sum_line(file.read, counts)}.", f"  {file.dialect}"]
    lines += [f"  {reading}" for reading in file.readings]
    if file.warnings:
        lines.append("  Warnings:")
        lines += _limited(map(str, file.warnings), limit)
    if file.rejects:
        lines.append("  Rejected:")
        lines += _limited((str(reject.remark) for reject in file.rejects), limit)
    return lines


def _sum_line(read: int, counts: Sequence[int]) -> str:
    parts = ", ".join(f"{count:,} {word}" for count, word in zip(counts, OUTCOMES, strict=True))
    return f"{_number(read, 'row')} read = {parts.replace(', ', ' + ')}"


def _count_line(count: Merged) -> str:
    return f"{count.created:,} new, {count.updated:,} changed, {count.unchanged:,} unchanged"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _limited(remarks: Iterable[str], limit: int) -> list[str]:
    texts = list(remarks)
    lines = [f"    {text}" for text in texts[:limit]]
    if len(texts) > limit:
        lines.append(f"    … and {len(texts) - limit:,} more")
    return lines


def line_words(lines: Sequence[int]) -> str:
    """Name the first few of some lines, for a sentence."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    more = ", …" if len(lines) > _SHOWN_LINES else ""
    return f"lines {', '.join(map(str, lines[:_SHOWN_LINES]))}{more}"
