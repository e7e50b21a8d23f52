"""The part of a graph that somebody asks for: around an actor, what a query gave, or all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL, Node, Relationship
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.actors import Actor, actor_pattern
from sociogram.queries.result import entities_of
from sociogram.queries.run import run
from sociogram.queries.wording import listed

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


def of_values(store: GraphStore, values: Iterable[Any]) -> Subgraph:
    """Return the nodes, relationships and paths that stand in values, lists and maps included.

    The ends of relationships that stand without them are fetched.
    """
    found, relationships = entities_of(values)
    nodes = {node.id: node for node in found}
    ends = {end for tie in relationships for end in (tie.start, tie.end)}
    for ids in _batches(sorted(ends - nodes.keys())):
        for (node,) in run(store, "MATCH (n) WHERE elementId(n) IN $ids RETURN n", {"ids": ids}):
            nodes[node.id] = node
    return subgraph(nodes.values(), relationships)


def with_catalogue(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return the part with the sources that its ties cite and the relation types that word them."""
    cited = sorted({source for tie in part.relationships for source in listed(tie.get("sources"))})
    types = sorted({tie.type for tie in part.relationships})
    nodes = list(part.nodes)
    for query, keys in (
        (f"MATCH (s:{SOURCE_LABEL}) WHERE s.id IN $keys RETURN s", cited),
        (f"MATCH (t:{RELATION_TYPE_LABEL}) WHERE t.type IN $keys RETURN t", types),
    ):
        nodes += [node for (node,) in run(store, query, {"keys": keys})]
    return subgraph({node.id: node for node in nodes}.values(), part.relationships)


def subgraph(nodes: Iterable[Node], relationships: Iterable[Relationship]) -> Subgraph:
    """Make a subgraph in an order that depends on the data alone, down to the properties.

    Whatever store it comes from, what is drawn or written from it is the same.
    """
    return Subgraph(
        nodes=tuple(sorted((replace(node, properties=_ordered(node)) for node in nodes), key=_node_order)),
        relationships=tuple(
            sorted((replace(tie, properties=_ordered(tie)) for tie in relationships), key=_relationship_order)
        ),
    )


def _ordered(entity: Node | Relationship) -> dict[str, Any]:
    return dict(sorted(entity.properties.items()))


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


def _batches(ids: Sequence[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])


def _node_order(node: Node) -> tuple[str, str, str]:
    # a relation type has no id; last comes what differs from store to store
    return str(node.get("id", "")), str(node.get("type", "")), node.id


def _relationship_order(tie: Relationship) -> tuple[str, str]:
    return str(tie.get("id", "")), tie.id
