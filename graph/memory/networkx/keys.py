"""The NetworkX key of each slot, and the slot of each key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class NetworkXKeys:
    """The NetworkX key of each slot.

    Attributes:
        nodes: the key of each node; None for a deleted node, and for one that only the tables have.
        edges: the key of each edge, likewise.
        slots: the slot of each node by its key.
        generated: the slots of nodes whose key was generated and is not their ``id``.
        label_is_name: whether the attribute ``label`` holds the names of nodes, not their labels.
        shown: sources and relation types that are in the graph because a relationship connects them.
    """

    __slots__ = ("edges", "generated", "label_is_name", "nodes", "shown", "slots")

    def __init__(self, nodes: list[Any], edges: list[Any], generated: Iterable[int] = ()) -> None:
        self.nodes: list[Any] = nodes
        self.edges: list[Any] = edges
        self.slots: dict[Any, int] = {key: slot for slot, key in enumerate(nodes) if key is not None}
        self.generated: set[int] = set(generated)
        self.label_is_name = False
        self.shown: set[int] = set()

    def node(self, slot: int) -> Any:
        """Return the key of a node, or None."""
        return self.nodes[slot] if slot < len(self.nodes) else None

    def edge(self, slot: int) -> Any:
        """Return the key of an edge, or None."""
        return self.edges[slot] if slot < len(self.edges) else None

    def add_node(self, slot: int, key: Any) -> None:
        """Record the key of a node."""
        self.nodes += [None] * (slot + 1 - len(self.nodes))
        self.nodes[slot] = key
        self.slots[key] = slot

    def add_edge(self, slot: int, key: Any) -> None:
        """Record the key of an edge."""
        self.edges += [None] * (slot + 1 - len(self.edges))
        self.edges[slot] = key

    def remove_node(self, slot: int) -> None:
        """Forget a node that is no longer in the graph."""
        del self.slots[self.nodes[slot]]
        self.nodes[slot] = None
        self.generated.discard(slot)
