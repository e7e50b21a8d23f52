"""Actors of a load whose names suggest that they are the same: reported with the reason, not merged."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, islice

from sociogram.graph.common.names import likeness_keys, name_words, spelt_out
from sociogram.graph.duplicates.initials import Initials
from sociogram.graph.duplicates.name_form import read_name
from sociogram.graph.duplicates.name_likeness import NameLikeness, compare_forms, compare_names
from sociogram.graph.duplicates.vocabulary import TITLES
from sociogram.graph.duplicates.words import sound_key
from sociogram.loaders.report import LookAlike, Stub
from sociogram.loaders.rows.entity_resolver import KnownEntities, NewEntity
from sociogram.loaders.values.naming import name_key

_LIGHT = TITLES | {"and", "en", "und", "et", "the"}
"""Titles and joining words, without which names are compared."""
_MOST_OF_ONE_KEY = 20
_MOST_CREATED = 100
_MOST_COMPARED = 20_000
"""With more actors, only names that differ in letters, company form or order are reported."""


def find_look_alikes(
    known: KnownEntities, new: Collection[str], stubs: Iterable[Stub] = (), created: Iterable[NewEntity] = ()
) -> list[LookAlike]:
    """Return pairs of actors with names that differ only in letters, company form, initials, signs or order.

    For actors that only ties name, this includes names that differ by a typing error.

    Args:
        known: the actors of the load and of its target.
        new: ids that the load adds; each pair has at least one of them.
        stubs: stubs whose message already suggests a name (``Did you mean …?``), which is not repeated.
        created: the actors that only ties name.
    """
    if not new:
        return []  # the actors of a server may not all be known
    called = {actor: name for actor, name in known.names.items() if name is not None and name != actor}
    are_all_new = len(new) == len(known.names)
    added = called if are_all_new else {actor: called[actor] for actor in new if actor in called}
    if not added:
        return []
    asked = {(stub.id, name) for stub in stubs for name in stub.nearest}
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for actors in _with_one_key(called):
        if added.keys().isdisjoint(actors):
            continue
        for one, other in combinations(actors[:_MOST_OF_ONE_KEY], 2):
            is_asked = (one, known.names[other]) in asked or (other, known.names[one]) in asked
            if (one in added or other in added) and not is_asked and not _is_decided(known, one, other):
                pairs.setdefault(frozenset((one, other)), (one, other))
    found = [alike for one, other in pairs.values() for alike in _pair(known, one, other)]
    reported = {frozenset(pair.ids) for pair in found} | {
        frozenset((own, other)) for own, name in asked for other in known.named(name)
    }
    found += _shortened(known, added, reported)
    found += _transliterated(known, added, reported)
    return found + _misspelt(known, created, reported)


def _with_one_key(called: Mapping[str, str]) -> Iterable[list[str]]:
    """Return the actors whose names have one key, as written or with ``oe`` for ``ö``."""
    keys = [*zip(called, likeness_keys(called.values(), _LIGHT), strict=True)]
    spelt = {actor: long for actor, name in called.items() if (long := spelt_out(name)) != name}
    keys += zip(spelt, likeness_keys(spelt.values(), _LIGHT), strict=True)
    repeated = {key for key, count in Counter(key for _, key in keys).items() if key and count > 1}
    by_key: dict[str, list[str]] = {}
    for actor, key in keys:
        if key in repeated:
            by_key.setdefault(key, []).append(actor)
    return by_key.values()


def namesakes_apart(known: KnownEntities) -> list[LookAlike]:
    """Return the actors with one name that a load keeps apart because their values contradict each other."""
    return [
        LookAlike(
            (one, other),
            (f"{known.names[one]} ({one})", f"{known.names[other]} ({other})"),
            f"{difference}; if they are one actor, `sociogram merge {one} {other}` makes them one",
        )
        for (one, other), difference in known.apart.items()
        if one not in known.renamed
    ]


def _is_decided(known: KnownEntities, one: str, other: str) -> bool:
    return known.decisions.are_same(one, other) or known.decisions.are_different(one, other)


def _shortened(known: KnownEntities, added: Iterable[str], reported: set[frozenset[str]]) -> list[LookAlike]:
    """Return the pairs of a new actor and another in whose names an initial stands for a first name."""
    if len(known.names) > _MOST_COMPARED:
        return []  # ``sociogram duplicates`` finds them
    initials = Initials()
    for actor, name in known.names.items():
        if name is not None and name != actor:
            initials.add(str(name))
    found = []
    for actor in added:
        name = str(known.names[actor])
        for other_name, likeness in initials.alike(name):
            for other in known.named(other_name):
                pair = frozenset((actor, other))
                if other != actor and pair not in reported and not _is_decided(known, actor, other):
                    reported.add(pair)
                    found.append(LookAlike((actor, other), (name, other_name), _why(likeness)))
    return found


def _transliterated(
    known: KnownEntities, added: Collection[str], reported: set[frozenset[str]]
) -> list[LookAlike]:
    """Return the pairs of a new actor and another that have the same name in different scripts.

    A name can be written in Latin letters in several ways, so names are compared by their sound.
    """
    if len(known.names) > _MOST_COMPARED:
        return []  # ``sociogram duplicates`` finds them
    names = {actor: str(name) for actor, name in known.names.items() if name is not None and name != actor}
    if all(map(_is_latin, names.values())):
        return []
    by_sound: dict[str, list[str]] = {}
    for actor, name in names.items():
        for key in dict.fromkeys(" ".join(sorted(map(sound_key, name_words(one)))) for one in _written(name)):
            by_sound.setdefault(key, []).append(actor)
    found = []
    for actors in by_sound.values():
        for one, other in combinations(actors[:_MOST_OF_ONE_KEY], 2):
            pair = frozenset((one, other))
            are_alike = _is_latin(names[one]) != _is_latin(names[other]) and pair not in reported
            if are_alike and not pair.isdisjoint(added) and not _is_decided(known, one, other):
                reported.add(pair)
                why = "one name is the other in another script"
                found.append(LookAlike((one, other), (names[one], names[other]), why))
    return found


def _is_latin(name: str) -> bool:
    return name.isascii() or all(
        "LATIN" in unicodedata.name(sign, "LATIN") for sign in name if sign.isalpha()
    )


def _written(name: str) -> tuple[str, ...]:
    """Return the spellings of a name to transliterate: a Russian ``ё`` becomes ``e`` or ``yo``."""
    return (name, name.replace("ё", "йо").replace("Ё", "Йо")) if "ё" in name.lower() else (name,)


def _misspelt(
    known: KnownEntities, created: Iterable[NewEntity], reported: set[frozenset[str]]
) -> list[LookAlike]:
    """Return the pairs of an actor that only ties name and another whose name is a typing error away."""
    if len(known.names) > _MOST_COMPARED:
        return []  # ``sociogram duplicates`` finds them
    found = []
    for actor in islice((one for one in created if not one.is_stub), _MOST_CREATED):
        for name in known.nearest(actor.name):
            others = [other for other in known.named(name) if other != actor.id]
            pair = frozenset((actor.id, *others))
            likeness = compare_names(read_name(actor.name), read_name(name))
            if len(others) == 1 and pair not in reported and likeness is not None:
                reported.add(pair)
                found.append(LookAlike((actor.id, others[0]), (actor.name, name), _why(likeness)))
    return found


def _why(likeness: NameLikeness) -> str:
    return "; ".join(reason.text for reason in likeness.reasons)


def _pair(known: KnownEntities, one: str, other: str) -> list[LookAlike]:
    names = str(known.names[one]), str(known.names[other])
    if name_key(names[0]) == name_key(names[1]):
        return []  # the same name under two ids: the sheet distinguishes them
    likeness = compare_forms(*names)
    return [] if likeness is None else [LookAlike((one, other), names, _why(likeness))]
