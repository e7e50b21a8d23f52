"""Find entities that may be the same, by their names and then by labels, countries and neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from sociogram.graph.common.text import first_few, fold
from sociogram.graph.duplicates.blocking import Blocks, word_frequencies
from sociogram.graph.duplicates.name_form import NameForm, read_name
from sociogram.graph.duplicates.name_likeness import NameLikeness, Reason, compare_names
from sociogram.graph.duplicates.vocabulary import FAMILIES, PERSON

LEAST_SCORE = 0.5
"""Pairs with a lower score are not worth a person's time."""

_LEAST_OF_NAMES = 0.4
"""The lowest likeness of names that other evidence may still raise to a sufficient score."""

_ESTABLISHED = 3
_MOST_NAMES = 12
_CODE_LENGTH = 3
_MOST_SHOWN = 3
_ISO_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_YEAR = r"(?<!\d)\d{4}(?!\d)"

BIRTH_PROPERTIES = (
    *("born", "birth_date", "birthdate", "birthDate", "date_of_birth", "dob", "birthday", "birth_year"),
    *("year_of_birth", "geboren", "geboortedatum", "geboortejaar", "geburtsdatum", "geburtsjahr"),
    *("fecha_de_nacimiento", "fecha_nacimiento", "nacimiento", "date_de_naissance", "date_naissance"),
)
"""Properties that hold a date of birth, in five languages."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may also exist under another id.

    Attributes:
        id: its id.
        name: its name, or its id if it has no name.
        aliases: its other names.
        labels: its labels without ``Entity``.
        countries: its countries.
        is_stub: whether only relations mention it.
        born: its dates of birth, as its properties have them.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    is_stub: bool = False
    born: tuple[str, ...] = ()

    @property
    def is_person(self) -> bool | None:
        """Whether its labels denote a person; None if unknown."""
        family = _family(self.labels)
        return None if family is None else family == PERSON


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two entities that may be the same, with the reasons.

    Attributes:
        a: the entity to keep: more is known about it.
        b: the other entity.
        score: how certain this is, from 0 to 1.
        reasons: the evidence for and against it, that of the names first.
    """

    a: Candidate
    b: Candidate
    score: float
    reasons: tuple[Reason, ...]


Neighbours = Callable[[Sequence[str]], Mapping[str, Collection[str]]]
"""Returns the ids of the neighbours of given entities, by entity id."""


@dataclass(slots=True)
class _Pair:
    one: int
    other: int
    likeness: NameLikeness
    notes: list[Reason] = field(default_factory=list)

    @property
    def score(self) -> float:
        return self.likeness.score + sum(note.weight for note in self.notes)


def find_duplicates(
    candidates: Sequence[Candidate],
    neighbours: Neighbours | None = None,
    *,
    least: float = LEAST_SCORE,
    wanted: Collection[str] | None = None,
) -> list[Duplicate]:
    """Return pairs of entities that may be the same, the most likely first.

        >>> find_duplicates([Candidate("1", "Łukasz Żak"), Candidate("2", "ŻAK Łukasz")])[0].score
        0.96

    Args:
        candidates: the entities.
        neighbours: returns the neighbours of given entities, to find common ones; None ignores neighbours.
        least: the lowest score of a pair.
        wanted: each pair has at least one of these ids; None allows any pair.
    """
    pairs = _alike_by_name(candidates)
    if wanted is not None:
        pairs = [
            pair for pair in pairs if candidates[pair.one].id in wanted or candidates[pair.other].id in wanted
        ]
    _note_shared_names(candidates, pairs)
    for pair in pairs:
        pair.notes += _facts(candidates[pair.one], candidates[pair.other])
    pairs = [pair for pair in pairs if pair.score >= least - _MOST_BY_NEIGHBOURS]
    degrees: Mapping[str, Collection[str]] = {}
    if neighbours is not None and pairs:
        ids = dict.fromkeys(candidates[at].id for pair in pairs for at in (pair.one, pair.other))
        degrees = neighbours(list(ids))
        _note_neighbours(candidates, pairs, degrees)
    found = [_duplicate(candidates, pair, degrees) for pair in pairs if round(pair.score, 2) >= least]
    return sorted(found, key=lambda pair: (-pair.score, fold(pair.a.name), pair.a.id, pair.b.id))


