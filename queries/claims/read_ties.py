"""Read the claims of some ties, and whatever else decides what those claims are worth.

Of a million claims only these are read: the claims themselves, those that take them back, and, where
conflicts are asked for, the ties of the claims that contradict them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sociogram.graph.claims.texts import as_list
from sociogram.graph.columns import column_of
from sociogram.graph.model import Relationship
from sociogram.graph.store import GraphStore, entity_pattern, property_keys
from sociogram.queries.claims.read import StoredClaims, claims_of
from sociogram.queries.run import batches, run


def read_claims_between(
    store: GraphStore, groups: Sequence[Collection[str]], *, contradicting: bool = False
) -> StoredClaims:
    """Read the claims of the ties that have an end in each group of actors.

    Args:
        store: the graph.
        groups: actors, by the store's own identifiers of their nodes.
        contradicting: read also the ties of claims that ``contradicts`` joins with one of these.
    """
    ties = _Ties(store)
    condition = " AND ".join(
        f"(elementId(a) IN $groups[{number}] OR elementId(b) IN $groups[{number}])"
        for number in range(1, len(groups))
    )
    ties.read(
        f"MATCH {ties.a}-[r]-{ties.b} WHERE elementId(a) IN $groups[0] AND {condition or 'true'}",
        groups=[sorted(group) for group in groups],
    )
    return ties.stored(contradicting=contradicting)


def read_claims_among(store: GraphStore, actors: Collection[str]) -> StoredClaims:
    """Read the claims of the ties that have both ends among some actors.

    Args:
        store: the graph.
        actors: their ids.
    """
    ties = _Ties(store)
    ties.read(
        f"MATCH {ties.a}-[r]->{ties.b} WHERE a.id IN $actors AND b.id IN $actors", actors=sorted(actors)
    )
    return ties.stored()


class _Ties:
    """The claims read so far, each once, and what their ends are called."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._claims: dict[str, Relationship] = {}
        self._actors: dict[str, str] = {}
        self.a, self.b = entity_pattern(store, "a"), entity_pattern(store, "b")

    def read(self, match: str, **parameters: Any) -> list[Relationship]:
        """Read the claims ``r`` that a pattern matches; return those that were not read before."""
        start, end = (f"coalesce({node}.id, elementId({node}))" for node in ("startNode(r)", "endNode(r)"))
        query = f"{match} WITH DISTINCT r RETURN r, {start}, {end}"
        found = []
        for claim, source, target in run(self._store, query, parameters).stream():
            self._actors |= {claim.start: str(source), claim.end: str(target)}
            if claim.id not in self._claims:
                self._claims[claim.id] = claim
                found.append(claim)
        return found

    def stored(self, *, contradicting: bool = False) -> StoredClaims:
        """Apply the rules to what was read, once what decides about it is read as well."""
        others = self._read_naming(["supersedes", "contradicts"] if contradicting else ["supersedes"])
        if contradicting and self._read_ties_of(others):
            self._read_naming(["supersedes"])
        claims = list(self._claims.values())
        return StoredClaims(
            claims_of(self._store, claims, self._actors), column_of([claim.id for claim in claims])
        )

    def _read_naming(self, names: Sequence[str]) -> list[Relationship]:
        """Read the claims that ``supersedes`` or ``contradicts``, say, joins with those read so far.

        Reading every relationship of a server takes a second, so it is done once for all properties.
        """
        known = sorted(property_keys(self._store, names))
        own = {str(claim.get("id")): claim for claim in self._claims.values() if claim.get("id") is not None}
        keys = sorted(own)
        conditions = [
            f"r.{name} IS NOT NULL AND any(key IN [] + r.{name} WHERE key IN $keys)" for name in known
        ]
        named: set[str] = set()
        if "contradicts" in known:
            named = {key for claim in own.values() for key in as_list(claim.get("contradicts"))} - own.keys()
            conditions += ["r.id IN $named"] * bool(named)
        if not (own and conditions):
            return []
        return self.read(f"MATCH ()-[r]->() WHERE {' OR '.join(conditions)}", keys=keys, named=sorted(named))

    def _read_ties_of(self, claims: Iterable[Relationship]) -> list[Relationship]:
        """Read the other claims that may be of the same ties as some."""
        pairs = {(min(claim.start, claim.end), max(claim.start, claim.end)) for claim in claims}
        return [
            claim
            for some in batches(sorted(pairs))
            for claim in self.read(
                f"UNWIND $pairs AS pair MATCH {self.a}-[r]-{self.b} "
                "WHERE elementId(a) = pair[0] AND elementId(b) = pair[1]",
                pairs=[list(pair) for pair in some],
            )
        ]
