"""Compile ``reduce()``.

The parts of the body that do not read the accumulator are evaluated for all items at once. A function
generated from the rest (``fold_function``) folds the items one by one. If the accumulator is read in a
subquery or by another list iteration, the body is evaluated on one batch per step instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain, islice
from typing import Any, Final

import numpy as np

from sociogram.graph.columns import Column
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import column_from, values_of
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.fold_function import FoldFunction, fold_function
from sociogram.queries.cypher.kernels.compiled import Compiled, Compiler
from sociogram.queries.cypher.kernels.lists import ITEMS_AT_ONCE, as_lists, list_of
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import reads
from sociogram.queries.cypher.values import arithmetic

STEPS_AT_ONCE: Final = 1024
"""The number of steps between two checks of the limits."""
ADDED_AT_ONCE: Final = 16_384
"""The number of items added between two checks of the limits; a growing string is copied each time."""


def compile_reduce(expression: ast.Reduce, compiler: Compiler) -> Compiled:
    """Compile ``reduce(total = start, x IN list | …)``."""
    initial = compiler.compile(expression.initial)
    source = compiler.compile(expression.list)
    folding = _addition(expression) or fold_function(expression.expression, expression.accumulator)
    if folding is None:
        return _batch_a_step(expression, compiler, initial, source)
    values = [compiler.compile(part) for part in folding.parts]

    def run(batch: Batch, context: Context) -> Column:
        lists = as_lists(source(batch, context))
        totals = values_of(initial(batch, context))
        for rows, items in lists.slices(ITEMS_AT_ONCE):
            context.check()
            inner = batch.take_with(rows, {expression.variable: items})
            columns = [values_of(value(inner, context)) for value in values]
            if len(columns) == 1:
                given = iter(columns[0])
            else:
                given = zip(*columns, strict=True) if columns else iter(rows)
            _fold(folding, totals, rows, given, context)
        return column_from(_totals(totals, lists))

    return run


def _fold(
    folding: FoldFunction, totals: list[Any], rows: Any, given: Iterator[Any], context: Context
) -> None:
    """Fold the items into the accumulators of their rows."""
    steps = ADDED_AT_ONCE if folding.grows else STEPS_AT_ONCE
    ends = [*(np.flatnonzero(np.diff(rows)) + 1).tolist(), len(rows)]
    begin = 0
    for end in ends if len(rows) else ():
        row = int(rows[begin])
        if folding.grows and type(totals[row]) is list:
            totals[row] = totals[row].copy()
        for position in range(begin, end, steps):
            context.check()
            part = islice(given, min(steps, end - position))
            totals[row] = folding.fold(totals[row], part, context)
        begin = end


def _addition(expression: ast.Reduce) -> FoldFunction | None:
    """Compile ``total + …``, the most frequent body, to a function that adds many items at once."""
    match expression.expression:
        case ast.Binary("+", ast.Variable(name), right) if (
            name == expression.accumulator and name not in reads(right)
        ):
            if isinstance(right, ast.ListLiteral) and len(right.items) == 1:
                return FoldFunction(_append_all, list(right.items), grows=True)
            return FoldFunction(_add_all, [right], grows=True)
    return None


def _append_all(total: Any, given: Iterable[Any], context: Context) -> Any:
    """Return ``total + [item] + [item] …``."""
    if type(total) is not list:
        return _add_all(total, [[item] for item in given], context)
    total.extend(given)
    arithmetic.check_size(len(total), "list")
    return total


def _add_all(total: Any, given: Iterable[Any], _context: Context) -> Any:
    """Return ``total + item + item …``; a list grows in place, a string is joined once."""
    items = list(given)
    kinds = set(map(type, items))
    if type(total) is list and type(None) not in kinds:
        parts = items if kinds == {list} else [item if type(item) is list else (item,) for item in items]
        arithmetic.check_size(len(total) + sum(map(len, parts)), "list")
        total.extend(chain.from_iterable(parts))
        return total
    if type(total) is str and kinds <= {str}:
        arithmetic.check_size(len(total) + sum(map(len, items)), "string")
        return total + "".join(items)
    return reduce(arithmetic.add, items, total)


def _totals(totals: list[Any], lists: ListColumn) -> list[Any]:
    if lists.nulls is None:
        return totals
    return [None if null else total for total, null in zip(totals, lists.nulls.tolist(), strict=True)]


def _batch_a_step(
    expression: ast.Reduce, compiler: Compiler, initial: Compiled, source: Compiled
) -> Compiled:
    """Compile a body that needs batches: each step processes the next item of all rows."""
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
            inner = batch.take_with(np.array(rows, dtype=np.int64), columns)
            for row, total in zip(rows, values_of(body(inner, context)), strict=True):
                totals[row] = total
        return column_from(
            [None if items is None else total for items, total in zip(lists, totals, strict=True)]
        )

    return run
