"""Ids that several lists of a load use for different actors: person 1 and company 1 are distinct."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from sociogram.loaders.headers.evidence import keys_of
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.titles import title_key, title_words
from sociogram.loaders.headers.vocabulary.actor_titles import ACTOR_WORDS, KEY_WORDS
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATIONS
from sociogram.loaders.readers.cell_column import distinct_of
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.rows.entity_resolver import KnownEntities

_ID_FIELDS = ("id", "source", "target")
_LISTED = frozenset(("player", "account", "item"))
"""General words for actors that nevertheless name a separate list."""

_OF_THE_SAME = _LISTED | {"customer", "employee", "member", "patient", "pupil", "staff", "student", "user"}
"""Words that, in the title of a list's further ids, name the actor of the row."""

_TRIED = 20

Planned = tuple[Sheet, SheetPlan, FileReport]
_Numbering = tuple[Sheet, int, int]
"""A list, the number of its column of further ids, and that of its own ids."""


def name_id_spaces(inputs: Sequence[Planned], known: KnownEntities) -> None:
    """Prefix ids with their id space, if the titles name several or two lists have the same ids."""
    stated = {column.space for one in inputs for column in _id_columns(one[1]) if column.space}
    for sheet, plan, report in inputs:
        for column in _id_columns(plan):
            if len(stated) > 1 and column.space:
                _prefix(sheet, column, report, column.space)
    if stated:
        return
    lists = [
        (kind, distinct_of(sheet.columns[column.number]))
        for sheet, plan, _ in inputs
        if plan.kind == ENTITIES and not plan.is_exact
        for column in _id_columns(plan)
        if (kind := _kind(column.title))
    ]
    shared: set[str] = set()
    for (one, cells), (other, more) in combinations(lists, 2):
        if one != other and not {one, other} <= shared and not cells.isdisjoint(more):
            shared |= {one, other}
    for planned in inputs:
        if not planned[1].is_exact:
            _prefix_sheet(planned, shared, known)


def replace_other_ids(inputs: Sequence[Planned]) -> None:
    """Replace ids of another numbering of the same actors: ``player_id`` beside ``person_id`` in a list."""
    listed = {title_key(column.title) for _, plan, _ in inputs for column in _own_ids(plan)}
    numberings: dict[str, list[_Numbering]] = {}
    for sheet, plan, _ in inputs:
        for own in _own_ids(plan):
            for number, title in enumerate(sheet.header):
                if title_key(title) not in listed and _numbers_the_same(title, own.title):
                    numberings.setdefault(title_key(title), []).append((sheet, number, own.number))
    for lists in numberings.values():
        _replace_ids(inputs, lists)


def _own_ids(plan: SheetPlan) -> list[ColumnPlan]:
    own = plan.field("id") if plan.kind == ENTITIES and not plan.is_exact else None
    return [] if own is None or plan.field("name") is None else [own]


def _numbers_the_same(title: str, own: str) -> bool:
    """Return whether a title is for ids of the actors whose own ids have another title.

    Most ids in a list are those of other actors: ``spouse_id``, ``company_id`` and ``owner_id`` of a person.
    """
    *kinds, key = title_words(title) or ("",)
    label = next((ACTOR_WORDS[word] for word in title_words(own) if ACTOR_WORDS.get(word)), None)
    are_same = all(word in _OF_THE_SAME or (label and ACTOR_WORDS.get(word) == label) for word in kinds)
    return bool(kinds) and key in KEY_WORDS and are_same


def _replace_ids(inputs: Sequence[Planned], lists: Sequence[_Numbering]) -> None:
    """Replace the ids of one numbering in the ends of ties by the own ids of the lists that have both."""
    sheet, number, own = lists[0]
    words = set(title_words(sheet.header[number]))
    ends = [
        (other, column, report)
        for other, plan, report in inputs
        for column in (_id_columns(plan) if plan.kind == RELATIONS and not plan.is_exact else ())
        if column.name != "id" and words <= set(title_words(column.title))
    ]
    ids = _translation(lists) if ends else {}
    for other, column, report in ends:
        cells = other.columns[column.number]
        if ids and distinct_of(cells) <= {*ids, ""}:
            other.columns[column.number] = [ids.get(cell, "") for cell in cells]
            report.readings.append(
                f"Ids in `{column.title}` are those of `{sheet.header[number]}` in {sheet.file}; "
                f"they became those of `{sheet.header[own]}`."
            )


