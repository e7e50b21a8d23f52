"""Operators that work on one batch at a time, DISTINCT, SKIP and LIMIT."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, IntArray, NodeColumn, RelationshipColumn
from sociogram.graph.errors import CypherSyntaxError
from sociogram.queries.cypher.batches.batch import ONE_ROW, Batch, Columns, LazyColumn, LazyProperty
from sociogram.queries.cypher.batches.column_values import value_at
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import (
    SMALL_BATCH,
    collect,
    concatenate,
    narrowed,
    numbers_of,
    rank_within,
    whole,
)
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.expressions.access import property_column
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.kernels.grouping import first_rows
from sociogram.queries.cypher.kernels.lists import as_lists
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import article, shown

NO_ROWS: IntArray = np.zeros(0, dtype=np.int64)


def build_project(plan: op.Project, builder: OperatorBuilder) -> Runner:
    """Compute the columns of a projection."""
    source = builder.build(plan.source)
    items = tuple(
        (name, (compiled := _column(expression, builder)), _lazy_property(expression, compiled))
        for name, expression in plan.items
    )
    keep, also = plan.keep, plan.also

    def run_project(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            if batch.length > SMALL_BATCH:
                context.check()
            if batch.length > SMALL_BATCH and context.is_stable:
                new_columns = {name: later(batch, context) for name, _, later in items}
            else:
                new_columns = {name: compiled(batch, context) for name, compiled, _ in items}
            if keep:
                yield batch.with_columns(new_columns)
                continue
            for name in also:
                new_columns[name] = batch.columns[name]
            yield Batch(Columns.root(new_columns), batch.length)

    return run_project


def _column(expression: ast.Expression, builder: OperatorBuilder) -> Compiled:
    if isinstance(expression, ast.Variable):
        name = expression.name
        return lambda batch, _context: batch.columns[name]
    return builder.compile(expression)


def _lazy_property(
    expression: ast.Expression, compiled: Compiled
) -> Callable[[Batch, Context], Column | LazyColumn]:
    """Return a function that evaluates the expression lazily if it is a property of a node or relationship.

    Reading such a property never raises an error, so it may be skipped altogether.
    """
    if not isinstance(expression, ast.Property) or not isinstance(expression.subject, ast.Variable):
        return compiled
    name, key = expression.subject.name, expression.key

    def run(batch: Batch, context: Context) -> Column | LazyColumn:
        subject = batch.columns[name]
        if not isinstance(subject, NodeColumn | RelationshipColumn):
            return compiled(batch, context)
        return LazyProperty(subject, lambda column: property_column(column, key, context))

    return run


def build_distinct(plan: op.Distinct, builder: OperatorBuilder) -> Runner:
    """Yield the first row of each distinct combination of values."""
    source = builder.build(plan.source)
    names = plan.columns if plan.row is None else (plan.row, *plan.columns)
    compared = tuple(name for name in names if name not in plan.settled)

    def run_distinct(argument: Batch, context: Context) -> Iterator[Batch]:
        batches = narrowed(source(argument, context), names)
        batch = concatenate(collect(batches, context), names)
        if batch.length:
            rows = first_rows([batch.columns[name] for name in compared], batch.length, context.check)
            yield batch if len(rows) == batch.length else batch.take(rows)

    return run_distinct


# ── SKIP and LIMIT ───────────────────────────────────────────────────────────────────────────────


def row_count(compiled: Compiled, context: Context, word: str) -> int:
    """Evaluate the expression of SKIP or LIMIT."""
    value = value_at(compiled(ONE_ROW, context), 0)
    if isinstance(value, bool) or not isinstance(value, int):
        if isinstance(value, float) and value.is_integer() and value < 0:
            raise _negative(word, value)
        raise CypherSyntaxError(
            f"{word} takes an INTEGER, but got {shown(value)}, {article(type_name(value))}.",
            detail="InvalidArgumentType",
        )
    if value < 0:
        raise _negative(word, value)
    return value


def _negative(word: str, value: Any) -> CypherSyntaxError:
    return CypherSyntaxError(
        f"{word} takes an integer of 0 or more, but got {shown(value)}.", detail="NegativeIntegerArgument"
    )


def build_skip(plan: op.Skip, builder: OperatorBuilder) -> Runner:
    """Skip the first rows."""
    source = builder.build(plan.source)
    count = builder.compile(plan.count)

    def run_skip(argument: Batch, context: Context) -> Iterator[Batch]:
        left = row_count(count, context, "SKIP")
        if plan.row is not None:
            yield from _within(whole(source(argument, context), context), plan.row, left, None)
            return
        for batch in source(argument, context):
            if left >= batch.length:
                left -= batch.length
                continue
            yield batch.take(np.arange(left, batch.length)) if left else batch
            left = 0

    return run_skip


def build_limit(plan: op.Limit, builder: OperatorBuilder) -> Runner:
    """Yield the first rows; request no more, unless the source writes."""
    source = builder.build(plan.source)
    count = builder.compile(plan.count)
    drain = op.writes(plan.source)

    def run_limit(argument: Batch, context: Context) -> Iterator[Batch]:
        left = row_count(count, context, "LIMIT")
        if plan.row is not None:
            yield from _within(whole(source(argument, context), context), plan.row, 0, left)
            return
        if not left and not drain:
            return
        for batch in source(argument, context):
            if left:
                yield batch.take(np.arange(left)) if batch.length > left else batch
                left -= min(left, batch.length)
            if not left and not drain:
                return

    return run_limit


def _within(batch: Batch, row: str, skip: int, limit: int | None) -> Iterator[Batch]:
    """Apply SKIP and LIMIT separately to the rows of each outer row of a subquery."""
    if batch.length:
        positions = rank_within(numbers_of(batch.columns[row]))
        keep = positions >= skip
        if limit is not None:
            keep &= positions < skip + limit
        yield batch.take(np.flatnonzero(keep))


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────


def build_unwind(plan: op.Unwind, builder: OperatorBuilder) -> Runner:
    """Yield a row for each item of a list; null has no items, any other value is its only item."""
    source = builder.build(plan.source)
    expression = builder.compile(plan.expression)

    def run_unwind(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            for begin in range(0, batch.length, builder.chunk):
                slice_batch = batch
                if batch.length > builder.chunk:
                    slice_batch = batch.take(np.arange(begin, min(begin + builder.chunk, batch.length)))
                context.check()
                for rows, items in as_lists(expression(slice_batch, context)).slices(builder.chunk):
                    context.check()
                    yield slice_batch.take_with(rows, {plan.variable: items})

    return run_unwind


# ── Results ───────────────────────────────────────────────────────────────────────────────────────


def build_produce_results(plan: op.ProduceResults, builder: OperatorBuilder) -> Runner:
    """Yield the query's result."""
    return builder.build(plan.source)


def build_empty_result(plan: op.EmptyResult, builder: OperatorBuilder) -> Runner:
    """Run the query to its end and yield no rows."""
    source = builder.build(plan.source)

    def run_empty_result(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            context.check()
            yield batch.take(NO_ROWS)

    return run_empty_result
