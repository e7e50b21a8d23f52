"""The distinct values of an array, sorted: ``np.unique`` without what it imports on its first call.

That is ``numpy.ma``, which takes longer than most queries do.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sociogram.graph.columns.arrays import AnyArray, BoolArray, IntArray


def unique(values: AnyArray) -> Any:
    """Return the distinct values of an array, ascending; NaN is one value, the last."""
    ordered = np.sort(values)
    return ordered[_firsts(ordered)]


def unique_inverse(values: AnyArray) -> tuple[Any, IntArray]:
    """Return the distinct values, ascending, and for each value its place among them."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    firsts = _firsts(ordered)
    places = np.empty(len(values), dtype=np.int64)
    places[order] = np.cumsum(firsts) - 1
    return ordered[firsts], places


def _firsts(ordered: AnyArray) -> BoolArray:
    """Tell for each value whether it differs from the one before."""
    firsts = np.ones(len(ordered), dtype=np.bool_)
    if len(ordered):
        np.not_equal(ordered[1:], ordered[:-1], out=firsts[1:])
        if ordered.dtype.kind == "f":
            firsts[1:] &= ~np.isnan(ordered[:-1])
    return firsts
