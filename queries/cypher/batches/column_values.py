"""Conversion between columns and Cypher values, shared by expressions and operators.

A column of one row, or with the same value in every row, is a ``ConstantColumn``: an expression then costs
one scalar call and no array. Lists built by the engine are a ``ListColumn``, even a single one, so that
``kernels.lists`` can read them without creating Python lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    IntColumn,
    ListBackedColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    RowIndices,
    column_of,
)
from sociogram.queries.cypher.values.comparison import truth
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef


def values_of(column: Column) -> list[Any]:
    """Return a column's values as expressions see them: nodes as ``NodeRef``."""
    kind = type(column)
    if kind is NodeColumn:
        return [None if slot < 0 else NodeRef(slot) for slot in column.listed()]  # type: ignore[attr-defined]
    if kind is RelationshipColumn:
        return [None if slot < 0 else RelationshipRef(slot) for slot in column.listed()]  # type: ignore[attr-defined]
    return column.to_list()


def iterate_values(column: Column) -> Iterator[Any]:
    """Yield what ``values_of`` returns, ``ROWS_AT_ONCE`` rows at a time, for loops that may stop early."""
    length = len(column)
    if length <= ROWS_AT_ONCE:
        yield from values_of(column)
        return
    for begin in range(0, length, ROWS_AT_ONCE):
        yield from values_of(column.take(np.arange(begin, min(begin + ROWS_AT_ONCE, length))))


ROWS_AT_ONCE: Final = 1 << 14
"""The number of rows whose values are created at a time."""


def value_at(column: Column, row: int) -> Any:
    """Return one value as expressions see it."""
    kind = type(column)
    if kind is ConstantColumn:
        return column.constant  # type: ignore[attr-defined]
    value = column.value(row)
    if value is not None:
        if kind is NodeColumn:
            return NodeRef(value)
        if kind is RelationshipColumn:
            return RelationshipRef(value)
    return value


_NONE = type(None)


def column_from(values: Sequence[Any]) -> Column:
    """Build a column from the results of a scalar function, typed if all values have one type.

    Strings stay objects: building a dictionary costs more than most operations that follow.
    """
    if len(values) == 1:
        return ConstantColumn(values[0], 1)
    kinds = set(map(type, values))
    kinds.discard(_NONE)
    if len(kinds) != 1:
        return ObjectColumn.of(values) if kinds else ConstantColumn(None, len(values))
    kind = kinds.pop()
    if kind is NodeRef:
        return NodeColumn(_slots(values))
    if kind is RelationshipRef:
        return RelationshipColumn(_slots(values))
    if kind is int or kind is float or kind is bool:
        return column_of(values)
    return ObjectColumn.of(values)


def small_column(values: list[Any]) -> Column:
    """Build a column from a short list of values."""
    return ConstantColumn(values[0], 1) if len(values) == 1 else ListBackedColumn(values)


def _slots(values: Sequence[Any]) -> IntArray:
    return np.fromiter(
        (-1 if value is None else value.slot for value in values), dtype=np.int64, count=len(values)
    )


def constant_of(columns: Sequence[Column], length: int) -> list[Any] | None:
    """Return the values of the columns if each is the same in every row, else None."""
    if length == 1:
        return [value_at(column, 0) for column in columns]
    constants = []
    for column in columns:
        if type(column) is not ConstantColumn:
            return None
        constants.append(column.constant)
    return constants


def as_objects(column: Column) -> ObjectColumn:
    """Convert a column to an object column."""
    return column if isinstance(column, ObjectColumn) else ObjectColumn.of(values_of(column))


def repeat_constant(column: Column) -> Column:
    """Return a constant column as one that stores its value for every row, other columns unchanged."""
    if type(column) is not ConstantColumn:
        return column
    value, length = column.constant, column.length
    kind = type(value)
    if kind is bool:
        return BoolColumn(np.full(length, value, dtype=np.bool_))
    if kind is int:
        return IntColumn(np.full(length, value, dtype=np.int64))
    if kind is float:
        return FloatColumn(np.full(length, value, dtype=np.float64))
    if kind is NodeRef:
        return NodeColumn(np.full(length, value.slot, dtype=np.int64))
    if kind is RelationshipRef:
        return RelationshipColumn(np.full(length, value.slot, dtype=np.int64))
    values = np.empty(length, dtype=np.object_)
    values.fill(value)
    return ObjectColumn(values)


def truth_masks(column: Column) -> tuple[BoolArray, BoolArray | None]:
    """Return the masks of true rows and of null rows (None if there are none).

    Raises:
        CypherTypeError: a value is not a BOOLEAN.
    """
    kind = type(column)
    if isinstance(column, BoolColumn):
        nulls = column.nulls
        if nulls is None:
            return column.values, None
        return column.values & ~nulls, nulls
    length = len(column)
    if kind is ConstantColumn:
        value = truth(value_at(column, 0)) if length else None
        nulls = None if value is not None else np.ones(length, dtype=np.bool_)
        return np.full(length, value is True, dtype=np.bool_), nulls
    if not isinstance(column, ObjectColumn) and not column.null_mask().all():
        truth(next(value for value in values_of(column) if value is not None))
    values = [truth(value) for value in values_of(column)]
    true = np.fromiter((value is True for value in values), dtype=np.bool_, count=length)
    nulls = np.fromiter((value is None for value in values), dtype=np.bool_, count=length)
    return true, nulls


def true_rows(column: Column) -> RowIndices:
    """Return the rows that WHERE passes on: those where the column is true."""
    if isinstance(column, ListBackedColumn):
        return [
            row
            for row, value in enumerate(column.listed)
            if value is True or (value is not False and truth(value))
        ]
    if type(column) is ConstantColumn:
        keep = bool(len(column)) and truth(column.constant) is True
        return np.arange(len(column) if keep else 0)
    return np.flatnonzero(truth_masks(column)[0])


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────
