"""The prompt of ``sociogram shell``: its commands, what it completes, what it keeps."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

import sociogram
from sociogram.cli.commands.shell import shell
from sociogram.cli.prompt.completion import Completion
from sociogram.cli.prompt.session import Session
from sociogram.cli.prompt.terminal import is_complete, prompt_session
from support.patience import PATIENCE

SHELL = [sys.executable, "-m", "sociogram", "shell"]

SCRIPTS = [
    # what is typed, what stands on stdout, what stands on stderr
    (":help", ":run NAME [VALUE]… [-p NAME=VALUE]…", ""),
    (":queries", "connections-of", ""),
    (":run voices", "Bill Van Auken", ""),
    (":run connections-of -p actor='Lisa Kenna'", "Pedro Castillo", ""),
    (":run connections-of 'Lisa Kenna'", "Pedro Castillo", ""),
    (":run nothing-like-it", "", "Error: There is no stored query 'nothing-like-it'"),
    (":run", "", "Error: Missing argument 'NAME'"),
    (":rnu voices", "", "Error: There is no command :rnu. Did you mean ':run'?"),
    (":run 'voices", "", "Error: No closing quotation"),
    (":param year => 2000 + 23\nRETURN $year AS y;", "2023", ""),
    (":param name => 'Ann';\n:params", "name => 'Ann'", ""),
    (":param {a: 1, b: [2, 3]}\nRETURN $a + size($b) AS total;", "3", ""),
    (":param a => 1\n:param b => $a + 1\n:params", "b => 2", ""),
    (":param a => 1\n:params clear\nRETURN $a;", "", "a"),
    (":param a", "", "Error: Write `:param name => value`"),
    (":schema", "types: ACCUSES", ""),
    (":page out.html --around 'Lisa Kenna'", "out.html", ""),
    (":export out.graphml", "nodes", ""),
    (":export out.pdf", "", "Error: No format has the suffix '.pdf'. Use one of .graphml"),
    (":export out.csv", "", "Error: No format has the suffix '.csv'"),
    ("EXPLAIN MATCH (a:Entity) RETURN count(a);", "NodeByLabelScan", ""),
    ("PROFILE MATCH (a:Entity) RETURN count(a);", "rows", "1 row"),
    ("RETURN 1 AS one; RETURN 2 AS two;", "two", ""),
    ("RETURN 'a;b' AS text;", "a;b", ""),
    ("RETURN 'on two\nlines;' AS text;", "text", ""),
    ("RETURN 1 AS last", "last", ""),
    (":quit\nRETURN 1 AS `too late`;", "", ""),
    ("RETURN 1 AS one;\nexit\nRETURN 1 AS `too late`;", "one", ""),
    ("Quit;\nRETURN 1 AS `too late`;", "", ""),
]


def run_script(typed: str, *options: str) -> Result:
    return CliRunner().invoke(shell, [*options], input=typed)


@pytest.mark.parametrize(("typed", "out", "error"), SCRIPTS, ids=[typed for typed, _, _ in SCRIPTS])
def test_a_script(typed: str, out: str, error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_script(typed)
    assert out in done.stdout
    assert error in done.stderr
    assert done.exit_code == (1 if error.startswith(("Error", "a")) else 0), done.stderr
    assert "too late" not in done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "entities.csv").write_text("id,name\nada,Ada\n", encoding="utf-8")
    return tmp_path


def test_a_write_is_counted(folder: Path) -> None:
    done = run_script("CREATE (:Person {id: 'ben'});", "-g", str(folder), "--write")
    assert "1 node created" in done.stderr
    assert "ben" in (folder / "entities.csv").read_text(encoding="utf-8")


def test_explaining_a_write_writes_nothing(folder: Path) -> None:
    before = (folder / "entities.csv").read_bytes()
    done = run_script("EXPLAIN CREATE (:Person {id: 'ben'});", "-g", str(folder), "--write")
    assert "Create" in done.stdout
    assert (folder / "entities.csv").read_bytes() == before


# ── completion ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with sociogram.open() as graph:
        yield Session(graph, 60.0, parameters={"from": 1, "until": 2})


OFFERS = [
    # before the cursor, an offer, how many letters it replaces; None where nothing is offered
    ("MAT", "MATCH", 3),
    ("mat", "MATCH", 3),
    ("MATCH (a:Pers", "Person", 4),
    ("MATCH (a) WHERE a:Pers", "Person", 4),
    ("MATCH (a:Person|Comm", "Command", 4),
    ("MATCH (a)-[r:LEA", "LEADS", 3),
    ("MATCH (a)-[:LEADS|ACC", "ACCUSES", 3),
    ("RETURN a.na", "name", 2),
    ("RETURN $un", "until", 2),
    ("MATCH (a {name: 'Pedro Cas", "Pedro Castillo", 9),
    ("MATCH (a {name: 'x'}) RETURN a.ro", "role", 2),
    ('MATCH (a {name: "Pedro Cas', "Pedro Castillo", 9),
    (':run connections-of "Pedro Cas', "Pedro Castillo", 9),
    ('RETURN "it\'s" + a.ro', "role", 2),
    (":qu", "queries", 2),
    (":run conn", "connections-of", 4),
    ("RETURN '", None, 0),
    ("RETURN 'zzzz", None, 0),
    ("RETURN a.zzz", None, 0),
]


@pytest.mark.parametrize(("text", "offer", "replaced"), OFFERS, ids=[text for text, _, _ in OFFERS])
def test_completion(session: Session, text: str, offer: str | None, replaced: int) -> None:
    offers = list(Completion(session).offers(text))
    if offer is None:
        assert offers == []
    else:
        assert (offer, replaced) in offers


# ── the line editor ────────────────────────────────────────────────────────────────────────────

COMPLETE = [
    ("", True),
    ("RETURN 1;", True),
    ("RETURN 1;  ", True),
    ("RETURN 1", False),
    ("RETURN 'a;", False),
    ("RETURN 1; RETURN 2", False),
    ("RETURN 1 /* ;", False),
    (":help", True),
    ("exit", True),
    ("quit", True),
]


@pytest.mark.parametrize(("text", "runs"), COMPLETE)
def test_enter_runs_a_statement_that_ends(text: str, runs: bool) -> None:
    assert is_complete(text) is runs


def typed_into(session: Session, keys: str, history: Path | None) -> str:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(keys)
        return prompt_session(session, history=history).prompt()


def test_a_statement_takes_several_lines(session: Session) -> None:
    assert typed_into(session, "MATCH (a)\rRETURN a;\r", None) == "MATCH (a)\nRETURN a;"


def test_history_is_kept_for_the_owner_alone(session: Session, tmp_path: Path) -> None:
    history = tmp_path / "state" / "history"
    typed_into(session, "RETURN 1;\r", history)
    assert typed_into(session, "\x1b[A\r", history) == "RETURN 1;"  # the arrow up
    assert history.stat().st_mode & 0o777 == 0o600


SECRETS = [
    ":param password => 'pomegranate'",
    "ALTER USER ann SET PASSWORD 'pomegranate';",
    "RETURN 'bolt://ann:pomegranate@db.example:7687';",
    ":param api_key => 'pomegranate'",
]


@pytest.mark.parametrize("line", SECRETS)
def test_history_keeps_no_secret(line: str, session: Session, tmp_path: Path) -> None:
    typed_into(session, f"{line}\r", tmp_path / "history")
    assert "pomegranate" not in (tmp_path / "history").read_text(encoding="utf-8")


def test_history_follows_no_link(session: Session, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("as it was", encoding="utf-8")
    (tmp_path / "history").symlink_to(tmp_path / "mine")
    typed_into(session, "RETURN 1;\r", tmp_path / "history")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "as it was"


@pytest.mark.parametrize("options", [[], ["--no-input-history"]], ids=["kept", "not kept"])
def test_a_session_on_a_terminal(options: list[str], tmp_path: Path) -> None:
    with _terminal(tmp_path, options) as (running, terminal):
        shown = _until(terminal, "sociogram>")
        os.write(terminal, b"RETURN 40 + 2 AS answer;\r")
        shown += _until(terminal, "1 row", "sociogram>")  # typed earlier, it may be lost
        os.write(terminal, b"MATCH (a:Embas\t")
        shown += _until(terminal, "Embassy")
        os.write(terminal, b") RETURN count(a) AS n;\r")
        shown += _until(terminal, "1 row", "sociogram>")
        os.write(terminal, b"\x04")
        assert running.wait(PATIENCE) == 0
    assert "42" in shown
    assert (tmp_path / "sociogram" / "shell_history").exists() is (not options)


@contextmanager
def _terminal(state: Path, options: list[str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A shell on a terminal of its own, and our end of it; the shell is ended whatever happens."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "XDG_STATE_HOME": str(state), "TERM": "xterm"}
    running = subprocess.Popen(
        [*SHELL, *options], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
    )
    os.close(theirs)
    try:
        yield running, ours
    finally:
        running.kill()
        running.wait()
        os.close(ours)


ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def _until(terminal: int, *texts: str) -> str:
    """What the terminal shows until it has shown ``texts``, one after another.

    The prompt redraws a word piece by piece, so escape sequences may stand inside it.
    """
    written = shown = ""
    position = 0
    for text in texts:
        while (found := shown.find(text, position)) < 0:
            assert select.select([terminal], [], [], PATIENCE)[0], written
            written += os.read(terminal, 4096).decode("utf-8", "replace")
            shown = ESCAPE_SEQUENCE.sub("", written)
        position = found + len(text)
    return shown
