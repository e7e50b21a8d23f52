"""Lines of a sheet that are not rows: totals, notes below the rows, page numbers, comments, repeated titles.

The words of a line are not sufficient, because a firm may be called Total. A total has numbers next to the
word and none of the texts that rows have, or its numbers are the sum, mean or count of those above it. A note
is below all rows, alone in its line.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.loaders.headers.layout import is_title
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import Sheet, UnreadRow
from sociogram.loaders.values.footer_words import (
    has_label,
    is_count,
    is_labelled_note,
    is_page_number,
    is_total_word,
    looks_like_note,
)
from sociogram.loaders.values.numbers import are_numbers, read_numbers

_MOST_BELOW = 50
"""Lines checked at the end of a large sheet; in a small sheet, all lines are checked."""

_MOSTLY = 0.5
_REMARK = re.compile(r"(?:#|//|%)+\s+\S.*", re.DOTALL)
_RULER = re.compile(r"[-=_+|:*~]{3,}")
_CLOSE = 1e-3


def move_footers(sheet: Sheet) -> None:
    """Move lines that are not rows to ``Sheet.left_out``; list doubtful ones in ``may_be_totals``."""
    _reject_second_table(sheet)
    footers = _Footers(sheet)
    found = {line.line: line for line in [*footers.among(), *footers.below()]}
    sheet.may_be_totals += [
        (line.line, line.text(sheet.delimiter))
        for line in footers.lines
        if line.line not in found and footers.may_be_total(line)
    ]
    if found:
        _remove(sheet, list(found.values()))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line below the titles.

    Attributes:
        line: its number in the file.
        cells: the cells, without surrounding space.
        row: its number in the sheet; None if it has too many cells.
        filled: the numbers of the non-empty cells.
        is_after_gap: whether empty lines precede it.
    """

    line: int
    cells: tuple[str, ...]
    row: int | None
    filled: tuple[int, ...]
    is_after_gap: bool

    @property
    def first(self) -> str:
        return self.cells[self.filled[0]] if self.filled else ""

    def text(self, delimiter: str) -> str:
        """Return the text of the line, rejoining a sentence that commas split into cells."""
        return f"{delimiter} ".join(self.cells[number] for number in self.filled)


