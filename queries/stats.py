"""What a graph holds, in numbers: ties and claims, degrees, components, and what the ties rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import numpy as np

from sociogram.graph.claims import Claims
from sociogram.graph.columns import IntArray
from sociogram.graph.components import component_labels
from sociogram.graph.model import MODALITIES, SOURCE_LABEL
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.claims.read import read_claims
from sociogram.queries.run import run

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Stats:
    """Numbers of one graph.

    A claim is a row of the relations, whatever becomes of it. A tie is two actors and how they are tied:
    of several claims about one, there is one tie. Only ties that a live claim affirms as actual count, in
    ``ties``, ``types``, ``degrees`` and the components.

    Attributes:
        actors: the actors.
        actors_are: which nodes are actors, and what they are called, in words.
        ties: the ties that are affirmed.
        claims: the claims, also those that do not count.
        sources: the sources.
        labels: actors, sources and relation types by label.
        types: the ties by type.
        degrees: the best-connected actors with the count of their ties.
        components: the groups of actors that ties connect.
        largest_component: the actors of the largest one.
        isolated: the actors without a tie.
        with_source: the claims that name a source.
        with_claimant: the claims that name a claimant.
        with_date: the claims that have a date.
        certainty: the claims by certainty.
        standings: the claims that do not count, by why: draft, retracted, taken back.
        one_voice: the ties that rest on one independent voice alone.
        on_unread_documents: the ties that nothing but unread documents affirms.
        disputed: the ties that other voices deny.
        denied: the ties that are denied, and that nobody affirms.
        unrealised: the ties that are only planned, intended, possible or demanded, by which.
    """

    actors: int
    actors_are: str
    ties: int
    claims: int
    sources: int
    labels: Counts
    types: Counts
    degrees: Counts
    components: int
    largest_component: int
    isolated: int
    with_source: int
    with_claimant: int
    with_date: int
    certainty: Counts
    standings: Counts
    one_voice: int
    on_unread_documents: int
    disputed: int
    denied: int
    unrealised: Counts

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as plain dicts."""
        return asdict(self)

    def _repr_html_(self) -> str:
        """Show the numbers in a notebook, a row each."""
        rows = "".join(
            f"<tr><th>{escape(name.replace('_', ' '))}</th><td>{escape(_cell(value))}</td></tr>"
            for name, value in self.to_dict().items()
            if value not in ({}, 0)
        )
        return f"<table><tbody>{rows}</tbody></table>"


def read_stats(store: GraphStore, *, top: int = 10) -> Stats:
    """Count in the store what it can count there; the rules of claims are applied here.

    Args:
        store: the graph.
        top: how many of the best-connected actors to name.
    """
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    rows = list(
        run(
            store,
            f"MATCH {a}-[r]->{b} RETURN r.certainty, count(*), "
            "count(CASE WHEN size(r.sources) > 0 THEN 1 END), count(r.claimed_by), "
            "count(CASE WHEN r.start_date IS NOT NULL OR r.end_date IS NOT NULL THEN 1 END)",
        )
    )
    actors = _number(store, f"MATCH {a} RETURN count(*)")
    claims = read_claims(store)
    ends = _Ends(claims)
    sizes = ends.component_sizes()
    isolated = actors - int(sizes.sum())
    return Stats(
        actors=actors,
        actors_are=str(store.actor_rule),
        ties=int(claims.affirmed.sum()),
        claims=len(claims),
        sources=_number(store, f"MATCH (s:{SOURCE_LABEL}) RETURN count(s.id)"),
        labels=_counts(store, "MATCH (n) UNWIND labels(n) AS key RETURN key, count(*) AS number"),
        types=_types(claims),
        degrees=_named(store, ends.degrees(top)),
        components=len(sizes) + isolated,
        largest_component=int(sizes[0]) if len(sizes) else min(actors, 1),
        isolated=isolated,
        with_source=sum(row[2] for row in rows),
        with_claimant=sum(row[3] for row in rows),
        with_date=sum(row[4] for row in rows),
        certainty=_summed((str(row[0]), row[1]) for row in rows if row[0] is not None),
        standings=claims.standing_counts(),
        one_voice=int(claims.single_voice.sum()),
        on_unread_documents=int(claims.on_unread_alone.sum()),
        disputed=int(claims.disputed.sum()),
        denied=int((claims.denied & ~claims.affirmed).sum()),
        unrealised={
            modality: number for modality in MODALITIES[1:] if (number := int(claims.only(modality).sum()))
        },
    )


class _Ends:
    """The ends of the ties that count, as numbers of their actors."""

    def __init__(self, claims: Claims) -> None:
        rows = claims.first_rows[claims.affirmed]
        numbers: dict[Any, int] = {}
        self._start, self._end = (end.numbered(numbers)[rows] for end in claims.ends)
        self._actors = list(numbers)

    def degrees(self, top: int) -> dict[Any, int]:
        """Return those with most ties; a tie to oneself counts once."""
        others = self._end[self._end != self._start]
        counts = np.bincount(np.concatenate((self._start, others)), minlength=len(self._actors))
        best = sorted(np.flatnonzero(counts).tolist(), key=lambda n: (-counts[n], str(self._actors[n])))
        return {self._actors[number]: int(counts[number]) for number in best[:top]}

    def component_sizes(self) -> IntArray:
        """Return the sizes of the components that have a tie, the largest first."""
        labels = component_labels(len(self._actors), self._start, self._end)
        tied = np.unique(np.concatenate((self._start, self._end)))
        sizes = np.unique(labels[tied], return_counts=True)[1] if len(tied) else tied
        return np.sort(sizes)[::-1]


def _types(claims: Claims) -> Counts:
    rows = claims.first_rows[claims.affirmed]
    counts = np.bincount(claims.types.codes[rows], minlength=len(claims.types.values)).tolist()
    return _summed((str(name), n) for name, n in zip(claims.types.values, counts, strict=True) if n)


def _named(store: GraphStore, degrees: dict[Any, int]) -> Counts:
    """Return the degrees by the names of actors; ids distinguish actors with the same name."""
    rule = store.actor_rule
    key = rule.key("a")
    name = f"toStringOrNull(coalesce({rule.name('a')}, a.id))"
    query = f"MATCH {rule.pattern('a')} WHERE {key} IN $keys RETURN {key}, {name}"
    keys = [list(key) if isinstance(key, tuple) else key for key in degrees]
    names: dict[Any, Any] = {
        tuple(key) if isinstance(key, list) else key: name for key, name in run(store, query, {"keys": keys})
    }
    times = Counter(names.values())

    def called(actor: Any) -> str:
        name = names.get(actor)
        if name is None:
            return str(actor)
        return str(name) if times[name] == 1 else f"{name} (id {actor})"

    return _sorted({called(actor): number for actor, number in degrees.items()})


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {number:,}" for key, number in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def _number(store: GraphStore, query: str) -> int:
    return int(next(iter(run(store, query)))[0])


def _counts(store: GraphStore, query: str) -> Counts:
    return _sorted({str(key): int(number) for key, number in run(store, query)})


def _summed(pairs: Iterator[tuple[str, int]]) -> Counts:
    """Add up what has the same key."""
    sums: Counter[str] = Counter()
    for key, number in pairs:
        sums[key] += number
    return _sorted(sums)


def _sorted(counts: Counts) -> Counts:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
