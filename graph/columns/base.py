"""What every column can do."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np

from sociogram.graph.columns.arrays import BoolArray, IntArray

RowIndices = IntArray | list[int]
"""Places in a column: an array, or a list where there are few."""

LIST_LIMIT = 64
"""Up to so many values are read one by one: an array costs more than that to make and to ask."""


class Column:
    """A sequence of values that does not change.

    (No ABC: ``isinstance`` of such takes several times as long, and small queries do little else.)
    """

    __slots__ = ()

    kind: ClassVar[str]

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def take(self, rows: RowIndices) -> Column:
        """Return the values at ``rows`` (int64, each 0 <= row < len), in that order."""

    def values_at(self, rows: list[int]) -> list[Any]:
        """Return the values at ``rows`` as ``to_list`` would give them."""
        return [self.value(row) for row in rows] if len(rows) <= LIST_LIMIT else self.take(rows).to_list()

    def part(self, begin: int, end: int) -> Column:
        """Return the values from ``begin`` up to ``end``; kinds that are arrays share their memory."""
        return self.take(np.arange(begin, end))

    @abstractmethod
    def to_list(self) -> list[Any]:
        """Return the values as Python objects; null is None; nodes and relationships are slots."""

    @abstractmethod
    def null_mask(self) -> BoolArray:
        """Return, for each row, whether it is null."""

    @abstractmethod
    def value(self, row: int) -> Any:
        """Return one value as a Python object."""

    def has_nulls(self) -> bool:
        """Tell whether any row is null."""
        return bool(self.null_mask().any())
