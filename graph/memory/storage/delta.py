"""The delta of a graph in memory: every write since its tables were frozen.

It is small and grows with each write; it is copied (``Delta.fork``) only if a write would change it for a
reader. The cost of a copy grows with the number of changed properties, not with the size of the graph.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, Column, ConstantColumn, IntArray
from sociogram.graph.columns.patch import patch
from sociogram.graph.memory.storage.tables import GrowingArray, Tables
from sociogram.graph.memory.storage.value_index import value_key


class PropertyDelta:
    """The values written to one property since the tables were frozen.

    Several readers may request its column at once. ``_patched`` holds the latest column and the writes that
    it does not include; they are replaced as one tuple, so no reader sees an inconsistent pair.
    """

    __slots__ = ("_lookup", "_patched", "changes", "owner")

    def __init__(self, owner: object) -> None:
        self.owner: object = owner
        self.changes: dict[int, Any] = {}
        self._patched: tuple[Column | None, dict[int, Any]] = None, {}
        self._lookup: dict[Hashable, dict[int, None]] | None = None

    def fork(self, owner: object) -> PropertyDelta:
        """Return a copy; writes to it do not affect this one."""
        copy = PropertyDelta(owner)
        copy.changes = self.changes.copy()
        column, unpatched = self._patched
        copy._patched = column, unpatched.copy()
        return copy

    def set(self, slot: int, value: Any) -> None:
        """Write a value; None removes it."""
        if self._lookup is not None:
            self._forget(slot)
            key = value_key(value)
            if key is not None:
                self._lookup.setdefault(key, {})[slot] = None
        self.changes[slot] = value
        self._patched[1][slot] = value

    def has_values(self) -> bool:
        """Return whether any written value is not null."""
        return any(value is not None for value in self.changes.values())

    def _forget(self, slot: int) -> None:
        old = value_key(self.changes.get(slot))
        if old is not None and self._lookup is not None:
            self._lookup[old].pop(slot, None)

    def column(self, base: Column | None, length: int) -> Column:
        """Return the whole property as a column; apply only the writes since the last call if possible."""
        column, unpatched = self._patched
        if column is not None and len(column) == length and not unpatched:
            return column
        if column is None or len(column) > length:
            made = patch(base if base is not None else ConstantColumn(None, 0), length, self.changes)
        else:
            made = patch(column, length, unpatched)
        if column is None or len(column) <= length:
            self._patched = made, {}
        return made

    def find(self, value: Any) -> Collection[int]:
        """Return the changed slots whose value now equals ``value``."""
        lookup = self._lookup
        if lookup is None:
            lookup = {}
            for slot, held in self.changes.items():
                if (key := value_key(held)) is not None:
                    lookup.setdefault(key, {})[slot] = None
            self._lookup = lookup
        key = value_key(value)
        return lookup.get(key, ()) if key is not None else ()


class AddedRelationships:
    """Relationships added since the tables were frozen. It only grows, so all readers share it.

    Attributes:
        start: start node by position.
        end: end node by position.
        codes: code of the type by position.
        outgoing: slots of relationships by start node.
        incoming: slots of relationships by end node.
        touched: the nodes whose relationships were added to or deleted.
    """

    __slots__ = ("_arrays", "codes", "end", "incoming", "outgoing", "start", "touched")

    def __init__(self) -> None:
        self.start: list[int] = []
        self.end: list[int] = []
        self.codes: list[int] = []
        self.outgoing: dict[int, list[int]] = {}
        self.incoming: dict[int, list[int]] = {}
        self.touched: set[int] = set()
        self._arrays = tuple(GrowingArray(np.zeros(0, dtype=np.int64)) for _ in range(3))

    def arrays(self, length: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return the start nodes, end nodes and type codes of the first ``length`` relationships."""
        start, end, codes = self._arrays
        return (
            start.view(length, self.start, 0),
            end.view(length, self.end, 0),
            codes.view(length, self.codes, 0),
        )

    def add(self, slot: int, start: int, end: int, code: int) -> None:
        """Add a relationship at the next slot."""
        self.start.append(start)
        self.end.append(end)
        self.codes.append(code)
        self.outgoing.setdefault(start, []).append(slot)
        self.incoming.setdefault(end, []).append(slot)
        self.touched.update((start, end))


