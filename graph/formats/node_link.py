"""Node-link JSON, as ``networkx.node_link_graph`` and D3 read it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sociogram.graph.columns import Column, IntArray
from sociogram.graph.formats.column_values import Fragments, interleaved
from sociogram.graph.formats.description import ATTRIBUTE
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import (
    RESERVED_FOR_EDGES,
    RESERVED_FOR_NODES,
    encode_json,
    json_value,
    lone_surrogates,
)
from sociogram.graph.formats.survey import HasColumns, Survey, survey
from sociogram.graph.reserved_names import reserved_name

_OF_NODES = RESERVED_FOR_NODES | {"labels"}
_OF_EDGES = RESERVED_FOR_EDGES | {"source", "target", "type"}


def lines(part: HasColumns, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as JSON, one node or edge per line, in pieces of a few thousand lines.

    A node has its ``id``, ``labels`` and properties; an edge has its ``source``, ``target``, ``key``,
    ``type`` and properties. A property with one of these names is renamed to ``property:type`` and so on. If
    no edge has a direction, ``directed`` of the graph is false; if only some have none, their own
    ``directed`` is false.

    Args:
        part: the part to write.
        notes: receives what the format cannot represent unchanged.
    """
    found = survey(
        part,
        Notes() if notes is None else notes,
        lambda key: reserved_name(key, _OF_NODES),
        lambda key: reserved_name(key, _OF_EDGES),
        is_xml=False,
    )
    said = _as_utf8(encode_json({ATTRIBUTE: found.description}))
    declared = "true" if found.direction == "directed" else "false"
    yield f'{{"directed": {declared}, "multigraph": true, "graph": {said},\n"nodes": [\n'
    yield from _separated(_nodes(found))
    yield '],\n"edges": [\n'
    yield from _separated(_edges(found))
    yield "]}\n"


def _nodes(found: Survey) -> Iterator[str]:
    nodes = found.part.nodes
    labels = Fragments(nodes.labels, nodes.slots, encode_json, ', "labels": ', "")
    titles = {**found.node_titles, "id": "property:id"}
    values = {
        name: _values(titles[name], column, nodes.slots)
        for name, column in nodes.properties.items()
        if name in found.node_types and not (name == "id" and found.node_ids.are_own)
    }
    for slots, ids in zip(nodes.chunks(), found.node_ids.chunks(), strict=True):
        begun = [f'{{"id": {encode_json(own)}' for own in ids]
        rest = {name: one.of(slots) for name, one in values.items()}
        if "id" in rest:
            rest["id"] = nodes.other_ids(slots, ids, rest.pop("id"))  # last
        yield _lines([begun, labels.of(slots), *rest.values()], len(slots))


def _edges(found: Survey) -> Iterator[str]:
    edges, names = found.part.relationships, found.end_names()
    types = Fragments(edges.types, edges.slots, encode_json, ', "type": ', "")
    values = [
        _values(found.edge_titles[name], column, edges.slots)
        for name, column in found.edge_values
        if name in found.edge_types
    ]
    for slots, ids in zip(edges.chunks(), found.edge_ids.chunks(), strict=True):
        starts, ends = names[edges.start[slots]].tolist(), names[edges.end[slots]].tolist()
        begun = [
            f'{{"source": {start}, "target": {end}, "key": {encode_json(own)}'
            for own, start, end in zip(ids, starts, ends, strict=True)
        ]
        yield _lines([begun, *(one.of(slots) for one in (types, *values))], len(slots))


def _values(title: str, column: Column, slots: IntArray) -> Fragments:
    before = f", {encode_json(title)}: "
    return Fragments(column, slots, lambda value: encode_json(json_value(value)), before, "")


def _lines(columns: list[list[str] | None], rows: int) -> str:
    """Return the lines of some records, separated by commas."""
    written = interleaved([*columns, [*["},\n"] * (rows - 1), "}"]], rows)
    return ",\n".join(map(_as_utf8, written.split(",\n"))) if lone_surrogates(written) else written


def _as_utf8(record: str) -> str:
    """Return a record that UTF-8 can represent: one with a lone surrogate becomes ASCII."""
    return json.dumps(json.loads(record)) if lone_surrogates(record) else record


def _separated(chunks: Iterator[str]) -> Iterator[str]:
    before = ""
    for chunk in chunks:
        yield before + chunk
        before = ",\n"
    if before:
        yield "\n"
