"""The tables of a graph that was made with networkx."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, compress, repeat
from operator import methodcaller
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray
from sociogram.graph.memory import networkx_rules as rules
from sociogram.graph.memory.convert import columns_of, cypher_column, cypher_value, gather
from sociogram.graph.memory.growth import narrowed
from sociogram.graph.memory.tables import LabelSets, Tables, TypeNames
from sociogram.graph.memory.tracking import stored_rows


class Read(NamedTuple):
    """A networkx graph as tables, and the key of each node and edge by slot, and each edge's attributes."""

    tables: Tables
    node_keys: list[Any]
    edge_keys: list[Any]
    edges: list[Any]


def read_networkx(graph: Any) -> Read:
    """Read a graph of any networkx class; an undirected edge is read once, as it is stored."""
    label_sets, type_names = LabelSets(), TypeNames()
    node_keys = list(graph._node)
    attributes = list(graph._node.values())
    label_codes = [label_sets.code(rules.labels_of(found)) for found in attributes]
    edges = _Edges(graph, {key: slot for slot, key in enumerate(node_keys)})
    values = gather(edges.read())
    types = values.pop(rules.TYPE, [None] * len(edges.keys))
    type_codes = _type_codes(types, edges.attributes, edges.keys, type_names)
    return Read(
        Tables(
            label_sets=label_sets,
            type_names=type_names,
            label_codes=np.array(label_codes, dtype=np.int32),
            node_columns=narrowed(_node_columns(attributes, node_keys)),
            start=np.repeat(np.arange(len(node_keys), dtype=np.int32), edges.counts),
            end=np.array(edges.ends, dtype=np.int32),
            type_codes=np.array(type_codes, dtype=np.int32),
            relationship_columns=narrowed(_edge_columns(values, types)),
        ),
        node_keys,
        edges.keys,
        edges.attributes,
    )


class _Edges:
    """The edges of a graph, some rows at a time.

    A million edges lie all over the memory: what is to be known of one is looked at while it is in the
    processor's cache, and no line of Python is run for it.

    Attributes:
        counts: how many edges start at each node.
        ends: the slot at which each edge ends.
        keys: the key of each.
        attributes: the attributes of each.
    """

    def __init__(self, graph: Any, slots: dict[Any, int]) -> None:
        self._graph = graph
        self._slots = slots
        self.counts: list[int] = []
        self.ends: list[int] = []
        self.keys: list[Any] = []
        self.attributes: list[Any] = []

    def read(self) -> Iterator[list[Any]]:
        """Read all, and give the attributes as they come."""
        multi, directed = self._graph.is_multigraph(), self._graph.is_directed()
        rows = stored_rows(self._graph._adj)
        for first in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[first : first + _ROWS_AT_ONCE]
            ends = list(map(self._slots.__getitem__, chain.from_iterable(some)))
            found = list(chain.from_iterable(map(_values, some)))
            counts = list(map(len, some))
            if not directed:
                # The other half of an undirected edge is stored with the node that came earlier.
                starts = np.repeat(np.arange(first, first + len(some)), counts)
                once = np.array(ends, dtype=np.int64) >= starts
                counts = np.bincount(starts[once] - first, minlength=len(some)).tolist()
                ends, found = list(compress(ends, once.tolist())), list(compress(found, once.tolist()))
            if multi:
                together = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
                self.keys += chain.from_iterable(found)
                found = list(chain.from_iterable(map(_values, found)))
                if len(found) > len(together):
                    ends, counts = _apart(ends, counts, together)
            else:
                self.keys += repeat(rules.ONLY_EDGE, len(found))
            self.counts += counts
            self.ends += ends
            self.attributes += found
            yield found


def _apart(ends: list[int], counts: list[int], together: IntArray) -> tuple[list[int], list[int]]:
    """Count parallel edges one by one."""
    before = np.cumsum(np.concatenate(([0], together)))
    begins = np.cumsum([0, *counts])
    return np.repeat(np.array(ends, dtype=np.int64), together).tolist(), np.diff(before[begins]).tolist()


_ROWS_AT_ONCE = 256
_NODES_AT_ONCE = 2048
_values = methodcaller("values")


def _type_codes(types: list[Any], edges: list[Any], keys: list[Any], type_names: TypeNames) -> list[int]:
    codes = {name: type_names.code(name) for name in dict.fromkeys(types) if type(name) is str and name}
    found: list[Any] = [codes.get(name) if type(name) is str else None for name in types]
    if None in found:
        for place, code in enumerate(found):
            if code is None:
                found[place] = type_names.code(rules.type_of(edges[place], keys[place]))
    return found


def _node_columns(attributes: list[Any], keys: list[Any]) -> dict[str, Column]:
    values = gather(
        attributes[first : first + _NODES_AT_ONCE] for first in range(0, len(attributes), _NODES_AT_ONCE)
    )
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
