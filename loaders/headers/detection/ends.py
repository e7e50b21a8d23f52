"""Detection of a tie's ends: pairs of titles, of words in titles, of columns whose cells are actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sociogram.loaders.headers.detection.actors import Actor, actors_of, is_job_title, is_role, role_and_stem
from sociogram.loaders.headers.detection.worded_ties import asked_pairs, repeated_pairs, sourced_pairs
from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView, keys_of, shown
from sociogram.loaders.headers.profile import NAME, WORDS
from sociogram.loaders.headers.titles import Title
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    PERSON,
    RELATION_WORDS,
    ROLE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATIONS
from sociogram.loaders.headers.vocabulary.end_words import COUNTERS, END_WORDS, WEAK_END_WORDS
from sociogram.loaders.headers.vocabulary.related_titles import LAST_WORDS, RELATED_TITLES

_FEWEST = 2
_LONG_WORD = 4


@dataclass(frozen=True, slots=True)
class End:
    """A title that holds an end, or an end's name or type.

    Attributes:
        title: the title.
        role: ``id``, ``plain``, ``name`` or ``type``.
        stem: the other words of the title.
    """

    title: Title
    role: str
    stem: tuple[str, ...]

    @property
    def is_actor(self) -> bool:
        """Whether the other words of the title name a kind of actor, or there are none."""
        return all(word in ACTOR_WORDS or word in ROLE_WORDS for word in self.stem)

    @property
    def label(self) -> str | None:
        """The label that its title implies."""
        words = self.stem or self.title.words[:1]
        known = {ACTOR_WORDS.get(word, "") for word in words} - {""}
        return known.pop() if len(known) == 1 else None


def relations_of(view: SheetView) -> Iterator[Reading]:
    """Yield the readings of the rows as relations, by their titles."""
    mapped = {name: number for number, name in view.taken.items()}
    if "source" in mapped or "target" in mapped:
        reading = _mapped(view, mapped)
        if reading is not None:
            yield reading
        return
    yield from (*_weighed_pairs(view), *asked_pairs(view), *repeated_pairs(view), *sourced_pairs(view))
    yield from (*_counted_pairs(view), *_lettered_pairs(view), *_actor_pairs(view))


def other_relations_of(view: SheetView) -> Iterator[Reading]:
    """Yield further readings, for a sheet whose titles name no pair of ends."""
    if not {"source", "target"} & set(view.taken.values()):
        yield from (*_half_pairs(view), *_known_pairs(view), *_named_pairs(view), *_role_pairs(view))


def _mapped(view: SheetView, mapped: Mapping[str, int]) -> Reading | None:
    """Return the reading with the user's mapping; the other end may have a title that names it."""
    reading = Reading(RELATIONS).weigh("you mapped its columns")
    if "source" in mapped and "target" in mapped:
        return reading
    side = 1 if "source" in mapped else 0
    keys = view.by_key()
    words = [pair[side] for pair in END_WORDS]
    title = next((keys[word] for word in words if word in keys), None)
    if title is None:
        return None
    reading.fields[title.number] = ("source", "target")[side]
    return reading


def _sides(view: SheetView, marks: Sequence[str], start: int | None = None) -> Iterator[End]:
    """Yield the titles with one of the words, parsed without it."""
    for title in view.with_words(marks):
        if title.key.startswith(":"):
            if title.key in {f":{mark}_id" for mark in marks} | {f":{mark}id" for mark in marks}:
                yield End(title, "id", ())
            continue
        words = title.words
        at = [number for number, word in enumerate(words) if word in marks]
        if len(at) != 1 or (start is not None and at[0] < start):
            continue
        rest = words[: at[0]] + words[at[0] + 1 :]
        if words[at[0]] not in LAST_WORDS:
            rest = tuple(word for word in rest if word not in LAST_WORDS)  # ``to whom``
        parsed = role_and_stem(rest)
        if parsed is not None:
            yield End(title, *parsed)


