"""Aggregation: group rows and compute one row per group."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntColumn
from sociogram.queries.cypher.batches.batch import Batch, Columns
from sociogram.queries.cypher.batches.combine import join
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import numbers_of
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.functions import lookup
from sociogram.queries.cypher.kernels.aggregates import AGGREGATES
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.kernels.grouping import Groups, groups_of
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast


class _Call:
    """One aggregate call: its compiled arguments and its name in the table of aggregates."""

    def __init__(self, call: ast.FunctionCall | ast.CountStar, builder: OperatorBuilder) -> None:
        self.distinct = isinstance(call, ast.FunctionCall) and call.distinct
        arguments = call.arguments if isinstance(call, ast.FunctionCall) else ()
        self.arguments = builder.compile_all(arguments)
        name = "count"
        if isinstance(call, ast.FunctionCall):
            function = lookup(call.name)
            name = call.name if function is None else function.name
        self.aggregate = AGGREGATES[name]


def build_aggregate(plan: op.Aggregate, builder: OperatorBuilder) -> Runner:
    """Yield one row per group."""
    source = builder.build(plan.source)
    if (
        not plan.keys
        and plan.row is None
        and all(isinstance(call, ast.CountStar) for _, call in plan.aggregates)
    ):
        return _counting(plan, source)
    keys = tuple((name, builder.compile(expression)) for name, expression in plan.keys)
    calls = tuple((name, _Call(call, builder)) for name, call in plan.aggregates)

    def run_aggregate(argument: Batch, context: Context) -> Iterator[Batch]:
        collected = [_inputs(batch, plan, keys, calls, context) for batch in source(argument, context)]
        inputs = _together([columns for columns, _ in collected])
        length = sum(count for _, count in collected)
        names = _group_names(plan)
        grouped = [inputs[name] for name in names] if length else []
        if not length if plan.keys else plan.row is not None and not argument.length:
            return
        groups = _groups(plan, grouped, length, argument, context)
        new_columns: dict[str, Column] = {}
        if plan.row is not None and not plan.keys:
            new_columns[plan.row] = IntColumn(np.arange(argument.length))
            new_columns.update({name: argument.columns[name] for name in plan.constants})
        elif grouped:
            for name in (*names, *plan.constants):
                if groups.key is not None and name == names[0]:
                    new_columns[name] = groups.key
                else:
                    new_columns[name] = inputs[name] if groups.alone else inputs[name].take(groups.firsts)
        for name, call in calls:
            new_columns[name] = _reduced(plan, name, call, inputs, groups)
        yield Batch(Columns.root(new_columns), groups.count)

    return run_aggregate


def _counting(plan: op.Aggregate, source: Runner) -> Runner:
    """Count rows batch by batch, without storing them."""

    def run_counting(argument: Batch, context: Context) -> Iterator[Batch]:
        count = 0
        for batch in source(argument, context):
            if plan.weight is None:
                count += batch.length
            else:
                column = batch.columns[plan.weight]
                count += int(numbers_of(column).sum())
        new_columns: dict[str, Column] = {name: ConstantColumn(count, 1) for name, _ in plan.aggregates}
        yield Batch(Columns.root(new_columns), 1)

    return run_counting


def _group_names(plan: op.Aggregate) -> list[str]:
    names = [name for name, _ in plan.keys]
    return names if plan.row is None else [plan.row, *names]


def _inputs(
    batch: Batch,
    plan: op.Aggregate,
    keys: tuple[tuple[str, Compiled], ...],
    calls: tuple[tuple[str, _Call], ...],
    context: Context,
) -> tuple[dict[str, Column], int]:
    """Compute the columns that the aggregation reads, so that the batch can be freed."""
    context.check()
    context.statement.hold(batch.length, len(keys) + len(calls))
    columns: dict[str, Column] = {name: key(batch, context) for name, key in keys}
    for name, call in calls:
        for position, argument in enumerate(call.arguments):
            columns[f"{name} {position}"] = argument(batch, context)
    constants = plan.constants if plan.keys else ()
    for carried in (plan.row, plan.weight, *constants):
        if carried is not None:
            columns[carried] = batch.columns[carried]
    return columns, batch.length


def _together(parts: list[dict[str, Column]]) -> dict[str, Column]:
    if not parts:
        return {}
    if len(parts) == 1:
        return parts[0]
    return {name: join([slice_batch[name] for slice_batch in parts]) for name in parts[0]}


def _groups(
    plan: op.Aggregate, grouped: list[Column], length: int, argument: Batch, context: Context
) -> Groups:
    """Return the groups; without keys, there is one group even if there are no rows."""
    if plan.row is not None and not plan.keys:
        rows = numbers_of(grouped[0]) if grouped else np.zeros(0, dtype=np.int64)
        return Groups(rows, max(argument.length, 1))
    if not grouped:
        return Groups(np.zeros(length, dtype=np.int64), 1)
    return groups_of(grouped, length, context.check)


def _reduced(plan: op.Aggregate, name: str, call: _Call, inputs: dict[str, Column], groups: Groups) -> Column:
    if plan.weight is not None:
        weights = inputs.get(plan.weight)
        if weights is None:
            return IntColumn(np.zeros(groups.count, dtype=np.int64))
        if groups.alone:
            return weights
        # floats are exact up to 2**53, and no query has more rows
        return IntColumn(groups.sums(numbers_of(weights)).astype(np.int64))
    columns = [inputs.get(f"{name} {position}") for position in range(len(call.arguments))]
    present = [column if column is not None else ConstantColumn(None, 0) for column in columns]
    first = present[0] if present else None
    return call.aggregate.evaluate(first, groups, distinct=call.distinct, extra=present[1:])
