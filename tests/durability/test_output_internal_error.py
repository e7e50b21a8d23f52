"""The last resort: an error of our own ends in one line, and its details in a file for its user alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from output_commands import run

import sociogram

SECRET = "s3cret-pass-word"


def too_deep() -> None:
    too_deep()


def out_of_memory() -> None:
    raise MemoryError


def wrong() -> None:
    raise KeyError(f"line\nbreak \x1b[2J {SECRET} neo4j://ann:other-secret@host " + "x" * 1000)


@pytest.fixture
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    return tmp_path / "state"


@pytest.mark.parametrize("command", [["stats"], ["query", "-c", "RETURN 1"], ["page"]])
@pytest.mark.parametrize("fault", [too_deep, out_of_memory, wrong])
def test_an_error_of_our_own_ends_in_one_line(
    states: Path, monkeypatch: pytest.MonkeyPatch, fault: object, command: list[str]
) -> None:
    for name in ("stats", "run", "page"):
        monkeypatch.setattr(sociogram.Graph, name, lambda *_, **__: fault())  # type: ignore[operator]
    done = run(*command, screen=True)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "bug in sociogram" in done.err
    assert "Please report it" in done.err
    (details,) = (states / "sociogram").iterdir()
    assert str(details) in done.err
    assert details.stat().st_mode & 0o777 == 0o600
    text = details.read_text()
    assert "Traceback" in text
    assert fault.__name__ in text  # type: ignore[attr-defined]
    for place in (text, done.err):
        assert SECRET not in place
        assert "other-secret" not in place
    assert "\x1b" not in done.err


def test_without_a_folder_for_states_the_temporary_one_serves(
    states: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states.write_text("not a folder")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sociogram.Graph, "stats", lambda _: wrong())
    done = run("stats")
    (details,) = tmp_path.glob("error-*.txt")
    assert (done.code, str(details) in done.err) == (1, True)


def test_a_file_that_is_not_utf_8_is_the_files_fault(tmp_path: Path) -> None:
    query = tmp_path / "q.cypher"
    query.write_bytes("RETURN 'é'".encode("latin-1"))
    for arguments in (["query", "-f", query], ["check", "--text", f"wsws-2023-05-29={query}"]):
        done = run(*arguments)
        assert (done.code, "not UTF-8" in done.err) == (1, True)


def test_a_character_that_no_file_can_hold_is_named(tmp_path: Path) -> None:
    # what Python makes of a byte in an argument that is not UTF-8
    done = run("query", "-c", "RETURN $x AS x", "-p", "x=\udcff", "-o", tmp_path / "out.tsv")
    assert done.code == 1
    assert "U+DCFF" in done.err
    assert not list(tmp_path.iterdir())
