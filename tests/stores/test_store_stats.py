"""The numbers of a graph: the same from both stores, and from a server by few queries and few rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.neo4j.connection import Connection
from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from sociogram.queries.stats import read_stats
from support.datasets import dataset_of

CLAIMS: list[dict[str, Any]] = [
    # Two voices for one tie, in either direction where that does not matter.
    {"source": "ada", "target": "mill", "type": "OWNS", "claimed_by": "bea", "sources": ["gazette"]},
    {"source": "ada", "target": "mill", "type": "OWNS", "claimed_by": "cid", "sources": ["herald"]},
    {"source": "ada", "target": "bea", "type": "MET", "claimed_by": "bea", "sources": ["gazette"]},
    {"source": "bea", "target": "ada", "type": "MET", "claimed_by": "bea", "sources": ["herald"]},
    # Two ties, because this one has a direction.
    {"source": "mill", "target": "ada", "type": "OWNS", "sources": ["leak"], "start_date": "2030"},
    # On the word of a document that nobody has read.
    {"source": "bea", "target": "mill", "type": "OWNS", "sources": ["herald"], "cites": ["ledger"]},
    {"source": "cid", "target": "mill", "type": "OWNS", "sources": ["herald"], "certainty": "alleged"},
    {"source": "eve", "target": "mill", "type": "OWNS", "sources": ["herald"], "certainty": "alleged"},
    {"source": "bea", "target": "mill", "type": "SOLD", "claimed_by": "cid", "sources": ["herald"]},
    {
        "source": "bea",
        "target": "mill",
        "type": "SOLD",
        "claimed_by": "bea",
        "sources": ["herald"],
        "polarity": "denies",
    },
    {"source": "cid", "target": "mill", "type": "SOLD", "polarity": "denies"},
    {"source": "cid", "target": "mill", "type": "LEADS", "modality": "planned", "end_date": "2031"},
    {"source": "cid", "target": "ada", "type": "OWNS", "review": "draft"},
    {"source": "cid", "target": "cid", "type": "OWNS"},
    # Taken back on the same tie, by its own voice on another tie, and by another voice, which it cannot be.
    {"id": "k1", "source": "cid", "target": "bea", "type": "OWNS", "claimed_by": "bea"},
    {"source": "cid", "target": "bea", "type": "OWNS", "claimed_by": "bea", "supersedes": "k1"},
    {"id": "k2", "source": "eve", "target": "bea", "type": "PAID", "claimed_by": "bea"},
    {"source": "eve", "target": "ada", "type": "PAID", "claimed_by": "bea", "supersedes": "k2"},
    {"id": "k3", "source": "eve", "target": "cid", "type": "PAID", "claimed_by": "bea"},
    {"source": "ada", "target": "cid", "type": "PAID", "claimed_by": "cid", "supersedes": "k3"},
]
PEOPLE = [{"id": name, "name": name.title()} for name in ("ada", "bea", "cid", "eve", "fay", "mill")]
SOURCES = [
    {"id": "gazette", "author": "Béa", "read": "yes"},
    {"id": "herald", "author": "Cid"},
    {"id": "ledger", "read": "no"},
    {"id": "leak", "read": "no"},
]
TYPES = [{"type": "MET", "directed": False}]


def test_every_kind_of_claim(store: GraphStore) -> None:
    store.merge(dataset_of(PEOPLE, CLAIMS, SOURCES, TYPES))
    stats = read_stats(store)
    assert (stats.actors, stats.claims, stats.ties, stats.sources) == (6, 20, 12, 4)
    assert stats.types == {"OWNS": 7, "PAID": 3, "MET": 1, "SOLD": 1}
    assert stats.degrees == {"Mill": 6, "Ada": 5, "Cid": 5, "Bea": 4, "Eve": 3}
    assert (stats.components, stats.largest_component, stats.isolated) == (2, 5, 1)
    assert (stats.with_source, stats.with_claimant, stats.with_date) == (10, 13, 2)
    assert (stats.certainty, stats.standings) == ({"alleged": 2}, {"draft": 1, "taken back": 2})
    assert (stats.one_voice, stats.on_unread_documents, stats.disputed) == (9, 1, 1)
    assert (stats.denied, stats.unrealised) == (1, {"planned": 1})


def test_a_tie_of_an_actor_with_itself_counts_once_everywhere(store: GraphStore) -> None:
    """In ``stats``, in ``hubs``, and where ties have no direction."""
    create = """
        CREATE (a:Entity {id: 'ada', name: 'Ada'}), (b:Entity {id: 'bea', name: 'Bea'}),
               (a)-[:PAID]->(a), (a)-[:PAID]->(b), (b)-[:MET {directed: false}]->(b)
    """
    list(run(store, create, write=True))
    degrees = read_stats(store).degrees
    hubs = Graph(store).query("hubs").to_dicts()
    assert degrees == {row["actor"]: row["ties"] for row in hubs} == {"Ada": 2, "Bea": 2}
    assert [(row["outgoing"], row["incoming"], row["undirected"]) for row in hubs] == [(2, 0, 0), (0, 1, 1)]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[Any]]]:
    """The rows of each query that a server gets."""
    queries: list[list[Any]] = []
    execute = Connection.execute

    def counting(self: Connection, *arguments: Any, **options: Any) -> Any:
        answer = execute(self, *arguments, **options)
        rows: list[Any] = []
        queries.append(rows)
        every = answer.rows

        def noted() -> Iterator[Any]:
            for row in every:
                rows.append(row)
                yield row

        return type(answer)(answer.columns, noted(), answer.summary)

    monkeypatch.setattr(Connection, "execute", counting)
    return queries


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ["article", "no claims", "foreign"])
def test_a_server_gets_at_most_five_queries(neo4j_store: Any, sent: list[list[Any]], name: str) -> None:
    article = read_folder(Path(__file__).parents[2] / "data")
    if name == "article":
        neo4j_store.merge(article)
    if name == "foreign":
        people = "CREATE (:Person {title: 'Ann'})-[:KNOWS]->(:Person {title: 'Bo'})"
        list(run(neo4j_store, people, write=True))
    neo4j_store.connection.forget_actor_rule()
    sent.clear()
    expected = {"article": read_stats(MemoryStore.from_dataset(article)).ties, "no claims": 0, "foreign": 1}
    assert read_stats(neo4j_store).ties == expected[name]
    assert 0 < len(sent) <= 5


@pytest.mark.neo4j
def test_a_server_sends_no_row_for_each_claim(neo4j_store: Any, sent: list[list[Any]]) -> None:
    names = [f"p{number}" for number in range(40)]
    claims = [
        {"source": one, "target": other, "type": "KNOWS", "sources": ["s"], "claimed_by": one}
        for one in names
        for other in names
        if one < other
    ]
    neo4j_store.merge(dataset_of([{"id": name} for name in names], claims))
    sent.clear()
    stats = read_stats(neo4j_store)
    assert (stats.claims, stats.ties, stats.one_voice) == (780, 780, 780)
    assert (stats.degrees["p0"], stats.components) == (39, 1)
    assert sum(map(len, sent)) < 100  # a row for each actor, and some for names
