"""Graphs that sociogram did not load: no label ``Entity``, other properties for names, no ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import sociogram
from sociogram.api import Graph
from sociogram.graph.actor_rules import ActorChoice
from sociogram.graph.errors import ActorError, DataError, OverwriteError, SociogramError, StoreError
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.datacheck import read_store
from sociogram.queries.edits import correct, plan_set
from sociogram.queries.run import run
from sociogram.queries.stats import read_stats
from sociogram.queries.stored.catalogue import Catalogue, read_stored_query
from sociogram.queries.stored.validate import check_stored_query

FILMS = """
    CREATE (ann:Person {name: 'Ann Verhoef', born: 1951}), (bob:Person {name: 'Bob Teale', born: 1960}),
           (cas:Person {name: 'Cas Oud', born: 1972}), (dyke:Movie {title: 'The Long Dyke', year: 1999}),
           (mill:Movie {title: 'Mill Race', year: 2004}),
           (ann)-[:ACTED_IN {roles: ['Marit']}]->(dyke), (bob)-[:DIRECTED]->(dyke), (bob)-[:DIRECTED]->(mill),
           (cas)-[:ACTED_IN {roles: ['Sluiter']}]->(mill)
"""
OWNERS = """
    CREATE (a:Company {caption: 'Rask Holding'}), (b:Company {caption: 'Rask Mill'}),
           (c:Owner {username: 'j.rask'}), (a)-[:OWNS {share: 0.6}]->(b), (c)-[:OWNS {share: 0.9}]->(a)
"""
PAYMENTS = """
    CREATE (a:Account {id: 7}), (b:Account {id: 8}), (c:Account {id: 9}),
           (a)-[:PAID {amount: 10}]->(b), (a)-[:PAID {amount: 20}]->(b), (b)-[:PAID {amount: 5}]->(c)
"""


def graph_of(store: GraphStore, script: str) -> Graph:
    list(run(store, script, write=True))
    return Graph(store)


def test_a_view_may_take_other_nodes_as_actors(
    store: GraphStore, choose: Callable[[ActorChoice], None]
) -> None:
    list(run(store, FILMS, write=True))
    choose(ActorChoice(("Person",)))
    assert store.view().count() == (3, 0)
    everything = store.view(replace(store.actor_rule, labels=()))
    assert everything.count() == (5, 4)
    assert sorted(node.get("name") or node.get("title") for node in everything.read_nodes()) == FILM_NAMES


def test_yes_and_no_are_set_beside_those_of_the_same_actors(store: GraphStore) -> None:
    list(run(store, "CREATE (:Person {id: 'ann', heard: true}), (:Person {id: 'bob'})", write=True))
    correct(store, plan_set(store, "bob", {"heard": "x"}))
    query = "MATCH (n:Person) RETURN n.heard ORDER BY n.id"
    assert run(store, query).to_dicts() == [{"n.heard": True}] * 2


FILM_HUBS = [("Bob Teale", 2), ("Mill Race", 2), ("The Long Dyke", 2), ("Ann Verhoef", 1), ("Cas Oud", 1)]
FILM_NAMES = ["Ann Verhoef", "Bob Teale", "Cas Oud", "Mill Race", "The Long Dyke"]
MILL_RACE = [("<- DIRECTED", "Bob Teale"), ("<- ACTED_IN", "Cas Oud")]
BETWEEN = {"from": "Ann Verhoef", "to": "Bob Teale"}

ANSWERS: list[tuple[str, str, dict[str, Any], list[tuple[Any, ...]]]] = [
    # graph, stored query, parameters, the first columns of its rows
    (FILMS, "hubs", {}, FILM_HUBS),
    (FILMS, "components", {}, [(5, FILM_NAMES)]),
    (FILMS, "connections-of", {"actor": "mill race"}, MILL_RACE),
    (
        FILMS,
        "common-connections",
        BETWEEN,
        [("The Long Dyke", "Ann Verhoef"), ("The Long Dyke", "Bob Teale")],
    ),
    (OWNERS, "hubs", {}, [("Rask Holding", 2), ("Rask Mill", 1), ("j.rask", 1)]),
    (OWNERS, "connections-of", {"actor": "j.rask"}, [("OWNS", "Rask Holding")]),
    (PAYMENTS, "hubs", {}, [("8", 2), ("7", 1), ("9", 1)]),
    (PAYMENTS, "connections-of", {"actor": 9}, [("<- PAID", "8")]),
    (PAYMENTS, "components", {}, [(3, ["7", "8", "9"])]),
]
NAMES = [f"{query} {number}" for number, (_, query, _, _) in enumerate(ANSWERS)]


@pytest.mark.parametrize(("script", "query", "parameters", "rows"), ANSWERS, ids=NAMES)
def test_stored_queries(
    script: str, query: str, parameters: dict[str, Any], rows: list[tuple[Any, ...]], store: GraphStore
) -> None:
    result = graph_of(store, script).query(query, parameters=parameters)
    assert [tuple(row)[: len(rows[0])] for row in result] == rows
    assert not [note for note in result.summary.notifications if "has no" in note]


def test_actors_without_a_label_are_counted(store: GraphStore) -> None:
    graph = graph_of(store, "CREATE (:Firm {name: 'Rask'})-[:PAID]->({name: 'Ann'})-[:PAID]->({name: 'Bo'})")
    rows = [tuple(row) for row in graph.query("label-type-matrix")]
    assert rows == [("(no label)", "PAID", "(no label)", 1), ("Firm", "PAID", "(no label)", 1)]


def test_a_path_goes_by_names(store: GraphStore) -> None:
    paths = graph_of(store, FILMS).path("ann verhoef", "Cas Oud")
    words = str(paths)
    for name in ("Ann Verhoef", "The Long Dyke", "Bob Teale", "Mill Race", "Cas Oud"):
        assert name in words


def test_counts(store: GraphStore) -> None:
    stats = graph_of(store, OWNERS).stats()
    assert (stats.actors, stats.ties, stats.components) == (3, 2, 1)
    assert stats.degrees == {"Rask Holding": 2, "Rask Mill": 1, "j.rask": 1}


def test_a_page(store: GraphStore) -> None:
    html = graph_of(store, FILMS).page(around="Mill Race").html()
    assert "Mill Race" in html
    assert "The Long Dyke" not in html


@pytest.mark.parametrize(
    ("properties", "columns"),
    [
        ("", ["how", "other", "claims", "tie"]),
        (
            "{role: 'chair', claimed_by: 'Bo'}",
            ["how", "other", "roles", "voices", "denied_by", "claims", "tie"],
        ),
    ],
)
def test_columns_that_would_be_empty_are_left_out(
    properties: str, columns: list[str], store: GraphStore
) -> None:
    graph = graph_of(
        store, f"CREATE (:Person {{name: 'Ann'}})-[:LEADS {properties}]->(:Firm {{name: 'Rask'}})"
    )
    result = graph.query("connections-of", actor="Ann")
    if store.is_remote:  # a server still knows the properties that other tests have written
        assert set(columns) <= set(result.columns)
    else:
        assert list(result.columns) == columns
    assert result.to_dicts()[0].keys() == set(result.columns)
    assert graph.query("find-actors", name="ras").to_dicts()[0]["actor"] == "Rask"


def test_names_that_the_graph_does_not_have_are_said(store: GraphStore) -> None:
    graph = graph_of(store, FILMS)
    text = "MATCH (p:Persn)-[:DIRECTD]->(m) WHERE p.bornn = 1960 RETURN m.title AS title"
    result = graph.run(text)
    assert list(result) == []
    label, relationship_type, key = result.summary.notifications
    assert label == "The graph has no label 'Persn'. Did you mean 'Person'?"
    assert relationship_type == "The graph has no relationship type 'DIRECTD'. Did you mean 'DIRECTED'?"
    assert key.startswith("The graph has no property 'bornn'. Did you mean 'born'")
    right = graph.run(text.replace("Persn", "Person").replace("DIRECTD", "DIRECTED").replace("nn =", "n ="))
    assert (sorted(map(tuple, right)), right.summary.notifications) == (
        [("Mill Race",), ("The Long Dyke",)],
        (),
    )


def test_a_query_about_what_the_graph_lacks_is_not_at_fault(store: GraphStore, tmp_path: Path) -> None:
    list(run(store, FILMS, write=True))
    catalogue = Catalogue()
    (tmp_path / "mine.cypher").write_text(catalogue.get("accusations").text, encoding="utf-8")
    faults, lacking = check_stored_query(store, catalogue.get("accusations"))
    assert faults == []
    assert "The graph has no relationship type 'ACCUSES'." in lacking
    mine = read_stored_query(tmp_path / "mine.cypher")
    assert check_stored_query(store, mine).faults == lacking
    assert check_stored_query(store, catalogue.get("new-in")).faults == []


REGISTERED = """
    CREATE (:Firm {regNo: 'NL1234', name: 'Rask', city: 'Oord'}), (:Person {name: 'NL1234'})
    WITH 1 AS one MATCH (f:Firm) CREATE (f)-[:OWNS]->(:Firm {regNo: 'BE99', name: 'Mill', city: 'Quito'})
