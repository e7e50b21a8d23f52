"""Conversion between columns and Cypher values, shared by expressions and operators.

A column of one row, and any column with the same value in every row, is a ``ConstantColumn``: an expression
then costs one scalar call and no array. Lists built by the engine are a ``ListColumn``, even a single one;
``kernels.lists`` reads them without creating Python lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, TypeVar

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    IntColumn,
    ListBackedColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    RowIndices,
    TextColumn,
    column_of,
    concat,
    concat_texts,
)
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.comparison import truth
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef


def values_of(column: Column) -> list[Any]:
    """Return a column's values as expressions see them: nodes as ``NodeRef``."""
    kind = type(column)
    if kind is NodeColumn:
        return [None if slot < 0 else NodeRef(slot) for slot in column.listed()]  # type: ignore[attr-defined]
    if kind is RelationshipColumn:
        return [None if slot < 0 else RelationshipRef(slot) for slot in column.listed()]  # type: ignore[attr-defined]
    return column.to_list()


def iterate_values(column: Column) -> Iterator[Any]:
    """Give what ``values_of`` returns, made some thousand rows at a time, for loops that may be ended."""
    length = len(column)
    if length <= ROWS_AT_ONCE:
        yield from values_of(column)
        return
    for begin in range(0, length, ROWS_AT_ONCE):
        yield from values_of(column.take(np.arange(begin, min(begin + ROWS_AT_ONCE, length))))


ROWS_AT_ONCE: Final = 1 << 14
"""Rows whose values are made at once for a loop over them."""


def value_at(column: Column, row: int) -> Any:
    """Return one value as expressions see it."""
    kind = type(column)
    if kind is ConstantColumn:
        return column.constant  # type: ignore[attr-defined]
    value = column.value(row)
    if value is not None:
        if kind is NodeColumn:
            return NodeRef(value)
        if kind is RelationshipColumn:
            return RelationshipRef(value)
    return value


_NONE = type(None)


def column_from(values: Sequence[Any]) -> Column:
    """Build a column from the results of a scalar function, typed if all values have one type.

    Strings stay objects: building a dictionary costs more than most operations that follow.
    """
    if len(values) == 1:
        return ConstantColumn(values[0], 1)
    kinds = set(map(type, values))
    kinds.discard(_NONE)
    if len(kinds) != 1:
        return ObjectColumn.of(values) if kinds else ConstantColumn(None, len(values))
    kind = kinds.pop()
    if kind is NodeRef:
        return NodeColumn(_slots(values))
    if kind is RelationshipRef:
        return RelationshipColumn(_slots(values))
    if kind is int or kind is float or kind is bool:
        return column_of(values)
    return ObjectColumn.of(values)


def small_column(values: list[Any]) -> Column:
    """Build a column from a short list of values."""
    return ConstantColumn(values[0], 1) if len(values) == 1 else ListBackedColumn(values)


def _slots(values: Sequence[Any]) -> IntArray:
    return np.fromiter(
        (-1 if value is None else value.slot for value in values), dtype=np.int64, count=len(values)
    )


def constant_of(columns: Sequence[Column], length: int) -> list[Any] | None:
    """Return the arguments if they are the same in every row, else None."""
    if length == 1:
        return [value_at(column, 0) for column in columns]
    constants = []
    for column in columns:
        if type(column) is not ConstantColumn:
            return None
        constants.append(column.constant)
    return constants


def as_objects(column: Column) -> ObjectColumn:
    """Convert a column to an object column."""
    return column if isinstance(column, ObjectColumn) else ObjectColumn.of(values_of(column))


def join(columns: Sequence[Column]) -> Column:
    """Concatenate columns; nodes mixed with other values become ``NodeRef``."""
    columns = [column for column in columns if len(column)] or list(columns[:1])
    if len(columns) == 1:
        return columns[0]
    kinds = {type(column) for column in columns if not _all_null(column)}
    if ListBackedColumn in kinds and len(kinds) == 2 and ConstantColumn not in kinds:
        columns = _as_the_others(columns)
        kinds = {type(column) for column in columns if not _all_null(column)}
    if ListColumn in kinds and all(map(_holds_lists, columns)):
        return _joined_lists([_as_lists(column) for column in columns])
    if kinds <= {TextColumn} and _same_dictionary(columns):
        return concat(columns)
    if TextColumn in kinds and (texts := concat_texts(columns)) is not None:
        return texts
    if len(kinds) > 1 or kinds == {ConstantColumn} or kinds <= {TextColumn}:
        return column_from([value for column in columns for value in values_of(column)])
    return concat(columns)


