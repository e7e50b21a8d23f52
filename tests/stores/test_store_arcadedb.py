"""Reading from ArcadeDB, which speaks Bolt and openCypher and carries out writes in a session that reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from sociogram.api import Graph
from sociogram.graph.errors import ActorError, CypherSemanticError
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.queries.run import run
from support.arcadedb.fixtures import ArcadeAddress

PARTNERS = """
    UNWIND range(1, 6) AS n
    CREATE (p:Partner {title: CASE n % 2 WHEN 0 THEN 'Dr' ELSE 'Ms' END, fullName: 'Partner ' + n, id: n}),
           (f:Firm {title: 'Firm ' + n, id: n}),
           (p)-[:OWNS {claimed_by: 'Partner ' + n, sources: ['register']}]->(f)
"""


@pytest.fixture(scope="module")
def graph(arcadedb: ArcadeAddress) -> Iterator[Graph]:
    """Partners and their firms."""
    with Neo4jStore(arcadedb.uri, arcadedb.user, arcadedb.password, "graph") as store:
        run(store, PARTNERS, write=True)
        yield Graph(store)


@pytest.mark.parametrize(
    "text", ["CREATE (n:Sneaky)", "CALL db.sneaky()", "MATCH (n) FILTER n.id = 1 SET n.id = 2"]
)
def test_nothing_is_written_without_leave(graph: Graph, text: str) -> None:
    with pytest.raises(CypherSemanticError, match="--write"):
        graph.run(text)
    assert graph.run("MATCH (n) RETURN count(n)").value() == 12


def test_what_actors_are_is_found_out(graph: Graph) -> None:
    stats = graph.stats()
    assert stats.actors_are.startswith("all nodes, named by fullName, else title")
    assert (stats.actors, stats.ties, stats.components) == (12, 6, 6)


def test_stored_queries_and_paths(graph: Graph) -> None:
    assert graph.query("connections-of", actor="Firm 3").single()["other"] == "Partner 3"
    assert graph.query("hubs", top=12).to_dicts()[0]["ties"] == 1
    assert "Partner 2" in str(graph.path("Partner 2", "Firm 2"))
    with pytest.raises(ActorError, match="Did you mean 'Partner 1'"):
        graph.path("Partnr 1", "Firm 1")


def test_properties_that_no_schema_declares(graph: Graph) -> None:
    assert graph.store.property_keys() >= {"claimed_by", "fullName", "id", "sources", "title"}
    assert graph.store.property_keys(["claimed_by", "via"]) == {"claimed_by"}
    stats = graph.stats()
    assert (stats.sources, stats.with_source, stats.with_claimant) == (1, 6, 6)
    assert graph.query("connections-of", actor="Firm 3").single()["voices"] == ["Partner 3"]
    assert len(graph.query("single-claimant-ties")) == 6
    misspelt = graph.run("MATCH (p) WHERE p.fulName = 'Partner 1' RETURN p.title")
    [notice] = misspelt.summary.notifications
    assert notice.startswith("The graph has no property 'fulName'. Did you mean 'fullName'")


def test_a_page_an_export_and_values_of_another_library(graph: Graph, tmp_path: Path) -> None:
    graph.write_back(list(nx.weakly_connected_components(graph.networkx)), "component")
    scene = graph.page(around="Firm 3", color="component").scene
    assert {actor["name"] for actor in scene.actors} == {"Firm 3", "Partner 3"}
    assert graph.export(tmp_path / "graph.cypher") == ["12 nodes, 6 relationships"]


def test_nodes_without_names_are_called_by_label_and_values(graph: Graph) -> None:
    """The last test, as it adds to the graph."""
    text = "CREATE (:Payment {amount: 1200, currency: 'EUR'})-[:PAID_FOR]->(:Note)"
    list(run(graph.store, text, write=True))
    called = [row["actor"] for row in graph.query("hubs", top=20)]
    assert "Payment 1200 EUR" in called
    [note] = [name for name in called if name.startswith("Note #")]
    assert "Payment 1200 EUR —paid for→ Note #" in str(graph.path("Payment 1200 EUR", note))
