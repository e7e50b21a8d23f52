"""ORDER BY: sort all rows, or find the first rows without sorting the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    IntColumn,
    TextColumn,
)
from sociogram.graph.columns.arrays import unique
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import numbers_of, rank_within, whole
from sociogram.queries.cypher.execute.rows.project import row_count
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.kernels.grouping import Check, checked
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.values.comparison import order_key

THRESHOLD_LIMIT = 256
"""Up to this many rows, sorting is faster than first finding a threshold."""


def sort_keys(column: Column, *, descending: bool, check: Check | None = None) -> list[AnyArray]:
    """Return arrays to sort by, the most significant first, each ascending.

    In ascending order, null comes last and NaN right before it.
    """
    if isinstance(column, ConstantColumn):
        return []
    if isinstance(column, (IntColumn, BoolColumn)):
        values: AnyArray = column.stored
        if isinstance(column, BoolColumn):
            values = values.astype(np.int8)
        # ~x reverses the order and, unlike -x, cannot overflow
        return _with_nulls(~values if descending else values, column.nulls, descending=descending)
    if isinstance(column, FloatColumn):
        return _floats(column, descending=descending)
    if isinstance(column, TextColumn):
        ranks = _text_ranks(column)
        return [~ranks if descending else ranks]
    ranks = _ranks(column, check)
    return [~ranks if descending else ranks]


def _with_nulls(values: AnyArray, nulls: AnyArray | None, *, descending: bool) -> list[AnyArray]:
    if nulls is None or not nulls.any():
        return [values]
    last = ~nulls if descending else nulls
    return [last.astype(np.int8), np.where(nulls, 0, values)]


def _floats(column: FloatColumn, *, descending: bool) -> list[AnyArray]:
    values, nulls = column.values, column.nulls
    unordered = np.isnan(values)
    if nulls is not None:
        unordered = unordered & ~nulls
    classes = unordered.astype(np.int8)
    if nulls is not None:
        classes[nulls] = 2
    plain = -values if descending else values
    if not classes.any():
        return [plain]
    return [-classes if descending else classes, np.where(classes > 0, 0.0, plain)]


def _text_ranks(column: TextColumn) -> IntArray:
    codes = column.codes.astype(np.int64)
    ranks = codes if column.dictionary.sorted else _rank_table(column.dictionary, codes)[codes]
    return np.where(codes < 0, np.int64(1) << 40, ranks)


def _rank_table(dictionary: TextDictionary, codes: IntArray) -> IntArray:
    used = unique(codes[codes >= 0])
    texts = dictionary.values[used].tolist()
    table = np.zeros(len(dictionary) + 1, dtype=np.int64)
    order = sorted(range(len(texts)), key=texts.__getitem__)
    table[used[np.array(order, dtype=np.int64)]] = np.arange(len(texts))
    return table


def _ranks(column: Column, check: Check | None) -> IntArray:
    """Rank values of any kind; equal values share a rank."""
    values = values_of(column)
    kinds = set(map(type, values))
    alike = len(kinds) == 1 and kinds <= {str, int}  # Python orders these as Cypher does
    keys = values if alike else [order_key(value) for value in checked(values, check)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    ranks = np.empty(len(keys), dtype=np.int64)
    rank = -1
    previous: object = None
    for position in order:
        if rank < 0 or keys[position] != previous:
            rank += 1
            previous = keys[position]
        ranks[position] = rank
    return ranks


class Ordering:
    """The items of an ORDER BY, compiled."""

    def __init__(self, plan: op.Sort | op.Top, builder: OperatorBuilder) -> None:
        self._items: tuple[tuple[Compiled, bool], ...] = tuple(
            (builder.compile(item.expression), item.descending) for item in plan.items
        )

    def keys(self, batch: Batch, context: Context) -> list[AnyArray]:
        """Return the arrays by which to sort the batch."""
        found: list[AnyArray] = []
        for compiled, descending in self._items:
            found.extend(sort_keys(compiled(batch, context), descending=descending, check=context.check))
        return found

    def first(self, batch: Batch, context: Context) -> tuple[Column, list[AnyArray]]:
        """Return the first item's column, and the arrays that sort by it."""
        compiled, descending = self._items[0]
        column = compiled(batch, context)
        return column, sort_keys(column, descending=descending, check=context.check)


