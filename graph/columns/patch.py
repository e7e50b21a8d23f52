"""Columns with added rows or changed values, derived from an existing column."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from sociogram.graph.columns.arrays import AnyArray, CodeArray, IntArray, ObjectArray
from sociogram.graph.columns.base import Column, RowIndices
from sociogram.graph.columns.columns import (
    INT64_MAX,
    INT64_MIN,
    BoolColumn,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    ObjectColumn,
    TextColumn,
    integers_for,
)
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary


def objects(values: Iterable[Any], count: int) -> ObjectArray:
    """Return an array of Python objects; a list among the values stays one value."""
    return np.fromiter(values, dtype=np.object_, count=count)


class Derivation(Protocol):
    """Computes the values of a column from others."""

    def __call__(self, rows: IntArray | None) -> ObjectArray:
        """Return the values of some rows, or of all."""

    def one(self, row: int) -> Any:
        """Return the value of one row, without the cost of arrays."""


class DerivedColumn(ObjectColumn):
    """Values computed from other columns on first read.

    Args:
        length: the number of rows.
        derive: computes the values.
    """

    __slots__ = ("_all", "_changes", "_derive", "length")

    def __init__(self, length: int, derive: Derivation) -> None:
        self.length: int = length
        self._derive = derive
        self._changes: dict[int, Any] = {}
        self._all: ObjectArray | None = None

    @property
    def source(self) -> Derivation | None:
        """The function that computes the values; None if some have been changed since."""
        return None if self._changes else self._derive

    @property
    def values(self) -> ObjectArray:  # type: ignore[override]
        """Every value, computed on first use."""
        if self._all is None:
            everything = self._derive(None)
            if len(everything) < self.length or self._changes:
                everything = _padded(everything, self.length)
                for row, value in self._changes.items():
                    everything[row] = value
            self._all = everything
        return self._all

    def __len__(self) -> int:
        return self.length

    def take(self, rows: RowIndices) -> ObjectColumn:
        """Return the values at ``rows``; compute only those unless all are known or most are wanted."""
        rows = np.asarray(rows, dtype=np.int64)
        if self._all is not None or 2 * len(rows) > self.length or self._changes:
            return ObjectColumn(self.values[rows])
        return ObjectColumn(self._derive(rows))

    def to_list(self) -> list[Any]:
        """Return all values."""
        return self.values.tolist()  # type: ignore[no-any-return]

    def value(self, row: int) -> Any:
        """Return one value and compute no other."""
        if row in self._changes:
            return self._changes[row]
        if self._all is not None:
            return self._all[row]
        return self._derive.one(row)

    def changed(self, length: int, changes: Mapping[int, Any]) -> DerivedColumn:
        """Return the column with rows added up to ``length`` and ``changes`` applied."""
        grown = DerivedColumn(length, self._derive)
        added = dict.fromkeys(range(self.length, length))
        grown._changes = {**self._changes, **added, **changes}
        return grown


def _padded(values: AnyArray, length: int) -> AnyArray:
    if len(values) == length:
        return values.copy()
    grown = np.empty(length, dtype=values.dtype)
    grown[: len(values)] = values
    if values.dtype != np.object_:
        grown[len(values) :] = 0
    return grown


class _Growth:
    """Strings added to a dictionary. It grows only at its end, so dictionaries that share it stay valid."""

    __slots__ = ("base", "buffer", "codes", "growing", "length")

    def __init__(self, base: TextDictionary) -> None:
        self.base: TextDictionary = base
        self.length = len(base)
        self.buffer: AnyArray = _padded(base.values, self.length + self.length // 8 + 16)
        self.codes: dict[str, int] = {}
        self.growing = threading.Lock()

    def code(self, text: str) -> int:
        """Return the code of a string; add the string if it is new."""
        found = self.codes.get(text)
        if found is None:
            found = self.base.code_of(text)
        if found >= 0:
            return found
        if self.length == len(self.buffer):
            self.buffer = _padded(self.buffer, 2 * self.length)
        self.buffer[self.length] = text
        self.codes[text] = self.length
        self.length += 1
        return self.length - 1


class GrownTextDictionary(TextDictionary):
    """A dictionary with strings added at its end; it shares the strings of the one that it extends."""

    __slots__ = ("_growth",)

    def __init__(self, growth: _Growth) -> None:
        super().__init__(growth.buffer[: growth.length], sorted=False)
        self._growth = growth

    def code_of(self, text: str) -> int:
        """Return the code of ``text``, or -1 if no value has it."""
        code = self._growth.codes.get(text)
        if code is None:
            return self._growth.base.code_of(text)
        return code if code < len(self.values) else -1


def with_texts(dictionary: TextDictionary, texts: Iterable[str]) -> tuple[TextDictionary, list[int]]:
    """Return a dictionary that also has ``texts``, with older codes unchanged, and the codes of ``texts``."""
    wanted = list(texts)
    codes = dictionary.codes_of(wanted).tolist()
    if min(codes, default=0) >= 0:
        return dictionary, codes
    growth = dictionary._growth if isinstance(dictionary, GrownTextDictionary) else _Growth(dictionary)
    with growth.growing:
        if growth.length == len(dictionary):
            codes = [growth.code(text) for text in wanted]
            return GrownTextDictionary(growth), codes
    # Another transaction has extended the same dictionary, so copy it.
    growth = _Growth(dictionary)
    codes = [growth.code(text) for text in wanted]
    return GrownTextDictionary(growth), codes


def sorted_text(column: TextColumn) -> TextColumn:
    """Return the column over a sorted dictionary that has only the strings in use."""
    dictionary = column.dictionary
    if dictionary.sorted:
        return column
    used = np.zeros(len(dictionary) + 1, dtype=np.bool_)
    used[column.codes] = True  # null, -1, marks the position beyond the last
    remaining = np.flatnonzero(used[:-1])
    texts = dictionary.values[remaining].tolist()
    order = sorted(range(len(texts)), key=texts.__getitem__)
    recoded = np.full(len(dictionary) + 1, -1, dtype=np.int32)
    recoded[remaining[order]] = np.arange(len(order), dtype=np.int32)
    values = objects((texts[position] for position in order), len(order))
    return TextColumn(recoded[column.codes], TextDictionary(values, sorted=True))


def narrowed(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Return the columns with integers in the narrowest dtype, as the tables of a graph store them."""
    return {
        name: column.narrowed() if isinstance(column, IntColumn) else column
        for name, column in columns.items()
    }


