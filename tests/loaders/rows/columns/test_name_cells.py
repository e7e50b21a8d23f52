"""Cells under a name that hold something else: they are loaded, with a warning of their own line."""

import pytest

CELLS = {
    "several lines": ('"Ann\nBee"', "The cell has 2 lines: `Ann Bee`."),
    "a formula": ("=A1&B1", "`=A1&B1` is a formula, not a name."),
}


@pytest.mark.parametrize(("cell", "message"), CELLS.values(), ids=CELLS)
def test_only_such_a_cell_is_warned_of(read_sheets, cell, message):
    text = f"name,born\nCas Oud,1970\n{cell},1971\nDea Oord,1972\n"
    found = read_sheets({"people.csv": text})
    assert [(warning.line, warning.message) for warning in found.report.warnings] == [(3, message)]
    assert len(found.dataset.entities) == 3
