"""How columns travel to the server."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sociogram.graph.columns import ConstantColumn, column_of
from sociogram.graph.neo4j.merge.column_parameters import BETWEEN_ITEMS, BETWEEN_ROWS, NO_ITEMS, NULL, Field
from sociogram.graph.neo4j.merge.statements import quoted

KINDS: dict[str, tuple[list[Any], str]] = {
    "texts without null": (["a", "b"], "text"),
    "texts and null": (["a", None], "text"),
    "a separator in a text": (["a", f"b{BETWEEN_ROWS}c"], "any"),
    "a text that is the mark of null": ([NULL, None], "any"),
    "lists of texts": ([["a"], ["b", "c"], [], None], "texts"),
    "a separator in a list": ([["a", BETWEEN_ITEMS]], "any"),
    "a list that is the mark of an empty one": ([[NO_ITEMS], []], "any"),
    "lists of numbers": ([[1], ["a"]], "any"),
    "numbers": ([1, None], "any"),
    "texts and numbers": (["a", 1], "any"),
}


@pytest.mark.parametrize(("values", "kind"), KINDS.values(), ids=KINDS)
def test_kinds(values: list[Any], kind: str) -> None:
    field = Field.of("name", column_of(values))
    assert field is not None
    assert field.kind == kind
    assert field.nullable is (None in values)


def test_a_column_of_one_value_is_a_constant() -> None:
    field = Field.of("country", ConstantColumn("Peru", 3))
    assert field is not None
    assert (field.kind, field.parameter(field.at(np.array([0, 1])))) == ("constant", "Peru")


def test_a_column_of_nothing_does_not_travel() -> None:
    assert Field.of("country", ConstantColumn(None, 3)) is None


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        (["a", "b"], f"a{BETWEEN_ROWS}b"),
        (["a", None], f"a{BETWEEN_ROWS}{NULL}"),
        ([["a", "b"], [], None], f"a{BETWEEN_ITEMS}b{BETWEEN_ROWS}{NO_ITEMS}{BETWEEN_ROWS}{NULL}"),
        ([1, None, 2.5], [1, None, 2.5]),
    ],
)
def test_parameters(values: list[Any], parameter: Any) -> None:
    field = Field.of("name", column_of(values))
    assert field is not None
    assert field.parameter(values) == parameter


@pytest.mark.parametrize(
    ("name", "expected"), [("Person", "`Person`"), ("a b", "`a b`"), ("a`b", "`a``b`"), ("``", "``````")]
)
def test_names_are_quoted(name: str, expected: str) -> None:
    assert quoted(name) == expected
