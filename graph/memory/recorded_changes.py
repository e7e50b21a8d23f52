"""The writes since a graph's tables were frozen, as plain data from which another process restores the graph.

Recording a few writes to a large graph is far cheaper than building and storing its tables again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.memory.saved_rows import SavedRows
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.delta import Delta, PropertyDelta
from sociogram.graph.memory.transaction import Transaction

Recorded: TypeAlias = Mapping[str, Any]
"""Writes that ``json`` stores and reads back unchanged."""


def recorded(state: GraphState, digest: str) -> Recorded | None:
    """Return the writes since the tables were frozen, and the rows of the files that hold them.

    None if JSON cannot represent them, or if the files with this digest do not hold the graph.
    """
    delta, tables, saved = state.delta, state.tables, state.saved
    values = [*delta.node_values.values(), *delta.relationship_values.values()]
    written = chain.from_iterable(one.changes.values() for one in values)
    if (
        saved is None
        or saved.digest != digest
        or not all(map(_is_plain, written))
        or not _have_ids(delta, tables.relationship_slots)
    ):
        return None
    sets, types, new = tables.label_sets.sets, tables.type_names.names, delta.added
    added = range(delta.relationship_slots - tables.relationship_slots)
    return {
        "nodes": delta.node_slots - tables.node_slots,
        "labels": [[slot, sets[code]] for slot, code in delta.labels.items()],
        "node_values": _pairs(delta.node_values),
        "relationships": [[new.start[at], new.end[at], types[new.codes[at]]] for at in added],
        "relationship_values": _pairs(delta.relationship_values),
        "dead_nodes": sorted(delta.dead_nodes),
        "dead_relationships": sorted(delta.dead_relationships),
        "rows": {table: _ranges(slots) for table, slots in saved.slots.items()},
    }


def replay(state: GraphState, changes: Recorded, digest: str) -> None:
    """Write recorded changes into a graph of the same tables, which the files with this digest hold."""
    writes = Transaction(state, checked=False)
    for _ in range(changes["nodes"]):
        writes.create_node()
    for slot, labels in changes["labels"]:
        _relabel(writes, slot, labels)
    for key, pairs in changes["node_values"].items():
        for slot, value in pairs:
            writes.set_node_property(slot, key, value)
    for start, end, name in changes["relationships"]:
        writes.create_relationship(start, end, name)
    for key, pairs in changes["relationship_values"].items():
        for slot, value in pairs:
            writes.set_relationship_property(slot, key, value)
    for slot in changes["dead_relationships"]:
        writes.delete_relationship(slot)
    for slot in changes["dead_nodes"]:
        writes.delete_node(slot)
    writes.commit()
    slots = {table: _slots(ranges) for table, ranges in changes["rows"].items()}
    state.saved = SavedRows(digest, slots, held=state.savepoint())


def _relabel(writes: Transaction, slot: int, labels: Iterable[str]) -> None:
    held = set(writes.snapshot.node_labels(slot))
    for label in {*labels} - held:
        writes.add_label(slot, label)
    for label in held - {*labels}:
        writes.remove_label(slot, label)


def _is_plain(value: Any) -> bool:
    if type(value) is list:
        return all(map(_is_plain, value))
    return value is None or type(value) in (str, int, float, bool)


def _have_ids(delta: Delta, first: int) -> bool:
    """Return whether each new relationship has an id; another one gets its id in the file."""
    ids = delta.relationship_values.get("id")
    held = {} if ids is None else ids.changes
    new = range(first, delta.relationship_slots)
    return all(held.get(slot) is not None for slot in new if slot not in delta.dead_relationships)


def _pairs(values: Mapping[str, PropertyDelta]) -> dict[str, list[list[Any]]]:
    return {key: [[slot, value] for slot, value in one.changes.items()] for key, one in values.items()}


def _ranges(slots: IntArray) -> list[list[int]]:
    """Return slots as ranges: the first of each, and their number."""
    if not len(slots):
        return []
    begins = np.flatnonzero(np.diff(slots, prepend=slots[0] - 2) != 1)
    lengths = np.diff(begins, append=len(slots))
    return [[int(first), int(length)] for first, length in zip(slots[begins], lengths, strict=True)]


def _slots(ranges: Iterable[tuple[int, int]]) -> IntArray:
    parts = [np.arange(first, first + length, dtype=np.int64) for first, length in ranges]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
