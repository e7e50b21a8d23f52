"""All of a graph, actors, ties, sources and relation types, read for an export without being held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.memory.graph import MemoryStore
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import SubgraphView, Triplet
from sociogram.queries.actors import actor_pattern
from sociogram.queries.run import run

CHUNK = 5_000
"""Nodes or relationships of a graph in memory that are made values at a time."""


def whole(store: GraphStore) -> SubgraphView:
    """Return all of a graph."""
    return WholeInMemory(store) if isinstance(store, MemoryStore) else WholeOnServer(store)


class WholeInMemory:
    """All of a graph in memory."""

    __slots__ = ("_nodes", "_store", "_ties")

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        snapshot = store.snapshot
        is_actor = snapshot.label_mask(ENTITY_LABEL)
        nodes, ties = snapshot.all_nodes(), snapshot.all_relationships()
        if is_actor.any():
            is_other = snapshot.label_mask(SOURCE_LABEL) | snapshot.label_mask(RELATION_TYPE_LABEL)
            nodes = nodes[(is_actor | is_other)[nodes]]
            ties = ties[is_actor[snapshot.start[ties]] & is_actor[snapshot.end[ties]]]
        self._nodes = nodes
        self._ties = ties[np.argsort(snapshot.start[ties], kind="stable")]

    def count(self) -> tuple[int, int]:
        """Return how many nodes and how many relationships there are."""
        return len(self._nodes), len(self._ties)

    def ends(self) -> tuple[IntArray, IntArray]:
        """Return the slots of the nodes that each relationship leaves, and of those that it enters."""
        snapshot = self._store.snapshot
        return snapshot.start[self._ties], snapshot.end[self._ties]

    def read_nodes(self) -> Iterator[Node]:
        """Give the nodes."""
        return chain.from_iterable(map(self._store.nodes, _chunks(self._nodes)))

    def read_ties(self) -> Iterator[Triplet]:
        """Give the relationships with their ends, those that leave the same node one after the other."""
        for chunk in _chunks(self._ties):
            ties = self._store.relationships(chunk)
            slots = sorted({int(end) for tie in ties for end in (tie.start, tie.end)})
            ends = {node.id: node for node in self._store.nodes(slots)}
            yield from ((tie, ends[tie.start], ends[tie.end]) for tie in ties)


def _chunks(slots: IntArray) -> Iterator[list[int]]:
    for first in range(0, len(slots), CHUNK):
        yield slots[first : first + CHUNK].tolist()


class WholeOnServer:
    """All of a server's graph; each reading is a query whose rows stream.

    What is asked for are maps: of nodes and relationships in an answer, each is kept until it ends.
    """

    __slots__ = ("_actors", "_store")

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._actors = actor_pattern(store, "a"), actor_pattern(store, "b")

    def count(self) -> tuple[int, int]:
        """Return how many nodes and how many relationships there are."""
        a, b = self._actors
        nodes = [run(self._store, f"{text} RETURN count(a)") for text in self._nodes()]
        [(ties,)] = run(self._store, f"MATCH {a}-[r]->{b} RETURN count(r)")
        return sum(count for rows in nodes for (count,) in rows), ties

    def read_nodes(self) -> Iterator[Node]:
        """Give the nodes."""
        for text in self._nodes():
            rows = run(self._store, f"{text} RETURN elementId(a), labels(a), properties(a)").stream()
            for key, labels, properties in rows:
                yield Node(key, tuple(sorted(labels)), dict(sorted(properties.items())))

    def read_ties(self) -> Iterator[Triplet]:
        """Give the relationships with their ends, those that leave the same node one after the other."""
        a, b = self._actors
        ends = ", ".join(f"elementId({end}), labels({end}), {end}.id, {end}.type" for end in "ab")
        text = f"MATCH {a} WITH a MATCH (a)-[r]->{b} RETURN elementId(r), type(r), properties(r), {ends}"
        for key, type_name, properties, *found in run(self._store, text).stream():
            start, end = (
                Node(node, tuple(labels), {"id": own, "type": kind})
                for node, labels, own, kind in (found[:4], found[4:])
            )
            yield Relationship(key, type_name, start.id, end.id, dict(sorted(properties.items()))), start, end

    def _nodes(self) -> tuple[str, str]:
        other = f"a:{SOURCE_LABEL} OR a:{RELATION_TYPE_LABEL}"
        return f"MATCH {self._actors[0]} WHERE NOT ({other})", f"MATCH (a) WHERE {other}"
