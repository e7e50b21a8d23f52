"""Breadth-first search between two nodes, from both ends, always expanding the smaller frontier.

Small frontiers are Python lists and sets, large ones are arrays. Each side stores the depth at which it
reached each node, and paths are reconstructed from these depths. One search therefore serves for one path as
well as for all paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.memory.storage.adjacency import HOP_LIMIT
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import Direction

Step = tuple[Any, int]
"""A step: what is traversed (usually a relationship) and the node it leads to."""

Allowed = Callable[[IntArray, IntArray, IntArray], BoolArray]
"""A filter of steps: from source nodes, relationships and target nodes to the mask of allowed steps."""


class SearchSide:
    """One side of a search: the distance from its end to each node it has reached.

    If ``back``, the side searches from the end of paths towards their start.
    """

    __slots__ = ("_depths", "_levels", "_nearer", "_table", "back", "depth", "frontier", "search")

    def __init__(self, search: BidirectionalSearch, begin: int, *, back: bool) -> None:
        self.search: BidirectionalSearch = search
        self.back: bool = back
        self.depth = 0
        self.frontier: list[int] | IntArray = [begin]
        self._depths: dict[int, int] = {begin: 0}
        self._levels: list[set[int]] = [{begin}]
        self._table: IntArray | None = None
        self._nearer: dict[int, Step] = {}

    def advance(self, until: SearchSide | None = None) -> None:
        """Advance by one relationship, but stop at the first node that the other side has reached."""
        self.depth += 1
        frontier, search = self.frontier, self.search
        neighbours = search.neighbours(np.asarray(frontier, dtype=np.int64), self.back)
        if self._table is None and len(neighbours) <= HOP_LIMIT:
            self._add_nodes(neighbours.tolist(), until)
        else:
            self._add_array(neighbours)

    def _add_nodes(self, neighbours: list[int], until: SearchSide | None) -> None:
        depths, depth = self._depths, self.depth
        meeting_node = None if until is None else until.first_of(neighbours)
        new = set(neighbours) if meeting_node is None else {meeting_node}
        new.difference_update(depths)
        depths.update(dict.fromkeys(new, depth))
        self._levels.append(new)
        self.frontier = list(new)

    def _add_array(self, neighbours: IntArray) -> None:
        search = self.search
        if self._table is None:
            self._table = np.full(search.snapshot.node_slots, -1, dtype=np.int64)
            self._table[list(self._depths)] = list(self._depths.values())
        seen = np.zeros(search.snapshot.node_slots, dtype=np.bool_)
        seen[neighbours] = True
        seen &= self._table < 0
        new = np.flatnonzero(seen)
        self._table[new] = self.depth
        self.frontier = new

    def found(self, node: int, most: int | None) -> bool:
        """Advance until a node is reached, up to a maximum depth; return whether it was reached."""
        while self.at(node) < 0:
            if not len(self.frontier) or (most is not None and self.depth >= most):
                return False
            self.search.check()
            self.advance()
        return most is None or self.at(node) <= most

    def at(self, node: int) -> int:
        """Return the distance of a node, or -1 if it has not been reached."""
        if self._table is not None:
            return int(self._table[node])
        return self._depths.get(node, -1)

    def walk_from(self, node: int) -> tuple[list[int], list[int]]:
        """Return one path from a reached node back to this side's end."""
        nodes, steps, known = [node], [0] * 0, self._nearer
        for depth in range(self.at(node) - 1, -1, -1):
            step = known.get(node)
            if step is None:
                step = known[node] = self.search.step_nearer(node, not self.back, self, depth)
            slot, node = step
            steps.append(slot)
            nodes.append(node)
        return nodes, steps

    def first_of(self, nodes: list[int]) -> int | None:
        """Return the first of the given nodes that has been reached, or None."""
        if self._table is not None:
            hits = np.flatnonzero(self._table[nodes] >= 0)
            return nodes[int(hits[0])] if len(hits) else None
        depths = self._depths
        return None if depths.keys().isdisjoint(nodes) else next(node for node in nodes if node in depths)

    def positions_at(self, nodes: list[int], depth: int) -> list[int]:
        """Return the positions of the nodes in a list that are at ``depth`` from this side's end."""
        if self._table is not None:
            positions: list[int] = np.flatnonzero(self._table[nodes] == depth).tolist()
            return positions
        level = self._levels[depth]
        return [position for position, node in enumerate(nodes) if node in level]

    def have(self, nodes: IntArray, depth: int) -> BoolArray:
        """Return the mask of the nodes at ``depth`` from this side's end."""
        if self._table is not None:
            return np.equal(self._table[nodes], depth)
        hits = [node for node, distance in self._depths.items() if distance == depth]
        return np.isin(nodes, hits)

    def meeting_nodes(self, other: SearchSide) -> list[int]:
        """Return the nodes of this side's frontier that the other side has reached."""
        if other._table is not None:
            nodes = np.asarray(self.frontier, dtype=np.int64)
            hits: list[int] = nodes[other._table[nodes] >= 0].tolist()
            return hits
        if isinstance(self.frontier, list):
            return [node for node in self.frontier if node in other._depths]
        theirs = np.fromiter(other._depths, dtype=np.int64, count=len(other._depths))
        common: list[int] = theirs[np.isin(theirs, self.frontier)].tolist()
        return common

    def reached(self) -> dict[int, int]:
        """Return the distance of each reached node, by node."""
        if self._table is None:
            return self._depths
        nodes = np.flatnonzero(self._table >= 0)
        return dict(zip(nodes.tolist(), self._table[nodes].tolist(), strict=True))


