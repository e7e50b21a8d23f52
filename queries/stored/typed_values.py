"""Convert values to the types of the parameters of stored queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from numbers import Real
from typing import Any

from sociogram.graph.errors import CypherError


def typed(type_: str, value: Any) -> Any:
    """Return a value converted to a type; values from the command line are strings.

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
    return isinstance(value, Real)  # including NumPy's numbers


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


def _map(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = literal_value(value)
        except CypherError as error:
            raise ValueError(f"{value!r} is not a literal") from error
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is not a map")
    return dict(value)


TYPES: Mapping[str, Callable[[Any], Any]] = {
    "STRING": _string,
    "INTEGER": _integer,
    "FLOAT": _float,
    "BOOLEAN": _boolean,
    "LIST<STRING>": _list,
    "MAP": _map,
}
"""The types that a header can declare, with the function that converts a value to each."""


def literal_value(text: str) -> Any:
    """Return the value of a Cypher literal.

    Raises:
        CypherSyntaxError: the text does not parse.
        ValueError: it is more than a literal.
    """
    from sociogram.queries.cypher.syntax import ast
    from sociogram.queries.cypher.syntax.parser import parse

    body = parse(f"RETURN {text}").body
    match body:
        case ast.SingleQuery(
            (ast.Return(ast.Projection((ast.ProjectionItem(expression=expression, aliased=False),))),)
        ):
            return _constant(expression)
    raise ValueError(f"{text} is not a literal")


def _constant(expression: Any) -> Any:
    from sociogram.queries.cypher.syntax import ast

    match expression:
        case ast.Literal(value):
            return value
        case ast.Unary("-", ast.Literal(int() | float() as value)):
            return -value
        case ast.ListLiteral(items):
            return [_constant(item) for item in items]
        case ast.MapLiteral(items):
            return {key: _constant(item) for key, item in items}
    raise ValueError(f"{expression} is not a literal")
