"""A part of a graph, as nodes and relationships: what a page draws and an export writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sociogram.graph.graph_columns import GraphColumns, node_columns, relationship_columns
from sociogram.graph.model import NAME_PROPERTIES, Node, Relationship

Triplet = tuple[Relationship, Node, Node]
"""A relationship, its start node and its end node."""


class SubgraphView(Protocol):
    """A part of a graph that may be too large for memory; each iteration reads it again."""

    def count(self) -> tuple[int, int]:
        """Return the number of nodes and of relationships."""
        ...

    def hold(self) -> Subgraph:
        """Return all nodes and relationships at once."""
        ...

    def columns(self) -> GraphColumns:
        """Return all nodes and relationships as columns."""
        ...

    def read_nodes(self) -> Iterable[Node]:
        """Yield the nodes."""
        ...

    def read_ties(self) -> Iterable[Triplet]:
        """Yield the relationships with their ends, grouped by start node.

        The ends need to have only their labels and the properties ``id`` and ``type``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the relationships between them, in memory; each relationship's ends are among the nodes.

        >>> part = graph.select(around="Lisa Kenna", depth=1)
        >>> len(part.nodes), len(part.relationships)
        (7, 9)

    Attributes:
        nodes: the nodes, in the order in which they are drawn or written.
        relationships: the relationships, in that order.
        undirected_types: the types whose relationships have no direction unless they say otherwise.
        catalogue: sources and relation types, for formats that do not write them as nodes.
        node_keys: the properties of nodes in the order of their table, if it has one.
        relationship_keys: the same for relationships.
        names: the properties with the name of a node; the first that a node has is used.
    """

    nodes: tuple[Node, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    undirected_types: frozenset[str] = frozenset()
    catalogue: tuple[Node, ...] = ()
    node_keys: tuple[str, ...] = ()
    relationship_keys: tuple[str, ...] = ()
    names: tuple[str, ...] = NAME_PROPERTIES

    def count(self) -> tuple[int, int]:
        """Return the number of nodes and of relationships.

        >>> part = graph.select(around="Lisa Kenna", depth=1)
        >>> part.count()
        (7, 9)
        """
        return len(self.nodes), len(self.relationships)

    def hold(self) -> Subgraph:
        """Return the part itself."""
        return self

    def columns(self) -> GraphColumns:
        """Return the part as columns."""
        rows = {node.id: row for row, node in enumerate(self.nodes)}
        return GraphColumns(
            node_columns(self.nodes, self.node_keys),
            relationship_columns(self.relationships, rows, self.relationship_keys),
            self.undirected_types,
            self.catalogue,
            self.names,
        )

    def read_nodes(self) -> Iterable[Node]:
        """Return the nodes.

        >>> part = graph.select(around="Lisa Kenna", depth=1)
        >>> sorted(node["id"] for node in part.read_nodes())[:2]
        ['cia', 'gustavo-bobbio']
        """
        return self.nodes

    def read_ties(self) -> Iterator[Triplet]:
        """Yield the relationships with their ends, grouped by start node.

        >>> part = graph.select(around="Lisa Kenna", depth=1)
        >>> sorted({end["name"] for _, _, end in part.read_ties()})[:2]
        ['Central Intelligence Agency', 'Gustavo Bobbio Rosas']
        """
        ranks = {node.id: rank for rank, node in enumerate(self.nodes)}
        for tie in sorted(self.relationships, key=lambda tie: ranks[tie.start]):
            yield tie, self.nodes[ranks[tie.start]], self.nodes[ranks[tie.end]]
