"""Select the pairs of names worth comparing: those that share a key. Comparing all pairs would take days."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.duplicates.name_form import NameForm
from sociogram.graph.duplicates.vocabulary import GROUP_WORDS
from sociogram.graph.duplicates.words import consonants, sound_key

BOTH, SHORT, LONG = 0, 1, 2
"""Which names with the same key are compared: all with all, or a short form only with longer names."""

_LARGEST_BLOCK = 30
_MOST_OF_SHORT_FORMS = 400
_SHORTEST_MISSPELT = 5
_LONG_WORD = 10
_PART_OF_LONG_WORD = 5
_MOST_WORDS = 8
_RARE = 4


class Blocks:
    """The keys of many names, and the pairs of entities that share a key."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._entities = array("l")
        self._roles = array("b")

    def add(self, entity: int, name: NameForm, *, is_person: bool | None, frequency: dict[str, int]) -> None:
        """Add a name.

        Args:
            entity: the number of the entity with this name.
            name: the name.
            is_person: whether it is the name of a person; None if unknown.
            frequency: the number of entities with each word in a name.
        """
        if not name.core:
            return
        for form in _written(name):
            for role, key in _keys_of(form, is_person, frequency):
                self._keys.append(hash((*key, form.numbers)))
                self._entities.append(entity)
                self._roles.append(role)

    def pairs(self) -> IntArray:
        """Return the pairs of entities that share a key: two columns, the smaller number first."""
        keys = np.frombuffer(self._keys, dtype=np.int64)
        entities = np.frombuffer(self._entities, dtype=np.int64)
        roles = np.frombuffer(self._roles, dtype=np.int8)
        order = np.argsort(keys, kind="stable")
        keys, entities, roles = keys[order], entities[order], roles[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        stops = np.r_[starts[1:], len(keys)]
        found = array("q")
        several = np.flatnonzero(stops - starts > 1)
        for start, stop in zip(starts[several].tolist(), stops[several].tolist(), strict=True):
            for one, other in _pairs_of(entities[start:stop].tolist(), roles[start:stop].tolist()):
                if one != other:
                    found.extend((one, other) if one < other else (other, one))
        pairs = np.frombuffer(found, dtype=np.int64).reshape(-1, 2)
        return np.unique(pairs, axis=0) if len(pairs) else pairs


def _pairs_of(entities: Sequence[int], roles: Sequence[int]) -> Iterator[tuple[int, int]]:
    if any(roles):
        short = sorted({entity for entity, role in zip(entities, roles, strict=True) if role == SHORT})
        everyone = sorted(set(entities))
        # A short form that fits very many names is not evidence for any of them.
        if len(short) * len(everyone) <= _MOST_OF_SHORT_FORMS:
            yield from ((one, other) for one in short for other in everyone)
        return
    members = sorted(set(entities))
    if len(members) <= _LARGEST_BLOCK:
        yield from combinations(members, 2)
    else:
        # All have the same name: pairs with the first and the next suffice, instead of all half a million.
        yield from ((members[0], member) for member in members[1:])
        yield from pairwise(members[1:])


def _written(name: NameForm) -> Iterator[NameForm]:
    """Yield a name, and how keyboards without umlauts write it: ``Öttl`` and ``Oettl``."""
    yield name
    if name.spelt:
        yield replace(name, words=tuple(name.spelt.get(word, word) for word in name.words))


Key = tuple[object, ...]


def _keys_of(name: NameForm, is_person: bool | None, frequency: dict[str, int]) -> Iterator[tuple[int, Key]]:
    yield BOTH, ("letters", name.letters)
    yield BOTH, ("words", *name.key)
    if len(name.core) > _MOST_WORDS:
        return
    yield from ((BOTH, key) for key in _spelling_keys(name))
    if is_person is not True:
        yield from _organisation_keys(name)
    if is_person or (is_person is None and not name.is_of_organisation):
        yield from _person_keys(name, frequency, is_person=is_person)


def _spelling_keys(name: NameForm) -> Iterator[Key]:
    """Yield keys that names have in common if they differ only in the spelling of a word."""
    yield ("sounds", *sorted(map(sound_key, name.core)))
    yield ("consonants", *sorted(consonants(word) or word for word in name.core))
    yield ("letters left out", *name.key)
    for at, word in enumerate(name.key):
        others = (*name.key[:at], *name.key[at + 1 :])
        if len(word) >= _SHORTEST_MISSPELT:
            for letter in range(len(word)):
                yield ("letters left out", *sorted((*others, word[:letter] + word[letter + 1 :])))
        if len(word) >= _LONG_WORD:
            sounds = sorted(map(sound_key, others))
            yield ("begins", *sounds, word[:_PART_OF_LONG_WORD])
            yield ("ends", *sounds, word[-_PART_OF_LONG_WORD:])


def _organisation_keys(name: NameForm) -> Iterator[tuple[int, Key]]:
    plain = [word for word in name.core if word not in GROUP_WORDS]
    yield BOTH, ("without group words", *sorted(map(sound_key, plain or name.core)))
    if name.acronym:
        yield SHORT, ("acronym", name.acronym)
    for words in {name.core, name.words} if len(name.core) > 1 else ():
        yield LONG, ("acronym", "".join(word[0] for word in words))


def _person_keys(
    name: NameForm, frequency: dict[str, int], *, is_person: bool | None
) -> Iterator[tuple[int, Key]]:
    full = [word for word in name.core if len(word) > 1]
    role = SHORT if name.initials else LONG
    for word in full:
        for other in {other[0] for other in name.core if other != word}:
            yield role, ("initial", sound_key(word), other)
    if len(full) > 1:
        rarest = sorted(full, key=lambda word: (frequency.get(word, 0), word))[:2]
        yield SHORT, ("two words", *sorted(map(sound_key, rarest)))
        if len(full) > 2:
            yield from (
                (LONG, ("two words", *sorted(pair))) for pair in combinations(map(sound_key, full), 2)
            )
    elif is_person:
        yield SHORT, ("one word", full[0]) if full else ("letters", name.letters)
    if is_person and len(full) > 1:
        yield from ((LONG, ("one word", word)) for word in full if frequency.get(word, 0) <= _RARE)


def word_frequencies(names: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return the number of entities that have each word in a name.

    Args:
        names: the words in the names of each entity.
    """
    frequency: dict[str, int] = {}
    for words in names:
        for word in set(words):
            frequency[word] = frequency.get(word, 0) + 1
    return frequency
