"""Many ranges of places, one after another."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns.arrays import IntArray


def expand_ranges(first: IntArray, counts: IntArray) -> tuple[IntArray, IntArray]:
    """Lay out ranges, each from its ``first`` place on and ``counts`` places long.

    Returns:
        the range that each place is of, ascending, and the place.
    """
    of = np.arange(len(counts), dtype=np.int64).repeat(counts)
    # what is repeated is only the number of a range: taking is several times as quick as repeating
    begins: IntArray = np.cumsum(counts) - counts
    places = (first - begins).take(of)
    places += np.arange(len(of), dtype=np.int64)
    return of, places
