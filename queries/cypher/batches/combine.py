"""Build columns from other columns: by concatenating, by scattering, or by setting rows to null."""

from __future__ import annotations

from collections.abc import Sequence

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
    TextColumn,
    concat,
    concat_texts,
)
from sociogram.queries.cypher.batches.column_values import (
    as_objects,
    column_from,
    repeat_constant,
    value_at,
    values_of,
)
from sociogram.queries.cypher.batches.list_column import ListColumn


def join(columns: Sequence[Column]) -> Column:
    """Concatenate columns; nodes mixed with other values become ``NodeRef``."""
    columns = [column for column in columns if len(column)] or list(columns[:1])
    if len(columns) == 1:
        return columns[0]
    kinds = {type(column) for column in columns if not _all_null(column)}
    if ListBackedColumn in kinds and len(kinds) == 2 and ConstantColumn not in kinds:
        columns = _as_the_others(columns)
        kinds = {type(column) for column in columns if not _all_null(column)}
    if ListColumn in kinds and all(map(_holds_lists, columns)):
        return _joined_lists([_as_lists(column) for column in columns])
    if kinds <= {TextColumn} and _same_dictionary(columns):
        return concat(columns)
    if TextColumn in kinds and (texts := concat_texts(columns)) is not None:
        return texts
    if len(kinds) > 1 or kinds == {ConstantColumn} or kinds <= {TextColumn}:
        return column_from([value for column in columns for value in values_of(column)])
    return concat(columns)


def _as_the_others(columns: Sequence[Column]) -> list[Column]:
    """Convert list-backed columns to the type of the other columns, if their values allow it."""
    other = next(column for column in columns if type(column) not in (ListBackedColumn, ConstantColumn))
    return [_like(column, other) if isinstance(column, ListBackedColumn) else column for column in columns]


def _like(column: ListBackedColumn, other: Column) -> Column:
    if not isinstance(other, TextColumn):
        return column_from(column.listed) if len(column) > 1 else column
    codes = [-1 if value is None else other.dictionary.code_of(value) for value in column.listed]
    missing = sum(code < 0 for code in codes) - sum(value is None for value in column.listed)
    return column if missing else TextColumn(np.array(codes, dtype=np.int32), other.dictionary)


def _same_dictionary(columns: Sequence[Column]) -> bool:
    """Return whether all columns share a dictionary, as the batches of one property do."""
    first = columns[0]
    return isinstance(first, TextColumn) and all(
        isinstance(column, TextColumn) and column.dictionary is first.dictionary for column in columns
    )


def _all_null(column: Column) -> bool:
    return type(column) is ConstantColumn and column.constant is None


def scatter(slices: Sequence[tuple[IntArray, Column]], length: int) -> Column:
    """Combine slices of a column into one, given the rows of each; every row is in exactly one slice."""
    if len(slices) == 1:
        return slices[0][1]
    if length == 0:
        return ConstantColumn(None, 0)
    joined = join([column for _, column in slices])
    rows = np.concatenate([rows for rows, column in slices if len(column)])
    position = np.empty(length, dtype=np.int64)
    position[rows] = np.arange(length)
    return joined.take(position)


def with_nulls(column: Column, nulls: BoolArray) -> Column:
    """Return the column with null in the masked rows, in addition to existing nulls."""
    kind = type(column)
    if kind is ConstantColumn:
        value = column.value(0) if len(column) else None
        return column if value is None else with_nulls(repeat_constant(column), nulls)
    if isinstance(column, IntColumn | FloatColumn | BoolColumn):
        return type(column)(column.stored, nulls if column.nulls is None else column.nulls | nulls)
    if isinstance(column, TextColumn):
        return TextColumn(np.where(nulls, np.int32(-1), column.codes), column.dictionary)
    if isinstance(column, NodeColumn | RelationshipColumn):
        return type(column)(np.where(nulls, -1, column.slots))
    if isinstance(column, ListColumn):
        both = nulls if column.nulls is None else column.nulls | nulls
        return column.cut(column.starts, np.where(nulls, 0, column.lengths), both)
    values = as_objects(column).values.copy()
    values[nulls] = None
    return ObjectColumn(values)


def _holds_lists(column: Column) -> bool:
    """Return whether a column is a list column, or has the same list or null in every row."""
    kind = type(column)
    return kind is ListColumn or (
        kind is ConstantColumn and (column.constant is None or type(column.constant) is list)  # type: ignore[attr-defined]
    )


def _as_lists(column: Column) -> ListColumn:
    if isinstance(column, ListColumn):
        return column
    one = ListColumn.of([value_at(column, 0)])
    return one.take(np.zeros(len(column), dtype=np.int64))


def _joined_lists(columns: Sequence[ListColumn]) -> ListColumn:
    """Concatenate lists; items are copied only if the columns do not share them."""
    lengths = np.concatenate([column.lengths for column in columns])
    has_nulls = any(column.nulls is not None for column in columns)
    nulls = np.concatenate([column.null_mask() for column in columns]) if has_nulls else None
    first = columns[0]
    if all(column.has_items_of(first) for column in columns):
        return first.cut(np.concatenate([column.starts for column in columns]), lengths, nulls)
    items, starts, before = [], [], 0
    for column in columns:
        compacted, begins = column.compact()
        items.append(compacted.part(0, len(compacted)))
        starts.append(begins + before)
        before += len(compacted)
    return ListColumn(join(items), np.concatenate(starts), lengths, nulls)
