"""GEXF (https://gexf.net), Gephi's own format, versions 1.1 to 1.3."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sociogram.graph.formats.properties import list_of
from sociogram.loaders.readers.graphs.exported_graph import exported_sheets
from sociogram.loaders.readers.graphs.graph_sheets import GraphFile, Item, sheets_of
from sociogram.loaders.readers.graphs.xml_elements import Element, root_name
from sociogram.loaders.readers.graphs.xml_graph import XMLGraph
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

SUFFIXES = (".gexf",)

_NUMBERS = {"integer": int, "long": int, "short": int, "byte": int, "float": float, "double": float}
_LOOKS = ("color", "position", "size", "shape", "thickness")
_TIMES = (("start", "start_date"), ("end", "end_date"))


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - the signature of all readers
    """Return whether a file is GEXF."""
    return root_name(data) == "gexf"


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the nodes and edges of a file as sheets.

    Raises:
        DataError: it is not valid GEXF, or its nodes and edges do not fit together.
    """
    return _Gexf(file).read(data, options.encoding)


class _Gexf(XMLGraph):
    separate = ("meta", "attributes", "node", "edge", "graph")

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._titles: dict[str, dict[str, tuple[str, str, str | None]]] = {"node": {}, "edge": {}}
        self._default = "undirected"
        self._description: str | None = None

    def add(self, element: Element) -> None:
        if element.name == "meta":
            creator, words = element.child("creator"), element.child("description")
            if creator is not None and creator.text == "sociogram" and words is not None:
                self._description = words.text
        elif element.name == "attributes":
            titles = self._titles.setdefault(element.attributes.get("class", "node"), {})
            for child in element.children:
                if child.name == "attribute":
                    default = child.child("default")
                    number = child.attributes.get("id", "")
                    titles[number] = (
                        child.attributes.get("title", number),
                        child.attributes.get("type", "string"),
                        None if default is None else default.text,
                    )
        elif element.name == "graph":
            self._default = element.attributes.get("defaultedgetype", "undirected")
        else:
            (self._nodes if element.name == "node" else self._edges).append(element)

    def sheets(self) -> list[Sheet]:
        graph = GraphFile(self._file, "GEXF")
        if self._description is not None:
            graph.nodes = [self._exported_node(element) for element in self._nodes]
            graph.edges = [self._exported_edge(element) for element in self._edges]
            is_undirected = self._default == "undirected"
            return exported_sheets(graph, self._description, is_undirected=is_undirected, is_text=True)
        graph.nodes = [self._node(element) for element in self._nodes]
        graph.edges = [self._edge(element) for element in self._edges]
        if any(element.child(look) is not None for element in self._nodes for look in _LOOKS):
            graph.notes.append("Colours, positions and sizes of nodes are left out.")
        return sheets_of(graph)

    def _exported_node(self, element: Element) -> Item:
        item = Item(element.line, self._id(element), self._texts(element))
        item.values["labels"] = list_of(item.values["labels"])
        item.values.setdefault("id", item.id)
        return item

    def _exported_edge(self, element: Element) -> Item:
        values = self._texts(element)
        if "weight" in element.attributes:
            values["weight"] = element.attributes["weight"]
        return Item(element.line, element.attributes.get("id", ""), values, self._ends(element))

    def _node(self, element: Element) -> Item:
        values = self._typed(element)
        if element.attributes.get("label"):
            values.setdefault("label", element.attributes["label"])
        return Item(element.line, self._id(element), {**values, **_times(element, values)})

    def _edge(self, element: Element) -> Item:
        values = self._typed(element)
        kind = element.attributes.get("type", self._default)
        for name in ("label", "kind", "weight"):
            if element.attributes.get(name):
                values.setdefault(name, element.attributes[name])
        directed = {"undirected": False, "mutual": False}.get(kind, True)
        values |= _times(element, values)
        return Item(element.line, element.attributes.get("id", ""), values, self._ends(element), directed)

    def _texts(self, element: Element) -> dict[str, Any]:
        """Return the values of an element by title, as text."""
        titles = self._titles[element.name]
        values: dict[str, Any] = {}
        for child in element.descendants("attvalue"):
            number = child.attributes.get("for", child.attributes.get("id", ""))
            if number not in titles:
                message = f"No <attribute> declares `{number}`."
                raise self._fault(child, message, "Declare it, or remove the value.")
            values[titles[number][0]] = child.attributes.get("value", "")
        return values

    def _typed(self, element: Element) -> dict[str, Any]:
        """Return the values of an element by title, with the declared types and defaults."""
        texts = self._texts(element)
        typed = {}
        for title, kind, default in self._titles[element.name].values():
            text = texts.get(title, default)
            if text is not None:
                typed[title] = _typed(text, kind)
        return typed


def _typed(text: str, kind: str) -> Any:
    """Return a value of a declared type; invalid text stays text."""
    try:
        if kind == "boolean":
            return {"true": True, "false": False}.get(text.strip().lower(), text)
        if kind.startswith("list") and text.startswith("["):
            listed = json.loads(text)
            return [str(value) for value in listed]
        return _NUMBERS[kind](text) if kind in _NUMBERS else text
    except (ValueError, RecursionError):
        return text


def _times(element: Element, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the dates of an element: its own, or those of its first and last spell."""
    found = {}
    spells = list(element.descendants("spell")) or [element]
    for word, title in _TIMES:
        days = [spell.attributes[word] for spell in spells if word in spell.attributes]
        if days and title not in values and word not in values:
            found[title] = min(days) if word == "start" else max(days)
    return found
