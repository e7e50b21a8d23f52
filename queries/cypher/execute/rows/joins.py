"""Combine two streams of rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import (
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    RowIndices,
)
from sociogram.graph.columns.arrays import expand_ranges
from sociogram.queries.cypher.batches.batch import ONE_ROW, Batch, Columns
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.batches.combine import join
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import collect, concatenate, whole
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.subqueries import numbered, row_numbers
from sociogram.queries.cypher.kernels.grouping import combined_codes, first_rows
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.values.comparison import equals


def build_cartesian_product(plan: op.CartesianProduct, builder: OperatorBuilder) -> Runner:
    """Yield each row of one side with each row of the other."""
    left = builder.build(plan.left)
    right = builder.build(plan.right)
    chunk = builder.chunk

    def run_cartesian_product(argument: Batch, context: Context) -> Iterator[Batch]:
        other: Batch | None = None
        for batch in left(argument, context):
            if other is None:
                other = whole(right(ONE_ROW, context), context)
            if not other.length:
                return
            per_slice = max(chunk // other.length, 1)
            for begin in range(0, batch.length, per_slice):
                context.check()
                some = np.arange(begin, min(begin + per_slice, batch.length))
                others = np.tile(np.arange(other.length), len(some))
                yield merged(batch, np.repeat(some, other.length), other, others)

    return run_cartesian_product


def merged(left: Batch, left_rows: IntArray, right: Batch, right_rows: IntArray) -> Batch:
    """Combine rows of two batches."""
    new_columns = {name: column.take(right_rows) for name, column in right.columns.items()}
    return left.take_with(left_rows, new_columns)


def build_hash_join(plan: op.HashJoin, builder: OperatorBuilder) -> Runner:
    """Yield the pairs of rows whose keys are equal."""
    left = builder.build(plan.left)
    right = builder.build(plan.right)
    left_keys = builder.compile_all(plan.left_keys)
    right_keys = builder.compile_all(plan.right_keys)

    def run_hash_join(argument: Batch, context: Context) -> Iterator[Batch]:
        first = whole(left(argument, context), context)
        if not first.length:
            return
        other = whole(right(ONE_ROW, context), context)
        if not other.length:
            return
        mine = [key(first, context) for key in left_keys]
        theirs = [key(other, context) for key in right_keys]
        context.check()
        rows, others = matching_rows(mine, theirs, first.length, other.length)
        yield merged(first, rows, other, others)

    return run_hash_join


def matching_rows(
    left: list[Column], right: list[Column], left_length: int, right_length: int
) -> tuple[IntArray, IntArray]:
    """Return the pairs of rows whose keys are equal as in Cypher's ``=``."""
    joined = [join([_plain(mine), _plain(theirs)]) for mine, theirs in zip(left, right, strict=True)]
    codes, _ = combined_codes(joined, left_length + right_length)
    known = np.ones(left_length + right_length, dtype=np.bool_)
    for column in joined:
        known &= ~column.null_mask()
        if isinstance(column, FloatColumn):
            known &= ~np.isnan(column.values)
    mine = np.flatnonzero(known[:left_length])
    theirs = np.flatnonzero(known[left_length:])
    theirs = theirs[np.argsort(codes[left_length + theirs], kind="stable")]
    ordered = codes[left_length + theirs]
    low = np.searchsorted(ordered, codes[mine], side="left")
    pair, positions = expand_ranges(low, np.searchsorted(ordered, codes[mine], side="right") - low)
    rows, others = mine[pair], theirs[positions]
    for one, other in zip(left, right, strict=True):
        if isinstance(one, _NOT_ONLY_KEYS) or isinstance(other, _NOT_ONLY_KEYS):
            pairs = zip(values_of(one.take(rows)), values_of(other.take(others)), strict=True)
            keep = np.array([equals(value, same) is True for value, same in pairs], dtype=np.bool_)
            rows, others = rows[keep], others[keep]
    return rows, others


_NOT_ONLY_KEYS = (ObjectColumn, ConstantColumn, ListColumn)
"""Column types whose values may have equal grouping keys without being equal, such as ``[null]``."""


def _plain(column: Column) -> Column:
    return ObjectColumn.of(values_of(column)) if isinstance(column, ConstantColumn) else column


# ── Optional ───────────────────────────────────────────────────────────────────────────────────


def build_optional(plan: op.Optional, builder: OperatorBuilder) -> Runner:
    """Yield each row with its matches, or with nulls if it has none."""
    source = builder.build(plan.source)
    inner = builder.build(plan.inner)
    names = tuple(name for name, _ in plan.variables)
    kinds = dict(plan.variables)

    def run_optional(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            if not batch.length:
                continue
            found = concatenate(
                collect(inner(numbered(batch, plan.row), context), context), (plan.row, *names)
            )
            rows = row_numbers(found, plan.row)
            missing = _rows_without(rows, batch.length)
            new_columns = {name: found.columns[name] for name in names}
            if len(missing):
                new_columns = {
                    name: join([column, _nulls(kinds[name], len(missing))])
                    for name, column in new_columns.items()
                }
                together = np.concatenate([rows, missing])
                order = np.argsort(together, kind="stable")
                rows = together[order]
                new_columns = {name: column.take(order) for name, column in new_columns.items()}
            yield batch.take_with(rows, new_columns)

    return run_optional


def _rows_without(rows: RowIndices, length: int) -> RowIndices:
    """Return the row numbers below ``length`` that are not in ``rows``."""
    if isinstance(rows, list):
        found = set(rows)
        return [row for row in range(length) if row not in found] if len(found) < length else []
    missed = np.ones(length, dtype=np.bool_)
    missed[rows] = False
    return np.flatnonzero(missed)


def _nulls(kind: str, length: int) -> Column:
    if kind == "node":
        return NodeColumn.of([-1]) if length == 1 else NodeColumn(np.full(length, -1, dtype=np.int64))
    if kind == "relationship":
        return (
            RelationshipColumn.of([-1])
            if length == 1
            else RelationshipColumn(np.full(length, -1, dtype=np.int64))
        )
    return ConstantColumn(None, length)


# ── Union ──────────────────────────────────────────────────────────────────────────────────────


def build_union(plan: op.Union, builder: OperatorBuilder) -> Runner:
    """Yield the rows of both sides; without ALL, each distinct row once."""
    left = builder.build(plan.left)
    right = builder.build(plan.right)
    names = plan.columns if plan.row is None else (plan.row, *plan.columns)

    def both(argument: Batch, context: Context) -> Iterator[Batch]:
        for side in (left, right):
            for batch in side(argument, context):
                yield Batch(Columns.root({name: batch.columns[name] for name in names}), batch.length)

    def run_union(argument: Batch, context: Context) -> Iterator[Batch]:
        if plan.all:
            yield from both(argument, context)
            return
        batch = concatenate(collect(both(argument, context), context), names)
        if batch.length:
            rows = first_rows([batch.columns[name] for name in names], batch.length, context.check)
            yield batch.take(rows)

    return run_union
