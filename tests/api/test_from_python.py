"""What other libraries give and take: frames, values of nodes, notebooks, pages by a property."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import pytest

import sociogram
from sociogram.graph.errors import SociogramError, SociogramWarning

ROWS = """
    UNWIND [{a: 1, b: 'x', c: date('2031-05-02'), d: [1, 'x']}, {a: 2}] AS row
    RETURN row.a AS a, row.b AS b, row.c AS c, row.d AS d
"""


@pytest.fixture
def graph() -> sociogram.Graph:
    """Two triangles of actors with one tie between them."""
    found = nx.DiGraph()
    for one, other in ("ab", "bc", "ca", "de", "ef", "fd", "cd"):
        found.add_edge(one, other, type="KNOWS")
    return sociogram.open(found)


def test_a_result_as_arrow(graph: sociogram.Graph) -> None:
    table = graph.run(ROWS).to_arrow()
    assert table.column_names == ["a", "b", "c", "d"]
    assert table.to_pylist() == [
        {"a": 1, "b": "x", "c": dt.date(2031, 5, 2), "d": "1 | x"},
        {"a": 2, "b": None, "c": None, "d": None},
    ]


PANDAS = [
    # a list in Cypher, the dtype of its column, the values
    ("[date('2031-05-02'), null]", "datetime64", [dt.datetime(2031, 5, 2), None]),
    ("[localdatetime('2031-05-02T10:00')]", "datetime64", [dt.datetime(2031, 5, 2, 10)]),
    ("[datetime('2031-05-02T10:00Z')]", "datetime64", [dt.datetime(2031, 5, 2, 10, tzinfo=dt.UTC)]),
    (
        "[localdatetime('2031-05-02T10:00'), localdatetime('2031-05-02T10:00:00.000000001')]",
        "datetime64[ns]",
        [pd.Timestamp("2031-05-02T10:00"), pd.Timestamp("2031-05-02T10:00:00.000000001")],
    ),
    (
        "[datetime('2031-05-02T10:00:00.123456789Z'), null]",
        "datetime64[ns",
        [pd.Timestamp("2031-05-02T10:00:00.123456789Z"), None],
    ),
    (
        "[localdatetime('0900-01-01T00:00:00.000000001'), localdatetime('2031-05-02T10:00')]",
        "object",
        ["0900-01-01T00:00:00.000000001", dt.datetime(2031, 5, 2, 10)],
    ),
    ("[localdatetime('2262-04-11T23:47:16.854775999')]", "object", ["2262-04-11T23:47:16.854775999"]),
    ("[localtime('10:00:00.000000001')]", "object", ["10:00:00.000000001"]),
    ("[date('2031-05-02'), 3]", "object", [dt.date(2031, 5, 2), 3]),
    ("[localtime('10:00')]", "object", [dt.time(10)]),
    ("[duration('P1D')]", "object", ["P1D"]),
    ("[1, 2]", "int64", [1, 2]),
]


@pytest.mark.parametrize(("values", "dtype", "expected"), PANDAS, ids=[values for values, _, _ in PANDAS])
def test_dates_in_pandas(values: str, dtype: str, expected: list[Any], graph: sociogram.Graph) -> None:
    column = graph.run(f"UNWIND {values} AS value RETURN value").to_pandas()["value"]
    assert str(column.dtype).startswith(dtype)
    assert [None if pd.isna(value) else value for value in column] == expected


def test_different_time_zones_in_pandas(graph: sociogram.Graph) -> None:
    times = [f"datetime('2031-05-02T10:00{zone}')" for zone in ("+02:00", "+03:00")]
    column = graph.run(f"UNWIND [{', '.join(times)}] AS time RETURN time").to_pandas()["time"]
    assert [value.utcoffset() for value in column] == [dt.timedelta(hours=2), dt.timedelta(hours=3)]


def test_nodes_in_pandas_stay_nodes(graph: sociogram.Graph) -> None:
    frame = graph.run("MATCH (a {id: 'a'}) RETURN a").to_pandas()
    assert frame["a"][0].id == graph.run("MATCH (a {id: 'a'}) RETURN elementId(a)").value()


PAYMENTS = pd.DataFrame({"from": ["Ann", "Ann", "Bo"], "to": ["Bo", "Bo", "Cas"], "amount": [10, 10, 5]})


def test_rows_of_a_frame_that_repeat_are_told() -> None:
    with pytest.warns(SociogramWarning, match=r"one tie with it \(1 of 3 rows\)\. .* add a column id"):
        graph = sociogram.open(PAYMENTS)
    assert "`amount` as weight" in str(graph.report)
    assert graph.run("MATCH ()-[r]->() RETURN count(r)").value() == 2
    with_ids = sociogram.open(PAYMENTS.assign(id=["p1", "p2", "p3"]))
    assert with_ids.run("MATCH ()-[r]->() RETURN count(r)").value() == 3


def test_rows_of_a_frame_that_differ_only_in_the_amount_are_claims_of_their_own() -> None:
    graph = sociogram.open(PAYMENTS.assign(amount=[10, 20, 5]))
    assert "are claims of their own: 1 tie (ann – bo: `weight` `10`, `20`)" in str(graph.report)
    amounts = graph.run("MATCH ()-[r]->() RETURN r.weight AS weight ORDER BY weight").to_dicts()
    assert [row["weight"] for row in amounts] == [5, 10, 20]


def test_a_result_as_polars(graph: sociogram.Graph) -> None:
    frame = graph.run("MATCH (a)-[r]->(b) WHERE a.id = 'a' RETURN a.id AS one, r, b.id AS other").to_polars()
    assert frame.rows() == [("a", "[:KNOWS]", "b")]


COMMUNITIES: dict[str, Callable[[Any], Any]] = {
    "dict": lambda graph: {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 1},
    "communities of networkx": lambda graph: [{"a", "b", "c"}, {"d", "e", "f"}],
    "series of pandas": lambda graph: pd.Series([0, 0, 0, 1, 1, 1], index=list("abcdef")),
    "list": lambda graph: [0, 0, 0, 1, 1, 1],
    "clustering of igraph": lambda graph: igraph.Graph.from_networkx(graph).components("strong"),
}


@pytest.mark.parametrize("name", COMMUNITIES)
def test_values_are_written_back(name: str, graph: sociogram.Graph) -> None:
    assert graph.write_back(COMMUNITIES[name](graph.networkx), "community") == 6
    rows = graph.run("MATCH (n) WITH n.community AS c, n.id AS id ORDER BY id RETURN collect(id) AS ids")
    groups = graph.run("MATCH (n) RETURN n.community AS c, count(*) AS n ORDER BY c")
    assert rows.value() == list("abcdef")
    assert [row["n"] for row in groups] == [3, 3]


@pytest.mark.parametrize(
    ("values", "name", "message"),
    [
        ({"z": 1}, "community", "no node 'z'"),
        ([1, 2], "community", "2 values and the graph 6 nodes"),
        ({"a": 1}, "id", "identifies nodes"),
        (pd.DataFrame({"x": {"a": 1}}), "community", "one column of the frame"),
    ],
)
def test_values_that_cannot_be_written(values: Any, name: str, message: str, graph: sociogram.Graph) -> None:
    with pytest.raises(SociogramError, match=message):
        graph.write_back(values, name)


SHOWN_KEYS = [
    # ties of a graph of NetworkX, the text of one of its nodes, which node that is
    ([(5, 7)], "5", 5),
    ([("5", 7)], "5", "5"),
    ([((0, 0), (0, 1))], "(0, 1)", (0, 1)),
    ([(1.0, 2.5)], "1.0", 1.0),
]


@pytest.mark.parametrize(("ties", "text", "node"), SHOWN_KEYS)
def test_the_degrees_of_stats_are_written_back(ties: list[Any], text: str, node: Any) -> None:
    found = nx.Graph(ties)
    opened = sociogram.open(found)
    assert opened.write_back(opened.stats().degrees, "ties") == 2
    assert nx.get_node_attributes(found, "ties") == dict(found.degree())
    assert opened.write_back({text: "this"}, "chosen") == 1
    assert nx.get_node_attributes(found, "chosen") == {node: "this"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"1": 1, "2": 2}, "does not say which node is meant"),
        ({"2": 1, 2: 2}, "does not say which node is meant"),
        ({"'1'": 1}, "There is no node"),
    ],
)
def test_a_text_that_two_nodes_show_is_not_guessed(values: dict[Any, int], message: str) -> None:
    found = nx.Graph([(1, "1"), (1, 2)])
    opened = sociogram.open(found)
    with pytest.raises(SociogramError, match=message):
        opened.write_back(values, "ties")
    assert not nx.get_node_attributes(found, "ties")
    assert opened.write_back({1: 2, "1": 1}, "ties") == 2
    assert nx.get_node_attributes(found, "ties") == {1: 2, "1": 1}


def test_a_page_by_properties(graph: sociogram.Graph) -> None:
    graph.write_back(nx.closeness_centrality(graph.networkx.to_undirected()), "closeness")
    graph.write_back([{"a", "b", "c"}, {"d", "e"}], "community")
    scene = graph.page(color="community", size="closeness").scene
    assert scene.grouped_by == "community"
    assert {kind["name"]: kind["count"] for kind in scene.kinds} == {"0": 3, "1": 2, "": 1}
    assert len({kind["colour"] for kind in scene.kinds}) == 3
    ranks = {row["id"]: row["rank"] for row in graph.run("MATCH (n) RETURN n.id AS id, n.closeness AS rank")}
    reach = {actor["id"]: actor["reach"] for actor in scene.actors}
    assert max(reach, key=reach.__getitem__) in {key for key in ranks if ranks[key] == max(ranks.values())}
    assert (min(reach.values()), max(reach.values())) == (6.0, 36.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"color": "comunity"}, "No actor has the property 'comunity'. Did you mean 'community'"),
        ({"size": "community"}, "'community' of .* is 'north', not a number"),
        ({"size": "weight"}, "No actor has the property 'weight'"),
    ],
)
def test_properties_that_no_page_can_show(
    options: dict[str, str], message: str, graph: sociogram.Graph
) -> None:
    graph.write_back({"a": "north", "b": "south"}, "community")
    with pytest.raises(SociogramError, match=message):
        graph.page(**options)  # type: ignore[arg-type]  # the options of the table are texts


def test_notices_show_in_a_notebook(graph: sociogram.Graph) -> None:
    assert "Note: " in graph.run("MATCH (n:Persn) RETURN n")._repr_html_()


def test_stats_show_in_a_notebook(graph: sociogram.Graph) -> None:
    shown = graph.stats()._repr_html_()
    assert "<th>actors</th><td>6</td>" in shown
    assert "KNOWS 7" in shown


def test_folders_of_queries_may_be_texts(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text("// Mine\nRETURN 1 AS one")
    for queries in (str(tmp_path), [str(tmp_path)], [tmp_path]):
        assert sociogram.open(queries=queries).query("mine").value() == 1


def test_plans_loads_and_queries_show_themselves(tmp_path: Path) -> None:
    graph = sociogram.open()
    plan = graph.explain("MATCH (a) WHERE a.x < 1 RETURN a")
    assert plan._repr_html_() == f"<pre>{escape(plan)}</pre>"
    assert plan._repr_html_() in graph.run("EXPLAIN MATCH (a) WHERE a.x < 1 RETURN a")._repr_html_()
    (tmp_path / "ties.csv").write_text("from,to,relation\nAda,Charles,met\n", encoding="utf-8")
    report = graph.load(tmp_path / "ties.csv")
    assert report._repr_html_() == f"<pre>{escape(report.to_text())}</pre>"
    shown = graph.queries._repr_html_()
    assert "<td>how-connected</td>" in shown
    assert "<td>from, to</td>" in shown
    assert [query.name for query in graph.queries] == graph.queries.names()


# ── at a prompt ────────────────────────────────────────────────────────────────────────────────


def test_a_prompt_shows_rows(graph: sociogram.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = repr(graph.run("MATCH (a) RETURN a.id AS id, a.name AS name ORDER BY id LIMIT 2"))
    assert [line.split() for line in shown.splitlines()[:2]] == [["id", "name"], ["─" * 9]]
    many = repr(graph.run("UNWIND range(1, 25) AS n RETURN n"))
    assert many.splitlines()[-1] == "… and 5 more rows"
    assert repr(graph.run("MATCH (a:Persn) RETURN a")).startswith("No rows of a.\nThe graph has no label")
    assert "1 node created" in repr(graph.run("CREATE (:Person)", write=True))
    assert repr(graph.run("EXPLAIN MATCH (a) RETURN a")).startswith("operator")
    assert "AllNodesScan" in repr(graph.run("PROFILE MATCH (a) RETURN count(a)"))
    streamed = graph.run("UNWIND [1] AS n RETURN n")
    list(streamed.stream())
    assert "streamed" in repr(streamed)


def test_a_narrow_prompt_shows_rows_as_blocks(
    graph: sociogram.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    wide = ", ".join(f"'{'x' * 20}' AS column{number}" for number in range(5))
    assert repr(graph.run(f"RETURN {wide}")).splitlines()[1] == f"column0  {'x' * 20}"


def test_a_prompt_shows_nothing_that_steers_it(graph: sociogram.Graph) -> None:
    assert "\x1b" not in repr(graph.run("RETURN '\x1b[2J' AS a"))


def test_print_shows_what_the_command_line_writes(tmp_path: Path) -> None:
    graph = sociogram.open()
    (tmp_path / "ties.csv").write_text("from,to,relation\nAda,Charles,met\n", encoding="utf-8")
    report = graph.load(tmp_path / "ties.csv", dry_run=True)
    assert str(report) == report.to_text()
    assert str(graph.stats()).splitlines()[0].split() == ["actors", "91"]
    assert str(graph.set("Lisa Kenna", country="Chile", dry_run=True)).startswith("entities: 1 changed")
    assert str(graph.duplicates()) == "No actors look alike."
    assert "Only in A" in str(graph.compare_with(sociogram.open(tmp_path / "ties.csv")))
    assert "how-connected" in str(graph.queries)
    for shown in (report, graph.duplicates(), graph.set("Lisa Kenna", country="Chile", dry_run=True)):
        assert shown._repr_html_() == f"<pre>{escape(str(shown))}</pre>"
    assert repr(graph.queries) == f"<Catalogue of {len(graph.queries)} stored queries>"
    assert repr(graph.page(around="Lisa Kenna")).startswith("<Page ")


def test_a_frame_that_may_mean_something_else_is_read_with_a_warning() -> None:
    frame = pd.DataFrame({"manager": ["Ann Lee", "Dee Fay"], "employee": ["Bo Day", "Cy Ost"]})
    with pytest.warns(SociogramWarning, match="read as actors and ties. It could also be read as ties"):
        sociogram.open(frame)


def test_a_frame_of_two_roles_is_ties_without_a_warning() -> None:
    frame = pd.DataFrame({"professor": ["Ann Lee", "Dee Fay"], "student": ["Bo Day", "Cy Ost"]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        graph = sociogram.open(frame)
    assert str(graph.path("Ann Lee", "Bo Day")).splitlines()[1].strip() == "Ann Lee —teaches→ Bo Day"


NOTES = [
    # what is called, the note below its traceback
    (lambda graph: graph.run("CREATE (n)"), "In Python: write=True for --write."),
    (
        lambda graph: graph.page(around="Nobody At All"),
        "In Python: graph.query(NAME, VALUE) for sociogram query.",
    ),
    (lambda graph: graph.query("nothing-like-it"), "graph.queries for sociogram queries list"),
    (lambda graph: graph.query("hub"), None),
]


@pytest.mark.parametrize(("call", "note"), NOTES)
def test_an_error_says_what_to_write_in_python(
    call: Callable[[sociogram.Graph], object], note: str | None
) -> None:
    """A message names options of the command line, which prints no notes."""
    with pytest.raises(SociogramError) as caught:
        call(sociogram.open())
    notes = getattr(caught.value, "__notes__", [])
    assert (note in notes[0]) if note else not notes