"""


def test_actors_are_found_by_a_property_that_identifies_them(store: GraphStore) -> None:
    graph = graph_of(store, REGISTERED)
    assert "regNo" in store.actor_rule.keys
    with pytest.raises(ActorError):  # a town names no firm, even if each has its own
        graph.query("connections-of", "Quito")
    assert graph.query("connections-of", "BE99").single()["other"] == "Rask"
    assert [row["actor"] for row in graph.query("find-actors", "be9")] == ["Mill"]
    assert len(graph.query("connections-of", "NL1234")) == 0  # the person: a name comes first


def test_a_point_is_text_in_a_data_folder(store: GraphStore, tmp_path: Path) -> None:
    """All other values are written as they are."""
    graph = graph_of(
        store,
        "CREATE (:Firm {name: 'Rask', at: point({x: 1, y: 2}), spots: [point({x: 3, y: 4})], staff: 7})"
        "-[:OWNS {at: point({x: 5, y: 6})}]->(:Firm {name: 'Mill', at: 'the quay', staff: 8})",
    )
    [_, *notes] = graph.export(tmp_path / "out", format="csv")
    said = "values that no CSV cell can hold are written as text"
    assert notes == [f"`at`: {said} (2 values).", f"`spots`: {said} (1 value)."]
    rows = sociogram.open(tmp_path / "out").node_table().to_dicts()
    assert {row["name"]: (row["at"], row["spots"], row["staff"]) for row in rows} == {
        "Rask": ("POINT(1.0 2.0)", "POINT(3.0 4.0)", 7),
        "Mill": ("the quay", None, 8),
    }


def test_an_actor_that_is_not_there(store: GraphStore) -> None:
    with pytest.raises(ActorError, match="Bob Teale"):
        graph_of(store, FILMS).query("connections-of", actor="Bob Teal")


# ── what an actor is: found out, or said ────────────────────────────────────────────────────────

STAFF = """
    UNWIND range(1, 6) AS n
    CREATE (p:Person {title: CASE n % 2 WHEN 0 THEN 'Dr' ELSE 'Ms' END, fullName: 'Person ' + n, id: n}),
           (m:Movie {title: 'Film ' + n, id: n}), (p)-[:ACTED_IN]->(m)
"""
FIRMS = "CREATE (:Firm {legal_name: 'Rask NV', name_of_bank: 'X'})-[:OWNS]->(:Firm {legal_name: 'Oord BV'})"
BESIDE = """
    CREATE (a:Entity {id: 'ada'})-[:KNOWS {sources: ['s1']}]->(b:Entity {id: 'bob'}),
           (:Source {id: 's1', title: 'The Courier'}), (:Source {name: 'a spring'})-[:FEEDS]->(:River)
"""


@pytest.mark.parametrize(
    ("script", "words", "names"),
    [
        (FILMS, "all nodes, named by name, else title", {"Ann Verhoef", "The Long Dyke"}),
        (STAFF, "all nodes, named by fullName, else title", {"Person 1", "Film 1"}),
        (FIRMS, "all nodes, named by legal_name", {"Rask NV", "Oord BV"}),
        (OWNERS, "all nodes, named by caption, else username", {"Rask Mill", "j.rask"}),
    ],
    ids=["films", "staff", "firms", "owners"],
)
def test_what_actors_are_is_found_out(script: str, words: str, names: set[str], store: GraphStore) -> None:
    stats = read_stats(graph_of(store, script).store, top=12)
    assert stats.actors_are.startswith(words)
    assert names <= stats.degrees.keys()


STORED = Catalogue()
OF_ACTORS = {"to": "Person 2", "end": "Person 2", "b": "Person 2"}
LACKING = {
    "claim-chain": ({"claim": "c1"}, "There is no claim 'c1'"),
    "claims-in-source": ({"source": "s1"}, "There is no source 's1'"),
    "new-in": ({"source": "s1"}, "There is no source 's1'"),
}
"""Queries about what such a graph does not have, with what they say."""
OTHERS: dict[str, dict[str, Any]] = {
    "find-actors": {"name": "Person"},
    "ties-as-of": {"date": "2020"},
    "ties-in-paragraph": {"paragraph": 1},
}


@pytest.mark.parametrize("name", STORED.names())
def test_every_stored_query_runs(name: str, staff: Graph) -> None:
    parameters = {
        one.name: ["Person 1"] if one.type.startswith("LIST") else OF_ACTORS.get(one.name, "Person 1")
        for one in STORED.get(name).parameters
        if one.is_actor
    }
    if name in LACKING:
        given, message = LACKING[name]
        with pytest.raises(SociogramError, match=message):
            staff.query(name, parameters=given)
    else:
        result = staff.query(name, parameters=parameters | OTHERS.get(name, {}))
        assert len(result) or bool(result.lacking) == bool(result.summary.notifications)


def test_a_query_of_ones_own_keeps_its_columns(tmp_path: Path, staff: Graph) -> None:
    text = "MATCH (a)-[r]->(b) RETURN coalesce(r.role, type(r)) AS how, r.quote AS quote"
    (tmp_path / "own.cypher").write_text(f"// Own\n//\n// Question: How?\n//\n{text}", encoding="utf-8")
    assert Graph(staff.store, queries=[tmp_path]).query("own").columns == ("how", "quote")


def test_a_check_of_such_a_graph_is_refused(staff: Graph) -> None:
    with pytest.raises(
        DataError, match=r"no nodes labelled Entity\. `sociogram export -g \S+ --format csv FOLDER`"
    ):
        read_store(staff.store)


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ("sources", "property sources or property cites or label Source"),
        ("ties-as-of", "property start_date"),
        ("ties-in-paragraph", "property paragraph"),
        ("claims-by-voice", "property claimed_by or property sources"),
        ("supporters-and-trainers", "tie of type SUPPORTS or TRAINS"),
    ],
)
def test_a_query_says_what_the_graph_does_not_have(query: str, needs: str) -> None:
    # In memory: a server remembers labels and properties of nodes that are gone.
    given = {one.name: "Person 1" for one in STORED.get(query).parameters if one.is_actor}
    given |= OTHERS.get(query, {})
    [note] = graph_of(MemoryStore(), STAFF).query(query, parameters=given).summary.notifications
    assert note == f"No rows, because this graph lacks what the query reads: {needs}."


NEEDING = [name for name in STORED.names() if "\n// Needs: " in STORED.get(name).text]


@pytest.mark.parametrize("name", NEEDING)
def test_a_query_finds_nothing_without_what_it_needs(name: str) -> None:
    given = {one.name: "Person 1" for one in STORED.get(name).parameters if one.is_actor}
    given |= OTHERS.get(name, {})
    assert list(graph_of(MemoryStore(), STAFF).query(name, parameters=given)) == []


def test_a_tie_that_is_not_there_is_no_fault_of_the_graph() -> None:
    graph = graph_of(MemoryStore(), STAFF)
    result = graph.query("evidence-for-tie", "Person 1", "Film 2")
    assert (len(result), result.summary.notifications) == (0, ())
    assert len(graph.query("evidence-for-tie", "Person 1", "Film 1")) == 1


def test_ids_that_several_labels_use_do_not_make_nodes_one(store: GraphStore) -> None:
    graph = graph_of(store, STAFF)
    assert graph.stats().components == 6
    assert graph.path("Person 1", "Film 1").total == 1
    assert graph.query("connections-of", actor="Film 3").single()["other"] == "Person 3"


PARTLY_NAMED = """
    CREATE (:Entity {id: 'ann', title: 'Ann Verhoef'})-[:MET {id: 'r1'}]->(:Entity {id: 'bo'}),
           (:Entity {id: 'cas', name: 'Cas Oud'})
