"""A few relationships sorted by node: those added to or removed from the frozen tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.columns.arrays import expand_ranges
from sociogram.graph.memory.storage.adjacency import Neighbours


class DeltaAdjacency:
    """Relationships by node: a mask finds the nodes that have any; bisection finds a node's relationships."""

    __slots__ = ("_at", "_codes", "_others", "_slots", "_touched")

    def __init__(
        self, at: IntArray, slots: IntArray, others: IntArray, codes: IntArray, node_slots: int
    ) -> None:
        order = np.argsort(at, kind="stable")
        self._at = at[order]
        self._slots = slots[order]
        self._others = others[order]
        self._codes = codes[order]
        self._touched = np.zeros(node_slots, dtype=np.bool_)
        self._touched[at] = True

    def __len__(self) -> int:
        return len(self._at)

    def _find(
        self, nodes: IntArray, codes: Sequence[int] | None
    ) -> tuple[IntArray, IntArray, IntArray, IntArray] | None:
        """Return the rows with matches, the range of each among the matching relationships, and those."""
        rows = np.flatnonzero(self._touched[nodes])
        if not len(rows):
            return None
        at = self._at
        remaining = np.arange(len(at), dtype=np.int64)
        if codes is not None:
            remaining = np.flatnonzero(np.isin(self._codes, list(codes)))
            at = at[remaining]
        wanted = nodes[rows]
        return rows, np.searchsorted(at, wanted, "left"), np.searchsorted(at, wanted, "right"), remaining

    def counts(self, nodes: IntArray, codes: Sequence[int] | None) -> IntArray:
        """Return the number of each node's relationships here."""
        counts = np.zeros(len(nodes), dtype=np.int64)
        found = self._find(nodes, codes)
        if found is not None:
            rows, first, last, _ = found
            counts[rows] = last - first
        return counts

    def part(self, nodes: IntArray, codes: Sequence[int] | None) -> Neighbours | None:
        """Return each node's relationships here; None if no node has any."""
        found = self._find(nodes, codes)
        if found is None:
            return None
        rows, first, last, remaining = found
        of, positions = expand_ranges(first, last - first)
        positions = remaining[positions]
        return Neighbours(rows[of], self._slots[positions], self._others[positions])

    def nodes(self) -> set[int]:
        """Return the nodes that have any of the relationships."""
        return set(self._at.tolist())
