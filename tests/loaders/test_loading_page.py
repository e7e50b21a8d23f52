"""docs/loading.md shows what the commands print, and docs/titles.md has the tables of titles."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.headers.vocabulary.aliases import ALIASES
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS
from support.doc_commands import commands_of

PAGE = Path(__file__).parents[2] / "docs" / "loading.md"
TEXT = PAGE.read_text(encoding="utf-8")
TITLES = (PAGE.parent / "titles.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ALIASES)
def test_the_table_of_titles(kind):
    for name, aliases in ALIASES[kind].items():
        assert f"| `{name}` | {', '.join(f'`{alias}`' for alias in aliases)} |" in TITLES


def test_the_pairs_of_ends():
    for start, end, _ in END_WORDS:
        assert f"`{start}` → `{end}`" in TITLES


def test_each_certainty_is_defined():
    assert re.findall(r"^\| `(\w+)` \| [^`]+ \|$", TEXT, re.MULTILINE)[-len(CERTAINTIES) :] == list(
        CERTAINTIES
    )


def shown_outputs() -> list[str]:
    """What the page shows below each of its commands, empty where it shows nothing."""
    outputs: list[list[str]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                outputs.append([])
            elif not line.startswith("> "):
                outputs[-1].append(line)
    return ["\n".join(lines) for lines in outputs]


def test_commands_print_what_the_page_shows(tmp_path):
    for command, shown in zip(commands_of(PAGE), shown_outputs(), strict=True):
        text = command.text.replace("sociogram load", f"{sys.executable} -m sociogram load", 1)
        done = subprocess.run(["bash", "-c", text], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == command.code, done.stderr
        if shown:
            assert done.stderr.strip() == shown
