"""The cells of one column of a large sheet, as offsets into the bytes of the file.

A million rows of twelve cells would be twelve million Python strings, with a few thousand distinct values.
Here a cell is a start and an end. Cells are read eight bytes at a time, a block of rows at once, and only
distinct ones are stored, as bytes. Strings are created on demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import overload

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, CodeArray, IntArray, IntColumn
from sociogram.loaders.readers.cell_dictionary import Block, CellDictionary, HashCollisionError, Words

_ROWS = 1 << 16
_BLOCK = 1 << 22
"""Bytes of the file from which cells are read at once; fewer if the rows are short."""

_LONGEST_CELL = 1 << 16
"""In bytes: a column with a longer cell is compared as strings."""

_LONGEST_INTEGER = 16
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)
_POWERS = np.array([10**digits for digits in range(_LONGEST_INTEGER + 1)], dtype=np.int64)
_SHIFTS = np.array([56, *range(56, -1, -8)], dtype=np.uint64)
_SPACE, _LAST_ASCII = ord(" "), ord("~")
_BYTE, _MINUS, _ZERO = np.uint64(0xFF), np.uint64(ord("-")), np.uint64(ord("0"))
_ZEROS = np.uint64(0x3030303030303030)
_HIGH_HALVES = np.uint64(0xF0F0F0F0F0F0F0F0)
_THREES = np.uint64(0x3333333333333333)
_SIX = np.uint64(0x0606060606060606)
_BANGS = np.uint64(0x2121212121212121)
_LOWER = np.uint64(0x2020202020202020)
_HIGHEST_BITS = np.uint64(0x8080808080808080)
_PAIRS = (
    (np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64((10 << 8) + 1), np.uint64(8)),
    (np.uint64(0x00FF00FF00FF00FF), np.uint64((100 << 16) + 1), np.uint64(16)),
    (np.uint64(0x0000FFFF0000FFFF), np.uint64((10_000 << 32) + 1), np.uint64(32)),
)
"""To combine neighbours (digits, then pairs, then fours): mask, factors and shift."""


Numbered = tuple[CodeArray, list[str] | None, CellDictionary | None]
"""The code of each row's text, and the texts or the dictionary for the codes."""


