"""Cells of plain text found as places in its bytes, and the distinct ones by arithmetic on them.

A million rows of twelve cells are twelve million Python strings, of which a few thousand differ. Here
a cell is where it begins and ends; cells are compared eight bytes at a time, all rows at once, and
only the distinct ones become strings. What is found equal was compared byte by byte: the hash only
proposes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, CodeArray, IntArray

LEAST_CELLS = 100_000
"""Below so many cells, strings are as fast."""

_BLOCK = 1 << 22
_PADDING = 8
_LONGEST_CELL = 256
_LONGEST_TEXT = 2**31 - 64
_NEWLINE = 10
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


class CellColumn(Sequence[str]):
    """The cells below one title, as places in the bytes of the file.

    Args:
        data: the bytes, and some zeros after them.
        written: the same as text where it is ASCII, in which places are the same.
        starts: where each cell begins.
        ends: where each cell ends.
    """

    __slots__ = ("_coded", "_data", "_ends", "_starts", "_written")

    def __init__(self, data: bytes, written: str | None, starts: CodeArray, ends: CodeArray) -> None:
        self._data = data
        self._written = written
        self._starts = starts
        self._ends = ends
        self._coded: tuple[CodeArray, list[str]] | None = None

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[str]:
        codes, values = self.coded()
        return map(values.__getitem__, codes.tolist())

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...

    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        if isinstance(row, slice):
            return list(self)[row]
        start, end = int(self._starts[row]), int(self._ends[row])
        return self._data[start:end].decode("utf-8", "surrogatepass")

    def _texts(self, starts: CodeArray, ends: CodeArray) -> list[str]:
        places, text = zip(starts.tolist(), ends.tolist(), strict=True), self._written
        if text is not None:
            return [text[start:end] for start, end in places]
        data = self._data
        return [data[start:end].decode("utf-8", "surrogatepass") for start, end in places]

    def coded(self) -> tuple[CodeArray, list[str]]:
        """Return for each row the place of its text among the distinct ones, and these as they first come."""
        if self._coded is None:
            lengths = self._ends - self._starts
            found = _number(np.frombuffer(self._data, dtype=np.uint8), self._starts, lengths)
            if found is None:
                self._coded = self._coded_by_text()
            else:
                codes, first = found
                self._coded = codes, self._texts(self._starts[first], self._ends[first])
        return self._coded

    def _coded_by_text(self) -> tuple[CodeArray, list[str]]:
        numbers: dict[str, int] = {}
        texts = self._texts(self._starts, self._ends)
        codes = [numbers.setdefault(text, len(numbers)) for text in texts]
        return np.array(codes, dtype=np.int32), list(numbers)


def split_cells(text: str, delimiter: str) -> tuple[tuple[str, ...], list[CellColumn]] | None:
    """Return the header and the columns of text without quotes and carriage returns that ends its last line.

    None where it must be read another way: rows of other lengths than the header, a single column.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > _LONGEST_TEXT:
        return None
    cuts = _cuts(np.frombuffer(data, dtype=np.uint8), ord(delimiter))
    width = data.count(delimiter.encode(), 0, data.index(b"\n")) + 1
    if width < 2 or len(cuts) % width:
        return None
    table = cuts.reshape(-1, width)
    # So many line ends as there are rows, and one after each row's last cell: so there is no other.
    last = table[:, -1]
    if data.count(b"\n") != len(table) or data[int(last[-1])] != _NEWLINE:
        return None
    if (np.frombuffer(data, dtype=np.uint8)[last] != _NEWLINE).any():
        return None
    header, start = [], 0
    for end in table[0].tolist():
        header.append(data[start:end].decode("utf-8", "surrogatepass"))
        start = end + 1
    padded, written = data + bytes(_PADDING), text if text.isascii() else None
    columns = []
    for place in range(width):
        starts = (table[:-1, -1] if place == 0 else table[1:, place - 1]) + np.int32(1)
        columns.append(CellColumn(padded, written, starts, np.ascontiguousarray(table[1:, place])))
    return tuple(header), columns