def _translation(lists: Sequence[_Numbering]) -> dict[str, str]:
    """Return the own id by each id of another numbering; empty if two actors share one."""
    ids: dict[str, str] = {}
    for sheet, number, own in lists:
        for cell, own_id in zip(sheet.columns[number], sheet.columns[own], strict=True):
            if cell and ids.setdefault(cell, own_id) != own_id:
                return {}
    return ids


def _prefix_sheet(planned: Planned, shared: set[str], known: KnownEntities) -> None:
    """Prefix the ids in a sheet whose kind other lists share, and those of its own rows that it refers to."""
    sheet, plan, report = planned
    own: tuple[str, set[str]] | None = None
    for column in (*_id_columns(plan), *_related_columns(plan)):
        kind = _meant(column, plan, shared) or _known_kind(column, plan, sheet, known)
        cells = sheet.columns[column.number]
        if kind is None and own is not None and distinct_of(cells) <= own[1]:
            kind = own[0]  # a manager is one of the employees
        if kind is None:
            continue
        if column.name == "id":
            own = kind, distinct_of(cells)
        _prefix(sheet, column, report, kind)


def _related_columns(plan: SheetPlan) -> list[ColumnPlan]:
    """Return the columns of ids that tie the row's actor to another."""
    return [tie.columns[0] for tie in plan.ties if KEY_WORDS.intersection(title_words(tie.columns[0].title))]


def _id_columns(plan: SheetPlan) -> list[ColumnPlan]:
    return [column for column in plan.columns if column.is_field and column.name in _ID_FIELDS]


def _kind(title: str) -> str | None:
    """Return ``person`` for ``person_id`` and ``pid`` for itself; None if a title names no kind of actor."""
    words = title_words(title)
    if any(ACTOR_WORDS.get(word) == "" and word not in _LISTED for word in words):
        return None
    if len(words) == 1:
        return None if title_key(title) in keys_of(ENTITIES, "id") or words[0] in KEY_WORDS else words[0]
    return "-".join(words[:-1]) if words and words[-1] in KEY_WORDS else None


def _meant(column: ColumnPlan, plan: SheetPlan, kinds: set[str]) -> str | None:
    """Return the kind whose ids a column holds, by the words of its title."""
    if plan.kind == RELATIONS and column.name == "id":
        return None
    words = {word for word in title_words(column.title) if not word.isdigit()}
    named = [kind for kind in sorted(kinds, key=len, reverse=True) if set(kind.split("-")) <= words]
    return next((kind for kind in named if words & KEY_WORDS or words == {kind}), None)


def _known_kind(column: ColumnPlan, plan: SheetPlan, sheet: Sheet, known: KnownEntities) -> str | None:
    """Return the kind that prefixes the ids of an end in the graph, if an earlier load prefixed them."""
    if plan.kind != RELATIONS or column.name == "id" or not known.names:
        return None
    words = title_words(column.title)
    cells = sheet.columns[column.number][:_TRIED]
    kinds = [word for word in words if word not in KEY_WORDS] if set(words) & KEY_WORDS else []
    found = (kind for kind in kinds if any(f"{kind}:{cell}" in known.names for cell in cells))
    return next(found, None)


def _prefix(sheet: Sheet, column: ColumnPlan, report: FileReport, space: str) -> None:
    cells = sheet.columns[column.number]
    sheet.columns[column.number] = [cell and f"{space}:{cell}" for cell in cells]
    report.readings.append(f"Ids of `{column.title}` became `{space}:…` as the files use several id spaces.")
