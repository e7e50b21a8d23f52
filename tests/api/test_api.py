"""``sociogram.open`` and what a ``Graph`` does, as Python users meet it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import sociogram
from sociogram.api.guesses import MEANT
from sociogram.graph.errors import LimitExceeded, StoreError
from sociogram.loaders.folder.data_folder import read_folder

DATA = Path(__file__).parents[2] / "data"


def test_all_is_there_and_documented() -> None:
    for name in set(sociogram.__all__) - {"__version__"}:
        assert getattr(sociogram, name).__doc__


def small() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_edge("ada", "charles", type="MET")
    return graph


def test_nothing_opens_the_article() -> None:
    graph = sociogram.open()
    assert graph.run("MATCH (e:Entity) RETURN count(*)").value() == 91
    assert repr(graph) == "<sociogram.Graph of the article: 91 actors, 238 claims>"
    assert repr(sociogram.open(small())) == "<sociogram.Graph of networkx: 2 actors, 1 claim>"


def test_opens_a_folder_a_file_and_a_networkx_graph(tmp_path: Path) -> None:
    sheet = tmp_path / "ties.csv"
    sheet.write_text("from,to,relation\nAda,Charles,met\n", encoding="utf-8")
    query = "MATCH (a)-[r]->(b) WHERE type(r) = 'MET' RETURN count(*)"
    assert sociogram.open(str(sheet)).run(query).value() == 1
    assert sociogram.open(DATA).run(query).value() == 1
    assert sociogram.open(small()).run(query).value() == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("no-such-folder", "There is no folder or file no-such-folder"),
        (3, "Cannot open an int as a graph"),
        (np.eye(2), "Cannot open a ndarray as a graph"),
    ],
)
def test_what_cannot_be_opened_says_so(source: object, words: str) -> None:
    with pytest.raises(sociogram.StoreError, match=words):
        sociogram.open(source)


def test_the_word_neo4j_means_the_server_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(sociogram.StoreError, match="NEO4J_URI"):
        sociogram.open("neo4j")


def test_parameters_by_name_and_as_a_dict() -> None:
    graph = sociogram.open()
    text = "MATCH (e:Entity {id: $id}) RETURN e.name AS name"
    by_name, as_dict = graph.run(text, id="lisa-kenna"), graph.run(text, {"id": "lisa-kenna"})
    assert by_name.to_dicts() == as_dict.to_dicts() == [{"name": "Lisa Kenna"}]


def test_a_stored_query_takes_a_name_an_alias_or_an_id() -> None:
    graph = sociogram.open()
    answers = [
        graph.query("connections-of", actor=name).to_dicts() for name in ("Lisa Kenna", "kenna", "lisa-kenna")
    ]
    assert answers[0] == answers[1] == answers[2] != []


WRONG = [
    # call, error, words
    (lambda graph: graph.query("conections-of"), sociogram.StoredQueryError, "connections-of"),
    (lambda graph: graph.query("hubs", topp=3), sociogram.StoredQueryError, "'top'"),
    (lambda graph: graph.query("hubs", top="many"), sociogram.StoredQueryError, "INTEGER"),
    (lambda graph: graph.query("connections-of", actor="Kena"), sociogram.ActorError, "Kenna"),
    (lambda graph: graph.run("MATCH (n) RETURN m"), sociogram.CypherError, "m"),
    (lambda graph: graph.run("CREATE (n)"), sociogram.CypherError, "write=True"),
    (lambda graph: graph.save(), sociogram.StoreError, "no folder"),
    (lambda graph: graph.export("x.xlsx"), sociogram.StoreError, ".graphml"),
    (lambda graph: graph.query("hubs").page(), sociogram.SociogramError, "nothing to draw"),
]


@pytest.mark.parametrize(("call", "error", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_errors_are_ours_and_tell_the_way_out(call: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call(sociogram.open())


def test_load_merges_and_keeps_the_folder(tmp_path: Path) -> None:
    home = tmp_path / "graph"
    sociogram.open().export(home, format="csv")
    sheet = tmp_path / "more.csv"
    sheet.write_text("from,to,relation\nlisa-kenna,Ada Lovelace,met\n", encoding="utf-8")
    graph = sociogram.open(home)
    report = graph.load(sheet)
    assert (report.read, report.loaded, report.rejected) == (1, 1, 0)
    again = sociogram.open(home)
    assert again.query("connections-of", actor="Ada Lovelace").to_dicts()[0]["other"] == "Lisa Kenna"
    assert again.load(sheet).unchanged == 1


def test_a_written_graph_is_saved_to_its_folder(tmp_path: Path) -> None:
    home = tmp_path / "graph"
    sociogram.open().export(home, format="csv")
    graph = sociogram.open(home)
    graph.run("MATCH (e:Entity {id: 'lisa-kenna'}) SET e.summary = 'Ambassador.'", write=True)
    graph.save()
    assert sociogram.open(home).run("MATCH (e {id: 'lisa-kenna'}) RETURN e.summary").value() == "Ambassador."


def test_decisions_go_along_into_another_folder(tmp_path: Path) -> None:
    home, other = tmp_path / "graph", tmp_path / "other"
    sociogram.open().export(home, format="csv")
    graph = sociogram.open(home)
    graph.save(other)
    assert not (other / "decisions.csv").exists()
    graph.decide("lisa-kenna", "same", "L. Kenna")
    graph.save(other)
    assert (other / "decisions.csv").read_bytes() == (home / "decisions.csv").read_bytes()


def test_an_export_as_a_folder_takes_decisions_along_if_it_is_of_the_whole_graph(tmp_path: Path) -> None:
    home, whole, part = tmp_path / "graph", tmp_path / "whole", tmp_path / "part"
    sociogram.open().export(home, format="csv")
    graph = sociogram.open(home)
    graph.decide("lisa-kenna", "same", "L. Kenna")
    graph.export(whole, format="csv")
    graph.export(part, format="csv", around="Lisa Kenna")
    assert (whole / "decisions.csv").read_bytes() == (home / "decisions.csv").read_bytes()
    assert not (part / "decisions.csv").exists()


def test_exporting_the_article_as_a_folder_gives_the_article(tmp_path: Path) -> None:
    sociogram.open().export(tmp_path / "copy", format="csv")
    copy, original = read_folder(tmp_path / "copy"), read_folder(DATA)
    for table in ("entities", "relations", "sources", "relation_types"):
        assert sorted(map(str, map(sorted_items, getattr(copy, table).rows()))) == sorted(
            map(str, map(sorted_items, getattr(original, table).rows()))
        )


def sorted_items(row: dict[str, object]) -> list[tuple[str, object]]:
    return sorted((name, sorted(value) if isinstance(value, list) else value) for name, value in row.items())


def test_networkx_is_the_graph_itself() -> None:
    mine = small()
    graph = sociogram.open(mine)
    assert graph.networkx is mine
    mine.add_edge("charles", "mary", type="MET")
    assert graph.run("MATCH ()-[r:MET]->() RETURN count(r)").value() == 2
    graph.run("MATCH (a {id: 'ada'}) SET a.born = 1815", write=True)
    assert mine.nodes["ada"]["born"] == 1815


def test_explain_runs_nothing_and_profile_counts_rows() -> None:
    graph = sociogram.open()
    text = "MATCH (a:Person)-[r]->(b) RETURN count(*)"
    assert "estimated" in graph.explain(text)
    assert "ms" in graph.profile(text).splitlines()[0]


def test_page_of_a_part(tmp_path: Path) -> None:
    graph = sociogram.open()
    written = graph.page(around="Castillo", depth=1).write(tmp_path / "castillo.html")
    text = written.read_text(encoding="utf-8")
    assert "Around Pedro Castillo" in text
    assert "Who is at most 1 tie away from Pedro Castillo?" in text


def test_a_result_shows_itself_as_a_page(tmp_path: Path) -> None:
    page = sociogram.open().query("connections-of", actor="Lisa Kenna").page()
    assert "Lisa Kenna" in page.write(tmp_path / "kenna.html").read_text(encoding="utf-8")


def test_a_page_is_headed_by_the_name_of_its_graph_and_does_not_say_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "hidden-folder" / "harbour"
    folder.mkdir(parents=True)
    (folder / "relations.csv").write_text("source,target,type\na,b,MET\n", encoding="utf-8")
    for source, title in ((folder, "harbour"), (folder / "relations.csv", "relations")):
        page = sociogram.open(source).page()
        assert page.scene.title == title
        assert "hidden-folder" not in page.html()
    assert sociogram.open().page().scene.title == "US troops to Peru, May 2023"
    assert sociogram.open(nx.MultiDiGraph()).page().scene.title == "Who is connected to whom"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nodes", "'Graph' object has no attribute 'nodes': graph.node_table() lists the actors."),
        ("find", 'graph.query("find-actors", TEXT)'),
        ("merge", "graph.merge_actors(KEEP, OTHER)"),
        ("contradictions", 'graph.query("disputed-ties")'),
        ("who_said", 'graph.query("evidence-for-tie", A, B)'),
        ("nothing_like_it", "'Graph' object has no attribute 'nothing_like_it'"),
    ],
)
def test_attributes_of_other_libraries_name_ours(name: str, said: str) -> None:
    graph = sociogram.open()
    with pytest.raises(AttributeError) as caught:
        getattr(graph, name)
    assert said in str(caught.value)


def test_all_that_is_named_instead_exists() -> None:
    graph = sociogram.open()
    named = re.findall(r"graph\.(\w+)", " ".join(MEANT.values()))
    assert [name for name in named if not hasattr(graph, name)] == []
    assert [name for name in MEANT if name in dir(graph)] == []
    with pytest.raises(AttributeError, match=r"result\.to_dicts\(\)"):
        getattr(graph.run("RETURN 1"), "fetchall")  # noqa: B009 - a type checker rejects the attribute
    with pytest.raises(AttributeError, match=r"sociogram\.open\(SOURCE\)"):
        getattr(sociogram, "load")  # noqa: B009 - a type checker rejects the attribute


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: graph.stats(timeout=1e-9),
        lambda graph: graph.path("Kenna", "Castillo", timeout=1e-9),
        lambda graph: graph.page(timeout=1e-9),
        lambda graph: graph.page(around="Kenna", timeout=1e-9),
    ],
    ids=["stats", "path", "page", "page around"],
)
def test_what_asks_many_queries_gives_up_in_time(ask: Callable[[sociogram.Graph], Any]) -> None:
    with pytest.raises(LimitExceeded, match=r"longer than 1e-09 s\. Request less, or .* timeout="):
        ask(sociogram.open())


def test_a_server_is_no_file_to_load() -> None:
    with pytest.raises(StoreError, match=r"write sociogram\.open\('neo4j'\)\.load\(FILE\)"):
        sociogram.open().load("neo4j")
