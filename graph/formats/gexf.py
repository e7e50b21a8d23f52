"""GEXF 1.2 (https://gexf.net), Gephi's own format, with dates for its timeline.

Version 1.3 has nothing more that is needed here, and NetworkX cannot read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.common.partial_date import first_day, last_day
from sociogram.graph.formats.description import description, description_text
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
from sociogram.graph.model import Relationship, caption
from sociogram.graph.reserved_names import reserved_name
from sociogram.graph.subgraph import Subgraph

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
"""

_OF_NODES = RESERVED_FOR_NODES | {"labels", "label", "id"}
_OF_EDGES = RESERVED_FOR_EDGES | {
    *("type", "label", "id", "start", "end", "weight", "source", "target"),
}


def lines(part: Subgraph, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as GEXF.

    The attribute ``labels`` of a node holds its labels. An edge's type is its label, its kind (so that Gephi
    keeps parallel edges apart) and its attribute ``type``; ``start_date`` and ``end_date`` become its dates
    on the timeline, a partial date as the whole month or year; a numeric ``weight`` becomes its weight. A
    property whose name GEXF uses is renamed to ``property:label`` and so on. If no edge has a direction, the
    graph is undirected; if only some have none, their attribute ``directed`` is false.

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
    node_titles = written_names(node_types, _node_title, notes)
    edge_titles = written_names(edge_types, _edge_title, notes)
    note_labels(part.nodes, notes)
    note_xml_names(part, notes)
    said = description(part, node_types, edge_types, node_titles, edge_titles, own)
    yield _HEAD
    yield "  <meta>\n    <creator>sociogram</creator>\n"
    yield f"    <description>{xml(description_text(said))}</description>\n  </meta>\n"
    dynamic = any(_times(edge) for edge in part.relationships)
    time = ' mode="dynamic" timeformat="date"' if dynamic else ' mode="static"'
    yield f'  <graph defaultedgetype="{direction(part, without)}"{time}>\n'
    yield from _attributes("node", "labels", node_types, node_titles)
    yield from _attributes("edge", "type", edge_types, edge_titles)
    yield "    <nodes>\n"
    node_values, edge_values = _Values(node_types), _Values(edge_types)
    for node in part.nodes:
        name = names[node.id]
        yield f'      <node id="{xml(name)}" label="{xml(caption(node, part.names))}">\n'
        properties = {key: value for key, value in node.properties.items() if key != "id" or value != name}
        yield from node_values.of(list_text(node.labels), properties)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    weight = edge_types.get("weight")
    weighs = weight is not None and weight.xml in ("long", "double")
    for edge in part.relationships:
        given = _given(edge, edge_names[edge.id], names, weight if weighs else None)
        written = " ".join(f'{key}="{value}"' for key, value in given)
        yield f"      <edge {written}>\n"
        rest = {key: value for key, value in edge.properties.items() if key != "weight" or not weighs}
        yield from edge_values.of(edge.type, rest)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _node_title(key: str) -> str:
    return xml_characters(reserved_name(key, _OF_NODES - {"id"}))


def _edge_title(key: str) -> str:
    return xml_characters(reserved_name(key, _OF_EDGES - {"id", "weight"}))


def _given(
    edge: Relationship, name: str, ends: Mapping[str, str], weight: PropertyType | None
) -> Iterator[tuple[str, str]]:
    """Yield the XML attributes of an edge."""
    yield "id", xml(name)
    yield "source", xml(ends[edge.start])
    yield "target", xml(ends[edge.end])
    yield "label", xml(edge.type)
    yield "kind", xml(edge.type)
    if weight is not None and edge.properties.get("weight") is not None:
        yield "weight", weight.xml_text(edge.properties["weight"])
    yield from _times(edge)


def _attributes(
    what: str, own: str, types: Mapping[str, PropertyType], titles: Mapping[str, str]
) -> Iterator[str]:
    declared = [(own, "string"), *((titles[key], kind.xml) for key, kind in types.items())]
    yield f'    <attributes class="{what}">\n'
    for number, (title, kind) in enumerate(declared):
        yield f'      <attribute id="{number}" title="{xml(title)}" type="{kind}"/>\n'
    yield "    </attributes>\n"


class _Values:
    """Writes the properties of nodes or edges, with the numbers that ``_attributes`` declares."""

    def __init__(self, types: Mapping[str, PropertyType]) -> None:
        self._types = types
        self._numbers = {key: number for number, key in enumerate(types, start=1)}

    def of(self, own: str, properties: Mapping[str, Any]) -> Iterator[str]:
        """Yield the properties of one node or edge."""
        yield f'        <attvalues>\n          <attvalue for="0" value="{xml(own)}"/>\n'
        for key, value in properties.items():
            if value is not None:
                written = self._types[key].xml_text(value)
                yield f'          <attvalue for="{self._numbers[key]}" value="{written}"/>\n'
        yield "        </attvalues>\n"


def _times(edge: Relationship) -> list[tuple[str, str]]:
    """Return the first and last day of an edge as XML attributes."""
    first = first_day(edge.properties.get("start_date"))
    final = last_day(edge.properties.get("end_date"))
    return [(word, day) for word, day in (("start", first), ("end", final)) if day is not None]
