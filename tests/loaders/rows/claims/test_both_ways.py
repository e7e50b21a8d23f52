"""Rows that tie the same two actors in both directions, found among many as among few."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.rows.claims.both_ways import _have_reverse
from sociogram.loaders.values.categorical import Categorical

ENDS = st.sampled_from(["a", "b", "c"])
ROWS = st.lists(st.tuples(ENDS, ENDS, st.sampled_from(["KNOWS", "OWNS"])), min_size=1, max_size=12)


@given(ROWS, st.booleans(), st.data())
def test_each_row_with_a_reverse_is_found(
    rows: list[tuple[str, str, str]], is_shared: bool, data: st.DataObject
) -> None:
    looked_at = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True).map(sorted))
    starts, ends, types = zip(*rows, strict=True)
    numbers = CellDictionary() if is_shared else None
    if is_shared:
        columns = [Categorical.of_texts(CellColumn.of_texts(cells), numbers) for cells in (starts, ends)]
    else:
        columns = [Categorical.of(cells) for cells in (starts, ends)]
    found = _have_reverse(*columns, Categorical.of(types), np.asarray(looked_at, dtype=np.int64))
    among = {rows[row] for row in looked_at}
    shown = [rows[row] for row in looked_at]
    assert found.tolist() == [start != end and (end, start, name) in among for start, end, name in shown]
