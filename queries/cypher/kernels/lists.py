"""Kernels on list columns, which create no Python lists; the scalar functions define their semantics.

As in ``arithmetic``, a kernel returns None if it does not apply; the scalar function is then called.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sociogram.graph.columns import (
    INT64_MAX,
    LIST_LIMIT,
    BoolArray,
    BoolColumn,
    Column,
    ConstantColumn,
    IntArray,
    IntColumn,
    NodeColumn,
    RelationshipColumn,
    RowIndices,
    TextColumn,
)
from sociogram.graph.memory.storage.adjacency import stable_order
from sociogram.queries.cypher.batches.column_values import truth_masks, value_at, values_of
from sociogram.queries.cypher.batches.combine import with_nulls
from sociogram.queries.cypher.batches.list_column import FlatItems, ListColumn
from sociogram.queries.cypher.kernels.arithmetic import compare_columns
from sociogram.queries.cypher.values.arithmetic import MAXIMUM_SIZES, check_size
from sociogram.queries.cypher.values.predicates import as_list

if TYPE_CHECKING:
    from sociogram.queries.cypher.context import Context
    from sociogram.queries.cypher.kernels.grouping import Groups

ITEMS_AT_ONCE: Final = 1 << 20
"""The maximum number of items evaluated at once."""


def list_of(value: Any) -> list[Any] | None:
    """Return a list to iterate over; None for null, a list of one item for a value that is not a list."""
    return value if value is None or type(value) is list else as_list(value)


def as_lists(column: Column) -> ListColumn:
    """Convert a column to a list column; a value that is not a list becomes a list of one item."""
    if isinstance(column, ListColumn):
        return column
    if type(column) is ConstantColumn and len(column):
        one = ListColumn.of([list_of(value_at(column, 0))])
        return one if len(column) == 1 else one.take(np.zeros(len(column), dtype=np.int64))
    return ListColumn.of([list_of(value) for value in values_of(column)])


def grouped_lists(column: Column, groups: Groups) -> ListColumn:
    """Return the values of each group as a list, in row order."""
    sizes = groups.sizes
    check_size(int(sizes.max(initial=0)), "list")
    if groups.count == 1:
        return ListColumn(column, np.zeros(1, dtype=np.int64), sizes)

    def make() -> Column:
        of = groups.of
        return column if (of[1:] >= of[:-1]).all() else column.take(stable_order(of))

    return ListColumn(FlatItems(make), np.cumsum(sizes) - sizes, sizes)


# ── Parts of lists ─────────────────────────────────────────────────────────────────────────────


def subscript_column(column: Column, position: Column) -> Column | None:
    """Return ``list[index]``, or None if the kernel does not apply."""
    positions = _integers(position)
    return None if positions is None or not isinstance(column, ListColumn) else _items_at(column, positions)


def slice_column(column: Column, start: Column, end: Column) -> Column | None:
    """Return ``list[start..end]``, or None if the kernel does not apply."""
    begins, ends = _integers(start), _integers(end)
    if begins is None or ends is None or not isinstance(column, ListColumn):
        return None
    return _slices(column, begins, ends)


def first_items(lists: ListColumn) -> Column:
    """Return the first item of each list; null for an empty list."""
    return _items_at(lists, np.zeros(1, dtype=np.int64))


def _items_at(lists: ListColumn, positions: IntArray) -> Column:
    """Return an item of each list; negative positions count from the end, and null is out of range."""
    lengths = lists.lengths
    inside = (positions < lengths) & (positions >= -lengths)
    found = lists.starts + np.where(positions < 0, positions + lengths, positions)
    if inside.all():
        return lists.items.take(found)
    if not inside.any():
        return ConstantColumn(None, len(lists))
    return with_nulls(lists.items.take(np.where(inside, found, found[inside][0])), ~inside)


def _slices(lists: ListColumn, begins: IntArray, ends: IntArray) -> ListColumn:
    """Return a slice of each list; the bounds are as in Python."""
    lengths = lists.lengths
    begins = np.clip(np.where(begins < 0, begins + lengths, begins), 0, lengths)
    ends = np.clip(np.where(ends < 0, ends + lengths, ends), begins, lengths)
    return lists.cut(lists.starts + begins, ends - begins, lists.nulls)


def _integers(column: Column) -> IntArray | None:
    """Return integers without nulls as an array, of one item for a constant column; else None."""
    if isinstance(column, IntColumn) and column.nulls is None:
        return column.values
    if type(column) is ConstantColumn and type(column.constant) is int:
        return np.array([column.constant], dtype=np.int64)
    return None


def size_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``size(list)``."""
    (column,) = columns
    return IntColumn(column.lengths, column.nulls) if isinstance(column, ListColumn) else None


def is_empty_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``isEmpty(list)``."""
    (column,) = columns
    return BoolColumn(column.lengths == 0, column.nulls) if isinstance(column, ListColumn) else None


def head_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``head(list)``."""
    return subscript_column(columns[0], ConstantColumn(0, length))


def last_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``last(list)``."""
    return subscript_column(columns[0], ConstantColumn(-1, length))


def tail_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``tail(list)``."""
    return slice_column(columns[0], ConstantColumn(1, length), ConstantColumn(INT64_MAX, length))


