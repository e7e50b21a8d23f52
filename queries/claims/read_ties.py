"""Read the claims of some ties, and the other claims that affect what follows from them.

These are the claims that take them back and, for conflicts, all claims of the ties that contradict them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from sociogram.graph.claims.texts import as_list
from sociogram.graph.columns import BoolArray, column_of
from sociogram.graph.model import Relationship
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.claims.authors import Authors
from sociogram.queries.claims.read import StoredClaims, claims_of
from sociogram.queries.run import batches, run


class TieReader:
    """Reads the claims of ties for one query; data that several calls need is read once.

    Args:
        store: the graph.
        contradicting: also read the ties of claims that contradict the requested ones, by ``contradicts``.
    """

    def __init__(self, store: GraphStore, *, contradicting: bool = False) -> None:
        self.store = store
        self.contradicting = contradicting
        self.authors = Authors(store)
        self.rule = store.actor_rule
        self.a, self.b = entity_pattern(store, "a"), entity_pattern(store, "b")

    def between(self, groups: Sequence[Collection[str]]) -> StoredClaims:
        """Read the claims of the ties that have an end in each group of actors.

        Args:
            groups: the ``elementId()`` of actors, by group.
        """
        ties = _Ties(self)
        condition = " AND ".join(
            f"(elementId(a) IN $groups[{number}] OR elementId(b) IN $groups[{number}])"
            for number in range(1, len(groups))
        )
        ties.read_complete(
            f"MATCH {self.a}-[r]-{self.b} WHERE elementId(a) IN $groups[0] AND {condition or 'true'}",
            groups=[sorted(group) for group in groups],
        )
        return ties.stored(contradicting=self.contradicting)

    def having(
        self,
        condition: str,
        parameters: Mapping[str, Any],
        *,
        nodes: Collection[str] | None = None,
        most: int,
    ) -> StoredClaims | None:
        """Read the ties that have a claim ``r`` for which a condition holds.

        Args:
            condition: in Cypher; empty for any claim.
            parameters: the parameters of the condition.
            nodes: actors, one of which is an end of the tie; None for any.
            most: how many claims may meet the condition; if more do, the answer is None.
        """
        ties = _Ties(self)
        if nodes is None:
            match, among, given = f"MATCH {self.a}-[r]->{self.b}", "", parameters
        else:
            match, among = f"MATCH {self.a}-[r]-{self.b}", "elementId(a) IN $nodes"
            given = {**parameters, "nodes": list(nodes)}
        conditions = " AND ".join(filter(None, (among, condition and f"({condition})"))) or "true"
        found = ties.read(f"{match} WHERE {conditions} WITH r LIMIT {most + 1}", **given)
        if len(found) > most:
            return None
        if condition:
            ties.read_ties_of(found)
        else:
            ties.are_complete(found)
        return ties.stored(contradicting=self.contradicting)

    def of_pairs(self, pairs: Collection[tuple[str, str]]) -> StoredClaims:
        """Read the ties between the actors of each pair, given by the store's identifiers of their nodes."""
        ties = _Ties(self)
        ties.read_pairs(pairs)
        return ties.stored(contradicting=self.contradicting)

    def among(self, actors: Collection[str]) -> StoredClaims:
        """Read the claims of the ties between some actors, without claims that contradict them.

        Args:
            actors: the keys of the actors; see ``ActorRule.key``.
        """
        ties = _Ties(self)
        start, end = (f"{actor}.id" if self.rule.is_default else self.rule.key(actor) for actor in "ab")
        ties.read_complete(
            f"MATCH {self.a}-[r]->{self.b} WHERE {start} IN $actors AND {end} IN $actors",
            actors=sorted(actors),
        )
        return ties.stored()

    def beside(self, claims: Sequence[Relationship]) -> list[Relationship]:
        """Read the other claims about the ties of some claims: who denies them, and who else affirms them."""
        return _Ties(self).beside(claims)

    @cached_property
    def texts(self) -> frozenset[str]:
        """The texts of all claims."""
        if not self.store.property_keys(("sources",)):
            return frozenset()
        query = "MATCH ()-[r]->() RETURN DISTINCT toStringOrNull(([] + r.sources)[0]) AS text"
        return frozenset(text for (text,) in run(self.store, query).stream() if text is not None)

    def naming(self, name: str, ids: Collection[str]) -> list[str]:
        """Return the ``elementId()`` of the claims that refer to some ids in a property."""
        return [key for key, named in self._named.get(name, ()) if not named.isdisjoint(ids)]

    def named(self, name: str) -> set[str]:
        """Return the ids that claims refer to, say in ``contradicts``."""
        return {claim_id for _, named in self._named.get(name, ()) for claim_id in named}

    @cached_property
    def _named(self) -> dict[str, list[tuple[str, set[str]]]]:
        """By property that refers to claims: the ``elementId()`` of each claim, and the ids it refers to.

        A server reads every relationship to find them, which takes a second for a million, so this is done
        once.
        """
        names = ("supersedes", "contradicts") if self.contradicting else ("supersedes",)
        known = sorted(self.store.property_keys(names))
        found: dict[str, list[tuple[str, set[str]]]] = {name: [] for name in known}
        if not known:
            return found
        query = (
            f"MATCH ()-[r]->() WHERE {' OR '.join(f'r.{name} IS NOT NULL' for name in known)} "
            f"RETURN elementId(r), {', '.join(f'r.{name}' for name in known)}"
        )
        for key, *values in run(self.store, query).stream():
            for name, value in zip(known, values, strict=True):
                if value is not None:
                    found[name].append((key, set(as_list(value))))
        return found