"""


def test_entities_without_a_name_are_shown_by_another_property(store: GraphStore) -> None:
    graph = graph_of(store, PARTLY_NAMED)
    assert [row["actor"] for row in graph.query("hubs")] == ["Ann Verhoef", "bo", "Cas Oud"]
    assert graph.query("connections-of", "bo").single()["other"] == "Ann Verhoef"


PARTLY_IDENTIFIED = """
    CREATE (a:Entity {name: 'Ann'}), (b:Entity {name: 'Bo'}), (c:Entity {id: 'cas', name: 'Cas'}),
           (a)-[:MET]->(b), (b)-[:MET]->(c), (c)-[:MET]->(a),
           (:Entity {name: 'Dea'})-[:MET]->(:Entity {name: 'Eve'}), (:Entity {id: 'fay', name: 'Fay'})
"""


def test_entities_without_an_id_are_counted(store: GraphStore) -> None:
    graph = graph_of(store, PARTLY_IDENTIFIED)
    groups = [["Ann", "Bo", "Cas"], ["Dea", "Eve"], ["Fay"]]
    assert [row["names"] for row in graph.query("components")] == groups
    assert len(graph.query("triads")) == 1
    assert len(graph.query("triads", actor="Ann")) == 1


NAMED_LIKE_AN_ID = """
    CREATE (a:Entity {id: 'ann', name: 'Bo'}), (b:Entity {id: 'cas', name: 'ann'}),
           (c:Entity {id: 'dea', name: 'Dea'}),
           (a)-[:LEADS {id: 'r1'}]->(c), (b)-[:MET {id: 'r2'}]->(c)
"""


@pytest.mark.parametrize(("actor", "tie"), [("Bo", "LEADS"), ("ann", "LEADS"), ("cas", "MET")])
def test_an_id_that_is_the_name_of_another_actor(actor: str, tie: str, store: GraphStore) -> None:
    graph = graph_of(store, NAMED_LIKE_AN_ID)
    assert [row["how"] for row in graph.query("connections-of", actor=actor)] == [tie]
    assert [row["how"] for row in graph.query("evidence-for-tie", actor, "dea")] == [tie]


OTHER_IDS = ["7", "7.5", "true", "date('2020-01-01')", "duration('P1D')", "[1, 2]", "null"]


@pytest.mark.parametrize("label", ["Person", "Entity"])
@pytest.mark.parametrize("value", OTHER_IDS)
def test_ids_that_are_no_texts(value: str, label: str, store: GraphStore) -> None:
    script = f"CREATE (:{label} {{id: {value}, name: 'Ann'}})-[:MET]->(:{label} {{id: 'bo', name: 'Bo'}})"
    graph = graph_of(store, script)
    assert [row["how"] for row in graph.query("evidence-for-tie", "Ann", "Bo")] == ["MET"]
    assert graph.stats().degrees == {"Ann": 1, "Bo": 1}


@pytest.mark.parametrize("value", OTHER_IDS)
def test_ids_that_are_no_texts_and_unique(value: str, store: GraphStore) -> None:
    store.execute("CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE", write=True)
    test_ids_that_are_no_texts(value, "Entity", store)


@pytest.mark.parametrize(
    "script",
    [FILMS, STAFF, PAYMENTS, BESIDE, "CREATE (:Person {id: 'node-1'}), (:Person {name: 'Ann'})"],
    ids=["films", "staff", "payments", "beside", "generated"],
)
def test_a_result_of_any_graph_has_the_keys_of_its_copy(script: str, store: GraphStore) -> None:
    graph = graph_of(store, script)
    part = graph.run("MATCH (a) WHERE NOT a:Source OR (a)--() RETURN a").to_networkx()
    assert set(part) == set(graph.networkx)


@pytest.fixture
def staff(store: GraphStore) -> Graph:
    return graph_of(store, STAFF)


@pytest.fixture
def choose(store: GraphStore) -> Iterator[Callable[[ActorChoice], None]]:
    """Say what actors are; afterwards the store, which other tests share, finds it out again."""
    yield store.choose_actors
    store.choose_actors(ActorChoice())


def test_a_folder_of_nodes_whose_ids_repeat(staff: Graph, tmp_path: Path) -> None:
    staff.export(tmp_path / "folder", format="csv")
    copy = sociogram.open(tmp_path / "folder")
    assert (copy.stats().actors, copy.stats().ties) == (12, 6)
    assert copy.query("connections-of", actor="Film 3").single()["other"] == "Person 3"
    assert copy.run("MATCH (a {name: 'Film 3'}) RETURN a.original_id").value() == 3


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.Graph])
def test_a_folder_has_the_names_that_were_found(kind: type[nx.Graph[str]], tmp_path: Path) -> None:
    graph = kind([("a", "b")])
    nx.set_node_attributes(graph, {"a": "Ada Olm", "b": "Bo Vey"}, "full_name")
    nx.set_node_attributes(graph, {"a": "1", "b": "2"}, "id")
    sociogram.open(graph).export(tmp_path / "folder", format="csv")
    assert {row["actor"] for row in sociogram.open(tmp_path / "folder").query("hubs")} == {
        "Ada Olm",
        "Bo Vey",
    }


def test_a_result_without_directions_is_an_undirected_graph(store: GraphStore) -> None:
    graph = graph_of(
        store,
        "CREATE (:RelationType {type: 'MET', directed: false}), (a:Entity {id: 'a'}), (b:Entity {id: 'b'}), "
        "(a)-[:MET]->(b), (b)-[:MET]->(a), (a)-[:PAID]->(b)",
    )
    met = graph.run("MATCH ()-[r:MET]->() RETURN r").to_networkx()
    assert (type(met), sorted(met.nodes), met.number_of_edges()) == (nx.MultiGraph, ["a", "b"], 2)
    assert type(graph.run("MATCH ()-[r]->() RETURN r").to_networkx()) is nx.MultiDiGraph


def test_graphs_without_ids_are_compared_by_name(store: GraphStore) -> None:
    graph = graph_of(store, "CREATE (:P {name: 'Ann'})-[:PAID]->(:P {name: 'Bob'})")
    other = graph_of(MemoryStore(), "CREATE (:P {name: 'Bob'})-[:PAID]->(:P {name: 'Ann'})-[:PAID]->(:P)")
    same = graph_of(MemoryStore(), "CREATE (b:P {name: 'Bob'}), (:P {name: 'Ann'})-[:PAID]->(b)")
    counts = graph.compare_with(other).counts()
    assert (counts["agrees"], counts["only_in_a"], counts["only_in_b"]) == (0, 1, 2)
    assert graph.compare_with(same).counts()["agrees"] == 1


def test_what_a_query_writes_is_not_unknown(store: GraphStore) -> None:
    graph = graph_of(store, "CREATE (:P {name: 'Ann'})")
    written = graph.run("MATCH (a:P) SET a:New, a.stars = 5 RETURN a.stars, a:New", write=True)
    assert written.summary.notifications == ()
    misspelt = graph.run("MATCH (a:P) WHERE a.naem = 'x' SET a.stars = 6", write=True)
    assert len([note for note in misspelt.summary.notifications if "'naem'" in note]) == 1


NAMELESS = """
    CREATE (rask:Company {name: 'Rask'}), (olm:Company {name: 'Olm'}), (note:Note),
           (one:Payment {due: date('2019-04-02'), amount: 1200.5, currency: 'EUR'}),
           (two:Payment {due: date('2020-11-30'), amount: 70.0, currency: 'EUR'}),
           (rask)-[:MADE]->(one), (rask)-[:MADE]->(two), (two)-[:TO]->(olm), (one)-[:HAS]->(note)
