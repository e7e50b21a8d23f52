"""One thing that is wrong with a data set, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong, where, and how to mend it.

    Attributes:
        file: the file's name; empty where the graph is on a server.
        line: the line in the file, from 1; 0 where it has none.
        column: the column's title.
        message: what is wrong, in a sentence.
        cure: what to write instead, in a sentence.
        grave: whether a reader is misled by it; the others are gaps that one may live with.
    """

    file: str
    line: int
    column: str
    message: str
    cure: str
    grave: bool = True

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message} {self.cure}".strip()
