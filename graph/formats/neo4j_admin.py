"""A folder for ``neo4j-admin database import``: typed headers and compressed rows.

The graph is read twice, because the headers depend on all rows. The files identify a node by its store's own
identifier, which the import does not preserve.
"""

from __future__ import annotations

import gzip
import shlex
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import PropertyTypes, json_text, lone_surrogates, text, written_names
from sociogram.graph.reserved_names import reserved_name
from sociogram.graph.subgraph import SubgraphView

_WIDEN = {
    frozenset({"long", "double"}): "double",
    frozenset({"long[]", "double[]"}): "double[]",
}
_SYSTEMS = {4326: "WGS-84", 4979: "WGS-84-3D", 7203: "cartesian", 9157: "cartesian-3D"}
_SCALARS = {"Date": "date", "Duration": "duration"}
_DELIMITERS = (";", "|", "\x1f", "\x1e")
"""The loader uses the last one that occurs in a list, so none after the chosen one may occur."""

_RESERVED = frozenset({"ID", "LABEL", "START_ID", "END_ID", "TYPE", "IGNORE"})


_COMPRESSION = 5
"""Within a few per cent of the best compression, in half the time."""

_LINES_AT_ONCE = 1_000


def write(part: SubgraphView, folder: Path, destination: Path | None = None) -> list[str]:
    """Write headers and rows into a folder; return notes on losses, and the command that imports the files.

    The command refers to ``destination``, to which the caller moves the files, or else to the folder itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    notes = Notes()
    node_kinds, edge_kinds, delimiter = _survey(part, notes)
    _write_header(folder / "nodes-header.csv", [":ID(Node)", *_titles(node_kinds), ":LABEL"])
    _write_rows(
        folder / "nodes.csv.gz",
        (
            [
                _quoted(node.id),
                *_cells(node.properties, node_kinds, delimiter),
                _joined(node.labels, delimiter),
            ]
            for node in part.read_nodes()
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
                _quoted(edge.start),
                _quoted(edge.end),
                _quoted(edge.type),
                *_cells(edge.properties, edge_kinds, delimiter),
            ]
            for edge, _, _ in part.read_ties()
        ),
    )
    return [*notes.lines(), command(destination or folder, delimiter)]


def _survey(part: SubgraphView, notes: Notes) -> tuple[dict[str, str], dict[str, str], str]:
    """Return the types of node and relationship properties, and the delimiter of lists."""
    nodes, edges = (PropertyTypes(_kind, _WIDEN, _losses, notes) for _ in range(2))
    used: set[str] = set()
    for node in part.read_nodes():
        nodes.see(node.properties)
        used.update(mark for label in node.labels for mark in _DELIMITERS if mark in label)
        used.update(_delimiters_in(node.properties))
    for edge, _, _ in part.read_ties():
        edges.see(edge.properties)
        used.update(_delimiters_in(edge.properties))
    found = nodes.found(), edges.found()
    written_names(dict.fromkeys([*found[0], *found[1]]), _title, notes)
    return *found, _delimiter(used, notes)


def _delimiter(used: set[str], notes: Notes) -> str:
    """Choose the delimiter of lists."""
    for position, mark in enumerate(_DELIMITERS):
        if used.isdisjoint(_DELIMITERS[position:]):
            return mark
    notes.add("lists", "a value that holds U+001E is cut there", 1)
    return _DELIMITERS[-1]


def _delimiters_in(properties: Mapping[str, Any]) -> Iterator[str]:
    """Yield the delimiters that occur in the lists."""
    for value in properties.values():
        if isinstance(value, list):
            yield from (mark for item in value for mark in _DELIMITERS if mark in text(item))


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
    if type(value) is str:
        return "string"
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


def _losses(value: Any) -> Iterator[str]:
    """Yield, in words, how the files change a value that they cannot represent."""
    if isinstance(value, str):
        if lone_surrogates(value):
            yield "halves of surrogate pairs are replaced by ?"
    elif isinstance(value, list):
        if not value:
            yield "empty lists are left out"
        elif any(isinstance(item, list | dict) or item is None for item in value):
            yield "lists in lists, maps or nulls in lists are written as JSON"
        elif value == [""]:
            yield "lists of one empty text are left out"
        elif len({_kind(item) for item in value}) > 1 and not _kind(value).startswith("double"):
            yield "lists of several types are written as lists of text"
    elif isinstance(value, dict):
        yield "maps are written as JSON"
    elif isinstance(value, int) and _kind(value) == "string":
        yield "integers beyond 64 bits are written as text"


def _title(key: str) -> str:
    # A colon in a header precedes the type, so a name cannot contain one.
    return reserved_name(key, _RESERVED).replace(":", "_")


def _titles(found: Mapping[str, str]) -> Iterator[str]:
    return (f"{_title(key)}:{kind}" for key, kind in found.items())


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
    """Return a cell in quotes, which distinguish an empty text from null."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _write_header(path: Path, titles: list[str]) -> None:
    path.write_text(",".join(_quoted(title) for title in titles) + "\n", encoding="utf-8", newline="\n")


def _write_rows(path: Path, rows: Iterator[list[str]]) -> None:
    # Without name and time in the compressed file, equal rows give equal bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", _COMPRESSION, raw, mtime=0) as file:
        lines = (",".join(row) + "\n" for row in rows)
        while block := "".join(islice(lines, _LINES_AT_ONCE)):
            file.write(block.encode("utf-8", "replace"))
