"""Verbs in the plural and after "denies", as English has them."""

from __future__ import annotations

import pytest

from sociogram.queries.claims.wording.verbs import in_plural, is_plural_name, is_present, participle

# said of one, whether it is in the present tense, after "denies"
VERBS = [
    ("leads", True, "leading"),
    ("is led by", True, "being led by"),
    ("has the services of", True, "having the services of"),
    ("was paid by", False, "having been paid by"),
    ("had part in", False, "having had part in"),
    ("met", False, "having met"),
    ("paid", False, "having paid"),
    ("wrote for", False, "having written for"),
    ("oversaw", False, "having overseen"),
    ("endorsed the work of", False, "having endorsed the work of"),
    ("put pressure on", False, "having put pressure on"),
    ("makes use of", True, "making use of"),
    ("agrees with", True, "agreeing with"),
    ("runs", True, "running"),
    ("controls", True, "controlling"),
    ("visits", True, "visiting"),
    ("carries", True, "carrying"),
    ("dies by", True, "dying by"),
    ("watches", True, "watching"),
    ("employed by", None, ""),
    ("controlling shareholder of", None, ""),
    ("boss of", None, ""),
    ("", None, ""),
]


@pytest.mark.parametrize(("verb", "present", "denied"), VERBS)
def test_tense_and_participle(verb: str, present: bool | None, denied: str) -> None:
    assert is_present(verb) is present
    assert participle(verb) == denied


# said of one, its infinitive, said of several
PLURALS = [
    ("leads", "lead", "lead"),
    ("is led by", "be led by", "are led by"),
    ("was led by", "", "were led by"),
    ("goes with", "go with", "go with"),
    ("led", "lead", "led"),
    ("leads", "", "leads"),
]


@pytest.mark.parametrize(("verb", "infinitive", "several"), PLURALS)
def test_plural(verb: str, infinitive: str, several: str) -> None:
    assert in_plural(verb, infinitive) == several


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("the dockers", True),
        ("Dockers of Ilmar", True),
        ("Four people convicted of a blockade", True),
        ("people polled", True),
        ("young people", True),
        ("two witnesses (unnamed)", True),
        ("de demonstranten", True),
        ("de scheidsrechters", True),
        ("los testigos", True),
        ("Wagner Group", False),
        ("Displaced People", True),
        ("People displaced by the dam", True),
        ("Three Rivers", True),
        ("People Power Party", False),
        ("Women Lawyers Association", False),
        ("Three Rivers Trust", False),
        ("TVS", False),
        ("Ilmar News", False),
        ("Congress", False),
        ("the chorus", False),
        ("het gezin", False),
        ("de familie van den Broek", False),
        ("Kinderen", False),
        ("", False),
    ],
)
def test_names_of_groups_are_plural_as_they_are_read(name: str, plural: bool) -> None:
    assert is_plural_name(name) == plural
