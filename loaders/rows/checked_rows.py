"""Rows of one sheet for one table, with checked values."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.loaders.headers.recognise import SheetPlan
from sociogram.loaders.readers.csv import Sheet
from sociogram.loaders.report import REJECTED, FileReport, RejectedRow, Remark
from sociogram.loaders.values.categorical import Categorical


@dataclass(slots=True)
class CheckedRows:
    """Rows of one sheet for one table, with checked values.

    Attributes:
        sheet: the sheet that was read.
        plan: how its columns are read.
        report: the file's report, whose ``outcomes`` has an entry for each row.
        rows: the numbers of these rows in the sheet, in order.
        values: a column for each field and property, as long as ``rows``.
    """

    sheet: Sheet
    plan: SheetPlan
    report: FileReport
    rows: IntArray
    values: dict[str, Categorical] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def get(self, name: str) -> Categorical:
        """Return a column, nulls where the sheet has none of that name."""
        found = self.values.get(name)
        return Categorical.constant(None, len(self.rows)) if found is None else found

    def line(self, row: int) -> int:
        """Return the line on which a row starts."""
        return int(self.sheet.lines[self.rows[row]])

    def title(self, name: str) -> str:
        """Return the title of the column that a field was read from."""
        column = self.plan.field(name)
        return name if column is None else column.title

    def remark(self, row: int, name: str | None, message: str, cure: str) -> Remark:
        """Return a remark about a row."""
        column = None if name is None else self.title(name)
        return Remark(self.sheet.file, self.line(row), column, message, cure)

    def reject(self, row: int, name: str | None, reason: str, cure: str) -> None:
        """Reject a row and save its cells for correction. Only the first reason counts."""
        sheet_row = int(self.rows[row])
        if self.report.outcomes[sheet_row] == REJECTED:
            return
        self.report.outcomes[sheet_row] = REJECTED
        cells = tuple(column[sheet_row] for column in self.sheet.columns)
        remark = self.remark(row, name, reason, cure)
        self.report.rejects.append(RejectedRow(remark, self.sheet.header, cells))

    def release(self) -> None:
        """Release the cells and values; the row numbers remain."""
        self.sheet.columns = []
        self.values = {}

    def remaining(self) -> IntArray:
        """Return the numbers of the rows that are not rejected."""
        return np.flatnonzero(self.report.outcomes[self.rows] != REJECTED).astype(np.int64)
