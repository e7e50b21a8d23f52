"""Select a part of a graph: around an actor, between two actors, in a query result, or all of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from sociogram.graph.errors import SociogramError
from sociogram.graph.graph_columns import GraphColumns
from sociogram.graph.model import (
    ENTITY_LABEL,
    RELATION_TYPE_LABEL,
    SOURCE_LABEL,
    UNDIRECTED_WORDS,
    Node,
    Relationship,
    is_directed,
)
from sociogram.graph.store import GraphStore, describes_ties, entity_pattern
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.actors import Actor, find_actor
from sociogram.queries.claims.conditions import CONDITION_KEYS, counts
from sociogram.queries.claims.read import taken_back
from sociogram.queries.claims.wording.wording import read_wording
from sociogram.queries.paths.in_words import no_path, search_paths
from sociogram.queries.results.entities import entities_of
from sociogram.queries.results.result import Result
from sociogram.queries.run import batches, run
from sociogram.queries.tie_dates import tie_dates

Entity = TypeVar("Entity", Node, Relationship)


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a graph; by default all of it.

    Attributes:
        around: an actor by name, alias or id.
        depth: the maximum distance from this actor, in ties.
        between: two actors, for the shortest paths between them.
        result: a query result, for the nodes, relationships and paths in it.
    """

    around: str | None = None
    depth: int = 1
    between: tuple[str, str] | None = None
    result: Result | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole graph."""
        return self.around is None and self.between is None and self.result is None

    def read(self, store: GraphStore) -> Subgraph:
        """Return the part.

        Raises:
            ActorError: a name matches no actor or several, or both ends are the same actor.
            SociogramError: the result has no node, relationship or path, or no path connects the two actors.
        """
        if self.around is not None:
            return around(store, find_actor(store, self.around), self.depth)
        if self.between is not None:
            return between(store, *(find_actor(store, name) for name in self.between))
        if self.result is None:
            return everything(store)
        part = of_values(store, [value for record in self.result for value in record])
        if not part.nodes:
            raise SociogramError(
                "The result holds no node, relationship or path, so there is nothing to draw or write. "
                "Return some, as connections-of does."
            )
        return part


def everything(store: GraphStore) -> Subgraph:
    """Return all actors and all ties between them."""
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    nodes = run(store, f"MATCH {a} RETURN a")
    relationships = run(store, f"MATCH {a}-[r]->{b} RETURN r")
    return subgraph((node for (node,) in nodes.stream()), (tie for (tie,) in relationships.stream()))


def count(store: GraphStore) -> int:
    """Return the number of actors."""
    return int(run(store, f"MATCH {entity_pattern(store, 'a')} RETURN count(a)").value())


def count_ties(store: GraphStore, actors: Sequence[str] | None = None) -> int:
    """Return the number of relationships between actors, given by ``elementId()``; by default, of all."""
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    if actors is None:
        return int(run(store, f"MATCH {a}-[r]->{b} RETURN count(r)").value())
    query = (
        f"MATCH {a}-[r]->{b} WHERE elementId(a) IN $ids "
        "WITH r, elementId(b) AS other WHERE other IN $ends RETURN count(r)"
    )
    return sum(int(run(store, query, {"ids": ids, "ends": list(actors)}).value()) for ids in batches(actors))


def around(store: GraphStore, actor: Actor, depth: int = 1) -> Subgraph:
    """Return the actors at most ``depth`` ties away from an actor, and all ties between them."""
    return among(store, *reach(store, actor, depth))


def reach(store: GraphStore, actor: Actor, depth: int) -> tuple[list[str], list[str]]:
    """Return the ``elementId()`` of actors less than ``depth`` ties away, and of those at that distance."""
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    inner: set[str] = set()
    edge = [actor.node]
    for _ in range(depth):
        found: set[str] = set()
        for ids in batches(edge):
            query = f"MATCH {a}--{b} WHERE elementId(a) IN $ids RETURN DISTINCT elementId(b)"
            found.update(record[0] for record in run(store, query, {"ids": ids}))
        inner.update(edge)
        edge = sorted(found - inner)
        if not edge:
            break
    return sorted(inner), edge


def between(store: GraphStore, start: Actor, end: Actor) -> Subgraph:
    """Return all actors and ties on the shortest paths between two actors.

    Raises:
        ActorError: both ends are the same actor.
        SociogramError: no path connects them.
    """
    nodes, ties = search_paths(store, start, end).nodes_and_ties()
    if not nodes:
        raise SociogramError(no_path(start.name, end.name))
    return subgraph(nodes, ties)


def strongest(store: GraphStore, most: int) -> Subgraph:
    """Return the ``most`` actors with the most affirmed ties, and all claims between them."""
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    keys = store.property_keys(CONDITION_KEYS)
    ties = (
        f"MATCH (a)-[r]-{b} WHERE {counts('r', keys=keys)} AND NOT elementId(r) IN $taken_back "
        f"RETURN DISTINCT b, type(r), {_side(store)} AS side"
    )
    rows = run(
        store,
        f"MATCH {a} WITH a, COUNT {{ {ties} }} AS ties "
        f"WITH a, ties, toStringOrNull(a.id) AS id, {store.actor_rule.name('a')} AS name "
        "ORDER BY ties DESC, coalesce(name, id), id LIMIT $most RETURN a",
        {"most": most, "undirected": sorted(_undirected_types(store)), "taken_back": list(taken_back(store))},
    )
    nodes = [node for (node,) in rows]
    ends = [node.id for node in nodes]
    claims: list[Relationship] = []
    for ids in batches(ends):
        query = (
            f"MATCH {a}-[r]->{b} WHERE elementId(a) IN $ids "
            "WITH r, elementId(b) AS other WHERE other IN $ends RETURN r"
        )
        claims += [claim for (claim,) in run(store, query, {"ids": ids, "ends": ends}).stream()]
    return subgraph(nodes, claims)


def _side(store: GraphStore) -> str:
    """Return an expression for the end of ``r`` that is ``a``; the same for both ends of undirected ties."""
    if not has_directions(store):
        return "''"
    undirected = "type(r) IN $undirected"
    if store.property_keys(("directed",)):
        undirected += f" OR coalesce(toLower(toStringOrNull(r.directed)), '') IN {list(UNDIRECTED_WORDS)}"
    return f"CASE WHEN {undirected} THEN '' WHEN startNode(r) = a THEN 'start' ELSE 'end' END"


def _undirected_types(store: GraphStore) -> set[str]:
    types = run(store, f"MATCH (t:{RELATION_TYPE_LABEL}) RETURN t.type, t.directed")
    return {str(name) for name, directed in types if not is_directed(directed)}


def of_values(store: GraphStore, values: Iterable[Any]) -> Subgraph:
    """Return the nodes, relationships and paths in values, including those in lists and maps.

    Missing ends of relationships are fetched.
    """
    found, relationships = entities_of(values)
    nodes = {node.id: node for node in found}
    ends = {end for tie in relationships for end in (tie.start, tie.end)}
    for ids in batches(sorted(ends - nodes.keys())):
        for (node,) in run(store, "MATCH (n) WHERE elementId(n) IN $ids RETURN n", {"ids": ids}):
            nodes[node.id] = node
    return subgraph(nodes.values(), relationships)


def with_dates(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return the part with the dates of its ties in ``start_date`` and ``end_date``, whichever hold them."""
    if not part.relationships or any("start_date" in tie.properties for tie in part.relationships):
        return part
    dates = tie_dates(store)
    return part if not dates.known else replace(part, relationships=tuple(map(dates.of, part.relationships)))


