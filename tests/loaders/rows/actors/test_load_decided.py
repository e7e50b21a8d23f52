"""Loads follow decisions: other ids and spellings mean the actor that is kept; different ones stay apart."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.folder.decide import decisions_in
from sociogram.loaders.load import LoadOptions, load

ACTORS = "id,name,type,country\nann,Ann Bee,Person,NL\nbob,Bob Cee,Person,\n"
TITLES = "first,second,verdict,by,date,why\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two actors and a decision: ann-b and A. Bee are ann."""
    monkeypatch.chdir(tmp_path)
    loaded("actors", ACTORS)
    (tmp_path / "graph/decisions.csv").write_text(TITLES + "ann,ann-b,same,,,\nann,A. Bee,same,,,\n")
    return tmp_path / "graph"


def loaded(name: str, text: str, **options):
    Path(f"{name}.csv").write_text(text, encoding="utf-8")
    return load([f"{name}.csv"], Path("graph"), LoadOptions(**options))


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    text = (folder / f"{table}.csv").read_text(encoding="utf-8")
    return [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize("end", ["ann-b", "A. Bee", "a. bee", "ANN-B"])
def test_a_tie_to_another_id_or_spelling_is_one_to_the_actor_that_is_kept(folder, end):
    report = loaded("ties", f"source,target,type,claimed_by\n{end},bob,KNOWS,{end}\n")
    (tie,) = rows(folder, "relations")
    assert (tie["source"], tie["target"], tie["claimed_by"]) == ("ann", "bob", "ann")
    assert report.stubs == []


@pytest.mark.parametrize(
    "row", ["ann-b,Annie Bee,Person,BE,A lawyer.", ",A. Bee,Person,BE,A lawyer.", "x9,A. Bee,,,A lawyer."]
)
def test_a_row_of_another_id_or_spelling_completes_the_actor_that_is_kept(folder, row):
    report = loaded("more", f"id,name,type,country,summary\n{row}\n")
    (ann,) = (one for one in rows(folder, "entities") if one["id"] == "ann")
    assert (ann["name"], ann["country"], ann["summary"]) == ("Ann Bee", "NL", "A lawyer.")
    assert ann["aliases"] in ("Annie Bee", "A. Bee")
    assert len(rows(folder, "entities")) == 2
    assert "Decided to be the same actor:" in report.to_text()


def test_ties_follow_the_id_of_a_row_that_is_another_actor(folder):
    Path("more.csv").write_text("id,name\nx9,A. Bee\n")
    Path("ties.csv").write_text("source,target,type\nx9,bob,KNOWS\n")
    load(["more.csv", "ties.csv"], folder)
    assert rows(folder, "relations")[0]["source"] == "ann"


def test_loading_the_same_again_changes_nothing(folder):
    text = "id,name,summary\nann-b,Annie Bee,A lawyer.\n"
    loaded("more", text)
    before = (folder / "entities.csv").read_bytes()
    report = loaded("more", text)
    assert (folder / "entities.csv").read_bytes() == before
    assert report.unchanged == 1


def test_decisions_hold_for_the_first_load_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("graph").mkdir()
    Path("graph/decisions.csv").write_text(TITLES + "ann,ann-b,same,,,\n")
    report = loaded("both", "id,name,country,summary\nann-b,Annie,BE,A lawyer.\nann,Ann Bee,NL,\n")
    assert report.rejected == 0
    assert rows(Path("graph"), "entities") == [
        {"id": "ann", "name": "Ann Bee", "aliases": "Annie", "summary": "A lawyer.", "country": "NL"}
    ]


def test_where_nobody_knows_the_kept_one_the_other_stays_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("graph").mkdir()
    Path("graph/decisions.csv").write_text(TITLES + "ann,ann-b,same,,,\n")
    loaded("one", "id,name\nann-b,Annie\n")
    assert rows(Path("graph"), "entities") == [{"id": "ann-b", "name": "Annie"}]


def test_two_that_are_different_are_no_look_alikes(folder):
    assert [pair.ids for pair in loaded("one", "id,name\nannb,Ann-Bee\n").look_alikes] == [("ann", "annb")]
    with (folder / "decisions.csv").open("a") as file:
        file.write("ann,ann2,different,,,\n")
    assert loaded("two", "id,name\nann2,Ann  B.ee\n").look_alikes == []


def test_decisions_of_a_file_become_the_folder_s(folder):
    Path("decided.csv").write_text(TITLES + "bob,Bobby,same,Bode,2031-04-02,\n")
    loaded("ties", "source,target,type\nBobby,ann,KNOWS\n", decisions=decisions_in(Path("decided.csv")))
    assert rows(folder, "relations")[0]["source"] == "bob"
    assert "bob,Bobby,same,Bode,2031-04-02,\n" in (folder / "decisions.csv").read_text()


def test_a_contradiction_stops_the_load(folder):
    with (folder / "decisions.csv").open("a") as file:
        file.write("ann-b,A. Bee,different,,,\n")
    before = (folder / "entities.csv").read_bytes()
    with pytest.raises(DataError, match=r"decisions\.csv:4:verdict"):
        loaded("more", "id,name\nz,Zed\n")
    assert (folder / "entities.csv").read_bytes() == before


def test_a_file_of_decisions_is_no_sheet_of_ties(folder):
    with pytest.raises(DataError, match="sociogram decide --from"):
        loaded("decided", TITLES + "bob,Bobby,same,,,\n")
