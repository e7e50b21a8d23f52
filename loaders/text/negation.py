"""Words that negate, by language: a hint that a quote may contradict its claim.

Articles such as *no* in "no larger ship" usually negate a thing rather than an act, and are not included.
"""

from __future__ import annotations

import re
from functools import cache

_WORDS = {
    "en": ("not", "n't", "never", "cannot"),
    "nl": ("niet", "nooit", "nimmer"),
    "de": ("nicht", "nie", "niemals"),
    "fr": ("ne", "n'", "jamais"),
    "es": ("no", "nunca", "jamás"),
    "pt": ("não", "nunca", "jamais"),
    "it": ("non", "mai"),
}
_BUT_NOT = {
    "en": ("not only", "not just", "not least"),
    "nl": ("niet alleen", "niet enkel"),
    "de": ("nicht nur",),
    "fr": (),
    "es": ("no sólo", "no solo"),
    "pt": ("não só", "não apenas"),
    "it": ("non solo",),
}
"""Phrases that add something rather than negate."""

_AMBIGUOUS = ("no", "ne", "n'", "nie", "mai", "non")
"""Words with another meaning in another language; they count only if the language is known."""


def negation_in(quote: str, language: str = "") -> str | None:
    """Return the first negating word of a quote as written; None if there is none.

    Args:
        quote: the words of a text.
        language: the text's language, such as ``nl`` or ``es-PE``; if empty, words of all languages count.

    Example:
        >>> negation_in("Olm has not signed it", "en")
        'not'
    """
    known = language.strip().casefold().replace("_", "-").partition("-")[0]
    if known and known not in _WORDS:
        return None
    straight = quote.replace("’", "'").replace("ʼ", "'")
    found = _pattern(known).search(straight)
    return None if found is None else quote[found.start("word") : found.end("word")]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    languages = [language] if language else list(_WORDS)
    words = {word for name in languages for word in _WORDS[name]}
    if not language:
        words.difference_update(_AMBIGUOUS)
    skipped = "|".join(re.escape(phrase) for name in languages for phrase in _BUT_NOT[name]) or "(?!)"
    listed = "|".join(sorted(map(_word, words), key=len, reverse=True))
    return re.compile(rf"(?!\b(?:{skipped})\b)(?P<word>{listed})", re.IGNORECASE)


def _word(word: str) -> str:
    start = "" if word == "n't" else r"\b"
    end = "" if word == "n'" else r"\b"
    return f"{start}{re.escape(word)}{end}"
