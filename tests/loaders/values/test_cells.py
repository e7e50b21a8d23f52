from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.cells import (
    CellError,
    read_labels,
    read_paragraph,
)
from sociogram.loaders.values.naming import name_key, name_keys, slug, to_label, to_type
from sociogram.loaders.values.nothing import is_nothing, may_be_nothing
from sociogram.loaders.values.types import infer_kind, join_values, split_values


def test_paragraph():
    assert read_paragraph("12") == 12
    for wrong in ("0", "-1", "3-4", "iv", "1.0"):
        with pytest.raises(CellError, match="whole number from 1"):
            read_paragraph(wrong)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Person", "Person"),
        ("person", "Person"),
        ("PERSON", "Person"),
        ("NGO", "NGO"),
        ("Federal Agency", "FederalAgency"),
        ("legal_entity", "LegalEntity"),
        ("LegalEntity", "LegalEntity"),
        ("state-owned company", "StateOwnedCompany"),
        ("Persona jurídica", "PersonaJurídica"),
        ("—", None),
    ],
)
def test_label(text, label):
    assert to_label(text) == label


def test_labels_of_a_cell():
    assert read_labels("Person | Politician") == ["Person", "Politician"]
    assert read_labels("person;person; Entity") == ["Person"]
    assert read_labels(":Person:Actor") == ["Person", "Actor"]


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("WORKS_FOR", "WORKS_FOR", None),
        ("works for", "WORKS_FOR", None),
        ("worksFor", "WORKS_FOR", None),
        ("Co-founder", "CO_FOUNDER", None),
        ("opgevolgd door", "OPGEVOLGD_DOOR", None),
        ("Director/Chairman", "DIRECTOR_CHAIRMAN", "Director/Chairman"),
        ("Former vice president, treasurer", "FORMER_VICE_PRESIDENT", "Former vice president, treasurer"),
        ("President (as of 2016 FEC filing)", "PRESIDENT", "President (as of 2016 FEC filing)"),
        ("Former executive vice president of sales", "FORMER_EXECUTIVE_VICE_PRESIDENT", ...),
        ('"Close friend," per the Guardian', "CLOSE_FRIEND", ...),
        ("Listed as asset on the financial disclosure", "CONNECTED_TO", ...),
        ("The bank that the investor once headed", "CONNECTED_TO", ...),
        ("→", "CONNECTED_TO", "→"),
    ],
)
def test_relation_type(text, name, kept):
    assert to_type(text) == (name, text if kept is ... else kept)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dina Boluarte", "dina-boluarte"),
        ("José  Núñez, Jr.", "jose-nunez-jr"),
        ("中国", "中国"),
        ("Straße 3", "strasse-3"),
        ("!!!", "actor-"),
    ],
)
def test_slug(name, expected):
    assert slug(name).startswith(expected)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a", ["a"]),
        ("a | b", ["a", "b"]),
        ("a;b ; c", ["a", "b", "c"]),
        ("a; b | c", ["a; b", "c"]),
        ("a | a |  | b", ["a", "b"]),
        ("https://x.org/p;id=1", ["https://x.org/p;id=1"]),
        (
            "https://x.org/1; https://x.org/2;https://x.org/3",
            ["https://x.org/1", "https://x.org/2", "https://x.org/3"],
        ),
        ('["a; b"]', ["a; b"]),
        ("[sic]", ["[sic]"]),
        ("[1, 2]", ["[1, 2]"]),
    ],
)
def test_several_values_in_a_cell(cell, values):
    assert split_values(cell) == values
    assert split_values(join_values(values)) == values


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1", "-20", "0"], "long"),
        (["007", "12"], "string"),
        (["+32", "1"], "string"),
        (["-0"], "string"),
        (["9223372036854775807"], "long"),
        (["9223372036854775808"], "string"),
        (["1.5", "2"], "double"),
        (["1.50"], "string"),
        (["64.20", "64.2"], "string"),
        (["1e5"], "string"),
        (["0.12345678901234567890"], "string"),
        (["1,5"], "string"),
        (["true", "False"], "boolean"),
        (["yes"], "string"),
        (["nan"], "string"),
        ([""], "string"),
    ],
)
def test_a_column_is_numbers_only_where_nothing_is_lost(texts, kind):
    assert infer_kind(texts) == kind


@given(st.lists(st.text(st.sampled_from([*"aB \t\n|", "é", "É", "\u200b"]), max_size=8)))
def test_keys_of_many_names_are_those_of_each(names: list[str]) -> None:
    assert name_keys(names) == [name_key(name) for name in names]


@given(st.lists(st.sampled_from(["Null", "null", "#REF!", "Err:502", "Eve", "#1", "–", "", "unknown"])))
def test_texts_that_may_be_nothing_have_all_that_are(texts: list[str]) -> None:
    cells = Categorical.of([text or None for text in texts])
    assert may_be_nothing(cells) or not any(is_nothing(text, is_name=True) for text in texts)
