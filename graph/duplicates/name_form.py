"""The parts of a name: words, numbers, initials, company form, title and generation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sociogram.graph.common.names import (
    is_surname_first,
    joined_initials,
    name_words,
    spelt_out,
    without_company_form,
)
from sociogram.graph.duplicates.vocabulary import (
    GENERATIONS,
    NUMBERS,
    OFFICES,
    ORDINALS,
    ORGANISATION_WORDS,
    SHORT_FORMS,
    SMALL_WORDS,
    TITLES,
)

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_CAPITALS = re.compile(r"(?<!\w)([B-DF-HJ-NP-TV-Z])([B-DF-HJ-NP-TV-Z])(?=\s+[A-Z][a-z])")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|de|ste|er|re|eme|o|a)?")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 6


@dataclass(frozen=True)
class NameForm:
    """The parts of a name.

    Attributes:
        text: the name as written.
        words: its words in order, folded, without the parts in the other attributes; initials are single
            letters.
        numbers: its numbers, including Roman numerals and number words; different numbers mean different
            names.
        generation: ``junior``, ``senior``, ``grandson`` or empty.
        company_form: the legal form of a company in its short form, or empty.
        title: the title before a person's name, or empty.
    """

    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    generation: str = ""
    company_form: str = ""
    title: str = ""

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The words without small words (``of``, ``de``, ``van``), unless there are no others."""
        written_small = {word for word in self.text.split() if len(word) == 1 and word.islower()}
        return (
            tuple(
                word
                for word in self.words
                if word not in SMALL_WORDS or (len(word) == 1 and word not in written_small)
            )
            or self.words
        )

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The words of ``core`` in alphabetical order."""
        return tuple(sorted(self.core))

    @cached_property
    def letters(self) -> str:
        """The letters of the words, without spaces."""
        return "".join(self.words)

    @cached_property
    def initials(self) -> tuple[str, ...]:
        """The words of a single letter."""
        return tuple(word for word in self.core if len(word) == 1)

    @cached_property
    def spelt(self) -> dict[str, str]:
        """The words with an umlaut, and how keyboards without umlauts write them: ``{"ottl": "oettl"}``."""
        plain = _APOSTROPHES.sub("", self.text)
        long = spelt_out(plain)
        if long == plain:
            return {}
        pairs = zip(name_words(plain), name_words(long), strict=True)
        return {word: written for word, written in pairs if word != written}

    @cached_property
    def is_surname_first(self) -> bool:
        """Whether it is written as ``Carew, Tobias`` or ``CAREW Tobias``."""
        return len(self.words) > 1 and is_surname_first(self.text)

    @cached_property
    def acronym(self) -> str:
        """The name in lower case if it is an acronym, else empty."""
        text = self.text.replace(".", "").strip()
        is_acronym = text.isalpha() and text.isupper() and _SHORTEST_ACRONYM <= len(text) <= _LONGEST_ACRONYM
        return text.lower() if is_acronym and len(self.words) <= len(text) else ""

    @cached_property
    def is_of_organisation(self) -> bool:
        """Whether a word or the company form shows that it is not the name of a person."""
        return bool(self.company_form) or not ORGANISATION_WORDS.isdisjoint(self.words)


def read_name(text: str, *, is_person: bool | None = None) -> NameForm:
    """Return the parts of a name.

    >>> read_name("Dr. Ana Ruiz Jr.").words, read_name("Ørsund A/S").company_form
    (('ana', 'ruiz'), 'as')

    Args:
        text: the name.
        is_person: whether it is the name of a person; None if unknown.
    """
    plain = _CAPITALS.sub(r"\1. \2.", _APOSTROPHES.sub("", text))
    words = name_words(plain)
    if not words:
        return NameForm(text, ())
    company_form = ""
    if not is_person and len(words) > 1:
        words, company_form = _without_forms(words)
    title = ""
    if is_person is not False:
        words, title = _without_title(words, is_person=is_person)
    words, generation = _without_generation(words)
    words, numbers = _without_numbers(words, plain, is_person=is_person)
    return NameForm(text, _single_initials(words), numbers, generation, company_form, title)


def _without_forms(words: list[str]) -> tuple[list[str], str]:
    """Return the words without legal forms, and the last form in its short form: ``ltd`` for ``Co. Ltd``."""
    company_form = ""
    while len(remaining := without_company_form(words)) < len(words):
        start = next(at for at in range(len(words)) if words[at : at + len(remaining)] == remaining)
        form = " ".join(words[:start] + words[start + len(remaining) :]).removeprefix("the").strip()
        company_form = company_form or SHORT_FORMS.get(form, form.replace(" ", ""))
        words = remaining
    return words, company_form


def _without_title(words: list[str], *, is_person: bool | None) -> tuple[list[str], str]:
    titles = TITLES | OFFICES if is_person else TITLES
    count = 0
    while words[count] in titles and len(words) - count > 2:
        count += 1
    if not count and len(words) == 2 and words[0] in TITLES:
        count = 1
    return words[count:], " ".join(words[:count])


def _without_generation(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and words[-1] in GENERATIONS:
        end = -2 if words[-2] in ("the", "de") else -1
        return words[:end], GENERATIONS[words[-1]]
    return words, ""


def _without_numbers(
    words: list[str], text: str, *, is_person: bool | None
) -> tuple[list[str], tuple[str, ...]]:
    """Return the words that are not numbers, and the numbers in order."""
    romans = _romans(text)
    remaining, numbers = [], []
    for at, word in enumerate(words):
        found = _ORDINAL.fullmatch(word) if word[0].isdigit() else None
        if found is not None:
            numbers.append(found[1].lstrip("0") or "0")
        elif at and word in romans:
            numbers.append(str(romans[word]))
        elif not is_person and len(words) > 1 and (word in ORDINALS or word in NUMBERS):
            numbers.append(ORDINALS.get(word) or NUMBERS[word])
        else:
            remaining.append(word)
    return remaining, tuple(numbers)


def _romans(text: str) -> dict[str, int]:
    """Return the Roman numerals of a text by folded word; a single letter counts as an initial."""
    found = {}
    for word in re.findall(r"\b[IVX]{2,}\b", text):
        if _ROMAN.fullmatch(word):
            digits = [_ROMAN_DIGITS[letter] for letter in word]
            pairs = zip(digits, [*digits[1:], 0], strict=True)
            found[word.lower()] = sum(-one if one < following else one for one, following in pairs)
    return found


def _single_initials(words: list[str]) -> tuple[str, ...]:
    """Return the words; joins the letters of an acronym (``A B C``) if there are no other words."""
    if len(words) > 2 and all(len(word) == 1 for word in words):
        return tuple(joined_initials(words))
    return tuple(words)