class BidirectionalSearch:
    """Searches for shortest paths in one graph along some relationships."""

    def __init__(
        self,
        snapshot: Snapshot,
        direction: Direction,
        types: tuple[str, ...] | None,
        allowed: Allowed | None,
        check: Callable[[], None],
    ) -> None:
        self.snapshot = snapshot
        self.direction = direction
        self.types = types
        self.allowed = allowed
        self.check = check

    def without(self, relationship: int) -> BidirectionalSearch:
        """Return a search with the same filter, but without one relationship."""
        inner = self.allowed

        def allowed(nears: IntArray, relationships: IntArray, fars: IntArray) -> BoolArray:
            other = np.not_equal(relationships, relationship)
            return other if inner is None else other & inner(nears, relationships, fars)

        return BidirectionalSearch(self.snapshot, self.direction, self.types, allowed, self.check)

    def direction_of(self, back: bool) -> Direction:
        """Return the direction in which to traverse relationships, along the path or back."""
        return self.direction.reversed if back else self.direction

    def _work(self, nodes: Sequence[int], back: bool) -> int:
        snapshot = self.snapshot
        if snapshot.relationship_count <= HOP_LIMIT:
            return snapshot.relationship_count
        directions = self.direction_of(back).single
        return sum([sum(snapshot.listed_degrees(nodes, direction, self.types)) for direction in directions])

    def expand(self, nodes: IntArray, back: bool) -> tuple[IntArray, IntArray, IntArray]:
        """Return the steps from some nodes: the position in ``nodes``, the relationship, the target node."""
        origin, relationships, neighbours = self.snapshot.expand(nodes, self.direction_of(back), self.types)
        if self.allowed is not None:
            remaining = np.flatnonzero(self._may(nodes[origin], relationships, neighbours, back))
            origin, relationships, neighbours = (
                origin[remaining],
                relationships[remaining],
                neighbours[remaining],
            )
        return origin, relationships, neighbours

    def _may(self, nodes: IntArray, relationships: IntArray, others: IntArray, back: bool) -> BoolArray:
        if self.allowed is None:
            return np.ones(len(relationships), dtype=np.bool_)
        nears, fars = (others, nodes) if back else (nodes, others)
        return self.allowed(nears, relationships, fars)

    def neighbours(self, nodes: IntArray, back: bool) -> IntArray:
        """Return the neighbours of some nodes; nodes may repeat."""
        if self.allowed is not None:
            return self.expand(nodes, back)[2]
        # here, neither the order nor repeated loops matter
        meeting_nodes = [
            self.snapshot.expand(nodes, direction, self.types)[2]
            for direction in self.direction_of(back).single
        ]
        return meeting_nodes[0] if len(meeting_nodes) == 1 else np.concatenate(meeting_nodes)

    def steps_nearer(self, node: int, back: bool, side: SearchSide, depth: int) -> list[Step]:
        """Return the steps from a node to nodes at ``depth`` from a side's end."""
        if self._work([node], back) <= HOP_LIMIT:
            relationships, neighbours = self.snapshot.expand_one(node, self.direction_of(back), self.types)
            near_steps = [
                (relationships[position], neighbours[position])
                for position in side.positions_at(neighbours, depth)
            ]
            return self._allowed_steps(node, near_steps, back)
        one = np.array([node], dtype=np.int64)
        _, slots, others = self.snapshot.expand(one, self.direction_of(back), self.types)
        near = np.flatnonzero(side.have(others, depth))
        return self._allowed_steps(
            node, list(zip(slots[near].tolist(), others[near].tolist(), strict=True)), back
        )

    def step_nearer(self, node: int, back: bool, side: SearchSide, depth: int) -> Step:
        """Return the first step from a node to one at ``depth`` from a side's end; there is always one."""
        if self.allowed is None and self._work([node], back) <= HOP_LIMIT:
            for direction in self.direction_of(back).single:
                relationships, neighbours = self.snapshot.expand_one(node, direction, self.types)
                for position in side.positions_at(neighbours, depth):
                    return relationships[position], neighbours[position]
        return self.steps_nearer(node, back, side, depth)[0]

    def is_new(self, step: Any, path: list[Any]) -> bool:
        """Return whether a step repeats no relationship of the path."""
        return step not in path

    def steps(self, node: int) -> list[Step]:
        """Return the allowed relationships of a node, with the nodes they lead to."""
        return self._allowed_steps(node, self._all_steps(node, back=False), back=False)

    def _all_steps(self, node: int, back: bool) -> list[Step]:
        relationships, neighbours = self.snapshot.expand_one(node, self.direction_of(back), self.types)
        return list(zip(relationships, neighbours, strict=True))

    def _allowed_steps(self, node: int, steps: list[Step], back: bool) -> list[Step]:
        if self.allowed is None or not steps:
            return steps
        relationships, others = np.array(steps, dtype=np.int64).T
        keep = self._may(np.full(len(steps), node), relationships, others, back)
        return [step for step, remaining in zip(steps, keep.tolist(), strict=True) if remaining]

    def shortest(
        self, start: int, end: int, maximum: int | None, *, every: bool
    ) -> Iterator[tuple[list[int], list[int]]]:
        """Yield one shortest path between two different nodes, or ``every`` one: nodes, relationships."""
        first, last = SearchSide(self, start, back=False), SearchSide(self, end, back=True)
        meeting = self._meet(first, last, maximum, every=every)
        if not meeting:
            return
        heads, tails = self.back_to(first), self.back_to(last)
        for middle in meeting:
            for nodes, steps in heads(middle):
                for more_nodes, more_steps in tails(middle):
                    yield [*nodes[::-1], *more_nodes[1:]], [*steps[::-1], *more_steps]
                    if not every:
                        return

    def _meet(self, first: SearchSide, last: SearchSide, maximum: int | None, *, every: bool) -> list[int]:
        """Advance both sides until they meet; return the nodes where they meet."""
        while len(first.frontier) and len(last.frontier):
            if maximum is not None and first.depth + last.depth >= maximum:
                return []
            self.check()
            side, other = (first, last) if len(first.frontier) <= len(last.frontier) else (last, first)
            side.advance(None if every else other)
            meeting_nodes = side.meeting_nodes(other)
            if meeting_nodes:
                # all of them are middle nodes of shortest paths: the sides would have met at a nearer node
                # before
                return meeting_nodes
        return []

    def back_to(self, side: SearchSide) -> Callable[[int], Iterator[tuple[list[int], list[int]]]]:
        """Return a function that walks from a middle node back to the side's end along every path."""
        known: dict[int, list[Step]] = {}

        def nearer(node: int, depth: int) -> list[Step]:
            found = known.get(node)
            if found is None:
                found = known[node] = self.steps_nearer(node, not side.back, side, depth - 1)
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
