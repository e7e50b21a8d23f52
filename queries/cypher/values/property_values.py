"""Convert and check the values of properties before they are stored."""

from __future__ import annotations

from typing import Any, Final

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.conversion import from_python, to_python
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal.types import Temporal

_STORABLE: Final = frozenset({str, bool, int, float})


def to_stored(value: Any, *, name: str = "a property") -> Any:
    """Return a value as properties store it; null is returned unchanged, and the caller removes the property.

    A property is a string, a number, a boolean, a point, a temporal value, or a list of non-null values of
    one of these types.

    Raises:
        CypherTypeError: the value cannot be stored.
    """
    if type(value) in _STORABLE or value is None:
        return value
    value = from_python(value, subject=name)
    if type(value) is list:
        return _stored_list(value, name)
    if type(value) in _STORABLE or isinstance(value, Temporal | Point):
        return to_python(value)
    raise _not_storable(value, name)


def _stored_list(items: list[Any], name: str) -> list[Any]:
    kinds = {type(item) for item in items}
    for item in items:
        if type(item) not in _STORABLE and not isinstance(item, Temporal | Point):
            raise _not_storable(item, name, inside=True)
    if kinds == {int, float}:
        return [float(item) for item in items]
    if len(kinds) > 1:
        raise CypherTypeError(
            f"The list for {name} mixes types; all items of a list property must have one type.",
            detail="InvalidPropertyType",
            hint="Convert them to strings with toString().",
        )
    return [to_python(item) for item in items]


def _not_storable(value: Any, name: str, *, inside: bool = False) -> CypherTypeError:
    where = "The list for" if inside else "The value for"
    return CypherTypeError(
        f"{where} {name} contains {shown(value)}, {article(type_name(value))}: "
        "a property is a string, a number, a boolean, a point, a temporal value, or a list of one of these.",
        detail="InvalidPropertyType",
        hint="Store its parts as separate properties, or the values of the map one by one.",
    )
