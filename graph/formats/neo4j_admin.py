"""A folder for ``neo4j-admin database import``: typed headers, and the rows compressed."""

from __future__ import annotations

import gzip
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sociogram.graph.formats.values import json_text, kept, kinds, node_ids, text
from sociogram.graph.subgraph import Subgraph

_WIDEN = {
    frozenset({"long", "double"}): "double",
    frozenset({"long[]", "double[]"}): "double[]",
}
_SYSTEMS = {4326: "WGS-84", 4979: "WGS-84-3D", 7203: "cartesian", 9157: "cartesian-3D"}
_SCALARS = {"Date": "date", "Duration": "duration"}
_DELIMITERS = (";", "|", "\x1f")
_RESERVED = frozenset({"ID", "LABEL", "START_ID", "END_ID", "TYPE", "IGNORE"})


def write(part: Subgraph, folder: Path) -> list[str]:
    """Write headers and rows into a folder; return the command that imports them."""
    folder.mkdir(parents=True, exist_ok=True)
    delimiter = _delimiter(part)
    names = node_ids(part)
    node_kinds = kinds(part.nodes, _kind, _WIDEN)
    edge_kinds = kinds(part.relationships, _kind, _WIDEN)
    _write_header(folder / "nodes-header.csv", [":ID(Node)", *_titles(node_kinds), ":LABEL"])
    _write_rows(
        folder / "nodes.csv.gz",
        (
            [
                _quoted(names[node.id]),
                *_cells(node.properties, node_kinds, delimiter),
                _joined(node.labels, delimiter),
            ]
            for node in part.nodes
        ),
    )
    _write_header(
        folder / "relationships-header.csv",
        [":START_ID(Node)", ":END_ID(Node)", ":TYPE", *_titles(edge_kinds)],
    )
    _write_rows(
        folder / "relationships.csv.gz",
        (
            [
                _quoted(names[edge.start]),
                _quoted(names[edge.end]),
                _quoted(edge.type),
                *_cells(edge.properties, edge_kinds, delimiter),
            ]
            for edge in part.relationships
        ),
    )
    return [command(folder, delimiter)]


def command(folder: Path, delimiter: str = ";") -> str:
    """Return the command that imports a folder into the database ``neo4j``, which must not be running."""
    shown = f"U+{ord(delimiter):04X}" if delimiter < " " else delimiter
    options = [
        f"--nodes={folder}/nodes-header.csv,{folder}/nodes.csv.gz",
        f"--relationships={folder}/relationships-header.csv,{folder}/relationships.csv.gz",
        f"--array-delimiter={shown}",
        "--multiline-fields=true",
        "--overwrite-destination",
    ]
    return shlex.join(["neo4j-admin", "database", "import", "full", *options, "neo4j"])


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long" if -(2**63) <= value < 2**63 else "string"
    if isinstance(value, float):
        return "double"
    if isinstance(value, list):
        found = {_kind(item) for item in value}
        one = found.pop() if len(found) == 1 else _WIDEN.get(frozenset(found), "string")
        plain = all(not isinstance(item, list | dict) and item is not None for item in value)
        return f"{one}[]" if plain else "string"
    if getattr(value, "srid", None) in _SYSTEMS:
        return "point"
    kind = type(value).__name__
    if kind in {"DateTime", "Time"}:
        return kind.lower() if value.tzinfo is not None else f"local{kind.lower()}"
    return _SCALARS.get(kind, "string")


def _delimiter(part: Subgraph) -> str:
    """Return a character that no value of a list has."""
    used = {
        character
        for things in (part.nodes, part.relationships)
        for thing in things
        for value in thing.properties.values()
        if isinstance(value, list)
        for item in value
        for character in _DELIMITERS
        if character in text(item)
    }
    used |= {mark for node in part.nodes for label in node.labels for mark in _DELIMITERS if mark in label}
    return next((character for character in _DELIMITERS if character not in used), "\x1e")


def _titles(found: Mapping[str, str]) -> Iterator[str]:
    for key, kind in found.items():
        # A colon in a header begins the type, so a name may hold none.
        yield f"{kept(key, _RESERVED).replace(':', '_')}:{kind}"


def _cells(properties: Mapping[str, Any], found: Mapping[str, str], delimiter: str) -> Iterator[str]:
    for key, kind in found.items():
        value = properties.get(key)
        if value is None:
            yield ""
        elif kind.endswith("[]"):
            items = value if isinstance(value, list) else [value]
            yield _joined([_cell(item, kind[:-2]) for item in items], delimiter)
        else:
            yield _quoted(_cell(value, kind))


def _cell(value: Any, kind: str) -> str:
    if kind == "string" and isinstance(value, list | dict):
        return json_text(value)
    if kind == "point":
        parts = ", ".join(f"{name}: {part!r}" for name, part in zip("xyz", map(float, value), strict=False))
        return f"{{{parts}, crs: {_SYSTEMS[value.srid]}}}"
    return text(float(value) if kind == "double" else value)


def _joined(items: Any, delimiter: str) -> str:
    return _quoted(delimiter.join(items)) if items else ""


def _quoted(value: str) -> str:
    """Return a cell in quotes: an empty text is not the same as nothing."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _write_header(path: Path, titles: list[str]) -> None:
    path.write_text(",".join(_quoted(title) for title in titles) + "\n", encoding="utf-8", newline="\n")


def _write_rows(path: Path, rows: Iterator[list[str]]) -> None:
    # No name and no time in the compressed file: the same rows give the same bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for row in rows:
            file.write((",".join(row) + "\n").encode("utf-8", "replace"))
