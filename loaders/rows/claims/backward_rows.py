"""Rows whose column of directions says that the tie goes the other way: ``<-``, ``2->1``."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.vocabulary.aliases import RELATIONS
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.report_words import line_words
from sociogram.loaders.values.directions import is_backward

_PAIRS = (("source", "target"), ("source_name", "target_name"), ("source_type", "target_type"))


def reverse_backward_rows(sheet: Sheet, plan: SheetPlan, report: FileReport) -> SheetPlan:
    """Exchange the ends of such rows, with their names and types.

    Returns the plan. If the titles label the ends differently, the labels become columns.
    """
    column = plan.field("directed")
    if plan.kind != RELATIONS or plan.is_exact or column is None:
        return plan
    cells = sheet.columns[column.number]
    distinct = cells.distinct() if isinstance(cells, CellColumn) else set(cells)
    marks = {cell for cell in distinct if is_backward(cell)}
    if not marks:
        return plan
    rows = [row for row, cell in enumerate(cells) if cell in marks]
    for first, second in _PAIRS:
        one, other = plan.field(first), plan.field(second)
        if one is not None and other is not None:
            _exchange(sheet, one.number, other.number, rows)
    lines = line_words([int(sheet.lines[row]) for row in rows], sheet.number_word)
    report.readings.append(
        f"`{column.title}` says that ties go from the second actor to the first ({lines})."
    )
    return plan if len(set(plan.end_labels)) == 1 else _with_labels(sheet, plan, rows)


def _with_labels(sheet: Sheet, plan: SheetPlan, rows: list[int]) -> SheetPlan:
    """Return the plan with the labels of its ends as columns, exchanged in some rows."""
    columns = list(plan.columns)
    for name, label, other in zip(_PAIRS[-1], plan.end_labels, reversed(plan.end_labels), strict=True):
        if plan.field(name) is None:
            cells = np.full(len(sheet), label or "", dtype=object)
            cells[rows] = other or ""
            columns.append(ColumnPlan(len(sheet.columns), name, name, is_field=True))
            sheet.header = (*sheet.header, name)
            sheet.columns = [*sheet.columns, cells.tolist()]
    return replace(plan, columns=tuple(columns), end_labels=(None, None))


def _exchange(sheet: Sheet, one: int, other: int, rows: list[int]) -> None:
    firsts, seconds = np.array(sheet.columns[one], dtype=object), np.array(sheet.columns[other], dtype=object)
    firsts[rows], seconds[rows] = seconds[rows], firsts[rows]
    sheet.columns[one], sheet.columns[other] = firsts.tolist(), seconds.tolist()
