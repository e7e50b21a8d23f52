"""Rows without an id that name the same tie: one claim or two, and which of them a later row means."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import pytest

import sociogram
from sociogram.loaders.load import load
from sociogram.loaders.options import LoadOptions

TITLES = "payer,payee,amount,reference,source\n"


def loaded(in_folder, *sheets, **options):
    """Load sheets of payments one after the other; return the last report."""
    reports = []
    for sheet in sheets:
        (in_folder / "pay.csv").write_text(TITLES + "".join(f"Ann,Bob,{row}\n" for row in sheet.split()))
        reports.append(load(["pay.csv"], "g", LoadOptions(**options)))
    return reports[-1]


def rows_of(folder):
    with Path(folder, "relations.csv").open() as file:
        return list(csv.DictReader(file))


def payments():
    return sorted(f"{row['weight']},{row['reference']}" for row in rows_of("g"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("100,, 250,,", ["100,", "250,"]),  # two payments
        ("100,, 100,,", ["100,"]),  # one, listed twice
        ("100,, 250,, 100,, 250,,", ["100,", "250,"]),
        ("100,r1, 100,r2,", ["100,r1", "100,r2"]),  # another column tells them apart
        ("100,, ,r1,", ["100,r1"]),  # one row completes the other
        ("100,r1, 250,, 250,r2,", ["100,r1", "250,r2"]),
    ],
)
def test_rows_that_differ_in_a_value_are_claims_of_their_own(in_folder, rows, expected):
    report = loaded(in_folder, rows)
    assert report.rejected == 0
    assert payments() == expected
    assert loaded(in_folder, rows).loaded == 0
    assert payments() == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("100,, 250,, 300,,", ["100,", "250,", "300,"]),
        ("100,, 250,, ,r1,", [",r1", "100,", "250,"]),  # nothing says whose reference it is
        ("100,r1, 100,r2, 100,,", ["100,r1", "100,r2"]),  # the third says nothing more
        ("100,, 250,r1, ,r1,", ["100,", "250,r1"]),
    ],
)
def test_the_order_of_rows_gives_the_same_graph(in_folder, rows, expected):
    tables = set()
    for number, order in enumerate(permutations(rows.split())):
        (in_folder / "pay.csv").write_text(TITLES + "".join(f"Ann,Bob,{row}\n" for row in order))
        load(["pay.csv"], f"g{number}")
        found = rows_of(f"g{number}")
        tables.add(tuple(sorted((row["id"], row["weight"], row["reference"]) for row in found)))
        assert sorted(f"{row['weight']},{row['reference']}" for row in found) == expected
    assert len(tables) == 1


def test_many_payments_that_are_listed_again_with_their_references(in_folder):
    amounts = range(100, 140)
    loaded(
        in_folder,
        " ".join([f"{amount},," for amount in amounts] + [f"{amount},r{amount}," for amount in amounts]),
    )
    assert payments() == [f"{amount},r{amount}" for amount in amounts]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        (["100,, 250,,", "250,,"], ["100,", "250,"]),
        (["100,, 250,,", "100,,"], ["100,", "250,"]),
        (["100,,", "250,, 100,,"], ["100,", "250,"]),
        (["100,, 250,,", "300,, 250,, 100,,"], ["100,", "250,", "300,"]),
        (["100,, 250,,", "250,r2,"], ["100,", "250,r2"]),
        (["100,, 250,,", "300,,"], ["100,", "250,", "300,"]),
        (["100,,", "250,,"], ["250,"]),  # one row, one claim: a correction, which the report lists
    ],
)
def test_a_later_row_is_the_claim_with_which_it_agrees(in_folder, sheets, expected):
    loaded(in_folder, *sheets)
    assert payments() == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [("100,,", ["100", "250"]), ("250,,", ["100", "250"]), ("300,,", ["100", "250", "300"])],
)
def test_a_folder_written_by_hand_may_have_claims_without_ids(in_folder, row, expected):
    Path("g").mkdir()
    Path("g", "entities.csv").write_text("id,name,type\nann,Ann,Person\nbob,Bob,Person\n")
    Path("g", "relations.csv").write_text(
        "id,source,target,type,weight\n,ann,bob,PAYS,100\n,ann,bob,PAYS,250\n"
    )
    assert "Kept" not in loaded(in_folder, row).to_text()
    assert [found["weight"] for found in rows_of("g")] == expected


@pytest.mark.parametrize("number", [0, 1])
def test_the_first_sheet_does_not_undo_a_correction(in_folder, number):
    loaded(in_folder, "100,, 250,,")
    graph = sociogram.open("g")
    graph.set(rows_of("g")[number]["id"], weight=7)
    graph.save()
    corrected = payments()
    loaded(in_folder, "100,, 250,,")
    assert payments() == corrected


def test_replacing_a_source_removes_the_payment_that_is_gone(in_folder):
    loaded(in_folder, "100,,s 250,,s 300,,s", "100,,s 300,,s", replace="s")
    assert payments() == ["100,", "300,"]


def test_the_report_says_where_such_rows_differ(in_folder):
    assert (
        "Rows with the same actors, type, date and source, but another value, are claims of their own: "
        "1 tie (ann – bob: `weight` `100`, `250`)."
    ) in loaded(in_folder, "100,, 250,,").to_text()


def test_rows_with_one_id_still_have_to_agree(read_sheets):
    report = read_sheets({"pay.csv": "id,payer,payee,amount\np1,Ann,Bob,100\np1,Ann,Bob,250\n"}).report
    assert report.rejected == 1


def test_a_corrected_date_loses_the_words_of_the_old_one(in_folder):
    for name, text in {
        "a.csv": "id,from,to,date\nt1,Ann,Bob,1970s\n",
        "b.csv": "id,date\nt1,1975-03-04\n",
    }.items():
        Path(name).write_text(text)
        load([name], "g")
    assert [(row["start_date"], row["date_note"]) for row in rows_of("g")] == [("1975-03-04", "")]


SAID = {
    # rows, from line 2 on, and what the report says of those that say nothing new
    "three equal rows": ("100,, 100,, 100,,", "Lines 3, 4 repeat line 2: read once (2 in all)."),
    "two pairs": (
        "100,, 250,, 250,, 100,,",
        "Line 4 repeats line 3; line 5 repeats line 2: read once (2 in all).",
    ),
    "one that says less": ("100,r1, ,,", "Line 3 repeats line 2: read once (1 in all)."),
    "one that adds a reference": ("100,, ,r1,", None),
    "two amounts": ("100,, 250,,", None),
}


@pytest.mark.parametrize("case", SAID)
def test_the_report_names_lines_that_repeat_another(in_folder, case):
    rows, said = SAID[case]
    text = loaded(in_folder, rows).to_text()
    if said is None:
        assert "repeat" not in text
    else:
        assert f"{said} Give the rows an id to keep them apart." in text


def test_the_report_names_lines_that_repeat_another_file(in_folder):
    for name in ("a.csv", "b.csv"):
        Path(name).write_text(f"{TITLES}Ann,Bob,100,,\n")
    assert "Line 2 repeats a.csv:2: read once" in load(["a.csv", "b.csv"], "g").to_text()
