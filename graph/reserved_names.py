"""Properties whose name is also used for labels, for a type or by a file format.

They are written as ``property:labels``, and reading turns that back into ``labels``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

PREFIX = "property:"
LABELS = "labels"
TYPE = "type"


def reserved_name(key: str, used: Collection[str]) -> str:
    """Return the name under which to write a property, given names that are used for something else.

    >>> reserved_name("labels", {"labels"})
    'property:labels'
    """
    plain = key
    while plain.startswith(PREFIX):
        plain = plain.removeprefix(PREFIX)
    return PREFIX + key if plain in used else key


def with_labels(properties: Mapping[str, Any], labels: Any) -> dict[str, Any]:
    """Return a node's properties and labels as NetworkX attributes."""
    return _with(properties, LABELS, labels)


def with_type(properties: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a relationship's properties and type as NetworkX attributes."""
    return _with(properties, TYPE, name)


def _with(properties: Mapping[str, Any], word: str, value: Any) -> dict[str, Any]:
    attributes = {PREFIX + word if key == word else key: item for key, item in properties.items()}
    attributes[word] = value
    return attributes
