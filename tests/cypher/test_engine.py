"""The engine as a whole: permissions, transactions, limits, what a summary tells."""

from __future__ import annotations

import networkx as nx
import pytest

from sociogram.graph.errors import (
    CypherConstraintValidationFailed,
    CypherConstraintVerificationFailed,
    CypherError,
    CypherParameterMissing,
    CypherProcedureError,
    CypherSemanticError,
    CypherTypeError,
    LimitExceeded,
)
from sociogram.graph.summary import Counters
from sociogram.queries.cypher.engine import Limits, execute
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    run(
        store,
        "CREATE (a:Person {name: 'Ann', age: 30})-[:KNOWS {since: 2001}]->(b:Person {name: 'Bob', age: 40}), "
        "(b)-[:KNOWS]->(c:Person {name: 'Cem'}), (a)-[:LIVES_IN]->(t:Town {name: 'Lima'})",
        write=True,
    )
    return store


def column(store: MemoryStore, text: str, **parameters: object) -> list[object]:
    return [record[0] for record in run(store, text, parameters, write=True)]


# ── permissions and transactions ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n)",
        "MATCH (n) SET n.x = 1",
        "MATCH (n) DETACH DELETE n",
        "MERGE (n:New)",
        "FOREACH (x IN [1] | CREATE (n))",
        "CALL { CREATE (n) }",
        "CREATE CONSTRAINT FOR (n:Person) REQUIRE n.name IS UNIQUE",
    ],
)
def test_writing_must_be_allowed(store: MemoryStore, text: str):
    with pytest.raises(CypherSemanticError, match="write=True"):
        run(store, text)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:New) WITH 1 AS one UNWIND [1, 0] AS x RETURN one / x",
        "MATCH (a:Person) SET a.seen = true, a:Seen WITH a MATCH (b:Town) DELETE b",
        "UNWIND [1, 2, null] AS i MERGE (n:New {i: i})",
        "MATCH (a:Person) DETACH DELETE a WITH count(*) AS n UNWIND [0] AS x RETURN n / x",
        "MATCH (a:Person) REMOVE a.name, a:Person WITH a RETURN 1 / (a.age - a.age)",
        "MATCH ()-[k:KNOWS]->() SET k.since = 1 WITH k UNWIND [0] AS x RETURN 1 / x",
    ],
)
def test_a_query_that_fails_leaves_nothing_behind(store: MemoryStore, text: str):
    def everything() -> list[list[object]]:
        return [
            column(store, "MATCH (n) RETURN [labels(n), properties(n)] AS x ORDER BY elementId(n)"),
            column(store, "MATCH ()-[r]->() RETURN [type(r), properties(r)] AS x ORDER BY elementId(r)"),
        ]

    before = everything()
    with pytest.raises(CypherError):
        run(store, text, write=True)
    assert everything() == before


def test_both_faces_agree_after_writes(store: MemoryStore):
    graph = store.networkx
    run(
        store,
        "MATCH (a {name: 'Ann'}) SET a.age = 31 CREATE (a)-[:OWNS]->(:Company {name: 'Acme'})",
        write=True,
    )
    run(store, "MATCH (t:Town) DETACH DELETE t", write=True)
    assert store.networkx is graph
    assert sorted(data["name"] for _, data in graph.nodes(data=True)) == ["Acme", "Ann", "Bob", "Cem"]
    assert sorted(data["type"] for _, _, data in graph.edges(data=True)) == ["KNOWS", "KNOWS", "OWNS"]


def test_changes_made_with_networkx_are_seen(store: MemoryStore):
    own = nx.MultiDiGraph()
    own.add_node("x", labels=("Person",), name="Xi")
    store = MemoryStore.from_networkx(own)
    assert column(store, "MATCH (n:Person) RETURN n.name") == ["Xi"]
    own.add_edge("x", "y", type="KNOWS")
    assert column(store, "MATCH (:Person)-[:KNOWS]->(n) RETURN n.id") == ["y"]
    run(store, "MATCH (n {id: 'y'}) SET n.name = 'Ypsilon'", write=True)
    assert own.nodes["y"]["name"] == "Ypsilon"


