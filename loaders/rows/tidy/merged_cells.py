"""Cells that a spreadsheet merged over several rows, all but the first of which are read as empty.

They are filled from above if nothing else explains the gaps; otherwise a row without its end is rejected.
"""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.loaders.headers.plan import SheetPlan
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATIONS
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.report_words import line_words

_MERGED = {RELATIONS: (("source", "target"), ("target", "source")), ENTITIES: (("name", "aliases"),)}
"""By kind of sheet, the field whose cells may be merged, and the one that is filled in each of these rows."""

_SHORTEST_GAP = 2
"""In rows: a single empty cell may just not have been filled in, unless the sheet lists members."""


def fill_merged_cells(sheet: Sheet, plan: SheetPlan, report: FileReport) -> None:
    """Fill the gaps of an end of ties, or of a name next to aliases or ties, from the cell above them.

    A row that repeats the text above it shows that cells are not merged. Rows with ids may be corrections.
    """
    if plan.is_exact or plan.is_correction or plan.field("id") is not None or not len(sheet):
        return
    for merged, needed in _MERGED.get(plan.kind, ()):
        column, other = plan.field(merged), plan.field(needed)
        if other is None and plan.ties:
            other = plan.ties[0].columns[0]
        if column is None or other is None:
            continue
        gaps = _gaps(sheet.columns[column.number], sheet.columns[other.number])
        if gaps:
            _fill(sheet, gaps, column.number)
            lines = line_words([int(sheet.lines[row]) for row in gaps])
            report.readings.append(
                f"`{column.title}` is filled from above where cells were merged ({lines})."
            )
            return


def _gaps(cells: Sequence[str], needed: Sequence[str]) -> list[int]:
    """Return the empty rows of merged cells; none if they may be empty for another reason."""
    if isinstance(cells, CellColumn) or not cells[0].strip():
        return []
    empty = [row for row, cell in enumerate(cells) if not cell.strip()]
    longest = run = 0
    for row, cell in enumerate(cells):
        run = 0 if cell.strip() else run + 1
        longest = max(longest, run)
        if row and cell.strip() and cell == cells[row - 1]:
            return []
    are_gaps = longest >= _SHORTEST_GAP or _are_members(len(empty), needed)
    is_plain = are_gaps and all(needed[row].strip() for row in empty)
    return empty if is_plain else []


def _are_members(gaps: int, others: Sequence[str]) -> bool:
    """Return whether the cells beside the gaps list members, each of them once.

    In a list of donations, the empty donor of a recipient that other rows name is just unknown.
    """
    return gaps >= max(_SHORTEST_GAP, len(others) // 4) and len(set(others)) == len(others)


def _fill(sheet: Sheet, gaps: list[int], number: int) -> None:
    """Fill a column, and those with the same gaps, such as the country of the same actor."""
    for other, cells in enumerate(sheet.columns):
        if other == number or [row for row, cell in enumerate(cells) if not cell.strip()] == gaps:
            filled = list(cells)
            for row in gaps:
                filled[row] = filled[row - 1]
            sheet.columns[other] = filled
