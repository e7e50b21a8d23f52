"""A NetworkX graph that mirrors the columns: a change to either is applied to the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from sociogram.graph.columns import ConstantColumn
from sociogram.graph.columns.patch import patch
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.errors import StoreError
from sociogram.graph.memory.describing import describing_nodes
from sociogram.graph.memory.networkx.change_log import ChangeLog, Inbox
from sociogram.graph.memory.networkx.from_networkx import Read, read_networkx
from sociogram.graph.memory.networkx.instrument import SharedDict, can_track, instrument
from sociogram.graph.memory.networkx.keys import NetworkXKeys
from sociogram.graph.memory.networkx.pull import pull_changes, show_if_meant
from sociogram.graph.memory.networkx.push import LABELS_CHANGED, push_changes
from sociogram.graph.memory.networkx.to_networkx import build_networkx, is_key
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.transaction import Transaction
from sociogram.graph.model import Direction

_REREAD_AT_LEAST = 10_000
"""Above this number of changed nodes and pairs, and half of the graph, all of it is read again."""


class NetworkXMirror:
    """A NetworkX graph that has the content of the columns, except for sources and relation types.

    Those are only in the columns, unless the user has put them into the NetworkX graph or a relationship
    connects them.

    Attributes:
        graph: the NetworkX graph.
        keys: the keys of its nodes and edges by slot.
    """

    __slots__ = (
        "__weakref__",
        "_edges_touched",
        "_inbox",
        "_nodes_touched",
        "_pulling",
        "_shared",
        "graph",
        "keys",
    )

    def __init__(self, graph: Any, keys: NetworkXKeys) -> None:
        self.graph: Any = graph
        self.keys: NetworkXKeys = keys
        self._inbox: Inbox | None = None
        self._shared: list[SharedDict] = []
        self._pulling = False
        self._nodes_touched: dict[int, set[Any]] = {}
        self._edges_touched: dict[int, set[str]] = {}

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot) -> NetworkXMirror:
        """Build a NetworkX graph of a snapshot."""
        with gc_paused():
            built = build_networkx(snapshot)
            mirror = cls(built.graph, built.keys)
            found = np.flatnonzero(describing_nodes(snapshot)).tolist()
            built.keys.shown = {slot for slot in found if built.keys.nodes[slot] is not None}
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
        mirror = cls(graph, NetworkXKeys([], []))
        read = mirror._read(state)
        if can_track(graph):
            with gc_paused():
                mirror._listen(*instrument(graph, read))
        return mirror

    def _listen(self, log: ChangeLog, shared: list[SharedDict]) -> None:
        self._inbox = log.subscribe(self)
        self._shared = shared

    def _read(self, state: GraphState) -> Read:
        """Read the whole graph into the state; all slots are new."""
        generated = {self.keys.nodes[slot] for slot in self.keys.generated}
        with gc_paused():
            read = read_networkx(self.graph)
        self.keys = keys = read.keys
        keys.generated = {keys.slots[key] for key in generated if key in keys.slots}
        ids = read.tables.node_columns.get("id", ConstantColumn(None, 0))
        nameless = {
            slot: None for slot in keys.generated if self.graph._node[keys.nodes[slot]].get("id") is None
        }
        if nameless:
            read.tables.node_columns["id"] = patch(ids, len(ids), nameless)
        state.replace(read.tables)
        return read

    def _read_again(self, state: GraphState) -> Read:
        """Read the whole graph into the state; only hidden nodes of the old state remain."""
        hidden = []
        for slot in state.live.all_nodes().tolist():
            if self.keys.node(slot) is not None:
                continue
            own = state.live.node_property_value(slot, "id")
            is_present = is_key(own) and own in self.graph._node
            if not (is_present and show_if_meant(self.graph, self.keys, state.live, slot, own)):
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

    # From networkx to the columns

    def pull(self, state: GraphState) -> None:
        """Apply the changes made to the NetworkX graph to the columns."""
        inbox = self._inbox
        if inbox is None:
            self._read(state)
            return
        if self._shared:
            self._check_shared(inbox)
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
                    self._shared = instrument(self.graph, read, again=True)[1]
            return
        nodes, pairs = inbox.nodes, inbox.pairs
        inbox.clear()
        self._pulling = True
        try:
            pull_changes(self.graph, self.keys, Transaction(state, checked=False), nodes, pairs)
        finally:
            self._pulling = False

    def _check_shared(self, inbox: Inbox) -> None:
        for shared in self._shared:
            if shared.attributes != shared.seen:
                shared.seen.clear()
                shared.seen.update(shared.attributes)
                if shared.node:
                    inbox.nodes[shared.start] = None
                else:
                    inbox.pairs[shared.start, shared.end] = None

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
        if self._pulling or self.graph.is_multigraph():
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
                touched.add(LABELS_CHANGED)
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
            push_changes(self.graph, self.keys, snapshot, nodes, edges)
        finally:
            inbox.muted = False