def test_an_answer_is_of_the_moment_it_was_asked_for(store: MemoryStore):
    result = run(store, "MATCH (n:Town) RETURN n")
    run(store, "MATCH (n:Town) SET n.name = 'Cusco'", write=True)
    assert result.value()["name"] == "Lima"


def test_rows_see_what_earlier_rows_wrote(store: MemoryStore):
    run(store, "MATCH (n:Town) UNWIND [1, 2, 3] AS i SET n.total = coalesce(n.total, 0) + i", write=True)
    assert column(store, "MATCH (n:Town) RETURN n.total") == [6]
    run(store, "UNWIND ['x', 'y', 'x'] AS k MERGE (n:Key {k: k})", write=True)
    assert column(store, "MATCH (n:Key) RETURN count(n)") == [2]
    run(
        store,
        "UNWIND [[1, 2], [2, 1]] AS p MERGE (a:Num {n: p[0]}) MERGE (b:Num {n: p[1]}) MERGE (a)-[:E]-(b)",
        write=True,
    )
    assert column(store, "MATCH (:Num)-[e:E]->() RETURN count(e)") == [1]


def test_neighbouring_settings_of_one_variable_see_what_was_there_before(store: MemoryStore):
    run(store, "MATCH (t:Town) SET t.a = 1, t.b = 2 SET t.a = t.b, t.b = t.a", write=True)
    assert column(store, "MATCH (t:Town) RETURN [t.a, t.b]") == [[2, 1]]


def test_what_was_written_is_found_by_the_next_clause(store: MemoryStore):
    text = "MATCH (n:Town) SET n.name = 'Cusco' WITH n MATCH (m {name: 'Cusco'}) RETURN m.name"
    assert column(store, text) == ["Cusco"]
    text = (
        "MATCH (a {name: 'Ann'}), (t:Town) CREATE (t)-[:NEW]->(a) WITH a MATCH (a)<-[r:NEW]-() RETURN type(r)"
    )
    assert column(store, text) == ["NEW"]
    text = "MATCH (a {name: 'Ann'})-[r:NEW]-() DELETE r WITH a MATCH (x)-[s:NEW]-(y) RETURN count(s)"
    assert column(store, text) == [0]


def test_a_clause_reads_the_graph_as_it_was_before_its_writes(store: MemoryStore):
    run(store, "MATCH (n:Person) CREATE (:Person {name: n.name + ' the second'})", write=True)
    assert column(store, "MATCH (n:Person) RETURN count(n)") == [6]


def test_deleting_in_any_order(store: MemoryStore):
    run(store, "MATCH (t:Town)<-[r]-() DELETE t DELETE r", write=True)
    assert column(store, "MATCH (t:Town) RETURN count(t)") == [0]
    with pytest.raises(CypherConstraintVerificationFailed, match="DETACH"):
        run(store, "MATCH (n {name: 'Bob'}) DELETE n", write=True)


def test_a_subquery_writes_for_one_row_after_another(store: MemoryStore):
    text = (
        "UNWIND [1, 2, 3] AS i CALL (i) { MERGE (c:Counter) SET c.n = coalesce(c.n, 0) + i RETURN c.n AS n } "
        "RETURN n"
    )
    assert column(store, text) == [1, 3, 6]


def test_a_subquery_in_transactions_goes_on_after_an_error(store: MemoryStore):
    text = (
        "UNWIND [1, 0, 2] AS i CALL (i) { CREATE (:Part {x: 10 / i}) } IN TRANSACTIONS OF 1 ROW "
        "ON ERROR CONTINUE REPORT STATUS AS s RETURN s.committed AS done"
    )
    assert column(store, text) == [True, False, True]
    assert column(store, "MATCH (p:Part) RETURN p.x ORDER BY p.x") == [5, 10]


