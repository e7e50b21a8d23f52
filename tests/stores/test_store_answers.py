"""Answers: the same Python objects from every store."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.errors import CypherArithmeticError, CypherError, LimitExceeded
from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run
from sociogram.queries.tables import relation_types, sources
from sociogram.queries.write_back import write_back
from support.datasets import dataset_of

FAMILY = dataset_of(
    [{"id": name, "name": name.title(), "type": ["Person", "Actor"]} for name in ("ann", "bob", "eve")],
    [
        {"source": "ann", "target": "bob", "type": "KNOWS", "role": "friend"},
        {"source": "ann", "target": "bob", "type": "KNOWS", "role": "enemy"},
        {"source": "eve", "target": "bob", "type": "OWNS"},
    ],
)


@pytest.fixture
def family(store: GraphStore) -> GraphStore:
    store.merge(FAMILY)
    return store


def test_a_node(family: GraphStore, ask) -> None:
    [(node, element_id)] = ask("MATCH (n {id: 'ann'}) RETURN n, elementId(n)")
    assert type(node) is Node
    assert node.id == element_id
    assert node.labels == ("Actor", "Entity", "Person")
    assert node.properties == {"id": "ann", "name": "Ann"}
    assert (node["name"], node.get("country", "?")) == ("Ann", "?")


def test_a_relationship(family: GraphStore, ask) -> None:
    [(tie, element_id, start, end)] = ask(
        "MATCH (a)-[r:OWNS]->(b) RETURN r, elementId(r), elementId(a), elementId(b)"
    )
    assert type(tie) is Relationship
    assert (tie.id, tie.type, tie.start, tie.end) == (element_id, "OWNS", start, end)
    assert set(tie.properties) == {"id"}


def test_a_path_walked_against_its_ties(family: GraphStore, ask) -> None:
    [(path,)] = ask("MATCH p = (:Entity {id: 'bob'})<-[:OWNS]-({id: 'eve'}) RETURN p")
    assert type(path) is Path
    assert [node["id"] for node in path.nodes] == ["bob", "eve"]
    [tie] = path.relationships
    assert (tie.start, tie.end) == (path.nodes[1].id, path.nodes[0].id)
    assert len(path) == 1


def test_a_path_without_a_tie(family: GraphStore, ask) -> None:
    [(path,)] = ask("MATCH p = (n {id: 'bob'}) RETURN p")
    assert (len(path.nodes), path.relationships) == (1, ())


def test_parallel_ties_are_two_rows(family: GraphStore, ask) -> None:
    rows = ask("MATCH ({id: 'ann'})-[r]->({id: 'bob'}) RETURN r.role AS role ORDER BY role")
    assert rows == [("enemy",), ("friend",)]


def test_nodes_and_ties_inside_lists_and_maps(family: GraphStore, ask) -> None:
    [(value,)] = ask("MATCH (a)-[r:OWNS]->(b) RETURN {ends: [a, b], tie: r, more: [[a], {x: null}]}")
    assert [node["id"] for node in value["ends"]] == ["eve", "bob"]
    assert value["tie"].start == value["ends"][0].id
    assert value["more"] == [[value["ends"][0]], {"x": None}]


def test_the_ties_of_a_walk_of_any_length(family: GraphStore, ask) -> None:
    [(ties,)] = ask("MATCH ({id: 'eve'})-[rs*1..2]->({id: 'bob'}) RETURN rs")
    assert [type(tie) for tie in ties] == [Relationship]


VALUES: dict[str, tuple[str, Any]] = {
    "null": ("null", None),
    "boolean": ("true", True),
    "integer": ("1", 1),
    "float": ("1.0", 1.0),
    "largest integer": ("9223372036854775807", 2**63 - 1),
    "text": ("'ünï \\u00e9 🏴'", "ünï é 🏴"),
    "list": ("[1, 'a', null, [true]]", [1, "a", None, [True]]),
    "map": ("{a: 1, b: {c: [2]}}", {"a": 1, "b": {"c": [2]}}),
    "empty list": ("[]", []),
    "empty map": ("{}", {}),
}


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_plain_values(store: GraphStore, ask, text: str, value: Any) -> None:
    [(found,)] = ask(f"RETURN {text} AS value")
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_parameters_come_back_as_they_went(store: GraphStore, ask, text: str, value: Any) -> None:
    [(found,)] = ask("RETURN $value AS value", {"value": value})
    assert (found, type(found)) == (value, type(value))


TEMPORAL = [
    "date('2023-05-29')",
    "time('12:30:01.5+02:00')",
    "localtime('12:30')",
    "datetime('2023-05-29T12:30:00+02:00')",
    "localdatetime('2023-05-29T12:30:00.123456789')",
    "duration('P1Y2M3DT4H5M6.789S')",
    "point({x: 1, y: 2})",
    "point({longitude: 4.9, latitude: 52.4})",
    "point({x: 1, y: 2, z: 3})",
]


@pytest.mark.parametrize("text", TEMPORAL)
def test_temporal_values_and_points_are_the_driver_s(store: GraphStore, ask, text: str) -> None:
    [(value, listed)] = ask(f"RETURN {text} AS value, [{text}] AS listed")
    assert type(value).__module__.partition(".")[0] == "neo4j"
    assert listed == [value]
    assert ask(f"RETURN $value = {text} AS same", {"value": value}) == [(True,)]


def test_columns_in_order_with_their_names(store: GraphStore) -> None:
    result = run(store, "RETURN 1 AS b, 2 AS a, 1 + 1, 'x' AS `odd name`")
    assert result.columns == ("b", "a", "1 + 1", "odd name")


def test_an_answer_without_rows_has_columns(store: GraphStore) -> None:
    result = run(store, "MATCH (n:Nobody) RETURN n.name AS name")
    assert (result.columns, list(result)) == (("name",), [])


def test_a_query_that_only_writes_has_no_columns(store: GraphStore) -> None:
    result = run(store, "CREATE (:Person {name: 'Ann'})", write=True)
    assert (result.columns, list(result)) == ((), [])


COUNTERS = {
    "CREATE (:A {x: 1, y: 2})-[:T {z: 3}]->(:B:C)": {
        "nodes_created": 2,
        "relationships_created": 1,
        "properties_set": 3,
        "labels_added": 3,
    },
    "MATCH (n {id: 'ann'}) SET n.name = 'Anna', n:New": {"properties_set": 1, "labels_added": 1},
    "MATCH (n {id: 'ann'}) REMOVE n.name, n:Person": {"properties_set": 1, "labels_removed": 1},
    "MATCH ()-[r:OWNS]->() DELETE r": {"relationships_deleted": 1},
    "MATCH (n {id: 'ann'}) DETACH DELETE n": {"nodes_deleted": 1, "relationships_deleted": 2},
    "MERGE (n:Entity {id: 'ann'}) ON CREATE SET n.x = 1": {},
    "MATCH (n) RETURN n": {},
}


@pytest.mark.parametrize(("text", "expected"), COUNTERS.items(), ids=COUNTERS)
def test_counters(family: GraphStore, text: str, expected: dict[str, int]) -> None:
    result = run(family, text, write=True)
    list(result)
    counters = result.summary.counters
    found = {name: getattr(counters, name) for name in type(counters).__dataclass_fields__}
    assert {name: count for name, count in found.items() if count} == expected


def test_explain_runs_nothing_and_gives_a_plan(family: GraphStore, ask) -> None:
    result = run(family, "EXPLAIN MATCH (n:Person) RETURN n.name")
    assert list(result) == []
    plan = result.summary.plan
    assert plan is not None
    assert plan.operator
    assert plan.rows is None


def test_profile_counts_rows(family: GraphStore) -> None:
    result = run(family, "PROFILE MATCH (n:Person) RETURN n.name")
    assert len(list(result)) == 3
    plan = result.summary.plan
    assert plan is not None
    assert plan.rows == 3


def test_writing_needs_to_be_asked_for(family: GraphStore, ask) -> None:
    with pytest.raises(CypherError, match="write"):
        list(run(family, "CREATE (n:Sneaky)"))
    assert ask("MATCH (n:Sneaky) RETURN count(n)") == [(0,)]


def test_a_failing_query_leaves_nothing_behind(family: GraphStore, ask) -> None:
    with pytest.raises(CypherError):
        list(run(family, "UNWIND [2, 1, 0] AS x CREATE (n:Half {y: 1 / x})", write=True))
    assert ask("MATCH (n:Half) RETURN count(n)") == [(0,)]


ERRORS = {
    "MATCH (n RETURN n": ("CypherSyntaxError", 1),
    "RETURN 1,\n  unknown": ("CypherSyntaxError", 2),
    "RETURN nofunction(1)": ("CypherSyntaxError", 1),
    "RETURN 1 / 0": ("CypherArithmeticError", None),
    "RETURN $missing": ("CypherParameterMissing", None),
    "CALL nothing.here()": ("CypherProcedureError", None),
    "MATCH (n {id: 'bob'}) RETURN n.name[n.id]": ("CypherTypeError", None),
    "RETURN 1 AS a, 2 AS a": ("CypherSyntaxError", 1),
    "RETURN 9223372036854775807 + $one": ("CypherArithmeticError", None),
    "MATCH (n {id: 'bob'}) DELETE n": ("CypherConstraintVerificationFailed", None),
}


@pytest.mark.parametrize(
    ("text", "kind", "line"), [(text, *rest) for text, rest in ERRORS.items()], ids=ERRORS
)
def test_kinds_of_errors(family: GraphStore, text: str, kind: str, line: int | None) -> None:
    with pytest.raises(CypherError) as caught:
        list(run(family, text, {"one": 1} if "$one" in text else None, write=True))
    assert type(caught.value).__name__ == kind
    if line is not None:
        assert caught.value.line == line


BAD_PARAMETERS = {
    "an object": object(),
    "a set": {1},
    "a node": Node("1"),
    "inside a list": [1, object()],
}


@pytest.mark.parametrize("value", BAD_PARAMETERS.values(), ids=BAD_PARAMETERS)
def test_parameters_that_are_no_values(store: GraphStore, value: Any) -> None:
    with pytest.raises(CypherError, match=r"^\$value contains a value of type"):
        list(run(store, "RETURN $value", {"value": value}))


def test_an_integer_that_is_too_large(store: GraphStore) -> None:
    with pytest.raises(
        CypherArithmeticError, match=r"^\$value contains the integer 9223372036854775808"
    ) as caught:
        list(run(store, "RETURN $value", {"value": [2**63]}))
    assert caught.value.detail == "IntegerOverflow"


def test_a_timeout(store: GraphStore) -> None:
    """There are 10,000,000,000 rows: no machine is through with them in time."""
    text = (
        "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a * b = -1 RETURN count(*)"
    )
    with pytest.raises(LimitExceeded, match=r"0\.02 s") as caught:
        list(run(store, text, timeout=0.02))
    assert caught.value.limit == "timeout"


def test_networkx_has_the_same_nodes_and_ties(family: GraphStore) -> None:
    graph = family.networkx
    assert sorted(graph) == ["ann", "bob", "eve"]
    assert graph.nodes["ann"] == {"id": "ann", "name": "Ann", "labels": ("Actor", "Entity", "Person")}
    ties = sorted((start, end, data["type"], data.get("role")) for start, end, data in graph.edges(data=True))
    assert ties == [
        ("ann", "bob", "KNOWS", "enemy"),
        ("ann", "bob", "KNOWS", "friend"),
        ("eve", "bob", "OWNS", None),
    ]
    assert all(data["id"] == key for _, _, key, data in graph.edges(keys=True, data=True))


def test_networkx_has_no_sources_and_no_relation_types(store: GraphStore, ask) -> None:
    store.merge(
        dataset_of(
            [{"id": "ann"}, {"id": "bob"}],
            [{"source": "ann", "target": "bob", "type": "KNOWS", "sources": ["letter"]}],
            [{"id": "letter", "title": "A letter"}, {"id": "ann", "title": "Ann's own"}],
            [{"type": "KNOWS", "forward": "knows"}],
        )
    )
    assert sorted(store.networkx) == ["ann", "bob"]
    assert sources(store) == {
        "ann": {"id": "ann", "title": "Ann's own"},
        "letter": {"id": "letter", "title": "A letter"},
    }
    assert relation_types(store) == {"KNOWS": {"type": "KNOWS", "forward": "knows"}}
    assert write_back(store, {"ann": 1}, "group") == 1
    assert ask("MATCH (n) WHERE n.group = 1 RETURN labels(n)") == [(["Entity"],)]
    ask(
        "MATCH (a:Entity {id: 'ann'}), (s:Source {id: 'letter'}) CREATE (a)-[r:WROTE]->(s) RETURN r",
        write=True,
    )
    assert sorted(store.networkx) == ["ann", "bob", "letter"]
