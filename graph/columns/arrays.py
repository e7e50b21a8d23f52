"""The types of NumPy arrays that columns are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    IntArray = NDArray[np.int64]
    CodeArray = NDArray[np.int32]
    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]
    ObjectArray = NDArray[np.object_]
    AnyArray = NDArray[Any]
else:  # numpy.typing is slow to import
    IntArray = CodeArray = FloatArray = BoolArray = ObjectArray = AnyArray = np.ndarray
