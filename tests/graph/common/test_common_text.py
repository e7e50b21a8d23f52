"""Names as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.common.text import (
    are_clean,
    clean,
    did_you_mean,
    fold,
    fold_all,
    near_positions,
    nearest,
    nearest_spelling,
    strip_accents,
)
from sociogram.loaders.values.naming import name_key, slug

FOLDED = [
    ("MARÍN ", "marin"),
    ("  Lisa\tKENNA", "lisa kenna"),
    ("Marco\u00a0Marín", "marco marin"),
    ("Straße", "strasse"),
    ("Ｆｕｌｌ  width", "full width"),
    ("حكومة", "hkwmh"),
    ("Øresund Łódź", "oresund lodz"),
    ("Иван Коваль", "ivan koval"),
    ("\ue000", "\ue000"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "folded"), FOLDED)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded
    assert fold(fold(name)) == folded


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_fold_of_many_names(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [*(name for name, _ in FOLDED), "Ann  Bee", "Ann Bee", " Bee", "Bee\nAnn", "a|b", "|", "", ""]
    monkeypatch.setattr("sociogram.graph.common.text._BATCH_SIZE", at_once)
    assert fold_all(names) == list(map(fold, names))


FORMS = [
    # text, clean, strip_accents, fold, name_key, slug
    ("Ann  Bee", "Ann Bee", "Ann  Bee", "ann bee", "ann bee", "ann-bee"),
    ("MARÍN", "MARÍN", "MARIN", "marin", "marín", "marin"),
    ("Mari\u0301n", "Mari\u0301n", "Marin", "marin", "mari\u0301n", "marin"),
    ("Straße 1", "Straße 1", "Straße 1", "strasse 1", "strasse 1", "strasse-1"),
    ("\ufeffso\u00adciety", "society", "\ufeffso\u00adciety", "\ufeffso\u00adciety", "society", "society"),
    ("a\u00a0b", "a b", "a b", "a b", "a b", "a-b"),
    ("कि", "कि", "कि", "ki", "कि", "क"),
]
"""The same text in each form: names are equal by ``name_key`` in a load and found by ``fold``."""


@pytest.mark.parametrize(("text", "cleaned", "bare", "folded", "key", "identifier"), FORMS)
def test_forms_of_a_text(text: str, cleaned: str, bare: str, folded: str, key: str, identifier: str) -> None:
    assert (clean(text), strip_accents(text)) == (cleaned, bare)
    assert (fold(text), name_key(text), slug(text)) == (folded, key, identifier)
    assert clean(cleaned) == cleaned
    assert not are_clean([text]) or cleaned == text


NEAREST = [
    ("Lisa Kena", ("Lisa Kenna",)),
    ("castillo", ("Pedro Castillo",)),
    ("Zzz", ()),
    ("Liam Keane", ()),  # near in length and initials only
    ("SOTUHCOM", ("SOUTHCOM",)),
]


@pytest.mark.parametrize(("name", "found"), NEAREST)
def test_nearest(name: str, found: tuple[str, ...]) -> None:
    assert nearest(name, ["Lisa Kenna", "Pedro Castillo", "SOUTHCOM"]) == found


NAMES = st.text("abAB é", max_size=8)


@given(NAMES, st.lists(NAMES, max_size=12))
@settings(derandomize=True)
def test_the_nearest_are_among_the_near_positions(name: str, known: list[str]) -> None:
    assert nearest(name, [known[position] for position in near_positions(name, known)]) == nearest(
        name, known
    )


SPELLINGS = [
    ("retrun", "RETURN"),
    ("Return", "RETURN"),
    ("mach", "MATCH"),
    ("a", None),
    ("", None),
]


@pytest.mark.parametrize(("written", "found"), SPELLINGS)
def test_nearest_spelling_ignores_names_that_only_contain_it(written: str, found: str | None) -> None:
    assert nearest_spelling(written, ["MATCH", "RETURN", "CREATE"]) == found


def test_did_you_mean_reads_as_a_sentence() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean(["a"]) == "Did you mean 'a'?"
    assert did_you_mean(["a", "b", "c"]) == "Did you mean 'a', 'b' or 'c'?"
