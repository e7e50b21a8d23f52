"""Repeats rows of a sheet that state several claims, so that there is a row for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport

Changed = Mapping[int, Sequence[str]]
"""By row, the cells of one column in each of its repeats."""


def repeat_rows(
    sheet: Sheet, report: FileReport, counts: Mapping[int, int], changed: Mapping[int, Changed]
) -> None:
    """Repeat rows in place, one after the other.

    Args:
        sheet: the sheet; its columns and lines are replaced.
        report: its report, whose outcomes have an entry for each row.
        counts: by row, how often it occurs afterwards; the other rows occur once.
        changed: by column, the cells that differ between the repeats.
    """
    each = np.ones(len(sheet), dtype=np.int64)
    each[list(counts)] = list(counts.values())
    index: IntArray = np.repeat(np.arange(len(sheet), dtype=np.int64), each)
    report.added += len(index) - len(sheet)
    report.outcomes = np.concatenate([report.outcomes[: len(sheet)][index], report.outcomes[len(sheet) :]])
    sheet.lines = [sheet.lines[row] for row in index.tolist()]
    sheet.columns = [
        _repeated(cells, index, changed.get(number, {})) for number, cells in enumerate(sheet.columns)
    ]


def _repeated(cells: Sequence[str], index: IntArray, changed: Changed) -> Sequence[str]:
    if not changed:
        return cells.take(index) if isinstance(cells, CellColumn) else [cells[row] for row in index.tolist()]
    later = {row: iter(texts) for row, texts in changed.items()}
    return [next(later[row]) if row in later else cells[row] for row in index.tolist()]
