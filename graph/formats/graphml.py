"""GraphML (http://graphml.graphdrawing.org), as Gephi, yEd, Cytoscape and NetworkX read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sociogram.graph.columns import Column, IntArray
from sociogram.graph.formats.column_values import Fragments, interleaved
from sociogram.graph.formats.description import ATTRIBUTE, description_text
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
from sociogram.graph.reserved_names import reserved_name

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""

_OF_NODES = RESERVED_FOR_NODES | {"label", "labels"}
_OF_EDGES = RESERVED_FOR_EDGES | {"label", "type"}


def lines(part: HasColumns, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as GraphML, in pieces of a few thousand nodes or edges.

    A node's ``label`` is its caption and its ``labels`` are its labels; an edge's ``label`` and ``type`` are
    its type. A property with one of these names is renamed to ``property:label`` and so on. If no edge has a
    direction, the graph is undirected; if only some have none, their attribute ``directed`` is false.

    Args:
        part: the part to write.
        notes: receives what the format cannot represent unchanged.
    """
    found = survey(
        part,
        Notes() if notes is None else notes,
        lambda key: xml_characters(reserved_name(key, _OF_NODES)),
        lambda key: xml_characters(reserved_name(key, _OF_EDGES)),
        is_xml=True,
    )
    yield _HEAD
    yield f'  <key id="g0" for="graph" attr.name="{ATTRIBUTE}" attr.type="string"/>\n'
    yield from _keys("node", "n", ("label", "labels"), found.node_types, found.node_titles)
    yield from _keys("edge", "e", ("label", "type"), found.edge_types, found.edge_titles)
    yield f'  <graph edgedefault="{found.direction}">\n'
    yield f'    <data key="g0">{xml(description_text(found.description))}</data>\n'
    yield from _nodes(found)
    yield from _edges(found)
    yield "  </graph>\n</graphml>\n"


def _nodes(found: Survey) -> Iterator[str]:
    nodes = found.part.nodes
    labels = Fragments(nodes.labels, nodes.slots, lambda one: xml(list_text(one)), *_data("n1"))
    values = _values("n", nodes.properties.items(), nodes.slots, found.node_types)
    for slots, ids, names in zip(
        nodes.chunks(), found.node_ids.chunks(), captions(nodes, found.part.names), strict=True
    ):
        before, after = _data("n0")
        begun = [
            f'    <node id="{own}">\n{before}{name}{after}'
            for own, name in zip(xml_all(ids), xml_all(names), strict=True)
        ]
        rest = [one.of(slots) for one in (labels, *values)]
        yield interleaved([begun, *rest, ["    </node>\n"] * len(slots)], len(slots))


def _edges(found: Survey) -> Iterator[str]:
    edges, names = found.part.relationships, found.end_names()
    (label, after), (kind, _) = _data("e0"), _data("e1")
    types = Fragments(
        edges.types, edges.slots, lambda one: f"{xml(one)}{after}{kind}{xml(one)}", label, after
    )
    values = _values("e", found.edge_values, edges.slots, found.edge_types)
    for slots, ids in zip(edges.chunks(), found.edge_ids.chunks(), strict=True):
        starts, ends = names[edges.start[slots]].tolist(), names[edges.end[slots]].tolist()
        begun = [
            f'    <edge id="{own}" source="{start}" target="{end}">\n'
            for own, start, end in zip(xml_all(ids), starts, ends, strict=True)
        ]
        rest = [one.of(slots) for one in (types, *values)]
        yield interleaved([begun, *rest, ["    </edge>\n"] * len(slots)], len(slots))


def _data(key: str) -> tuple[str, str]:
    """Return the text before and after a value."""
    return f'      <data key="{key}">', "</data>\n"


def _values(
    letter: str, columns: Iterable[tuple[str, Column]], slots: IntArray, types: Mapping[str, PropertyType]
) -> list[Fragments]:
    """Return the columns of properties, with the keys that ``_keys`` declares."""
    numbers = {name: number for number, name in enumerate(types, start=2)}
    return [
        Fragments(
            column, slots, types[name].xml_text, *_data(f"{letter}{numbers[name]}"), types[name].not_plain
        )
        for name, column in columns
        if name in types
    ]


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
