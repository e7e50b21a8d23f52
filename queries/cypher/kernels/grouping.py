"""Grouping: convert columns of any type to small integer codes, and number the groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    BoolColumn,
    Column,
    ConstantColumn,
    DictionaryColumn,
    FloatArray,
    FloatColumn,
    IntArray,
    IntColumn,
    NodeColumn,
    RelationshipColumn,
    TextColumn,
)
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.values.comparison import group_key

Check = Callable[[], None]
"""Raises when the query exceeds its time or memory limit."""

_PACKED = 1 << 62
_PIECE = 10_000


def checked(values: Sequence[Any], check: Check | None) -> Iterator[Any]:
    """Yield the values and check the limits at intervals."""
    for position in range(0, len(values), _PIECE):
        if check is not None:
            check()
        yield from values[position : position + _PIECE]


def codes_of(column: Column, check: Check | None = None) -> tuple[IntArray, int]:
    """Return an integer code for each row, and the number of codes; equal values have equal codes.

    The codes are a new int64 array.
    """
    if isinstance(column, ConstantColumn):
        return np.zeros(len(column), dtype=np.int64), 1
    if isinstance(column, TextColumn | DictionaryColumn):
        count = len(column.dictionary if isinstance(column, TextColumn) else column.table)
        codes = column.codes.astype(np.int64)
        if len(codes) and column.codes.min() < 0:
            codes[codes < 0] = count
        return codes, count + 1
    if isinstance(column, (NodeColumn, RelationshipColumn)):
        slots = column.slots
        return slots + 1, int(slots.max(initial=-1)) + 2
    if isinstance(column, BoolColumn):
        codes = column.values.astype(np.int64)
        if column.nulls is not None:
            codes[column.nulls] = 2
        return codes, 3
    if isinstance(column, (IntColumn, FloatColumn)):
        return _numbers(column)
    return _objects(column, check)


def _numbers(column: IntColumn | FloatColumn) -> tuple[IntArray, int]:
    values, nulls = column.stored, column.nulls
    if isinstance(column, IntColumn) and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < 4 * len(values) + 1024:
            codes, size = np.subtract(values, low, dtype=np.int64), high - low + 1
            return _with_null_code(codes, size, nulls)
    distinct, codes = unique_inverse(values)
    return _with_null_code(codes, len(distinct), nulls)


def _with_null_code(codes: IntArray, size: int, nulls: BoolArray | None) -> tuple[IntArray, int]:
    if nulls is None:
        return codes, max(size, 1)
    return np.where(nulls, size, codes), size + 1


def _objects(column: Column, check: Check | None) -> tuple[IntArray, int]:
    known: dict[object, int] = {}
    values = values_of(column)
    if group_keys(values) is values:
        known = {value: code for code, value in enumerate(dict.fromkeys(values))}
        return np.fromiter(map(known.__getitem__, values), np.int64, count=len(values)), max(len(known), 1)
    codes = np.fromiter(
        (known.setdefault(group_key(value), len(known)) for value in checked(values, check)),
        dtype=np.int64,
        count=len(values),
    )
    return codes, max(len(known), 1)


def combined_codes(
    columns: Sequence[Column], length: int, check: Check | None = None
) -> tuple[IntArray, int]:
    """Return a code for each row, and the number of codes; rows equal in all columns share a code."""
    codes, size = np.zeros(length, dtype=np.int64), 1
    for column in columns:
        more, width = codes_of(column, check)
        if size * width >= _PACKED:
            codes, size = _compressed(codes)
        if size == 1:
            codes, size = more, width
        else:  # in place, as ``codes_of`` returns new arrays
            codes *= width
            codes += more
            size *= width
        if size > _table(length) and len(columns) > 1:
            codes, size = _compressed(codes)
    return codes, size


def _compressed(codes: IntArray) -> tuple[IntArray, int]:
    distinct, positions = unique_inverse(codes)
    return positions, max(len(distinct), 1)


class Groups:
    """The assignment of rows to groups.

    Attributes:
        count: the number of groups; some may be empty.
        alone: whether each row is a group of one, in row order.
        key: the grouping key of each group, if it is one column and can be derived from the codes.
    """

    __slots__ = ("_firsts", "_of", "_sizes", "alone", "count", "key")

    def __init__(
        self,
        of: IntArray | None,
        count: int,
        sizes: IntArray | None = None,
        *,
        firsts: IntArray | Callable[[], IntArray] | None = None,
        alone: bool = False,
        key: Column | None = None,
    ) -> None:
        self._of = of
        self.count: int = count
        self.alone: bool = alone or of is None
        self.key: Column | None = key
        self._sizes = sizes
        self._firsts = firsts

    @property
    def of(self) -> IntArray:
        """The group of each row."""
        if self._of is None:
            self._of = np.arange(self.count)
        return self._of

    def __len__(self) -> int:
        return self.count if self._of is None else len(self._of)

    @property
    def sizes(self) -> IntArray:
        """The number of rows of each group."""
        if self._sizes is None:
            if self.alone:
                self._sizes = np.ones(self.count, dtype=np.int64)
            elif self.count == 1:
                self._sizes = np.array([len(self)])
            else:
                self._sizes = np.bincount(self.of, minlength=self.count)
        return self._sizes

    @property
    def firsts(self) -> IntArray:
        """The first row of each group; only for groups that are not empty."""
        firsts = self.of if self._firsts is None else self._firsts
        if callable(firsts):
            firsts = self._firsts = firsts()
        return firsts

    def take(self, rows: IntArray) -> Groups:
        """Return the groups of a selection of rows."""
        return Groups(self.of[rows], self.count)

    def sums(self, values: AnyArray) -> FloatArray:
        """Return the sum of each group as a float, added in row order like the scalar functions."""
        if self.alone:
            return values.astype(np.float64)
        if self.count == 1 and values.dtype.kind == "i":
            return np.array([values.sum(dtype=np.float64)])
        added: AnyArray = np.bincount(self.of, weights=values, minlength=self.count)
        return added


def group_keys(values: list[Any]) -> list[Any]:
    """Return the grouping key of each value."""
    return values if _KEYS.issuperset(map(type, values)) else list(map(group_key, values))


_KEYS = frozenset({str, int})
"""Types of values that are their own grouping keys."""


def groups_of(columns: Sequence[Column], length: int, check: Check | None = None) -> Groups:
    """Return the groups of rows that are equal in all columns; none is empty."""
    if len(columns) == 1 and _ascends(columns[0]):
        return Groups(None, length)
    codes, size = combined_codes(columns, length, check)
    known = columns[0] if len(columns) == 1 else None
    if size > _table(length):
        (codes, size), known = _compressed(codes), None
    sizes = np.bincount(codes, minlength=size)
    if length and sizes.max() == 1:  # each row is a group, and the order of groups does not matter
        return Groups(None, length)
    present = np.flatnonzero(sizes != 0)  # booleans need less memory than counts
    count = len(present)
    key = None if known is None else _of_codes(known, present)
    # unused codes are often the last ones, such as that of null
    if count and present[-1] + 1 == count:
        return Groups(
            codes, count, sizes[:count], firsts=lambda: _first_rows(codes, size, count)[:count], key=key
        )
    position = np.empty(size, dtype=np.int64)
    position[present] = np.arange(count)
    return Groups(
        position[codes],
        count,
        sizes[present],
        firsts=lambda: _first_rows(codes, size, count)[present],
        key=key,
    )


def _of_codes(column: Column, codes: IntArray) -> Column | None:
    """Return the values for codes of ``codes_of`` if they can be derived from the codes alone, else None."""
    if isinstance(column, NodeColumn | RelationshipColumn):
        return type(column)(codes - 1, filled=column.filled)
    if isinstance(column, TextColumn):
        texts = np.where(codes == len(column.dictionary), -1, codes)
        return TextColumn(texts.astype(np.int32), column.dictionary)
    return None


def _ascends(column: Column) -> bool:
    """Return whether a column has distinct nodes or relationships in ascending order, like a scan."""
    if not isinstance(column, NodeColumn | RelationshipColumn):
        return False
    slots = column.slots
    head = slots[:3]  # for most other columns, the first rows already show it
    return bool((head[1:] > head[:-1]).all()) and bool((slots[1:] > slots[:-1]).all())


def first_rows(columns: Sequence[Column], length: int, check: Check | None = None) -> IntArray:
    """Return the first row of each distinct combination of values, in ascending order."""
    codes, size = _codes_that_fit(columns, length, check)
    first = _first_rows(codes, size, size)
    mask = np.zeros(length + 1, dtype=np.bool_)
    mask[first] = True
    return np.flatnonzero(mask[:length])


def _codes_that_fit(columns: Sequence[Column], length: int, check: Check | None) -> tuple[IntArray, int]:
    """Return a code for each row, small enough to index a table, and the number of codes."""
    codes, size = combined_codes(columns, length, check)
    return _compressed(codes) if size > _table(length) else (codes, size)


def _table(length: int) -> int:
    """Return the largest number of codes for which a table pays off with this many rows."""
    return 4 * length + 1024


def _first_rows(codes: IntArray, size: int, present: int) -> IntArray:
    """Return the first row of each code, or the number of rows if no row has the code.

    If there are few codes, the first rows contain all of them; ``present``, their number, tells when to stop.
    """
    length = len(codes)
    # as narrow as possible, because writes go to random positions
    dtype: Any = np.int32 if length < 2**31 else np.int64
    first: IntArray = np.full(size, length, dtype=dtype)
    begin, end = 0, min(max(4 * size, 4096), length)
    while begin < length:
        rows = np.arange(end - 1, begin - 1, -1, dtype=dtype)
        if begin:
            rows = rows[first[codes[rows]] == length]
        first[codes[rows]] = rows  # the last write wins, so writing in reverse leaves the first row
        if end == length or np.count_nonzero(first < length) == present:
            break
        begin, end = end, min(4 * end, length)
    return first