def sorted_rows(keys: list[AnyArray], length: int) -> IntArray:
    """Return the rows in sorted order; the sort is stable."""
    if not keys:
        return np.arange(length)
    if len(keys) == 1:
        return np.argsort(keys[0], kind="stable")
    return np.lexsort(keys[::-1])


def build_sort(plan: op.Sort, builder: OperatorBuilder) -> Runner:
    """Yield all rows in order."""
    source = builder.build(plan.source)
    ordering = Ordering(plan, builder)

    def run_sort(argument: Batch, context: Context) -> Iterator[Batch]:
        batch = whole(source(argument, context), context)
        if batch.length:
            yield batch.take(sorted_rows(ordering.keys(batch, context), batch.length))

    return run_sort


def build_top(plan: op.Top, builder: OperatorBuilder) -> Runner:
    """Yield the first rows in order."""
    source = builder.build(plan.source)
    ordering = Ordering(plan, builder)
    skip = None if plan.skip is None else builder.compile(plan.skip)
    limit = builder.compile(plan.limit)
    drain = op.writes(plan.source)

    def run_top(argument: Batch, context: Context) -> Iterator[Batch]:
        left_out = 0 if skip is None else row_count(skip, context, "SKIP")
        wanted = row_count(limit, context, "LIMIT")
        if not wanted and not drain:
            return
        if plan.row is not None:
            batch = whole(source(argument, context), context)
            if not batch.length:
                return
            rows = sorted_rows(ordering.keys(batch, context), batch.length)
            positions = rank_within(numbers_of(batch.columns[plan.row])[rows])
            yield batch.take(rows[(positions >= left_out) & (positions < left_out + wanted)])
            return
        nearest = TopThreshold(ordering, context, left_out + wanted)
        batches = source(argument, context)
        if context.is_stable:  # otherwise, later writes may still change the sort keys
            batches = map(nearest.of, batches)
        near = nearest.of(whole(batches, context))
        if not near.length:
            return
        rows = sorted_rows(ordering.keys(near, context), near.length)
        yield near.take(rows[left_out : left_out + wanted])

    return run_top


class TopThreshold:
    """Drops rows that cannot be among the first ones, judged by the first sort item."""

    __slots__ = ("_context", "_count", "_ordering", "_scale", "_worst")

    def __init__(self, ordering: Ordering, context: Context, count: int) -> None:
        self._ordering = ordering
        self._context = context
        self._count = count
        self._scale: object = None
        self._worst: Any = None  # at least `count` earlier rows have a key of at most this, in the same scale

    def of(self, batch: Batch) -> Batch:
        """Return those rows of the batch that may be among the first rows of all batches."""
        if self._count == 0:
            return batch.take(np.zeros(0, dtype=np.int64))
        if batch.length <= THRESHOLD_LIMIT or self._count * 4 > batch.length:
            return batch
        column, keys = self._ordering.first(batch, self._context)
        if not keys:  # the first item is equal in all rows
            return batch
        scale = _scale(column) if len(keys) == 1 else None
        key = keys[0]
        if scale is None or scale is not self._scale:
            rows, self._worst = _up_to_the_nth(key, self._count)
        else:
            rows = np.flatnonzero(key <= self._worst)
            if len(rows) > max(4 * self._count, THRESHOLD_LIMIT):
                some, self._worst = _up_to_the_nth(key[rows], self._count)
                rows = rows[some]
        self._scale = scale
        return batch.take(rows).materialised()


def _scale(column: Column) -> object:
    """Return the scale of a column's keys; keys are comparable only with keys of the same scale."""
    if isinstance(column, IntColumn | FloatColumn):
        return type(column)
    return column.dictionary if isinstance(column, TextColumn) and column.dictionary.sorted else None


def _up_to_the_nth(key: AnyArray, count: int) -> tuple[IntArray, Any]:
    """Return the rows whose key is at most the ``count``-th smallest value, and that value."""
    wide = key.astype(np.int16) if key.dtype == np.int8 else key  # NumPy has no fast path for single bytes
    worst = np.partition(wide, count - 1)[count - 1].item()
    return np.flatnonzero(key <= worst), worst
