"""What a graph holds, in numbers: counts, degrees, components, and how much of it is sourced."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.store import GraphStore
from sociogram.queries.actors import actor_pattern
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
    """Count in the store what it can count there; only the pairs of tied actors travel."""
    a, b = actor_pattern(store, "a"), actor_pattern(store, "b")
    tied = f"MATCH {a}-[r]->{b}"
    sizes = _component_sizes(store, f"{tied} RETURN DISTINCT elementId(a), elementId(b)")
    actors = _number(
        store, f"MATCH {a} WHERE NOT a:{SOURCE_LABEL} AND NOT a:{RELATION_TYPE_LABEL} RETURN count(*)"
    )
    isolated = actors - sum(sizes)
    return Stats(
        actors=actors,
        ties=_number(store, f"{tied} RETURN count(r)"),
        sources=_number(store, f"MATCH (s:{SOURCE_LABEL}) RETURN count(s)"),
        labels=_counts(store, "MATCH (n) UNWIND labels(n) AS key RETURN key, count(*) AS number"),
        types=_counts(store, f"{tied} RETURN type(r) AS key, count(*) AS number"),
        degrees=_counts(
            store,
            f"MATCH {a}-[r]-{b} WITH a, count(r) AS number ORDER BY number DESC, a.id LIMIT {top} "
            "RETURN toString(coalesce(a.name, a.id)) AS key, number",
        ),
        components=len(sizes) + isolated,
        largest_component=max(sizes, default=min(actors, 1)),
        isolated=isolated,
        with_source=_number(store, f"{tied} WHERE size(r.sources) > 0 RETURN count(r)"),
        with_claimant=_number(store, f"{tied} WHERE r.claimed_by IS NOT NULL RETURN count(r)"),
        with_date=_number(
            store, f"{tied} WHERE r.start_date IS NOT NULL OR r.end_date IS NOT NULL RETURN count(r)"
        ),
        certainty=_counts(
            store,
            f"{tied} WHERE r.certainty IS NOT NULL RETURN r.certainty AS key, count(*) AS number",
        ),
    )


def _number(store: GraphStore, query: str) -> int:
    return int(next(iter(run(store, query)))[0])


def _counts(store: GraphStore, query: str) -> Counts:
    pairs = [(str(key), int(number)) for key, number in run(store, query)]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _component_sizes(store: GraphStore, query: str) -> list[int]:
    """Return the sizes of the components that have a tie, by merging the two ends of each."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for start, end in run(store, query):
        parent[root(start)] = root(end)
    sizes: dict[str, int] = {}
    for node in parent:
        top = root(node)
        sizes[top] = sizes.get(top, 0) + 1
    return sorted(sizes.values(), reverse=True)
