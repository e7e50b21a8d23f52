"""Many nodes or relationships as values at once, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, IntArray
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Node, Relationship


def nodes(index: Snapshot, slots: Sequence[int] | IntArray) -> list[Node]:
    """Return the nodes at ``slots``."""
    rows = np.asarray(slots, dtype=np.int64)
    properties = _properties(index.node_property_keys, index.node_property, rows)
    places = rows.tolist()
    return [
        Node(str(slot), index.node_labels(slot), values)
        for slot, values in zip(places, properties, strict=True)
    ]


def relationships(index: Snapshot, slots: Sequence[int] | IntArray) -> list[Relationship]:
    """Return the relationships at ``slots``."""
    rows = np.asarray(slots, dtype=np.int64)
    properties = _properties(index.relationship_property_keys, index.relationship_property, rows)
    names = index.type_names
    parts = zip(
        rows.tolist(),
        index.type_codes[rows].tolist(),
        index.start[rows].tolist(),
        index.end[rows].tolist(),
        properties,
        strict=True,
    )
    return [
        Relationship(str(slot), names[code], str(start), str(end), values)
        for slot, code, start, end, values in parts
    ]


def _properties(
    keys: Iterable[str], column_of: Callable[[str], Column], rows: IntArray
) -> list[dict[str, Any]]:
    """Return the properties at ``rows``; those that are null are left out."""
    found: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    for key in keys:
        for values, value in zip(found, column_of(key).take(rows).to_list(), strict=True):
            if value is not None:
                values[key] = value
    return found
