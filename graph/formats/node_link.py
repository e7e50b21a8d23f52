"""Node-link JSON, as ``networkx.node_link_graph`` and D3 read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.formats.description import ATTRIBUTE, description
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    RESERVED_FOR_EDGES,
    RESERVED_FOR_NODES,
    direction,
    encode_json,
    json_value,
    lone_surrogates,
    node_ids,
    own_direction,
    relationship_ids,
    undirected,
    with_direction,
    written_names,
)
from sociogram.graph.formats.property_types import json_losses, property_types
from sociogram.graph.reserved_names import reserved_name
from sociogram.graph.subgraph import Subgraph

_OF_NODES = RESERVED_FOR_NODES | {"labels"}
_OF_EDGES = RESERVED_FOR_EDGES | {"source", "target", "type"}


def lines(part: Subgraph, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as JSON, one node or edge per line.

    A node has its ``id``, ``labels`` and properties; an edge has its ``source``, ``target``, ``key``,
    ``type`` and properties. A property with one of these names is renamed to ``property:type`` and so on. If
    no edge has a direction, ``directed`` of the graph is false; if only some have none, their own
    ``directed`` is false.

    Args:
        part: the part to write.
        notes: receives what the format cannot represent unchanged.
    """
    notes = Notes() if notes is None else notes
    without = undirected(part)
    names, keys = node_ids(part), relationship_ids(part)
    own = own_direction(part, without, keys)
    part = with_direction(part, without)
    node_types = property_types(part.nodes, json_losses, notes, keys=part.node_keys)
    edge_types = property_types(part.relationships, json_losses, notes, keys=part.relationship_keys)
    node_titles = written_names(node_types, lambda key: reserved_name(key, _OF_NODES), notes)
    edge_titles = written_names(edge_types, lambda key: reserved_name(key, _OF_EDGES), notes)
    said = _json({ATTRIBUTE: description(part, node_types, edge_types, node_titles, edge_titles, own)})
    declared = "true" if direction(part, without) == "directed" else "false"
    yield f'{{"directed": {declared}, "multigraph": true, "graph": {said},\n"nodes": [\n'
    yield from _separated(_node(names[node.id], node.labels, node.properties) for node in part.nodes)
    yield '],\n"edges": [\n'
    yield from _separated(
        {
            "source": names[edge.start],
            "target": names[edge.end],
            "key": keys[edge.id],
            "type": edge.type,
            **_properties(edge.properties, _OF_EDGES),
        }
        for edge in part.relationships
    )
    yield "]}\n"


def _node(name: str, labels: tuple[str, ...], properties: Mapping[str, Any]) -> dict[str, Any]:
    written = _properties(properties, _OF_NODES)
    own = written.pop("id", None)
    node = {"id": name, "labels": list(labels), **written}
    if own is not None and own != name:
        node["property:id"] = own
    return node


def _properties(properties: Mapping[str, Any], used: frozenset[str]) -> dict[str, Any]:
    return {
        reserved_name(key, used): json_value(value) for key, value in properties.items() if value is not None
    }


def _json(record: dict[str, Any]) -> str:
    written = encode_json(record)
    # UTF-8 cannot represent a lone surrogate; JSON can, escaped.
    return json.dumps(record) if lone_surrogates(written) else written


def _separated(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for record in records:
        yield before + _json(record)
        before = ",\n"
    if before:
        yield "\n"
