"""Reads the ``console`` blocks of a Markdown page: commands behind ``$``, with their heredocs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from support.patience import PATIENCE

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (\d)$")
HEREDOC = re.compile(r"<<-?\s*'?(\w+)'?")


@dataclass(frozen=True)
class Command:
    """A command as the page shows it, and the exit code that it promises."""

    line: int
    text: str
    code: int = 0


def commands_of(page: Path) -> list[Command]:
    text = page.read_text(encoding="utf-8")
    commands = []
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        commands += _commands(block[1].splitlines(), first)
    return commands


def run_command(command: Command, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with the ``sociogram`` of these tests and its default graph."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command.text],
        cwd=folder,
        env={**os.environ, "PATH": path, "SOCIOGRAM_GRAPH": "", "NO_COLOR": "1", **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def _commands(lines: list[str], first: int) -> list[Command]:
    commands: list[Command] = []
    numbered = iter(enumerate(lines, start=first))
    for number, line in numbered:
        if not line.startswith("$ "):
            continue  # what the command prints
        text = line.removeprefix("$ ")
        while text.endswith("\\"):
            text += "\n" + next(numbered)[1].removeprefix("> ")
        if heredoc := HEREDOC.search(text):
            for _, body in numbered:
                text += f"\n{body.removeprefix('> ')}"
                if body.removeprefix("> ").strip() == heredoc[1]:
                    break
        promised = EXIT.search(text)
        commands.append(Command(number, EXIT.sub("", text), int(promised[1]) if promised else 0))
    return commands
