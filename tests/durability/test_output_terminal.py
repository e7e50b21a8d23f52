"""Control characters of data never reach a terminal; pipes and files get every character as it is."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from output_commands import Screen, run, write_graph

import sociogram
from sociogram.cli.options import complete_actors
from sociogram.cli.streams import Terminal, unguarded
from sociogram.queries.results.safe_cells import safe_cell
from sociogram.queries.results.terminal import visible
from sociogram.queries.results.writers import WRITERS

NASTY = "Eve\x1b[2J\x07\x9b31m\x7f\x85\r\u202eevil\u2066\u2028"
"""Clears the screen, rings, colours, deletes, breaks the line, overwrites it, turns it round."""

SHOWN = r"Eve\u001b[2J\u0007\u009b31m\u007f\u0085\u000d\u202eevil\u2066\u2028"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A graph whose names, types, sources and stored query hold control characters, and faulty files."""
    monkeypatch.chdir(tmp_path)
    entities = f'id,name,type\nada,"Ada {NASTY}",Person\neve,"{NASTY}",Person\n'
    relations = (
        f'source,target,type,role,sources\nada,eve,KNOWS,"{NASTY}","{NASTY}"\nada,"x{NASTY}",KNOWS,,\n'
    )
    write_graph(tmp_path / "g", entities, relations)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "nasty.cypher").write_text(
        f"// {NASTY.replace(chr(13), '')}\n"
        "MATCH (n) WHERE n.`na\x1b[1mme` IS NULL RETURN n.name AS `\x1b]0;title\x07`\n",
        encoding="utf-8",
    )
    sheet = f'from,to,relation,paragraph\n"{NASTY}",Ben,met,"{NASTY}"\n'
    (tmp_path / f"sheet{NASTY}.csv").write_text(sheet, encoding="utf-8")
    (tmp_path / "text.txt").write_text(f"Ada {NASTY} met Ben.\n", encoding="utf-8")
    run("set", "ada", f"url=https://example.org/{NASTY}", "-g", "g")  # for the history
    return tmp_path


QUERY = ["query", "-g", "g", "-c", "MATCH (n) RETURN n.name AS `a\x1b[1mb`, n, [n.name] AS l"]
COMMANDS = {
    "table": [*QUERY, "--format", "table"],
    "blocks": [*QUERY[:-1], QUERY[-1] + ", " + ", ".join(f"n.name AS c{x}" for x in range(9))],
    **{name: [*QUERY, "--format", name] for name in ("csv", "tsv", "json", "jsonl", "html")},
    "profile": [*QUERY, "--profile"],
    "stats": ["stats", "-g", "g"],
    "path": ["path", "-g", "g", "ada", "eve"],
    "check": ["check", "g"],
    "queries list": ["queries", "list", "--queries", "own"],
    "queries show": ["queries", "show", "nasty", "--queries", "own"],
    "queries check": ["queries", "check", "own/nasty.cypher", "-g", "g"],
    "load": ["load", f"sheet{NASTY}.csv", "--to", f"new{NASTY}", "--rejects", f"bad{NASTY}.csv", "--quiet"],
    "load json": ["load", f"sheet{NASTY}.csv", "--to", "new", "--format", "json", "--quiet"],
    "did you mean": ["path", "-g", "g", "Ada Evee", "eve"],
    "no actor": ["path", "-g", "g", NASTY + "?", "eve"],
    "no query": ["query", NASTY],
    "no command": [NASTY],
    "no file": ["stats", "-g", NASTY],
    "faulty query": ["query", "-c", f"RETURN '{NASTY}' +"],
    "export": ["export", f"out{NASTY}.graphml", "-g", "g"],
    "page": ["page", "-g", "g", "-o", f"out{NASTY}.html"],
    "refused": ["export", "--format", "csv", "g"],
    "parameter": ["query", "connections-of", "-p", f"{NASTY}=1"],
    "merge": ["merge", "ada", "eve", "-g", "g"],
    "rename": ["rename", "ada", f"Ada {NASTY}", "-g", "g"],
    "rename twice": ["rename", "ada", "--id", NASTY, "-g", "g"],
    "split": ["split", "ada", "--to", f"new{NASTY}", "--source", NASTY, "-g", "g"],
    "remove": ["remove", "eve", "--yes", "-g", "g"],
    "remove nobody": ["remove", NASTY + "?", "--yes", "-g", "g"],
    "set": ["set", "eve", f"country={NASTY}", "-g", "g"],
    "set no column": ["set", "eve", f"{NASTY}=1", "-g", "g"],
    "decide": ["decide", "eve", "different", f"other{NASTY}", "-g", "g"],
    "duplicates": ["duplicates", "-g", "g", "--least", "0"],
    "duplicates csv": ["duplicates", "-g", "g", "--least", "0", "--format", "csv"],
    "duplicates json": ["duplicates", "-g", "g", "--least", "0", "--format", "json"],
    "log": ["log", "-g", "g"],
    "diff": ["diff", "0", "1", "-g", "g"],
    "undo": ["undo", "-g", "g", "--dry-run"],
    "replace": ["load", f"sheet{NASTY}.csv", "--to", "g", "--replace", NASTY, "--quiet"],
    "draft": ["draft", "text.txt", "--to", "g", "--language", "en", "--source", f"text{NASTY}"],
    "review": ["review", f"{NASTY}=text.txt", "-g", "g", "-o", f"out{NASTY}.html"],
    "compare": ["compare", NASTY, "other", "-g", "g"],
    "usage": ["query", "--limit", NASTY],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_gets_no_control_character(folder: Path, name: str) -> None:
    done = run(*COMMANDS[name], screen=True)
    assert OBEYED.search(done.out + done.err) is None
    assert done.out + done.err


def test_the_shell_prints_no_control_character(folder: Path) -> None:
    typed = (
        f"MATCH (n) RETURN n;\n:queries\nRETURN '{NASTY}' AS x, oops;\n:run {NASTY}\n"
        f":param x => '{NASTY}'\n:params\n:schema\n:{NASTY}\n"
        f":page 'out{NASTY}.html' --around '{NASTY}?'\n"
        f":export 'out{NASTY}.graphml'\n:export 'no/{NASTY}.gexf'\n"
    )
    done = run("shell", "-g", "g", screen=True, stdin=typed)
    assert OBEYED.search(done.out + done.err) is None
    assert SHOWN in done.out


@given(st.text())
def test_what_is_visible_obeys_nothing_and_says_what_was_there(text: str) -> None:
    shown = visible(text)
    assert OBEYED.search(shown) is None
    if not OBEYED.search(text):
        assert shown == text
    if "\\" not in text:
        assert re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), shown) == text


