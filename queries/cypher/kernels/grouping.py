"""Which rows belong together: columns of any kind as small whole numbers."""

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
    RowIndices,
    TextColumn,
)
from sociogram.graph.columns.distinct import unique_inverse
from sociogram.queries.cypher.batches.vectors import values_of
from sociogram.queries.cypher.values.comparison import group_key

Check = Callable[[], None]
"""Raises when the time or the memory of the query is up."""

_PACKED = 1 << 62
_PIECE = 10_000


def checked(values: Sequence[Any], check: Check | None) -> Iterator[Any]:
    """Give values one by one, and look now and then whether the query may go on."""
    for place in range(0, len(values), _PIECE):
        if check is not None:
            check()
        yield from values[place : place + _PIECE]


def codes_of(column: Column, check: Check | None = None) -> tuple[IntArray, int]:
    """Return a number for each row, the same where the values are, and one more than the largest.

    The numbers are an array of their own, int64.
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
    """Return a number for each row, the same where all columns agree, and one more than the largest."""
    codes, size = np.zeros(length, dtype=np.int64), 1
    for column in columns:
        more, width = codes_of(column, check)
        if size * width >= _PACKED:
            codes, size = _compressed(codes)
        if size == 1:
            codes, size = more, width
        else:  # in place: no column's own array is among these
            codes *= width
            codes += more
            size *= width
        if size > _table(length) and len(columns) > 1:
            codes, size = _compressed(codes)
    return codes, size


def _compressed(codes: IntArray) -> tuple[IntArray, int]:
    distinct, places = unique_inverse(codes)
    return places, max(len(distinct), 1)


class Groups:
    """Which rows belong together.

    Attributes:
        few: the group of each row as a list, where there are few rows; None where there are many.
        count: how many groups there are; some may have no row.
        alone: each row is a group, in the order of the rows; then nobody need say of which.
        key: what the rows of each group have in common, where that is one column and known without
            looking for a row of each.
    """

    __slots__ = ("_firsts", "_of", "_sizes", "alone", "count", "few", "key")

    def __init__(
        self,
        of: RowIndices | None,
        count: int,
        sizes: IntArray | None = None,
        *,
        firsts: RowIndices | Callable[[], RowIndices] | None = None,
        alone: bool = False,
        key: Column | None = None,
    ) -> None:
        self._of = of
        self.count: int = count
        self.alone: bool = alone or of is None
        self.few = of if isinstance(of, list) else None
        self.key: Column | None = key
        self._sizes = sizes
        self._firsts = firsts

    @property
    def of(self) -> IntArray:
        """The group of each row."""
        of = self._of
        if of is None:
            of = self._of = np.arange(self.count)
        elif isinstance(of, list):
            of = self._of = np.array(of, dtype=np.int64)
        return of

    def __len__(self) -> int:
        return self.count if self._of is None else len(self._of)

    @property
    def sizes(self) -> IntArray:
        """How many rows each group has."""
        if self._sizes is None:
            if self.alone:
                self._sizes = np.ones(self.count, dtype=np.int64)
            elif self.count == 1:
                self._sizes = np.array([len(self)])
            else:
                self._sizes = np.bincount(self.of, minlength=self.count)
        return self._sizes

    @property
    def firsts(self) -> RowIndices:
        """The first row of each group; of groups none of which is empty."""
        firsts = self.of if self._firsts is None else self._firsts
        if callable(firsts):
            firsts = self._firsts = firsts()
        return firsts

    def take(self, rows: RowIndices) -> Groups:
        """Return the groups of some of the rows."""
        if self.few is not None and isinstance(rows, list):
            return Groups([self.few[row] for row in rows], self.count)
        return Groups(self.of[rows], self.count)

    def sums(self, values: AnyArray) -> FloatArray:
        """Add up in floats, one row after another as the scalar functions do."""
        if self.alone:
            return values.astype(np.float64)
        if self.count == 1 and values.dtype.kind == "i":
            return np.array([values.sum(dtype=np.float64)])
        added: AnyArray = np.bincount(self.of, weights=values, minlength=self.count)
        return added


FEW = 64
"""Up to so many rows are put together in a dict, which takes less than to number what they hold."""


def few_keys(columns: Sequence[Column]) -> list[Any]:
    """Return what rows that belong together have in common, for a few of them."""
    keys = [
        column.listed()
        if isinstance(column, NodeColumn | RelationshipColumn)
        else group_keys(values_of(column))
        for column in columns
    ]
    return keys[0] if len(keys) == 1 else list(zip(*keys, strict=True))


def group_keys(values: list[Any]) -> list[Any]:
    """Return what is equal for values that group together, for each value."""
    return values if _KEYS.issuperset(map(type, values)) else list(map(group_key, values))


_KEYS = frozenset({str, int})
"""Kinds of values that are their own keys."""


def groups_of(columns: Sequence[Column], length: int, check: Check | None = None) -> Groups:
    """Return the groups, none of them empty."""
    if length <= FEW:
        return _few_groups(few_keys(columns))
    if len(columns) == 1 and _ascends(columns[0]):
        return Groups(None, length)
    codes, size = combined_codes(columns, length, check)
    known = columns[0] if len(columns) == 1 else None
    if size > _table(length):
        (codes, size), known = _compressed(codes), None
    sizes = np.bincount(codes, minlength=size)
    if length and sizes.max() == 1:  # each row is a group, and they may come in any order
        return Groups(None, length)
    present = np.flatnonzero(sizes != 0)  # of truth values it takes a quarter
    count = len(present)
    key = None if known is None else _of_codes(known, present)
    # the codes that nothing has are often the last ones: null's is
    if count and present[-1] + 1 == count:
        return Groups(
            codes, count, sizes[:count], firsts=lambda: _first_places(codes, size, count)[:count], key=key
        )
    place = np.empty(size, dtype=np.int64)
    place[present] = np.arange(count)
    return Groups(
        place[codes],
        count,
        sizes[present],
        firsts=lambda: _first_places(codes, size, count)[present],
        key=key,
    )


def _of_codes(column: Column, codes: IntArray) -> Column | None:
    """Return the values that ``codes_of`` gave these numbers, where they follow from them."""
    if isinstance(column, NodeColumn | RelationshipColumn):
        return type(column)(codes - 1, filled=column.filled)
    if isinstance(column, TextColumn):
        texts = np.where(codes == len(column.dictionary), -1, codes)
        return TextColumn(texts.astype(np.int32), column.dictionary)
    return None


def _ascends(column: Column) -> bool:
    """Return whether a column holds nodes or relationships each of which comes once, as a scan gives them."""
    if not isinstance(column, NodeColumn | RelationshipColumn):
        return False
    slots = column.slots
    return bool(slots[0] < slots[1] < slots[2]) and bool((slots[1:] > slots[:-1]).all())


def _few_groups(keys: list[Any]) -> Groups:
    known: dict[Any, int] = {}
    firsts: list[int] = []
    numbers: list[int] = []
    for row, key in enumerate(keys):
        number = known.setdefault(key, len(known))
        if number == len(firsts):
            firsts.append(row)
        numbers.append(number)
    return Groups(numbers, len(firsts), firsts=firsts, alone=len(firsts) == len(keys))


def first_rows(columns: Sequence[Column], length: int, check: Check | None = None) -> RowIndices:
    """Return the first row of each combination of values, ascending."""
    if length <= FEW:
        return _few_groups(few_keys(columns)).firsts
    codes, size = _codes_that_fit(columns, length, check)
    first = _first_places(codes, size, size)
    mask = np.zeros(length + 1, dtype=np.bool_)
    mask[first] = True
    return np.flatnonzero(mask[:length])


def _codes_that_fit(columns: Sequence[Column], length: int, check: Check | None) -> tuple[IntArray, int]:
    """Return a number for each row, small enough for a table of them, and one more than the largest."""
    codes, size = combined_codes(columns, length, check)
    return _compressed(codes) if size > _table(length) else (codes, size)


def _table(length: int) -> int:
    """Return up to how many numbers a table of them is worth making for so many rows."""
    return 4 * length + 1024


def _first_places(codes: IntArray, size: int, present: int) -> IntArray:
    """Return for each code the first row with it (as many as there are rows where none has it).

    Where there are few codes, the first rows have them all: ``present`` tells when to stop looking.
    """
    length = len(codes)
    # as narrow as it goes: it is written to all over the place
    dtype: Any = np.int32 if length < 2**31 else np.int64
    first: IntArray = np.full(size, length, dtype=dtype)
    begin, end = 0, min(max(4 * size, 4096), length)
    while begin < length:
        rows = np.arange(end - 1, begin - 1, -1, dtype=dtype)
        if begin:
            rows = rows[first[codes[rows]] == length]
        first[codes[rows]] = rows  # of several rows with one code the last to be written stays, the first row
        if end == length or np.count_nonzero(first < length) == present:
            break
        begin, end = end, min(4 * end, length)
    return first
