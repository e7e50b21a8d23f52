"""What a query answers, as people handle it."""

from __future__ import annotations

import sys
from pathlib import Path

import networkx as nx
import pytest

import sociogram
from sociogram.graph.errors import SociogramError
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.results.result import Result
from sociogram.queries.run import run


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    run(
        store,
        "CREATE (a:Person {name: 'Ann', labels: 'odd'})-[:KNOWS {since: 2001}]->(:Person {name: $name})",
        {"name": "<b>Bob</b>"},
        write=True,
    )
    return store


@pytest.fixture
def result(store: MemoryStore) -> Result:
    return run(store, "UNWIND [1, 2, 3] AS x RETURN x, x * x AS square")


def test_columns_and_records(result: Result):
    assert result.columns == ("x", "square")
    record = result[1]
    assert (record[1], record["square"], record.get("cube"), tuple(record)) == (4, 4, None, (2, 4))
    assert record.data() == {"x": 2, "square": 4}
    assert record.keys() == ("x", "square")
    assert list(record) == [2, 4]
    with pytest.raises(KeyError, match="there are x, square"):
        record["cube"]


def test_it_can_be_gone_over_again(result: Result):
    assert [record["x"] for record in result] == [1, 2, 3]
    assert [record["x"] for record in result] == [1, 2, 3]
    assert len(result) == 3
    assert bool(result)
    assert result[-1]["x"] == 3


def test_rows_are_made_as_they_are_read(store: MemoryStore):
    result = run(store, "UNWIND range(1, 100000) AS x RETURN x")
    assert next(iter(result))["x"] == 1
    assert len(result._read) < 100000
    assert sum(record["x"] for record in result) == 5000050000


def test_one_row(store: MemoryStore, result: Result):
    assert run(store, "RETURN 5 AS x").value() == 5
    with pytest.raises(SociogramError, match="3 rows"):
        result.single()


def test_dicts(result: Result):
    assert result.to_dicts() == [{"x": x, "square": x * x} for x in (1, 2, 3)]


def test_pandas_is_asked_for_by_name_where_it_is_missing(result: Result, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SociogramError, match="pip install pandas"):
        result.to_pandas()


def test_networkx(store: MemoryStore):
    graph = run(store, "MATCH p = (a)-[r]->(b) RETURN [p] AS ps, {m: a} AS m").to_networkx()
    assert sorted(data["name"] for _, data in graph.nodes(data=True)) == ["<b>Bob</b>", "Ann"]
    assert {data.get("property:labels") for _, data in graph.nodes(data=True)} == {"odd", None}
    assert [(data["type"], data["since"]) for _, _, data in graph.edges(data=True)] == [("KNOWS", 2001)]
    assert len(run(store, "MATCH ()-[r]->() RETURN r").to_networkx()) == 2


def test_networkx_keys_are_ids(tmp_path: Path):
    (tmp_path / "entities.csv").write_text("id,name\nada,Ada\nbob,Bob\n", encoding="utf-8")
    (tmp_path / "relations.csv").write_text("source,target,type\nada,bob,MET\n", encoding="utf-8")
    graph = sociogram.open(tmp_path)
    part = graph.run("MATCH ()-[r]->() RETURN r").to_networkx()
    assert list(part.edges()) == [("ada", "bob")] == list(graph.networkx.edges())


EVERYTHING = "MATCH (a) OPTIONAL MATCH (a)-[r]->() RETURN a, r"


def test_an_undirected_graph_stays_one(tmp_path: Path):
    club = nx.karate_club_graph()
    nx.write_graphml(club, tmp_path / "club.graphml")
    for graph in (sociogram.open(club), sociogram.open(tmp_path / "club.graphml")):
        part = graph.run(EVERYTHING).to_networkx()
        assert type(part) is nx.MultiGraph
        assert nx.density(part) == nx.density(club)
        # the live graph of a file has directions; docs/python.md says how to measure it
        assert nx.density(nx.Graph(graph.networkx)) == nx.density(club)


DIRECTIONS = [
    ("CREATE ()-[:MET {directed: false}]->(), ()-[:MET {directed: 'no'}]->()", nx.MultiGraph),
    ("CREATE ()-[:MET {directed: false}]->(), ()-[:MET]->()", nx.MultiDiGraph),
    ("CREATE (:RelationType {type: 'MET', directed: false}), ()-[:MET]->()", nx.MultiGraph),
    ("CREATE (:RelationType {type: 'MET', directed: false}), ()-[:MET]->()-[:PAID]->()", nx.MultiDiGraph),
    ("CREATE ()", nx.MultiDiGraph),
]


@pytest.mark.parametrize(("script", "kind"), DIRECTIONS)
def test_one_tie_with_a_direction_is_enough(script: str, kind: type):
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run(script, write=True)
    assert type(graph.run(EVERYTHING).to_networkx()) is kind


def test_a_notebook_shows_a_table_in_which_nothing_runs(store: MemoryStore):
    html = run(store, "MATCH p = (a)-[r]->(b) RETURN b.name AS `<script>`, p, null AS n")._repr_html_()
    assert "<script>" not in html
    assert "&lt;b&gt;Bob&lt;/b&gt;" in html
    assert "(:Person Ann)-[:KNOWS]-&gt;(:Person &lt;b&gt;Bob&lt;/b&gt;)" in html


def test_summary(store: MemoryStore):
    summary = run(store, "CREATE (:Person)", write=True).summary
    assert summary.messages() == ["1 node created, 1 label added."]
    assert summary.milliseconds > 0
