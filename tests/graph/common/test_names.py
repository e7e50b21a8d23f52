"""Company forms, and the key that names in several forms share."""

from __future__ import annotations

import pytest

from sociogram.graph.common.names import is_company_form, likeness_key


@pytest.mark.parametrize(
    ("text", "is_form"),
    [("S.A.", True), ("GmbH & Co. KG", True), ("a/s", True), ("Sara", False), ("", False)],
)
def test_company_forms(text, is_form):
    assert is_company_form(text) is is_form


@pytest.mark.parametrize("name", ["%", "--", " ", ""])
def test_a_name_without_a_word_is_like_no_other(name):
    assert likeness_key(name) == ""
