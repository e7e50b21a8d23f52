"""What an actor is can be said in Python, on the command line and in a file."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner

import sociogram
from sociogram.cli import cli
from sociogram.graph.errors import DataError, StoreError

WORDS = "nodes labelled Person or Town, named by summary, else name"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "entities.csv").write_text(
        "id,name,type,summary\nann,Ann,Person,The elder Ann\noord,Oord,Town,\nrask,Rask,Firm,\n"
    )
    (folder / "relations.csv").write_text("source,target,type\nann,oord,LIVES_IN\nann,rask,OWNS\n")
    return folder


@pytest.mark.parametrize(
    ("actors", "name"), [("Person,Town", "summary,name"), (["Person", "Town"], ["summary", "name"])]
)
def test_in_python(folder: Path, actors: str | list[str], name: str | list[str]) -> None:
    graph = sociogram.open(folder, actors=actors, name=name)
    stats = graph.stats()
    assert (stats.actors, stats.ties, stats.actors_are) == (2, 1, WORDS)
    assert "The elder Ann" in graph.page(around="oord").html()
    assert "The elder Ann" in str(graph.path("The elder Ann", "Oord"))


def test_on_the_command_line(folder: Path) -> None:
    options = ["-g", str(folder), "--actors", "Person,Town", "--name", "summary,name"]
    assert f"actors      2 ({WORDS})" in CliRunner().invoke(cli, ["stats", *options]).stdout
    assert "The elder Ann" in CliRunner().invoke(cli, ["path", *options, "elder", "Oord"]).stdout
    shown = CliRunner().invoke(cli, ["query", *options, "hubs", "--format", "csv"]).stdout
    assert "The elder Ann" in shown
    assert "Rask" not in shown


def test_in_a_file_beside_the_folder(folder: Path) -> None:
    (folder.parent / "sociogram.toml").write_text('actors = ["Person", "Town"]\nname = "summary,name"\n')
    assert sociogram.open(folder).stats().actors_are == WORDS
    assert sociogram.open(folder, actors="Firm").stats().actors == 1


def test_in_a_file_that_the_environment_names(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "other.toml"
    monkeypatch.setenv("SOCIOGRAM_CONFIG", str(file))
    with pytest.raises(StoreError, match="no such file"):
        sociogram.open(folder)
    file.write_text('actors = ["Club"]')
    people = nx.karate_club_graph()
    nx.set_node_attributes(people, ["Club"], "labels")
    assert sociogram.open(people).stats().actors == 34


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("actor = 'Person'", "'actor' is not known here. Did you mean 'actors'"),
        ("name = 3", "neither a text nor a list of texts"),
        ("name = ", "cannot be read"),
    ],
)
def test_a_file_at_fault(text: str, message: str, folder: Path) -> None:
    (folder.parent / "sociogram.toml").write_text(text)
    with pytest.raises(DataError, match=message):
        sociogram.open(folder)
