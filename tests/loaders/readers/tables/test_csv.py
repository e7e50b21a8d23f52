from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.tables.csv import read_sheet

ROWS = [["id", "name", "notes"], ["1", "Zoë Núñez", "a"], ["2", "Bob", "b"], ["3", "Ann", ""]]

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16 LE",
    "utf-16-le": "UTF-16 LE without BOM",
    "utf-16-be": "UTF-16 BE without BOM",
    "utf-32": "UTF-32 LE",
    "cp1252": "Windows-1252",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("codec", ENCODINGS)
@pytest.mark.parametrize("last_end", [True, False], ids=["ends", "no-final-newline"])
def test_every_dialect_gives_the_same_cells(codec, delimiter, end, last_end):
    text = end.join(delimiter.join(row) for row in ROWS) + (end if last_end else "")
    sheet = read_sheet(text.encode(codec), "x.csv")
    assert sheet.header == tuple(ROWS[0])
    assert [list(row) for row in zip(*sheet.columns, strict=True)] == ROWS[1:]
    assert list(sheet.lines) == [2, 3, 4]
    assert sheet.delimiter == delimiter
    assert sheet.encoding == ENCODINGS[codec]


LINES = {
    "plain": ("a,b\n1,2\n3,4\n", [2, 3]),
    "empty lines": ("a,b\n\n1,2\n\n\n3,4\n", [3, 6]),
    "lines of commas only": ("a,b\n,\n1,2\n , \n3,4\n", [3, 5]),
    "a quoted cell of three lines": ('a,b\n1,"x\ny\nz"\n3,4\n', [2, 5]),
    "the same with CRLF": ('a,b\r\n1,"x\r\ny"\r\n3,4\r\n', [2, 4]),
    "the same with CR": ('a,b\r1,"x\ry"\r3,4\r', [2, 4]),
    "a header of two lines": ('"a\nb",c\n1,2\n', [3]),
    "empty lines before the header": ("\n\na,b\n1,2\n", [4]),
    "a line separator in a cell": ("a,b\n1,x\u2028y\n3,4\n", [2, 3]),
    "Excel's first line": ("sep=;\na;b\n1;2\n3;4\n", [3, 4]),
}


@pytest.mark.parametrize("case", LINES)
def test_line_on_which_a_row_starts(case):
    text, expected = LINES[case]
    assert list(read_sheet(text.encode(), "x.csv").lines) == expected


def test_rows_too_short_and_too_long():
    sheet = read_sheet(b"a,b,c\n1\n1,2,3,4\n1,2,3,,\n1,2,3\n", "x.csv")
    assert list(zip(*sheet.columns, strict=True)) == [("1", "", ""), ("1", "2", "3"), ("1", "2", "3")]
    assert list(sheet.lines) == [2, 4, 5]
    assert sheet.short_lines == [2]
    assert [(row.line, row.cells) for row in sheet.ragged] == [(3, ("1", "2", "3", "4"))]


def test_a_delimiter_inside_quotes_is_none():
    sheet = read_sheet(b'name;notes\n"a;b";"c, d, e"\nx;y\n', "x.csv")
    assert sheet.delimiter == ";"
    assert sheet.columns == [["a;b", "x"], ["c, d, e", "y"]]


def test_a_quote_in_the_middle_of_a_cell_is_a_character():
    sheet = read_sheet(b'name,notes\n5" pipe,x\n"Bud" Smith,y\n', "x.csv")
    assert sheet.columns[0] == ['5" pipe', "Bud Smith"]


NOT_SHEETS = {
    b"": "x.csv: The file is empty.",
    b"\n\n ,,\n": "x.csv: The file is empty.",
    b"PK\x03\x04rest": "x.csv: This is an Excel or OpenDocument workbook (or a zip file), not text. Save",
    b"\xd0\xcf\x11\xe0": "x.csv: This is an old Excel workbook, not text. Save",
    b"%PDF-1.4": "x.csv: This is a PDF, not text. Export",
    b"a,b\n1,\x00\n": "x.csv:2: The file holds null bytes, so it is not text. Save it as CSV UTF-8.",
    b'a,b\n1,2\n3,"4\n5,6\n': "x.csv:3: The quote opened here is never closed. Close it",
    "a,b\né,ü\né,\xe9\n".encode()[:-3] + b"\xe9\n": "x.csv:3: Byte 0xe9 is not UTF-8, though the rest",
    b"a,b\n1,x\x81y\x8d\n": "x.csv:2: Byte 0x81 is not UTF-8, and in no other encoding does",
    b"\xff\xfea\x00,\x00b\x00\n\x00\x00\xd8x": "x.csv:2: The file claims to be UTF-16 LE, but byte",
}


@pytest.mark.parametrize("data", NOT_SHEETS, ids=range(len(NOT_SHEETS)))
def test_what_is_no_sheet_is_refused_with_a_cure(data):
    with pytest.raises(DataError) as error:
        read_sheet(data, "x.csv")
    assert str(error.value).startswith(NOT_SHEETS[data])


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_what_the_csv_module_writes_is_read_as_it_reads_it(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("a", "b", "c"), *rows])
    sheet = read_sheet(out.getvalue().encode(), "x.csv", delimiter=",")
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    assert list(zip(*sheet.columns, strict=True)) == expected
    assert len(sheet.lines) == len(expected)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_both_readers_agree(rows):
    plain = [
        [cell.replace('"', "").replace(",", "").replace("\n", "").replace("\r", "") for cell in row]
        for row in rows
    ]
    text = "a,b\n" + "".join(",".join(row) + "\n" for row in plain)
    split = read_sheet(text.encode(), "x.csv", delimiter=",")
    # A quoted header sends the same text through the csv module.
    parsed = read_sheet(text.replace("a,b", '"a",b', 1).encode(), "x.csv", delimiter=",")
    assert (split.header, [list(c) for c in split.columns], list(split.lines)) == (
        parsed.header,
        [list(c) for c in parsed.columns],
        list(parsed.lines),
    )
