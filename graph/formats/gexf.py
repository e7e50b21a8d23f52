"""GEXF 1.2 (https://gexf.net), Gephi's own format, with dates for its timeline.

Version 1.3 has nothing more that is needed here, and NetworkX cannot read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Literal

from sociogram.graph.common.partial_date import first_day, last_day
from sociogram.graph.formats.column_values import Fragments, interleaved
from sociogram.graph.formats.description import description_text
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    RESERVED_FOR_EDGES,
    RESERVED_FOR_NODES,
    list_text,
    xml,
    xml_all,
    xml_characters,
)
from sociogram.graph.formats.property_types import PropertyType
from sociogram.graph.formats.survey import HasColumns, Survey, captions, survey
from sociogram.graph.graph_columns import RelationshipColumns
from sociogram.graph.reserved_names import reserved_name

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
"""

_OF_NODES = RESERVED_FOR_NODES | {"labels", "label", "id"}
_OF_EDGES = RESERVED_FOR_EDGES | {
    *("type", "label", "id", "start", "end", "weight", "source", "target"),
}


def lines(part: HasColumns, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as GEXF, in pieces of a few thousand nodes or edges.

    The attribute ``labels`` of a node holds its labels. An edge's type is its label, its kind (so that Gephi
    keeps parallel edges apart) and its attribute ``type``; ``start_date`` and ``end_date`` become its dates
    on the timeline, a partial date as the whole month or year; a numeric ``weight`` becomes its weight. A
    property whose name GEXF uses is renamed to ``property:label`` and so on. If no edge has a direction, the
    graph is undirected; if only some have none, their attribute ``directed`` is false.

    Args:
        part: the part to write.
        notes: receives what the format cannot represent unchanged.
    """
    found = survey(part, Notes() if notes is None else notes, _node_title, _edge_title, is_xml=True)
    edges = found.part.relationships
    times = [one for one in map(partial(_days, edges), ("start", "end")) if one is not None]
    yield _HEAD
    yield "  <meta>\n    <creator>sociogram</creator>\n"
    yield f"    <description>{xml(description_text(found.description))}</description>\n  </meta>\n"
    time = ' mode="dynamic" timeformat="date"' if times else ' mode="static"'
    yield f'  <graph defaultedgetype="{found.direction}"{time}>\n'
    yield from _attributes("node", "labels", found.node_types, found.node_titles)
    yield from _attributes("edge", "type", found.edge_types, found.edge_titles)
    yield "    <nodes>\n"
    yield from _nodes(found)
    yield "    </nodes>\n    <edges>\n"
    yield from _edges(found, times)
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _node_title(key: str) -> str:
    return xml_characters(reserved_name(key, _OF_NODES - {"id"}))


def _edge_title(key: str) -> str:
    return xml_characters(reserved_name(key, _OF_EDGES - {"id", "weight"}))


def _attributes(
    what: str, own: str, types: Mapping[str, PropertyType], titles: Mapping[str, str]
) -> Iterator[str]:
    declared = [(own, "string"), *((titles[key], kind.xml) for key, kind in types.items())]
    yield f'    <attributes class="{what}">\n'
    for number, (title, kind) in enumerate(declared):
        yield f'      <attribute id="{number}" title="{xml(title)}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _nodes(found: Survey) -> Iterator[str]:
    nodes, types = found.part.nodes, found.node_types
    labels = Fragments(nodes.labels, nodes.slots, lambda one: xml(list_text(one)), *_first_value())
    numbers = _numbers(types)
    values = {
        name: Fragments(
            column, nodes.slots, types[name].xml_text, *_value(numbers[name]), types[name].not_plain
        )
        for name, column in nodes.properties.items()
        if name in types and not (name == "id" and found.node_ids.are_own)
    }
    for slots, ids, names in zip(
        nodes.chunks(), found.node_ids.chunks(), captions(nodes, found.part.names), strict=True
    ):
        begun = [
            f'      <node id="{own}" label="{name}">\n'
            for own, name in zip(xml_all(ids), xml_all(names), strict=True)
        ]
        rest = {name: one.of(slots) for name, one in values.items()}
        if "id" in rest:
            rest["id"] = nodes.other_ids(slots, ids, rest["id"])
        ended = ["        </attvalues>\n      </node>\n"] * len(slots)
        yield interleaved([begun, labels.of(slots), *rest.values(), ended], len(slots))


def _edges(found: Survey, times: list[Fragments]) -> Iterator[str]:
    edges, types, names = found.part.relationships, found.edge_types, found.end_names()
    weight = types.get("weight")
    weighs = weight is not None and weight.xml in ("long", "double")
    given = [Fragments(edges.types, edges.slots, _kind, "", "")]
    if weight is not None and weighs:
        column = edges.properties["weight"]
        given.append(Fragments(column, edges.slots, weight.xml_text, ' weight="', '"'))
    own_type = Fragments(edges.types, edges.slots, xml, *_first_value(">\n"))
    numbers = _numbers(types)
    values = [
        Fragments(column, edges.slots, types[name].xml_text, *_value(numbers[name]), types[name].not_plain)
        for name, column in found.edge_values
        if name in types and not (name == "weight" and weighs)
    ]
    for slots, ids in zip(edges.chunks(), found.edge_ids.chunks(), strict=True):
        starts, ends = names[edges.start[slots]].tolist(), names[edges.end[slots]].tolist()
        begun = [
            f'      <edge id="{own}" source="{start}" target="{end}"'
            for own, start, end in zip(xml_all(ids), starts, ends, strict=True)
        ]
        rest = [one.of(slots) for one in (*given, *times, own_type, *values)]
        ended = ["        </attvalues>\n      </edge>\n"] * len(slots)
        yield interleaved([begun, *rest, ended], len(slots))


def _kind(name: str) -> str:
    return f' label="{xml(name)}" kind="{xml(name)}"'


def _first_value(begun: str = "") -> tuple[str, str]:
    """Return the text before and after the first value of a node or edge."""
    return f'{begun}        <attvalues>\n          <attvalue for="0" value="', '"/>\n'


def _value(number: int) -> tuple[str, str]:
    return f'          <attvalue for="{number}" value="', '"/>\n'


def _numbers(types: Iterable[str]) -> dict[str, int]:
    """Return the number of each property, as ``_attributes`` declares it."""
    return {name: number for number, name in enumerate(types, start=1)}


def _days(edges: RelationshipColumns, word: Literal["start", "end"]) -> Fragments | None:
    """Return the first or last day of each edge as an XML attribute; None if no edge has one."""
    column = edges.properties.get(f"{word}_date")
    if column is None:
        return None
    day = first_day if word == "start" else last_day
    found = Fragments(column, edges.slots, lambda value: _day(word, day(value)), "", "")
    return found if any(any(found.of(slots) or ()) for slots in edges.chunks()) else None


def _day(word: str, day: str | None) -> str:
    return "" if day is None else f' {word}="{day}"'
