"""Pairs of words in titles that name the two ends of a tie: ``source`` and ``target``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sociogram.loaders.headers.detection.actors import role_and_stem
from sociogram.loaders.headers.evidence import MOSTLY, Reading, SheetView, keys_of, shown
from sociogram.loaders.headers.profile import NAME
from sociogram.loaders.headers.titles import Title
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ACTOR_WORDS,
    DIRECTION_TITLES,
    MUTUAL_TITLES,
    ROLE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import RELATIONS
from sociogram.loaders.headers.vocabulary.end_words import COUNTERS, END_WORDS, WEAK_END_WORDS
from sociogram.loaders.headers.vocabulary.related_titles import LAST_WORDS

_CONTACTS = frozenset(
    (
        *("email", "mail", "address", "addr", "phone", "number", "account", "iban", "wallet"),
        *("correo", "adres", "telefon", "telefoon", "telefono", "konto", "rekening", "cuenta", "compte"),
    )
)
"""Words for what stands for an actor, beside a word for an end: ``sender email``, ``from_address``."""

_DIRECTIONS = MUTUAL_TITLES | DIRECTION_TITLES | {"directed"}
"""Titles that only ties have."""

_STARTING_POINTS = frozenset(("from", "van", "von", "de", "desde"))
"""Weak words for the start of a pair that name where something comes from."""


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


def _sides(view: SheetView, marks: Sequence[str], start: int | None = None) -> Iterator[End]:
    """Yield the titles that contain one of the words for an end, parsed without that word."""
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


def _contact_sides(view: SheetView, mark: str) -> list[End]:
    """Return the titles of an address or a number that stands for an end, such as ``sender email``."""
    found = []
    for title in view.with_words((mark,)):
        rest = [word for word in title.words if word != mark and word not in LAST_WORDS]
        if rest and set(rest) <= _CONTACTS and len(title.words) > 1:
            found.append(End(title, "id", ()))
    return found


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


def _assign_lone_types(reading: Reading, sides: Sequence[Sequence[End]]) -> None:
    """Assign a column with the type of one end only: ``donor_type`` beside ``donor`` and ``candidate``."""
    if {"source_type", "target_type"} & set(reading.fields.values()):
        return
    for side, name in zip(sides, ("source_type", "target_type"), strict=True):
        types = [one for one in side if one.role == "type" and not one.stem]
        if len(types) == 1 and types[0].title.number not in reading.fields and len(side) > 1:
            reading.fields[types[0].title.number] = name


def word_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs such as ``source`` and ``target``, or ``Member ID From`` and ``Member ID To``."""
    seen: set[tuple[int, ...]] = set()
    for start, end, relation_type in END_WORDS:
        if not (view.with_words((start,)) and view.with_words((end,))):
            continue  # nearly all titles
        sides = list(_sides(view, (start,))), list(_sides(view, (end,)))
        pairs = _pair_up(*sides)
        is_contact = False
        if not pairs and (start not in WEAK_END_WORDS or start in _STARTING_POINTS):
            pairs = _pair_up(_contact_sides(view, start), _contact_sides(view, end))
            is_contact = bool(pairs)
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
        is_weak |= is_contact  # beside a name, these may be two numbers of one person
        _assign_lone_types(reading, sides)
        if not is_known:
            evidence = "two titles differ in a number or letter, and name no kind of actor"
        elif is_weak:
            evidence = "the two titles are a pair, and may say something else"
        else:
            evidence = "the two titles are a pair"
        yield reading.weigh(evidence, shown(one.title for one in main))


def weighed_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs of words; a pair is less likely if a third title is another end of the same tie."""
    pairs = list(word_pairs(view))
    for reading in pairs:
        if any(_shared_column(reading, other) is not None for other in pairs):
            reading.weigh("another title names the same end")
        yield reading


def shared_end(view: SheetView) -> Title | None:
    """Return the title of an end that two others are paired with: the child of a mother and a father."""
    pairs = list(word_pairs(view))
    shared = {_shared_column(one, other) for one in pairs for other in pairs} - {None}
    return next((title for title in view.titles if title.number in shared), None)


def _shared_column(one: Reading, other: Reading) -> int | None:
    """Return the only column that two pairs of one relation type share, if it is the same end of both."""
    if one.relation_type is None or one.relation_type != other.relation_type:
        return None
    shared = one.fields.items() & other.fields.items()
    return next(iter(shared))[0] if len(shared) == 1 else None


def counted_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs such as ``Person A`` and ``Company B``, or ``entity1`` and ``entity2``."""
    for one, two in COUNTERS:
        starts, ends = list(_sides(view, (one,))), list(_sides(view, (two,)))
        if one == "a":
            says = any(title.key in keys_of(RELATIONS, "type") | _DIRECTIONS for title in view.titles)
            starts, ends = ([side for side in group if side.stem or says] for group in (starts, ends))
        later = [side.stem for side in _sides(view, ("3", "c", "iii", "three"))]
        pairs = {role: pair for role, pair in _pair_up(starts, ends).items() if pair[0].stem not in later}
        is_lone = len(starts) == len(ends) == 1 and starts[0].role == ends[0].role
        if not pairs and is_lone and starts[0].stem not in later:
            pairs = {starts[0].role: (starts[0], ends[0])}
        reading = Reading(RELATIONS)
        if not _assign(reading, pairs):
            continue
        main = next(pairs[role] for role in ("id", "plain", "name") if role in pairs)
        if _belong_to_row(view, main) or _are_numbers(view, main):
            continue
        are_actors = all(word in ACTOR_WORDS and word not in _CONTACTS for end in main for word in end.stem)
        if not are_actors:
            reading.labels = (reading.labels[0] or _word(main[0]), reading.labels[1] or _word(main[1]))
        evidence = "two titles differ in a number or letter"
        if not are_actors:
            evidence += ", and name no kind of actor"
        yield reading.weigh(evidence, shown(end.title for end in main))


def _belong_to_row(view: SheetView, pair: Sequence[End]) -> bool:
    """Return whether numbered columns name members of the row's actor: some rows fill only the first."""
    first = view.titles[0]
    found, second = view.profile(first.number), view.profile(pair[1].title.number)
    if found is None or second is None or first.number >= pair[0].title.number or first.words == ("id",):
        return False
    return found.share(NAME) > MOSTLY and found.is_unique and second.filled < second.rows


def _are_numbers(view: SheetView, pair: Sequence[End]) -> bool:
    """Return whether two titles are bare numbers above cells that are not names: a row without titles."""
    profiles = [view.profile(end.title.number) for end in pair]
    return all(end.title.shown.isdecimal() for end in pair) and all(
        found is not None and found.share(NAME) <= MOSTLY for found in profiles
    )


def _word(end: End) -> str | None:
    return " ".join(end.stem).capitalize() or None


def half_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield the start of one pair and the end of another, such as ``source`` and ``to``."""
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


def lettered_pairs(view: SheetView) -> Iterator[Reading]:
    """Yield pairs such as ``n.name`` and ``m.name``, from the result of a query."""
    named = [title for title in view.titles if len(title.words) == 2 and len(title.words[0]) == 1]
    for last in ("id", "name"):
        pair = [title for title in named if title.words[1] == last]
        if len(pair) == 2:
            reading = Reading(RELATIONS, {pair[0].number: "source", pair[1].number: "target"})
            yield reading.weigh("two titles differ in a number or letter", shown(pair))
