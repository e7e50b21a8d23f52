"""Names as people type them."""

from __future__ import annotations

import pytest

from sociogram.graph.common.text import did_you_mean, fold, nearest

FOLDED = [
    ("MARÍN ", "marin"),
    ("  Lisa\tKENNA", "lisa kenna"),
    ("Marco\u00a0Marín", "marco marin"),
    ("Straße", "strasse"),
    ("Ｆｕｌｌ  width", "full width"),
    ("حكومة", "حكومة"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "folded"), FOLDED)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(fold(name)) == folded


NEAREST = [
    ("Lisa Kena", ("Lisa Kenna",)),
    ("castillo", ("Pedro Castillo",)),
    ("Zzz", ()),
]


@pytest.mark.parametrize(("name", "found"), NEAREST)
def test_nearest(name: str, found: tuple[str, ...]) -> None:
    assert nearest(name, ["Lisa Kenna", "Pedro Castillo", "SOUTHCOM"]) == found


def test_did_you_mean_reads_as_a_sentence() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean(["a"]) == "Did you mean 'a'?"
    assert did_you_mean(["a", "b", "c"]) == "Did you mean 'a', 'b' or 'c'?"
