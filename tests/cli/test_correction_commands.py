"""The commands that correct a folder: what they print, what they write, and that undo takes it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import sociogram
from sociogram.cli.correction_options import print_correction

PEOPLE = """\
id,name,type,aliases,summary,country,url,note
ann,Ann Bee,Person,,,NL,,"kept, as it is"
ann-b,A. Bee,Person,Annie,,,,
bob,Bob Cee,Person,,,,,
"""
TIES = """\
id,source,target,type,role,start_date,end_date,claimed_by,certainty,sources,paragraph,summary
r1,ann,bob,KNOWS,,,,,,ledger,1,
r2,ann-b,bob,PAYS,,,,bob,,ledger,2,
r3,bob,bob,OWNS,,,,ann-b,,ledger,3,
"""
SOURCES = "id,title,author,publisher,date,url,language\nledger,The Ledger,,,,,\n"
TYPES = "type,forward,backward,directed,description\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder."""
    graph = tmp_path / "graph"
    graph.mkdir()
    texts = {"entities": PEOPLE, "relations": TIES, "sources": SOURCES, "relation_types": TYPES}
    for name, text in texts.items():
        (graph / f"{name}.csv").write_text(text)
    monkeypatch.setenv("SOCIOGRAM_GRAPH", str(graph))
    return graph


def lines_of(folder: Path, table: str) -> list[str]:
    return (folder / f"{table}.csv").read_text().splitlines()


def changed_lines(before: str, after: list[str]) -> list[str]:
    """Return the lines of a file that were not there before."""
    return [line for line in after if line not in before.splitlines()]


def test_merge_changes_only_the_lines_that_it_must(folder: Path, run: Run) -> None:
    code, out, err = run("merge", "Ann Bee", "A. Bee")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "entities: 1 changed, 1 removed",
        '  ~ ann (Ann Bee): aliases now "A. Bee | Annie | ann-b"',
        "  - ann-b (A. Bee)",
        "relations: 2 changed",
        '  ~ r2 (Ann Bee PAYS Bob Cee): source "ann-b" → "ann"',
        '  ~ r3 (Bob Cee OWNS Bob Cee): claimed_by "ann-b" → "ann"',
    ]
    assert changed_lines(PEOPLE, lines_of(folder, "entities")) == [
        'ann,Ann Bee,Person,A. Bee | Annie | ann-b,,NL,,"kept, as it is"'
    ]
    assert lines_of(folder, "relations") == [
        *TIES.splitlines()[:2],
        "r2,ann,bob,PAYS,,,,bob,,ledger,2,",
        "r3,bob,bob,OWNS,,,,ann,,ledger,3,",
    ]


def test_undo_and_redo_take_a_merge_as_one_change(folder: Path, run: Run) -> None:
    run("merge", "ann", "ann-b")
    merged = lines_of(folder, "relations")
    assert "merge ann ann-b" in run("log")[1]
    assert run("undo")[0] == 0
    assert (folder / "entities.csv").read_text() == PEOPLE
    assert (folder / "relations.csv").read_text() == TIES
    assert run("redo")[0] == 0
    assert lines_of(folder, "relations") == merged


def test_rename_keeps_the_old_name_and_id(folder: Path, run: Run) -> None:
    assert run("rename", "ann-b", "Amelia Bee", "--id", "amelia")[0] == 0
    header, ann, _, bob = PEOPLE.splitlines()
    amelia = "amelia,Amelia Bee,Person,Annie | A. Bee | ann-b,,,,"
    assert lines_of(folder, "entities") == [header, ann, amelia, bob]
    assert run("path", "ann-b", "bob")[1].splitlines()[0] == run("path", "amelia", "bob")[1].splitlines()[0]


