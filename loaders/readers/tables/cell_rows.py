"""Converts rows of cells to a sheet: titles and columns of equal length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.sheet import RaggedRow, Sheet


def sheet_of_rows(rows: list[list[str]], lines: Sequence[int], end: int, delimiter: str, file: str) -> Sheet:
    """Return a sheet of rows; the first non-empty row holds the titles.

    Args:
        rows: the cells of each row.
        lines: the line on which each row starts.
        end: the line after the last row.
        delimiter: the delimiter in the file, if it has one.
        file: the file's name.

    Raises:
        DataError: no cell is filled.
    """
    first = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None:
        raise DataError(
            "The file is empty.", file=file, cure="Its first row should hold the columns' titles."
        )
    header = tuple(rows[first])
    sheet = Sheet(file, header, [], [], delimiter=delimiter)
    cells, cell_lines = _fit(sheet, rows[first + 1 :], [*lines[first + 1 :], end])
    sheet.columns = [list(column) for column in zip(*cells, strict=True)] if cells else [[] for _ in header]
    sheet.lines = cell_lines
    return sheet


def _fit(sheet: Sheet, rows: list[list[str]], starts: Sequence[int]) -> tuple[list[list[str]], Sequence[int]]:
    """Drop empty rows, pad short ones, and set aside those that are too long."""
    width = len(sheet.header)
    lengths = Counter(map(len, rows))
    if set(lengths) <= {width} and not any(not "".join(row).strip() for row in rows):
        return rows, list(starts[:-1])
    fitting: list[list[str]] = []
    fitting_lines: list[int] = []
    for number, row in enumerate(rows):
        line, surplus = starts[number], row[width:]
        if not any(cell and not cell.isspace() for cell in row):
            sheet.empty_rows += 1
            continue
        if any(cell and not cell.isspace() for cell in surplus):
            sheet.ragged.append(RaggedRow(line, starts[number + 1] - 1, tuple(row)))
            continue
        if len(row) < width:
            sheet.short_lines.append(line)
        fitting.append(row[:width] + [""] * (width - len(row)))
        fitting_lines.append(line)
    return fitting, fitting_lines
