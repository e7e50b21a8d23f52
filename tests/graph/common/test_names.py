"""Names that may be one, and what alone they differ in."""

from __future__ import annotations

import pytest

from sociogram.graph.common.names import is_company_form, likeness_key, why_alike

ALIKE = [
    ("Ærø Rederi A/S", "Aero Rederi AS", "letters and the company form"),
    ("Halden Ltd", "Halden Limited", "the company form"),
    ("Halden S.p.A.", "HALDEN", "the company form"),
    ("ООО Ветер", "Veter LLC", "letters and the company form"),
    ("Władysław Gąs", "Wladyslaw Gas", "letters"),
    ("Пётр Ямской", "Petr Yamskoi", "letters"),
    ("Иван Дымов", "Ivan Dymov", "letters"),
    ("T.R. Okvar", "T. R. Okvar", "signs and spaces"),
    ("TR Okvar", "T. R. Okvar", "signs and spaces"),
    ("Olm Bau GmbH", "Olm Bau G.m.b.H.", "the company form"),
    ("Okvar, Ines", "Ines Okvar", "the order of names"),
    ("OKVAR Ines", "Ines Okvar", "the order of names"),
    ("Ben Carl", "Carl Ben", None),
    ("Ines Okvar", "Ivo Okvar", None),
    ("Limited", "Ltd", None),
]


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_what_two_names_differ_in(one, other, why):
    is_alike = likeness_key(one) == likeness_key(other)
    assert (why_alike(one, other) if is_alike else None) == why


@pytest.mark.parametrize(
    ("text", "is_form"),
    [("S.A.", True), ("GmbH & Co. KG", True), ("a/s", True), ("Sara", False), ("", False)],
)
def test_company_forms(text, is_form):
    assert is_company_form(text) is is_form


@pytest.mark.parametrize("name", ["%", "--", " ", ""])
def test_a_name_without_a_word_is_like_no_other(name):
    assert likeness_key(name) == ""
    assert why_alike(name, "??") is None
