"""Columns in a list of actors that name further actors tied to them: ``employer``, ``director 1``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from sociogram.loaders.headers.detection.actors import Actor
from sociogram.loaders.headers.evidence import MOSTLY, Reading, Related, SheetView, keys_of
from sociogram.loaders.headers.profile import DATE, ID, NAME, NUMBER, Profile
from sociogram.loaders.headers.titles import Title
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    DATE_WORDS,
    END_DATE_WORDS,
    GROUP_WORDS,
    KEY_WORDS,
    NAME_WORDS,
    OTHER_DATE_WORDS,
    PERSON,
    PLURALS,
    RELATION_WORDS,
    ROLE_WORDS,
    START_DATE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATIONS
from sociogram.loaders.headers.vocabulary.end_words import PERIODS
from sociogram.loaders.headers.vocabulary.related_titles import (
    LAST_WORDS,
    NUMBERED_TITLES,
    RELATED_TITLES,
)
from sociogram.loaders.values.naming import to_type
from sociogram.loaders.values.types import BOOLEANS

_OF_TIES = ("role", "start_date", "end_date", "weight", "certainty", "claimed_by", "quote", "paragraph")
"""Fields that belong to the tie, not to the row's actor, if they are next to such a column."""

_LETTERS = frozenset(("a", "b", "c", "d", "i", "ii", "iii", "iv"))
_OR = frozenset(("or", "and", "of", "en", "o", "y", "ou", "et", "oder", "und"))
_HOW_MUCH = frozenset(
    (
        "share",
        "shares",
        "percentage",
        "stake",
        "aandeel",
        "participacion",
        "part",
        "anteil",
        "nature",
        "control",
    )
)


def related_in(view: SheetView, reading: Reading, subject: Actor | None) -> list[Related]:
    """Return the columns that tie the row's actor to others, each with the columns of the tie."""
    taken = {*reading.fields, *reading.name_parts}
    free = [title for title in view.titles if title.number not in taken and not title.key.startswith(":")]
    named = next((title for title in view.titles if reading.fields.get(title.number) == "name"), None)
    own = None if named is None else RELATED_TITLES.get(" ".join(_stem(named)))
    found: list[Related] = []
    by_words: dict[tuple[str, ...], Related] = {}
    for title in free:
        one = _related(view, title, subject)
        if one is None or (one.cell_starts and (one.relation_type, True) == own):
            continue  # next to `father`, `mother` names another parent of the same children
        if named is not None and _counter(named) and _counter(title) and _stem(named) == _stem(title):
            continue  # `partner 1` and `partner 2` are the two ends of a tie
        stem = _stem(title)
        held = by_words.get(stem)
        if held is not None and held.title.words != title.words and not _counter(title):
            _add_partner(held, title)
        else:
            by_words.setdefault(stem, one)
            found.append(one)
    _assign_attributes(found, free, period_in(view))
    return found


def period_in(view: SheetView) -> dict[int, str]:
    """Return the columns of a start and an end date, by their titles and the dates in their cells."""
    dated: dict[str, Title] = {}
    for title in view.titles:
        words = [word for word in title.words if word not in DATE_WORDS]
        if len(words) == 1 < len(title.words):
            dated.setdefault(words[0], title)  # ``van datum``
    for keys, (start, end) in product((dated, view.by_key()), PERIODS):
        if start in keys and end in keys:
            first, last = (view.profile(keys[key].number) for key in (start, end))
            if first is not None and last is not None and first.share(DATE) > MOSTLY >= last.share(NAME):
                return {keys[start].number: "start_date", keys[end].number: "end_date"}
    return _worded_period(view)


def _worded_period(view: SheetView) -> dict[int, str]:
    """Return the only column of dates whose title has a word for a start, and likewise for an end.

    A title that is known without its cells, such as ``since``, comes first.
    """
    found: dict[int, str] = {}
    for name, words in (("start_date", START_DATE_WORDS), ("end_date", END_DATE_WORDS)):
        known = keys_of(RELATIONS, name)
        if name in view.taken.values() or any(title.key in known for title in view.titles):
            continue
        dated = [
            title
            for title in view.with_words(words)
            if not set(title.words) & (OTHER_DATE_WORDS - words)
            and (cells := view.profile(title.number)) is not None
            and cells.share(DATE) > MOSTLY
        ]
        if len(dated) == 1:
            found[dated[0].number] = name
    return found


