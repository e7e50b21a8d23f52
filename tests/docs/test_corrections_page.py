"""The tutorial on corrections prints what it shows, line by line."""

from __future__ import annotations

import re
from pathlib import Path

from support.doc_commands import commands_of, run_command

PAGE = Path(__file__).parents[2] / "docs" / "corrections.md"
WHEN_AND_WHO = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d  \S+  ")


def shown_output(page: Path) -> dict[int, list[str]]:
    """Return the lines that the page shows below each command, by the line of the command."""
    shown: dict[int, list[str]] = {}
    command: int | None = None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("$ "):
            command = number
            shown[command] = []
        elif line.startswith("```"):
            command = None
        elif command is not None and not line.startswith("> "):
            shown[command].append(line)
    return shown


def masked(line: str) -> str:
    return WHEN_AND_WHO.sub("WHEN  WHO  ", line)


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    shown = shown_output(PAGE)
    sheet = PAGE.read_text(encoding="utf-8").split("source,target,type", 1)[1].split("> CSV", 1)[0]
    assert sheet.count("\n> ") == 60
    for command in commands_of(PAGE):
        done = run_command(command, tmp_path)
        expected = shown[command.line]
        printed = (done.stdout + done.stderr).splitlines()
        if expected and expected[-1] == "…":
            expected = expected[:-1]
            printed = printed[: len(expected)]
        if expected:
            assert list(map(masked, printed)) == list(map(masked, expected)), command.text
        assert done.returncode == command.code, f"{command.text}\n{done.stderr}"
