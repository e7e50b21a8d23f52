"""Distinct cells as bytes: numbered, sorted, decoded, whatever their length."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import IntColumn, TextColumn
from sociogram.loaders.read import read
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.tables import csv as dialect
from sociogram.loaders.readers.tables.csv import read_sheet
from sociogram.loaders.values.categorical import Categorical

TEXTS = st.text(st.characters(exclude_characters=',"\r\n\x00', exclude_categories=["Cs"]))
CELLS = st.one_of(
    TEXTS,
    st.sampled_from(["", "a", "a" * 8, "a" * 16, "a" * 17, "a" * 64 + "b", "a" * 500, "ä" * 40, "\x01"]),
    st.builds(lambda count, end: "https://example.org/" + "0" * count + end, st.integers(0, 90), TEXTS),
)


def column_of(cells: list[str]) -> CellColumn:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "LEAST_BYTES", 0)
        sheet = read_sheet(("a,n\n" + "".join(f"x,{cell}\n" for cell in cells)).encode(), "x.csv")
    column = sheet.columns[1]
    assert isinstance(column, CellColumn)
    return column


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=30))
def test_cells_keep_their_order_their_texts_and_sort_as_texts_do(cells: list[str]) -> None:
    coded = Categorical.of_texts(column_of(cells))
    texts = list(dict.fromkeys(filter(None, cells)))
    assert coded.values == texts
    assert coded.codes.tolist() == [texts.index(cell) if cell else -1 for cell in cells]
    column = coded.to_column()
    assert column.to_list() == [cell or None for cell in cells]
    if isinstance(column, TextColumn):
        assert column.dictionary.values.tolist() == sorted(texts)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=20), st.data())
def test_a_part_of_the_rows_has_only_their_texts(cells: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1), min_size=1, unique=True).map(sorted))
    coded = Categorical.of_texts(column_of(cells)).take(np.asarray(rows))
    kept = [cells[row] for row in rows]
    assert sorted(coded.used()) == sorted(set(filter(None, kept)))
    column = coded.to_column()
    assert column.to_list() == [cell or None for cell in kept]
    if isinstance(column, TextColumn):
        assert column.dictionary.values.tolist() == sorted(set(filter(None, kept)))


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=20), st.lists(CELLS, min_size=1, max_size=20))
def test_columns_that_share_numbers_share_a_dictionary(one: list[str], other: list[str]) -> None:
    numbers = CellDictionary()
    coded = [Categorical.of_texts(column_of(cells), numbers) for cells in (["both", *one], ["both", *other])]
    first, second = (column.to_column() for column in coded)
    assert first.to_list() == ["both", *(cell or None for cell in one)]
    assert second.to_list() == ["both", *(cell or None for cell in other)]
    assert isinstance(first, TextColumn)
    assert isinstance(second, TextColumn)
    assert first.dictionary is second.dictionary


@settings(deadline=None)
@given(st.lists(st.one_of(CELLS, st.sampled_from([" a", "b\t", "\u3000c", "é ", "\xa0"])), max_size=20))
def test_space_around_cells_goes_as_from_a_list(cells: list[str]) -> None:
    cells = ["filled", *cells]
    assert Categorical.of_cells(column_of(cells)).to_list() == Categorical.of_cells(cells).to_list()


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.integers(-3, 3)), max_size=12))
def test_integers_are_grouped_by_value(values: list[int | None]) -> None:
    filled = np.array([value or 0 for value in values], dtype=np.int64)
    nulls = np.array([value is None for value in values], dtype=np.bool_)
    groups = Categorical.of_integers(IntColumn(filled, nulls)).groups().tolist()
    for value, group in zip(values, groups, strict=True):
        assert (group == 0) == (value is None)
        assert [other == group for other in groups] == [other == value for other in values]


@pytest.mark.parametrize("paragraph", ["0", "-1", "x"])
def test_a_paragraph_that_is_none_is_told_of_a_large_sheet_too(tmp_path, monkeypatch, paragraph) -> None:
    monkeypatch.setattr(dialect, "LEAST_BYTES", 0)
    path = tmp_path / "ties.csv"
    path.write_text(f"source,target,type,paragraph\na,b,KNOWS,1\na,c,KNOWS,{paragraph}\na,d,KNOWS,\n")
    loaded = read([path])
    told = [reject.remark.message for reject in loaded.rejects]
    assert told == [f"`{paragraph}` is not a paragraph's number."]
    assert loaded.dataset.relations.column("paragraph").to_list() == [1, None]


@settings(deadline=None)
@given(
    st.lists(CELLS, min_size=1, max_size=20),
    st.lists(CELLS, min_size=1, max_size=20),
    st.dictionaries(CELLS.filter(bool), CELLS.filter(bool), max_size=5),
)
def test_columns_that_share_numbers_still_do_with_other_texts(
    one: list[str], other: list[str], texts: dict[str, str]
) -> None:
    numbers = CellDictionary()
    coded = [Categorical.of_texts(column_of(cells), numbers) for cells in (["both", *one], ["both", *other])]
    first, second = Categorical.all_replaced(list(coded), texts)
    assert first.has_codes_of(second)
    assert first.to_list() == [texts.get(cell, cell) or None for cell in ["both", *one]]
    assert second.to_list() == [texts.get(cell, cell) or None for cell in ["both", *other]]
    (alone,) = Categorical.all_replaced([Categorical.of_texts(column_of(["both", *one]))], texts)
    assert alone.to_list() == first.to_list()
