"""Find shortest paths along a quantified pattern of several relationships."""

from __future__ import annotations

from typing import Any

import numpy as np

from sociogram.graph.columns import Column, IntArray, NodeColumn, ObjectColumn
from sociogram.graph.model import Direction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import collect, concatenate
from sociogram.queries.cypher.execute.paths.bidirectional_search import BidirectionalSearch, Step
from sociogram.queries.cypher.execute.paths.path_selection import PathSelector
from sociogram.queries.cypher.execute.paths.trails import Walk
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots, relationship_slots
from sociogram.queries.cypher.execute.subqueries import numbered, row_numbers
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef

Bindings = tuple[int, ...]
"""The nodes and relationships of one step, in order."""


class PatternSearch(BidirectionalSearch):
    """Searches along a pattern for one row of a query."""

    def __init__(self, finder: WalkFinder, row: Batch, context: Context) -> None:
        super().__init__(context.snapshot, Direction.OUTGOING, None, None, context.check)
        self._finder = finder
        self._row = row
        self._context = context

    def expand(self, nodes: IntArray, back: bool) -> tuple[IntArray, IntArray, IntArray]:
        """Return the nodes that the pattern leads to; in place of relationships, the positions again."""
        found = self._walked(nodes, back)
        origin = row_numbers(found, self._finder.plan.row)
        parts = self._finder.plan.parts
        return origin, origin, node_slots(found.columns[parts[0 if back else -1]])

    def neighbours(self, nodes: IntArray, back: bool) -> IntArray:
        """Return the nodes that the pattern leads to from some nodes."""
        return self.expand(nodes, back)[2]

    def steps(self, node: int) -> list[Step]:
        """Return the matches of the pattern from a node."""
        found = self._walked(np.array([node], dtype=np.int64), back=False)
        if not found.length:
            return []
        columns = [
            (relationship_slots if position % 2 else node_slots)(found.columns[name]).tolist()
            for position, name in enumerate(self._finder.plan.parts)
        ]
        return [(bindings, bindings[-1]) for bindings in zip(*columns, strict=True)]

    def is_new(self, step: Bindings, path: list[Bindings]) -> bool:
        """Return whether a step repeats no relationship of the path."""
        relationships = set(step[1::2])
        return all(relationships.isdisjoint(bindings[1::2]) for bindings in path)

    def _walked(self, nodes: IntArray, back: bool) -> Batch:
        plan = self._finder.plan
        begin = plan.inner_end if back else plan.inner_start
        outer = self._row.take_with(np.zeros(len(nodes), dtype=np.int64), {begin: NodeColumn(nodes)})
        inner = self._finder.inner_back if back else self._finder.inner
        rows = collect(inner(numbered(outer, plan.row), self._context), self._context)
        return concatenate(rows, (plan.row, *dict.fromkeys(plan.parts)))


class WalkFinder(PathSelector):
    """Finds the paths of one ShortestWalk operator."""

    plan: op.ShortestWalk

    def __init__(self, plan: op.ShortestWalk, builder: OperatorBuilder) -> None:
        super().__init__(plan, builder)
        self.inner: Runner = builder.build(plan.inner)
        self.inner_back: Runner = builder.build(plan.inner_back)

    def search(self, batch: Batch, row: int, context: Context) -> BidirectionalSearch:
        """Return a search for one row."""
        return PatternSearch(self, batch.take(np.array([row])), context)

    def with_paths(self, batch: Batch, rows: IntArray, walks: list[Walk]) -> Batch:
        """Build the output rows with their paths and lists."""
        plan = self.plan
        lists: dict[str, list[Any]] = {plan.path: [_path(walk) for walk in walks]}
        for position, name in enumerate(plan.lists):
            kind = RelationshipRef if position % 2 else NodeRef
            lists[name] = [[kind(bindings[position]) for bindings in iterations] for _, iterations in walks]
        columns: dict[str, Column] = {name: ObjectColumn.of(values) for name, values in lists.items()}
        return batch.take_with(rows, columns)


def _path(walk: Walk) -> PathRef:
    nodes, iterations = walk
    between = (node for bindings in iterations for node in bindings[2::2])
    relationships = (relationship for bindings in iterations for relationship in bindings[1::2])
    return PathRef((nodes[0], *between), tuple(relationships))


def build_shortest_walk(plan: op.ShortestWalk, builder: OperatorBuilder) -> Runner:
    """Find the shortest paths of each row."""
    return WalkFinder(plan, builder).runner(builder.build(plan.source))
