"""A part of a graph, as nodes and relationships: what a page draws and an export writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sociogram.graph.model import Node, Relationship

Triplet = tuple[Relationship, Node, Node]
"""A relationship, the node that it leaves and the node that it enters."""


class SubgraphView(Protocol):
    """A part of a graph that may be too large to be held: each reading asks for it again."""

    def count(self) -> tuple[int, int]:
        """Return how many nodes and how many relationships there are."""
        ...

    def read_nodes(self) -> Iterable[Node]:
        """Give the nodes."""
        ...

    def read_ties(self) -> Iterable[Triplet]:
        """Give the relationships, those that leave the same node one after the other.

        Of their ends, only the labels and the properties ``id`` and ``type`` need be there.
        """
        ...


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the relationships between them; each relationship's ends are among the nodes.

    ``undirected_types``: the types whose relationships have no direction, where they do not say otherwise.
    """

    nodes: tuple[Node, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    undirected_types: frozenset[str] = frozenset()

    def count(self) -> tuple[int, int]:
        """Return how many nodes and how many relationships there are."""
        return len(self.nodes), len(self.relationships)

    def read_nodes(self) -> Iterable[Node]:
        """Give the nodes."""
        return self.nodes

    def read_ties(self) -> Iterator[Triplet]:
        """Give the relationships with their ends, those that leave the same node one after the other."""
        places = {node.id: place for place, node in enumerate(self.nodes)}
        for tie in sorted(self.relationships, key=lambda tie: places[tie.start]):
            yield tie, self.nodes[places[tie.start]], self.nodes[places[tie.end]]
