"""Convert columns of nodes or relationships, of any column type, to arrays of slots."""

from __future__ import annotations

from typing import Any

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    Column,
    ConstantColumn,
    IntArray,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    RowIndices,
)
from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef, article, shown


def node_slots(column: Column, name: str = "") -> IntArray:
    """Return the slots of a column of nodes; -1 is null."""
    if type(column) is NodeColumn:
        return column.slots
    return _slots(column, NodeRef, "node", name)


def relationship_slots(column: Column, name: str = "") -> IntArray:
    """Return the slots of a column of relationships; -1 is null."""
    if type(column) is RelationshipColumn:
        return column.slots
    return _slots(column, RelationshipRef, "relationship", name)


def node_column(nodes: RowIndices) -> NodeColumn:
    """Build a column from nodes, given as an array or a list."""
    return NodeColumn.of(nodes) if isinstance(nodes, list) else NodeColumn(nodes)


def as_relationship_column(column: Column) -> RelationshipColumn:
    """Return a column of relationships as a ``RelationshipColumn``."""
    return column if type(column) is RelationshipColumn else RelationshipColumn(relationship_slots(column))


def _slots(column: Column, kind: type, noun: str, name: str) -> IntArray:
    if isinstance(column, ConstantColumn):
        return np.full(len(column), _slot(column.constant, kind, noun, name), dtype=np.int64)
    if isinstance(column, (NodeColumn, RelationshipColumn)):
        raise _wrong("a node" if noun == "relationship" else "a relationship", noun, name)
    values = column.to_list()
    return np.fromiter(
        (_slot(value, kind, noun, name) for value in values), dtype=np.int64, count=len(values)
    )


def _slot(value: Any, kind: type, noun: str, name: str) -> int:
    if value is None:
        return -1
    if type(value) is kind and isinstance(value, (NodeRef, RelationshipRef)):
        return value.slot
    raise _wrong(f"{shown(value)}, {article(type_name(value))}", noun, name)


def _wrong(found: str, noun: str, name: str) -> CypherTypeError:
    what = f"{name} is {found}" if name and not name.startswith(" ") else f"Found {found}"
    return CypherTypeError(f"{what}, where a {noun} is expected.", detail="InvalidArgumentType")


class StepLists(ObjectColumn):
    """Lists of relationships, all of the same length, stored as one array per list position."""

    __slots__ = ("_lists", "length", "steps")

    def __init__(self, steps: tuple[IntArray, ...], length: int) -> None:
        self.steps: tuple[IntArray, ...] = steps
        self.length: int = length
        self._lists: Any = None

    @property
    def values(self) -> Any:  # type: ignore[override]
        """The lists as Python values, created on first access."""
        if self._lists is None:
            array = np.empty(self.length, dtype=np.object_)
            if not self.steps:
                for row in range(self.length):
                    array[row] = []
            else:
                columns = [[RelationshipRef(slot) for slot in step.tolist()] for step in self.steps]
                for row, references in enumerate(zip(*columns, strict=True)):
                    array[row] = list(references)
            self._lists = array
        return self._lists

    def __len__(self) -> int:
        return self.length

    def take(self, rows: RowIndices) -> StepLists:
        """Return the lists at ``rows``, still as arrays."""
        selected = StepLists(tuple(step[rows] for step in self.steps), len(rows))
        if self._lists is not None:
            selected._lists = self._lists[rows]
        return selected

    def null_mask(self) -> BoolArray:
        """Return the mask of null lists; no list is null."""
        return np.zeros(self.length, dtype=np.bool_)

    def value(self, row: int) -> Any:
        """Return one list."""
        return [RelationshipRef(int(step[row])) for step in self.steps]


def unlike_mask(relationships: IntArray, column: Column) -> BoolArray:
    """Return, for each row, whether its relationship differs from all those in the column's row."""
    if type(column) is RelationshipColumn:
        return np.not_equal(relationships, column.slots)
    if type(column) is StepLists:
        mask = np.ones(len(relationships), dtype=np.bool_)
        for step in column.steps:
            mask &= relationships != step
        return mask
    is_unlike = [
        slot not in slots_in(value)
        for slot, value in zip(relationships.tolist(), column.to_list(), strict=True)
    ]
    return np.array(is_unlike, dtype=np.bool_)


def slots_in(value: Any) -> list[int]:
    """Return the slots of a relationship, or of a list of them."""
    if value is None:
        return []
    if isinstance(value, list):
        return [item.slot for item in value if item is not None]
    return [value if isinstance(value, int) else value.slot]
