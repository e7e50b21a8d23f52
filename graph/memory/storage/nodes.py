"""Nodes: the part of a snapshot that reads their labels and properties."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    Column,
    ConstantColumn,
    DictionaryColumn,
    IntArray,
    ObjectColumn,
    RowIndices,
    integers_for,
)
from sociogram.graph.columns.patch import patch
from sociogram.graph.memory.storage.delta import PropertyDelta
from sociogram.graph.memory.storage.neighbours import AdjacencyView
from sociogram.graph.memory.storage.property_values import still_equal, value_at, values_at


class NodeView(AdjacencyView):
    """The nodes of a graph at one moment, by slot."""

    __slots__ = ()

    @property
    def node_count(self) -> int:
        """The number of nodes."""
        return self._changes.node_count

    def is_node(self, slot: int) -> bool:
        """Return whether a slot holds a node."""
        dead = self._tables.dead_nodes
        if slot in self._changes.dead_nodes or not 0 <= slot < self._changes.node_slots:
            return False
        return dead is None or slot >= len(dead) or not dead[slot]

    def all_nodes(self) -> IntArray:
        """Return the slots of all nodes, ascending."""
        return self._derived("nodes", self._changes.nodes_version, self._all_nodes)

    def _all_nodes(self) -> IntArray:
        if self.node_count == self.node_slots:
            return np.arange(self.node_slots, dtype=np.int64)
        return np.flatnonzero(self._label_codes() >= 0)

    def _label_codes(self) -> IntArray:
        """Return the code of each node's label set; -1 at holes."""
        return self._derived("labels", self._changes.nodes_version, self._patch_label_codes)

    def _patch_label_codes(self) -> IntArray:
        tables, changes = self._tables, self._changes
        codes = np.empty(changes.node_slots, dtype=np.int64)
        codes[: tables.node_slots] = tables.label_codes
        if changes.labels:
            codes[list(changes.labels)] = list(changes.labels.values())
        if tables.dead_nodes is not None:
            codes[: tables.node_slots][tables.dead_nodes] = -1
        if changes.dead_nodes:
            codes[list(changes.dead_nodes)] = -1
        return codes

    def label_mask(self, label: str) -> BoolArray:
        """Return, for each slot, whether it holds a node with ``label``."""
        return self._derived(("mask", label), self._changes.nodes_version, lambda: self._label_mask(label))

    def _label_mask(self, label: str) -> BoolArray:
        # One more entry for holes, whose code is -1.
        table = np.array([label in labels for labels in self._tables.label_sets.sets] + [False])
        mask: BoolArray = table[self._label_codes()]
        return mask

    def nodes_with_label(self, label: str) -> IntArray:
        """Return the slots of the nodes with ``label``, ascending."""
        if not self.label_count(label):
            return np.zeros(0, dtype=np.int64)
        if self.every_node_has(label):
            return self.all_nodes()
        return self._derived(
            ("label", label), self._changes.nodes_version, lambda: np.flatnonzero(self.label_mask(label))
        )

    def nodes_matching(self, what: Hashable, mask: Callable[[], BoolArray]) -> IntArray:
        """Return the slots of the nodes in a mask, ascending; cached until another mask is requested.

        Args:
            what: identifies the mask.
            mask: returns it, by slot; its values at holes do not matter.
        """

        def make() -> IntArray:
            if self.node_count == self.node_slots:
                return np.flatnonzero(mask())
            nodes = self.all_nodes()
            return nodes[mask()[nodes]]

        return self._derived("matching", (self._changes.nodes_version, what), make)

    def label_count(self, label: str) -> int:
        """Return the number of nodes with ``label``."""
        return self._changes.label_counts.get(label, 0)

    def every_node_has(self, label: str) -> bool:
        """Return whether all nodes have ``label``, as is common for ``Entity``."""
        return self.label_count(label) == self.node_count

    def node_labels(self, slot: int) -> tuple[str, ...]:
        """Return a node's labels in alphabetical order."""
        return self._tables.label_sets.sets[self._label_code(slot)]

    def labels_by_slot(self) -> DictionaryColumn:
        """Return each node's labels as an alphabetical list, by slot; null at holes."""

        def make() -> DictionaryColumn:
            sets = self._tables.label_sets.sets
            codes = self._label_codes().astype(integers_for(-1, len(sets)))
            return DictionaryColumn(codes, ObjectColumn.of([list(labels) for labels in sets]).values)

        return self._derived("label lists", self._changes.nodes_version, make)

    def _label_code(self, slot: int) -> int:
        code = self._changes.labels.get(slot)
        return self._tables.label_code_of(slot) if code is None else code

    def node_property(self, key: str) -> Column:
        """Return a property of all nodes, by slot."""
        column = self._tables.node_columns.get(key)
        return self._column(column, self._changes.node_values.get(key), self.node_slots, ("node", key))

    def node_property_value(self, slot: int, key: str) -> Any:
        """Return one property of one node; None if it does not have it."""
        return value_at(self._tables.node_columns.get(key), self._changes.node_values.get(key), slot)

    def node_property_values(self, slots: list[int], key: str) -> list[Any]:
        """Return one property of a few nodes; None for -1."""
        base, delta = self._tables.node_columns.get(key), self._changes.node_values.get(key)
        if base is None or delta is not None or self._changes.node_slots > len(base) or -1 in slots:
            return [None if slot < 0 else value_at(base, delta, slot) for slot in slots]
        return base.values_at(slots)

    def node_properties(self, slot: int) -> dict[str, Any]:
        """Return a node's properties."""
        return values_at(self._tables.node_columns, self._changes.node_values, slot)

    def _column(
        self, base: Column | None, delta: PropertyDelta | None, length: int, name: Hashable
    ) -> Column:
        if delta is not None:
            return delta.column(base, length)
        if base is None:
            return ConstantColumn(None, length)
        if len(base) == length:
            return base
        return self._derived(name, length, lambda: patch(base, length, {}))

    def nodes_with_value(self, key: str, value: Any, label: str | None = None) -> IntArray:
        """Return the nodes whose property equals ``value`` by Cypher's rules, ascending."""
        return np.asarray(self.found_nodes(key, value, label), dtype=np.int64)

    def found_nodes(self, key: str, value: Any, label: str | None = None) -> RowIndices:
        """Return the same nodes as ``nodes_with_value``; as a list if there are few."""
        lookup = self._tables.lookup(key)
        found: RowIndices = [] if lookup is None else lookup.found(value)
        delta = self._changes.node_values.get(key)
        if delta is not None and delta.changes:
            found = still_equal(found, delta, value)
        whole = self.node_count == self.node_slots
        if label is not None and whole and self.every_node_has(label):
            label = None
        if isinstance(found, list):
            if not whole:
                found = [slot for slot in found if self.is_node(slot)]
            return found if label is None else [slot for slot in found if label in self.node_labels(slot)]
        if label is not None:
            return found[self.label_mask(label)[found]]
        return found if whole else found[self._label_codes()[found] >= 0]

    def nodes_with_texts(
        self, key: str, texts: Sequence[str], label: str | None = None
    ) -> tuple[IntArray, IntArray] | None:
        """Look up many strings of one property at once.

        Returns:
            The position in ``texts`` of each node found, and the node, in the order of one look-up after
            another. None if this is not possible because the property was written to or has values that are
            not strings; call ``nodes_with_value`` for each string then.
        """
        delta = self._changes.node_values.get(key)
        lookup = self._tables.lookup(key)
        if lookup is None or (delta is not None and delta.changes):
            return None
        found = lookup.find_texts(texts)
        if found is None:
            return None
        positions, nodes = found
        if label is None and self.node_count == self.node_slots:
            return positions, nodes
        remaining = self._label_codes()[nodes] >= 0 if label is None else self.label_mask(label)[nodes]
        return positions[remaining], nodes[remaining]
