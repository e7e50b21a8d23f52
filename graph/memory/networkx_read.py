"""The tables of a graph that was made with networkx."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn
from sociogram.graph.memory import networkx_rules as rules
from sociogram.graph.memory.convert import columns_of, cypher_column, cypher_value
from sociogram.graph.memory.tables import LabelSets, Tables, TypeNames


class Read(NamedTuple):
    """A networkx graph as tables, and the key of each node and edge by slot."""

    tables: Tables
    node_keys: list[Any]
    edge_keys: list[Any]


def read_networkx(graph: Any) -> Read:
    """Read a graph of any networkx class; an undirected edge is read once, as it is stored."""
    label_sets, type_names = LabelSets(), TypeNames()
    node_keys = list(graph._node)
    attributes = list(graph._node.values())
    label_codes = [label_sets.code(rules.labels_of(found)) for found in attributes]
    slots = {key: slot for slot, key in enumerate(node_keys)}
    start, end, edge_keys, edges = _edges(graph, slots)
    type_codes = _type_codes(edges, edge_keys, type_names)
    return Read(
        Tables(
            label_sets=label_sets,
            type_names=type_names,
            label_codes=np.array(label_codes, dtype=np.int32),
            node_columns=_node_columns(attributes, node_keys),
            start=np.array(start, dtype=np.int32),
            end=np.array(end, dtype=np.int32),
            type_codes=np.array(type_codes, dtype=np.int32),
            relationship_columns=_edge_columns(edges),
        ),
        node_keys,
        edge_keys,
    )


def _edges(graph: Any, slots: dict[Any, int]) -> tuple[list[int], list[int], list[Any], list[Any]]:
    start: list[int] = []
    end: list[int] = []
    keys: list[Any] = []
    edges: list[Any] = []
    multi = graph.is_multigraph()
    for slot, neighbour, found in _pairs(graph, slots):
        if multi:
            start += repeat(slot, len(found))
            end += repeat(neighbour, len(found))
            keys += found
            edges += found.values()
        else:
            start.append(slot)
            end.append(neighbour)
            edges.append(found)
    return start, end, keys if multi else [rules.ONLY_EDGE] * len(edges), edges


def _pairs(graph: Any, slots: dict[Any, int]) -> Iterator[tuple[int, int, Any]]:
    directed = graph.is_directed()
    for slot, (_, neighbours) in enumerate(graph._adj.items()):
        for key, found in neighbours.items():
            neighbour = slots[key]
            # The other half of an undirected edge is stored with the node that came earlier.
            if directed or neighbour >= slot:
                yield slot, neighbour, found


def _type_codes(edges: list[Any], keys: list[Any], type_names: TypeNames) -> list[int]:
    codes: dict[str, int] = {}
    found = []
    for attributes, key in zip(edges, keys, strict=True):
        name = attributes.get("type")
        if type(name) is not str or not name:
            name = rules.type_of(attributes, key)
        code = codes.get(name)
        if code is None:
            code = codes[name] = type_names.code(name)
        found.append(code)
    return found


def _node_columns(attributes: list[Any], keys: list[Any]) -> dict[str, Column]:
    ids = [found.get("id") for found in attributes]
    column = cypher_column([key if value is None else value for key, value in zip(keys, ids, strict=True)])
    columns = {"id": column} if keys else {}
    columns |= columns_of(attributes, without=("id", rules.LABELS))
    labels = [
        None if rules.is_labels(found.get(rules.LABELS)) else found.get(rules.LABELS) for found in attributes
    ]
    return _with_kept(columns, rules.LABELS, rules.KEPT_LABELS, labels)


def _edge_columns(edges: list[Any]) -> dict[str, Column]:
    columns = columns_of(edges, without=(rules.TYPE,))
    types = [found.get(rules.TYPE) for found in edges]
    left = [None if isinstance(name, str) and name else name for name in types]
    return _with_kept(columns, rules.TYPE, rules.KEPT_TYPE, left)


def _with_kept(columns: dict[str, Column], word: str, kept: str, values: list[Any]) -> dict[str, Column]:
    """Put the property that is called like labels or the type beside the others."""
    hidden = columns.pop(kept, None)
    if hidden is not None:
        given = hidden.to_list()
        values = [
            cypher_value(value) if mine is None else mine for mine, value in zip(given, values, strict=True)
        ]
    column = cypher_column(values)
    if not (isinstance(column, ConstantColumn) and column.constant is None):
        columns[word] = column
    return columns
