"""Node-link JSON, as ``networkx.node_link_graph`` and D3 read it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    RESERVED_FOR_EDGES,
    RESERVED_FOR_NODES,
    direction,
    json_value,
    kinds,
    lone_surrogates,
    node_ids,
    note_names,
    relationship_ids,
    reserved_name,
    undirected,
    with_direction,
)
from sociogram.graph.subgraph import Subgraph

_OF_NODES = RESERVED_FOR_NODES | {"labels"}
_OF_EDGES = RESERVED_FOR_EDGES | {"source", "target", "type"}


def lines(part: Subgraph, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as JSON, a node or an edge a line.

    A node is its ``id``, ``labels`` and properties; an edge its ``source``, ``target``, ``key``,
    ``type`` and properties. A property of one of these names is called ``property:type`` and so on. Where
    no edge has a direction, ``directed`` is false; where some have none, these have it false themselves.

    Args:
        part: what to write.
        notes: gets what the format cannot carry as it is.
    """
    notes = Notes() if notes is None else notes
    without = undirected(part)
    part = with_direction(part, without)
    note_names(kinds(part.nodes, _kind, {}, _losses, notes), lambda key: reserved_name(key, _OF_NODES), notes)
    note_names(
        kinds(part.relationships, _kind, {}, _losses, notes), lambda key: reserved_name(key, _OF_EDGES), notes
    )
    names, keys = node_ids(part), relationship_ids(part)
    declared = "true" if direction(part, without) == "directed" else "false"
    yield f'{{"directed": {declared}, "multigraph": true, "graph": {{}},\n"nodes": [\n'
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


def _kind(value: Any) -> str:  # noqa: ARG001 - JSON holds values of several types
    return "any"


def _losses(value: Any) -> Iterator[str]:
    """Say what JSON does to a value that it cannot carry as it is."""
    if isinstance(value, float) and not math.isfinite(value):
        yield "NaN and infinity are written as text"
    elif type(value) in (list, tuple):
        yield from dict.fromkeys(loss for item in value for loss in _losses(item))
    elif isinstance(value, dict):
        yield from dict.fromkeys(loss for item in value.values() for loss in _losses(item))
    elif not (value is None or isinstance(value, str | bool | int | float)):
        yield f"values of the type {type(value).__name__} are written as text"


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
    written = json.dumps(record, ensure_ascii=False)
    # UTF-8 cannot hold half of a surrogate pair; JSON can, escaped.
    return json.dumps(record) if lone_surrogates(written) else written


def _separated(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for record in records:
        yield before + _json(record)
        before = ",\n"
    if before:
        yield "\n"
