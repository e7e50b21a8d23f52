"""Look-up of slots by property value."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    LIST_LIMIT,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    IntColumn,
    RowIndices,
    TextColumn,
)
from sociogram.graph.columns.arrays import expand_ranges

_NONE = np.zeros(0, dtype=np.int64)

_SCANS = 3
"""This many look-ups scan the column; after that, sorting its values pays off."""


def value_key(value: Any) -> Hashable:
    """Return a key that two values share if and only if Cypher calls them equal; None if nothing equals them.

    ``1`` and ``1.0`` are equal, ``1`` and ``true`` are not; null and NaN equal nothing.
    """
    if type(value) is str or type(value) is int:
        return value
    if value is None or value != value:  # only NaN differs from itself
        return None
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, list | tuple) and type(value).__module__ == "builtins":
        keys = tuple(value_key(item) for item in value)
        return None if None in keys else ("list", keys)
    if isinstance(value, dict):
        return ("map", frozenset((name, value_key(item)) for name, item in value.items()))
    return (type(value).__name__, value)


class ValueIndex:
    """Finds the rows of a column that hold a value; sorts the values after a few look-ups.

    Readers in several threads share it: everything it builds is complete before they can see it, because
    ``_order`` is set last.
    """

    __slots__ = ("_column", "_groups", "_order", "_scans", "_sorted")

    def __init__(self, column: Column) -> None:
        self._column = column
        self._scans = 0
        self._order: Any = None
        self._sorted: Any = None
        self._groups: dict[Hashable, list[int]] | None = None

    def find(self, value: Any) -> IntArray:
        """Return the rows whose value equals ``value``, ascending."""
        column = self._column
        kind = type(value)
        if isinstance(column, TextColumn):
            return self._find_text(column, value) if kind is str else _NONE
        if isinstance(column, BoolColumn):
            return self._find_number(column, value) if kind is bool else _NONE
        if isinstance(column, IntColumn | FloatColumn):
            number = _as_held(column, value)
            return _NONE if number is None else self._find_number(column, number)
        if isinstance(column, ConstantColumn) and column.constant is None:
            return _NONE
        return self._find_object(value)

    def found(self, value: Any) -> RowIndices:
        """Return the same rows as ``find``; as a list if there are few."""
        column = self._column
        if type(value) is str and self._order is not None and isinstance(column, TextColumn):
            code = column.dictionary.code_of(value)
            if code < 0:
                return []
            begin, end = self._sorted.item(code), self._sorted.item(code + 1)
            if end - begin == 1:
                return [self._order.item(begin)]
        rows = self.find(value)
        return rows.tolist() if len(rows) <= LIST_LIMIT else rows

    def find_texts(self, texts: Sequence[str]) -> tuple[IntArray, IntArray] | None:
        """Find many strings at once.

        Returns:
            The position in ``texts`` of each row found, and the row, ascending by position, then by row. None
            if the column has other values than strings, or if single look-ups are faster for so few strings.
        """
        column = self._column
        if not isinstance(column, TextColumn) or (self._order is None and len(texts) <= _SCANS):
            return None
        order, starts = self._text_order(column)
        codes = column.dictionary.codes_of(texts)
        known = np.flatnonzero(codes >= 0)
        begin = starts[codes[known]]
        of, positions = expand_ranges(begin, starts[codes[known] + 1] - begin)
        return known[of], order[positions]

    def _worth_sorting(self) -> bool:
        self._scans += 1
        return self._scans > _SCANS

    def _find_text(self, column: TextColumn, text: str) -> IntArray:
        code = column.dictionary.code_of(text)
        if code < 0:
            return _NONE
        if self._order is None and not self._worth_sorting():
            return np.flatnonzero(column.codes == code)
        order, starts = self._text_order(column)
        return order[starts[code] : starts[code + 1]]

    def _text_order(self, column: TextColumn) -> tuple[IntArray, IntArray]:
        """Return the rows ordered by string, and the offset of each string's rows."""
        if self._order is None:
            # Nulls (-1) sort first and are skipped.
            order = np.argsort(column.codes, kind="stable")
            order = order[np.count_nonzero(column.codes < 0) :]
            counts = np.bincount(column.codes[order], minlength=len(column.dictionary))
            self._sorted = np.concatenate(([0], np.cumsum(counts)))
            self._order = order
        return self._order, self._sorted

    def _find_number(self, column: Any, number: Any) -> IntArray:
        if self._order is None:
            if not self._worth_sorting():
                hits = column.stored == number
                return np.flatnonzero(hits if column.nulls is None else hits & ~column.nulls)
            order = np.argsort(column.stored, kind="stable")
            order = order if column.nulls is None else order[~column.nulls[order]]
            self._sorted = column.stored[order]
            self._order = order
        number = self._sorted.dtype.type(number)  # otherwise searchsorted converts the whole array
        first = np.searchsorted(self._sorted, number, side="left")
        last = np.searchsorted(self._sorted, number, side="right")
        found: IntArray = self._order[first:last]
        return found

    def _find_object(self, value: Any) -> IntArray:
        groups = self._groups
        if groups is None:
            groups = {}
            for row, item in enumerate(self._column.to_list()):
                if item is not None and (key := value_key(item)) is not None:
                    groups.setdefault(key, []).append(row)
            self._groups = groups
        key = value_key(value)
        rows = groups.get(key) if key is not None else None
        return _NONE if rows is None else np.array(rows, dtype=np.int64)


def _as_held(column: IntColumn | FloatColumn, value: Any) -> int | float | None:
    """Return a number in the column's type, or None if the column cannot hold an equal one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    if isinstance(column, FloatColumn):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if number == value else None
    if isinstance(value, float):
        if not value.is_integer():
            return None
        value = int(value)
    limits = np.iinfo(column.stored.dtype)
    return value if limits.min <= value <= limits.max else None