def test_uniqueness_is_kept(store: MemoryStore):
    run(store, "CREATE CONSTRAINT people FOR (n:Person) REQUIRE n.name IS UNIQUE", write=True)
    with pytest.raises(CypherConstraintValidationFailed):
        run(store, "CREATE (:Person {name: 'Ann'})", write=True)
    assert column(store, "SHOW CONSTRAINTS") == ["people"]
    run(store, "DROP CONSTRAINT people", write=True)
    run(store, "CREATE (:Person {name: 'Ann'})", write=True)


# ── summaries ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "counters"),
    [
        (
            "CREATE (a:A:B {x: 1, y: null})-[:R {z: 1}]->()",
            Counters(nodes_created=2, relationships_created=1, properties_set=2, labels_added=2),
        ),
        ("MATCH (n:Town) SET n:Place, n:Town, n.size = 3", Counters(properties_set=1, labels_added=1)),
        ("MATCH (n:Person) REMOVE n.age, n:Person", Counters(properties_set=2, labels_removed=3)),
        ("MATCH (n:Town) DETACH DELETE n", Counters(nodes_deleted=1, relationships_deleted=1)),
        ("MERGE (n:Town {name: 'Lima'}) ON MATCH SET n.seen = 1", Counters(properties_set=1)),
        ("MATCH (n) RETURN n", Counters()),
    ],
)
def test_counters(store: MemoryStore, text: str, counters: Counters):
    assert run(store, text, write=True).summary.counters == counters


def test_names_that_the_graph_has_not_are_told(store: MemoryStore):
    notes = run(store, "MATCH (p:Persn {nme: 'Ann'})-[:KNOW]->() RETURN p").summary.notifications
    assert notes == (
        "The graph has no label 'Persn'. Did you mean 'Person'?",
        "The graph has no relationship type 'KNOW'. Did you mean 'KNOWS'?",
        "The graph has no property 'nme'. Did you mean 'name'?",
    )
    assert run(store, "CREATE (:Brand:New {kind: 1})", write=True).summary.notifications == ()


# ── limits ─────────────────────────────────────────────────────────────────────────────────────

MANY_TRAILS = (
    "UNWIND range(1, 14) AS i MATCH (h:Hub) CREATE (h)-[:R]->(h)",
    "MATCH (h:Hub)-[:R*]->(x) RETURN count(*)",
)


def test_a_query_is_given_up_when_its_time_is_over(store: MemoryStore):
    run(store, "CREATE (:Hub)", write=True)
    run(store, MANY_TRAILS[0], write=True)
    with pytest.raises(LimitExceeded, match="timeout") as caught:
        run(store, MANY_TRAILS[1], timeout=0.2)
    assert caught.value.limit == "timeout"


def test_the_first_rows_where_the_first_item_is_the_same_for_all(store: MemoryStore) -> None:
    text = "UNWIND range(1, 3000) AS a RETURN a ORDER BY 'all', a DESC LIMIT 2"
    assert column(store, text) == [3000, 2999]


def test_memory_is_bounded_before_it_is_taken(store: MemoryStore):
    text = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b WITH a, b ORDER BY a + b RETURN a LIMIT 1"
    with pytest.raises(LimitExceeded) as caught:
        execute(store, text, limits=Limits(memory=50_000_000))
    assert caught.value.limit == "memory"


def test_query_text_is_bounded(store: MemoryStore):
    with pytest.raises(LimitExceeded) as caught:
        execute(store, "RETURN " + "1 + " * 1000 + "1", limits=Limits(text=1000))
    assert caught.value.limit == "text"


@pytest.mark.parametrize(
    "text",
    [
        "RETURN " + "(" * 5000 + "1" + ")" * 5000,
        "RETURN " + "[" * 3000 + "]" * 3000,
        "RETURN " + "NOT " * 5000 + "true",
        "RETURN 1" + "[0]" * 3000,
        "RETURN 1" + " IS NULL" * 3000,
    ],
)
def test_depth_is_bounded(store: MemoryStore, text: str):
    with pytest.raises((LimitExceeded, CypherError)):
        run(store, text)
    assert column(store, "RETURN 1") == [1]


