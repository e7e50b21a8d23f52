"""Cells with several values, the types of whole columns, and their text form.

Shared by the loader, which reads any sheet, and data folders, which must be read back exactly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sociogram.graph.columns import INT64_MAX, INT64_MIN
from sociogram.graph.common.equality import same_value as same_value
from sociogram.graph.common.temporal import parse_datetime

VALUE_SEPARATOR = " | "
_CUT_ELSEWHERE = r"[|\n{}]|^\(|\"\"|[,\s]https?://"

_SEMICOLON = r"\s*;\s*"
# In a cell with a web address, a semicolon may be part of it unless a space or an address follows.
_SEMICOLON_IN_ADDRESSES = r"\s*;(?=\s|$|https?://)\s*"

Parser = Callable[[str], Any]


def split_values(cell: str) -> list[str]:
    """Return the distinct values of a cell that may hold several.

    `` | `` separates them, or ``;`` if there is no `` | ``. A JSON list of texts is read as such, which is
    how a value that contains a separator is written.
    """
    listed = _json_texts(cell)
    return list(dict.fromkeys(_parts(cell))) if listed is None else listed


def split_chain(cell: str) -> list[str]:
    """Return the values of a cell like ``split_values``, but with repeats."""
    listed = _json_texts(cell)
    return _parts(cell) if listed is None else listed


def _parts(cell: str) -> list[str]:
    if VALUE_SEPARATOR in cell:
        parts: Iterable[str] = cell.split(VALUE_SEPARATOR)
    elif ";" in cell:
        parts = re.split(_SEMICOLON_IN_ADDRESSES if "://" in cell else _SEMICOLON, cell)
    else:
        parts = (cell,)
    return [part for part in map(str.strip, parts) if part]


def join_values(values: Sequence[str]) -> str:
    """Return a cell that ``split_values`` reads back as the same list.

    ``lists.split_list`` reads it back too; it recognises more lists, so a single value that it would split is
    written as JSON.
    """
    cell = VALUE_SEPARATOR.join(values)
    # An empty cell is null, not an empty list.
    is_plain = cell != "" and is_writable(cell) and split_values(cell) == list(values)
    if is_plain and len(values) == 1:
        is_plain = not re.search(_CUT_ELSEWHERE, cell)
    return cell if is_plain else to_json(list(values))


def parse_json(cell: str) -> Any:
    """Return the value of the cell's JSON.

    Raises:
        ValueError: it is not valid JSON, or is nested too deeply.
    """
    # Imported here because few cells need it, and every command-line query would pay for the import.
    import json

    try:
        return json.loads(cell)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def to_json(value: Any) -> str:
    """Return a value as JSON.

    Raises:
        TypeError: JSON cannot represent it.
    """
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if is_writable(text) else json.dumps(value)


def is_writable(text: str) -> bool:
    """Return whether a text file in UTF-8 can hold the text."""
    if "\x00" in text:
        return False
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _json_texts(cell: str) -> list[str] | None:
    if cell[:1] != "[" or cell[-1:] != "]":
        return None
    try:
        listed = parse_json(cell)
    except ValueError:
        return None
    if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
        return None
    return listed


_INTEGER = r"-?[1-9][0-9]*|0"
_FLOAT = r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][+-]?[0-9]+)?"
_LONGEST_INTEGER = 20
_LONGEST_FLOAT = 19
"""Beyond about 17 digits, a float would lose some, so the number stays text."""


@lru_cache(maxsize=1)
def _number_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"(?:{_INTEGER})"), re.compile(_FLOAT)


def is_integer(text: str) -> bool:
    """Return whether the text is an integer in Python's notation that fits 64 bits."""
    # Python refuses to parse thousands of digits; a 64-bit integer has at most twenty characters.
    if len(text) > _LONGEST_INTEGER or not _number_patterns()[0].fullmatch(text):
        return False
    return len(text) < 19 or INT64_MIN <= int(text) <= INT64_MAX


def infer_kind(distinct: Iterable[str]) -> str:
    """Return the type of all values of a column: ``long``, ``double``, ``boolean`` or ``string``.

    Only lossless conversions count: ``007``, ``64.20`` and ``+32 2 555`` stay text.
    """
    kinds: tuple[str, ...] = ("long", "boolean", "double")
    is_filled = False
    for text in filter(None, distinct):
        kinds = tuple(kind for kind in kinds if _LOOKS_LIKE[kind](text))
        is_filled = True
        if not kinds:
            break
    return kinds[0] if is_filled and kinds else "string"


