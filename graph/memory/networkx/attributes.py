"""How attributes of NetworkX nodes and edges map to labels, types and properties, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sociogram.graph.memory.networkx.values import cypher_value, id_of_key
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.graph.reserved_names import LABELS, PREFIX, TYPE

LABELLING = (LABELS, TYPE, "label")
"""The node attributes that can hold labels, in order of precedence."""
ONLY_EDGE = 0
"""The key of an edge in a graph that allows one edge between two nodes."""
_FEW = 3


def holds_names(values: Iterable[Any], keys: Collection[Any]) -> bool:
    """Return whether the attribute ``label`` names nodes, as in GEXF and GML: nearly all its texts differ.

    Labels would repeat. Fewer than four texts may differ by chance; they are names only if the keys are
    numbers.
    """
    texts = [value for value in values if isinstance(value, str) and value]
    if len(set(texts)) * 10 < len(texts) * 9 or not texts:
        return False
    return len(texts) > _FEW or all(isinstance(key, int) or str(key).isdecimal() for key in keys)


def labels_of(attributes: Mapping[Any, Any], *, label_is_name: bool = False) -> tuple[str, ...]:
    """Return a node's labels: its ``labels``, or else its ``type`` or ``label`` if that is a string.

    ``label`` is left out if it holds the names of the graph's nodes.
    """
    labels = attributes.get(LABELS)
    if labels is not None and is_labels(labels):
        return (labels,) if isinstance(labels, str) else tuple(str(label) for label in labels)
    for name in LABELLING[1 : 2 if label_is_name else 3]:
        label = attributes.get(name)
        if isinstance(label, str) and label:
            return (label,)
    return ()


def is_labels(value: Any) -> bool:
    """Return whether a ``labels`` attribute holds labels; any other value is an ordinary property."""
    if isinstance(value, str):
        return bool(value)
    return isinstance(value, list | tuple | set | frozenset)


def type_of(attributes: Mapping[Any, Any], key: Any) -> str:
    """Return an edge's type: the first string among its ``type``, ``label``, ``relation`` and key."""
    for name in (TYPE, "label", "relation"):
        found = attributes.get(name)
        if isinstance(found, str) and found:
            return found
    return key if isinstance(key, str) and key else DEFAULT_TYPE


def node_properties_of(attributes: Mapping[Any, Any], key: Any, *, keyless: bool) -> dict[str, Any]:
    """Return a node's properties; a node without an ``id`` gets its key as ``id``, unless ``keyless``."""
    properties = _properties(attributes, LABELS, consumed=is_labels(attributes.get(LABELS)))
    if not keyless and properties.get("id") is None:
        properties["id"] = id_of_key(key)
    return properties


def edge_properties_of(attributes: Mapping[Any, Any]) -> dict[str, Any]:
    """Return an edge's properties."""
    found = attributes.get(TYPE)
    return _properties(attributes, TYPE, consumed=isinstance(found, str) and bool(found))


def _properties(attributes: Mapping[Any, Any], word: str, *, consumed: bool) -> dict[str, Any]:
    properties = {}
    reserved = PREFIX + word
    for name, value in attributes.items():
        if value is None or (name == word and consumed):
            continue
        properties[word if name == reserved else name if isinstance(name, str) else str(name)] = cypher_value(
            value
        )
    return properties


def node_attribute(key: str) -> str:
    """Return the name of the attribute that stores a node's property."""
    return PREFIX + LABELS if key == LABELS else key


def edge_attribute(key: str) -> str:
    """Return the name of the attribute that stores a relationship's property."""
    return PREFIX + TYPE if key == TYPE else key