def _alike_by_name(candidates: Sequence[Candidate]) -> list[_Pair]:
    blocks = Blocks()
    frequency = word_frequencies(
        [word for name in _names(one) for word in read_name(name, is_person=one.is_person).core]
        for one in candidates
    )
    for number, one in enumerate(candidates):
        is_person = one.is_person
        for name in _names(one):
            blocks.add(number, read_name(name, is_person=is_person), is_person=is_person, frequency=frequency)
    compared = _Names(candidates, frequency)
    pairs = []
    for one, other in blocks.pairs().tolist():
        likeness = compared.compare(one, other)
        if likeness is not None and likeness.score >= _LEAST_OF_NAMES:
            pairs.append(_Pair(one, other, likeness))
    return pairs


def _names(candidate: Candidate) -> Sequence[str]:
    return [name for name in (candidate.name, *candidate.aliases) if name][:_MOST_NAMES]


class _Names:
    """Compares the names of entities; caches parsed names, because most are compared several times."""

    def __init__(self, candidates: Sequence[Candidate], frequency: Mapping[str, int]) -> None:
        self._candidates = candidates
        self._frequency = frequency
        self._forms = lru_cache(maxsize=20_000)(self._read)

    def _read(self, number: int) -> list[NameForm]:
        one = self._candidates[number]
        return [read_name(name, is_person=one.is_person) for name in _names(one)]

    def _is_established(self, word: str) -> bool:
        return self._frequency.get(word, 0) >= _ESTABLISHED

    def compare(self, one: int, other: int) -> NameLikeness | None:
        """Return the likeness of the two most similar names of two entities; None if none are similar."""
        is_person = _is_person(self._candidates[one], self._candidates[other])
        best: NameLikeness | None = None
        for at, name in enumerate(self._forms(one)):
            for other_at, other_name in enumerate(self._forms(other)):
                found = compare_names(
                    name, other_name, is_person=is_person, is_established=self._is_established
                )
                if found is None:
                    continue
                if at or other_at:
                    found = _by_alias(found, name.text if at else other_name.text)
                if best is None or found.score > best.score:
                    best = found
        return best


def _by_alias(found: NameLikeness, alias: str) -> NameLikeness:
    reason = Reason("alias", f"“{alias}” is an alias", -0.03)
    others = tuple(one for one in found.reasons if one.kind != "same-name")
    return NameLikeness(found.score + reason.weight, (reason, *others))


def _is_person(one: Candidate, other: Candidate) -> bool | None:
    known = [family for family in (one.is_person, other.is_person) if family is not None]
    return None if not known else all(known)


def _family(labels: Sequence[str]) -> str | None:
    families = {FAMILIES.get(label.casefold()) for label in labels} - {None}
    return families.pop() if len(families) == 1 else None


def _note_shared_names(candidates: Sequence[Candidate], pairs: Sequence[_Pair]) -> None:
    """Record which names several entities share, and which short forms of a name fit several entities."""
    partners: dict[int, set[int]] = {}
    for pair in pairs:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            partners.setdefault(one, set()).add(other)
    for pair in pairs:
        kinds = {reason.kind for reason in pair.likeness.reasons}
        count = max(len(partners[pair.one]), len(partners[pair.other]))
        if count > 1 and kinds & {"initials", "further-words", "acronym", "middle-initial"}:
            short = min((candidates[pair.one].name, candidates[pair.other].name), key=len)
            pair.notes.append(
                Reason("several-fit", f"{count} actors fit “{short}”", -0.05 * min(count - 1, 5))
            )
        elif count > 2 and "same-name" in kinds:
            text = f"{count + 1} actors have names like this"
            pair.notes.append(Reason("common-name", text, -0.02 * min(count - 1, 10)))


