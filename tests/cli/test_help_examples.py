"""The examples in --help about the article run as they are written."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sociogram.cli import cli

ROOT = Path(__file__).parents[2]
OF_OTHER_DATA = (
    "my-graph",
    "my-queries",
    "drafts",
    "old-graph",
    "article.txt",
    "sheet.csv",
    "ledger",
    "|",
    "<",
    ">",
)
ON_SCREEN = ("--open", "shell")


def examples() -> Iterator[str]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        lines = ((command and command.epilog) or "").splitlines()
        yield from (line.strip() for line in lines if line.strip().startswith("sociogram "))


@pytest.mark.parametrize(
    "example", [one for one in examples() if not any(word in one for word in (*OF_OTHER_DATA, *ON_SCREEN))]
)
def test_an_example(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, shlex.split(example)[1:], catch_exceptions=False)
    assert done.exit_code == 0, done.output