def _pair_up(starts: Sequence[End], ends: Sequence[End]) -> dict[str, tuple[End, End]]:
    """Return the pair of titles for each role; a pair that shares its other words comes first."""
    pairs: dict[str, tuple[End, End]] = {}
    for role in ("id", "plain", "name", "type"):
        of_role = [[end for end in side if end.role == role] for side in (starts, ends)]
        same = [(one, two) for one in of_role[0] for two in of_role[1] if one.stem == two.stem]
        other = [(one, two) for one in of_role[0] for two in of_role[1] if one.is_actor and two.is_actor]
        lone = [(of_role[0][0], of_role[1][0])] if len(of_role[0]) == len(of_role[1]) == 1 else []
        is_sure = all(not WEAK_END_WORDS & set(end.title.words) for pair in lone for end in pair)
        found = next(iter(same or other or (lone if is_sure else [])), None)
        if found is not None:
            pairs[role] = found
    return pairs or _unlike_pair(starts, ends)


def _unlike_pair(starts: Sequence[End], ends: Sequence[End]) -> dict[str, tuple[End, End]]:
    """Return the one pair of a name and an id, as ``authority`` and ``supplier_id``; else nothing."""
    if len(starts) != 1 or len(ends) != 1 or {starts[0].role, ends[0].role} != {"plain", "id"}:
        return {}
    is_sure = not any(WEAK_END_WORDS & set(end.title.words) or end.stem for end in (starts[0], ends[0]))
    return {"plain": (starts[0], ends[0])} if is_sure else {}


def _assign(reading: Reading, pairs: Mapping[str, tuple[End, End]]) -> bool:
    """Assign ends, names and types from pairs of titles; return whether there are ends."""
    order = [role for role in ("id", "plain", "name") if role in pairs]
    if not order:
        return False
    ends = order[0]
    for role, names in ((ends, ("source", "target")), ("type", ("source_type", "target_type"))):
        if role in pairs:
            for end, name in zip(pairs[role], names, strict=True):
                reading.fields[end.title.number] = name
    named = next((role for role in ("name", "plain") if role in pairs and role != ends), None)
    if named is not None and all(end.is_actor for end in pairs[named]):
        for end, name in zip(pairs[named], ("source_name", "target_name"), strict=True):
            reading.fields[end.title.number] = name
    labels = tuple(
        next((pairs[role][side].label for role in order if pairs[role][side].label), None) for side in (0, 1)
    )
    reading.labels = (labels[0], labels[1])
    return True


def word_pairs(view: SheetView) -> Iterator[Reading]:
    """Find ``source`` and ``target``, ``subject_id`` and ``object_id``, ``Member ID From`` and ``… To``."""
    seen: set[tuple[int, ...]] = set()
    for start, end, relation_type in END_WORDS:
        pairs = _pair_up(list(_sides(view, (start,))), list(_sides(view, (end,))))
        reading = Reading(RELATIONS, relation_type=relation_type)
        if not _assign(reading, pairs):
            continue
        columns = tuple(sorted(reading.fields))
        if columns in seen:
            continue
        seen.add(columns)
        main = next(pairs[role] for role in ("id", "plain", "name") if role in pairs)
        is_known = all(one.is_actor or (one.role == "id" and one.stem) for one in main)
        is_weak = start in WEAK_END_WORDS and "id" not in pairs and end != "target"
        is_weak &= not main[0].title.shown.startswith("_")
        if not is_known:
            evidence = "two titles differ in a number or letter, and name no kind of actor"
        elif is_weak:
            evidence = "the two titles are a pair, and may say something else"
        else:
            evidence = "the two titles are a pair"
        yield reading.weigh(evidence, shown(one.title for one in main))


