"""GraphML (http://graphml.graphdrawing.org), as NetworkX, Gephi, yEd, Cytoscape and Neo4j write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sociogram.graph.formats.description import ATTRIBUTE
from sociogram.graph.formats.properties import list_of
from sociogram.loaders.readers.graphs.exported_graph import exported_sheets
from sociogram.loaders.readers.graphs.graph_sheets import GraphFile, Item, sheets_of
from sociogram.loaders.readers.graphs.lightrag import is_lightrag, lightrag_sheets
from sociogram.loaders.readers.graphs.xml_elements import Element, root_name
from sociogram.loaders.readers.graphs.xml_graph import XMLGraph
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

SUFFIXES = (".graphml",)

_NUMBERS: Mapping[str, Callable[[str], Any]] = {"int": int, "long": int, "float": float, "double": float}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class _Key:
    """A declared key; ``domain`` is ``node``, ``edge``, ``graph`` or ``all``."""

    domain: str
    title: str
    type: str
    default: str | None
    is_drawing: bool


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether a file is GraphML."""
    return root_name(data) == "graphml"


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the nodes and edges of a file as sheets.

    Raises:
        DataError: it is not valid GraphML, or its nodes and edges do not fit together.
    """
    return _GraphML(file).read(data, options.encoding)


class _GraphML(XMLGraph):
    """Collects the elements of a file; keys may be declared anywhere."""

    separate = ("key", "node", "edge", "hyperedge", "graph")

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._keys: dict[str, _Key] = {}
        self._graphs: list[Element] = []
        self._hyperedges = 0

    def add(self, element: Element) -> None:
        if element.name == "key":
            default = element.child("default")
            attributes = element.attributes
            self._keys[attributes.get("id", "")] = _Key(
                attributes.get("for", "all"),
                attributes.get("attr.name", attributes.get("id", "")),
                attributes.get("attr.type", "string"),
                None if default is None else default.text,
                any("yfiles" in name for name in attributes),
            )
        elif element.name == "hyperedge":
            self._hyperedges += 1
        else:
            {"node": self._nodes, "edge": self._edges, "graph": self._graphs}[element.name].append(element)

    def sheets(self) -> list[Sheet]:
        graph = GraphFile(self._file, "GraphML")
        is_undirected = any(one.attributes.get("edgedefault") == "undirected" for one in self._graphs)
        descriptions = [self._values(one, "graph").get(ATTRIBUTE) for one in self._graphs]
        own = next(filter(None, descriptions), None)
        self._nodes.sort(key=lambda element: element.line)  # a group ends after the nodes in it
        graph.nodes = [self._node(element) for element in self._nodes]
        graph.edges = [self._edge(element, is_undirected) for element in self._edges]
        if own is not None:
            for node in graph.nodes:
                node.values["labels"] = list_of(node.values.get("labels", ""))
            return exported_sheets(graph, own, is_undirected=is_undirected, is_text=True)
        for items, elements_of, domain in (
            (graph.nodes, self._nodes, "node"),
            (graph.edges, self._edges, "edge"),
        ):
            for item, element in zip(items, elements_of, strict=True):
                item.values = _with_neo4j(self._typed(item.values, domain), element)
        if self._hyperedges:
            graph.notes.append(
                f"Hyperedges, which connect more than two nodes, are left out: {self._hyperedges}."
            )
        return lightrag_sheets(graph) if is_lightrag(graph) else sheets_of(graph)

    def _node(self, element: Element) -> Item:
        return Item(element.line, self._id(element), self._values(element, "node"))

    def _edge(self, element: Element, is_undirected: bool) -> Item:
        ends = self._ends(element)
        own = element.attributes.get("directed")
        directed = not is_undirected if own is None else own == "true"
        values = self._values(element, "edge")
        return Item(element.line, element.attributes.get("id", ""), values, ends, directed)

    def _values(self, element: Element, domain: str) -> dict[str, Any]:
        """Return the data of an element by title, as text."""
        values: dict[str, Any] = {}
        for child in element.children:
            if child.name != "data":
                continue
            key = self._keys.get(child.attributes.get("key", ""))
            if key is None:
                name = child.attributes.get("key", "")
                raise self._fault(child, f"No <key> declares `{name}`.", "Declare it, or remove the data.")
            if key.is_drawing:
                values |= _drawn(child, domain)
            else:
                values[key.title] = child.text
        return values

    def _typed(self, values: Mapping[str, Any], domain: str) -> dict[str, Any]:
        """Return data with the types that keys declare, and the defaults of missing data."""
        typed = {}
        for key in self._keys.values():
            if key.domain not in (domain, "all") or key.is_drawing:
                continue
            text = values.get(key.title, key.default)
            if text is not None:
                typed[key.title] = _typed(text, key.type)
        return {**values, **typed}


def _typed(text: str, kind: str) -> Any:
    """Return a value of a declared type; invalid text stays text."""
    try:
        if kind == "boolean":
            return _TRUTH.get(text.strip().lower(), text)
        return _NUMBERS[kind](text) if kind in _NUMBERS else text
    except ValueError:
        return text


def _drawn(element: Element, domain: str) -> dict[str, str]:
    """Return the label in the drawing data of yEd."""
    labels = element.descendants("NodeLabel" if domain == "node" else "EdgeLabel")
    text = next((label.text.strip() for label in labels if label.text.strip()), "")
    return {"label": text} if text else {}


def _with_neo4j(values: dict[str, Any], element: Element) -> dict[str, Any]:
    """Add a node's labels or an edge's type, which Neo4j writes as attributes of the element."""
    labels, label = element.attributes.get("labels"), element.attributes.get("label")
    if element.name == "node" and labels:
        return {**values, "labels": [word for word in labels.split(":") if word]}
    if element.name == "edge" and label:
        rest = {title: value for title, value in values.items() if (title, value) != ("label", label)}
        return {**rest, "type": label}
    return values
