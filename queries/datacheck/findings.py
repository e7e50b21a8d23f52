"""What a check finds, and where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sociogram.graph.common.text import did_you_mean, nearest

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A problem in a data set, where it is, and how to fix it.

    Attributes:
        file: the name of the file; empty for a graph on a server.
        line: the line in the file, from 1; 0 if unknown.
        column: the title of the column.
        message: the problem, in a sentence.
        cure: how to fix it, in a sentence.
        severity: ``error`` for data that misleads a reader, ``warning`` for missing data.
        about: the tie, the actor or the source that has it; empty if unknown.
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
        """Where it is: file, line and column, as far as they are known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        return str(FindingGroup(1, (self,)))


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings with the same column, message, cure and severity.

    Attributes:
        count: how many there are.
        first: the first of them, in the order of files and lines; at least one.
    """

    count: int
    first: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """The severity of each."""
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
"""Returns the file and the line of a row of a table; an empty name and 0 without a file."""


def no_location(table: str, row: int) -> tuple[str, int]:  # noqa: ARG001 - the signature of ``Locate``
    """Return the location of a row that is not in a file."""
    return "", 0


MOST_COMPARISONS = 15_000
"""How many names are compared to find near ones: each takes some time."""


class Guesses:
    """Suggests known names for unknown ones."""

    def __init__(self) -> None:
        self._offers: dict[tuple[str, str], str] = {}
        self._compared = 0

    def offer(self, named: str, known: set[str], what: str) -> str:
        """Return a sentence that offers the nearest names; empty where there are none, and after many.

        Args:
            named: the unknown name.
            known: the names it is compared with.
            what: what they name, the same words for the same names.
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
        rows: the rows that have it, at least one, in their order.
        column: as in ``Finding``, like the rest.
    """

    table: str
    rows: Sequence[int]
    column: str
    message: str
    cure: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, for faults of them."""

    table: str
    guesses: Guesses

    def fault(
        self, rows: Sequence[int], column: str, message: str, cure: str, *, severity: Severity = "error"
    ) -> Fault:
        """Return a fault of cells of a column."""
        return Fault(self.table, rows, column, message, cure, severity)

    def unknown(self, rows: Sequence[int], column: str, named: str, known: set[str], what: str) -> Fault:
        """Return a fault of references to ids that no row describes."""
        cure = self.guesses.offer(named, known, what) or "Add it there."
        return self.fault(rows, column, f"{what} '{named}'.", cure)
