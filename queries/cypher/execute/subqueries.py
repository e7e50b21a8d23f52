"""Subqueries in expressions: run once over the whole batch, joined back by row number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sociogram.graph.columns import BoolColumn, Column, ConstantColumn, IntArray, IntColumn
from sociogram.queries.cypher import ast
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.compiled import Compiled
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.grouping import Groups
from sociogram.queries.cypher.list_kernels import first_items, grouped_lists
from sociogram.queries.cypher.plan.subqueries import SubqueryPlan, plan_expression
from sociogram.queries.cypher.vectors import join

if TYPE_CHECKING:
    from sociogram.queries.cypher.execute.builder import Builder, Runner


class Subqueries:
    """Compiles patterns and subqueries in expressions, for ``ExpressionCompiler``."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def compile(self, expression: ast.Expression) -> Compiled:
        """Return a subquery as a function of batches.

        It is planned when it first runs, when it is known which variables are in sight.
        """
        known: dict[tuple[str, ...], tuple[SubqueryPlan, Runner]] = {}

        def run_subquery(batch: Batch, context: Context) -> Column:
            if not batch.length:
                return ConstantColumn(None, 0)
            scope = tuple(batch.columns)
            planned = known.get(scope)
            if planned is None:
                planned = known[scope] = self._planned(expression, scope)
            return evaluated(*planned, batch, context)

        return run_subquery

    def _planned(self, expression: ast.Expression, scope: tuple[str, ...]) -> tuple[SubqueryPlan, Runner]:
        plan = plan_expression(expression, scope, self._builder.planner)
        return plan, self._builder.build(plan.plan)


def numbered(batch: Batch, row: str) -> Batch:
    """Return the batch with its row numbers as a column."""
    return batch.with_columns({row: IntColumn(np.arange(batch.length))})


def row_numbers(batch: Batch, row: str) -> IntArray:
    """Return which outer row each row belongs to."""
    column = batch.columns[row]
    return column.values if isinstance(column, IntColumn) else np.array(column.to_list(), dtype=np.int64)


def evaluated(plan: SubqueryPlan, runner: Runner, batch: Batch, context: Context) -> Column:
    """Run a subquery for all rows of a batch and give its value for each."""
    batches = runner(numbered(batch, plan.row), context)
    if plan.kind in ("EXISTS", "COUNT"):
        counts = _counts(plan, batches, batch.length)
        return BoolColumn(counts > 0) if plan.kind == "EXISTS" else IntColumn(counts)
    columns: list[Column] = [ConstantColumn(None, 0)]
    numbers: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    for found in batches:
        columns.append(found.columns[plan.column or ""])
        numbers.append(row_numbers(found, plan.row))
    lists = grouped_lists(join(columns), Groups(np.concatenate(numbers), batch.length))
    return first_items(lists) if plan.kind == "FIRST" else lists


def _counts(plan: SubqueryPlan, batches: Any, length: int) -> IntArray:
    counts = np.zeros(length, dtype=np.int64)
    for found in batches:
        numbers = row_numbers(found, plan.row)
        if plan.count is None:
            counts += np.bincount(numbers, minlength=length)
        else:
            weights = found.columns[plan.count]
            np.add.at(
                counts, numbers, weights.values if isinstance(weights, IntColumn) else weights.to_list()
            )
    return counts