def _stem(title: Title) -> tuple[str, ...]:
    """Return the words of a title without counters, ``id`` and ``name`` at its end, ``name of`` before it."""
    words = tuple(word for word in title.words if not _is_counter(word))
    if len(words) > 2 and words[0] in NAME_WORDS and words[1] in LAST_WORDS:
        words = words[2:]
    while len(words) > 1 and (words[-1] in KEY_WORDS or words[-1] in NAME_WORDS):
        words = words[:-1]
    return words


def _counter(title: Title) -> bool:
    return any(map(_is_counter, title.words))


def _is_counter(word: str) -> bool:
    return word.isdigit() or word in _LETTERS


def _add_partner(one: Related, title: Title) -> None:
    """Join two columns of the same actors: one holds ids, the other names."""
    if title.words[-1] in KEY_WORDS:
        one.title, one.name = title, one.title
    else:
        one.name = title


def _related(view: SheetView, title: Title, subject: Actor | None) -> Related | None:
    """Return the tie of the row's actor that a title describes, if the cells are actors."""
    stem = _stem(title)
    how = _how(view, title, stem, subject)
    return how if how is not None and _are_actors(view, title) else None


def _how(view: SheetView, title: Title, stem: tuple[str, ...], subject: Actor | None) -> Related | None:
    # ``pays`` is a verb in English, and a country in French.
    is_country = title.key in keys_of(ENTITIES, "country") and view.meets(title.number) < MOSTLY
    if is_country or title.key in keys_of(RELATIONS, "claimed_by") | keys_of(RELATIONS, "sources"):
        return None
    known = RELATED_TITLES.get(" ".join(stem)) or _named_by_key(view, title)
    if known is None and _counter(title) and _are_named(view, title):
        known = NUMBERED_TITLES.get(" ".join(stem))
    labels = {ACTOR_WORDS[word] for word in stem if ACTOR_WORDS.get(word)}
    label = labels.pop() if len(labels) == 1 else None
    if known is not None:
        return Related(title, *known, label=label)
    if set(stem) & ATTRIBUTE_WORDS or not stem:
        return None
    if len(stem) > 1 and stem[-1] in LAST_WORDS:
        return Related(title, to_type(" ".join(title.shown.split()))[0], cell_starts=False)
    is_person = subject is not None and subject.label == PERSON
    if not is_person and (role := _role_in(title, stem)) is not None:
        return Related(title, role, cell_starts=True) if _are_full(view, title) else None
    if title.words[-1] in KEY_WORDS and len(title.words) > 1 and view.is_key_elsewhere(title.number):
        return Related(title, None, cell_starts=False, label=label)
    if _is_numbered_actor(view, title, stem):
        return Related(title, None, cell_starts=True, label=label)
    return _of_kind(title, stem, label, subject)


def _of_kind(title: Title, stem: tuple[str, ...], label: str | None, subject: Actor | None) -> Related | None:
    """Return the tie to actors of a kind: an ``organisation`` of a person, the ``people`` of an event."""
    is_other = subject is None or subject.first.number != title.number
    kinds = [word for word in stem if word not in _OR]
    if is_other and len(kinds) > 1 and len(kinds) < len(stem) and all(word in ACTOR_WORDS for word in kinds):
        return Related(title, None, cell_starts=False)  # ``organisation or individual``
    if label is None or not is_other or len(stem) > 1:
        return None
    if label != PERSON:
        return Related(title, None, cell_starts=False, label=label)
    are_people = stem[0] in PLURALS and subject is not None and subject.label != PERSON
    return Related(title, None, cell_starts=True, label=label) if are_people else None


def _named_by_key(view: SheetView, title: Title) -> tuple[str, bool] | None:
    """Return the tie that the words before the title of the sheet's ids name: ``Head Emp No``, ``Emp No``."""
    words = title.words
    own = next((one for one in view.titles if one.words and one.words[-1] in KEY_WORDS), None)
    if own is None or own == title or words[-len(own.words) :] != own.words:
        return None
    return RELATED_TITLES.get(" ".join(words[: -len(own.words)]))


