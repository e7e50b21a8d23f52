"""Cells with several values, the types of whole columns, and their text form.

The loader, which reads anybody's sheets, and the data folder, which must come back exactly as it
was written, share these.
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

_SEMICOLON = r"\s*;\s*"
# In a cell that holds an address a semicolon may be part of it, unless a gap or an address follows.
_SEMICOLON_IN_ADDRESSES = r"\s*;(?=\s|$|https?://)\s*"

Parser = Callable[[str], Any]


def split_values(cell: str) -> list[str]:
    """Return the values of a cell that may hold several.

    `` | `` separates them, or ``;`` where there is no `` | ``. A cell that is a JSON list of texts
    is that list: the way to write a value that holds a separator.
    """
    if cell[:1] == "[" and cell[-1:] == "]":
        listed = _json_texts(cell)
        if listed is not None:
            return listed
    if VALUE_SEPARATOR in cell:
        parts: Iterable[str] = cell.split(VALUE_SEPARATOR)
    elif ";" in cell:
        parts = re.split(_SEMICOLON_IN_ADDRESSES if "://" in cell else _SEMICOLON, cell)
    else:
        parts = (cell,)
    return list(dict.fromkeys(part for part in map(str.strip, parts) if part))


def join_values(values: Sequence[str]) -> str:
    """Write several values into one cell, so that ``split_values`` gives the same list again."""
    cell = VALUE_SEPARATOR.join(values)
    # An empty cell is null, not an empty list.
    is_plain = cell != "" and is_writable(cell) and split_values(cell) == list(values)
    return cell if is_plain else to_json(list(values))


def parse_json(cell: str) -> Any:
    """Return what the cell's JSON says; raises ValueError."""
    # Few cells need it, and every query from the command line would pay for it.
    import json

    try:
        return json.loads(cell)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def to_json(value: Any) -> str:
    """Write a value as JSON; raises TypeError where there is no JSON for it."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if is_writable(text) else json.dumps(value)


def is_writable(text: str) -> bool:
    """Return whether a text file in UTF-8 can hold the text."""
    if "\x00" in text:
        return False
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _json_texts(cell: str) -> list[str] | None:
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
"""Beyond about 17 digits a float would lose some: such a number stays text."""


@lru_cache(maxsize=1)
def _number_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"(?:{_INTEGER})"), re.compile(_FLOAT)


def is_integer(text: str) -> bool:
    """Return whether the text is an integer as Python would write it, and fits 64 bits."""
    # Python refuses to read thousands of digits: what 64 bits hold has twenty characters at most.
    if len(text) > _LONGEST_INTEGER or not _number_patterns()[0].fullmatch(text):
        return False
    return len(text) < 19 or INT64_MIN <= int(text) <= INT64_MAX


def infer_kind(distinct: Iterable[str]) -> str:
    """Return ``long``, ``double``, ``boolean`` or ``string``: what all the values of a column are.

    Only what loses nothing counts: ``007`` and ``+32 2 555`` stay text.
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
        # 1.0e999 would become infinite.
        return math.isfinite(float(text))
    return is_integer(text)


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


BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


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
    """Return whether a word after a title's colon is a type (``long``, ``string[]`` …)."""
    return kind.lower().removesuffix("[]") in _SCALAR_PARSERS


def parser_of(kind: str) -> Parser:
    """Return the function from a cell's text to its value; it raises ValueError where it cannot."""
    kind = kind.lower()
    scalar = _SCALAR_PARSERS[kind.removesuffix("[]")]
    if not kind.endswith("[]"):
        return scalar

    def parse_list(cell: str) -> list[Any]:
        return [scalar(part) for part in split_values(cell)]

    return parse_list
