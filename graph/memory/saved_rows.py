"""The rows of a data folder that have changed since the graph was read from it or saved to it.

Few rows change between two saves. With these rows, the loaders rewrite a few lines instead of whole files.
In unusual cases the result is None: the folder is then written from ``to_dataset``, which reports what its
tables cannot represent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, IntArray, column_of
from sociogram.graph.dataset import RowsToSave, Table, TableChanges
from sociogram.graph.memory.storage.delta import Delta, PropertyDelta
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.memory.storage.tables import Tables
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, types_of

_ROW_LIMIT, _SHARE = 1000, 4
"""Above this number and a quarter of the graph, rewriting whole files is as fast as changing lines."""

_NODE_TABLES = {"sources": SOURCE_LABEL, "relation_types": RELATION_TYPE_LABEL}


@dataclass(slots=True)
class SavedRows:
    """The slot of each row in the files of a data folder, and what was written since.

    Attributes:
        digest: the digest of the files.
        slots: the slots of each table's rows, in the order of the file.
        nodes: the nodes that were written to.
        renamed: the nodes whose id was written.
        relationships: the relationships that were written to.
        held: the delta when the files were written; its values are in them.
    """

    digest: str
    slots: dict[str, IntArray]
    nodes: set[int] = field(default_factory=set)
    renamed: set[int] = field(default_factory=set)
    relationships: set[int] = field(default_factory=set)
    held: Delta | None = None

    @classmethod
    def of_tables(cls, tables: Tables, digest: str) -> SavedRows:
        """Return the rows of tables that were read from the files with this digest."""
        sets = tables.label_sets.sets
        kinds = np.array([_kind(labels) for labels in sets] or [0], dtype=np.int8)[tables.label_codes]
        names = ("entities", *_NODE_TABLES)
        slots = {name: np.flatnonzero(kinds == kind) for kind, name in enumerate(names)}
        return cls(digest, {**slots, "relations": np.arange(tables.relationship_slots, dtype=np.int32)})

    def note(self, delta: Delta) -> None:
        """Record what a delta has written since the save, before compaction moves it into the tables."""
        held = self.held
        self.nodes.update(_written(delta.labels, {} if held is None else held.labels))
        for key, values in delta.node_values.items():
            nodes = _written(values.changes, {} if held is None else _changes_of(held.node_values, key))
            self.nodes.update(nodes)
            if key == "id":
                self.renamed.update(nodes)
        for key, values in delta.relationship_values.items():
            known = {} if held is None else _changes_of(held.relationship_values, key)
            self.relationships.update(_written(values.changes, known))

    def follow(
        self, digest: str, held: Delta, orders: Mapping[str, IntArray], added: Mapping[str, IntArray]
    ) -> None:
        """Record the order of rows in files that were just written.

        Args:
            digest: the digest of these files.
            held: the delta whose values are in these files; nothing is written to it any more.
            orders: by table, the former number of each row; new rows are numbered after the former ones.
            added: by table, the slots of the new rows.
        """
        self.digest, self.held = digest, held
        for table, order in orders.items():
            self.slots[table] = np.concatenate([self.slots[table], added[table]])[order]
        for written in (self.nodes, self.renamed, self.relationships):
            written.clear()


def _changes_of(values: Mapping[str, PropertyDelta], key: str) -> Mapping[int, Any]:
    return values[key].changes if key in values else {}


def _written(changes: Mapping[int, Any], known: Mapping[int, Any]) -> Collection[int]:
    """Return the slots whose value was written since: it is not the same object as the known one."""
    if not known:
        return changes.keys()
    return [slot for slot, value in changes.items() if slot not in known or known[slot] is not value]


def _kind(labels: Sequence[str]) -> int:
    """Return the table of a node with these labels: 0 for entities, 1 for sources, 2 for relation types."""
    if ENTITY_LABEL in labels:
        return 0
    return 1 if SOURCE_LABEL in labels else 2 * (RELATION_TYPE_LABEL in labels)


def rows_to_save(snapshot: Snapshot, saved: SavedRows, delta: Delta) -> RowsToSave | None:
    """Return the changes since a save; None if only whole tables can be written.

    Args:
        snapshot: the graph.
        saved: the rows that were saved; it has noted the current delta.
        delta: the current delta, to which nothing is written any more.
    """
    written = len(saved.nodes) + len(saved.relationships)
    if written > max(_ROW_LIMIT, (snapshot.node_count + snapshot.relationship_count) // _SHARE):
        return None
    changed = _ChangedRows(snapshot, saved)
    try:
        tables = {**dict(changed.node_tables()), "relations": changed.relations()}
    except _NeedsWholeTablesError:
        return None
    return RowsToSave(tables, lambda digest, orders: saved.follow(digest, delta, orders, changed.added))


class _ChangedRows:
    """Finds the changes of each table since a save."""

    def __init__(self, snapshot: Snapshot, saved: SavedRows) -> None:
        self._snapshot = snapshot
        self._saved = saved
        self.added: dict[str, IntArray] = {}

    def node_tables(self) -> Iterator[tuple[str, TableChanges]]:
        """Yield the changes of entities, sources and relation types."""
        snapshot = self._snapshot
        touched = _mask(self._saved.nodes, snapshot.node_slots)
        is_live = _mask(snapshot.all_nodes(), snapshot.node_slots)
        others = np.zeros(snapshot.node_slots, dtype=np.bool_)
        is_entity = snapshot.label_mask(ENTITY_LABEL)
        for name, label in _NODE_TABLES.items():
            is_row = snapshot.label_mask(label) & is_live & ~is_entity & ~others
            others |= is_row
            yield name, self._changes(name, is_row, touched, partial(self._plain, label))
        yield "entities", self._changes("entities", is_live & ~others, touched, self._entities)

    def relations(self) -> TableChanges:
        """Return the changes of relations, also those whose ends have another id."""
        snapshot = self._snapshot
        touched = _mask(self._saved.relationships, snapshot.relationship_slots)
        if self._saved.renamed:
            renamed = _mask(self._saved.renamed, snapshot.node_slots)
            touched |= renamed[snapshot.start] | renamed[snapshot.end]
        is_row = _mask(snapshot.all_relationships(), snapshot.relationship_slots)
        return self._changes("relations", is_row, touched, self._ends)

    def _changes(
        self, name: str, is_row: BoolArray, touched: BoolArray, rows_at: Callable[[list[int]], Table]
    ) -> TableChanges:
        slots = self._saved.slots[name]
        stays = is_row[slots]
        changed = np.flatnonzero(stays & touched[slots])
        is_new = is_row.copy()
        is_new[slots] = False
        self.added[name] = np.flatnonzero(is_new)
        wanted = [*slots[changed].tolist(), *self.added[name].tolist()]
        frozen = self._snapshot._tables
        columns = frozen.relationship_columns if name == "relations" else frozen.node_columns
        return TableChanges(len(slots), changed, np.flatnonzero(~stays), rows_at(wanted), columns)

    def _plain(self, label: str, slots: list[int]) -> Table:
        if any(self._snapshot.node_labels(slot) != (label,) for slot in slots):
            raise _NeedsWholeTablesError
        return self._node_rows(slots)

    def _entities(self, slots: list[int]) -> Table:
        table = self._node_rows(slots)
        if "type" in table.columns or None in table.column("id").to_list():
            raise _NeedsWholeTablesError
        labels = [types_of(self._snapshot.node_labels(slot)) or None for slot in slots]
        return Table(len(slots), table.columns | {"type": column_of(labels)})

    def _node_rows(self, slots: list[int]) -> Table:
        snapshot = self._snapshot
        return _table(snapshot.node_property_keys, snapshot.node_property_values, slots)

    def _ends(self, slots: list[int]) -> Table:
        snapshot = self._snapshot
        table = _table(snapshot.relationship_property_keys, snapshot.relationship_property_values, slots)
        if not table.columns.keys().isdisjoint(("source", "target", "type")):
            raise _NeedsWholeTablesError
        is_entity = snapshot.label_mask(ENTITY_LABEL)
        for title, nodes in (("source", snapshot.start), ("target", snapshot.end)):
            ends = nodes[slots].tolist() if slots else []
            ids = snapshot.node_property_values(ends, "id")
            if None in ids or not all(is_entity[end] for end in ends):
                raise _NeedsWholeTablesError
            table.columns[title] = column_of([str(own) for own in ids])
        table.columns["type"] = column_of([snapshot.type_name(slot) for slot in slots])
        return table


class _NeedsWholeTablesError(Exception):
    """Something that only whole tables can represent, or reject."""


def _mask(slots: Any, length: int) -> BoolArray:
    mask = np.zeros(length, dtype=np.bool_)
    mask[list(slots) if isinstance(slots, set) else slots] = True
    return mask


def _table(keys: Sequence[str], values_of: Callable[[list[int], str], list[Any]], slots: list[int]) -> Table:
    """Return a table of the properties at ``slots``, without properties that are null everywhere."""
    columns = {}
    for key in keys if slots else ():
        values = values_of(slots, key)
        if any(value is not None for value in values):
            columns[key] = column_of(values)
    return Table(len(slots), columns)
