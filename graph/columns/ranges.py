"""Concatenated ranges of positions."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns.arrays import IntArray


def expand_ranges(first: IntArray, counts: IntArray) -> tuple[IntArray, IntArray]:
    """Expand ranges into positions; range ``i`` starts at ``first[i]`` and has ``counts[i]`` positions.

    Returns:
        the range of each position, ascending, and the position.
    """
    of = np.arange(len(counts), dtype=np.int64).repeat(counts)
    # Repeat only the range numbers: ``take`` is several times as fast as ``repeat``.
    begins: IntArray = np.cumsum(counts) - counts
    positions = (first - begins).take(of)
    positions += np.arange(len(of), dtype=np.int64)
    return of, positions