def test_a_guard_is_in_front_of_every_way_to_write() -> None:
    screen = Screen()
    guarded: Any = Terminal(screen)
    guarded.write(NASTY)
    guarded.writelines([NASTY])
    print(NASTY, file=guarded)
    assert OBEYED.search(screen.getvalue()) is None
    assert not hasattr(guarded, "buffer")
    assert unguarded(guarded) is screen


def test_letters_marks_and_lines_of_every_script_stay() -> None:
    text = "Ñahui 王 שלום مرحبا\u200f e\u0301 👩\u200d🔬\ttab\nline"
    assert visible(text) == text


def test_names_that_a_shell_would_obey_are_not_offered(folder: Path) -> None:
    write_graph(folder / "names", 'id,name,type\n1,Anna,Person\n2,"An\x1b[2Jn",Person\n3,"An\nrm",Person\n')
    context: Any = type("Context", (), {"params": {"source": "names"}, "meta": {}})
    assert complete_actors(context, context, "An") == ["Anna"]


# pipes and files


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def read_tsv(text: str) -> list[list[str]]:
    unescaped = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return [
        [re.sub(r"\\(.)", lambda found: unescaped[found[1]], cell) for cell in line.split("\t")]
        for line in text.removesuffix("\n").split("\n")
    ]


def read_json(text: str) -> list[list[str]]:
    records = json.loads(text)
    return [list(records[0]), *(list(record.values()) for record in records)]


def read_jsonl(text: str) -> list[list[str]]:
    records = [json.loads(line) for line in text.removesuffix("\n").split("\n")]
    return [list(records[0]), *(list(record.values()) for record in records)]


READERS = {"csv": read_csv, "tsv": read_tsv, "json": read_json, "jsonl": read_jsonl}
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\n\r\\\",;'\x1b\x85\u2028"))


@pytest.mark.parametrize("format_", READERS)
@given(rows=st.lists(st.tuples(TEXT, TEXT), min_size=1))
def test_what_is_not_a_terminal_gets_every_character(format_: str, rows: list[tuple[str, str]]) -> None:
    stream = io.StringIO(newline="")
    columns = ["a\tb\r", "c\\n"]
    WRITERS[format_](columns, rows, stream)
    assert READERS[format_](stream.getvalue()) == [columns, *map(list, rows)]


def test_a_list_of_texts_with_tabs_and_lines_stays_in_its_column() -> None:
    stream = io.StringIO()
    WRITERS["tsv"](["a", "b"], [(["x\ty", "z\n"], 1)], stream)
    assert read_tsv(stream.getvalue()) == [["a", "b"], ["x\ty | z\n", "1"]]


