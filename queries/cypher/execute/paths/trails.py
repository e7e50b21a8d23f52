"""Enumerate trails between two nodes in ascending order of length, without exploring longer ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sociogram.queries.cypher.execute.paths.bidirectional_search import BidirectionalSearch, SearchSide, Step

Walk = tuple[list[int], list[Any]]
"""Nodes, and the steps between them (usually relationships)."""

FAR = 1 << 62
"""A length greater than that of any path; the distance of nodes that cannot reach the end."""


class Prefix(NamedTuple):
    """A partial trail: the trail before its last step, that step, the last node, and the length."""

    before: Prefix | None
    step: Any
    node: int
    length: int

    def walk(self) -> Walk:
        """Return its nodes and steps."""
        nodes: list[int] = []
        steps: list[Any] = []
        prefix = self
        while prefix.before is not None:
            nodes.append(prefix.node)
            steps.append(prefix.step)
            prefix = prefix.before
        return [prefix.node, *nodes[::-1]], steps[::-1]


class Trails:
    """The trails between two nodes, or the walks if relationships are ``repeatable``.

    As in A*, a search from the end gives a lower bound for the length of every trail that continues a partial
    one. The partial trail waits in the queue of this length.
    """

    def __init__(
        self, search: BidirectionalSearch, start: int, end: int, minimum: int, *, repeatable: bool
    ) -> None:
        self.search = search
        self.repeatable = repeatable
        self.end = end
        self.side: SearchSide = SearchSide(search, end, back=True)
        self.waiting: dict[int, list[Prefix]] = {minimum: [Prefix(None, -1, start, 0)]}
        self._known: dict[int, list[Step]] = {}

    def of(self, length: int) -> Iterator[Walk]:
        """Yield the trails of one length; shorter lengths must have been requested before."""
        ready = self.waiting.pop(length)
        while ready:
            self.search.check()
            prefix = ready.pop()
            needed = prefix.length + self._distance(prefix.node, length - prefix.length)
            if needed > length:
                if needed < FAR:
                    self.waiting.setdefault(needed, []).append(prefix)
                continue
            if prefix.node == self.end and prefix.length == length:
                yield prefix.walk()
            ready += self._onward(prefix)

    def _onward(self, prefix: Prefix) -> list[Prefix]:
        steps = self._known.get(prefix.node)
        if steps is None:
            steps = self._known[prefix.node] = self.search.steps(prefix.node)
        length = prefix.length + 1
        if not self.repeatable:
            path = prefix.walk()[1]
            steps = [(step, node) for step, node in steps if self.search.is_new(step, path)]
        return [Prefix(prefix, step, node, length) for step, node in steps]

    def _distance(self, node: int, most: int) -> int:
        """Return a node's distance from the end, or a lower bound if it is more than ``most``."""
        if self.side.found(node, most):
            return self.side.at(node)
        distance = self.side.at(node)
        if distance >= 0:
            return distance
        return self.side.depth + 1 if len(self.side.frontier) else FAR


def trails(
    search: BidirectionalSearch,
    start: int,
    end: int,
    minimum: int,
    maximum: int | None,
    *,
    repeatable: bool = False,
) -> Iterator[Iterator[Walk]]:
    """Yield the trails between two nodes by length, in ascending order.

    No relationship repeats, unless they are ``repeatable``.
    """
    longest = FAR if maximum is None else maximum
    if not repeatable:
        longest = min(search.snapshot.relationship_count, longest)
    found = Trails(search, start, end, minimum, repeatable=repeatable)
    while found.waiting and (length := min(found.waiting)) <= longest:
        yield found.of(length)
