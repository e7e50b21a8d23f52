"""Connected components: the largest parts of a graph in which every two nodes are connected by a path."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sociogram.graph.columns import IntArray


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
