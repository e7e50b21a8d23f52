"""The possible readings of a sheet, each with its points and reasons.

Titles, the file's name and the cells give points (``evidence.py``). The reading with the most points wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sociogram.loaders.headers.detection.actors import actors_of
from sociogram.loaders.headers.detection.ends import other_relations_of, relations_of
from sociogram.loaders.headers.detection.related import period_in
from sociogram.loaders.headers.detection.word_pairs import word_pairs
from sociogram.loaders.headers.detection.worded_ties import assign_wording
from sociogram.loaders.headers.entity_readings import entity_readings
from sociogram.loaders.headers.evidence import ENOUGH, MOSTLY, Reading, SheetView, keys_of, shown
from sociogram.loaders.headers.profile import (
    DATE,
    EMAIL,
    ID,
    NAME,
    NUMBER,
    PLACE,
    TEXT,
    URL,
    WORDS,
    Profile,
)
from sociogram.loaders.headers.titles import Title, alias_key
from sociogram.loaders.headers.vocabulary.actor_titles import (
    DATE_WORDS,
    DIRECTION_TITLES,
    KEY_WORDS,
    MUTUAL_TITLES,
    NAME_WORDS,
    OTHER_DATE_WORDS,
    RELATION_WORDS,
    ROLE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import (
    ALIASES,
    ENTITIES,
    FILE_NAMES,
    RELATION_TYPES,
    RELATIONS,
    SOURCES,
)
from sociogram.loaders.values.directions import is_directed, is_mutual

_CERTAIN = (
    "you mapped its columns",
    "the two titles are a pair",
    "each of two things has an id and a name",
)
"""Evidence for ends that their cells cannot outweigh."""

_LOOSE = (
    "the two titles are a pair, and may say something else",
    "two titles differ in a number or letter, and name no kind of actor",
)
"""Evidence for ends that a column of names before them outweighs."""

_HALF = "one title is the start of a pair, another the end of one"


def readings_of(view: SheetView) -> list[Reading]:
    """Return the possible readings of a sheet, likeliest first."""
    relations = [_weighed(view, one) for one in relations_of(view)]
    if not any(one.points >= ENOUGH for one in relations):
        relations += [_weighed(view, one) for one in other_relations_of(view)]
    found = [*_tables(view), *relations, *entity_readings(view)]
    return sorted(found, key=lambda reading: -reading.points)


def _tables(view: SheetView) -> Iterator[Reading]:
    keys = {*view.by_key(), *(alias_key(name) for name in view.taken.values())}
    named = next((kind for kind, names in FILE_NAMES.items() if view.stem.startswith(names)), None)
    if {"forward", "backward"} <= keys or (named == RELATION_TYPES and "type" in keys):
        yield Reading(RELATION_TYPES).weigh("the titles of a table of relation types")
    titles = keys & keys_of(SOURCES, "title")
    has_type = bool(keys & keys_of(ENTITIES, "type"))
    is_list = not has_type and "title" in keys and keys & {"author", "authors", "publisher", "language"}
    has_ends = any(True for _ in word_pairs(view))
    if (is_list or (named == SOURCES and (titles or "url" in keys))) and not has_ends:
        yield Reading(SOURCES).weigh("the titles of a list of sources")


def _weighed(view: SheetView, reading: Reading) -> Reading:
    """Weigh the cells of the ends, the other titles and the file's name; assign dates, type and direction."""
    ends = [number for number, name in reading.fields.items() if name in ("source", "target")]
    _weigh_ends(view, reading, ends)
    _assign_date(view, reading)
    assign_wording(view, reading)
    names = keys_of(ENTITIES, "name") - keys_of(RELATIONS, "type")
    named = next((title for title in view.titles if title.key in names), None)
    if named is not None and ends and named.number < min(ends) and reading.reasons[0][0] in _LOOSE:
        reading.weigh("a column of names comes before them", f"`{named.shown}`")
    says = [
        title
        for title in view.titles
        if title.number not in reading.fields and set(title.words) & RELATION_WORDS
    ]
    if says:
        reading.weigh("a title says how two are connected", shown(says[:1]))
    if view.says(RELATIONS):
        reading.weigh("the file's name")
    _assign_direction(view, reading)
    for number, name in period_in(view).items():
        if name not in reading.fields.values():
            reading.fields.setdefault(number, name)
    return reading


