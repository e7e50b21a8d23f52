"""Breadth-first search between two nodes: from both ends, the smaller frontier each time.

Small frontiers are Python lists, large ones arrays. Each side keeps the depth at which it reached a
node; paths are read off these depths afterwards, so that one search serves one path and all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.memory.index import GraphIndex, Way

Step = tuple[int, int]
"""A relationship, and the node it leads to."""

Allowed = Callable[[IntArray], BoolArray]
"""Which of some relationships may be walked."""

SMALL = 256
"""Up to so many nodes a frontier is walked one node at a time."""
MANY = 2048
"""Where that would look at more relationships than this, arrays are quicker."""

TURNED = {Way.OUT: Way.IN, Way.IN: Way.OUT, Way.BOTH: Way.BOTH}


class Side:
    """One side of a search: how far it is from its end to each node it has reached."""

    __slots__ = ("_depths", "_table", "depth", "frontier", "search", "way")

    def __init__(self, search: Search, begin: int, way: Way) -> None:
        self.search = search
        self.way = way
        self.depth = 0
        self.frontier: list[int] | IntArray = [begin]
        self._depths: dict[int, int] = {begin: 0}
        self._table: IntArray | None = None

    def advance(self) -> None:
        """Go one relationship further."""
        self.depth += 1
        if self._table is None and len(self.frontier) <= SMALL and self.search.work(self) <= MANY:
            self._advance_few()
        else:
            self._advance_many()

    def _advance_few(self) -> None:
        search, depths, depth = self.search, self._depths, self.depth
        fresh: list[int] = []
        for node in self.frontier:
            for _, other in search.steps(int(node), self.way):
                if other not in depths:
                    depths[other] = depth
                    fresh.append(other)
        self.frontier = fresh

    def _advance_many(self) -> None:
        search = self.search
        if self._table is None:
            self._table = np.full(search.index.node_slots, -1, dtype=np.int64)
            self._table[list(self._depths)] = list(self._depths.values())
        nodes = np.asarray(self.frontier, dtype=np.int64)
        _, relationships, neighbours = search.index.expand(nodes, self.way, search.types)
        if search.allowed is not None:
            neighbours = neighbours[search.allowed(relationships)]
        seen = np.zeros(search.index.node_slots, dtype=np.bool_)
        seen[neighbours] = True
        seen &= self._table < 0
        fresh = np.flatnonzero(seen)
        self._table[fresh] = self.depth
        self.frontier = fresh

    def at(self, node: int) -> int:
        """Return how far a node is, or -1 where it has not been reached."""
        if self._table is not None:
            return int(self._table[node])
        return self._depths.get(node, -1)

    def have(self, nodes: IntArray, depth: int) -> BoolArray:
        """Tell which nodes are ``depth`` from this side's end."""
        if self._table is not None:
            return np.equal(self._table[nodes], depth)
        there = [node for node, distance in self._depths.items() if distance == depth]
        return np.isin(nodes, there)

    def met(self, other: Side) -> list[int]:
        """Return the nodes of this side's frontier that the other side has reached."""
        if other._table is not None:
            nodes = np.asarray(self.frontier, dtype=np.int64)
            there: list[int] = nodes[other._table[nodes] >= 0].tolist()
            return there
        if isinstance(self.frontier, list):
            return [node for node in self.frontier if node in other._depths]
        theirs = np.fromiter(other._depths, dtype=np.int64, count=len(other._depths))
        common: list[int] = theirs[np.isin(theirs, self.frontier)].tolist()
        return common

    def reached(self) -> dict[int, int]:
        """Return how far each node is that has been reached."""
        if self._table is None:
            return self._depths
        nodes = np.flatnonzero(self._table >= 0)
        return dict(zip(nodes.tolist(), self._table[nodes].tolist(), strict=True))


