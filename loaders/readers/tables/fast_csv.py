"""Splits a large sheet into rows and cells by NumPy operations on its bytes, some rows at a time.

The cells of a piece are encoded before the next piece is cut, so that their offsets need little memory.

Quotes are removed from the bytes: those around a cell, and one of each two inside. A cell is then everything
between two cuts, including delimiters and line ends. Irregular input, such as a quote that is neither, is
left to the csv module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, IntArray
from sociogram.loaders.readers.cell_column import CellColumn, ColumnEncoder
from sociogram.loaders.readers.cell_spans import CellSpans
from sociogram.loaders.readers.sheet import RaggedRow

LEAST_BYTES = 500_000
"""Below this size, strings are as fast."""

_BLOCK = 1 << 20
_PADDING = 8
"""Bytes after a piece that may be read with its last cells."""

_NEWLINE, _RETURN, _QUOTE = ord("\n"), ord("\r"), ord('"')


@dataclass(frozen=True, slots=True)
class SplitRows:
    """The content of a sheet.

    Attributes:
        header: the titles.
        columns: the cells below each title.
        lines: the line on which each row starts, from 1.
        ragged: rows with too many cells, which are not in the columns.
        short_lines: the lines of rows with missing cells at the end, which count as empty.
        empty_rows: the number of rows without any text, which were dropped.
    """

    header: tuple[str, ...]
    columns: list[CellColumn]
    lines: Sequence[int]
    ragged: list[RaggedRow]
    short_lines: list[int]
    empty_rows: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some whole rows of a sheet.

    Attributes:
        data: the bytes, without quotes that are not text.
        offsets: the offset of each delimiter and line end outside quotes; the last one is a line end.
        inner: the offset of each line end inside quotes.
    """

    data: memoryview
    offsets: IntArray
    inner: IntArray


class _IrregularError(Exception):
    """A quote is neither around a cell nor one of two, or a carriage return is without a line feed."""


def split_rows(data: bytes, delimiter: str) -> SplitRows | None:
    """Split a sheet, UTF-8 without null bytes, whose first row is its header.

    None if another reader must read it: it has one column, a blank header, irregular quotes, or lone carriage
    returns.
    """
    if not data.endswith(b"\n"):
        data += b"\n"
    pieces = _quoted_pieces(data, ord(delimiter)) if _QUOTE in data else _plain_pieces(data, ord(delimiter))
    rows: _Rows | None = None
    try:
        for piece in pieces:
            if rows is None:
                header = _first_row(piece)
                if len(header) < 2 or not "".join(header).strip():
                    return None
                rows = _Rows(header, data.count(b"\n"))
            rows.add(piece)
    except _IrregularError:
        return None
    return None if rows is None else rows.finish()


def _first_row(piece: _Piece) -> tuple[str, ...]:
    codes = np.frombuffer(piece.data, dtype=np.uint8)
    width = int(np.argmax(codes[piece.offsets] == _NEWLINE)) + 1
    ends = piece.offsets[:width]
    return tuple(CellSpans(piece.data, np.append(-1, ends[:-1]), ends).texts())


def _plain_pieces(data: bytes, delimiter: int) -> Iterator[_Piece]:
    if _RETURN in data:
        data = data.replace(b"\r\n", b"\n")
        if _RETURN in data:
            raise _IrregularError
    view, begin = memoryview(data), 0
    while begin < len(data):
        end = data.rfind(b"\n", begin, begin + _BLOCK) + 1 or data.index(b"\n", begin) + 1
        block = np.frombuffer(view[begin:end], dtype=np.uint8)
        offsets = np.flatnonzero((block == delimiter) | (block == _NEWLINE))
        yield _Piece(view[begin : end + _PADDING], offsets, np.zeros(0, dtype=np.int64))
        begin = end


