"""The findings of a check, with their locations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sociogram.graph.common.text import did_you_mean, nearest

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem in a data set, with its location and how to fix it.

    Attributes:
        file: the name of the file; empty for a graph on a server.
        line: the line in the file, from 1; 0 if unknown.
        column: the title of the column.
        message: the problem, in a sentence.
        cure: how to fix it, in a sentence.
        severity: ``error`` for data that misleads a reader, ``warning`` for missing data.
        about: the tie, the actor or the source that has the problem; empty if unknown.
    """

    file: str
    line: int
    column: str
    message: str
    cure: str
    severity: Severity = "error"
    about: str = ""

    @property
    def location(self) -> str:
        """The location: file, line and column, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        return str(FindingGroup(1, (self,)))


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings with the same column, message, cure and severity.

    Attributes:
        count: the number of findings.
        first: the first of them, at least one, in the order of files and lines.
    """

    count: int
    first: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """The severity of each finding."""
        return self.first[0].severity

    def __str__(self) -> str:
        one = self.first[0]
        said = f"{one.location}: {one.message} {one.cure}".strip()
        if self.count == 1:
            return f"{said} ({one.about})" if one.about and f"'{one.about}'" not in one.message else said
        shown = [self._shown(each) for each in self.first] + ["…"] * (self.count > len(self.first))
        return f"{said} ({self.count:,} times: {'; '.join(filter(None, shown))})"

    def _shown(self, finding: Finding) -> str:
        line = f"line {finding.line}" if finding.line else ""
        if finding.file != self.first[0].file:
            line = f"{finding.file}:{finding.line}"
        return " ".join(filter(None, (line, finding.about)))

    def to_dict(self) -> dict[str, Any]:
        """Return the group as plain dicts and lists, for JSON."""
        one = self.first[0]
        return {
            "severity": one.severity,
            "column": one.column,
            "message": one.message,
            "cure": one.cure,
            "count": self.count,
            "first": [
                {"file": each.file or None, "line": each.line or None, "about": each.about or None}
                for each in self.first
            ],
        }


Locate: TypeAlias = Callable[[str, int], tuple[str, int]]
"""Table, row → the file and the line of the row; an empty name and 0 if it is not in a file."""


def no_location(table: str, row: int) -> tuple[str, int]:  # noqa: ARG001 - the signature of ``Locate``
    """Return the location of a row that is in no file."""
    return "", 0


MOST_COMPARISONS = 15_000
"""The maximum number of names that are compared to find near ones, because each comparison takes time."""


class Guesses:
    """Suggests known names for unknown ones."""

    def __init__(self) -> None:
        self._offers: dict[tuple[str, str], str] = {}
        self._compared = 0

    def offer(self, named: str, known: set[str], what: str) -> str:
        """Return a sentence that offers the nearest names; empty for none, or after many comparisons.

        Args:
            named: the unknown name.
            known: the known names.
            what: identifies the set of known names, whose answers are cached.
        """
        if (what, named) not in self._offers and self._compared + len(known) <= MOST_COMPARISONS:
            self._compared += len(known)
            self._offers[what, named] = did_you_mean(nearest(named, sorted(known)))
        return self._offers.get((what, named), "")


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem of some rows of a table.

    Attributes:
        table: the table.
        rows: the rows that have the problem, at least one, ascending.
        column: as in ``Finding``, like the other attributes.
    """

    table: str
    rows: Sequence[int]
    column: str
    message: str
    cure: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Rows:
    """Creates the faults of a table."""

    table: str
    guesses: Guesses

    def fault(
        self, rows: Sequence[int], column: str, message: str, cure: str, *, severity: Severity = "error"
    ) -> Fault:
        """Return a fault of the cells of a column."""
        return Fault(self.table, rows, column, message, cure, severity)

    def unknown(
        self,
        rows: Sequence[int],
        column: str,
        named: str,
        known: set[str],
        what: str,
        cure: str = "Add it there.",
    ) -> Fault:
        """Return a fault of references to an id that no row describes; a near id is the first cure."""
        cure = self.guesses.offer(named, known, what) or cure
        return self.fault(rows, column, f"{what} '{named}'.", cure)