def pair_of(claim: Relationship) -> tuple[str, str]:
    """Return the ends of a claim, whatever its direction."""
    return min(claim.start, claim.end), max(claim.start, claim.end)


class _Ties:
    """The claims that were read so far, each once, and the keys of their ends."""

    def __init__(self, reader: TieReader) -> None:
        self._reader = reader
        self._store = reader.store
        self._claims: dict[str, Relationship] = {}
        self._actors: dict[str, str] = {}
        self._complete: set[tuple[str, str]] = set()

    def read_complete(self, match: str, **parameters: Any) -> None:
        """Read the claims ``r`` of a pattern that matches all claims between two actors, or none."""
        self.are_complete(self.read(match, **parameters))

    def are_complete(self, claims: Iterable[Relationship]) -> None:
        """Record that all claims between the ends of some were read."""
        self._complete.update(map(pair_of, claims))

    def read(self, match: str, **parameters: Any) -> list[Relationship]:
        """Read the claims that a pattern names ``r``; return those that were not read before."""
        key = self._reader.rule.key
        query = (
            f"{match} WITH DISTINCT r, startNode(r) AS s, endNode(r) AS t RETURN r, {key('s')}, {key('t')}"
        )
        found = []
        for claim, source, target in run(self._store, query, parameters).stream():
            self._actors |= {claim.start: str(source), claim.end: str(target)}
            if claim.id not in self._claims:
                self._claims[claim.id] = claim
                found.append(claim)
        return found

    def stored(self, *, contradicting: bool = False) -> StoredClaims:
        """Apply the rules to the claims read so far, after reading the claims that affect them."""
        others = self._read_contradicting() if contradicting else []
        self._read_superseding()
        if self.read_ties_of(others):
            self._read_superseding()
        relationships = list(self._claims.values())
        claims = claims_of(self._store, relationships, self._actors, self._reader.authors)
        nodes = list(map(pair_of, relationships))
        complete: BoolArray = np.array(
            [nodes[row] in self._complete for row in claims.first_rows.tolist()], dtype=np.bool_
        )
        return StoredClaims(claims, column_of([claim.id for claim in relationships]), complete, nodes)

    def beside(self, claims: Sequence[Relationship]) -> list[Relationship]:
        """Read the other claims about the ties of some claims."""
        self._claims |= {claim.id: claim for claim in claims}
        others = self.read_ties_of(claims)
        if not others:
            return []
        between = [claim for claim in claims if {claim.start, claim.end} <= self._actors.keys()]
        ties = claims_of(
            self._store, [*between, *others], self._actors, self._reader.authors
        ).tie_numbers.tolist()
        known = set(ties[: len(between)])
        return [claim for claim, tie in zip(others, ties[len(between) :], strict=True) if tie in known]

    def _own_ids(self) -> set[str]:
        return {str(claim.get("id")) for claim in self._claims.values() if claim.get("id") is not None}

    def _read_superseding(self) -> list[Relationship]:
        """Read the claims that take back claims read so far."""
        return self._read_keys(self._reader.naming("supersedes", ids)) if (ids := self._own_ids()) else []

    def _read_contradicting(self) -> list[Relationship]:
        """Read the claims that contradict claims read so far, or are contradicted by them."""
        own = self._own_ids()
        named = {key for claim in self._claims.values() for key in as_list(claim.get("contradicts"))} - own
        found = self._read_keys(self._reader.naming("contradicts", own)) if own else []
        if named:
            found += self.read("MATCH ()-[r]->() WHERE r.id IN $ids", ids=sorted(named))
        return found

    def _read_keys(self, keys: Sequence[str]) -> list[Relationship]:
        """Read claims by ``elementId()``; return those that were not read before."""
        found = [
            claim
            for some in batches(keys)
            for claim in self._store.relationships_by_key(some)
            if claim.id not in self._claims
        ]
        self._claims |= {claim.id: claim for claim in found}
        ends = {end for claim in found for end in (claim.start, claim.end)} - self._actors.keys()
        query = f"MATCH (n) WHERE elementId(n) IN $keys RETURN elementId(n), {self._reader.rule.key('n')}"
        for some in batches(sorted(ends)):
            self._actors |= {key: str(called) for key, called in run(self._store, query, {"keys": some})}
        return found

    def read_ties_of(self, claims: Iterable[Relationship]) -> list[Relationship]:
        """Read the other claims that may be about the same ties."""
        return self.read_pairs({pair_of(claim) for claim in claims})

    def read_pairs(self, pairs: Collection[tuple[str, str]]) -> list[Relationship]:
        """Read the claims between the actors of each pair; return those that were not read before."""
        self._complete.update(pairs)
        return [
            claim
            for some in batches(sorted(pairs))
            for claim in self.read(
                f"UNWIND $pairs AS pair MATCH {self._reader.a}-[r]-{self._reader.b} "
                "WHERE elementId(a) = pair[0] AND elementId(b) = pair[1]",
                pairs=[list(pair) for pair in some],
            )
        ]
