"""Splits a large sheet into rows and cells by NumPy operations on its bytes.

Quotes are removed from the bytes: those around a cell, and one of each two inside. A cell is then everything
between two cuts, including delimiters and line ends. Irregular input, such as a quote that is neither, is
left to the csv module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sociogram.graph.columns import AnyArray, BoolArray, IntArray
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import RaggedRow

LEAST_BYTES = 500_000
"""Below this size, strings are as fast."""

_BLOCK = 1 << 20
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
class _Cuts:
    """The positions at which cells end.

    Attributes:
        data: the bytes, without quotes that are not text.
        offsets: the offset of each delimiter and line end outside quotes.
        inner: the offset of each line end inside quotes.
    """

    data: bytes | memoryview
    offsets: AnyArray
    inner: AnyArray


def split_rows(data: bytes, delimiter: str) -> SplitRows | None:
    """Split a sheet, UTF-8 without null bytes, whose first row is its header.

    None if another reader must read it: it has one column, a blank header, irregular quotes, or lone carriage
    returns.
    """
    if not data.endswith(b"\n"):
        data += b"\n"
    cuts = _cut_quoted(data, ord(delimiter)) if _QUOTE in data else _cut_plain(data, ord(delimiter))
    if cuts is None:
        return None
    codes = np.frombuffer(cuts.data, dtype=np.uint8)
    row_ends = np.flatnonzero(codes[cuts.offsets] == _NEWLINE)
    widths = np.diff(row_ends, prepend=-1)
    width = int(widths[0])
    titles = CellColumn(cuts.data, np.append(-1, cuts.offsets[: width - 1]), cuts.offsets[:width])
    header = tuple(titles[number] for number in range(width))
    if width < 2 or not "".join(header).strip():
        return None
    if bool((widths == width).all()):
        found = _even_rows(cuts, width, header)
        if found is not None:
            return found
    return _uneven_rows(cuts, row_ends, header)


def _cut_plain(data: bytes, delimiter: int) -> _Cuts | None:
    if _RETURN in data:
        data = data.replace(b"\r\n", b"\n")
        if _RETURN in data:
            return None
    codes = np.frombuffer(data, dtype=np.uint8)
    offset_type = _offset_type(data)
    offsets = []
    for begin in range(0, len(codes), _BLOCK):
        block = codes[begin : begin + _BLOCK]
        found = np.flatnonzero((block == delimiter) | (block == _NEWLINE))
        offsets.append((found + begin).astype(offset_type))
    return _Cuts(data, np.concatenate(offsets), np.zeros(0, dtype=offset_type))


def _offset_type(data: bytes) -> type[np.int32] | type[np.int64]:
    return np.int32 if len(data) < 2**31 - 1 else np.int64


def _cut_quoted(data: bytes, delimiter: int) -> _Cuts | None:
    """Find the cuts and remove quotes; None if a quote is neither around a cell nor one of two."""
    codes = np.frombuffer(data, dtype=np.uint8)
    rest = np.empty(len(codes), dtype=np.uint8)
    offsets: list[AnyArray] = []
    inner: list[AnyArray] = [np.zeros(0, dtype=_offset_type(data))]
    done, is_inside = 0, False
    for begin in range(0, len(codes), _BLOCK):
        block = codes[begin : begin + _BLOCK]
        # The byte before the first one is the last, a line end, which is equivalent to the beginning.
        ends = codes[[begin - 1, min(begin + len(block), len(codes) - 1)]]
        marks = _marks(np.concatenate((ends[:1], block, ends[1:])), delimiter, is_inside)
        if marks is None:
            return None
        remaining, cuts, inner_ends, is_inside = marks
        # Indexing by position is several times as fast as by mask.
        rest[done : done + len(remaining)] = block[remaining]
        for found, mask in ((offsets, cuts), (inner, inner_ends)):
            if mask is not None:
                found.append((np.flatnonzero(mask[remaining]) + done).astype(_offset_type(data)))
        done += len(remaining)
    return None if is_inside else _Cuts(rest[:done].data, np.concatenate(offsets), np.concatenate(inner))


def _marks(
    codes: AnyArray, delimiter: int, was_inside: bool
) -> tuple[IntArray, BoolArray, BoolArray | None, bool] | None:
    """Classify the bytes of a block, which are all but the first and the last of ``codes``.

    Returns:
        the offsets of the bytes to keep; a mask of cuts; a mask of the last byte of each line end inside
        quotes, or None if there is none; and whether the block ends inside quotes. None if a quote is in an
        unexpected position.
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
        return None
    # Of two quotes that mean one, the first closes; the second opens again and is kept.
    gone = closes | (opens & ~quote[before]) | outer_return
    inner = inside & (newline[here] | (carriage[here] & ~newline[after]))
    some_inner = inner if bool(inner.any()) else None
    return np.flatnonzero(~gone), end[here] & ~inside, some_inner, bool(inside[-1])


