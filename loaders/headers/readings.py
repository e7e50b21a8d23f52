"""The possible readings of a sheet, each with its points and reasons.

Titles, the file's name and the cells give points (``evidence.py``). The reading with the most points wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from sociogram.loaders.headers.detection.actors import Actor, actors_of, is_job_title
from sociogram.loaders.headers.detection.ends import other_relations_of, relations_of, word_pairs
from sociogram.loaders.headers.detection.keys import is_related_after, met_key, own_key
from sociogram.loaders.headers.detection.name_parts import name_parts
from sociogram.loaders.headers.detection.related import mixed_of, period_in, related_in
from sociogram.loaders.headers.detection.shared_ends import shared_end
from sociogram.loaders.headers.detection.worded_ties import take_wording
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
    shape_of,
)
from sociogram.loaders.headers.titles import Title, alias_key
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ALIAS_OF_TITLES,
    ATTRIBUTE_WORDS,
    DATE_WORDS,
    DIRECTION_TITLES,
    KEY_WORDS,
    MUTUAL_TITLES,
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
    USER_NAMES,
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
"""Evidence that a name column before the two columns outweighs."""

_HALF = "one title is the start of a pair, another the end of one"

_ONLY_NAMES = "one column holds names, all different, and no other does"

_OWN_ATTRIBUTES = 4

_USER_NAMES = frozenset(map(alias_key, USER_NAMES))


def readings_of(view: SheetView) -> list[Reading]:
    """Return the possible readings of a sheet, likeliest first."""
    relations = [_judged(view, one) for one in relations_of(view)]
    if not any(one.points >= ENOUGH for one in relations):
        relations += [_judged(view, one) for one in other_relations_of(view)]
    found = [*_tables(view), *relations, *_entities(view)]
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


def _judged(view: SheetView, reading: Reading) -> Reading:
    """Weigh the cells of the ends, the other titles and the file's name."""
    ends = [number for number, name in reading.fields.items() if name in ("source", "target")]
    _weigh_ends(view, reading, ends)
    _take_date(view, reading)
    take_wording(view, reading)
    names = keys_of(ENTITIES, "name") - keys_of(RELATIONS, "type")
    named = next((title for title in view.titles if title.key in names), None)
    if named is not None and ends and named.number < min(ends) and reading.reasons[0][0] in _LOOSE:
        reading.weigh("a name stands before them", f"`{named.shown}`")
    says = [
        title
        for title in view.titles
        if title.number not in reading.fields and set(title.words) & RELATION_WORDS
    ]
    if says:
        reading.weigh("a title says how two are connected", shown(says[:1]))
    if view.says(RELATIONS):
        reading.weigh("the file's name")
    _take_direction(view, reading)
    for number, name in period_in(view).items():
        if name not in reading.fields.values():
            reading.fields.setdefault(number, name)
    return reading


def _weigh_ends(view: SheetView, reading: Reading, ends: Sequence[int]) -> None:
    """Weigh what the cells of the ends are: actors, or something else."""
    by_number = {title.number: title for title in view.titles}
    is_open = reading.reasons[0][0] not in _CERTAIN
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


def _take_date(view: SheetView, reading: Reading) -> None:
    """Take the one column of dates whose title has a word for a date, where no title is that of a start."""
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