def _weigh_ends(view: SheetView, reading: Reading, ends: Sequence[int]) -> None:
    """Weigh what the cells of the ends are: actors, or something else."""
    by_number = {title.number: title for title in view.titles}
    is_open = reading.reasons[0][0] not in _CERTAIN and not _are_mailboxes(view, reading, ends)
    for number in ends:
        if number not in by_number:
            continue
        found = view.profile(number)
        if found is None or not found.filled:
            continue
        if is_open and _is_unlike_actors(view, found, by_number[number]):
            reading.weigh("a column holds no actors", f"`{by_number[number].shown}` holds {found.shape}")
        elif found.filled * 2 < found.rows and not by_number[number].shown.startswith(("_", ":")):
            reading.weigh("the end is mostly empty", f"`{by_number[number].shown}`")
    profiles = [found for number in ends if (found := view.profile(number)) is not None]
    if len(profiles) == 2 and all(found.share(NAME, ID) > MOSTLY for found in profiles):
        reading.weigh("both columns hold names or ids")
    elif reading.reasons[0][0] == _HALF and {found.shape for found in profiles} == {NAME, WORDS}:
        reading.weigh("a column holds no actors", "one holds names, the other words")


def _are_mailboxes(view: SheetView, reading: Reading, ends: Sequence[int]) -> bool:
    """Return whether the ends are the addresses of a sender and a recipient: ``from`` and ``to``."""
    profiles = [view.profile(number) for number in ends]
    return reading.reasons[0][0] == _LOOSE[0] and all(
        found is not None and found.share(EMAIL) > MOSTLY for found in profiles
    )


def _assign_date(view: SheetView, reading: Reading) -> None:
    """Assign the only column of dates titled with a word for a date, unless a title means a start date."""
    known = keys_of(RELATIONS, "start_date")
    if "start_date" in view.taken.values() or any(title.key in known for title in view.titles):
        return
    dated = [
        title
        for title in view.titles
        if title.number not in reading.fields
        and set(title.words) & DATE_WORDS
        and not set(title.words) & OTHER_DATE_WORDS
        and (found := view.profile(title.number)) is not None
        and found.share(DATE) > MOSTLY
    ]
    if len(dated) == 1:
        reading.fields[dated[0].number] = "start_date"


def _assign_direction(view: SheetView, reading: Reading) -> None:
    """Assign a column whose title and cells say whether ties are directed."""
    for titles, name, read in (
        (DIRECTION_TITLES, "directed", is_directed),
        (MUTUAL_TITLES, "mutual", is_mutual),
    ):
        for title in view.titles:
            found = view.profile(title.number) if title.key in titles else None
            if found is not None and found.filled and all(read(text) is not None for text in found.texts):
                reading.fields[title.number] = name


def _is_unlike_actors(view: SheetView, found: Profile, title: Title) -> bool:
    """Return whether a column holds addresses, dates and the like rather than actors.

    Years count as dates only if there are names elsewhere, because 1998 may be an id.
    """
    if title.key.startswith(":") or set(title.words) & KEY_WORDS:
        return found.share(EMAIL, TEXT) > MOSTLY
    is_counted = set(title.words) & ROLE_WORDS or (len(title.words) > 1 and _has_names(view))
    is_counted = is_counted and not _has_name_beside(view, title)
    if is_counted and found.share(NUMBER) > MOSTLY and view.meets(title.number) < MOSTLY:
        return True  # a number of employees, or of wins, for example
    named = set(map(alias_key, ALIASES[ENTITIES]["name"])) & {one.key for one in view.titles}
    named_here = named or any(actor.label for actor in actors_of(view)) or _has_names(view)
    beside = (DATE, EMAIL) if named_here else ()
    return found.share(URL, PLACE, TEXT, *beside) > MOSTLY


def _has_name_beside(view: SheetView, title: Title) -> bool:
    """Return whether another title names the same actors: ``mother_name`` beside ``mother_kvk``."""
    return any(
        one != title
        and len(one.words) > 1
        and one.words[:-1] == title.words[:-1]
        and one.words[-1] in NAME_WORDS
        for one in view.titles
    )


def _has_names(view: SheetView) -> bool:
    """Return whether any column holds names."""
    profiles = (view.profile(title.number) for title in view.titles)
    return any(found is not None and found.shape == NAME for found in profiles)
