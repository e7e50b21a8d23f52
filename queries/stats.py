"""Statistics of a graph: ties and claims, degrees, components, and how well the ties are supported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

import numpy as np

from sociogram.graph.actor_rules import ENTITIES
from sociogram.graph.claims.encode import Encoded, encode
from sociogram.graph.columns import IntArray
from sociogram.graph.components import component_labels
from sociogram.graph.dataset import Table
from sociogram.graph.model import MODALITIES
from sociogram.graph.store import GraphStore
from sociogram.queries.claim_counts import CountedClaims, count_claims, read_overview
from sociogram.queries.run import run

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Stats:
    """The statistics of one graph.

        >>> graph.stats().ties
        182

    A claim is a row of the relations, whether it counts or not. A tie is two actors and how they are
    connected; several claims may be about one tie. ``ties``, ``types``, ``degrees`` and the components count
    only ties that a live claim affirms as actual.

    Attributes:
        actors: the number of actors.
        actors_are: a description of the nodes that are actors, and of their names.
        ties: the number of affirmed ties.
        claims: the number of claims, including those that do not count.
        sources: the number of sources: those that are described, and others that claims cite.
        only_cited: the number of sources that claims cite but nothing describes, such as web addresses.
        labels: the numbers of actors, sources and relation types by label.
        types: the numbers of ties by type.
        degrees: the actors with the most ties, with their numbers of ties.
        components: the number of connected components of actors.
        largest_component: the number of actors in the largest component.
        isolated: the number of actors without a tie.
        with_source: the number of claims that count and name a source.
        with_claimant: the number of those that name a claimant, or whose text has an actor as its author.
        with_date: the number of those that have a ``start_date`` or ``end_date``; other properties with dates
            are not counted.
        certainty: the numbers of those that have a certainty, by certainty.
        standings: the numbers of claims that do not count, by reason: draft, retracted, taken back.
        one_voice: the number of ties with only one independent voice.
        on_unread_documents: the number of ties that only unread documents affirm.
        disputed: the number of affirmed ties that other voices deny.
        denied: the number of ties that are denied and not affirmed.
        unrealised: the numbers of ties that are only planned, intended, possible or demanded, by modality.
    """

    actors: int
    actors_are: str
    ties: int
    claims: int
    sources: int
    only_cited: int
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

    @property
    def live_claims(self) -> int:
        """The number of claims that count.

        >>> graph.stats().live_claims
        238
        """
        return self.claims - sum(self.standings.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics as plain dicts.

        >>> graph.stats().to_dict()["labels"]["Person"]
        13
        """
        return asdict(self)

    def to_text(self) -> str:
        """Return the statistics in words, as ``sociogram stats`` writes them.

        >>> print(graph.stats().to_text().splitlines()[0])
        actors      91
        """
        return "".join(f"{line}\n" for line in _lines(self))

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        """Return the statistics as an HTML table, one per row, for a notebook."""
        rows = "".join(
            f"<tr><th>{escape(name.replace('_', ' '))}</th><td>{escape(_cell(value))}</td></tr>"
            for name, value in self.to_dict().items()
            if value not in ({}, 0)
        )
        return f"<table><tbody>{rows}</tbody></table>"


def read_stats(store: GraphStore, *, top: int = 10) -> Stats:
    """Read the statistics; a server gets at most five queries and sends no row for each claim.

    Args:
        store: the graph.
        top: the number of actors with the most ties to name.
    """
    overview = read_overview(store)
    counted = count_claims(store, overview)
    claims, relations = counted.claims, counted.relations
    live = claims.is_live
    ends = _Ends(counted)
    sizes = ends.component_sizes()
    isolated = overview.actors - int(sizes.sum())
    described = set(overview.sources.column("id").to_list()) - {None}
    only_cited = len(_cited(relations) - described)
    has_date = ~(relations.column("start_date").null_mask() & relations.column("end_date").null_mask())
    has_claimant = claims.voices.array(lambda voice: voice is not None, np.bool_) & ~claims.is_text_voice
    return Stats(
        actors=overview.actors,
        actors_are=str(overview.rule),
        ties=counted.ties(claims.affirmed),
        claims=int(counted.weights.sum()),
        sources=len(described) + only_cited,
        only_cited=only_cited,
        labels=_sorted(overview.labels),
        types=_types(counted),
        degrees=_named(store, ends.degrees(top), counted.names),
        components=len(sizes) + isolated,
        largest_component=int(sizes[0]) if len(sizes) else min(overview.actors, 1),
        isolated=isolated,
        with_source=counted.number(encode(relations.column("sources")).array(bool, np.bool_) & live),
        with_claimant=counted.number(has_claimant & live),
        with_date=counted.number(has_date & live),
        certainty=_certainties(counted),
        standings=claims.standing_counts(counted.weights),
        one_voice=counted.ties(claims.single_voice),
        on_unread_documents=counted.ties(claims.on_unread_alone),
        disputed=counted.ties(claims.disputed),
        denied=counted.ties(claims.denied & ~claims.affirmed),
        unrealised={
            modality: number for modality in MODALITIES[1:] if (number := counted.ties(claims.only(modality)))
        },
    )


