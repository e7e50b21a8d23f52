"""Names with an unquoted comma: ``Finn, Abe,1970`` below ``name,born``."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.loaders.readers.sheet import RaggedRow, Sheet
from sociogram.loaders.report_words import line_words


def join_spaced_cells(sheet: Sheet) -> None:
    """Add rows with too many cells that fit if a cell after a comma and a space continues the one before.

    If a sheet has a space after every comma, it is unclear which of them separate cells.
    """
    if sheet.delimiter != "," or not sheet.ragged or any(title.startswith(" ") for title in sheet.header):
        return
    joined = [(row, _joined(row.cells)) for row in sheet.ragged]
    fitting = [
        (row, cells) for row, cells in joined if row.line == row.last_line and len(cells) == len(sheet.header)
    ]
    if not fitting:
        return
    added = {row.line: cells for row, cells in fitting}
    lines = [*sheet.lines, *added]
    columns = [
        [*cells, *column]
        for cells, column in zip(sheet.columns, zip(*added.values(), strict=True), strict=True)
    ]
    order = sorted(range(len(lines)), key=lines.__getitem__)
    sheet.lines = [lines[row] for row in order]
    sheet.columns = [[column[row] for row in order] for column in columns]
    sheet.ragged = [row for row in sheet.ragged if row.line not in added]
    sheet.notes.append(
        f"A comma before a space was read as part of a cell, as in `{_example(fitting[0])}` "
        f"({line_words([*added], sheet.number_word)})."
    )


def _joined(cells: Sequence[str]) -> list[str]:
    """Return cells with each that begins with a space joined to the one before."""
    found: list[str] = []
    for cell in cells:
        if found and cell.startswith(" ") and cell.strip():
            found[-1] += f",{cell}"
        else:
            found.append(cell)
    return found


def _example(fitting: tuple[RaggedRow, Sequence[str]]) -> str:
    row, cells = fitting
    return next(cell for cell in cells if cell not in row.cells).strip()