def _quoted_pieces(data: bytes, delimiter: int) -> Iterator[_Piece]:
    """Yield the pieces of text with quotes, which are removed."""
    codes = np.frombuffer(data, dtype=np.uint8)
    rest, offsets, inner = codes[:0], np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    is_inside = False
    for begin in range(0, len(codes), _BLOCK):
        block = codes[begin : begin + _BLOCK]
        # The byte before the first one is the last, a line end, which is equivalent to the beginning.
        ends = codes[[begin - 1, min(begin + len(block), len(codes) - 1)]]
        remaining, cuts, inner_ends, is_inside = _marks(
            np.concatenate((ends[:1], block, ends[1:])), delimiter, is_inside
        )
        done = len(rest)
        # Indexing by position is several times as fast as by mask.
        rest = np.concatenate((rest, block[remaining]))
        offsets = np.concatenate((offsets, np.flatnonzero(cuts[remaining]) + done))
        if inner_ends is not None:
            inner = np.concatenate((inner, np.flatnonzero(inner_ends[remaining]) + done))
        row_ends = np.flatnonzero(rest[offsets] == _NEWLINE)
        if len(row_ends):
            count, end = int(row_ends[-1]) + 1, int(offsets[row_ends[-1]]) + 1
            is_before = inner < end
            yield _Piece(rest.data[:end], offsets[:count], inner[is_before])
            rest, offsets, inner = rest[end:], offsets[count:] - end, inner[~is_before] - end
    if is_inside:
        raise _IrregularError


def _marks(
    codes: AnyArray, delimiter: int, was_inside: bool
) -> tuple[IntArray, BoolArray, BoolArray | None, bool]:
    """Classify the bytes of a block, which are all but the first and the last of ``codes``.

    Returns:
        the offsets of the bytes to keep; a mask of cuts; a mask of the last byte of each line end inside
        quotes, or None if there is none; and whether the block ends inside quotes.

    Raises:
        _IrregularError: a quote or a carriage return is in an unexpected position.
    """
    quote, newline, carriage = codes == _QUOTE, codes == _NEWLINE, codes == _RETURN
    end = (codes == delimiter) | newline
    before, here, after = slice(None, -2), slice(1, -1), slice(2, None)
    inside: BoolArray = np.logical_xor.accumulate(quote[here])
    if was_inside:
        inside = ~inside
    opens, closes = quote[here] & inside, quote[here] & ~inside
    outer_return = carriage[here] & ~inside
    odd = opens & ~(end | quote)[before]
    odd |= closes & ~(end | quote | carriage)[after]
    odd |= outer_return & ~newline[after]
    if bool(odd.any()):
        raise _IrregularError
    # Of two quotes that mean one, the first closes; the second opens again and is kept.
    gone = closes | (opens & ~quote[before]) | outer_return
    inner = inside & (newline[here] | (carriage[here] & ~newline[after]))
    some_inner = inner if bool(inner.any()) else None
    return np.flatnonzero(~gone), end[here] & ~inside, some_inner, bool(inside[-1])