def test_a_missing_parameter_is_named(store: MemoryStore):
    assert column(store, "RETURN $x AS x", x=1) == [1]
    for _ in range(2):
        with pytest.raises(CypherParameterMissing, match=r"\$x"):
            run(store, "RETURN $x AS x")


# ── plans are kept ─────────────────────────────────────────────────────────────────────────────


def test_a_kept_plan_serves_other_parameters_and_a_changed_graph(store: MemoryStore):
    text = "MATCH (p:Person {name: $name}) RETURN p.age"
    assert column(store, text, name="Ann") == [30]
    assert column(store, text, name="Bob") == [40]
    assert column(store, text, name=None) == []
    assert column(store, text, name=[1]) == []
    run(store, "UNWIND range(1, 500) AS i CREATE (:Person {name: 'N' + toString(i), age: i})", write=True)
    assert column(store, text, name="N77") == [77]
    run(store, "MATCH (p:Person) WHERE p.age > 100 DELETE p", write=True)
    assert column(store, text, name="N77") == [77]
    assert column(store, text, name="N177") == []


def test_what_a_scan_has_read_is_read_anew_after_writes(store: MemoryStore):
    """The index keeps what was read of a label's nodes and a type's relationships."""
    ages = "MATCH (p:Person) RETURN p.age AS age, labels(p) AS labels ORDER BY age"
    years = "MATCH ()-[r:KNOWS]->() RETURN r.since AS since, type(r) AS type ORDER BY since"
    person = ["Person"]
    for _ in range(2):
        assert list(run(store, ages)) == [(30, person), (40, person), (None, person)]
        assert list(run(store, years)) == [(2001, "KNOWS"), (None, "KNOWS")]
    run(store, "MATCH (p:Person {name: 'Cem'}) SET p.age = 20, p:Poet", write=True)
    run(store, "MATCH (:Person {name: 'Bob'})-[r:KNOWS]->() SET r.since = 1999", write=True)
    assert list(run(store, ages)) == [(20, ["Person", "Poet"]), (30, person), (40, person)]
    assert list(run(store, years)) == [(1999, "KNOWS"), (2001, "KNOWS")]
    run(store, "MATCH (p:Person {name: 'Ann'})-[r:KNOWS]->() DELETE r REMOVE p:Person", write=True)
    assert list(run(store, ages)) == [(20, ["Person", "Poet"]), (40, person)]
    assert list(run(store, years)) == [(1999, "KNOWS")]
    changed = "MATCH (p:Person) SET p.age = p.age + 1 RETURN p.age AS age, size(labels(p)) AS n ORDER BY age"
    assert list(run(store, changed, write=True)) == [(21, 2), (41, 1)]


def test_types_are_counted_as_they_are_now(store: MemoryStore):
    text = "MATCH (a)-[r]->() RETURN type(r) AS type, count(*) AS n, count(a) AS m ORDER BY type"
    assert list(run(store, text)) == [("KNOWS", 2, 2), ("LIVES_IN", 1, 1)]
    run(store, "MATCH (a {name: 'Ann'}), (t:Town) CREATE (a)-[:OWNS]->(t)", write=True)
    run(store, "MATCH ()-[r:LIVES_IN]->() DELETE r", write=True)
    assert list(run(store, text)) == [("KNOWS", 2, 2), ("OWNS", 1, 1)]
    assert list(run(MemoryStore(), text)) == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("MATCH ()<-[r:LIVES_IN|GHOST]-() RETURN type(r) AS type, count(r) AS n", [("LIVES_IN", 1)]),
        (
            "UNWIND [1, 2] AS x MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n",
            [("KNOWS", 4), ("LIVES_IN", 2)],
        ),
        ("MATCH ()-[r]-() RETURN type(r) AS type, count(*) AS n", [("KNOWS", 4), ("LIVES_IN", 2)]),
        (
            "MATCH ()-[r]->() RETURN type(r) AS type, count(DISTINCT r) AS n",
            [("KNOWS", 2), ("LIVES_IN", 1)],
        ),
    ],
)
def test_counting_types(store: MemoryStore, text: str, rows: list[tuple[str, int]]):
    assert list(run(store, f"{text} ORDER BY type")) == rows


