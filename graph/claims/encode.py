"""Columns as codes, so that anything computed from a value is computed once per distinct value."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from sociogram.graph.columns import AnyArray, Column, ConstantColumn, DictionaryColumn, IntArray, TextColumn
from sociogram.graph.columns.distinct import unique_inverse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A column as codes into a list of values; null is a value.

    Attributes:
        codes: for each row, a position among the values.
        values: the values, each once, except that lists may repeat.
    """

    codes: IntArray
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
        return Encoded(np.zeros(len(column), dtype=np.int64), [column.constant])
    if isinstance(column, DictionaryColumn):
        # Null is the last value, which code -1 indexes.
        return Encoded(
            column.codes.astype(np.int64) % (len(column.table) + 1), [*column.table.tolist(), None]
        )
    if isinstance(column, TextColumn):
        used, codes = unique_inverse(column.codes)
        return Encoded(codes, TextColumn(used, column.dictionary).to_list())
    return encode_values(column.to_list(), len(column))


def encode_values(values: Iterable[Any], count: int) -> Encoded:
    """Encode values of any kind; a list becomes a tuple."""
    numbers: dict[Hashable, int] = {}
    codes = np.fromiter(
        (numbers.setdefault(_key(value), len(numbers)) for value in values), dtype=np.int64, count=count
    )
    return Encoded(codes, list(numbers))


def _key(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def numbered_by_first(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Return a number for each key, in order of first appearance, and the row of each number's first key."""
    _, found = unique_inverse(keys)
    order = np.argsort(found, kind="stable")
    firsts = order[np.flatnonzero(np.diff(found[order], prepend=-1))]
    by_first = np.argsort(firsts)
    ranks = np.empty(len(firsts), dtype=np.int64)
    ranks[by_first] = np.arange(len(firsts))
    return ranks[found], firsts[by_first]
