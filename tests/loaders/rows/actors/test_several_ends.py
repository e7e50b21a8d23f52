"""Several actors in a cell that names an end: a tie for each of them, unless the signs are part of a name."""

from __future__ import annotations

from pathlib import Path

import pytest

import sociogram
from sociogram.loaders.readers.tables import csv

ENDS = {
    # sheets, and the ties that come out
    "semicolons": ("Ida,Keel Ltd; Dune BV", "Ida – Keel Ltd; Ida – Dune BV"),
    "bars": ("Ida|Per,Keel Ltd", "Ida – Keel Ltd; Per – Keel Ltd"),
    "a list of JSON": ('Ida,"[""Keel, Ann"", ""Dune""]"', "Ida – Keel, Ann; Ida – Dune"),
    "a list of Python": ("Ida,\"['Keel', 'Dune']\"", "Ida – Keel; Ida – Dune"),
    "both ends": ("Ida; Per,Keel; Dune", "Ida – Keel; Ida – Dune; Per – Keel; Per – Dune"),
    "twice the same": ("Ida,Keel; Keel", "Ida – Keel"),
    "commas between actors of other rows": (
        'Ida,Keel Ltd\nPer,Dune BV\nLev,"Keel Ltd, Dune BV"',
        "Ida – Keel Ltd; Per – Dune BV; Lev – Keel Ltd; Lev – Dune BV",
    ),
    "commas between firms with their forms": ('Ida,"Keel Ltd, Dune BV"', "Ida – Keel Ltd; Ida – Dune BV"),
    "lines between actors of other rows": ('Ida,Keel\nPer,"Ida\nKeel"', "Ida – Keel; Per – Ida; Per – Keel"),
    **{
        f"semicolons and {word}": (
            f"Ida,Keel\nIda,Oak\nPer,Dune; Keel {word} Oak",
            "Ida – Keel; Ida – Oak; Per – Dune; Per – Keel; Per – Oak",
        )
        for word in ("and", "en", "y", "et", "und", "&")
    },
    "a firm after a semicolon": (
        "Ida,Keel\nPer,Dune; Keel and Sons",
        "Ida – Keel; Per – Dune; Per – Keel and Sons",
    ),
    "a surname and a comma after a semicolon": (
        'Ida,Keel\nPer,"Dune; Oak, Ann"',
        "Ida – Keel; Per – Dune; Per – Oak, Ann",
    ),
    "slashes between actors of other rows": (
        "Ida,Keel\nPer / Ida,Oak\nPer,Oak",
        "Ida – Keel; Per – Oak; Ida – Oak",
    ),
    "a slash in a name": ("Orsted A/S,Keel", "Orsted A/S – Keel"),
    "a surname before a comma": ('"Holt, Ida",Keel', "Holt, Ida – Keel"),
    "a town behind a comma": (
        'Ida,"Keel Ltd, London"\nIda,Keel Ltd',
        "Ida – Keel Ltd, London; Ida – Keel Ltd",
    ),
    "a company's form behind a comma": ('Ida,"Keel, Ltd"\nPer,Keel', "Ida – Keel, Ltd; Per – Keel"),
    "a company's form behind a semicolon": ("Ida,Keel; Ltd", "Ida – Keel; Ltd"),
    "an address": ("https://example.org/a;b,Keel", "https://example.org/a;b – Keel"),
}


def ties_of(loaded):
    names = {row["id"]: row["name"] for row in loaded.dataset.entities.rows()}
    return sorted(
        f"{names[row['source']]} – {names[row['target']]}" for row in loaded.dataset.relations.rows()
    )


