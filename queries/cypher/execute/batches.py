"""Collecting, joining and numbering the batches that operators exchange."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray, IntColumn
from sociogram.queries.cypher.batches.batch import Batch, Columns
from sociogram.queries.cypher.batches.combine import join
from sociogram.queries.cypher.context import Context

SMALL_BATCH = 4096


def concatenate(batches: Sequence[Batch], names: Sequence[str]) -> Batch:
    """Concatenate batches, with the given columns."""
    batches = [batch for batch in batches if batch.length] or list(batches[:1])
    if not batches:
        return Batch({name: ConstantColumn(None, 0) for name in names}, 0)
    if len(batches) == 1:
        return batches[0]
    columns = {name: join([batch.columns[name] for batch in batches]) for name in names}
    return Batch(columns, sum(batch.length for batch in batches))


def collect(batches: Iterator[Batch], context: Context) -> list[Batch]:
    """Collect all batches, within the memory limit."""
    result: list[Batch] = []
    for batch in batches:
        length = batch.length
        if length:
            result.append(batch)
            if length > SMALL_BATCH:
                context.check()
                context.statement.hold(length, len(batch.columns))
    return result


def narrowed(batches: Iterator[Batch], names: Sequence[str]) -> Iterator[Batch]:
    """Yield batches with only the named columns, materialised, so that dropped rows use no memory."""
    for batch in batches:
        yield Batch(Columns.root({name: batch.columns[name] for name in names}), batch.length)


def whole(batches: Iterator[Batch], context: Context) -> Batch:
    """Collect all batches into one, with all its columns."""
    result = collect(batches, context)
    if len(result) == 1:
        return result[0]
    return concatenate(result, list(result[0].columns) if result else [])


def together(batches: Iterator[Batch], context: Context) -> Iterator[Batch]:
    """Collect all batches into one before yielding the first row."""
    batch = whole(batches, context)
    if batch.length:
        yield batch


def rank_within(numbers: IntArray) -> IntArray:
    """Return each row's rank among the rows with the same number, in row order."""
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[begins, len(ordered)])
    ranks = np.empty(len(numbers), dtype=np.int64)
    ranks[order] = np.arange(len(numbers)) - np.repeat(begins, lengths)
    return ranks


def numbers_of(column: Column) -> IntArray:
    """Return a column of row numbers as an array."""
    if isinstance(column, IntColumn):
        return column.values
    return np.array(column.to_list(), dtype=np.int64)
