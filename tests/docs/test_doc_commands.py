"""Every command that README and docs show is run, in the order of its page, in a folder of its own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from support.doc_commands import commands_of, run_command

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def needs_server(page: Path) -> bool:
    return any(
        "neo4j" in command.text.lower() for command in commands_of(page) if "neo4j-admin" not in command.text
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_of_page(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    commands = [command for command in commands_of(page) if not command.text.startswith(("make ", "git "))]
    environment = {}
    if needs_server(page):
        server = request.getfixturevalue("neo4j_database")
        environment = {
            "NEO4J_URI": server.uri,
            "NEO4J_USERNAME": server.user,
            "NEO4J_PASSWORD": server.password,
        }
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for command in commands:
        done = run_command(command, tmp_path, **environment)
        assert done.returncode == command.code, (
            f"{page.name}:{command.line}: {command.text}\n"
            f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        )


def test_make_commands_are_targets() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    shown = {
        command.text.split()[1]
        for page in PAGES
        for command in commands_of(page)
        if command.text.startswith("make ")
    }
    assert {"demo", "test"} <= shown <= targets