def with_names(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return the part with the name of each actor in its property ``name``."""
    rule = store.actor_rule
    if rule.is_default:
        return part
    nodes = (replace(node, properties={**node.properties, "name": rule.name_of(node)}) for node in part.nodes)
    return replace(part, nodes=tuple(nodes))


def with_catalogue(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return the part with the nodes of the sources and relation types of its ties.

    In an undirected NetworkX graph, each tie gets ``directed`` with the value false.
    """
    wording = read_wording(store, part.relationships)
    nodes = [*part.nodes, *wording.sources.values(), *wording.relation_types.values()]
    ties = part.relationships
    if not has_directions(store):
        ties = tuple(replace(tie, properties={**tie.properties, "directed": False}) for tie in ties)
    return subgraph({node.id: node for node in nodes}.values(), ties)


def has_directions(store: GraphStore) -> bool:
    """Return whether ties have directions; in an undirected NetworkX graph they do not."""
    return store.is_directed


def all_lack_direction(store: GraphStore, ties: Sequence[Relationship]) -> bool:
    """Return whether all of the ties are undirected; without ties, whether the graph is undirected."""
    if not ties or not has_directions(store):
        return not has_directions(store)
    types = {tie.type for tie in ties if is_directed(tie.get("directed"))}
    return not types or types <= _undirected_types(store)


def left_out(store: GraphStore) -> list[str]:
    """Return notes on what an export omits: nodes that are not actors, and their relationships."""
    labels, without = store.actor_rule.labels, store.actor_rule.without
    if not labels and not without:
        return []  # every node is an actor
    actor = store.actor_rule.pattern("n").removeprefix("(n:").removesuffix(")")
    nodes = run(store, f"MATCH (n) WHERE NOT (n:{actor} OR {describes_ties('n')}) RETURN count(n)").value()
    ties = run(store, f"MATCH (n)-[r]-() WHERE NOT n:{actor} RETURN count(DISTINCT r)").value()
    if not nodes and not ties:
        return []
    if labels:
        which = (
            f"without the label {labels[0]}" if len(labels) == 1 else f"without a label {' or '.join(labels)}"
        )
    else:
        which = f"labelled {' or '.join(without)}"
    return [f"left out: nodes {which} ({nodes}) and relationships of such nodes ({ties})"]


def whole(store: GraphStore) -> Subgraph:
    """Return all entities, the relationships between them, sources and relation types.

    From memory, they are in the order of the tables, as in a data folder.
    """
    held = store.view().hold()
    return subgraph(held.nodes, held.relationships) if store.is_remote else held


def whole_columns(store: GraphStore) -> GraphColumns:
    """Return all entities and the relationships between them as columns; see ``whole``.

    Sources and relation types go into the catalogue, unless a relationship begins or ends at them.
    """
    columns = store.view().columns()
    nodes, ties = columns.nodes, columns.relationships
    describes = np.array(list(map(describe, nodes.labels.table)), dtype=np.bool_)
    is_described = (
        describes[nodes.labels.codes[nodes.slots]] if len(describes) else np.zeros(len(nodes), dtype=np.bool_)
    )
    is_end = np.zeros(int(nodes.slots.max(initial=-1)) + 1, dtype=np.bool_)
    for ends in (ties.start, ties.end):
        is_end[ends[ties.slots]] = True
    is_described &= ~is_end[nodes.slots]
    types = () if has_directions(store) else ties.types.table
    return replace(
        columns,
        nodes=replace(nodes, slots=nodes.slots[~is_described]),
        catalogue=tuple(nodes.at(nodes.slots[is_described])),
        undirected_types=frozenset(types),
        names=store.actor_rule.names,
    )


def with_described(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return a part with the sources and relation types of its ties in its catalogue."""
    wording = read_wording(store, part.relationships)
    drawn = {node.id for node in part.nodes}
    found = (*wording.sources.values(), *wording.relation_types.values())
    rest = (node for node in found if node.id not in drawn)
    return replace(part, catalogue=tuple(sorted(rest, key=_node_order)))


def with_directions(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return the part with its undirected types, which are all types in an undirected NetworkX graph."""
    if not has_directions(store):
        types = {tie.type for tie in part.relationships}
    else:
        wording = read_wording(store, part.relationships)
        types = {
            name for name, node in wording.relation_types.items() if not is_directed(node.get("directed"))
        }
    return replace(part, undirected_types=frozenset(types))


def describe(labels: Collection[str]) -> bool:
    """Return whether nodes with these labels are sources or relation types."""
    return ENTITY_LABEL not in labels and not {SOURCE_LABEL, RELATION_TYPE_LABEL}.isdisjoint(labels)


def subgraph(nodes: Iterable[Node], relationships: Iterable[Relationship]) -> Subgraph:
    """Return a subgraph whose order, down to the properties, depends only on the data.

    Pages and exports are therefore the same for every store.
    """
    return Subgraph(
        nodes=tuple(sorted(map(_ordered, nodes), key=_node_order)),
        relationships=tuple(sorted(map(_ordered, relationships), key=_relationship_order)),
    )


def _ordered(entity: Entity) -> Entity:
    """Return a node or relationship with its properties in order, as most already are."""
    keys = list(entity.properties)
    names = sorted(keys)
    if keys == names:
        return entity
    return replace(entity, properties={name: entity.properties[name] for name in names})


def actors_at(store: GraphStore, actors: Sequence[str]) -> list[Node]:
    """Return actors by their ``elementId()``."""
    query = f"MATCH {entity_pattern(store, 'a')} WHERE elementId(a) IN $ids RETURN a"
    return [node for ids in batches(actors) for (node,) in run(store, query, {"ids": ids}).stream()]


def among(store: GraphStore, inner: list[str], edge: list[str]) -> Subgraph:
    """Return actors and the ties between them; the ``inner`` ones have no ties to other actors.

    Those of ``edge`` may have many ties to other actors, which the store filters out.
    """
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    nodes = actors_at(store, [*inner, *edge])
    ties: dict[str, Relationship] = {}
    for ids in batches(inner):
        for pattern in (f"{a}-[r]->{b}", f"{a}<-[r]-{b}"):
            query = f"MATCH {pattern} WHERE elementId(a) IN $ids RETURN r"
            rows = run(store, query, {"ids": ids}).stream()
            ties.update((tie.id, tie) for (tie,) in rows)
    for ids in batches(edge):
        # The second condition follows a WITH; otherwise a server would build all pairs and then look for
        # ties.
        query = (
            f"MATCH {a}-[r]->{b} WHERE elementId(a) IN $ids "
            "WITH r, elementId(b) AS other WHERE other IN $edge RETURN r"
        )
        for (tie,) in run(store, query, {"ids": ids, "edge": edge}).stream():
            ties[tie.id] = tie
    return subgraph(nodes, ties.values())


def _node_order(node: Node) -> tuple[str, str, str, str]:
    # relation types have no id; ``elementId()``, which differs between stores, comes last
    return str(node.get("id", "")), str(node.get("type", "")), str(node.get("name", "")), node.id


def _relationship_order(tie: Relationship) -> tuple[str, str]:
    return str(tie.get("id", "")), tie.id
