"""Columns whose values are stored once each."""

import numpy as np

from sociogram.graph.columns.coded import CodedColumn, CodedValues
from sociogram.graph.columns.patch import objects, patch


def column() -> CodedColumn:
    """Two lists in four rows."""
    table = objects([["a"], ["b", "c"], None], 3)
    return CodedColumn(CodedValues(np.array([1, -1, 0, 1], dtype=np.int32), table))


def test_it_gives_back_its_values() -> None:
    assert column().to_list() == [["b", "c"], None, ["a"], ["b", "c"]]
    assert column().take([3, 1]).to_list() == [["b", "c"], None]
    assert column().value(1) is None
    assert column().null_mask().tolist() == [False, True, False, False]


def test_changes_and_new_rows_are_part_of_it() -> None:
    changed = patch(column(), 6, {0: None, 1: ["d"], 5: 7})
    assert isinstance(changed, CodedColumn)
    assert changed.to_list() == [None, ["d"], ["a"], ["b", "c"], None, 7]
    assert column().to_list() == [["b", "c"], None, ["a"], ["b", "c"]]