def _looks_like_double(text: str) -> bool:
    if len(text) > _LONGEST_FLOAT:
        return False
    if _number_patterns()[1].fullmatch(text):
        # 1.0e999 would become infinite, and 64.20 is a different code from 64.2.
        return math.isfinite(float(text)) and repr(float(text)) == text
    return is_integer(text)


def looks_like_decimal(text: str) -> bool:
    """Return whether the text is a number with or without decimals, including trailing zeros."""
    return is_integer(text) or (len(text) <= _LONGEST_FLOAT and bool(_number_patterns()[1].fullmatch(text)))


_LOOKS_LIKE: dict[str, Callable[[str], bool]] = {
    "long": is_integer,
    "boolean": lambda text: text.lower() in ("true", "false"),
    "double": _looks_like_double,
}


def _parse_boolean(text: str) -> bool:
    found = BOOLEANS.get(text.strip().lower())
    if found is None:
        raise ValueError("neither true nor false")
    return found


BOOLEANS = {
    **dict.fromkeys(
        ("true", "yes", "y", "1", "ja", "j", "waar", "oui", "vrai", "sí", "si", "verdadero"), True
    ),
    "wahr": True,
    **dict.fromkeys(
        ("false", "no", "n", "0", "nee", "onwaar", "non", "faux", "falso", "nein", "falsch"), False
    ),
}
"""In English, Dutch, French, Spanish and German."""

_TICKS = frozenset(("✓", "✔", "√", "☑"))
MARKS = {**dict.fromkeys(("x", *_TICKS), True), **dict.fromkeys(("✗", "✘", "☐"), False)}
"""Marks in a column of yes and no, whose other cells may be empty."""


def marks_among(texts: Iterable[str]) -> dict[str, bool]:
    """Return what each mark means beside these texts: an ``x`` beside a tick means no."""
    return MARKS if _TICKS.isdisjoint(texts) else {**MARKS, "x": False}


def _parse_long(text: str) -> int:
    number = int(text)
    if not INT64_MIN <= number <= INT64_MAX:
        raise ValueError("more than 64 bits")
    return number


def _parse_double(text: str) -> float:
    number = float(text)
    if math.isinf(number) and any(map(str.isdigit, text)):
        raise ValueError("more than 64 bits")
    return number


def _parse_temporal(class_name: str) -> Parser:
    def parse(text: str) -> Any:
        # Imports the whole driver, so only for a title with a temporal type.
        import neo4j.time

        return getattr(neo4j.time, class_name).from_iso_format(text)

    return parse


INTEGER_KINDS = ("long", "int", "integer", "short", "byte")

_SCALAR_PARSERS: dict[str, Parser] = {
    "string": str,
    "char": str,
    **dict.fromkeys(INTEGER_KINDS, _parse_long),
    "double": _parse_double,
    "float": _parse_double,
    "boolean": _parse_boolean,
    "json": parse_json,
    "point": str,
    "date": _parse_temporal("Date"),
    "time": _parse_temporal("Time"),
    "localtime": _parse_temporal("Time"),
    "datetime": parse_datetime,
    "localdatetime": parse_datetime,
    "duration": _parse_temporal("Duration"),
}

KIND_WORDS = {
    **dict.fromkeys(INTEGER_KINDS, "an integer"),
    "double": "a number",
    "float": "a number",
    "boolean": "true or false",
    "json": "JSON",
}


def is_kind(kind: str) -> bool:
    """Return whether the word after a title's colon is a type (``long``, ``string[]`` …)."""
    return kind.lower().removesuffix("[]") in _SCALAR_PARSERS


def parser_of(kind: str) -> Parser:
    """Return the function that converts a cell's text to its value; it raises ValueError for invalid text."""
    kind = kind.lower()
    scalar = _SCALAR_PARSERS[kind.removesuffix("[]")]
    if not kind.endswith("[]"):
        return scalar

    def parse_list(cell: str) -> list[Any]:
        return [scalar(part) for part in split_values(cell)]

    return parse_list
