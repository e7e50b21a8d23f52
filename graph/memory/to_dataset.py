"""Conversion of a snapshot to the tables of a data set."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from sociogram.graph.columns import (
    BoolArray,
    Column,
    DictionaryColumn,
    IntArray,
    ObjectColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.columns.coded import CodedColumn
from sociogram.graph.columns.patch import DerivedColumn, objects
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.errors import DataError
from sociogram.graph.memory.networkx.to_networkx import fresh_key
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, types_of

_ROWS_AT_ONCE = 1 << 12


def dataset_of(snapshot: Snapshot) -> Dataset:
    """Return tables of everything that a snapshot holds.

    A node that is neither a source nor a relation type is an entity; one without an ``id`` gets a generated
    one.

    Raises:
        DataError: the tables cannot represent something, for example a relation of a source.
    """
    sources, types, entities = _kinds(snapshot)
    _check_plain(snapshot, sources, SOURCE_LABEL)
    _check_plain(snapshot, types, RELATION_TYPE_LABEL)
    ids = _entity_ids(snapshot, entities)
    is_entity = np.zeros(snapshot.node_slots, dtype=np.bool_)
    is_entity[entities] = True
    return Dataset(
        entities=_entities(snapshot, entities, ids),
        relations=_relations(snapshot, ids, is_entity),
        sources=_table(snapshot.node_property_keys, snapshot.node_property, sources),
        relation_types=_table(snapshot.node_property_keys, snapshot.node_property, types),
    )


def _kinds(snapshot: Snapshot) -> tuple[IntArray, IntArray, IntArray]:
    """Return the slots of sources, of relation types, and of entities."""
    is_entity = snapshot.label_mask(ENTITY_LABEL)
    is_source = snapshot.label_mask(SOURCE_LABEL) & ~is_entity
    is_type = snapshot.label_mask(RELATION_TYPE_LABEL) & ~is_entity & ~is_source
    live = snapshot.all_nodes()
    entities = live[~(is_source[live] | is_type[live])]
    return np.flatnonzero(is_source), np.flatnonzero(is_type), entities


def _check_plain(snapshot: Snapshot, slots: IntArray, label: str) -> None:
    """Raise DataError for labels that the tables of sources and relation types have no column for."""
    for slot in slots.tolist():
        others = [other for other in snapshot.node_labels(slot) if other != label]
        if others:
            raise DataError(
                f"A node is :{label} and :{others[0]}, and its table has no column for more labels.",
                cure=f"Remove one of the labels, or add :{ENTITY_LABEL}.",
            )


def _entity_ids(snapshot: Snapshot, entities: IntArray) -> Column:
    """Return the id of each entity as text, by slot; null for other nodes without one."""
    given = snapshot.node_property("id")
    if isinstance(given, TextColumn) and not given.take(entities).has_nulls():
        return given
    values = given.to_list()
    taken = {str(values[slot]) for slot in entities.tolist() if values[slot] is not None}
    for slot in entities.tolist():
        values[slot] = fresh_key(slot, taken) if values[slot] is None else str(values[slot])
    return column_of(values)


def _entities(snapshot: Snapshot, slots: IntArray, ids: Column) -> Table:
    table = _table(snapshot.node_property_keys, snapshot.node_property, slots)
    if "type" in table.columns:
        row = int(np.argmax(~table.columns["type"].null_mask()))
        raise DataError(
            f"Entity {ids.value(int(slots[row]))!r} has a property called type, but that column "
            "holds the labels.",
            column="type",
            cure="Rename the property.",
        )
    columns: dict[str, Column] = {"id": ids.take(slots)}
    columns |= {name: column for name, column in table.columns.items() if name != "id"}
    held = snapshot.labels_by_slot().take(slots)
    types = [types_of(labels) for labels in held.table]
    has_types = np.array([bool(labels) for labels in types])
    codes = np.where(has_types[held.codes], held.codes, -1) if len(types) else held.codes
    columns["type"] = DictionaryColumn(codes, objects(types, len(types)))
    return Table(len(slots), columns)


def _relations(snapshot: Snapshot, ids: Column, is_entity: BoolArray) -> Table:
    live = snapshot.all_relationships()
    columns: dict[str, Column] = {}
    for title, ends in (("source", snapshot.start), ("target", snapshot.end)):
        slots = ends[live]
        if not is_entity[slots].all():
            raise DataError(
                "A relationship begins or ends at a source or a relation type, but the tables hold "
                "only relations between entities.",
                column=title,
                cure="Export the graph in another format.",
            )
        columns[title] = ids.take(slots)
    columns["type"] = snapshot.types_by_slot().take(live)
    table = _table(snapshot.relationship_property_keys, snapshot.relationship_property, live)
    for title in columns:
        if title in table.columns:
            raise DataError(
                f"A relationship has a property called {title}, but that column has another meaning.",
                column=title,
                cure="Rename the property.",
            )
    own = table.columns.pop("id", None)
    whole = Table(len(live), columns | table.columns)
    if own is not None:
        whole.columns["id"] = own
    return whole


def _table(keys: Iterable[str], column_of_key: Callable[[str], Column], slots: IntArray) -> Table:
    """Return a table of the properties at ``slots``, without properties that are null everywhere."""
    columns = {}
    for key in keys:
        column = column_of_key(key)
        if len(slots) < len(column):
            column = column.take(slots)
        if isinstance(column, ObjectColumn) and not isinstance(column, DerivedColumn):
            column = column_of(column.to_list())
        is_lazy = isinstance(column, DerivedColumn) and not isinstance(column, CodedColumn)
        if is_lazy or _has_value(column):
            columns[key] = column
    return Table(len(slots), columns)


def _has_value(column: Column) -> bool:
    """Return whether a row is not null; most columns show it in their first rows."""
    if isinstance(column, CodedColumn):
        return not column.null_mask().all()
    ends = [*range(_ROWS_AT_ONCE, len(column), _ROWS_AT_ONCE), len(column)]
    parts = (column.part(begin, end) for begin, end in zip([0, *ends], ends, strict=False))
    return any(not part.null_mask().all() for part in parts)
