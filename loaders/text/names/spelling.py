"""Spellings that may mean the same name: an initial, another transliteration, one letter off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sociogram.graph.common.text import strip_accents

_SOUNDS = (
    (r"sch|sh|ch|tsj|sj|cz|tch", "s"),
    (r"ph", "f"),
    (r"kh|gh|h(?=[aeiou])(?<!^h)", "h"),
    (r"ck|qu|q|c|kk", "k"),
    (r"th", "t"),
    (r"oe|ou|u|w(?=u)", "u"),
    (r"[yj]|ij|ie|ee", "i"),
    (r"[wv]", "v"),
    (r"[zx]", "s"),
)
_SHORTEST = 5
"""In shorter names, one different letter makes another name."""


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the sound that transliterations share: ``Koltsán`` and ``Coltsan`` give ``koltsan``."""
    letters = re.sub(r"[^\w]", "", strip_accents(word).casefold())
    for pattern, letter in _SOUNDS:
        letters = re.sub(pattern, letter, letters)
    return re.sub(r"(.)\1+", r"\1", letters)


def one_letter_off(one: str, other: str) -> bool:
    """Return whether one letter was changed, added, omitted or swapped with the next."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, others = one[start:], other[start:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[2:] == others[2:] and rest[:2] == others[1::-1])
    )


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name in the forms in which it is compared."""

    actor: str
    words: tuple[str, ...]
    plain: str
    sounds: tuple[str, ...]

    @classmethod
    def of(cls, actor: str, name: str) -> _Spelling | None:
        words = tuple(_split(name))
        plain = strip_accents(" ".join(words)).casefold()
        return cls(actor, words, plain, tuple(map(sound, words))) if words else None

    @property
    def sounding(self) -> str:
        return " ".join(self.sounds)

    @property
    def has_initial(self) -> bool:
        """Whether the first name is an initial."""
        return len(self.words) > 1 and len(re.sub(r"\W", "", self.words[0])) == 1

    @property
    def family(self) -> tuple[str, str]:
        """The last name and the first letter of the first name, by their sounds."""
        return self.sounds[-1], self.sounds[0][:1]


class Spellings:
    """Known names, to look up by a similar spelling.

    Names that differ in one letter share a beginning or an end, so only such names are compared.

    >>> Spellings({"andrej-koltsan": ["Andréj Koltsán"]}).near("Andrey Coltsan")
    [('andrej-koltsan', 'another transliteration')]
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._by_half: dict[tuple[str, bool], list[_Spelling]] = {}
        self._initials: dict[tuple[str, str], list[_Spelling]] = {}
        self._first_names: dict[tuple[str, str], list[_Spelling]] = {}
        for actor, forms in names.items():
            for form in forms:
                if (known := _Spelling.of(actor, form)) is not None:
                    self._add(known)

    def _add(self, known: _Spelling) -> None:
        for text in {known.plain, known.sounding}:
            for half in _halves(text, len(text)):
                self._by_half.setdefault(half, []).append(known)
        if len(known.words) > 1:
            families = self._initials if known.has_initial else self._first_names
            families.setdefault(known.family, []).append(known)

    def near(self, name: str) -> list[tuple[str, str]]:
        """Return the ids of actors whose name may be meant, each with the reason in words."""
        one = _Spelling.of("", name)
        if one is None:
            return []
        found: dict[str, str] = {}
        if len(one.words) > 1:
            for known in self._initials.get(one.family, ()):
                if known.words[0] != one.words[0]:
                    found.setdefault(known.actor, "an initial for a first name")
            for known in self._first_names.get(one.family, ()) if one.has_initial else ():
                found.setdefault(known.actor, "an initial for a first name")
        for known in self._sharing_a_half(one):
            if len(known.words) == len(one.words) and (reason := _near(one, known)):
                found.setdefault(known.actor, reason)
        return list(found.items())

    def _sharing_a_half(self, one: _Spelling) -> Iterable[_Spelling]:
        halves = (
            half
            for text in (one.plain, one.sounding)
            for length in (len(text) - 1, len(text), len(text) + 1)
            for half in _halves(text, length)
        )
        found = (known for half in dict.fromkeys(halves) for known in self._by_half.get(half, ()))
        return {id(known): known for known in found}.values()


def _halves(text: str, length: int) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """Return the first and last letters of a text: not quite half of a text with the given length."""
    half = max((length - 1) // 2, 1)  # so that two letters in the middle are in neither half
    return (text[:half], False), (text[-half:], True)


def _split(name: str) -> list[str]:
    return [word for word in re.split(r"[\s]+|(?<=\.)(?=\w)", name) if re.search(r"\w", word)]


def _near(one: _Spelling, other: _Spelling) -> str:
    if one.plain == other.plain:
        return ""
    if len(one.plain) >= _SHORTEST and one_letter_off(one.plain, other.plain):
        return "one letter off"
    sounds = one.sounding, other.sounding
    if min(map(len, sounds)) < _SHORTEST:
        return ""
    if sounds[0] == sounds[1]:
        return "another transliteration"
    return "spelled almost alike" if len(sounds[0]) > 2 * _SHORTEST and one_letter_off(*sounds) else ""