"""


def test_nodes_without_names_are_called_by_label_and_values(store: GraphStore, tmp_path: Path) -> None:
    graph = graph_of(store, NAMELESS)
    names = [row["actor"] for row in graph.query("hubs")]
    [note] = [name for name in names if name.startswith("Note #")]
    assert names == ["Payment 1200.5 2019-04-02", "Payment 70.0 2020-11-30", "Rask", note, "Olm"]
    assert list(graph.stats().degrees) == names
    assert "Rask —made→ Payment 70.0 2020-11-30" in str(graph.path("Rask", "Olm"))
    assert len(graph.path("payment 1200.5 2019-04-02", note)) == 1
    assert "Payment 1200.5 2019-04-02" in graph.page().html()
    graph.export(tmp_path / "graph.json")
    assert [row["actor"] for row in sociogram.open(tmp_path / "graph.json").query("hubs")] == names


def test_nodes_without_names_are_told_apart_by_texts_that_differ(store: GraphStore) -> None:
    store.execute(
        "UNWIND range(1, 5) AS n CREATE (:Case {docket: 'B-' + n, pages: 20, court: 'Oostend'})"
        "-[:CITES]->(:Case {docket: 'A-' + n, pages: 20, court: 'Oostend'})",
        write=True,
    ).summary()
    found = Graph(store).query("hubs", top=2)
    assert [row["actor"] for row in found] == ["Case A-1 20", "Case A-2 20"]


CAPTIONED = "CREATE ({companyName: 'Rask Holding'})-[:OWNS]->({companyName: 'Rask Mill'})"
EQUAL_PAYMENTS = """
    CREATE (a:Account {id: 7}), (b:Account {id: 8})
    FOREACH (amount IN [10, 10, 20] | CREATE (a)-[:PAID {amount: amount}]->(b))
