"""Cypher's types of values: what ``valueType()`` says, and what ``IS ::`` asks."""

from __future__ import annotations

from typing import Any, Final

from sociogram.queries.cypher import ast
from sociogram.queries.cypher.values import own, type_name

# The order in which the members of a union of types are written.
_ORDER: Final = (
    "NOTHING", "NULL", "BOOLEAN", "STRING", "INTEGER", "FLOAT", "DATE", "LOCAL TIME", "ZONED TIME",
    "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "POINT", "NODE", "RELATIONSHIP",
    "MAP", "LIST", "PATH", "ANY",
)  # fmt: skip
_PROPERTY_TYPES: Final = frozenset(_ORDER[2:13])


def value_type(value: Any) -> str:
    """Return the most exact type of a value: ``LIST<INTEGER NOT NULL> NOT NULL``."""
    value = own(value)
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"LIST<{_inner_type(value)}> NOT NULL"
    return f"{type_name(value)} NOT NULL"


def _inner_type(items: list[Any]) -> str:
    if not items:
        return "NOTHING"
    kinds = {value_type(item) for item in items}
    if "NULL" in kinds:
        others = {kind.removesuffix(" NOT NULL") for kind in kinds - {"NULL"}}
        kinds = others or {"NULL"}
    return " | ".join(sorted(kinds, key=_place))


def _place(kind: str) -> tuple[int, str]:
    name = kind.removesuffix(" NOT NULL").partition("<")[0]
    return (_ORDER.index(name), kind)


def is_of_type(value: Any, wanted: ast.TypeName) -> bool:
    """Tell whether a value is of a type; null is of every type that is not NOT NULL."""
    value = own(value)
    name = wanted.name
    if name == "UNION":
        return any(is_of_type(value, member) for member in wanted.inner)
    if value is None:
        return not wanted.not_null and name != "NOTHING"
    if name in ("NULL", "NOTHING"):
        return False
    if name == "ANY":
        return True
    if name == "PROPERTY VALUE":
        return _is_property(value)
    if name == "LIST":
        return isinstance(value, list) and all(
            is_of_type(item, member) for item in value for member in wanted.inner[:1]
        )
    return type_name(value) == name


def _is_property(value: Any) -> bool:
    if not isinstance(value, list):
        return type_name(value) in _PROPERTY_TYPES
    kinds = {type_name(item) for item in value}
    return len(kinds) <= 1 and kinds <= _PROPERTY_TYPES
