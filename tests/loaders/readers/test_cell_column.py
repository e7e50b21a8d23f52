"""Columns of cells in a large file."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_spans import CellSpans
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


def test_a_slice_is_the_texts_of_its_rows() -> None:
    assert column_of(["a", "", "c", "d"])[1:3] == ["", "c"]
    assert column_of(["a"])[3:9] == []
