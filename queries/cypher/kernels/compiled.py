"""What a compiled expression is, and how a scalar function becomes one.

A ``Compiled`` maps a batch to a column of as many rows. ``apply`` evaluates a scalar function over
columns in the cheapest way that calls it only for rows (or distinct values) that are there: once where
every row has the same arguments, once a distinct string where one argument is a text column, and
otherwise row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import numpy as np

from sociogram.graph.columns import FEW as LISTED
from sociogram.graph.columns import (
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
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.vectors import (
    ListColumn,
    column_from,
    constant_of,
    value_at,
    values_of,
    with_nulls,
)
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.kernels.dictionary_cache import kept_answers
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast

if TYPE_CHECKING:
    from sociogram.graph.memory.storage.snapshot import Snapshot

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
        self.value: Any = value

    def __call__(self, batch: Batch, context: Context) -> Column:  # noqa: ARG002, D102 - as every Compiled
        return ConstantColumn(self.value, batch.length)


ONE_ROW: Final = Batch({}, 1)


def folded(compiled: Compiled, parts: Sequence[Compiled]) -> Compiled:
    """Return a constant where all ``parts`` are; an error waits until a row asks for it.

    A long list that comes as a column stays one, and each run makes it anew: that takes less than to
    read it as a Python list.
    """
    for part in parts:
        if type(part) is not Constant:
            return compiled
    try:
        column = compiled(ONE_ROW, Context())
    except CypherError:
        return compiled
    if isinstance(column, ListColumn) and column.lengths[0] > LONG:
        return compiled
    return Constant(column.value(0))


# Fewer rows than this are quicker in a plain loop than by way of an array.
FEW: Final = 16

# More items than this are quicker made anew as an array than read from a Python list.
LONG: Final = 256

FEWEST_BETWEEN_LOOKS: Final = 16
MOST_BETWEEN_LOOKS: Final = 4096
"""Rows for which a function is called between two looks at the limits."""

QUICK: Final = 0.005
"""Seconds between two looks that are too few to look so often."""


def apply(
    function: Callable[..., Any], columns: Sequence[Column], length: int, kept_as: str | None = None
) -> Column:
    """Evaluate a deterministic scalar function over columns.

    Args:
        function: takes as many arguments as there are columns.
        columns: the arguments.
        length: how many rows they have.
        kept_as: the function's name, if its answers to strings may be kept with their dictionary: it knows
            nothing but its arguments, and gives null for null.
    """
    if length == 0:
        return ConstantColumn(None, 0)
    constants = constant_of(columns, length)
    if constants is not None:
        return ConstantColumn(function(*constants), length)
    if length <= FEW or (length <= LISTED and any(type(column) is ListBackedColumn for column in columns)):
        return ListBackedColumn(list(map(function, *map(values_of, columns))))
    by_value = _over_distinct_values(function, columns, length, kept_as)
    if by_value is not None:
        return by_value
    return column_from(_each_row(function, columns))


def apply_each_row(function: Callable[..., Any], columns: Sequence[Column], length: int) -> Column:
    """Evaluate a scalar function that may answer otherwise each time it is called."""
    if not columns:
        return column_from(watched_map(lambda _: function(), range(length)))
    return column_from(_each_row(function, columns))


def _each_row(function: Callable[..., Any], columns: Sequence[Column]) -> list[Any]:
    """Call the function for each row; a few rows may make lists that fill the memory."""
    return watched_map(function, *(values_of(column) for column in columns))


def watched_map(function: Callable[..., Any], *arguments: Iterable[Any]) -> list[Any]:
    """Call a function for each row, and look at the limits now and then.

    Calls that take long, or make values that fill the memory, are looked at more often.
    """
    answers = map(function, *arguments)
    made: list[Any] = []
    rows = FEWEST_BETWEEN_LOOKS
    before = timer.monotonic()
    while more := list(islice(answers, rows)):
        made += more
        if len(more) < rows:
            break
        watch.look()
        after = timer.monotonic()
        if after - before < QUICK:
            rows = min(2 * rows, MOST_BETWEEN_LOOKS)
        elif rows > FEWEST_BETWEEN_LOOKS:
            rows //= 2
        before = after
    return made


def _over_distinct_values(
    function: Callable[..., Any], columns: Sequence[Column], length: int, kept_as: str | None
) -> Column | None:
    """Call the function once for each value that occurs, if one argument varies over few of them."""
    varying = -1
    for place, column in enumerate(columns):
        if type(column) is not ConstantColumn:
            if varying >= 0:
                return None
            varying = place
    column = columns[varying]
    others = [value_at(one, 0) for one in columns]
    before, after = others[:varying], others[varying + 1 :]

    def answering(values: list[Any]) -> list[Any]:
        if len(columns) == 1:
            return watched_map(function, values)
        return watched_map(lambda value: function(*before, value, *after), values)

    if kept_as is not None and isinstance(column, TextColumn):
        kept = kept_answers((kept_as, varying, *before, *after), column, answering)
        if kept is not None:
            return kept
    numbered = _numbered(column, length)
    if numbered is None:
        return None
    codes, table, lowest = numbered
    seen = np.zeros(int(codes.max(initial=-1)) + 2, dtype=np.bool_)
    seen[codes] = True  # the code of null, -1, marks the last place
    used = np.flatnonzero(seen[:-1])
    values: list[Any] = (used + lowest).tolist() if table is None else table[used].tolist()
    if seen[-1]:
        values.append(None)
    place_of = np.zeros(len(seen), dtype=np.int64)
    place_of[used] = np.arange(len(used))
    place_of[-1] = len(used)
    return _table(answering(values)).take(place_of[codes])


def _numbered(column: Column, length: int) -> tuple[Any, ObjectArray | None, int] | None:
    """Return codes of a column with few distinct values, into a table or of integers from the lowest on."""
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
    """Hold answers to be taken from; one alone must not look like the answer of a single row."""
    return ConstantColumn(values[0], 1) if len(values) == 1 else column_of(values)


def read_table(
    table: Column, column: NodeColumn | RelationshipColumn, name: str, snapshot: Snapshot
) -> Column:
    """Return what the column ``name`` of the graph's tables holds for each node or relationship."""
    if column.span is not None:
        return snapshot.at_span(table, column.span, name)
    return table.take(column.slots) if column.filled else gather(table, column.slots)


def gather(table: Column, slots: Any) -> Column:
    """Take rows of a property's column; a negative slot gives null."""
    missing = slots < 0
    if not missing.any():
        return table.take(slots)
    if not len(table):
        return ConstantColumn(None, len(slots))
    return with_nulls(table.take(np.maximum(slots, 0)), missing)
