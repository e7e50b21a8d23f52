"""The cells of some rows of a column, as offsets into the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sociogram.graph.columns import CodeArray, IntArray
from sociogram.loaders.readers.cell_texts import LAST_ASCII, MASKS, SPACE, Block, Words

_ROWS = 1 << 16
_BLOCK = 1 << 22
"""Bytes of the file from which cells are read at once; fewer if the rows are short."""


class CellSpans:
    """Cells as offsets into bytes without null bytes.

    Args:
        data: the bytes, in UTF-8.
        cuts: the offset of the delimiter or line end before each cell.
        ends: the offset after each cell.
    """

    __slots__ = ("_cuts", "_data", "_ends")

    def __init__(self, data: bytes | memoryview, cuts: IntArray, ends: IntArray) -> None:
        self._data = data
        self._cuts = cuts
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def texts(self) -> list[str]:
        """Return the cells as strings."""
        if not len(self):
            return []
        data = self._data
        spans = zip((self._cuts + 1).tolist(), self._ends.tolist(), strict=True)
        # Decode all at once: none contains a null byte.
        joined = b"\0".join([data[start:end] for start, end in spans])
        return joined.decode("utf-8", "surrogatepass").split("\0")

    def take(self, rows: IntArray) -> CellSpans:
        """Return the cells of some rows, in order."""
        return CellSpans(self._data, self._cuts[rows], self._ends[rows])

    def blank_rows(self) -> IntArray:
        """Return the rows whose cell is empty or white space."""
        first = np.frombuffer(self._data, dtype=np.uint8)[np.minimum(self._cuts + 1, len(self._data) - 1)]
        filled = self._ends - self._cuts > 1
        # White space of other scripts is not ASCII.
        unsure = np.flatnonzero(filled & ((first <= SPACE) | (first > LAST_ASCII)))
        filled[unsure] = [not text.isspace() for text in self.take(unsure).texts()]
        return np.flatnonzero(~filled)

    def longest(self) -> int:
        """Return the length of the longest cell in bytes."""
        return int((self._ends - self._cuts).max(initial=1)) - 1

    def parts(self) -> Iterator[CellSpans]:
        """Yield the cells in blocks of rows that are read at once."""
        if not len(self):
            return
        # The average includes the row's other cells, so parts may be smaller than necessary.
        bytes_of_a_row = max(1, (int(self._ends[-1]) - int(self._cuts[0])) // len(self))
        rows = max(1, min(_ROWS, _BLOCK // bytes_of_a_row))
        for begin in range(0, len(self), rows):
            end = begin + rows
            yield CellSpans(self._data, self._cuts[begin:end], self._ends[begin:end])

    def block(self) -> Block:
        """Return the cells eight bytes at a time, and their lengths."""
        starts = self._cuts + np.int64(1)
        lengths = (self._ends - starts).astype(np.int32)
        data, first, last = self._data, int(starts[0]), int(self._ends[-1])
        if last + 8 > len(data):
            # Reads are eight bytes wide, so the last cells need padding after them.
            data = bytes(data[first:last])
            data += bytes(last - first - len(data) + 8)
            starts -= first
        return _words(data, starts, lengths), lengths


def _words(data: bytes | memoryview, starts: IntArray, lengths: CodeArray) -> Words:
    """Read cells eight bytes at a time."""
    windows = np.ndarray((max(0, len(data) - 7),), dtype="<u8", buffer=data, strides=(1,))
    words: Words = [(None, windows[starts] & MASKS[np.minimum(lengths, 8)])]
    rows = np.flatnonzero(lengths > 8)
    for offset in range(8, int(lengths.max(initial=0)), 8):
        left = lengths[rows] - offset
        words.append((rows, windows[starts[rows] + offset] & MASKS[np.minimum(left, 8)]))
        rows = rows[left > 8]
    return words
