"""A part of a graph as columns, without a Python object for each node and relationship."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, DictionaryColumn, IntArray, ObjectColumn, column_of
from sociogram.graph.model import NAME_PROPERTIES, Node, Relationship

CHUNK = 8_192
"""Nodes or relationships that are read at a time."""


@dataclass(frozen=True, slots=True)
class PropertyColumns:
    """The properties of nodes or relationships.

    Attributes:
        slots: for each node or relationship, its row in the columns.
        properties: by name; each column has a row for every slot.
        keys: the store's own identifiers by slot; None if they are the slots themselves.
    """

    slots: IntArray
    properties: Mapping[str, Column]
    keys: Sequence[str] | None

    def __len__(self) -> int:
        return len(self.slots)

    def chunks(self) -> Iterator[IntArray]:
        """Yield the slots, a few thousand at a time."""
        for begin in range(0, len(self.slots), CHUNK):
            yield self.slots[begin : begin + CHUNK]

    def key(self, slot: int) -> str:
        """Return the store's own identifier of a node or relationship."""
        return str(slot) if self.keys is None else self.keys[slot]

    def values(self, name: str) -> Iterator[list[Any]]:
        """Yield the values of a property in the order of the slots, a few thousand at a time."""
        column = self.properties.get(name)
        for slots in self.chunks():
            yield [None] * len(slots) if column is None else column.take(slots).to_list()


@dataclass(frozen=True, slots=True)
class NodeColumns(PropertyColumns):
    """Nodes as columns.

    Attributes:
        labels: the labels by slot, in alphabetical order.
    """

    labels: DictionaryColumn

    def other_ids(self, slots: IntArray, ids: list[str], texts: list[str] | None) -> list[str] | None:
        """Return the texts of some nodes' property ``id``, empty where it is the same as the given id."""
        if texts is None:
            return None
        own = self.properties["id"].take(slots).to_list()
        return ["" if mine == given else text for text, mine, given in zip(texts, own, ids, strict=True)]

    def at(self, slots: IntArray) -> list[Node]:
        """Return some of the nodes as values."""
        rows: list[dict[str, Any]] = [{} for _ in range(len(slots))]
        for name, column in self.properties.items():
            for row, value in zip(rows, column.take(slots).to_list(), strict=True):
                if value is not None:
                    row[name] = value
        labels = self.labels.take(slots).to_list()
        return [
            Node(self.key(slot), tuple(held), row)
            for slot, held, row in zip(slots.tolist(), labels, rows, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class RelationshipColumns(PropertyColumns):
    """Relationships as columns.

    Attributes:
        types: the types by slot.
        start: the slot of each relationship's start node, by slot.
        end: the slot of its end node.
    """

    types: DictionaryColumn
    start: IntArray
    end: IntArray


@dataclass(frozen=True, slots=True)
class GraphColumns:
    """Nodes and the relationships between them, as columns; see ``Subgraph`` for the other attributes."""

    nodes: NodeColumns
    relationships: RelationshipColumns
    undirected_types: frozenset[str] = frozenset()
    catalogue: tuple[Node, ...] = ()
    names: tuple[str, ...] = NAME_PROPERTIES

    def count(self) -> tuple[int, int]:
        """Return the number of nodes and of relationships."""
        return len(self.nodes), len(self.relationships)

    def columns(self) -> GraphColumns:
        """Return the part itself."""
        return self


def node_columns(nodes: Sequence[Node], keys: Iterable[str] = ()) -> NodeColumns:
    """Return nodes as columns, with the properties ``keys`` first and others by name."""
    return NodeColumns(
        np.arange(len(nodes)),
        _properties(nodes, keys),
        [node.id for node in nodes],
        _coded([node.labels for node in nodes]),
    )


def relationship_columns(
    relationships: Sequence[Relationship], rows: Mapping[str, int], keys: Iterable[str] = ()
) -> RelationshipColumns:
    """Return relationships as columns, given the row of each node by its ``id``; see ``node_columns``."""
    count = len(relationships)
    return RelationshipColumns(
        np.arange(count),
        _properties(relationships, keys),
        [relationship.id for relationship in relationships],
        _coded([relationship.type for relationship in relationships]),
        np.fromiter((rows[one.start] for one in relationships), dtype=np.int64, count=count),
        np.fromiter((rows[one.end] for one in relationships), dtype=np.int64, count=count),
    )


def _properties(things: Sequence[Node | Relationship], keys: Iterable[str]) -> dict[str, Column]:
    found: dict[str, None] = {}
    for thing in things:
        found.update(dict.fromkeys(key for key, value in thing.properties.items() if value is not None))
    known = [key for key in keys if key in found]
    return {
        key: column_of([thing.properties.get(key) for thing in things])
        for key in dict.fromkeys([*known, *sorted(found)])
    }


def _coded(values: Sequence[Any]) -> DictionaryColumn:
    distinct: dict[Any, int] = {}
    codes = [distinct.setdefault(value, len(distinct)) for value in values]
    return DictionaryColumn(np.array(codes, dtype=np.int64), ObjectColumn.of(list(distinct)).values)
