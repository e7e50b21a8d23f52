"""Changes of entity ids, for example from an id computed from a name to one that a user gives.

If another entity has the new id, the two are merged. Relations are kept: only their ends, ``claimed_by``,
``via`` and ids computed from these are updated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.common.equality import same_value
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.transaction import Transaction
from sociogram.graph.merge_rules import renamed_relation, united_entity
from sociogram.graph.model import ENTITY_LABEL, Direction


class _Relation(NamedTuple):
    """A relation before its entities were renamed."""

    slot: int
    start: int
    end: int
    type: str
    properties: dict[str, Any]


def rename_entities(writes: Transaction, renames: Mapping[str, str]) -> None:
    """Change ids of entities within a transaction; ids that no entity has are ignored.

    Args:
        writes: the transaction.
        renames: old id to new id. A new id is not renamed again.
    """
    snapshot = writes.snapshot
    slots = {name: _find(snapshot, name) for name in {*renames, *renames.values()}}
    moved = {old: slot for old in renames if (slot := slots[old]) is not None}
    relations = _relations_of(snapshot, moved)
    ids = {
        slot: snapshot.node_property_value(slot, "id")
        for relation in relations
        for slot in (relation.start, relation.end)
    }
    now: dict[int, int] = {}
    for old, slot in moved.items():
        new = renames[old]
        if slots[new] is None:
            slots[new] = slot
            writes.set_node_property(slot, "id", new)
        target = slots[new]
        if target is not None and target != slot:
            _unite(writes, target, slot)
            now[slot] = target
    for relation in relations:
        _follow(writes, relation, ids, renames, now)
    for slot in now:
        writes.delete_node(slot)


def _find(snapshot: Snapshot, name: str) -> int | None:
    found = snapshot.nodes_with_value("id", name, ENTITY_LABEL).tolist()
    return found[0] if found else None


def _relations_of(snapshot: Snapshot, moved: Mapping[str, int]) -> list[_Relation]:
    """Return the relations that refer to one of these entities, as an end or in a property."""
    slots = snapshot.all_relationships()
    nodes = list(moved.values())
    named = np.isin(snapshot.start[slots], nodes) | np.isin(snapshot.end[slots], nodes)
    for name in ("claimed_by", "via"):
        for row, value in enumerate(snapshot.relationship_property(name).take(slots).to_list()):
            if value is not None and any(text in moved for text in _texts(value)):
                named[row] = True
    starts, ends = snapshot.start, snapshot.end
    return [
        _Relation(
            slot,
            int(starts[slot]),
            int(ends[slot]),
            snapshot.type_name(slot),
            snapshot.relationship_properties(slot),
        )
        for slot in slots[named].tolist()
    ]


def _texts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _unite(writes: Transaction, target: int, merged: int) -> None:
    """Add to one entity the labels of another and the properties that it lacks."""
    snapshot = writes.snapshot
    for label in snapshot.node_labels(merged):
        writes.add_label(target, label)
    gained = united_entity(snapshot.node_properties(target), snapshot.node_properties(merged))
    for name, value in gained.items():
        writes.set_node_property(target, name, value)


def _follow(
    writes: Transaction,
    relation: _Relation,
    ids: Mapping[int, str],
    renames: Mapping[str, str],
    now: Mapping[int, int],
) -> None:
    """Update a relation after its entities were renamed; drop it if it becomes a duplicate."""
    before = {**relation.properties, "type": relation.type}
    before |= {"source": ids[relation.start], "target": ids[relation.end]}
    after = renamed_relation(before, renames)
    properties = {name: after[name] for name in relation.properties}
    start, end = now.get(relation.start, relation.start), now.get(relation.end, relation.end)
    if (start, end) == (relation.start, relation.end):
        for name, value in properties.items():
            if not same_value(value, relation.properties[name]):
                writes.set_relationship_property(relation.slot, name, value)
        return
    writes.delete_relationship(relation.slot)
    if not _has(writes.snapshot, start, end, relation.type, properties.get("id")):
        writes.create_relationship(start, end, relation.type, properties)


def _has(snapshot: Snapshot, start: int, end: int, name: str, own: Any) -> bool:
    """Return whether a relation with this id and type connects the two entities."""
    slots, ends = snapshot.expand_one(start, Direction.OUTGOING, (name,))
    return any(
        neighbour == end and snapshot.relationship_property_value(slot, "id") == own
        for slot, neighbour in zip(slots, ends, strict=True)
    )