def _take_direction(view: SheetView, reading: Reading) -> None:
    """Take a column whose title and cells say whether ties are directed."""
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

    Years count as dates only next to a name, because 1998 may be an id.
    """
    if title.key.startswith(":") or set(title.words) & KEY_WORDS:
        return found.share(EMAIL, TEXT) > MOSTLY
    if set(title.words) & ROLE_WORDS and found.share(NUMBER) > MOSTLY and view.meets(title.number) < MOSTLY:
        return True  # a number of employees, for example
    named = set(map(alias_key, ALIASES[ENTITIES]["name"])) & {one.key for one in view.titles}
    named_here = named or any(actor.label for actor in actors_of(view)) or _has_names(view)
    beside = (DATE, EMAIL) if named_here else ()
    return found.share(URL, PLACE, TEXT, *beside) > MOSTLY


def _has_names(view: SheetView) -> bool:
    """Return whether any column holds names."""
    profiles = (view.profile(title.number) for title in view.titles)
    return any(found is not None and found.shape == NAME for found in profiles)


def _entities(view: SheetView) -> Iterator[Reading]:
    mapped = set(view.taken.values())
    reading = Reading(ENTITIES)
    if "name" in mapped and not mapped & {"source", "target"}:
        reading.weigh("you mapped its columns")
    key = _titled(view, "id")
    named = _titled(view, "name")
    parts = () if "name" in mapped else name_parts(view)
    subject = None if parts else _subject(view, actors_of(view), named)
    if key is None and subject is not None and "id" in subject.columns and "id" not in mapped:
        key = subject.columns["id"]
        reading.fields[key.number] = "id"
    if key is None and named is None and subject is None and not parts and not mapped & {"id", "name"}:
        key = met_key(view)
        if key is not None:
            reading.fields[key.number] = "id"
    reading.name_parts = parts
    if "name" not in mapped:
        named = _weigh_name(view, reading, key, named, subject)
    if not reading.reasons:
        return
    if key is None and named is not None and not mapped & {"id", "name"}:
        _take_key(view, reading, named)
    _take_aliases(view, reading, named)
    if subject is not None and "name" not in mapped:
        _take_label(reading, subject)
    _weigh_attributes(view, reading, named)
    has_subject = named is not None or reading.column("id") is not None
    yield from mixed_of(reading, related_in(view, reading, subject) if has_subject else [])
    yield reading


def _take_key(view: SheetView, reading: Reading, named: Title) -> None:
    """Take the column of ids next to the names, if there is one."""
    found_key = own_key(view, reading, named)
    if found_key is not None:
        reading.fields[found_key.number] = "id"
        reading.copied.append(found_key.number)


def _take_aliases(view: SheetView, reading: Reading, named: Title | None) -> None:
    for title in aliases_in(view):
        if named is None or title.number != named.number:
            reading.fields.setdefault(title.number, "aliases")


def _take_label(reading: Reading, subject: Actor) -> None:
    """Take the label that the titles give the actor, if the reading uses one of them."""
    if subject.label and any(title.number in reading.fields for title in subject.columns.values()):
        reading.label = subject.label


def _weigh_attributes(view: SheetView, reading: Reading, named: Title | None) -> None:
    """Weigh what else says that each row is one actor."""
    own = [
        title
        for title in view.titles
        if title.number not in reading.fields and title.words and set(title.words) & ATTRIBUTE_WORDS
    ][:_OWN_ATTRIBUTES]
    if own:
        reading.weigh("a title is an actor's own", shown(own), times=len(own))
    if view.says(ENTITIES):
        reading.weigh("the file's name")
    found = None if named is None else view.profile(named.number)
    if named is not None and found is not None and found.is_unique and found.rows > 1:
        reading.weigh("the names are all different", f"`{named.shown}`")


def aliases_in(view: SheetView) -> list[Title]:
    """Return the titles of aliases, numbered or not: ``aka``, ``alias 1``, ``alias 2``."""
    keys = keys_of(ENTITIES, "aliases")
    return [title for title in view.titles if title.key.rstrip("0123456789") in keys]


def _alias_of(view: SheetView) -> Title | None:
    """Return the title of the name that a row gives an alias of: ``alias of``."""
    return next((title for title in view.titles if title.key in ALIAS_OF_TITLES), None)


def _titled(view: SheetView, name: str) -> Title | None:
    """Return the title that means a field of entities, or None."""
    keys = view.by_key()
    if name == "name" and any(
        actor.label and {"plain", "name"} & set(actor.columns) for actor in actors_of(view)
    ):
        keys = {key: title for key, title in keys.items() if key not in _USER_NAMES}
    found = next((keys[key] for key in map(alias_key, ALIASES[ENTITIES][name]) if key in keys), None)
    return None if found is not None and is_job_title(view, found) else found


def _weigh_name(
    view: SheetView, reading: Reading, key: Title | None, named: Title | None, subject: Actor | None
) -> Title | None:
    """Weigh the evidence for who the row's actor is; return the title of the names."""
    if reading.name_parts:
        parts = [title for number in reading.name_parts for title in view.titles if title.number == number]
        reading.weigh("two titles are parts of a name", shown(parts))
        return parts[0]
    other = _alias_of(view)
    if named is None and other is not None:
        named = next((title for title in (*aliases_in(view), *view.titles) if title != other), None)
    if named is not None and other is not None:
        reading.fields |= {other.number: "name", named.number: "aliases"}
        reading.weigh("a title says that it names an actor", f"`{other.shown}`")
        return other
    if named is not None:
        reading.weigh("a title says that it names an actor", f"`{named.shown}`")
        return named
    named, evidence = _untitled_name(view, key, subject)
    if named is not None:
        reading.fields[named.number] = "name"
        reading.weigh(evidence, f"`{named.shown}`")
        if evidence == _ONLY_NAMES and _look_like_rows(view):
            reading.weigh("the titles look like the rows below them")
    elif key is not None or "id" in view.taken.values():
        _weigh_key(view, reading, key)
    return named


