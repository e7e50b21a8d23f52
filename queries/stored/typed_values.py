"""Values for the parameters of stored queries, by their types."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from numbers import Real
from typing import Any


def typed(type_: str, value: Any) -> Any:
    """Return a value as a type; what users type is text, what Python passes has a type already.

    >>> typed("INTEGER", "18"), typed("LIST<STRING>", "Ada; Bob"), typed("STRING", 2024)
    (18, ['Ada', 'Bob'], '2024')

    Args:
        type_: one of ``TYPES``.
        value: the value; not null.

    Raises:
        ValueError, TypeError, OverflowError: the value is not of this type.
    """
    return TYPES[type_](value)


def _string(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not (isinstance(value, str) or _is_number(value)):
        raise TypeError(f"{value!r} is not a text")
    return str(value)


def _integer(value: Any) -> int:
    if isinstance(value, str):
        return int(value)
    if not _is_number(value) or value != int(value):
        raise ValueError(f"{value!r} is not an integer")
    return int(value)


def _float(value: Any) -> float:
    if not (isinstance(value, str) or _is_number(value)):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real)  # numbers of NumPy, too


def _boolean(value: Any) -> bool:
    words = {"true": True, "false": False}
    found = words.get(str(value).lower())
    if found is None:
        raise ValueError(f"{value!r} is neither true nor false")
    return found


def _list(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in re.split(r";|\s\|\s", value) if part.strip()]
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


TYPES: Mapping[str, Callable[[Any], Any]] = {
    "STRING": _string,
    "INTEGER": _integer,
    "FLOAT": _float,
    "BOOLEAN": _boolean,
    "LIST<STRING>": _list,
}
"""The types that a header can declare, and how a value is read as each."""
