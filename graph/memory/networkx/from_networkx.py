"""Conversion of a NetworkX graph to tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from operator import methodcaller
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray
from sociogram.graph.columns.arrays import expand_ranges
from sociogram.graph.columns.patch import narrowed, objects
from sociogram.graph.memory.networkx import attributes as rules
from sociogram.graph.memory.networkx.keys import NetworkXKeys
from sociogram.graph.memory.networkx.tracked_dicts import Tracked, stored_rows
from sociogram.graph.memory.networkx.values import (
    columns_of,
    cypher_column,
    cypher_value,
    gather,
    id_of_key,
)
from sociogram.graph.memory.storage.adjacency import Int32Array
from sociogram.graph.memory.storage.tables import LabelSets, Tables, TypeNames
from sociogram.graph.reserved_names import LABELS, PREFIX, TYPE


class Read(NamedTuple):
    """A NetworkX graph as tables, and the key of each node and edge by slot.

    ``attributes`` are the attribute dictionaries of all edges, in no particular order; ``parallel`` are, in a
    multigraph, the dictionaries that hold the edges between two nodes.
    """

    tables: Tables
    keys: NetworkXKeys
    attributes: list[Any]
    parallel: list[Any]


def read_networkx(graph: Any) -> Read:
    """Read a NetworkX graph of any class; an undirected edge is read once, in its stored direction."""
    label_sets, type_names = LabelSets(), TypeNames()
    node_keys = list(graph._node)
    attributes = list(graph._node.values())
    nodes = gather(_batches(attributes))
    label_is_name = rules.holds_names(nodes.get("label", ()), node_keys)
    edges = _edges(graph, {key: slot for slot, key in enumerate(node_keys)})
    values = gather(_batches(edges.attributes))
    values = {name: values[name] for name in edges.names(len(values))}
    types = values.pop(TYPE, [None] * len(edges.keys))
    columns = narrowed(_edge_columns(values, types))
    tables = Tables(
        label_sets=label_sets,
        type_names=type_names,
        label_codes=_label_codes(nodes, attributes, label_sets, label_is_name=label_is_name),
        node_columns=narrowed(_node_columns(nodes, node_keys)),
        start=edges.start,
        end=edges.end,
        type_codes=_type_codes(types, edges, type_names),
        relationship_columns={name: column.take(edges.positions) for name, column in columns.items()},
    )
    keys = NetworkXKeys(node_keys, edges.keys)
    keys.label_is_name = label_is_name
    return Read(tables, keys, edges.attributes, edges.parallel)


class _Edges(NamedTuple):
    """The edges of a graph by slot, with their attributes in memory order.

    The attribute dictionaries of a million edges are scattered over memory, and cache misses cost more than
    reading them. Objects created one after another are usually adjacent, so the dictionaries are read by
    address and the columns reordered by slot afterwards.

    Attributes:
        start: the slot of each edge's start node.
        end: the slot of each edge's end node.
        keys: the key of each edge.
        attributes: the attribute dictionaries of all edges, by address.
        positions: each edge's position in ``attributes``.
        parallel: in a multigraph, the dictionaries that hold the edges between two nodes.
    """

    start: Int32Array
    end: Int32Array
    keys: list[Any]
    attributes: list[Any]
    positions: IntArray
    parallel: list[Any]

    def by_slot(self, values: list[Any]) -> list[Any]:
        """Reorder values parallel to ``attributes`` by slot."""
        found: list[Any] = objects(values, len(values))[self.positions].tolist()
        return found

    def names(self, count: int) -> dict[Any, None]:
        """Return the names of the ``count`` attributes in order of first appearance by slot."""
        names: dict[Any, None] = {}
        for position in self.positions.tolist():
            names.update(dict.fromkeys(self.attributes[position]))
            if len(names) == count:
                break
        return names


def _edges(graph: Any, slots: dict[Any, int]) -> _Edges:
    rows = stored_rows(graph._adj)
    counts = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    count = int(counts.sum())
    start = np.repeat(np.arange(len(rows), dtype=np.int32), counts)
    end = np.fromiter(map(slots.__getitem__, chain.from_iterable(rows)), dtype=np.int32, count=count)
    found = objects(_values(rows), count)
    if not graph.is_directed():
        # The adjacency of the earlier node already has the other half of an undirected edge.
        once = end >= start
        start, end, found = start[once], end[once], found[once]
    order = np.argsort(np.fromiter(map(id, found), dtype=np.int64, count=len(found)))
    ordered: list[Any] = found[order].tolist()
    if not graph.is_multigraph():
        return _Edges(start, end, [rules.ONLY_EDGE] * len(ordered), ordered, _inverse(order), [])
    sizes = np.fromiter(map(len, ordered), dtype=np.int64, count=len(ordered))
    by_pair = sizes[_inverse(order)]
    attributes = list(_values(ordered))
    # The edges of one pair have adjacent slots; the pairs are in memory order.
    positions = _inverse(expand_ranges((np.cumsum(by_pair) - by_pair)[order], sizes)[1])
    edges = _Edges(np.repeat(start, by_pair), np.repeat(end, by_pair), [], attributes, positions, ordered)
    return edges._replace(keys=edges.by_slot(list(chain.from_iterable(ordered))))


def _values(dictionaries: list[Any]) -> Iterator[Any]:
    """Return the values of dictionaries, or of the mappings that a view has in their place, concatenated."""
    plain = all(kind is dict or issubclass(kind, Tracked) for kind in set(map(type, dictionaries)))
    return chain.from_iterable(map(dict.values if plain else methodcaller("values"), dictionaries))


def _inverse(order: IntArray) -> IntArray:
    positions = np.empty_like(order)
    positions[order] = np.arange(len(order))
    return positions


def _batches(attributes: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(attributes), _BATCH_SIZE):
        yield attributes[first : first + _BATCH_SIZE]


_BATCH_SIZE = 2048


def _label_codes(
    values: dict[Any, list[Any]], attributes: list[Any], label_sets: LabelSets, *, label_is_name: bool
) -> Int32Array:
    names = [name for name in rules.LABELLING if name in values and not (label_is_name and name == "label")]
    words = [values[name] for name in names]
    if not words or not all(set(map(type, found)) <= {str, type(None)} for found in words):
        labels = (rules.labels_of(found, label_is_name=label_is_name) for found in attributes)
        return np.fromiter(map(label_sets.code, labels), dtype=np.int32, count=len(attributes))
    # Compute the labels once per distinct combination.
    codes = {
        some: label_sets.code(rules.labels_of(dict(zip(names, some, strict=True))))
        for some in dict.fromkeys(zip(*words, strict=True))
    }
    return np.fromiter(
        map(codes.__getitem__, zip(*words, strict=True)), dtype=np.int32, count=len(attributes)
    )


def _type_codes(types: list[Any], edges: _Edges, type_names: TypeNames) -> Int32Array:
    if not _are_names(types):
        types = [name if type(name) is str and name else None for name in types]
    types = edges.by_slot(types)
    codes = {name: type_names.code(name) for name in dict.fromkeys(types) if name is not None}
    codes[None] = -1
    found = np.fromiter(map(codes.__getitem__, types), dtype=np.int32, count=len(types))
    for slot in np.flatnonzero(found < 0).tolist():
        attributes = edges.attributes[edges.positions[slot]]
        found[slot] = type_names.code(rules.type_of(attributes, edges.keys[slot]))
    return found


def _are_names(types: list[Any]) -> bool:
    return set(map(type, types)) == {str} and "" not in types


def _node_columns(values: dict[Any, list[Any]], keys: list[Any]) -> dict[str, Column]:
    ids = values.pop("id", [None] * len(keys))
    labels = values.pop(LABELS, [])
    left = [None if rules.is_labels(found) else found for found in labels]
    columns = columns_of(
        {"id": [id_of_key(key) if own is None else own for key, own in zip(keys, ids, strict=True)]}
    )
    return _with_reserved(columns | columns_of(values), LABELS, left)


def _edge_columns(values: dict[Any, list[Any]], types: list[Any]) -> dict[str, Column]:
    left = []
    if not _are_names(types):
        left = [None if isinstance(name, str) and name else name for name in types]
    return _with_reserved(columns_of(values), TYPE, left)


def _with_reserved(columns: dict[str, Column], word: str, values: list[Any]) -> dict[str, Column]:
    """Add the property that is named ``labels`` or ``type`` to the columns."""
    hidden = columns.pop(PREFIX + word, None)
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
