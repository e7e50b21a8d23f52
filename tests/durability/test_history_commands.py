"""``log``, ``diff``, ``undo`` and ``redo`` as a user runs them, and the same from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from output_commands import run

import sociogram
from sociogram.graph.errors import StoreError

PEOPLE = "id,name,type,country\nann,Ann Bee,person,NL\nbob,Bob Cee,person,\n"
TIES = "source,target,type,certainty\nann,bob,knows,alleged\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "ties.csv").write_text(TIES)
    folder = tmp_path / "graph"
    for sheet in ("people.csv", "ties.csv"):
        assert run("load", tmp_path / sheet, "--to", folder, "-q").code == 0
    return folder


def data(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_the_log_names_each_command_without_its_folders(folder: Path) -> None:
    assert run("query", "--write", "-g", folder, "-c", "MATCH (a {id: 'ann'}) SET a.country = 'BE'").code == 0
    lines = run("log", "-g", folder).out.splitlines()
    assert [line.split("  ")[-2:] for line in lines] == [
        ["load people.csv", "(entities: 2 added)"],
        ["load ties.csv", "(relations: 1 added)"],
        ["query MATCH (a {id: 'ann'}) SET a.country = 'BE'", "(entities: 1 changed)"],
    ]
    assert str(folder.parent) not in "".join(lines)


def test_the_last_changes_of_the_log(folder: Path) -> None:
    last = run("log", "-g", folder).out.splitlines()[-1:]
    assert run("log", folder, "--limit", "1").out.splitlines() == last
    listed = json.loads(run("log", folder, "--limit", "1", "--format", "json").out)
    assert [event["number"] for event in listed["events"]] == [2]


def test_a_load_is_taken_back_and_done_again(folder: Path) -> None:
    after = data(folder)
    undone = run("undo", "-g", folder)
    assert undone.code == 0
    assert "relations: 1 removed" in undone.out
    assert "(Ann Bee KNOWS Bob Cee)" in undone.out
    assert run("query", "-g", folder, "-c", "MATCH ()-[r]->() RETURN count(r)").out == "count(r)\n0\n"
    assert run("redo", "-g", folder).code == 0
    assert data(folder) == after


def test_a_load_that_changes_nothing_is_not_in_the_log(folder: Path) -> None:
    assert run("load", folder.parent / "ties.csv", "--to", folder, "-q").code == 0
    assert len(run("log", "-g", folder).out.splitlines()) == 2


def test_no_history(folder: Path) -> None:
    (folder.parent / "more.csv").write_text("id,name\ncleo,Cleo Dee\n")
    assert run("load", folder.parent / "more.csv", "--to", folder, "--no-history", "-q").code == 0
    assert "edited by another program" in run("log", "-g", folder).out


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (["1"], ["added"]),
        (["0", "1"], ["added", "added"]),
        (["2"], []),
        (["2", "1"], ["removed"]),
        ([], ["added"]),
        (["yesterday"], ["added"] * 3),
        (["1", "2099-01-01"], ["added"]),
        (["2099-01-01"], []),
    ],
)
def test_versions_differ_row_by_row(folder: Path, arguments: list[str], rows: list[str]) -> None:
    done = run("diff", *arguments, "-g", folder, "--format", "json")
    assert [change["kind"] for change in json.loads(done.out)] == rows


def test_the_folder_is_an_argument_too(folder: Path) -> None:
    assert run("log", folder).out == run("log", "-g", folder).out
    assert run("diff", folder).out == run("diff", "-g", folder).out
    assert run("diff", "0", folder).out == run("diff", "0", "-g", folder).out
    before = data(folder)
    done = run("undo", folder, "2")
    assert "`sociogram redo 2` goes back" in done.err
    assert "To take back number 2 of the log alone, look at `sociogram diff 1 2`" in done.err
    assert run("redo", "2", folder).code == 0
    assert data(folder) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["undo", "3", "-g", "{folder}"], 1, "only 2 changes can be undone"),
        (["redo", "-g", "{folder}"], 1, "no changes can be redone"),
        (["undo", "0", "-g", "{folder}"], 2, "at least 1"),
        (["undo"], 2, "Name the data folder"),
        (["log", "-g", "bolt://localhost"], 2, "Only a data folder has a history"),
        (["diff", "9", "-g", "{folder}"], 1, "there is no version 9"),
        (["undo", "-g", "nowhere"], 1, "no data folder here"),
    ],
)
def test_errors(folder: Path, arguments: list[str], code: int, message: str) -> None:
    done = run(*(argument.replace("{folder}", str(folder)) for argument in arguments))
    assert (done.code, message in done.err) == (code, True), done.err


def test_from_python(folder: Path) -> None:
    with sociogram.open(folder) as graph:
        graph.run("CREATE (:Entity:Person {id: 'cleo', name: 'Cleo Dee'})", write=True)
        graph.save(note="one more")
        assert [event.command for event in graph.log()][-1] == "one more"
        restored = graph.undo(2)
        assert [event.number for event in restored.events] == [3, 2]
        assert graph.run("MATCH (n:Entity) RETURN count(n) AS n").to_dicts() == [{"n": 2}]
        graph.load(folder.parent / "ties.csv")
        assert [event.command for event in graph.log()][-2:] == ["undo 3, 2", "load ties.csv"]


def test_a_graph_without_a_folder_has_no_history() -> None:
    with sociogram.open() as graph, pytest.raises(StoreError, match="only a data folder has one"):
        graph.undo()


def test_a_history_that_is_a_link_is_said_in_one_line(folder: Path) -> None:
    history = folder / ".sociogram-history"
    history.rename(folder.parent / "moved")
    history.symlink_to("../moved")
    done = run("set", "ann", "country=BE", "-g", folder)
    assert done.code == 0
    assert done.err == (
        f"Warning: {history} is a link, so it is not a history of sociogram. Move it away or delete it; "
        "the data itself is in the CSV files. This change is not recorded.\n"
    )
