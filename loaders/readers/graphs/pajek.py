"""Pajek's ``.net`` files: numbered vertices, and arcs and edges between their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.encoding import to_utf8
from sociogram.loaders.readers.graphs.graph_sheets import GraphFile, Item, sheets_of
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

SUFFIXES = (".net", ".paj")

_STARTS = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s*%[^\n]*\n)*\s*\*(?:network|vertices)\b", re.IGNORECASE)
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_LINES = {"arcs": True, "edges": False, "arcslist": True, "edgeslist": False}
"""Whether the lines of a section have a direction."""
_IGNORED = ("network", "vector", "partition", "permutation", "cluster")


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether a file has the format of Pajek."""
    return _STARTS.match(data) is not None


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the vertices of a file, and its arcs and edges, as sheets.

    The relation of a section (``*Arcs :1 "OWNS"``) is the type of its lines.

    Raises:
        DataError: a line is not valid, or names a vertex that does not exist.
    """
    decoded = to_utf8(data, file, options.encoding)
    graph = GraphFile(file, "Pajek", encoding=decoded.encoding)
    section, head = "", list[str]()
    for number, line in enumerate(decoded.data.decode("utf-8", "replace").splitlines(), start=1):
        words = [quoted or word for quoted, word in _WORD.findall(line.removeprefix("\ufeff"))]
        if not words or words[0].startswith("%"):
            continue
        if words[0].startswith("*"):
            section, head = words[0][1:].lower(), words[1:]
            if section not in _LINES and section not in ("vertices", *_IGNORED):
                raise _wrong(f"sociogram does not read the section *{section}.", file, number)
        elif section == "vertices":
            graph.nodes.append(Item(number, words[0], {"label": words[1]} if len(words) > 1 else {}))
        elif section in _LINES:
            graph.edges += _lines(words, section, head, number, file)
    known = {node.id for node in graph.nodes}
    for edge in graph.edges:
        for end in (end for end in edge.ends if end not in known):
            raise _wrong(f"There is no vertex {end}.", file, edge.line)
    return sheets_of(graph)


def _lines(words: list[str], section: str, head: list[str], number: int, file: str) -> Iterator[Item]:
    """Yield the arcs or edges of a line: one with a weight, or those from one vertex to several."""
    if len(words) < 2:
        raise _wrong("A line needs two vertices.", file, number)
    values: dict[str, Any] = {"type": head[1]} if len(head) > 1 else {}
    if section.endswith("list"):
        others = words[1:]
    else:
        others = words[1:2]
        if len(words) > 2:
            values["weight"] = _number(words[2], file, number)
        labels = [after for word, after in pairwise(words[3:]) if word == "l"]
        values |= {"label": labels[0]} if labels else {}
    for other in others:
        yield Item(number, "", dict(values), (words[0], other), _LINES[section])


def _number(word: str, file: str, line: int) -> float:
    try:
        value = float(word)
    except ValueError:
        raise _wrong(f"'{word}' is not a weight.", file, line) from None
    return int(value) if value.is_integer() else value


def _wrong(what: str, file: str, line: int) -> DataError:
    cure = "Export the file again, as *Vertices, *Arcs and *Edges."
    return DataError(what, file=file, line=line, cure=cure)
