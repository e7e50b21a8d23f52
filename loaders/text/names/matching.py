"""Finds known names in a text: also in lower case or with an ending, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sociogram.loaders.text.languages import Language
from sociogram.loaders.text.words import Word, words_of

_SHORTEST_LOWER = 4
_SHORTEST_PLURAL = 3
_LONGEST_JOINED = 4
_BETWEEN = re.compile(r"[\s.&]*")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor and its names.

    Attributes:
        id: its id.
        name: its name.
        aliases: its other names.
        types: its types, such as ``Person``.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a paragraph.

    Attributes:
        actors: the ids of the actors that it may mean.
        form: the name as printed, in one line.
        first: the position of its first word.
        last: the position of its last word.
        start: the offset of its first character.
        end: the offset after its last character.
    """

    actors: tuple[str, ...]
    form: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    actor: str
    words: tuple[Word, ...]
    is_name: bool
    may_be_lower: bool


class NameIndex:
    """The names of actors, by their words.

    Args:
        actors: the actors to find.
        language: how their names are split into words.
    """

    def __init__(self, actors: Iterable[Actor], language: Language) -> None:
        self._language = language
        self._forms: dict[tuple[str, ...], list[_Form]] = {}
        lengths: dict[str, set[int]] = {}
        for actor in actors:
            is_thing = bool(actor.types) and "Person" not in actor.types
            spelled = [(number, text) for number, name in enumerate(actor.names) for text in _spellings(name)]
            for number, name in spelled:
                words = tuple(words_of(name, language))
                if words:
                    form = _Form(actor.id, words, number == 0, _may_be_lower(words, language, is_thing))
                    self._forms.setdefault(tuple(word.folded for word in words), []).append(form)
                    lengths.setdefault(words[0].folded, set()).add(len(words))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def __contains__(self, key: tuple[str, ...]) -> bool:
        """Return whether folded words are a complete name."""
        return key in self._forms

    def mentions(self, words: Sequence[Word], paragraph: str) -> list[Mention]:
        """Return the names in a paragraph in order; of overlapping names, the longest."""
        at = (self._at(words, position, paragraph) for position in range(len(words)))
        longest = sorted((m for m in at if m is not None), key=lambda m: (m.first - m.last, m.first))
        taken: set[int] = set()
        found: list[Mention] = []
        for mention in longest:
            covers = range(mention.first, mention.last + 1)
            if taken.isdisjoint(covers):
                taken.update(covers)
                found.append(mention)
        return sorted(found, key=lambda mention: mention.first)

    def _at(self, words: Sequence[Word], position: int, paragraph: str) -> Mention | None:
        word = words[position]
        if word.folded not in self._lengths and not word.folded.endswith("s") and "-" not in word.folded:
            return None  # for most words, because the search below is slow
        for key in self._keys(words, position):
            printed = words[position : position + len(key)]
            matching = [form for form in self._forms.get(key, ()) if _matches(form, printed)]
            if matching:
                return _mention(matching, words, position, paragraph)
        for part in word.folded.split("-") if "-" in word.folded else ():
            # "CIA-veteraan" names the CIA
            matching = [form for form in self._forms.get((part,), ()) if _is_part(form, word)]
            if matching:
                return _mention(matching, words, position, paragraph)
        return None

    def _keys(self, words: Sequence[Word], position: int) -> Iterator[tuple[str, ...]]:
        """Yield possible names here: as printed, then without an ending, longest first."""
        first = words[position].folded
        lengths = self._lengths.get(first, ())
        parts = [tuple(word.folded for word in words[position : position + length]) for length in lengths]
        yield from parts
        for part in (*(part for part in parts if len(part) > 1), (first,)):
            for last in _without_ending(part[-1]):
                yield (*part[:-1], last)


def _spellings(name: str) -> list[str]:
    """Return a name and its spellings with spaces for hyphens, or with a hyphen for one space.

    >>> _spellings("Jean Pierre Olm")
    ['Jean Pierre Olm', 'Jean-Pierre Olm', 'Jean Pierre-Olm']
    """
    words = name.split()
    joined = [
        " ".join([*words[:at], f"{words[at]}-{words[at + 1]}", *words[at + 2 :]])
        for at in range(len(words) - 1 if len(words) <= _LONGEST_JOINED else 0)
        if words[at].istitle() and words[at + 1].istitle()
    ]
    return list(dict.fromkeys([name, re.sub(r"(?<=\w)[-‑](?=[^\W\d_])", " ", name), *joined]))


def _mention(matching: list[_Form], words: Sequence[Word], position: int, paragraph: str) -> Mention:
    length = len(matching[0].words)
    named = [form for form in matching if form.is_name] or matching
    last = words[position + length - 1]
    printed = " ".join((paragraph[words[position].start : last.start] + last.text).split())
    actors = tuple(dict.fromkeys(form.actor for form in named))
    return Mention(actors, printed, position, position + length - 1, words[position].start, last.end)


def _without_ending(word: str) -> list[str]:
    """Return the words of which a word may be the plural or genitive."""
    return [
        word.removesuffix(ending)
        for ending in ("s", "es")
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_PLURAL
    ]


def _matches(form: _Form, words: Sequence[Word]) -> bool:
    """Return whether words that read like a name match its capitals and have no other text in between."""
    if not all(_BETWEEN.fullmatch(word.gap) for word in words[1:]):
        return False
    for wanted, word in zip(form.words, words, strict=True):
        if wanted.is_acronym and wanted.text.isupper() and not word.text.rstrip("s").isupper():
            return False
    if form.may_be_lower or not form.words[0].is_capitalised:
        return True
    return any(word.is_capitalised for word in words)


def _is_part(form: _Form, word: Word) -> bool:
    if len(form.words) > 1 or not form.words[0].is_capitalised:
        return False
    return any(
        part[:1].isupper() and (part.isupper() or not form.words[0].text.isupper())
        for part in word.text.split("-")
        if part.casefold() == form.words[0].text.casefold()
    )


def _may_be_lower(words: Sequence[Word], language: Language, is_thing: bool) -> bool:
    if not any(word.is_capitalised for word in words):
        return True
    if len(words) > 1:
        return True
    only = words[0]
    return (
        is_thing
        and len(only.text) >= _SHORTEST_LOWER
        and not only.is_acronym
        and only.lower not in language.never
    )
