"""A Cypher script that a Neo4j server can run, once or repeatedly."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.common.temporal import iso_text
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import json_text, lone_surrogates
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, Node
from sociogram.graph.subgraph import SubgraphView

_ROWS = 200
"""Rows per MERGE statement."""

_KEYS = {ENTITY_LABEL: "id", SOURCE_LABEL: "id", RELATION_TYPE_LABEL: "type"}
"""The key property of the nodes with each label."""

_UNSAFE = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Alike = TypeVar("Alike", bound=Hashable)


def lines(part: SubgraphView, notes: Notes | None = None) -> Iterator[str]:
    """Write a part of a graph as statements that end with semicolons.

    Nodes are merged by ``id`` (relation types by ``type``), relationships by ``id``; one without an ``id``
    gets a generated one, because merging needs it.

    Args:
        part: the part to write.
        notes: receives what a server cannot store unchanged.
    """
    notes = Notes() if notes is None else notes
    labels = {_key(node)[0] for node in part.read_nodes()}
    for label in sorted(label for label in labels if label):
        key = _KEYS[label]
        unique = f"FOR (n:{quoted(label)}) REQUIRE n.{quoted(key)} IS UNIQUE"
        yield f"CREATE CONSTRAINT IF NOT EXISTS {unique};\n"
    for (label, key, labels_of), nodes in _batches(_keyed_nodes(part, notes)):
        others = "".join(f":{quoted(other)}" for other in labels_of if other != label)
        yield from _unwind(nodes)
        yield f"MERGE (n{_label(label)} {{{quoted(key)}: row[0]}})\nSET n += row[1]"
        yield f"\nSET n{others};\n" if others else ";\n"
    for (name, first, first_key, last, last_key), ties in _batches(_keyed_ties(part, notes)):
        yield from _unwind(ties)
        yield f"MATCH (a{_label(first)} {{{quoted(first_key)}: row[0]}})\n"
        yield f"MATCH (b{_label(last)} {{{quoted(last_key)}: row[1]}})\n"
        yield f"MERGE (a)-[r:{quoted(name)} {{id: row[2]}}]->(b)\nSET r += row[3];\n"


def _keyed_nodes(part: SubgraphView, notes: Notes) -> Iterator[tuple[tuple[str, str, tuple[str, ...]], str]]:
    """Yield each node's row, preceded by what all rows of its statement share."""
    for node in part.read_nodes():
        label, key, value = _key(node)
        _note(node.properties, notes)
        yield (label, key, node.labels), f"{literal(value)}, {_map(node.properties, key)}"


def _keyed_ties(part: SubgraphView, notes: Notes) -> Iterator[tuple[tuple[str, str, str, str, str], str]]:
    """Yield the same for relationships. Ids are unique among the relationships of the same ends and type."""
    start, taken = "", set[tuple[str, str, Any]]()
    for tie, first, last in part.read_ties():
        if tie.start != start:
            start, taken = tie.start, set()
        _note(tie.properties, notes)
        name = tie.properties.get("id")
        if not isinstance(name, str | int) or isinstance(name, bool) or name == "":
            name = f"relationship-{tie.id}"
        if (tie.type, tie.end, name) in taken:
            name = f"{name} relationship-{tie.id}"
        taken.add((tie.type, tie.end, name))
        (first_label, first_key, a), (last_label, last_key, b) = _key(first), _key(last)
        alike = (tie.type, first_label, first_key, last_label, last_key)
        yield alike, f"{literal(a)}, {literal(b)}, {literal(name)}, {_map(tie.properties, 'id')}"


def _batches(rows: Iterable[tuple[Alike, str]]) -> Iterator[tuple[Alike, list[str]]]:
    """Group rows into statements."""
    groups: dict[Alike, list[str]] = {}
    for alike, row in rows:
        group = groups.setdefault(alike, [])
        group.append(row)
        if len(group) == _ROWS:
            yield alike, groups.pop(alike)
    yield from groups.items()


def _unwind(rows: Iterable[str]) -> Iterator[str]:
    yield "UNWIND [\n"
    yield ",\n".join(f"[{row}]" for row in rows)
    yield "\n] AS row\n"


def _key(node: Node) -> tuple[str, str, Any]:
    """Return the label, property and value that identify a node."""
    for label, key in _KEYS.items():
        if label in node.labels and node.properties.get(key) is not None:
            return label, key, node.properties[key]
    return "", "id", node.properties.get("id", f"node-{node.id}")


def _label(label: str) -> str:
    return f":{quoted(label)}" if label else ""


def _map(properties: Mapping[str, Any], without: str) -> str:
    pairs = (
        f"{quoted(key)}: {literal(_storable(value))}"
        for key, value in properties.items()
        if key != without and value is not None
    )
    return f"{{{', '.join(pairs)}}}"


def _note(properties: Mapping[str, Any], notes: Notes) -> None:
    """Count in ``notes`` what a server cannot store unchanged."""
    for name, value in properties.items():
        if isinstance(value, str):
            if lone_surrogates(value):
                notes.add(name, "halves of surrogate pairs are replaced by U+FFFD")
        elif isinstance(value, int):
            if not -(2**63) <= value < 2**63:
                notes.add(name, "integers beyond 64 bits are written as text")
        elif _storable(value) is not value:
            notes.add(name, "maps, and lists of several types, are written as JSON")


def _storable(value: Any) -> Any:
    """Return a value that a server can store: maps, and lists of several types, become JSON."""
    if isinstance(value, Mapping):
        return json_text(value)
    if isinstance(value, list):
        found = {float if type(item) is int else type(item) for item in value}
        if len(found) > 1 or found & {type(None), list, dict}:
            return json_text(value)
    return value


def literal(value: Any) -> str:
    """Return a value as a Cypher literal."""
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
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{quoted(key)}: {literal(item)}' for key, item in value.items())}}}"
    return _typed_literal(value)


def _character(character: str) -> str:
    if character in _UNSAFE:
        return _UNSAFE[character]
    # A lone surrogate is not a character and cannot be written.
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"


def _typed_literal(value: Any) -> str:
    """Return one of the driver's temporal or spatial values as a Cypher expression."""
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
    return f"{function}('{iso_text(value)}')" if function else literal(str(value))