def _weighed_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs of words; a pair is less likely if a third title is another end of the same tie."""
    pairs = list(word_pairs(view))
    for reading in pairs:
        for other in pairs:
            is_same = reading.relation_type is not None and reading.relation_type == other.relation_type
            if is_same and len(reading.fields.items() & other.fields.items()) == 1:
                reading.weigh("another title names the same end")
                break
        yield reading


def _counted_pairs(view: SheetView) -> Iterator[Reading]:
    """Find ``Person A`` and ``Company B``, ``entity1`` and ``entity2``, ``person_id_1`` and ``…_2``."""
    for one, two in COUNTERS:
        starts, ends = list(_sides(view, (one,))), list(_sides(view, (two,)))
        if one == "a":
            starts, ends = ([side for side in group if side.stem] for group in (starts, ends))
        later = [side.stem for side in _sides(view, ("3", "c", "iii", "three"))]
        pairs = {role: pair for role, pair in _pair_up(starts, ends).items() if pair[0].stem not in later}
        is_lone = len(starts) == len(ends) == 1 and starts[0].role == ends[0].role
        if not pairs and is_lone and starts[0].stem not in later:
            pairs = {starts[0].role: (starts[0], ends[0])}
        reading = Reading(RELATIONS)
        if not _assign(reading, pairs):
            continue
        main = next(pairs[role] for role in ("id", "plain", "name") if role in pairs)
        if _belong_to_row(view, main):
            continue
        are_actors = all(all(word in ACTOR_WORDS for word in end.stem) for end in main)
        if not are_actors:
            reading.labels = (reading.labels[0] or _word(main[0]), reading.labels[1] or _word(main[1]))
        evidence = "two titles differ in a number or letter"
        if not are_actors:
            evidence += ", and name no kind of actor"
        yield reading.weigh(evidence, shown(end.title for end in main))


def _belong_to_row(view: SheetView, pair: Sequence[End]) -> bool:
    """Return whether numbered columns name who belongs to the row's actor: some rows have the first only."""
    first = view.titles[0]
    found, second = view.profile(first.number), view.profile(pair[1].title.number)
    if found is None or second is None or first.number >= pair[0].title.number or first.words == ("id",):
        return False
    return found.share(NAME) > MOSTLY and found.is_unique and second.filled < second.rows


def _lettered_pairs(view: SheetView) -> Iterator[Reading]:
    """Find ``n.name`` and ``m.name``, as in the result of a query."""
    named = [title for title in view.titles if len(title.words) == 2 and len(title.words[0]) == 1]
    for last in ("id", "name"):
        pair = [title for title in named if title.words[1] == last]
        if len(pair) == 2:
            reading = Reading(RELATIONS, {pair[0].number: "source", pair[1].number: "target"})
            yield reading.weigh("two titles differ in a number or letter", shown(pair))


def _word(end: End) -> str | None:
    return " ".join(end.stem).capitalize() or None


def _actor_pairs(view: SheetView) -> Iterator[Reading]:
    """Find a person and a company, a director and an organisation, or two items that each have a name."""
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
    elif len(kinds) == 1 and len(roles) == 1:
        pair = sorted((kinds[0], roles[0]), key=lambda actor: actor.first.number)
        yield _actor_pair(view, pair[0], pair[1], "two titles name kinds of actors")


def _holds_words(view: SheetView, actor: Actor) -> bool:
    """Return whether the cells say what happened rather than who: ``joined`` below ``event``."""
    found = view.profile(actor.first.number)
    return found is not None and found.share(WORDS) > MOSTLY


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
        reading.fields[actor.first.number] = end
        if actor.name is not None:
            reading.fields[actor.name.number] = f"{end}_name"
        if "type" in actor.columns:
            reading.fields[actor.columns["type"].number] = f"{end}_type"
    reading.relation_type = relation_type or _role_type(first, second)
    for title in view.titles:
        if is_job_title(view, title):
            reading.fields[title.number] = "role"
    return reading.weigh(evidence, shown((first.first, second.first)))


def _leads(actor: Actor) -> bool:
    return actor.label == PERSON or is_role(actor.word)


def _known_tie(first: Actor, second: Actor) -> tuple[Actor, Actor, str] | None:
    """Return source, target and type if the second title names the tie, as in a person's employer."""
    known = RELATED_TITLES.get(second.word)
    if known is None or is_role(second.word) or is_role(first.word):
        return None
    relation_type, cell_starts = known
    return (second, first, relation_type) if cell_starts else (first, second, relation_type)


def _role_type(first: Actor, second: Actor) -> str | None:
    """Return the type of a tie to the holder of a role, which is the role."""
    role = next((actor for actor in (first, second) if not actor.label), None)
    if role is None or role.word in ATTRIBUTE_WORDS or ACTOR_WORDS.get(role.word) == "":
        return None
    return role.word.upper().replace(" ", "_")


