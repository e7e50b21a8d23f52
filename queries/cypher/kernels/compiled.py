"""Compiled expressions, and how scalar functions are evaluated over columns.

A ``Compiled`` maps a batch to a column of the same length. ``apply`` evaluates a scalar function over columns
with as few calls as possible: one if all rows have the same arguments, one per distinct value if only one
argument varies and has few values, and otherwise one per row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import numpy as np

from sociogram.graph.columns import (
    LIST_LIMIT,
    Column,
    ConstantColumn,
    DictionaryColumn,
    IntColumn,
    ListBackedColumn,
    NodeColumn,
    ObjectArray,
    RelationshipColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.common import timer
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.batches.batch import ONE_ROW, Batch
from sociogram.queries.cypher.batches.column_values import column_from, constant_of, value_at, values_of
from sociogram.queries.cypher.batches.combine import with_nulls
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.kernels.dictionary_cache import cached_results
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast

if TYPE_CHECKING:
    from sociogram.graph.memory.storage.snapshot import Snapshot

Compiled: TypeAlias = Callable[[Batch, Context], Column]


class Compiler(Protocol):
    """The interface by which the compiler of an expression compiles nested expressions."""

    def compile(self, expression: ast.Expression) -> Compiled:
        """Compile an expression to a function of batches."""

    def compile_subquery(self, expression: ast.Expression) -> Compiled:
        """Compile a pattern or a subquery to a function of batches."""


class SubqueryCompiler(Protocol):
    """Compiles expressions that match patterns; implemented by the executor."""

    def compile(self, expression: ast.Expression) -> Compiled:
        """Compile a subquery, pattern or shortest path expression.

        The batch has a column for each outer variable, including the local variables of comprehensions, whose
        nodes may be ``NodeRef`` in an object column. The result has one value per row: a truth value, a
        number, a list or a ``PathRef``.
        """


class Constant:
    """An expression whose value is known before the query runs."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value: Any = value

    def __call__(self, batch: Batch, context: Context) -> Column:  # noqa: ARG002, D102 - as Compiled
        return ConstantColumn(self.value, batch.length)


def folded(compiled: Compiled, parts: Sequence[Compiled]) -> Compiled:
    """Return a constant if all ``parts`` are constant, else ``compiled``.

    If the evaluation raises an error, it is left to the run, where a row may never need the value. A long
    list in a list column is also left to the run: rebuilding the column is faster than reading a Python list.
    """
    for piece in parts:
        if type(piece) is not Constant:
            return compiled
    try:
        column = compiled(ONE_ROW, Context())
    except CypherError:
        return compiled
    if isinstance(column, ListColumn) and column.lengths[0] > LONG:
        return compiled
    return Constant(column.value(0))


# Beyond this many items, rebuilding an array is faster than reading a Python list.
LONG: Final = 256

FEWEST_BETWEEN_CHECKS: Final = 16
MOST_BETWEEN_CHECKS: Final = 4096
"""The smallest and the largest number of rows between two checks of the limits."""

QUICK: Final = 0.005
"""If fewer seconds than this pass between two checks, the next interval has more rows."""


def apply(
    function: Callable[..., Any], columns: Sequence[Column], length: int, cache_name: str | None = None
) -> Column:
    """Evaluate a deterministic scalar function over columns.

    Args:
        function: takes one argument per column.
        columns: the arguments.
        length: the number of rows.
        cache_name: the name of the function if its results for strings may be cached with their dictionary,
            that is, if it depends only on its arguments and returns null for null.
    """
    if length == 0:
        return ConstantColumn(None, 0)
    constants = constant_of(columns, length)
    if constants is not None:
        return ConstantColumn(function(*constants), length)
    if length <= LIST_LIMIT:
        return ListBackedColumn(list(map(function, *map(values_of, columns))))
    by_value = _over_distinct_values(function, columns, length, cache_name)
    if by_value is not None:
        return by_value
    return column_from(_each_row(function, columns))


def apply_each_row(function: Callable[..., Any], columns: Sequence[Column], length: int) -> Column:
    """Evaluate a scalar function that may return a different value on each call."""
    if not columns:
        return column_from(watched_map(lambda _: function(), range(length)))
    return column_from(_each_row(function, columns))


