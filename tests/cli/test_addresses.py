"""What ``-g`` takes: a folder, a file, an address; and what it says to something close to an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import sociogram
from sociogram.cli import cli
from sociogram.graph.errors import StoreError
from sociogram.sources import is_server

CLOSE = [
    # what is given, what the message says
    ("localhost:7687", "write neo4j://localhost:7687"),
    ("localhost", "write neo4j://localhost."),
    ("db.example.org:7687", "write neo4j://db.example.org:7687"),
    ("10.0.0.1:7687", "write neo4j://10.0.0.1:7687"),
    ("http://localhost:7474", "write neo4j://localhost:7687"),
    ("https://db.example.org/browser", "write neo4j://db.example.org:7687"),
    ("blot://localhost", "Did you mean 'bolt'?"),
    ("neo4js://localhost", "Did you mean 'neo4j'"),
    ("postgres://localhost", "Write neo4j://HOST:7687."),
    ("bolt:/localhost", "write bolt://localhost."),
    ("bolt//localhost:7687", "write bolt://localhost:7687."),
    ("neo4j+ssc//localhost", "write neo4j+ssc://localhost."),
]


@pytest.mark.parametrize(("given", "message"), CLOSE)
def test_what_is_close_to_an_address(given: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=re.escape(message)):
        sociogram.open(given)
    (tmp_path / "people.csv").write_text("id,name\na,Ann\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["load", str(tmp_path / "people.csv"), "--to", given])
    assert message in str(done.exception)
    assert not Path(given).exists()


@pytest.mark.parametrize("given", ["neo4j", "bolt://localhost"])
def test_a_server_is_not_a_file_to_load(given: str) -> None:
    done = CliRunner().invoke(cli, ["load", given, "--to", "mine"])
    assert done.exit_code == 2
    assert f"sociogram export --format csv mine -g {given}" in done.stderr


@pytest.mark.parametrize("target", ["neo4j", "bolt://localhost"])
def test_the_copy_of_a_server_for_another_server_is_a_folder(target: str) -> None:
    done = CliRunner().invoke(cli, ["load", "neo4j://elsewhere", "--to", target])
    assert done.exit_code == 2
    assert "then load that folder: sociogram export --format csv my-graph -g neo4j://elsewhere" in done.stderr


@pytest.mark.parametrize(
    "given", ["a//b", "neo4j/a", "7687", "my-graph", "a/b:1", "my graph", "2023-05-29", r"C:\data", "x.csv"]
)
def test_what_is_a_path(given: str) -> None:
    assert not is_server(given)


def test_a_folder_that_is_called_like_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("localhost").mkdir()
    Path("localhost/entities.csv").write_text("id,name\na,Ann\n", encoding="utf-8")
    assert sociogram.open("localhost").stats().actors == 1


@pytest.mark.parametrize(
    "arguments", [["stats", "ann"], ["stats", "-g", "ann"], ["page", "ann", "-o", "p.html"]]
)
def test_a_graph_as_an_argument(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ann").mkdir()
    Path("ann/entities.csv").write_text("id,name\na,Ann\n", encoding="utf-8")
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert "1" in done.stdout or "Ann" in Path("p.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["ann", "-g", "ben"], ["-g", "ben", "ann"]])
def test_a_graph_is_given_once(arguments: list[str]) -> None:
    done = CliRunner().invoke(cli, ["stats", *arguments])
    assert done.exit_code == 2
    assert "Give the graph once" in done.stderr
