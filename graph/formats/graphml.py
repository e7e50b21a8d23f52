"""GraphML (http://graphml.graphdrawing.org), as Gephi, yEd, Cytoscape and NetworkX read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.formats.description import ATTRIBUTE, description, description_text
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    RESERVED_FOR_EDGES,
    RESERVED_FOR_NODES,
    direction,
    list_text,
    node_ids,
    note_labels,
    note_xml_names,
    own_direction,
    relationship_ids,
    undirected,
    with_direction,
    written_names,
    xml,
    xml_characters,
)
from sociogram.graph.formats.property_types import MIXED_AS_JSON, PropertyType, property_types, xml_losses
from sociogram.graph.model import caption
from sociogram.graph.reserved_names import reserved_name
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

    A node's ``label`` is its caption and its ``labels`` are its labels; an edge's ``label`` and ``type`` are
    its type. A property with one of these names is renamed to ``property:label`` and so on. If no edge has a
    direction, the graph is undirected; if only some have none, their attribute ``directed`` is false.

    Args:
        part: the part to write.
        notes: receives what the format cannot represent unchanged.
    """
    notes = Notes() if notes is None else notes
    without = undirected(part)
    names, edge_names = node_ids(part, xml_characters), relationship_ids(part, xml_characters)
    own = own_direction(part, without, edge_names)
    part = with_direction(part, without)
    node_types = property_types(part.nodes, xml_losses, notes, MIXED_AS_JSON, part.node_keys)
    edge_types = property_types(part.relationships, xml_losses, notes, MIXED_AS_JSON, part.relationship_keys)
    node_titles = written_names(node_types, lambda key: xml_characters(reserved_name(key, _OF_NODES)), notes)
    edge_titles = written_names(edge_types, lambda key: xml_characters(reserved_name(key, _OF_EDGES)), notes)
    note_labels(part.nodes, notes)
    note_xml_names(part, notes)
    said = description(part, node_types, edge_types, node_titles, edge_titles, own)
    yield _HEAD
    yield f'  <key id="g0" for="graph" attr.name="{ATTRIBUTE}" attr.type="string"/>\n'
    yield from _keys("node", "n", ("label", "labels"), node_types, node_titles)
    yield from _keys("edge", "e", ("label", "type"), edge_types, edge_titles)
    yield f'  <graph edgedefault="{direction(part, without)}">\n'
    yield f'    <data key="g0">{xml(description_text(said))}</data>\n'
    node_data, edge_data = _Data("n", node_types), _Data("e", edge_types)
    for node in part.nodes:
        data = node_data.of((caption(node, part.names), list_text(node.labels)), node.properties)
        yield f'    <node id="{xml(names[node.id])}">\n{data}    </node>\n'
    for edge in part.relationships:
        ends = f'source="{xml(names[edge.start])}" target="{xml(names[edge.end])}"'
        data = edge_data.of((edge.type, edge.type), edge.properties)
        yield f'    <edge id="{xml(edge_names[edge.id])}" {ends}>\n{data}    </edge>\n'
    yield "  </graph>\n</graphml>\n"


def _keys(
    what: str,
    letter: str,
    own: tuple[str, str],
    types: Mapping[str, PropertyType],
    titles: Mapping[str, str],
) -> Iterator[str]:
    declared = [
        *((title, "string") for title in own),
        *((titles[key], kind.xml) for key, kind in types.items()),
    ]
    for number, (title, kind) in enumerate(declared):
        yield f'  <key id="{letter}{number}" for="{what}" attr.name="{xml(title)}" attr.type="{kind}"/>\n'


class _Data:
    """Writes the properties of nodes or edges, with the keys that ``_keys`` declares."""

    def __init__(self, letter: str, types: Mapping[str, PropertyType]) -> None:
        self._letter = letter
        self._types = types
        self._keys = {name: f"{letter}{number}" for number, name in enumerate(types, start=2)}

    def of(self, own: tuple[str, str], properties: Mapping[str, Any]) -> str:
        """Return the properties of one node or edge."""
        texts = {f"{self._letter}{number}": xml(value) for number, value in enumerate(own)}
        for name, value in properties.items():
            if value is not None:
                texts[self._keys[name]] = self._types[name].xml_text(value)
        return "".join(f'      <data key="{key}">{value}</data>\n' for key, value in texts.items())