class Search:
    """Searches shortest paths in one graph along some relationships."""

    def __init__(
        self,
        index: GraphIndex,
        way: Way,
        types: tuple[str, ...] | None,
        allowed: Allowed | None,
        check: Callable[[], None],
    ) -> None:
        self.index = index
        self.way = way
        self.types = types
        self.allowed = allowed
        self.check = check

    def without(self, relationship: int) -> Search:
        """Return a search that may walk what this one may, but for one relationship."""
        inner = self.allowed

        def allowed(relationships: IntArray) -> BoolArray:
            other = np.not_equal(relationships, relationship)
            return other if inner is None else other & inner(relationships)

        return Search(self.index, self.way, self.types, allowed, self.check)

    def work(self, side: Side) -> int:
        """Return how many relationships going further on one side looks at."""
        nodes = np.asarray(side.frontier, dtype=np.int64)
        return int(self.index.degree(nodes, side.way, self.types).sum())

    def steps_nearer(self, node: int, way: Way, side: Side, depth: int) -> list[Step]:
        """Return the steps from a node to those that are ``depth`` from a side's end."""
        one = np.array([node], dtype=np.int64)
        if int(self.index.degree(one, way, self.types)[0]) <= MANY:
            return [step for step in self.steps(node, way) if side.at(step[1]) == depth]
        _, relationships, neighbours = self.index.expand(one, way, self.types)
        near = np.flatnonzero(side.have(neighbours, depth))
        if self.allowed is not None:
            near = near[self.allowed(relationships[near])]
        return list(zip(relationships[near].tolist(), neighbours[near].tolist(), strict=True))

    def steps(self, node: int, way: Way) -> list[Step]:
        """Return the relationships of a node that may be walked, with the nodes they lead to."""
        relationships, neighbours = self.index.expand_one(node, way, self.types)
        if self.allowed is None or not relationships:
            return list(zip(relationships, neighbours, strict=True))
        keep = self.allowed(np.array(relationships, dtype=np.int64)).tolist()
        return [
            (relationship, other)
            for relationship, other, kept in zip(relationships, neighbours, keep, strict=True)
            if kept
        ]

    def shortest(
        self, start: int, end: int, maximum: int | None, *, every: bool
    ) -> Iterator[tuple[list[int], list[int]]]:
        """Give the shortest paths between two different nodes, as nodes and relationships; or one."""
        first, last = Side(self, start, self.way), Side(self, end, TURNED[self.way])
        meeting = self._meet(first, last, maximum)
        if not meeting:
            return
        heads = self._back(first, self.way)
        tails = self._back(last, TURNED[self.way])
        for middle in meeting:
            for nodes, steps in heads(middle):
                for more_nodes, more_steps in tails(middle):
                    yield [*nodes[::-1], *more_nodes[1:]], [*steps[::-1], *more_steps]
                    if not every:
                        return

    def _meet(self, first: Side, last: Side, maximum: int | None) -> list[int]:
        """Advance both sides until they meet; return the nodes in the middle of the shortest paths."""
        while len(first.frontier) and len(last.frontier):
            if maximum is not None and first.depth + last.depth >= maximum:
                return []
            self.check()
            side, other = (first, last) if len(first.frontier) <= len(last.frontier) else (last, first)
            side.advance()
            met = side.met(other)
            if met:
                # a node that the other side reached at less than its full depth would have met before
                return met
        return []

    def _back(self, side: Side, way: Way) -> Callable[[int], Iterator[tuple[list[int], list[int]]]]:
        """Return what walks from a node in the middle back to the side's end, in every way there is."""
        towards = TURNED[way]
        known: dict[int, list[Step]] = {}

        def nearer(node: int, depth: int) -> list[Step]:
            found = known.get(node)
            if found is None:
                found = known[node] = self.steps_nearer(node, towards, side, depth - 1)
            return found

        def walks(node: int) -> Iterator[tuple[list[int], list[int]]]:
            depth = side.at(node)
            nodes, steps = [node], [0] * 0
            stack: list[Iterator[Step]] = []
            if not depth:
                yield nodes, steps
                return
            stack.append(iter(nearer(node, depth)))
            while stack:
                step = next(stack[-1], None)
                if step is None:
                    stack.pop()
                    nodes.pop()
                    if steps:
                        steps.pop()
                    continue
                steps.append(step[0])
                nodes.append(step[1])
                if len(steps) == depth:
                    yield list(nodes), list(steps)
                    steps.pop()
                    nodes.pop()
                    continue
                stack.append(iter(nearer(step[1], depth - len(steps))))

        return walks