def _as_the_others(columns: Sequence[Column]) -> list[Column]:
    """Convert list-backed columns to the type of the other columns, if their values allow it."""
    other = next(column for column in columns if type(column) not in (ListBackedColumn, ConstantColumn))
    return [_like(column, other) if isinstance(column, ListBackedColumn) else column for column in columns]


def _like(column: ListBackedColumn, other: Column) -> Column:
    if not isinstance(other, TextColumn):
        return column_from(column.listed) if len(column) > 1 else column
    codes = [-1 if value is None else other.dictionary.code_of(value) for value in column.listed]
    missing = sum(code < 0 for code in codes) - sum(value is None for value in column.listed)
    return column if missing else TextColumn(np.array(codes, dtype=np.int32), other.dictionary)


def _same_dictionary(columns: Sequence[Column]) -> bool:
    """Return whether all columns are strings of the same dictionary, as batches of one property are."""
    first = columns[0]
    return isinstance(first, TextColumn) and all(
        isinstance(column, TextColumn) and column.dictionary is first.dictionary for column in columns
    )


def _all_null(column: Column) -> bool:
    return type(column) is ConstantColumn and column.constant is None


def scatter(slices: Sequence[tuple[IntArray, Column]], length: int) -> Column:
    """Combine the parts of a column, each given with its rows; every row is in exactly one part."""
    if len(slices) == 1:
        return slices[0][1]
    if length == 0:
        return ConstantColumn(None, 0)
    joined = join([column for _, column in slices])
    rows = np.concatenate([rows for rows, column in slices if len(column)])
    position = np.empty(length, dtype=np.int64)
    position[rows] = np.arange(length)
    return joined.take(position)


def with_nulls(column: Column, nulls: BoolArray) -> Column:
    """Return the column with null in the masked rows, in addition to existing nulls."""
    kind = type(column)
    if kind is ConstantColumn:
        value = column.value(0) if len(column) else None
        return column if value is None else with_nulls(repeat_constant(column), nulls)
    if isinstance(column, IntColumn | FloatColumn | BoolColumn):
        return type(column)(column.stored, nulls if column.nulls is None else column.nulls | nulls)
    if isinstance(column, TextColumn):
        return TextColumn(np.where(nulls, np.int32(-1), column.codes), column.dictionary)
    if isinstance(column, NodeColumn | RelationshipColumn):
        return type(column)(np.where(nulls, -1, column.slots))
    if isinstance(column, ListColumn):
        both = nulls if column.nulls is None else column.nulls | nulls
        return column.cut(column.starts, np.where(nulls, 0, column.lengths), both)
    values = as_objects(column).values.copy()
    values[nulls] = None
    return ObjectColumn(values)


def repeat_constant(column: Column) -> Column:
    """Return a constant column with its value stored for every row."""
    if type(column) is not ConstantColumn:
        return column
    value, length = column.constant, column.length
    kind = type(value)
    if kind is bool:
        return BoolColumn(np.full(length, value, dtype=np.bool_))
    if kind is int:
        return IntColumn(np.full(length, value, dtype=np.int64))
    if kind is float:
        return FloatColumn(np.full(length, value, dtype=np.float64))
    if kind is NodeRef:
        return NodeColumn(np.full(length, value.slot, dtype=np.int64))
    if kind is RelationshipRef:
        return RelationshipColumn(np.full(length, value.slot, dtype=np.int64))
    values = np.empty(length, dtype=np.object_)
    values.fill(value)
    return ObjectColumn(values)


def truth_masks(column: Column) -> tuple[BoolArray, BoolArray | None]:
    """Return the masks of true and of unknown rows (None if no row is unknown); raise if a value is not a
    BOOLEAN.
    """
    kind = type(column)
    if isinstance(column, BoolColumn):
        nulls = column.nulls
        if nulls is None:
            return column.values, None
        return column.values & ~nulls, nulls
    length = len(column)
    if kind is ConstantColumn:
        value = truth(value_at(column, 0)) if length else None
        nulls = None if value is not None else np.ones(length, dtype=np.bool_)
        return np.full(length, value is True, dtype=np.bool_), nulls
    if not isinstance(column, ObjectColumn) and not column.null_mask().all():
        truth(next(value for value in values_of(column) if value is not None))
    values = [truth(value) for value in values_of(column)]
    true = np.fromiter((value is True for value in values), dtype=np.bool_, count=length)
    nulls = np.fromiter((value is None for value in values), dtype=np.bool_, count=length)
    return true, nulls


