"""Which nodes describe ties, as sociogram loads them: sources and relation types.

They are hidden from NetworkX unless a relationship connects them. Without one, each would be an isolated
actor there, which distorts density, components and PageRank.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Direction, is_directed

_KEYS = {SOURCE_LABEL: "id", RELATION_TYPE_LABEL: "type"}
"""By label, the property that such a node has; other programs may use these labels differently."""


def may_describe(labels: Collection[str]) -> bool:
    """Return whether a node with these labels may be a source or a relation type."""
    return ENTITY_LABEL not in labels and not _KEYS.keys().isdisjoint(labels)


def has_descriptions(snapshot: Snapshot) -> bool:
    """Return whether any node has the label of sources or of relation types."""
    return any(snapshot.label_count(label) for label in _KEYS)


def describing_nodes(snapshot: Snapshot) -> BoolArray:
    """Return, for each slot, whether it holds a source or a relation type."""
    mask = np.zeros(snapshot.node_slots, dtype=np.bool_)
    for label, key in _KEYS.items():
        slots = snapshot.nodes_with_label(label)
        values = snapshot.node_property(key).take(slots).to_list()
        mask[slots] |= np.array([_is_key(value) for value in values], dtype=np.bool_)
    return mask


def _is_key(value: object) -> bool:
    return value not in (None, "")


def hidden_nodes(snapshot: Snapshot) -> BoolArray:
    """Return, for each slot, whether its node is hidden from NetworkX."""
    mask = describing_nodes(snapshot) & ~snapshot.label_mask(ENTITY_LABEL)
    if mask.any():
        relationships = snapshot.all_relationships()
        for ends in (snapshot.start, snapshot.end):
            mask[ends[relationships]] = False
    return mask


def is_hidden(snapshot: Snapshot, slot: int) -> bool:
    """Return what ``hidden_nodes`` has for one slot, without reading the others."""
    labels = snapshot.node_labels(slot)
    if ENTITY_LABEL in labels or not any(
        label in labels and _is_key(snapshot.node_property_value(slot, key)) for label, key in _KEYS.items()
    ):
        return False
    return not snapshot.expand_one(slot, Direction.BOTH)[0]


def without_direction(snapshot: Snapshot, relationships: IntArray) -> BoolArray:
    """Return which relationships have no direction: their own ``directed`` or their type's says so."""
    described = snapshot.nodes_with_label(RELATION_TYPE_LABEL)
    names, flags = (snapshot.node_property(key).take(described).to_list() for key in ("type", "directed"))
    types = {name for name, value in zip(names, flags, strict=True) if not is_directed(value)}
    of_type = np.array([name in types for name in snapshot.type_names], dtype=np.bool_)
    codes = snapshot.type_codes[relationships]
    found = of_type[codes] if len(of_type) else np.zeros(len(codes), dtype=np.bool_)
    own = snapshot.relationship_property("directed").take(relationships)
    known = np.flatnonzero(~own.null_mask())
    if len(known):
        found[known] |= np.array([not is_directed(value) for value in own.take(known).to_list()])
    return found
