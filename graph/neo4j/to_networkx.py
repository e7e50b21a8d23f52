"""Fetching a server's graph as a NetworkX graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import StoreError
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.reserved_names import with_labels, with_type
from sociogram.graph.store import describes_ties

if TYPE_CHECKING:
    import networkx as nx

    from sociogram.graph.neo4j.connection import Connection

MOST_RELATIONSHIPS = 100_000
"""A graph with more is fetched only on request."""
IDS_AT_ONCE = 10_000
"""Ids in one query's parameter."""

_NODES = f"MATCH (n) WHERE NOT ({describes_ties('n')}) OR n:{ENTITY_LABEL} OR (n)--()"
"""All nodes but the sources and relation types that only describe ties, as in memory."""


_IDS = "RETURN elementId(n), n.id"
_OWN_IDS = f"MATCH (n) WHERE elementId(n) IN $nodes {_IDS}"


def node_keys(connection: Connection) -> Iterator[tuple[str, Any]]:
    """Yield each node's identifier and its key in the copy: its ``id`` if that is usable and unique."""
    return _keys(connection, f"{_NODES} {_IDS}")


def _keys(
    connection: Connection, text: str, parameters: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, Any]]:
    taken = set()
    for node, own in connection.execute(text, parameters).rows:
        key = own if _is_usable(own) and own not in taken else node
        taken.add(key)
        yield node, key


def _is_usable(own: Any) -> bool:
    return own is not None and not isinstance(own, list)


def some_node_keys(connection: Connection, nodes: Collection[str]) -> dict[str, Any]:
    """Return the keys of some nodes in the copy, by ``elementId()``, without fetching all others."""
    found: dict[str, Any] = {}
    wanted = sorted(nodes)
    for first in range(0, len(wanted), IDS_AT_ONCE):
        some = wanted[first : first + IDS_AT_ONCE]
        rows = connection.execute(_OWN_IDS, {"nodes": some}).rows
        ids = {node: own for node, own in rows if _is_usable(own)}
        alike = {"ids": list(ids.values())}
        keys = dict(_keys(connection, f"{_NODES} WITH n WHERE n.id IN $ids {_IDS}", alike))
        shared = set(keys.values())
        for node in some:  # a source that only describes ties is not in the copy
            own = ids.get(node, node)
            found[node] = keys.get(node, node if own in shared else own)
    return found


def networkx_copy(connection: Connection, *, everything: bool) -> nx.MultiDiGraph[Any]:
    """Fetch nodes and relationships, with the attributes that a graph in memory gives NetworkX.

    Raises:
        StoreError: the graph is too large and ``everything`` is false.
    """
    import networkx as nx

    [(count,)] = connection.execute("MATCH ()-[r]->() RETURN count(r)").rows
    if count > MOST_RELATIONSHIPS and not everything:
        raise StoreError(
            f"{connection.location} has {count:,} relationships, too many to fetch by default. Run a query "
            "for the part that you need and call to_networkx() on its result, or fetch all with "
            "to_networkx(everything=True) of the store."
        )
    graph = nx.MultiDiGraph()
    keys = dict(node_keys(connection))
    for (node,) in connection.execute(f"{_NODES} RETURN n").rows:
        graph.add_node(keys.setdefault(node.id, node.id), **with_labels(node.properties, node.labels))
    for (tie,) in connection.execute("MATCH ()-[r]->() RETURN r").rows:
        if tie.start in keys and tie.end in keys:  # both ends were read; others may be writing meanwhile
            start, end = keys[tie.start], keys[tie.end]
            key = tie.properties.get("id", tie.id)
            if graph.has_edge(start, end, key):
                key = tie.id
            graph.add_edge(start, end, key=key)
            graph[start][end][key].update(with_type(tie.properties, tie.type))
    return graph
