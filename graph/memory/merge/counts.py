"""Counts of the rows of a merge, for its result and for the report of its progress."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns import BoolArray
from sociogram.graph.dataset import CellChanges, Merged
from sociogram.graph.store import Progress

_STEP = 10_000
"""Rows between two progress reports."""


class Reporter:
    """Reports how many rows are done, every ``_STEP`` rows."""

    __slots__ = ("_done", "_progress", "_total")

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def step(self, rows: int = 1) -> None:
        """Count rows."""
        steps = self._done // _STEP
        self._done += rows
        if self._progress is not None and self._done // _STEP > steps:
            self._progress(self._done, self._total)

    def finish(self) -> None:
        """Report that all rows are done."""
        if self._progress is not None:
            self._progress(self._total, self._total)


class RowCounts:
    """Counts the created, updated and unchanged rows of a table; some are known to be unchanged."""

    __slots__ = ("_unchanged", "changes", "corrected", "created", "retained", "updated")

    def __init__(self, unchanged: BoolArray) -> None:
        self.created = 0
        self.updated = 0
        self.corrected = 0
        self.changes = CellChanges()
        self.retained = CellChanges()
        self._unchanged = unchanged.copy()

    def count(self, row: int, *, changed: bool) -> None:
        """Count a row whose node or relationship existed already."""
        if changed:
            self.updated += 1
        else:
            self._unchanged[row] = True

    def merged(self) -> Merged:
        """Return the counts."""
        rows = np.flatnonzero(self._unchanged)
        return Merged(
            self.created,
            self.updated,
            len(rows),
            unchanged_rows=rows,
            changes=self.changes,
            retained=self.retained,
            corrected=self.corrected,
        )
