"""Who asks a server for a part of its graph gets that part over the wire, not the graph.

What is counted are rows, as they come from the server. The graph is a ring of actors of whom each has met
one hub; each tie has a source of its own; Ann, Bob and Eve stand aside, and Bob has met the hub too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sociogram
from sociogram.graph.errors import ActorError
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.graph.store import Answer
from sociogram.queries.actors import actors_starting
from support.neo4j.fixtures import ServerAddress, database_lock, wipe

pytestmark = pytest.mark.neo4j

RING = 1_500
FEW = 60
"""Rows that will do for any part below; the whole has 4,511 nodes and 3,003 relationships."""

MADE = [
    """
    UNWIND range(0, $last) AS n
    CREATE (:Entity:Person {id: 'p' + n, name: 'Person ' + n}),
           (:Source {id: 's' + n, title: 'Paper ' + n}), (:Source {id: 'h' + n, title: 'Note ' + n})
    """,
    """
    CREATE (:Entity:Firm {id: 'hub', name: 'Hub & Co.'}), (:RelationType {type: 'KNOWS', forward: 'knows'}),
           (:RelationType {type: 'MET', forward: 'met'}), (:RelationType {type: 'OWNS', forward: 'owns'})
    """,
    """
    MATCH (hub:Entity {id: 'hub'})
    UNWIND range(0, $last) AS n
    MATCH (a:Entity {id: 'p' + n}), (b:Entity {id: 'p' + (n + 1) % ($last + 1)})
    CREATE (a)-[:KNOWS {id: n, sources: ['s' + n], claimed_by: b.id}]->(b),
           (a)-[:MET {id: 'met' + n, sources: ['h' + n], claimed_by: a.id}]->(hub)
    """,
    """
    MATCH (hub:Entity {id: 'hub'})
    CREATE (ann:Entity:Person {id: 'ann', name: 'Ann Áñez', aliases: ['The Boss']}),
           (bob:Entity:Person {id: 'bob', name: 'Bob'}), (eve:Entity:Person {id: 'eve', name: 'Eve'}),
           (ann)-[:KNOWS {id: 'ab', sources: ['s1'], claimed_by: 'p9'}]->(bob),
           (eve)-[:KNOWS {id: 'eb', sources: ['s2']}]->(bob), (bob)-[:MET {id: 'bh', sources: ['s3']}]->(hub)
    """,
]


class Counting(Neo4jStore):
    """A store that counts the rows that come."""

    rows = 0

    def execute(self, text: str, parameters: Mapping[str, Any] | None = None, **options: Any) -> Answer:
        answer = super().execute(text, parameters, **options)
        return replace(answer, rows=self._counted(answer.rows))

    def _counted(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in rows:
            self.rows += 1
            yield row


@pytest.fixture(scope="module")
def large(neo4j_server: ServerAddress) -> Iterator[Counting]:
    with (
        Counting(neo4j_server.uri, neo4j_server.user, neo4j_server.password) as store,
        database_lock(),
    ):
        wipe(store)
        store.execute(
            "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE", write=True
        ).summary()
        for text in MADE:
            store.execute(text, {"last": RING - 1}, write=True).summary()
        yield store


@pytest.fixture
def graph(large: Counting) -> sociogram.Graph:
    large.rows = 0
    return sociogram.Graph(large)


def rows_of(graph: sociogram.Graph) -> int:
    assert isinstance(graph.store, Counting)
    return graph.store.rows


def paths_in_words(graph: sociogram.Graph, folder: Path) -> None:
    [steps] = graph.path("Ann Áñez", "Person 7").steps()
    assert [str(step) for step in steps] == [
        "Ann Áñez knows Bob",
        "Bob met Hub & Co.",
        "Hub & Co. ←met— Person 7",
    ]
    assert "Person 9 says that" in steps[0].evidence
    assert "Paper 1" in steps[0].evidence


def a_page_around(graph: sociogram.Graph, folder: Path) -> None:
    page = graph.page(around="ann", depth=2)
    assert [actor["name"] for actor in page.scene.actors] == ["Ann Áñez", "Bob", "Eve", "Hub & Co."]
    assert [source["title"] for source in page.scene.sources] == ["Paper 1", "Paper 3", "Paper 2"]
    page.write(folder / "page.html")


def a_page_between(graph: sociogram.Graph, folder: Path) -> None:
    assert len(graph.page(between=("Eve", "Person 9")).scene.ties) == 3


def a_page_of_the_strongest(graph: sociogram.Graph, folder: Path) -> None:
    page = graph.page(strongest=3)
    assert [actor["name"] for actor in page.scene.actors] == ["Bob", "Hub & Co.", "Person 0"]
    assert page.note == (
        "This page shows the 3 actors with the most ties that somebody affirms, of 1,504 actors, "
        "and the 2 such ties among them."
    )


def a_page_of_a_query(graph: sociogram.Graph, folder: Path) -> None:
    assert len(graph.query("connections-of", actor="Eve").page().scene.ties) == 1


def exports(name: str, format: str | None = None, **part: Any) -> Callable[[sociogram.Graph, Path], None]:  # noqa: A002
    def export(graph: sociogram.Graph, folder: Path) -> None:
        words = graph.export(folder / name, format=format, **part)  # type: ignore[arg-type]
        assert words

    return export


def an_export_of_a_query(graph: sociogram.Graph, folder: Path) -> None:
    result = graph.run("MATCH (:Person {id: 'ann'})-[r]->() RETURN r")
    assert graph.export(folder / "x.json", result=result) == ["2 nodes, 1 relationship"]


def a_stored_query_with_a_folded_name(graph: sociogram.Graph, folder: Path) -> None:
    assert len(graph.query("connections-of", actor="ann  anez")) == 1


def completing_a_name(graph: sociogram.Graph, folder: Path) -> None:
    assert [actor.id for actor in actors_starting(graph.store, "ann a")] == ["ann"]


PARTS: dict[str, Callable[[sociogram.Graph, Path], None]] = {
    "path": paths_in_words,
    "page --around": a_page_around,
    "page --between": a_page_between,
    "page --strongest": a_page_of_the_strongest,
    "page --query": a_page_of_a_query,
    "export .graphml --around": exports("x.graphml", around="ann", depth=2),
    "export .gexf --between": exports("x.gexf", between=("ann", "p5")),
    "export .cypher --around": exports("x.cypher", around="bob"),
    "export csv --around": exports("folder", "csv", around="bob"),
    "export neo4j-admin --around": exports("folder", "neo4j-admin", around="bob"),
    "export of a query": an_export_of_a_query,
    "query with a folded name": a_stored_query_with_a_folded_name,
    "completion": completing_a_name,
}


@pytest.mark.parametrize("ask", PARTS.values(), ids=PARTS)
def test_a_part_is_fetched_and_no_more(
    graph: sociogram.Graph, tmp_path: Path, ask: Callable[[sociogram.Graph, Path], None]
) -> None:
    ask(graph, tmp_path)
    assert 0 < rows_of(graph) <= FEW


MEANT = {"ANN AÑEZ": "ann", "the boss": "ann", "Añez": "ann", "person 77": "p77", "HUB": "hub", "P12": "p12"}


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_the_server_finds_who_is_meant(graph: sociogram.Graph, typed: str, meant: str) -> None:
    part = graph.select(around=typed, depth=0)
    assert [node["id"] for node in part.nodes] == [meant]
    assert rows_of(graph) <= FEW


def test_the_server_finds_the_nearest_of_those_it_has(graph: sociogram.Graph) -> None:
    with pytest.raises(ActorError, match="Did you mean 'Person 1234'"):
        graph.select(around="Persson 1234")
    assert rows_of(graph) <= 250


def test_numbers_take_a_row_for_each_actor_source_and_kind_of_claim(graph: sociogram.Graph) -> None:
    stats = graph.stats()
    assert (stats.actors, stats.ties, stats.sources) == (RING + 4, 2 * RING + 3, 2 * RING)
    assert (stats.components, stats.largest_component, stats.isolated) == (1, RING + 4, 0)
    assert (stats.with_source, stats.with_claimant) == (2 * RING + 3, 2 * RING + 1)
    assert stats.types == {"MET": RING + 1, "KNOWS": RING + 2}
    assert next(iter(stats.degrees)) == "Hub & Co."
    kinds_of_claims = 2 * RING + 3  # each has a source of its own
    assert rows_of(graph) <= (RING + 4) + 2 * RING + kinds_of_claims + FEW


def test_an_overview_of_all_reads_each_tie_once(
    graph: sociogram.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociogram.viz.graph_page.LIMIT", 1_000)
    page = graph.page()
    assert page.scene.overview
    named_in_ties = 2 * RING + RING + 1 + 2  # their sources, the names of who is quoted, their types
    sources_again = 2 * RING  # once for the rules of claims, once for their titles
    assert rows_of(graph) <= (RING + 4) + (2 * RING + 3) + named_in_ties + sources_again + FEW


@pytest.mark.parametrize("target", ["x.cypher", "folder"])
def test_an_export_of_all_holds_little_of_it(graph: sociogram.Graph, tmp_path: Path, target: str) -> None:
    graph.export(tmp_path / target, format=None if "." in target else "neo4j-admin")
    nodes, ties = 3 * RING + 7, 2 * RING + 3
    assert rows_of(graph) <= 2 * (nodes + ties) + FEW  # read twice, see graph/formats/neo4j_admin.py
