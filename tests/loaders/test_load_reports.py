"""What a report says of how a sheet was read: counts, samples, and when it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.values.inference import infer

PEOPLE = "person_id,name\n1,Ann Verhoef\n2,Bob Teale\n"
FIRMS = "company_id,name\n1,Rask Mill\n2,Oud Shipping\n"
ALIASES = """\
id,name,aliases
a,Ann Verhoef,"Annie, Verhoefje"
b,Bob Teale,"Bobby, Bo"
c,Bobby Oud,"Bobby, Bo"
"""
ENTITIES = "id,name\nP-a1,Ann Verhoef\nP-b1,Bob Teale\n"
EMPLOYERS = "name,employer,since\nAnn Verhoef,Rask Mill,1990\nBob Teale,Oud Shipping,1991\n"

REPORTS = [
    # what it is about, sheets, a line of the report
    ("lists cut at commas", [ALIASES], "has several names in 3 rows: `Annie, Verhoefje` as 2 names."),
    ("attributes of a tie", [EMPLOYERS], "`employer` (WORKS_FOR, with `since`)"),
    ("no attributes", ["name,employer\nAnn,Rask Mill\n"], "`employer` (WORKS_FOR)."),
    ("another case", [ENTITIES, "source,target\np-A1,P-b1\n"], "Ids in another case: `p-A1` is `P-a1`."),
    ("two such ids", [ENTITIES, "source,target\np-A1,p-B1\n"], "`p-A1` is `P-a1`, and 1 more."),
    ("id spaces", [PEOPLE, FIRMS], "Ids of `company_id` became `company:…`"),
]  # fmt: skip


def report_of(sheets: list[str], folder: Path) -> str:
    files = []
    for number, sheet in enumerate(sheets):
        files.append(folder / f"sheet{number}.csv")
        files[-1].write_text(sheet, encoding="utf-8")
    return load(files, folder / "graph").to_text()


@pytest.mark.parametrize(("sheets", "line"), [row[1:] for row in REPORTS], ids=[row[0] for row in REPORTS])
def test_a_line_of_the_report(sheets: list[str], line: str, tmp_path: Path) -> None:
    assert line in report_of(sheets, tmp_path)


def test_ids_of_two_lists_are_kept_apart_in_the_ties_between_them(tmp_path: Path) -> None:
    report_of([PEOPLE, FIRMS, "person_id,company_id\n1,2\n2,1\n"], tmp_path)
    relations = (tmp_path / "graph" / "relations.csv").read_text(encoding="utf-8")
    assert "person:1,company:2" in relations
    assert "person:2,company:1" in relations


NOTHING = [
    # cells that stand for nothing, what the remark shows
    (["-"], "`-` as empty"),
    (["-", "n/a", "?"], "`-`, `n/a`, `?` as empty"),
    (["-", "n/a", "?", "unknown"], "`-`, `n/a`, `?` … as empty"),
]


@pytest.mark.parametrize(("cells", "remark"), NOTHING)
def test_three_samples_are_shown(cells: list[str], remark: str) -> None:
    inferred = infer("population", ["1", "2", *cells])
    assert inferred is not None
    assert remark in inferred.remark


GROUPED = [
    # title, cells, the numbers; None where they stay text
    ("population", ["1,200", "1,300"], [1200, 1300]),
    ("ratio", ["1,200", "1,300"], None),
]


@pytest.mark.parametrize(("title", "cells", "numbers"), GROUPED)
def test_thousands_are_grouped_in_counts_alone(
    title: str, cells: list[str], numbers: list[int] | None
) -> None:
    inferred = infer(title, cells)
    assert (inferred and [inferred.values[cell] for cell in cells]) == numbers


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_line_that_names_the_delimiter(ending: str, tmp_path: Path) -> None:
    lines = ["sep=;", "id;name", "ann;Ann Verhoef", ""]
    (tmp_path / "sheet.csv").write_bytes(ending.join(lines).encode())
    load([tmp_path / "sheet.csv"], tmp_path / "graph")
    assert "ann,Ann Verhoef" in (tmp_path / "graph" / "entities.csv").read_text(encoding="utf-8")


_ONE_WAY = "To read numbers, write them with a decimal point alone, such as `1200.5`."


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("2 3 x", "`weight` is read as text, not as numbers, because of `x` (line 4)."),
        ("2 3 4 5 x 6 x", "`weight` is read as text, not as numbers, because of `x` (lines 6, 8)."),
        ("2.5 1 -3 y z 7 8", "`weight` is read as text, not as numbers, because of `y`, `z` (lines 5, 6)."),
        (
            "€40 $50 €60",
            (
                "`weight` is read as text, because its amounts are in several units: `€`, `$`. "
                "To read numbers, write the unit in a column of its own."
            ),
        ),
        ("1200.5 800 ~800", "`weight` is read as text, not as numbers, because of `~800` (line 4)."),
        (
            "1 ~2 ~3 ~4 5 ~6",
            (
                "`weight` is read as text, not as numbers, because of `~2`, `~3`, `~4` and 1 other text "
                "(lines 3, 4, 5, 7)."
            ),
        ),
        ("~800 ~900", "`weight` is read as text, not as numbers, because of `~800`, `~900` (lines 2, 3)."),
        ("1.200 2.500", f"`weight` is read as text, because `1.200` may be 1200 or 1.2. {_ONE_WAY}"),
        (
            "12.500,00€ €3,400.50",
            (
                "`weight` is read as text, because `12.500,00€` has a decimal comma and `€3,400.50` a "
                f"decimal point. {_ONE_WAY}"
            ),
        ),
        ("2 40b", f"`weight` is read as text, because `40b` is not clear. {_ONE_WAY}"),
        ("2 3 n/a", None),  # as empty
        ("x y z 2", None),  # texts
        ("2 3 4", None),
    ],
)
def test_the_report_names_what_makes_numbers_text(read_sheets, cells, said):
    rows = [f'A{number},B{number},"{cell}"' for number, cell in enumerate(cells.split())]
    loaded = read_sheets({"x.csv": "\n".join(["source,target,weight", *rows, ""])})
    told = [line for line in loaded.report.files[0].readings if "as text" in line]
    assert told == ([] if said is None else [said])


@pytest.mark.parametrize(
    ("count", "more"), [(1, ""), (2, " (1 more row rejected.)"), (3, " (2 more rows rejected.)")]
)
def test_the_error_counts_the_other_rejected_rows(count: int, more: str, tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target\n" + ",b\n" * count)
    report = load([tmp_path / "ties.csv"], tmp_path / "graph", LoadOptions(dry_run=True))
    with pytest.raises(DataError) as error:
        report.raise_rejects()
    assert error.value.cure == f"Fill in this cell.{more}"
