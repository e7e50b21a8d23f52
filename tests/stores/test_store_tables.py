"""A graph as tables of actors and claims: the same from both stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from sociogram.api import Graph
from sociogram.graph.actor_rules import ActorChoice
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run
from support.datasets import dataset_of

pytest.importorskip("pandas")


def rows(table: Any) -> list[dict[str, Any]]:
    return sorted(table.to_dicts(), key=str)


def test_tables_of_a_folder(store: GraphStore) -> None:
    store.merge(
        dataset_of(
            [{"id": "ann", "name": "Ann", "type": ["Person"], "born": 1980}, {"id": "bo", "country": "PE"}],
            [{"id": "c1", "source": "ann", "target": "bo", "type": "KNOWS", "weight": 0.5, "sources": ["s"]}],
            [{"id": "s", "title": "A letter"}],
        )
    )
    graph = Graph(store)
    nodes, edges = graph.node_table(), graph.edge_table()
    assert nodes.columns == ("id", "name", "labels", "country", "born")
    assert rows(nodes) == [
        {"id": "ann", "name": "Ann", "labels": ["Person"], "country": None, "born": 1980},
        {"id": "bo", "name": "bo", "labels": [], "country": "PE", "born": None},
    ]
    assert edges.columns == ("source", "target", "type", "id", "sources", "weight")
    assert [tuple(edge) for edge in edges] == [("ann", "bo", "KNOWS", "c1", ["s"], 0.5)]
    assert sorted(nodes.to_pandas()["id"]) == ["ann", "bo"]


FILMS = """
    CREATE (:Person {fullName: 'Ann Verhoef', title: 'Dr', name: 'av', labels: 'x'})
           -[:DIRECTED {type: 'first', `a b`: 1}]->(:Movie {title: 'Mill Race'})
"""


@pytest.fixture
def films(store: GraphStore) -> Iterator[Graph]:
    """A graph that something else made, in which actors have names of two kinds."""
    list(run(store, FILMS, write=True))
    store.choose_actors(ActorChoice((), ("fullName", "title")))
    yield Graph(store)
    store.choose_actors(ActorChoice())


def test_tables_of_a_graph_that_something_else_made(films: Graph) -> None:
    nodes, edges = films.node_table(), films.edge_table()
    assert nodes.columns == ("id", "name", "labels", "property:name", "fullName", "property:labels", "title")
    found = {row["name"]: row for row in nodes.to_dicts()}
    assert found["Ann Verhoef"]["property:name"] == "av"
    assert found["Ann Verhoef"]["property:labels"] == "x"
    [edge] = edges.to_dicts()
    assert edge == {
        "source": found["Ann Verhoef"]["id"],
        "target": found["Mill Race"]["id"],
        "type": "DIRECTED",
        "property:type": "first",
        "a b": 1,
    }


def test_a_property_called_name_that_is_not_the_name_is_a_column_of_its_own(films: Graph) -> None:
    films.store.choose_actors(ActorChoice((), ("fullName", "title", "name")))
    found = {row["name"]: row for row in films.node_table().to_dicts()}
    assert found["Ann Verhoef"]["property:name"] == "av"


@pytest.mark.parametrize(("suffix", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_exports_call_actors_by_their_names(
    films: Graph, tmp_path: Path, suffix: str, read: Callable[[Path], Any]
) -> None:
    file = tmp_path / f"films.{suffix}"
    films.export(file)
    assert sorted(found["label"] for found in read(file).nodes.values()) == ["Ann Verhoef", "Mill Race"]


def test_empty_tables(store: GraphStore) -> None:
    graph = Graph(store)
    assert (graph.node_table().columns, len(graph.node_table())) == (("id", "name", "labels"), 0)
    assert (graph.edge_table().columns, len(graph.edge_table())) == (("source", "target", "type"), 0)
