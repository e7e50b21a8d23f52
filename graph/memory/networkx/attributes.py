"""How nodes and edges of networkx say their labels, types and properties, in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sociogram.graph.memory.networkx.values import cypher_value
from sociogram.graph.merge_rules import DEFAULT_TYPE

LABELS = "labels"
TYPE = "type"
LABELLING = (LABELS, TYPE, "label")
"""The attributes of a node that can give its labels: the first of them that does."""
ONLY_EDGE = 0
"""Stands for the key of an edge where a graph holds one between two nodes at most."""
RESERVED_LABELS = "property:labels"
"""The attribute that holds a node's property ``labels``, since ``labels`` holds its labels."""
RESERVED_TYPE = "property:type"
"""The attribute that holds a relationship's property ``type``."""


def labels_of(attributes: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return a node's labels: its ``labels``, or else its ``type`` or ``label`` where that is a string."""
    labels = attributes.get(LABELS)
    if labels is not None and is_labels(labels):
        return (labels,) if isinstance(labels, str) else tuple(str(label) for label in labels)
    for name in LABELLING[1:]:
        label = attributes.get(name)
        if isinstance(label, str) and label:
            return (label,)
    return ()


def is_labels(value: Any) -> bool:
    """Tell whether an attribute ``labels`` gives labels; any other value of it is a property."""
    if isinstance(value, str):
        return bool(value)
    return isinstance(value, list | tuple | set | frozenset)


def type_of(attributes: Mapping[Any, Any], key: Any) -> str:
    """Return an edge's type: its ``type``, ``label`` or ``relation``, or its key, where that is a string."""
    for name in (TYPE, "label", "relation"):
        found = attributes.get(name)
        if isinstance(found, str) and found:
            return found
    return key if isinstance(key, str) and key else DEFAULT_TYPE


def node_properties_of(attributes: Mapping[Any, Any], key: Any, *, keyless: bool) -> dict[str, Any]:
    """Return a node's properties; its key is its ``id`` where it has none, unless it is ``keyless``."""
    properties = _properties(attributes, LABELS, RESERVED_LABELS, consumed=is_labels(attributes.get(LABELS)))
    if not keyless and properties.get("id") is None:
        properties["id"] = cypher_value(key)
    return properties


def edge_properties_of(attributes: Mapping[Any, Any]) -> dict[str, Any]:
    """Return an edge's properties."""
    found = attributes.get(TYPE)
    return _properties(attributes, TYPE, RESERVED_TYPE, consumed=isinstance(found, str) and bool(found))


def _properties(attributes: Mapping[Any, Any], word: str, reserved: str, *, consumed: bool) -> dict[str, Any]:
    properties = {}
    for name, value in attributes.items():
        if value is None or (name == word and consumed):
            continue
        properties[word if name == reserved else name if isinstance(name, str) else str(name)] = cypher_value(
            value
        )
    return properties


def node_attribute(key: str) -> str:
    """Return the attribute that holds a node's property."""
    return RESERVED_LABELS if key == LABELS else key


def edge_attribute(key: str) -> str:
    """Return the attribute that holds a relationship's property."""
    return RESERVED_TYPE if key == TYPE else key


def node_attributes(labels: tuple[str, ...], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a node: its properties and its labels."""
    attributes = {node_attribute(key): value for key, value in properties.items()}
    attributes[LABELS] = labels
    return attributes


def edge_attributes(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of an edge: its properties and its type."""
    attributes = {edge_attribute(key): value for key, value in properties.items()}
    attributes[TYPE] = name
    return attributes