def true_rows(column: Column) -> RowIndices:
    """Return the rows that WHERE keeps: those where the column is true."""
    if isinstance(column, ListBackedColumn):
        return [
            row
            for row, value in enumerate(column.listed)
            if value is True or (value is not False and truth(value))
        ]
    if type(column) is ConstantColumn:
        keep = bool(len(column)) and truth(column.constant) is True
        return np.arange(len(column) if keep else 0)
    return np.flatnonzero(truth_masks(column)[0])


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────


class FlatItems:
    """The flat column of list items, created when it is first read."""

    __slots__ = ("_column", "_compute")

    def __init__(self, compute: Callable[[], Column]) -> None:
        self._compute = compute
        self._column: Column | None = None

    def __call__(self) -> Column:
        """Return the column."""
        if self._column is None:
            self._column = self._compute()
            del self._compute
        return self._column


class ListColumn(Column):
    """Lists as slices of one column of items.

    The list of row r is the ``lengths[r]`` items from ``starts[r]`` on. Lists may share items, so selecting
    rows and slicing lists copy nothing. Only the engine uses this column type, never the graph: its lists
    hold values as expressions see them, nodes as ``NodeRef``.

    Attributes:
        starts: the position of each list's first item, int64.
        lengths: the number of items in each list, int64; 0 for null.
        nulls: mask of null rows; None if there are none.
    """

    __slots__ = ("_items", "lengths", "nulls", "starts")
    kind = "list"

    def __init__(
        self, items: Column | FlatItems, starts: IntArray, lengths: IntArray, nulls: BoolArray | None = None
    ) -> None:
        self._items = items
        self.starts: IntArray = starts
        self.lengths: IntArray = lengths
        self.nulls: BoolArray | None = nulls

    @classmethod
    def of(cls, lists: Sequence[list[Any] | None]) -> ListColumn:
        """Build a column from Python lists; None is null."""
        if len(lists) == 1 and lists[0] is not None:
            return cls(column_from(lists[0]), np.zeros(1, dtype=np.int64), np.array([len(lists[0])]))
        lengths = np.fromiter((len(items) if items else 0 for items in lists), np.int64, count=len(lists))
        nulls = np.fromiter((items is None for items in lists), np.bool_, count=len(lists))
        items = column_from(list(chain.from_iterable(items for items in lists if items)))
        return cls(items, np.cumsum(lengths) - lengths, lengths, nulls if nulls.any() else None)

    @property
    def items(self) -> Column:
        """The items of all lists; there may be unused items between them."""
        return self._items() if isinstance(self._items, FlatItems) else self._items

    def has_items_of(self, other: ListColumn) -> bool:
        """Return whether both columns share the same items."""
        return self._items is other._items

    def __len__(self) -> int:
        return len(self.lengths)

    def cut(self, starts: IntArray, lengths: IntArray, nulls: BoolArray | None) -> ListColumn:
        """Return other slices of the same items."""
        return ListColumn(self._items, starts, lengths, nulls)

    def take(self, rows: RowIndices) -> ListColumn:
        """Return the lists at ``rows``."""
        nulls = None if self.nulls is None else self.nulls[rows]
        return self.cut(self.starts[rows], self.lengths[rows], nulls)

    def part(self, begin: int, end: int) -> ListColumn:
        """Return the lists from ``begin`` up to ``end``."""
        nulls = None if self.nulls is None else self.nulls[begin:end]
        return self.cut(self.starts[begin:end], self.lengths[begin:end], nulls)

    def null_mask(self) -> BoolArray:
        """Return the mask of null rows."""
        return np.zeros(len(self), dtype=np.bool_) if self.nulls is None else self.nulls

    def value(self, row: int) -> Any:
        """Return one list."""
        if self.nulls is not None and self.nulls[row]:
            return None
        begin = int(self.starts[row])
        return values_of(self.items.part(begin, begin + int(self.lengths[row])))

    def to_list(self) -> list[Any]:
        """Return Python lists; rows with the same items share one list object."""
        return self.lists_of(values_of)

    def lists_of(self, values: Callable[[Column], list[Any]]) -> list[Any]:
        """Return Python lists, with items converted by ``values``."""
        items, starts = self.compact()
        converted = values(items)
        slices = list(zip(starts.tolist(), (starts + self.lengths).tolist(), strict=True))
        lists: list[Any]
        if self.repeats_items():
            distinct = {span: converted[span[0] : span[1]] for span in _watched(dict.fromkeys(slices))}
            lists = [distinct[span] for span in slices]
        else:
            lists = [converted[begin:end] for begin, end in slices]
        if self.nulls is not None:
            for row in np.flatnonzero(self.nulls).tolist():
                lists[row] = None
        return lists

    def repeats_items(self) -> bool:
        """Return whether the lists together are longer than the column of items."""
        return int(self.lengths.sum()) > len(self.items)

    def compact(self) -> tuple[Column, IntArray]:
        """Return the items with few unused ones, and the start of each list among them."""
        total = int(self.lengths.sum())
        if total * 2 >= len(self.items):
            return self.items, self.starts
        _, items = next(self.slices(total), (None, self.items.part(0, 0)))
        return items, np.cumsum(self.lengths) - self.lengths

    def slices(self, most: int) -> Iterator[tuple[IntArray, Column]]:
        """Yield the items of all lists in order, up to ``most`` at a time, with the row of each item."""
        most = max(most, 1)
        if len(self) == 1:
            yield from self._slices_of_one(int(self.starts[0]), int(self.lengths[0]), most)
            return
        ends = np.cumsum(self.lengths)
        total = int(ends[-1]) if len(ends) else 0
        shifts = self.starts - (ends - self.lengths)
        gapless = bool((shifts == shifts[:1]).all())
        for begin in range(0, total, most):
            end = min(begin + most, total)
            rows = self._rows_of_items(ends, begin, end)
            if gapless:
                yield rows, self.items.part(begin + int(shifts[0]), end + int(shifts[0]))
            else:
                yield rows, self.items.take(np.arange(begin, end) + shifts[rows])

    def _slices_of_one(self, start: int, length: int, most: int) -> Iterator[tuple[IntArray, Column]]:
        for begin in range(start, start + length, most):
            end = min(begin + most, start + length)
            yield np.zeros(end - begin, dtype=np.int64), self.items.part(begin, end)

    def _rows_of_items(self, ends: IntArray, begin: int, end: int) -> IntArray:
        """Return the row of each item from ``begin`` to ``end``, counted from the first item of the first
        list.
        """
        first = int(np.searchsorted(ends, begin, side="right"))
        last = int(np.searchsorted(ends, end, side="left")) + 1
        begins = ends[first:last] - self.lengths[first:last]
        counts = np.minimum(ends[first:last], end) - np.maximum(begins, begin)
        return np.repeat(np.arange(first, last), counts)


