"""Merging of a data set into a graph in memory: updates what exists, adds what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, Column, IntArray, column_of
from sociogram.graph.common.equality import same_value, united
from sociogram.graph.dataset import (
    RELATION_KEY_FIELDS,
    CellChange,
    CellChanges,
    Dataset,
    MergeCounts,
    Merged,
    SettleRow,
    Table,
)
from sociogram.graph.errors import DataError
from sociogram.graph.memory.from_dataset import entity_labels, relation_ids, tables_of
from sociogram.graph.memory.merge.counts import Reporter, RowCounts
from sociogram.graph.memory.merge.unchanged_rows import unchanged_nodes, unchanged_relations
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.transaction import Transaction
from sociogram.graph.merge_rules import DEFAULT_TYPE, UNION_PROPERTIES, is_draft, relation_keys
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Direction
from sociogram.graph.store import Progress

_ROW_LOOP_LIMIT = 500
"""Up to this many rows are merged one by one; for more, whole columns are read and compared first."""


def merge(writes: Transaction, dataset: Dataset, progress: Progress | None) -> MergeCounts:
    """Merge a data set within a transaction. Merging it twice has no further effect."""
    reporter = Reporter(progress, sum(map(len, _tables(dataset).values())))
    merger = _Merger(writes, reporter)
    counts = {
        "entities": merger.nodes(dataset.entities, ENTITY_LABEL, "id"),
        "sources": merger.nodes(dataset.sources, SOURCE_LABEL, "id"),
        "relation_types": merger.nodes(dataset.relation_types, RELATION_TYPE_LABEL, "type"),
        "relations": merger.relations(dataset.relations, dataset.cleared, dataset.settle or _fill_nulls),
    }
    reporter.finish()
    return counts


def fill(state: GraphState, dataset: Dataset, progress: Progress | None) -> MergeCounts:
    """Load a data set without duplicates into an empty graph as whole tables: faster than by row."""
    state.replace(tables_of(dataset))
    counts = {name: Merged(created=len(table)) for name, table in _tables(dataset).items()}
    if progress is not None:
        total = sum(merged.created for merged in counts.values())
        progress(total, total)
    return counts


def has_no_duplicates(dataset: Dataset) -> bool:
    """Return whether no two rows of a data set describe the same node or relationship."""
    keys = [
        dataset.entities.column("id").to_list(),
        dataset.sources.column("id").to_list(),
        dataset.relation_types.column("type").to_list(),
        relation_ids(dataset.relations).to_list() if len(dataset.relations) else [],
    ]
    return all(len(set(column)) == len(column) for column in keys)


def _tables(dataset: Dataset) -> dict[str, Table]:
    return {
        "entities": dataset.entities,
        "sources": dataset.sources,
        "relation_types": dataset.relation_types,
        "relations": dataset.relations,
    }


class _Merger:
    """Merges the tables of a data set within one transaction."""

    __slots__ = ("_entities", "_identities", "_is_small", "_relations", "_reporter", "_writes")

    def __init__(self, writes: Transaction, reporter: Reporter) -> None:
        self._writes = writes
        self._reporter = reporter
        self._entities: dict[Any, int | None] = {}
        self._relations: dict[Any, int] | None = None
        self._identities: dict[str, str] | None = None
        self._is_small = False

    def nodes(self, table: Table, label: str, key: str) -> Merged:
        """Merge nodes; those with the same ``label`` and the same value of ``key`` are one."""
        snapshot = self._writes.snapshot
        found = self._entities if label == ENTITY_LABEL else {}
        unchanged = np.zeros(len(table), dtype=np.bool_)
        if len(table) > _ROW_LOOP_LIMIT:
            slots = snapshot.nodes_with_label(label)
            values = snapshot.node_property(key).take(slots).to_list()
            found.update(zip(values, slots.tolist(), strict=True))
            own = np.array([found.get(value, -1) for value in table.column(key).to_list()], dtype=np.int64)
            unchanged = unchanged_nodes(snapshot, table, label, own)
        counts = self._counts(unchanged)
        for row_number, row in _rows(table, ~unchanged):
            types = row.pop("type", None) if label == ENTITY_LABEL else None
            labels = entity_labels(types) if label == ENTITY_LABEL else (label,)
            name = row.get(key)
            if name not in found:
                found[name] = self._find(key, name, label)
            slot = found[name]
            if slot is None:
                found[name] = self._writes.create_node(labels, row)
                counts.created += 1
            else:
                counts.count(row_number, changed=self._complete_node(slot, labels, row))
            self._reporter.step()
        return counts.merged()

    def _counts(self, unchanged: BoolArray) -> RowCounts:
        self._reporter.step(int(unchanged.sum()))
        return RowCounts(unchanged)

    def _find(self, key: str, value: Any, label: str) -> int | None:
        if value is None:
            return None
        slots = self._writes.snapshot.nodes_with_value(key, value, label).tolist()
        return slots[0] if slots else None

    def _complete_node(self, slot: int, labels: Sequence[str], row: dict[str, Any]) -> bool:
        writes, snapshot = self._writes, self._writes.snapshot
        was_stub = snapshot.node_property_value(slot, "stub") is True
        if row.get("stub") is True and not was_stub:
            return False  # a stub adds nothing to a described entity
        changed = [writes.add_label(slot, label) for label in labels]
        if row.get("stub") is False:
            del row["stub"]  # false is the same as missing
        if was_stub:
            row.setdefault("stub", None)
        changes = _changes(row, lambda name: snapshot.node_property_value(slot, name))
        for name, value in changes:
            writes.set_node_property(slot, name, value)
        return any(changed) or bool(changes)

    def relations(self, table: Table, cleared: Mapping[str, Sequence[str]], settle: SettleRow) -> Merged:
        """Merge relations by id; an id that is missing is computed from the key fields."""
        given = ~table.column("id").null_mask()
        ids = relation_ids(table)
        snapshot = self._writes.snapshot
        self._is_small = len(table) <= _ROW_LOOP_LIMIT and snapshot.has_text_ids
        unchanged = np.zeros(len(table), dtype=np.bool_)
        if len(table) > _ROW_LOOP_LIMIT:
            unchanged = unchanged_relations(snapshot, table, ids, self._entity_slots, cleared)
        counts = self._counts(unchanged)
        read_ids = ids.take(np.flatnonzero(~unchanged)).to_list()
        for (row_number, row), read_id in zip(_rows(table, ~unchanged), read_ids, strict=True):
            start = self._entity(row.pop("source", None), "source")
            end = self._entity(row.pop("target", None), "target")
            name = row.pop("type", None) or DEFAULT_TYPE
            own = read_id if given[row_number] else self._own_id(read_id, start, end, name)
            row["id"] = own
            for column in cleared.get(own, ()):
                row.setdefault(column, None)
            slot = _relationship(snapshot, start, end, name, own)
            # A correction may have moved the relation to other ends or another type, along with its computed
            # id.
            elsewhere = self._relation_called(own) if slot is None else None
            if slot is not None:
                is_correction = bool(given[row_number])
                changed = self._change_relationship(slot, row, counts, None if is_correction else settle)
                counts.count(row_number, changed=changed)
                counts.corrected += changed and is_correction
            elif elsewhere is None:
                self._add_relationship(start, end, name, row)
                counts.created += 1
            elif given[row_number]:
                self._replace_relationship(elsewhere, start, end, name, row, counts)
                counts.count(row_number, changed=True)
                counts.corrected += 1
            else:
                self._note_ends(elsewhere, start, end, name, own, counts.retained)
                counts.count(row_number, changed=False)
            self._reporter.step()
        return counts.merged()

    def _relation_called(self, name: Any) -> int | None:
        """Return the relation with this id, whatever its ends."""
        if self._relations is None and self._is_small:
            return self._writes.snapshot.relationship_called(name)
        if self._relations is None:
            snapshot = self._writes.snapshot
            slots = snapshot.all_relationships()
            ids = snapshot.relationship_property("id").take(slots).to_list()
            self._relations = dict(zip(ids, slots.tolist(), strict=True))
        return self._relations.get(name)

    def _own_id(self, made: str, start: int, end: int, name: str) -> str:
        """Return the current id of the relation with this computed id; a user may have given it another."""
        if self._identities is None and self._is_small:
            # Relations with the same computed id have the same ends and type.
            snapshot = self._writes.snapshot
            slots, ends = snapshot.expand_one(start, Direction.OUTGOING, (name,))
            between = [slot for slot, other in zip(slots, ends, strict=True) if other == end]
            own = _given_ids(snapshot, np.array(between, dtype=np.int64)).get(made, made)
            return made if snapshot.relationship_called(made) is not None else own
        if self._identities is None:
            snapshot = self._writes.snapshot
            self._identities = _given_ids(snapshot, snapshot.all_relationships())
        return self._identities.get(made, made)

    def _add_relationship(self, start: int, end: int, name: str, row: dict[str, Any]) -> None:
        row = {column: value for column, value in row.items() if value is not None}
        slot = self._writes.create_relationship(start, end, name, row)
        if self._relations is not None:
            self._relations[row["id"]] = slot

    def _replace_relationship(
        self, slot: int, start: int, end: int, name: str, row: dict[str, Any], counts: RowCounts
    ) -> None:
        """Set ends, type and values of a relation to those of a row; keep its other properties."""
        held = self._writes.snapshot.relationship_properties(slot)
        changes = [
            (column, value) for column, value in row.items() if not same_value(value, held.get(column))
        ]
        self._note_ends(slot, start, end, name, row["id"], counts.changes)
        _note(counts.changes, row["id"], changes, held.get)
        self._writes.delete_relationship(slot)
        self._add_relationship(start, end, name, {**held, **dict(changes)})

    def _note_ends(self, slot: int, start: int, end: int, name: str, own: str, noted: CellChanges) -> None:
        """Record where the ends and the type of a relation differ from those of a row."""
        snapshot = self._writes.snapshot
        for column, before, after in (
            ("source", snapshot.start[slot], start),
            ("target", snapshot.end[slot], end),
        ):
            if before != after:
                ids = [snapshot.node_property_value(int(node), "id") for node in (before, after)]
                noted.add(CellChange(own, column, *ids))
        held = snapshot.type_names[snapshot.type_codes[slot]]
        if held != name:
            noted.add(CellChange(own, "type", held, name))

    def _entity_slot(self, name: Any) -> int | None:
        if name not in self._entities:
            self._entities[name] = self._find("id", name, ENTITY_LABEL)
        return self._entities[name]

    def _entity_slots(self, names: Sequence[Any]) -> list[int]:
        slots = map(self._entity_slot, names)
        return [-1 if slot is None else slot for slot in slots]

    def _entity(self, name: Any, title: str) -> int:
        slot = self._entity_slot(name)
        if slot is None:
            raise DataError(
                f"A relation names {name!r} as its {title}, and no entity has that id.",
                column=title,
                cure="Add the entity, or correct the id.",
            )
        return slot

    def _change_relationship(
        self, slot: int, row: dict[str, Any], counts: RowCounts, settle: SettleRow | None
    ) -> bool:
        """Merge a row into an existing relation: a correction replaces values, else ``settle`` decides."""
        snapshot = self._writes.snapshot

        def held(name: str) -> Any:
            return snapshot.relationship_property_value(slot, name)

        changes = [(name, value) for name, value in row.items() if not same_value(value, held(name))]
        if settle is not None and changes:
            changes = [one for one in changes if not is_draft(*one) or held("review") is not None]
            differing = {
                name: value for name, value in changes if value is not None and _differs(value, held(name))
            }
            settled = settle(row, differing, held)
            changes = list(settled.items())
            unsettled = [(name, value) for name, value in differing.items() if name not in settled]
            _note(counts.retained, row["id"], unsettled, held)
        _note(counts.changes, row["id"], changes, held)
        for name, value in changes:
            self._writes.set_relationship_property(slot, name, value)
        return bool(changes)


def _note(
    noted: CellChanges, own: str, changes: Iterable[tuple[str, Any]], held: Callable[[str], Any]
) -> None:
    for name, value in changes:
        noted.add(CellChange(own, name, held(name), value))


def _given_ids(snapshot: Snapshot, slots: IntArray) -> dict[str, str]:
    """Map computed ids to given ids, for those of some relations that have a given one."""
    if not len(slots):
        return {}
    ids = snapshot.relationship_property("id").take(slots).to_list()
    ends = snapshot.node_property("id")
    columns: dict[str, Column] = {
        "source": ends.take(snapshot.start[slots]),
        "target": ends.take(snapshot.end[slots]),
        "type": column_of([snapshot.type_names[code] for code in snapshot.type_codes[slots].tolist()]),
    }
    made = relation_keys(
        [
            columns[name] if name in columns else snapshot.relationship_property(name).take(slots)
            for name in RELATION_KEY_FIELDS
        ]
    )
    held = set(ids)
    given: dict[str, str] = {}
    for own, key in zip(ids, made, strict=True):
        if own != key and own is not None and key not in held:
            given.setdefault(key, own)
    return given


def _fill_nulls(
    _: Mapping[str, Any], differing: Mapping[str, Any], held: Callable[[str], Any]
) -> Mapping[str, Any]:
    """Change only what is null."""
    return {name: value for name, value in differing.items() if held(name) is None}


def _differs(value: Any, held: Any) -> bool:
    """Return whether a value differs from the stored one; list order does not matter."""
    if isinstance(value, list) and isinstance(held, list):
        return bool(len(united(held, value)) > len(held) or len(united(value, held)) > len(value))
    return True


def _relationship(snapshot: Snapshot, start: int, end: int, name: str, own: str) -> int | None:
    slots, ends = snapshot.expand_one(start, Direction.OUTGOING, (name,))
    for slot, neighbour in zip(slots, ends, strict=True):
        if neighbour == end and snapshot.relationship_property_value(slot, "id") == own:
            return slot
    return None


def _changes(row: dict[str, Any], held: Callable[[str], Any]) -> list[tuple[str, Any]]:
    """Return the properties of a node that a row changes."""
    changes = []
    for name, new in row.items():
        old = held(name)
        if isinstance(old, list) and isinstance(new, list) and name in UNION_PROPERTIES:
            value: Any = united(old, new)
        else:
            value = new
        if not same_value(value, old):
            changes.append((name, value))
    return changes


def _rows(table: Table, chosen: BoolArray) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each chosen row, and the row without its nulls."""
    numbers = np.flatnonzero(chosen)
    names = list(table.columns)
    columns: Iterable[Sequence[Any]] = [column.take(numbers).to_list() for column in table.columns.values()]
    for number, *values in zip(numbers.tolist(), *columns, strict=True):
        yield number, {name: value for name, value in zip(names, values, strict=True) if value is not None}
