"""Collect the nodes and relationships in the values of a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sociogram.graph.model import Node, Path, Relationship


def entities_of(values: Iterable[Any]) -> tuple[list[Node], list[Relationship]]:
    """Return the distinct nodes and relationships in values, including those in paths, lists and maps."""
    nodes: dict[str, Node] = {}
    relationships: dict[str, Relationship] = {}
    for value in values:
        _collect(value, nodes, relationships)
    return list(nodes.values()), list(relationships.values())


def _collect(value: Any, nodes: dict[str, Node], relationships: dict[str, Relationship]) -> None:
    match value:
        case Node():
            nodes.setdefault(value.id, value)
        case Relationship():
            relationships.setdefault(value.id, value)
        case Path():
            _collect(value.nodes, nodes, relationships)
            _collect(value.relationships, nodes, relationships)
        case list() | tuple():
            for item in value:
                _collect(item, nodes, relationships)
        case Mapping():
            for item in value.values():
                _collect(item, nodes, relationships)
