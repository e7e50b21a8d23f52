"""Tracked dictionaries put in the place of a networkx graph's own."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from sociogram.graph.memory.tracking import ChangeLog, Kinds, Tracked, new_kinds, set_factories


class Held(NamedTuple):
    """A dictionary of attributes that somebody else holds too, and so cannot be another's place taken.

    ``start`` and ``end`` are the edge's, or both the node; ``seen`` is what it was when last looked at.
    """

    start: Any
    end: Any
    attributes: dict[Any, Any]
    seen: dict[Any, Any]
    node: bool


def _references() -> int:
    """Count the references to a value of a dictionary that nobody else holds, as the loops here see it."""
    for _, value in {None: {None: None}}.items():  # noqa: PERF102 - items() holds a reference of its own
        return sys.getrefcount(value)
    return 0


def can_track(graph: Any) -> bool:
    """Tell whether a graph keeps its edges in plain dictionaries: views and some subclasses do not."""
    if isinstance(graph._node, Tracked):
        return True
    plain = type(graph._node) is dict and type(graph._adj) is dict
    factories = ("node_attr_dict_factory", "adjlist_inner_dict_factory", "edge_attr_dict_factory")
    return plain and all(getattr(graph, name) is dict for name in factories)


def adopt(graph: Any, *, again: bool = False) -> tuple[ChangeLog, list[Held]]:
    """Have a graph tell of its changes. One that does already goes on as it is, unless ``again``."""
    log = graph._node.log if isinstance(graph._node, Tracked) else None
    if log is not None and not again:
        return log, []
    kinds = new_kinds(log)
    held: list[Held] = []
    graph._node = _adopt_nodes(graph._node, kinds, held)
    back = graph._pred if graph.is_directed() else None
    _adopt_edges(graph, back, kinds, held)
    graph._adj = _adopt_rows(graph._adj, kinds, back=False)
    if back is not None:
        graph._pred = _adopt_rows(back, kinds, back=True)
    set_factories(graph, kinds)
    return kinds.nodes.log, held


def _adopt_nodes(nodes: dict[Any, Any], kinds: Kinds, held: list[Held]) -> Any:
    make = kinds.node_attributes
    count, own = sys.getrefcount, _references()
    for key, attributes in nodes.items():
        if count(attributes) > own:
            held.append(Held(key, key, attributes, dict(attributes), node=True))
        else:
            tracked = make(attributes)
            tracked.node = key
            nodes[key] = tracked
    return kinds.nodes(nodes)


def _adopt_edges(graph: Any, back: Any, kinds: Kinds, held: list[Held]) -> None:
    multi, directed = graph.is_multigraph(), graph.is_directed()
    other = back if directed else graph._adj
    make = kinds.edge_attributes
    count = sys.getrefcount
    done: set[Any] = set()
    # In a graph of simple edges the other direction holds each dictionary too.
    own = _references() + (not multi)
    for start, neighbours in graph._adj.items():
        for end, found in neighbours.items():
            if end in done:
                continue
            if multi:
                edges = found
                for key, attributes in edges.items():
                    if count(attributes) > own:
                        held.append(Held(start, end, attributes, dict(attributes), node=False))
                    else:
                        tracked = make(attributes)
                        tracked.start = start
                        tracked.end = end
                        edges[key] = tracked
                parallel = kinds.parallel_edges(edges)
                parallel.start = start
                parallel.end = end
                neighbours[end] = parallel
                other[end][start] = parallel
            elif count(found) > own:
                held.append(Held(start, end, found, dict(found), node=False))
            else:
                tracked = make(found)
                tracked.start = start
                tracked.end = end
                neighbours[end] = tracked
                other[end][start] = tracked
        if not directed:
            done.add(start)


def _adopt_rows(rows: dict[Any, Any], kinds: Kinds, *, back: bool) -> Any:
    make = kinds.neighbours
    for key, neighbours in rows.items():
        tracked = make(neighbours)
        tracked.node = key
        tracked.back = back
        rows[key] = tracked
    adopted = kinds.rows(rows)
    adopted.back = back
    return adopted
