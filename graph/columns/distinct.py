"""Sorted distinct values of an array: ``np.unique`` without the import of ``numpy.ma`` on its first call.

That import takes longer than most queries.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from sociogram.graph.columns.arrays import AnyArray, BoolArray, IntArray

MARKED_FROM = 64
"""Positions for each value up to which marking is faster than sorting, as measured at 10,000 to 1,000,000."""


def unique(values: AnyArray) -> Any:
    """Return the distinct values of an array, ascending; NaN counts as one value and comes last."""
    ordered = np.sort(values)
    return ordered[_firsts(ordered)]


def unique_below(values: IntArray, size: int) -> IntArray:
    """Return the distinct values of an array of positions from 0 to ``size``, ascending.

    Marking positions takes one pass over ``size``, sorting several over the values: many values are marked.
    """
    if len(values) * MARKED_FROM < size:
        return cast("IntArray", unique(values))
    is_used = np.zeros(size, dtype=np.bool_)
    is_used[values] = True
    return np.flatnonzero(is_used)


def unique_inverse(values: AnyArray) -> tuple[Any, IntArray]:
    """Return the distinct values, ascending, and each value's position among them."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    firsts = _firsts(ordered)
    positions = np.empty(len(values), dtype=np.int64)
    positions[order] = np.cumsum(firsts) - 1
    return ordered[firsts], positions


def _firsts(ordered: AnyArray) -> BoolArray:
    """Return whether each value differs from the one before it."""
    firsts = np.ones(len(ordered), dtype=np.bool_)
    if len(ordered):
        np.not_equal(ordered[1:], ordered[:-1], out=firsts[1:])
        if ordered.dtype.kind == "f":
            firsts[1:] &= ~np.isnan(ordered[:-1])
    return firsts
