"""A quote is found word for word, whatever spaces, line ends and quotation marks its print has."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.loaders.text.quotes import IndexedText, fold_print

TEXT = """The pilots' strike

Elin Sorvaag told the\r
Lanterne: “We have  paid nobody, no mate and no cook.”

Les armateurs parlent d’un « malentendu ». The claim is un\u00adfounded.

Ze zei: ‘Ik was er niet.’ We have paid nobody, the owners say too.

港の労働者は会社を訴えた。
"""

QUOTES = [
    # quote, paragraphs
    ("pilots' strike", [1]),
    ("pilots’ strike", [1]),
    ("told the Lanterne", [2]),
    ("told the\nLanterne", [2]),
    ("told\u00a0the  Lanterne", [2]),
    ("  We have paid nobody,  ", [2, 4]),
    ('"We have paid nobody, no mate and no cook."', [2]),
    ("'no mate and no cook'", [2]),
    ("d'un «malentendu»", [3]),
    ("d’un “malentendu”", [3]),
    ("unfounded", [3]),
    ("Ik was er niet", [4]),
    ("会社を訴えた", [5]),
    ("The", [1, 3]),
    # what is not there
    ("we have paid nobody", []),
    ("We have paid somebody", []),
    ("nobody paid", []),
    ("founded", []),
    ("We have pai", []),
    ("paid nobody no mate", []),
    ("Sorvåag", []),
    ("no cook.” Les armateurs", []),
    ("no cook Les armateurs", []),
    ("—", []),
    ('""', []),
    ("", []),
]


@pytest.fixture(scope="module")
def text() -> IndexedText:
    return IndexedText(TEXT)


@pytest.mark.parametrize(("quote", "paragraphs"), QUOTES, ids=[quote or "empty" for quote, _ in QUOTES])
def test_a_quote_stands_in_these_paragraphs(text: IndexedText, quote: str, paragraphs: list[int]) -> None:
    assert text.paragraphs_with(quote) == paragraphs


SPANS = [
    # quote, paragraph, what is printed there
    ("told the Lanterne", 2, ["told the\nLanterne"]),
    ('"We have paid nobody', 2, ["We have  paid nobody"]),
    ("d'un «malentendu»", 3, ["d’un « malentendu"]),
    ("unfounded", 3, ["un\u00adfounded"]),
    ("no", 2, ["no", "no"]),
    ("no", 4, []),
]


@pytest.mark.parametrize(("quote", "paragraph", "printed"), SPANS)
def test_spans_are_the_words_as_printed(
    text: IndexedText, quote: str, paragraph: int, printed: list[str]
) -> None:
    block = text.paragraphs[paragraph - 1]
    assert [block[start:end] for start, end in text.spans(quote, paragraph)] == printed


def test_decomposed_accents_are_the_same_letters() -> None:
    assert IndexedText("La conce\u0301sion").paragraphs_with("La conc\u00e9sion") == [1]


def test_why_a_quote_is_not_found(text: IndexedText) -> None:
    assert text.has_nearly("founded", 3)
    assert text.has_nearly("we HAVE paid nobody", 2)
    assert not text.has_nearly("we have paid", 1)
    assert not text.has_nearly("—", 1)


PIECES = st.lists(
    st.sampled_from(["no", "mate", "cook", "un", "é", "e\u0301", " ", "\n", "\n\n", "“", "'", "-", "\u00ad"]),
    max_size=30,
)


@given(PIECES, st.integers(0, 30), st.integers(0, 30))
def test_what_was_cut_from_a_text_at_words_is_found_in_it(pieces: list[str], start: int, end: int) -> None:
    text = IndexedText("".join(pieces))
    for number, paragraph in enumerate(text.paragraphs, start=1):
        words = paragraph.split()
        quote = " ".join(words[start:end])
        if any(character.isalpha() for character in quote):
            assert number in text.paragraphs_with(quote)
            printed = [paragraph[begin:stop] for begin, stop in text.spans(quote, number)]
            assert {fold_print(words).strip('" ') for words in printed} == {fold_print(quote).strip('" ')}


def test_a_long_text_and_many_quotes_need_no_search_of_the_whole_text() -> None:
    """One paragraph of two million characters: each search of it would read all of it."""
    rng = random.Random(5)  # noqa: S311 - a text, not a secret
    words = [f"w{int(rng.paretovariate(0.8))}" for _ in range(400_000)]
    text = IndexedText(" ".join(words))
    for position in rng.sample(range(len(words) - 8), 500):
        quote = words[position : position + 8]
        assert text.paragraphs_with(" ".join(quote)) == [1]
        assert text.paragraphs_with(" ".join([*quote, "missing"])) == []
