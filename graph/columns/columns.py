"""Columns: many values of one kind in an array.

The properties of a graph and the batches of a query are columns. A column never changes; an operation returns
a new one. Null is a mask, a negative code, a negative slot or ``None``, depending on the kind; ``null_mask``
is the same for all.

=================== ============================== =======================================
kind                holds                          null
=================== ============================== =======================================
IntColumn           int8, int16, int32 or int64    mask
FloatColumn         float64                        mask
BoolColumn          bool                           mask
TextColumn          int32 codes into a dictionary  code -1
DictionaryColumn    codes into a table of values   code -1
NodeColumn          node slots, int64              slot -1
RelationshipColumn  relationship slots, int64      slot -1
ObjectColumn        any Python value               None
ListBackedColumn    any Python value, few of them  None
ConstantColumn      one value, any number of times None
=================== ============================== =======================================

Queries add one more kind, for the lists that they create: ``queries.cypher.batches.list_column``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from sociogram.graph.columns.arrays import AnyArray, BoolArray, CodeArray, IntArray, ObjectArray
from sociogram.graph.columns.base import LIST_LIMIT, Column, RowIndices
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1


class MaskedColumn(Column):
    """An array with a mask of nulls.

    Attributes:
        stored: the array; a null row holds an arbitrary value.
        nulls: True for each null row; None if no row is null.
    """

    __slots__ = ("nulls", "stored")

    def __init__(self, stored: AnyArray, nulls: BoolArray | None = None) -> None:
        self.stored: AnyArray = stored
        self.nulls: BoolArray | None = nulls

    @property
    def values(self) -> AnyArray:
        """The array in the dtype to compute with."""
        return self.stored

    def __len__(self) -> int:
        return len(self.stored)

    def take(self, rows: RowIndices) -> Self:
        nulls = None if self.nulls is None else self.nulls[rows]
        return type(self)(self.stored[rows], nulls)

    def part(self, begin: int, end: int) -> Column:
        nulls = None if self.nulls is None else self.nulls[begin:end]
        return type(self)(self.stored[begin:end], nulls)

    def to_list(self) -> list[Any]:
        values: list[Any] = self.stored.tolist()
        if self.nulls is not None:
            for row in np.flatnonzero(self.nulls).tolist():
                values[row] = None
        return values

    def values_at(self, rows: list[int]) -> list[Any]:
        if len(rows) > LIST_LIMIT:
            return self.take(rows).to_list()
        item = self.stored.item
        if self.nulls is None:
            return [item(row) for row in rows]
        null = self.nulls.item
        return [None if null(row) else item(row) for row in rows]

    def null_mask(self) -> BoolArray:
        return np.zeros(len(self.stored), dtype=np.bool_) if self.nulls is None else self.nulls

    def has_nulls(self) -> bool:
        return self.nulls is not None and bool(self.nulls.any())

    def value(self, row: int) -> Any:
        return None if self.nulls is not None and self.nulls[row] else self.stored.item(row)


class IntColumn(MaskedColumn):
    """64-bit integers, stored in the narrowest dtype that holds them all.

    Use ``stored`` to compare, order, count or gather: it reads less memory. Sums and differences of narrow
    integers overflow: to compute, use ``values`` or pass NumPy the dtype of the result.
    """

    __slots__ = ()
    kind = "integer"

    @property
    def values(self) -> IntArray:
        """The integers as int64; a copy if they are stored in a narrower dtype."""
        return self.stored.astype(np.int64, copy=False)

    def narrowed(self) -> IntColumn:
        """Return the column in the narrowest dtype that holds every value."""
        if not len(self.stored) or self.stored.dtype == np.int8:
            return self
        dtype = integers_for(int(self.stored.min()), int(self.stored.max()))
        return IntColumn(self.stored.astype(dtype, copy=False), self.nulls)


def integers_for(lowest: int, highest: int) -> np.dtype[Any]:
    """Return the narrowest signed dtype for integers of up to 64 bits."""
    return np.min_scalar_type(min(lowest, ~highest, -1))  # a negative argument makes the dtype signed


class FloatColumn(MaskedColumn):
    """64-bit floats; NaN is a value, not null."""

    __slots__ = ()
    kind = "float"


class BoolColumn(MaskedColumn):
    """Boolean values or null."""

    __slots__ = ()
    kind = "boolean"


class TextColumn(Column):
    """Strings as codes into a dictionary, which several columns may share."""

    __slots__ = ("codes", "dictionary")
    kind = "text"

    def __init__(self, codes: CodeArray, dictionary: TextDictionary) -> None:
        self.codes: CodeArray = codes
        self.dictionary: TextDictionary = dictionary

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: RowIndices) -> TextColumn:
        return TextColumn(self.codes[rows], self.dictionary)

    def part(self, begin: int, end: int) -> TextColumn:
        return TextColumn(self.codes[begin:end], self.dictionary)

    def to_list(self) -> list[Any]:
        if not len(self.dictionary):
            return [None] * len(self.codes)
        texts: list[Any] = self.dictionary.texts(self.codes)
        for row in np.flatnonzero(self.codes < 0).tolist():
            texts[row] = None
        return texts

    def values_at(self, rows: list[int]) -> list[Any]:
        if len(rows) > LIST_LIMIT:
            return self.take(rows).to_list()
        text, code_at = self.dictionary.text, self.codes.item  # not all texts, which may be a million
        return [None if (code := code_at(row)) < 0 else text(code) for row in rows]

    def null_mask(self) -> BoolArray:
        return self.codes < 0

    def value(self, row: int) -> Any:
        code = self.codes.item(row)
        return None if code < 0 else self.dictionary.text(code)


class DictionaryColumn(Column):
    """A small set of distinct values as codes into a table, for example the labels of nodes.

    Attributes:
        codes: integers of any width, -1 for null.
        table: the distinct values.
    """

    __slots__ = ("codes", "table")
    kind = "any"

    def __init__(self, codes: AnyArray, table: ObjectArray) -> None:
        self.codes: AnyArray = codes
        self.table: ObjectArray = table

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: RowIndices) -> DictionaryColumn:
        return DictionaryColumn(self.codes[rows], self.table)

    def part(self, begin: int, end: int) -> DictionaryColumn:
        return DictionaryColumn(self.codes[begin:end], self.table)

    def to_list(self) -> list[Any]:
        table = [*self.table.tolist(), None]  # code -1 indexes the last item
        return [table[code] for code in self.codes.tolist()]

    def null_mask(self) -> BoolArray:
        return self.codes < 0

    def value(self, row: int) -> Any:
        code = self.codes[row]
        return None if code < 0 else self.table[code]


class ObjectColumn(Column):
    """Values of any kind, also of several kinds; None is null."""

    __slots__ = ("values",)
    kind = "any"

    def __init__(self, values: ObjectArray) -> None:
        self.values: ObjectArray = values

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: RowIndices) -> ObjectColumn:
        return ObjectColumn(self.values[rows])

    def part(self, begin: int, end: int) -> ObjectColumn:
        return ObjectColumn(self.values[begin:end])

    def to_list(self) -> list[Any]:
        return self.values.tolist()  # type: ignore[no-any-return]

    def null_mask(self) -> BoolArray:
        return np.fromiter((value is None for value in self.values), dtype=np.bool_, count=len(self.values))

    def value(self, row: int) -> Any:
        return self.values[row]

    @classmethod
    def of(cls, values: Sequence[Any]) -> ObjectColumn:
        """Create a column of ``values``; a list among them stays one value."""
        return cls(np.fromiter(values, dtype=np.object_, count=len(values)))


class ListBackedColumn(ObjectColumn):
    """A few values of any kind in a list; the array is created on first use."""

    __slots__ = ("_array", "listed")

    def __init__(self, listed: list[Any]) -> None:
        self.listed: list[Any] = listed
        self._array: ObjectArray | None = None

    @property
    def values(self) -> ObjectArray:  # type: ignore[override]
        """The values as an array."""
        array = self._array
        if array is None:
            array = self._array = np.fromiter(self.listed, dtype=np.object_, count=len(self.listed))
        return array

    def __len__(self) -> int:
        return len(self.listed)

    def take(self, rows: RowIndices) -> ObjectColumn:
        if type(rows) is list:
            listed = self.listed
            return ListBackedColumn([listed[row] for row in rows])
        return ObjectColumn(self.values[rows])

    def part(self, begin: int, end: int) -> ObjectColumn:
        return ListBackedColumn(self.listed[begin:end])

    def to_list(self) -> list[Any]:
        return self.listed.copy()

    def null_mask(self) -> BoolArray:
        return np.array([value is None for value in self.listed], dtype=np.bool_)

    def value(self, row: int) -> Any:
        return self.listed[row]


class ConstantColumn(Column):
    """One value, ``length`` times: a literal, a parameter, a property that no node has."""

    __slots__ = ("constant", "length")
    kind = "constant"

    def __init__(self, constant: Any, length: int) -> None:
        self.constant: Any = constant
        self.length: int = length

    def __len__(self) -> int:
        return self.length

    def take(self, rows: RowIndices) -> ConstantColumn:
        return ConstantColumn(self.constant, len(rows))

    def part(self, begin: int, end: int) -> ConstantColumn:
        return ConstantColumn(self.constant, end - begin)

    def to_list(self) -> list[Any]:
        return [self.constant] * self.length

    def null_mask(self) -> BoolArray:
        return np.full(self.length, self.constant is None, dtype=np.bool_)

    def value(self, row: int) -> Any:  # noqa: ARG002 - every row has it
        return self.constant
