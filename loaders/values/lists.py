"""Several values in one cell, in the notations of people and programs.

``split_list`` reads any sheet: lists of JSON, Python and PostgreSQL, and values separated by bars, semicolons
or lines, quoted or not. Commas are decided by column, since ``Carew, Tobias`` is one name. The lists of data
folders are read by ``types.split_values``; what ``types.join_values`` writes is the same list for both.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Any

from sociogram.graph.common.names import is_company_form
from sociogram.loaders.values.types import VALUE_SEPARATOR, parse_json

_SEPARATORS = ("|", ";", "\n")
_ENTITY = r"&(#?\w{1,8});"
_GUARD = "\x00"
_IN_ADDRESSES = {
    "|": r"\|(?=https?://)",
    ";": r"\s*;(?=\s|$|https?://)\s*",
    "\n": r"\s*\n\s*",
}
_BETWEEN_ADDRESSES = r",?\s+(?=https?://)|,(?=https?://)"
_LONGEST_LITERAL = 100_000
_MOST_WORDS = 4
_LONGEST_NAME = 40
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "md", "phd", "esq", "esq.", "dr", "mba"))
_JOINING = frozenset(("&", "+", "and", "or", "en", "y", "et", "und"))
_MARKS = re.compile(r"[|;\n\[{(\"]|://")
"""Cells without one of these have one value."""
_NOT_IN_NAMES = re.compile(r"[()\[\]{}\"“”:/]")


def split_list(cell: str) -> list[str]:
    """Return the distinct values of a cell that may hold several, in order.

    A JSON or Python list is read as such; otherwise bars separate the values, else semicolons, else lines.
    Spaces and commas also separate web addresses.
    """
    if not _MARKS.search(cell):
        return [text] if (text := cell.strip()) else []
    return list(dict.fromkeys(list_parts(cell)))


def list_parts(cell: str) -> list[str]:
    """Return the values of a cell like ``split_list``, but with repeats."""
    if not _MARKS.search(cell):
        parts: Sequence[str] = (cell,)
    else:
        listed = _literal(cell)
        parts = _parts(cell) if listed is None else listed
    return [part for part in map(str.strip, parts) if part]


def is_literal_list(cell: str) -> bool:
    """Return whether a cell is a list in JSON, Python or PostgreSQL notation."""
    return _literal(cell) is not None


def braced_lists(cells: Sequence[str]) -> dict[str, list[str]] | None:
    """Return the lists of a column of PostgreSQL arrays, in which ``{NL}`` and ``{}`` are lists, too.

    None if not all cells are in braces, or none is a list by itself.
    """
    are_braced = all(cell[:1] == "{" and cell[-1:] == "}" for cell in cells)
    if not are_braced or not any(map(is_literal_list, cells)):
        return None
    lists: dict[str, list[str]] = {}
    for cell in cells:
        listed = _literal(cell)
        lists[cell] = [part for part in ([cell[1:-1].strip(' "')] if listed is None else listed) if part]
    return lists


def short_names(cell: str) -> list[str] | None:
    """Return the names in a cell that commas separate; None if the commas may be part of one name.

    Each has few words, and none is a part that follows a name's comma: ``Ltd``, ``Jr``, ``Republic of``.
    """
    if "," not in cell or _NOT_IN_NAMES.search(cell):
        return None
    parts = [part.strip() for part in cell.split(",")]
    return parts if all(map(_is_short_name, parts)) else None


def _is_short_name(part: str) -> bool:
    words = part.casefold().split()
    if not words or len(words) > _MOST_WORDS or len(part) > _LONGEST_NAME:
        return False
    if words[-1] in ("of", "the") or _JOINING.intersection(words) or part.isdecimal():
        return False
    return part.casefold() not in _SUFFIXES and not is_company_form(part)


def _literal(cell: str) -> list[str] | None:
    ends = cell[:1], cell[-1:]
    if ends == ("[", "]"):
        return _texts_of(_json(cell)) or _texts_of(_python(cell))
    if ends == ("{", "}") and not cell[1:-1].strip():
        return []
    if ends == ("{", "}"):
        return _texts_of(_python(cell)) or _postgres(cell[1:-1])
    if ends == ('"', '"') and re.search(r'"\s*,\s*"', cell):
        return _quoted_parts(cell, ",")
    if ends == ("(", ")") and cell[1:2] in ("'", '"'):
        return _texts_of(_python(cell))
    return None


def _json(cell: str) -> Any:
    try:
        return parse_json(cell)
    except ValueError:
        return None


def _python(cell: str) -> Any:
    if len(cell) > _LONGEST_LITERAL:
        return None
    import ast  # imported only for a cell in brackets

    try:
        return ast.literal_eval(cell)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _texts_of(listed: Any) -> list[str] | None:
    """Return the texts of a list; None if a value is not text, because ``[1]`` may be a footnote mark."""
    if not isinstance(listed, list | tuple | set):
        return None
    values = [value for value in listed if value is not None]
    if not all(isinstance(value, str) for value in values):
        return None
    return sorted(values) if isinstance(listed, set) else values


def _postgres(inner: str) -> list[str] | None:
    """Read the content of an array's braces; a single word in braces is not an array."""
    if "," not in inner or any(mark in inner for mark in "{}:;|"):
        return None
    return _quoted_parts(inner, ",") if '"' in inner else inner.split(",")


def _parts(cell: str) -> Sequence[str]:
    if VALUE_SEPARATOR in cell:  # the form that sociogram writes, without quotes
        return cell.split(VALUE_SEPARATOR)
    for separator in _SEPARATORS:
        if separator in cell:
            found = _cut(cell, separator)
            if len(found) > 1:
                return found
    addresses = re.split(_BETWEEN_ADDRESSES, cell) if cell.count("://") > 1 else ()
    if len(addresses) > 1 and not any(map(re.compile(r"\s").search, addresses)):
        return addresses
    return _unquoted(cell)


def _cut(cell: str, separator: str) -> Sequence[str]:
    if "://" in cell:
        return re.split(_IN_ADDRESSES[separator], cell)
    guarded = re.sub(_ENTITY, rf"&\1{_GUARD}", cell) if separator == ";" and "&" in cell else cell
    if '"' in cell:
        found = _quoted_parts(guarded, separator)
        if found is not None:
            return [part.replace(_GUARD, ";") for part in found]
    return [part.replace(_GUARD, ";") for part in guarded.split(separator)]


def _quoted_parts(cell: str, separator: str) -> list[str] | None:
    """Split at separators outside quotes, and remove the quotes; None if they do not enclose whole values."""
    if separator == "\n":
        return None
    rows = csv.reader([cell], delimiter=separator, strict=True, skipinitialspace=True)
    try:
        return next(rows, None)
    except csv.Error:
        return None


def _unquoted(cell: str) -> Sequence[str]:
    """Remove the quotes around a value that contains doubled quotes, which names do not."""
    if len(cell) > 2 and cell[0] == cell[-1] == '"' and '""' in cell[1:-1]:
        return _quoted_parts(cell, ";") or (cell,)
    return (cell,)
