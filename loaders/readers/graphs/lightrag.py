"""The graph that LightRAG extracts from texts: GraphML whose nodes and edges refer to chunks of text.

The chunks become sources; the extraction gives no direction and no types of ties.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sociogram.loaders.readers.graphs.graph_sheets import ENTITIES, RELATIONS, GraphFile, Item, cell_of
from sociogram.loaders.readers.sheet import Sheet

SEPARATOR = "<SEP>"

_LISTS = ("source_id", "file_path")
_FIELDS = {"entity_type": "type", "description": "summary", "source_id": "sources"}
_LEFT_OUT = ("entity_id",)


def is_lightrag(graph: GraphFile) -> bool:
    """Return whether the nodes have LightRAG's attributes."""
    return bool(graph.nodes) and all(
        {"entity_type", "description", "source_id"} <= node.values.keys() for node in graph.nodes
    )


def lightrag_sheets(graph: GraphFile) -> list[Sheet]:
    """Return actors, ties and chunks of text as sheets.

    Raises:
        DataError: two nodes have the same id.
    """
    graph.layout = "GraphML of LightRAG"
    graph.check()
    names = [_name(node.id) for node in graph.nodes]
    sheets = [graph.sheet("nodes", ENTITIES, graph.nodes, {"name": names, **_columns(graph.nodes)})]
    if graph.edges:
        columns: dict[str, list[Any]] = {
            "source": [_name(edge.ends[0]) for edge in graph.edges],
            "target": [_name(edge.ends[1]) for edge in graph.edges],
            **_columns(graph.edges),
            "directed": [False] * len(graph.edges),
        }
        sheets.append(graph.sheet("edges", RELATIONS, graph.edges, columns))
    chunks = _chunks([*graph.nodes, *graph.edges])
    items = [Item(number, "") for number in range(1, len(chunks) + 1)]
    columns = {"id": list(chunks), "title": list(chunks.values())}
    sheets.append(graph.sheet("chunks", "sources", items, columns))
    sheets[0].notes += ["Read as a graph of LightRAG: its chunks of text are the sources.", *graph.notes]
    return sheets


def _name(written: str) -> str:
    """Return an entity's name, which older versions of LightRAG quote."""
    return written[1:-1] if len(written) > 2 and written[0] == written[-1] == '"' else written


def _columns(items: Iterable[Item]) -> dict[str, list[Any]]:
    rows = [item.values for item in items]
    titles = dict.fromkeys(title for row in rows for title in row if title not in _LEFT_OUT)
    return {_FIELDS.get(title, title): [_value(title, row.get(title)) for row in rows] for title in titles}


def _value(title: str, value: Any) -> Any:
    if title in _LISTS:
        return _parts(value)
    return " ".join(_parts(value)) if title == "description" else value


def _parts(value: Any) -> list[str]:
    return list(dict.fromkeys(filter(None, map(str.strip, cell_of(value).split(SEPARATOR)))))


def _chunks(items: Iterable[Item]) -> dict[str, str]:
    """Return the chunks, each with its file if the two lists correspond."""
    chunks: dict[str, str] = {}
    for item in items:
        names = cell_of(item.values.get("source_id")).split(SEPARATOR)
        files = cell_of(item.values.get("file_path")).split(SEPARATOR)
        if len(files) == 1:
            files *= len(names)
        for name, file in zip(names, files if len(files) == len(names) else [""] * len(names), strict=True):
            if name.strip():
                chunks[name.strip()] = chunks.get(name.strip()) or file.strip()
    return chunks
