"""The cells of one column of a large sheet, as codes of its distinct texts.

A million rows of twelve cells would be twelve million Python strings, with a few thousand distinct values.
Here a cell is a number, assigned while the file is split into cells, and each distinct text is stored once,
as bytes. Strings are created on demand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, overload

import numpy as np

from sociogram.graph.columns import AnyArray, CodeArray, IntArray, IntColumn
from sociogram.graph.columns.arrays import unique_inverse
from sociogram.loaders.readers.cell_dictionary import CellDictionary, HashCollisionError
from sociogram.loaders.readers.cell_integers import integers_in
from sociogram.loaders.readers.cell_spans import CellSpans
from sociogram.loaders.readers.cell_texts import MASKS

_ROWS = 1 << 16

_LONGEST_CELL = 1 << 16
"""In bytes; after a longer cell, the cells of a column are compared as strings."""

_BANGS = np.uint64(0x2121212121212121)
_LOWER = np.uint64(0x2020202020202020)
_HIGHEST_BITS = np.uint64(0x8080808080808080)

MOST_SHORT = (1 << 15) - 2
"""The highest code that fits in two bytes even when 1 is added to it."""

ShortCodes = np.ndarray[Any, np.dtype[np.int16]]

Numbered = tuple[CodeArray | ShortCodes, list[str] | None, CellDictionary | None]
"""The code of each row's text, and the texts or the dictionary for the codes."""


