"""Columns: many values of one kind in an array.

The properties of a graph and the batches of a query are both made of these. A column never changes;
an operation gives a new one. Null is a mask, a negative code, a negative slot or ``None``, whichever
the kind can hold; ``null_mask`` tells them alike.

=================== ============================== =======================================
kind                holds                          null
=================== ============================== =======================================
IntColumn           int64                          mask
FloatColumn         float64                        mask
BoolColumn          bool                           mask
TextColumn          int32 codes into a dictionary  code -1
CodedColumn         codes into a table of values   code -1
NodeColumn          node slots, int64              slot -1
RelationshipColumn  relationship slots, int64      slot -1
ObjectColumn        any Python value               None
ListedColumn        the same, a few of them        None
ConstantColumn      one value, any number of times None
=================== ============================== =======================================

Queries have one kind more, for lists that they make themselves: ``queries.cypher.vectors.ListColumn``.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar
from weakref import ref

import numpy as np

from sociogram.graph.texts import Answers, EncodedTexts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    IntArray = NDArray[np.int64]
    CodeArray = NDArray[np.int32]
    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]
    ObjectArray = NDArray[np.object_]
    AnyArray = NDArray[Any]
else:  # numpy.typing is slow to import
    IntArray = CodeArray = FloatArray = BoolArray = ObjectArray = AnyArray = np.ndarray

Rows = IntArray | list[int]
"""Places in a column: an array, or a list where there are few."""

FEW = 64
"""Up to so many values are read one by one: an array costs more than that to make and to ask."""

ColumnT = TypeVar("ColumnT", bound="Column")

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1


class Column:
    """A sequence of values that does not change.

    (No ABC: ``isinstance`` of such takes several times as long, and small queries do little else.)
    """

    __slots__ = ()

    kind: ClassVar[str]

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def take(self, rows: Rows) -> Column:
        """Return the values at ``rows`` (int64, each 0 <= row < len), in that order."""

    def values_at(self, rows: list[int]) -> list[Any]:
        """Return the values at ``rows`` as ``to_list`` would give them."""
        return [self.value(row) for row in rows] if len(rows) <= FEW else self.take(rows).to_list()

    def part(self, begin: int, end: int) -> Column:
        """Return the values from ``begin`` up to ``end``; kinds that are arrays share their memory."""
        return self.take(np.arange(begin, end))

    @abstractmethod
    def to_list(self) -> list[Any]:
        """Return the values as Python objects; null is None; nodes and relationships are slots."""

    @abstractmethod
    def null_mask(self) -> BoolArray:
        """Return, for each row, whether it is null."""

    @abstractmethod
    def value(self, row: int) -> Any:
        """Return one value as a Python object."""

    def has_nulls(self) -> bool:
        """Tell whether any row is null."""
        return bool(self.null_mask().any())


class _MaskedColumn(Column):
    """An array with a mask of nulls; ``nulls`` is None where there are none."""

    __slots__ = ("nulls", "values")

    def __init__(self, values: AnyArray, nulls: BoolArray | None = None) -> None:
        self.values = values
        self.nulls = nulls

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: Rows) -> Self:
        nulls = None if self.nulls is None else self.nulls[rows]
        return type(self)(self.values[rows], nulls)

    def part(self, begin: int, end: int) -> Column:
        nulls = None if self.nulls is None else self.nulls[begin:end]
        return type(self)(self.values[begin:end], nulls)

    def to_list(self) -> list[Any]:
        values: list[Any] = self.values.tolist()
        if self.nulls is not None:
            for row in np.flatnonzero(self.nulls).tolist():
                values[row] = None
        return values

    def values_at(self, rows: list[int]) -> list[Any]:
        if len(rows) > FEW:
            return self.take(rows).to_list()
        item = self.values.item
        if self.nulls is None:
            return [item(row) for row in rows]
        null = self.nulls.item
        return [None if null(row) else item(row) for row in rows]

    def null_mask(self) -> BoolArray:
        return np.zeros(len(self.values), dtype=np.bool_) if self.nulls is None else self.nulls

    def has_nulls(self) -> bool:
        return self.nulls is not None and bool(self.nulls.any())

    def value(self, row: int) -> Any:
        return None if self.nulls is not None and self.nulls[row] else self.values.item(row)


class IntColumn(_MaskedColumn):
    """64-bit integers."""

    __slots__ = ()
    kind = "integer"


class FloatColumn(_MaskedColumn):
    """64-bit floats; NaN is a value, not null."""

    __slots__ = ()
    kind = "float"


class BoolColumn(_MaskedColumn):
    """Truth values, with null as the third."""

    __slots__ = ()
    kind = "boolean"


_SEARCHES = 16
_ROOM = 256
"""Bytes of answers kept for each string: a few that are strings themselves, and many truth values."""
_LEAST_ROOM = 1 << 12


class TextDictionary:
    """The distinct strings of text columns; ``sorted`` says that codes order as the strings do.

    It never changes, so that it keeps its strings as bytes, and what was worked out for each of them, once
    that was asked for.
    """

    __slots__ = ("__weakref__", "_answers", "_codes", "_encoded", "_searches", "sorted", "values")

    def __init__(self, values: ObjectArray, *, sorted: bool) -> None:  # noqa: A002 - the plain word
        self.values = values
        self.sorted = sorted
        self._codes: dict[str, int] | None = None
        self._searches = 0
        self._encoded: EncodedTexts | None = None
        self._answers: Answers | ref[Answers] | None = None

    def __len__(self) -> int:
        return len(self.values)

    def text(self, code: int) -> str:
        """Return one string."""
        return self.values[code]  # type: ignore[no-any-return]

    def texts(self, codes: CodeArray) -> list[str]:
        """Return the string of each code; any string where a code is negative."""
        return self.values[codes].tolist()  # type: ignore[no-any-return]

    def encoded(self) -> EncodedTexts:
        """Return the strings as bytes, by code."""
        if self._encoded is None:
            self._encoded = EncodedTexts.of(self.values.tolist())
        return self._encoded

    def kept(self, question: Hashable) -> Any:
        """Return the answer that was kept for a question about the strings, or None."""
        return self._kept_answers().get((ref(self), question))

    def keep(self, question: Hashable, answer: Any, size: float) -> bool:
        """Keep an answer of so many bytes, and tell whether it has room."""
        return self._kept_answers().put((ref(self), question), answer, size)

    def _kept_answers(self) -> Answers:
        answers = self._answers() if isinstance(self._answers, ref) else self._answers
        if answers is None:
            answers = self._answers = Answers(_LEAST_ROOM + _ROOM * len(self))
        return answers

    def place_of(self, text: str) -> int:
        """Return how many strings come before ``text``; only where they are sorted."""
        return bisect_left(self.values, text)

    def range_of(self, prefix: str) -> tuple[int, int]:
        """Return the first code that starts with ``prefix``, and the one behind the last; where sorted."""
        low = self.place_of(prefix)
        codes = range(len(self))
        return low, bisect_left(codes, True, low, key=lambda code: not self.text(code).startswith(prefix))

    def code_of(self, text: str) -> int:
        """Return the code of ``text``, or -1 where no value has it."""
        if self._codes is None:
            if self.sorted and self._searches < _SEARCHES:
                # A dict of a million strings takes a tenth of a second: worth it from some look-ups on.
                self._searches += 1
                place = self.place_of(text)
                return place if place < len(self) and self.text(place) == text else -1
            self._codes = {value: code for code, value in enumerate(self.values.tolist())}
        return self._codes.get(text, -1)

    def codes_of(self, texts: Sequence[str]) -> CodeArray:
        """Return the code of each string, -1 where no value has it."""
        known = self._codes
        found = map(self.code_of, texts) if known is None else map(known.get, texts, repeat(-1))
        return np.fromiter(found, dtype=np.int32, count=len(texts))

    @classmethod
    def of(
        cls, texts: Sequence[str | None], source: TextDictionary | None = None
    ) -> tuple[TextDictionary, CodeArray]:
        """Make a sorted dictionary of ``texts`` and the codes that spell them.

        Args:
            texts: the strings, or null.
            source: a dictionary of whose strings they were made, and which keeps them: what is kept about
                them shares its room.
        """
        # In the order in which they came: it is often nearly theirs, and then quickly sorted.
        distinct = sorted(text for text in dict.fromkeys(texts) if text is not None)
        place: dict[str | None, int] = {text: code for code, text in enumerate(distinct)}
        place[None] = -1
        codes = np.fromiter(map(place.__getitem__, texts), dtype=np.int32, count=len(texts))
        values = np.empty(len(distinct), dtype=np.object_)
        values[:] = distinct
        made = cls(values, sorted=True)
        if source is not None:
            made._answers = ref(source._kept_answers())  # not to hold what holds it
        return made, codes


class TextColumn(Column):
    """Strings as codes into a dictionary, which several columns may share."""

    __slots__ = ("codes", "dictionary")
    kind = "text"

    def __init__(self, codes: CodeArray, dictionary: TextDictionary) -> None:
        self.codes = codes
        self.dictionary = dictionary

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: Rows) -> TextColumn:
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
        if len(rows) > FEW:
            return self.take(rows).to_list()
        texts, code_at = self.dictionary.values, self.codes.item
        return [None if (code := code_at(row)) < 0 else texts[code] for row in rows]

    def null_mask(self) -> BoolArray:
        return self.codes < 0

    def value(self, row: int) -> Any:
        code = self.codes.item(row)
        return None if code < 0 else self.dictionary.text(code)


class CodedColumn(Column):
    """Few values of any kind as codes into a table: the labels of nodes, say.

    Attributes:
        codes: whole numbers, -1 for null.
        table: the values, all distinct.
    """

    __slots__ = ("codes", "table")
    kind = "any"

    def __init__(self, codes: IntArray, table: ObjectArray) -> None:
        self.codes = codes
        self.table = table

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: Rows) -> CodedColumn:
        return CodedColumn(self.codes[rows], self.table)

    def part(self, begin: int, end: int) -> CodedColumn:
        return CodedColumn(self.codes[begin:end], self.table)

    def to_list(self) -> list[Any]:
        table = [*self.table.tolist(), None]  # which the code -1 reads
        return [table[code] for code in self.codes.tolist()]

    def null_mask(self) -> BoolArray:
        return self.codes < 0

    def value(self, row: int) -> Any:
        code = self.codes[row]
        return None if code < 0 else self.table[code]


class Span:
    """Says that slots are a part of a list which the graph's index keeps, together with what it read there.

    Attributes:
        of: names the list: a label, or types of relationships; None is all there are.
        slots: the whole list, ascending.
        begin: the first place of the part.
        end: the place behind its last.
    """

    __slots__ = ("begin", "end", "of", "slots")

    def __init__(self, of: str | tuple[str, ...] | None, slots: IntArray, begin: int, end: int) -> None:
        self.of = of
        self.slots = slots
        self.begin = begin
        self.end = end

    @property
    def is_whole_table(self) -> bool:
        """Tell whether the list has every slot of a table without holes: then each place is its slot."""
        slots = self.slots
        return len(slots) > 0 and slots[-1] == len(slots) - 1

    def part(self, begin: int, end: int) -> Span:
        """Return a part of this one, by places in it."""
        return Span(self.of, self.slots, self.begin + begin, self.begin + end)


class _SlotColumn(Column):
    """Places in the tables of a graph; -1 is null. With a ``span`` there is none.

    Attributes:
        few: the slots as a list, where they came as one because they are few; None where they did not.
    """

    __slots__ = ("_slots", "few", "span")

    def __init__(self, slots: IntArray, span: Span | None = None) -> None:
        self._slots: IntArray | None = slots
        self.few: list[int] | None = None
        self.span = span

    @classmethod
    def of(cls, few: list[int]) -> Self:
        """Hold a few slots; an array of them is made when somebody asks."""
        self = cls.__new__(cls)
        self._slots = None
        self.few = few
        self.span = None
        return self

    @property
    def slots(self) -> IntArray:
        """The slots as an array."""
        slots = self._slots
        if slots is None:
            slots = self._slots = np.array(self.few, dtype=np.int64)
        return slots

    def __len__(self) -> int:
        return len(self.slots) if self.few is None else len(self.few)

    def take(self, rows: Rows) -> Self:
        few = self.few
        if not isinstance(rows, list):
            span = self.span
            if span is not None and span.is_whole_table:
                return type(self)(rows + span.begin if span.begin else rows)
            return type(self)(self.slots[rows])
        if few is None:
            return self.of(list(map(self.slots.item, rows)))
        return self.of([few[row] for row in rows])

    def part(self, begin: int, end: int) -> Self:
        if self.few is not None:
            return self.of(self.few[begin:end])
        span = None if self.span is None else self.span.part(begin, end)
        return type(self)(self.slots[begin:end], span)

    def listed(self) -> list[int]:
        """Return the slots as a list; -1 is null."""
        listed: list[int] = self.slots.tolist() if self.few is None else self.few
        return listed

    def to_list(self) -> list[Any]:
        return [None if slot < 0 else slot for slot in self.listed()]

    def null_mask(self) -> BoolArray:
        return self.slots < 0

    def has_nulls(self) -> bool:
        return bool((self.slots < 0).any()) if self.few is None else -1 in self.few

    def value(self, row: int) -> Any:
        slot = self.slots.item(row) if self.few is None else self.few[row]
        return None if slot < 0 else slot


class NodeColumn(_SlotColumn):
    """Nodes of one graph."""

    __slots__ = ()
    kind = "node"


class RelationshipColumn(_SlotColumn):
    """Relationships of one graph."""

    __slots__ = ()
    kind = "relationship"


class ObjectColumn(Column):
    """Values of any kind, mixed kinds included; None is null."""

    __slots__ = ("values",)
    kind = "any"

    def __init__(self, values: ObjectArray) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: Rows) -> ObjectColumn:
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
        """Hold ``values`` as they are (a list value stays one value)."""
        return cls(np.fromiter(values, dtype=np.object_, count=len(values)))


class ListedColumn(ObjectColumn):
    """A few values of any kind, in a list; an array of them is made when somebody asks."""

    __slots__ = ("_array", "listed")

    def __init__(self, listed: list[Any]) -> None:
        self.listed = listed
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

    def take(self, rows: Rows) -> ObjectColumn:
        if type(rows) is list:
            listed = self.listed
            return ListedColumn([listed[row] for row in rows])
        return ObjectColumn(self.values[rows])

    def part(self, begin: int, end: int) -> ObjectColumn:
        return ListedColumn(self.listed[begin:end])

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
        self.constant = constant
        self.length = length

    def __len__(self) -> int:
        return self.length

    def take(self, rows: Rows) -> ConstantColumn:
        return ConstantColumn(self.constant, len(rows))

    def part(self, begin: int, end: int) -> ConstantColumn:
        return ConstantColumn(self.constant, end - begin)

    def to_list(self) -> list[Any]:
        return [self.constant] * self.length

    def null_mask(self) -> BoolArray:
        return np.full(self.length, self.constant is None, dtype=np.bool_)

    def value(self, row: int) -> Any:  # noqa: ARG002 - every row has it
        return self.constant


def column_of(values: Sequence[Any]) -> Column:
    """Hold Python values in the tightest column that gives each back as it was.

    Integers outside 64 bits, and integers beside floats, stay objects: ``1`` never turns into ``1.0``.
    """
    kinds = set(map(type, values))
    has_null = type(None) in kinds
    kinds.discard(type(None))
    if not kinds:
        return ConstantColumn(None, len(values))
    if len(kinds) > 1:
        return ObjectColumn.of(values)
    make = _TIGHT.get(kinds.pop())
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


_TIGHT: dict[type, Callable[[Sequence[Any], bool], Column]] = {
    int: _int_column,
    float: _float_column,
    bool: _bool_column,
    str: _text_column,
}


def joined(arrays: Sequence[AnyArray]) -> AnyArray:
    """Put arrays one after another; parts of one array that lie so already are not copied."""
    base = arrays[0].base
    if isinstance(base, np.ndarray) and base.ndim == 1 and base.flags.c_contiguous:
        step, dtype = base.itemsize, base.dtype
        begin = end = _address(arrays[0])
        for array in arrays:
            alike = array.base is base and array.dtype == dtype and array.flags.c_contiguous
            if not alike or _address(array) != end:
                return np.concatenate(arrays)
            end += array.nbytes
        first = (begin - _address(base)) // step
        return base[first : first + (end - begin) // step]
    return np.concatenate(arrays)


def _address(array: AnyArray) -> int:
    return array.__array_interface__["data"][0]  # type: ignore[no-any-return]


def concat(columns: Sequence[Column]) -> Column:
    """Put columns of any kinds one after another."""
    if len(columns) == 1:
        return columns[0]
    first = columns[0]
    if all(type(column) is type(first) for column in columns):
        if isinstance(first, _MaskedColumn):
            values = joined([column.values for column in columns])  # type: ignore[attr-defined]
            has_mask = any(column.nulls is not None for column in columns)  # type: ignore[attr-defined]
            nulls = np.concatenate([column.null_mask() for column in columns]) if has_mask else None
            return type(first)(values, nulls)
        if isinstance(first, _SlotColumn):
            return type(first)(np.concatenate([column.slots for column in columns]))  # type: ignore[attr-defined]
        if isinstance(first, ListedColumn):
            return ListedColumn([value for column in columns for value in column.to_list()])
        if isinstance(first, ObjectColumn):
            return ObjectColumn(np.concatenate([column.values for column in columns]))  # type: ignore[attr-defined]
        if isinstance(first, TextColumn) and all(
            column.dictionary is first.dictionary  # type: ignore[attr-defined]
            for column in columns
        ):
            codes = joined([column.codes for column in columns])  # type: ignore[attr-defined]
            return TextColumn(codes, first.dictionary)
        if isinstance(first, CodedColumn) and all(
            column.table is first.table  # type: ignore[attr-defined]
            for column in columns
        ):
            return CodedColumn(joined([column.codes for column in columns]), first.table)  # type: ignore[attr-defined]
    if any(isinstance(column, _SlotColumn) for column in columns):
        return _concat_slots(columns)
    return column_of([value for column in columns for value in column.to_list()])


def _concat_slots(columns: Sequence[Column]) -> Column:
    """Concatenate slots of one kind with constants that are null (an optional match without a match)."""
    slotted = next(column for column in columns if isinstance(column, _SlotColumn))
    parts: list[IntArray] = []
    for column in columns:
        if type(column) is type(slotted):
            parts.append(column.slots)
        elif bool(column.null_mask().all()):
            parts.append(np.full(len(column), -1, dtype=np.int64))
        else:
            raise TypeError("slots of nodes and of relationships do not go into one column")
    return type(slotted)(np.concatenate(parts))