def _role_in(title: Title, stem: Sequence[str]) -> str | None:
    """Return the type of a tie to the holders of a role: ``BOARD_MEMBER`` for ``board members``."""
    roles = [word for word in stem if word not in GROUP_WORDS]
    if not roles or set(stem) & RELATION_WORDS or any(_singular(word) not in ROLE_WORDS for word in roles):
        return None
    return title.type_of(map(_singular, stem))


def _singular(role: str) -> str:
    """Return the singular of a role: ``director`` for ``directors``."""
    return role[:-1] if role.endswith("s") and role[:-1] in ROLE_WORDS else role


def _is_numbered_actor(view: SheetView, title: Title, stem: tuple[str, ...]) -> bool:
    """Return whether a title is like ``actor 2``, in a list that begins with names of something else."""
    if not _counter(title) or not all(word in ACTOR_WORDS or word in ROLE_WORDS for word in stem):
        return False
    if "account" in stem and not _are_named(view, title):
        return False
    first = view.profile(view.titles[0].number)
    return first is not None and first.shape == NAME and not _counter(view.titles[0])


def _are_actors(view: SheetView, title: Title) -> bool:
    """Return whether the cells of a column name actors: names, ids, or keys of other rows of the sheet."""
    found = view.profile(title.number)
    if found is None or not found.filled or all(map(_is_truth, found.texts)):
        return False
    if found.share(NAME, ID) > MOSTLY:
        return True
    is_key = bool(set(title.words) & KEY_WORDS)
    return found.share(NAME, ID, NUMBER) > MOSTLY and (is_key or _refers_to_rows(view, found))


def _is_truth(text: str) -> bool:
    return text.casefold() in BOOLEANS and not text.isdigit()


def _refers_to_rows(view: SheetView, found: Profile) -> bool:
    """Return whether cells are ids of other rows of the sheet."""
    keys = keys_of(ENTITIES, "id")
    own = next((title for title in view.titles if title.key in keys), None)
    ids = None if own is None else view.profile(own.number)
    return ids is not None and set(found.texts) <= set(ids.texts)


def _are_full(view: SheetView, title: Title) -> bool:
    """Return whether most cells are names of several words, or known actors; ``Gold`` is not a member."""
    found = view.profile(title.number)
    if found is None or not found.filled:
        return False
    return _are_named(view, title) or _counter(title)


def _are_named(view: SheetView, title: Title) -> bool:
    """Return whether most cells are names of several words, or known actors."""
    found = view.profile(title.number)
    texts = () if found is None else found.texts
    several = sum(len(text.split()) > 1 for text in texts)
    return several * 2 > len(texts) or view.meets(title.number) >= MOSTLY


def _assign_attributes(found: Sequence[Related], free: Sequence[Title], period: Mapping[int, str]) -> None:
    """Assign columns about a tie (role, dates, share) to the tie on their left, or else to the first.

    If several columns name actors of one kind (``director 1``, ``director 2``), none is assigned.
    """
    stems = [_stem(one.title) for one in found]
    if not found or len(set(stems)) < len(stems):
        return
    numbers = {number for one in found for number in one.numbers}
    for title in free:
        if title.number in numbers:
            continue
        name = period.get(title.number) or _field_of_tie(title)
        if name is None and not set(title.words) & _HOW_MUCH:
            continue
        left = [one for one in found if one.title.number < title.number]
        one = left[-1] if left else found[0]
        if name is not None and name in one.attributes.values():
            name = None
        one.attributes[title.number] = name


def _field_of_tie(title: Title) -> str | None:
    for name in (*_OF_TIES, "type"):
        keys = keys_of(RELATIONS, name)
        if name == "type":
            keys -= keys_of(ENTITIES, "type") | keys_of(ENTITIES, "name")
        if title.key in keys:
            return name
    return None


def mixed_of(reading: Reading, found: Sequence[Related]) -> Iterator[Reading]:
    """Yield the reading of a list of actors together with the ties in its columns."""
    if not found:
        return
    mixed = Reading(
        reading.kind,
        dict(reading.fields),
        label=reading.label,
        reasons=list(reading.reasons),
        copied=reading.copied,
        name_parts=reading.name_parts,
        related=list(found),
        points=reading.points,
    )
    evidence = (
        "several columns name who has a role in it"
        if len({_stem(one.title) for one in found}) < len(found)
        else "a column names who it is tied to"
    )
    about = " and ".join(f"`{one.title.shown}`" for one in found)
    yield mixed.weigh(evidence, about)