"""


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "json"])
@pytest.mark.parametrize(
    "script",
    [FILMS, OWNERS, PAYMENTS, CAPTIONED, EQUAL_PAYMENTS],
    ids=["films", "owners", "payments", "captioned", "equal payments"],
)
def test_a_graph_file_has_the_names_and_all_ties(
    suffix: str, script: str, store: GraphStore, tmp_path: Path
) -> None:
    graph = graph_of(store, script)
    graph.export(tmp_path / f"graph.{suffix}")
    copy = sociogram.open(tmp_path / f"graph.{suffix}")
    for text in ("hubs", "components"):
        assert list(map(tuple, copy.query(text))) == list(map(tuple, graph.query(text)))
    ties = "MATCH (a)-[r]->(b) RETURN type(r) AS type, r.amount AS amount ORDER BY type, amount"
    assert list(map(tuple, copy.run(ties))) == list(map(tuple, graph.run(ties)))


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "json"])
def test_a_graph_file_names_tuples(suffix: str, tmp_path: Path) -> None:
    graph = sociogram.open(nx.grid_2d_graph(2, 2))
    graph.export(tmp_path / f"graph.{suffix}")
    copy = sociogram.open(tmp_path / f"graph.{suffix}")
    assert str(copy.path("(0, 0)", "(1, 1)")) == str(graph.path((0, 0), (1, 1)))
    assert list(copy.stats().degrees) == ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"]


@pytest.mark.parametrize("target", ["graph.graphml", "graph.gexf", "graph.json", "folder"])
def test_an_export_keeps_a_name_and_an_id_that_it_replaces(target: str, tmp_path: Path) -> None:
    films = nx.Graph([(1, 2)])
    nx.set_node_attributes(films, {1: "Ann", 2: "Bob"}, "name")
    nx.set_node_attributes(films, {1: "Dr Oud", 2: "Ms Teale"}, "title")
    nx.set_node_attributes(films, {1: "x", 2: "x"}, "id")
    graph = sociogram.open(films, name="title")
    graph.export(tmp_path / target, format=None if "." in target else "csv")
    kept = sociogram.open(tmp_path / target).run(
        "MATCH (n) RETURN n.name, n.original_name, n.original_id ORDER BY n.name"
    )
    assert list(map(tuple, kept)) == [("Dr Oud", "Ann", "x"), ("Ms Teale", "Bob", "x")]


def test_an_export_keeps_a_property_called_original_name(tmp_path: Path) -> None:
    films = nx.Graph([(1, 2)])
    for key in ("name", "original_name", "original_name_2", "title"):
        nx.set_node_attributes(films, {1: f"{key} of 1", 2: f"{key} of 2"}, key)
    sociogram.open(films, name="title").export(tmp_path / "folder", format="csv")
    kept = sociogram.open(tmp_path / "folder").run(
        "MATCH (n {id: '1'}) RETURN n.name, n.original_name, n.original_name_2, n.original_name_3"
    )
    assert kept.single() == ("title of 1", "original_name of 1", "original_name_2 of 1", "name of 1")


def test_values_of_several_types_are_no_column(store: GraphStore, tmp_path: Path) -> None:
    graph = graph_of(store, "CREATE (:Firm {name: 'Rask', since: 3}), (:Firm {since: date('2020-01-01')})")
    with pytest.raises(DataError, match=r"`since` has values of several types, such as 3 and 2020-01-01\."):
        graph.export(tmp_path / "folder", format="csv")
    graph.run("MATCH (n) SET n.since = toString(n.since)", write=True)
    graph.export(tmp_path / "folder", format="csv")
    kept = sociogram.open(tmp_path / "folder").run("MATCH (n) RETURN n.since ORDER BY n.since")
    assert [row[0] for row in kept] == ["2020-01-01", "3"]


def test_a_saved_graph_has_the_names_that_were_found(tmp_path: Path) -> None:
    films = nx.Graph([("a", "b")])
    nx.set_node_attributes(films, {"a": "Ada Olm", "b": "Bo Vey"}, "full_name")
    graph = sociogram.open(films)
    graph.save(tmp_path / "folder")
    films.add_edge("b", "c")
    films.nodes["c"]["full_name"] = "Cas Oud"
    graph.save(tmp_path / "folder")
    copy = sociogram.open(tmp_path / "folder")
    assert {row["actor"]: row["undirected"] for row in copy.query("hubs")} == {
        "Ada Olm": 1,
        "Bo Vey": 2,
        "Cas Oud": 1,
    }
    with pytest.raises(OverwriteError):
        sociogram.open(films).save(tmp_path / "folder")


def test_a_saved_graph_has_nodes_that_are_not_actors(tmp_path: Path) -> None:
    films = nx.MultiDiGraph([("a", "b"), ("a", "dyke")])
    nx.set_node_attributes(films, {"a": "Ada Olm", "b": "Bo Vey"}, "full_name")
    nx.set_node_attributes(films, {"a": "Person", "b": "Person", "dyke": "Movie"}, "labels")
    films.nodes["dyke"]["title"] = "The Long Dyke"
    sociogram.open(films, actors=["Person"]).save(tmp_path / "folder")
    copy = sociogram.open(tmp_path / "folder")
    assert {row["actor"] for row in copy.query("hubs")} == {"Ada Olm", "Bo Vey", "The Long Dyke"}
    assert copy.stats().ties == 2


CITED = """
    CREATE (a:Person {id: '7', full_name: 'Ann'}), (b:Clerk {id: '7', full_name: 'Bob'}),
           (a)-[:KNOWS {sources: ['min']}]->(b), (:Source {id: 'min', title: 'Minutes'})
"""


def test_sources_in_a_folder_have_the_ids_that_claims_cite(store: GraphStore, tmp_path: Path) -> None:
    graph_of(store, CITED).export(tmp_path / "folder", format="csv")
    copy = sociogram.open(tmp_path / "folder")
    assert {row["actor"] for row in copy.query("hubs")} == {"Ann", "Bob"}
    assert {key: source.get("name") for key, source in copy.sources.items()} == {"min": None}
    assert [row["claims"] for row in copy.query("sources").to_dicts()] == [1]


def test_a_tie_to_a_source_is_not_lost_in_silence(store: GraphStore, tmp_path: Path) -> None:
    graph = graph_of(store, f"{CITED} CREATE (a)-[:WROTE]->(:Source {{id: 'log'}})")
    said = graph.export(tmp_path / "graph.json")
    assert said[1] == "left out: nodes labelled Source (0) and relationships of such nodes (1)"
    if isinstance(store, MemoryStore):
        with pytest.raises(DataError, match="begins or ends at a source"):
            graph.save(tmp_path / "folder")


def test_what_actors_are_can_be_said(store: GraphStore, choose: Callable[[ActorChoice], None]) -> None:
    graph = graph_of(store, STAFF)
    choose(ActorChoice(("Person",), ("title", "fullName")))
    stats = graph.stats()
    assert (stats.actors, stats.ties) == (6, 0)
    assert stats.actors_are == "nodes labelled Person, named by title, else fullName"
    with pytest.raises(ActorError, match="may be any of"):
        graph.page(around="Dr")


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (ActorChoice(("Persn",)), "no nodes with the label 'Persn'. Did you mean 'Person'"),
        (
            ActorChoice(("Person",), ("fulName",)),
            "property 'fulName'. Did you mean 'fullName'",
        ),
    ],
    ids=["label", "property"],
)
def test_what_is_said_and_not_there(
    choice: ActorChoice, message: str, store: GraphStore, choose: Callable[[ActorChoice], None]
) -> None:
    graph = graph_of(store, STAFF)
    choose(choice)
    with pytest.raises(StoreError, match=message):
        graph.stats()


def test_a_path_goes_through_actors_only(store: GraphStore, choose: Callable[[ActorChoice], None]) -> None:
    graph = graph_of(store, FILMS)
    assert "→ The Long Dyke" in str(graph.path("Ann Verhoef", "Bob Teale"))
    choose(ActorChoice(("Person",)))
    assert "Only nodes labelled Person are actors here" in graph.path("Ann Verhoef", "Bob Teale").summary()
    met = "MATCH (a {name: 'Ann Verhoef'}), (b {name: 'Bob Teale'}) CREATE (a)-[:MET]->(b)"
    list(graph.run(met, write=True))
    assert "—met→ Bob Teale" in str(graph.path("Ann Verhoef", "Bob Teale"))


LINKED = (
    FILMS
    + """, (ann)-[:AT]->(:Address {street: 'Quay 1'})<-[:AT]-(dee:Person {name: 'Dee Oud'}),
    (dee)-[:KNOWS]->(eve:Person {name: 'Eve Oord'}), (eve)-[:KNOWS]->(ann)"""
)


def test_a_path_visits_actors_alone(store: GraphStore, choose: Callable[[ActorChoice], None]) -> None:
    graph = graph_of(store, LINKED)
    choose(ActorChoice(("Person",)))
    assert not graph.path("Ann Verhoef", "Bob Teale")
    [path] = graph.path("Ann Verhoef", "Dee Oud")
    assert [node["name"] for node in path.nodes] == ["Ann Verhoef", "Eve Oord", "Dee Oud"]
    choose(ActorChoice())
    assert graph.path("Ann Verhoef", "Dee Oud").total == 2


def test_an_actor_without_an_id_cannot_be_corrected_until_it_has_one(store: GraphStore) -> None:
    graph = graph_of(store, FILMS)
    with pytest.raises(ActorError, match="Bob Teale has no id, which a correction needs") as caught:
        graph.set("bob teale", born="1960", dry_run=True)
    graph.run(str(caught.value).partition("that may write: ")[2], write=True)
    assert graph.run("MATCH (n) WHERE n.id IS NOT NULL RETURN n.name + ': ' + n.id").value() == (
        "Bob Teale: bob-teale"
    )
    assert len(graph.set("bob teale", born="1961").changes) == 1
    with pytest.raises(ActorError, match="Did you mean 'The Long Dyke'"):
        graph.set("The Long Dike", born="1960", dry_run=True)


def test_an_id_leaves_an_actor_without_a_name_what_it_is_called(store: GraphStore) -> None:
    graph = graph_of(store, "CREATE (:Person {name: 'Ann'})-[:GOT]->(:Payment {amount: 1200})")
    with pytest.raises(ActorError, match="Payment 1200 has no id") as caught:
        graph.set("Payment 1200", paid=True)
    duplicates = graph.duplicates()
    assert "Not compared, because they have no id: 2." in duplicates.summary()
    graph.run(duplicates.gives_ids, write=True)
    assert graph.run("MATCH (n) WHERE n.id IS NULL RETURN labels(n)").value() == ["Payment"]
    assert "Give those" not in graph.duplicates().summary()
    graph.run(str(caught.value).partition("that may write: ")[2], write=True)
    assert {"Ann", "payment-1200"} <= read_stats(store).degrees.keys()


def test_a_few_entities_leave_all_other_nodes_actors(store: GraphStore) -> None:
    graph = graph_of(store, STAFF)
    graph.run("UNWIND range(1, 11) AS n CREATE (:Entity {id: 'e' + n, name: 'Entity ' + n})", write=True)
    stats = read_stats(store, top=12)
    assert (stats.actors, stats.actors_are) == (23, "all nodes, named by name, else fullName, else title")
    assert {"Person 1", "Film 1"} <= stats.degrees.keys()
    assert graph.path("Person 1", "Film 1").total == 1
    graph.run("CREATE (:Entity {id: 'e12', name: 'Entity 12'})", write=True)
    stats = graph.stats()
    assert (stats.actors, stats.actors_are.partition(",")[0]) == (12, "nodes labelled Entity alone")


# ── loading into it, and correcting it ──────────────────────────────────────────────────────────

OWN = """
    UNWIND range(1, 6) AS n
    CREATE (p:Person {fullName: 'Person ' + n, title: ['Dr', 'Ms'][n % 2], id: 'p' + n}),
           (f:Firm {firmName: 'Firm ' + n, id: 'f' + n}), (p)-[:WORKS_FOR {since: 2000 + n}]->(f)
