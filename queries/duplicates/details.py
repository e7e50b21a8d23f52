"""Read details that help to decide whether two actors are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.run import run

_AT_ONCE = 2_000
MOST_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class ActorDetails:
    """The details of an actor besides its names.

    Attributes:
        summary: its summary; None if it has none.
        url: an address about it; None if it has none.
        ties: the number of actors to which it is tied.
        neighbours: the names of some of these, in alphabetical order.
    """

    summary: Any = None
    url: Any = None
    ties: int = 0
    neighbours: tuple[str, ...] = ()


def read_details(store: GraphStore, ids: Iterable[str]) -> dict[str, ActorDetails]:
    """Return the details of some actors, by id."""
    entity, other = entity_pattern(store, "e"), entity_pattern(store, "n")
    name = f"toString(coalesce({store.actor_rule.name('n')}, n.id))"
    query = (
        f"MATCH {entity} WHERE e.id IN $ids OPTIONAL MATCH (e)--{other} "
        f"WITH e, count(DISTINCT n) AS ties, collect(DISTINCT {name}) AS names "
        "RETURN e.id, e.summary, e.url, ties, names"
    )
    found: dict[str, ActorDetails] = {}
    wanted = list(dict.fromkeys(ids))
    for first in range(0, len(wanted), _AT_ONCE):
        for own, summary, url, ties, names in run(store, query, {"ids": wanted[first : first + _AT_ONCE]}):
            found[str(own)] = ActorDetails(summary, url, ties, tuple(sorted(names)[:MOST_NEIGHBOURS]))
    return found
