"""What a compiled expression is, and how a scalar function becomes one.

A ``Compiled`` maps a batch to a column of as many rows. ``apply`` evaluates a scalar function over
columns in the cheapest way that calls it only for rows (or distinct values) that are there: once where
every row has the same arguments, once a distinct string where one argument is a text column, and
otherwise row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeAlias

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, TextColumn, column_of
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher import ast
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.vectors import column_from, constant_of, values_of, with_nulls

Compiled: TypeAlias = Callable[[Batch, Context], Column]


class Compiler(Protocol):
    """What the compilers of single expressions call for the expressions inside theirs."""

    def compile(self, expression: ast.Expression) -> Compiled:
        """Return the expression as a function of batches."""

    def compile_subquery(self, expression: ast.Expression) -> Compiled:
        """Return a pattern or a subquery as a function of batches."""


class SubqueryCompiler(Protocol):
    """Compiles expressions that match patterns: the executor's part."""

    def compile(self, expression: ast.Expression) -> Compiled:
        """Compile a subquery, pattern or shortest path expression.

        The batch has a column for each variable outside, inner variables of comprehensions included
        (where nodes may come as ``NodeRef`` in an object column). The answer is one value a row: a
        truth value, a number, a list, a ``PathRef``.
        """


class Constant:
    """An expression whose value is known before the query runs."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __call__(self, batch: Batch, context: Context) -> Column:  # noqa: ARG002, D102 - as every Compiled
        return ConstantColumn(self.value, batch.length)


ONE_ROW: Final = Batch({}, 1)


def folded(compiled: Compiled, parts: Sequence[Compiled]) -> Compiled:
    """Return a constant where all ``parts`` are; an error waits until a row asks for it."""
    for part in parts:
        if type(part) is not Constant:
            return compiled
    try:
        return Constant(compiled(ONE_ROW, Context()).value(0))
    except CypherError:
        return compiled


# Fewer rows than this are quicker in a plain loop than by way of an array.
FEW: Final = 16


def apply(function: Callable[..., Any], columns: Sequence[Column], length: int) -> Column:
    """Evaluate a deterministic scalar function over columns."""
    if length == 0:
        return ConstantColumn(None, 0)
    constants = constant_of(columns, length)
    if constants is not None:
        return ConstantColumn(function(*constants), length)
    if length > FEW:
        by_text = _over_distinct_texts(function, columns, length)
        if by_text is not None:
            return by_text
    return column_from(list(map(function, *(values_of(column) for column in columns))))


def apply_each_row(function: Callable[..., Any], columns: Sequence[Column], length: int) -> Column:
    """Evaluate a scalar function that may answer otherwise each time it is called."""
    if not columns:
        return column_from([function() for _ in range(length)])
    return column_from(list(map(function, *(values_of(column) for column in columns))))


def _over_distinct_texts(
    function: Callable[..., Any], columns: Sequence[Column], length: int
) -> Column | None:
    """Call the function once for each string that occurs, if only one argument varies and is text."""
    varying = -1
    for place, column in enumerate(columns):
        if type(column) is TextColumn:
            if varying >= 0:
                return None
            varying = place
        elif type(column) is not ConstantColumn:
            return None
    text = columns[varying]
    if not isinstance(text, TextColumn) or len(text.dictionary) > length:
        return None
    return over_texts(lambda value: function(*_arguments(columns, varying, value)), text)


def _arguments(columns: Sequence[Column], varying: int, value: Any) -> list[Any]:
    return [
        value if place == varying else column.constant  # type: ignore[attr-defined]
        for place, column in enumerate(columns)
    ]


def over_texts(function: Callable[[Any], Any], column: TextColumn) -> Column:
    """Call ``function`` once for each string that occurs in the column, and once for null if it does."""
    codes = column.codes
    nulls = codes < 0
    has_nulls = bool(nulls.any())
    seen = np.zeros(len(column.dictionary) + 1, dtype=np.bool_)
    seen[codes] = True  # code -1 marks the last place
    used = np.flatnonzero(seen[:-1])
    values = [function(text) for text in column.dictionary.values[used].tolist()]
    if has_nulls:
        values.append(function(None))
    place = np.zeros(len(seen), dtype=np.int64)
    place[used] = np.arange(len(used))
    place[-1] = len(used)
    table = _table(values)
    return table.take(place[codes])


def _table(values: Sequence[Any]) -> Column:
    if len(values) == 1:
        return ConstantColumn(values[0], 1)
    return column_of(values)


def gather(table: Column, slots: Any) -> Column:
    """Take rows of a property's column; a negative slot gives null."""
    missing = slots < 0
    if not missing.any():
        return table.take(slots)
    if not len(table):
        return ConstantColumn(None, len(slots))
    return with_nulls(table.take(np.maximum(slots, 0)), missing)
