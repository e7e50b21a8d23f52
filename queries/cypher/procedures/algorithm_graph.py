"""The subgraph on which an ``algo.…`` procedure runs, as arrays and as an igraph graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, FloatArray, FloatColumn, IntArray, IntColumn
from sociogram.graph.columns.arrays import unique
from sociogram.graph.errors import CypherTypeError
from sociogram.graph.memory.describing import without_direction
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.procedures.settings import Settings
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import article, shown

FILTERS = ("labels", "types")
ACTORS = "Entity"
DIRECTIONS = ("OUT", "IN", "BOTH")


class AlgorithmGraph:
    """A selection of nodes, and the relationships between them.

    Attributes:
        nodes: their slots, ascending; algorithms refer to a node by its position in this array.
        relationships: the slots of the relationships between these nodes, ascending.
        start: the start of each relationship, as a position in ``nodes``.
        end: the end of each relationship, as a position in ``nodes``.
    """

    __slots__ = ("end", "nodes", "relationships", "start")

    def __init__(self, nodes: IntArray, relationships: IntArray, start: IntArray, end: IntArray) -> None:
        self.nodes: IntArray = nodes
        self.relationships: IntArray = relationships
        self.start: IntArray = start
        self.end: IntArray = end

    @classmethod
    def of(cls, context: Context, settings: Settings) -> AlgorithmGraph:
        """Select nodes by ``labels`` and relationships by ``types``.

        By default, select the nodes with the label ``Entity``, if there are any: the nodes of sources and
        relation types have no relationships and would be separate components in every result.
        """
        snapshot = context.snapshot
        labels = settings.names("labels", snapshot.labels, "label")
        types = settings.names("types", snapshot.types, "type")
        if labels is None and snapshot.label_count(ACTORS):
            labels = (ACTORS,)
        nodes = snapshot.all_nodes() if labels is None else _with_labels(snapshot, labels)
        relationships = snapshot.all_relationships(types)
        position = np.full(snapshot.node_slots, -1, dtype=np.int64)
        position[nodes] = np.arange(len(nodes))
        start, end = position[snapshot.start[relationships]], position[snapshot.end[relationships]]
        inside = (start >= 0) & (end >= 0)
        if not inside.all():
            relationships, start, end = relationships[inside], start[inside], end[inside]
        return cls(nodes, relationships, start, end)

    @property
    def count(self) -> int:
        """The number of nodes."""
        return len(self.nodes)

    def reversed(self) -> AlgorithmGraph:
        """Return the same graph with every relationship reversed."""
        return AlgorithmGraph(self.nodes, self.relationships, self.end, self.start)

    def without_direction(self, context: Context) -> BoolArray:
        """Return the mask of undirected relationships; in an undirected NetworkX graph, all are."""
        if not context.statement.store.is_directed:
            return np.ones(len(self.relationships), dtype=np.bool_)
        return without_direction(context.snapshot, self.relationships)

    def both_ways(self, chosen: BoolArray) -> AlgorithmGraph:
        """Return the same graph with the chosen relationships in both directions; loops are not doubled."""
        added = chosen & (self.start != self.end)
        return AlgorithmGraph(
            self.nodes,
            np.concatenate([self.relationships, self.relationships[added]]),
            np.concatenate([self.start, self.end[added]]),
            np.concatenate([self.end, self.start[added]]),
        )

    def graph(self, *, directed: bool) -> Any:
        """Return an igraph graph of all relationships; edge ``i`` is ``relationships[i]``."""
        return _graph(self.count, self.start, self.end, directed=directed)

    def simple_graph(self, *, directed: bool) -> Any:
        """Return an igraph graph without loops, with parallel relationships merged into one edge."""
        pairs = unique(self._pairs(directed=directed))
        return self._graph_of(pairs[pairs >= 0], directed=directed)

    def simple_weighted(
        self, weights: FloatArray, merge: np.ufunc, *, directed: bool
    ) -> tuple[Any, FloatArray]:
        """Return ``simple_graph`` and the weight of each of its edges: those of parallels, merged."""
        pairs = self._pairs(directed=directed)
        order = np.argsort(pairs, kind="stable")
        order = order[pairs[order] >= 0]
        first = np.flatnonzero(np.diff(pairs[order], prepend=-1))
        merged = merge.reduceat(weights[order], first) if len(first) else weights[:0]
        return self._graph_of(pairs[order][first], directed=directed), merged

    def _pairs(self, *, directed: bool) -> IntArray:
        """Return a number for the two ends of each relationship; -1 for a loop."""
        start, end = self.start, self.end
        if not directed:
            start, end = np.minimum(start, end), np.maximum(start, end)
        pairs: IntArray = np.where(start == end, -1, start * self.count + end)
        return pairs

    def _graph_of(self, pairs: IntArray, *, directed: bool) -> Any:
        count = max(self.count, 1)
        return _graph(self.count, pairs // count, pairs % count, directed=directed)

    def distances(self, context: Context, settings: Settings) -> FloatArray | None:
        """Return the distance of each relationship, as ``weights`` does, but require it to be positive."""
        found = self.weights(context, settings, "distance")
        if found is not None and not found.all():
            raise _no_weight(settings.given["distance"], 0.0, "distance")
        return found

    def weights(self, context: Context, settings: Settings, setting: str = "weight") -> FloatArray | None:
        """Return the weight of each relationship; None if the setting is not given.

        The setting names a property of relationships; one without the property has the weight 1.
        """
        snapshot = context.snapshot
        key = settings.name(setting, snapshot.relationship_property_keys, "relationship property")
        if key is None:
            return None
        column = snapshot.relationship_property(key).take(self.relationships)
        if isinstance(column, IntColumn | FloatColumn):
            weights = column.stored.astype(np.float64)
            weights[column.null_mask()] = 1.0
        else:
            values = watch.each(column.to_list())
            weights = np.array([_number(key, value, setting) for value in values], dtype=np.float64)
        wrong = ~(np.isfinite(weights) & (weights >= 0))
        if wrong.any():
            raise _no_weight(key, float(weights[wrong][0]), setting)
        return weights


def _with_labels(snapshot: Snapshot, labels: tuple[str, ...]) -> IntArray:
    if len(labels) == 1:
        return snapshot.nodes_with_label(labels[0])
    return np.flatnonzero(np.any([snapshot.label_mask(label) for label in labels], axis=0))


def _graph(count: int, start: IntArray, end: IntArray, *, directed: bool) -> Any:
    import igraph

    return igraph.Graph(n=count, edges=np.column_stack([start, end]), directed=directed)


def _number(key: str, value: Any, setting: str) -> float:
    if value is None:
        return 1.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _no_weight(key, value, setting)
    return float(value)


_LEAST = {"weight": "of 0 or more", "distance": "above 0"}


def _no_weight(key: str, value: Any, setting: str) -> CypherTypeError:
    return CypherTypeError(
        f"The property {key} cannot be used as a {setting}: a relationship has {shown(value)}, "
        f"{article(type_name(value))}.",
        detail="InvalidArgumentType",
        hint=f"A {setting} is a number {_LEAST[setting]}; a relationship without the property counts as 1.",
    )


@contextmanager
def seeded(seed: int) -> Iterator[Any]:
    """Let igraph use a random number generator with this seed, and yield the generator."""
    import random

    import igraph

    numbers = random.Random(seed)  # noqa: S311 - results must be reproducible, not secret
    igraph.set_random_number_generator(numbers)
    try:
        yield numbers
    finally:
        igraph.set_random_number_generator(random)
