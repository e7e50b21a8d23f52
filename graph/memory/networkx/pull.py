"""Applies changes made to a NetworkX graph to the columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sociogram.graph.memory.describing import has_descriptions, is_hidden, may_describe
from sociogram.graph.memory.networkx import attributes as rules
from sociogram.graph.memory.networkx.keys import NetworkXKeys
from sociogram.graph.memory.networkx.to_networkx import is_key
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.transaction import Transaction
from sociogram.graph.model import Direction
from sociogram.graph.reserved_names import with_labels


def pull_changes(
    graph: Any,
    keys: NetworkXKeys,
    writes: Transaction,
    nodes: Iterable[Any],
    pairs: Iterable[tuple[Any, Any]],
) -> None:
    """Write the differences between a NetworkX graph and the columns.

    Args:
        graph: the NetworkX graph.
        keys: the keys of its nodes and edges; updated.
        writes: the transaction that writes to the columns.
        nodes: the keys of nodes that may have changed.
        pairs: the keys of two nodes between which edges may have changed.
    """
    pull = _Pull(graph, keys, writes)
    removed = [slot for key in nodes if (slot := pull.node(key)) is not None]
    for start, end in pairs:
        if start in keys.slots and end in keys.slots:
            pull.pair(start, end)
    for slot in removed:
        for relationship in writes.snapshot.expand_one(slot, Direction.BOTH)[0]:
            writes.delete_relationship(relationship)
        writes.delete_node(slot)
        keys.remove_node(slot)


def show_if_meant(graph: Any, keys: NetworkXKeys, snapshot: Snapshot, slot: int, key: Any) -> bool:
    """Return whether a new key refers to a hidden node; if so, add the node's attributes to the graph.

    A new node with the same id but other labels is a different node.
    """
    attributes = graph._node[key]
    labels = rules.labels_of(attributes, label_is_name=keys.label_is_name)
    if key in keys.slots or not is_hidden(snapshot, slot) or (labels and not may_describe(labels)):
        return False
    found = with_labels(snapshot.node_properties(slot), snapshot.node_labels(slot))
    for name, value in found.items():
        attributes.setdefault(name, value)
    return True


class _Pull:
    """One transfer of changes from a NetworkX graph."""

    def __init__(self, graph: Any, keys: NetworkXKeys, writes: Transaction) -> None:
        self._graph = graph
        self._keys = keys
        self._writes = writes
        self._between: dict[int, dict[int, dict[Any, int]]] = {}  # relationships by start, end and key

    def node(self, key: Any) -> int | None:
        """Write a node; return its slot if it must be removed after its relationships."""
        slot = self._keys.slots.get(key)
        if key not in self._graph._node:
            return slot
        if slot is None:
            slot = self._hidden(key)
        attributes = self._graph._node[key]
        labels = rules.labels_of(attributes, label_is_name=self._keys.label_is_name)
        properties = rules.node_properties_of(attributes, key, keyless=slot in self._keys.generated)
        if slot is None:
            self._keys.add_node(self._writes.create_node(labels, properties), key)
            return None
        held = self._writes.snapshot.node_labels(slot)
        for label in labels:
            self._writes.add_label(slot, label)
        for label in held:
            if label not in labels:
                self._writes.remove_label(slot, label)
        for name, value in _differences(self._writes.snapshot.node_properties(slot), properties):
            self._writes.set_node_property(slot, name, value)
        return None

    def _hidden(self, key: Any) -> int | None:
        """Return the hidden node whose id is a new key, and record the key."""
        snapshot = self._writes.snapshot
        if is_key(key) and has_descriptions(snapshot):
            for slot in snapshot.nodes_with_value("id", key).tolist():
                is_free = self._keys.node(slot) is None
                if is_free and show_if_meant(self._graph, self._keys, snapshot, slot, key):
                    self._keys.add_node(slot, key)
                    return int(slot)
        return None

    def pair(self, start: Any, end: Any) -> None:
        """Write the edges between two nodes."""
        graph, writes = self._graph, self._writes
        first, last = self._keys.slots[start], self._keys.slots[end]
        between = dict(self._known(first).get(last, {}))
        if not graph.is_directed() and first != last:
            between |= self._known(last).get(first, {})
        found = graph._adj[start].get(end) if start in graph._adj else None
        edges = {} if found is None else found if graph.is_multigraph() else {rules.ONLY_EDGE: found}
        for key, slot in between.items():
            if key not in edges:
                self._delete(slot, key)
        for key, attributes in edges.items():
            old = between.get(key)
            name = rules.type_of(attributes, key)
            properties = rules.edge_properties_of(attributes)
            if old is not None and writes.snapshot.type_name(old) == name:
                for one, value in _differences(writes.snapshot.relationship_properties(old), properties):
                    writes.set_relationship_property(old, one, value)
                continue
            ends = first, last
            if old is not None:  # a type never changes: create another relationship
                ends = writes.snapshot.start_of(old), writes.snapshot.end_of(old)
                self._delete(old, key)
            slot = writes.create_relationship(*ends, name, properties)
            self._keys.add_edge(slot, key)
            self._known(ends[0]).setdefault(ends[1], {})[key] = slot

    def _known(self, node: int) -> dict[int, dict[Any, int]]:
        """Return the relationships that start at a node, by neighbour and key."""
        found = self._between.get(node)
        if found is None:
            found = self._between[node] = {}
            for slot, end in zip(*self._writes.snapshot.expand_one(node, Direction.OUTGOING), strict=True):
                found.setdefault(end, {})[self._keys.edges[slot]] = slot
        return found

    def _delete(self, slot: int, key: Any) -> None:
        snapshot = self._writes.snapshot
        first, last = snapshot.start_of(slot), snapshot.end_of(slot)
        self._writes.delete_relationship(slot)
        self._keys.edges[slot] = None
        for start, end in ((first, last), (last, first)):
            edges = self._between.get(start, {}).get(end, {})
            if edges.get(key) == slot:
                del edges[key]


def _differences(held: dict[str, Any], wanted: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the properties to write, with None for those to remove, to turn ``held`` into ``wanted``."""
    removed: list[tuple[str, Any]] = [(name, None) for name in held if name not in wanted]
    return removed + [
        (name, value)
        for name, value in wanted.items()
        if (old := held.get(name)) is not value and (type(old) is not type(value) or old != value)
    ]