def test_set_changes_one_cell(folder: Path, run: Run) -> None:
    code, out, _ = run("set", "r1", "certainty=alleged", "summary=")
    assert (code, out.splitlines()[1]) == (0, '  ~ r1 (Ann Bee KNOWS Bob Cee): certainty now "alleged"')
    assert changed_lines(TIES, lines_of(folder, "relations")) == ["r1,ann,bob,KNOWS,,,,,alleged,ledger,1,"]
    assert (folder / "entities.csv").read_text() == PEOPLE
    assert "set r1 certainty=alleged summary=" in run("log")[1]
    run("undo")
    assert (folder / "relations.csv").read_text() == TIES


def test_split_and_remove_are_undone(folder: Path, run: Run) -> None:
    assert run("split", "bob", "--to", "Robert Cee", "--relation", "r2")[0] == 0
    assert changed_lines(TIES, lines_of(folder, "relations")) == [
        "r2,ann-b,robert-cee,PAYS,,,,robert-cee,,ledger,2,"
    ]
    assert run("remove", "ann-b", "--yes")[0] == 0
    assert lines_of(folder, "relations") == TIES.splitlines()[:2]
    assert run("undo", "2")[0] == 0
    assert (folder / "entities.csv").read_text() == PEOPLE
    assert (folder / "relations.csv").read_text() == TIES


def test_remove_shows_what_hangs_on_a_row_and_wants_a_yes(folder: Path, run: Run) -> None:
    code, out, err = run("remove", "ledger")
    assert (code, out) == (2, "")
    assert err.splitlines()[:6] == [
        "relations: 3 removed",
        "  - r1 (Ann Bee KNOWS Bob Cee)",
        "  - r2 (A. Bee PAYS Bob Cee)",
        "  - r3 (Bob Cee OWNS Bob Cee)",
        "sources: 1 removed",
        "  - ledger (The Ledger)",
    ]
    assert "This also removes 3 claims that cannot exist without them." in err
    assert "Add --yes" in err
    assert (folder / "relations.csv").read_text() == TIES


SET_COUNTRY = "MATCH (n {id: 'bob'}) SET n.country = 'FR' RETURN n.name AS name"


def test_a_query_that_writes_says_what_it_changed(folder: Path, run: Run) -> None:
    code, out, err = run("query", "--write", "-c", SET_COUNTRY)
    assert (code, out) == (0, "name\nBob Cee\n")
    assert err.splitlines() == [
        "1 property set.",
        "entities: 1 changed",
        '  ~ bob (Bob Cee): country now "FR"',
    ]


def test_a_query_can_be_tried_without_writing(folder: Path, run: Run) -> None:
    code, out, err = run("query", "--write", "--dry-run", "-c", f"{SET_COUNTRY}; MATCH ()-[r]->() DELETE r")
    assert (code, out.strip()) == (0, "")
    assert err.splitlines() == [
        "3 relationships deleted, 1 property set.",
        "entities: 1 changed",
        '  ~ bob (Bob Cee): country now "FR"',
        "relations: 3 removed",
        "  - r1 (Ann Bee KNOWS Bob Cee)",
        "  - r2 (A. Bee PAYS Bob Cee)",
        "  - r3 (Bob Cee OWNS Bob Cee)",
        "Nothing was written (dry run).",
    ]
    assert (folder / "entities.csv").read_text() == PEOPLE
    assert (folder / "relations.csv").read_text() == TIES


def test_a_load_that_replaces_a_source_lists_what_goes(folder: Path, run: Run) -> None:
    sheet = folder.parent / "ledger.csv"
    sheet.write_text("id,source,target,type,certainty\nr1,ann,bob,KNOWS,alleged\n,ann,bob,LEADS,\n")
    code, out, err = run("load", str(sheet), "--to", str(folder), "--replace", "ledger", "-q")
    lines = out.splitlines()
    assert (code, err, lines[:4]) == (
        0,
        "",
        [
            "relations: 1 added, 1 changed, 2 removed",
            "  - r2 (A. Bee PAYS Bob Cee)",
            "  - r3 (Bob Cee OWNS Bob Cee)",
            '  ~ r1 (Ann Bee KNOWS Bob Cee): certainty now "alleged"',
        ],
    )
    assert lines[4].endswith("(Ann Bee LEADS Bob Cee)")
    run("undo")
    assert (folder / "relations.csv").read_text() == TIES


