from __future__ import annotations

import datetime as dt

import pytest

from sociogram.viz.text import (
    as_text,
    as_texts,
    label_lines,
    latin_letters,
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


def test_the_letters_of_a_page_and_of_common_alphabets_have_latin_ones():
    letters = latin_letters(["Ø", "王 Ñ 1"])
    assert [letters[letter] for letter in "øßиλლ王"] == ["o", "ss", "i", "l", "l", "wang"]
    assert "ñ" not in letters  # an n and an accent


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
