"""Applies changes made to the columns to a NetworkX graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sociogram.graph.memory.describing import is_hidden
from sociogram.graph.memory.networkx import attributes as rules
from sociogram.graph.memory.networkx.keys import NetworkXKeys
from sociogram.graph.memory.networkx.to_networkx import fresh_key, is_key
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.reserved_names import LABELS, with_labels, with_type

LABELS_CHANGED = object()
"""Stands for a node's labels among the names of changed properties."""


def push_changes(
    graph: Any,
    keys: NetworkXKeys,
    snapshot: Snapshot,
    nodes: Mapping[int, set[Any]],
    edges: Mapping[int, set[str]],
) -> None:
    """Write nodes and relationships of a snapshot into a NetworkX graph.

    Args:
        graph: the NetworkX graph.
        keys: the keys of its nodes and edges; updated.
        snapshot: the columns.
        nodes: the changed nodes, each with its changed properties, or ``LABELS_CHANGED``.
        edges: the changed relationships, likewise.
    """
    push = _Push(graph, keys, snapshot)
    removed = [slot for slot, names in nodes.items() if push.node(slot, names)]
    for slot, names in edges.items():
        push.edge(slot, names)
    for slot in [*removed, *push.hidden_again(edges)]:
        graph.remove_node(keys.nodes[slot])
        keys.remove_node(slot)


class _Push:
    """One transfer of changes to a NetworkX graph."""

    def __init__(self, graph: Any, keys: NetworkXKeys, snapshot: Snapshot) -> None:
        self._graph = graph
        self._keys = keys
        self._snapshot = snapshot

    def node(self, slot: int, names: set[Any]) -> bool:
        """Write a node; return True if it must be removed after its edges."""
        snapshot = self._snapshot
        key = self._keys.node(slot)
        if not snapshot.is_node(slot):
            return key is not None
        if key is None:
            if not is_hidden(snapshot, slot):
                self._add_node(slot)
            return False
        attributes = self._graph._node[key]
        for name in names:
            if name is LABELS_CHANGED:
                attributes[LABELS] = snapshot.node_labels(slot)
            else:
                value = snapshot.node_property_value(slot, name)
                _write(attributes, rules.node_attribute(name), value)
                if name == "id" and value is None:
                    self._keys.generated.add(slot)
        return False

    def _add_node(self, slot: int) -> None:
        properties = self._snapshot.node_properties(slot)
        key = properties.get("id")
        if key is None:
            self._keys.generated.add(slot)
        if not is_key(key) or key in self._graph._node:
            key = fresh_key(slot, self._graph._node)
        self._graph.add_node(key)
        self._graph._node[key].update(with_labels(properties, self._snapshot.node_labels(slot)))
        self._keys.add_node(slot, key)

    def edge(self, slot: int, names: set[str]) -> None:
        """Write a relationship, or remove it."""
        snapshot, key = self._snapshot, self._keys.edge(slot)
        if key is None:
            if snapshot.is_relationship(slot):
                self._add_edge(slot)
            return
        start = self._keys.nodes[snapshot.start_of(slot)]
        end = self._keys.nodes[snapshot.end_of(slot)]
        is_multigraph = self._graph.is_multigraph()
        if not snapshot.is_relationship(slot):
            self._graph.remove_edge(start, end, *([key] if is_multigraph else []))
            self._keys.edges[slot] = None
            return
        edges = self._graph._adj[start][end]
        attributes = edges[key] if is_multigraph else edges
        for name in names:
            _write(attributes, rules.edge_attribute(name), snapshot.relationship_property_value(slot, name))

    def _add_edge(self, slot: int) -> None:
        graph, snapshot = self._graph, self._snapshot
        ends = snapshot.start_of(slot), snapshot.end_of(slot)
        for node in ends:
            if self._keys.node(node) is None:  # a hidden source or relation type
                self._add_node(node)
                self._keys.shown.add(node)
        start, end = (self._keys.nodes[node] for node in ends)
        properties = snapshot.relationship_properties(slot)
        attributes = with_type(properties, snapshot.type_name(slot))
        if not graph.is_multigraph():
            graph.add_edge(start, end)
            graph._adj[start][end].update(attributes)
            self._keys.add_edge(slot, rules.ONLY_EDGE)
            return
        key = properties.get("id")
        if not is_key(key) or graph.has_edge(start, end, key):
            key = graph.new_edge_key(start, end)
        graph.add_edge(start, end, key)
        graph._adj[start][end][key].update(attributes)
        self._keys.add_edge(slot, key)

    def hidden_again(self, edges: Iterable[int]) -> list[int]:
        """Return the shown sources and relation types that have just lost their last relationship."""
        snapshot, shown = self._snapshot, self._keys.shown
        if not shown:
            return []
        gone = [slot for slot in edges if not snapshot.is_relationship(slot)]
        ends = {end for slot in gone for end in (snapshot.start_of(slot), snapshot.end_of(slot))}
        hidden = [slot for slot in ends & shown if snapshot.is_node(slot) and is_hidden(snapshot, slot)]
        shown.difference_update(hidden)
        return hidden


def _write(attributes: Any, name: str, value: Any) -> None:
    if value is None:
        attributes.pop(name, None)
    else:
        attributes[name] = value
