"""Rows that are places in a list which the index of a graph keeps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sociogram.graph.columns.joined import concatenate

if TYPE_CHECKING:
    from sociogram.graph.columns.arrays import AnyArray, IntArray
    from sociogram.graph.columns.base import Column


class ScanSelection:
    """Says that slots are places in a list which the graph's index keeps, together with what it read there.

    Attributes:
        of: names the list: a label, or types of relationships; None is all there are.
        slots: the whole list, ascending.
        begin: the first place of a part of it.
        end: the place behind the part's last.
        rows: which places of the list, all of them in the part; None is the whole part, in its order.
    """

    __slots__ = ("begin", "end", "of", "rows", "slots")

    def __init__(
        self,
        of: str | tuple[str, ...] | None,
        slots: IntArray,
        begin: int,
        end: int,
        rows: IntArray | None = None,
    ) -> None:
        self.of: str | tuple[str, ...] | None = of
        self.slots: IntArray = slots
        self.begin: int = begin
        self.end: int = end
        self.rows: IntArray | None = rows

    def __len__(self) -> int:
        return self.end - self.begin if self.rows is None else len(self.rows)

    def part(self, begin: int, end: int) -> ScanSelection:
        """Return a part of this one, by places in it."""
        if self.rows is None:
            return ScanSelection(self.of, self.slots, self.begin + begin, self.begin + end)
        return ScanSelection(self.of, self.slots, self.begin, self.end, self.rows[begin:end])

    def take(self, rows: IntArray) -> ScanSelection:
        """Return the places at ``rows`` of this one."""
        if self.rows is not None:
            rows = self.rows[rows]
        elif self.begin:
            rows = rows + self.begin
        return ScanSelection(self.of, self.slots, self.begin, self.end, rows)

    def chosen(self) -> IntArray:
        """Return the slots at these places."""
        slots, rows = self.slots, self.rows
        if rows is not None and len(slots) > 0 and slots[-1] == len(slots) - 1:
            # every slot of a table without holes: each place is its slot
            return rows
        return self.cut(slots)

    def cut(self, listed: AnyArray) -> AnyArray:
        """Return what an array along the list has at these places."""
        return listed[self.begin : self.end] if self.rows is None else listed[self.rows]

    def read(self, listed: Column) -> Column:
        """Return what a column along the list has at these places."""
        return listed.part(self.begin, self.end) if self.rows is None else listed.take(self.rows)

    @staticmethod
    def joined(spans: Sequence[ScanSelection]) -> ScanSelection | None:
        """Return spans one after another as one; None where they do not lie so in one list."""
        first, last = spans[0], spans[-1]
        for before, after in pairwise(spans):
            if after.slots is not before.slots or after.begin != before.end:
                return None
        if all(span.rows is None for span in spans):
            return ScanSelection(first.of, first.slots, first.begin, last.end)
        rows = [np.arange(span.begin, span.end) if span.rows is None else span.rows for span in spans]
        return ScanSelection(first.of, first.slots, first.begin, last.end, concatenate(rows))
