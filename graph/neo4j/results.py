"""The driver's values as those of ``graph.model``; temporal values and points are the driver's own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sociogram.graph.model import Node, Path, Relationship

if TYPE_CHECKING:
    import neo4j
    import neo4j.graph

PLAIN = frozenset({str, int, float, bool, type(None)})


def forget_entities(result: neo4j.Result) -> None:
    """Let go of the nodes and relationships of the rows read so far.

    The driver keeps each of them until the answer ends, for ``Result.graph()``, which nobody asks for
    here, and has no public way to say so. With a driver that keeps them elsewhere memory grows with the
    answer, and the test of streaming says so; the rows stay the same.
    """
    with suppress(AttributeError):
        graph = result._hydration_scope.get_graph()
        graph._nodes.clear()
        graph._relationships.clear()


def to_model(value: Any) -> Any:
    """Return a value that the driver gave as the stores of sociogram give it."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is list:
        return [item if type(item) in PLAIN else to_model(item) for item in value]
    if kind is dict:
        return {key: item if type(item) in PLAIN else to_model(item) for key, item in value.items()}
    from neo4j import graph

    if isinstance(value, graph.Node):
        return _node(value)
    if isinstance(value, graph.Relationship):
        return _relationship(value)
    if isinstance(value, graph.Path):
        return Path(
            tuple(_node(node) for node in value.nodes),
            tuple(_relationship(step) for step in value.relationships),
        )
    return value


def _node(node: neo4j.graph.Node) -> Node:
    return Node(node.element_id, tuple(sorted(node.labels)), dict(node.items()))


def _relationship(relationship: neo4j.graph.Relationship) -> Relationship:
    start, end = relationship.nodes
    return Relationship(
        relationship.element_id,
        relationship.type,
        "" if start is None else start.element_id,
        "" if end is None else end.element_id,
        dict(relationship.items()),
    )
