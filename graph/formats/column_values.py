"""The distinct values of a column, and the text of each value, formatted once for all rows that have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import AnyArray, Column, DictionaryColumn, IntArray, ObjectArray, TextColumn
from sociogram.graph.columns.coded import CodedColumn
from sociogram.graph.graph_columns import CHUNK

_MOST_DISTINCT = 20_000
"""A column with more distinct values than this is formatted row by row, so that its texts are not all in
memory."""


class DistinctValues:
    """The distinct values of a column that stores codes, at some slots.

    Attributes:
        codes: the code of each slot, negative for null.
        used: the codes that occur, ascending.
        values: the value of each.
        counts: how many slots have each.
    """

    __slots__ = ("codes", "counts", "used", "values")

    def __init__(self, column: Column, codes: AnyArray, slots: IntArray, used: AnyArray) -> None:
        of_slots = codes[slots]
        row_of = np.zeros(len(used), dtype=np.int64)
        row_of[of_slots] = slots  # any row that has the code; nulls write to the last position
        self.codes: AnyArray = codes
        self.used: IntArray = np.flatnonzero(used[:-1])
        self.values: list[Any] = column.take(row_of[self.used]).to_list()
        self.counts: list[int] = np.bincount(of_slots[of_slots >= 0], minlength=len(used))[self.used].tolist()

    def table(self, text: Callable[[Any], str]) -> ObjectArray:
        """Return the text of each value by code; empty for null, -1."""
        found = np.full(int(self.used.max(initial=-1)) + 2, "", dtype=np.object_)
        for code, value in zip(self.used.tolist(), self.values, strict=True):
            found[code] = text(value)
        return found


def distinct_values(column: Column, slots: IntArray) -> DistinctValues | None:
    """Return the distinct values of a column; None if it stores no codes, or if there are very many."""
    codes = _codes(column)
    if codes is None:
        return None
    of_slots = codes[slots]
    used = np.zeros(int(of_slots.max(initial=-1)) + 2, dtype=np.bool_)
    used[of_slots] = True
    used[-1] = False
    return None if np.count_nonzero(used) > _MOST_DISTINCT else DistinctValues(column, codes, slots, used)


def _codes(column: Column) -> AnyArray | None:
    if isinstance(column, TextColumn | DictionaryColumn):
        return column.codes
    return column.coded.codes if isinstance(column, CodedColumn) else None


def chunks_of(column: Column, slots: IntArray) -> Iterator[Column]:
    """Yield the rows of a column at some slots, a few thousand at a time."""
    for begin in range(0, len(slots), CHUNK):
        yield column.take(slots[begin : begin + CHUNK])


class Fragments:
    """The text of each row of one column in a file: a prefix, the value as text, a suffix.

    Args:
        column: the values by slot.
        slots: the slots that will be read.
        text: returns a value as the format writes it.
        before: the prefix.
        after: the suffix.
        not_plain: finds the characters that ``text`` changes in a text; None if it changes every text.
    """

    def __init__(
        self,
        column: Column,
        slots: IntArray,
        text: Callable[[Any], str],
        before: str,
        after: str,
        not_plain: re.Pattern[str] | None = None,
    ) -> None:
        self._column = column
        self._text = text
        self._before, self._after = before, after
        self._not_plain = not_plain if isinstance(column, TextColumn) else None
        distinct = distinct_values(column, slots)
        self._codes = None if distinct is None else distinct.codes
        self._table = (
            None if distinct is None else distinct.table(lambda value: f"{before}{text(value)}{after}")
        )

    def of(self, slots: IntArray) -> list[str] | None:
        """Return the text of some rows, empty for null; None if all are null."""
        if self._table is not None and self._codes is not None:
            codes = self._codes[slots]
            if codes.max(initial=-1) < 0:
                return None
            found: list[str] = self._table[codes].tolist()
            return found
        values = self._column.take(slots).to_list()
        before, text, after = self._before, self._text, self._after
        if self._not_plain is not None:
            texts = [value for value in values if value is not None]
            if not self._not_plain.search("".join(texts)):
                if len(texts) == len(values):
                    return [f"{before}{value}{after}" for value in values]
                return ["" if value is None else f"{before}{value}{after}" for value in values]
        return ["" if value is None else f"{before}{text(value)}{after}" for value in values]


def interleaved(columns: list[list[str] | None], rows: int) -> str:
    """Return the texts of some columns row by row as one text."""
    filled = [column for column in columns if column is not None]
    flat = [""] * (len(filled) * rows)
    for number, column in enumerate(filled):
        flat[number :: len(filled)] = column
    return "".join(flat)
