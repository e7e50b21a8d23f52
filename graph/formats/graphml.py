"""GraphML: http://graphml.graphdrawing.org, as Gephi, yEd, Cytoscape and networkx read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    BETWEEN,
    RESERVED_FOR_EDGES,
    RESERVED_FOR_NODES,
    XML_WIDEN,
    direction,
    kinds,
    node_ids,
    note_labels,
    note_names,
    note_xml_names,
    relationship_ids,
    reserved_name,
    undirected,
    with_direction,
    xml,
    xml_characters,
    xml_kind,
    xml_losses,
    xml_value,
)
from sociogram.graph.model import caption
from sociogram.graph.subgraph import Subgraph

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""

_OF_NODES = RESERVED_FOR_NODES | {"label", "labels"}
_OF_EDGES = RESERVED_FOR_EDGES | {"label", "type"}


def lines(part: Subgraph, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as GraphML.

    A node's ``label`` is what to show, its ``labels`` are its labels; an edge's ``label`` and ``type``
    are its type. A property of one of these names is called ``property:label`` and so on. Where no edge
    has a direction, the graph is undirected; where some have none, these have ``directed`` false.

    Args:
        part: what to write.
        notes: gets what the format cannot carry as it is.
    """
    notes = Notes() if notes is None else notes
    without = undirected(part)
    part = with_direction(part, without)
    node_kinds = kinds(part.nodes, xml_kind, XML_WIDEN, xml_losses, notes)
    edge_kinds = kinds(part.relationships, xml_kind, XML_WIDEN, xml_losses, notes)
    note_names(node_kinds, lambda key: xml_characters(reserved_name(key, _OF_NODES)), notes)
    note_names(edge_kinds, lambda key: xml_characters(reserved_name(key, _OF_EDGES)), notes)
    note_labels(part.nodes, notes)
    note_xml_names(part, notes)
    yield _HEAD
    yield from _keys("node", "n", {"label": "string", "labels": "string"}, node_kinds, _OF_NODES)
    yield from _keys("edge", "e", {"label": "string", "type": "string"}, edge_kinds, _OF_EDGES)
    yield f'  <graph edgedefault="{direction(part, without)}">\n'
    names, edge_names = node_ids(part, xml_characters), relationship_ids(part, xml_characters)
    node_keys = {key: f"n{place}" for place, key in enumerate(node_kinds, start=2)}
    edge_keys = {key: f"e{place}" for place, key in enumerate(edge_kinds, start=2)}
    for node in part.nodes:
        name = names[node.id]
        own = [("n0", caption(node)), ("n1", BETWEEN.join(node.labels))]
        yield f'    <node id="{xml(name)}">\n'
        yield from _data(own, node.properties, node_keys, node_kinds)
        yield "    </node>\n"
    for edge in part.relationships:
        ends = f'source="{xml(names[edge.start])}" target="{xml(names[edge.end])}"'
        yield f'    <edge id="{xml(edge_names[edge.id])}" {ends}>\n'
        yield from _data([("e0", edge.type), ("e1", edge.type)], edge.properties, edge_keys, edge_kinds)
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _keys(
    what: str, letter: str, own: Mapping[str, str], found: Mapping[str, str], used: frozenset[str]
) -> Iterator[str]:
    titles = [*own.items(), *((reserved_name(key, used), kind) for key, kind in found.items())]
    for place, (title, kind) in enumerate(titles):
        yield f'  <key id="{letter}{place}" for="{what}" attr.name="{xml(title)}" attr.type="{kind}"/>\n'


def _data(
    own: list[tuple[str, str]],
    properties: Mapping[str, Any],
    keys: Mapping[str, str],
    found: Mapping[str, str],
) -> Iterator[str]:
    for key, value in own:
        yield f'      <data key="{key}">{xml(value)}</data>\n'
    for name, value in properties.items():
        if value is not None:
            yield f'      <data key="{keys[name]}">{xml_value(value, found[name])}</data>\n'
