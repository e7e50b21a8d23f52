"""Graphs that sociogram did not load: no label ``Entity``, other properties for names, no ids."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

import sociogram
from sociogram.api import Graph
from sociogram.graph.errors import ActorError
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run

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


FILM_HUBS = [("Bob Teale", 2), ("Mill Race", 2), ("The Long Dyke", 2), ("Ann Verhoef", 1), ("Cas Oud", 1)]
FILM_NAMES = ["Ann Verhoef", "Bob Teale", "Cas Oud", "Mill Race", "The Long Dyke"]
MILL_RACE = [("<- DIRECTED", "Bob Teale"), ("<- ACTED_IN", "Cas Oud")]
BETWEEN = {"first": "Ann Verhoef", "second": "Bob Teale"}

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


def test_an_actor_that_is_not_there(store: GraphStore) -> None:
    with pytest.raises(ActorError, match="Bob Teale"):
        graph_of(store, FILMS).query("connections-of", actor="Bob Teal")


# ── NetworkX graphs as they are ────────────────────────────────────────────────────────────────


def test_integer_nodes() -> None:
    graph = sociogram.open(nx.karate_club_graph())
    assert graph.query("hubs", top=1).single()["actor"] == "33"
    assert len(graph.path(0, 33)) == 4


def test_tuple_nodes() -> None:
    graph = sociogram.open(nx.grid_2d_graph(3, 3))
    assert graph.stats().largest_component == 9
    assert "2 ties" in str(graph.path((0, 0), (0, 2)))
    assert graph.query("hubs", top=1).single()["ties"] == 4


def test_an_attribute_that_repeats_the_label_is_no_name() -> None:
    films = nx.DiGraph()
    films.add_node("m1", label="Movie", title="The Long Dyke")
    films.add_node("m2", label="Movie", title="Mill Race")
    films.add_edge("m1", "m2", type="SEQUEL")
    assert [row["actor"] for row in sociogram.open(films).query("hubs")] == ["Mill Race", "The Long Dyke"]