def _cuts(codes: AnyArray, delimiter: int) -> CodeArray:
    """Return where delimiters and line ends are, block by block to keep what is made on the way small."""
    parts = []
    for begin in range(0, len(codes), _BLOCK):
        block = codes[begin : begin + _BLOCK]
        found = np.flatnonzero((block == delimiter) | (block == _NEWLINE)).astype(np.int32)
        parts.append(found + np.int32(begin))
    return np.concatenate(parts)


def _number(data: AnyArray, starts: CodeArray, lengths: CodeArray) -> tuple[CodeArray, IntArray] | None:
    """Number the distinct cells as they first come; return each row's number and each number's first row.

    None where a cell is very long, or two cells that differ have one hash.
    """
    longest = int(lengths.max(initial=0))
    if longest == 0:
        some = min(1, len(starts))
        return np.zeros(len(starts), dtype=np.int32), np.zeros(some, dtype=np.int64)
    if longest > _LONGEST_CELL:
        return None
    words = _words(data, starts, lengths, longest)
    keys = words[0][1] * _MIX
    for rows, word in words[1:]:
        mixed = keys[rows]
        keys[rows] = ((mixed ^ (mixed >> _FOLD)) + word) * _MIX
    keys ^= keys >> _FOLD
    for group in (_group_packed, _group_exactly):
        codes, first = _first_come(*group(keys))
        if _all_alike(words, lengths, first[codes]):
            return codes, first
    return None


def _words(
    data: AnyArray, starts: CodeArray, lengths: CodeArray, longest: int
) -> list[tuple[IntArray, AnyArray]]:
    """Return the cells eight bytes at a time, zeros after the end: the rows that have such, and these."""
    windows = np.ndarray((len(data) - _PADDING + 1,), dtype="<u8", buffer=data, strides=(1,))
    words = []
    for offset in range(0, longest, 8):
        rows = np.arange(len(starts)) if offset == 0 else np.flatnonzero(lengths > offset)
        left = np.minimum(lengths[rows] - offset, 8)
        words.append((rows, windows[starts[rows] + offset] & _MASKS[left]))
    return words


def _group_packed(keys: AnyArray) -> tuple[IntArray, BoolArray]:
    """Sort the upper bits of the keys with the row below them; return the rows so, and where a key begins.

    Sorting numbers in place is several times faster than finding the order of some.
    """
    bits = np.uint64(max(1, (len(keys) - 1).bit_length()))
    low = (np.uint64(1) << bits) - np.uint64(1)
    packed = (keys & ~low) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    tops = packed >> bits
    return (packed & low).astype(np.int64), np.concatenate(([True], tops[1:] != tops[:-1]))


def _group_exactly(keys: AnyArray) -> tuple[IntArray, BoolArray]:
    """Sort by the whole keys, for where the upper bits of two were the same by chance."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    return order, np.concatenate(([True], ordered[1:] != ordered[:-1]))


def _first_come(order: IntArray, begins: BoolArray) -> tuple[CodeArray, IntArray]:
    """Number the groups by their first rows; return each row's number and each number's first row."""
    firsts = order[begins]
    by_row = np.argsort(firsts)
    numbers = np.empty(len(firsts), dtype=np.int32)
    numbers[by_row] = np.arange(len(firsts), dtype=np.int32)
    codes = np.empty(len(order), dtype=np.int32)
    codes[order] = numbers[np.cumsum(begins) - 1]
    return codes, firsts[by_row]


def _all_alike(words: list[tuple[IntArray, AnyArray]], lengths: CodeArray, first: IntArray) -> bool:
    """Tell whether each cell is byte by byte that of the row that stands for it."""
    if not np.array_equal(lengths[first], lengths):
        return False
    for rows, word in words:
        whole = word
        if len(rows) < len(lengths):
            whole = np.zeros(len(lengths), dtype=np.uint64)
            whole[rows] = word
        if not np.array_equal(whole[first[rows]], word):
            return False
    return True
