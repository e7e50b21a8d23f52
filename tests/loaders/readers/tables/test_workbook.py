"""Workbooks: each worksheet is a sheet, its cells are as a CSV file would hold them, and faults are said."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import xlwt
from click.testing import CliRunner

from sociogram.cli import cli
from sociogram.graph.errors import DataError
from sociogram.loaders.load import load
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import read
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet
from sociogram.loaders.readers.tables.workbook import read as read_workbook
from sociogram.loaders.rejects import write_rejects

PEOPLE = [["id", "name", "born"], ["olm", "Olm", dt.date(1970, 5, 1)], ["vik", "Vik", None]]
TIES = [["from", "to", "type"], ["olm", "vik", "advises"]]


def workbook(change: Callable[[openpyxl.Workbook], None] | None = None, **sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        worksheet = book.create_sheet(name)
        for row in rows:
            worksheet.append(row)
    if change is not None:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    for name, rows in (("People", PEOPLE), ("Ties", TIES)):
        worksheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                date_format = "D-MMM-YY" if isinstance(cell, dt.date) else "General"
                worksheet.write(number, column, cell, xlwt.easyxf(num_format_str=date_format))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def open_document() -> bytes:
    def cell(value: Any) -> str:
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        if value is None:
            return "<table:table-cell/>"
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    def table(name: str, rows: list[list[Any]]) -> str:
        lines = (f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        return f'<table:table table:name="{name}">{"".join(lines)}</table:table>'

    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{table('People', PEOPLE)}{table('Ties', TIES)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def sheets(data: bytes, *names: str) -> list[Sheet]:
    return read_workbook(data, "book.xlsx", ReaderOptions(sheets=names))


def rows(sheet: Sheet) -> list[tuple[str, ...]]:
    return list(zip(*sheet.columns, strict=True))


FORMATS = {
    "book.xlsx": lambda: workbook(People=PEOPLE, Ties=TIES),
    "book.xls": old_workbook,
    "book.ods": open_document,
    "book": lambda: workbook(People=PEOPLE, Ties=TIES),
    "book.csv": lambda: workbook(People=PEOPLE, Ties=TIES),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_worksheet_is_a_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).write_bytes(FORMATS[name]())
    monkeypatch.chdir(tmp_path)
    found = read([name])
    assert [(file.file, file.kind, file.dialect) for file in found.report.files] == [
        (f"{name}[People]", "entities", "worksheet"),
        (f"{name}[Ties]", "relations", "worksheet"),
    ]
    dataset = found.accepted()
    assert [row.get("born") for row in dataset.entities.rows()] == ["1970-05-01", None]
    assert [(row["source"], row["target"], row["type"]) for row in dataset.relations.rows()] == [
        ("olm", "vik", "ADVISES")
    ]


CELLS = [
    # value, number format, text
    ("Olm", None, "Olm"),
    (7, None, "7"),
    (2019.0, None, "2019"),
    (64.2, None, "64.2"),
    (0.1 + 0.2, None, "0.3"),
    (123456789012345, None, "123456789012345"),
    (True, None, "true"),
    (dt.date(2024, 2, 29), None, "2024-02-29"),
    (dt.datetime(2024, 2, 29, 14, 30), None, "2024-02-29T14:30:00"),
    (dt.time(9, 5), None, "09:05:00"),
    (dt.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
    ("#REF!", "error", ""),
    ("two\nlines", None, "two\nlines"),
    ('says "no", and', None, 'says "no", and'),
]


@pytest.mark.parametrize(("value", "number_format", "text"), CELLS, ids=[str(cell[0]) for cell in CELLS])
def test_a_cell_is_as_a_csv_file_would_hold_it(value: Any, number_format: str | None, text: str) -> None:
    def change(book: openpyxl.Workbook) -> None:
        cell = book["A"]["B2"]
        cell.value = value
        if number_format == "error":
            cell.data_type = "e"
        elif number_format is not None:
            cell.number_format = number_format

    (sheet,) = sheets(workbook(change, A=[["id", "note"], ["olm", None]]))
    assert rows(sheet) == [("olm", text)]


LAYOUTS = {
    "titles in the first row": ([["id", "name"], ["a", "A"]], [2], []),
    "a heading above": ([["Staff 2024"], ["id", "name"], ["a", "A"]], [3], ["Staff 2024"]),
    "a heading and a gap": ([["Staff"], [], ["id", "name"], ["a", "A"]], [4], ["Staff"]),
    "a remark": ([["# by Vik"], ["id", "name"], ["a", "A"]], [3], ["# by Vik"]),
    "an empty row": ([["id", "name"], ["a", "A"], [], ["b", "B"]], [2, 4], []),
    "empty rows above": ([[None], [None], ["id", "name"], ["a", "A"]], [4], []),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_are_rows_of_the_worksheet(layout: str) -> None:
    content, lines, above = LAYOUTS[layout]
    (sheet,) = sheets(workbook(A=content))
    assert (sheet.header, list(sheet.lines), sheet.above) == (("id", "name"), lines, above)
    assert sheet.number_word == "row"


def merging(*ranges: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for cells in ranges:
            book["A"].merge_cells(cells)

    return change


def test_merged_cells_hold_for_each_of_their_rows() -> None:
    content = [["firm", "person"], ["Quay", "Olm"], [None, "Vik"], ["Mole", "Ann"]]
    (sheet,) = sheets(workbook(merging("A2:A3"), A=content))
    assert rows(sheet) == [("Quay", "Olm"), ("Quay", "Vik"), ("Mole", "Ann")]
    assert sheet.notes == ["Merged cells read as the same in each of their rows: 1."]


def test_a_heading_over_merged_cells_is_above_the_titles() -> None:
    (sheet,) = sheets(workbook(merging("A1:B1"), A=[["Staff", None], ["id", "name"], ["a", "A"]]))
    assert (sheet.header, sheet.above, sheet.notes) == (("id", "name"), ["Staff"], [])


def test_what_holds_no_table_is_left_out_and_said() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book.create_chartsheet("Chart")
        book["Ties"].sheet_state = "hidden"

    data = workbook(change, Notes=[["Ask Vik."], ["Then Ann."]], Empty=[], People=PEOPLE, Ties=TIES)
    people, ties = sheets(data)
    assert people.notes == ["Worksheets without a table left out: `Empty`, `Chart`, `Notes`."]
    assert (ties.file, ties.notes) == ("book.xlsx[Ties]", ["The worksheet is hidden."])


def test_two_columns_make_a_table() -> None:
    data = workbook(Ends=[["from", "to"], ["olm", "vik"]], Notes=[["Ask Vik."], ["Then Ann."]], People=PEOPLE)
    ends, people = sheets(data)
    assert (rows(ends), people.header) == ([("olm", "vik")], ("id", "name", "born"))
    assert ends.notes == ["Worksheets without a table left out: `Notes`."]


def test_a_user_chooses_sheets(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(workbook(People=PEOPLE, Ties=TIES, Names=[["name"], ["Ann"]]))
    found = read([book], LoadOptions(sheets=("Names", "Ties")))
    assert [file.file for file in found.report.files] == [f"{book}[Names]", f"{book}[Ties]"]
    with pytest.raises(DataError, match="has no table `Peple`; it has: `People`, `Ties`, `Names`"):
        read([book], LoadOptions(sheets=("Peple",)))
    command = ["load", str(book), "--sheet", "People", "--to", str(tmp_path / "graph")]
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert len(read([tmp_path / "graph" / "entities.csv"]).dataset.entities) == 2


def far_away(book: openpyxl.Workbook) -> None:
    book["A"]["XFD1048576"] = "x"


FAULTS = {
    # what is wrong: content, words of the error
    "truncated": (workbook(People=PEOPLE)[:-200], "damaged"),
    "no archive": (b"PK\x03\x04 and no more", "damaged"),
    "old and truncated": (old_workbook()[:700], "cannot be read"),
    "no worksheet with a table": (workbook(A=[["id", "name"]], B=[]), "No worksheet holds a table.*`A`, `B`"),
    "cells far apart": (workbook(far_away, A=PEOPLE), "1,048,576 rows and 16,384 columns"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_workbook_that_cannot_be_read_is_an_error_with_a_cure(fault: str) -> None:
    data, words = FAULTS[fault]
    with pytest.raises(DataError, match=words) as error:
        sheets(data)
    assert error.value.cure


def test_a_missing_library_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(DataError, match=r"needs python-calamine.*pip install 'sociogram\[excel\]'"):
        sheets(workbook(People=PEOPLE))


def test_rejected_rows_name_their_row_and_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    faulty = [*TIES, ["olm", None, "advises"]]
    Path("book.xlsx").write_bytes(workbook(People=[*PEOPLE, [None, None, 1]], Ties=faulty))
    report = load(["book.xlsx"], tmp_path / "graph")
    assert [str(reject.remark).partition(": ")[0] for reject in report.rejects] == [
        "book.xlsx[People]:4",
        "book.xlsx[Ties]:3:to",
    ]
    written = write_rejects(report, "rejects.csv")
    assert [path.name for path in written] == ["rejects.book.People.csv", "rejects.book.Ties.csv"]


def test_cells_with_an_error_are_named() -> None:
    def break_cells(book: openpyxl.Workbook) -> None:
        for cell, error in (("C2", "#REF!"), ("B3", "#DIV/0!")):
            book["People"][cell].value, book["People"][cell].data_type = error, "e"

    (sheet,) = read_workbook(workbook(break_cells, People=PEOPLE), "book.xlsx", ReaderOptions())
    assert "Cells with an error are empty: C2 (#REF!), B3 (#DIV/0!)." in sheet.notes


def test_cells_with_an_error_are_named_in_ods() -> None:
    def cell(text: str, more: str = "") -> str:
        shown = f"<text:p>{text}</text:p>"
        return f'<table:table-cell office:value-type="string"{more}>{shown}</table:table-cell>'

    error = ' office:string-value="" calcext:value-type="error"'
    rows = [
        cell("name") + cell("born"),
        cell("Olm") + cell("#DIV/0!", error),
        '<table:table-cell table:number-columns-repeated="2"/>',
        cell("#REF!", error) + cell("1970"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = ["office", "text", "table"]
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in spaces)
    content = (
        f'<office:document-content{names} xmlns:calcext="urn:org:documentfoundation:names:calc:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Vik &amp; Co">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as zipped:
        zipped.writestr("mimetype", kind)
        zipped.writestr("content.xml", content)
        zipped.writestr("META-INF/manifest.xml", "<manifest/>")
    (sheet,) = read_workbook(buffer.getvalue(), "book.ods", ReaderOptions())
    assert "Cells with an error are empty: B2 (#DIV/0!), A4 (#REF!)." in sheet.notes


def archive(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        zipped.writestr(name, content)
    return buffer.getvalue()


FAR_ROW = b"""<table:table table:name="A"><table:table-row table:number-rows-repeated="1048000">
<table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="200"/>
<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>
</table:table>"""
FAR_CELL = bytes((0, 4)) + (1_048_000).to_bytes(4, "little") + bytes((7, 8)) + (200).to_bytes(8, "little")


@pytest.mark.parametrize(
    ("file", "name", "content"),
    [("book.ods", "content.xml", FAR_ROW), ("book.xlsb", "xl/worksheets/sheet1.bin", FAR_CELL)],
)
def test_a_cell_far_away_is_refused_in_every_format(file: str, name: str, content: bytes) -> None:
    with pytest.raises(
        DataError, match=r"A worksheet has 1,048,001 rows and 201 columns, too many to read\."
    ):
        read_workbook(archive(name, content), file, ReaderOptions())


def test_empty_rows_to_the_end_of_a_worksheet_are_no_cells() -> None:
    content = FAR_ROW.replace(b'office:value-type="string"', b"")
    with pytest.raises(DataError, match="cannot be read"):  # by its extent it could be
        read_workbook(archive("content.xml", content), "book.ods", ReaderOptions())
