"""The tables of a graph that was made with networkx."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn
from sociogram.graph.memory import networkx_rules as rules
from sociogram.graph.memory.convert import columns_of, cypher_column, cypher_value, gather
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
    values = gather(edges)
    types = values.pop(rules.TYPE, [None] * len(edges))
    type_codes = _type_codes(types, edges, edge_keys, type_names)
    return Read(
        Tables(
            label_sets=label_sets,
            type_names=type_names,
            label_codes=np.array(label_codes, dtype=np.int32),
            node_columns=_node_columns(attributes, node_keys),
            start=np.array(start, dtype=np.int32),
            end=np.array(end, dtype=np.int32),
            type_codes=np.array(type_codes, dtype=np.int32),
            relationship_columns=_edge_columns(values, types),
        ),
        node_keys,
        edge_keys,
    )


def _edges(graph: Any, slots: dict[Any, int]) -> tuple[list[int], list[int], list[Any], list[Any]]:
    start: list[int] = []
    end: list[int] = []
    keys: list[Any] = []
    edges: list[Any] = []
    multi, directed = graph.is_multigraph(), graph.is_directed()
    slot_of = slots.__getitem__
    for slot, neighbours in enumerate(graph._adj.values()):
        ends: Iterable[int] = map(slot_of, neighbours)
        found: Iterable[Any] = neighbours.values()
        if not directed:
            # The other half of an undirected edge is stored with the node that came earlier.
            pairs = [pair for pair in zip(ends, found, strict=True) if pair[0] >= slot]
            ends, found = [place for place, _ in pairs], [edge for _, edge in pairs]
        if not multi:
            end += ends
            edges += found
        else:
            for place, parallel in zip(ends, found, strict=True):
                if len(parallel) == 1:
                    end.append(place)
                else:
                    end += repeat(place, len(parallel))
                keys += parallel
                edges += parallel.values()
        start += repeat(slot, len(end) - len(start))
    return start, end, keys if multi else [rules.ONLY_EDGE] * len(edges), edges


def _type_codes(types: list[Any], edges: list[Any], keys: list[Any], type_names: TypeNames) -> list[int]:
    codes = {name: type_names.code(name) for name in dict.fromkeys(types) if type(name) is str and name}
    found: list[Any] = [codes.get(name) if type(name) is str else None for name in types]
    for place, code in enumerate(found):
        if code is None:
            found[place] = type_names.code(rules.type_of(edges[place], keys[place]))
    return found


def _node_columns(attributes: list[Any], keys: list[Any]) -> dict[str, Column]:
    values = gather(attributes)
    ids = values.pop("id", [None] * len(keys))
    labels = values.pop(rules.LABELS, [])
    left = [None if rules.is_labels(found) else found for found in labels]
    columns = columns_of({"id": [key if own is None else own for key, own in zip(keys, ids, strict=True)]})
    return _with_kept(columns | columns_of(values), rules.LABELS, rules.KEPT_LABELS, left)


def _edge_columns(values: dict[Any, list[Any]], types: list[Any]) -> dict[str, Column]:
    left = [None if isinstance(name, str) and name else name for name in types]
    return _with_kept(columns_of(values), rules.TYPE, rules.KEPT_TYPE, left)


def _with_kept(columns: dict[str, Column], word: str, kept: str, values: list[Any]) -> dict[str, Column]:
    """Put the property that is called like labels or the type beside the others."""
    hidden = columns.pop(kept, None)
    if hidden is not None:
        given = hidden.to_list()
        values = values or [None] * len(given)
        values = [
            cypher_value(value) if mine is None else mine for mine, value in zip(given, values, strict=True)
        ]
    column = cypher_column(values)
    if not (isinstance(column, ConstantColumn) and column.constant is None):
        columns[word] = column
    return columns
