"""A part of a graph, as nodes and relationships: what a page draws and an export writes."""

from __future__ import annotations

from dataclasses import dataclass

from sociogram.graph.model import Node, Relationship


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and the relationships between them; each relationship's ends are among the nodes."""

    nodes: tuple[Node, ...] = ()
    relationships: tuple[Relationship, ...] = ()
