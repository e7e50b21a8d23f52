"""Read claims for counting: one row per claim from memory, one row per group of equal claims from a server.

If a tie has a single claim, no other claim affects how it counts. A server therefore groups such claims by
the properties that matter and sends one row with the count of each group. Claims that share a tie or
supersede others are sent one by one. ``graph.claims`` derives what follows from either kind of row. For the
ties counted in groups, the server sends a list of neighbours for each actor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.claims import Claims
from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.dataset import Table, table_of_rows
from sociogram.graph.model import RELATION_TYPE_LABEL, SOURCE_LABEL
from sociogram.graph.store import GraphStore
from sociogram.queries.claims.conditions import counts
from sociogram.queries.claims.read import (
    CLAIM_PROPERTIES,
    SOURCE_PROPERTIES,
    TYPE_PROPERTIES,
    claims_of_table,
)
from sociogram.queries.run import run

_ALIKE = ("polarity", "modality", "review", "certainty", "sources", "cites")
"""If a tie has a single claim, the values of these properties decide how it counts."""
_PRESENT = {
    "claimed_by": "r.claimed_by IS NOT NULL",
    "start_date": "r.start_date IS NOT NULL OR r.end_date IS NOT NULL",
}
"""Properties of which only the presence matters, with the condition that tests it."""


@dataclass(frozen=True, slots=True)
class CountedClaims:
    """Rows of claims, each with the number of claims that it stands for.

    Attributes:
        relations: the properties of the claims, one row per claim or group.
        claims: what follows from them.
        weights: the number of claims that each row stands for.
        is_counted: whether each row is a group, whose ends are in ``neighbours``.
        neighbours: by actor, the other ends of its affirmed ties that were counted in groups; each tie is
            listed under one of its ends.
        names: by actor, the names; empty if they were not read.
    """

    relations: Table
    claims: Claims
    weights: IntArray
    is_counted: BoolArray
    neighbours: Mapping[Any, list[Any]]
    names: Mapping[Any, Any]

    def number(self, rows: BoolArray) -> int:
        """Return how many claims the rows of a mask stand for."""
        return int(self.weights[rows].sum())

    def ties(self, mask: BoolArray) -> int:
        """Return how many ties the ties of a mask stand for."""
        return int(self.weights[self.claims.first_rows[mask]].sum())

    def ends(self) -> tuple[IntArray, IntArray, list[Any]]:
        """Return the two ends of each affirmed tie as positions in the list of actors, and that list."""
        rows = self.claims.first_rows[self.claims.affirmed]
        rows = rows[~self.is_counted[rows]]
        numbers: dict[Any, int] = {}
        start, end = (ends.numbered(numbers)[rows] for ends in self.claims.ends)
        first = [numbers.setdefault(actor, len(numbers)) for actor in self.neighbours]
        sizes = [len(others) for others in self.neighbours.values()]
        last = [
            numbers.setdefault(actor, len(numbers)) for others in self.neighbours.values() for actor in others
        ]
        more = np.repeat(np.array(first, dtype=np.int64), sizes), np.array(last, dtype=np.int64)
        return np.append(start, more[0]), np.append(end, more[1]), list(numbers)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a graph holds besides claims.

    Attributes:
        rule: which nodes are actors.
        actors: the number of actors.
        labels: the number of nodes by label.
        sources: the sources.
        relation_types: the relation types.
        keys: the properties of claims that the graph has.
    """

    rule: ActorRule
    actors: int
    labels: Mapping[str, int]
    sources: Table
    relation_types: Table
    keys: Collection[str]


def read_overview(store: GraphStore) -> Overview:
    """Read everything but claims: in one query if the store supports ``db.propertyKeys``."""
    rule = store.actor_rule
    texts = [
        f"MATCH {rule.pattern('a')} {_part('actors', 'count(a)')}",
        f"MATCH (n) UNWIND labels(n) AS label WITH label, count(*) AS n {_part('labels', 'label, n')}",
        f"MATCH (n:{SOURCE_LABEL}) {_part('sources', _listed('n', SOURCE_PROPERTIES))}",
        f"MATCH (n:{RELATION_TYPE_LABEL}) {_part('types', _listed('n', TYPE_PROPERTIES))}",
    ]
    lists_keys = store.rejects_writes  # Neo4j and graphs in memory do; other servers do not
    if lists_keys:
        keys = "CALL db.propertyKeys() YIELD propertyKey AS key WHERE key IN $keys"
        texts.append(f"{keys} {_part('keys', 'key')}")
    parts: dict[str, list[Any]] = {part: [] for part in ("actors", "labels", "sources", "types", "keys")}
    for part, row in run(store, " UNION ALL ".join(texts), {"keys": list(CLAIM_PROPERTIES)}).stream():
        parts[part].append(tuple(row))
    held = {key for (key,) in parts["keys"]} if lists_keys else store.property_keys(CLAIM_PROPERTIES)
    return Overview(
        rule=rule,
        actors=sum(number for (number,) in parts["actors"]),  # no row for none
        labels=dict(parts["labels"]),
        sources=table_of_rows(SOURCE_PROPERTIES, parts["sources"]),
        relation_types=table_of_rows(TYPE_PROPERTIES, parts["types"]),
        keys=held,
    )


