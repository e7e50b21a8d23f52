"""Pairs of columns read as the ends of a tie, because their titles or cells name actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sociogram.loaders.headers.detection.actors import (
    Actor,
    actors_of,
    holds_forms_of_address,
    is_job_title,
    is_role,
    role_and_stem,
)
from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView, keys_of, shown
from sociogram.loaders.headers.profile import ID, NAME, NUMBER, WORDS
from sociogram.loaders.headers.titles import Title
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    KEY_WORDS,
    PERSON,
    PERSON_WORDS,
    REGISTER_WORDS,
    RELATION_WORDS,
    ROLE_WORDS,
    SHARED_CODES,
)
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATIONS
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS
from sociogram.loaders.headers.vocabulary.related_titles import LAST_WORDS, RELATED_TITLES
from sociogram.loaders.values.naming import to_type

_FEWEST = 2
_LONG_WORD = 4
_LONG_NUMBER = 5
"""A shorter one may just count the rows."""


def actor_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs such as a person and a company, a director and an organisation, or two named items."""
    actors = [actor for actor in actors_of(view) if actor.word not in ("name", "item name")]
    kinds = [actor for actor in actors if actor.label and not _holds_words(view, actor)]
    roles = [actor for actor in actors if not actor.label and is_role(actor.word)]
    both = [actor for actor in actors if actor.has_both]
    if len(both) == 2:
        yield _actor_pair(view, both[0], both[1], "each of two things has an id and a name")
    elif len({actor.label for actor in kinds}) >= 2:
        first = kinds[0]
        second = next(actor for actor in kinds if actor.label != first.label)
        yield _actor_pair(view, first, second, "two titles name kinds of actors")
    elif len(kinds) == 1 and len(roles) == 1 and not _are_further(view, (kinds[0], roles[0])):
        pair = sorted((kinds[0], roles[0]), key=lambda actor: actor.first.number)
        yield _actor_pair(view, pair[0], pair[1], "two titles name kinds of actors")


def _are_further(view: SheetView, pair: Sequence[Actor]) -> bool:
    """Return whether another title names an actor tied to one of the two: ``ship, owner, manager``."""
    own = {title.number for actor in pair for title in actor.columns.values()}
    return any(
        title.number not in own
        and " ".join(title.words) in RELATED_TITLES
        and (found := view.profile(title.number)) is not None
        and found.share(NAME) > MOSTLY
        for title in view.titles
    )


def _holds_words(view: SheetView, actor: Actor) -> bool:
    """Return whether the cells say what happened rather than who: ``joined`` below ``event``."""
    found = view.profile(actor.first.number)
    if found is None or found.share(WORDS) <= MOSTLY:
        return False
    several = sum(len(text.split()) > 1 for text in found.texts)
    return several * 2 <= len(found.texts)  # ``board dinner`` is an event


def _actor_pair(view: SheetView, first: Actor, second: Actor, evidence: str) -> Reading:
    """Return the relation between two actors: a person or the holder of a role comes before an organisation.

    If a column between the two says how they are connected, the row reads as a sentence from left to right.
    """
    between = range(first.first.number + 1, second.first.number)
    is_sentence = any(
        title.number in between and set(title.words) & RELATION_WORDS and not set(title.words) & {"date"}
        for title in view.titles
    )
    known = None if is_sentence else _known_tie(first, second)
    relation_type = None
    if known is not None:
        first, second, relation_type = known
    elif not is_sentence and [_leads(actor) for actor in (first, second)] == [False, True]:
        first, second = second, first
    reading = Reading(RELATIONS, labels=(first.label or None, second.label or None))
    for actor, end in ((first, "source"), (second, "target")):
        register = _register_number(view, actor)
        reading.fields[actor.first.number] = end if register is None else f"{end}_name"
        if register is not None:
            reading.fields[register.number] = end
        elif actor.name is not None:
            reading.fields[actor.name.number] = f"{end}_name"
        if "type" in actor.columns:
            reading.fields[actor.columns["type"].number] = f"{end}_type"
    reading.relation_type = relation_type or _role_type(first, second)
    for title in view.titles:
        if is_job_title(view, title) and not holds_forms_of_address(view, title):
            reading.fields[title.number] = "role"
    return reading.weigh(evidence, shown((first.first, second.first)))


