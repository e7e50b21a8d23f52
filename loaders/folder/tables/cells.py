"""The cells of a column of a data folder, a few thousand rows at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import AnyArray, Column, DictionaryColumn, IntColumn, TextColumn
from sociogram.graph.columns.coded import CodedColumn

AT_ONCE = 8_192
"""Rows or distinct texts that are converted at a time."""


class TextCells:
    """A column of text as it is; null is an empty cell."""

    def __init__(self, column: TextColumn) -> None:
        self._column = column

    def part(self, begin: int, end: int) -> list[str]:
        """Return the cells of some rows."""
        return ["" if text is None else text for text in self._column.part(begin, end).to_list()]


class CodedCells:
    """Distinct cells, and for each row the position of its cell."""

    def __init__(self, cells: Sequence[str], codes: AnyArray) -> None:
        self._cells = cells
        self._codes = codes

    def part(self, begin: int, end: int) -> list[str]:
        """Return the cells of some rows."""
        return list(map(self._cells.__getitem__, self._codes[begin:end].tolist()))


Cells = TextCells | CodedCells


def distinct_values(column: Column) -> tuple[list[Any], AnyArray]:
    """Return the distinct values, and for each row the position of its value.

    Equal texts or equal integers are one value. Other values are one only if they are the same object,
    because many rows share a list, and ``1`` is not ``True``.
    """
    if isinstance(column, CodedColumn):
        return _used(column.coded.table.tolist(), column.coded.codes)
    if isinstance(column, DictionaryColumn):
        return _used([*column.table.tolist(), None], column.codes)
    if isinstance(column, IntColumn) and column.nulls is None:
        integers, codes = np.unique(column.stored, return_inverse=True)
        return integers.tolist(), codes.astype(np.int32)
    positions: dict[Any, int] = {}
    distinct: list[Any] = []

    def position(value: Any) -> int:
        key = value if type(value) is str or type(value) is int else (id(value),)
        found = positions.setdefault(key, len(distinct))
        if found == len(distinct):
            distinct.append(value)
        return found

    values = column.to_list()
    return distinct, np.fromiter(map(position, values), dtype=np.int32, count=len(values))


def _used(table: list[Any], codes: AnyArray) -> tuple[list[Any], AnyArray]:
    """Return those values of a table that some code refers to; null, -1, is the last."""
    used = np.zeros(len(table), dtype=np.bool_)
    used[codes] = True
    remaining = np.flatnonzero(used)
    recoded = np.zeros(len(table), dtype=np.int32)
    recoded[remaining] = np.arange(len(remaining), dtype=np.int32)
    return [table[code] for code in remaining.tolist()], recoded[codes]


def are_distinct(column: Column) -> bool:
    """Return whether a column has only distinct texts; may be False if that would require a search."""
    if not isinstance(column, TextColumn):
        return False
    codes = column.codes
    return not len(codes) or (int(codes.min()) >= 0 and int(np.bincount(codes).max()) == 1)
