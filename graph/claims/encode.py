"""Columns as codes, so that anything computed from a value is computed once per distinct value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from sociogram.graph.columns import AnyArray, Column, ConstantColumn, DictionaryColumn, IntArray, TextColumn
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.graph.columns.coded import CodedColumn
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary

T = TypeVar("T")

_ARRAY_LOOKUP_ROWS = 1 << 14
"""From this many rows on, strings are looked up as arrays, without a Python object for each."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column as codes into a list of values; null is a value.

    Attributes:
        codes: for each row, a position among the values; int32 or int64.
        values: the values, each once, except that lists may repeat.
    """

    codes: AnyArray
    values: list[Any]

    def array(self, function: Callable[[Any], object], dtype: Any = np.int64) -> AnyArray:
        """Return a number or a boolean for each row, computed once per value."""
        return np.array([function(value) for value in self.values] or [0], dtype=dtype)[self.codes]

    def map(self, function: Callable[[Any], T | None]) -> Encoded:
        """Return the column with a function applied to each value."""
        return Encoded(self.codes, [function(value) for value in self.values])

    def value(self, row: int) -> Any:
        """Return the value of one row."""
        return self.values[self.codes[row]]

    def take(self, rows: IntArray) -> list[Any]:
        """Return the values of some rows."""
        return [self.values[code] for code in self.codes[rows].tolist()]

    def numbered(self, numbers: dict[Hashable, int]) -> IntArray:
        """Return a number for each row, the same for equal values; new values are added to ``numbers``."""
        return self.array(lambda value: numbers.setdefault(_key(value), len(numbers)))


def encode(column: Column) -> Encoded:
    """Encode a column."""
    if isinstance(column, ConstantColumn):
        return Encoded(np.zeros(len(column), dtype=np.int32), [column.constant])
    if isinstance(column, DictionaryColumn):
        # Null is the last value, which code -1 indexes.
        codes = column.codes.astype(np.int32)  # int64 would double the memory of a million rows
        codes[codes < 0] = len(column.table)
        return Encoded(codes, [*column.table.tolist(), None])
    if isinstance(column, CodedColumn):
        # Null is the last value, as above.
        table = column.coded.table.tolist()
        return Encoded(column.coded.codes % len(table), list(map(_key, table)))
    if isinstance(column, TextColumn):
        used, codes = _used(column)
        return Encoded(codes, TextColumn(used, column.dictionary).to_list())
    return encode_values(column.to_list(), len(column))


def _used(column: TextColumn) -> tuple[AnyArray, AnyArray]:
    """Return the codes that occur in a column, and the position of each row's code among them."""
    size = len(column.dictionary) + 1
    if size > _ARRAY_LOOKUP_ROWS > len(column):  # a few rows of a large graph
        return unique_inverse(column.codes)
    occurs = np.zeros(size, dtype=np.bool_)
    occurs[column.codes] = True  # code -1, null, is the last
    used = np.flatnonzero(occurs)
    positions = (np.cumsum(occurs, dtype=np.int32) - np.int32(1))[column.codes]
    return np.where(used == size - 1, -1, used), positions


def rows_of(column: Column, texts: Collection[str]) -> Mapping[str, int]:
    """Return the last row of each of these texts, and perhaps of others; texts without a row are omitted."""
    if not texts or len(column) < _ARRAY_LOOKUP_ROWS or not isinstance(column, TextColumn):
        values = column.to_list() if texts else []
        return {str(value): row for row, value in enumerate(values) if value is not None}
    wanted, _ = TextDictionary.of(list(texts))
    is_wanted = np.zeros(len(column.dictionary) + 1, dtype=np.bool_)
    is_wanted[wanted.codes_in(column.dictionary)] = True
    is_wanted[-1] = False  # a text that is not in the dictionary has code -1, as null
    rows = np.flatnonzero(is_wanted[column.codes])
    return dict(zip(column.take(rows).to_list(), rows.tolist(), strict=True))


def encode_values(values: Iterable[Any], count: int) -> Encoded:
    """Encode values of any kind; a list becomes a tuple."""
    held = list(values)
    # Rows with the same cell often hold the same object, and an object is compared faster than its value.
    keys = list(map(id, held))
    numbers: dict[Hashable, int] = {}
    number_of = {
        key: numbers.setdefault(_key(value), len(numbers))
        for key, value in dict(zip(keys, held, strict=True)).items()
    }
    codes = np.fromiter(map(number_of.__getitem__, keys), dtype=np.int32, count=count)
    return Encoded(codes, list(numbers))


def _key(value: Any) -> Hashable:
    if isinstance(value, dict):  # an attribute of a NetworkX graph
        return str(value)
    return tuple(map(_key, value)) if isinstance(value, list) else value


def numbered_by_first(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Return a number for each key, in order of first appearance, and the row of each number's first key."""
    _, found = unique_inverse(keys)
    order = np.argsort(found, kind="stable")
    firsts = order[np.flatnonzero(np.diff(found[order], prepend=-1))]
    by_first = np.argsort(firsts)
    ranks = np.empty(len(firsts), dtype=np.int64)
    ranks[by_first] = np.arange(len(firsts))
    return ranks[found], firsts[by_first]
