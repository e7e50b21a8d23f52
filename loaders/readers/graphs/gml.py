"""GML, the Graph Modelling Language, as NetworkX, Gephi, igraph and yEd write it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.encoding import to_utf8
from sociogram.loaders.readers.graphs.graph_sheets import GraphFile, Item, sheets_of
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

SUFFIXES = (".gml",)

_DEEPEST = 100
_LONGEST_INTEGER = 20  # characters of one of 64 bits
_TOKEN = re.compile(
    r'\s*(?:(?P<comment>\#[^\n]*)|(?P<open>\[)|(?P<close>\])|"(?P<text>[^"]*)"'
    r"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![^\s\]]))|(?P<word>[^\s\[\]\"]+))"
)
_STARTS_GRAPH = re.compile(
    rb"(?:\s*#[^\n]*\n|\s*(?:Creator|Version|comment)[^\n]*\n)*\s*graph\s*\[", re.IGNORECASE
)
_WANTED = "Export the file again from the program that wrote it."
_LOOKS = ("graphics", "LabelGraphics")


@dataclass(slots=True)
class _Record:
    """The content of brackets: values by key, and nested records by key."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    records: list[tuple[str, _Record]] = field(default_factory=list)

    def all(self, key: str) -> Iterator[_Record]:
        """Yield the records with a key."""
        return (record for name, record in self.records if name == key)

    def put(self, key: str, value: Any) -> None:
        """Add a value; repeated values of one key form a list."""
        if key not in self.values:
            self.values[key] = value
        else:
            before = self.values[key]
            self.values[key] = [*(before if isinstance(before, list) else [str(before)]), str(value)]


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether a file is GML."""
    return _STARTS_GRAPH.match(data) is not None


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the nodes and edges of a file as sheets.

    Raises:
        DataError: it is not valid GML, or its nodes and edges do not fit together.
    """
    decoded = to_utf8(data, file, options.encoding)
    text = decoded.data.decode("utf-8", "replace").removeprefix("\ufeff")
    found = next(_parse(text, file).all("graph"), None)
    if found is None:
        raise DataError("The file holds no `graph [ … ]`.", file=file, cure=_WANTED)
    graph = GraphFile(file, "GML", encoding=decoded.encoding)
    graph.nodes = [_node(record, file) for record in found.all("node")]
    is_directed = found.values.get("directed") == 1
    graph.edges = [_edge(record, file, is_directed) for record in found.all("edge")]
    if any(next(record.all(look), None) for record in found.all("node") for look in _LOOKS):
        graph.notes.append("Colours, positions and sizes of nodes are left out.")
    return sheets_of(graph)


def _parse(text: str, file: str) -> _Record:
    """Return the content of a file as one record."""
    root = _Record(1)
    stack, key, line, position = [root], "", 1, 0
    while match := _TOKEN.match(text, position):
        line += text.count("\n", position, match.start(match.lastgroup or 0))
        position = match.end()
        kind, written = match.lastgroup, match[match.lastgroup or 0]
        if kind == "comment":
            pass
        elif kind == "word" and not key:
            key = written
        elif kind == "close" and not key and len(stack) > 1:
            stack.pop()
        elif kind in ("close", "word") or not key:
            raise DataError(
                f"`{written}` is where {'the value of `' + key + '`' if key else 'a key'} should be.",
                file=file,
                line=line,
                cure=_WANTED,
            )
        elif kind == "open":
            if len(stack) > _DEEPEST:
                raise DataError("Brackets are nested too deeply.", file=file, line=line, cure=_WANTED)
            stack[-1].records.append((key, _Record(line)))
            stack.append(stack[-1].records[-1][1])
            key = ""
        else:
            stack[-1].put(key, html.unescape(written) if kind == "text" else _number(written))
            line += written.count("\n")
            key = ""
    if len(stack) > 1 or key or text[position:].strip():
        raise DataError("The file ends within a bracket or a text.", file=file, line=line, cure=_WANTED)
    return root


def _number(written: str) -> int | float | str:
    """Return the number; a longer integer stays text, as in a CSV cell."""
    if not written.lstrip("+-").isdigit():
        return float(written)
    return int(written) if len(written) <= _LONGEST_INTEGER else written


def _node(record: _Record, file: str) -> Item:
    values = dict(record.values)
    if "id" not in values:
        raise DataError("A node has no id.", file=file, line=record.line, cure="Give it one.")
    return Item(record.line, str(values.pop("id")), values)


def _edge(record: _Record, file: str, is_directed: bool) -> Item:
    values = dict(record.values)
    if not {"source", "target"} <= values.keys():
        message = "An edge has no source or no target."
        raise DataError(message, file=file, line=record.line, cure="Give it both.")
    ends = str(values.pop("source")), str(values.pop("target"))
    return Item(record.line, str(values.pop("id", "")), values, ends, is_directed)
