"""Column titles: parsed into key, stated type, id space and words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sociogram.graph.common.text import clean, strip_accents
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ASKING_WORDS,
    ROLE_WORDS,
    SAID_WORDS,
    SAYING_WORDS,
)
from sociogram.loaders.values.types import is_kind

_NEO4J_WORDS = ("id", "label", "start_id", "end_id", "type", "ignore")
_CAMEL_HUMP = r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])"
_DIGITS = r"(?<=[^\W\d_])(?=\d)"
_NOT_WORDS = r"[\W_]+"
_WORD = r"[^\W_]+"
_KEYS_OF_IMDB = {"nconst": ("person", "id"), "tconst": ("film", "id")}
_SIGNS_AFTER = "?!*:. "
_COMPOUND = re.compile(r"(\w{3,}?)(s|en|n)?(naam|name|nummer|nr|datum)")
"""A title in one word, in Dutch or German: ``bedrijfsnaam``, ``Mitgliedsnummer``."""


@dataclass(frozen=True)
class Title:
    """A parsed title: ``age:long`` has the key ``age`` and the type ``long``.

    Attributes:
        number: its column, from 0.
        shown: the title as written, with clean spaces and without its type.
        key: the part that all spellings of the title share.
        typed: the type that it states (``long``, ``string[]``).
        space: neo4j-admin's id space, as in ``:ID(Person)``.
    """

    number: int
    shown: str
    key: str
    typed: str | None = None
    space: str | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case, without accents: ``personId_1`` is person, id, 1."""
        return title_words(self.shown)

    @property
    def asks_who_says(self) -> bool:
        """Whether it asks for the voice that states the row: ``Wer sagt es``."""
        words = self.words
        if len(words) == 1 or words[:1] == () or words[0] not in ASKING_WORDS:
            return False
        rest = set(words[1:])
        return bool(rest & SAYING_WORDS) and rest <= SAYING_WORDS | SAID_WORDS

    def type_of(self, words: Iterable[str]) -> str:
        """Return the type of a tie that some of its words name, with the accents of the title.

        >>> parse_title(0, "Geschäftsführer").type_of(["geschaftsfuhrer"])
        'GESCHÄFTSFÜHRER'
        """
        written = {strip_accents(word).casefold(): word for word in re.findall(_WORD, self.shown)}
        return "_".join(written.get(word, word) for word in words).upper()


def title_key(title: str) -> str:
    """Return a title without case, spaces, ``_``, ``-``, accents and trailing punctuation (``Name*:``)."""
    letters = strip_accents(clean(title)).casefold().rstrip(_SIGNS_AFTER)
    return letters.translate({ord(" "): None, ord("_"): None, ord("-"): None})


def title_words(title: str) -> tuple[str, ...]:
    """Return the words of a title, split at spaces, punctuation, inner capitals and before digits."""
    spaced = re.sub(_CAMEL_HUMP, " ", clean(title))
    letters = re.sub(_DIGITS, " ", strip_accents(spaced).casefold())
    words = (word for word in re.split(_NOT_WORDS, letters) if word)
    return tuple(part for word in words for part in _KEYS_OF_IMDB.get(word) or _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    """Split a compound whose first word names an actor; return any other word alone."""
    found = _COMPOUND.fullmatch(word)
    if found is None:
        return (word,)
    stems = (found[1], found[1] + (found[2] or ""))
    stem = next((one for one in stems if one in ACTOR_WORDS or one in ROLE_WORDS), None)
    return (word,) if stem is None else (stem, found[3])


def alias_key(alias: str) -> str:
    """Return the key of an alias; ``:id`` is neo4j-admin's own title."""
    return ":" + title_key(alias[1:]) if alias.startswith(":") else title_key(alias)


def parse_title(number: int, raw: str) -> Title:
    """Parse the title of a column."""
    shown = clean(raw)
    special = _neo4j_pattern().fullmatch(shown)
    if special:
        key = ":" + title_key(special["word"])
        return Title(number, shown, key, space=special["space"] or None)
    name, colon, kind = shown.rpartition(":")
    base = kind.partition("{")[0].strip()
    if colon and name and is_kind(base):
        return Title(number, name, title_key(name), typed=base)
    return Title(number, shown, title_key(shown))


@lru_cache(maxsize=1)
def _neo4j_pattern() -> re.Pattern[str]:
    words = "|".join(_NEO4J_WORDS)
    return re.compile(
        rf"(?P<name>[^:]*):(?P<word>{words})(?:\((?P<space>[^)]*)\))?(?:\{{.*\}})?", re.IGNORECASE
    )