# ── procedures ─────────────────────────────────────────────────────────────────────────────────


def test_a_python_function_as_a_procedure(store: MemoryStore):
    def neighbours(name: str, times: int) -> list[dict[str, object]]:
        return [{"name": name.upper(), "n": n} for n in range(times)]

    store.procedures.register(
        "my.neighbours", "name :: STRING, times :: INTEGER", "name :: STRING, n :: INTEGER", neighbours
    )
    rows = run(store, "MATCH (p:Person) CALL my.neighbours(p.name, 2) YIELD name AS shout, n RETURN shout, n")
    assert sorted(map(tuple, rows)) == [(name, n) for name in ("ANN", "BOB", "CEM") for n in (0, 1)]
    assert [record.data() for record in run(store, "CALL my.neighbours('x', 1)")] == [{"name": "X", "n": 0}]


def test_a_procedure_is_given_nodes_and_gives_them_back(store: MemoryStore):
    store.procedures.register("my.same", "node :: NODE", "node :: NODE", lambda node: [node])
    rows = run(store, "MATCH (t:Town) CALL my.same(t) YIELD node RETURN node.name")
    assert rows.value() == "Lima"


def test_unknown_procedures_and_wrong_arguments(store: MemoryStore):
    with pytest.raises(CypherProcedureError, match=r"db\.labels"):
        run(store, "CALL db.label()")
    store.procedures.register("my.f", "x :: INTEGER", "y :: INTEGER", lambda x: [x])
    with pytest.raises(CypherTypeError, match=r"my\.f"):
        run(store, "WITH [1, 'a'] AS l UNWIND l AS x CALL my.f(x) YIELD y RETURN y")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("CALL db.labels()", [("Person",), ("Town",)]),
        ("CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t", [("KNOWS",), ("LIVES_IN",)]),
        ("CALL db.propertyKeys()", [("age",), ("name",), ("since",)]),
        (
            """
            CALL db.schema.nodeTypeProperties() YIELD nodeType, propertyName, propertyTypes, mandatory
            WHERE nodeType = ':`Person`'
            RETURN propertyName, propertyTypes, mandatory
            """,
            [("age", ["Long"], False), ("name", ["String"], True)],
        ),
        ("CALL dbms.components() YIELD name RETURN name", [("sociogram",)]),
    ],
)
def test_what_the_graph_holds(store: MemoryStore, text: str, rows: list[tuple[object, ...]]):
    assert list(map(tuple, run(store, text))) == rows


def test_ctrl_c_leaves_the_graph_as_it_was(store: MemoryStore):
    def interrupted(name: str) -> list[str]:
        if name == "Bob":
            raise KeyboardInterrupt
        return [name]

    store.procedures.register("my.slow", "name :: STRING", "name :: STRING", interrupted)
    text = (
        "MATCH (p:Person) SET p.seen = true CREATE (:Log) WITH p CALL my.slow(p.name) YIELD name RETURN name"
    )
    with pytest.raises(KeyboardInterrupt):
        run(store, text, write=True)
    assert column(store, "MATCH (n) WHERE n.seen OR n:Log RETURN count(n)") == [0]
    assert len(store.networkx) == 4


@pytest.mark.parametrize(
    "test",
    ["n.name CONTAINS 'nn'", "n.name ENDS WITH 'b'", "n.name STARTS WITH 'C'", "n.name =~ '.n.'"],
)
def test_tests_of_strings_are_the_same_for_many_rows_and_for_one(store: MemoryStore, test: str):
    many = "UNWIND range(1, 40) AS i MATCH (n) "
    run(store, "CREATE (:Nameless), (:Numbered {name: 7})", write=True)
    for text in (test, f"NOT {test}", f"({test}) IS NULL"):
        some = column(store, f"MATCH (n) WHERE {text} RETURN count(*) * 40")
        assert column(store, f"{many} WITH n WHERE {text} RETURN count(*)") == some
