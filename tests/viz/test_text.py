from __future__ import annotations

import datetime as dt

import pytest

from sociogram.viz.text import (
    as_text,
    as_texts,
    day_after,
    folded,
    label_lines,
    web_link,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("word", "word"),
        (3, "3"),
        (2.5, "2.5"),
        (True, "yes"),
        (dt.date(2023, 5, 1), "2023-05-01"),
        ({"b", "a"}, "a | b"),
        (["a", 1, None], "a | 1 | "),
        ({"k": [1, 2]}, "k: 1 | 2"),
        ("lone \ud800 surrogate", "lone ? surrogate"),
        (float("nan"), "nan"),
    ],
)
def test_any_value_becomes_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (None, []),
        ("one", ["one"]),
        ("a | b", ["a", "b"]),
        ("a; b", ["a", "b"]),
        ("https://example.org/?a;b", ["https://example.org/?a;b"]),
        (["a", "a", " ", "b"], ["a", "b"]),
        (7, ["7"]),
    ],
)
def test_one_or_many(value, texts):
    assert as_texts(value) == texts


def test_the_day_after():
    assert day_after("2022-12-31") == "2023-01-01"
    assert day_after("9999-12-31") is None


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", None),
        (" data:text/html,x", None),
        ("//example.org", None),
        ("https://example.org/ two words", None),
        ('https://example.org/"onclick', None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(value, link):
    assert web_link(value) == link


def test_search_keys_have_no_case_and_no_accents():
    assert folded("  Ñahui  STRAẞE Öz ") == "nahui strasse oz"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ana", ["Ana"]),
        ("Inter-American Commission on Human Rights", ["Inter-American", "Commission on", "Human Rights"]),
        (
            "one two three four five six seven eight nine ten",
            ["one two three four", "five six seven", "eight nine ten"],
        ),
        ("a\nb\x00c", ["a b c"]),
        ("", []),
        ("👩\u200d👧 \u202egnol", ["👩\u200d👧 gnol"]),
        ("x" * 100, ["x" * 22, "x" * 22, "x" * 17 + "…"]),
    ],
)
def test_names_wrap(name, lines):
    assert label_lines(name) == lines