def test_nothing_to_change_writes_nothing(folder: Path, run: Run) -> None:
    assert run("set", "ann", "country=NL") == (0, "", "Nothing changes.\n")
    assert not (folder / ".sociogram-history").exists()


def test_a_dry_run_shows_and_writes_nothing(folder: Path, run: Run) -> None:
    code, out, err = run("merge", "ann", "ann-b", "--dry-run", "--format", "json")
    shown = json.loads(out)
    assert (code, err, shown["dry_run"]) == (0, "", True)
    assert [(change["table"], change["id"], change["kind"]) for change in shown["changes"]] == [
        ("entities", "ann", "changed"),
        ("entities", "ann-b", "removed"),
        ("relations", "r2", "changed"),
        ("relations", "r3", "changed"),
    ]
    assert (folder / "entities.csv").read_text() == PEOPLE


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["merge", "ann"], 2, "Missing argument 'OTHER...'"),
        (["merge", "ann", "Annn"], 1, "No actor is called 'Annn'"),
        (["merge", "ann", "ann"], 1, "are already one actor"),
        (["rename", "ann"], 2, "Give a NEW-NAME, --id NEW-ID, or both."),
        (["rename", "ann", "--id", "bob"], 1, "belongs to Bob Cee"),
        (["set", "ann", "country"], 2, "'country' is not NAME=VALUE"),
        (["set", "ann", "a=1", "a=2"], 2, "'a' is given twice"),
        (["set", "ann", "contry=NL"], 1, "Did you mean 'country'?"),
        (["set", "r1", "source=ledger"], 1, "For the source of the claim, write: sources=ledger"),
        (["set", "ledgr", "title=x"], 1, "Did you mean 'ledger'?"),
        (["split", "ann", "--to", "x"], 2, "--source SOURCE or --relation ID"),
        (["split", "ann", "--to", "x", "--source", "ledge"], 1, "Did you mean 'ledger'?"),
        (["remove", "bobb", "--yes"], 1, "Did you mean 'bob'"),
        (["query", "hubs", "--dry-run"], 2, "--dry-run needs --write"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_faults(folder: Path, run: Run, arguments: list[str], code: int, message: str) -> None:
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert message in err
    assert (folder / "entities.csv").read_text() == PEOPLE
    assert not (folder / ".sociogram-history").exists()


@pytest.mark.parametrize(
    "command", [["merge", "a", "b"], ["rename", "a", "b"], ["set", "a", "b=c"], ["remove", "a"]], ids=" ".join
)
def test_the_article_of_the_package_cannot_be_corrected(
    run: Run, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOCIOGRAM_GRAPH", raising=False)
    code, _, err = run(*command)
    assert (code, "Name the graph to correct: -g FOLDER or a Neo4j URI." in err) == (2, True)


@pytest.mark.parametrize(
    ("script", "header"),
    [
        ("MATCH (n) SET n.a = 1;\n", "// To undo this, run:\n"),
        (
            "MATCH (n) SET n.a = ';\\n';\nMATCH (n) SET n.b = 1;\n",
            "// To undo this, run all of these",
        ),
    ],
)
def test_the_cypher_that_undoes_a_correction(
    folder: Path, script: str, header: str, capsys: pytest.CaptureFixture[str]
) -> None:
    planned = sociogram.open(folder).rename("ann", "Ann Dee", dry_run=True)
    print_correction(replace(planned, dry_run=False, undo_script=script), "text")
    printed = capsys.readouterr().out
    assert header in printed
    assert printed.endswith(f"\n{script}")
