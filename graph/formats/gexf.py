"""GEXF 1.2: https://gexf.net, Gephi's own format, with dates for its timeline.

Version 1.3 has nothing more that is needed here, and networkx does not read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.common.partial_date import first_day, last_day
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
from sociogram.graph.model import Relationship, caption
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

    Nodes have their labels as the attribute ``labels``. Edges have their type as label, as kind (so
    that Gephi keeps parallel ones apart) and as the attribute ``type``; ``start_date`` and ``end_date``
    place them on the timeline, a partial date as the whole month or year; a numeric ``weight`` is
    theirs. A property whose name GEXF uses is called ``property:label`` and so on. Where no edge has a
    direction, the graph is undirected; where some have none, these have ``directed`` false.

    Args:
        part: what to write.
        notes: gets what the format cannot carry as it is.
    """
    notes = Notes() if notes is None else notes
    without = undirected(part)
    part = with_direction(part, without)
    node_kinds = kinds(part.nodes, xml_kind, XML_WIDEN, xml_losses, notes)
    edge_kinds = kinds(part.relationships, xml_kind, XML_WIDEN, xml_losses, notes)
    note_names(node_kinds, lambda key: xml_characters(reserved_name(key, _OF_NODES - {"id"})), notes)
    note_names(
        edge_kinds, lambda key: xml_characters(reserved_name(key, _OF_EDGES - {"id", "weight"})), notes
    )
    note_labels(part.nodes, notes)
    note_xml_names(part, notes)
    dynamic = any(_times(edge) for edge in part.relationships)
    yield _HEAD
    time = ' mode="dynamic" timeformat="date"' if dynamic else ' mode="static"'
    yield f'  <graph defaultedgetype="{direction(part, without)}"{time}>\n'
    yield from _attributes("node", {"labels": "string"}, node_kinds, _OF_NODES)
    yield from _attributes("edge", {"type": "string"}, edge_kinds, _OF_EDGES)
    names = node_ids(part, xml_characters)
    yield "    <nodes>\n"
    places = {key: place for place, key in enumerate(node_kinds, start=1)}
    for node in part.nodes:
        name = names[node.id]
        yield f'      <node id="{xml(name)}" label="{xml(caption(node))}">\n'
        properties = {key: value for key, value in node.properties.items() if key != "id" or value != name}
        yield from _values(BETWEEN.join(node.labels), properties, places, node_kinds)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    yield from _edges(part, names, edge_kinds)
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _edges(part: Subgraph, names: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    edge_names = relationship_ids(part, xml_characters)
    places = {key: place for place, key in enumerate(found, start=1)}
    has_weights = found.get("weight") in {"long", "double"}
    for edge in part.relationships:
        name = edge_names[edge.id]
        properties = {key: value for key, value in edge.properties.items() if key != "id" or value != name}
        weight = properties.pop("weight", None) if has_weights else None
        given = [
            ("id", name),
            ("source", names[edge.start]),
            ("target", names[edge.end]),
            ("label", edge.type),
            ("kind", edge.type),
            *([] if weight is None else [("weight", str(weight))]),
            *_times(edge),
        ]
        written = " ".join(f'{key}="{xml(value)}"' for key, value in given)
        yield f"      <edge {written}>\n"
        yield from _values(edge.type, properties, places, found)
        yield "      </edge>\n"


def _attributes(
    what: str, own: Mapping[str, str], found: Mapping[str, str], used: frozenset[str]
) -> Iterator[str]:
    titles = [*own.items(), *((reserved_name(key, used), kind) for key, kind in found.items())]
    yield f'    <attributes class="{what}">\n'
    for place, (title, kind) in enumerate(titles):
        yield f'      <attribute id="{place}" title="{xml(title)}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _values(
    own: str, properties: Mapping[str, Any], places: Mapping[str, int], found: Mapping[str, str]
) -> Iterator[str]:
    yield f'        <attvalues>\n          <attvalue for="0" value="{xml(own)}"/>\n'
    for key, value in properties.items():
        if value is not None:
            yield f'          <attvalue for="{places[key]}" value="{xml_value(value, found[key])}"/>\n'
    yield "        </attvalues>\n"


def _times(edge: Relationship) -> list[tuple[str, str]]:
    """Return when an edge holds, as whole days."""
    first = first_day(edge.properties.get("start_date"))
    final = last_day(edge.properties.get("end_date"))
    return [(word, day) for word, day in (("start", first), ("end", final)) if day is not None]
