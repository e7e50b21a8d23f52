"""Compares two words of two names: transliterations, spellings, typing errors."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, TypeAlias

from sociogram.graph.duplicates.vocabulary import OPPOSITES

WordLikeness: TypeAlias = Literal["same", "transliteration", "spelling"]

_LETTERS_FOR_ONE_ERROR = 5
_LETTERS_FOR_TWO_ERRORS = 10
_SHORTEST_KEY = 3

# Pairs of endings of women's and men's names, or of two names that are often a woman's and a man's.
_GENDERS = """a/o a/ e/ a/e ne/n na/n le/l la/l lle/l ra/er ra/r ia/ius a/us ia/y ina/ in/ine te/t ette/
    aya/y aja/y aya/iy skaya/sky skaja/ski ska/ski cka/cki ova/ov eva/ev owa/ow ina/in ka/ ica/ ice/ eta/
    es/is inha/inho ita/ito ine/ in/ isa/ is/ette a/os ele/el"""
_VOWELS = re.compile("[aeiou]")
_SOUNDS = (
    (re.compile("tsch|tch|tzsch|cz|ch|tj"), "c"),
    (re.compile("sch|sh|sz|zh|ž|dj|dzh"), "s"),
    (re.compile("kh|gh|h"), "h"),
    (re.compile("ph|ff|w|f|b(?=b)"), "v"),
    (re.compile("ts|tz|z"), "s"),
    (re.compile("ck|q|x"), "k"),
    (re.compile("oe|oo|ou"), "u"),
    (re.compile("ae|ai|ei|ay|ey"), "e"),
    (re.compile("ue"), "u"),
    (re.compile("th"), "t"),
    (re.compile("ii|iy|yy|ij|y|j|ie"), "i"),
    (re.compile(r"c(?=[aoukrlnst]|$)"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=1 << 16)
def sound_key(word: str) -> str:
    """Return a key that transliterations of a word share: one letter for all spellings of a sound.

    >>> sound_key("zelensky") == sound_key("zelenskyy"), sound_key("mueller") == sound_key("muller")
    (True, True)
    """
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def consonants(word: str) -> str:
    """Return the consonants of a word's sounds, which wrong vowels do not change.

    >>> consonants("muhammad") == consonants("mohammed")
    True
    """
    return _VOWELS.sub("", sound_key(word))


def word_likeness(one: str, other: str) -> WordLikeness | None:
    """Return how two folded words may be the same word; None if they are different words.

    >>> word_likeness("castillo", "castelo"), word_likeness("maria", "mario")
    ('spelling', None)
    """
    if one == other:
        return "same"
    if min(len(one), len(other)) < _SHORTEST_KEY or are_distinguished(one, other):
        return None
    if sound_key(one) == sound_key(other):
        return "transliteration"
    return "spelling" if _is_typing_error(one, other) else None


@lru_cache(maxsize=1)
def _genders() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(pair.split("/")) for pair in _GENDERS.split())


@lru_cache(maxsize=1 << 16)
def are_distinguished(one: str, other: str) -> bool:
    """Return whether a few letters make two words different, as in ``maria`` and ``mario``."""
    if frozenset((one, other)) in OPPOSITES:
        return True
    for ends in _genders():
        for first, second in (ends, ends[::-1]):
            if one.endswith(first) and other.endswith(second):
                stem = one[: len(one) - len(first)]
                if len(stem) > 1 and stem == other[: len(other) - len(second)]:
                    return True
    return False


def _is_typing_error(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    letters = min(len(one), len(other))
    if letters < _LETTERS_FOR_ONE_ERROR or one[0] != other[0]:
        return False
    if any(map(str.isdigit, one + other)):
        return False
    has_vowels_changed = letters > _LETTERS_FOR_ONE_ERROR and consonants(one) == consonants(other)
    errors = 2 if letters >= _LETTERS_FOR_TWO_ERRORS or has_vowels_changed else 1
    return OSA.distance(one, other, score_cutoff=errors) <= errors
