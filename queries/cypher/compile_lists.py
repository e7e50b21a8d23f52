"""Compiles lists and maps, and what walks over lists: comprehensions, quantifiers, reduce.

A walk turns the lists of all rows into an inner batch, one row an item, evaluates the inner expressions
over that, and puts the answers back together row by row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray
from sociogram.queries.cypher import ast
from sociogram.queries.cypher.access import properties_of
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.compiled import Compiled, Compiler, Constant, apply, folded
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.operators import as_list, check_size
from sociogram.queries.cypher.vectors import (
    column_from,
    constant_of,
    true_rows,
    truth_masks,
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


# So many items are evaluated together; more are taken in several goes.
_ITEMS_AT_ONCE = 1 << 20


class Flat:
    """The items of some rows' lists, one after another.

    Attributes:
        batch: one row an item, with the variable and everything outside.
        rows: the outer row of each item, counted from the first of these rows.
        lists: the outer rows' lists, None for null.
    """

    __slots__ = ("batch", "lists", "rows")

    def __init__(self, lists: list[list[Any] | None], variable: str, batch: Batch) -> None:
        self.lists = lists
        if len(lists) == 1:
            items = lists[0] or []
            self.rows: IntArray = np.zeros(len(items), dtype=np.int64)
        else:
            self.rows = np.repeat(np.arange(len(lists)), _lengths(lists))
            items = list(chain.from_iterable(items for items in lists if items))
        self.batch = batch.taken_with(self.rows, {variable: column_from(items)})


def _lengths(lists: list[list[Any] | None]) -> IntArray:
    return np.fromiter((len(items) if items else 0 for items in lists), dtype=np.int64, count=len(lists))


def _walk(column: Column, variable: str, batch: Batch, context: Context) -> Iterator[Flat]:
    """Give the lists of all rows as inner batches, of about ``_ITEMS_AT_ONCE`` rows each."""
    lists = [list_of(value) for value in values_of(column)]
    context.check()
    if len(lists) <= 1:
        yield Flat(lists, variable, batch)
        return
    ends = np.cumsum(_lengths(lists))
    start = 0
    while start < len(lists):
        before = int(ends[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(ends, before + _ITEMS_AT_ONCE, side="right")))
        if start == 0 and end == len(lists):
            yield Flat(lists, variable, batch)
        else:
            yield Flat(lists[start:end], variable, batch.take(np.arange(start, end)))
        context.check()
        start = end


def compile_comprehension(expression: ast.ListComprehension, compiler: Compiler) -> Compiled:
    """``[x IN list WHERE … | …]``."""
    source = compiler.compile(expression.list)
    variable = expression.variable
    where = None if expression.where is None else compiler.compile(expression.where)
    projection = None if expression.projection is None else compiler.compile(expression.projection)

    def run(batch: Batch, context: Context) -> Column:
        answer: list[Any] = []
        total = 0
        for flat in _walk(source(batch, context), variable, batch, context):
            inner, rows = flat.batch, flat.rows
            if where is not None and inner.length:
                kept = true_rows(where(inner, context))
                if len(kept) < inner.length:
                    inner, rows = inner.take(kept), rows[kept]
            total += inner.length
            check_size(total, "list")
            column = inner.columns[variable] if projection is None else _projected(projection, inner, context)
            answer += _regrouped(column, rows, flat.lists)
        return column_from(answer)

    return run


def _projected(projection: Compiled, inner: Batch, context: Context) -> Column:
    return projection(inner, context) if inner.length else ConstantColumn(None, 0)


def _regrouped(column: Column, rows: IntArray, lists: list[list[Any] | None]) -> list[Any]:
    """Return a list of the column's values for each outer row; null where the list was."""
    values = values_of(column)
    if len(lists) == 1:
        return [None if lists[0] is None else values]
    ends = np.cumsum(np.bincount(rows, minlength=len(lists))).tolist()
    answer: list[Any] = []
    start = 0
    for items, end in zip(lists, ends, strict=True):
        answer.append(None if items is None else values[start:end])
        start = end
    return answer


def compile_quantifier(expression: ast.Quantifier, compiler: Compiler) -> Compiled:
    """``all/any/none/single(x IN list WHERE …)``."""
    source = compiler.compile(expression.list)
    where = compiler.compile(expression.where)
    variable, kind = expression.variable, expression.kind

    def run(batch: Batch, context: Context) -> Column:
        answer: list[bool | None] = []
        for flat in _walk(source(batch, context), variable, batch, context):
            count = len(flat.lists)
            trues, unknowns = [0] * count, [0] * count
            if flat.batch.length:
                true, nulls = truth_masks(where(flat.batch, context))
                trues = np.bincount(flat.rows[true], minlength=count).tolist()
                if nulls is not None:
                    unknowns = np.bincount(flat.rows[nulls], minlength=count).tolist()
            answer += [
                None if items is None else quantified(kind, len(items), true_count, unknown_count)
                for items, true_count, unknown_count in zip(flat.lists, trues, unknowns, strict=True)
            ]
        return column_from(answer)

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
        rows = list(range(len(lists)))
        for step in range(steps):
            context.check()
            rows = [row for row in rows if len(lists[row] or ()) > step]
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
