"""Write values that another library computed for the nodes of a graph back to it, as a property."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from sociogram.graph.common.text import nearest
from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore

_RESERVED = ("id", "labels")


def write_back(store: GraphStore, values: Any, name: str) -> int:
    """Write a property of some nodes; return their number. ``Graph.write_back`` describes the values.

    Raises:
        SociogramError: a key is not a node, a list does not have one value for each node, or the property
            identifies nodes.
    """
    if name in _RESERVED:
        raise SociogramError(f"'{name}' identifies nodes. Choose another property, such as 'community'.")
    nodes = store.networkx.nodes
    found = {key: _plain(value) for key, value in _by_key(nodes, values).items()}
    for key in found:
        if key not in nodes:
            raise SociogramError(f"There is no node {key!r} in graph.networkx. {_offer(key, nodes)}".rstrip())
    store.write_node_values(name, found)
    return len(found)


def _offer(key: Any, nodes: Iterable[Hashable]) -> str:
    """Return the nearest nodes as Python writes them: the number 0 is another node than the text '0'."""
    by_text = {str(node): repr(node) for node in nodes}
    near = [by_text[text] for text in nearest(str(key), by_text)]
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _by_key(nodes: Iterable[Hashable], values: Any) -> Mapping[Hashable, Any]:
    if hasattr(values, "columns"):
        raise SociogramError("Pass one column of the frame, frame['NAME'], with the nodes as its index.")
    if hasattr(values, "items"):  # a mapping or a pandas Series
        return dict(values.items())
    listed = list(getattr(values, "membership", values))  # a clustering of igraph
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
