"""Alphabets of languages, to judge whether a guessed encoding gives plausible words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LATIN = (
    "àâæçèéêëîïôœùûüÿ",  # French
    "áéíñóúü",  # Spanish
    "äöüßé",  # German
    "áäèéêëíïóöúüĳ",  # Dutch
    "àáâãçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "àçèéíïòóúü·",  # Catalan
    "æøåéèêóôäö",  # Danish and Norwegian
    "åäöéàü",  # Swedish and Finnish
    "áæéíðóöúýþ",  # Icelandic
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîșțşţ",  # Romanian
    "čćđšž",  # Croatian, Serbian, Slovene
    "çğıİöşüâîû",  # Turkish
    "ąčęėįšųūž",  # Lithuanian
    "āčēģīķļņšūž",  # Latvian
    "äõöüšž",  # Estonian
    "çë",  # Albanian
    "áéíóú",  # Irish
    "âêîôûŵŷ",  # Welsh
)
_EDGES = frozenset("‘“”„‚«»‹›–—…")
"""Punctuation that occurs before or after a word, not inside."""
_ANYWHERE = frozenset("’·§©®ªº°¿¡ß")
_BESIDE_DIGITS = frozenset("€£¥¢")


@lru_cache(maxsize=1)
def _alphabets() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(letters + letters.upper()) for letters in _LATIN)


def alphabets_of(word: str) -> frozenset[int] | None:
    """Return the alphabets that have all the non-ASCII letters of a word.

    None if no language writes such a word: letters of two scripts, a capital or a sign among small letters,
    or letters that no alphabet combines. Words of all other scripts share one alphabet.
    """
    word = word.strip("".join(_EDGES))
    letters = frozenset(word) - _ANYWHERE
    if _BESIDE_DIGITS & letters:
        letters -= _BESIDE_DIGITS
        if any(map(str.isalpha, letters)):
            return None
    beyond = frozenset(letter for letter in letters if letter > "\x7f")
    if not all(map(str.isalpha, beyond)):
        return None
    is_small = any(map(str.islower, word))
    if is_small and any(letter > "\x7f" and letter.isupper() for letter in word[1:]):
        return None
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters if letter.isalpha()}
    if len(scripts) > 1:
        return None
    if scripts <= {"LATIN"}:
        return frozenset(n for n, letters in enumerate(_alphabets()) if beyond <= letters) or None
    return frozenset((-1,))
