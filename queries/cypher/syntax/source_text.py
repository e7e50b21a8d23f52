"""Find locations in a query text (line, column, excerpt with a caret), and the statements of a script."""

from __future__ import annotations

import re
from typing import Literal

from sociogram.graph.errors import COMPILE_TIME, CypherError, CypherSyntaxError

_WIDTH = 100


def locate(text: str, offset: int) -> tuple[int, int, str]:
    """Return the line and column of ``offset``, both from 1, and the excerpt.

    Of a long line, the excerpt has only the part around the location.
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
    """Create a compile-time error at ``offset`` in ``text``; a negative offset means no location."""
    if offset < 0:
        return kind(message, phase=COMPILE_TIME, detail=detail, hint=hint)
    line, column, excerpt = locate(text, offset)
    return kind(
        message, phase=COMPILE_TIME, detail=detail, line=line, column=column, hint=hint, excerpt=excerpt
    )


_SEPARATOR = re.compile(
    r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`]*`|//[^\n]*|/\*.*?\*/|(?P<end>;)|(?P<open>['"`]|/\*)""",
    re.DOTALL,
)
"""A string, name or comment, which may contain semicolons; a semicolon; the start of an unclosed string."""

_MODE = re.compile(
    r"(?:\s|//[^\n]*(?:\n|$)|/\*.*?\*/|CYPHER\b\s*[\d.]*|\w+\s*=\s*\w+)*(EXPLAIN|PROFILE)\b", re.I | re.S
)


def statements_of(script: str) -> list[str]:
    """Return the statements of a script, which are separated by semicolons; a blank script is one statement.

    >>> statements_of("CREATE (:A {text: ';'}); CREATE (:B);")
    ["CREATE (:A {text: ';'})", ' CREATE (:B)']
    """
    statements, rest = split_statements(script)
    return [statement for statement in (*statements, rest) if statement.strip()] or [script]


def split_statements(script: str) -> tuple[list[str], str]:
    """Return the statements of a script that end with a semicolon, and the text after the last one.

    >>> split_statements("RETURN 1; RETURN 'a;")
    (['RETURN 1'], " RETURN 'a;")
    """
    statements, start = [], 0
    for match in _SEPARATOR.finditer(script):
        if match["open"]:
            break
        if match["end"]:
            statements.append(script[start : match.start()])
            start = match.end()
    return statements, script[start:]


def requested_mode(text: str) -> Literal["", "EXPLAIN", "PROFILE"]:
    """Return the mode that a query requests by a keyword before its first clause.

    >>> requested_mode("CYPHER 5 explain MATCH (n) RETURN n")
    'EXPLAIN'
    """
    match = _MODE.match(text)
    if match is None:
        return ""
    return "EXPLAIN" if match[1].upper() == "EXPLAIN" else "PROFILE"
