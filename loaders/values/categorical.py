"""A column of a load as codes and distinct values, as in pandas.

A million rows have a few thousand types, dates and sources. Each distinct value is parsed once, and rows are
compared, selected and grouped as arrays of codes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    CodeArray,
    Column,
    ConstantColumn,
    IntArray,
    IntColumn,
    ObjectColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.graph.columns.coded import CodedColumn, CodedValues
from sociogram.graph.columns.patch import objects
from sociogram.graph.common.text import are_clean
from sociogram.loaders.readers.cell_column import MOST_SHORT, CellColumn, ShortCodes
from sociogram.loaders.readers.cell_dictionary import CellDictionary

_NOTHING: ShortCodes = np.zeros(0, dtype=np.int16)
_BATCH_SIZE = 1 << 16


class Categorical:
    """Values of a column; ``codes[row]`` is an index into ``values``, or -1 for null.

    ``values`` may contain equal values more than once; ``groups`` gives these one number.

    Args:
        codes: one for each row; they are stored in two bytes each where that is enough, as in most columns.
        values: the values; None if they are the texts of ``numbers``, which are decoded on first use.
        numbers: the dictionary of the codes, if the values are its unchanged texts.
    """

    __slots__ = ("_codes", "_integers", "_numbers", "_owns_codes", "_values")

    def __init__(
        self, codes: CodeArray | ShortCodes, values: list[Any] | None, numbers: CellDictionary | None = None
    ) -> None:
        count = len(values) if values is not None else 0 if numbers is None else numbers.count
        self._codes: CodeArray | ShortCodes = (
            codes if count > MOST_SHORT else codes.astype(np.int16, copy=False)
        )
        self._values = values
        self._numbers = numbers
        self._owns_codes = False
        self._integers: IntColumn | None = None

    @classmethod
    def of_integers(cls, column: IntColumn) -> Categorical:
        """Create a column of integers; their codes are computed on first use."""
        coded = cls(_NOTHING, [])
        coded._integers = column
        return coded

    def _factorize(self) -> None:
        """Compute codes for integers, so that they can be used like other values."""
        column = self._integers
        if column is not None:
            self._integers = None
            distinct, codes = np.unique(column.values, return_inverse=True)
            self._codes = np.where(column.null_mask(), -1, codes).astype(np.int32)
            self._values = distinct.tolist()

    @property
    def codes(self) -> CodeArray:
        """The index of each row's value in ``values``; -1 is null."""
        self._factorize()
        return self._codes.astype(np.int32, copy=False)

    @property
    def values(self) -> list[Any]:
        """The distinct values; some may no longer occur in any row."""
        self._factorize()
        if self._values is None:
            self._values = [] if self._numbers is None else self._numbers.texts
        return self._values

    @property
    def _count(self) -> int:
        """The number of values."""
        return self._numbers.count if self._values is None and self._numbers is not None else len(self.values)

    def __len__(self) -> int:
        return len(self._codes) if self._integers is None else len(self._integers)

    @classmethod
    def of(cls, values: Sequence[Any]) -> Categorical:
        """Create a column of any values, None as null; only texts are deduplicated."""
        if all(value is None or type(value) is str for value in values):
            return cls._of_hashable(values).map(_same)
        codes = np.arange(len(values), dtype=np.int32)
        codes[[row for row, value in enumerate(values) if value is None]] = -1
        return cls(codes, list(values))

    @classmethod
    def of_texts(cls, cells: Sequence[str], numbers: CellDictionary | None = None) -> Categorical:
        """Create a column of unchanged cell texts; an empty text is null.

        Columns with the same texts can share ``numbers``, which then stores each text once.
        """
        if isinstance(cells, CellColumn):
            return cls(*cells.coded(numbers))
        return cls._of_hashable(cells)._without_empty()

    @classmethod
    def of_cells(cls, cells: Sequence[str], numbers: CellDictionary | None = None) -> Categorical:
        """Create a column of cell texts without surrounding space; an empty text is null."""
        raw = cls.of_texts(cells, numbers)
        if raw.are_stripped():
            return raw
        return cls(raw.codes, list(map(str.strip, raw.values))).map(_text_or_none)

    def are_stripped(self) -> bool:
        """Return whether no text has space around it."""
        if self._numbers is not None:
            return not self._numbers.have_space_around()
        return list(map(str.strip, self.values)) == self.values

    def are_clean(self) -> bool:
        """Return whether ``clean`` changes none of the texts; False if it may change one."""
        if self._values is None and self._numbers is not None:
            return self._numbers.are_clean()
        return are_clean(self.values)

    def may_be_with(self, *, within: str = "", begins: Sequence[str] = ()) -> bool:
        """Return whether a text contains one of some ASCII characters, or begins with one of some texts.

        True without a search if the texts are strings already, which the caller can search as fast.
        """
        if self._values is None and self._numbers is not None:
            return self._numbers.may_be_with(within=within, begins=begins)
        return True

    @classmethod
    def _of_hashable(cls, values: Sequence[Any]) -> Categorical:
        # One dict look-up per row returns the first row with the same value.
        codes_by_value: dict[Any, int] = {}
        first = np.fromiter(
            map(codes_by_value.setdefault, values, count()), dtype=np.int64, count=len(values)
        )
        number = np.cumsum(first == np.arange(len(values)), dtype=np.int32) - 1
        return cls(number[first].astype(np.int32), list(codes_by_value))

    def _without_empty(self) -> Categorical:
        """Turn the empty text, which occurs at most once, into null."""
        if "" not in self.values:
            return self
        empty = self.values.index("")
        codes = np.where(self.codes == empty, -1, self.codes - (self.codes > empty)).astype(np.int32)
        return Categorical(codes, self.values[:empty] + self.values[empty + 1 :])

    @classmethod
    def constant(cls, value: Any, length: int) -> Categorical:
        """Create a column with one value in every row; None gives a column of nulls."""
        if value is None:
            return cls(np.full(length, -1, dtype=np.int16), [])
        return cls(np.zeros(length, dtype=np.int16), [value])

    @classmethod
    def concat(cls, parts: Sequence[Categorical]) -> Categorical:
        """Concatenate columns."""
        if len(parts) == 1:
            return parts[0]
        if all(part.has_codes_of(parts[0]) for part in parts):
            return cls(np.concatenate([part.codes for part in parts]), None, parts[0]._numbers)
        values: list[Any] = []
        codes = []
        for part in parts:
            codes.append(np.where(part.codes < 0, -1, part.codes + len(values)).astype(np.int32))
            values += part.values
        return cls(np.concatenate(codes), values)

    def value(self, row: int) -> Any:
        """Return one row's value."""
        if self._integers is not None:
            return self._integers.value(row)
        code = self._codes[row]
        if code < 0:
            return None
        if self._values is None and self._numbers is not None:
            return self._numbers.text(int(code))
        return self.values[code]

    def set(self, row: int, value: Any) -> None:
        """Change one row's value."""
        self._factorize()
        if self._numbers is not None:
            # other columns share these values
            self._values, self._numbers = [*self.values], None
        if not self._owns_codes:
            # the cells of the sheet share these codes
            self._codes, self._owns_codes = self._codes.astype(np.int32), True
        self.values.append(value)
        self._codes[row] = len(self.values) - 1

    def take(self, rows: IntArray) -> Categorical:
        """Return the values at some rows."""
        if self._integers is not None:
            return Categorical.of_integers(self._integers.take(rows))
        return Categorical(self._codes[rows], self._values, self._numbers)

    def to_list(self) -> list[Any]:
        """Return the values row by row."""
        return list(map([*self.values, None].__getitem__, self.codes.tolist()))

    def to_texts(self) -> list[str]:
        """Return the values row by row as text; only these texts of a dictionary are decoded."""
        if self._values is None and self._numbers is not None:
            used, positions = unique_inverse(self.codes)
            return list(map(self._numbers.texts_of(used).__getitem__, positions.tolist()))
        return list(map(str, self.to_list()))

    def nulls(self) -> BoolArray:
        """Return, for each row, whether it is null."""
        return self._codes < 0 if self._integers is None else self._integers.null_mask()

    def map(self, change: Callable[[Any], Any]) -> Categorical:
        """Apply a function to each distinct value; None is null."""
        changed = [change(value) for value in self.values]
        if None not in changed:
            return Categorical(self._codes, changed)
        is_value = np.array([value is not None for value in changed] + [False], dtype=np.bool_)
        new_codes = np.where(is_value, np.cumsum(is_value, dtype=np.int32) - 1, -1).astype(np.int32)
        return Categorical(new_codes[self.codes], [value for value in changed if value is not None])

    @property
    def is_coded(self) -> bool:
        """Whether the values are the unchanged texts of a dictionary, which other columns may share."""
        return self._numbers is not None

    def has_codes_of(self, other: Categorical) -> bool:
        """Return whether equal codes mean equal texts in both columns."""
        return self._numbers is not None and self._numbers is other._numbers

    @classmethod
    def all_replaced(cls, columns: Sequence[Categorical], texts: Mapping[str, str]) -> list[Categorical]:
        """Replace texts of columns with one dictionary by others.

        They share it afterwards, unless it is closed; the new texts are added to it.
        """
        numbers = None if any("\0" in text for text in texts.values()) else columns[0]._numbers
        old, new = (
            cls.of_texts(CellColumn.of_texts(some), numbers) if numbers is not None else None
            for some in (list(texts), list(texts.values()))
        )
        if numbers is None or old is None or new is None or not old.has_codes_of(new):
            return [column.map(lambda text: texts.get(text, text)) for column in columns]
        table = np.arange(numbers.count + 1, dtype=np.int32)
        table[-1] = -1
        table[old.codes] = new.codes
        return [cls(table[column.codes], None, numbers) for column in columns]

    def filled(self, other: Categorical) -> Categorical:
        """Return the column with nulls filled from another column."""
        codes = np.where(
            self.codes < 0, np.where(other.codes < 0, -1, other.codes + len(self.values)), self.codes
        )
        return Categorical(codes.astype(np.int32), self.values + other.values)

    def rows_of(self, codes: Iterable[int]) -> list[int]:
        """Return the rows with any of these codes, in order."""
        wanted = np.zeros(self._count + 1, dtype=np.bool_)
        wanted[list(codes)] = True
        wanted[-1] = False
        return np.flatnonzero(wanted[self.codes]).tolist()

    def codes_of(self, texts: Collection[str]) -> list[int]:
        """Return the codes of the values that are among some texts."""
        if self._values is None and self._numbers is not None:
            return self._numbers.numbers_of(texts)
        return [code for code, value in enumerate(self.values) if str(value) in texts]

    def counts(self) -> IntArray:
        """Return the number of rows with each of ``values``."""
        return np.bincount(self.codes[self.codes >= 0], minlength=self._count).astype(np.int64)

    def first_rows(self) -> IntArray:
        """Return, for each of ``values``, its first row; the number of rows if it has none."""
        first = np.full(self._count + 1, len(self.codes), dtype=np.int64)
        # Of several writes to one index, the last wins.
        first[self.codes[::-1]] = np.arange(len(self.codes) - 1, -1, -1)
        return first[:-1]

    def used(self, besides: Categorical | None = None) -> Iterator[Any]:
        """Return the values that occur in a row; without those of a column that shares the dictionary."""
        is_used, values = self.counts() > 0, self._values
        if besides is not None:
            is_used[besides.codes[besides.codes >= 0]] = False
        codes = np.flatnonzero(is_used)
        for begin in range(0, len(codes), _BATCH_SIZE):
            some = codes[begin : begin + _BATCH_SIZE]
            if values is None and self._numbers is not None:
                yield from self._numbers.texts_of(some)
            else:
                yield from [(values or [])[code] for code in some.tolist()]

    def digits(self) -> dict[int, str]:
        """Return by code the values in use whose text is only ASCII digits; few other texts are decoded."""
        used = self.counts() > 0
        if self._values is None and self._numbers is not None:
            codes = np.flatnonzero(used & self._numbers.begin_with_digits())
            texts = self._numbers.texts_of(codes)
        else:
            codes, values = np.flatnonzero(used), self.values
            texts = [str(values[code]) for code in codes.tolist()]
        pairs = zip(codes.tolist(), texts, strict=True)
        return {code: text for code, text in pairs if text.isdigit() and text.isascii()}

    def groups(self) -> IntArray:
        """Return a number for each row, equal for equal values, 0 for null. A list counts as a set."""
        if self._integers is not None:
            return _numbered_integers(self._integers)
        if self._numbers is not None:
            return self.codes + np.int64(1)
        codes_by_value: dict[Any, int] = {}
        numbers = np.zeros(len(self.values) + 1, dtype=np.int64)
        if set(map(type, self.values)) == {str} and len(set(self.values)) == len(self.values):
            numbers[:-1] = np.arange(1, len(numbers))
            return numbers[self.codes]
        for code, value in enumerate(self.values):
            numbers[code] = codes_by_value.setdefault(identity_key(value), len(codes_by_value) + 1)
        return numbers[self.codes]

    def to_column(self) -> Column:
        """Return the values as a typed column."""
        if self._integers is not None:
            return self._integers
        if self._numbers is not None:
            return self._to_text_column(self._numbers)
        counts = self.counts()
        used = np.flatnonzero(counts)
        if not len(used):
            return ConstantColumn(None, len(self.codes))
        has_nulls = bool((self.codes < 0).any())
        values = self.values
        distinct: list[Any] = [values[code] for code in used.tolist()]
        if has_nulls:
            distinct.append(None)
        rank = np.full(len(self.values) + 1, len(used), dtype=np.int64)
        rank[used] = np.arange(len(used))
        column = column_of(distinct)
        if isinstance(column, ObjectColumn):
            rank[rank == len(used)] = -1
            table = column.values if has_nulls else objects([*distinct, None], len(distinct) + 1)
            return CodedColumn(CodedValues(rank[self.codes].astype(np.int32), table))
        return column.take(rank[self.codes])

    def _to_text_column(self, numbers: CellDictionary) -> Column:
        if not len(self.codes) or int(self.codes.max()) < 0:
            return ConstantColumn(None, len(self.codes))
        if numbers.is_shared:
            # One dictionary for all these columns; it may have texts that are not in this one.
            dictionary, ranks = numbers.dictionary()
        else:
            dictionary, ranks = numbers.dictionary_of(self.counts() > 0)
        return TextColumn(ranks[self.codes], dictionary)


def _numbered_integers(column: IntColumn) -> IntArray:
    """Return a number for each row, equal for equal integers, 0 for null."""
    filled = column.values[~column.null_mask()]
    lowest, highest = int(filled.min(initial=0)), int(filled.max(initial=0))
    if highest - lowest < 2**31:
        return np.where(column.null_mask(), 0, column.values - lowest + 1)
    found: IntArray = np.where(column.null_mask(), 0, np.unique(column.values, return_inverse=True)[1] + 1)
    return found


def identity_key(value: Any) -> Any:
    """Return a key that equal values share: a list counts as a set, and NaN equals NaN."""
    if type(value) is str:
        return value
    if isinstance(value, list):
        return list, frozenset(map(identity_key, value))
    if isinstance(value, dict):
        return dict, frozenset((name, identity_key(item)) for name, item in value.items())
    return value if value == value else (float, "NaN")


def _same(value: Any) -> Any:
    return value


def _text_or_none(text: str) -> str | None:
    return text or None
