"""The type of each property of a part, as a file declares it and as sociogram reads it back."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolColumn, Column, FloatColumn, IntColumn, TextColumn
from sociogram.graph.common.temporal import is_temporal
from sociogram.graph.formats.column_values import chunks_of, distinct_values
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    BETWEEN,
    CONTROL_CHARACTERS_REPLACED,
    NOT_PLAIN,
    NOT_XML,
    json_text,
    list_text,
    text,
    xml,
)
from sociogram.graph.graph_columns import PropertyColumns

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

    @property
    def not_plain(self) -> re.Pattern[str] | None:
        """Finds the characters that ``xml_text`` escapes in a text; None if it writes texts as JSON."""
        return None if self.stated == "json" else NOT_PLAIN

    def xml_text(self, value: Any) -> str:
        """Return a value of the property as escaped XML text."""
        if self.stated == "json":
            return xml(json_text(value))
        return xml(list_text(value) if self.stated == "string[]" else text(value))


@dataclass(frozen=True, slots=True)
class Losses:
    """How a format changes values that it cannot represent.

    Attributes:
        of: yields, in words, what it changes in a value.
        in_text: finds the characters that it changes in a text; None if it changes none.
    """

    of: Callable[[Any], Iterable[str]]
    in_text: re.Pattern[str] | None


NOTHING_ADDED: Mapping[str, Column] = {}


def property_types(
    elements: PropertyColumns,
    losses: Losses,
    notes: Notes,
    mixed: str | None = None,
    added: Mapping[str, Column] = NOTHING_ADDED,
) -> dict[str, PropertyType]:
    """Return the type of each property that some nodes or relationships have, in the order of the columns.

    Args:
        elements: the nodes or relationships.
        losses: how the format changes values that it cannot represent.
        notes: receives their counts.
        mixed: how the format changes values of several types, if that is to be counted.
        added: properties that the file gives to some of them as booleans; see ``missing_directions``.
    """
    found = {name: _seen(name, elements, losses, notes) for name in elements.properties}
    for name, column in added.items():
        found.setdefault(name, Counter())["boolean"] += int(np.count_nonzero(~column.null_mask()))
    types = {name: _joint_type(kinds) for name, kinds in found.items() if kinds}
    for name, kind in types.items():
        if mixed is not None and len(found[name]) > 1 and kind == PropertyType("json", "string"):
            notes.add(name, mixed, found[name].total())
    return types


def _seen(name: str, elements: PropertyColumns, losses: Losses, notes: Notes) -> Counter[str]:
    """Return how many values of a property have each type, and count their losses."""
    column, kinds = elements.properties[name], Counter[str]()
    distinct = distinct_values(column, elements.slots)
    if distinct is not None:
        _see(name, zip(distinct.values, distinct.counts, strict=True), kinds, losses, notes)
        return kinds
    for chunk in chunks_of(column, elements.slots):
        values = [value for value in chunk.to_list() if value is not None]
        kind = _unchanged_type(chunk, values, losses)
        if kind is None:
            _see(name, zip(values, repeat(1), strict=False), kinds, losses, notes)
        else:
            kinds[kind] += len(values)
    return +kinds


def _unchanged_type(column: Column, values: list[Any], losses: Losses) -> str | None:
    """Return the type of a column of one type from which the format loses nothing; else None."""
    if isinstance(column, TextColumn):
        is_changed = losses.in_text is not None and losses.in_text.search("".join(values)) is not None
        return None if is_changed else "string"
    if isinstance(column, FloatColumn):
        return "double" if all(map(math.isfinite, values)) else None
    return "long" if isinstance(column, IntColumn) else "boolean" if isinstance(column, BoolColumn) else None


def _see(
    name: str, counted: Iterable[tuple[Any, int]], kinds: Counter[str], losses: Losses, notes: Notes
) -> None:
    for value, count in counted:
        kinds[_type_of(value)] += count
        if type(value) is str and value.isascii() and value.isprintable():
            continue  # true of most values, and every format can represent them
        for loss in losses.of(value):
            notes.add(name, loss, count)


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


XML_LOSSES = Losses(xml_losses, NOT_XML)
JSON_LOSSES = Losses(json_losses, None)

MIXED_AS_JSON = "values of several types are written as JSON"