"""
NEW = "from,to,relation\nPerson 1,Firm 2,owns\nPerson 1,Somebody,met\n"
ADOPT = """
    MATCH (n)
    SET n:Entity, n.id = coalesce(toString(n.id), randomUUID()), n.name = coalesce(n.fullName, n.firmName)
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "new.csv"
    file.write_text(NEW, encoding="utf-8")
    return file


@pytest.fixture
def own(store: GraphStore) -> Graph:
    return graph_of(store, OWN)


def counted(graph: Graph) -> tuple[Any, ...]:
    [row] = graph.run("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)")
    return tuple(row)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_load_beside_other_nodes_is_refused(own: Graph, sheet: Path, dry_run: bool) -> None:
    with pytest.raises(StoreError, match="12 nodes that sociogram did not load") as caught:
        own.load(sheet, dry_run=dry_run)
    assert "There would be another Firm 2, another Person 1." in str(caught.value)
    assert counted(own) == (12, 6)


def test_a_load_beside_other_nodes_that_is_wanted(
    own: Graph, sheet: Path, choose: Callable[[ActorChoice], None]
) -> None:
    assert own.load(sheet, beside=True).counts["entities"].created == 3
    choose(ActorChoice(("Entity",)))
    assert own.load(sheet).counts["entities"].created == 0
    assert (own.stats().actors, own.stats().ties) == (3, 2)
    choose(ActorChoice())
    assert (own.stats().actors, own.stats().ties) == (15, 8)


def test_nodes_made_actors_of_sociogram_are_found_by_a_load(own: Graph, sheet: Path) -> None:
    own.run(ADOPT, write=True)
    assert own.load(sheet).counts["entities"].created == 1
    assert own.path("Person 1", "Firm 2").total == 1
    assert counted(own) == (13, 8)


def test_a_rename_writes_the_property_that_names_the_actor(own: Graph) -> None:
    before = own.stats().actors_are
    correction = own.rename("Person 1", "Person One")
    assert own.run("MATCH (n {id: 'p1'}) RETURN n.fullName, n.name").single() == ("Person One", None)
    assert own.stats().actors_are == before
    assert own.path("Person 1", "Firm 1").total == 1
    assert correction.to_text().splitlines()[1].startswith("  ~ p1 (Person One): ")


def test_a_property_of_one_node_names_it_alone(own: Graph) -> None:
    own.run("MATCH (n {id: 'p1'}) SET n.name = 'The First', n.caption = 'Ms'", write=True)
    words = own.stats().actors_are
    assert words == "all nodes, named by name, else firmName, else fullName, else caption"
    assert own.path("The First", "Firm 1").total == own.path("Person 2", "Firm 2").total == 1


def test_a_merge_keeps_the_other_name_as_an_alias(own: Graph) -> None:
    correction = own.merge_actors("Person 1", "Person 2")
    names = own.run("MATCH (n {id: 'p1'}) RETURN n.fullName, n.aliases").single()
    assert names == ("Person 1", ["Person 2", "p2"])
    assert "  - p2 (Person 2)" in correction.to_text()
    assert "Person 1 WORKS_FOR Firm 2" in correction.to_text()
    assert correction.notes[0] == "title: kept 'Ms' of Person 1, dropped 'Dr' of Person 2."
    assert own.path("Person 2", "Firm 2").total == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_type_replaces_labels_and_says_so(own: Graph, dry_run: bool) -> None:
    correction = own.set("Person 2", type="Villain", name="The Second", dry_run=dry_run)
    assert list(correction.notes) == ["Labels of the node: Person removed; Villain added."]
    assert own.stats().actors == 12
    labels, name = own.run("MATCH (n {id: 'p2'}) RETURN labels(n), n.fullName").single()
    assert (labels, name) == ((["Person"], "Person 2") if dry_run else (["Villain"], "The Second"))


def test_corrections_show_names(own: Graph) -> None:
    text = own.remove("Person 3", dry_run=True).to_text()
    assert "Person 3 WORKS_FOR Firm 3" in text
    assert "  - p3 (Person 3)" in text


def test_an_id_that_two_nodes_have_is_no_id(staff: Graph) -> None:
    with pytest.raises(SociogramError, match="both have it"):
        staff.rename("Person 1", "Person One")


@pytest.mark.parametrize("labels", [("Person",), ("Person", "Company")])
def test_an_id_that_only_one_actor_has(
    labels: tuple[str, ...], store: GraphStore, choose: Callable[[ActorChoice], None]
) -> None:
    graph = graph_of(store, STAFF)
    paid = "MATCH (p:Person {id: 1}) CREATE (:Company {id: 7, name: 'Rask'})-[:PAID]->(p)"
    list(run(store, paid, write=True))
    choose(ActorChoice(labels))
    graph.rename("Person 1", "Ann Verhoef")
    graph.set("Ann Verhoef", type="Villain", summary="tall")
    found = graph.run("MATCH (n {id: 1}) RETURN labels(n), n.fullName, n.title, n.summary ORDER BY labels(n)")
    assert [tuple(row) for row in found] == [
        (["Movie"], None, "Film 1", None),
        (["Villain"], "Ann Verhoef", "Ms", "tall"),
    ]


