"""The examples in --help run as they are written: in a folder that has what they name."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from sociogram.cli import cli
from sociogram.graph.neo4j.store import Neo4jStore
from support.help_examples import write_workplace

ROOT = Path(__file__).parents[2]
INVENTED = ("my-graph", "drafts", "old-graph", ".txt")
"""What examples name that are not about the article."""
DRAFT = "draft interview.txt --to my-graph --language en"
BEFORE = {
    "sociogram review interview.txt -g my-graph -o interview.html --open": DRAFT,
    "sociogram redo -g drafts": "undo -g drafts",
    "sociogram redo 3 -g my-graph --dry-run": "undo 3 -g my-graph",
    "sociogram duplicates -g my-graph --apply": 'decide ann same ann-b -g my-graph --why "one signature"',
}
"""What somebody has done before an example."""
OF_SERVER = "neo4j://localhost"


def examples() -> Iterator[str]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        lines = ((command and command.epilog) or "").splitlines()
        yield from (line.strip() for line in lines if line.strip().startswith("sociogram "))


EXAMPLES = list(examples())


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all files that examples name."""
    folder = tmp_path_factory.mktemp("workplace")
    write_workplace(folder)
    return folder


def invoke(arguments: str) -> Result:
    return CliRunner().invoke(cli, shlex.split(arguments), input="RETURN 1;\n", catch_exceptions=False)


def run_example(example: str) -> Result:
    command, _, output = example.removeprefix("sociogram ").partition(" > ")
    done = invoke(command)
    assert done.exit_code == 0, done.output
    if output:
        Path(output).write_text(done.stdout, encoding="utf-8")
    return done


@pytest.mark.parametrize("example", [one for one in EXAMPLES if OF_SERVER not in one])
def test_an_example(example: str, workplace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    if any(word in example for word in INVENTED):
        shutil.copytree(workplace, tmp_path, dirs_exist_ok=True)
    else:
        ignored = shutil.ignore_patterns("*.py", "__pycache__")
        shutil.copytree(ROOT / "data", tmp_path / "data", ignore=ignored)
    monkeypatch.chdir(tmp_path)
    if before := BEFORE.get(example):
        done = invoke(before)
        assert done.exit_code == 0, done.output
    run_example(example)
    assert [Path(file).is_file() for file in opened] == [True] * ("--open" in example)


@pytest.mark.neo4j
@pytest.mark.parametrize("example", [one for one in EXAMPLES if OF_SERVER in one])
def test_an_example_on_a_server(
    example: str, workplace: Path, neo4j_store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workplace)
    monkeypatch.setattr(Neo4jStore, "from_environment", lambda _uri: neo4j_store)
    run_example(example)
    assert list(neo4j_store.execute("MATCH (:Entity)-[r]->() RETURN count(r) > 0").rows) == [(True,)]