def patch(column: Column, length: int, changes: Mapping[int, Any]) -> Column:
    """Return ``column`` extended with nulls to ``length``, then with the values of ``changes`` by row.

    The column keeps its kind if the new values fit; otherwise it becomes an object column.
    """
    if not changes and len(column) == length:
        return column
    if isinstance(column, DerivedColumn):
        return column.changed(length, changes)
    if isinstance(column, ConstantColumn):
        if column.constant is None:
            return _patch_blank(length, changes)
    else:
        make = _PATCHES.get(type(column))
        if make is not None:
            kind, patch_kind = make
            if all(value is None or type(value) is kind for value in changes.values()):
                patched = patch_kind(column, length, changes)
                if patched is not None:
                    return patched
    return _patch_objects(column, length, changes)


def _patch_blank(length: int, changes: Mapping[int, Any]) -> Column:
    kinds = {type(value) for value in changes.values() if value is not None}
    if not kinds:
        return ConstantColumn(None, length)
    kind = kinds.pop()
    blank: Column
    if kinds or kind not in _BLANKS:
        blank = ObjectColumn(np.empty(length, dtype=np.object_))
    elif kind is str:
        blank = TextColumn(
            np.full(length, -1, dtype=np.int32), TextDictionary(np.empty(0, dtype=np.object_), sorted=True)
        )
    else:
        column_type, dtype = _BLANKS[kind]
        blank = column_type(np.zeros(length, dtype=dtype), np.ones(length, dtype=np.bool_))
    return patch(blank, length, changes)


def _patch_masked(column: Any, length: int, changes: Mapping[int, Any]) -> Column | None:
    values = _padded(column.stored, length)
    nulls = np.ones(length, dtype=np.bool_)
    nulls[: len(column)] = False if column.nulls is None else column.nulls
    if changes:
        rows = np.fromiter(changes, dtype=np.int64, count=len(changes))
        given = [0 if value is None else value for value in changes.values()]
        if values.dtype.kind == "i":
            lowest, highest = min(given), max(given)
            if not INT64_MIN <= lowest <= highest <= INT64_MAX:
                return None
            values = values.astype(np.promote_types(values.dtype, integers_for(lowest, highest)), copy=False)
        values[rows] = given
        nulls[rows] = [value is None for value in changes.values()]
    return type(column)(values, nulls if nulls.any() else None)  # type: ignore[no-any-return]


def _patch_text(column: Any, length: int, changes: Mapping[int, Any]) -> Column:
    codes: CodeArray = np.full(length, -1, dtype=np.int32)
    codes[: len(column)] = column.codes
    texts = [value for value in changes.values() if value is not None]
    dictionary, found = with_texts(column.dictionary, texts)
    if changes:
        given = iter(found)
        rows = np.fromiter(changes, dtype=np.int64, count=len(changes))
        codes[rows] = [-1 if value is None else next(given) for value in changes.values()]
    return TextColumn(codes, dictionary)


def _patch_objects(column: Column, length: int, changes: Mapping[int, Any]) -> ObjectColumn:
    if isinstance(column, ObjectColumn):
        values = _padded(column.values, length)
    else:
        values = np.empty(length, dtype=np.object_)
        values[: len(column)] = objects(column.to_list(), len(column))
    for row, value in changes.items():
        values[row] = value
    return ObjectColumn(values)


_BLANKS: dict[type, tuple[Callable[..., Column], Any]] = {
    int: (IntColumn, np.int8),
    float: (FloatColumn, np.float64),
    bool: (BoolColumn, np.bool_),
    str: (TextColumn, np.int32),
}

_PATCHES: dict[type, tuple[type, Callable[[Any, int, Mapping[int, Any]], Column | None]]] = {
    IntColumn: (int, _patch_masked),
    FloatColumn: (float, _patch_masked),
    BoolColumn: (bool, _patch_masked),
    TextColumn: (str, _patch_text),
}
