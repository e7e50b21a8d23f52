"""Write back values that another library computed for the nodes of a graph, as a property."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any

from sociogram.graph.common.keys import key_text, written_key
from sociogram.graph.common.text import nearest
from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore

_RESERVED = ("id", "labels")


def write_back(store: GraphStore, values: Any, name: str) -> int:
    """Write a property of some nodes and return their number; ``Graph.write_back`` describes the values.

    Raises:
        SociogramError: a key is not a node, a list does not have one value for each node, or the property
            identifies nodes.
    """
    if name in _RESERVED:
        raise SociogramError(f"'{name}' identifies nodes. Choose another property, such as 'community'.")
    nodes = store.networkx.nodes
    given = _by_key(nodes, values)
    of_key = {key: key for key in given} if all(key in nodes for key in given) else _nodes_of(given, nodes)
    store.write_node_values(name, {of_key[key]: _plain(value) for key, value in given.items()})
    return len(given)


def _nodes_of(keys: Collection[Hashable], nodes: Collection[Hashable]) -> dict[Hashable, Hashable]:
    """Return the node of each key; a string also matches the only node that is shown so: '5' for 5."""
    by_text: dict[str, list[Hashable]] = {}
    for node in nodes:
        by_text.setdefault(key_text(node) or written_key(node), []).append(node)
    found: dict[Hashable, Hashable] = {}
    taken: set[Hashable] = set()
    for key in keys:
        alike = by_text.get(key, []) if isinstance(key, str) else [key] if key in nodes else []
        if not alike:
            raise SociogramError(f"There is no node {key!r} in graph.networkx. {_offer(key, nodes)}".rstrip())
        if len(alike) > 1 or alike[0] in taken:
            raise SociogramError(
                f"The key {key!r} does not say which node is meant. Use the keys of graph.networkx, where 5 "
                "and '5' are two nodes."
            )
        found[key] = alike[0]
        taken.add(alike[0])
    return found


def _offer(key: Any, nodes: Iterable[Hashable]) -> str:
    """Return a sentence with the nearest nodes by their ``repr``, because 0 and '0' are different nodes."""
    by_text = {str(node): repr(node) for node in nodes}
    near = [by_text[text] for text in nearest(str(key), by_text)]
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _by_key(nodes: Iterable[Hashable], values: Any) -> Mapping[Hashable, Any]:
    if hasattr(values, "columns"):
        raise SociogramError("Pass one column of the frame, frame['NAME'], with the nodes as its index.")
    if hasattr(values, "items"):  # a mapping or a pandas Series
        return dict(values.items())
    listed = list(getattr(values, "membership", values))  # or an igraph clustering
    if listed and all(isinstance(one, set | frozenset) for one in listed):
        return {key: number for number, group in enumerate(listed) for key in group}
    keys = list(nodes)
    if len(listed) != len(keys):
        raise SociogramError(
            f"The list has {len(listed):,} values and the graph {len(keys):,} nodes. A list needs a value "
            "for each node, in the order of graph.networkx.nodes; a dict may have values for some of them."
        )
    return dict(zip(keys, listed, strict=True))


def _plain(value: Any) -> Any:
    """Convert a NumPy scalar to a Python value."""
    return value.item() if hasattr(value, "item") and not isinstance(value, list) else value
