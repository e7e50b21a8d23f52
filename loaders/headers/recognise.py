"""Recognises the kind of a sheet, and which column is which field.

Each decision that could have gone otherwise is stated as a sentence in the load report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, RELATION_TYPE_FIELDS, SOURCE_FIELDS
from sociogram.graph.errors import DataError
from sociogram.loaders.headers.evidence import ENOUGH, MOSTLY, Reading, Related, SheetView
from sociogram.loaders.headers.other_cells import holds_something_else
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan, with_dates
from sociogram.loaders.headers.profile import NAME, Profile
from sociogram.loaders.headers.provenance import certain_status, other_sources
from sociogram.loaders.headers.readings import readings_of
from sociogram.loaders.headers.sentences import (
    doubt,
    explained,
    other_names,
    sentences_on,
    statements,
    unlikely,
)
from sociogram.loaders.headers.title_fields import alias_keys
from sociogram.loaders.headers.titles import Title, parse_title, title_key
from sociogram.loaders.headers.vocabulary.aliases import (
    ALIASES,
    DENIED_BY,
    END_FIELDS,
    ENTITIES,
    IGNORED,
    REJECT_TITLES,
    RELATION_TYPES,
    RELATIONS,
    SOURCES,
)

_FIELDS = {
    ENTITIES: ENTITY_FIELDS,
    RELATIONS: ("id", *RELATION_FIELDS),
    SOURCES: SOURCE_FIELDS,
    RELATION_TYPES: RELATION_TYPE_FIELDS,
}


@dataclass(slots=True)
class _Assignment:
    """The fields assigned so far; each title becomes one field at most."""

    titles: list[Title]
    taken: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def free(self) -> dict[str, Title]:
        """Return the unassigned titles by key, the first of each."""
        found: dict[str, Title] = {}
        for title in self.titles:
            if title.number not in self.taken:
                found.setdefault(title.key, title)
        return found

    def take(self, title: Title, name: str) -> None:
        self.taken[title.number] = name

    def has(self, name: str) -> bool:
        return name in self.taken.values()


def plan_sheet(
    header: Sequence[str],
    file: str,
    mapping: Mapping[str, str] | None = None,
    kind: str | None = None,
    *,
    name: str | None = None,
    profile: Callable[[int], Profile | None] = lambda _: None,
    meets: Callable[[int], float] = lambda _: 0.0,
    is_referenced: Callable[[int], bool] = lambda _: False,
    is_key_elsewhere: Callable[[int], bool] = lambda _: False,
    explain: bool = False,
    holds_claims: Callable[[int], bool] = lambda _: False,
    note: str = "",
) -> SheetPlan:
    """Return the plan for a sheet by its titles, its name and its cells.

    Args:
        header: the titles as written.
        file: the file, for messages.
        mapping: column title to field (``ignored`` ignores the column, any other word is a property's name).
        kind: the kind of sheet, if it is known.
        name: the name of the sheet, which decides if the titles do not; by default the file's.
        profile: returns the profile of a column's cells, by number.
        meets: returns the share of a column's cells that name a known actor.
        is_referenced: returns whether a column of another sheet refers to a column's cells.
        is_key_elsewhere: returns whether a column's cells are the ids of another sheet, under the same title.
        explain: whether to describe the cells and the other possible readings.
        holds_claims: returns whether a column's cells are ids of claims in the graph.
        note: what may be wrong with the sheet, for the error.

    Raises:
        DataError: no reading of the sheet is likely enough.
    """
    titles = [parse_title(number, raw) for number, raw in enumerate(header)]
    assignment = _Assignment(titles)
    own_names = _apply_mapping(assignment, header, mapping or {})
    _ignore_columns(assignment, profile)
    free = [title for title in titles if title.number not in assignment.taken]
    others = [title for title in free if not title.asks_who_says]
    view = SheetView(
        others,
        dict(assignment.taken),
        name or file,
        profile,
        meets,
        is_referenced,
        is_key_elsewhere,
        names_voices=len(others) < len(free),
    )
    if kind is None and _is_correction(assignment, view, holds_claims):
        return _plan_correction(assignment, own_names)
    # A format with separate actors and ties does not have ties in columns of actors.
    readings = [one for one in readings_of(view) if kind is None or (one.kind == kind and not one.related)]
    if kind is None and (error := statements(view, (*readings, Reading(ENTITIES))[0], file)) is not None:
        raise error
    if kind is None and not (readings and readings[0].points >= ENOUGH):
        raise unlikely(view, titles, readings, file, note)
    best = readings[0] if readings else Reading(kind or ENTITIES)
    plan = _plan(assignment, best, own_names, view)
    _require(plan, titles, file)
    sentences = (doubt(view, best, readings[1:]) or other_names(view, best)) if kind is None else []
    sentences += sentences_on(plan, best, assignment.notes)
    explanation = tuple(explained(view, readings)) if explain else ()
    return replace(plan, readings=tuple(sentences), explanation=explanation)


def _plan(
    assignment: _Assignment, reading: Reading, own_names: set[int], view: SheetView | None = None
) -> SheetPlan:
    """Assign to each title its field in the reading, or else that of the alias table."""
    for title in assignment.titles:
        if title.number in reading.fields:
            assignment.take(title, reading.fields[title.number])
    of_ties = {number for one in reading.related for number in one.numbers}
    for title in assignment.titles:
        if title.number in of_ties:
            assignment.take(title, IGNORED)
    _assign_by_titles(assignment, reading, view)
    _assign_by_cells(assignment, reading.kind, view.profile if view is not None else lambda _: None)
    columns = _columns(assignment, reading.kind, own_names)
    copied = (title for title in assignment.titles if title.number in reading.copied)
    columns += [ColumnPlan(title.number, title.shown, title.shown, False, "string") for title in copied]
    if reading.name_parts:
        titles = [title for number in reading.name_parts for title in assignment.titles[number : number + 1]]
        shown = " + ".join(title.shown for title in titles)
        columns.append(ColumnPlan(titles[0].number, shown, "name", True, parts=reading.name_parts))
    plan = SheetPlan(
        reading.kind,
        with_dates(reading.kind, columns),
        end_labels=reading.labels,
        label=reading.label,
        relation_type=reading.relation_type,
    )
    ties = (_tie_plan(plan, one, assignment.titles) for one in reading.related)
    return replace(plan, ties=tuple(tie for tie in ties if tie is not None))


def _assign_by_titles(assignment: _Assignment, reading: Reading, view: SheetView | None) -> None:
    """Assign to each field the first free title of the alias table, unless its cells hold something else."""
    for name, keys in alias_keys()[reading.kind].items():
        if assignment.has(name) or (name == "name" and reading.name_parts):
            continue
        free = assignment.free()
        found = next((free[key] for key in keys if key in free), None)
        if found is None:
            continue
        if view is None or not holds_something_else(view, reading, found, name):
            assignment.take(found, name)
        elif name == "via":
            assignment.notes.append(f"`{found.shown}` says by which means, so it is a property.")


def _assign_by_cells(assignment: _Assignment, kind: str, profile: Callable[[int], Profile | None]) -> None:
    """Assign `source 1`, `source 2`, or else `evidence URL` or `lien`, to the sources, if no column is.

    In ties, a status such as `alleged` is the certainty, and `who says it` the claimant.
    """
    if kind == RELATIONS and not assignment.has("claimed_by"):
        voice = next((one for one in assignment.free().values() if one.asks_who_says), None)
        if voice is not None:
            assignment.take(voice, "claimed_by")
    if kind == RELATIONS and not assignment.has("certainty"):
        for title in certain_status(assignment.free().values(), profile):
            assignment.take(title, "certainty")
    keys = alias_keys()[kind].get("sources", ())
    if assignment.has("sources") or not keys:
        return
    free = [title for title in assignment.titles if title.number not in assignment.taken]
    ends = [title for title in assignment.titles if assignment.taken.get(title.number) in END_FIELDS]
    words = {word for title in ends for word in title.words}
    for found in other_sources(free, keys, words, profile):
        assignment.take(found, "sources")


def _tie_plan(plan: SheetPlan, one: Related, titles: Sequence[Title]) -> SheetPlan | None:
    """Return the plan that reads a column of related actors as relations."""
    key = plan.field("id") or plan.field("name")
    if key is None:
        return None
    cell_end, row_end = ("source", "target") if one.cell_starts else ("target", "source")
    columns = [
        ColumnPlan(one.title.number, one.title.shown, cell_end, True),
        replace(key, name=row_end, typed=None),
    ]
    named = one.name if one.is_key else one.title
    if named is not None:
        # The row names that actor, so it does not become a stub.
        columns.append(ColumnPlan(named.number, named.shown, f"{cell_end}_name", True))
    for number, name in one.attributes.items():
        title = titles[number]
        columns.append(ColumnPlan(number, title.shown, name or title.shown, name is not None, title.typed))
    columns += [column for column in plan.columns if column.is_field and column.name == "sources"]
    labels = (one.label, None) if one.cell_starts else (None, one.label)
    return SheetPlan(
        RELATIONS, tuple(columns), end_labels=labels, relation_type=one.relation_type, is_of_list=True
    )


def mapping_keys(written: str) -> tuple[str, ...]:
    """Return the keys by which a mapping can name a column: its title with its type, or without."""
    title = parse_title(0, written)
    return title_key(written), title_key(title.shown), title.key


def _apply_mapping(assignment: _Assignment, header: Sequence[str], mapping: Mapping[str, str]) -> set[int]:
    """Apply the user's mapping; return the numbers of columns whose property name the user chose."""
    wanted = {title_key(column): name for column, name in mapping.items()}
    fields = {name for fields in _FIELDS.values() for name in fields} | {
        *END_FIELDS,
        "weight",
        "is_current",
        "mutual",
        DENIED_BY,
    }
    named: set[int] = set()
    for title, written in zip(assignment.titles, header, strict=True):
        name = next((wanted[key] for key in mapping_keys(written) if key in wanted), None)
        if name is not None:
            name = name.strip()
            assignment.take(title, IGNORED if name.lower() in ("ignore", IGNORED) else name)
            assignment.notes.append(f"Column `{title.shown}` is mapped to `{name}`.")
            if name not in fields:
                named.add(title.number)
    return named


def _ignore_columns(assignment: _Assignment, profile: Callable[[int], Profile | None]) -> None:
    rejects = {title.shown for title in assignment.titles} >= set(REJECT_TITLES[1:])
    for title in assignment.titles:
        if title.number in assignment.taken:
            continue
        if title.key == ":ignore" or (rejects and title.shown in REJECT_TITLES):
            assignment.take(title, IGNORED)
        elif title.number == 0 and not title.key and not _holds_names(profile(0)):
            assignment.take(title, IGNORED)
            assignment.notes.append("The first column has no title and was left out (row numbers).")


def _holds_names(found: Profile | None) -> bool:
    return found is not None and found.share(NAME) > MOSTLY and found.is_unique


_OF_CLAIMS = (
    *("target", "polarity", "modality", "claimed_by", "via", "certainty", "cites", "paragraph", "quote"),
    *("mention", "about", "contradicts", "supersedes", "review", *ALIASES[RELATIONS][DENIED_BY]),
)
"""Columns that only claims have."""


def _is_correction(assignment: _Assignment, view: SheetView, holds_claims: Callable[[int], bool]) -> bool:
    """Return whether a sheet has ids of claims, but no names, no pair of ends and no wordings of a type.

    The ids are those of claims if there are columns that only claims have, or if the graph has these claims.
    """
    fields = {title_key(name): number for number, name in assignment.taken.items()}
    numbers = {key: title.number for key, title in assignment.free().items()} | fields
    naming = {key for name in ("name", "aliases") for key in alias_keys()[ENTITIES][name]}
    own = next((key for key in alias_keys()[RELATIONS]["id"] if key in numbers), None)
    if own is None or numbers.keys() & {*naming, "forward", "backward"}:
        return False
    if any(_has_ends(view, one) for one in readings_of(view) if one.points >= ENOUGH):
        return False
    if own == title_key("id") and numbers.keys() & set(map(title_key, _OF_CLAIMS)):
        return True
    return holds_claims(numbers[own])


def _has_ends(view: SheetView, reading: Reading) -> bool:
    """Return whether a reading has ends; other columns of a claim, such as `claimed_by`, do not count."""
    if reading.kind != RELATIONS:
        return False
    keys = {title.key for title in view.titles if reading.fields.get(title.number) in ("source", "target")}
    return keys == {"source", "target"} or not keys <= set(map(title_key, _FIELDS[RELATIONS]))


def _plan_correction(assignment: _Assignment, own_names: set[int]) -> SheetPlan:
    """Plan to read each title that is exactly the name of a field as that field."""
    for name in _FIELDS[RELATIONS]:
        keys = alias_keys()[RELATIONS]["id"] if name == "id" else (title_key(name),)
        title = next((found for key in keys if (found := assignment.free().get(key)) is not None), None)
        if title is not None and not assignment.has(name):
            assignment.take(title, name)
    plan = _plan(assignment, Reading(RELATIONS), own_names)
    plan = replace(plan, is_correction=True)
    return replace(plan, readings=tuple(sentences_on(plan, Reading(RELATIONS), assignment.notes)))


def _columns(assignment: _Assignment, kind: str, own_names: set[int]) -> list[ColumnPlan]:
    known = {*_FIELDS[kind], *ALIASES[kind], *((*END_FIELDS, "mutual") if kind == RELATIONS else ())}
    used = set(assignment.taken.values()) | set(_FIELDS[kind])
    columns = []
    for title in assignment.titles:
        name = assignment.taken.get(title.number)
        if name == IGNORED:
            continue
        if name is not None and name in known and title.number not in own_names:
            columns.append(ColumnPlan(title.number, title.shown, name, True, title.typed, title.space))
            continue
        wanted = name or title.shown or f"column_{title.number + 1}"
        unique, number = wanted, 2
        while name is None and unique in used:
            unique, number = f"{wanted}_{number}", number + 1
        used.add(unique)
        if unique != (name or title.shown):
            which = f"(`{title.shown}`)" if title.shown else "has no title and"
            assignment.notes.append(f"Column {title.number + 1} {which} becomes the property `{unique}`.")
        columns.append(ColumnPlan(title.number, title.shown, unique, False, title.typed))
    return columns


_WANTED = {
    ENTITIES: (("id", "name"),),
    RELATIONS: (("source",), ("target",)),
    SOURCES: (("id", "title", "url"),),
    RELATION_TYPES: (("type",),),
}


def _require(plan: SheetPlan, titles: list[Title], file: str) -> None:
    if all(any(plan.field(name) for name in names) for names in _WANTED[plan.kind]):
        return
    seen = ", ".join(f"`{title.shown}`" for title in titles if title.shown) or "none"
    raise DataError(
        f"No title says what the rows are; the titles are: {seen}.",
        file=file,
        line=1,
        cure="An actor needs `id` or `name`, a tie `source` and `target`. "
        "Rename a column, or say which it is: --map 'COLUMN=FIELD'.",
    )


def plan_mixed(header: Sequence[str], mapping: Mapping[str, str] | None, plan: SheetPlan) -> SheetPlan | None:
    """Return the plan that reads rows without ends in a relation sheet as entities, or None.

    Such a sheet has an entity's name or labels in columns that relations do not use.
    """
    used = {column.number for column in plan.columns if column.is_field}
    without_ends = [
        "" if number in used and number not in _shared_columns(plan) else title
        for number, title in enumerate(header)
    ]
    try:
        entity = plan_sheet(without_ends, "entities", mapping if mapping else None, ENTITIES)
    except DataError:
        return None
    naming = [entity.field("name"), entity.field("type")]
    if not any(column is not None and column.number not in used for column in naming):
        return None
    blank = {number for number, title in enumerate(without_ends) if not title}
    columns = tuple(column for column in entity.columns if column.number not in blank)
    return replace(entity, columns=columns)


def _shared_columns(plan: SheetPlan) -> set[int]:
    """Return the numbers of columns that mean the same for an entity and a relation."""
    names = {"id", "type", "summary", "sources"}
    return {column.number for column in plan.columns if column.is_field and column.name in names}
