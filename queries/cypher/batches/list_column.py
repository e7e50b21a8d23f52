"""A column of lists that are slices of one column of items, like Arrow's ListView layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

import numpy as np

from sociogram.graph.columns import BoolArray, Column, IntArray, RowIndices
from sociogram.queries.cypher.batches.column_values import column_from, values_of
from sociogram.queries.cypher.memory_limit import watch


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

    The list of row r consists of ``lengths[r]`` items, starting at ``starts[r]``. Lists may share items, so
    selecting rows and slicing lists copy nothing. Only the engine uses this column type, never the graph: its
    lists hold values as expressions see them, such as ``NodeRef`` for nodes.

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
        """Return a column of other slices of the same items."""
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
        """Return Python lists; ``values`` converts the items."""
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
        """Return whether the lists together are longer than the column of items, so that some share items."""
        return int(self.lengths.sum()) > len(self.items)

    def compact(self) -> tuple[Column, IntArray]:
        """Return the items, at most half of them unused, and the start of each list in them."""
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
        """Return the row of each item from ``begin`` to ``end``, counted across all lists."""
        first = int(np.searchsorted(ends, begin, side="right"))
        last = int(np.searchsorted(ends, end, side="left")) + 1
        begins = ends[first:last] - self.lengths[first:last]
        counts = np.minimum(ends[first:last], end) - np.maximum(begins, begin)
        return np.repeat(np.arange(first, last), counts)


_LISTS_BETWEEN_CHECKS = 256


_T = TypeVar("_T")


def _watched(slices: Iterable[_T]) -> Iterator[_T]:
    """Yield slices and check the limits at intervals: lists that share items can be far longer than the
    items.
    """
    for position, span in enumerate(slices):
        if position % _LISTS_BETWEEN_CHECKS == 0:
            watch.check()
        yield span