class _Ends:
    """The ends of the affirmed ties, as positions in a list of their actors."""

    def __init__(self, counted: CountedClaims) -> None:
        self._start, self._end, self._actors = counted.ends()

    def degrees(self, top: int) -> dict[Any, int]:
        """Return the actors with the most ties; a tie of an actor with itself counts once."""
        others = self._end[self._end != self._start]
        counts = np.bincount(np.concatenate((self._start, others)), minlength=len(self._actors))
        best = sorted(np.flatnonzero(counts).tolist(), key=lambda n: (-counts[n], str(self._actors[n])))
        return {self._actors[number]: int(counts[number]) for number in best[:top]}

    def component_sizes(self) -> IntArray:
        """Return the sizes of the components with at least one tie, the largest first."""
        labels = component_labels(len(self._actors), self._start, self._end)
        tied = np.unique(np.concatenate((self._start, self._end)))
        sizes = np.unique(labels[tied], return_counts=True)[1] if len(tied) else tied
        return np.sort(sizes)[::-1]


def _cited(relations: Table) -> set[Any]:
    """Return the ids of the sources that are the text of claims or that claims cite."""
    cited: set[Any] = set()
    for name in ("sources", "cites"):
        column = encode(relations.column(name))
        for code in np.unique(column.codes).tolist():
            value = column.values[code]
            cited.update(value if isinstance(value, list | tuple) else [value])
    return cited - {None}


def _types(counted: CountedClaims) -> Counts:
    claims = counted.claims
    return _by_value(claims.types, counted, claims.first_rows[claims.affirmed])


def _certainties(counted: CountedClaims) -> Counts:
    column = counted.relations.column("certainty")
    return _by_value(encode(column), counted, np.flatnonzero(~column.null_mask() & counted.claims.is_live))


def _by_value(column: Encoded, counted: CountedClaims, rows: IntArray) -> Counts:
    """Return the number of claims, or ties, that some rows stand for, by the value in a column."""
    numbers = np.bincount(column.codes[rows], weights=counted.weights[rows], minlength=len(column.values))
    return _summed((str(value), int(n)) for value, n in zip(column.values, numbers, strict=True) if n)


def _named(store: GraphStore, degrees: dict[Any, int], names: Mapping[Any, Any]) -> Counts:
    """Return the degrees by the names of actors; ids distinguish actors with the same name."""
    if degrees and not names:
        names = _names_of(store, list(degrees))
    names = {actor: names.get(actor) for actor in degrees}
    times = Counter(names.values())

    def called(actor: Any) -> str:
        name = names.get(actor)
        if name is None:
            return str(actor)
        return str(name) if times[name] == 1 else f"{name} (id {actor})"

    return _sorted({called(actor): number for actor, number in degrees.items()})


def _names_of(store: GraphStore, actors: list[Any]) -> dict[Any, Any]:
    rule = store.actor_rule
    key = rule.key("a")
    name = f"toStringOrNull({rule.shown('a')})"
    query = f"MATCH {rule.pattern('a')} WHERE {key} IN $keys RETURN {key}, {name}"
    keys = [list(actor) if isinstance(actor, tuple) else actor for actor in actors]
    return {
        tuple(key) if isinstance(key, list) else key: name for key, name in run(store, query, {"keys": keys})
    }


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {number:,}" for key, number in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)


def _summed(pairs: Iterator[tuple[str, int]]) -> Counts:
    """Sum the counts for each key."""
    sums: Counter[str] = Counter()
    for key, number in pairs:
        sums[key] += number
    return _sorted(sums)


def _sorted(counts: Mapping[str, int]) -> Counts:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _lines(numbers: Stats) -> Iterator[str]:
    """Yield the lines of text."""
    yield f"actors      {numbers.actors}{_which(numbers)}"
    yield f"ties        {numbers.ties}"
    yield f"claims      {numbers.claims}{_not_counted(numbers)}"
    yield f"sources     {numbers.sources}{_only_cited(numbers)}"
    yield (
        f"components  {numbers.components} (largest: {_actors(numbers.largest_component)}; "
        f"isolated actors: {numbers.isolated})"
    )
    for heading, count in (
        ("with a source", numbers.with_source),
        ("with a claimant", numbers.with_claimant),
        *([("with a date", numbers.with_date)] if numbers.with_date or not _which(numbers) else []),
    ):
        yield f"claims {heading}: {count} of {numbers.live_claims}"
    for heading, count in (
        ("that rest on one voice", numbers.one_voice),
        ("that rest on unread documents alone", numbers.on_unread_documents),
        ("that are disputed", numbers.disputed),
    ):
        yield f"ties {heading}: {count} of {numbers.ties}"
    if beside := _beside(numbers):
        yield f"other ties: {beside}"
    for heading, counts in (
        ("Labels", numbers.labels),
        ("Types of ties", numbers.types),
        ("Certainty", numbers.certainty),
        ("Most ties", numbers.degrees),
    ):
        if counts:
            yield f"\n{heading}"
        for key, number in counts.items():
            yield f"  {number:>6}  {key}"


def _actors(count: int) -> str:
    return "1 actor" if count == 1 else f"{count} actors"


def _which(numbers: Stats) -> str:
    """Return in brackets which nodes are actors, unless sociogram loaded them."""
    return "" if numbers.actors_are == str(ENTITIES) else f" ({numbers.actors_are})"


def _only_cited(numbers: Stats) -> str:
    """Return in brackets how many sources are cited and not described."""
    return f" (only cited, not described: {numbers.only_cited})" if numbers.only_cited else ""


def _not_counted(numbers: Stats) -> str:
    """Return in brackets why claims do not count."""
    listed = ", ".join(f"{count} {standing}" for standing, count in numbers.standings.items())
    return f" (not counted: {listed})" if listed else ""


def _beside(numbers: Stats) -> str:
    """Return the ties that nobody affirms as actual."""
    parts = [f"{numbers.denied} denied"] if numbers.denied else []
    parts += [f"{count} only {modality}" for modality, count in numbers.unrealised.items()]
    return ", ".join(parts)
