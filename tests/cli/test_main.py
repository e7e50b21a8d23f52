"""The command line as a whole: help without heavy imports, exit codes, errors in words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sociogram.cli import COMMANDS
from support.patience import PATIENCE

HEAVY = ("networkx", "pyvis", "neo4j", "IPython", "igraph", "rich", "jinja2")


def sociogram(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sociogram", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        **options,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom sociogram.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"heavy = [name for name in {HEAVY} if name in sys.modules]\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str) -> None:
    done = sociogram(command, "--help")
    assert done.returncode == 0
    if command != "queries":
        assert "Example" in done.stdout
        assert f"sociogram {command}" in done.stdout


WRONG_USE = [
    # arguments, exit code, words on stderr
    (["qery"], 2, "Did you mean"),
    (["find", "Kenna"], 2, "Write: sociogram query find-actors NAME"),
    (["-g", "data", "stats"], 2, "Write: sociogram COMMAND -g FOLDER"),
    (["stats", "--json"], 2, "Write: --format json"),
    (["stats", "--jsom"], 2, "No such option '--jsom'."),
    (["path", "Kenna", "China", "--limit", "3"], 2, "Write: --max N"),
    (["query", "hubs", "--limits", "3"], 2, "Did you mean '--limit'?"),
    (["query", "connections-of", "--actor", "Kenna"], 2, "Write: -p actor=VALUE"),
    (["query", "--cypher", "RETURN 1"], 2, "Write: -c CYPHER"),
    (["export", "-o", "x.json"], 2, "Write: sociogram export FILE"),
    (["page", "Lisa Kenna"], 2, "write: --around 'Lisa Kenna'"),
    (["page", "--from", "Lisa Kenna"], 2, "Name both actors: --between A B."),
    (["page", "--around", "Lisa Kenna", "--actor", "China"], 2, "Give one of --query, --around"),
    (["path", "Lisa", "Kenna", "China"], 2, "in quotes if a name has spaces"),
    (["load", "ties.csv"], 2, "Say where to load: --to FOLDER"),
    (["undo", "0"], 2, "at least 1"),
    (["undo", "00"], 2, "at least 1"),
    (["undo", "²"], 1, "no data folder"),
    (["diff", "²", "-g", "data"], 1, "no data folder"),
    (["undo", "1", "2"], 2, "at most one number of changes"),
    (["log", "a", "-g", "b"], 2, "Give the folder once"),
    (["diff", "tomorrow", "-g", "data"], 1, "no data folder"),
    (
        ["query", "connections-of", "Lisa", "Kenna"],
        1,
        "for the value 'Kenna': 'connections-of' has",
    ),
    (["query", "voices", "Lisa Kenna"], 1, "'voices' has no parameters."),
    (["query", "voices", "-o", "voices.xlsx"], 2, "Spreadsheet programs open .csv"),
    (["query", "voices", "-o", "voices.graphml"], 2, "sociogram export FILE --query NAME"),
    (["help", "load"], 2, "Write: sociogram load --help"),
    (["tests"], 2, "such as: sociogram stats -g tests"),
    (["Kenna"], 2, "`sociogram --help` lists the commands."),
    (["MATCH (n) RETURN n" * 20], 2, "`sociogram --help` lists the commands."),
    (["query", "Kenna"], 1, "`sociogram query connections-of NAME`"),
    (["page", "--source", "wsws"], 2, "Write: --query claims-in-source -p source=SOURCE"),
    (["page", "--query", "claims-in-source", "wsws"], 2, "write: -p NAME=wsws"),
    (["query", "claims-in-source", "L. Kena"], 1, "There is no source 'L. Kena'"),
    (["path", "L. Kenna", "Pedro Castillo"], 1, "Did you mean 'Kenna'?"),
    (["query", "voices", "-o", "voices.dta"], 2, "not written as .dta. Name a .csv, .tsv,"),
    (["query", "RETURN $a AS a", "Kenna"], 2, "Write: -p NAME=Kenna"),
    (["query"], 2, "Give one of"),
    (["query", "connections-of", "-c", "RETURN 1"], 2, "Give one of"),
    (["query", "connection-of"], 1, "'connections-of'"),
    (["query", "connections-of", "-p", "actor"], 2, "NAME=VALUE"),
    (["query", "connections-of", "-p", "acto=Kenna"], 1, "'actor'"),
    (["query", "connections-of", "-p", "actor=Lisa Kena"], 1, "'Lisa Kenna'"),
    (["query", "-c", "MATCH (n) RETRN n"], 1, "^"),
    (["query", "-c", "CREATE (n) RETURN n"], 1, "--write"),
    (["query", "-g", "no-such-folder", "-c", "RETURN 1"], 1, "no-such-folder"),
    (["path", "Nobody At All", "Lisa Kenna"], 1, "No actor is called"),
    (["stats", "-g", "bolt://127.0.0.1:1"], 1, "127.0.0.1:1"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG_USE, ids=lambda value: str(value)[:40])
def test_wrong_use_is_told(arguments: list[str], code: int, words: str) -> None:
    done = sociogram(*arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert words in done.stderr


def test_data_goes_to_stdout_and_words_to_stderr() -> None:
    done = sociogram("query", "-c", "UNWIND [1, 2] AS x RETURN x")
    assert done.stdout == "x\n1\n2\n"
    assert done.stderr == ""


def test_a_reader_that_stops_early_is_no_error() -> None:
    text = "UNWIND range(1, 200000) AS x RETURN x"
    with subprocess.Popen(
        [sys.executable, "-m", "sociogram", "query", "-c", text],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "x\n"
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0
