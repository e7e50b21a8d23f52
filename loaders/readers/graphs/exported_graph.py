"""A graph file that sociogram exported, read back into the same tables.

Its attribute ``sociogram`` (``graph/formats/description.py``) holds what nodes and edges alone do not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sociogram.graph.errors import DataError
from sociogram.graph.formats.description import VERSION
from sociogram.graph.formats.properties import list_of, lone_surrogates
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, is_directed, types_of
from sociogram.graph.reserved_names import reserved_name
from sociogram.loaders.readers.graphs.graph_sheets import ENTITIES, RELATIONS, GraphFile, Item
from sociogram.loaders.readers.sheet import Sheet

SOURCES, RELATION_TYPES = "sources", "relation_types"

_TEMPORAL = frozenset(("date", "time", "datetime", "duration"))
_TRUTH = {"true": True, "false": False}
_ENDS = ("source", "target", "type")
_JSON = "json"


def exported_sheets(graph: GraphFile, description: Any, *, is_undirected: bool, is_text: bool) -> list[Sheet]:
    """Return the sheets of a file that sociogram exported.

    Args:
        graph: its nodes, with their labels as ``labels``, and its edges, with their type as ``type``.
        description: the content of its attribute ``sociogram``, or its text.
        is_undirected: whether the file declares all edges undirected.
        is_text: whether all values are text, as in XML.

    Raises:
        DataError: the attribute does not fit the nodes and edges.
    """
    try:
        return _Exported(graph, description, is_undirected=is_undirected, is_text=is_text).sheets()
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise DataError(
            "sociogram exported this file and something changed it since: its attribute `sociogram` does not "
            f"fit its nodes and edges ({type(error).__name__}: {error}).",
            file=graph.path,
            cure="Export it again, or remove that attribute to load the nodes and edges alone.",
        ) from None


class _Exported:
    def __init__(self, graph: GraphFile, description: Any, *, is_undirected: bool, is_text: bool) -> None:
        if isinstance(description, str):
            description = json.loads(description)
        if description["version"] != VERSION:
            raise ValueError(f"version {description['version']}")
        self._graph = graph
        self._types: dict[str, dict[str, str]] = description["properties"]
        self._names = {
            table: _names_by_title(self._types[table], description["renamed"][table])
            for table in ("nodes", "edges")
        }
        self._own_direction = frozenset(description["own_direction"])
        self._is_undirected = is_undirected
        self._value = _value_of_text if is_text else _value_of_json
        self._described = {
            table: [
                {name: _value_of_json(value, self._types[table][name]) for name, value in row.items()}
                for row in description[table]
            ]
            for table in (SOURCES, RELATION_TYPES)
        }

    def sheets(self) -> list[Sheet]:
        """Return the tables of the graph."""
        actors, ids = self._actors()
        undirected = {
            str(row.get("type"))
            for row in self._described[RELATION_TYPES]
            if not is_directed(row.get("directed"))
        }
        ties = [self._tie(edge, ids, undirected) for edge in self._graph.edges]
        fields = {"source": "string", "target": "string", "type": "string", "directed": "boolean"}
        sheets = [
            self._sheet(ENTITIES, self._graph.nodes, actors, {"id": "string", "type": _JSON}, "nodes"),
            self._sheet(RELATIONS, self._graph.edges, ties, fields, "edges"),
        ]
        for table, rows in self._described.items():
            items = [Item(number, "") for number in range(1, len(rows) + 1)]
            sheets.append(self._sheet(table, items, rows, {}, table))
        return [sheet for sheet in sheets if len(sheet)]

    def _actors(self) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """Return the rows of actors, and their ids by the file's ids; move other nodes to their tables."""
        ids: dict[str, str] = {}
        actors, nodes = [], []
        for node in self._graph.nodes:
            row = self._row(node, "nodes", ("type",))
            labels = node.values["labels"]
            table = _table_of(labels)
            if table is not None:
                self._described[table].append(row)
                self._types[table] = {**self._types["nodes"], **self._types[table]}
                continue
            ids[node.id] = str(row.pop("id", node.id))
            actors.append({"id": ids[node.id], "type": types_of(labels) or None, **row})
            nodes.append(node)
        self._graph.nodes = nodes
        return actors, ids

    def _tie(self, edge: Item, ids: Mapping[str, str], undirected: Collection[str]) -> dict[str, Any]:
        row = self._row(edge, "edges", _ENDS)
        kind = edge.values["type"]
        is_of_type = kind in undirected
        if row.get("directed") is False and is_of_type and edge.id not in self._own_direction:
            del row["directed"]
        if self._is_undirected and "directed" not in row and not is_of_type:
            row["directed"] = False
        return {"source": ids[edge.ends[0]], "target": ids[edge.ends[1]], "type": kind, **row}

    def _row(self, item: Item, table: str, fields: Collection[str]) -> dict[str, Any]:
        """Return the properties of an item with their original names and values."""
        names, types = self._names[table], self._types[table]
        return {
            reserved_name(names[title], fields): self._value(value, types[names[title]])
            for title, value in item.values.items()
            if title in names
        }

    def _sheet(
        self,
        kind: str,
        items: Sequence[Item],
        rows: Sequence[Mapping[str, Any]],
        fields: Mapping[str, str],
        table: str,
    ) -> Sheet:
        """Return a sheet whose titles state the type of each column, so that cells are read back exactly."""
        types = {
            reserved_name(name, fields.keys() - {"id", "directed"}): stated
            for name, stated in self._types[table].items()
        }
        columns = {}
        for name, stated in {**fields, **types}.items():
            values = [row.get(name) for row in rows]
            if any(value is not None for value in values):
                title, cells = _column(name, stated, values)
                columns[title] = cells
        sheet = self._graph.sheet(kind, kind, items, columns)
        sheet.is_exact, sheet.lists = True, {}
        return sheet


def _names_by_title(types: Mapping[str, str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Return the names of properties by their titles in the file."""
    titles = {name: title for title, name in renamed.items()}
    return {titles.get(name, name): name for name in types}


def _table_of(labels: Collection[str]) -> str | None:
    """Return the table of a node that is not an actor, or None."""
    if ENTITY_LABEL in labels:
        return None
    return SOURCES if SOURCE_LABEL in labels else RELATION_TYPES if RELATION_TYPE_LABEL in labels else None


def _value_of_text(written: str, stated: str) -> Any:
    if stated == "string" or stated in _TEMPORAL:
        return written
    if stated == "boolean":
        return _TRUTH[written]
    if stated == "string[]":
        return list_of(written)
    return {"long": int, "double": float}.get(stated, json.loads)(written)


def _value_of_json(written: Any, stated: str) -> Any:
    """Return a value; a number that JSON cannot represent is written as text."""
    return float(written) if stated == "double" else written


def _column(name: str, stated: str, values: Sequence[Any]) -> tuple[str, list[str]]:
    """Return a title and the cells of a column, in the exact form of a data folder."""
    if stated in _TEMPORAL or (stated == "string" and "" not in values):
        return f"{name}:{stated}", [value or "" for value in values]
    return f"{name}:json", ["" if value is None else _json(value) for value in values]


def _json(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if "\0" in written or lone_surrogates(written) else written
