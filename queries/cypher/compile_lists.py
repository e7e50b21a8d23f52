"""Compiles lists and maps, and what walks over lists: comprehensions, quantifiers, reduce.

A walk turns the lists of all rows into one inner batch, one row an item, evaluates the inner
expressions once over that, and puts the answers back together row by row.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray
from sociogram.queries.cypher import ast
from sociogram.queries.cypher.access import properties_of
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.compiled import Compiled, Compiler, Constant, apply, folded
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.operators import as_list
from sociogram.queries.cypher.vectors import (
    column_from,
    constant_of,
    true_rows,
    truth_masks,
    value_at,
    values_of,
)


def compile_list(expression: ast.ListLiteral, compiler: Compiler) -> Compiled:
    """``[a, b, c]``."""
    items = [compiler.compile(item) for item in expression.items]
    if not items:
        return Constant([])

    def run(batch: Batch, context: Context) -> Column:
        return apply(_list, [item(batch, context) for item in items], batch.length)

    return folded(run, items)


def _list(*items: Any) -> list[Any]:
    return list(items)


def compile_map(expression: ast.MapLiteral, compiler: Compiler) -> Compiled:
    """``{key: value}``."""
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
        return column_from([dict(zip(keys, row, strict=True)) for row in rows])

    return folded(run, values)


def compile_map_projection(expression: ast.MapProjection, compiler: Compiler) -> Compiled:
    """``subject {.*, .key, name: expression}``; null for a subject that is null."""
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


# ── Walks over lists ───────────────────────────────────────────────────────────────────────────


def list_of(value: Any) -> list[Any] | None:
    """Return a list to walk over, None for null; a single value is the list of itself."""
    return value if value is None or type(value) is list else as_list(value)


class Flat:
    """The items of each row's list, one after another.

    Attributes:
        batch: one row an item, with the variable and everything outside.
        rows: the outer row of each item.
        lists: the outer rows' lists, None for null.
    """

    __slots__ = ("batch", "lists", "rows")
    lists: list[list[Any] | None]
    rows: IntArray

    def __init__(self, column: Column, variable: str, batch: Batch) -> None:
        if batch.length == 1:
            only = list_of(value_at(column, 0))
            self.lists = [only]
            self.rows = np.zeros(len(only or ()), dtype=np.int64)
            self.batch = batch.taken_with(self.rows, {variable: column_from(only or ())})
            return
        self.lists = [list_of(value) for value in values_of(column)]
        lengths = np.fromiter(
            (0 if items is None else len(items) for items in self.lists), dtype=np.int64, count=batch.length
        )
        self.rows = np.repeat(np.arange(batch.length), lengths)
        items = list(chain.from_iterable(items for items in self.lists if items))
        self.batch = batch.taken_with(self.rows, {variable: column_from(items)})


def compile_comprehension(expression: ast.ListComprehension, compiler: Compiler) -> Compiled:
    """``[x IN list WHERE … | …]``."""
    source = compiler.compile(expression.list)
    variable = expression.variable
    where = None if expression.where is None else compiler.compile(expression.where)
    projection = None if expression.projection is None else compiler.compile(expression.projection)

    def run(batch: Batch, context: Context) -> Column:
        context.check()
        flat = Flat(source(batch, context), variable, batch)
        inner, rows = flat.batch, flat.rows
        if where is not None and inner.length:
            kept = true_rows(where(inner, context))
            if len(kept) < inner.length:
                inner, rows = inner.take(kept), rows[kept]
        column = inner.columns[variable] if projection is None else _projected(projection, inner, context)
        return _regrouped(column, rows, flat.lists)

    return run


def _projected(projection: Compiled, inner: Batch, context: Context) -> Column:
    return projection(inner, context) if inner.length else ConstantColumn(None, 0)


def _regrouped(column: Column, rows: IntArray, lists: list[list[Any] | None]) -> Column:
    """Return a list of the column's values for each outer row; null where the list was."""
    values = values_of(column)
    if len(lists) == 1:
        return ConstantColumn(None if lists[0] is None else values, 1)
    ends = np.cumsum(np.bincount(rows, minlength=len(lists))).tolist()
    answer: list[Any] = []
    start = 0
    for items, end in zip(lists, ends, strict=True):
        answer.append(None if items is None else values[start:end])
        start = end
    return column_from(answer)


def compile_quantifier(expression: ast.Quantifier, compiler: Compiler) -> Compiled:
    """``all/any/none/single(x IN list WHERE …)``."""
    source = compiler.compile(expression.list)
    where = compiler.compile(expression.where)
    variable, kind = expression.variable, expression.kind

    def run(batch: Batch, context: Context) -> Column:
        context.check()
        flat = Flat(source(batch, context), variable, batch)
        count = batch.length
        trues, unknowns = [0] * count, [0] * count
        if flat.batch.length:
            true, nulls = truth_masks(where(flat.batch, context))
            trues = np.bincount(flat.rows[true], minlength=count).tolist()
            if nulls is not None:
                unknowns = np.bincount(flat.rows[nulls], minlength=count).tolist()
        return column_from(
            [
                None if items is None else quantified(kind, len(items), true_count, unknown_count)
                for items, true_count, unknown_count in zip(flat.lists, trues, unknowns, strict=True)
            ]
        )

    return folded(run, (source,)) if type(where) is Constant else run


def quantified(kind: str, items: int, trues: int, unknowns: int) -> bool | None:
    """Return what a quantifier says of a list of which so many items are true and unknown."""
    if kind == "single":
        if trues > 1:
            return False
        return None if unknowns else trues == 1
    if kind == "all":
        if trues + unknowns < items:
            return False
        return None if unknowns else True
    if trues:
        return kind == "any"
    if unknowns:
        return None
    return kind == "none"


def compile_reduce(expression: ast.Reduce, compiler: Compiler) -> Compiled:
    """``reduce(total = start, x IN list | …)``: all rows take their next item together."""
    initial = compiler.compile(expression.initial)
    source = compiler.compile(expression.list)
    body = compiler.compile(expression.expression)
    accumulator, variable = expression.accumulator, expression.variable

    def run(batch: Batch, context: Context) -> Column:
        lists = [list_of(value) for value in values_of(source(batch, context))]
        totals = values_of(initial(batch, context))
        steps = max((len(items) for items in lists if items), default=0)
        for step in range(steps):
            context.check()
            rows = [row for row, items in enumerate(lists) if items is not None and len(items) > step]
            columns = {
                accumulator: column_from([totals[row] for row in rows]),
                variable: column_from([lists[row][step] for row in rows]),  # type: ignore[index]
            }
            inner = batch.taken_with(np.array(rows, dtype=np.int64), columns)
            for row, total in zip(rows, values_of(body(inner, context)), strict=True):
                totals[row] = total
        return column_from(
            [None if items is None else total for items, total in zip(lists, totals, strict=True)]
        )

    return run
