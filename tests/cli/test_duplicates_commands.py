"""``sociogram duplicates`` and ``decide``: what they print and write, and that undo takes decisions back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sociogram.cli import main

ACTORS = """\
id,name,type,country
ann,Ann Bee,Person,NL
ann-b,"BEE, Ann",Person,
bob,Bob Cee,Person,
keel,Keel Ltd,Company,NL
keel-2,Keel Limited,Company,
"""
TIES = "source,target,type,claimed_by\nann,keel,OWNS,\nann-b,keel,OWNS,bob\nann,bob,KNOWS,\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOCIOGRAM_GRAPH", "graph")
    Path("actors.csv").write_text(ACTORS)
    Path("ties.csv").write_text(TIES)
    with pytest.raises(SystemExit):
        main(["load", "actors.csv", "ties.csv", "--to", "graph", "-q"])
    return tmp_path / "graph"


def decisions(folder: Path) -> list[list[str]]:
    return [row[:3] for row in csv.reader(io.StringIO((folder / "decisions.csv").read_text()))][1:]


# the list


def test_pairs_with_their_reasons_as_a_table(folder, run):
    code, out, err = run("duplicates")
    assert code == 0
    reasons = (
        "the parts of the names are in another order; both are of the type Person; both are tied to Keel Ltd"
    )
    assert out.splitlines()[:3] == [
        "0.99  Ann Bee (ann, Person, NL)",
        "      BEE, Ann (ann-b, Person)",
        f"      {reasons}",
    ]
    assert err == "2 pairs of actors may be one.\n"


def test_a_list_in_csv_is_a_file_of_decisions_once_it_is_filled_in(folder, run):
    run("duplicates", "-o", "list.csv")
    text = Path("list.csv").read_text()
    assert text.startswith(
        "first,second,verdict,by,date,why,score,name_a,name_b,evidence\nann,ann-b,,,,,0.99,"
    )
    Path("list.csv").write_text(
        text.replace("ann,ann-b,,,,,", "ann,ann-b,same,Bode,2031-04-02,one passport,")
    )
    assert run("decide", "--from", "list.csv")[::2] == (0, "Added 1 decision.\n")
    assert decisions(folder) == [["ann", "ann-b", "same"]]


def test_the_list_as_json(folder, run):
    run("decide", "keel", "unsure", "keel-2", "--by", "Bode", "--why", "ask")
    found = json.loads(run("duplicates", "--format", "json", "--least", "0.9")[1])
    keel = found["pairs"][1]
    assert (keel["a"]["id"], keel["b"]["name"], keel["score"]) == ("keel", "Keel Limited", 0.99)
    assert keel["reasons"][0] == {
        "kind": "company-form",
        "text": "the company form is spelled differently",
        "against": False,
    }
    assert (keel["decision"]["verdict"], keel["decision"]["why"]) == ("unsure", "ask")


def test_a_limit_says_how_many_more_there_are(folder, run):
    _, out, err = run("duplicates", "--limit", "1")
    assert (out.count("\n"), err) == (3, "2 pairs of actors may be one; 1 are not listed.\n")


@pytest.mark.parametrize("arguments", [["-o", "who.html"], ["--page", "who.html"]])
def test_a_page(folder, run, arguments):
    code, out, _ = run("duplicates", *arguments)
    assert (code, out) == (0, "who.html\n")
    assert "<title>Who is who: graph</title>" in Path("who.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "list.txt"], "end the name in .html, .csv or .json"),
        (["-o", "list.csv", "--format", "json"], "The suffix of 'list.csv' is not that of the format json."),
        (["--page", "x.html", "--format", "csv"], "Give --page, or -o and --format, not both."),
        (["--open"], "--open needs a page"),
        (["--dry-run"], "--dry-run needs --apply."),
        (["-o", "graph/decisions.csv"], "one of the files this command reads"),
    ],
)
def test_wrong_usage(folder, run, arguments, message):
    code, _, err = run("duplicates", *arguments)
    assert code == 2
    assert message in err


def test_the_article_has_no_duplicates(run, monkeypatch):
    monkeypatch.delenv("SOCIOGRAM_GRAPH", raising=False)
    assert run("duplicates") == (0, "", "No actors look alike.\n")


# decisions


def test_what_was_decided_is_not_listed_again(folder, run):
    next_step = "If both are actors of the graph, `sociogram duplicates --apply` merges them.\n"
    assert run("decide", "Ann Bee", "same", "BEE, Ann", "--by", "Bode") == (0, "ann same ann-b\n", next_step)
    assert run("decide", "keel-2", "different", "keel") == (0, "keel-2 different keel\n", "")
    assert decisions(folder) == [["ann", "ann-b", "same"], ["keel-2", "keel", "different"]]
    _, out, err = run("duplicates")
    assert (out, err) == (
        "",
        (
            "No pairs are left to decide about. Left out, because they were decided to be different: 1. "
            "2 actors were decided to be the same as others: --apply merges them.\n"
        ),
    )


def test_a_new_decision_replaces_the_old_one_and_undo_takes_it_back(folder, run):
    run("decide", "ann", "same", "ann-b")
    run("decide", "ann-b", "different", "ann")
    assert decisions(folder) == [["ann-b", "ann", "different"]]
    assert "decide ann-b different ann" in run("undo")[1]
    assert decisions(folder) == [["ann", "ann-b", "same"]]
    run("undo")
    assert (folder / "decisions.csv").read_text() == ""
    assert "2 pairs" in run("duplicates")[2]


def test_another_spelling_can_be_decided_before_any_sheet_has_it(folder, run):
    assert run("decide", "ann", "same", "Annie B.")[1] == "ann same Annie B.\n"
    Path("more.csv").write_text("source,target,type\nAnnie B.,bob,MET\n")
    run("load", "more.csv", "--to", "graph")
    assert ",ann,bob,MET," in (folder / "relations.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nobody", "same", "noone"], 1, "No actor is called 'nobody'."),
        (["ann", "same", "Ann Bee"], 1, "'ann' and 'Ann Bee' are already one actor (id ann)."),
        (["ann", "equal", "ann-b"], 2, "'equal' is not one of 'same', 'different', 'unsure'"),
        (["ann"], 2, "Say which actors"),
        ([], 2, "Say which actors"),
    ],
)
def test_decisions_that_cannot_be(folder, run, arguments, code, message):
    found, _, err = run("decide", *arguments)
    assert found == code
    assert message in err
    assert not (folder / "decisions.csv").exists()


def test_a_contradiction_is_refused_with_the_rows_that_make_it(folder, run):
    run("decide", "ann", "same", "ann-b")
    run("decide", "ann-b", "same", "bob")
    before = (folder / "decisions.csv").read_bytes()
    code, _, err = run("decide", "ann", "different", "bob")
    assert code == 1
    assert "the same by `ann` same `ann-b` (line 2) and `ann-b` same `bob` (line 3)" in err
    assert (folder / "decisions.csv").read_bytes() == before


def test_decisions_without_a_folder_need_a_file(folder, run, monkeypatch):
    monkeypatch.delenv("SOCIOGRAM_GRAPH")
    assert run("decide", "Lisa Kenna", "different", "Dina Boluarte")[0] == 2
    assert run("decide", "Lisa Kenna", "different", "Dina Boluarte", "--decisions", "own.csv")[0] == 0
    assert Path("own.csv").read_text().splitlines()[1].startswith("lisa-kenna,dina-boluarte,different,")


def test_a_link_in_the_folder_is_not_followed(folder, run, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("first,second,verdict\n")
    (folder / "decisions.csv").symlink_to(other)
    code, _, err = run("decide", "ann", "same", "ann-b")
    assert code == 1
    assert "is a link" in err
    assert other.read_text() == "first,second,verdict\n"


# carrying them out


def test_apply_merges_as_one_change(folder, run):
    run("decide", "ann", "same", "ann-b")
    run("decide", "keel", "same", "keel-2")
    before = (folder / "entities.csv").read_bytes()
    code, out, _ = run("duplicates", "--apply", "--dry-run")
    assert (code, (folder / "entities.csv").read_bytes()) == (0, before)
    assert run("duplicates", "--apply")[1] == out
    assert [line.split(",")[0] for line in (folder / "entities.csv").read_text().splitlines()] == [
        "id",
        "ann",
        "bob",
        "keel",
    ]
    assert run("duplicates", "--apply")[2] == "No pairs that were decided to be the same are left to merge.\n"
    report = run("load", "actors.csv", "ties.csv", "--to", "graph")[2]
    assert "No changes: nothing was written to graph." in report
    assert "duplicates --apply" in run("undo")[1]
    assert (folder / "entities.csv").read_bytes() == before


# check


def test_check_names_what_is_wrong_with_decisions(folder, run):
    (folder / "decisions.csv").write_text(
        "first,second,verdict,by,date,why\nann,bob,same,,,\nbob,ann,different,,,\nann,ann-b,sme,,,\nx,y,same,,,\n"
    )
    code, out, _ = run("check", "graph")
    found = sorted(line.removeprefix("graph/") for line in out.splitlines() if "decisions.csv" in line)
    assert code == 1
    assert [line.partition(": ")[0] for line in found] == [
        "decisions.csv:2:first",
        "decisions.csv:3:verdict",
        "decisions.csv:4:verdict",
        "decisions.csv:5:first",
    ]
    assert (
        "the same according to this row, but still two actors. Merge them: `sociogram duplicates --apply`."
        in found[0]
    )
    assert "they are the same by `ann` same `bob` (line 2). Change or delete one of these rows." in found[1]
    assert "`sme` is not a verdict. Did you mean `same`?" in found[2]
    assert "Neither `x` nor `y` is an actor here." in found[3]


def test_check_does_not_ask_again_about_two_that_are_different(folder, run):
    Path("more.csv").write_text("id,name\nann-2,Ann Bee\n")
    run("load", "more.csv", "--to", "graph")
    assert "'ann-2' and 'ann' are both called" in run("check", "graph")[1]
    run("decide", "ann", "different", "ann-2")
    assert "are both called" not in run("check", "graph")[1]
