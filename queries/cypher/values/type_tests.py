"""The types of values for ``valueType()`` and ``IS ::``."""

from __future__ import annotations

from typing import Any, Final

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import own, type_name

# The order of types within a union.
_ORDER: Final = (
    "NOTHING", "NULL", "BOOLEAN", "STRING", "INTEGER", "FLOAT", "DATE", "LOCAL TIME", "ZONED TIME",
    "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "POINT", "NODE", "RELATIONSHIP",
    "MAP", "LIST", "PATH", "ANY",
)  # fmt: skip
_PROPERTY_TYPES: Final = frozenset(_ORDER[2:13])


class _Type:
    """The type of a value: its name, whether it includes null, and the item types of a list."""

    __slots__ = ("inner", "name", "nullable")

    def __init__(self, name: str, inner: tuple[_Type, ...] = (), *, nullable: bool = False) -> None:
        self.name = name
        self.inner = inner
        self.nullable = nullable

    def within(self, other: _Type) -> bool:
        """Return whether every value of this type is also of the other type."""
        if self.nullable and not other.nullable:
            return False
        if self.name in ("NOTHING", "NULL"):
            return True
        return self.name == other.name and all(
            any(one.within(two) for two in other.inner) for one in self.inner
        )

    def order(self) -> tuple[object, ...]:
        """The sort key of the members of a union."""
        return (_ORDER.index(self.name), tuple(inner.order() for inner in self.inner))

    def __str__(self) -> str:
        name = self.name
        if name == "LIST":
            name = f"LIST<{' | '.join(str(inner) for inner in self.inner)}>"
        return name if self.nullable or name == "NOTHING" else f"{name} NOT NULL"


def value_type(value: Any) -> str:
    """Return the most specific type of a value: ``LIST<INTEGER NOT NULL> NOT NULL``."""
    return str(_type_of(value))


def _type_of(value: Any) -> _Type:
    value = own(value)
    if value is None:
        return _Type("NULL", nullable=True)
    if isinstance(value, list):
        return _Type("LIST", _inner_types(value))
    return _Type(type_name(value))


def _inner_types(items: list[Any]) -> tuple[_Type, ...]:
    """Return the types of items, without subtypes of each other; a null makes all of them nullable."""
    if not items:
        return (_Type("NOTHING"),)
    found = list({str(kind): kind for kind in map(_type_of, items)}.values())
    if any(kind.name == "NULL" for kind in found):
        others = [_Type(kind.name, kind.inner, nullable=True) for kind in found if kind.name != "NULL"]
        found = others or found
    remaining = [
        kind
        for kind in found
        if not any(kind.within(other) for other in found if other is not kind and not other.within(kind))
    ]
    return tuple(sorted(remaining, key=_Type.order))


def is_of_type(value: Any, wanted: ast.TypeName) -> bool:
    """Return whether a value is of a type; null is of every type except NOT NULL ones and NOTHING."""
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
    return kinds <= _PROPERTY_TYPES and (len(kinds) <= 1 or kinds == {"INTEGER", "FLOAT"})
