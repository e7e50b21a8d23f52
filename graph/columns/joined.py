"""Concatenation of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sociogram.graph.columns.arrays import AnyArray


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
