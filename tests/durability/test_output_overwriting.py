"""No output replaces an input, a graph's file or a filled folder unasked, by whatever path or link."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from output_commands import contents, run, write_graph

import sociogram
from sociogram.cli import COMMANDS
from sociogram.graph.errors import OverwriteError, StoreError
from sociogram.loaders.folder.overwriting import check_output
from sociogram.loaders.load import load, write_rejects

README = Path(__file__).parents[2] / "README.md"
FAULTY = "from,to,relation,paragraph\nAda,Ben,met,soon\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the graph ``g``, a sheet, a query, and the current one."""
    write_graph(tmp_path / "g")
    (tmp_path / "sheet.csv").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "q.cypher").write_text("RETURN 1 AS one", encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.cypher").write_text("// Mine\nRETURN 1 AS one", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hard_link(folder: Path) -> str:
    os.link(folder / "g/entities.csv", folder / "hard.csv")
    return "hard.csv"


def symbolic_link(folder: Path) -> str:
    (folder / "soft.csv").symlink_to("g/entities.csv")
    return "soft.csv"


def folder_link(folder: Path) -> str:
    (folder / "nested").symlink_to("g")
    return "nested/entities.csv"


def history_of_another(folder: Path) -> str:
    write_graph(folder / "other")
    (folder / "linked").symlink_to("other/.sociogram-history")
    return "linked/000001.event"


NAMES: dict[str, Callable[[Path], str]] = {
    "same": lambda _: "g/entities.csv",
    "dots": lambda _: "./own/../g/entities.csv",
    "absolute": lambda folder: str(folder / "g/entities.csv"),
    "hard link": hard_link,
    "link": symbolic_link,
    "folder link": folder_link,
    # not there yet: it would become part of the graph
    "new": lambda _: "g/sources.csv",
    "decisions": lambda _: "g/decisions.csv",
    "history": lambda _: "g/.sociogram-history/000001.event",
    "new in history": lambda _: "g/.sociogram-history/new.csv",
    "history of another graph": history_of_another,
}
OUTPUTS = [
    ["query", "-g", "g", "-c", "RETURN 1 AS one", "-o"],
    ["page", "-g", "g", "-o"],
    ["load", "sheet.csv", "--to", "g", "--rejects"],
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", OUTPUTS, ids=lambda command: command[0])
def test_a_file_of_the_graph_is_not_replaced(folder: Path, command: list[str], name: str) -> None:
    target = NAMES[name](folder)
    before = contents(folder)
    done = run(*command, target)
    assert (done.code, done.out) == (2, "")
    assert "--overwrite" in done.err
    assert contents(folder) == before


INPUTS = [
    ["query", "-f", "q.cypher", "-o", "q.cypher"],
    ["query", "-f", "q.cypher", "-o", "own/../q.cypher"],
    ["query", "mine", "--queries", "own", "-o", "own/mine.cypher"],
    ["query", "-c", "RETURN 1", "-o", "g/relations.csv"],  # not the graph that is asked, but one
    ["query", "-g", "g/entities.csv", "-c", "RETURN 1", "-o", "g/entities.csv"],
    ["query", "-g", "g", "--write", "-c", "CREATE (:Entity {id: 'x'})", "-o", "g/relations.csv"],
    ["demo", "-o", "g/entities.csv"],
    ["load", "sheet.csv", "--to", "g", "--rejects", "sheet.csv"],
    ["load", "sheet.csv", "--to", "g", "--rejects", "sheet.csv", "--dry-run"],
    ["load", "sheet.csv", "--to", "new", "--rejects", "new/relations.csv"],
    ["load", "sheet.csv", "r.sheet.csv", "--to", "g", "--rejects", "r.csv"],  # the name derived from it
    ["export", "--format", "csv", "g"],
    ["export", "--format", "csv", "own/../g", "-g", "g"],
    ["export", "--format", "neo4j-admin", "g"],
    ["export", "--format", "neo4j-admin", "own"],
]


@pytest.mark.parametrize("arguments", INPUTS, ids=" ".join)
def test_an_input_or_a_filled_folder_is_not_replaced(folder: Path, arguments: list[str]) -> None:
    (folder / "r.sheet.csv").write_text(FAULTY, encoding="utf-8")
    before = contents(folder)
    done = run(*arguments)
    assert done.code == 2
    assert "--overwrite" in done.err
    assert contents(folder) == before


def test_overwrite_allows_it(folder: Path) -> None:
    assert run("query", "-f", "q.cypher", "-o", "q.cypher", "--overwrite").code == 0
    assert (folder / "q.cypher").read_text() == "one\n1\n"
    assert run("load", "sheet.csv", "--to", "g", "--rejects", "sheet.csv", "--overwrite").code == 1
    assert "_reason" in (folder / "sheet.csv").read_text()
    assert run("export", "--format", "csv", "g", "--overwrite").code == 0
    assert sociogram.open(folder / "g").stats().actors == sociogram.open().stats().actors
    assert run("export", "--format", "neo4j-admin", "own", "--overwrite").code == 0
    assert {"mine.cypher", "nodes-header.csv"} <= {path.name for path in (folder / "own").iterdir()}


def test_an_earlier_output_is_replaced(folder: Path) -> None:
    for _ in range(2):
        assert run("page", "-g", "g", "-o", "p.html").code == 0
        assert run("query", "-f", "q.cypher", "-o", "rows.tsv").code == 0
        assert run("export", "g.graphml", "-g", "g").code == 0


def test_python_refuses_alike(folder: Path) -> None:
    graph = sociogram.open("g")
    before = contents(folder)
    report = load(["sheet.csv"], folder / "elsewhere")
    refused: list[Callable[[], object]] = [
        lambda: graph.page().write("g/entities.csv"),
        lambda: graph.run("MATCH (n) RETURN n").page().write(hard_link(folder)),
        lambda: graph.export("g", format="csv"),
        lambda: graph.export("own", format="neo4j-admin"),
        lambda: write_rejects(report, "sheet.csv"),
        lambda: write_rejects(report, "elsewhere/entities.csv"),
    ]
    for write in refused:
        with pytest.raises(OverwriteError, match="overwrite=True"):
            write()
    assert {name: contents(folder)[name] for name in before} == before


def test_a_graph_stays_protected_after_a_change_of_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = sociogram.open("g/entities.csv")
    monkeypatch.chdir(folder / "own")
    with pytest.raises(OverwriteError):
        graph.page().write("../g/entities.csv")


def test_a_file_in_the_place_of_a_folder_is_said(folder: Path) -> None:
    with pytest.raises(StoreError, match=r"q\.cypher.*it is a file"):
        sociogram.open("g").export("q.cypher", format="csv")


def test_kinds_of_rejected_sheets_with_one_name_have_a_file_each(folder: Path) -> None:
    (folder / "own" / "sheet.csv").write_text("a,b,relation,paragraph\nAda,Ben,met,soon\n", encoding="utf-8")
    (folder / "again").mkdir()
    (folder / "again" / "sheet.csv").write_text("from,to,relation,para\nX,Y,met,soon\n", encoding="utf-8")
    run("load", "sheet.csv", "again/sheet.csv", "--to", "g", "--rejects", "r.csv")
    assert [path.name for path in sorted(folder.glob("r.*"))] == ["r.sheet.2.csv", "r.sheet.csv"]


def test_a_name_that_only_looks_like_a_graphs_is_free(folder: Path) -> None:
    for name in ("g/report.csv", "own/entities.csv", "entities.csv"):
        check_output(name, inputs=["g/entities.csv", "sheet.csv"])


EXAMPLE = re.compile(r"^\s+(sociogram .*)$", re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_help_change_no_graph_after_readmes_steps(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(click, "launch", lambda _: 0)
    (tmp_path / "mine.csv").write_text("from,to,relation\nAda,Charles,met\n", encoding="utf-8")
    assert "sociogram load mine.csv --to my-graph" in README.read_text(encoding="utf-8")
    assert run("load", "mine.csv", "--to", "my-graph").code == 0
    before = contents(tmp_path)
    for example in EXAMPLE.findall(run(command, "--help").out):
        if "neo4j://" not in example:
            run(*shlex.split(example)[1:])
    assert {name: contents(tmp_path)[name] for name in before} == before
