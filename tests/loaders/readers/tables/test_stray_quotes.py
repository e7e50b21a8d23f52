"""Quotes as people type them: never closed, around half a cell, after a space."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.readers.tables.csv import read_sheet

# The sheet, its rows, and the lines on which a quote was read as part of the text.
SHEETS = {
    "a quote that closes two rows later": (
        'id\tname\n1\tAda Orr\n2\t"The Boss\n3\tBen Pike\n4\tRoom 9"\n5\tCy Rudd\n',
        ["1|Ada Orr", '2|"The Boss', "3|Ben Pike", '4|Room 9"', "5|Cy Rudd"],
        [3],
    ),
    "a quote that never closes": (
        'id,name\n1,"The Boss\n2,Ben Pike\n3,Cy Rudd\n',
        ['1|"The Boss', "2|Ben Pike", "3|Cy Rudd"],
        [2],
    ),
    "a quote that closes where a quoted cell begins": (
        'id,name,job\n1,"The Boss,spy\n2,"Pike, Ben",cook\n3,Cy Rudd,driver\n',
        ['1|"The Boss|spy', "2|Pike, Ben|cook", "3|Cy Rudd|driver"],
        [2],
    ),
    "a nickname in quotes": (
        'id,name\n1,Rob "Ox" Tarr\n2,"Ox" Tarr\n',
        ['1|Rob "Ox" Tarr', '2|"Ox" Tarr'],
        [3],
    ),
    "a note of three lines": (
        'id,note,job\n1,"one\ntwo, or more\nthree",spy\n2,x,cook\n',
        ["1|one\ntwo, or more\nthree|spy", "2|x|cook"],
        [],
    ),
    "a space before quotes": (
        'id, name, job\n1, "Pike, Ben", spy\n2, "Rudd, Cy ""Ox""", "cook, part-time"\n',
        ["1|Pike, Ben|spy", '2|Rudd, Cy "Ox"|cook, part-time'],
        [],
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("case", SHEETS)
def test_quotes_as_people_type_them(case, end):
    text, rows, stray = SHEETS[case]
    sheet = read_sheet(text.replace("\n", end).encode(), "x.csv", as_typed=True)
    cells = ["|".join(row).replace("\r\n", "\n") for row in zip(*sheet.columns, strict=True)]
    assert (cells, sheet.stray_quotes) == (rows, stray)


def test_lines_quoted_as_a_whole_keep_their_numbers():
    sheet = read_sheet(b'"id,name"\n\n"1,Ada Orr"\n\n"2,Ben Pike"\n', "x.csv", as_typed=True)
    assert sheet.header == ("id", "name")
    assert list(zip(*sheet.columns, strict=True)) == [("1", "Ada Orr"), ("2", "Ben Pike")]
    assert list(sheet.lines) == [3, 5]


def test_one_column_of_names_with_commas_is_one_column():
    sheet = read_sheet(b'"Last, First"\n"Smith, Ann"\n', "x.csv", as_typed=True)
    assert (sheet.header, [list(cells) for cells in sheet.columns]) == (("Last, First",), [["Smith, Ann"]])


def test_several_kinds_of_line_end():
    sheet = read_sheet(b'id,name\r1,"Ox\n2,Lev\r\n3,Per\n', "x.csv", as_typed=True)
    assert list(zip(*sheet.columns, strict=True)) == [("1", '"Ox'), ("2", "Lev"), ("3", "Per")]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff\r"), max_size=8)


@given(st.lists(st.tuples(st.integers(1, 99).map(str), CELLS), max_size=6))
def test_what_the_csv_module_writes_is_read_as_it_was(rows):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("id", "note"), *rows])
    sheet = read_sheet(out.getvalue().encode(), "x.csv", delimiter=",", as_typed=True)
    if not sheet.stray_quotes:  # a note whose lines look like rows: said in the report
        assert list(zip(*sheet.columns, strict=True)) == rows
