"""Replaces a NetworkX graph's own dictionaries with tracked ones.

A user's graph of a million edges has two million dictionaries, and replacing them takes longer than reading
them. So each node's adjacency is replaced, with everything in it, when it is first accessed: no edge can be
changed through the graph without that access.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.memory.networkx.change_log import ChangeLog
from sociogram.graph.memory.networkx.from_networkx import Read
from sociogram.graph.memory.networkx.tracked_dicts import (
    DictClasses,
    LazyAdjacency,
    Tracked,
    new_classes,
    set_factories,
)


class SharedDict(NamedTuple):
    """An attribute dictionary that other code references too, so that a tracked one cannot replace it.

    ``start`` and ``end`` are the edge's ends, or both the node; ``seen`` is a copy from the last comparison.
    """

    start: Any
    end: Any
    attributes: dict[Any, Any]
    seen: dict[Any, Any]
    node: bool


def can_track(graph: Any) -> bool:
    """Return whether a graph stores its edges in plain dictionaries; views and some subclasses do not."""
    if isinstance(graph._node, Tracked):
        return True
    plain = type(graph._node) is dict and type(graph._adj) is dict
    factories = ("node_attr_dict_factory", "adjlist_inner_dict_factory", "edge_attr_dict_factory")
    return plain and all(getattr(graph, name) is dict for name in factories)


def instrument(graph: Any, read: Read, *, again: bool = False) -> tuple[ChangeLog, list[SharedDict]]:
    """Make a graph log its changes. A graph that already does is not changed unless ``again``.

    Args:
        graph: the NetworkX graph.
        read: the result of reading it; its lists hold the only references to the dictionaries outside the
            graph.
        again: whether untracked dictionaries have been put into the graph.

    Returns:
        The log, and the dictionaries that cannot be tracked.
    """
    log = graph._node.log if isinstance(graph._node, Tracked) else None
    if log is not None and not again:
        return log, []
    classes = new_classes(log)
    held: list[SharedDict] = []
    graph._node = _track_nodes(graph._node, classes, held)
    loops = _loops(graph)
    held += _held_edges(graph, read.attributes)
    before = _both(graph)
    shared = _is_shared(graph, read.parallel)
    del loops  # kept alive for the two counts above
    instrumentation = Instrumentation(graph, classes, held)
    # The list, the loop variable and the argument hold one reference each.
    if again or shared or any(sys.getrefcount(rows) > 3 for rows in before):
        instrumentation.everything()
        for plain, rows in zip(before, _both(graph), strict=True):
            plain.update(rows)  # holders of the plain dictionary see the current content
    set_factories(graph, classes)
    return classes.nodes.log, held


def _track_nodes(nodes: dict[Any, Any], classes: DictClasses, held: list[SharedDict]) -> Any:
    make = classes.node_attributes
    count, own = sys.getrefcount, _references()
    for key, attributes in nodes.items():
        if count(attributes) > own:
            held.append(SharedDict(key, key, attributes, dict(attributes), node=True))
        else:
            tracked = make(attributes)
            tracked.node = key
            nodes[key] = tracked
    return classes.nodes(nodes)


# ── Other references to parts of the graph ────────────────────────────────────────────────────


def _references() -> int:
    """Return the reference count of a dictionary value without other holders, as seen inside a loop here."""
    for _, value in {None: {None: None}}.items():  # noqa: PERF102 - items() holds a reference of its own
        return sys.getrefcount(value)
    return 0


def _most_holders(dictionaries: Iterable[dict[Any, Any]]) -> int:
    """Return the highest number of references to any of the dictionaries."""
    alone = max(map(sys.getrefcount, [{}]))
    return max(map(sys.getrefcount, dictionaries), default=alone) - alone + 1


def _loops(graph: Any) -> list[Any]:
    """Return the self-loops of an undirected graph, which are stored once.

    All other edges are stored in the adjacency of both nodes. While this list exists, self-loops too have two
    references.
    """
    if graph.is_directed():
        return []
    return [row[key] for key, row in dict.items(graph._adj) if key in row]


def _is_shared(graph: Any, parallel: list[dict[Any, Any]]) -> bool:
    """Return whether other code holds an adjacency or the edges of a pair and could write to it."""
    rows = chain.from_iterable(map(dict.values, _both(graph)))
    # the adjacency of both nodes and the list hold the edges of a pair
    return _most_holders(rows) > 1 or _most_holders(parallel) > 3


def _held_edges(graph: Any, edges: list[dict[Any, Any]]) -> list[SharedDict]:
    """Find the edge attributes that other code holds; ``edges`` lists all and is the only other holder."""
    multi = graph.is_multigraph()
    # besides the list, the dictionary of its pair holds each, or else the adjacency of both nodes
    limit = max(map(sys.getrefcount, [{}])) + (1 if multi else 2)
    if max(map(sys.getrefcount, edges), default=0) <= limit:
        return []
    suspect = {
        id(edges[position]) for position, count in enumerate(map(sys.getrefcount, edges)) if count > limit
    }
    held: dict[int, SharedDict] = {}
    for start, neighbours in dict.items(graph._adj):
        for end, found in neighbours.items():
            for attributes in found.values() if multi else (found,):
                if id(attributes) in suspect and id(attributes) not in held:
                    held[id(attributes)] = SharedDict(start, end, attributes, dict(attributes), node=False)
    return list(held.values())


# ── Node by node ──────────────────────────────────────────────────────────────────────────────


class Instrumentation:
    """Tracks the adjacency of each node of a graph, on first access or all at once."""

    __slots__ = ("_classes", "_graph", "_held", "_left", "_multi")

    def __init__(self, graph: Any, classes: DictClasses, held: Iterable[SharedDict]) -> None:
        # A weak reference, so that the graph can be freed: its adjacency refers to this object by its class.
        self._graph = weakref.ref(graph)
        self._classes = classes
        self._multi = bool(graph.is_multigraph())
        self._held = {id(one.attributes) for one in held}
        graph._adj = self._lazy(graph._adj, back=False)
        if graph.is_directed():
            graph._pred = self._lazy(graph._pred, back=True)
        self._left = sum(map(len, _both(graph)))
        classes.rows.tracker = classes.lazy_adjacency.tracker = self

    def _lazy(self, plain: dict[Any, Any], *, back: bool) -> Any:
        rows: Any = self._classes.lazy_adjacency()
        dict.update(rows, plain)
        rows.back = back
        return rows

    def row(self, rows: LazyAdjacency, key: Any) -> Any:
        """Track the adjacency of one node and everything in it."""
        neighbours = dict.__getitem__(rows, key)
        graph = self._graph()
        if graph is None:  # the graph is gone, so no change can be read
            return neighbours
        # In an undirected graph, an edge is stored with both nodes in the same dictionary.
        others = graph._pred if graph.is_directed() and not rows.back else graph._adj
        for neighbour, found in neighbours.items():
            start, end = (neighbour, key) if rows.back else (key, neighbour)
            edges = self._parallel(found, start, end) if self._multi else self._edge(found, start, end)
            if edges is not found:
                dict.__setitem__(neighbours, neighbour, edges)
                dict.__setitem__(dict.__getitem__(others, neighbour), key, edges)
        made = self._classes.neighbours(neighbours)
        made.node = key
        made.back = rows.back
        dict.__setitem__(rows, key, made)
        self._left -= 1
        if not self._left:
            for adjacency in _both(graph):
                adjacency.__class__ = self._classes.rows
        return made

    def _parallel(self, found: Any, start: Any, end: Any) -> Any:
        if type(found) is self._classes.parallel_edges:
            return found
        for key, attributes in found.items():
            found[key] = self._edge(attributes, start, end)  # holders of this dictionary still see them
        edges = self._classes.parallel_edges(found)
        edges.start = start
        edges.end = end
        return edges

    def _edge(self, attributes: Any, start: Any, end: Any) -> Any:
        if type(attributes) is self._classes.edge_attributes or id(attributes) in self._held:
            return attributes
        tracked = self._classes.edge_attributes(attributes)
        tracked.start = start
        tracked.end = end
        return tracked

    def everything(self) -> None:
        """Track everything that is not tracked yet."""
        graph = self._graph()
        if not self._left or graph is None:
            return
        with gc_paused():
            for rows in _both(graph):
                for key, row in list(dict.items(rows)):
                    if type(row) is not self._classes.neighbours:
                        self.row(rows, key)


def _both(graph: Any) -> list[Any]:
    """Return the adjacency by outgoing edges and, in a directed graph, by incoming ones."""
    return [graph._adj, graph._pred] if graph.is_directed() else [graph._adj]
