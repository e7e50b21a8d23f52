"""Subqueries in expressions: run once for the whole batch and joined back by row number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sociogram.graph.columns import BoolColumn, Column, ConstantColumn, IntArray, IntColumn
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.combine import join, with_nulls
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.batches import numbers_of
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.kernels.grouping import Groups
from sociogram.queries.cypher.kernels.lists import first_items, grouped_lists
from sociogram.queries.cypher.plan.subqueries import SubqueryPlan, plan_expression
from sociogram.queries.cypher.syntax import ast

if TYPE_CHECKING:
    from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner


class Subqueries:
    """Compiles patterns and subqueries in expressions, for ``ExpressionCompiler``."""

    def __init__(self, builder: OperatorBuilder) -> None:
        self._builder = builder

    def compile(self, expression: ast.Expression) -> Compiled:
        """Return a subquery as a function of batches.

        It is planned when it first runs, because only then are the variables in scope known.
        """
        known: dict[tuple[str, ...], tuple[SubqueryPlan, Runner]] = {}
        ends = _ends_of_paths(expression)

        def run_subquery(batch: Batch, context: Context) -> Column:
            if not batch.length:
                return ConstantColumn(None, 0)
            scope = tuple(batch.columns)
            planned = known.get(scope)
            if planned is None:
                planned = known[scope] = self._planned(expression, scope)
            found = evaluated(*planned, batch, context)
            return found if ends is None else _null_without(found, [batch.columns[name] for name in ends])

        return run_subquery

    def _planned(self, expression: ast.Expression, scope: tuple[str, ...]) -> tuple[SubqueryPlan, Runner]:
        plan = plan_expression(expression, scope, self._builder.planner)
        return plan, self._builder.build(plan.plan)


def _ends_of_paths(expression: ast.Expression) -> list[str] | None:
    """Return the end nodes of ``allShortestPaths``: if one of them is null, the result is null."""
    if not isinstance(expression, ast.ShortestPathExpression) or expression.single:
        return None
    elements = expression.pattern.elements
    return [end.variable for end in (elements[0], elements[-1]) if end.variable is not None]


def _null_without(column: Column, ends: list[Column]) -> Column:
    missing = np.logical_or.reduce([end.null_mask() for end in ends])
    return with_nulls(column, missing) if missing.any() else column


def numbered(batch: Batch, row: str) -> Batch:
    """Return the batch with its row numbers as a column."""
    return batch.with_columns({row: IntColumn(np.arange(batch.length))})


def row_numbers(batch: Batch, row: str) -> IntArray:
    """Return the outer row of each row."""
    return numbers_of(batch.columns[row])


def evaluated(plan: SubqueryPlan, runner: Runner, batch: Batch, context: Context) -> Column:
    """Run a subquery for all rows of a batch and return a column of its values."""
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


def _counts(plan: SubqueryPlan, batches: Iterator[Batch], length: int) -> IntArray:
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
