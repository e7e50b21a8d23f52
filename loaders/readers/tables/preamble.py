"""Lines above the titles: comments that begin with ``#``, a heading, and metadata of an export."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from statistics import median

_MOST_LINES = 20
_SAMPLE = 1 << 14
_COMMENTS = (b"#", b"//", b"%")
_YEAR = 4
_FEW, _MANY = 2, 4
"""Cells in a line such as ``Date: 3 May`` above the titles, and in rows that clearly have more."""


def comment_lines(data: bytes) -> int:
    """Return the number of comment lines at the beginning; the last ``#`` may begin a title."""
    count, rest = 0, data
    while rest.startswith(_COMMENTS) and count < _MOST_LINES:
        rest = rest.partition(b"\n")[2]
        count += 1
    if not count or not rest.strip():
        return 0
    last = data.split(b"\n", count)[count - 1]
    following = rest.partition(b"\n")[0]
    marks = (b",", b";", b"\t", b"|")
    is_title = any(mark in last and last.count(mark) == following.count(mark) for mark in marks)
    return count - 1 if is_title and not last.startswith(b"# ") else count


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sample: the number of lines above it, its cells, and its non-empty cells."""

    line: int
    cells: list[str]
    filled: list[str]


def heading_lines(data: bytes, delimiter: str) -> int:
    """Return the number of lines above the titles that hold a heading, metadata of an export, or nothing.

    A heading fills one cell, metadata such as ``Date:`` two; titles fill most cells of their row.
    """
    rows = _first_rows(data, delimiter)
    for number, row in enumerate(rows[:_MOST_LINES]):
        if len(row.filled) > 1 and not _is_about_sheet(rows, number):
            are_below = row.line and row.cells[0] and len(row.filled) * 2 > len(row.cells)
            return row.line if are_below and _are_titles(row.filled) else 0
        if len(row.cells) > 1 and row.filled and not row.cells[0]:
            return 0  # a column of row numbers has no title
    return 0


def _first_rows(data: bytes, delimiter: str) -> list[_Row]:
    sample = data[:_SAMPLE].decode("utf-8", "ignore")
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[_Row] = []
    line = 0
    with suppress(csv.Error):
        for row in islice(reader, _MOST_LINES * 2):
            cells = list(map(str.strip, row))
            rows.append(_Row(line, cells, list(filter(None, cells))))
            line = reader.line_num
    return rows


def _is_about_sheet(rows: list[_Row], number: int) -> bool:
    """Return whether a row is metadata of the sheet, such as ``Date: | 3 May``.

    It has two cells while other rows have more, and it has a colon or a gap below it, or they have many.
    """
    row = rows[number]
    below = [len(other.filled) for other in rows[number + 1 :] if other.filled]
    usual = int(median(below)) if below else 0
    if row.filled != row.cells[:_FEW] or usual <= _FEW:
        return False
    has_gap = any(not other.filled for other in rows[number + 1 : _MOST_LINES])
    is_padded = len(row.cells) >= usual
    return row.cells[0].endswith(":") or has_gap or (is_padded and usual >= _MANY)


def _are_titles(cells: list[str]) -> bool:
    """Return whether no cell is a number, except consecutive years."""
    numbers = [cell for cell in cells if _is_number(cell)]
    years = [int(cell) for cell in numbers if len(cell) == _YEAR and cell.isdecimal()]
    in_order = years == list(range(years[0], years[0] + len(years))) if years else False
    return not numbers or (in_order and len(years) == len(numbers) < len(cells))


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").replace("-", "").isdigit()


def cut_lines(data: bytes, count: int) -> tuple[bytes, list[str]]:
    """Return the data without its first lines, and the text of those."""
    *above, rest = data.split(b"\n", count)
    texts = [line.decode("utf-8", "replace").strip(' \r,;|\t"') for line in above]
    return rest, [text for text in texts if text]
