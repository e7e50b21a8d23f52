"""What a graph holds, in numbers: counts, degrees, components, and how much of it is sourced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sociogram.graph.columns import IntArray
from sociogram.graph.components import DisjointSets
from sociogram.graph.model import SOURCE_LABEL
from sociogram.graph.store import GraphStore, entity_pattern
from sociogram.queries.run import run

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Stats:
    """Numbers of one graph; ``degrees`` are the best-connected actors with the count of their ties."""

    actors: int
    ties: int
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

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as plain dicts."""
        return asdict(self)


def read_stats(store: GraphStore, *, top: int = 10) -> Stats:
    """Count in the store what it can count there.

    For the components, each tie of a server travels as one number, and is held for a moment; memory
    grows with the actors alone.
    """
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    ties = list(
        run(
            store,
            f"MATCH {a}-[r]->{b} RETURN type(r), r.certainty, count(*), "
            "count(CASE WHEN size(r.sources) > 0 THEN 1 END), count(r.claimed_by), "
            "count(CASE WHEN r.start_date IS NOT NULL OR r.end_date IS NOT NULL THEN 1 END)",
        )
    )
    actors = _number(store, f"MATCH {a} RETURN count(*)")
    sizes = _component_sizes(store)
    isolated = actors - int(sizes.sum())
    return Stats(
        actors=actors,
        ties=sum(row[2] for row in ties),
        sources=_number(store, f"MATCH (s:{SOURCE_LABEL}) RETURN count(s)"),
        labels=_counts(store, "MATCH (n) UNWIND labels(n) AS key RETURN key, count(*) AS number"),
        types=_summed((str(row[0]), row[2]) for row in ties),
        degrees=_degrees(store, top),
        components=len(sizes) + isolated,
        largest_component=int(sizes[0]) if len(sizes) else min(actors, 1),
        isolated=isolated,
        with_source=sum(row[3] for row in ties),
        with_claimant=sum(row[4] for row in ties),
        with_date=sum(row[5] for row in ties),
        certainty=_summed((str(row[1]), row[2]) for row in ties if row[1] is not None),
    )


def _number(store: GraphStore, query: str) -> int:
    return int(next(iter(run(store, query)))[0])


def _counts(store: GraphStore, query: str) -> Counts:
    return _sorted({str(key): int(number) for key, number in run(store, query)})


def _degrees(store: GraphStore, top: int) -> Counts:
    """Return the actors with most ties; those that share a name are told apart by their ids."""
    a, b = entity_pattern(store, "a"), entity_pattern(store, "b")
    rows = list(
        run(
            store,
            f"MATCH {a}-[r]-{b} WITH a, count(r) AS number ORDER BY number DESC, a.id LIMIT {top} "
            "RETURN toStringOrNull(a.name), coalesce(toStringOrNull(a.id), elementId(a)), number",
        )
    )
    names = Counter(row[0] for row in rows)
    return _sorted(
        {
            key if name is None else name if names[name] == 1 else f"{name} (id {key})": number
            for name, key, number in rows
        }
    )


def _summed(pairs: Iterator[tuple[str, int]]) -> Counts:
    """Add up what has the same key."""
    sums: Counter[str] = Counter()
    for key, number in pairs:
        sums[key] += number
    return _sorted(sums)


def _sorted(counts: Counts) -> Counts:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _component_sizes(store: GraphStore) -> IntArray:
    """Return the sizes of the components that have a tie, the largest first."""
    found = DisjointSets()
    for start, end in store.relationship_ends():
        found.add(start, end)
    return found.sizes()
