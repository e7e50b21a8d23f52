"""The numbers of a graph, the same from both stores."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.claims.read import taken_back
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.stats import read_stats


def test_the_article_in_numbers(article_store: GraphStore) -> None:
    stats = read_stats(article_store)
    assert (stats.actors, stats.claims, stats.ties, stats.sources) == (91, 238, 182, 13)
    assert (stats.components, stats.largest_component, stats.isolated) == (4, 86, 2)
    assert (stats.with_source, stats.with_claimant) == (238, 238)
    assert stats.certainty == {"stated": 154, "opinion": 35, "reported": 27, "alleged": 22}
    assert (stats.one_voice, stats.on_unread_documents, stats.disputed) == (179, 44, 3)
    assert (stats.denied, stats.standings) == (3, {})
    assert stats.unrealised == {"planned": 13, "intended": 19, "possible": 6}
    assert stats.labels["Person"] == 13
    assert next(iter(stats.degrees.items())) == ("Peru", 37)


CLAIMS = """\
id,source,target,type,polarity,modality,claimed_by,sources,cites,supersedes,review
k1,ada,mill,OWNS,,,bea,gazette,,,
k2,ada,mill,OWNS,,,cid,herald,,,
k3,bea,mill,OWNS,,,cid,herald,ledger,,
k4,bea,mill,SOLD,,,cid,herald,,,
k5,bea,mill,SOLD,denies,,bea,herald,,,
k6,cid,mill,OWNS,denies,,cid,herald,,,
k7,cid,mill,SOLD,,planned,bea,gazette,,,
k8,cid,bea,OWNS,,,bea,gazette,,,
k9,cid,bea,OWNS,denies,,bea,herald,,k8,
k10,cid,ada,OWNS,,,bea,gazette,,,draft
"""


def test_claims_and_ties_are_counted_apart(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text(
        "id,name\nada,Ada\nbea,Bea\ncid,Cid\nmill,Mill\n", encoding="utf-8"
    )
    sources = "id,read\ngazette,yes\nherald,yes\nledger,no\n"
    (tmp_path / "sources.csv").write_text(sources, encoding="utf-8")
    (tmp_path / "relations.csv").write_text(CLAIMS, encoding="utf-8")
    stats = read_stats(MemoryStore.from_dataset(read_folder(tmp_path)))
    assert (stats.claims, stats.standings) == (10, {"draft": 1, "taken back": 1})
    assert (stats.ties, stats.types) == (3, {"OWNS": 2, "SOLD": 1})  # k1 and k2 are one; k3; k4
    assert (stats.one_voice, stats.on_unread_documents, stats.disputed) == (2, 1, 1)
    assert (stats.denied, stats.unrealised) == (2, {"planned": 1})  # k6 and k9
    assert stats.degrees == {"Mill": 3, "Bea": 2, "Ada": 1}
    assert (stats.components, stats.largest_component, stats.isolated) == (2, 3, 1)


def test_a_graph_without_provenance_says_so() -> None:
    stats = read_stats(MemoryStore.from_networkx(nx.path_graph(4)))
    assert (stats.actors, stats.ties, stats.components, stats.with_source) == (4, 3, 1, 0)


@pytest.mark.parametrize("as_id", [int, str])
def test_what_a_voice_took_back_is_no_tie_whatever_ids_are(as_id: type) -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge(0, 1, id=as_id(3), claimed_by="v")
    graph.add_edge(2, 3, id=as_id(4), supersedes=as_id(3), claimed_by="v")
    store = MemoryStore.from_networkx(graph)
    assert read_stats(store).ties == 1
    assert len(taken_back(store)) == 1


def test_an_empty_graph_has_no_components() -> None:
    stats = read_stats(MemoryStore())
    assert (stats.actors, stats.components, stats.largest_component) == (0, 0, 0)


def test_actors_of_one_name_are_told_apart() -> None:
    graph = nx.MultiDiGraph()
    for actor, name in (("a", "John"), ("b", "John"), ("c", "Mary")):
        graph.add_node(actor, labels=["Entity"], id=actor, name=name)
    graph.add_edges_from([("a", "b"), ("a", "c"), ("a", "c")])
    assert read_stats(MemoryStore.from_networkx(graph)).degrees == {
        "John (id a)": 2,
        "John (id b)": 1,
        "Mary": 1,
    }


def test_an_actor_that_is_a_source_too_is_an_actor() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", labels=["Entity", "Source"], id="a")
    graph.add_node("b", labels=["Entity"], id="b")
    graph.add_edge("a", "b")
    stats = read_stats(MemoryStore.from_networkx(graph))
    assert (stats.actors, stats.ties, stats.components, stats.isolated) == (2, 1, 1, 0)


def test_what_a_graph_does_not_have_gets_no_heading() -> None:
    firm = nx.Graph()
    firm.add_node("rask", labels="Firm")
    words = read_stats(MemoryStore.from_networkx(firm)).to_text()
    assert "largest: 1 actor;" in words
    assert "Labels" in words
    assert "Types of ties" not in words
    assert "Certainty" not in words