def test_duplicates_say_that_nothing_was_compared(store: GraphStore) -> None:
    said = graph_of(store, FILMS).duplicates().summary()
    assert said.startswith("No two actors were compared. Not compared, because they have no id: 5.")


def test_nodes_that_use_the_label_source_for_other_things(store: GraphStore, tmp_path: Path) -> None:
    graph = graph_of(store, BESIDE)
    assert graph.stats().sources == 1
    [counted, left_out] = graph.export(tmp_path / "graph.cypher")
    assert counted == "3 nodes, 1 relationship"
    assert "nodes without the label Entity (2)" in left_out


# ── NetworkX graphs as they are ────────────────────────────────────────────────────────────────


PARTNERS = """
    CREATE (a:Firm {name: 'Ada'}), (b:Firm {name: 'Bea'}),
           (a)-[:PAID {id: 'c1', claimed_by: 'Ada', sources: 's1', cites: 'd1'}]->(b),
           (b)-[:paid {id: 'c2', claimed_by: 'Bea', sources: ['s2']}]->(a)
"""


def test_one_source_in_a_cell_need_not_be_a_list(store: GraphStore) -> None:
    graph = graph_of(store, PARTNERS)
    assert {row["id"]: row["claims"] for row in graph.query("sources")} == {"d1": 1, "s1": 1, "s2": 1}
    for source, claim in {"s1": "c1", "d1": "c1", "s2": "c2"}.items():
        assert [row["tie"]["id"] for row in graph.query("claims-in-source", source)] == [claim]


@pytest.mark.parametrize("value", ["3", "[3, 4]", "2.5", "true", "date('2031-05-04')"])
def test_a_property_sources_that_is_no_text(value: str, store: GraphStore) -> None:
    graph = graph_of(store, f"CREATE ({{name: 'Ann'}})-[:KNOWS {{sources: {value}}}]->({{name: 'Bob'}})")
    assert [row["other"] for row in graph.query("connections-of", actor="Ann").to_dicts()] == ["Bob"]
    assert [row["claims"] for row in graph.query("voices").to_dicts()] == [1]
    assert graph.query("unsourced-ties").to_dicts() == []


def test_attributes_that_are_maps() -> None:
    ties = nx.MultiDiGraph()
    ties.add_edge("Ann", "Bob", sources={"page": 3}, certainty=[{"by": "Ann"}])
    graph = sociogram.open(ties)
    assert [row["other"] for row in graph.query("connections-of", actor="Ann").to_dicts()] == ["Bob"]
    assert graph.query("corroborated-ties").to_dicts() == []
    assert graph.stats().claims == 1


def test_types_that_differ_by_case_are_two(store: GraphStore) -> None:
    graph = graph_of(store, PARTNERS)
    for type_, claim in {"PAID": "c1", "paid": "c2"}.items():
        assert [one["id"] for row in graph.query("single-claimant-ties", type_) for one in row["tie"]] == [
            claim
        ]
    with pytest.raises(SociogramError, match="'Paid' may be any of PAID, paid"):
        graph.query("single-claimant-ties", "Paid")


def test_integer_nodes() -> None:
    graph = sociogram.open(nx.karate_club_graph())
    assert graph.query("hubs", top=1).single()["actor"] == "33"
    assert len(graph.path(0, 33)) == 4


def test_tuple_nodes() -> None:
    graph = sociogram.open(nx.grid_2d_graph(3, 3))
    assert graph.stats().largest_component == 9
    assert "2 ties" in str(graph.path((0, 0), (0, 2)))
    assert str(graph.path("(0, 0)", "(0, 2)")) == str(graph.path((0, 0), (0, 2)))
    assert graph.query("hubs", top=1).single()["actor"] == next(iter(graph.stats().degrees)) == "(1, 1)"
    assert len(graph.query("evidence-for-tie", (0, 0), (0, 1))) == 1


MIXED = nx.Graph([(5, "5"), ("5", 5.5), ((0, 1), 5), ((0, 1), frozenset("ba"))])
MIXED_KEYS = [
    # what a user gives, and the key in NetworkX of the node that is meant
    (5, 5),
    ("5", "5"),
    ("'5'", "5"),
    (5.5, 5.5),
    ("5.5", 5.5),
    (np.int64(5), 5),
    ((0, 1), (0, 1)),
    ("(0, 1)", (0, 1)),
    (frozenset("ab"), frozenset("ab")),
    ("{'a', 'b'}", frozenset("ab")),
]


@pytest.mark.parametrize(("given", "key"), MIXED_KEYS, ids=[str(number) for number in range(len(MIXED_KEYS))])
def test_a_number_and_its_text_are_two_nodes(given: Any, key: Any) -> None:
    graph = sociogram.open(MIXED.copy())
    near = graph.query("connections-of", actor=given)
    called = {5: "5", "5": "'5'", 5.5: "5.5", (0, 1): "'(0, 1)'", frozenset("ab"): "'{'a', 'b'}'"}
    assert {row["other"] for row in near} == {called[other] for other in MIXED[key]}
    for other in MIXED[key]:
        assert len(graph.query("evidence-for-tie", given, other)) == 1
        assert len(graph.path(given, other)[0].relationships) == 1


ALIKE = [True, 1, 1.0, "1"]


@pytest.mark.parametrize("given", ALIKE, ids=repr)
def test_ids_that_are_alike_are_those_of_several_nodes(given: Any) -> None:
    graph = nx.DiGraph((f"node of {own!r}", f"next to {own!r}") for own in ALIKE)
    nx.set_node_attributes(graph, {f"node of {own!r}": own for own in ALIKE}, "id")
    nx.set_node_attributes(graph, {key: key for key in graph}, "name")
    near = sociogram.open(graph).query("connections-of", actor=given)
    assert near.single()["other"] == f"next to {given!r}"


def test_an_id_that_two_nodes_have_is_not_that_of_a_third() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "c")])
    nx.set_node_attributes(graph, {"a": 1, "b": 1, "c": "1"}, "id")
    with pytest.raises(ActorError, match="'1' may be any of"):
        sociogram.open(graph).query("connections-of", actor=1)


def test_ties_of_an_undirected_graph_have_no_direction() -> None:
    graph = sociogram.open(nx.Graph([("ann", "bob"), ("bob", "cas"), ("cas", "ann"), ("cas", "dea")]))
    columns = ("actor", "ties", "outgoing", "incoming", "undirected")
    hubs = [tuple(row[column] for column in columns) for row in graph.query("hubs")]
    assert hubs == [("cas", 3, 0, 0, 3), ("ann", 2, 0, 0, 2), ("bob", 2, 0, 0, 2), ("dea", 1, 0, 0, 1)]
    assert "dea —connected to— cas" in " ".join(str(graph.path("dea", "cas")).split())
    back = [
        graph.query("evidence-for-tie", *ends).single()["how"] for ends in (("dea", "cas"), ("cas", "dea"))
    ]
    assert back == ["CONNECTED_TO", "CONNECTED_TO"]


def test_corrections_take_tuples() -> None:
    graph = sociogram.open(nx.grid_2d_graph(2, 2))
    graph.run("MATCH (n) WITH n, elementId(n) AS id SET n.id = id", write=True)
    assert graph.set((0, 1), {"summary": "corner"}).changes[0].after["summary"] == "corner"
    with pytest.raises(ActorError, match="No actor is called"):
        graph.set((5, 5), {"summary": "corner"})


