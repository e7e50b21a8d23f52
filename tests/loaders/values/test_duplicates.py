"""Rows get the same number where they agree in all columns, however many columns there are."""

from __future__ import annotations

import pytest

from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.duplicates import duplicate_pairs, group_numbers


@pytest.mark.parametrize("width", [1, 2, 9, 10, 11, 40])
@pytest.mark.parametrize("values", [99, 127])
def test_rows_that_agree_in_all_columns(values: int, width: int) -> None:
    """Each column has about a hundred values: 64 bits do not hold every combination of ten columns."""
    rows = [[f"v{row * (column + 1) % values}" for column in range(width)] for row in range(2 * values)]
    if width > 1:
        rows += [["v1", *rows[0][1:]], [*rows[0][:-1], "v1"]]  # like the first row except in one column
    groups = group_numbers([Categorical.of(column) for column in zip(*rows, strict=True)], len(rows))
    first: dict[tuple[str, ...], int] = {}
    firsts = [first.setdefault(tuple(row), place) for place, row in enumerate(rows)]
    expected = [(earlier, place) for place, earlier in enumerate(firsts) if earlier != place]
    assert duplicate_pairs(groups) == expected
    assert len(expected) == values