@pytest.mark.parametrize("case", ENDS)
def test_several_ends(read_sheets, case):
    rows, ties = ENDS[case]
    loaded = read_sheets({"x.csv": f"source,target\n{rows}\n"})
    expected = [ties] if "; Ltd" in ties else ties.split("; ")
    assert (ties_of(loaded), loaded.report.rejected) == (sorted(expected), 0)


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize(
    "several", ["Ida Holt, Per Lund", "Ida Holt and Per Lund", "Ida Holt\nPer Lund", "Ida Holt / Per Lund"]
)
def test_a_large_sheet_has_the_ends_of_a_small_one(read_sheets, monkeypatch, several, separator):
    rows = [["source", "target", "note"], [f'"{several}"', "Keel", "a, b and c; d"]]
    rows += [["Ida Holt", "Oak", ""], ["Per Lund", "Oak", '"x, y"'], ["Lev", "Keel and Sons", ""]]
    text = "\n".join(separator.join(f'"{cell.strip(chr(34))}"' for cell in row) for row in rows)
    small = ties_of(read_sheets({"x.csv": text + "\n"}))
    monkeypatch.setattr(csv, "LEAST_BYTES", 0)
    assert ties_of(read_sheets({"x.csv": text + "\n"})) == small
    assert small[:2] == ["Ida Holt – Keel", "Ida Holt – Oak"]


def test_a_list_of_actors_knows_whose_name_has_a_semicolon(read_sheets):
    loaded = read_sheets({"who.csv": "id,name\nc1,Rook; Sons\n", "x.csv": "source,target\nIda,Rook; Sons\n"})
    assert ties_of(loaded) == ["Ida – Rook; Sons"]


def test_a_list_of_actors_knows_what_commas_separate(read_sheets):
    who = "id,name\np1,Ida Holt\np2,Per Lunde\n"
    loaded = read_sheets({"who.csv": who, "x.csv": 'source,target\n"p1, Per Lunde",p2\n'})
    assert ties_of(loaded) == ["Ida Holt – Per Lunde", "Per Lunde – Per Lunde"]


def test_ids_and_names_beside_each_other(read_sheets):
    rows = "r1,p1; p2,Ida; Per,c1,Keel\n"
    loaded = read_sheets({"x.csv": f"id,source_id,source_name,target_id,target_name\n{rows}"})
    assert ties_of(loaded) == ["Ida – Keel", "Per – Keel"]
    assert [row["id"] for row in loaded.dataset.relations.rows()] == ["r1", "r1-2"]


def test_the_report_names_the_lines_and_counts_each_tie_as_a_row(read_sheets):
    loaded = read_sheets({"x.csv": "source,target\nIda,Keel\nIda,Dune; Oak; Elm\n"})
    assert (loaded.report.read, loaded.report.loaded) == (4, 4)
    assert (
        "`target` names several actors (line 3): `Dune; Oak; Elm` as 3. Each has a row of its own."
        in loaded.report.files[0].readings
    )


def test_one_of_several_that_is_unclear_is_rejected_alone(read_sheets):
    who = "id,name\n1,Ida\n2,Ida\n"
    loaded = read_sheets({"who.csv": who, "x.csv": "source,target\nPer,Ida; Keel\n"})
    assert ties_of(loaded) == ["Per – Keel"]
    assert [reject.cells for reject in loaded.rejects] == [("Per", "Ida")]


def test_a_large_sheet(read_sheets):
    rows = "".join(f"Holder {number},Keel {number % 700}\n" for number in range(30_000))
    loaded = read_sheets({"x.csv": f"source,target\n{rows}Ida,Keel 1; Keel 2\n"})
    assert len(loaded.dataset.relations) == 30_002


def test_an_id_that_no_row_has_is_no_name(tmp_path: Path) -> None:
    sheet = tmp_path / "staff.csv"
    sheet.write_text("id,name,employer id\n1,Ida Holt,7\n2,Per Lunde,7\n3,Lev Marn,9\n7,Dune BV,\n")
    actors = sociogram.open(sheet).run("MATCH (a:Entity) RETURN a.id, a.name, a.stub ORDER BY a.id")
    assert [tuple(actor) for actor in actors][-2:] == [("7", "Dune BV", None), ("9", "9", True)]
