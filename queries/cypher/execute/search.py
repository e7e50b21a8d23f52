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

TURNED = {Way.OUT: Way.IN, Way.IN: Way.OUT, Way.BOTH: Way.BOTH}


class Side:
    """One side of a search: how far it is from its end to each node it has reached."""

    __slots__ = ("depth", "depths", "frontier", "search", "way")

    def __init__(self, search: Search, begin: int, way: Way) -> None:
        self.search = search
        self.way = way
        self.depths: dict[int, int] = {begin: 0}
        self.frontier: list[int] = [begin]
        self.depth = 0

    def advance(self) -> None:
        """Go one relationship further."""
        self.depth += 1
        reached = self._few() if len(self.frontier) <= SMALL else self._many()
        depths, depth = self.depths, self.depth
        fresh = [node for node in reached if node not in depths]
        for node in fresh:
            depths[node] = depth
        self.frontier = fresh

    def _few(self) -> list[int]:
        found: dict[int, None] = {}
        search = self.search
        for node in self.frontier:
            for _, other in search.steps(node, self.way):
                found[other] = None
        return list(found)

    def _many(self) -> list[int]:
        search = self.search
        nodes = np.array(self.frontier, dtype=np.int64)
        _, relationships, neighbours = search.index.expand(nodes, self.way, search.types)
        if search.allowed is not None:
            neighbours = neighbours[search.allowed(relationships)]
        seen = np.zeros(search.index.node_slots, dtype=np.bool_)
        seen[neighbours] = True
        return np.flatnonzero(seen).tolist()  # type: ignore[no-any-return]


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

    def shortest(self, start: int, end: int, maximum: int | None) -> Iterator[tuple[list[int], list[int]]]:
        """Give all shortest paths between two different nodes, as nodes and relationships."""
        first, last = Side(self, start, self.way), Side(self, end, TURNED[self.way])
        length = self._meet(first, last, maximum)
        if length is not None:
            yield from self._walk(start, first, last, length)

    def _meet(self, first: Side, last: Side, maximum: int | None) -> int | None:
        """Advance both sides until they meet; return the length of the shortest paths."""
        while first.frontier and last.frontier:
            if maximum is not None and first.depth + last.depth >= maximum:
                return None
            self.check()
            side, other = (first, last) if len(first.frontier) <= len(last.frontier) else (last, first)
            side.advance()
            depths = other.depths
            if any(node in depths for node in side.frontier):
                return first.depth + last.depth
        return None

    def _walk(
        self, start: int, first: Side, last: Side, length: int
    ) -> Iterator[tuple[list[int], list[int]]]:
        """Walk the paths forwards, depth first, along nodes that lie on one.

        A node lies on a shortest path in its place exactly where the two sides' depths add up. Up to
        where the sides met, its depth from the start is known, and from there on its depth to the end.
        """
        on_path = self._nodes_by_place(first, last, length)
        nodes, relationships = [start], [0] * 0
        stack: list[Iterator[Step]] = [iter(self._onward(start, 0, on_path, length))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                nodes.pop()
                if relationships:
                    relationships.pop()
                continue
            relationships.append(step[0])
            nodes.append(step[1])
            if len(relationships) == length:
                yield list(nodes), list(relationships)
                relationships.pop()
                nodes.pop()
                continue
            stack.append(iter(self._onward(step[1], len(relationships), on_path, length)))

    def _onward(self, node: int, place: int, on_path: list[set[int]], length: int) -> list[Step]:
        if place >= length:
            return []
        following = on_path[place + 1]
        return [(step, other) for step, other in self.steps(node, self.way) if other in following]

    def _nodes_by_place(self, first: Side, last: Side, length: int) -> list[set[int]]:
        """Return which nodes a shortest path can have at each place."""
        meeting = first.depth
        there = {
            node
            for node, depth in first.depths.items()
            if depth == meeting and last.depths.get(node) == length - meeting
        }
        places: list[set[int]] = [set() for _ in range(length + 1)]
        places[meeting] = there
        for place in range(meeting - 1, -1, -1):
            places[place] = self._before(places[place + 1], TURNED[self.way], first, place)
        for place in range(meeting + 1, length + 1):
            places[place] = self._before(places[place - 1], self.way, last, length - place)
        return places

    def _before(self, nodes: set[int], way: Way, side: Side, depth: int) -> set[int]:
        found: set[int] = set()
        depths = side.depths
        for node in nodes:
            for _, other in self.steps(node, way):
                if depths.get(other) == depth:
                    found.add(other)
        return found