def _even_rows(cuts: _Cuts, width: int, header: tuple[str, ...]) -> SplitRows | None:
    """Return rows of the header's length; None if a row is blank."""
    table = cuts.offsets.reshape(-1, width)
    columns = [CellColumn(cuts.data, table[:-1, -1], table[1:, 0])]
    columns += [CellColumn(cuts.data, table[1:, number - 1], table[1:, number]) for number in range(1, width)]
    if len(_blank_rows(columns)):
        return None
    lines: Sequence[int] = range(2, len(table) + 1)
    if len(cuts.inner):
        lines = _lines(cuts, table[:, -1])[:-1].data  # the memoryview yields Python integers
    return SplitRows(header, columns, lines, [], [], 0)


def _lines(cuts: _Cuts, ends: IntArray) -> IntArray:
    """Return the line after the end of each row."""
    found: IntArray = np.arange(2, len(ends) + 2) + np.searchsorted(cuts.inner, ends)
    return found


def _blank_rows(columns: Sequence[CellColumn]) -> IntArray:
    """Return the rows without any text."""
    rows = columns[0].blank_rows(None)
    for column in columns[1:]:
        if not len(rows):
            break
        rows = column.blank_rows(rows)
    return rows


def _uneven_rows(cuts: _Cuts, row_ends: IntArray, header: tuple[str, ...]) -> SplitRows:
    """Pad short rows, drop blank ones, and set aside those that are too long."""
    width, offsets = len(header), cuts.offsets
    lines = _lines(cuts, offsets[row_ends])
    first, last = row_ends[:-1] + 1, row_ends[1:]
    ends = np.empty((len(first), width), dtype=offsets.dtype)
    for number in range(width):
        # A missing cell lies between an end and the next offset.
        ends[:, number] = offsets[np.minimum(first + number, last)] + np.maximum(first + number - last, 0)
    starts = offsets[row_ends[:-1]]
    blank = np.zeros(len(first), dtype=np.bool_)
    blank[_blank_rows(_columns(cuts, starts, ends))] = True
    is_long = last - first >= width
    ragged: list[RaggedRow] = []
    for row in np.flatnonzero(is_long).tolist():
        cell_ends = offsets[first[row] - 1 : last[row] + 1]
        row_cells = CellColumn(cuts.data, cell_ends[:-1], cell_ends[1:])
        cells = row_cells.texts(np.arange(len(row_cells)))
        if "".join(cells[width:]).strip():
            blank[row] = False
            ragged.append(RaggedRow(int(lines[row]), int(lines[row + 1]) - 1, tuple(cells)))
        else:
            is_long[row] = False
    remaining = np.flatnonzero(~blank & ~is_long)
    is_short = (last - first)[remaining] < width - 1
    return SplitRows(
        header,
        _columns(cuts, starts[remaining], ends[remaining]),
        lines[remaining].data,
        ragged,
        lines[remaining[is_short]].tolist(),
        int(blank.sum()),
    )


def _columns(cuts: _Cuts, starts: IntArray, ends: IntArray) -> list[CellColumn]:
    columns = [CellColumn(cuts.data, starts, ends[:, 0])]
    return columns + [
        CellColumn(cuts.data, ends[:, number - 1], ends[:, number]) for number in range(1, ends.shape[1])
    ]