def _half_pairs(view: SheetView) -> Iterator[Reading]:
    """Find the start of one pair and the end of another, as in ``source`` and ``to``."""
    starts = {word for word, _, _ in END_WORDS}
    ends = {word for _, word, _ in END_WORDS} - starts
    first = next((end for end in _sides(view, sorted(starts)) if end.role in ("id", "plain")), None)
    second = next((end for end in _sides(view, sorted(ends)) if end.role in ("id", "plain")), None)
    if first is None or second is None or not (first.is_actor and second.is_actor):
        return
    reading = Reading(RELATIONS, {first.title.number: "source", second.title.number: "target"})
    yield reading.weigh(
        "one title is the start of a pair, another the end of one", shown((first.title, second.title))
    )


def _known_pairs(view: SheetView) -> Iterator[Reading]:
    """Find two columns whose cells name actors of the graph or of the load's other sheets.

    The id and the name of one actor are not a pair: a list that is loaded again also holds known actors.
    """
    own = keys_of(ENTITIES, "id") | keys_of(ENTITIES, "name") | keys_of(ENTITIES, "aliases")
    known = [
        title
        for title in view.titles
        if title.key.rstrip("0123456789") not in own and view.meets(title.number) >= MOSTLY
    ]
    numbers = {title.number for title in known}
    are_one = any(numbers <= {one.number for one in actor.columns.values()} for actor in actors_of(view))
    if len(known) == 2 and not are_one:
        relation_type, cell_starts = RELATED_TITLES.get(" ".join(known[1].words), (None, False))
        first, second = reversed(known) if cell_starts else known
        reading = Reading(RELATIONS, {first.number: "source", second.number: "target"})
        reading.relation_type = relation_type
        yield reading.weigh("the cells of both columns are known actors", shown(known))
        return
    parsed = [(title, role_and_stem(title.words)) for title in view.titles if not title.key.startswith(":")]
    keys = [title for title, found in parsed if found is not None and found[0] == "id" and found[1]]
    keys = [title for title in keys if not _is_key_of_rows(view, title)]
    if len(keys) == 2:
        reading = Reading(RELATIONS, {keys[0].number: "source", keys[1].number: "target"})
        yield reading.weigh("two columns hold keys of something else", shown(keys))


def _is_key_of_rows(view: SheetView, title: Title) -> bool:
    """Return whether a column numbers the sheet's own rows: ``award_id`` in ``awards.csv``."""
    found = view.profile(title.number)
    if title.number != view.titles[0].number or found is None or not found.is_unique or found.rows < _FEWEST:
        return False
    is_named = any(word in view.stem for word in title.words if len(word) >= _LONG_WORD)
    return is_named and view.meets(title.number) < MOSTLY


def _named_pairs(view: SheetView) -> Iterator[Reading]:
    """Find two columns of names next to one that says how they are connected."""
    keys = keys_of(RELATIONS, "type") | keys_of(RELATIONS, "role")
    keys -= keys_of(ENTITIES, "type") | keys_of(ENTITIES, "name")
    named = [
        title
        for title in view.titles
        if title.key not in keys and (found := view.profile(title.number)) and found.shape == NAME
    ]
    if len(named) == 2 and any(title.key in keys for title in view.titles):
        reading = Reading(RELATIONS, {named[0].number: "source", named[1].number: "target"})
        reading.labels = (_label_in(named[0]), _label_in(named[1]))
        yield reading.weigh("two columns beside one that says how hold names", shown(named))


def _label_in(title: Title) -> str | None:
    """Return the label that a title of one word states."""
    return ACTOR_WORDS.get(title.words[0]) or None if len(title.words) == 1 else None


def _role_pairs(view: SheetView) -> Iterator[Reading]:
    """Find two columns of names under words for roles or kinds of actors: ``client``, ``adviser``."""
    own = keys_of(ENTITIES, "id") | keys_of(ENTITIES, "name") | keys_of(ENTITIES, "aliases")
    named = [
        title
        for title in view.titles
        if title.key not in own
        and (found := view.profile(title.number)) is not None
        and found.share(NAME) > MOSTLY
    ]
    words = [[word for word in title.words if word in ROLE_WORDS or word in ACTOR_WORDS] for title in named]
    if len(named) == 2 and all(words) and named[0].words != named[1].words:
        reading = Reading(RELATIONS, {named[0].number: "source", named[1].number: "target"})
        yield reading.weigh("two columns hold names, and each title says what those are", shown(named))
