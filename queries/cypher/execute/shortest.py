"""Shortest paths: one, all, or some, between the two nodes of each row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice

import numpy as np

from sociogram.graph.columns import BoolArray, IntArray, ObjectColumn, RelationshipColumn
from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.compiled import Compiled
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.builder import Builder, Runner
from sociogram.queries.cypher.execute.expand import WAYS
from sociogram.queries.cypher.execute.search import Allowed, Search
from sociogram.queries.cypher.execute.slots import node_slots
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.values import PathRef, RelationshipRef
from sociogram.queries.cypher.vectors import true_rows

Walk = tuple[list[int], list[int]]
"""Nodes and relationships."""


class Finder:
    """Finds the paths of one ShortestPath operator."""

    def __init__(self, plan: op.ShortestPath, builder: Builder) -> None:
        self.plan = plan
        self.way = WAYS[plan.direction]
        self.where: tuple[Compiled, ...] = builder.compile_all(plan.where)
        self.check: tuple[Compiled, ...] = builder.compile_all(plan.check)

    def found(self, batch: Batch, context: Context) -> Batch:
        """Return the rows with the paths that are chosen for each."""
        starts = node_slots(batch.columns[self.plan.start], self.plan.start).tolist()
        ends = node_slots(batch.columns[self.plan.end], self.plan.end).tolist()
        rows: list[int] = []
        walks: list[Walk] = []
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            if start < 0 or end < 0:
                continue
            context.check()
            for walk in self._chosen(start, end, batch, row, context):
                rows.append(row)
                walks.append(walk)
        return self._with_paths(batch, np.array(rows, dtype=np.int64), walks)

    def _with_paths(self, batch: Batch, rows: IntArray, walks: list[Walk]) -> Batch:
        paths = [PathRef(tuple(nodes), tuple(steps)) for nodes, steps in walks]
        lists = [[RelationshipRef(step) for step in steps] for _, steps in walks]
        return batch.taken_with(
            rows, {self.plan.path: ObjectColumn.of(paths), self.plan.relationship: ObjectColumn.of(lists)}
        )

    def _chosen(self, start: int, end: int, batch: Batch, row: int, context: Context) -> list[Walk]:
        plan = self.plan
        if start == end and plan.function and plan.minimum > 0:
            raise CypherArgumentError(
                "shortestPath() between a node and itself: its ends must be two nodes.",
                detail="InvalidArgumentValue",
                hint="Write *0.. to allow the path of no length, or WHERE a <> b before.",
            )
        walks: Iterator[Walk] = self._walks(start, end, batch, row, context)
        if self.check:
            walks = (walk for walk in walks if self._holds(walk, batch, row, context))
        if not plan.groups:
            return list(islice(walks, plan.count))
        chosen: list[Walk] = []
        for place, (_, group) in enumerate(groupby(walks, key=lambda walk: len(walk[1]))):
            if place == plan.count:
                break
            chosen.extend(group)
        return chosen

    def _walks(self, start: int, end: int, batch: Batch, row: int, context: Context) -> Iterator[Walk]:
        """Give paths in the order of their length."""
        plan = self.plan
        allowed = self._allowed(batch, row, context)
        search = Search(context.index, self.way, plan.types, allowed, context.check)
        if start == end and plan.minimum == 0:
            yield [start], []
            if plan.count == 1:
                return
        if plan.count == 1 and not self.check and plan.minimum <= 1:
            if start == end:
                yield from closed(search, start, plan.maximum, every=plan.groups)
            else:
                yield from search.shortest(start, end, plan.maximum, every=plan.groups)
            return
        yield from trails(search, start, end, max(plan.minimum, 1), plan.maximum)

    def _allowed(self, batch: Batch, row: int, context: Context) -> Allowed | None:
        if not self.where:
            return None
        one = batch.take(np.array([row]))

        def allowed(relationships: IntArray) -> BoolArray:
            keep = np.zeros(len(relationships), dtype=np.bool_)
            left = np.arange(len(relationships))
            for test in self.where:
                if not len(left):
                    break
                tested = one.taken_with(
                    np.zeros(len(left), dtype=np.int64),
                    {self.plan.each: RelationshipColumn(relationships[left])},
                )
                left = left[true_rows(test(tested, context))]
            keep[left] = True
            return keep

        return allowed

    def _holds(self, walk: Walk, batch: Batch, row: int, context: Context) -> bool:
        tested = self._with_paths(batch, np.array([row]), [walk])
        return all(len(true_rows(test(tested, context))) for test in self.check)


def closed(search: Search, node: int, maximum: int | None, *, every: bool) -> Iterator[Walk]:
    """Give the shortest trails from a node back to it; or one.

    Such a trail is a relationship of the node and a shortest path back that does without it.
    """
    best: list[Walk] = []
    for first, other in search.steps(node, search.way):
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
        else:  # as long as the best: the maximum keeps longer ones out
            best += found
    yield from best if every else best[:1]


def trails(search: Search, start: int, end: int, minimum: int, maximum: int | None) -> Iterator[Walk]:
    """Give trails between two nodes, shorter ones first; no relationship is walked twice.

    How far each node is from the end bounds what is tried: a trail that cannot arrive is not followed.
    """
    distance = _distances(search, end)
    if start not in distance and start != end:
        return
    longest = min(search.index.relationship_count, maximum if maximum is not None else 1 << 62)
    level: list[Walk] = [([start], [])]
    length = 0
    while level and length < longest:
        length += 1
        search.check()
        following: list[Walk] = []
        for nodes, steps in level:
            search.check()
            used = set(steps)
            for step, other in search.steps(nodes[-1], search.way):
                if step in used or other not in distance or length + distance[other] > longest:
                    continue
                following.append(([*nodes, other], [*steps, step]))
        level = following
        if length >= minimum:
            yield from (walk for walk in level if walk[0][-1] == end)


def _distances(search: Search, end: int) -> dict[int, int]:
    from sociogram.queries.cypher.execute.search import TURNED, Side

    side = Side(search, end, TURNED[search.way])
    while len(side.frontier):
        search.check()
        side.advance()
    return side.reached()


def build_shortest_path(plan: op.ShortestPath, builder: Builder) -> Runner:
    """Find the shortest paths of each row."""
    source = builder.build(plan.source)
    finder = Finder(plan, builder)

    def run_shortest_path(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            found = finder.found(batch, context)
            if found.length:
                yield found

    return run_shortest_path
