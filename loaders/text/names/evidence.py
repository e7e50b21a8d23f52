"""Evidence from a whole text about its capitalised words: names, or words that begin a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from sociogram.loaders.text.languages import Language
from sociogram.loaders.text.names.runs import Run, kind_of, titles_at
from sociogram.loaders.text.words import Word

Strong: TypeAlias = AbstractSet[tuple[str, ...]]
"""Runs at positions where only names are capitalised."""

_CAPITALS = 0.8
_HEADING_WORDS = 20
_HEADING_SHARE = 0.4
_NOUN_ENDING = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|tät|täten|ismus|nis|nisse|tum|ling|chen|"
    r"lein|enz|anz|ment|ur|ei|eien)$"
)
_COUNCIL = re.compile(r"(?:\w{4}|hof)(?:rat|rätin)$")
"""A council, or before a person's name one of its members: "Stadtrat Jan Voss". Murat is a first name."""


class Evidence:
    """The words of a text, as evidence for any run of capitalised words.

    Args:
        words: the words by paragraph.
        language: the word lists of the text's language.
    """

    def __init__(self, words: Sequence[Sequence[Word]], language: Language) -> None:
        self.words = words
        self.language = language

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that occur in lower case, folded."""
        return frozenset(word.folded for words in self.words for word in words if not word.is_capitalised)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The capitalised words that do not open a sentence, without case."""
        return frozenset(
            word.text.casefold()
            for words in self.words
            for word in words
            if word.is_capitalised and not word.opens and "-" not in word.text
        )

    @cached_property
    def adjectives(self) -> frozenset[str]:
        """The words that occur as an adjective of a country, folded."""
        return frozenset(
            word.folded
            for words in self.words
            for at, word in enumerate(words)
            if word.is_capitalised and self._is_adjective(word, words[at + 1 : at + 3])
        )

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The capitalised words that occur after a determiner, folded.

        "Zur" is a determiner in "Weg zur Brücke", after a noun, but not in "Jan zur Heyde".
        """
        found: set[str] = set()
        after_particles: list[tuple[str, str]] = []
        for words in self.words:
            for at, (before, word) in enumerate(pairwise(words)):
                if (
                    not word.is_capitalised
                    or word.gap != " "
                    or before.lower not in self.language.determiners
                ):
                    continue
                head = words[at - 1] if at and before.gap == " " else None
                if head is not None and head.is_capitalised and (before.lower,) in self.language.particles:
                    after_particles.append((head.folded, word.folded))
                else:
                    found.add(word.folded)
        heads = frozenset(found)
        found |= {noun for head, noun in after_particles if head in heads or _NOUN_ENDING.search(head)}
        return frozenset(found)

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of occurrences of each word, folded."""
        return Counter(word.folded for words in self.words for word in words)

    def is_all_capitals(self, words: Sequence[Word]) -> bool:
        """Return whether a whole paragraph is in capitals."""
        letters = [letter for word in words for letter in word.text if letter.isalpha()]
        return len(words) > 1 and sum(map(str.isupper, letters)) > _CAPITALS * len(letters)

    def is_title_case(self, words: Sequence[Word], paragraph: str) -> bool:
        """Return whether a paragraph is a heading in title case."""
        if len(words) > _HEADING_WORDS or re.search(r"[.!?][\"”’»]?$", paragraph.strip()):
            return False
        capitals = [word for word in words[1:] if word.is_capitalised]
        plain = [word for word in capitals if word.folded in self.lower or word.lower in self.language.never]
        return len(plain) > 1 and len(plain) >= _HEADING_SHARE * len(capitals)

    def shaped(self, run: Run, words: Sequence[Word]) -> Run | None:
        """Return the run without words that are not part of a name, or with the noun that completes it."""
        only = run.words[0]
        if len(run.words) > 1:
            return run
        position = bisect_left(words, only.start, key=lambda word: word.start)
        following = words[position + 1 : position + 3]
        if self._is_adjective(only, following):
            for length, word in enumerate(following, 1):
                if any(word.gap != " " for word in following[:length]) or word.lower in self.language.never:
                    break
                if word.lower in self.language.bodies:
                    return changed(run, (only, *following[:length]), opens=False)
            return None
        if only.folded in self.adjectives:
            return None
        head, hyphen, tail = only.text.partition("-")
        if hyphen and tail.islower():
            if tail in self.language.bodies or kind_of(tail, self.language) is not None:
                return run
            if len(head) < 2 or not (head.isupper() or head.casefold() in self.heads):
                return None
            return changed(run, (_cut(only, len(head)),), opens=run.opens)
        return run

    def _is_adjective(self, word: Word, following: Sequence[Word]) -> bool:
        """Return whether a word is an adjective of a country, followed by a noun in lower case."""
        if not self.language.adjective or not following or following[0].is_capitalised:
            return False
        after = following[0]
        if after.gap != " " or after.lower in self.language.never or after.lower in self.language.says:
            return False
        if not re.fullmatch(self.language.adjective, word.lower) or word.is_acronym:
            return False
        certain = re.search(r"(?:ese|ish|ench|utch|[aeiou]an)$", word.lower) or self.language.compounds
        near = {one.lower for one in following}
        return bool(certain) or bool(near & self.language.bodies)

    def accepted(self, run: Run, strong: Strong, strong_words: AbstractSet[str]) -> Run | None:
        """Return the run, or the part of it that is a name; None if its position explains the capital."""
        first = run.words[0]
        if first.folded in self.adjectives and run.key[1:] in strong:
            return changed(run, run.words[1:], opens=False)
        if not run.opens:
            return run if not self.language.nouns_are_capitalised else self._german(run, strong)
        if run.key in strong:
            return run if not self.language.nouns_are_capitalised else self._german(run, strong)
        if len(run.words) == 1:
            shaped = first.is_acronym or run.has_title
            spoken = (run.speaks or run.is_explained) and first.folded not in self.lower
            named = first.folded in strong_words and first.folded not in self.lower
            return run if shaped or spoken or named else None
        ends = self.language.adverb_endings
        plain = first.folded in self.lower or (ends and first.lower.endswith(ends))
        if (
            plain
            and kind_of(first.text, self.language) is None
            and not first.is_acronym
            and first.folded not in strong_words
        ):
            rest = run.words[1:]
            while rest and not rest[0].is_capitalised:
                rest = rest[1:]
            return changed(run, rest, opens=False) if rest else None
        return run if not self.language.nouns_are_capitalised else self._german(run, strong)

    def _german(self, run: Run, strong: Strong) -> Run | None:
        """Return a run in a language that capitalises all nouns, if it is more than a noun."""
        if len(run.words) == 1:
            return run if self._is_german_name(run) else None
        words, titles = run.words, 0
        kinds = [kind_of(word.text, self.language) for word in words]
        if words[0].folded.endswith("s") and words[0].text.casefold()[:-1] in self.heads:
            return changed(run, words[:1])  # "Heydes Rücktritt"
        if self._is_noun(words[0]) and all(kind is None for kind in kinds):
            if not words[1].is_capitalised:
                return self._after_phrase(run)
            titles = 1
        elif len(words) > 2 and _COUNCIL.search(words[0].lower) and all(kind is None for kind in kinds[1:]):
            titles = 1
        titles += titles_at(words[titles:], self.language)
        rest = words[titles:]
        if titles and rest and rest[0].is_capitalised and (len(rest) > 1 or changed(run, rest).key in strong):
            return changed(run, rest, has_title=True if titles > 1 else run.has_title)
        return run

    def _after_phrase(self, run: Run) -> Run | None:
        """Return the name after a noun and a phrase: "Elva" of "Brücke von Elva"."""
        rest = run.words[1:]
        while not rest[0].is_capitalised:
            rest = rest[1:]
        return None if len(rest) == 1 and self._is_noun(rest[0]) else changed(run, rest, opens=False)

    def _is_german_name(self, run: Run) -> bool:
        only = run.words[0]
        if only.is_acronym or run.has_title or run.before in self.language.aliases:
            return True
        kind = kind_of(only.text, self.language)
        has_article = run.before in self.language.determiners
        if kind is not None and not (
            has_article and only.lower in self.language.kinds and kind != "Parliament"
        ):
            return True
        if self._is_noun(only) or has_article:
            return False
        return run.is_place or run.speaks or self.counts[only.folded] > 1

    def _is_noun(self, word: Word) -> bool:
        return word.folded in self.nouns or bool(_NOUN_ENDING.search(word.lower))


def changed(
    run: Run, words: Sequence[Word], *, opens: bool | None = None, has_title: bool | None = None
) -> Run:
    """Return a run with other words and otherwise unchanged."""
    return replace(
        run,
        words=tuple(words),
        opens=run.opens if opens is None else opens,
        has_title=run.has_title if has_title is None else has_title,
    )


def _cut(word: Word, length: int) -> Word:
    return Word(word.text[:length], word.start, word.start + length, word.gap, word.opens)
