"""A row with the id of a claim corrects it; a row without one completes its claim, and no more."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.report import LoadReport
from sociogram.loaders.values.categorical import Categorical

ACTORS = "id,name\nann,Ann Bee\nbob,Bob Cee\nmo,Mo Dun\n"
CLAIMS = """\
id,source,target,type,role,polarity,modality,start_date,claimed_by,via,certainty,sources,cites,paragraph,quote,review
k1,ann,bob,MET,,,,2020-05,mo,ann | bob,stated,gazette,memo | diary,3,they met,
k2,bob,mo,PAID,,denies,,,bob,,alleged,gazette,,4,I never paid,draft
k3,mo,ann,MET,,,planned,2021,mo,,reported,gazette,,5,will meet,
"""
WITHOUT_IDS = "\n".join(line.partition(",")[2] for line in CLAIMS.splitlines()) + "\n"


@pytest.fixture
def graph(tmp_path) -> Path:
    put(tmp_path, ACTORS, "actors.csv")
    put(tmp_path, CLAIMS)
    return tmp_path / "graph"


def put(folder: Path, text: str, name: str = "claims.csv", **options) -> LoadReport:
    """Load a sheet into the graph in the folder."""
    (folder / name).write_text(text, encoding="utf-8")
    return load([folder / name], folder / "graph", LoadOptions(**options))


def claims(graph: Path) -> dict[str, dict[str, str]]:
    with (graph / "relations.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def files(graph: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in graph.glob("*.csv")}


def cells(report: LoadReport) -> list[tuple[str, str, object, object]]:
    return [(change.id, change.column, change.old, change.new) for change in report.changes.first]


CORRECTIONS = {
    "review alone": ("id,review\nk2,confirmed\n", [("k2", "review", "draft", "confirmed")]),
    "a list is replaced": ("id,cites\nk1,diary\n", [("k1", "cites", ["memo", "diary"], ["diary"])]),
    "relays": ("id,via\nk1,Bob Cee\n", [("k1", "via", ["ann", "bob"], ["bob"])]),
    "another end": ("id,target\nk3,Bob Cee\n", [("k3", "target", "ann", "bob")]),
    "another type": ("id,type\nk3,saw\n", [("k3", "type", "MET", "SAW")]),
    "a column that actors have too": ("id,note\nk1,seen\n", [("k1", "note", None, "seen")]),
    "an empty cell": ("id,quote,review\nk2,,confirmed\n", [("k2", "review", "draft", "confirmed")]),
    "nothing new": ("id,review,certainty\nk2,draft,alleged\n", []),
}


@pytest.mark.parametrize(("sheet", "changes"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_a_sheet_of_ids_corrects(graph, tmp_path, sheet, changes):
    before = (graph / "relations.csv").read_text().splitlines()
    others = files(graph)
    report = put(tmp_path, sheet)
    assert report.rejected == 0
    assert cells(report) == changes
    assert report.counts["relations"].created == 0
    after = (graph / "relations.csv").read_text().splitlines()
    touched = {change[0] for change in changes}
    if after[0] == before[0]:
        pairs = zip(before[1:], after[1:], strict=True)
        assert {new.split(",")[0] for old, new in pairs if old != new} == touched
    assert [line.split(",")[0] for line in after] == ["id", "k1", "k2", "k3"]
    assert all(files(graph)[name] == text for name, text in others.items() if name != "relations.csv")
    again = files(graph)
    assert cells(put(tmp_path, sheet)) == []
    assert files(graph) == again


def test_empty_cells_empty_claims_where_asked(graph, tmp_path):
    report = put(tmp_path, "id,quote,cites,review\nk1,,,confirmed\n", clear_empty=True)
    assert {change[1] for change in cells(report)} == {"review", "cites", "quote"}
    assert (claims(graph)["k1"]["quote"], claims(graph)["k1"]["cites"]) == ("", "")


def test_an_unknown_id_is_told(graph, tmp_path):
    report = put(tmp_path, "id,review\nk9,confirmed\nk2,confirmed\n")
    [reject] = report.rejects
    assert str(reject.remark).startswith(f"{tmp_path}/claims.csv:2:id: No claim has the id `k9`.")
    assert claims(graph)["k2"]["review"] == "confirmed"


@given(st.lists(st.text("0789/:a²", max_size=20) | st.sampled_from(["12345678", "12345678a", "01234567890"])))
def test_ids_that_are_numbers_are_found_in_the_bytes_as_in_texts(ids):
    for column in (Categorical.of_texts(CellColumn.of_texts(ids)), Categorical.of_texts(ids)):
        found = column.digits()
        shown = [found.get(code) for code in column.codes.tolist()]
        assert shown == [own if set(own) & set("0123456789") == set(own) and own else None for own in ids]


def test_a_correction_and_its_claim_in_one_load(tmp_path):
    put(tmp_path, ACTORS, "actors.csv")
    for name, text in (("first", "id,note\nk1,late\n"), ("second", CLAIMS)):
        (tmp_path / f"{name}.csv").write_text("id,quote,note\nk1,,late\n" if name == "first" else text)
    report = load([tmp_path / "first.csv", tmp_path / "second.csv"], tmp_path / "graph")
    assert report.rejected == 0
    assert claims(tmp_path / "graph")["k1"]["note"] == "late"


@pytest.mark.parametrize("text", [CLAIMS, WITHOUT_IDS], ids=["with ids", "without ids"])
@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_twice(tmp_path, text, seed):
    header, *rows = text.splitlines()
    put(tmp_path, ACTORS, "actors.csv")
    put(tmp_path, text)
    before = files(tmp_path / "graph")
    random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
    report = put(tmp_path, "\n".join([header, *rows]) + "\n")
    assert (report.rejected, report.unchanged) == (0, 3)
    assert files(tmp_path / "graph") == before


NOT_IN_SHEET = ("role", "polarity")
CORRECTED = [
    "role,boss",
    "certainty,opinion",
    "target,mo",
    "polarity,denies",
    "via,mo",
    "type,SAW",
    "quote,no",
]


@pytest.mark.parametrize("correction", CORRECTED)
def test_a_correction_stands_when_the_first_sheet_is_loaded_again(tmp_path, correction):
    put(tmp_path, ACTORS, "actors.csv")
    put(tmp_path, WITHOUT_IDS)
    [own] = [key for key, row in claims(tmp_path / "graph").items() if row["quote"] == "they met"]
    column, value = correction.split(",")
    put(tmp_path, f"id,{column},review\n{own},{value},confirmed\n")
    corrected = files(tmp_path / "graph")
    report = put(tmp_path, WITHOUT_IDS)
    assert files(tmp_path / "graph") == corrected or column == "role"
    assert claims(tmp_path / "graph")[own][column] == value
    assert report.rejected == report.counts["relations"].created == 0
    if column not in NOT_IN_SHEET:
        assert [(change.id, change.column) for change in report.retained.first] == [(own, column)]


def test_a_folder_without_ids_is_given_them_once(tmp_path):
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "entities.csv").write_text("id,name\nann,Ann\nbob,Bob\n")
    (graph / "relations.csv").write_text("source,target,type\nann,bob,MET\nann,bob,MET\n")
    report = put(tmp_path, "source,target,type\nbob,ann,PAID\n")
    assert report.given_ids == 2
    ids = list(claims(graph))
    assert len(set(ids)) == 3
    assert put(tmp_path, "source,target,type\nbob,ann,SAW\n").given_ids == 0
    assert list(claims(graph))[:3] == ids


def test_lines_that_say_the_same_stay_as_they_are(tmp_path):
    graph = tmp_path / "graph"
    graph.mkdir()
    (graph / "entities.csv").write_bytes(b'id,name\r\nann,"Ann"\r\nbob,Bob\r\n')
    lines = [
        '"review","id","source","target","type","sources"',
        '"","k1","ann","bob","MET","x;y"',
        ',k2,ann,bob,SAW,"x"',
    ]
    usual = ",role,start_date,end_date,claimed_by,certainty,paragraph,summary"
    text = "\r\n".join([lines[0] + usual, *(line + "," * 7 for line in lines[1:])]) + "\r\n"
    (graph / "relations.csv").write_bytes(text.encode())
    put(tmp_path, "id,review\nk2,draft\n")
    new = (graph / "relations.csv").read_bytes().decode()
    assert new == text.replace(',k2,ann,bob,SAW,"x"', "draft,k2,ann,bob,SAW,x")
    assert (graph / "entities.csv").read_bytes() == b'id,name\r\nann,"Ann"\r\nbob,Bob\r\n'


FAULTY = {
    "itself": ("k4,ann,bob,SAW,ann,k4,,", "supersedes: The claim `k4` refers to itself."),
    "another voice's": (
        "k4,ann,bob,SAW,ann,k1,,",
        "supersedes: `k1` is a claim of `mo`, and this one is `ann`'s.",
    ),
    "each other": (
        "k5,ann,bob,SAW,ann,k4,,\nk4,ann,bob,SAW,ann,k5,,",
        "supersedes: `k5` and `k4` supersede each other.",
    ),
}


@pytest.mark.parametrize(("rows", "message"), FAULTY.values(), ids=FAULTY)
def test_a_claim_takes_back_only_what_it_may(graph, tmp_path, rows, message):
    report = put(tmp_path, f"id,source,target,type,claimed_by,supersedes,about,contradicts\n{rows}\n")
    assert report.rejected == len(rows.splitlines())
    assert message in str(report.rejects[0].remark)


def test_an_unknown_claim_is_named_and_one_in_the_load_is_found(graph, tmp_path):
    rows = "k4,ann,bob,SAW,ann,,k5,k1 | k9\nk5,ann,bob,MET,ann,,,\n"
    report = put(tmp_path, f"id,source,target,type,claimed_by,supersedes,about,contradicts\n{rows}")
    assert report.rejected == 0
    assert [warning.message for warning in report.warnings] == ["No claim has the id `k9`."]


def test_texts_that_look_like_one_number_are_two(graph, tmp_path):
    put(tmp_path, "id,code\nk1,1.0\nk2,two\n")
    put(tmp_path, "id,code\nk1,1.00\n")
    assert claims(graph)["k1"]["code"] == "1.00"


def test_rows_without_ids_are_the_claims_whose_ids_were_written_by_hand(graph, tmp_path):
    before = files(graph)
    report = put(tmp_path, WITHOUT_IDS)
    assert (report.rejected, report.unchanged) == (0, 3)
    assert files(graph) == before


@pytest.mark.parametrize(("own", "rejected"), [("k1", 0), ("k9", 1), ("", 1)])
def test_a_correction_needs_no_source_and_a_new_claim_does(graph, tmp_path, own, rejected):
    sheet = f"id,source,target,type,note\n{own},ann,bob,MET,seen\n"
    assert put(tmp_path, sheet, require_source=True).rejected == rejected


def test_a_draft_without_an_id_does_not_undo_what_is_confirmed(graph, tmp_path):
    before = files(graph)
    sheet = WITHOUT_IDS.replace(",they met,", ",they met,draft")
    put(tmp_path, sheet)
    assert files(graph) == before


def test_a_correction_fills_a_column_that_the_sheet_left_empty(tmp_path):
    put(tmp_path, "id,source,target,type,supersedes,review,hall\nk1,ann,bob,MET,,,\nk2,bob,mo,MET,,,\n")
    before = (tmp_path / "graph" / "relations.csv").read_text().splitlines()
    put(tmp_path, "id,supersedes,review,hall\nk2,k1,retracted,east\n")
    after = (tmp_path / "graph" / "relations.csv").read_text().splitlines()
    assert after[:2] == before[:2]
    assert claims(tmp_path / "graph")["k2"].items() >= {"supersedes": "k1", "hall": "east"}.items()


def test_who_denies_a_claim_of_the_graph_makes_another(graph):
    for _ in range(2):
        report = put(graph.parent, "id,denied by\nk1,ann; bob\nk3,unknown\n", "denied.csv")
        assert report.rejected == 0
    rows = list(claims(graph).values())
    shared = ("source", "target", "type", "start_date", "sources", "paragraph")
    assert [[row[name] for name in ("claimed_by", "polarity", *shared)] for row in rows[3:]] == [
        [voice, "denies", "ann", "bob", "MET", "2020-05", "gazette", "3"] for voice in ("ann", "bob")
    ]
    assert rows[0]["claimed_by"] == "mo"


def test_who_denies_a_claim_empties_none_of_its_cells(graph):
    before = claims(graph)
    report = put(graph.parent, "id,denied by\nk1,ann\nk3,\n", "denied.csv", clear_empty=True)
    assert cells(report) == []
    assert {key: claims(graph)[key].items() >= row.items() for key, row in before.items()} == dict.fromkeys(
        before, True
    )


def test_who_denies_a_denial_does_not_deny_the_tie(graph):
    put(graph.parent, "id,denied by\nk2,mo\n", "denied.csv")
    assert [row["denied by"] for row in claims(graph).values()] == ["", "mo", ""]


def test_a_denial_has_the_corrected_date_of_its_claim(graph):
    put(graph.parent, "id,start_date\nk1,c. 2020\n", "dates.csv")
    put(graph.parent, "id,start_date,denied by\nk1,2019-01,ann\n", "denied.csv")
    *_, denial = claims(graph).values()
    assert (denial["polarity"], denial["start_date"], denial["date_note"]) == ("denies", "2019-01", "")


def test_a_sheet_of_new_ties_may_name_who_denies_known_claims(graph):
    put(graph.parent, "id,source,target,type,denied by\nk1,,,,ann denies it\n,bob,mo,MET,\n", "more.csv")
    denials = [row for row in claims(graph).values() if row["polarity"] == "denies" and row["type"] == "MET"]
    assert [(row["source"], row["target"], row["claimed_by"]) for row in denials] == [("ann", "bob", "ann")]


@pytest.mark.parametrize("order", [("claims.csv", "denied.csv"), ("denied.csv", "claims.csv")])
def test_who_denies_a_claim_of_the_same_load_makes_a_claim(tmp_path, order):
    (tmp_path / "claims.csv").write_text(
        "id,source,target,type,date\nk1,ann,bob,MET,2019\n", encoding="utf-8"
    )
    (tmp_path / "denied.csv").write_text("id,denied by\nk1,bob\n", encoding="utf-8")
    load([tmp_path / name for name in order], tmp_path / "graph")
    told = [(row["source"], row["type"], row["target"]) for row in claims(tmp_path / "graph").values()]
    assert told == [("ann", "MET", "bob")] * 2
    denial = next(row for row in claims(tmp_path / "graph").values() if row["polarity"] == "denies")
    assert (denial["claimed_by"], denial["start_date"]) == ("bob", "2019")


def test_who_denies_a_claim_that_nobody_made_is_no_actor(graph):
    report = put(graph.parent, "id,denied by\nk9,zoe\nk1,ann\n", "denied.csv")
    assert "that the graph does not have yet (line 2). Load the sheet again" in report.to_text(whole=True)
    assert report.counts["entities"].created == 0


def test_a_correction_gives_a_claim_one_voice(graph):
    report = put(graph.parent, "id,claimed_by\nk1,ann; bob\nk2,ann\n", "voices.csv")
    assert "voices.csv:2:claimed_by: `ann; bob` names 2 actors. A claim has one:" in report.to_text()
    rows = list(claims(graph).values())
    assert [row["claimed_by"] for row in rows] == ["mo", "ann", "mo"]