def count_claims(store: GraphStore, overview: Overview) -> CountedClaims:
    """Read the claims of a graph; a server counts those that are alike."""
    if store.is_remote:
        return _counted_there(store, overview)
    relations = store.claim_columns(CLAIM_PROPERTIES)
    claims = claims_of_table(store, relations, overview.sources, overview.relation_types)
    count = len(relations)
    return CountedClaims(
        relations, claims, np.ones(count, dtype=np.int64), np.zeros(count, dtype=np.bool_), {}, {}
    )


def _counted_there(store: GraphStore, overview: Overview) -> CountedClaims:
    """Let a server count the claims that are the only ones about their tie."""
    names = [name for name in CLAIM_PROPERTIES if name in overview.keys]
    alike = [name for name in names if name in _ALIKE]
    rows: list[tuple[Any, ...]] = []
    weights: list[int] = []
    is_counted: list[bool] = []
    neighbours: dict[Any, list[Any]] = {}
    called: dict[Any, Any] = {}
    for part, row in run(store, _ties_query(overview.rule, names, alike)).stream():
        if part == "actor":
            key = _key(row[0])
            called[key], neighbours[key] = row[1], list(map(_key, row[2]))
            continue
        number, source, target, kind, *found = row
        if part == "counted":  # no two such rows are about the same tie
            source, target = f"counted {len(rows)}", None
        values = dict(zip([*alike, *_PRESENT] if part == "counted" else names, found, strict=True))
        rows.append((source, target, kind, *map(values.get, CLAIM_PROPERTIES)))
        weights.append(number)
        is_counted.append(part == "counted")
    relations = table_of_rows(("source", "target", "type", *CLAIM_PROPERTIES), rows)
    claims = claims_of_table(store, relations, overview.sources, overview.relation_types)
    return CountedClaims(
        relations,
        claims,
        np.array(weights, dtype=np.int64),
        np.array(is_counted, dtype=np.bool_),
        neighbours,
        called,
    )


_SUPERSEDED = (
    "MATCH ()-[r]->() WHERE r.supersedes IS NOT NULL "
    "UNWIND [one IN [] + r.supersedes | toStringOrNull(one)] AS id "
    "WITH collect(DISTINCT id) AS superseded "
)


def _ties_query(rule: ActorRule, names: Sequence[str], alike: Sequence[str]) -> str:
    """Return a query for rows of three kinds: groups of claims, other claims, and actors.

    A subquery groups the claims of one actor, so that the server holds few groups at a time. Each tie is read
    from one of its ends, whatever its direction.
    """
    superseded, also, alone = "", "", "size(claims) = 1"
    if "supersedes" in names:
        superseded, also = _SUPERSEDED, ", superseded"
        alone += (
            " AND claims[0].supersedes IS NULL"
            " AND NOT coalesce(toStringOrNull(claims[0].id), '') IN superseded"
        )
    ties = (
        f"{superseded}MATCH {rule.pattern('a')} CALL {{ WITH a{also} MATCH (a)-[r]-{rule.pattern('b')} "
        f"WITH b{also}, type(r) AS type, elementId(a) <= elementId(b) AS is_its_own, "
        "collect(DISTINCT r) AS claims "
    )
    values = "".join(f"r.{name} AS {name}, " for name in alike)
    present = "".join(f"{condition} AS {name}, " for name, condition in _PRESENT.items())
    known = "".join(f", {name}" for name in alike)
    found = "".join(f", CASE WHEN {name} THEN true END" for name in _PRESENT)
    counted = (
        f"{ties}WHERE is_its_own AND {alone} RETURN type, claims[0] AS r }} "
        f"WITH type, {values}{present}count(*) AS number "
        f"{_part('counted', f'number, null, null, type{known}{found}')}"
    )
    own = "".join(f", r.{name}" for name in names)
    start, end = rule.key("s"), rule.key("t")
    others = (
        f"{ties}WHERE is_its_own AND NOT ({alone}) UNWIND claims AS r RETURN r }} "
        "WITH r, startNode(r) AS s, endNode(r) AS t "
        f"{_part('claim', f'1, {start}, {end}, type(r){own}')}"
    )
    key, name = rule.key("a"), f"toStringOrNull({rule.shown('a')})"
    is_affirmed = counts("claims[0]", keys=names)
    actors = (
        f"{ties}RETURN count(*) AS ties, collect(CASE WHEN is_its_own AND {alone} AND {is_affirmed} "
        f"THEN {rule.key('b')} END) AS others }} "
        f"WITH a, ties, others WHERE ties > 0 {_part('actor', f'{key}, {name}, others')}"
    )
    return " UNION ALL ".join((counted, others, actors))


def _key(value: Any) -> Any:
    """Return an actor's key in a hashable form, as ``Encoded.numbered`` does."""
    return tuple(value) if isinstance(value, list) else value


def _part(part: str, values: str) -> str:
    return f"RETURN '{part}' AS part, [{values}] AS row"


def _listed(variable: str, names: Collection[str]) -> str:
    return ", ".join(f"{variable}.{name}" for name in names)
