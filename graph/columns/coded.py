"""Values of any kind as codes into a table of the distinct ones, for columns of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sociogram.graph.columns.arrays import BoolArray, CodeArray, IntArray, ObjectArray
from sociogram.graph.columns.patch import DerivedColumn, objects


class CodedValues:
    """The values of a column by code.

    Attributes:
        codes: the code of each row, -1 for null.
    """

    __slots__ = ("_table", "codes")

    def __init__(self, codes: CodeArray, table: ObjectArray | None = None) -> None:
        self.codes: CodeArray = codes
        self._table: ObjectArray | None = table

    @property
    def table(self) -> ObjectArray:
        """The values, and None at the end for code -1."""
        if self._table is None:
            self._table = self.read_table()
        return self._table

    @property
    def is_read(self) -> bool:
        """Whether the table is in memory."""
        return self._table is not None

    def read_table(self) -> ObjectArray:
        """Return the table on first use."""
        raise NotImplementedError

    def __call__(self, rows: IntArray | None) -> ObjectArray:
        """Return the values of some rows, or of all if ``rows`` is None."""
        return self.table[self.codes if rows is None else self.codes[rows]]

    def one(self, row: int) -> Any:
        """Return one value."""
        return self.table[self.codes[row]]


class CodedColumn(DerivedColumn):
    """A column of values that are stored once each."""

    __slots__ = ("coded",)

    def __init__(self, coded: CodedValues) -> None:
        super().__init__(len(coded.codes), coded)
        self.coded: CodedValues = coded

    def null_mask(self) -> BoolArray:
        """Return, for each row, whether it is null."""
        return self.coded.codes < 0

    def changed(self, length: int, changes: Mapping[int, Any]) -> DerivedColumn:
        """Return the column with rows added up to ``length`` and ``changes`` applied."""
        if not self.coded.is_read:
            return super().changed(length, changes)
        table = [*self.coded.table[:-1], *changes.values(), None]
        codes = np.full(length, -1, dtype=np.int32)
        codes[: self.length] = self.coded.codes
        first = len(table) - 1 - len(changes)
        for code, (row, value) in enumerate(changes.items(), first):
            codes[row] = -1 if value is None else code
        return CodedColumn(CodedValues(codes, objects(table, len(table))))
