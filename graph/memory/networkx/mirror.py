"""A NetworkX graph that mirrors the columns: a change to either is applied to the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sociogram.graph.columns import ConstantColumn
from sociogram.graph.columns.patch import patch
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.errors import StoreError
from sociogram.graph.memory.describing import describing_nodes, has_descriptions, is_hidden, may_describe
from sociogram.graph.memory.networkx import attributes as rules
from sociogram.graph.memory.networkx.change_log import ChangeLog, Inbox
from sociogram.graph.memory.networkx.from_networkx import Read, read_networkx
from sociogram.graph.memory.networkx.instrument import SharedDict, can_track, instrument
from sociogram.graph.memory.networkx.to_networkx import build_networkx, fresh_key, is_key
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.transaction import Transaction
from sociogram.graph.model import Direction
from sociogram.graph.reserved_names import LABELS, with_labels, with_type

_REREAD_AT_LEAST = 10_000
"""If more nodes and pairs than this have changed, and more than half of the graph, all of it is read again.
"""


Known = dict[int, dict[int, dict[Any, int]]]
"""Relationships by start, end and key."""


class NetworkXMirror:
    """A NetworkX graph and how it maps to the columns.

    ``node_keys`` and ``edge_keys`` hold the NetworkX key of each slot; ``keyless`` are the slots of nodes
    whose key was generated and is not their ``id``. Sources and relation types that describe ties are only in
    the columns, unless the user has put them into the NetworkX graph; ``shown`` are those that are in it
    because a relationship connects them.
    """

    __slots__ = (
        "__weakref__",
        "_edges_touched",
        "_held",
        "_inbox",
        "_multi",
        "_nodes_touched",
        "_pulling",
        "edge_keys",
        "graph",
        "keyless",
        "node_keys",
        "shown",
        "slots",
    )

    def __init__(self, graph: Any) -> None:
        self.graph: Any = graph
        self.node_keys: list[Any] = []
        self.edge_keys: list[Any] = []
        self.keyless: set[int] = set()
        self.shown: set[int] = set()
        self.slots: dict[Any, int] = {}
        self._inbox: Inbox | None = None
        self._held: list[SharedDict] = []
        self._multi = bool(graph.is_multigraph())
        self._pulling = False
        self._nodes_touched: dict[int, set[Any]] = {}
        self._edges_touched: dict[int, set[str]] = {}

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot) -> NetworkXMirror:
        """Build a NetworkX graph of a snapshot."""
        with gc_paused():
            built = build_networkx(snapshot)
            mirror = cls(built.graph)
            mirror.keyless = built.keyless
            mirror._know(built.node_keys, built.edge_keys)
            found = np.flatnonzero(describing_nodes(snapshot)).tolist()
            mirror.shown = {slot for slot in found if built.node_keys[slot] is not None}
        mirror._listen(built.log, [])
        return mirror

    @classmethod
    def of_graph(cls, graph: Any, state: GraphState) -> NetworkXMirror:
        """Mirror a user's graph, and read it into an empty state.

        Raises:
            StoreError: the object is not a NetworkX graph.
        """
        if not hasattr(graph, "_adj") or not hasattr(graph, "_node"):
            raise StoreError(
                f"{type(graph).__name__} is not a networkx graph. "
                "Give a networkx Graph, DiGraph, MultiGraph or MultiDiGraph."
            )
        mirror = cls(graph)
        read = mirror._read(state)
        if can_track(graph):
            with gc_paused():
                mirror._listen(*instrument(graph, read))
        return mirror

    def _listen(self, log: ChangeLog, held: list[SharedDict]) -> None:
        self._inbox = log.subscribe(self)
        self._held = held

    def _know(self, node_keys: list[Any], edge_keys: list[Any]) -> None:
        self.node_keys = node_keys
        self.edge_keys = edge_keys
        self.slots = {key: slot for slot, key in enumerate(node_keys) if key is not None}

    def _read(self, state: GraphState) -> Read:
        """Read the whole graph into the state; all slots are new."""
        made_up = {self.node_keys[slot] for slot in self.keyless}
        with gc_paused():
            read = read_networkx(self.graph)
            self._know(read.node_keys, read.edge_keys)
        self.shown = set()
        self.keyless = {slot for slot, key in enumerate(read.node_keys) if key in made_up}
        ids = read.tables.node_columns.get("id", ConstantColumn(None, 0))
        nameless = {
            slot: None for slot in self.keyless if self.graph._node[read.node_keys[slot]].get("id") is None
        }
        if nameless:
            read.tables.node_columns["id"] = patch(ids, len(ids), nameless)
        state.replace(read.tables)
        return read

    def _read_again(self, state: GraphState) -> Read:
        """Read the whole graph into the state; of the old state, only hidden nodes stay."""
        hidden = []
        for slot in state.live.all_nodes().tolist():
            if self._key_of(slot) is not None:
                continue
            own = state.live.node_property_value(slot, "id")
            if not (is_key(own) and own in self.graph._node and self._is_asked_for(state.live, slot, own)):
                hidden.append((state.live.node_labels(slot), state.live.node_properties(slot)))
        read = self._read(state)
        self._pulling = True
        try:
            writes = Transaction(state, checked=False)
            for labels, properties in hidden:
                writes.create_node(labels, properties)
        finally:
            self._pulling = False
        return read

    def _key_of(self, slot: int) -> Any:
        """Return the NetworkX key of a node, or None if it is only in the columns."""
        return self.node_keys[slot] if slot < len(self.node_keys) else None

    # From networkx to the columns

    def pull(self, state: GraphState) -> None:
        """Apply the changes made to the NetworkX graph to the columns."""
        inbox = self._inbox
        if inbox is None:
            self._read(state)
            return
        if self._held:
            self._look_at_held(inbox)
        if not inbox:
            return
        size = len(inbox.nodes) + len(inbox.pairs)
        whole = size > _REREAD_AT_LEAST and 2 * size > state.live.node_slots + state.live.relationship_slots
        if inbox.all or whole:
            again = inbox.all
            inbox.clear()
            read = self._read_again(state)
            if again:
                with gc_paused():
                    self._held = instrument(self.graph, read, again=True)[1]
            return
        nodes, pairs = inbox.nodes, inbox.pairs
        inbox.clear()
        self._pulling = True
        try:
            self._pull(Transaction(state, checked=False), nodes, pairs)
        finally:
            self._pulling = False

    def _look_at_held(self, inbox: Inbox) -> None:
        for held in self._held:
            if held.attributes != held.seen:
                held.seen.clear()
                held.seen.update(held.attributes)
                if held.node:
                    inbox.nodes[held.start] = None
                else:
                    inbox.pairs[held.start, held.end] = None

    def _pull(self, writes: Transaction, nodes: dict[Any, None], pairs: dict[tuple[Any, Any], None]) -> None:
        removed = []
        for key in nodes:
            slot = self.slots.get(key)
            if key in self.graph._node:
                self._pull_node(writes, key, slot)
            elif slot is not None:
                removed.append((key, slot))
        known: Known = {}
        for start, end in pairs:
            if start in self.slots and end in self.slots:
                self._pull_pair(writes, start, end, known)
        for key, slot in removed:
            for relationship in writes.snapshot.expand_one(slot, Direction.BOTH)[0]:
                writes.delete_relationship(relationship)
            writes.delete_node(slot)
            del self.slots[key]
            self.node_keys[slot] = None
            self.keyless.discard(slot)

    def _hidden(self, snapshot: Snapshot, key: Any) -> int | None:
        """Return the hidden node whose id is a new key of the NetworkX graph."""
        if is_key(key) and has_descriptions(snapshot):
            for slot in snapshot.nodes_with_value("id", key).tolist():
                if self._key_of(slot) is None and self._is_asked_for(snapshot, slot, key):
                    return int(slot)
        return None

    def _is_asked_for(self, snapshot: Snapshot, slot: int, key: Any) -> bool:
        """Return whether a new key means a hidden node; if so, add the node's attributes to the graph.

        A new node with the same id but other labels is a different node.
        """
        attributes = self.graph._node[key]
        labels = rules.labels_of(attributes)
        if key in self.slots or not is_hidden(snapshot, slot) or (labels and not may_describe(labels)):
            return False
        found = with_labels(snapshot.node_properties(slot), snapshot.node_labels(slot))
        for name, value in found.items():
            attributes.setdefault(name, value)
        return True

    def _pull_node(self, writes: Transaction, key: Any, slot: int | None) -> None:
        if slot is None:
            slot = self._hidden(writes.snapshot, key)
            if slot is not None:
                self._name_node(slot, key)
        attributes = self.graph._node[key]
        labels = rules.labels_of(attributes)
        properties = rules.node_properties_of(attributes, key, keyless=slot in self.keyless)
        if slot is None:
            self._name_node(writes.create_node(labels, properties), key)
            return
        held = writes.snapshot.node_labels(slot)
        for label in labels:
            writes.add_label(slot, label)
        for label in held:
            if label not in labels:
                writes.remove_label(slot, label)
        for name, value in _differences(writes.snapshot.node_properties(slot), properties):
            writes.set_node_property(slot, name, value)

    def _pull_pair(self, writes: Transaction, start: Any, end: Any, known: Known) -> None:
        first, last = self.slots[start], self.slots[end]
        between = dict(self._known(writes.snapshot, first, known).get(last, {}))
        if not self.graph.is_directed() and first != last:
            between |= self._known(writes.snapshot, last, known).get(first, {})
        found = self.graph._adj[start].get(end) if start in self.graph._adj else None
        edges = {} if found is None else found if self._multi else {rules.ONLY_EDGE: found}
        for key, slot in between.items():
            if key not in edges:
                writes.delete_relationship(slot)
                self._forget_edge(writes.snapshot, slot, key, known)
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
                writes.delete_relationship(old)
                self._forget_edge(writes.snapshot, old, key, known)
            slot = writes.create_relationship(*ends, name, properties)
            self._name_edge(slot, key)
            known[ends[0]].setdefault(ends[1], {})[key] = slot

    def _known(self, snapshot: Snapshot, node: int, known: Known) -> dict[int, dict[Any, int]]:
        """Return the relationships that start at a node, by neighbour and key."""
        found = known.get(node)
        if found is None:
            found = known[node] = {}
            for slot, neighbour in zip(*snapshot.expand_one(node, Direction.OUTGOING), strict=True):
                found.setdefault(neighbour, {})[self.edge_keys[slot]] = slot
        return found

    def _forget_edge(self, snapshot: Snapshot, slot: int, key: Any, known: Known) -> None:
        first, last = snapshot.start_of(slot), snapshot.end_of(slot)
        self.edge_keys[slot] = None
        for edges in (known.get(first, {}).get(last, {}), known.get(last, {}).get(first, {})):
            if edges.get(key) == slot:
                del edges[key]

    def _name_node(self, slot: int, key: Any) -> None:
        self.node_keys += [None] * (slot + 1 - len(self.node_keys))
        self.node_keys[slot] = key
        self.slots[key] = slot

    def _name_edge(self, slot: int, key: Any) -> None:
        self.edge_keys += [None] * (slot + 1 - len(self.edge_keys))
        self.edge_keys[slot] = key

    # From the columns to networkx

    def need_writable(self) -> None:
        """Check that the graph can be written to.

        Raises:
            StoreError: it is frozen, a view, or does not store its edges in dictionaries.
        """
        if self._inbox is None or getattr(self.graph, "frozen", False):
            raise StoreError(
                "This networkx graph is frozen, a view of another graph, or stores its edges in its own "
                "structures, and cannot be written to. Open a copy: graph.copy()."
            )

    def check_room(self, snapshot: Snapshot, start: int, end: int) -> None:
        """Check that a relationship can be added between two nodes.

        Raises:
            StoreError: the graph allows one edge between two nodes, and these have one.
        """
        if self._multi or self._pulling:
            return
        taken = end in snapshot.expand_one(start, Direction.OUTGOING)[1]
        if not taken and not self.graph.is_directed():
            taken = start in snapshot.expand_one(end, Direction.OUTGOING)[1]
        if taken:
            raise StoreError(
                f"A {type(self.graph).__name__} holds one edge between two nodes, and these two have one. "
                "Open a networkx.MultiDiGraph(graph) instead."
            )

    def node_touched(self, slot: int, key: str | None, *, labels: bool) -> None:
        """Record that a node was created, deleted or changed in the columns."""
        if not self._pulling:
            touched = self._nodes_touched.setdefault(slot, set())
            if labels:
                touched.add(_LABELS_TOUCHED)
            elif key is not None:
                touched.add(key)

    def relationship_touched(self, slot: int, key: str | None) -> None:
        """Record that a relationship was created, deleted or changed in the columns."""
        if not self._pulling:
            touched = self._edges_touched.setdefault(slot, set())
            if key is not None:
                touched.add(key)

    def push(self, snapshot: Snapshot) -> None:
        """Apply the changes made to the columns to the NetworkX graph."""
        inbox = self._inbox
        if inbox is None or not (self._nodes_touched or self._edges_touched):
            return
        nodes, edges = self._nodes_touched, self._edges_touched
        self._nodes_touched, self._edges_touched = {}, {}
        inbox.muted = True
        try:
            removed = [slot for slot, touched in nodes.items() if self._push_node(snapshot, slot, touched)]
            for slot, names in edges.items():
                self._push_edge(snapshot, slot, names)
            for slot in [*removed, *self._left(snapshot, edges)]:
                key = self.node_keys[slot]
                self.graph.remove_node(key)
                del self.slots[key]
                self.node_keys[slot] = None
                self.keyless.discard(slot)
        finally:
            inbox.muted = False

    def _left(self, snapshot: Snapshot, edges: Iterable[int]) -> list[int]:
        """Return the shown sources and relation types that no relationship connects any more."""
        if not self.shown:
            return []
        gone = [slot for slot in edges if not snapshot.is_relationship(slot)]
        ends = {end for slot in gone for end in (snapshot.start_of(slot), snapshot.end_of(slot))}
        left = [slot for slot in ends & self.shown if snapshot.is_node(slot) and is_hidden(snapshot, slot)]
        self.shown.difference_update(left)
        return left

    def _push_node(self, snapshot: Snapshot, slot: int, touched: set[Any]) -> bool:
        """Write a node; return True if it must be removed after its edges."""
        key = self._key_of(slot)
        if not snapshot.is_node(slot):
            return key is not None
        if key is None:
            if not is_hidden(snapshot, slot):
                self._add_node(snapshot, slot)
            return False
        attributes = self.graph._node[key]
        for name in touched:
            if name is _LABELS_TOUCHED:
                attributes[LABELS] = snapshot.node_labels(slot)
            else:
                value = snapshot.node_property_value(slot, name)
                _write(attributes, rules.node_attribute(name), value)
                if name == "id" and value is None:
                    self.keyless.add(slot)
        return False

    def _add_node(self, snapshot: Snapshot, slot: int) -> None:
        properties = snapshot.node_properties(slot)
        key = properties.get("id")
        if key is None:
            self.keyless.add(slot)
        if not is_key(key) or key in self.graph._node:
            key = fresh_key(slot, self.graph._node)
        self.graph.add_node(key)
        self.graph._node[key].update(with_labels(properties, snapshot.node_labels(slot)))
        self._name_node(slot, key)

    def _push_edge(self, snapshot: Snapshot, slot: int, touched: set[str]) -> None:
        known = slot < len(self.edge_keys) and self.edge_keys[slot] is not None
        if not snapshot.is_relationship(slot):
            if known:
                self._remove_edge(
                    self.node_keys[snapshot.start_of(slot)], self.node_keys[snapshot.end_of(slot)], slot
                )
            return
        if not known:
            self._add_edge(snapshot, slot)
            return
        start, end = self.node_keys[snapshot.start_of(slot)], self.node_keys[snapshot.end_of(slot)]
        edges = self.graph._adj[start][end]
        attributes = edges[self.edge_keys[slot]] if self._multi else edges
        for name in touched:
            _write(attributes, rules.edge_attribute(name), snapshot.relationship_property_value(slot, name))

    def _add_edge(self, snapshot: Snapshot, slot: int) -> None:
        start, end = snapshot.start_of(slot), snapshot.end_of(slot)
        for node in (start, end):
            if self._key_of(node) is None:  # a source that has had no relationship
                self._add_node(snapshot, node)
                self.shown.add(node)
        start, end = self.node_keys[start], self.node_keys[end]
        properties = snapshot.relationship_properties(slot)
        attributes = with_type(properties, snapshot.type_name(slot))
        if not self._multi:
            self.graph.add_edge(start, end)
            self.graph._adj[start][end].update(attributes)
            self._name_edge(slot, rules.ONLY_EDGE)
            return
        key = properties.get("id")
        if not is_key(key) or self.graph.has_edge(start, end, key):
            key = self.graph.new_edge_key(start, end)
        self.graph.add_edge(start, end, key)
        self.graph._adj[start][end][key].update(attributes)
        self._name_edge(slot, key)

    def _remove_edge(self, start: Any, end: Any, slot: int) -> None:
        if self._multi:
            self.graph.remove_edge(start, end, self.edge_keys[slot])
        else:
            self.graph.remove_edge(start, end)
        self.edge_keys[slot] = None


_LABELS_TOUCHED = object()


def _write(attributes: Any, name: str, value: Any) -> None:
    if value is None:
        attributes.pop(name, None)
    else:
        attributes[name] = value


def _differences(held: dict[str, Any], wanted: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the properties to write, with None for those to remove, to turn ``held`` into ``wanted``."""
    removed: list[tuple[str, Any]] = [(name, None) for name in held if name not in wanted]
    return removed + [
        (name, value)
        for name, value in wanted.items()
        if (old := held.get(name)) is not value and (type(old) is not type(value) or old != value)
    ]
