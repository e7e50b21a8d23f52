"""The numbers of a graph, the same from both stores."""

from __future__ import annotations

import networkx as nx

from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.stats import read_stats


def test_the_article_in_numbers(article_store: GraphStore) -> None:
    stats = read_stats(article_store)
    assert (stats.actors, stats.ties, stats.sources) == (87, 231, 12)
    assert (stats.components, stats.largest_component, stats.isolated) == (2, 84, 0)
    assert (stats.with_source, stats.with_claimant) == (231, 231)
    assert stats.certainty == {"stated": 115, "reported": 42, "opinion": 40, "alleged": 26, "disputed": 8}
    assert stats.labels["Person"] == 13
    assert next(iter(stats.degrees)) == "Peru"


def test_a_graph_without_provenance_says_so() -> None:
    stats = read_stats(MemoryStore.from_networkx(nx.path_graph(4)))
    assert (stats.actors, stats.ties, stats.components, stats.with_source) == (4, 3, 1, 0)


def test_an_empty_graph_has_no_components() -> None:
    stats = read_stats(MemoryStore())
    assert (stats.actors, stats.components, stats.largest_component) == (0, 0, 0)


def test_actors_of_one_name_are_told_apart() -> None:
    graph = nx.MultiDiGraph()
    for actor, name in (("a", "John"), ("b", "John"), ("c", "Mary")):
        graph.add_node(actor, labels=["Entity"], id=actor, name=name)
    graph.add_edges_from([("a", "b"), ("a", "c"), ("a", "c")])
    assert read_stats(MemoryStore.from_networkx(graph)).degrees == {
        "John (id a)": 3,
        "Mary": 2,
        "John (id b)": 1,
    }


def test_an_actor_that_is_a_source_too_is_an_actor() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", labels=["Entity", "Source"], id="a")
    graph.add_node("b", labels=["Entity"], id="b")
    graph.add_edge("a", "b")
    stats = read_stats(MemoryStore.from_networkx(graph))
    assert (stats.actors, stats.ties, stats.components, stats.isolated) == (2, 1, 1, 0)
