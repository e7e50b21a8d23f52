"""What a format with one file for nodes and edges must know before it writes the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from sociogram.graph.columns import AnyArray, Column, ObjectArray
from sociogram.graph.formats.description import description
from sociogram.graph.formats.element_ids import (
    ElementIds,
    direction,
    missing_directions,
    own_direction,
    undirected,
)
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    BETWEEN,
    CONTROL_CHARACTERS_REPLACED,
    NOT_XML,
    encode_json,
    written_names,
    xml_all,
    xml_characters,
)
from sociogram.graph.formats.property_types import (
    JSON_LOSSES,
    MIXED_AS_JSON,
    XML_LOSSES,
    PropertyType,
    property_types,
)
from sociogram.graph.graph_columns import GraphColumns, NodeColumns
from sociogram.graph.model import caption_of


class HasColumns(Protocol):
    """A part of a graph that can be read as columns."""

    def columns(self) -> GraphColumns:
        """Return the part as columns."""
        ...


@dataclass(frozen=True, slots=True)
class Survey:
    """A part of a graph, and what its file declares.

    Attributes:
        part: the part.
        node_ids: the ids of the nodes in the file.
        edge_ids: the ids of the edges.
        node_types: the type of each node property.
        edge_types: the type of each edge property.
        node_titles: the name of each node property in the file.
        edge_titles: the name of each edge property.
        direction: ``directed`` or ``undirected``.
        description: what the file holds besides its nodes and edges.
        is_xml: whether the format is XML.
        edge_values: the columns of edge properties, in the order in which they are written.
    """

    part: GraphColumns
    node_ids: ElementIds
    edge_ids: ElementIds
    node_types: Mapping[str, PropertyType]
    edge_types: Mapping[str, PropertyType]
    node_titles: Mapping[str, str]
    edge_titles: Mapping[str, str]
    direction: str
    description: Mapping[str, Any]
    is_xml: bool
    edge_values: tuple[tuple[str, Column], ...]

    def end_names(self) -> ObjectArray:
        """Return the ids of the nodes by slot, as XML or JSON has them."""
        return self.node_ids.by_slot(xml_all if self.is_xml else lambda ids: list(map(encode_json, ids)))


def survey(
    given: HasColumns,
    notes: Notes,
    node_title: Callable[[str], str],
    edge_title: Callable[[str], str],
    *,
    is_xml: bool,
) -> Survey:
    """Read a part once, and count in ``notes`` what the format cannot represent unchanged.

    Args:
        given: the part.
        notes: receives the counts.
        node_title: returns the name in the file for the name of a node property.
        edge_title: the same for an edge property.
        is_xml: whether the format is XML; otherwise it is JSON.
    """
    part = given.columns()
    written, losses, mixed = (
        (xml_characters, XML_LOSSES, MIXED_AS_JSON) if is_xml else (str, JSON_LOSSES, None)
    )
    without = undirected(part)
    node_ids = ElementIds(part.nodes, "node", written)
    edge_ids = ElementIds(part.relationships, "relationship", written)
    added = missing_directions(part, without)
    node_types = property_types(part.nodes, losses, notes, mixed)
    edge_types = property_types(part.relationships, losses, notes, mixed, added)
    node_titles = written_names(node_types, node_title, notes)
    edge_titles = written_names(edge_types, edge_title, notes)
    if is_xml:
        _note_labels(part, notes)
        _note_xml_names(part, notes)
    own = own_direction(part, without, edge_ids)
    return Survey(
        part,
        node_ids,
        edge_ids,
        node_types,
        edge_types,
        node_titles,
        edge_titles,
        direction(without),
        description(part, node_types, edge_types, node_titles, edge_titles, own, notes),
        is_xml,
        (
            *((name, part.relationships.properties[name]) for name in part.relationships.properties),
            *added.items(),
        ),
    )


def captions(nodes: NodeColumns, names: Iterable[str]) -> Iterator[list[str]]:
    """Yield the names of nodes for people, a few thousand at a time; see ``caption``."""
    for slots in nodes.chunks():
        labels = nodes.labels.take(slots).to_list()
        found = [""] * len(slots)
        rest = list(range(len(slots)))
        for key in (*names, "id"):
            column = nodes.properties.get(key)
            if column is None or not rest:
                continue
            for row, value in zip(rest, column.take(slots[rest]).to_list(), strict=True):
                found[row] = caption_of(key, value, labels[row])
            rest = [row for row in rest if not found[row]]
        for row in rest:
            found[row] = nodes.key(int(slots[row]))
        yield found


def _note_labels(part: GraphColumns, notes: Notes) -> None:
    """Count the nodes with several labels, for a format without labels."""
    several = _count(
        part.nodes.labels.codes[part.nodes.slots], [len(one) > 1 for one in part.nodes.labels.table]
    )
    if several:
        notes.add("labels", f"several labels are written as text, with '{BETWEEN}' between them", several)


def _note_xml_names(part: GraphColumns, notes: Notes) -> None:
    """Count labels and types that XML cannot represent."""
    nodes, edges = part.nodes, part.relationships
    labels = _count(
        nodes.labels.codes[nodes.slots], [any(map(NOT_XML.search, one)) for one in nodes.labels.table]
    )
    types = _count(
        edges.types.codes[edges.slots], [NOT_XML.search(one) is not None for one in edges.types.table]
    )
    for what, number in (("labels", labels), ("types", types)):
        if number:
            notes.add(what, CONTROL_CHARACTERS_REPLACED, number)


def _count(codes: AnyArray, chosen: list[bool]) -> int:
    """Return how many codes are of a chosen value."""
    return int(np.count_nonzero(np.array([*chosen, False], dtype=np.bool_)[codes]))
