"""Ties whose titles are questions or occur twice, and columns that say how two actors are connected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sociogram.loaders.headers.detection.actors import role_and_stem
from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView, keys_of, shown
from sociogram.loaders.headers.profile import NAME, URL, WORDS
from sociogram.loaders.headers.titles import Title, title_words
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    DATE_WORDS,
    KEY_WORDS,
    KIND_WORDS,
    MUTUAL_WORDS,
    PLURALS,
    RELATION_WORDS,
    ROLE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATION_ALIASES, RELATIONS
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS
from sociogram.loaders.headers.vocabulary.related_titles import LAST_WORDS, RELATED_TITLES
from sociogram.loaders.values.naming import to_type

_ASKED = {
    "wie": ("wie",),
    "quien": ("quien",),
    "qui": ("qui",),
    "who": ("who", "whom"),
    "wer": ("wem", "wen"),
    "quem": ("quem",),
}
"""Question words for who does it, and with whom."""


_HOW_WORDS = frozenset(
    (
        *("relation", "relations", "relationship", "relationships", "connection", "connections"),
        *("predicate", "verb", "interaction", "tie", "link", "relatie"),
        *("relaties", "verband", "werkwoord", "doet", "wat", "relacion"),
        *("relaciones", "vinculo", "verbo", "hace", "lien", "verbe"),
        *("fait", "quoi", "beziehung", "verbindung", "macht", "tut"),
        *("was", "does", "did", "what", "how", "event"),
    )
)
"""Words of a title that says how two actors are connected."""

_TYPES = {name for _, _, name in END_WORDS if name} | {name for name, _ in RELATED_TITLES.values()}

_VERBS = {
    text
    for text, (name, cell_starts) in RELATED_TITLES.items()
    if not cell_starts and name.isalpha() and text not in PLURALS
}
"""Verbs for what one actor does to another: ``knows``, ``betaalt``."""


def asked_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs such as ``wie`` and ``met wie``: a question word, and one after a preposition."""
    for title in view.titles:
        others = _ASKED.get(title.words[0]) if len(title.words) == 1 else None
        if others is None:  # before the search below, because a sheet may have thousands of titles
            continue
        ends = [
            one
            for one in view.titles
            if len(one.words) == 2 and one.words[1] in others and one.words[0] in (*LAST_WORDS, "a", "aan")
        ]
        if len(ends) == 1:
            reading = Reading(RELATIONS, {title.number: "source", ends[0].number: "target"})
            yield reading.weigh("the two titles are a pair", shown((title, ends[0])))


def repeated_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield two columns of names with one title, beside a type: ``name``, ``relation``, ``name``."""
    says = keys_of(RELATIONS, "type") - keys_of(ENTITIES, "type") - keys_of(ENTITIES, "name")
    if not any(title.key in says for title in view.titles):
        return
    by_key: dict[str, list[Title]] = {}
    for title in view.titles:
        by_key.setdefault(title.key, []).append(title)
    for titles in by_key.values():
        if len(titles) == 2 and all(_names_actors(view, title) for title in titles):
            reading = Reading(RELATIONS, {titles[0].number: "source", titles[1].number: "target"})
            label = ACTOR_WORDS.get(" ".join(titles[0].words[-1:])) or None
            reading.labels = (label, label)
            kinds = next((by_key[key] for key in by_key if _are_kinds(by_key[key], titles[0])), ())
            reading.fields |= dict(
                zip((title.number for title in kinds), ("source_type", "target_type"), strict=False)
            )
            yield reading.weigh("two titles are alike, and another says how", shown(titles[:1]))


def _are_kinds(titles: Sequence[Title], end: Title) -> bool:
    """Return whether two columns hold the types of two ends: ``Entity Type`` beside ``Entity``, twice."""
    words = titles[0].words
    return len(titles) == 2 and words[-1:] != () and words[-1] in KIND_WORDS and words[:-1] in ((), end.words)


def sourced_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield an actor and a target, if the column ``source`` holds web addresses, which are not actors."""
    keys = view.by_key()
    for start, end, _ in END_WORDS:
        source = keys.get(start) if start in keys_of(RELATIONS, "sources") else None
        target = keys.get(end)
        found = None if source is None else view.profile(source.number)
        if source is None or target is None or found is None or found.share(URL) <= MOSTLY:
            continue
        others = [one for one in view.titles if one not in (source, target) and _names_actors(view, one)]
        if len(others) == 1:
            fields = {others[0].number: "source", target.number: "target", source.number: "sources"}
            yield Reading(RELATIONS, fields).weigh("the two titles are a pair", shown((others[0], target)))


def _names_actors(view: SheetView, title: Title) -> bool:
    parsed = role_and_stem(title.words)
    found = view.profile(title.number)
    if parsed is None or parsed[0] == "type" or found is None or found.share(NAME) <= MOSTLY:
        return False
    return title.key in keys_of(ENTITIES, "name") or all(
        word in ACTOR_WORDS or word in ROLE_WORDS for word in parsed[1]
    )


def assign_wording(view: SheetView, reading: Reading) -> None:
    """Assign the only column of words between the ends to the type, if it says how they are connected.

    Its title or most of its cells must say so. Any other column remains a property.
    """
    ends = [number for number, name in reading.fields.items() if name in ("source", "target")]
    taken = {*reading.fields.values(), *view.taken.values()}
    if len(ends) != 2 or reading.relation_type is not None or taken & {"type", "role"}:
        return
    known = {key for name in RELATION_ALIASES for key in keys_of(RELATIONS, name)}
    says = keys_of(RELATIONS, "type") | keys_of(RELATIONS, "role")
    free = [title for title in view.titles if title.number not in reading.fields]
    if any(title.key in says for title in free):
        return
    between = [title for title in free if min(ends) < title.number < max(ends)]
    if len(between) != 1 or between[0].key in known:
        return
    words = set(between[0].words)
    if words & (ATTRIBUTE_WORDS - RELATION_WORDS | KEY_WORDS | KIND_WORDS | DATE_WORDS):
        return
    found = view.profile(between[0].number)
    if found is None or found.share(WORDS) <= MOSTLY:
        return
    if words & _HOW_WORDS or sum(map(_describes_tie, found.texts)) > MOSTLY * len(found.texts):
        reading.fields[between[0].number] = "type"
        reading.wording = between[0]


def _describes_tie(text: str) -> bool:
    """Return whether a cell says how two actors are connected: ``pays``, ``married to``, ``friend``."""
    words = title_words(text)
    if len(words) > 1 and words[-1] in LAST_WORDS:
        return True
    return (
        to_type(text)[0] in _TYPES or " ".join(words) in _VERBS or bool(words and set(words) <= MUTUAL_WORDS)
    )
