"""Columns of nodes and of relationships: slots in the tables of a graph."""

from __future__ import annotations

from typing import Any, Self

import numpy as np

from sociogram.graph.columns.arrays import AnyArray, BoolArray, IntArray
from sociogram.graph.columns.base import Column, RowIndices
from sociogram.graph.columns.scan_selection import ScanSelection


class EntityColumn(Column):
    """Slots in the tables of a graph; -1 is null.

    Attributes:
        slot_list: the slots as a list if the column was made from a short list, else None.
        selection: the slots as a selection over one of the snapshot's cached lists, if they are one; their
            array is then created on first use.
        filled: whether the column is known to have no null; False also if this is unknown.
    """

    __slots__ = ("_held", "filled", "selection", "slot_list")

    def __init__(
        self, slots: AnyArray | None, selection: ScanSelection | None = None, *, filled: bool = False
    ) -> None:
        self._held = slots
        self.slot_list: list[int] | None = None
        self.selection: ScanSelection | None = selection
        self.filled: bool = filled or selection is not None

    @classmethod
    def of(cls, slot_list: list[int]) -> Self:
        """Create a column from a short list of slots; the array is created on first use."""
        self = cls.__new__(cls)
        self._held = None
        self.slot_list = slot_list
        self.selection = None
        self.filled = False
        return self

    @property
    def slots(self) -> IntArray:
        """The slots as an int64 array."""
        held = self._held
        if held is None:
            if self.selection is not None:
                held = self._held = self.selection.slots()
            else:
                held = self._held = np.array(self.slot_list, dtype=np.int64)
        if held.dtype != np.int64:
            held = self._held = held.astype(np.int64)
        return held

    def __len__(self) -> int:
        if self.slot_list is not None:
            return len(self.slot_list)
        if self._held is not None:
            return len(self._held)
        return 0 if self.selection is None else len(self.selection)

    def take(self, rows: RowIndices) -> Self:
        slot_list = self.slot_list
        if type(rows) is not list:
            if self.selection is not None:
                return type(self)(None, self.selection.take(np.asarray(rows)))
            held = self.slots if self._held is None else self._held
            return type(self)(held[rows], filled=self.filled)
        if slot_list is None:
            held = self.slots if self._held is None else self._held
            return self.of(list(map(held.item, rows)))
        return self.of([slot_list[row] for row in rows])

    def part(self, begin: int, end: int) -> Self:
        if self.slot_list is not None:
            return self.of(self.slot_list[begin:end])
        if self.selection is not None:
            held = None if self._held is None else self._held[begin:end]
            return type(self)(held, self.selection.part(begin, end))
        return type(self)(self.slots[begin:end], filled=self.filled)

    def listed(self) -> list[int]:
        """Return the slots as a list; -1 is null."""
        listed: list[int] = self.slots.tolist() if self.slot_list is None else self.slot_list
        return listed

    def to_list(self) -> list[Any]:
        return [None if slot < 0 else slot for slot in self.listed()]

    def null_mask(self) -> BoolArray:
        return np.zeros(len(self), dtype=np.bool_) if self.filled else self.slots < 0

    def has_nulls(self) -> bool:
        if self.slot_list is not None:
            return -1 in self.slot_list
        return not self.filled and bool((self.slots < 0).any())

    def value(self, row: int) -> Any:
        slot = self.slots.item(row) if self.slot_list is None else self.slot_list[row]
        return None if slot < 0 else slot


class NodeColumn(EntityColumn):
    """Nodes of one graph."""

    __slots__ = ()
    kind = "node"


class RelationshipColumn(EntityColumn):
    """Relationships of one graph."""

    __slots__ = ()
    kind = "relationship"
