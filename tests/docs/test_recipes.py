"""Each recipe of CONTRIBUTING.md works as written, on a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.patience import PATIENCE

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^##)", TEXT, re.MULTILINE | re.DOTALL))
FOLDERS = ("data", "docs", "graph", "loaders", "queries", "src", "tests", "viz")

DIFF = re.compile(r"^```diff\n(---|\+\+\+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```shell\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+?)(?:  # exit (\d))?\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True)
    for name in ("pyproject.toml", ".importlinter"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def change(tree: Path, mark: str, name: str, diff: str) -> None:
    """Apply a diff block; its context has to be in the file once."""
    lines = [(line[:1], line[1:]) for line in diff.splitlines()]
    before = "\n".join(text for sign, text in lines if sign != "+")
    after = "\n".join(text for sign, text in lines if sign != "-")
    file = tree / name
    if mark == "+++":
        file.write_text(f"{after}\n", encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{name} has these lines {text.count(before)} times:\n{before}"
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_works_as_written(tree: Path, recipe: str) -> None:
    for mark, name, diff in DIFF.findall(RECIPES[recipe]):
        change(tree, mark, name, diff)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join((str(tree / "src"), str(tree / "tests"))),
        "SOCIOGRAM_GRAPH": "",
    }
    commands = [found for block in SHELL.findall(RECIPES[recipe]) for found in COMMAND.findall(block)]
    assert commands
    for command, code, shown in commands:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert (done.stdout, done.returncode) == (shown, int(code or 0)), f"{command}\n{done.stderr}"


def test_every_diff_is_read() -> None:
    assert len(RECIPES) == 6
    assert sum(len(DIFF.findall(recipe)) for recipe in RECIPES.values()) == TEXT.count("```diff\n")
