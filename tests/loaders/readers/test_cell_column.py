"""Columns of cells in a large file."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.common.text import are_clean
from sociogram.loaders.readers import cell_column as encoding
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_spans import CellSpans
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import name_key

CELLS = st.lists(st.text(alphabet="aAbß \u00adé!@`1-", max_size=14), min_size=1, max_size=20)


def column_of(cells: list[str]) -> CellColumn:
    """A file of one column."""
    data = "".join(f"\n{cell}" for cell in cells).encode() + b"\n"
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")).astype(np.int64)
    return CellColumn.of_spans(CellSpans(data, ends[:-1], ends[1:]))


@given(CELLS, CELLS)
def test_no_cell_that_is_a_wanted_text_is_left_out(cells: list[str], wanted: list[str]) -> None:
    keys = {name_key(text) for text in wanted}
    found = list(column_of(cells).that_may_be(keys))
    assert [cell for cell in found if name_key(cell) in keys] == [
        cell for cell in cells if name_key(cell) in keys
    ]


def test_other_cells_are_mostly_left_out() -> None:
    assert list(column_of(["r1", "R12", "r2", "Ann Bee"]).that_may_be({"r12"})) == ["R12", "Ann Bee"]


@given(CELLS, CELLS)
def test_rows_are_found_by_their_text(cells: list[str], wanted: list[str]) -> None:
    texts = set(wanted) - {""}
    assert column_of(cells).rows_among(texts) == [row for row, cell in enumerate(cells) if cell in texts]


def test_a_slice_is_the_texts_of_its_rows() -> None:
    assert column_of(["a", "", "c", "d"])[1:3] == ["", "c"]
    assert column_of(["a"])[3:9] == []


LONG_CELLS = st.lists(
    st.one_of(
        st.text(alphabet="aé \t#=9", max_size=20), st.sampled_from(["12345678", "123456789", "a b", ""])
    ),
    max_size=12,
)


@settings(deadline=None)
@given(LONG_CELLS, st.integers(0, 3))
def test_codes_are_the_same_in_two_bytes_and_in_four(cells: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "MOST_SHORT", most)
        patch.setattr("sociogram.loaders.values.categorical.MOST_SHORT", most)
        patch.setattr("sociogram.loaders.readers.cell_spans._ROWS", 3)
        found = CellColumn.of_texts(cells)
        assert list(found) == cells
        assert Categorical.of_texts(found).to_list() == [cell or None for cell in cells]


@settings(deadline=None)
@given(LONG_CELLS, st.data())
def test_a_part_of_a_column_is_encoded_as_if_the_rest_were_not_there(
    cells: list[str], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=9)) if cells else []
    taken = [cells[row] for row in rows]
    part = CellColumn.of_texts(cells).take(np.array(rows, dtype=np.int64))
    assert sorted(part.distinct()) == sorted({cell for cell in taken if cell})
    alone, coded = Categorical.of_texts(CellColumn.of_texts(taken)), Categorical.of_texts(part)
    assert (coded.values, coded.codes.tolist()) == (alone.values, alone.codes.tolist())
    columns = (part.integers(), CellColumn.of_texts(taken).integers())
    integers, expected = (None if column is None else column.to_list() for column in columns)
    assert integers == expected


@settings(deadline=None)
@given(LONG_CELLS, LONG_CELLS)
def test_what_is_asked_of_bytes_is_what_texts_answer(cells: list[str], wanted: list[str]) -> None:
    coded = Categorical.of_texts(CellColumn.of_texts(cells))
    texts = list(dict.fromkeys(filter(None, cells)))
    assert [texts[code] for code in coded.codes_of(wanted)] == [text for text in texts if text in wanted]
    assert coded.are_clean() <= are_clean(texts)
    assert coded.may_be_with(within="\t") == any("\t" in text for text in texts)
    assert coded.may_be_with(begins=("#", "9")) == any(text.startswith(("#", "9")) for text in texts)
    rows = [row for row, cell in enumerate(cells) if "a" in cell or " b" in cell]
    assert CellColumn.of_texts(cells).rows_with(("a", " b")) == rows


def test_texts_without_odd_spaces_are_clean() -> None:
    assert Categorical.of_texts(CellColumn.of_texts(["a", "b c", "12345678", "1234567 9"])).are_clean()
    for cell in (" a", "a ", "a  b", "a\tb", "é", "1234567 ", "1234567  9"):
        assert not Categorical.of_texts(CellColumn.of_texts(["a", cell])).are_clean()