@dataclass(slots=True)
class _Rows:
    """The rows of the pieces so far.

    Attributes:
        header: the titles.
        most: the maximum number of rows.
        encoders: one for each column.
        lines: the lines on which the rows start, a sequence for each piece.
        next_line: the line on which the next piece starts.
        ragged: rows with too many cells.
        short_lines: the lines of rows with missing cells at the end.
        empty_rows: the number of rows without any text.
    """

    header: tuple[str, ...]
    most: int
    encoders: list[ColumnEncoder] = field(init=False)
    lines: list[Sequence[int] | IntArray] = field(default_factory=list)
    next_line: int = 1
    ragged: list[RaggedRow] = field(default_factory=list)
    short_lines: list[int] = field(default_factory=list)
    empty_rows: int = 0

    def __post_init__(self) -> None:
        self.encoders = [ColumnEncoder(self.most) for _ in self.header]

    def add(self, piece: _Piece) -> None:
        """Add the rows of a piece; the first row of the first one is the header."""
        codes = np.frombuffer(piece.data, dtype=np.uint8)
        row_ends = np.flatnonzero(codes[piece.offsets] == _NEWLINE)
        # -1 is the cut before the piece's first row.
        offsets, row_ends = np.append(-1, piece.offsets), np.append(0, row_ends + 1)
        begin, count = self.next_line, len(row_ends) - 1
        self.next_line += count + len(piece.inner)
        skipped = int(begin == 1)
        row_ends = row_ends[skipped:]
        if bool((np.diff(row_ends) == len(self.header)).all()):
            ends = offsets[row_ends[0] + 1 :].reshape(-1, len(self.header))
            columns = _spans(piece, offsets[row_ends[:-1]], ends)
            if not len(_blank_rows(columns)):
                self._encode(columns)
                if len(piece.inner):
                    self.lines.append(_lines(piece, offsets[row_ends[:-1]], begin + skipped))
                else:
                    self.lines.append(range(begin + skipped, begin + count))
                return
        self._add_uneven(piece, offsets, row_ends, begin + skipped)

    def _encode(self, columns: Sequence[CellSpans]) -> None:
        for encoder, cells in zip(self.encoders, columns, strict=True):
            encoder.add(cells)

    def _add_uneven(self, piece: _Piece, offsets: IntArray, row_ends: IntArray, first_line: int) -> None:
        """Pad short rows, drop blank ones, and set aside those that are too long."""
        width = len(self.header)
        lines = _lines(piece, offsets[row_ends], first_line)
        first, last = row_ends[:-1] + 1, row_ends[1:]
        ends = np.empty((len(first), width), dtype=np.int64)
        for number in range(width):
            # A missing cell lies between an end and the next offset.
            ends[:, number] = offsets[np.minimum(first + number, last)] + np.maximum(first + number - last, 0)
        starts = offsets[row_ends[:-1]]
        blank = np.zeros(len(first), dtype=np.bool_)
        blank[_blank_rows(_spans(piece, starts, ends))] = True
        is_long = last - first >= width
        for row in np.flatnonzero(is_long).tolist():
            cell_ends = offsets[first[row] - 1 : last[row] + 1]
            cells = CellSpans(piece.data, cell_ends[:-1], cell_ends[1:]).texts()
            if "".join(cells[width:]).strip():
                blank[row] = False
                self.ragged.append(RaggedRow(int(lines[row]), int(lines[row + 1]) - 1, tuple(cells)))
            else:
                is_long[row] = False
        remaining = np.flatnonzero(~blank & ~is_long)
        is_short = (last - first)[remaining] < width - 1
        self._encode(_spans(piece, starts[remaining], ends[remaining]))
        self.lines.append(lines[remaining])
        self.short_lines += lines[remaining[is_short]].tolist()
        self.empty_rows += int(blank.sum())

    def finish(self) -> SplitRows:
        """Return all rows."""
        lines: Sequence[int] = range(2, 2 + sum(map(len, self.lines)))
        if any(not isinstance(part, range) for part in self.lines) or self.next_line != len(lines) + 2:
            # The memoryview yields Python integers.
            lines = np.concatenate([np.asarray(part, dtype=np.int64) for part in self.lines]).data
        columns = [encoder.column() for encoder in self.encoders]
        return SplitRows(self.header, columns, lines, self.ragged, self.short_lines, self.empty_rows)


def _lines(piece: _Piece, starts: IntArray, first: int) -> IntArray:
    """Return the lines of consecutive rows from the cuts before them; ``first`` if no cell has a line end."""
    found: IntArray = first + np.arange(len(starts)) + np.searchsorted(piece.inner, starts)
    return found


def _spans(piece: _Piece, starts: IntArray, ends: IntArray) -> list[CellSpans]:
    columns = [CellSpans(piece.data, starts, ends[:, 0])]
    return columns + [
        CellSpans(piece.data, ends[:, number - 1], ends[:, number]) for number in range(1, ends.shape[1])
    ]


def _blank_rows(columns: Sequence[CellSpans]) -> IntArray:
    """Return the rows without any text."""
    rows = columns[0].blank_rows()
    for column in columns[1:]:
        if not len(rows):
            break
        rows = rows[column.take(rows).blank_rows()]
    return rows
