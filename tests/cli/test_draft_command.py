"""``sociogram draft``: the actors on standard output, remarks on standard error, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.patience import PATIENCE

TEXT = "The ferry\n\nMaja Ortwin of Halden Ferries met Per Sund in Elva. Then Ortwin left.\n"


def sociogram(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    (cwd / "ferry.txt").write_text(TEXT, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "sociogram", "draft", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_the_actors_and_where_they_are(tmp_path: Path) -> None:
    done = sociogram("ferry.txt", "--to", "graph", "--language", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [
            "     actor           id              type  paragraphs",
            "new  Maja Ortwin     maja-ortwin     –     2",
            "new  Halden Ferries  halden-ferries  –     2",
            "new  Per Sund        per-sund        –     2",
            "new  Elva            elva            –     2",
        ],
    )
    assert done.stderr == (
        "ferry.txt: 2 paragraphs, 4 new actors and 0 known; 6 empty claims drafted. Written to graph.\n"
    )


def test_the_folder_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCIOGRAM_GRAPH", "graph")
    done = sociogram("ferry.txt", "--language", "en", cwd=tmp_path)
    assert (done.returncode, "Written to graph." in done.stderr) == (0, True)
    assert (tmp_path / "graph" / "entities.csv").exists()


def test_json(tmp_path: Path) -> None:
    done = sociogram("ferry.txt", "--to", "graph", "--language", "en", "--format", "json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert told["actors"][0] == {
        "id": "maja-ortwin",
        "name": "Maja Ortwin",
        "type": [],
        "aliases": ["Ortwin"],
        "paragraphs": [2],
        "new": True,
    }


def test_instructions_hold_the_text_and_the_known_actors(tmp_path: Path) -> None:
    sociogram("ferry.txt", "--to", "graph", "--language", "en", cwd=tmp_path)
    alone = sociogram("--schema", cwd=tmp_path)
    whole = sociogram("ferry.txt", "--to", "graph", "--schema", cwd=tmp_path)
    assert whole.stdout.startswith(alone.stdout)
    assert "- maja-ortwin: Maja Ortwin" in whole.stdout
    assert whole.stdout.endswith("[1] The ferry\n\n" + "[2] " + TEXT.split("\n\n")[1])


WRONG = [
    # arguments, exit code, message
    ([], 2, "Missing FILE."),
    (["ferry.txt", "--language", "en"], 2, "Missing --to FOLDER."),
    (["ferry.txt", "--to", "graph"], 2, "Missing --language CODE."),
    (["ferry.txt", "--to", "neo4j://host", "--language", "en"], 2, "A draft goes into a folder"),
    (["ferry.txt", "--to", "graph", "--language", "?"], 1, "'?' is no code of a language. Give one such as"),
    (["none.txt", "--to", "graph", "--language", "en"], 1, "none.txt: The file cannot be read"),
    (["ferry.txt", "--to", "graph", "--language", "en", "--source", " "], 1, "cannot be the id of a source"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_wrong_usage(arguments: list[str], code: int, message: str, tmp_path: Path) -> None:
    done = sociogram(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert not (tmp_path / "graph").exists()
