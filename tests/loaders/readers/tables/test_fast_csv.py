"""Large plain files are read without a string for each cell; what is read is the same."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.errors import DataError
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.read import read
from sociogram.loaders.readers import cell_dictionary as numbering
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.sheet import RaggedRow
from sociogram.loaders.readers.tables import csv as dialect
from sociogram.loaders.readers.tables import fast_csv as split
from sociogram.loaders.readers.tables.csv import read_sheet
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.types import is_integer

# Cells of one word of eight bytes and of several, alike up to their last byte, and beyond ASCII.
CELLS = st.one_of(
    st.sampled_from(["", " ", "a", "e1", "12345678", "123456789", "12345678x", "Zoë", "\u2028", "x" * 300]),
    st.text(st.characters(exclude_characters='",\r\n\x00', exclude_categories=["Cs"]), max_size=20),
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12)
)


def seen(data: bytes) -> object:
    """What the rest of the loader sees of a sheet."""
    try:
        sheet = read_sheet(data, "x.csv", delimiter=",")
    except DataError as error:
        return str(error)
    coded = [Categorical.of_texts(cells) for cells in sheet.columns]
    return (
        sheet.header,
        [list(cells) for cells in sheet.columns],
        [[cells[row] for row in range(len(sheet))] for cells in sheet.columns],
        [(column.codes.tolist(), column.values) for column in coded],
        list(sheet.lines),
        (sheet.ragged, sheet.short_lines, sheet.empty_rows, sheet.odd_quote_line),
    )


def assert_read_alike(data: bytes) -> None:
    """By arithmetic on bytes, and by splitting or the csv module."""
    with pytest.MonkeyPatch.context() as patch:
        slow = seen(data)
        patch.setattr(dialect, "LEAST_BYTES", 0)
        assert seen(data) == slow


@settings(deadline=None)
@given(
    TABLES,
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.none() | st.integers(0, 11),
    st.sampled_from([1, 7, 40, 1 << 20]),
)
def test_a_large_file_is_read_as_a_small_one_is(rows, end, ends_last_line, longer_row, block):
    if longer_row is not None and longer_row < len(rows):
        rows = [[*row, "more"] if place == longer_row else row for place, row in enumerate(rows)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split, "_BLOCK", block)
        assert_read_alike(
            (end.join(",".join(row) for row in rows) + (end if ends_last_line else "")).encode()
        )


# Cells that need quotes, and rows of any length, blank ones among them.
QUOTED_CELLS = st.lists(
    st.sampled_from(['"', ",", "\n", "\r\n", "\r", "a", "bcdefghij", " ", "é", "\u3000"]), max_size=5
).map("".join)
UNEVEN_ROWS = st.lists(st.lists(QUOTED_CELLS, max_size=5), min_size=1, max_size=10)


@settings(deadline=None)
@given(
    UNEVEN_ROWS,
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    st.integers(1, 40),
)
def test_quotes_and_uneven_rows_are_read_as_the_csv_module_reads_them(rows, end, quoting, block):
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end, quoting=quoting).writerows([["x", "y", "z"], *rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split, "_BLOCK", block)  # marks and what is beside them in different blocks
        assert_read_alike(written.getvalue().encode())


@settings(deadline=None)
@given(st.lists(st.sampled_from(['"', ",", "\n", "\r", "a", " "]), max_size=30).map("".join))
def test_oddly_quoted_text_is_read_alike(text):
    assert_read_alike(f"x,y\n{text}".encode())


def test_a_quoted_file_has_no_string_for_each_cell(monkeypatch):
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    sheet = read_sheet(b'"a","b"\r\n"1","x, ""y""\n"\r\n\r\n2\r\n3,4,5\r\n', "x.csv")
    assert all(isinstance(cells, CellColumn) for cells in sheet.columns)
    assert [list(cells) for cells in sheet.columns] == [["1", "2"], ['x, "y"\n', ""]]
    assert (list(sheet.lines), sheet.short_lines, sheet.empty_rows) == ([2, 5], [5], 1)
    assert sheet.ragged == [RaggedRow(6, 6, ("3", "4", "5"))]


INTEGERS = st.one_of(
    st.integers(-(10**16), 10**16).map(str),
    st.sampled_from(
        ["", "0", "-0", "007", "-", "+1", "1.0", " 1", "1 ", "9" * 16, "9" * 17, "-" + "9" * 15, "１"]
    ),
)


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(-99, 99).map(str), INTEGERS), min_size=1, max_size=8))
def test_integers_are_those_that_are_found_one_by_one(cells):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "LEAST_BYTES", 0)
        sheet = read_sheet(("a,n\n" + "".join(f"x,{cell}\n" for cell in cells)).encode(), "x.csv")
    found = sheet.columns[1].integers()
    are_integers = all(cell == "" or (is_integer(cell) and len(cell) <= 16) for cell in cells)
    assert (found is not None) == are_integers
    if found is not None:
        assert found.to_list() == [int(cell) if cell else None for cell in cells]


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_characters=',"\r\n\x00', exclude_categories=["Cs"]), max_size=30))
)
def test_dictionaries_are_sorted(cells):
    numbers = CellDictionary()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "LEAST_BYTES", 0)
        sheet = read_sheet(("a,n\n" + "".join(f"x,{cell}\n" for cell in ["b", *cells])).encode(), "x.csv")
    column = Categorical.of_texts(sheet.columns[1], numbers).to_column()
    assert column.to_list() == ["b", *(cell or None for cell in cells)]
    assert column.dictionary.values.tolist() == sorted({"b", *filter(None, cells)})


def test_without_a_string_for_each_cell(monkeypatch):
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    sheet = read_sheet(b"a,b\n1,2\n3,2\n", "x.csv")
    assert all(isinstance(cells, CellColumn) for cells in sheet.columns)
    assert sheet.columns[0][1:] == ["3"]


@pytest.mark.parametrize("mix", [0, 1])
@pytest.mark.parametrize("ends", ["", "123456789"])
def test_cells_of_one_hash_are_told_apart(monkeypatch, mix, ends):
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    monkeypatch.setattr(numbering, "_MIX", np.uint64(mix))  # all are looked for at one place
    texts = [f"e{number}{ends}" for number in range(500)] * 2
    sheet = read_sheet(("id,n\n" + "".join(f"{text},1\n" for text in texts)).encode(), "x.csv")
    coded = Categorical.of_texts(sheet.columns[0])
    assert coded.values == texts[:500]
    assert coded.codes.tolist() == list(range(500)) * 2


def test_columns_that_share_numbers_stay_right_where_one_cannot_be_numbered(monkeypatch):
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    rows = "".join(f"e{row},many {row} alike,e{row % 7}\n" for row in range(200))
    sheet = read_sheet(f"a,b,c\n{rows}".encode(), "x.csv")
    numbers = CellDictionary()
    first = Categorical.of_texts(sheet.columns[0], numbers)
    with monkeypatch.context() as patch:
        patch.setattr(numbering, "_MIX", np.uint64(0))
        second = Categorical.of_texts(sheet.columns[1], numbers)
    third = Categorical.of_texts(sheet.columns[2], numbers)
    for coded, cells in zip((first, second, third), sheet.columns, strict=True):
        assert coded.to_list() == list(cells) == coded.to_column().to_list()
    assert third.to_list() == [f"e{row % 7}" for row in range(200)]


BAD_ROWS = {
    "a number that is none": ("e9,x,many", "entities.csv:11:n:long: `many` is not an integer"),
    "an id given twice": ("e3,x,1", "entities.csv:11:id: `e3` is already the id of line 5."),
    "no id": (",x,1", "entities.csv:11:id: The row has no id."),
    "a cell too many": ("e9,x,1,2", "entities.csv:11: The row has 4 cells"),
    "a quoted cell": ('e9,"x, y",many', "entities.csv:11:n:long: `many` is not an integer"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_errors_name_the_line(tmp_path, monkeypatch, case):
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    row, expected = BAD_ROWS[case]
    rows = [f"e{number},Name {number},{number}" for number in range(9)]
    (tmp_path / "entities.csv").write_text("\n".join(["id,name,n:long", *rows, row, ""]))
    with pytest.raises(DataError) as raised:
        read_folder(tmp_path)
    assert str(raised.value).startswith(str(tmp_path / expected))


def test_a_folder_and_a_file_read_both_ways(tmp_path, monkeypatch):
    entities = ["id,name,type,aliases,age", *(f"e{n},Näme {n},Person | Org,A{n} | B,{n}" for n in range(40))]
    relations = [
        "source,target,type,sources,start_date,weight",
        *(f"e{n},e{n * n % 40},T{n % 3},s{n % 2},{1990 + n},{n / 4}" for n in range(40)),
        "e1,nobody,T0,,,",
    ]
    (tmp_path / "entities.csv").write_text("\n".join(entities))
    (tmp_path / "relations.csv").write_text("\n".join(relations))

    def tables() -> list[object]:
        loaded = read([tmp_path / "relations.csv"])
        return [
            [list(table.rows()) for table in (dataset.entities, dataset.relations)]
            for dataset in (read_folder(tmp_path), loaded.dataset)
        ] + [loaded.report.to_dict()]

    slow = tables()
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    assert tables() == slow
