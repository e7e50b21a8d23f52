"""What a check finds, and where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

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
    """

    file: str
    line: int
    column: str
    message: str
    cure: str
    severity: Severity = "error"

    def __str__(self) -> str:
        location = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{location}: {self.message} {self.cure}".strip()


Locate: TypeAlias = Callable[[str, int], tuple[str, int]]
"""Returns the file and the line of a row of a table; an empty name and 0 without a file."""


def no_location(table: str, row: int) -> tuple[str, int]:  # noqa: ARG001 - the signature of ``Locate``
    """Return the location of a row that is not in a file."""
    return "", 0


_MOST_COMPARISONS = 15_000
"""How many names are compared to find near ones: each takes some time."""


class Guesses:
    """What unknown names may have been meant to be."""

    def __init__(self) -> None:
        self._offers: dict[str, str] = {}
        self._compared = 0

    def offer(self, named: str, known: set[str]) -> str:
        """Return a sentence that offers the nearest names; empty where there are none, and after many."""
        if named not in self._offers and self._compared + len(known) <= _MOST_COMPARISONS:
            self._compared += len(known)
            self._offers[named] = did_you_mean(nearest(named, known))
        return self._offers.get(named, "")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, for findings with their location."""

    table: str
    locate: Locate
    guesses: Guesses

    def finding(
        self, row: int, column: str, message: str, cure: str, *, severity: Severity = "error"
    ) -> Finding:
        """Return a finding about a cell of a row."""
        file, line = self.locate(self.table, row)
        return Finding(file, line, column, message, cure, severity)

    def unknown(self, row: int, column: str, named: str, known: set[str], what: str) -> Finding:
        """Return a finding about a reference to what no row describes."""
        cure = self.guesses.offer(named, known) or "Add it there."
        return self.finding(row, column, f"{what} '{named}'.", cure)
