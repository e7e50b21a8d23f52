"""Compile lists, maps, list comprehensions and quantifiers.

Iteration flattens the lists of all rows into inner batches with one row per item, evaluates the inner
expressions on these, and groups the results by outer row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolColumn, Column, ConstantColumn, IntArray
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import (
    column_from,
    constant_of,
    true_rows,
    truth_masks,
    values_of,
)
from sociogram.queries.cypher.batches.combine import join, with_nulls
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.kernels.access import properties_of
from sociogram.queries.cypher.kernels.compiled import Compiled, Compiler, Constant, apply, folded, watched_map
from sociogram.queries.cypher.kernels.lists import ITEMS_AT_ONCE, as_lists
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.arithmetic import check_size


def compile_list(expression: ast.ListLiteral, compiler: Compiler) -> Compiled:
    """Compile ``[a, b, c]``."""
    items = [compiler.compile(item) for item in expression.items]
    if not items:
        return Constant([])

    def run(batch: Batch, context: Context) -> Column:
        return apply(_list, [item(batch, context) for item in items], batch.length)

    return folded(run, items)


def _list(*items: Any) -> list[Any]:
    return list(items)


def compile_map(expression: ast.MapLiteral, compiler: Compiler) -> Compiled:
    """Compile ``{key: value}``."""
    keys = [key for key, _ in expression.items]
    values = [compiler.compile(value) for _, value in expression.items]
    if not keys:
        return Constant({})

    def run(batch: Batch, context: Context) -> Column:
        columns = [value(batch, context) for value in values]
        constants = constant_of(columns, batch.length)
        if constants is not None:
            return ConstantColumn(dict(zip(keys, constants, strict=True)), batch.length)
        rows = zip(*(values_of(column) for column in columns), strict=True)
        return column_from(watched_map(lambda row: dict(zip(keys, row, strict=True)), rows))

    return folded(run, values)


def compile_map_projection(expression: ast.MapProjection, compiler: Compiler) -> Compiled:
    """Compile ``subject {.*, .key, name: expression}``, which is null for a null subject."""
    subject = compiler.compile(expression.subject)
    keys = [key for key, _ in expression.items]
    values = [compiler.compile(value) for _, value in expression.items]
    with_all = expression.all_properties

    def run(batch: Batch, context: Context) -> Column:
        def one(entity: Any, *items: Any) -> dict[str, Any] | None:
            if entity is None:
                return None
            start = properties_of(entity, context) if with_all else None
            return {**(start or {}), **dict(zip(keys, items, strict=True))}

        columns = [subject(batch, context), *(value(batch, context) for value in values)]
        return apply(one, columns, batch.length)

    return run


# ── Iteration ───────────────────────────────────────────────────────────────────────────


def _walk(
    lists: ListColumn, variable: str, batch: Batch, context: Context
) -> Iterator[tuple[Batch, IntArray]]:
    """Yield the items of all rows' lists as inner batches, with the outer row of each item."""
    context.check()
    for rows, items in lists.slices(ITEMS_AT_ONCE):
        yield batch.take_with(rows, {variable: items}), rows
        context.check()


def compile_comprehension(expression: ast.ListComprehension, compiler: Compiler) -> Compiled:
    """Compile ``[x IN list WHERE … | …]``."""
    source = compiler.compile(expression.list)
    variable = expression.variable
    where = None if expression.where is None else compiler.compile(expression.where)
    projection = None if expression.projection is None else compiler.compile(expression.projection)

    def run(batch: Batch, context: Context) -> Column:
        lists = as_lists(source(batch, context))
        parts: list[Column] = []
        lengths = np.zeros(len(lists), dtype=np.int64)
        total = 0
        for inner, rows in _walk(lists, variable, batch, context):
            if where is not None:
                remaining = true_rows(where(inner, context))
                if len(remaining) < inner.length:
                    inner, rows = inner.take(remaining), rows[remaining]  # noqa: PLW2901 - the rows that pass
            lengths += np.bincount(rows, minlength=len(lists))
            total += inner.length
            check_size(total, "list")
            if inner.length:
                parts.append(inner.columns[variable] if projection is None else projection(inner, context))
        items = join(parts) if parts else ConstantColumn(None, 0)
        return ListColumn(items, np.cumsum(lengths) - lengths, lengths, lists.nulls)

    return run


def compile_quantifier(expression: ast.Quantifier, compiler: Compiler) -> Compiled:
    """Compile ``all/any/none/single(x IN list WHERE …)``."""
    source = compiler.compile(expression.list)
    where = compiler.compile(expression.where)
    variable, kind = expression.variable, expression.kind

    def run(batch: Batch, context: Context) -> Column:
        lists = as_lists(source(batch, context))
        trues = np.zeros(len(lists), dtype=np.int64)
        unknowns = np.zeros(len(lists), dtype=np.int64)
        for inner, rows in _walk(lists, variable, batch, context):
            true, nulls = truth_masks(where(inner, context))
            trues += np.bincount(rows[true], minlength=len(lists))
            if nulls is not None:
                unknowns += np.bincount(rows[nulls], minlength=len(lists))
        answer = quantified(kind, lists.lengths, trues, unknowns)
        return answer if lists.nulls is None else with_nulls(answer, lists.nulls)

    return folded(run, (source,)) if type(where) is Constant else run


def quantified(kind: str, items: IntArray, trues: IntArray, unknowns: IntArray) -> BoolColumn:
    """Return the value of a quantifier for each list, given its numbers of items, true and unknown items."""
    if kind == "single":
        true, undecided = trues == 1, trues <= 1
    elif kind == "all":
        true = undecided = trues + unknowns == items
    elif kind == "any":
        true, undecided = trues > 0, trues == 0
    else:
        true = undecided = trues == 0
    unknown = undecided & (unknowns > 0)
    return BoolColumn(true & ~unknown, unknown if unknown.any() else None)