@pytest.mark.parametrize("target", ["pipe", "file"])
@pytest.mark.parametrize("format_", READERS)
def test_a_command_passes_on_every_character(folder: Path, format_: str, target: str) -> None:
    text = "MATCH (n {id: 'eve'}) RETURN n.name AS name"
    output = ["-o", "out"] if target == "file" else []
    done = run("query", "-g", "g", "-c", text, "--format", format_, *output)
    written = Path("out").read_bytes().decode() if target == "file" else done.out
    assert READERS[format_](written) == [["name"], [NASTY]]


def test_words_to_a_pipe_are_those_of_the_data(folder: Path) -> None:
    assert NASTY in run("path", "-g", "g", "ada", "eve").out


# spreadsheets


SAFE = [
    # the cell, what a spreadsheet gets
    ("=1+1", "'=1+1"),
    ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    (" =1", "' =1"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"),
    ("\ttab", "'\ttab"),
    ("\uff1d1", "'\uff1d1"),
    ("a;=1", "a;'=1"),
    ('a","=1', 'a","\'=1'),
    ("a\n=1", "a\n'=1"),
    ("Ana | =1", "Ana |' =1"),
    ("-", "'-"),
    # numbers, dates and prose stay
    ("-5", "-5"),
    ("+3.5e-4", "+3.5e-4"),
    ("-1,234.5", "-1,234.5"),
    ("-12%", "-12%"),
    ("2023-05-23", "2023-05-23"),
    ("a=b, c-d", "a=b, c-d"),
    ("e-mail@example.org", "e-mail@example.org"),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "safe"), SAFE, ids=[repr(cell) for cell, _ in SAFE])
def test_a_cell_is_safe_for_a_spreadsheet(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


@given(TEXT | st.from_regex(r"[=+\-@ ;,|\"\t\n0-9.a]*", fullmatch=True))
def test_making_a_cell_safe_twice_changes_no_more(text: str) -> None:
    assert safe_cell(safe_cell(text)) == safe_cell(text)


@pytest.mark.parametrize("format_", ["csv", "tsv"])
def test_a_query_writes_safe_cells(folder: Path, format_: str) -> None:
    text = "RETURN '=1' AS `=a`, -5 AS n, ['=x', 'y'] AS list, -0.5 AS f, null AS nothing"
    done = run("query", "-c", text, "--format", format_, "--safe-cells")
    assert READERS[format_](done.out) == [
        ["'=a", "n", "list", "f", "nothing"],
        ["'=1", "-5", "'=x | y", "-0.5", ""],
    ]
    assert READERS[format_](run("query", "-c", text, "--format", format_).out)[1][0] == "=1"


def test_a_file_for_a_spreadsheet_says_that_it_is_utf_8_and_loads(folder: Path) -> None:
    text = "RETURN 'Zoë' AS source, 'KNOWS' AS type, 'Jörg' AS target"
    assert run("query", "-c", text, "-o", "x.csv", "--safe-cells").code == 0
    assert Path("x.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,")
    assert run("query", "-c", text, "--format", "csv", "--safe-cells").out.startswith("source,")
    assert run("query", "-c", text, "-o", "y.csv").code == 0
    assert Path("y.csv").read_bytes().startswith(b"source,")
    assert run("load", "x.csv", "--to", "k").code == 0
    assert "Zoë" in Path("k/entities.csv").read_text(encoding="utf-8")


def test_an_export_writes_safe_cells(folder: Path) -> None:
    write_graph(
        folder / "h", 'id,name,type,n:int\n=a,"=1,x",Person,-5\nb,B,Person,7\n', "source,target,type\n"
    )
    assert run("export", "--format", "csv", "safe", "-g", "h", "--safe-cells").code == 0
    rows = read_csv(Path("safe/entities.csv").read_text(encoding="utf-8"))
    named = dict(zip(rows[0], rows[1], strict=True))
    assert (named["id"], named["name"], named["n"]) == ("'=a", "'=1,x", "-5")
    assert run("export", "--format", "csv", "plain", "-g", "h").code == 0
    assert sociogram.open("plain").run("MATCH (n {id: '=a'}) RETURN n.name").single()[0] == "=1,x"


@pytest.mark.parametrize(
    "arguments", [["query", "-c", "RETURN 1", "--format", "json"], ["export", "x.graphml"]]
)
def test_safe_cells_are_for_csv(folder: Path, arguments: list[str]) -> None:
    done = run(*arguments, "--safe-cells")
    assert (done.code, "--safe-cells needs --format" in done.err) == (2, True)
