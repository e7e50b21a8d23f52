"""Functions that convert values to other types.

A value that cannot be converted becomes null. A type that cannot be converted is an error; functions that end
in ``OrNull`` return null instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sociogram.graph.columns import Column, FloatColumn, IntColumn
from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.functions.registry import Function, Kernel, define
from sociogram.queries.cypher.values.arithmetic import text_of
from sociogram.queries.cypher.values.comparison import INT64_MAX, INT64_MIN, own, type_name
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal.types import Temporal

if TYPE_CHECKING:
    from sociogram.queries.cypher.context import Context

_DECIMAL = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,9})?"
_HEXADECIMAL = r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?\d+"
_WRITABLE = (int, str, bool, float, Temporal, Point)
_SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}


def to_boolean(value: Any) -> bool | None:
    """Convert the strings true and false, and integers (0 is false)."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    if isinstance(value, int):
        return value != 0
    raise _cannot("toBoolean", value)


def to_integer(value: Any) -> int | None:
    """Convert a number by truncation, a string that contains a number, or a boolean to 1 or 0."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return _saturated(value)
    if isinstance(value, str):
        return _integer_of_text(value)
    raise _cannot("toInteger", value)


def _saturated(value: float) -> int:
    """Convert a float as a Java cast does: NaN becomes 0, a value out of range the nearest limit."""
    if math.isnan(value):
        return 0
    if math.isinf(value):
        return INT64_MAX if value > 0 else INT64_MIN
    return max(INT64_MIN, min(INT64_MAX, int(value)))


def _integer_of_text(text: str) -> int | None:
    """Parse a number and truncate it; return None for other text, such as a number between spaces."""
    if re.fullmatch(r"[+-]?\d+", text):
        number = int(text) if len(text) < 32 else INT64_MAX + 1
    elif re.fullmatch(_DECIMAL, text, re.ASCII):
        from decimal import Decimal

        exact = Decimal(text)
        number = int(exact) if exact.adjusted() < 32 else INT64_MAX + 1
    else:
        return None
    if INT64_MIN <= number <= INT64_MAX:
        return number
    raise CypherTypeError(
        f"toInteger() cannot convert {shown(text)}: it does not fit into 64 bits.",
        detail="InvalidArgumentValue",
        hint="toIntegerOrNull() returns null instead.",
    )


def to_float(value: Any) -> float | None:
    """Convert a number, or a string that contains one, to a float."""
    if isinstance(value, bool):
        raise _cannot("toFloat", value)
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str):
        return _float_of_text(value.strip())
    raise _cannot("toFloat", value)


def _float_of_text(text: str) -> float | None:
    if text in _SPECIAL:
        return _SPECIAL[text]
    if re.fullmatch(_DECIMAL + "[dDfF]?", text, re.ASCII):
        return float(text.rstrip("dDfF"))
    if re.fullmatch(_HEXADECIMAL, text, re.ASCII):
        try:
            return float.fromhex(text)
        except OverflowError:
            return -math.inf if text.startswith("-") else math.inf
    return None


def to_string(value: Any) -> str:
    """Return the value as Cypher writes it."""
    if isinstance(value, _WRITABLE):
        return text_of(value)
    raise _cannot("toString", value)


def _cannot(name: str, value: Any) -> CypherTypeError:
    return CypherTypeError(
        f"{name}() cannot convert {shown(value)}, which is {article(type_name(value))}.",
        detail="InvalidArgumentValue",
        hint=f"{name}OrNull() returns null instead.",
    )


def _strict(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: convert(own(value))


def _or_null(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a conversion that gives null where ``convert`` raises."""

    def run(value: Any) -> Any:
        if value is None:
            return None
        try:
            return convert(own(value))
        except CypherTypeError:
            return None

    return run


def _of_list(convert: Callable[[Any], Any]) -> Callable[[list[Any]], list[Any]]:
    each = _or_null(convert)
    return lambda items: [each(item) for item in items]


def _floats(columns: Sequence[Column], _length: int, _context: Context) -> Column | None:
    """Convert a column of numbers to floats."""
    [column] = columns
    if isinstance(column, IntColumn):
        return FloatColumn(column.stored.astype(np.float64), column.nulls)
    return column if isinstance(column, FloatColumn) else None


def _integers(columns: Sequence[Column], _length: int, _context: Context) -> Column | None:
    """Return a column of integers unchanged."""
    [column] = columns
    return column if isinstance(column, IntColumn) else None


def _family(
    name: str, kind: str, convert: Callable[[Any], Any], description: str, kernel: Kernel | None = None
) -> tuple[Function, ...]:
    return (
        define(f"{name}(input :: ANY) :: {kind}", description, _strict(convert), kernel=kernel),
        define(
            f"{name}List(input :: LIST<ANY>) :: LIST<{kind}>",
            f"Each item converted by {name}OrNull().",
            _of_list(convert),
        ),
        define(
            f"{name}OrNull(input :: ANY) :: {kind}", f"{name}(), or null for other types.", _or_null(convert)
        ),
    )


FUNCTIONS: tuple[Function, ...] = (
    *_family("toBoolean", "BOOLEAN", to_boolean, "true or false; null for other strings."),
    *_family(
        "toFloat", "FLOAT", to_float, "The number as a float; null if the string contains none.", _floats
    ),
    *_family(
        "toInteger",
        "INTEGER",
        to_integer,
        "The number, truncated; null if the string contains none.",
        _integers,
    ),
    *_family("toString", "STRING", to_string, "The value as written in Cypher."),
)
