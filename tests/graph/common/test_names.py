"""Company forms, and the key that names in several forms share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.common.names import is_company_form, likeness_key, likeness_keys

WORDS = (
    "Ann",
    "bee",
    "B.",
    "c",
    "7",
    "42",
    "Dr",
    "and",
    "Ltd",
    "AG",
    "A/S",
    "Ørsund",
    "O'Neil",
    "the",
    "Cía",
)


@pytest.mark.parametrize(
    ("text", "is_form"),
    [("S.A.", True), ("GmbH & Co. KG", True), ("a/s", True), ("Sara", False), ("", False)],
)
def test_company_forms(text, is_form):
    assert is_company_form(text) is is_form


@pytest.mark.parametrize("name", ["%", "--", " ", ""])
def test_a_name_without_a_word_is_like_no_other(name):
    assert likeness_key(name) == ""


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), max_size=6))
def test_keys_of_many_names_are_those_of_each_without_the_ignored_words(names):
    ignored = frozenset({"dr", "and", "the"})
    each = [[word for word in likeness_key(name).split() if word not in ignored] for name in names]
    assert list(likeness_keys(names, ignored)) == list(map(" ".join, each))