def _facts(one: Candidate, other: Candidate) -> list[Reason]:
    """Return the evidence of labels, countries and dates of birth."""
    return [
        *_label_reasons(one.labels, other.labels),
        *_country_reasons(one.countries, other.countries),
        *_birth_reasons(one.born, other.born),
    ]


def _label_reasons(one: Sequence[str], other: Sequence[str]) -> list[Reason]:
    shared = [label for label in one if label in other]
    if shared:
        return [Reason("same-type", f"both are of the type {shared[0]}", 0.02)]
    if not one or not other:
        return []
    families = _family(one), _family(other)
    text = f"the types differ: {one[0]} and {other[0]}"
    if None in families:
        return [Reason("other-type", text, -0.15)]
    if families[0] == families[1]:
        return [Reason("other-type", text, -0.05)]
    return [Reason("other-type", text, -0.6 if PERSON in families else -0.3)]


def _country_reasons(one: Sequence[str], other: Sequence[str]) -> list[Reason]:
    if not one or not other:
        return []
    folded = {fold(country): country for country in one}
    others = {fold(country) for country in other}
    shared = folded.keys() & others
    if shared:
        return [Reason("same-country", f"both are of {folded[min(shared)]}", 0.02)]
    if _is_code(one[0]) != _is_code(other[0]):
        return []  # `PE` and `Peru` may be the same country
    return [Reason("other-country", f"the countries differ: {one[0]} and {other[0]}", -0.15)]


def _birth_reasons(one: Sequence[str], other: Sequence[str]) -> list[Reason]:
    if not one or not other or not all(_clash(date, born) for date in one for born in other):
        return []
    return [Reason("other-birth", f"the dates of birth differ: {one[0]} and {other[0]}", -0.3)]


def _clash(date: str, other: str) -> bool:
    """Return whether two dates are certainly of different days: 1980 and 1980-05 may be one day."""
    if re.fullmatch(_ISO_DATE, date) and re.fullmatch(_ISO_DATE, other):
        return not (date.startswith(other) or other.startswith(date))
    years, others = set(re.findall(_YEAR, date)), set(re.findall(_YEAR, other))
    return bool(years) and bool(others) and not years & others


def _is_code(country: str) -> bool:
    return len(country) <= _CODE_LENGTH and country.isupper()


_MOST_BY_NEIGHBOURS = 0.12


def _note_neighbours(
    candidates: Sequence[Candidate], pairs: Sequence[_Pair], neighbours: Mapping[str, Collection[str]]
) -> None:
    """Record common neighbours of the entities of each pair, and whether a tie connects the two."""
    names = {one.id: one.name for one in candidates}
    degree: dict[str, int] = {}
    for near in neighbours.values():
        for node in near:
            degree[node] = degree.get(node, 0) + 1
    for pair in pairs:
        one, other = candidates[pair.one].id, candidates[pair.other].id
        near, other_near = set(neighbours.get(one, ())), set(neighbours.get(other, ()))
        if other in near or one in other_near:
            pair.notes.append(Reason("tied", "a tie connects them", -0.2))
        shared = sorted(near & other_near - {one, other}, key=lambda node: (degree[node], node))
        if shared:
            weight = min(sum(0.06 / log2(degree[node] + 1) for node in shared), _MOST_BY_NEIGHBOURS)
            shown = first_few([names.get(node, node) for node in shared], _MOST_SHOWN)
            pair.notes.append(Reason("shared-ties", f"both are tied to {shown}", round(weight, 3)))


def _duplicate(
    candidates: Sequence[Candidate], pair: _Pair, neighbours: Mapping[str, Collection[str]]
) -> Duplicate:
    def known(number: int) -> tuple[bool, bool, int, int, str]:
        one = candidates[number]
        name = read_name(one.name, is_person=one.is_person)
        is_short = name.is_surname_first or bool(name.initials)
        return one.is_stub, is_short, -len(neighbours.get(one.id, ())), -len(one.name), one.id

    first, second = sorted((pair.one, pair.other), key=known)
    score = min(max(round(pair.score, 2), 0.0), 0.99)
    return Duplicate(candidates[first], candidates[second], score, (*pair.likeness.reasons, *pair.notes))