class _Footers:
    """Classifies the lines of a sheet, or those at the end of a large one.

    Attributes:
        lines: the lines, in order.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        titles = tuple(map(_plain, sheet.header))
        self._titles = () if all(map(str.isdecimal, titles)) else titles  # numbers are a row
        self._is_large = any(isinstance(column, CellColumn) for column in sheet.columns)
        self.lines = self._lines(max(0, len(sheet) - _MOST_BELOW) if self._is_large else 0)

    def _lines(self, first: int) -> list[_Line]:
        sheet = self._sheet
        begin = int(sheet.lines[first]) if len(sheet) else 0
        found: list[tuple[int, tuple[str, ...], int | None]] = [
            (int(sheet.lines[row]), tuple(column[row].strip() for column in sheet.columns), row)
            for row in range(first, len(sheet))
        ]
        found += [(one.line, tuple(map(str.strip, one.cells)), None) for one in sheet.ragged]
        lines, next_line = [], begin
        for line, cells, row in sorted(found, key=lambda one: one[0]):
            if line >= begin:
                filled = tuple(number for number, cell in enumerate(cells) if cell)
                lines.append(_Line(line, cells, row, filled, is_after_gap=line > next_line))
                next_line = line + 1 + max(cell.count("\n") for cell in cells)
        return lines

    @cached_property
    def _usual(self) -> frozenset[int]:
        """The columns that are filled in most rows."""
        rows = [line for line in self.lines if line.row is not None and not self._may_be_no_row(line)]
        counts = Counter(number for line in rows for number in line.filled)
        return frozenset(number for number, count in counts.items() if count > len(rows) * _MOSTLY)

    def _may_be_no_row(self, line: _Line) -> bool:
        text = line.first
        if _REMARK.fullmatch(text) or _RULER.fullmatch(text) or is_total_word(text):
            return True
        tests = (is_page_number, is_count, is_labelled_note, looks_like_note)
        return len(line.filled) == 1 and any(one(text) for one in tests)

    def among(self) -> list[_Line]:
        """Return the lines that are not rows, wherever they are."""
        return [line for line in self.lines if self._is_not_row(line)]

    def below(self) -> list[_Line]:
        """Return the lines at the end that are not rows."""
        found: list[_Line] = []
        for line in reversed(self.lines):
            if not (self._is_not_row(line) or self._is_note(line)):
                break
            found.append(line)
        return found

    def _is_not_row(self, line: _Line) -> bool:
        first = line.first
        if first[:1] in ("#", "/", "%") and _REMARK.fullmatch(first) and not self._is_full(line):
            return True
        if _RULER.fullmatch(first) and all(_RULER.fullmatch(line.cells[number]) for number in line.filled):
            return True
        if _plain(first) in self._titles and self._is_titles(line):
            return True
        return (self._is_alone(line) and is_page_number(first)) or self._is_total(line)

    def _is_titles(self, line: _Line) -> bool:
        return tuple(map(_plain, line.cells)) == self._titles

    def are_other_titles(self, line: _Line) -> bool:
        """Return whether a line holds titles other than those of the sheet."""
        cells = [line.cells[number] for number in line.filled]
        return len(cells) > 1 and all(map(is_title, cells)) and not self._is_titles(line)

    def _is_full(self, line: _Line) -> bool:
        return line.row is not None and self._usual <= set(line.filled)

    def _is_alone(self, line: _Line) -> bool:
        """Return whether a line has only one cell while rows have more, or has more cells than titles."""
        return line.row is None or (len(line.filled) == 1 and len(self._usual) > 1)

    def _is_note(self, line: _Line) -> bool:
        """Return whether a line is a note about the rows above it."""
        text = line.text(self._sheet.delimiter)
        if is_labelled_note(text):
            return not any(other is not line and self._begins_alike(other, line) for other in self.lines)
        if not self._is_alone(line):
            return False
        return looks_like_note(text) or is_count(text) or (line.is_after_gap and has_label(text))

    def _begins_alike(self, one: _Line, other: _Line) -> bool:
        """Return whether two full rows have the same label: entries of a list may begin with ``Note:``."""
        labels = {line.first.partition(":")[0] for line in (one, other)}
        return len(labels) == 1 and self._is_full(one) and self._is_full(other)

    def _is_total(self, line: _Line) -> bool:
        numbers = self._numbers_of_total(line)
        if not numbers:
            return False
        return not self._is_full(line) or all(self._adds_up(line, number) for number in numbers)

    def may_be_total(self, line: _Line) -> bool:
        """Return whether a row has the word and the numbers of a total, without further evidence."""
        return bool(self._numbers_of_total(line))

    def _numbers_of_total(self, line: _Line) -> list[int]:
        """Return the columns of a total's numbers; none if there are other texts next to its word.

        A line with missing cells may repeat texts of the line above, such as the currency.
        """
        if line.row is None or not is_total_word(line.first):
            return []
        numbers = [number for number in line.filled if not is_total_word(line.cells[number])]
        if not self._is_full(line):
            above = self.lines[max(0, self.lines.index(line) - 1)]
            numbers = [n for n in numbers if not self._is_repeated(line.cells[n], above.cells[n : n + 1])]
        texts = [line.cells[number] for number in numbers]
        return numbers if are_numbers(texts) else []

    @staticmethod
    def _is_repeated(text: str, above: Sequence[str]) -> bool:
        return text in above and not any(map(str.isdigit, text))

    def _adds_up(self, line: _Line, number: int) -> bool:
        """Return whether a number is the sum, the mean or the count of those above it."""
        above = [
            other.cells[number]
            for other in self.lines
            if other.line < line.line and other.row is not None and other.cells[number]
            if not is_total_word(other.first)
        ]
        if self._is_large or not above:
            return False
        read = read_numbers("amount", list({*above, line.cells[number]}), self._sheet.delimiter)
        if read is None:
            return False
        found, values = read.values[line.cells[number]], [read.values[text] for text in above]
        total = math.fsum(values)
        return any(
            math.isclose(found, one, rel_tol=_CLOSE) for one in (total, total / len(values), len(above))
        )


def _reject_second_table(sheet: Sheet) -> None:
    """Move the rows of a second table, whose titles follow an empty line, to ``Sheet.unread``."""
    footers = _Footers(sheet)
    titles = next(
        (line for line in footers.lines if line.is_after_gap and footers.are_other_titles(line)), None
    )
    if titles is None:
        return
    rest = [line for line in footers.lines if line.line >= titles.line]
    word = sheet.number_word
    message = f"The {word} belongs to a second table, whose titles are in {word} {titles.line}."
    cure = "Put each table into a file of its own."
    sheet.unread += [UnreadRow(line.line, None, message, cure, line.cells) for line in rest]
    _drop(sheet, rest)


def _plain(text: str) -> str:
    return text.strip().casefold()


def _remove(sheet: Sheet, lines: Sequence[_Line]) -> None:
    sheet.left_out += sorted((line.line, line.text(sheet.delimiter)) for line in lines)
    _drop(sheet, lines)


def _drop(sheet: Sheet, lines: Sequence[_Line]) -> None:
    out = {line.line for line in lines}
    sheet.ragged = [row for row in sheet.ragged if row.line not in out]
    rows = sorted(line.row for line in lines if line.row is not None)
    if rows:
        remaining: IntArray = np.delete(np.arange(len(sheet), dtype=np.int64), rows)
        sheet.lines = [int(sheet.lines[row]) for row in remaining.tolist()]
        sheet.columns = [
            cells.take(remaining)
            if isinstance(cells, CellColumn)
            else [cells[row] for row in remaining.tolist()]
            for cells in sheet.columns
        ]
