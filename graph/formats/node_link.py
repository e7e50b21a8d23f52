"""Node-link JSON, as ``networkx.node_link_graph`` and D3 read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.formats.values import json_value, kept, node_ids, relationship_ids
from sociogram.graph.subgraph import Subgraph

_OF_NODES = frozenset({"labels"})
_OF_EDGES = frozenset({"source", "target", "key", "type"})


def lines(part: Subgraph) -> Iterator[str]:
    """Write a part of a graph as JSON, a node or an edge a line.

    A node is its ``id``, ``labels`` and properties; an edge its ``source``, ``target``, ``key``,
    ``type`` and properties. A property of one of these names is called ``property:type`` and so on.
    """
    names, keys = node_ids(part), relationship_ids(part)
    yield '{"directed": true, "multigraph": true, "graph": {},\n"nodes": [\n'
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
    return {kept(key, used): json_value(value) for key, value in properties.items() if value is not None}


def _separated(records: Iterator[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for record in records:
        yield before + json.dumps(record, ensure_ascii=False)
        before = ",\n"
    if before:
        yield "\n"
