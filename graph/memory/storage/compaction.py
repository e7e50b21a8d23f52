"""Compaction: moves the delta into new tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from sociogram.graph.columns import BoolArray, Column, ConstantColumn, TextColumn
from sociogram.graph.columns.patch import narrowed, sorted_text
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.tables import Tables


def compact(snapshot: Snapshot) -> Tables:
    """Return tables with the content of the snapshot; slots do not change."""
    tables, changes = snapshot._tables, snapshot._changes
    label_codes = np.empty(changes.node_slots, dtype=np.int32)
    label_codes[: tables.node_slots] = tables.label_codes
    if changes.labels:
        label_codes[list(changes.labels)] = list(changes.labels.values())
    return Tables(
        label_sets=tables.label_sets,
        type_names=tables.type_names,
        label_codes=label_codes,
        node_columns=_columns(snapshot.node_property_keys, snapshot.node_property),
        start=snapshot.start.astype(np.int32),
        end=snapshot.end.astype(np.int32),
        type_codes=snapshot.type_codes.astype(np.int32),
        relationship_columns=_columns(snapshot.relationship_property_keys, snapshot.relationship_property),
        dead_nodes=_holes(tables.dead_nodes, changes.dead_nodes, changes.node_slots),
        dead_relationships=_holes(
            tables.dead_relationships, changes.dead_relationships, changes.relationship_slots
        ),
    )


def _columns(keys: Iterable[str], column_of: Callable[[str], Column]) -> dict[str, Column]:
    columns = {}
    for key in keys:
        column = column_of(key)
        if isinstance(column, TextColumn):
            column = sorted_text(column)
        if not (isinstance(column, ConstantColumn) and column.constant is None):
            columns[key] = column
    return narrowed(columns)


def _holes(frozen: BoolArray | None, dead: set[int], length: int) -> BoolArray | None:
    if frozen is None and not dead:
        return None
    holes = np.zeros(length, dtype=np.bool_)
    if frozen is not None:
        holes[: len(frozen)] = frozen
    holes[list(dead)] = True
    return holes