def test_corrections_pages_and_queries_take_numbers() -> None:
    graph = sociogram.open(nx.karate_club_graph())
    assert graph.set(3, {"club": "X"}).changes[0].after == {"id": "3", "club": "X"}
    assert "0 – 33" in graph.page(between=(0, 33)).html()
    assert len(graph.query("evidence-for-tie", 32, 33)) == 1
    assert len(graph.query("find-actors", 33)) == 1


@pytest.mark.parametrize(
    "graph",
    [
        nx.karate_club_graph(),
        nx.grid_2d_graph(2, 3),
        nx.relabel_nodes(nx.path_graph(30), {number: str(29 - number) for number in range(30)}),
    ],
    ids=["numbers", "tuples", "texts like slots"],
)
def test_a_result_has_the_keys_of_the_graph(graph: Any) -> None:
    opened = sociogram.open(graph)
    part = opened.run("MATCH (a)-[r]->() RETURN a, r").to_networkx()
    assert set(part) == set(graph)
    assert nx.utils.graphs_equal(nx.Graph(nx.Graph(part).edges), nx.Graph(nx.Graph(graph).edges))
    opened.write_back(dict(graph.degree()), "ties")
    assert dict(opened.networkx.nodes(data="ties")) == dict(graph.degree())


def test_an_attribute_that_repeats_the_label_is_no_name() -> None:
    films = nx.DiGraph()
    films.add_node("m1", label="Movie", title="The Long Dyke")
    films.add_node("m2", label="Movie", title="Mill Race")
    films.add_edge("m1", "m2", type="SEQUEL")
    assert [row["actor"] for row in sociogram.open(films).query("hubs")] == ["Mill Race", "The Long Dyke"]


def labelled(keys: Any, labels: str) -> Any:
    graph = nx.Graph()
    for key, label in zip(keys, labels.split(), strict=True):
        graph.add_node(key, label=label)
    return graph


@pytest.mark.parametrize(
    ("keys", "labels", "are_names"),
    [
        ("abcd", "Ann Bo Cy Dee", True),
        (range(101, 104), "Ann Bo Cy", True),
        (["101", "102"], "Ann Bo", True),
        (range(20), "Ann Ann " + " ".join(map("N{}".format, range(18))), True),  # two are called Ann
        ("ab", "Person Firm", False),
        ("abcd", "Person Firm Person Film", False),
        (range(3), "Person Firm Person", False),
    ],
)
def test_texts_that_differ_in_label_are_names(keys: Any, labels: str, are_names: bool) -> None:
    """GEXF and GML name nodes so; texts that repeat are kinds."""
    graph = labelled(keys, labels)
    opened = sociogram.open(graph)
    expected = [((), label) if are_names else ((label,), str(key)) for key, label in graph.nodes("label")]
    nodes = opened.store.view().read_nodes()
    assert [(node.labels, opened.store.actor_rule.name_of(node)) for node in nodes] == expected


def test_names_in_label_stay_names_in_a_changed_graph() -> None:
    graph = labelled(["101", "102", "103"], "Ann Bo Cy")
    opened = sociogram.open(graph)
    opened.networkx.nodes["101"]["label"] = "Anna"
    opened.networkx.add_node("104", label="Dee")
    rows = opened.run("MATCH (n) RETURN labels(n) AS labels, n.label AS name ORDER BY n.id").to_dicts()
    assert rows == [{"labels": [], "name": name} for name in ("Anna", "Bo", "Cy", "Dee")]


def test_a_label_may_be_chosen_as_the_name(store: GraphStore, choose: Callable[[ActorChoice], None]) -> None:
    graph = graph_of(store, "CREATE (:Ann {id: 1, label: 'Ann'})-[:MET]->(:Bo {id: 2, label: 'Bo'})")
    choose(ActorChoice(names=("label",)))
    assert str(graph.path("Ann", "Bo")).splitlines()[1].strip() == "Ann —met→ Bo"


# ── corrections and loads ──────────────────────────────────────────────────────────────────────

PEOPLE = """
    UNWIND range(1, 9) AS n
    CREATE (p:Person {title: CASE n % 2 WHEN 0 THEN 'Dr' ELSE 'Ms' END, fullName: 'Person ' + n, id: 'p' + n})
    WITH p, n WHERE n > 1
    MATCH (first:Person {id: 'p1'})
    CREATE (first)-[:KNOWS]->(p)
"""


def node_of(graph: Graph, actor: str) -> tuple[Any, Any]:
    text = "MATCH (n {id: $id}) RETURN labels(n), properties(n)"
    labels, properties = graph.run(text, id=actor).single()
    return labels, properties


def test_a_rename_changes_the_property_that_names(store: GraphStore) -> None:
    graph = graph_of(store, PEOPLE)
    graph.rename("Person 3", "Ann Verhoef")
    _, properties = node_of(graph, "p3")
    assert (properties["fullName"], properties["aliases"], "name" in properties) == (
        "Ann Verhoef",
        ["Person 3"],
        False,
    )
    assert len(graph.path("Ann Verhoef", "Person 5")) == 1


def test_one_name_does_not_hide_the_others(store: GraphStore) -> None:
    graph = graph_of(store, PEOPLE)
    list(graph.run("MATCH (n {id: 'p3'}) SET n.name = 'Ann Verhoef'", write=True))
    assert len(graph.path("Ann Verhoef", "Person 5")) == 1


def test_a_merge_keeps_the_name_as_an_alias_and_tells_names(store: GraphStore) -> None:
    graph = graph_of(store, PEOPLE)
    told = graph.merge_actors("Person 3", "Person 4").to_text()
    assert node_of(graph, "p3")[1]["aliases"] == ["Person 4", "p4"]
    assert "p3 (Person 3)" in told
    assert "~ Person 1 KNOWS Person 3" in told


def test_a_type_is_set_without_making_the_only_entity(store: GraphStore) -> None:
    graph = graph_of(store, PEOPLE)
    graph.set("Person 3", type="Villain")
    assert node_of(graph, "p3")[0] == ["Villain"]
    assert graph.stats().actors == 9


def test_duplicates_compare_the_names_that_were_found(store: GraphStore) -> None:
    graph = graph_of(store, PEOPLE)
    list(graph.run("MATCH (n {id: 'p3'}) SET n.fullName = 'Ann Verhoef'", write=True))
    list(graph.run("MATCH (n {id: 'p4'}) SET n.fullName = 'Ann Verhoeff'", write=True))
    [pair] = graph.duplicates(least=0.8)
    assert {pair.a.name, pair.b.name} == {"Ann Verhoef", "Ann Verhoeff"}


def test_a_load_does_not_take_the_place_of_the_actors(store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target,type\nPerson 3,Cas Oud,MET\n", encoding="utf-8")
    graph = graph_of(store, PEOPLE)
    for dry_run in (True, False):
        with pytest.raises(StoreError, match="--beside"):
            graph.load(tmp_path / "ties.csv", dry_run=dry_run)
    assert graph.stats().actors == 9
    graph.load(tmp_path / "ties.csv", beside=True)
    assert graph.stats().actors == 11
    assert len(graph.path("Person 2", "Person 5")) == 1
