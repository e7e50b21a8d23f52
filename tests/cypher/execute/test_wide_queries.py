"""Wide is not deep: clauses, terms and parts that follow each other run, however many there are."""

from __future__ import annotations

import pytest

import sociogram
from sociogram.queries.cypher.engine import execute
from sociogram.queries.cypher.execute import builder
from sociogram.queries.cypher.store import MemoryStore

MANY = range(500)
TERMS = range(1000)


def joined(form: str, between: str, numbers: range = TERMS) -> str:
    return between.join(form.format(i=i) for i in numbers)


ANSWERS = [
    ("sums", "UNWIND [1, 2] AS n RETURN " + joined("n", " + ") + " AS x", [(1000,), (2000,)]),
    ("differences", "RETURN " + joined("{i}", " - ") + " AS x", [(-sum(TERMS),)]),
    ("products", "RETURN " + joined("1", " * ") + " AS x", [(1,)]),
    ("texts", "RETURN size(" + joined("'ab'", " + ") + ") AS x", [(2000,)]),
    ("concatenations", "RETURN size(" + joined("[{i}]", " || ") + ") AS x", [(1000,)]),
    (
        "a sum that leans left",
        "RETURN [] + " + joined("{i}", " + ", range(20)) + " AS x",
        [(list(range(20)),)],
    ),
    ("products in a sum", "RETURN " + joined("{i} * 2", " + ") + " AS x", [(2 * sum(TERMS),)]),
    ("conditions, all", "RETURN " + joined("{i} < 1000", " AND ") + " AS x", [(True,)]),
    ("conditions, any", "RETURN " + joined("{i} = 999", " OR ") + " AS x", [(True,)]),
    ("comparisons", "RETURN " + joined("{i}", " < ") + " AS x", [(True,)]),
    ("maps", "RETURN size([" + joined("{{a: {i}}}", ", ") + "]) AS x", [(1000,)]),
    ("a chain of WITH", "WITH 0 AS x " + joined("WITH x + 1 AS x", " ", MANY) + " RETURN x", [(500,)]),
    ("a chain of UNWIND", joined("UNWIND [{i}] AS x{i}", " ", MANY) + " RETURN x7 + x499 AS x", [(506,)]),
    ("calls", joined("CALL () {{ RETURN {i} AS x{i} }}", " ", MANY) + " RETURN x499 AS x", [(499,)]),
    ("UNION ALL", joined("RETURN {i} AS x", " UNION ALL ", MANY), [(i,) for i in MANY]),
    ("UNION", joined("RETURN {i} % 7 AS x", " UNION ", MANY), [(i,) for i in range(7)]),
    ("MATCH", joined("MATCH (n{i} {{k: 'only'}})", " ", MANY) + " RETURN n499.k AS x", [("only",)]),
    (
        "parts of a pattern",
        "MATCH " + joined("(n{i} {{k: 'only'}})", ", ") + " RETURN n7.k AS x",
        [("only",)],
    ),
    ("OPTIONAL MATCH", joined("OPTIONAL MATCH (n{i}:None)", " ", MANY) + " RETURN count(*) AS x", [(1,)]),
    (
        "MERGE",
        joined("MERGE (n{i}:P {{x: {i} % 9}})", " ", MANY) + " WITH * MATCH (p:P) RETURN count(p) AS x",
        [(9,)],
    ),
    ("CREATE", joined("CREATE (n{i}:P)", " ", MANY) + " WITH * MATCH (p:P) RETURN count(p) AS x", [(500,)]),
    ("SET", "CREATE (n:P) " + joined("SET n.x{i} = {i}", " ", MANY) + " RETURN size(keys(n)) AS x", [(500,)]),
    (
        "FOREACH",
        joined("FOREACH (x IN [1, 2] | CREATE (:P))", " ", MANY)
        + " WITH 1 AS one MATCH (p:P) RETURN count(p) AS x",
        [(1000,)],
    ),
]


@pytest.fixture
def store() -> MemoryStore:
    graph = MemoryStore()
    execute(graph, "CREATE ({k: 'only'})", write=True)
    return graph


@pytest.mark.parametrize(("text", "rows"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_wide(store: MemoryStore, text: str, rows: list[tuple[object, ...]]) -> None:
    assert list(execute(store, text, write=True).rows) == rows


STAGED = [
    "MATCH (a:Entity)-[r]->(b:Entity)-[s]->(c) RETURN a.id, c.id ORDER BY a.id, c.id LIMIT 5",
    "MATCH (a:Entity) WITH a ORDER BY a.id LIMIT 3 OPTIONAL MATCH (a)-[r:NONE]->(b) RETURN a.id, b",
    "UNWIND [1, 2] AS x CALL (x) { UNWIND [x, 3] AS y WITH y WHERE y > 1 RETURN y } RETURN x, y",
    "MATCH (a:Entity), (b:Entity) WHERE a.id = b.id WITH a, count(*) AS n RETURN sum(n)",
    "UNWIND [3, 1, 2] AS x WITH x SKIP 1 RETURN x UNION ALL UNWIND [1] AS x RETURN x",
    "MATCH (a:Entity) RETURN count { MATCH (a)-->(b)-->(c) } AS n ORDER BY n DESC LIMIT 1",
]


@pytest.mark.parametrize("text", STAGED)
def test_a_plan_in_stages_answers_as_one_that_flows(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [tuple(row) for row in sociogram.open().run(text)]
    monkeypatch.setattr(builder, "STAGE", 1)
    assert [tuple(row) for row in sociogram.open().run(text)] == whole
