"""Many claims in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sociogram.graph.claims import Claim, Claims
from sociogram.graph.claims.texts import as_list
from sociogram.graph.model import Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.wording.wording import Wording, read_words


def claims_in_words(
    store: GraphStore,
    claims: Claims,
    pairs: Sequence[tuple[Claim, Relationship]],
    actors: Mapping[str, str],
    names: Mapping[str, str],
) -> dict[int, str]:
    """Return claims in words, by row; each sentence starts at the source of its tie.

    Args:
        store: the graph.
        claims: the derived claims; their ``sources`` name the authors.
        pairs: the claims with their relationships.
        actors: the ids of actors, by the ``elementId()`` of their nodes.
        names: the names of actors, by their ids.
    """
    wording = wording_of(store, claims, [one for _, one in pairs], actors, names)
    return {
        claim.row: wording.sentence(
            claim, actors.get(one.start, one.start), one.type, actors.get(one.end, one.end), one.properties
        )
        for claim, one in pairs
    }


def wording_of(
    store: GraphStore,
    claims: Claims,
    relationships: Iterable[Relationship],
    actors: Mapping[str, str],
    names: Mapping[str, str],
) -> Wording:
    """Read what the wording of claims needs: their types, sources, ends, voices and relays.

    Args:
        store: the graph.
        claims: the derived claims; their ``sources`` name the authors.
        relationships: the relationships of the claims.
        actors: the ids of actors, by the ``elementId()`` of their nodes.
        names: the names of actors, by their ids.
    """
    types: set[str] = set()
    sources: set[str] = set()
    known: set[str] = set()
    for one in relationships:
        types.add(one.type)
        known.update(actors.get(end, end) for end in (one.start, one.end))
        for key in ("claimed_by", "via", "contradicted_by"):
            known.update(as_list(one.get(key)))
        for key in ("sources", "cites"):
            sources.update(as_list(one.get(key)))
    wording = read_words(store, types=types, sources=sources, actors=known, authors=claims.sources.authors)
    return wording.including({}, {actor: names[actor] for actor in known if actor in names})
