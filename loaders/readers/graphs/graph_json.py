"""Graphs as JSON: node-link, as NetworkX and D3 write it, Graphology's, and Cytoscape's ``elements``.

{"nodes": [{"id": "ada"}], "links": [{"source": "ada", "target": "bo"}]}
{"nodes": [{"key": "ada", "attributes": {}}], "edges": [{"source": "ada", "target": "bo", "attributes": {}}]}
{"elements": {"nodes": [{"data": {"id": "ada"}}], "edges": [{"data": {"source": "ada", "target": "bo"}}]}}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sociogram.graph.common.keys import written_key
from sociogram.graph.common.text import free_name
from sociogram.graph.errors import DataError
from sociogram.graph.formats.description import ATTRIBUTE
from sociogram.loaders.readers.encoding import to_utf8
from sociogram.loaders.readers.graphs.exported_graph import exported_sheets
from sociogram.loaders.readers.graphs.graph_sheets import GraphFile, Item, cell_of, sheets_of
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

SUFFIXES = (".json", ".cyjs")

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
_KEYS = re.compile(rb"\"(?:nodes|elements)\"\s*:\s*[\[{]")
_EDGES = ("edges", "links")
_CYTOSCAPE = ("SUID", "selected", "shared name", "shared interaction")
_NOT_JSON = "Export the file again from the program that wrote it."


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether a file is one JSON object with nodes, or with Cytoscape's elements."""
    return _START.match(data) is not None and _KEYS.search(data) is not None and _is_graph(data)


def _is_graph(data: bytes) -> bool:
    """Return whether a file is a graph, and not JSON Lines with a list of nodes in a line."""
    try:
        found = json.loads(data)
    except ValueError:
        return b"\n{" not in data  # a truncated graph, for which ``read`` has a better message
    except RecursionError:
        return True
    return isinstance(found, dict) and (
        "elements" in found or ("nodes" in found and any(key in found for key in _EDGES))
    )


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the nodes and edges of a file as sheets.

    Raises:
        DataError: it is not valid JSON, or its nodes and edges do not fit together.
    """
    decoded = to_utf8(data, file, options.encoding)
    try:
        found = json.loads(decoded.data.decode("utf-8", "surrogatepass").removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        message = f"The JSON cannot be read: {error.msg} (character {error.colno})."
        raise DataError(message, file=file, line=error.lineno, cure=_NOT_JSON) from None
    except (RecursionError, ValueError):
        message = "The JSON cannot be read: it is nested too deeply, or a number is too long."
        raise DataError(message, file=file, cure=_NOT_JSON) from None
    graph = GraphFile(file, "", encoding=decoded.encoding, number_word="item")
    if "elements" in found:
        graph.layout = "Cytoscape JSON"
        _read_elements(graph, found["elements"])
        return sheets_of(graph)
    linked = _as_node_link(found)
    graph.layout = "node-link JSON" if linked is found else "Graphology JSON"
    return _node_link(graph, linked)


def _as_node_link(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a graph of Graphology, which has keys and attributes, as node-link; any other as it is."""
    nodes = found.get("nodes")
    if not isinstance(nodes, list) or not all(isinstance(one, dict) for one in nodes):
        return found
    if not nodes or any("id" in one or "key" not in one for one in nodes):
        return found
    edges = found.get("edges")
    options = found.get("options")
    kind = options.get("type") if isinstance(options, dict) else None
    return {
        "nodes": list(map(_node, nodes)),
        "edges": list(map(_edge, edges)) if isinstance(edges, list) else edges,
        "directed": False if kind == "undirected" else None,
    }


