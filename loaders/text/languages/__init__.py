"""Word lists by language; `language_of` returns those for a code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from sociogram.graph.errors import DataError
from sociogram.loaders.text.languages.dutch import DUTCH
from sociogram.loaders.text.languages.english import ENGLISH
from sociogram.loaders.text.languages.french import FRENCH
from sociogram.loaders.text.languages.german import GERMAN
from sociogram.loaders.text.languages.italian import ITALIAN
from sociogram.loaders.text.languages.model import ANY_PARTICLES, Language, phrases
from sociogram.loaders.text.languages.portuguese import PORTUGUESE
from sociogram.loaders.text.languages.spanish import SPANISH

__all__ = ["LANGUAGES", "OTHER", "Language", "check_language", "language_of"]

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        "de": GERMAN,
        "en": ENGLISH,
        "es": SPANISH,
        "fr": FRENCH,
        "it": ITALIAN,
        "nl": DUTCH,
        "pt": PORTUGUESE,
    }
)
"""By ISO 639-1 code."""

OTHER = Language(particles=phrases(ANY_PARTICLES))
"""A language without word lists: names are found by capitals alone."""


def language_of(code: str) -> Language:
    """Return the word lists for a code such as ``nl``, ``nl-BE`` or ``NL``; ``OTHER`` if there are none."""
    return LANGUAGES.get(code.replace("_", "-").partition("-")[0].lower(), OTHER)


def check_language(code: str) -> str:
    """Return the code of a language: ``nl`` for ``dutch``, ``NL`` or ``nl``.

    Raises:
        DataError: it is not a language code.
    """
    wanted = code.strip().replace("_", "-")
    by_name = {language.name.lower(): known for known, language in LANGUAGES.items()}
    if wanted.lower() in by_name:
        return by_name[wanted.lower()]
    first, hyphen, rest = wanted.partition("-")
    wanted = f"{first.lower()}{hyphen}{rest}"
    if not _CODE.fullmatch(wanted):
        raise DataError(
            f"'{code}' is no code of a language.",
            cure=f"Give one such as {', '.join(sorted(LANGUAGES))}.",
        )
    return wanted
