"""Which nodes hang together: the parts of a graph between which no way leads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sociogram.graph.columns import IntArray

_HELD = 200_000
"""Pairs that ``DisjointSets`` gathers before it folds them: some 20 MB while it does."""


def component_labels(
    count: int, start: IntArray, end: IntArray, check: Callable[[], object] = lambda: None
) -> IntArray:
    """Return a number for each node, the same where a way leads from one to the other.

    Each part is a tree with its least node so far as the root. In a round every root that a relationship
    ties to a lesser one is hung below it, so that the roots are at most half as many after it.

    Args:
        count: how many nodes there are; they are called 0, 1, 2 …
        start: one end of each relationship.
        end: the other.
        check: called in each round, to look at the clock.
    """
    root = np.arange(count, dtype=np.int64)
    while len(start):
        check()
        first, last = root[start], root[end]
        apart = first != last
        start, end = start[apart], end[apart]
        first, last = first[apart], last[apart]
        root[np.maximum(first, last)] = np.minimum(first, last)
        while not np.array_equal(above := root[root], root):
            root = above
    return root


class DisjointSets:
    """The parts of a graph whose relationships pass by: memory grows with its nodes alone.

    Nodes are called by any integers. Of the relationships seen so far, each node and the one that stands
    for its part are kept, for that says all that is known.
    """

    __slots__ = ("_ends", "_held", "_nodes", "_roots", "_starts")

    def __init__(self) -> None:
        self._nodes = self._roots = np.zeros(0, dtype=np.int64)
        self._starts: list[IntArray] = []
        self._ends: list[IntArray] = []
        self._held = 0

    def add(self, start: IntArray, end: IntArray) -> None:
        """See some relationships, by the ends of each."""
        self._starts.append(start)
        self._ends.append(end)
        self._held += len(start)
        if self._held >= _HELD:
            self._fold()

    def sizes(self) -> IntArray:
        """Return how many nodes each part has, of those that were an end of something; the largest first."""
        self._fold()
        return np.sort(np.unique(self._roots, return_counts=True)[1])[::-1]

    def _fold(self) -> None:
        starts = np.concatenate([self._nodes, *self._starts])
        ends = np.concatenate([self._roots, *self._ends])
        names, places = np.unique(np.concatenate([starts, ends]), return_inverse=True)
        self._nodes = names
        self._roots = names[component_labels(len(names), places[: len(starts)], places[len(starts) :])]
        self._starts, self._ends, self._held = [], [], 0
