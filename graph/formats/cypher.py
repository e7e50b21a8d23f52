"""A Cypher script, which a Neo4j server runs as it is, once or more often."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sociogram.graph.formats.values import json_text, node_ids, relationship_ids
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship
from sociogram.graph.subgraph import Subgraph

_ROWS = 200
"""Rows that one statement merges."""

_KEYS = {ENTITY_LABEL: "id", SOURCE_LABEL: "id", RELATION_TYPE_LABEL: "type"}
"""What makes nodes with a label the same."""

_UNSAFE = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Thing = TypeVar("Thing")


def lines(part: Subgraph) -> Iterator[str]:
    """Write a part of a graph as statements, each ended by a semicolon.

    Nodes are merged by their ``id`` (relation types by their ``type``), relationships by theirs; where
    one has none, it is given one, since merging needs it.
    """
    names, edge_names = node_ids(part), relationship_ids(part)
    keys = {node.id: _key(node, names[node.id]) for node in part.nodes}
    for label in sorted({label for label, _, _ in keys.values() if label}):
        key = _KEYS[label]
        unique = f"FOR (n:{_quoted(label)}) REQUIRE n.{_quoted(key)} IS UNIQUE"
        yield f"CREATE CONSTRAINT IF NOT EXISTS {unique};\n"

    def alike(node: Node) -> tuple[Any, ...]:
        return (*keys[node.id][:2], node.labels)

    for (label, key, labels), nodes in _grouped(part.nodes, alike):
        others = "".join(f":{_quoted(other)}" for other in labels if other != label)
        for batch in _batches(nodes):
            yield from _unwind(f"{literal(keys[node.id][2])}, {_map(node.properties, key)}" for node in batch)
            yield f"MERGE (n{_label(label)} {{{_quoted(key)}: row[0]}})\nSET n += row[1]"
            yield f"\nSET n{others};\n" if others else ";\n"

    def between(edge: Relationship) -> tuple[str, ...]:
        return (edge.type, *keys[edge.start][:2], *keys[edge.end][:2])

    for (name, first, first_key, last, last_key), edges in _grouped(part.relationships, between):
        for some in _batches(edges):
            yield from _unwind(
                f"{literal(keys[edge.start][2])}, {literal(keys[edge.end][2])}, "
                f"{literal(edge_names[edge.id])}, {_map(edge.properties, 'id')}"
                for edge in some
            )
            yield f"MATCH (a{_label(first)} {{{_quoted(first_key)}: row[0]}})\n"
            yield f"MATCH (b{_label(last)} {{{_quoted(last_key)}: row[1]}})\n"
            yield f"MERGE (a)-[r:{_quoted(name)} {{id: row[2]}}]->(b)\nSET r += row[3];\n"


def _unwind(rows: Iterable[str]) -> Iterator[str]:
    yield "UNWIND [\n"
    yield ",\n".join(f"[{row}]" for row in rows)
    yield "\n] AS row\n"


def _key(node: Node, name: str) -> tuple[str, str, Any]:
    """Return by which label, property and value a node is found."""
    for label, key in _KEYS.items():
        if label in node.labels and node.properties.get(key) is not None:
            return label, key, node.properties[key]
    return "", "id", node.properties.get("id", name)


def _grouped(things: Iterable[Thing], key: Callable[[Thing], Any]) -> Iterable[tuple[Any, list[Thing]]]:
    groups: dict[Any, list[Thing]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups.items()


def _batches(things: Sequence[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while some := list(islice(rest, _ROWS)):
        yield some


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _label(label: str) -> str:
    return f":{_quoted(label)}" if label else ""


def _map(properties: Mapping[str, Any], without: str) -> str:
    pairs = (
        f"{_quoted(key)}: {literal(_storable(value))}"
        for key, value in properties.items()
        if key != without and value is not None
    )
    return f"{{{', '.join(pairs)}}}"


def _storable(value: Any) -> Any:
    """Return a value as a server can store it: maps, and lists of several kinds of things, as JSON."""
    if isinstance(value, Mapping):
        return json_text(value)
    if isinstance(value, list):
        found = {float if type(item) is int else type(item) for item in value}
        if len(found) > 1 or found & {type(None), list, dict}:
            return json_text(value)
    return value


def literal(value: Any) -> str:
    """Return a value as Cypher writes it."""
    if isinstance(value, str):
        return f"'{''.join(_character(character) for character in value)}'"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if -(2**63) <= value < 2**63 else f"'{value}'"
    if isinstance(value, float):
        if math.isnan(value):
            return "(0.0 / 0.0)"
        return repr(value) if math.isfinite(value) else f"({'-' if value < 0 else ''}1.0 / 0.0)"
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    return _typed_literal(value)


def _character(character: str) -> str:
    if character in _UNSAFE:
        return _UNSAFE[character]
    # A lone surrogate is no character, and cannot be written.
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"


def _typed_literal(value: Any) -> str:
    """Return one of the driver's temporal or spatial values as Cypher writes it."""
    kind = type(value).__name__
    if hasattr(value, "srid"):
        names = zip(("x", "y", "z"), value, strict=False)
        return (
            f"point({{{', '.join(f'{name}: {float(part)!r}' for name, part in names)}, srid: {value.srid}}})"
        )
    if kind in {"DateTime", "Time"}:
        function = kind.lower() if value.tzinfo is not None else f"local{kind.lower()}"
    else:
        function = {"Date": "date", "Duration": "duration"}.get(kind, "")
    written = value.iso_format() if hasattr(value, "iso_format") else str(value)
    zone = getattr(getattr(value, "tzinfo", None), "zone", None) or getattr(
        getattr(value, "tzinfo", None), "key", None
    )
    if function == "datetime" and zone:
        written += f"[{zone}]"
    return f"{function}('{written}')" if function else literal(str(value))
