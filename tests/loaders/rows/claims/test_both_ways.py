"""Rows that tie the same two actors in both directions, found among many as among few."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.read import read
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


TYPES = "type,forward,backward,directed\nMET,met,met,false\nPAID,paid,was paid by,true\n"
WAYS = {
    # what differs: columns, rows, claims that stay, what the report says
    "nothing": (
        "source,target,type",
        ["Ada Lom,Ben Lom,MET", "Ben Lom,Ada Lom,MET"],
        1,
        "read as the same tie: 1",
    ),
    "the date": (
        "source,target,type,start_date",
        ["Ada Lom,Ben Lom,MET,2001", "Ben Lom,Ada Lom,MET,2002"],
        2,
        "stay two claims about one tie",
    ),
    "the voice": (
        "source,target,type,claimed_by",
        ["Ada Lom,Ben Lom,MET,Cy Reed", "Ben Lom,Ada Lom,MET,Dee Reed"],
        2,
        None,
    ),
    "the paragraph": (
        "source,target,type,paragraph",
        ["Ada Lom,Ben Lom,MET,3", "Ben Lom,Ada Lom,MET,4"],
        2,
        None,
    ),
    "the polarity, of rows that say that they have no direction": (
        "source,target,type,polarity,directed",
        ["Ada Lom,Ben Lom,PAID,affirms,no", "Ben Lom,Ada Lom,PAID,denies,no"],
        2,
        None,
    ),
    "nothing, but the type has a direction": (
        "source,target,type",
        ["Ada Lom,Ben Lom,PAID", "Ben Lom,Ada Lom,PAID"],
        2,
        None,
    ),
}


@pytest.mark.parametrize(("columns", "rows", "claims", "said"), WAYS.values(), ids=WAYS)
def test_a_remark_on_two_directions_is_about_one_claim(
    tmp_path: Path, columns: str, rows: list[str], claims: int, said: str | None
) -> None:
    (tmp_path / "relation_types.csv").write_text(TYPES, encoding="utf-8")
    (tmp_path / "ties.csv").write_text("\n".join([columns, *rows, ""]), encoding="utf-8")
    loaded = read([tmp_path / "relation_types.csv", tmp_path / "ties.csv"])
    assert len(loaded.dataset.relations) == claims
    text = loaded.report.to_text(whole=True)
    assert said in text if said else "directions" not in text and "exchanged" not in text
