"""Which rows belong together: columns of any kind as small whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
    RelationshipColumn,
    TextColumn,
)
from sociogram.queries.cypher.values import group_key
from sociogram.queries.cypher.vectors import values_of

Check = Callable[[], None]
"""Raises when the time or the memory of the query is up."""

_PACKED = 1 << 62
_PIECE = 10_000


def checked(values: Sequence[Any], check: Check | None) -> Iterator[Any]:
    """Give values one by one, and look now and then whether the query may go on."""
    for place in range(0, len(values), _PIECE):
        if check is not None:
            check()
        yield from values[place : place + _PIECE]


def codes_of(column: Column, check: Check | None = None) -> tuple[IntArray, int]:
    """Return a number for each row, the same where the values are, and one more than the largest."""
    if isinstance(column, ConstantColumn):
        return np.zeros(len(column), dtype=np.int64), 1
    if isinstance(column, TextColumn):
        return column.codes.astype(np.int64) + 1, len(column.dictionary) + 1
    if isinstance(column, (NodeColumn, RelationshipColumn)):
        slots = column.slots
        return slots + 1, int(slots.max(initial=-1)) + 2
    if isinstance(column, BoolColumn):
        codes = column.values.astype(np.int64)
        if column.nulls is not None:
            codes[column.nulls] = 2
        return codes, 3
    if isinstance(column, (IntColumn, FloatColumn)):
        return _numbers(column)
    return _objects(column, check)


def _numbers(column: IntColumn | FloatColumn) -> tuple[IntArray, int]:
    values, nulls = column.values, column.nulls
    if isinstance(column, IntColumn) and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < 4 * len(values) + 1024:
            codes, size = values - low, high - low + 1
            return _with_null_code(codes, size, nulls)
    _, inverse = np.unique(values, return_inverse=True)
    codes = inverse.astype(np.int64, copy=False)
    return _with_null_code(codes, int(codes.max(initial=-1)) + 1, nulls)


def _with_null_code(codes: IntArray, size: int, nulls: BoolArray | None) -> tuple[IntArray, int]:
    if nulls is None:
        return codes, max(size, 1)
    return np.where(nulls, size, codes), size + 1


def _objects(column: Column, check: Check | None) -> tuple[IntArray, int]:
    known: dict[object, int] = {}
    values = values_of(column)
    codes = np.fromiter(
        (known.setdefault(group_key(value), len(known)) for value in checked(values, check)),
        dtype=np.int64,
        count=len(values),
    )
    return codes, max(len(known), 1)


def combined_codes(
    columns: Sequence[Column], length: int, check: Check | None = None
) -> tuple[IntArray, int]:
    """Return a number for each row, the same where all columns agree, and one more than the largest."""
    codes, size = np.zeros(length, dtype=np.int64), 1
    for column in columns:
        more, width = codes_of(column, check)
        if size * width >= _PACKED:
            codes, size = _compressed(codes)
        codes, size = (more, width) if size == 1 else (codes * width + more, size * width)
        if size > 4 * length + 1024 and len(columns) > 1:
            codes, size = _compressed(codes)
    return codes, size


def _compressed(codes: IntArray) -> tuple[IntArray, int]:
    distinct, inverse = np.unique(codes, return_inverse=True)
    return inverse.astype(np.int64, copy=False), max(len(distinct), 1)


def groups_of(
    columns: Sequence[Column], length: int, check: Check | None = None
) -> tuple[IntArray, IntArray]:
    """Return each row's group and each group's first row; groups are in the order of their codes."""
    codes, first = _first_places(columns, length, check)
    present = np.flatnonzero(first < length)
    if len(present) == len(first):
        return codes, first
    place = np.empty(len(first), dtype=np.int64)
    place[present] = np.arange(len(present))
    return place[codes], first[present]


def first_rows(columns: Sequence[Column], length: int, check: Check | None = None) -> IntArray:
    """Return the first row of each combination of values, ascending."""
    _, first = _first_places(columns, length, check)
    mask = np.zeros(length + 1, dtype=np.bool_)
    mask[first] = True
    return np.flatnonzero(mask[:length])


def _first_places(columns: Sequence[Column], length: int, check: Check | None) -> tuple[IntArray, IntArray]:
    """Return each row's code, and for each code the first row with it (``length`` where none has it)."""
    codes, size = combined_codes(columns, length, check)
    if size > 4 * length + 1024:
        codes, size = _compressed(codes)
    first = np.full(size, length, dtype=np.int64)
    first[codes[::-1]] = np.arange(length - 1, -1, -1)
    return codes, first
