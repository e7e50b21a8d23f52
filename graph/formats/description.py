"""A description of the graph inside an exported file, so that sociogram can load it without loss.

GraphML, GEXF and node-link JSON have no sources, no wordings of relation types, fewer types of values and one
direction for all edges. A graph attribute called ``sociogram`` holds the rest; other programs ignore it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import NOT_XML, json_value
from sociogram.graph.formats.property_types import JSON_LOSSES, PropertyType, property_types
from sociogram.graph.graph_columns import GraphColumns, node_columns
from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Node

ATTRIBUTE = "sociogram"
"""The name of the graph attribute."""

VERSION = 1


def description(
    part: GraphColumns,
    nodes: Mapping[str, PropertyType],
    edges: Mapping[str, PropertyType],
    node_titles: Mapping[str, str],
    edge_titles: Mapping[str, str],
    own_direction: Sequence[str],
    notes: Notes,
) -> dict[str, Any]:
    """Return what a file holds besides its nodes and edges.

    Args:
        part: the part that the file holds.
        nodes: the types of node properties, in order.
        edges: the types of edge properties, in order.
        node_titles: the names of node properties in the file.
        edge_titles: the names of edge properties in the file.
        own_direction: the edges whose own ``directed`` says that they have no direction, even if their type
            has.
        notes: counts what JSON cannot represent of sources and relation types.
    """
    tables = {
        name: [node for node in part.catalogue if label in node.labels]
        for name, label in (("sources", SOURCE_LABEL), ("relation_types", RELATION_TYPE_LABEL))
    }
    types = {
        name: property_types(node_columns(found, part.nodes.properties), JSON_LOSSES, notes)
        for name, found in tables.items()
    }
    return {
        "version": VERSION,
        "properties": {
            name: {key: kind.stated for key, kind in found.items()}
            for name, found in {"nodes": nodes, "edges": edges, **types}.items()
        },
        "renamed": {
            name: {title: key for key, title in titles.items() if title != key}
            for name, titles in (("nodes", node_titles), ("edges", edge_titles))
        },
        "own_direction": list(own_direction),
        **{name: [_row(node, types[name]) for node in found] for name, found in tables.items()},
    }


def _row(node: Node, keys: Iterable[str]) -> dict[str, Any]:
    return {key: json_value(value) for key in keys if (value := node.properties.get(key)) is not None}


def description_text(content: Mapping[str, Any]) -> str:
    """Return a description as JSON, with characters that XML cannot hold escaped."""
    written = json.dumps(content, ensure_ascii=False)
    return json.dumps(content) if NOT_XML.search(written) else written
