"""The part of a graph that somebody asks for, the same from both stores."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import networkx as nx
import pytest

import sociogram
from sociogram.api import Graph
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.actors import find_actor
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from sociogram.queries.selection import (
    Selection,
    around,
    count,
    everything,
    left_out,
    of_values,
    strongest,
    with_catalogue,
    with_directions,
)
from sociogram.viz.graph_page import graph_page
from sociogram.viz.page import Page
from sociogram.viz.part import View, complete
from sociogram.viz.picture.network import network_of
from sociogram.viz.picture.scene import name_of

Format = Literal["csv", "neo4j-admin"]


def names(part: Subgraph) -> list[str]:
    return [node["id"] for node in part.nodes]


def test_everything_is_all_actors_and_ties(article_store: GraphStore) -> None:
    part = everything(article_store)
    assert (len(part.nodes), len(part.relationships)) == (91, 238)


def test_the_whole_is_read_without_being_held(article_store: GraphStore) -> None:
    entire, part = article_store.view(), everything(article_store)
    nodes, ties = list(entire.read_nodes()), list(entire.read_ties())
    assert entire.count() == (len(nodes), len(ties)) == (188, 238)
    assert {node.id: node.properties for node in part.nodes}.items() <= {
        node.id: node.properties for node in nodes
    }.items()
    assert {tie.id: tie.properties for tie in part.relationships} == {
        tie.id: tie.properties for tie, _, _ in ties
    }
    assert all((tie.start, tie.end) == (start.id, end.id) for tie, start, end in ties)
    labels = {node.id: node.labels for node in nodes}
    assert all(set(end.labels) == set(labels[end.id]) for tie in ties for end in tie[1:])
    starts = [tie.start for tie, _, _ in ties]
    assert len([place for place in range(len(starts)) if starts[place] != starts[place - 1]]) == len(
        set(starts)
    )


def test_depth_zero_is_the_actor_alone(article_store: GraphStore) -> None:
    part = around(article_store, find_actor(article_store, "Donald Trump"), 0)
    assert (names(part), part.relationships) == (["donald-trump"], ())


def test_around_holds_the_ties_among_those_reached(article_store: GraphStore) -> None:
    part = around(article_store, find_actor(article_store, "Joe Biden"), 2)
    ends = {node.id for node in part.nodes}
    assert names(part)[:3] == ["biden-administration", "boluarte-government", "joe-biden"]
    assert all(tie.start in ends and tie.end in ends for tie in part.relationships)


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_around_is_what_a_search_finds(article_store: GraphStore, depth: int) -> None:
    graph = article_store.networkx.to_undirected(as_view=True)
    near = set(nx.single_source_shortest_path_length(graph, "lisa-kenna", depth))
    part = around(article_store, find_actor(article_store, "Kenna"), depth)
    assert set(names(part)) == near
    ties = {key for _, _, key in article_store.networkx.subgraph(near).edges(keys=True)}
    assert {tie["id"] for tie in part.relationships} == ties


@pytest.mark.parametrize("most", [1, 5, 40, 90, 500])
def test_the_strongest_are_those_of_the_whole(article_store: GraphStore, most: int) -> None:
    whole = with_directions(article_store, everything(article_store))
    expected = network_of(whole).strongest(most, name_of)
    found = strongest(article_store, most)
    assert (found.nodes, found.relationships) == (expected.nodes, expected.relationships)
    assert count(article_store) == 91


LOUD = [
    # claims, who of a to d has the most ties that somebody affirms
    ("(a)-[:MET]->(b), (b)-[:MET]->(a), (b)-[:MET]->(c), (c)-[:MET]->(d), (c)-[:PAID]->(d)", "c"),
    ("(a)-[:PAID]->(b), (b)-[:PAID]->(a), (c)-[:PAID]->(d), (c)-[:PAID]->(d), (c)-[:PAID]->(d)", "a"),
    ("(a)-[:PAID]->(b), (c)-[:PAID {polarity: 'denies'}]->(d), (c)-[:LEADS {modality: 'planned'}]->(d)", "a"),
    ("(a)-[:PAID]->(b), (c)-[:PAID {directed: false}]->(d), (d)-[:PAID {directed: false}]->(c)", "a"),
]


@pytest.mark.parametrize(("claims", "strong"), LOUD)
def test_the_strongest_have_the_most_ties_however_many_claims_are_about_one(claims: str, strong: str) -> None:
    store = MemoryStore()
    actors = ", ".join(f"({name}:Entity {{id: '{name}', name: '{name}'}})" for name in "abcd")
    types = "(:RelationType {type: 'MET', directed: false})"
    run(store, f"CREATE {actors}, {types}, {claims}", write=True)
    assert names(strongest(store, 1)) == [strong]


def test_the_strongest_of_a_graph_without_ids() -> None:
    store = MemoryStore()
    run(store, "CREATE (a:Film {title: 'A'})<-[:IN]-(:Star {name: 'S'})-[:IN]->(:Film)", write=True)
    assert [node.get("name", node.get("title")) for node in strongest(store, 2).nodes] == ["A", "S"]
    assert len(strongest(store, 2).relationships) == 1


def test_a_relationship_brings_its_ends(article_store: GraphStore) -> None:
    values = [record[0] for record in run(article_store, "MATCH ()-[r:PARENT_OF]->() RETURN r")]
    assert names(of_values(article_store, values)) == ["christopher-ramos", "hilaria-aime-gutierrez"]


def test_the_catalogue_comes_along_when_asked(article_store: GraphStore) -> None:
    values = [record[0] for record in run(article_store, "MATCH ()-[r:CREDITED_WITH_PHOTO_OF]->() RETURN r")]
    part = with_catalogue(article_store, of_values(article_store, values))
    labels = sorted(label for node in part.nodes for label in node.labels if label != "Entity")
    assert labels == ["Media", "Police", "RelationType", "Source", "Source"]


def test_every_tie_has_its_ends_where_sources_are_in_a_graph_without_entities() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("b", "s")])
    graph.nodes["s"]["labels"] = ["Source"]
    part = everything(MemoryStore.from_networkx(graph))
    assert ({node.id for node in part.nodes}, len(part.relationships)) == (
        {part.relationships[0].start, part.relationships[0].end},
        1,
    )


@pytest.mark.parametrize(
    ("target", "format_"),
    [
        ("o.graphml", None),
        ("o.gexf", None),
        ("o.json", None),
        ("o.cypher", None),
        ("o", "csv"),
        ("o", "neo4j-admin"),
    ],
)
def test_an_export_says_what_it_leaves_out(tmp_path: Path, target: str, format_: Format | None) -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("a", "c"), ("c", "c"), ("a", "s")])
    nx.set_node_attributes(
        graph, {"a": ["Entity"], "b": ["Entity"], "c": ["Thing"], "s": ["Source"]}, "labels"
    )
    words = sociogram.open(graph).export(tmp_path / target, format=format_)
    assert words[1] == "left out: nodes without the label Entity (1) and relationships of such nodes (3)"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({}, "7 denied, 16 planned, 21 intended and 6 possible"),
        ({"around": "Lisa Kenna", "depth": 0}, None),
        ({"around": "Pedro Castillo"}, "3 intended"),
    ],
)
@pytest.mark.parametrize(("target", "format_"), [("o.gexf", None), ("o.cypher", None), ("o", "csv")])
def test_an_export_says_which_claims_go_along_that_do_not_count(
    article_store: GraphStore,
    tmp_path: Path,
    part: dict[str, Any],
    said: str | None,
    target: str,
    format_: Format | None,
) -> None:
    words = Graph(article_store).export(tmp_path / target, format=format_, **part)
    notes = [word for word in words if "paths and counts leave out" in word]
    assert notes == [
        f"claims that paths and counts leave out are among them: {one} (polarity, modality, review)"
        for one in ([said] if said else [])
    ]


def test_an_export_says_which_claims_were_taken_back(tmp_path: Path) -> None:
    rows = "id,source,target,type,claimed_by,supersedes\nc1,a,b,MET,c,\nc2,a,b,MET,c,c1\nc3,b,c,MET,a,\n"
    (tmp_path / "relations.csv").write_text(rows, encoding="utf-8")
    graph = sociogram.open(tmp_path)
    note = "claims that paths and counts leave out are among them: 1 taken back"
    assert graph.export(tmp_path / "all.json")[1] == f"{note} (polarity, modality, review, supersedes)"
    assert graph.export(tmp_path / "part.json", around="a")[1].startswith(note)
    assert note not in " ".join(graph.export(tmp_path / "other.json", between=("b", "c")))


def test_nothing_is_left_out_of_entities_and_sources_or_where_no_node_is_an_entity() -> None:
    graph = nx.MultiDiGraph([("a", "b")])
    assert left_out(MemoryStore.from_networkx(graph)) == []
    graph.add_node("s", labels=["Source"])
    nx.set_node_attributes(graph, {"a": ["Entity"], "b": ["Entity", "Source"]}, "labels")
    assert left_out(MemoryStore.from_networkx(graph)) == []


def test_a_page_that_counts_first_is_that_of_the_whole(
    article_store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    selected = Selection(around="Pedro Castillo", depth=2)
    part, given = complete(article_store, selected.read(article_store), View())
    expected = Page(part, title="t", question="q", limit=60, **given)
    monkeypatch.setattr("sociogram.viz.graph_page.LIMIT", 60)
    found = graph_page(article_store, selected, name="", title="t", question="q")
    assert found.scene.overview
    assert found.scene.to_dict() == expected.scene.to_dict()
    assert found.html() == expected.html()
