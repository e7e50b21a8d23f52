"""Columns built from Python values, or from other columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns.arrays import BoolArray, CodeArray, IntArray, concatenate
from sociogram.graph.columns.base import Column
from sociogram.graph.columns.columns import (
    BoolColumn,
    ConstantColumn,
    DictionaryColumn,
    FloatColumn,
    IntColumn,
    ListBackedColumn,
    MaskedColumn,
    ObjectColumn,
    TextColumn,
)
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.entity_columns import EntityColumn
from sociogram.graph.columns.scan_selection import ScanSelection


def column_of(values: Sequence[Any]) -> Column:
    """Return the most compact column that gives back each value unchanged.

    Integers outside 64 bits and a mix of integers and floats stay objects: ``1`` never becomes ``1.0``.
    """
    kinds = set(map(type, values))
    has_null = type(None) in kinds
    kinds.discard(type(None))
    if not kinds:
        return ConstantColumn(None, len(values))
    if len(kinds) > 1:
        return ObjectColumn.of(values)
    make = _MAKERS.get(kinds.pop())
    return ObjectColumn.of(values) if make is None else make(values, has_null)


def _nulls_of(values: Sequence[Any], has_null: bool) -> BoolArray | None:
    if not has_null:
        return None
    return np.fromiter((value is None for value in values), dtype=np.bool_, count=len(values))


def _int_column(values: Sequence[Any], has_null: bool) -> Column:
    filled = [0 if value is None else value for value in values] if has_null else values
    try:
        array = np.fromiter(filled, dtype=np.int64, count=len(filled))
    except OverflowError:
        return ObjectColumn.of(values)
    return IntColumn(array, _nulls_of(values, has_null))


def _float_column(values: Sequence[Any], has_null: bool) -> Column:
    array = np.array([0.0 if value is None else value for value in values], dtype=np.float64)
    return FloatColumn(array, _nulls_of(values, has_null))


def _bool_column(values: Sequence[Any], has_null: bool) -> Column:
    return BoolColumn(np.array([bool(value) for value in values]), _nulls_of(values, has_null))


def _text_column(values: Sequence[Any], has_null: bool) -> Column:  # noqa: ARG001 - codes hold null
    dictionary, codes = TextDictionary.of(values)
    return TextColumn(codes, dictionary)


_MAKERS: dict[type, Callable[[Sequence[Any], bool], Column]] = {
    int: _int_column,
    float: _float_column,
    bool: _bool_column,
    str: _text_column,
}


def concat(columns: Sequence[Column]) -> Column:
    """Concatenate columns of any kinds."""
    if len(columns) == 1:
        return columns[0]
    first = columns[0]
    if all(type(column) is type(first) for column in columns):
        if isinstance(first, MaskedColumn):
            values = concatenate([column.stored for column in columns])  # type: ignore[attr-defined]
            has_mask = any(column.nulls is not None for column in columns)  # type: ignore[attr-defined]
            nulls = np.concatenate([column.null_mask() for column in columns]) if has_mask else None
            return type(first)(values, nulls)
        if isinstance(first, EntityColumn):
            return _concat_entities(columns)  # type: ignore[arg-type]
        if isinstance(first, ListBackedColumn):
            return ListBackedColumn([value for column in columns for value in column.to_list()])
        if isinstance(first, ObjectColumn):
            return ObjectColumn(np.concatenate([column.values for column in columns]))  # type: ignore[attr-defined]
        if isinstance(first, TextColumn) and all(
            column.dictionary is first.dictionary  # type: ignore[attr-defined]
            for column in columns
        ):
            codes = concatenate([column.codes for column in columns])  # type: ignore[attr-defined]
            return TextColumn(codes, first.dictionary)
        if isinstance(first, DictionaryColumn) and all(
            column.table is first.table  # type: ignore[attr-defined]
            for column in columns
        ):
            return DictionaryColumn(concatenate([column.codes for column in columns]), first.table)  # type: ignore[attr-defined]
    if any(isinstance(column, EntityColumn) for column in columns):
        return _concat_slots(columns)
    return column_of([value for column in columns for value in column.to_list()])


def concat_texts(columns: Sequence[Column]) -> TextColumn | None:
    """Concatenate strings of different dictionaries, and constant strings, as codes of one dictionary.

    Returns: None if a column holds anything else, or if the dictionaries are large for the number of rows.
    """
    if not all(
        isinstance(column, TextColumn)
        or (isinstance(column, ConstantColumn) and isinstance(column.constant, str | None))
        for column in columns
    ):
        return None
    sizes = [len(column.dictionary) if isinstance(column, TextColumn) else 1 for column in columns]
    if sum(sizes) * _ROWS_PER_TEXT > sum(map(len, columns)):
        return None
    each = [
        column.dictionary.values.tolist() if isinstance(column, TextColumn) else [column.value(0)]
        for column in columns
    ]
    texts = [text for some in each for text in some]
    dictionary, found = TextDictionary.of(texts)
    codes: list[CodeArray] = []
    begin = 0
    for column, some in zip(columns, each, strict=True):
        own = np.append(found[begin : begin + len(some)], np.int32(-1))  # at index -1, the code of null
        begin += len(some)
        codes.append(own[column.codes] if isinstance(column, TextColumn) else np.full(len(column), own[0]))
    return TextColumn(np.concatenate(codes), dictionary)


_ROWS_PER_TEXT = 4
"""With fewer rows per dictionary string, merging the dictionaries costs more than it saves."""


def _concat_entities(columns: Sequence[EntityColumn]) -> EntityColumn:
    make = type(columns[0])
    selections = [column.selection for column in columns if column.selection is not None]
    if len(selections) == len(columns) and (selection := ScanSelection.concat(selections)) is not None:
        return make(None, selection)
    held = [column._held for column in columns if column._held is not None]
    if len(held) < len(columns):
        held = [column.slots for column in columns]
    return make(concatenate(held), filled=all(column.filled for column in columns))


def _concat_slots(columns: Sequence[Column]) -> Column:
    """Concatenate columns of slots with constants that are null, which an unmatched OPTIONAL MATCH yields."""
    slotted = next(column for column in columns if isinstance(column, EntityColumn))
    parts: list[IntArray] = []
    for column in columns:
        if type(column) is type(slotted):
            parts.append(column.slots)
        elif bool(column.null_mask().all()):
            parts.append(np.full(len(column), -1, dtype=np.int64))
        else:
            raise TypeError("one column cannot hold both nodes and relationships")
    return type(slotted)(np.concatenate(parts))
