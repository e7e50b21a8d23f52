"""A file of nodes and edges as sheets of actors and ties.

Titles are those of the file, and the loader recognises which is the name and which the type. Only what the
format itself defines is decided here: ids, ends, direction. A file that sociogram exported also holds
sources, wordings and exact types; its sheets are read like those of a data folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.actor_rules import KeySample, naming_properties
from sociogram.graph.common.text import free_name
from sociogram.graph.errors import DataError
from sociogram.loaders.readers.sheet import Sheet

ENTITIES, RELATIONS = "entities", "relations"

_NAMES = ("name", "label", "title", "full name", "caption", "shared name")
_KINDS = ("labels", "type", "kind", "class", "category")
_SURE_NAMES = _NAMES[:2]
"""The other titles may hold forms of address for some nodes and names for others."""
_NUMBERING = re.compile(r"(?:n|node|v|vertex|e|edge|geid_\d+|)[-_:]*(\d+)", re.IGNORECASE)
_OWN_START = 100
_LARGEST_GAP = 4
"""Generated numbers have few gaps; those of a register are spread out."""
_COLOURS = ("r", "g", "b")
_COORDINATES = ("x", "y")
_LOOKS = frozenset(
    (*_COLOURS, *_COORDINATES, "a", "alpha", "z", "size", "dx", "dy", "fx", "fy", "vx", "vy", "index")
)


@dataclass(slots=True)
class Item:
    """A node or an edge of the file.

    Attributes:
        line: its line, or its number in the file.
        id: its id in the file; empty if it has none.
        values: its attributes: text, numbers, booleans, lists of text.
        ends: for an edge, the ids of the nodes that it connects.
        directed: for an edge, whether it has a direction; None if the file does not say.
    """

    line: int
    id: str
    values: dict[str, Any] = field(default_factory=dict)
    ends: tuple[str, str] = ("", "")
    directed: bool | None = None


@dataclass(slots=True)
class GraphFile:
    """The content of a file of nodes and edges.

    Attributes:
        path: the file as the user gave it.
        layout: its format in words.
        nodes: its nodes.
        edges: its edges.
        encoding: the encoding of its text, in words.
        number_word: the word for what ``Item.line`` counts.
        notes: sentences for the report.
        makes_ids: whether the program that wrote it numbers nodes itself, from any number on.
    """

    path: str
    layout: str
    nodes: list[Item] = field(default_factory=list)
    edges: list[Item] = field(default_factory=list)
    encoding: str = "UTF-8"
    number_word: str = "line"
    notes: list[str] = field(default_factory=list)
    makes_ids: bool = False

    def check(self) -> None:
        """Raise DataError for a file without nodes and edges, or with two nodes of the same id."""
        if not self.nodes and not self.edges:
            raise DataError("The file holds no nodes and no edges.", file=self.path, cure="Export it again.")
        lines: dict[str, int] = {}
        for node in self.nodes:
            first = lines.setdefault(node.id, node.line)
            if first != node.line:
                raise DataError(
                    f"Two nodes have the id `{node.id}`; the first is that of {self.number_word} {first}.",
                    file=self.path,
                    line=node.line,
                    cure="Give each node an id of its own.",
                )

    def sheet(
        self, part: str, kind: str, items: Sequence[Item], columns: Mapping[str, Sequence[Any]]
    ) -> Sheet:
        """Return a sheet of items, with a column of values for each title."""
        cells: list[Sequence[str]] = []
        lists: dict[int, list[int]] = {}
        for number, values in enumerate(columns.values()):
            if any(isinstance(value, list) for value in values):
                # A single value becomes a list of one, so that nothing in it is read as a separator.
                listed = [value if isinstance(value, list) else [cell_of(value)] for value in values]
                cells.append([cell_of([item for item in value if item]) for value in listed])
                lists[number] = [row for row, cell in enumerate(cells[-1]) if cell]
            else:
                cells.append([cell_of(value) for value in values])
        return Sheet(
            self.path,
            tuple(columns),
            cells,
            [item.line for item in items],
            encoding=self.encoding,
            layout=self.layout,
            lists=lists,
            part=part,
            kind=kind,
            number_word=self.number_word,
        )


def cell_of(value: Any) -> str:
    """Return a value as the text of a cell; a list as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not value:
        return ""
    return repr(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def sheets_of(graph: GraphFile) -> list[Sheet]:
    """Return the sheets of a file that another program wrote: nodes, then edges.

    Raises:
        DataError: it has neither nodes nor edges, or two nodes have the same id.
    """
    if not _use_id_attribute(graph):
        _rename_id_attribute(graph)
    graph.check()
    sheets = []
    if graph.nodes:
        columns = {"id": [node.id for node in graph.nodes], **_attributes(graph.nodes)}
        _drop_looks(columns, graph)
        title, names = _names(columns)
        if names != [cell_of(value) for value in columns.get(title, ())]:
            columns[title] = names if any(names) else columns["id"]
        if _use_names_as_ids(graph, names):
            columns[free_name("original_id", columns)] = columns.pop("id")
        sheets.append(graph.sheet("nodes", ENTITIES, graph.nodes, columns))
    if graph.edges:
        sheets.append(graph.sheet("edges", RELATIONS, graph.edges, _edge_columns(graph.edges)))
        sheets[-1].repeats_ties = True
    for sheet in sheets:
        sheet.has_fields = False
    sheets[0].notes += graph.notes
    return sheets


def _names(columns: Mapping[str, Sequence[Any]]) -> tuple[str, list[str]]:
    """Return the title for the names, and the name of each node or an empty text.

    Unless one attribute names all nodes, names are found as in a graph that sociogram did not load.
    """
    cells = {title: list(map(cell_of, values)) for title, values in columns.items() if title != "id"}
    title = next((title for word in _NAMES for title in cells if title.casefold() == word), "name")
    names = cells.get(title, [""] * len(columns["id"]))
    if all(names):
        return title, names
    if title.casefold() not in _SURE_NAMES:
        title, names = "name", [""] * len(names)
    for found in naming_properties(_samples(cells)):
        names = [name or other for name, other in zip(names, cells[found], strict=True)]
    return title, names


def _samples(cells: Mapping[str, Sequence[str]]) -> dict[str, dict[str, KeySample]]:
    """Count the texts that nodes of each kind have under each title."""
    kind = next((title for word in _KINDS for title in cells if title.casefold() == word), None)
    kinds = cells[kind] if kind is not None else [""] * max(map(len, cells.values()), default=0)
    held: dict[str, dict[str, list[str]]] = {}
    for title, values in cells.items():
        for of, value in zip(kinds, values, strict=True):
            if value and title != kind:
                held.setdefault(of, {}).setdefault(title, []).append(value)
    return {
        of: {title: KeySample(len(texts), len(texts), len(set(texts))) for title, texts in found.items()}
        for of, found in held.items()
    }


def _attributes(items: Sequence[Item], reserved: Sequence[str] = ("id",)) -> dict[str, list[Any]]:
    """Return a column for each attribute, in order of first appearance."""
    titles = dict.fromkeys(title for item in items for title in item.values)
    return {title: [item.values.get(title) for item in items] for title in titles if title not in reserved}


def _edge_columns(edges: Sequence[Item]) -> dict[str, Sequence[Any]]:
    columns: dict[str, Sequence[Any]] = {
        "source": [edge.ends[0] for edge in edges],
        "target": [edge.ends[1] for edge in edges],
    }
    written = [edge.id for edge in edges]
    is_key = all(written) and _differ(written) and not _is_numbering(written)
    ids = written if is_key else [""] * len(edges)
    given = [cell_of(edge.values.get("id")) for edge in edges]
    own = [value or name for value, name in zip(given, ids, strict=True)]
    found = next((names for names in (own, ids) if any(names) and _differ(names)), None)
    rest = _attributes(edges, ("source", "target", "id"))
    if found is not None:
        columns["id"] = found
    shared = given if any(given) else written
    if found is not own and not _differ(shared):
        columns[free_name("original_id", rest)] = shared  # several edges have one id
    directed = [False if edge.directed is False else edge.values.get("directed") for edge in edges]
    rest.pop("directed", None)
    if any(value is not None for value in directed):
        rest["directed"] = directed
    return columns | rest


def _differ(names: Iterable[str]) -> bool:
    given = [name for name in names if name]
    return len(set(given)) == len(given)


def _use_id_attribute(graph: GraphFile) -> bool:
    """Use an attribute ``id`` instead of the file's ids; return False if it is not unique among the nodes."""
    own = [node.values.get("id") for node in graph.nodes]
    names = [cell_of(value) for value in own]
    if not all(names) or len(set(names)) < len(names):
        return False
    renamed = dict(zip((node.id for node in graph.nodes), names, strict=True))
    if len(renamed) < len(names):
        return False
    for node in graph.nodes:
        node.id = renamed[node.id]
    for edge in graph.edges:
        edge.ends = (renamed.get(edge.ends[0], edge.ends[0]), renamed.get(edge.ends[1], edge.ends[1]))
    return True


def _rename_id_attribute(graph: GraphFile) -> None:
    """Keep an attribute ``id`` that does not identify nodes under another title, as exports do."""
    title = free_name("original_id", {name for node in graph.nodes for name in node.values})
    for node in graph.nodes:
        if "id" in node.values:
            node.values[title] = node.values.pop("id")


def _use_names_as_ids(graph: GraphFile, names: Sequence[str]) -> bool:
    """Use unique names as ids if the file's ids are mere numbers; return whether that was done.

    Other files use the same numbers for other actors. Bare numbers that begin high, such as 101, were chosen
    by somebody, and other tables may refer to them.
    """
    ids = [node.id for node in graph.nodes]
    if not all(names) or len(set(names)) < len(names) or not _is_numbering(ids):
        return False
    if not graph.makes_ids and all(map(str.isdecimal, ids)) and _begins_high([int(name) for name in ids]):
        return False
    renamed = {node.id: name for node, name in zip(graph.nodes, names, strict=True)}
    for edge in graph.edges:
        edge.ends = (renamed.get(edge.ends[0], edge.ends[0]), renamed.get(edge.ends[1], edge.ends[1]))
    graph.notes.append("Ids number the nodes of this file only, so actors are identified by name.")
    return True


def _is_numbering(ids: Sequence[str]) -> bool:
    """Return whether ids are generated numbers, which have few gaps."""
    found = [_NUMBERING.fullmatch(name) for name in ids]
    numbers = [int(match[1]) for match in found if match is not None and len(match[1]) < 12]
    return len(numbers) == len(ids) and max(numbers) - min(numbers) < _LARGEST_GAP * len(ids) + _LARGEST_GAP


def _begins_high(numbers: Sequence[int]) -> bool:
    """Return whether numbers are too high for a program that counts nodes from 0 and left some out."""
    return min(numbers) >= _OWN_START or max(numbers) > _LARGEST_GAP * len(numbers) + _LARGEST_GAP


def _drop_looks(columns: dict[str, list[Any]], graph: GraphFile) -> None:
    """Drop the appearance of nodes: colours, positions, sizes."""
    if not any(all(title in columns for title in some) for some in (_COLOURS, _COORDINATES)):
        return
    for title in [title for title in columns if title in _LOOKS and _is_numeric(columns[title])]:
        del columns[title]
    graph.notes.append("Colours, positions and sizes of nodes are left out.")


def _is_numeric(values: Iterable[Any]) -> bool:
    return all(isinstance(value, int | float) for value in values if value is not None)