def reverse_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``reverse(list)``."""
    (column,) = columns
    if not isinstance(column, ListColumn) or column.repeats_items():
        return None
    ends = np.cumsum(column.lengths)
    begins = ends - column.lengths
    total = int(ends[-1]) if length else 0
    backwards = np.repeat(column.starts + column.lengths - 1 + begins, column.lengths) - np.arange(total)
    return ListColumn(column.items.take(backwards), begins, column.lengths, column.nulls)


# ── range() ────────────────────────────────────────────────────────────────────────────────────

_LARGEST_BOUND: Final = 2**61  # sums and differences of smaller values fit into 64 bits


class Progression(Column):
    """The integers from ``first``, ``step`` apart, computed when they are read: the items of ranges."""

    __slots__ = ("first", "length", "step")
    kind = "integer"

    def __init__(self, first: int, step: int, length: int) -> None:
        self.first: int = first
        self.step: int = step
        self.length: int = length

    def __len__(self) -> int:
        return self.length

    def take(self, rows: RowIndices) -> IntColumn:
        """Return the integers at ``rows``."""
        return IntColumn(self.first + self.step * np.asarray(rows, dtype=np.int64))

    def part(self, begin: int, end: int) -> IntColumn:
        """Return the integers from position ``begin`` up to ``end``."""
        return self.take(np.arange(begin, end))

    def to_list(self) -> list[Any]:
        """Return all integers."""
        return self.part(0, self.length).to_list()

    def null_mask(self) -> BoolArray:
        """Return the mask of nulls; no item is null."""
        return np.zeros(self.length, dtype=np.bool_)

    def value(self, row: int) -> Any:
        """Return one integer."""
        return self.first + self.step * row


def range_kernel(columns: Sequence[Column], length: int, context: Context) -> Column | None:  # noqa: ARG001
    """Return ``range(start, end, step)``, or None if steps differ between rows or there are few numbers."""
    if all(type(column) is ConstantColumn for column in columns):
        one = _ranges([column.take(np.zeros(1, dtype=np.int64)) for column in columns], 1)
        return one if one is None or length == 1 else one.take(np.zeros(length, dtype=np.int64))
    return _ranges(columns, length)


def _ranges(columns: Sequence[Column], length: int) -> ListColumn | None:
    starts, ends = _bounds(columns[0], length), _bounds(columns[1], length)
    step = 1 if len(columns) < 3 else _step(columns[2])
    if starts is None or ends is None or step == 0:
        return None
    counts = np.maximum((ends - starts) // step + 1, 0)
    total = int(counts.sum())
    if total <= LIST_LIMIT or int(counts.max()) > MAXIMUM_SIZES["list"]:
        return None
    # one progression contains all numbers, and each range is a slice of it
    filled = starts[counts > 0]
    first = int(filled.min() if step > 0 else filled.max())
    if ((filled - first) % step).any():
        return None
    begins = np.where(counts > 0, (starts - first) // step, 0)
    return ListColumn(Progression(first, step, int((begins + counts).max())), begins, counts)


def _bounds(column: Column, length: int) -> IntArray | None:
    """Return the bound of each row, or None if differences between bounds could overflow."""
    bounds = _integers(column)
    if bounds is None or not len(bounds) or max(int(bounds.max()), -int(bounds.min())) > _LARGEST_BOUND:
        return None
    return np.broadcast_to(bounds, (length,))


def _step(column: Column) -> int:
    """Return the step of all rows, or 0 if the kernel does not support it."""
    step = column.constant if type(column) is ConstantColumn else None
    return step if type(step) is int and abs(step) <= _LARGEST_BOUND else 0


# ── IN ─────────────────────────────────────────────────────────────────────────────────────────


def same_list(column: ListColumn) -> Column | None:
    """Return the items of the list if all rows have the same list, else None."""
    starts, lengths = column.starts, column.lengths
    if column.nulls is not None or (starts != starts[0]).any() or (lengths != lengths[0]).any():
        return None
    return column.items.part(int(starts[0]), int(starts[0] + lengths[0]))


def in_items(column: Column, items: Column) -> Column | None:
    """Return ``IN`` a list that is the same for all rows, or None if the types of column and items differ."""
    if not len(items):
        return ConstantColumn(False, len(column))
    inside = _inside(column, items)
    if inside is None:
        return None
    unknown = column.null_mask()
    if items.has_nulls():
        unknown = unknown | ~inside
    return BoolColumn(inside, unknown if unknown.any() else None)


def _inside(column: Column, items: Column) -> BoolArray | None:
    """Return the mask of rows whose value is among the items; null is not."""
    found: BoolArray
    if isinstance(column, TextColumn):
        if not isinstance(items, TextColumn) or items.dictionary is not column.dictionary:
            return None
        wanted = np.zeros(len(column.dictionary) + 1, dtype=np.bool_)
        wanted[items.codes] = True
        wanted[-1] = False  # the code of null
        found = wanted[column.codes]
        return found
    if isinstance(column, IntColumn):
        if not isinstance(items, IntColumn):
            return None
        values = items.stored if items.nulls is None else items.stored[~items.nulls]
        found = np.isin(column.stored, values)
        return found if column.nulls is None else found & ~column.nulls
    if isinstance(column, NodeColumn | RelationshipColumn):
        if type(items) is not type(column):
            return None
        slots: IntArray = items.slots
        found = np.isin(column.slots, slots[slots >= 0])
        return found
    return None


def in_lists(column: Column, lists: ListColumn) -> Column | None:
    """Return ``IN`` the list of each row by comparing every item with the row's value."""
    length = len(lists)
    found = np.zeros(length, dtype=np.bool_)
    unknown = np.zeros(length, dtype=np.bool_)
    for rows, items in lists.slices(ITEMS_AT_ONCE):
        same = compare_columns("=", items, column.take(rows), len(rows))
        if same is None:
            return None
        true, nulls = truth_masks(same)
        found[rows[true]] = True
        if nulls is not None:
            unknown[rows[nulls]] = True
    if lists.nulls is not None:
        unknown |= lists.nulls
    unknown &= ~found
    return BoolColumn(found, unknown if unknown.any() else None)
