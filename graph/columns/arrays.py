"""The types of NumPy arrays that columns are made of, and operations on arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np

# numpy.typing, which has a shorter form, is slow to import.
IntArray: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
CodeArray: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]
FloatArray: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
BoolArray: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
ByteArray: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]
ObjectArray: TypeAlias = np.ndarray[Any, np.dtype[np.object_]]
AnyArray: TypeAlias = np.ndarray[Any, np.dtype[Any]]

MARKED_FROM = 64
"""Up to this many positions per value, marking is faster than sorting (10,000 to 1,000,000 values)."""


def concatenate(arrays: Sequence[AnyArray]) -> AnyArray:
    """Concatenate arrays; adjacent slices of one array are not copied."""
    base = arrays[0].base
    if isinstance(base, np.ndarray) and base.ndim == 1 and base.flags.c_contiguous:
        step, dtype = base.itemsize, base.dtype
        begin = end = _address(arrays[0])
        for array in arrays:
            alike = array.base is base and array.dtype == dtype and array.flags.c_contiguous
            if not alike or _address(array) != end:
                return np.concatenate(arrays)
            end += array.nbytes
        first = (begin - _address(base)) // step
        return base[first : first + (end - begin) // step]
    return np.concatenate(arrays)


def _address(array: AnyArray) -> int:
    return array.__array_interface__["data"][0]  # type: ignore[no-any-return]


def unique(values: AnyArray) -> Any:
    """Return the distinct values of an array, ascending; NaN counts as one value and comes last.

    On its first call, ``np.unique`` imports ``numpy.ma``, which takes longer than most queries.
    """
    ordered = np.sort(values)
    return ordered[_firsts(ordered)]


def unique_below(values: IntArray, size: int) -> IntArray:
    """Return the distinct values of an array of positions from 0 to ``size``, ascending.

    Marking takes one pass over all positions and sorting takes several over the values, so few values are
    sorted and many are marked.
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


def expand_ranges(first: IntArray, counts: IntArray) -> tuple[IntArray, IntArray]:
    """Expand ranges into positions; range ``i`` starts at ``first[i]`` and has ``counts[i]`` positions.

    Returns:
        The range of each position, ascending, and the position.
    """
    of = np.arange(len(counts), dtype=np.int64).repeat(counts)
    # Repeat only the range numbers: ``take`` is several times as fast as ``repeat``.
    begins: IntArray = np.cumsum(counts) - counts
    positions = (first - begins).take(of)
    positions += np.arange(len(of), dtype=np.int64)
    return of, positions
