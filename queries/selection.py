"""The part of a graph that somebody asks for: around an actor, what a query gave, or all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Path, Relationship
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.actors import Actor, actor_pattern
from sociogram.queries.run import run

BATCH = 10_000
"""Ids in one query's parameter, so that a server never gets a message of hundreds of megabytes."""


def everything(store: GraphStore) -> Subgraph:
    """Return all actors and all ties between them."""
    a, b = actor_pattern(store, "a"), actor_pattern(store, "b")
    nodes = run(store, f"MATCH {a} WHERE NOT a:{SOURCE_LABEL} AND NOT a:{RELATION_TYPE_LABEL} RETURN a")
    relationships = run(store, f"MATCH {a}-[r]->{b} RETURN r")
    return subgraph((node for (node,) in nodes), (relationship for (relationship,) in relationships))


def around(store: GraphStore, actor: Actor, depth: int = 1) -> Subgraph:
    """Return who is at most ``depth`` ties away from an actor, and every tie among them."""
    a, b = actor_pattern(store, "a"), actor_pattern(store, "b")
    reached: set[Any] = {actor.id}
    frontier = [actor.id]
    for _ in range(depth):
        found: set[Any] = set()
        for ids in _batches(frontier):
            query = f"MATCH {a}--{b} WHERE a.id IN $ids RETURN DISTINCT b.id"
            found.update(record[0] for record in run(store, query, {"ids": ids}))
        frontier = sorted(found - reached, key=str)
        if not frontier:
            break
        reached.update(frontier)
    return _among(store, sorted(reached, key=str))


def of_values(values: Iterable[Any]) -> Subgraph:
    """Return the nodes, relationships and paths that stand in values, lists and maps included.

    A relationship whose ends are not among the values is left out; ``with_ends`` fetches them.
    """
    nodes: dict[str, Node] = {}
    relationships: dict[str, Relationship] = {}
    for value in values:
        _collect(value, nodes, relationships)
    kept = [tie for tie in relationships.values() if tie.start in nodes and tie.end in nodes]
    return subgraph(nodes.values(), kept)


def with_ends(store: GraphStore, values: Sequence[Any]) -> Subgraph:
    """Return what ``of_values`` does, and fetch the ends of relationships that stand without them."""
    nodes: dict[str, Node] = {}
    relationships: dict[str, Relationship] = {}
    for value in values:
        _collect(value, nodes, relationships)
    ends = {end for tie in relationships.values() for end in (tie.start, tie.end)}
    for ids in _batches(sorted(ends - nodes.keys())):
        for (node,) in run(store, "MATCH (n) WHERE elementId(n) IN $ids RETURN n", {"ids": ids}):
            nodes[node.id] = node
    return subgraph(nodes.values(), relationships.values())


def subgraph(nodes: Iterable[Node], relationships: Iterable[Relationship]) -> Subgraph:
    """Make a subgraph in an order that depends on the data alone, so that what is drawn is the same."""
    return Subgraph(
        nodes=tuple(sorted(nodes, key=_node_order)),
        relationships=tuple(sorted(relationships, key=_relationship_order)),
    )


def _among(store: GraphStore, ids: list[Any]) -> Subgraph:
    a, b = actor_pattern(store, "a"), actor_pattern(store, "b")
    nodes: list[Node] = []
    relationships: list[Relationship] = []
    wanted = set(ids)
    for batch in _batches(ids):
        nodes += [node for (node,) in run(store, f"MATCH {a} WHERE a.id IN $ids RETURN a", {"ids": batch})]
        ties = run(store, f"MATCH {a}-[r]->{b} WHERE a.id IN $ids RETURN r, b.id", {"ids": batch})
        relationships += [tie for tie, other in ties if other in wanted]
    return subgraph(nodes, relationships)


def _collect(value: Any, nodes: dict[str, Node], relationships: dict[str, Relationship]) -> None:
    if isinstance(value, Node):
        nodes[value.id] = value
    elif isinstance(value, Relationship):
        relationships[value.id] = value
    elif isinstance(value, Path):
        for part in (*value.nodes, *value.relationships):
            _collect(part, nodes, relationships)
    elif isinstance(value, list | tuple):
        for item in value:
            _collect(item, nodes, relationships)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, nodes, relationships)


def _batches(ids: Sequence[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])


def _node_order(node: Node) -> tuple[str, str]:
    return str(node.get("id", "")), node.id


def _relationship_order(tie: Relationship) -> tuple[str, str]:
    return str(tie.get("id", "")), tie.id
