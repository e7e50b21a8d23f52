"""Every reading clause, function and procedure where there is nothing to read.

``NOTHING`` has no node, ``NODES_ONLY`` nodes without a relationship. What a clause finds nothing for is
no row, or null, or a count of 0; a function of what was not found is that function of null.
"""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.functions import Function, functions
from sociogram.queries.cypher.procedures.registry import Procedures
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

NOTHING, NODES_ONLY = "", "CREATE (:Lone {y: 1}), (:Lone {y: 2})"
MANY = 40
"""Rows enough for the operations on whole columns."""


@pytest.fixture(params=[NOTHING, NODES_ONLY], ids=["nothing", "nodes only"])
def store(request: pytest.FixtureRequest) -> MemoryStore:
    made = MemoryStore()
    if request.param:
        run(made, request.param, write=True)
    return made


def rows(store: MemoryStore, text: str) -> list[tuple[Any, ...]]:
    return [tuple(record) for record in run(store, text, write=True)]


# ── Patterns ───────────────────────────────────────────────────────────────────────────────────

PATTERNS = [
    "(a:Nobody)-->(b)",
    "(a:Nobody)<-[r:T]-(b)",
    "(a:Nobody)-[r]-(b:Lone)",
    "(a:Nobody)-[r {k: 1}]->(b)-->(c)",
    "(a:Nobody)-[r]->(b), (a)-[q]->(c)",
    "(a:Nobody)-[r*]->(b)",
    "(a:Nobody)-[r*0..2]-(b)",
    "(a:Nobody)-[r:T*1..3 {k: 1}]->(b)",
    "(a:Nobody)-[r]->+(b)",
    "(a:Nobody)-[r]->*(b)",
    "(a:Nobody) ((x)-[r]->(y) WHERE x.k < y.k){1,3} (b)",
    "(a:Nobody) ((x)-->(y)<--(z)){0,2} (b)",
    "p = (a:Nobody)-[r]-(b)",
    "p = (a:Nobody)-[*]->(b)",
    "p = shortestPath((a:Nobody)-[*]->(b))",
    "p = allShortestPaths((a:Nobody)-[*..4]-(b))",
    "p = ANY (a:Nobody)-->+(b)",
    "p = ANY 2 (a:Nobody)-[r:T]-*(b)",
    "p = SHORTEST 1 (a:Nobody)-->+(b)",
    "p = SHORTEST 3 (a:Nobody) ((x)-->(y)-->(z))+ (b)",
    "p = ALL SHORTEST (a:Nobody)-->*(b)",
    "p = SHORTEST 2 GROUPS (a:Nobody)-->(c)-->+(b)",
    "SHORTEST 1 (p = (a:Nobody)-->+(b) WHERE length(p) > 1)",
    "REPEATABLE ELEMENTS (a:Nobody)-[r]-{1,4}(b)",
]
READINGS = {
    "MATCH {} RETURN b": [],
    "MATCH {} RETURN count(*), count(b), collect(a), max(b.k)": [(0, 0, [], None)],
    "MATCH {} RETURN a.k, count(*)": [],
    "MATCH {} RETURN DISTINCT b ORDER BY b.k DESC SKIP 1 LIMIT 2": [],
    "MATCH {} WITH b ORDER BY b.k LIMIT 3 RETURN collect(b)": [([],)],
    "OPTIONAL MATCH {} RETURN a, b": [(None, None)],
    "OPTIONAL MATCH {} WITH b WHERE b IS NOT NULL RETURN b": [],
    "OPTIONAL MATCH (a:Nobody) OPTIONAL MATCH {} RETURN a, b": [(None, None)],
    "OPTIONAL MATCH (b:Nobody) OPTIONAL MATCH {} RETURN a, b": [(None, None)],
    "OPTIONAL MATCH (a:Nobody), (b:Nobody) OPTIONAL MATCH {} RETURN a, b": [(None, None)],
    "OPTIONAL MATCH (a:Nobody) MATCH {} RETURN b": [],
    "OPTIONAL MATCH (a:Nobody) RETURN COUNT {{ {} }}, EXISTS {{ {} }}": [(0, False)],
    "OPTIONAL MATCH (a:Nobody) RETURN COLLECT {{ MATCH {} RETURN b }}": [([],)],
    "OPTIONAL MATCH (a:Nobody) CALL (a) {{ MATCH {} RETURN count(b) AS c }} RETURN c": [(0,)],
    "OPTIONAL MATCH (a:Nobody) CALL (a) {{ OPTIONAL MATCH {} RETURN b }} RETURN b": [(None,)],
    "OPTIONAL MATCH (a:Nobody) CALL (a) {{ MATCH {} RETURN b }} RETURN b": [],
    "OPTIONAL MATCH (a:Nobody) OPTIONAL CALL (a) {{ MATCH {} RETURN b }} RETURN b": [(None,)],
    "MATCH {} RETURN b UNION MATCH (b:Nobody) RETURN b": [],
    "MATCH {} RETURN count(*) AS c UNION ALL MATCH (:Nobody) RETURN count(*) AS c": [(0,), (0,)],
    "UNWIND range(1, 40) AS i OPTIONAL MATCH {} RETURN count(b), count(*)": [(0, MANY)],
    "UNWIND range(1, 40) AS i OPTIONAL MATCH (a:Nobody) WITH a RETURN sum(COUNT {{ {} }})": [(0,)],
    "UNWIND range(1, 40) AS i OPTIONAL MATCH (a:Nobody) OPTIONAL MATCH {} RETURN DISTINCT b": [(None,)],
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_that_nothing_matches(store: MemoryStore, pattern: str) -> None:
    for reading, expected in READINGS.items():
        text = reading.replace("{}", pattern).replace("{{", "{").replace("}}", "}")
        assert rows(store, text) == expected, text


@pytest.mark.parametrize(
    "pattern", ["(a)--(b)", "(a)-[r:T {k: 1}]->(b)", "p = (a)-[*]->(b)", "(a)-[*0..2]-(b)"]
)
def test_a_comprehension_over_a_pattern_that_nothing_matches(store: MemoryStore, pattern: str) -> None:
    text = f"OPTIONAL MATCH (a:Nobody) RETURN [{pattern} | b], size([{pattern} WHERE b.k > 1 | b.k])"
    assert rows(store, text) == [([], 0)]


CLAUSES = {
    "MATCH (n:Nobody) UNWIND labels(n) AS l RETURN l": [],
    "OPTIONAL MATCH (n:Nobody) UNWIND labels(n) AS l RETURN l": [],
    "OPTIONAL MATCH (n:Nobody) WITH collect(n) AS l UNWIND l AS x RETURN x": [],
    "OPTIONAL MATCH (n:Nobody) RETURN n {.k, y: 1}, n.k, n['k'], n:Nobody, n IS NULL": [
        (None, None, None, None, True)
    ],
    "OPTIONAL MATCH ()-[r]->() RETURN type(r), startNode(r), endNode(r).k, properties(r), r:T": [
        (None, None, None, None, None)
    ],
    "UNWIND range(1, 40) AS i OPTIONAL MATCH ()-[r]->() RETURN DISTINCT startNode(r), endNode(r), id(r)": [
        (None, None, None)
    ],
    "OPTIONAL MATCH p = (n:Nobody)-[r*]->(m) RETURN r, p, length(p), nodes(p), [x IN r | x.k], size(r)": [
        (None, None, None, None, None, None)
    ],
    "OPTIONAL MATCH (a:Nobody), (b:Nobody) RETURN shortestPath((a)-[*]->(b))": [(None,)],
    "OPTIONAL MATCH (a:Nobody), (b:Nobody) RETURN allShortestPaths((a)-[*]->(b))": [(None,)],
    "OPTIONAL MATCH ()-[r]->() WITH r OPTIONAL MATCH (a)-[r]->(b) RETURN a, b": [(None, None)],
    "OPTIONAL MATCH ()-[r]->() WITH r MATCH (a)-[r]-(b) RETURN a, b": [],
    "OPTIONAL MATCH ()-[r*]->() WITH r OPTIONAL MATCH (a)-[r*]->(b) RETURN a, b": [(None, None)],
    "OPTIONAL MATCH (a:Nobody) OPTIONAL MATCH (b:Nobody) RETURN COUNT { (a)-->(b) }": [(0,)],
    "WITH null AS a RETURN COUNT { (a)-->() }, EXISTS { (a)--() }, COUNT { (a) }": [(0, False, 0)],
    "MATCH ()-[r]->() RETURN type(r), count(*)": [],
    "MATCH (a:Nobody), (b:Nobody) WHERE a.k = b.k RETURN count(*)": [(0,)],
    "MATCH (a:Nobody) MATCH (b) WHERE a.k = b.k RETURN a, b": [],
    "MATCH (a:Nobody) SET a.k = 1 RETURN count(*)": [(0,)],
    "OPTIONAL MATCH (a:Nobody) SET a.k = 1, a += {j: 2} REMOVE a.y SET a:New RETURN a": [(None,)],
    "OPTIONAL MATCH (a:Nobody)-[r]->() DELETE r, a RETURN count(*)": [(1,)],
    "MATCH (a:Nobody) MERGE (a)-[:T]->(b) RETURN count(*)": [(0,)],
    "MATCH (a:Nobody) CREATE (b) RETURN count(*)": [(0,)],
    "MATCH (a:Nobody) FOREACH (x IN [1] | CREATE ()) RETURN count(*)": [(0,)],
    "FOREACH (x IN null | CREATE ())": [],
    "MATCH (a:Nobody) FINISH": [],
}


@pytest.mark.parametrize("text", CLAUSES)
def test_a_clause_that_gets_nothing(store: MemoryStore, text: str) -> None:
    assert rows(store, text) == CLAUSES[text]


# ── Functions ──────────────────────────────────────────────────────────────────────────────────

FOUND_NOTHING = "UNWIND range(1, {rows}) AS i OPTIONAL MATCH p = (a:Nobody)-[r]->(b) WITH a, r, p "
NULLS = {"NODE": "a", "RELATIONSHIP": "r", "PATH": "p"}
"""What was not found, by the type that it would have; a property of it has any other type."""
SAMPLES = {
    "ANY": "1", "BOOLEAN": "true", "STRING": "'day'", "INTEGER": "1", "FLOAT": "0.5", "MAP": "{year: 2020}",
    "POINT": "point({x: 1, y: 2})", "DATE": "date('2020-02-03')", "DURATION": "duration('P1D')",
    "LIST": "[1, 2]", "LOCAL DATETIME": "localdatetime('2020-02-03T10:20')",
    "ZONED DATETIME": "datetime('2020-02-03T10:20Z')", "LOCAL TIME": "localtime('10:20')",
    "ZONED TIME": "time('10:20Z')", "NODE": "null", "RELATIONSHIP": "null", "PATH": "null",
}  # fmt: skip
PLAIN = [function for function in functions() if not function.aggregate]


def sample(types: tuple[str, ...]) -> str:
    return SAMPLES[types[0].partition("<")[0]]


def outcome(store: MemoryStore, text: str) -> Any:
    try:
        return rows(store, text)
    except CypherError as error:
        return type(error)


@pytest.mark.parametrize("function", PLAIN, ids=lambda function: function.name)
@pytest.mark.parametrize("many", [1, MANY])
def test_a_function_of_what_was_not_found_is_that_of_null(
    store: MemoryStore, function: Function, many: int
) -> None:
    given = [sample(parameter.types) for parameter in function.parameters]
    assert rows(store, f"MATCH (a:Nobody) RETURN {function.name}({', '.join(given)})") == []
    for place, parameter in enumerate(function.parameters):
        if given[place] == "null" and len(parameter.types) == 1 and many == 1:
            continue  # the sample is the null that this would compare it with
        missing = NULLS.get(parameter.types[0], "a.k")
        arguments = [*given[:place], missing, *given[place + 1 :]]
        found = outcome(
            store, FOUND_NOTHING.format(rows=many) + f"RETURN {function.name}({', '.join(arguments)}) AS v"
        )
        arguments[place] = "null"
        of_null = outcome(store, f"UNWIND [null] AS none RETURN {function.name}({', '.join(arguments)}) AS v")
        assert found == (of_null * many if isinstance(of_null, list) else of_null), arguments


AGGREGATES = {
    "avg(v)": None, "collect(v)": [], "count(v)": 0, "max(v)": None, "min(v)": None,
    "percentileCont(v, 0.5)": None, "percentileDisc(v, 0.5)": None, "stDev(v)": None, "stDevP(v)": None,
    "sum(v)": 0,
}  # fmt: skip


def test_every_aggregating_function_is_tried() -> None:
    tried = {call.partition("(")[0] for call in AGGREGATES}
    assert tried == {function.name for function in functions() if function.aggregate}


@pytest.mark.parametrize("call", AGGREGATES)
@pytest.mark.parametrize("distinct", ["", "DISTINCT "])
def test_an_aggregate_of_nothing(store: MemoryStore, call: str, distinct: str) -> None:
    expected = AGGREGATES[call]
    call = call.replace("(v", f"({distinct}v")
    assert rows(store, f"MATCH (a:Nobody) WITH a.k AS v RETURN {call}") == [(expected,)]
    assert rows(store, f"MATCH (a:Nobody) WITH a.k AS v, a.j AS k RETURN k, {call}") == []
    for many in (1, MANY):
        nulls = FOUND_NOTHING.format(rows=many) + "WITH a.k AS v"
        assert rows(store, f"{nulls} RETURN {call}") == [(expected,)]
        assert rows(store, f"{nulls}, 1 AS k RETURN k, {call}") == [(1, expected)]


# ── Procedures ─────────────────────────────────────────────────────────────────────────────────

OF_NODES = {
    "algo.pagerank": [0.5, 0.5],
    "algo.betweenness": [0.0, 0.0],
    "algo.closeness": [0.0, 0.0],
    "algo.degree": [0, 0],
    "algo.eigenvector": [0.0, 0.0],
    "algo.louvain": [0, 1],
    "algo.leiden": [0, 1],
    "algo.components": [0, 1],
    "algo.triangles": [0, 0],
    "algo.k_core": [0, 0],
    "db.labels": ["Lone"],
    "db.propertyKeys": ["y"],
    "db.schema.nodeTypeProperties": [True],
    "dbms.components": ["embedded"],
}
"""The last field of each row where there are two nodes; what is not named gives no row."""


@pytest.mark.parametrize("name", sorted(Procedures()))
def test_a_procedure(store: MemoryStore, name: str) -> None:
    last = [row[-1] for row in rows(store, f"CALL {name}()")]
    if store.snapshot.node_count:
        assert last == OF_NODES.get(name, [])
    else:
        assert last == (["embedded"] if name == "dbms.components" else [])