class CellColumn(Sequence[str]):
    """Cells as codes of texts.

    Args:
        codes: the code of each row's text; -1 for an empty cell.
        texts: the texts, none of them empty.
        is_part: whether some texts may occur in no row, and their order may not be that of first appearance.
    """

    __slots__ = ("_codes", "_integers", "_is_part", "_is_shared", "_numbers", "_values")

    def __init__(
        self, codes: CodeArray | ShortCodes, texts: CellDictionary | list[str], *, is_part: bool = False
    ) -> None:
        self._codes = codes
        self._numbers = texts if isinstance(texts, CellDictionary) else None
        self._values = None if isinstance(texts, CellDictionary) else texts
        self._is_part = is_part
        self._is_shared = False
        self._integers: tuple[IntColumn | None] | None = None

    @classmethod
    def of_spans(cls, cells: CellSpans) -> CellColumn:
        """Create a column of cells in the bytes of a file."""
        encoder = ColumnEncoder(len(cells))
        encoder.add(cells)
        return encoder.column()

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> CellColumn:
        """Create a column of texts without null characters."""
        data = "\n".join(["", *texts, ""]).encode("utf-8", "surrogatepass")
        sized = texts if data.isascii() else [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.fromiter(map(len, sized), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths + 1)
        return cls.of_spans(CellSpans(data, ends - lengths - 1, ends))

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[str]:
        for begin in range(0, len(self), _ROWS):
            yield from self._decoded(self._codes[begin : begin + _ROWS])

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...

    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return self._decoded(self._codes[row])
        code = int(self._codes[row])
        if code < 0:
            return ""
        return self._numbers.text(code) if self._numbers is not None else (self._values or [])[code]

    def texts(self, rows: IntArray) -> list[str]:
        """Return the cells of some rows."""
        return self._decoded(self._codes[rows])

    def _decoded(self, codes: CodeArray | ShortCodes) -> list[str]:
        used, positions = unique_inverse(codes)
        empty = int((used[:1] < 0).sum())
        texts = [""] * empty + self._texts_of(used[empty:])
        return list(map(texts.__getitem__, positions.tolist()))

    def _texts_of(self, codes: IntArray) -> list[str]:
        if self._numbers is not None:
            return self._numbers.texts_of(codes)
        return [(self._values or [])[code] for code in codes.tolist()]

    def _count(self) -> int:
        """Return the number of texts."""
        return self._numbers.count if self._numbers is not None else len(self._values or ())

    def _used(self) -> IntArray:
        """Return the codes that occur in a row."""
        if not (self._is_part or self._is_shared):
            return np.arange(self._count())
        found = np.zeros(self._count() + 1, dtype=np.bool_)
        found[self._codes] = True
        return np.flatnonzero(found[:-1])

    def distinct(self) -> list[str]:
        """Return each of the cells once, except the empty ones."""
        return self._texts_of(self._used())

    def count_distinct(self, first: int) -> int:
        """Return how many different cells the first rows have."""
        return len(np.unique(self._codes[:first]))

    def take(self, rows: IntArray) -> CellColumn:
        """Return the cells of some rows, in order, as a column."""
        texts = self._numbers if self._numbers is not None else (self._values or [])
        return CellColumn(self._codes[rows], texts, is_part=True)

    def that_may_be(self, texts: Iterable[str]) -> CellColumn:
        """Return the cells that may equal one of some texts but for case and white space, and few others."""
        texts = set(texts)
        if self._numbers is None:
            return self
        wanted = np.unique(_lower_starts([text.encode("utf-8", "surrogatepass")[:8] for text in texts]))
        may_be = np.zeros(self._count() + 1, dtype=np.bool_)
        may_be[-1] = "" in texts
        codes, done = self._used(), 0
        for words, lengths in self._numbers.blocks(codes):
            word = words[0][1] | (_BANGS & ~MASKS[np.minimum(lengths, 8)])
            # White space and non-ASCII characters may differ.
            is_unsure = ((word - _BANGS) & ~word | word) & _HIGHEST_BITS
            may_be[codes[done : done + len(lengths)]] = (is_unsure != 0) | np.isin(word | _LOWER, wanted)
            done += len(lengths)
        return self.take(np.flatnonzero(may_be[self._codes]))

    def rows_with(self, marks: Sequence[str]) -> list[int]:
        """Return the rows whose cell contains one of the given texts."""
        found = np.zeros(self._count() + 1, dtype=np.bool_)
        if self._numbers is not None:
            encoded = self._numbers.encoded()
            for mark in marks:
                found[:-1] |= encoded.containing(mark)
        else:
            found[:-1] = [any(mark in text for mark in marks) for text in self._values or ()]
        return np.flatnonzero(found[self._codes]).tolist()

    def rows_among(self, texts: Collection[str]) -> list[int]:
        """Return the rows whose cell is one of the given texts, none of them empty."""
        if self._numbers is not None:
            codes = self._numbers.numbers_of(texts)
        else:
            codes = [code for code, text in enumerate(self._values or ()) if text in texts]
        return np.flatnonzero(np.isin(self._codes, codes)).tolist() if codes else []

    def coded(self, numbers: CellDictionary | None = None) -> Numbered:
        """Return the code of each row's text, -1 if it is empty, and the distinct texts.

        Codes are in order of first appearance, after those of columns encoded with ``numbers`` before. The
        returned dictionary has the texts; if there is none, the returned list has them.
        """
        if self._is_part:
            self._drop_unused()
        own = self._numbers
        is_open = numbers is not None and not (numbers.has_collided or numbers.is_closed)
        if numbers is not None and own is not None and is_open and not self._is_shared:
            with suppress(HashCollisionError):
                codes = numbers.number(own.blocks(np.arange(own.count)), own.count)
                self._codes = np.append(codes, np.int32(-1))[self._codes]
                self._numbers, self._is_shared = numbers, True
        return self._codes, self._values, self._numbers

    def _drop_unused(self) -> None:
        """Keep only the texts that occur in a row, in order of first appearance."""
        first = np.full(self._count() + 1, len(self), dtype=np.int64)
        # Of several writes to one index, the last wins.
        first[self._codes[::-1]] = np.arange(len(self) - 1, -1, -1)
        used = np.flatnonzero(first[:-1] < len(self))
        order = used[np.argsort(first[used])]
        table = np.full(len(first), -1, dtype=np.int32)
        table[order] = np.arange(len(order), dtype=np.int32)
        texts: CellDictionary | list[str] | None = None
        if self._numbers is not None:
            texts = CellDictionary()
            try:
                texts.number(self._numbers.blocks(order), len(order))
                texts.close()
            except HashCollisionError:
                texts = None
        if texts is None:
            texts = self._texts_of(order)
        self._numbers = texts if isinstance(texts, CellDictionary) else None
        self._values = None if isinstance(texts, CellDictionary) else texts
        self._codes, self._is_part, self._is_shared = table[self._codes], False, False

    def integers(self) -> IntColumn | None:
        """Return the cells as integers, null if empty; None unless all are written as Python writes integers.

        None also if a cell has more than sixteen characters, although 64 bits may hold it.
        """
        if self._integers is None:
            self._integers = (self._read_integers(),)
        return self._integers[0]

    def _read_integers(self) -> IntColumn | None:
        if self._numbers is None:
            return None
        values = np.zeros(self._count() + 1, dtype=np.int64)
        codes, done = self._used(), 0
        for words, lengths in self._numbers.blocks(codes):
            found = integers_in(words, lengths)
            if found is None:
                return None
            values[codes[done : done + len(lengths)]] = found
            done += len(lengths)
        nulls = self._codes < 0
        return IntColumn(values[self._codes], nulls if bool(nulls.any()) else None)


class ColumnEncoder:
    """Encodes the cells of a column, block by block.

    Args:
        rows: the maximum number of rows.
    """

    __slots__ = ("_by_text", "_codes", "_done", "_firsts", "_numbers")

    def __init__(self, rows: int) -> None:
        self._codes: CodeArray | ShortCodes = np.empty(rows, dtype=np.int16)
        self._done = 0
        self._numbers = CellDictionary()
        self._firsts: list[CodeArray] = []
        self._by_text: dict[str, int] | None = None

    def add(self, cells: CellSpans) -> None:
        """Add the cells of the next rows."""
        for part in cells.parts():
            codes = np.empty(len(part), dtype=np.int32)
            if self._by_text is None and not self._number(part, codes):
                self._by_text = {text: code for code, text in enumerate(self._numbers.texts)}
            if self._by_text is not None:
                known = self._by_text
                codes[:] = [known.setdefault(text, len(known)) if text else -1 for text in part.texts()]
            self._write(codes)

    def _write(self, codes: CodeArray) -> None:
        """Append codes, of two bytes each as long as that is enough: most columns have few distinct texts."""
        begin, self._done = self._done, self._done + len(codes)
        if self._codes.dtype == np.int16 and int(codes.max(initial=0)) > MOST_SHORT:
            wide = np.empty(len(self._codes), dtype=np.int32)
            wide[:begin] = self._codes[:begin]
            self._codes = wide
        self._codes[begin : self._done] = codes

    def _number(self, cells: CellSpans, codes: CodeArray) -> bool:
        """Write the numbers of cells; return False if they can be compared only as strings."""
        if cells.longest() > _LONGEST_CELL:
            return False
        with suppress(HashCollisionError):
            self._firsts += self._numbers.number_block(*cells.block(), codes, self._done)
            return True
        return False

    def column(self) -> CellColumn:
        """Return the column of all cells that were added."""
        codes = self._codes[: self._done]
        if self._by_text is not None:
            return CellColumn(codes, list(self._by_text), is_part=True)
        self._numbers.close()
        self._numbers.put_in_order(codes, self._firsts, 0)
        return CellColumn(codes, self._numbers)


def distinct_of(cells: Sequence[str]) -> set[str]:
    """Return the cells of any column without repetitions and empty ones."""
    return set(cells.distinct()) if isinstance(cells, CellColumn) else set(filter(None, cells))


def _lower_starts(starts: Sequence[bytes]) -> AnyArray:
    """Return texts of up to eight bytes as numbers that are the same in upper and lower case."""
    padded = b"".join(start.ljust(8, b"!") for start in starts)
    return np.frombuffer(padded, dtype="<u8") | _LOWER
