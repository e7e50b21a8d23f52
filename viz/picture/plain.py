"""Plain data: values that JSON can represent, without empty ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sociogram.graph.dataset import RELATION_TYPE_FIELDS
from sociogram.graph.model import Node
from sociogram.viz.text import as_text

Plain = dict[str, Any]


def without_empty(plain: Plain) -> Plain:
    """Return the fields that have a value; most fields of most claims have none."""
    return {key: value for key, value in plain.items() if value or value == 0}


def more_of(properties: Mapping[str, Any], shown: frozenset[str]) -> Plain:
    """Return the properties that the page shows in its list of other properties."""
    return {text: as_text(properties[name]) for name, text in _other_names(tuple(properties), shown)}


@lru_cache(maxsize=1024)  # most claims of a graph have the same properties
def _other_names(names: tuple[str, ...], shown: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the names that are not among ``shown``, each with its text, in order."""
    return tuple((name, as_text(name)) for name in sorted(set(names) - shown, key=str))


def cells_of(node: Node) -> Plain:
    """Return the properties of a relation type as cells of a sheet to load, in a fixed order."""
    values = node.properties
    names = [*(name for name in RELATION_TYPE_FIELDS if name in values), *sorted(values)]
    return {
        name: str(values[name]).lower() if isinstance(values[name], bool) else as_text(values[name])
        for name in dict.fromkeys(names)
    }
