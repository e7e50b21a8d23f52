"""The law that each clause ends before the next begins: a step that gathers all rows changes nothing."""

from __future__ import annotations

from itertools import product

import pytest

from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

GRAPH = "CREATE (:Town {n: 1})-[:ROAD]->(:Town {n: 2})-[:ROAD]->(:Town {n: 3})"
LEFT = "MATCH (a) RETURN labels(a) AS labels, properties(a) AS map, COUNT { (a)--() } AS ties"
GATHER = "WITH collect(x) AS xs UNWIND xs AS x"
WRITING = [
    "CREATE (:New {n: x})",
    "CREATE (:New {n: x})-[:ROAD]->(:New {n: x + 1})",
    "MERGE (a:New {n: x % 2}) SET a.times = coalesce(a.times, 0) + 1",
    "MATCH (a:Town) SET a.times = coalesce(a.times, 0) + x",
    "MATCH (a:Town {n: x}) DETACH DELETE a",
    "MATCH (a:Town {n: x}) REMOVE a:Town SET a:New",
    "MATCH (:Town {n: x})-[r:ROAD]->() DELETE r",
    "FOREACH (i IN range(1, x) | CREATE (:New {n: i}))",
    "UNWIND [1, 2] AS y CALL (y) { CREATE (:New {n: y}) }",
    "UNWIND [1, 2] AS y CALL (y) { CREATE (:New {n: y}) } MATCH (a:Nowhere) SET a.n = 1",
    "CREATE (:New) UNION CREATE (:Old)",
]
CALLS = ["CALL (x) {{ {} }}", "CALL {{ WITH x {} }}", "OPTIONAL CALL (x) {{ {} }}"]
CALLS += ["CALL (x) {{ {} }} IN TRANSACTIONS OF 2 ROWS"]
FOLLOWING = [
    "MATCH (:Nowhere)-->() RETURN x",
    "MATCH (a:Town), (:Nowhere) RETURN x",
    "MATCH (a:New) RETURN x, count(a) AS c",
    "MATCH (a {n: x}) RETURN x, labels(a) AS l",
    "MATCH (a:Town)-[:ROAD*]->(b) RETURN x, count(*) AS c",
    "OPTIONAL MATCH (a:New) WHERE a.n > x RETURN x, count(a) AS c",
    "MATCH (a:Town) WHERE a.times IS NULL RETURN count(*) AS c",
    "WITH x ORDER BY x LIMIT 1 RETURN x, COUNT { (:New) } AS c",
    "RETURN x LIMIT 0",
    "RETURN x, EXISTS { (:New {n: 3}) } AS e, COUNT { (:Town)-->() } AS c",
    "RETURN x, size([(:New)-->(b) | b]) AS c, COLLECT { MATCH (b:New) RETURN b.n ORDER BY b.n } AS l",
    "CALL () { MATCH (a:New) RETURN count(a) AS c } RETURN x, c",
    "CALL (x) { MATCH (a:New) CREATE (:Next {n: x}) } RETURN count(*) AS c",
    "CALL () { MATCH (a:New) RETURN a.n AS n UNION MATCH (b:Town) RETURN b.n AS n } RETURN x, n",
    "UNWIND [] AS y RETURN y",
    "MERGE (a:New {n: x}) RETURN x, COUNT { (:New) } AS c",
    "FOREACH (i IN [1] | MERGE (:New {n: x})) RETURN COUNT { (:New) } AS c",
    "CALL db.labels() YIELD label RETURN x, label",
]


def outcome(query: str) -> tuple[list[str], list[str]]:
    """Return the rows and the graph afterwards."""
    store = MemoryStore()
    run(store, GRAPH, write=True)
    rows = sorted(str(tuple(row)) for row in run(store, query, write=True))
    return rows, sorted(str(tuple(row)) for row in run(store, LEFT))


@pytest.mark.parametrize("following", FOLLOWING)
def test_gathering_all_rows_changes_nothing(following: str) -> None:
    for call, body in product(CALLS, WRITING):
        if "UNION" in body and "WITH x" in call:
            continue  # each query of the union would have to import for itself
        write = f"UNWIND [1, 2, 3] AS x {call.format(body)}"
        assert outcome(f"{write} {following}") == outcome(f"{write} {GATHER} {following}"), write
