"""Rows of one sheet for one table, with checked values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.loaders.headers.plan import SheetPlan
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import REJECTED, FileReport, RejectedRow, Remark
from sociogram.loaders.report_words import line_words
from sociogram.loaders.values.categorical import Categorical


@dataclass(slots=True)
class CheckedRows:
    """Rows of one sheet for one table, with checked values.

    Attributes:
        sheet: the sheet that was read.
        plan: the plan for its columns.
        report: the file's report, whose ``outcomes`` has an entry for each row.
        rows: the numbers of these rows in the sheet, in order.
        values: a column for each field and property, as long as ``rows``.
        kinds: the inferred type of columns without a stated one, as in ``values.types``.
        texts: the cells as written, for columns whose values differ from them.
    """

    sheet: Sheet
    plan: SheetPlan
    report: FileReport
    rows: IntArray
    values: dict[str, Categorical] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Categorical] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, name: str) -> Categorical:
        """Return a column, or one of nulls if the sheet does not have it."""
        found = self.values.get(name)
        return Categorical.constant(None, len(self.rows)) if found is None else found

    def free_name(self, name: str) -> str:
        """Return the name, with a number appended if a column of the sheet has it."""
        titles = {column.name for column in self.plan.columns}
        numbered = (f"{name}_{number}" for number in range(2, len(self.values) + len(titles) + 3))
        return next(one for one in (name, *numbered) if one not in self.values and one not in titles)

    def line(self, row: int) -> int:
        """Return the line on which a row starts."""
        return int(self.sheet.lines[self.rows[row]])

    def line_words(self, rows: Iterable[int]) -> str:
        """Return the lines of the first few rows in the form used in sentences."""
        return line_words([self.line(row) for row in rows], self.sheet.number_word)

    def title(self, name: str) -> str:
        """Return the title of a field's column."""
        column = self.plan.field(name)
        return name if column is None else column.title

    def remark(self, row: int, name: str | None, message: str, cure: str) -> Remark:
        """Return a remark about a row."""
        column = None if name is None else self.title(name)
        return Remark(self.sheet.file, self.line(row), column, message, cure)

    def lose_date(self, row: int, name: str, message: str) -> None:
        """Report a date that is saved only in ``date_note``."""
        cure = "Write dates as 2024-02-14, 2024-02 or 2024, and the end not before the start."
        self.report.lost_dates.append(self.remark(row, name, message, cure))

    def reject(self, row: int, name: str | None, reason: str, cure: str) -> None:
        """Reject a row and save its cells for correction. Only the first reason counts."""
        sheet_row = int(self.rows[row])
        if self.report.outcomes[sheet_row] == REJECTED:
            return
        self.report.outcomes[sheet_row] = REJECTED
        columns = self.sheet.columns[: len(self.sheet.header)]
        cells = tuple(column[sheet_row] for column in columns)
        remark = self.remark(row, name, reason, cure)
        self.report.rejects.append(RejectedRow(remark, self.sheet.header, cells))

    def release(self) -> None:
        """Free the cells and values; the row numbers remain."""
        self.sheet.columns = []
        self.values, self.texts = {}, {}

    def remaining(self) -> IntArray:
        """Return the numbers of the rows that are not rejected."""
        return np.flatnonzero(self.report.outcomes[self.rows] != REJECTED).astype(np.int64)
