"""A data set merged into a graph in memory: what is there is completed, what is new is added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from sociogram.graph.common.equality import same_value, united
from sociogram.graph.dataset import Dataset, MergeCounts, Merged, Table
from sociogram.graph.errors import DataError
from sociogram.graph.memory.from_dataset import entity_labels, relation_ids, tables_of
from sociogram.graph.memory.state import GraphState
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.transaction import Transaction
from sociogram.graph.merge_rules import DEFAULT_TYPE, UNION_PROPERTIES
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Direction
from sociogram.graph.store import Progress

_MANY = 500
"""From so many rows on, ids are looked up in a dictionary made for all of them."""

_STEP = 10_000
"""Rows between two progress reports."""


def merge(writes: Transaction, dataset: Dataset, progress: Progress | None) -> MergeCounts:
    """Merge a data set within a transaction. Merging it twice changes nothing."""
    reporter = _Reporter(progress, sum(map(len, _tables(dataset).values())))
    merger = _Merger(writes, reporter)
    counts = {
        "entities": merger.nodes(dataset.entities, ENTITY_LABEL, "id"),
        "sources": merger.nodes(dataset.sources, SOURCE_LABEL, "id"),
        "relation_types": merger.nodes(dataset.relation_types, RELATION_TYPE_LABEL, "type"),
        "relations": merger.relations(dataset.relations),
    }
    reporter.finish()
    return counts


def fill(state: GraphState, dataset: Dataset, progress: Progress | None) -> MergeCounts:
    """Put a data set without duplicates into an empty graph, as its tables: faster than row by row."""
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


class _Reporter:
    """Reports how many rows are done, every ``_STEP`` rows."""

    __slots__ = ("_done", "_progress", "_total")

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def step(self) -> None:
        """Count a row."""
        self._done += 1
        if self._progress is not None and self._done % _STEP == 0:
            self._progress(self._done, self._total)

    def finish(self) -> None:
        """Report that all rows are done."""
        if self._progress is not None:
            self._progress(self._total, self._total)


class _RowCounts:
    """Counts what becomes of the rows of a table."""

    __slots__ = ("_unchanged", "created", "updated")

    def __init__(self) -> None:
        self.created = 0
        self.updated = 0
        self._unchanged: list[int] = []

    def count(self, row: int, *, changed: bool) -> None:
        """Count a row that was there already."""
        if changed:
            self.updated += 1
        else:
            self._unchanged.append(row)

    def merged(self) -> Merged:
        """Return the counts."""
        rows = np.array(self._unchanged, dtype=np.int64)
        return Merged(self.created, self.updated, len(rows), unchanged_rows=rows)


class _Merger:
    """Merges the tables of a data set within one transaction."""

    __slots__ = ("_entities", "_relations", "_reporter", "_writes")

    def __init__(self, writes: Transaction, reporter: _Reporter) -> None:
        self._writes = writes
        self._reporter = reporter
        self._entities: dict[Any, int | None] = {}
        self._relations: dict[Any, int] | None = None

    def nodes(self, table: Table, label: str, key: str) -> Merged:
        """Merge nodes that ``label`` and ``key`` make the same."""
        counts = _RowCounts()
        snapshot = self._writes.snapshot
        found = self._entities if label == ENTITY_LABEL else {}
        if len(table) > _MANY:
            slots = snapshot.nodes_with_label(label)
            values = snapshot.node_property(key).take(slots).to_list()
            found.update(zip(values, slots.tolist(), strict=True))
        for place, row in enumerate(_rows(table)):
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
                counts.count(place, changed=self._complete_node(slot, labels, row))
            self._reporter.step()
        return counts.merged()

    def _find(self, key: str, value: Any, label: str) -> int | None:
        if value is None:
            return None
        slots = self._writes.snapshot.nodes_with_value(key, value, label).tolist()
        return slots[0] if slots else None

    def _complete_node(self, slot: int, labels: Sequence[str], row: dict[str, Any]) -> bool:
        writes, snapshot = self._writes, self._writes.snapshot
        was_stub = snapshot.node_property_value(slot, "stub") is True
        if row.get("stub") is True and not was_stub:
            return False  # A stub says less than what is there.
        changed = [writes.add_label(slot, label) for label in labels]
        if row.get("stub") is False:
            del row["stub"]  # Says the same as nothing.
        if was_stub:
            row.setdefault("stub", None)
        changes = _changes(row, lambda name: snapshot.node_property_value(slot, name))
        for name, value in changes:
            writes.set_node_property(slot, name, value)
        return any(changed) or bool(changes)

    def relations(self, table: Table) -> Merged:
        """Merge relations, which their id makes the same, their own or one made of what they say."""
        counts = _RowCounts()
        given = ~table.column("id").null_mask()
        ids = relation_ids(table).to_list() if len(table) else []
        snapshot = self._writes.snapshot
        if len(table) > _MANY:
            # Ids that are computed one by one are slow: have them all computed at once.
            snapshot.relationship_property("id").to_list()
        for place, (row, own) in enumerate(zip(_rows(table), ids, strict=True)):
            start = self._entity(row.pop("source", None), "source")
            end = self._entity(row.pop("target", None), "target")
            name = row.pop("type", None) or DEFAULT_TYPE
            row["id"] = own
            slot = _relationship(snapshot, start, end, name, own)
            # A made id follows from ends and type, so that only a given one can be elsewhere.
            elsewhere = self._relation_called(own) if slot is None and given[place] else None
            if slot is not None:
                counts.count(place, changed=self._complete_relationship(slot, row))
            elif elsewhere is not None:
                self._replace_relationship(elsewhere, start, end, name, row)
                counts.count(place, changed=True)
            else:
                self._add_relationship(start, end, name, row)
                counts.created += 1
            self._reporter.step()
        return counts.merged()

    def _relation_called(self, name: Any) -> int | None:
        """Return the relation that has an id, between whatever ends."""
        if self._relations is None:
            snapshot = self._writes.snapshot
            slots = snapshot.all_relationships()
            ids = snapshot.relationship_property("id").take(slots).to_list()
            self._relations = dict(zip(ids, slots.tolist(), strict=True))
        return self._relations.get(name)

    def _add_relationship(self, start: int, end: int, name: str, row: dict[str, Any]) -> None:
        slot = self._writes.create_relationship(start, end, name, row)
        if self._relations is not None:
            self._relations[row["id"]] = slot

    def _replace_relationship(self, slot: int, start: int, end: int, name: str, row: dict[str, Any]) -> None:
        """Give a relation other ends or another type, and what a row says; what it does not say stays."""
        held = self._writes.snapshot.relationship_properties(slot)
        self._writes.delete_relationship(slot)
        self._add_relationship(start, end, name, {**held, **dict(_changes(row, held.get))})

    def _entity(self, name: Any, title: str) -> int:
        if name not in self._entities:
            self._entities[name] = self._find("id", name, ENTITY_LABEL)
        slot = self._entities[name]
        if slot is None:
            raise DataError(
                f"A relation names {name!r} as its {title}, and no entity has that id.",
                column=title,
                cure="Add the entity, or correct the id.",
            )
        return slot

    def _complete_relationship(self, slot: int, row: dict[str, Any]) -> bool:
        snapshot = self._writes.snapshot
        changes = _changes(row, lambda name: snapshot.relationship_property_value(slot, name))
        for name, value in changes:
            self._writes.set_relationship_property(slot, name, value)
        return bool(changes)


def _relationship(snapshot: Snapshot, start: int, end: int, name: str, own: str) -> int | None:
    slots, ends = snapshot.expand_one(start, Direction.OUTGOING, (name,))
    for slot, neighbour in zip(slots, ends, strict=True):
        if neighbour == end and snapshot.relationship_property_value(slot, "id") == own:
            return slot
    return None


def _changes(row: dict[str, Any], held: Callable[[str], Any]) -> list[tuple[str, Any]]:
    """Return the properties that a row says otherwise than they are held."""
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


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    """Give each row without its nulls."""
    names = list(table.columns)
    columns: Iterable[Sequence[Any]] = [column.to_list() for column in table.columns.values()]
    if not names:
        yield from ({} for _ in range(len(table)))
        return
    for values in zip(*columns, strict=True):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not None}
