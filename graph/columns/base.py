"""The interface that all columns share."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np

from sociogram.graph.columns.arrays import BoolArray, IntArray

RowIndices = IntArray | list[int]
"""Row numbers in a column: a list if there are few, otherwise an array."""

LIST_LIMIT = 64
"""Up to this many rows are handled one by one, in lists: creating and indexing an array costs more."""


class Column:
    """An immutable sequence of values.

    Not an ABC: ``isinstance`` with an ABC takes several times as long, and small queries do little else.
    """

    __slots__ = ()

    kind: ClassVar[str]

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def take(self, rows: RowIndices) -> Column:
        """Return the values at ``rows`` (int64, each 0 <= row < len), in that order."""

    def values_at(self, rows: list[int]) -> list[Any]:
        """Return the values at ``rows`` in the form of ``to_list``."""
        return [self.value(row) for row in rows] if len(rows) <= LIST_LIMIT else self.take(rows).to_list()

    def part(self, begin: int, end: int) -> Column:
        """Return the values from ``begin`` up to ``end``; columns that hold arrays share the memory."""
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
        """Return whether any row is null."""
        return bool(self.null_mask().any())
