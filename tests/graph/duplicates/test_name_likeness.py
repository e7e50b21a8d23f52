"""What a careful person says of two names, and laws that hold for any two."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.graph.common.names import likeness_key
from sociogram.graph.duplicates.name_form import read_name
from sociogram.graph.duplicates.name_likeness import NameLikeness, compare_forms, compare_names

_KINDS = {"person": True, "group": False, "any": None}


def _cases() -> list[tuple[str, str, str, str]]:
    lines = (Path(__file__).parent / "name_pairs.txt").read_text(encoding="utf-8").splitlines()
    rows = [
        tuple(part.strip() for part in line.split("|")) for line in lines if "|" in line and line[0] != "#"
    ]
    return [(kind, one, other, reasons) for kind, one, other, reasons in rows]


def _likeness(one: str, other: str, is_person: bool | None) -> NameLikeness | None:
    names = [read_name(name, is_person=is_person) for name in (one, other)]
    return compare_names(*names, is_person=is_person)


@pytest.mark.parametrize(("kind", "one", "other", "reasons"), _cases())
def test_names_as_a_careful_person_compares_them(kind, one, other, reasons):
    found = _likeness(one, other, _KINDS[kind])
    assert " ".join(reason.kind for reason in (found.reasons if found else ())) == reasons


_NAMES = st.one_of(
    st.text(max_size=25),
    st.lists(
        st.sampled_from(
            [
                "Ana",
                "Pedro",
                "P.",
                "Okvar",
                "OKVAR,",
                "Brandeck",
                "de",
                "y",
                "Ltd",
                "Jr.",
                "II",
                "5",
                "Группа",
            ]
        ),
        max_size=5,
    ).map(" ".join),
)
_PERSONS = st.sampled_from([True, False, None])


@given(_NAMES, _NAMES, _PERSONS)
def test_the_order_of_two_names_does_not_matter(one, other, is_person):
    found, reverse = _likeness(one, other, is_person), _likeness(other, one, is_person)
    assert found == reverse


@given(_NAMES, _PERSONS)
def test_a_name_is_most_like_itself(name, is_person):
    found = _likeness(name, name, is_person)
    assert found is not None
    assert [reason.kind for reason in found.reasons] == ["same-name"]


def test_two_words_that_many_have_are_no_typing_errors_of_each_other():
    names = [read_name(name) for name in ("Marina Okvar", "Martina Okvar")]
    assert compare_names(*names) is not None
    assert compare_names(*names, is_established={"marina", "martina"}.__contains__) is None


FORMS = [
    ("Ærø Rederi A/S", "Aero Rederi AS", "the names differ in accented letters only"),
    ("Halden Ltd", "Halden Limited", "the company form is spelled differently"),
    ("Halden S.p.A.", "HALDEN", "one name has a company form"),
    ("Olm Bau GmbH", "Olm Bau G.m.b.H.", "the names differ in punctuation and spaces only"),
    ("ООО Ветер", "Veter LLC", "the company form is spelled differently"),
    ("Halden Ltd", "Halden SARL", None),
    ("Władysław Gąs", "Wladyslaw Gas", "the names differ in accented letters only"),
    ("Пётр Ямской", "Petr Yamskoi", "one name is the other in another script"),
    ("T.R. Okvar", "T. R. Okvar", "the names differ in punctuation and spaces only"),
    ("TR Okvar", "T. R. Okvar", "the names differ in punctuation and spaces only"),
    ("Okvar, Ines", "Ines Okvar", "the parts of the names are in another order"),
    ("OKVAR Ines", "Ines Okvar", "the parts of the names are in another order"),
    ("Ben Carl", "Carl Ben", None),
    ("Ines Okvar", "Ivo Okvar", None),
    ("Limited", "Ltd", None),
    ("%", "??", None),
]


@pytest.mark.parametrize(("one", "other", "why"), FORMS)
def test_one_name_in_two_forms(one, other, why):
    found = compare_forms(one, other)
    assert (found and found.reasons[0].text) == why
    assert why is None or likeness_key(one) == likeness_key(other)
