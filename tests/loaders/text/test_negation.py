"""Words that negate, in several languages."""

from __future__ import annotations

import pytest

from sociogram.loaders.text.negation import negation_in

QUOTES = [
    # quote, language, word
    ("Olm has not signed it", "en", "not"),
    ("Olm hasn’t signed it", "en", "n’t"),
    ("Not only Olm has signed it", "en", None),
    ("No larger ship was built", "en", None),
    ("a knot in nothing", "en", None),
    ("Hij heeft niet getekend", "nl-BE", "niet"),
    ("Es gab kein Recht darauf", "de", None),
    ("Olm war nie dort", "de", "nie"),
    ("nicht nur Olm", "de", None),
    ("Il n’a rien signé", "fr", "n’"),
    ("Olm no lo firmó", "es", "no"),
    ("Olm no lo firmó", "", None),
    ("Olm nunca lo firmó", "", "nunca"),
    ("Olm no lo firmó", "sv", None),
    ("", "en", None),
]


@pytest.mark.parametrize(("quote", "language", "word"), QUOTES)
def test_the_first_word_that_negates(quote: str, language: str, word: str | None) -> None:
    assert negation_in(quote, language) == word