class CellColumn(Sequence[str]):
    """Cells as offsets into bytes without null bytes.

    Args:
        data: the bytes, in UTF-8.
        cuts: the offset of the delimiter or line end before each cell.
        ends: the offset after each cell.
    """

    __slots__ = ("_coded", "_cuts", "_data", "_ends", "_integers")

    def __init__(self, data: bytes | memoryview, cuts: IntArray, ends: IntArray) -> None:
        self._data = data
        self._cuts = cuts
        self._ends = ends
        self._coded: Numbered | None = None
        self._integers: tuple[IntColumn | None] | None = None

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> CellColumn:
        """Create a column of texts without null characters."""
        data = "\n".join(["", *texts, ""]).encode("utf-8", "surrogatepass")
        sized = texts if data.isascii() else [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.fromiter(map(len, sized), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths + 1)
        return cls(data, ends - lengths - 1, ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        codes, values, numbers = self.coded()
        if values is None:
            values = [] if numbers is None else numbers.texts
        return map([*values, ""].__getitem__, codes.tolist())

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...

    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return self.texts(np.arange(*row.indices(len(self))))
        return str(self._data[self._cuts[row] + 1 : self._ends[row]], "utf-8", "surrogatepass")

    def texts(self, rows: IntArray) -> list[str]:
        """Return the cells of some rows."""
        if not len(rows):
            return []
        data = self._data
        spans = zip((self._cuts[rows] + 1).tolist(), self._ends[rows].tolist(), strict=True)
        # Decode all at once: none contains a null byte.
        joined = b"\0".join([data[start:end] for start, end in spans])
        return joined.decode("utf-8", "surrogatepass").split("\0")

    def take(self, rows: IntArray) -> CellColumn:
        """Return the cells of some rows, in order, as a column."""
        return CellColumn(self._data, self._cuts[rows], self._ends[rows])

    def that_may_be(self, texts: Iterable[str]) -> CellColumn:
        """Return the cells that may be among some texts but for case and white space: few others are left."""
        wanted = np.unique(_lower_starts([text.encode("utf-8", "surrogatepass")[:8] for text in texts]))
        found = [np.zeros(0, dtype=np.int64)]
        done = 0
        for words, lengths in self._blocks():
            word = words[0][1] | (_BANGS & ~_MASKS[np.minimum(lengths, 8)])
            # White space and what is not ASCII may vary.
            is_unsure = ((word - _BANGS) & ~word | word) & _HIGHEST_BITS
            found.append(np.flatnonzero((is_unsure != 0) | np.isin(word | _LOWER, wanted)) + done)
            done += len(lengths)
        return self.take(np.concatenate(found))

    def rows_with(self, marks: Sequence[bytes]) -> list[int]:
        """Return the rows whose cell contains one of the given byte strings."""
        view = memoryview(self._data)
        marks = [mark for mark in marks if re.search(re.escape(mark), view) is not None]
        found = np.zeros(len(self), dtype=np.bool_)
        for begin in range(0, len(self) if marks else 0, _ROWS):
            starts, ends = self._cuts[begin : begin + _ROWS] + 1, self._ends[begin : begin + _ROWS]
            first, last = int(starts.min()), int(ends.max())
            part = found[begin : begin + _ROWS]
            for mark in marks:
                # The end of the data, for cells after the last mark.
                offsets = np.append(_offsets(view[first:last], mark) + first, len(view))
                part |= offsets[np.searchsorted(offsets, starts)] + len(mark) <= ends
        return np.flatnonzero(found).tolist()

    def blank_rows(self, rows: IntArray | None) -> IntArray:
        """Return those of the given rows, or of all, whose cell is empty or white space."""
        cuts, ends = (self._cuts, self._ends) if rows is None else (self._cuts[rows], self._ends[rows])
        first = np.frombuffer(self._data, dtype=np.uint8)[np.minimum(cuts + 1, len(self._data) - 1)]
        filled = ends - cuts > 1
        # White space of other scripts is not ASCII.
        unsure = np.flatnonzero(filled & ((first <= _SPACE) | (first > _LAST_ASCII)))
        if len(unsure):
            texts = self.texts(unsure if rows is None else rows[unsure])
            filled[unsure] = [not text.isspace() for text in texts]
        blank = np.flatnonzero(~filled)
        return blank if rows is None else rows[blank]

    def _blocks(self) -> Iterator[Block]:
        rows = self._rows_of_a_block()
        for begin in range(0, len(self), rows):
            starts = self._cuts[begin : begin + rows] + np.int64(1)
            ends = self._ends[begin : begin + rows]
            lengths = (ends - starts).astype(np.int32)
            data, first, last = self._data, int(starts[0]), int(ends[-1])
            if last + 8 > len(data):
                # Reads are eight bytes wide, so the last cells need padding after them.
                data = bytes(data[first:last])
                data += bytes(last - first - len(data) + 8)
                starts -= first
            yield _words(data, starts, lengths), lengths

    def _rows_of_a_block(self) -> int:
        if not len(self):
            return 1
        # The average includes the row's other cells, so blocks may be smaller than necessary.
        bytes_of_a_row = max(1, (int(self._ends[-1]) - int(self._cuts[0])) // len(self))
        return max(1, min(_ROWS, _BLOCK // bytes_of_a_row))

    def _longest(self) -> int:
        blocks = range(0, len(self), _ROWS)
        spans = (self._ends[begin : begin + _ROWS] - self._cuts[begin : begin + _ROWS] for begin in blocks)
        return max((int(span.max()) - 1 for span in spans), default=0)

    def coded(self, numbers: CellDictionary | None = None) -> Numbered:
        """Return the code of each row's text, -1 if it is empty, and the distinct texts.

        Codes are in order of first appearance, after those of columns encoded with ``numbers`` before. The
        returned dictionary has the texts; if it could not be used, the returned list has them.
        """
        if self._coded is None:
            is_own = numbers is None or numbers.has_collided or numbers.is_closed
            if numbers is None or is_own:
                numbers = CellDictionary()
            if self._longest() <= _LONGEST_CELL:
                with suppress(HashCollisionError):
                    self._coded = numbers.number(self._blocks(), len(self)), None, numbers
            if is_own:
                numbers.close()
            if self._coded is None:
                self._coded = self._coded_by_text()
        return self._coded

    def _coded_by_text(self) -> Numbered:
        numbers: dict[str, int] = {}
        codes: CodeArray = np.empty(len(self), dtype=np.int32)
        for begin in range(0, len(self), _ROWS):
            texts = self.texts(np.arange(begin, min(begin + _ROWS, len(self))))
            codes[begin : begin + _ROWS] = [
                numbers.setdefault(text, len(numbers)) if text else -1 for text in texts
            ]
        return codes, list(numbers), None

    def integers(self) -> IntColumn | None:
        """Return the cells as integers, null if empty; None unless all are written as Python writes integers.

        None also if a cell has more than sixteen characters, although 64 bits may hold it.
        """
        if self._integers is None:
            self._integers = (self._read_integers(),)
        return self._integers[0]

    def _read_integers(self) -> IntColumn | None:
        values = np.zeros(len(self), dtype=np.int64)
        nulls = np.ones(len(self), dtype=np.bool_)
        done = 0
        for words, lengths in self._blocks():
            found = _integers(words, lengths)
            if found is None:
                return None
            values[done : done + len(lengths)] = found
            np.equal(lengths, 0, out=nulls[done : done + len(lengths)])
            done += len(lengths)
        return IntColumn(values, nulls if bool(nulls.any()) else None)


def _offsets(data: memoryview, mark: bytes) -> IntArray:
    """Return where a byte string occurs."""
    if len(mark) == 1:
        return np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == mark[0])
    return np.array([found.start() for found in re.finditer(re.escape(mark), data)], dtype=np.int64)


def _lower_starts(starts: Sequence[bytes]) -> AnyArray:
    """Return texts of up to eight bytes as numbers that the same texts in other case have as well."""
    padded = b"".join(start.ljust(8, b"!") for start in starts)
    return np.frombuffer(padded, dtype="<u8") | _LOWER


def _words(data: bytes | memoryview, starts: IntArray, lengths: CodeArray) -> Words:
    """Read cells eight bytes at a time."""
    windows = np.ndarray((max(0, len(data) - 7),), dtype="<u8", buffer=data, strides=(1,))
    words: Words = [(None, windows[starts] & _MASKS[np.minimum(lengths, 8)])]
    rows = np.flatnonzero(lengths > 8)
    for offset in range(8, int(lengths.max(initial=0)), 8):
        left = lengths[rows] - offset
        words.append((rows, windows[starts[rows] + offset] & _MASKS[np.minimum(left, 8)]))
        rows = rows[left > 8]
    return words


def _integers(words: Words, lengths: CodeArray) -> IntArray | None:
    """Return the integers in the cells, 0 for an empty one; None if a cell is not an integer."""
    if int(lengths.max(initial=0)) > _LONGEST_INTEGER:
        return None
    word = words[0][1]
    is_negative = (word & _BYTE) == _MINUS
    if bool(is_negative.any()):
        word = np.where(is_negative, word ^ (_MINUS ^ _ZERO), word)
    else:
        is_negative = None
    if not _are_canonical(word, is_negative, lengths):
        return None
    values = _eight_digits(word, np.minimum(lengths, 8))
    for rows, more in words[1:]:
        digits = lengths[rows] - 8
        rest = None if values is None else _eight_digits(more, digits)
        if values is None or rest is None:
            return None
        values[rows] = values[rows] * _POWERS[digits] + rest
    if is_negative is not None and values is not None:
        values[is_negative] *= -1
    return values


def _are_canonical(word: AnyArray, is_negative: BoolArray | None, lengths: CodeArray) -> bool:
    """Return whether no number has leading zeros or is a negative zero or a lone minus sign."""
    is_zero = (word & _BYTE) == _ZERO
    if is_negative is None:
        return not bool((is_zero & (lengths > 1)).any())
    second = (word >> np.uint64(8)) & _BYTE
    wrong = np.where(is_negative, (lengths < 2) | (second == _ZERO), is_zero & (lengths > 1))
    return not bool(wrong.any())


def _eight_digits(word: AnyArray, digits: CodeArray) -> IntArray | None:
    """Return the numbers that up to eight digits spell; None if a byte is not a digit."""
    filled = word | (_ZEROS & ~_MASKS[digits])
    if bool(((filled & _HIGH_HALVES) | (((filled + _SIX) & _HIGH_HALVES) >> np.uint64(4)) != _THREES).any()):
        return None
    # The first digit is in the lowest byte: the shift drops the filled ones and adds leading zeros.
    values: AnyArray = filled << _SHIFTS[digits]
    for mask, factors, shift in _PAIRS:
        values = ((values & mask) * factors) >> shift
    found: IntArray = values.astype(np.int64)
    return found