class Delta:
    """Every write since the tables were frozen."""

    __slots__ = (
        "added",
        "dead_nodes",
        "dead_relationships",
        "derived",
        "label_counts",
        "labels",
        "node_count",
        "node_slots",
        "node_values",
        "nodes_version",
        "operations",
        "relationship_count",
        "relationship_slots",
        "relationship_values",
        "relationships_version",
        "type_counts",
    )

    def __init__(self, tables: Tables) -> None:
        self.node_slots: int = tables.node_slots
        self.relationship_slots: int = tables.relationship_slots
        self.operations: int = 0
        self.nodes_version: int = 0
        self.relationships_version: int = 0
        self.dead_nodes: set[int] = set()
        self.dead_relationships: set[int] = set()
        self.labels: dict[int, int] = {}
        self.node_values: dict[str, PropertyDelta] = {}
        self.relationship_values: dict[str, PropertyDelta] = {}
        self.added: AddedRelationships = AddedRelationships()
        self.label_counts: dict[str, int] = {}
        self.type_counts: dict[int, int] = {}
        self.node_count: int = 0
        self.relationship_count: int = 0
        self.derived: dict[Hashable, tuple[Any, Any]] = {}
        self._count(tables)

    def _count(self, tables: Tables) -> None:
        labels, types = tables.counts
        self.node_count = sum(labels)
        for code, count in enumerate(labels):
            for label in tables.label_sets.sets[code]:
                self.label_counts[label] = self.label_counts.get(label, 0) + count
        self.relationship_count = sum(types)
        self.type_counts = dict(enumerate(types))

    def fork(self) -> Delta:
        """Return a copy; writes to it do not affect this one."""
        copy = Delta.__new__(Delta)
        for name in Delta.__slots__:
            setattr(copy, name, getattr(self, name))
        copy.dead_nodes = self.dead_nodes.copy()
        copy.dead_relationships = self.dead_relationships.copy()
        copy.labels = self.labels.copy()
        copy.node_values = self.node_values.copy()
        copy.relationship_values = self.relationship_values.copy()
        copy.label_counts = self.label_counts.copy()
        copy.type_counts = self.type_counts.copy()
        copy.derived = self.derived.copy()
        return copy

    def restored(self, later: Delta, no_labels: int) -> Delta:
        """Return a copy without the writes made ``later``.

        Slots are never reused: nodes and relationships created since count as deleted.

        Args:
            later: the delta that this one has become.
            no_labels: the code of the empty label set.
        """
        copy = self.fork()
        created = range(self.node_slots, later.node_slots)
        copy.labels.update(dict.fromkeys(created, no_labels))
        copy.dead_nodes.update(created)
        copy.dead_relationships.update(range(self.relationship_slots, later.relationship_slots))
        copy.node_slots, copy.relationship_slots = later.node_slots, later.relationship_slots
        copy.operations = later.operations
        copy.nodes_version = later.nodes_version + 1
        copy.relationships_version = later.relationships_version + 1
        return copy

    def writable(self, deltas: dict[str, PropertyDelta], key: str) -> PropertyDelta:
        """Return the delta of a property that may be written to; fork it if an older reader holds it."""
        delta = deltas.get(key)
        if delta is None:
            delta = deltas[key] = PropertyDelta(self)
        elif delta.owner is not self:
            delta = deltas[key] = delta.fork(self)
        return delta


def mask_of(slots: Iterable[int], length: int) -> BoolArray:
    """Return a mask that is true at ``slots``."""
    mask = np.zeros(length, dtype=np.bool_)
    mask[list(slots)] = True
    return mask
