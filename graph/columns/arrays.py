"""The types of NumPy arrays that columns are made of."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

# numpy.typing, which has a shorter form, is slow to import.
IntArray: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
CodeArray: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]
FloatArray: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
BoolArray: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
ByteArray: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]
ObjectArray: TypeAlias = np.ndarray[Any, np.dtype[np.object_]]
AnyArray: TypeAlias = np.ndarray[Any, np.dtype[Any]]
