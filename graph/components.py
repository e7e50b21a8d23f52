"""Connected components: the largest parts of a graph in which every two nodes are connected by a path."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sociogram.graph.columns import IntArray

_HELD = 200_000
"""Relationships that ``DisjointSets`` buffers before merging them, which takes about 20 MB."""


def component_labels(
    count: int, start: IntArray, end: IntArray, check: Callable[[], object] = lambda: None
) -> IntArray:
    """Return a number for each node, equal for nodes that are connected by a path.

    Each component is a tree whose root is its smallest node so far. Each round attaches every root that has a
    relationship to a smaller one, which at least halves the number of roots.

    Args:
        count: the number of nodes; they are numbered from 0.
        start: one end of each relationship.
        end: the other end.
        check: called in each round, for example to check a time limit.
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
    """The components of a graph whose relationships are streamed; memory grows only with the number of nodes.

    Nodes are any integers. Only each node and the representative of its component are stored.
    """

    __slots__ = ("_ends", "_held", "_nodes", "_roots", "_starts")

    def __init__(self) -> None:
        self._nodes = self._roots = np.zeros(0, dtype=np.int64)
        self._starts: list[IntArray] = []
        self._ends: list[IntArray] = []
        self._held = 0

    def add(self, start: IntArray, end: IntArray) -> None:
        """Add relationships by their ends."""
        self._starts.append(start)
        self._ends.append(end)
        self._held += len(start)
        if self._held >= _HELD:
            self._fold()

    def sizes(self) -> IntArray:
        """Return the sizes of the components that have a relationship, largest first."""
        self._fold()
        return np.sort(np.unique(self._roots, return_counts=True)[1])[::-1]

    def _fold(self) -> None:
        starts = np.concatenate([self._nodes, *self._starts])
        ends = np.concatenate([self._roots, *self._ends])
        names, positions = np.unique(np.concatenate([starts, ends]), return_inverse=True)
        self._nodes = names
        self._roots = names[component_labels(len(names), positions[: len(starts)], positions[len(starts) :])]
        self._starts, self._ends, self._held = [], [], 0
