"""Find one, all, or some of the shortest paths between the two nodes of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, Column, IntArray, NodeColumn, ObjectColumn, RelationshipColumn
from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import true_rows
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.paths.bidirectional_search import (
    Allowed,
    BidirectionalSearch,
    SearchSide,
)
from sociogram.queries.cypher.execute.paths.path_selection import Lengths, PathSelector
from sociogram.queries.cypher.execute.paths.trails import Walk
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import node_slots
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax.variables import reads
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef

SHARED = 4
"""If at least this many rows have the same start (or end), they share one search."""


class Finder(PathSelector):
    """Finds the paths of one ShortestPath operator."""

    plan: op.ShortestPath

    def __init__(self, plan: op.ShortestPath, builder: OperatorBuilder) -> None:
        super().__init__(plan, builder)
        self.direction = plan.direction
        self.where: tuple[Compiled, ...] = builder.compile_all(plan.where)
        self.nearest: bool = plan.count == 1 and not plan.check and plan.minimum <= 1 and not plan.repeatable
        self.alike: bool = reads(plan.where) <= {plan.each, plan.near, plan.far}

    def lengths(
        self, batch: Batch, starts: list[int], ends: list[int], context: Context
    ) -> Callable[[int], Lengths]:
        """Return a function that yields a row's paths by length, or only the shortest if these suffice."""
        plan = self.plan
        if not self.nearest:
            return super().lengths(batch, starts, ends, context)
        shared = self._shared(starts, ends) if plan.groups else None

        def of_row(row: int) -> Lengths:
            start, end = starts[row], ends[row]
            if start == end and plan.minimum == 0:
                yield iter([([start], [0] * 0)])
                return
            if shared is not None and start != end and shared.has(start, end):
                yield shared.shortest(lambda: self.search(batch, row, context), start, end, plan.maximum)
                return
            search = self.search(batch, row, context)
            if start == end:
                yield closed(search, start, plan.maximum, every=plan.groups)
            else:
                yield search.shortest(start, end, plan.maximum, every=plan.groups)

        return of_row

    def chooser(
        self, batch: Batch, starts: list[int], ends: list[int], context: Context
    ) -> Callable[[int], list[Walk]]:
        """Return a function that returns a row's chosen paths, from a shared search if one path suffices."""
        plan = self.plan
        choose = super().chooser(batch, starts, ends, context)
        shared = self._shared(starts, ends) if self.nearest and not plan.groups else None
        if shared is None:
            return choose

        def choose_one(row: int) -> list[Walk]:
            start, end = starts[row], ends[row]
            if start == end or not shared.has(start, end):
                return choose(row)
            side, other = shared.side(lambda: self.search(batch, row, context), start, end)
            if not side.found(other, plan.maximum):
                return []
            return _UNREAD if plan.unread else [forwards(side, side.walk_from(other))]

        return choose_one

    def _shared(self, starts: list[int], ends: list[int]) -> Shared | None:
        return Shared(starts, ends) if self.alike and len(starts) >= SHARED else None

    def search(self, batch: Batch, row: int, context: Context) -> BidirectionalSearch:
        """Return a search for one row."""
        if self.plan.function and self.plan.minimum > 0:
            start, end = (batch.columns[name] for name in (self.plan.start, self.plan.end))
            if node_slots(start)[row] == node_slots(end)[row]:
                raise _same_ends()
        allowed = self._allowed(batch, row, context)
        return BidirectionalSearch(context.snapshot, self.direction, self.plan.types, allowed, context.check)

    def _allowed(self, batch: Batch, row: int, context: Context) -> Allowed | None:
        if not self.where:
            return None
        plan = self.plan
        one = batch.take(np.array([row]))

        def allowed(nears: IntArray, relationships: IntArray, fars: IntArray) -> BoolArray:
            keep = np.zeros(len(relationships), dtype=np.bool_)
            left = np.arange(len(relationships))
            for test in self.where:
                if not len(left):
                    break
                step: dict[str, Column] = {plan.each: RelationshipColumn(relationships[left])}
                if plan.near:
                    step[plan.near] = NodeColumn(nears[left])
                    step[plan.far] = NodeColumn(fars[left])
                tested = one.take_with(np.zeros(len(left), dtype=np.int64), step)
                left = left[true_rows(test(tested, context))]
            keep[left] = True
            return keep

        return allowed

    def with_paths(self, batch: Batch, rows: IntArray, walks: list[Walk]) -> Batch:
        """Build the output rows with their paths and lists."""
        plan = self.plan
        if plan.unread:
            return batch.take(rows)
        new_columns: dict[str, list[Any]] = {
            plan.path: [PathRef(tuple(nodes), tuple(steps)) for nodes, steps in walks]
        }
        if not plan.relationship.startswith(" "):  # the query names it
            new_columns[plan.relationship] = [[RelationshipRef(step) for step in steps] for _, steps in walks]
        if plan.near:
            new_columns[plan.nears] = [[NodeRef(node) for node in nodes[:-1]] for nodes, _ in walks]
            new_columns[plan.fars] = [[NodeRef(node) for node in nodes[1:]] for nodes, _ in walks]
        return batch.take_with(rows, {name: ObjectColumn.of(values) for name, values in new_columns.items()})


