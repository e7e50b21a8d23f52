"""The readings of a sheet whose rows are actors, possibly with columns of further actors tied to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from sociogram.loaders.headers.detection.actors import (
    Actor,
    actors_of,
    holds_forms_of_address,
    is_job_title,
)
from sociogram.loaders.headers.detection.keys import is_related_after, own_key, referenced_key
from sociogram.loaders.headers.detection.name_parts import name_parts
from sociogram.loaders.headers.detection.related import mixed_of, related_in
from sociogram.loaders.headers.detection.word_pairs import shared_end
from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView, keys_of, shown
from sociogram.loaders.headers.profile import (
    EMAIL,
    ID,
    NAME,
    URL,
    shape_of,
)
from sociogram.loaders.headers.titles import Title, alias_key
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ALIAS_OF_TITLES,
    ATTRIBUTE_WORDS,
    KEY_WORDS,
    RELATION_WORDS,
    ROLE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import (
    ALIASES,
    ENTITIES,
    USER_NAMES,
)

_ONLY_NAMES = "one column holds names, all different, and no other does"


_OWN_ATTRIBUTES = 4


_WHO = frozenset(("who", "who is it", "wie", "wie is het", "quien", "quien es", "qui", "qui est-ce", "wer"))


_USER_NAMES = frozenset(map(alias_key, USER_NAMES))


def entity_readings(view: SheetView) -> Iterator[Reading]:
    """Yield the rows read as actors with ties in their columns, if there are any, and as actors alone."""
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
        key = referenced_key(view)
        if key is not None:
            reading.fields[key.number] = "id"
    reading.name_parts = parts
    if "name" not in mapped:
        named = _weigh_name(view, reading, key, named, subject)
    if not reading.reasons:
        return
    if key is None and named is not None and not mapped & {"id", "name"}:
        _assign_key(view, reading, named)
    _assign_aliases(view, reading, named)
    if subject is not None and "name" not in mapped:
        _set_label(reading, subject)
    _weigh_attributes(view, reading, named)
    has_subject = named is not None or reading.column("id") is not None
    yield from mixed_of(reading, related_in(view, reading, subject) if has_subject else [])
    yield reading


def _assign_key(view: SheetView, reading: Reading, named: Title) -> None:
    """Assign the column of ids next to the names, if there is one."""
    found_key = own_key(view, reading, named)
    if found_key is not None:
        reading.fields[found_key.number] = "id"
        reading.copied.append(found_key.number)


def _assign_aliases(view: SheetView, reading: Reading, named: Title | None) -> None:
    for title in _aliases_in(view):
        if named is None or title.number != named.number:
            reading.fields.setdefault(title.number, "aliases")


def _set_label(reading: Reading, subject: Actor) -> None:
    """Set the label that the actor's titles imply, if the reading uses one of these titles."""
    if subject.label and any(title.number in reading.fields for title in subject.columns.values()):
        reading.label = subject.label


def _weigh_attributes(view: SheetView, reading: Reading, named: Title | None) -> None:
    """Weigh further evidence that each row is an actor: attributes, the file's name, distinct names."""
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


def _aliases_in(view: SheetView) -> list[Title]:
    """Return the titles of aliases, numbered or not: ``aka``, ``alias 1``, ``alias 2``."""
    keys = keys_of(ENTITIES, "aliases")
    return [title for title in view.titles if title.key.rstrip("0123456789") in keys]


def _alias_of(view: SheetView) -> Title | None:
    """Return the title of the column with the actor's name, in a list of aliases: ``alias of``."""
    return next((title for title in view.titles if title.key in ALIAS_OF_TITLES), None)


def _titled(view: SheetView, name: str) -> Title | None:
    """Return the title that means a field of entities, or None."""
    keys = view.by_key()
    if name == "name" and any(
        actor.label and {"plain", "name"} & set(actor.columns) for actor in actors_of(view)
    ):
        keys = {key: title for key, title in keys.items() if key not in _USER_NAMES}
    keys = {key: title for key, title in keys.items() if not holds_forms_of_address(view, title)}
    found = next((keys[key] for key in map(alias_key, ALIASES[ENTITIES][name]) if key in keys), None)
    return None if found is not None and is_job_title(view, found) else found


def _weigh_name(
    view: SheetView, reading: Reading, key: Title | None, named: Title | None, subject: Actor | None
) -> Title | None:
    """Weigh the evidence for the column that identifies the row's actor; return the title of its names."""
    if reading.name_parts:
        parts = [title for number in reading.name_parts for title in view.titles if title.number == number]
        reading.weigh("two titles are parts of a name", shown(parts))
        return parts[0]
    other = _alias_of(view)
    if named is None and other is not None:
        named = next((title for title in (*_aliases_in(view), *view.titles) if title != other), None)
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
    """Return a column of names whose title does not mean ``name``, and the evidence for it."""
    named = _first_beside_ties(view, subject) if key is None else None
    if named is not None:
        return named, "the first column holds names, and another names who each is tied to"
    if subject is not None:
        return subject.columns.get("name") or subject.columns.get("plain"), "a title names a kind of actor"
    if key is not None:
        return _asked_name(view), "a title asks who it is, and its cells are names"
    named = _only_name(view)
    if named is not None:
        return named, _ONLY_NAMES
    return _role_of_rows(view), "a title names a role, and its cells are names"


def _weigh_key(view: SheetView, reading: Reading, key: Title | None) -> None:
    """Weigh the evidence of an id, if there is no name."""
    about = "" if key is None else f"`{key.shown}`"
    is_listed = _titled(view, "type") is not None or view.says(ENTITIES)
    is_listed |= key is not None and key.key == ":id"
    evidence = "there is an id and a type, and no name" if is_listed else "there is an id and no name"
    others = _aliases_in(view)
    reading.weigh("there are other names of an actor and its id" if others else evidence, about)
    others = [title for title in view.titles if title != key and view.meets(title.number) >= MOSTLY]
    if key is not None and not others and view.is_key_elsewhere(key.number):
        reading.weigh("another sheet has these ids under the same title", about)


def _only_name(view: SheetView) -> Title | None:
    """Return the first column if it holds names and no other column does, except columns of roles."""
    first = view.titles[0] if view.titles and not view.names_voices else None
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
    if first in _aliases_in(view):
        return None
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


def _asked_name(view: SheetView) -> Title | None:
    """Return a column of names whose title asks for the actor: ``who``, next to a key."""
    return next(
        (
            title
            for title in view.titles
            if title.key in _WHO
            and (found := view.profile(title.number)) is not None
            and found.share(NAME) > MOSTLY
        ),
        None,
    )


def _role_of_rows(view: SheetView) -> Title | None:
    """Return the first column if its title is a role and its names are all different."""
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
