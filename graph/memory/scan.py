"""Reading a whole graph in memory, a few thousand nodes or relationships at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.columns import Column, DictionaryColumn, IntArray, IntColumn, ObjectColumn
from sociogram.graph.common.keys import key_text
from sociogram.graph.dataset import Table
from sociogram.graph.graph_columns import GraphColumns, NodeColumns, RelationshipColumns
from sociogram.graph.memory.actors import actor_mask
from sociogram.graph.memory.describing import describing_nodes
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.graph.model import ENTITY_LABEL, Node, Relationship
from sociogram.graph.subgraph import Subgraph, Triplet

CHUNK = 5_000
"""Nodes or relationships converted to values at a time."""


class MemoryView:
    """All entities, relationships between them, sources and relation types of one snapshot."""

    __slots__ = ("_nodes", "_relationships", "_snapshot")

    def __init__(self, snapshot: Snapshot, rule: ActorRule) -> None:
        self._snapshot = snapshot
        is_actor = actor_mask(snapshot, rule)
        slots, relationships = snapshot.all_nodes(), snapshot.all_relationships()
        self._nodes = slots[(is_actor | describing_nodes(snapshot))[slots]]
        start, end = snapshot.start[relationships], snapshot.end[relationships]
        relationships = relationships[is_actor[start] & is_actor[end]]
        self._relationships = relationships[np.argsort(snapshot.start[relationships], kind="stable")]

    def count(self) -> tuple[int, int]:
        """Return the number of nodes and of relationships."""
        return len(self._nodes), len(self._relationships)

    def hold(self) -> Subgraph:
        """Return all nodes and relationships at once, in the order of the tables."""
        relationships = np.sort(self._relationships)
        ties = (relationships_at(self._snapshot, chunk) for chunk in _chunks(relationships))
        return Subgraph(
            tuple(self.read_nodes()),
            tuple(chain.from_iterable(ties)),
            node_keys=tuple(self._snapshot.node_property_keys),
            relationship_keys=tuple(self._snapshot.relationship_property_keys),
        )

    def columns(self) -> GraphColumns:
        """Return the columns of all nodes and relationships, in the order of the tables."""
        snapshot = self._snapshot
        node_keys, relationship_keys = snapshot.node_property_keys, snapshot.relationship_property_keys
        type_names = ObjectColumn.of(snapshot.type_names).values
        return GraphColumns(
            NodeColumns(
                self._nodes,
                {key: snapshot.node_property(key) for key in node_keys},
                None,
                snapshot.labels_by_slot(),
            ),
            RelationshipColumns(
                np.sort(self._relationships),
                {key: snapshot.relationship_property(key) for key in relationship_keys},
                None,
                DictionaryColumn(snapshot.type_codes, type_names),
                snapshot.start,
                snapshot.end,
            ),
        )

    def read_nodes(self) -> Iterator[Node]:
        """Yield the nodes."""
        return chain.from_iterable(nodes_at(self._snapshot, chunk) for chunk in _chunks(self._nodes))

    def read_ties(self) -> Iterator[Triplet]:
        """Yield the relationships with their ends, grouped by start node."""
        for chunk in _chunks(self._relationships):
            found = relationships_at(self._snapshot, chunk)
            slots = sorted({int(end) for one in found for end in (one.start, one.end)})
            ends = {node.id: node for node in nodes_at(self._snapshot, slots)}
            yield from ((one, ends[one.start], ends[one.end]) for one in found)


def entity_rows(snapshot: Snapshot) -> Iterable[tuple[Any, ...]]:
    """Return id, name, aliases and stub flag of each entity."""
    slots = snapshot.nodes_with_label(ENTITY_LABEL)
    columns = (snapshot.node_property(key).take(slots) for key in ("id", "name", "aliases", "stub"))
    return zip(*(column.to_list() for column in columns), strict=True)


def claim_columns(
    snapshot: Snapshot, rule: ActorRule, properties: Iterable[str], among: Collection[str] | None = None
) -> Table:
    """Return a table of the relationships between entities, one row each, read from the columns.

    Its columns are ``source`` and ``target`` (the key of each end; see ``ActorRule``),
    ``type``, ``key`` (the element id of the relationship) and the properties. ``among`` are the element ids
    of the entities; by default all.
    """
    rows = snapshot.all_relationships()
    is_actor = actor_mask(snapshot, rule)
    if among is not None:
        chosen = np.zeros_like(is_actor)
        chosen[[int(key) for key in among]] = True
        is_actor = is_actor & chosen
    rows = rows[is_actor[snapshot.start[rows]] & is_actor[snapshot.end[rows]]]
    ids = snapshot.node_property("id").to_list() if rule.has_ids else [None] * snapshot.node_slots
    if not rule.has_text_ids:
        ids = list(map(key_text, ids))
    names = ObjectColumn.of([str(slot) if key is None else key for slot, key in enumerate(ids)]).values
    columns: dict[str, Column] = {
        "source": DictionaryColumn(snapshot.start[rows], names),
        "target": DictionaryColumn(snapshot.end[rows], names),
        "type": snapshot.types_by_slot().take(rows),
        "key": IntColumn(rows),
    }
    for name in properties:
        column = snapshot.relationship_property(name)
        # Do not compute missing ids here: few of them are ever read.
        columns[name] = column if len(rows) == len(column) else column.take(rows)
    return Table(len(rows), columns)


def nodes_at(snapshot: Snapshot, slots: Sequence[int]) -> list[Node]:
    """Return nodes as values, read column by column."""
    rows = np.asarray(slots, dtype=np.int64)
    properties = _properties(snapshot.node_property_keys, snapshot.node_property, rows)
    return [
        Node(str(slot), snapshot.node_labels(slot), values)
        for slot, values in zip(rows.tolist(), properties, strict=True)
    ]


def relationships_at(snapshot: Snapshot, slots: Sequence[int]) -> list[Relationship]:
    """Return relationships as values, read column by column."""
    rows = np.asarray(slots, dtype=np.int64)
    type_names = snapshot.type_names
    fields = zip(
        rows.tolist(),
        snapshot.type_codes[rows].tolist(),
        snapshot.start[rows].tolist(),
        snapshot.end[rows].tolist(),
        _properties(snapshot.relationship_property_keys, snapshot.relationship_property, rows),
        strict=True,
    )
    return [
        Relationship(str(slot), type_names[code], str(start), str(end), values)
        for slot, code, start, end, values in fields
    ]


def _properties(
    keys: Iterable[str], column_of: Callable[[str], Column], rows: IntArray
) -> list[dict[str, Any]]:
    """Return the properties at ``rows``, without nulls."""
    found: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    for key in keys:
        for values, value in zip(found, column_of(key).take(rows).to_list(), strict=True):
            if value is not None:
                values[key] = value
    return found


def _chunks(slots: IntArray) -> Iterator[list[int]]:
    for first in range(0, len(slots), CHUNK):
        yield slots[first : first + CHUNK].tolist()