def _register_number(view: SheetView, actor: Actor) -> Title | None:
    """Return the column before an organisation's name that holds its number in a register: ``KvK-nummer``.

    A number under another title, such as ``filing no``, may be that of the row: then a name has several.
    """
    if not actor.label or actor.label == PERSON or "id" in actor.columns or actor.has_both:
        return None
    before = (title for title in view.titles if title.number == actor.first.number - 1)
    title = next(before, None)
    if title is None or set(title.words) & SHARED_CODES:
        return None
    is_register = bool(set(title.words) & REGISTER_WORDS)
    is_key = len(title.words) > 1 and title.words[-1] in KEY_WORDS
    found, names = view.profile(title.number), view.profile(actor.first.number)
    if found is None or names is None or not (is_register or (is_key and found.distinct <= names.distinct)):
        return None
    are_long = all(len(text) >= _LONG_NUMBER for text in found.texts)
    return title if are_long and found.share(ID, NUMBER) == 1 else None


def _leads(actor: Actor) -> bool:
    """Return whether a tie starts at an actor: a person, or the holder of a role towards the other."""
    _, cell_starts = RELATED_TITLES.get(actor.word, ("", True))
    return actor.label == PERSON or (is_role(actor.word) and cell_starts)


def _known_tie(first: Actor, second: Actor) -> tuple[Actor, Actor, str] | None:
    """Return source, target and type if the second title names the tie, such as a person's `employer`."""
    known = RELATED_TITLES.get(second.word)
    if known is None or is_role(second.word) or is_role(first.word):
        return None
    relation_type, cell_starts = known
    return (second, first, relation_type) if cell_starts else (first, second, relation_type)


def _role_type(first: Actor, second: Actor) -> str | None:
    """Return the role, which is the type of a tie to its holder."""
    unlabelled = [actor for actor in (first, second) if not actor.label]
    role = next((actor for actor in unlabelled if is_role(actor.word)), next(iter(unlabelled), None))
    if role is None or role.word in ATTRIBUTE_WORDS or ACTOR_WORDS.get(role.word) == "":
        return None
    return role.first.type_of(role.word.split())


def known_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs of columns whose cells name actors of the graph or of the load's other sheets.

    The id and the name of one actor are not a pair: a list that is loaded again also holds known actors.
    """
    own = keys_of(ENTITIES, "id") | keys_of(ENTITIES, "name") | keys_of(ENTITIES, "aliases")
    known = [
        title
        for title in view.titles
        if title.key.rstrip("0123456789") not in own and view.meets(title.number) >= MOSTLY
    ]
    numbers = {title.number for title in known}
    is_one_actor = any(numbers <= {one.number for one in actor.columns.values()} for actor in actors_of(view))
    if len(known) == 2 and not is_one_actor:
        relation_type, cell_starts = RELATED_TITLES.get(" ".join(known[1].words), (None, False))
        if relation_type is None and len(known[1].words) > 1 and known[1].words[-1] in LAST_WORDS:
            relation_type = to_type(known[1].shown)[0]  # ``reports to``
        first, second = reversed(known) if cell_starts else known
        reading = Reading(RELATIONS, {first.number: "source", second.number: "target"})
        reading.relation_type = relation_type
        yield reading.weigh("the cells of both columns are known actors", shown(known))
        return
    yield from _keyed_pairs(view)
    parsed = [(title, role_and_stem(title.words)) for title in view.titles if not title.key.startswith(":")]
    keys = [title for title, found in parsed if found is not None and found[0] == "id" and found[1]]
    keys = [title for title in keys if not _is_key_of_rows(view, title)]
    if len(keys) == 2:
        reading = Reading(RELATIONS, {keys[0].number: "source", keys[1].number: "target"})
        yield reading.weigh("two columns hold keys of something else", shown(keys))


def _keyed_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield the pair of a column with another sheet's keys and one with names, such as ``lender``."""
    keys = [
        title
        for title in view.titles
        if len(title.words) > 1 and title.words[-1] in KEY_WORDS and view.is_key_elsewhere(title.number)
    ]
    ends = {start: (name, "source") for start, _, name in END_WORDS}
    ends |= {end: (name, "target") for _, end, name in END_WORDS if end not in ends}
    named = [
        title
        for title in view.titles
        if title.key in ends
        and not set(title.words) & ACTOR_WORDS.keys()
        and (found := view.profile(title.number)) is not None
        and found.share(NAME) > MOSTLY
    ]
    if len(keys) == 1 and len(named) == 1:
        relation_type, end = ends[named[0].key]
        other = "target" if end == "source" else "source"
        reading = Reading(RELATIONS, {named[0].number: end, keys[0].number: other})
        reading.relation_type = relation_type
        evidence = "one column holds keys of another sheet, and another title is the end of a tie"
        yield reading.weigh(evidence, shown((keys[0], named[0])))


