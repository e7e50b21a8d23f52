"""Cells that name an actor but are unlikely to be names: a formula, or several lines."""

from __future__ import annotations

import re

from sociogram.loaders.headers.plan import ColumnPlan
from sociogram.loaders.report import Remark
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.table_rows import shown
from sociogram.loaders.values.categorical import Categorical

NAME_FIELDS = ("id", "name", "source", "target", "source_name", "target_name")
_FORMULA = r"=\s*[\w\"(+$'@-]"
_MOST_WARNED = 20


def warn_of_names(checked: CheckedRows, column: ColumnPlan, cells: Categorical) -> None:
    """Warn of formulas and of names with several lines; the rows are loaded."""
    if not cells.may_be_with(within="\n\r", begins=("=",)):
        return
    joined = "\0".join(["", *cells.values])
    if not any(mark in joined for mark in ("\0=", "\n", "\r")):
        return
    for code, text in enumerate(cells.values):
        if text[:1] == "=" and re.match(_FORMULA, text):
            message, cure = (
                f"`{shown(text)}` is a formula, not a name.",
                "Save the sheet's values, not its formulas.",
            )
        elif "\n" in text or "\r" in text:
            lines = len(text.splitlines())
            message = f"The cell has {lines} lines: `{shown(' '.join(text.split()))}`."
            cure = "Is a quote missing?"
        else:
            continue
        for row in cells.rows_of([code])[:_MOST_WARNED]:
            remark = Remark(checked.sheet.file, checked.line(row), column.title, message, cure)
            checked.report.warnings.append(remark)