def _untitled_name(view: SheetView, key: Title | None, subject: Actor | None) -> tuple[Title | None, str]:
    """Return the column of names that no title calls so, and the evidence for it."""
    named = _first_beside_ties(view, subject) if key is None else None
    if named is not None:
        return named, "the first column holds names, and another names who each is tied to"
    if subject is not None:
        return subject.columns.get("name") or subject.columns.get("plain"), "a title names a kind of actor"
    if key is not None:
        return None, ""
    named = _only_name(view)
    if named is not None:
        return named, _ONLY_NAMES
    return _role_of_rows(view), "a title names a role, and its cells are names"


def _weigh_key(view: SheetView, reading: Reading, key: Title | None) -> None:
    """Weigh an id where there is no name."""
    about = "" if key is None else f"`{key.shown}`"
    is_listed = _titled(view, "type") is not None or view.says(ENTITIES)
    is_listed |= key is not None and key.key == ":id"
    evidence = "there is an id and a type, and no name" if is_listed else "there is an id and no name"
    others = aliases_in(view)
    reading.weigh("there are other names of an actor and its id" if others else evidence, about)


def _only_name(view: SheetView) -> Title | None:
    """Return the first column if it holds names and no other column does, except columns of roles."""
    first = view.titles[0] if view.titles else None
    found = None if first is None else view.profile(first.number)
    if first is None or found is None or found.shape != NAME or not found.is_unique:
        return None
    others = [
        title
        for title in view.titles[1:]
        if (seen := view.profile(title.number)) is not None
        and seen.share(NAME, ID) > MOSTLY
        and not set(title.words) & ROLE_WORDS
    ]
    return None if others or set(first.words) & (ROLE_WORDS | RELATION_WORDS) else first


def _first_beside_ties(view: SheetView, subject: Actor | None) -> Title | None:
    """Return the first column if it holds names and another column names an actor to whom each is tied."""
    first = shared_end(view) or (view.titles[0] if view.titles else None)
    if first is None or (subject is not None and subject.first == first):
        return None
    found = view.profile(first.number)
    are_names = found is not None and (found.shape == NAME or (found.shape == ID and found.is_unique))
    if not are_names or set(first.words) & (RELATION_WORDS | ATTRIBUTE_WORDS | KEY_WORDS):
        return None
    return first if related_in(view, Reading(ENTITIES, {first.number: "name"}), None) else None


def _look_like_rows(view: SheetView) -> bool:
    """Return whether each title looks like the cells below it and has as many words."""
    profiles = [(title, found) for title in view.titles if (found := view.profile(title.number)) is not None]
    if not all(shape_of(title.shown) == found.shape for title, found in profiles if found.filled):
        return False
    return all(
        median(len(text.split()) for text in found.texts) == len(title.shown.split())
        for title, found in profiles
        if found.shape == NAME
    )


def _role_of_rows(view: SheetView) -> Title | None:
    """Return the first column if its title is a role and each row has another name."""
    first = view.titles[0] if view.titles else None
    found = None if first is None else view.profile(first.number)
    if first is None or found is None or found.shape != NAME or not found.is_unique:
        return None
    return first if first.words and all(word in ROLE_WORDS for word in first.words) else None


def _subject(view: SheetView, actors: Sequence[Actor], named: Title | None) -> Actor | None:
    """Return the actor that the rows describe: the one with a unique id, or else the first.

    Next to a column `name`, `company id` and `company name` describe another actor; so does `employer id`.
    """
    kinds = [actor for actor in actors if actor.label or "id" in actor.columns or actor.has_both]
    if named is None:
        return next((actor for actor in kinds if actor.label or actor.has_both), None)
    for actor in kinds:
        if "id" not in actor.columns or (actor.has_both and named not in actor.columns.values()):
            continue
        if is_related_after(actor.columns["id"], actor.word.split(), named):
            continue
        found = view.profile(actor.columns["id"].number)
        if found is None or (found.is_unique and not found.share(URL, EMAIL)):
            return actor
    return None
