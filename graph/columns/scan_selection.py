"""A selection over a list of slots that a snapshot caches: what a scan yields."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sociogram.graph.columns.arrays import concatenate

if TYPE_CHECKING:
    from sociogram.graph.columns.arrays import AnyArray, IntArray
    from sociogram.graph.columns.base import Column


class ScanSelection:
    """A selection over one of the snapshot's cached lists: all nodes of a label, all relationships of a type.

    Attributes:
        of: the name of the list: a label or relationship types; None for the list of all.
        scanned: the slots of the whole list, ascending.
        begin: the first position of the selected range.
        end: the position after its last.
        rows: the selected positions, all of them in the range; None selects the range, in order.
    """

    __slots__ = ("begin", "end", "of", "rows", "scanned")

    def __init__(
        self,
        of: str | tuple[str, ...] | None,
        scanned: IntArray,
        begin: int,
        end: int,
        rows: IntArray | None = None,
    ) -> None:
        self.of: str | tuple[str, ...] | None = of
        self.scanned: IntArray = scanned
        self.begin: int = begin
        self.end: int = end
        self.rows: IntArray | None = rows

    def __len__(self) -> int:
        return self.end - self.begin if self.rows is None else len(self.rows)

    def part(self, begin: int, end: int) -> ScanSelection:
        """Return a range of this selection, by positions in it."""
        if self.rows is None:
            return ScanSelection(self.of, self.scanned, self.begin + begin, self.begin + end)
        return ScanSelection(self.of, self.scanned, self.begin, self.end, self.rows[begin:end])

    def take(self, rows: IntArray) -> ScanSelection:
        """Return the positions at ``rows`` of this selection."""
        if self.rows is not None:
            rows = self.rows[rows]
        elif self.begin:
            rows = rows + self.begin
        return ScanSelection(self.of, self.scanned, self.begin, self.end, rows)

    def slots(self) -> IntArray:
        """Return the selected slots."""
        scanned, rows = self.scanned, self.rows
        if rows is not None and len(scanned) > 0 and scanned[-1] == len(scanned) - 1:
            # The list has every slot of a table without holes, so each position is its slot.
            return rows
        return self.slice(scanned)

    def slice(self, listed: AnyArray) -> AnyArray:
        """Return the selected items of an array that is parallel to the list."""
        return listed[self.begin : self.end] if self.rows is None else listed[self.rows]

    def gather(self, listed: Column) -> Column:
        """Return the selected rows of a column that is parallel to the list."""
        return listed.part(self.begin, self.end) if self.rows is None else listed.take(self.rows)

    @staticmethod
    def concat(selections: Sequence[ScanSelection]) -> ScanSelection | None:
        """Concatenate selections; None unless they are adjacent ranges of one list."""
        first, last = selections[0], selections[-1]
        for before, after in pairwise(selections):
            if after.scanned is not before.scanned or after.begin != before.end:
                return None
        if all(one.rows is None for one in selections):
            return ScanSelection(first.of, first.scanned, first.begin, last.end)
        rows = [np.arange(one.begin, one.end) if one.rows is None else one.rows for one in selections]
        return ScanSelection(first.of, first.scanned, first.begin, last.end, concatenate(rows))
