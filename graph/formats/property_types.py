"""The type of each property of a part, as a file declares it and as sociogram reads it back."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sociogram.graph.common.temporal import is_temporal
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    BETWEEN,
    CONTROL_CHARACTERS_REPLACED,
    NOT_XML,
    json_text,
    list_text,
    text,
    xml,
)
from sociogram.graph.model import Node, Relationship

_SCALARS = {str: "string", bool: "boolean", int: "long", float: "double"}
_TEMPORAL = {"Date": "date", "Time": "time", "DateTime": "datetime", "Duration": "duration"}
_BEYOND = "!"
"""Marks a number that no type of GraphML and GEXF can represent."""


@dataclass(frozen=True, slots=True)
class PropertyType:
    """The type of a property.

    Attributes:
        stated: in the form of column titles of a data folder: ``long``, ``string[]``, ``json`` …
        xml: in GraphML and GEXF: ``string``, ``long``, ``double`` or ``boolean``.
    """

    stated: str
    xml: str

    def xml_text(self, value: Any) -> str:
        """Return a value of the property as escaped XML text."""
        if self.stated == "json":
            return xml(json_text(value))
        return xml(list_text(value) if self.stated == "string[]" else text(value))


def property_types(
    things: Iterable[Node | Relationship],
    losses: Callable[[Any], Iterable[str]],
    notes: Notes,
    mixed: str | None = None,
    keys: Sequence[str] = (),
) -> dict[str, PropertyType]:
    """Return the type of each property of some nodes or relationships: ``keys`` first, others by name.

    Args:
        things: the nodes or relationships.
        losses: returns, in words, how the format changes a value that it cannot represent.
        notes: receives their counts.
        mixed: how the format changes values of several types, if that is to be counted.
        keys: the properties in the order of their table, as far as it is known.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    losses_of: dict[tuple[str, ...], tuple[str, ...]] = {}
    for thing in things:
        for key, value in thing.properties.items():
            if value is None:
                continue
            of_value = _type_of(value)
            found[key][of_value] += 1
            if type(value) is str and value.isascii() and value.isprintable():
                continue  # true of most values, and every format can represent them
            if of_value == "string[]" and len(losses_of) < _MOST_LISTS:  # many things have the same list
                texts = tuple(value)
                if texts not in losses_of:
                    losses_of[texts] = tuple(losses(value))
                changes: Iterable[str] = losses_of[texts]
            else:
                changes = losses(value)
            for loss in changes:
                notes.add(key, loss)
    known = [key for key in keys if key in found]
    types = {key: _joint_type(found[key]) for key in dict.fromkeys([*known, *sorted(found)])}
    for key, kind in types.items():
        if mixed is not None and len(found[key]) > 1 and kind == PropertyType("json", "string"):
            notes.add(key, mixed, found[key].total())
    return types


_MOST_LISTS = 100_000
"""The number of different lists for which the losses of a format are cached."""


def _type_of(value: Any) -> str:
    """Return the type of a value, marked if it is a number that XML types cannot represent."""
    if type(value) is str:  # most values are strings
        return "string"
    if isinstance(value, list):
        return "string[]" if all(type(item) is str for item in value) else "json"
    if is_temporal(value):
        return _TEMPORAL.get(type(value).__name__, "string")
    stated = _SCALARS.get(type(value))
    if stated == "long" and not -(2**63) <= value < 2**63:
        return "json" + _BEYOND
    if stated == "double" and not math.isfinite(value):
        return stated + _BEYOND
    return stated or ("json" if isinstance(value, Mapping) else "string")


def _joint_type(found: Counter[str]) -> PropertyType:
    stated = {kind.removesuffix(_BEYOND) for kind in found}
    one = next(iter(stated)) if len(stated) == 1 else "json"
    if found.keys() <= {"long", "double"}:
        return PropertyType(one, "long" if one == "long" else "double")
    return PropertyType(one, "boolean" if found.keys() == {"boolean"} else "string")


def xml_losses(value: Any) -> Iterator[str]:
    """Yield, in words, how GraphML and GEXF change a value that they cannot represent."""
    shown = value if isinstance(value, str) else text(value)
    if NOT_XML.search(shown):
        yield CONTROL_CHARACTERS_REPLACED
    kind = _type_of(value)
    if kind.endswith(_BEYOND):
        yield "numbers beyond 64 bits, NaN and infinity are written as text"
    elif isinstance(value, list):
        is_json = kind == "json" or list_text(value).startswith("[")
        how = "JSON" if is_json else f"text, with '{BETWEEN}' between the values"
        yield f"lists are written as {how}"
        yield from json_losses(value)
    elif isinstance(value, Mapping):
        yield "maps are written as JSON"
        yield from json_losses(value)
    elif not isinstance(value, str | bool | int | float):
        yield f"values of the type {type(value).__name__} are written as text"


def json_losses(value: Any) -> Iterator[str]:
    """Yield, in words, how JSON changes a value that it cannot represent."""
    if isinstance(value, float) and not math.isfinite(value):
        yield "NaN and infinity are written as text"
    elif type(value) in (list, tuple):
        yield from dict.fromkeys(loss for item in value for loss in json_losses(item))
    elif isinstance(value, Mapping):
        yield from dict.fromkeys(loss for item in value.values() for loss in json_losses(item))
    elif not (value is None or isinstance(value, str | bool | int | float)):
        yield f"values of the type {type(value).__name__} are written as text"


MIXED_AS_JSON = "values of several types are written as JSON"