def _node(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node of Graphology as node-link; an attribute ``id`` does not replace its key."""
    found = _attributes(node)
    if "id" in found:
        found[free_name("original_id", found)] = found.pop("id")
    return found | {"id": node["key"]}


def _edge(edge: Any) -> Any:
    """Return an edge of Graphology as node-link."""
    if not isinstance(edge, dict):
        return edge
    found = _attributes(edge) | {key: edge[key] for key in ("source", "target") if key in edge}
    if "key" in edge:
        found.setdefault("id", edge["key"])
    return found | ({"directed": False} if edge.get("undirected") is True else {})


def _attributes(one: Mapping[str, Any]) -> dict[str, Any]:
    found = one.get("attributes")
    return dict(found) if isinstance(found, dict) else {}


def _node_link(graph: GraphFile, found: Mapping[str, Any]) -> list[Sheet]:
    is_undirected = found.get("directed") is False
    nodes = _objects(graph, found.get("nodes"), "nodes")
    edges = _objects(graph, next((found[key] for key in _EDGES if key in found), []), "edges")
    attributes = found.get("graph")
    description = attributes.get(ATTRIBUTE) if isinstance(attributes, dict) else None
    if description is not None:
        graph.nodes = [
            Item(number, str(node.get("id")), node | {"id": node.get("id")}) for number, node in nodes
        ]
        graph.edges = [Item(number, str(edge.get("key")), edge, _ends(edge)) for number, edge in edges]
        return exported_sheets(graph, description, is_undirected=is_undirected, is_text=False)
    names = _names(nodes)
    for (number, node), name in zip(nodes, names, strict=True):
        graph.nodes.append(
            Item(number, name, {key: _flat(value) for key, value in node.items() if key != "id"})
        )
    is_numbered = bool(nodes) and not any("id" in node for _, node in nodes)
    for number, edge in edges:
        start, end = (
            _end(graph, edge, word, number, names if is_numbered else []) for word in ("source", "target")
        )
        values = {
            key: _flat(value) for key, value in edge.items() if key not in ("source", "target", "key", "id")
        }
        own = edge.get("directed")
        directed = own if isinstance(own, bool) else False if is_undirected else None
        graph.edges.append(Item(number, _text(edge.get("id")), values, (start, end), directed))
    return sheets_of(graph)


def _names(nodes: list[tuple[int, dict[str, Any]]]) -> list[str]:
    """Return the nodes' ids, or else their names if these are unique, or else their numbers from 0."""
    for key in ("id", "name", "label"):
        names = [_key(node.get(key)) for _, node in nodes]
        if all(names) and (key == "id" or len(set(names)) == len(names)):
            return names
    return [_key(node.get("id")) or str(number - 1) for number, node in nodes]


def _end(graph: GraphFile, edge: Mapping[str, Any], word: str, number: int, names: list[str]) -> str:
    end = edge.get(word)
    if isinstance(end, dict):  # D3 replaces the id by the node when it draws
        end = end.get("id", end.get("name"))
    if names and isinstance(end, int) and not isinstance(end, bool) and 0 <= end < len(names):
        return names[end]
    text = _key(end)
    if not text:
        raise _fault(graph, number, f"An edge has no {word}.")
    return text


def _ends(edge: Mapping[str, Any]) -> tuple[str, str]:
    return str(edge.get("source")), str(edge.get("target"))


def _read_elements(graph: GraphFile, found: Any) -> None:
    """Read Cytoscape's elements: by group, or all in one list."""
    for number, group, element in _elements(graph, found):
        data = element.get("data")
        if not isinstance(data, dict):
            raise _fault(graph, number, "An element has no data.")
        graph.makes_ids |= _CYTOSCAPE[0] in data
        values = {
            key: _flat(value)
            for key, value in data.items()
            if key not in ("id", "source", "target", *_CYTOSCAPE)
        }
        if isinstance(element.get("classes"), str) and element["classes"] and group == "nodes":
            values.setdefault("type", element["classes"].split())
        name = _text(data.get("id"))
        if group == "edges":
            ends = _end(graph, data, "source", number, []), _end(graph, data, "target", number, [])
            graph.edges.append(Item(number, name, values, ends))
        elif not name:
            raise _fault(graph, number, "A node has no id.")
        else:
            graph.nodes.append(Item(number, name, values))


def _elements(graph: GraphFile, found: Any) -> Iterator[tuple[int, str, dict[str, Any]]]:
    if isinstance(found, dict):
        for group in ("nodes", "edges"):
            for number, element in _objects(graph, found.get(group, []), group):
                yield number, group, element
        return
    for number, element in _objects(graph, found, "elements"):
        data = element.get("data")
        is_edge = isinstance(data, dict) and "source" in data
        yield number, element.get("group") or ("edges" if is_edge else "nodes"), element


def _objects(graph: GraphFile, found: Any, word: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the objects of a list with their numbers, from 1."""
    if not isinstance(found, list):
        message = f"`{word}` is not a list."
        raise DataError(message, file=graph.path, cure=_NOT_JSON)
    for number, one in enumerate(found, start=1):
        if not isinstance(one, dict):
            raise _fault(graph, number, f"`{word}` holds something other than an object.")
    return list(enumerate(found, start=1))


def _flat(value: Any) -> Any:
    """Return a value for a cell: a list of texts as a list, anything nested deeper as JSON."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return [cell_of(item) for item in value if item is not None]
    return cell_of(value) if isinstance(value, dict | list) else value


def _text(value: Any) -> str:
    return cell_of(value) if isinstance(value, str | int | float) else ""


def _key(value: Any) -> str:
    """Return the id of a node as text; NetworkX writes a tuple as a list."""
    return written_key(_tuple(value)) if isinstance(value, list) else _text(value)


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _fault(graph: GraphFile, number: int, message: str) -> DataError:
    return DataError(message, file=graph.path, line=number, cure="Correct this item.")
