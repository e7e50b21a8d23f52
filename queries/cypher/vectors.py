"""From columns to Cypher's values and back; what expressions and operators of the plan share.

A column of one row, and any column that holds one value all the way, is a ``ConstantColumn``: then an
expression costs one call of the scalar function and no array is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    IntColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    TextColumn,
    column_of,
    concat,
)
from sociogram.queries.cypher.values import NodeRef, RelationshipRef, truth


def values_of(column: Column) -> list[Any]:
    """Return a column's values as expressions see them: nodes as ``NodeRef``."""
    kind = type(column)
    if kind is NodeColumn:
        return [None if slot < 0 else NodeRef(slot) for slot in column.slots.tolist()]  # type: ignore[attr-defined]
    if kind is RelationshipColumn:
        return [None if slot < 0 else RelationshipRef(slot) for slot in column.slots.tolist()]  # type: ignore[attr-defined]
    return column.to_list()


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
    """Hold what a scalar function gave: typed where all values are of one kind.

    Strings stay objects: sorting them into a dictionary costs more than most of what follows.
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


def _slots(values: Sequence[Any]) -> IntArray:
    return np.fromiter(
        (-1 if value is None else value.slot for value in values), dtype=np.int64, count=len(values)
    )


def constant_of(columns: Sequence[Column], length: int) -> list[Any] | None:
    """Return the one row of arguments that all rows have, or None where rows differ."""
    if length == 1:
        return [value_at(column, 0) for column in columns]
    constants = []
    for column in columns:
        if type(column) is not ConstantColumn:
            return None
        constants.append(column.constant)
    return constants


def as_objects(column: Column) -> ObjectColumn:
    """Return a column as values of any kind."""
    return column if isinstance(column, ObjectColumn) else ObjectColumn.of(values_of(column))


def join(columns: Sequence[Column]) -> Column:
    """Put columns one after another, nodes beside anything else as ``NodeRef``."""
    columns = [column for column in columns if len(column)] or list(columns[:1])
    if len(columns) == 1:
        return columns[0]
    kinds = {type(column) for column in columns if not _all_null(column)}
    if len(kinds) > 1:
        return column_from([value for column in columns for value in values_of(column)])
    if kinds <= {TextColumn} and _one_dictionary(columns):
        return concat(columns)
    if kinds == {ConstantColumn} or kinds <= {TextColumn}:
        return column_from([value for column in columns for value in values_of(column)])
    return concat(columns)


def _one_dictionary(columns: Sequence[Column]) -> bool:
    """Tell whether all are strings of one dictionary, as the batches of one property are."""
    first = columns[0]
    return isinstance(first, TextColumn) and all(
        isinstance(column, TextColumn) and column.dictionary is first.dictionary for column in columns
    )


def _all_null(column: Column) -> bool:
    return type(column) is ConstantColumn and column.constant is None


def scatter(parts: Sequence[tuple[IntArray, Column]], length: int) -> Column:
    """Put each part's values at its rows; every row is in exactly one part."""
    if len(parts) == 1:
        return parts[0][1]
    if length == 0:
        return ConstantColumn(None, 0)
    joined = join([column for _, column in parts])
    rows = np.concatenate([rows for rows, column in parts if len(column)])
    place = np.empty(length, dtype=np.int64)
    place[rows] = np.arange(length)
    return joined.take(place)


def with_nulls(column: Column, nulls: BoolArray) -> Column:
    """Return a column with null in the rows of the mask, besides those that are null already."""
    kind = type(column)
    if kind is ConstantColumn:
        value = column.value(0) if len(column) else None
        return column if value is None else with_nulls(spread(column), nulls)
    if isinstance(column, IntColumn | FloatColumn | BoolColumn):
        return type(column)(column.values, nulls if column.nulls is None else column.nulls | nulls)
    if isinstance(column, TextColumn):
        return TextColumn(np.where(nulls, np.int32(-1), column.codes), column.dictionary)
    if isinstance(column, NodeColumn | RelationshipColumn):
        return type(column)(np.where(nulls, -1, column.slots))
    values = as_objects(column).values.copy()
    values[nulls] = None
    return ObjectColumn(values)


def spread(column: Column) -> Column:
    """Return a constant column as one that holds its value in every row."""
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
    """Return which rows are true and which are unknown (None: none), or raise for what is no BOOLEAN."""
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


def true_rows(column: Column) -> IntArray:
    """Return the rows that a WHERE keeps: those where the column is true."""
    if type(column) is ConstantColumn:
        keep = bool(len(column)) and truth(column.constant) is True
        return np.arange(len(column) if keep else 0)
    return np.flatnonzero(truth_masks(column)[0])


def bool_column(true: BoolArray, nulls: BoolArray | None) -> BoolColumn:
    """Return a truth column; where nothing is unknown it has no mask."""
    return BoolColumn(true, nulls)
