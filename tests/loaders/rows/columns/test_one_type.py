"""A column has one type over all sheets of a load."""

from __future__ import annotations

import pytest

# The column in two sheets, what it is in both, and what the report says of which sheet.
COLUMNS = {
    "numbers and text": ("30", "thirty", ["30", "thirty"], "a.csv"),
    "numbers and nothing": ("30", "unknown\n31", [30, None, 31], None),
    "whole and decimal": ("30", "2.5", [30.0, 2.5], "a.csv"),
    "a code that ends in zero": ("64.2", "64.20", ["64.2", "64.20"], "a.csv"),
    "numbers and truth": ("7", "ja\nnee", ["7", "ja", "nee"], "a.csv"),
    "numbers alike": ("7", "8", [7, 8], None),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_a_column_in_two_sheets(read_sheets, case):
    first, second, values, changed = COLUMNS[case]
    rows = {"a.csv": first.split("\n"), "b.csv": second.split("\n")}
    sheets = {
        file: "name,x\n" + "".join(f"{file} {number},{cell}\n" for number, cell in enumerate(cells))
        for file, cells in rows.items()
    }
    loaded = read_sheets(sheets)
    assert loaded.dataset.entities.column("x").to_list() == values
    said = [
        file.file
        for file in loaded.report.files
        if any("because its cells are of another type in" in line for line in file.readings)
    ]
    assert [file[-5:] for file in said] == (
        [] if changed is None else [changed, *(["b.csv"] if case == "numbers and truth" else [])]
    )


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("✓\nx", "X\nx", ["✓", "x", "X", "x"]),
        ("✓\nx", "✓\n✗", [True, False, True, False]),
        ("x\nno", "X\nx", [True, False, True, True]),
    ],
)
def test_an_x_means_the_same_in_two_sheets(read_sheets, first, second, values):
    sheets = {
        file: "name,heard\n" + "".join(f"{file} {row},{cell}\n" for row, cell in enumerate(cells.split("\n")))
        for file, cells in {"a.csv": first, "b.csv": second}.items()
    }
    loaded = read_sheets(sheets)
    assert loaded.dataset.entities.column("heard").to_list() == values
    assert ("is read as text after all" in loaded.report.to_text(whole=True)) == isinstance(values[0], str)