_LISTS_BETWEEN_CHECKS = 256
_T = TypeVar("_T")


def _watched(slices: Iterable[_T]) -> Iterator[_T]:
    """Check the memory limit at intervals: lists of shared items can be far longer than the items."""
    for position, span in enumerate(slices):
        if position % _LISTS_BETWEEN_CHECKS == 0:
            watch.check()
        yield span


def _holds_lists(column: Column) -> bool:
    """Return whether a column holds lists, or the same list or null in every row."""
    kind = type(column)
    return kind is ListColumn or (
        kind is ConstantColumn and (column.constant is None or type(column.constant) is list)  # type: ignore[attr-defined]
    )


def _as_lists(column: Column) -> ListColumn:
    if isinstance(column, ListColumn):
        return column
    one = ListColumn.of([value_at(column, 0)])
    return one.take(np.zeros(len(column), dtype=np.int64))


def _joined_lists(columns: Sequence[ListColumn]) -> ListColumn:
    """Concatenate lists; items are copied only if the columns do not share them."""
    lengths = np.concatenate([column.lengths for column in columns])
    has_nulls = any(column.nulls is not None for column in columns)
    nulls = np.concatenate([column.null_mask() for column in columns]) if has_nulls else None
    first = columns[0]
    if all(column.has_items_of(first) for column in columns):
        return first.cut(np.concatenate([column.starts for column in columns]), lengths, nulls)
    items, starts, before = [], [], 0
    for column in columns:
        compacted, begins = column.compact()
        items.append(compacted.part(0, len(compacted)))
        starts.append(begins + before)
        before += len(compacted)
    return ListColumn(join(items), np.concatenate(starts), lengths, nulls)
