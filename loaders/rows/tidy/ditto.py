"""Cells that stand for the cell above them: ``idem``, ``ditto`` and the marks that people write by hand."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.loaders.headers.plan import SheetPlan
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.report_words import line_words

_MARKS = frozenset(
    (
        "idem",
        "ídem",
        "id.",
        "ibid",
        "ibid.",
        "ibidem",
        "ib.",
        "ebd.",
        "ebda.",
        "ebenda",
        "derselbe",
        "dieselbe",
        "dasselbe",
        "dezelfde",
        "hetzelfde",
        "el mismo",
        "la misma",
        "le même",
        "la même",
        "ditto",
        "dito",
        "do.",
        '"',
        "''",
        "``",
        "″",
        "〃",
        "„",
        "”",
        ",,",
        '-"-',
        '--"--',
    )
)
_WRITTEN = _MARKS | {mark.capitalize() for mark in _MARKS} | {mark.upper() for mark in _MARKS}
"""The marks as they are usually written, for the cells of a large sheet, which are not folded."""


def fill_ditto_cells(sheet: Sheet, plan: SheetPlan, report: FileReport) -> None:
    """Replace such cells by the text above them; one in the first row has nothing above it and remains."""
    if plan.is_exact or plan.is_admin:
        return
    for number, cells in enumerate(sheet.columns):
        rows = _ditto_rows(cells)
        if not rows:
            continue
        filled = list(cells)
        for row in rows:
            filled[row] = filled[row - 1]
        sheet.columns[number] = filled
        lines = line_words([int(sheet.lines[row]) for row in rows], sheet.number_word)
        report.readings.append(
            f"`{sheet.header[number]}` has `{cells[rows[0]].strip()}` for what stands above it ({lines})."
        )


def _ditto_rows(cells: Sequence[str]) -> list[int]:
    if isinstance(cells, CellColumn):
        return [row for row in cells.rows_among(_WRITTEN) if row]
    return [row for row, cell in enumerate(cells) if row and cell.strip().casefold() in _MARKS]
