"""Path values that are assembled from columns on demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, Column, IntArray, ObjectColumn, RowIndices
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.execute.slots import StepLists, node_slots, relationship_slots, slots_in
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.values.references import PathRef

Elements = tuple[tuple[str, tuple[str, ...]], ...]


class PathColumn(ObjectColumn):
    """Paths, stored as the columns of their elements."""

    __slots__ = ("_batch", "_elements", "_paths", "_snapshot")

    def __init__(self, batch: Batch, elements: Elements, snapshot: Snapshot) -> None:
        self._batch = batch
        self._elements = elements
        self._snapshot = snapshot
        self._paths: Any = None

    @property
    def values(self) -> Any:  # type: ignore[override]
        """The paths as Python values, created on first access."""
        if self._paths is None:
            self._paths = np.empty(self._batch.length, dtype=np.object_)
            for row, path in enumerate(_paths(self._batch, self._elements, self._snapshot)):
                self._paths[row] = path
        return self._paths

    def __len__(self) -> int:
        return self._batch.length

    def take(self, rows: RowIndices) -> ObjectColumn:
        """Select rows of the element columns, or of the paths if they have already been created."""
        if self._paths is not None or len(rows) > self._batch.length:
            return ObjectColumn(self.values[rows])
        return PathColumn(self._batch.take(rows), self._elements, self._snapshot)

    def null_mask(self) -> BoolArray:
        """Return the mask of null paths: those of an optional pattern without a match."""
        return np.array([path is None for path in self.values], dtype=np.bool_)

    def value(self, row: int) -> Any:
        """Return one path."""
        return self.values[row]


def _paths(batch: Batch, elements: Elements, snapshot: Snapshot) -> list[PathRef | None]:
    columns = [_steps(batch, kind, names) for kind, names in elements]
    new_columns: list[PathRef | None] = []
    for row in range(batch.length):
        nodes: list[int] = []
        relationships: list[int] = []
        for (kind, _), steps in zip(elements, columns, strict=True):
            found = steps[row]
            if found is None:
                new_columns.append(None)
                break
            if kind == "node":
                if len(nodes) == len(relationships):
                    nodes.append(found)
                continue
            for slot in [found] if kind == "relationship" else found:
                relationships.append(slot)
                nodes.append(other_end(snapshot, slot, nodes[-1]))
        else:
            new_columns.append(PathRef(tuple(nodes), tuple(relationships)))
    return new_columns


def other_end(snapshot: Snapshot, relationship: int, node: int) -> int:
    """Return the node at the other end of a relationship."""
    start = snapshot.start_of(relationship)
    return snapshot.end_of(relationship) if start == node else start


def _steps(batch: Batch, kind: str, names: tuple[str, ...]) -> list[Any]:
    """Return one element of each row's path: a slot, or a list of slots; None for null."""
    if kind == "node":
        return _or_none(node_slots(batch.columns[names[0]]))
    if kind == "relationship":
        return _or_none(relationship_slots(batch.columns[names[0]]))
    lists = [_slot_lists(batch.columns[name]) for name in names]
    if len(lists) == 1:
        return lists[0]
    return [
        None
        if any(part is None for part in parts)
        else [slot for bindings in zip(*parts, strict=True) for slot in bindings]
        for parts in zip(*lists, strict=True)
    ]


def _or_none(slots: IntArray) -> list[int | None]:
    return [None if slot < 0 else slot for slot in slots.tolist()]


def _slot_lists(column: Column) -> list[list[int] | None]:
    if type(column) is StepLists:
        if not column.steps:
            return [[] for _ in range(len(column))]
        return [list(slots) for slots in zip(*(step.tolist() for step in column.steps), strict=True)]
    return [None if value is None else slots_in(value) for value in column.to_list()]


def build_path_projection(plan: op.PathProjection, builder: OperatorBuilder) -> Runner:
    """Bind a path to a variable."""
    source = builder.build(plan.source)

    def run_path_projection(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            paths = PathColumn(batch, plan.elements, context.snapshot)
            yield batch.with_columns({plan.variable: paths})

    return run_path_projection