def _is_key_of_rows(view: SheetView, title: Title) -> bool:
    """Return whether a column numbers the sheet's own rows: ``award_id`` in ``awards.csv``."""
    found = view.profile(title.number)
    if title.number != view.titles[0].number or found is None or not found.is_unique or found.rows < _FEWEST:
        return False
    is_named = any(word in view.stem for word in title.words if len(word) >= _LONG_WORD)
    return is_named and view.meets(title.number) < MOSTLY


def named_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield the pair of two columns of names next to one that says how they are connected."""
    keys = keys_of(RELATIONS, "type") | keys_of(RELATIONS, "role")
    keys -= keys_of(ENTITIES, "type") | keys_of(ENTITIES, "name")
    others = keys | keys_of(RELATIONS, "sources") | keys_of(RELATIONS, "claimed_by")
    named = [
        title
        for title in view.titles
        if title.key not in others and (found := view.profile(title.number)) and found.shape == NAME
    ]
    if len(named) == 2 and any(title.key in keys for title in view.titles):
        reading = Reading(RELATIONS, {named[0].number: "source", named[1].number: "target"})
        reading.labels = (_label_in(named[0]), _label_in(named[1]))
        yield reading.weigh("two columns beside one that says how hold names", shown(named))


def _label_in(title: Title) -> str | None:
    """Return the label that a title of one word states."""
    return ACTOR_WORDS.get(title.words[0]) or None if len(title.words) == 1 else None


def role_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield the pair of two columns of names whose titles are roles or kinds: ``client``, ``adviser``."""
    own = keys_of(ENTITIES, "id") | keys_of(ENTITIES, "name") | keys_of(ENTITIES, "aliases")
    named = [
        title
        for title in view.titles
        if title.key not in own
        and (found := view.profile(title.number)) is not None
        and found.share(NAME) > MOSTLY
    ]
    if len(named) != 2 or named[0].words == named[1].words:
        return
    reading = Reading(RELATIONS, {named[0].number: "source", named[1].number: "target"})
    if all(any(word in ROLE_WORDS or word in ACTOR_WORDS for word in title.words) for title in named):
        yield reading.weigh("two columns hold names, and each title says what those are", shown(named))
    elif all(map(_names_person, named)) and not any(title.key in own for title in view.titles):
        yield reading.weigh("two columns hold names, and both titles name roles of persons", shown(named))


def _names_person(title: Title) -> bool:
    return any(
        word in PERSON_WORDS or word in ROLE_WORDS or ACTOR_WORDS.get(word) == "Person"
        for word in title.words
    )