def _each_row(function: Callable[..., Any], columns: Sequence[Column]) -> list[Any]:
    """Call the function for each row; check the limits, as even few rows may build very long lists."""
    return watched_map(function, *(values_of(column) for column in columns))


def watched_map(function: Callable[..., Any], *arguments: Iterable[Any]) -> list[Any]:
    """Call a function for each row, and check the limits at intervals.

    The interval adapts to the time of the calls, so slow calls are checked more often.
    """
    answers = map(function, *arguments)
    results: list[Any] = []
    rows = FEWEST_BETWEEN_CHECKS
    before = timer.monotonic()
    while more := list(islice(answers, rows)):
        results += more
        if len(more) < rows:
            break
        watch.check()
        after = timer.monotonic()
        if after - before < QUICK:
            rows = min(2 * rows, MOST_BETWEEN_CHECKS)
        elif rows > FEWEST_BETWEEN_CHECKS:
            rows //= 2
        before = after
    return results


def _over_distinct_values(
    function: Callable[..., Any], columns: Sequence[Column], length: int, cache_name: str | None
) -> Column | None:
    """Call the function once per distinct value if only one argument varies and has few values, else None."""
    varying = -1
    for position, column in enumerate(columns):
        if type(column) is not ConstantColumn:
            if varying >= 0:
                return None
            varying = position
    column = columns[varying]
    others = [value_at(one, 0) for one in columns]
    before, after = others[:varying], others[varying + 1 :]

    def answering(values: list[Any]) -> list[Any]:
        if len(columns) == 1:
            return watched_map(function, values)
        return watched_map(lambda value: function(*before, value, *after), values)

    if cache_name is not None and isinstance(column, TextColumn):
        remaining = cached_results((cache_name, varying, *before, *after), column, answering)
        if remaining is not None:
            return remaining
    numbered = _numbered(column, length)
    if numbered is None:
        return None
    codes, table, lowest = numbered
    is_present = np.zeros(int(codes.max(initial=-1)) + 2, dtype=np.bool_)
    is_present[codes] = True  # -1, the code of null, indexes the last position
    used = np.flatnonzero(is_present[:-1])
    values: list[Any] = (used + lowest).tolist() if table is None else table[used].tolist()
    if is_present[-1]:
        values.append(None)
    position_of = np.zeros(len(is_present), dtype=np.int64)
    position_of[used] = np.arange(len(used))
    position_of[-1] = len(used)
    return _table(answering(values)).take(position_of[codes])


def _numbered(column: Column, length: int) -> tuple[Any, ObjectArray | None, int] | None:
    """Return the codes of a column with few values, as positions in a table or offsets from the lowest."""
    if isinstance(column, TextColumn):
        return (column.codes, column.dictionary.values, 0) if len(column.dictionary) <= length else None
    if isinstance(column, DictionaryColumn):
        return column.codes, column.table, 0
    if not isinstance(column, IntColumn):
        return None
    low, high = int(column.stored.min()), int(column.stored.max())
    if high - low > length // 4:
        return None
    codes = np.subtract(column.stored, low, dtype=np.int64)
    return (codes if column.nulls is None else np.where(column.nulls, -1, codes)), None, low


def _table(values: Sequence[Any]) -> Column:
    """Return results as a column for ``take``."""
    return ConstantColumn(values[0], 1) if len(values) == 1 else column_of(values)


def read_table(
    table: Column, column: NodeColumn | RelationshipColumn, name: str, snapshot: Snapshot
) -> Column:
    """Return the values in ``table``, the column of a property ``name``, of nodes or relationships."""
    if column.selection is not None:
        return snapshot.read_selection(table, column.selection, name)
    return table.take(column.slots) if column.filled else gather(table, column.slots)


def gather(table: Column, slots: Any) -> Column:
    """Select rows of a property column by slot; a negative slot gives null."""
    missing = slots < 0
    if not missing.any():
        return table.take(slots)
    if not len(table):
        return ConstantColumn(None, len(slots))
    return with_nulls(table.take(np.maximum(slots, 0)), missing)
