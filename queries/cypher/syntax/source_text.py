"""Locations in a query text: line, column, and an excerpt with a caret."""

from __future__ import annotations

from sociogram.graph.errors import COMPILE_TIME, CypherError, CypherSyntaxError

_WIDTH = 100


def locate(text: str, offset: int) -> tuple[int, int, str]:
    """Return the line and column of ``offset``, both from 1, and the excerpt.

    A long line is cut to the surroundings of the location.
    """
    offset = max(0, min(offset, len(text)))
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : len(text) if end < 0 else end].rstrip("\r")
    number = text.count("\n", 0, start) + 1
    column = offset - start
    cut = max(0, column - _WIDTH * 2 // 3) if len(line) > _WIDTH else 0
    shown = line[cut : cut + _WIDTH].replace("\t", " ")
    lead = "…" if cut else ""
    tail = "…" if len(line) > cut + _WIDTH else ""
    caret = " " * (len(lead) + column - cut) + "^"
    return number, column + 1, f"  {lead}{shown}{tail}\n  {caret}"


def compile_error(
    text: str,
    offset: int,
    message: str,
    detail: str,
    hint: str | None = None,
    kind: type[CypherError] = CypherSyntaxError,
) -> CypherError:
    """Create the error for a query, at ``offset`` in ``text``; a negative offset means no location."""
    if offset < 0:
        return kind(message, phase=COMPILE_TIME, detail=detail, hint=hint)
    line, column, excerpt = locate(text, offset)
    return kind(
        message, phase=COMPILE_TIME, detail=detail, line=line, column=column, hint=hint, excerpt=excerpt
    )
