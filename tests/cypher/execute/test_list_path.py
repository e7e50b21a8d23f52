"""Few rows go in lists, many in arrays: wherever the line is drawn, the answer is the same.

Each query runs with the thresholds as they are, with everything in arrays, and with everything in lists, on
a graph that is frozen and on the same graph with changes on top. It has loops and parallel ties.
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

import pytest

from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.datasets import dataset_of

LIMITS = ("LIST_LIMIT", "HOP_LIMIT", "THRESHOLD_LIMIT")

ONE = "MATCH (a:Entity {id: 'a7'})"
QUERIES = (
    "MATCH (a) WHERE a.name = 'n3' RETURN a.id, a.year, labels(a)",
    "MATCH (a) RETURN a.year, a.id ORDER BY a.year DESC, a.id LIMIT 3",
    "MATCH (a:Odd)-->() RETURN count(*)",
    "MATCH (a:Odd), (b:Even) WHERE a.year = b.year RETURN a.id, b.id",
    f"{ONE}-[r]->(b) RETURN r.paragraph, b.id, b.year",
    f"{ONE}<-[r:S|T]-(b:Odd) RETURN r.paragraph, b.name",
    f"{ONE}-[r:R]-(b:!Odd) RETURN r.paragraph, b.id",
    f"{ONE}-[r]-(b)-[s]-(c) RETURN r.paragraph, s.paragraph, c.id",
    f"{ONE}-[:R]-()-[:R]-(c) RETURN count(*)",
    f"{ONE}-->()-->()-->(d) RETURN count(*)",
    f"{ONE}-[:S]->()<-[:S]-(c) RETURN c.id, count(*), count(DISTINCT c.year)",
    f"{ONE}-[r]->(b)-[s]->(c)-[t]->(a) RETURN r.paragraph, s.paragraph, t.paragraph",
    "MATCH (a:Entity {id: 'a7'}), (b:Entity {id: 'a9'}) MATCH (a)-[r]-(b) RETURN type(r), r.paragraph",
    f"{ONE}-[r:R*1..3]-(b) RETURN b.id, [x IN r | x.paragraph]",
    f"{ONE}-[:S*0..2]->(b) RETURN count(*), min(b.id)",
    f"{ONE}-[:R*1..4]-(b) RETURN DISTINCT b.id",
    f"{ONE}-[:T*..9]->(b) RETURN count(DISTINCT b)",
    f"{ONE} OPTIONAL MATCH (a)-[r:R]->(b:Odd) RETURN r.paragraph, b.id",
    f"{ONE}-->(b) OPTIONAL MATCH (b)-[r:R]->(c) WHERE c.year > 3 RETURN b.id, c.id",
    f"{ONE}-->(b) WHERE NOT EXISTS {{ (b)-[:R]->() }} RETURN DISTINCT b.id",
    f"{ONE}-->(b) RETURN b.id, COUNT {{ (b)-[:S]->(x) WHERE x.year = 2 }} AS n",
    f"{ONE}-[r]-(b) WHERE r.paragraph > 40 AND (b.year < 4 OR b.year IS NULL) RETURN b.id, r.paragraph",
    f"{ONE}-[r]-(b) WITH b.year AS y, collect(r.paragraph) AS all RETURN y, size(all)",
    f"{ONE}-[r]-(b) RETURN b.year AS y, sum(r.paragraph) AS s, avg(r.paragraph), max(b.name) ORDER BY s",
    f"{ONE}-->(b) RETURN b.id AS id UNION MATCH (a:Entity {{id: 'a9'}})<--(b) RETURN b.id AS id",
    f"{ONE}-->(b) CALL {{ WITH b MATCH (b)-->(c) RETURN c.id AS c ORDER BY c LIMIT 2 }} RETURN b.id, c",
    "UNWIND [{id: 'a1', y: 1}, {id: 'no', y: 3}] AS x MATCH ({id: x.id})-[r]->() RETURN x.id, x.y, count(r)",
    "MATCH (a)-[r]->(b) WHERE a < b OR r <= r RETURN a < b, b > a, a <= a, r >= r, r < a, count(*)",
    "MATCH (a {id: 'a7'}), (b {id: 'a30'}) MATCH p = shortestPath((a)-[*..10]-(b)) RETURN length(p)",
    "MATCH (a {id: 'a7'}), (b) WHERE b <> a MATCH p = shortestPath((a)-[:R*..6]->(b)) RETURN b.id, length(p)",
    "MATCH (a {id: 'a7'}), (b:Even) MATCH p = allShortestPaths((a)-[:S*..6]-(b)) RETURN b.id, count(p)",
)


def graph() -> MemoryStore:
    """Return 40 actors and 150 ties."""
    random = Random(11)  # noqa: S311 - a graph to look at, no secret
    actors = [
        {"id": f"a{place}", "name": f"n{place % 25}", "type": ["Odd"] if place % 2 else ["Even"]}
        | ({"year": place % 7} if place % 3 else {})
        for place in range(40)
    ]
    ties = [
        {"source": f"a{random.randrange(40)}", "target": f"a{random.randrange(40)}", "type": kind}
        for kind in random.choices("RST", k=130)
    ]
    ties += [{"source": "a7", "target": "a7", "type": kind} for kind in "RST"]
    ties += [{"source": "a7", "target": f"a{place}", "type": "R"} for place in (9, 9, 11, 13, 30)]
    return MemoryStore.from_dataset(
        dataset_of(actors, [tie | {"paragraph": place} for place, tie in enumerate(ties)])
    )


def changed() -> MemoryStore:
    """Return the graph with ties, a property and a label written since it was frozen, and ties deleted."""
    store = graph()
    for text in (
        "MATCH (a {id: 'a7'}), (b {id: 'a12'}) CREATE (a)-[:R {paragraph: 500}]->(b)",
        "MATCH (a {id: 'a7'}) CREATE (a)-[:S {paragraph: 501}]->(a)",
        "MATCH (a {id: 'a9'}) SET a.year = 99, a:Odd",
        "MATCH ({id: 'a7'})-[r:R]->({id: 'a11'}) DELETE r",
        "CREATE (:Entity:Odd {id: 'a99', name: 'n3'})",
    ):
        run(store, text, write=True)
    return store


STORES = {"frozen": graph(), "changed": changed()}


def answers(store: MemoryStore, text: str) -> Counter[str]:
    """Return the rows as a bag."""
    return Counter(
        repr([sorted(cell) if isinstance(cell, list) else cell for cell in row]) for row in run(store, text)
    )


def drawn(monkeypatch: pytest.MonkeyPatch, line: int) -> None:
    """Set each limit to ``line`` in all modules that compare with it."""
    modules = [module for name, module in sys.modules.items() if name.startswith("sociogram.")]
    found = [(module, name) for module in modules for name in LIMITS if name in vars(module)]
    assert {name for _, name in found} == set(LIMITS)
    for module, name in found:
        monkeypatch.setattr(module, name, line)


@pytest.mark.parametrize("kind", STORES)
@pytest.mark.parametrize("text", QUERIES)
def test_lists_and_arrays_give_the_same(text: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = answers(STORES[kind], text)
    drawn(monkeypatch, 0)
    in_arrays = answers(STORES[kind], text)
    drawn(monkeypatch, 1 << 20)
    assert usual == in_arrays == answers(STORES[kind], text)
    assert usual, "the query says something of the graph"