def _same_ends() -> CypherArgumentError:
    return CypherArgumentError(
        "shortestPath() needs two different nodes, but both ends are the same node.",
        detail="InvalidArgumentValue",
        hint="Write *0.. to allow the path of length 0, or add WHERE a <> b before.",
    )


class Shared:
    """The searches from nodes that many rows share; each advances only as far as its rows need."""

    def __init__(self, starts: list[int], ends: list[int]) -> None:
        self._starts, self._ends = Counter(starts), Counter(ends)
        self._sides: dict[tuple[int, bool], SearchSide] = {}
        self._walks: dict[SearchSide, Callable[[int], Iterator[Walk]]] = {}

    def has(self, start: int, end: int) -> bool:
        """Return whether enough rows share their start or end."""
        return self._starts[start] >= SHARED or self._ends[end] >= SHARED

    def side(self, begin: Callable[[], BidirectionalSearch], start: int, end: int) -> tuple[SearchSide, int]:
        """Return the shared side, created by ``begin`` if it is new, and the node that it has to reach."""
        back = self._ends[end] > self._starts[start]
        node, other = (end, start) if back else (start, end)
        side = self._sides.get((node, back))
        if side is None:
            side = self._sides[node, back] = SearchSide(begin(), node, back=back)
        return side, other

    def shortest(
        self, begin: Callable[[], BidirectionalSearch], start: int, end: int, maximum: int | None
    ) -> Iterator[Walk]:
        """Yield the shortest paths between two different nodes."""
        side, other = self.side(begin, start, end)
        if not side.found(other, maximum):
            return
        walks = self._walks.get(side)
        if walks is None:
            walks = self._walks[side] = side.search.back_to(side)
        for walk in walks(other):
            yield forwards(side, walk)


_UNREAD: list[Walk] = [([], [])]


def forwards(side: SearchSide, walk: Walk) -> Walk:
    """Convert a walk from a reached node back to the origin of the search into a path from start to end."""
    nodes, steps = walk
    return (nodes, steps) if side.back else (nodes[::-1], steps[::-1])


def closed(search: BidirectionalSearch, node: int, maximum: int | None, *, every: bool) -> Iterator[Walk]:
    """Yield one of the shortest trails from a node back to itself, or ``every`` one.

    Such a trail is a relationship of the node plus a shortest path back without that relationship.
    """
    best: list[Walk] = []
    for first, other in search.steps(node):
        found: list[Walk] = []
        if other == node:
            found = [([node, node], [first])]
        elif maximum is None or maximum > 1:
            most = None if maximum is None else maximum - 1
            back = search.without(first).shortest(other, node, most, every=every)
            found = [([node, *nodes], [first, *steps]) for nodes, steps in back]
        if found and (not best or len(found[0][1]) < len(best[0][1])):
            best = found
            maximum = len(found[0][1])
        else:  # as long as the best one, because the maximum excludes longer ones
            best += found
    yield from best if every else best[:1]


def build_shortest_path(plan: op.ShortestPath, builder: OperatorBuilder) -> Runner:
    """Find the shortest paths of each row."""
    return Finder(plan, builder).runner(builder.build(plan.source))
