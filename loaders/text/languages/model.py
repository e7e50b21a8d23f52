"""The word lists of a language, which separate names from other capitalised words.

The lists are deliberately short: words that are frequent in any text, never names of particular people or
places. Each list is one string of words separated by spaces; ``_`` joins the words of a phrase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language, in lower case; a language is a single object and can be a dictionary key.

    Attributes:
        name: the language's English name.
        articles: the articles.
        never: words that are never names: articles, pronouns, days, months, numbers.
        titles: words before a person's name.
        before_titles: words before a title: deputy, former, prime.
        portfolios: the portfolios of ministers.
        particles: phrases inside a person's name, which join two capitalised words.
        of: phrases such as "of", which join if the words before them are not a complete name.
        wide: phrases such as "for the", which join after a word of ``kinds``.
        joins_of_always: whether ``of`` joins after any name, as in "Banco Central de Lima".
        kinds: words for kinds of organisations and the type that they imply, or an empty text.
        bodies: nouns that form a name with an adjective of a country: "Danish army".
        adjective: a regular expression for adjectives of countries, or an empty text.
        locatives: words that precede places.
        says: verbs of speech, before or after which there is a name.
        aliases: words between two names of one actor: "alias", "dit".
        elisions: what an apostrophe joins to a name: "d" of "d'Orsay".
        adverb_endings: endings of words that open a sentence and are not names.
        determiners: words before nouns that are not names, if all nouns are capitalised.
        nouns_are_capitalised: whether all nouns are capitalised, as in German.
        compounds: whether a word of ``kinds`` may end a longer word: "Gerichtshof".
    """

    name: str = ""
    articles: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    before_titles: frozenset[str] = frozenset()
    portfolios: frozenset[str] = frozenset()
    particles: frozenset[tuple[str, ...]] = frozenset()
    of: frozenset[tuple[str, ...]] = frozenset()
    wide: frozenset[tuple[str, ...]] = frozenset()
    joins_of_always: bool = False
    kinds: Mapping[str, str] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    adjective: str = ""
    locatives: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset({"alias", "aka"})
    elisions: frozenset[str] = frozenset()
    adverb_endings: tuple[str, ...] = ()
    determiners: frozenset[str] = frozenset()
    nouns_are_capitalised: bool = False
    compounds: bool = False


def words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Return phrases; ``_`` joins the words of a phrase."""
    return frozenset(tuple(phrase.split("_")) for phrase in text.split())


def kinds(text: str) -> Mapping[str, str]:
    """Read ``Court: court tribunal; : council`` as the type that each word implies."""
    found: dict[str, str] = {}
    for group in text.split(";"):
        label, _, words = group.partition(":")
        found |= dict.fromkeys(words.split(), label.strip())
    return MappingProxyType(found)


ANY_PARTICLES = (
    "van van_der van_den van_de ter ten von von_der von_und_zu zu di da dos das do de de_la de_las "
    "de_los del della du la le bin ibn al el af av"
)
ENGLISH_INSIDE = " and and_the for for_the of_the"
"""English words occur inside names in texts of other languages: "Belt and Road"."""
COMPANY = "ltd inc llc plc corp gmbh ag kg bv nv sa srl spa ab oy company holding holdings"
