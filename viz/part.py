"""The part of a store that a page draws: claims one by one, or as columns if they are too many.

Actors and ties are counted first. If the part is drawn as groups, only the columns that an overview counts
are read, and later the claims of the groups that open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sociogram.graph.claims import Claims
from sociogram.graph.claims.choosing import links_among
from sociogram.graph.claims.texts import as_list
from sociogram.graph.model import RELATION_TYPE_LABEL, Node, Relationship
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph
from sociogram.queries import selection as selecting
from sociogram.queries.actors import find_actor
from sociogram.queries.claims.read import claims_of, read_stored_claims, superseding, taken_back
from sociogram.queries.claims.read_ties import TieReader
from sociogram.queries.claims.wording.support import Links
from sociogram.queries.claims.wording.wording import Wording, read_wording, read_words
from sociogram.queries.run import run
from sociogram.queries.selection import Selection
from sociogram.viz.left_out import check_left_out, leave_out
from sociogram.viz.overview import is_too_large
from sociogram.viz.picture.by_property import check_groups, colour_scale, is_number, size_scale, width_scale
from sociogram.viz.picture.network import Network
from sociogram.viz.picture.scales import Scale

_COUNTED = (
    "polarity",
    "modality",
    "claimed_by",
    "via",
    "certainty",
    "sources",
    "cites",
    "contradicted_by",
    "review",
    "directed",
)
"""The properties of claims that an overview counts, or whose values have to be put into words."""


@dataclass(frozen=True, slots=True)
class View:
    """Properties that decide how actors and ties look, and those that the page leaves out."""

    color: str | None = None
    size: str | None = None
    width: str | None = None
    left_out: frozenset[str] = frozenset()

    def check(self, store: GraphStore) -> None:
        """Check that the page can leave out what it is to leave out; see ``check_left_out``."""
        check_left_out(store, self.left_out, (self.color, self.size, self.width))

    def of(self, store: GraphStore, part: Subgraph) -> tuple[Subgraph, dict[str, Any]]:
        """Return the part as the page shows it, without what is left out and with actors named; and what
        decides its look: the ``scales`` of numbers, and the property that is ``grouped_by``, if any.

        Raises:
            SociogramError: no actor has the property, or its values cannot be drawn.
        """
        nodes, ties = leave_out(part.nodes, self.left_out), leave_out(part.relationships, self.left_out)
        part = replace(part, nodes=nodes, relationships=ties)
        part = selecting.with_dates(store, selecting.with_names(store, part))
        scales: dict[str, Scale] = {}
        grouped_by = None
        if self.color is not None:
            scale = colour_scale(part, self.color)
            if scale is None:
                check_groups(part, self.color)
                grouped_by = self.color
            else:
                scales["color"] = scale
        if self.size is not None:
            scales["size"] = size_scale(part, self.size)
        return part, {"scales": scales, "grouped_by": grouped_by}


def read_part(
    store: GraphStore, selection: Selection, view: View, limit: int | None
) -> tuple[Subgraph | Network, dict[str, Any]]:
    """Return a part of a graph, and what its store says about sources, types and claimants.

    Args:
        store: the graph.
        selection: the part.
        view: how its actors look.
        limit: the maximum number of actors and claims that are read one by one; None means no limit.

    Returns:
        The part, or a network if it exceeds ``limit``, and arguments for a page.

    Raises:
        ActorError: a name matches no actor or several, or both ends are the same actor.
        SociogramError: the result holds no part of a graph, no path connects the two actors, or a property
            cannot be drawn.
    """
    if selection.result is not None:
        return complete(store, _with_all_claims(store, selection.read(store)), view)
    if limit is None or selection.between is not None:
        return complete(store, selection.read(store), view)
    if selection.around is None:
        if is_too_large(selecting.count(store) + selecting.count_ties(store), limit):
            return _network(store, None, view)
        return complete(store, selection.read(store), view, is_whole=True)
    inner, edge = selecting.reach(store, find_actor(store, selection.around), selection.depth)
    actors = [*inner, *edge]
    if is_too_large(len(actors) + selecting.count_ties(store, actors), limit):
        return _network(store, actors, view)
    return complete(store, selecting.among(store, inner, edge), view)


def _with_all_claims(store: GraphStore, part: Subgraph) -> Subgraph:
    """Return a part with every claim about its ties: most queries return no denials."""
    others = TieReader(store).beside(part.relationships)
    return selecting.subgraph(part.nodes, [*part.relationships, *others]) if others else part


def complete(
    store: GraphStore, part: Subgraph, view: View, *, is_whole: bool = False
) -> tuple[Subgraph, dict[str, Any]]:
    """Return a part that is drawn one by one, and what its store says about it.

    Args:
        store: the graph.
        part: the part.
        view: how its actors look.
        is_whole: whether it is the whole graph, so that no tie outside it connects the voices.
    """
    part, looks = view.of(store, part)
    if view.width is not None:
        known = sorted(
            {name for claim in part.relationships for name, one in claim.properties.items() if is_number(one)}
        )
        values = [claim.get(view.width) for claim in part.relationships]
        looks["scales"]["width"] = width_scale(view.width, values, known)
    ends = {end: end for claim in part.relationships for end in (claim.start, claim.end)}
    ends |= {node.id: store.actor_rule.key_of(node) for node in part.nodes}
    claims = claims_of(store, part.relationships, ends)
    later = superseding(store, taken_back(store).values())
    wording = read_wording(store, part.relationships, claims.sources.authors)
    given = looks | _given(store, wording, later, {tie.type for tie in part.relationships}, view)
    return part, given if is_whole else given | _links(store, claims, given["relation_types"])


def _links(store: GraphStore, claims: Claims, known: Iterable[Node]) -> dict[str, Any]:
    """Read the ties between the voices of each tie, in the whole graph, and their wording."""
    pairs = np.unique(np.column_stack((claims.tie_numbers, claims.voices.codes)), axis=0)
    together = np.bincount(pairs[:, 0])[pairs[:, 0]] > 1
    found = {claims.voices.values[code] for code in np.unique(pairs[together, 1]).tolist()}
    voices = {str(voice) for voice in found if voice is not None}
    links: Links = links_among(TieReader(store).among(voices).claims, voices) if len(voices) > 1 else {}
    types = {link.type for ties in links.values() for link in ties}
    types -= {str(node.get("type")) for node in known}
    words = read_words(store, types=types, sources=(), actors=()).relation_types
    return {"links": links, "relation_types": (*known, *words.values())}


def _network(store: GraphStore, actors: Sequence[str] | None, view: View) -> tuple[Network, dict[str, Any]]:
    """Return some actors, by default all, and their claims as columns; and what the store says about them."""
    nodes = _nodes(store, actors)
    names = _COUNTED if view.width is None else (*_COUNTED, view.width)
    stored = read_stored_claims(store, names, actors)
    claims = stored.claims
    positions = {store.actor_rule.key_of(node): position for position, node in enumerate(nodes)}
    starts, ends = (end.array(lambda key: positions.get(str(key), -1)) for end in claims.ends)
    back = taken_back(store)
    gone = np.array([str(key) in back for key in stored.keys.to_list()], dtype=np.bool_) if back else None
    drawn, looks = view.of(store, Subgraph(nodes))
    if view.width is not None:
        looks["scales"]["width"] = width_scale(view.width, claims.column(view.width).values)

    def read(rows: Any) -> Sequence[Relationship]:
        return leave_out(stored.relationships(store, rows.tolist()).values(), view.left_out)

    words = read_words(
        store,
        types=claims.types.values,
        sources=_values(claims, ("sources", "cites")),
        actors=_values(claims, ("claimed_by", "via", "contradicted_by")),
        authors=claims.sources.authors,
    )
    given = _given(store, words, superseding(store, back.values()), set(map(str, claims.types.values)), view)
    return Network(drawn.nodes, claims, starts, ends, read, gone), given | looks


def _nodes(store: GraphStore, actors: Sequence[str] | None) -> tuple[Node, ...]:
    if actors is not None:
        return tuple(selecting.actors_at(store, actors))
    query = f"MATCH {store.actor_rule.pattern('a')} RETURN a"
    return tuple(node for (node,) in run(store, query).stream())


def _values(claims: Any, names: Iterable[str]) -> set[str]:
    return {text for name in names for value in claims.column(name).values for text in as_list(value)}


def _given(
    store: GraphStore, wording: Wording, later: Sequence[Relationship], types: Iterable[str], view: View
) -> dict[str, Any]:
    known = wording.relation_types
    if not store.is_directed:
        known = {name: _without_direction(name, known.get(name)) for name in sorted(types)}
    return {
        "authors": wording.authors,
        "later": later,
        "sources": leave_out(wording.sources.values(), view.left_out),
        "relation_types": leave_out(known.values(), view.left_out),
        "actors_by_id": wording.claimants,
    }


def _without_direction(name: str, known: Node | None) -> Node:
    """Return the node of a relation type whose ties have no direction, as in an undirected NetworkX graph."""
    node = known or Node(name, (RELATION_TYPE_LABEL,), {"type": name})
    return replace(node, properties={**node.properties, "directed": False})
