"""The codebook names each column and each value of a claim, and its examples keep to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sociogram.graph.dataset import RELATION_FIELDS
from sociogram.graph.model import CERTAINTIES, MODALITIES, POLARITIES, REVIEWS

PAGE = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
VALUES = {
    "polarity": POLARITIES,
    "modality": MODALITIES,
    "certainty": CERTAINTIES,
    "review": REVIEWS,
    "date_certainty": ("within",),
}


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def cells_of(table: str) -> list[list[str]]:
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


EXAMPLES = cells_of(section("Twenty worked examples"))


def test_every_column_has_its_test() -> None:
    columns = {name for row in cells_of(section("The columns")) for name in re.findall(r"`(\w+)`", row[0])}
    assert columns == {"id", *RELATION_FIELDS, "date_certainty", "date_note"}


@pytest.mark.parametrize(("title", "values"), [("Modality", MODALITIES), ("Certainty", CERTAINTIES)])
def test_every_value_has_its_test(title: str, values: tuple[str, ...]) -> None:
    assert {re.findall(r"`(\w+)`", row[0])[0] for row in cells_of(section(title))} == set(values)


def test_there_are_twenty_examples() -> None:
    assert [row[0] for row in EXAMPLES] == [str(number) for number in range(1, 21)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0])
def test_an_example_uses_known_columns_and_values(example: list[str]) -> None:
    _, _, row, setting = example
    assert re.findall(r"`([A-Z_]+)`", row) or row.startswith("no row")
    for column, value in re.findall(r"`(\w+)=([^`]*)`", setting):
        assert column in RELATION_FIELDS or column == "date_certainty"
        assert value in VALUES.get(column, (value,))


def test_every_value_but_the_defaults_has_an_example() -> None:
    used = {value for row in EXAMPLES for value in re.findall(r"`\w+=(\w+)`", row[3])}
    assert used >= {*POLARITIES[1:], *MODALITIES[1:], *CERTAINTIES[1:]}
