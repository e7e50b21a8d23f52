"""Conversion of a data set to frozen tables, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, TextColumn, column_of
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.patch import DerivedColumn, narrowed, objects, patch
from sociogram.graph.dataset import RELATION_KEY_FIELDS, Dataset, Table
from sociogram.graph.errors import DataError
from sociogram.graph.memory.storage.adjacency import Int32Array
from sociogram.graph.memory.storage.relation_ids import RelationIds
from sociogram.graph.memory.storage.tables import LabelSets, Tables, TypeNames
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL


def tables_of(dataset: Dataset) -> Tables:
    """Return the tables of a graph: its nodes are entities, sources and relation types, in this order.

    Raises:
        DataError: a relation names an id that no entity has.
    """
    label_sets, type_names = LabelSets(), TypeNames()
    label_codes = np.concatenate(
        [
            _entity_labels(dataset.entities, label_sets),
            np.full(len(dataset.sources), label_sets.code((SOURCE_LABEL,)), dtype=np.int32),
            np.full(len(dataset.relation_types), label_sets.code((RELATION_TYPE_LABEL,)), dtype=np.int32),
        ]
    )
    relations = Table(len(dataset.relations), narrowed(dataset.relations.columns))
    slots = EntitySlots(dataset.entities.column("id"))
    start = slots.of(relations.column("source"), "source")
    end = slots.of(relations.column("target"), "target")
    return Tables(
        label_sets=label_sets,
        type_names=type_names,
        label_codes=label_codes,
        node_columns=narrowed(_node_columns(dataset)),
        start=start,
        end=end,
        type_codes=_type_codes(relations.column("type"), type_names),
        relationship_columns=relation_columns(relations),
    )


def entity_labels(types: Any) -> tuple[str, ...]:
    """Return the labels of an entity from its ``type``: a list, a string or null."""
    if types is None:
        return (ENTITY_LABEL,)
    return (ENTITY_LABEL, types) if isinstance(types, str) else (ENTITY_LABEL, *types)


def _entity_labels(entities: Table, label_sets: LabelSets) -> Int32Array:
    values = entities.column("type").to_list()
    # Rows of one load share their list objects, so there are few distinct ones.
    numbers = np.fromiter(map(id, values), dtype=np.int64, count=len(values))
    _, first, positions = np.unique(numbers, return_index=True, return_inverse=True)
    codes = np.empty(len(first), dtype=np.int32)
    # Number label sets by first appearance: the order of codes is visible in some results.
    for position in np.argsort(first).tolist():
        codes[position] = label_sets.code(entity_labels(values[first[position]]))
    found: Int32Array = codes[positions]
    return found


class EntitySlots:
    """Maps ids of entities to slots, a whole column at a time."""

    __slots__ = ("_ids", "_slots")

    def __init__(self, ids: Column) -> None:
        self._ids = ids
        self._slots: dict[Any, int] | None = None

    def of(self, column: Column, title: str) -> Int32Array:
        """Return the slot of each id in ``column``.

        Raises:
            DataError: no entity has one of the ids.
        """
        if isinstance(column, TextColumn) and len(column):
            slots = self._of_dictionary(column.dictionary)
            found: Int32Array = slots[column.codes]
        else:
            table = self._table()
            found = np.array([table.get(value, -1) for value in column.to_list()], dtype=np.int32)
        if len(found) and found.min() < 0:
            row = int(np.argmax(found < 0))
            raise DataError(
                f"Relation {row + 1} names {column.value(row)!r} as its {title}, and no entity has that id.",
                column=title,
                cure="Add the entity, or correct the id.",
            )
        return found

    def _of_dictionary(self, dictionary: TextDictionary) -> Int32Array:
        """Return the slot for each code of a dictionary, followed by -1, which code -1 (null) indexes."""
        slots = np.full(len(dictionary) + 1, -1, dtype=np.int32)
        if isinstance(self._ids, TextColumn) and self._ids.dictionary is dictionary:
            slots[self._ids.codes] = np.arange(len(self._ids), dtype=np.int32)
            slots[-1] = -1
        else:
            table = self._table()
            slots[:-1] = [table.get(text, -1) for text in dictionary.values.tolist()]
        return slots

    def _table(self) -> dict[Any, int]:
        if self._slots is None:
            self._slots = {value: slot for slot, value in enumerate(self._ids.to_list())}
        return self._slots


def _type_codes(column: Column, type_names: TypeNames) -> Int32Array:
    if isinstance(column, TextColumn):
        used = np.flatnonzero(np.bincount(column.codes[column.codes >= 0], minlength=len(column.dictionary)))
        names = column.dictionary.values.tolist()
        codes = np.full(len(names) + 1, -1, dtype=np.int32)
        for code in used.tolist():
            codes[code] = type_names.code(names[code])
        if column.has_nulls():
            codes[-1] = type_names.code(DEFAULT_TYPE)
        found: Int32Array = codes[column.codes]
        return found
    return np.array([type_names.code(name or DEFAULT_TYPE) for name in column.to_list()], dtype=np.int32)


def _node_columns(dataset: Dataset) -> dict[str, Column]:
    entities, sources, types = dataset.entities, dataset.sources, dataset.relation_types
    length = len(entities) + len(sources) + len(types)
    names = [name for name in entities.columns if name != "type"]
    names += [name for table in (sources, types) for name in table.columns if name not in names]
    columns = {}
    for name in dict.fromkeys(names):
        first = entities.column(name) if name != "type" else ConstantColumn(None, len(entities))
        column = stack([first, sources.column(name), types.column(name)], length)
        if not (isinstance(column, ConstantColumn) and column.constant is None):
            columns[name] = column
    return columns


def stack(columns: Sequence[Column], length: int) -> Column:
    """Concatenate a long column with short ones; a sorted dictionary stays sorted."""
    first, offset = columns[0], len(columns[0])
    changes: dict[int, Any] = {}
    for column in columns[1:]:
        values = column.to_list()
        changes.update({offset + row: value for row, value in enumerate(values) if value is not None})
        offset += len(values)
    if isinstance(first, TextColumn) and first.dictionary.sorted:
        texts = {value for value in changes.values() if isinstance(value, str)}
        first = with_sorted_texts(first, texts)
    return patch(first, length, changes)


def with_sorted_texts(column: TextColumn, texts: set[str]) -> TextColumn:
    """Return the column over a sorted dictionary that also has ``texts``."""
    dictionary = column.dictionary
    new = {text for text in texts if dictionary.code_of(text) < 0}
    if not new:
        return column
    values = dictionary.values.tolist()
    merged = sorted([*values, *new])
    remaining = np.fromiter((text not in new for text in merged), dtype=np.bool_, count=len(merged))
    codes = np.append(np.flatnonzero(remaining), -1).astype(np.int32)  # code -1 (null) indexes the last item
    return TextColumn(codes[column.codes], TextDictionary(objects(merged, len(merged)), sorted=True))


def relation_columns(relations: Table) -> dict[str, Column]:
    """Return the properties of relations: all columns except ends and type, with ``id`` filled in."""
    columns = {
        name: column
        for name, column in relations.columns.items()
        if name not in ("source", "target", "type", "id")
        and not (isinstance(column, ConstantColumn) and column.constant is None)
    }
    return {"id": relation_ids(relations), **columns} if len(relations) else columns


def relation_ids(relations: Table) -> Column:
    """Return the id of each relation; a missing one is computed from its key fields."""
    own = relations.column("id")
    missing = own.null_mask()
    if not missing.any():
        return own
    keys = [relations.column(name) for name in RELATION_KEY_FIELDS]
    types = RELATION_KEY_FIELDS.index("type")
    if keys[types].has_nulls():
        keys[types] = column_of([name or DEFAULT_TYPE for name in keys[types].to_list()])
    return DerivedColumn(len(relations), RelationIds(own, keys))
