"""Recognise what a sheet is, and which of its columns is which field.

Every choice that could have gone another way is a *reading*, a sentence in the load report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath

from sociogram.graph.common.text import clean, strip_accents
from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, RELATION_TYPE_FIELDS, SOURCE_FIELDS
from sociogram.graph.errors import DataError
from sociogram.loaders.headers.aliases import (
    ALIASES,
    END_FIELDS,
    END_PAIRS,
    ENTITIES,
    FILE_NAMES,
    GENERIC_WORDS,
    IGNORED,
    NAME_PAIRS,
    REJECT_TITLES,
    RELATION_TYPES,
    RELATIONS,
    SOURCES,
    TYPE_PAIRS,
)
from sociogram.loaders.values.types import is_kind

KIND_WORDS = {
    ENTITIES: "entities",
    RELATIONS: "relations",
    SOURCES: "sources",
    RELATION_TYPES: "relation types",
}
_FIELDS = {
    ENTITIES: ENTITY_FIELDS,
    RELATIONS: ("id", *RELATION_FIELDS),
    SOURCES: SOURCE_FIELDS,
    RELATION_TYPES: RELATION_TYPE_FIELDS,
}
_NEO4J_WORDS = ("id", "label", "start_id", "end_id", "type", "ignore")


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How one column is read.

    Attributes:
        number: its number in the sheet, from 0.
        title: as written, with clean spaces.
        name: the field, or the property's name.
        is_field: a field of the contract (or an end's name or type), not a free property.
        typed: the type that the title states (``long``, ``string[]``).
        space: neo4j-admin's id space, as in ``:ID(Person)``.
    """

    number: int
    title: str
    name: str
    is_field: bool
    typed: str | None = None
    space: str | None = None


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet is read as rows of one table.

    Attributes:
        kind: of the table.
        columns: how each is read.
        readings: sentences for the report.
        end_labels: the types of the ends that their titles state.
        is_exact: sociogram wrote it, so that no cell is rewritten (``own_files``).
        is_admin: it wrote it for ``neo4j-admin``.
        list_delimiter: between the values of a list there.
    """

    kind: str
    columns: tuple[ColumnPlan, ...]
    readings: tuple[str, ...] = ()
    end_labels: tuple[str | None, str | None] = (None, None)
    is_exact: bool = False
    is_admin: bool = False
    list_delimiter: str = ";"

    def field(self, name: str) -> ColumnPlan | None:
        """Return the column that is this field, if there is one."""
        return next((column for column in self.columns if column.is_field and column.name == name), None)


@dataclass(frozen=True, slots=True)
class _Title:
    """A parsed title: ``age:long`` is key ``age``, typed ``long``."""

    number: int
    shown: str
    key: str
    typed: str | None = None
    space: str | None = None


@dataclass(slots=True)
class _Assignment:
    """Fields found so far; each title gives one field only."""

    titles: list[_Title]
    taken: dict[int, str] = field(default_factory=dict)
    readings: list[str] = field(default_factory=list)

    def free(self) -> dict[str, _Title]:
        """Return the unassigned titles by key, the first of each."""
        found: dict[str, _Title] = {}
        for title in self.titles:
            if title.number not in self.taken:
                found.setdefault(title.key, title)
        return found

    def take(self, title: _Title, name: str) -> None:
        self.taken[title.number] = name

    def has(self, name: str) -> bool:
        return name in self.taken.values()


def title_key(title: str) -> str:
    """Return a title without regard to case, spaces, ``_``, ``-`` and accents."""
    letters = strip_accents(clean(title)).casefold()
    return letters.translate({ord(" "): None, ord("_"): None, ord("-"): None})


@lru_cache(maxsize=1)
def _neo4j_pattern() -> re.Pattern[str]:
    words = "|".join(_NEO4J_WORDS)
    return re.compile(
        rf"(?P<name>[^:]*):(?P<word>{words})(?:\((?P<space>[^)]*)\))?(?:\{{.*\}})?", re.IGNORECASE
    )


def _split_title(number: int, raw: str) -> _Title:
    shown = clean(raw)
    special = _neo4j_pattern().fullmatch(shown)
    if special:
        key = ":" + title_key(special["word"])
        return _Title(number, shown, key, space=special["space"] or None)
    name, colon, kind = shown.rpartition(":")
    base = kind.partition("{")[0].strip()
    if colon and name and is_kind(base):
        return _Title(number, name, title_key(name), typed=base)
    return _Title(number, shown, title_key(shown))


def _key_of_alias(alias: str) -> str:
    return ":" + title_key(alias[1:]) if alias.startswith(":") else title_key(alias)


@lru_cache(maxsize=1)
def _alias_keys() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        kind: {name: tuple(map(_key_of_alias, aliases)) for name, aliases in fields.items()}
        for kind, fields in ALIASES.items()
    }


def plan_sheet(
    header: Sequence[str], file: str, mapping: Mapping[str, str] | None = None, kind: str | None = None
) -> SheetPlan:
    """Recognise a sheet by its titles.

    Args:
        header: the titles as written.
        file: the file's name; it decides where the titles leave the kind of sheet open.
        mapping: column title to field (``ignored`` leaves it out, any other word is a property's name).
        kind: the kind of sheet, where it is known.

    Raises:
        DataError: no field is recognised that would make a row an entity or a relation.
    """
    titles = [_split_title(number, raw) for number, raw in enumerate(header)]
    assignment = _Assignment(titles)
    own_names = _apply_mapping(assignment, header, mapping or {})
    _leave_out(assignment)
    if kind is None:
        kind = _kind_of(assignment, file)
    end_labels: tuple[str | None, str | None] = (None, None)
    if kind == RELATIONS:
        end_labels = _assign_ends(assignment)
    for name, keys in _alias_keys()[kind].items():
        if not assignment.has(name):
            free = assignment.free()
            found = next((free[key] for key in keys if key in free), None)
            if found is not None:
                assignment.take(found, name)
    columns = _columns(assignment, kind, own_names)
    plan = SheetPlan(kind, tuple(columns), (), end_labels)
    _require(plan, titles, file)
    return replace(plan, readings=tuple(_readings(plan, assignment)))


def mapping_keys(written: str) -> tuple[str, ...]:
    """Return the keys by which a mapping can name a column: its title with its type, or without."""
    title = _split_title(0, written)
    return title_key(written), title_key(title.shown), title.key


def _apply_mapping(assignment: _Assignment, header: Sequence[str], mapping: Mapping[str, str]) -> set[int]:
    """Apply the user's mapping; return the numbers of columns whose property name is the user's."""
    wanted = {title_key(column): name for column, name in mapping.items()}
    fields = {name for fields in _FIELDS.values() for name in fields} | {*END_FIELDS, "weight", "is_current"}
    named: set[int] = set()
    for title, written in zip(assignment.titles, header, strict=True):
        name = next((wanted[key] for key in mapping_keys(written) if key in wanted), None)
        if name is not None:
            name = name.strip()
            assignment.take(title, IGNORED if name.lower() in ("ignore", IGNORED) else name)
            assignment.readings.append(f"Column `{title.shown}` is mapped to `{name}`.")
            if name not in fields:
                named.add(title.number)
    return named


def _leave_out(assignment: _Assignment) -> None:
    rejects = {title.shown for title in assignment.titles} >= set(REJECT_TITLES[1:])
    for title in assignment.titles:
        if title.number in assignment.taken:
            continue
        if title.key == ":ignore" or (rejects and title.shown in REJECT_TITLES):
            assignment.take(title, IGNORED)
        elif title.number == 0 and not title.key:
            assignment.take(title, IGNORED)
            assignment.readings.append("The first column has no title and was left out (row numbers).")


def _kind_of(assignment: _Assignment, file: str) -> str:
    keys = set(assignment.free()) | {_key_of_alias(name) for name in assignment.taken.values()}
    stem = PurePath(file).stem.casefold()
    named = next((kind for kind, names in FILE_NAMES.items() if stem.startswith(names)), None)
    if {"forward", "backward"} <= keys or (named == RELATION_TYPES and "type" in keys):
        return RELATION_TYPES
    if _find_ends(assignment) is not None:
        return RELATIONS
    has_type = bool(keys & set(_alias_keys()[ENTITIES]["type"]))
    title_like = keys & set(_alias_keys()[SOURCES]["title"])
    if (
        title_like
        and not has_type
        and "title" in keys
        and keys & {"author", "authors", "publisher", "language"}
    ):
        return SOURCES
    if named == SOURCES and (title_like or "url" in keys):
        return SOURCES
    return RELATIONS if named == RELATIONS and not keys & {"name", ":id", "id"} else ENTITIES


def _find_ends(assignment: _Assignment) -> tuple[tuple[_Title, _Title], str] | None:
    """Find the titles of both ends, and how they were found."""
    free = assignment.free()
    mapped = {name: title for title in assignment.titles for name in (assignment.taken.get(title.number),)}
    if "source" in mapped and "target" in mapped:
        return (mapped["source"], mapped["target"]), "mapped"
    for start, end in END_PAIRS:
        pair = free.get(_key_of_alias(start)), free.get(_key_of_alias(end))
        if pair[0] is not None and pair[1] is not None:
            return (pair[0], pair[1]), "pair"
    numbered = _numbered_ends(free)
    if numbered is not None:
        return numbered, "numbered"
    firsts = [mapped.get("source"), *(free.get(_key_of_alias(start)) for start, _ in END_PAIRS)]
    seconds = [mapped.get("target"), *(free.get(_key_of_alias(end)) for _, end in END_PAIRS)]
    first = next((title for title in firsts if title is not None), None)
    second = next((title for title in seconds if title is not None), None)
    return ((first, second), "single") if first is not None and second is not None else None


def _numbered_ends(free: Mapping[str, _Title]) -> tuple[_Title, _Title] | None:
    """Find ``Person A`` and ``Organization B``, ``Company 1`` and ``Company 2``."""
    for one, two in (("a", "b"), ("1", "2")):
        found = [
            [
                title
                for title in free.values()
                if (words := title.shown.replace("_", " ").casefold().split())[-1:] == [end]
                and len(words) > 1
            ]
            for end in (one, two)
        ]
        if len(found[0]) == 1 and len(found[1]) == 1:
            return found[0][0], found[1][0]
    return None


def _assign_ends(assignment: _Assignment) -> tuple[str | None, str | None]:
    """Take the ends with their names and types; return the labels that the titles themselves state."""
    found = _find_ends(assignment)
    if found is None:
        return None, None
    ends, how = found
    for title, name in zip(ends, ("source", "target"), strict=True):
        assignment.take(title, name)
    if how in ("single", "numbered"):
        assignment.readings.append(f"A relation goes from `{ends[0].shown}` to `{ends[1].shown}`.")
    for pairs, names in (
        (NAME_PAIRS, ("source_name", "target_name")),
        (TYPE_PAIRS, ("source_type", "target_type")),
    ):
        if not assignment.has(names[0]):
            free = assignment.free()
            own = [(f"{title.shown} {names[0].rpartition('_')[2]}") for title in ends]
            for pair in ((own[0], own[1]), *pairs):
                titles = [free.get(title_key(alias)) for alias in pair]
                if titles[0] is not None and titles[1] is not None:
                    assignment.take(titles[0], names[0])
                    assignment.take(titles[1], names[1])
                    break
    labels = (_label_in(ends[0].shown), _label_in(ends[1].shown))
    if any(labels) and not assignment.has("source_type"):
        for end, label in zip(ends, labels, strict=True):
            if label:
                assignment.readings.append(f"The title `{end.shown}` states the type of that end.")
    return labels


def _label_in(title: str) -> str | None:
    """Return ``Person`` for ``Person A``; None if the word is generic."""
    words = title.replace("_", " ").split()
    if len(words) < 2 or words[-1].casefold() not in ("a", "b", "1", "2"):
        return None
    word = " ".join(words[:-1])
    return None if word.casefold() in GENERIC_WORDS else word


def _columns(assignment: _Assignment, kind: str, own_names: set[int]) -> list[ColumnPlan]:
    known = {*_FIELDS[kind], *ALIASES[kind], *(END_FIELDS if kind == RELATIONS else ())}
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
            assignment.readings.append(
                f"Column {title.number + 1} (`{title.shown}`) becomes the property `{unique}`."
            )
        columns.append(ColumnPlan(title.number, title.shown, unique, False, title.typed))
    return columns


_WANTED = {
    ENTITIES: (("id", "name"),),
    RELATIONS: (("source",), ("target",)),
    SOURCES: (("id", "title", "url"),),
    RELATION_TYPES: (("type",),),
}


def _require(plan: SheetPlan, titles: list[_Title], file: str) -> None:
    if all(any(plan.field(name) for name in names) for names in _WANTED[plan.kind]):
        return
    seen = ", ".join(f"`{title.shown}`" for title in titles if title.shown) or "none"
    raise DataError(
        f"No title says what the rows are; the titles are: {seen}.",
        file=file,
        line=1,
        cure="An entity needs `id` or `name`, a relation `source` and `target`. "
        "Rename a column, or say which it is: --map 'COLUMN=FIELD'.",
    )


def _readings(plan: SheetPlan, assignment: _Assignment) -> list[str]:
    readings = [f"Read as {KIND_WORDS[plan.kind]}."]
    renamed = [
        f"`{column.title}` as {column.name}"
        for column in plan.columns
        if column.is_field and title_key(column.title) != title_key(column.name)
    ]
    if renamed:
        readings.append(f"Columns: {', '.join(renamed)}.")
    sources = next((column for column in plan.columns if column.is_field and column.name == "sources"), None)
    if sources is not None and title_key(sources.title) == "source":
        readings.append("`source` says where the information comes from, not where a relation starts.")
    source = plan.field("source")
    if plan.kind == RELATIONS and source is not None and title_key(source.title) == "source":
        readings.append("`source` is where a relation starts, because there is a column for its other end.")
    properties = [f"`{column.name}`" for column in plan.columns if not column.is_field]
    if properties:
        readings.append(f"Properties: {', '.join(properties)}.")
    return readings + assignment.readings


def plan_mixed(header: Sequence[str], mapping: Mapping[str, str] | None, plan: SheetPlan) -> SheetPlan | None:
    """Return how the rows without ends of a relation sheet read as entities, if they can.

    Such a sheet has the name or the labels of an entity in columns that relations do not use.
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
    """Columns that mean the same for an entity and a relation."""
    names = {"id", "type", "summary", "sources"}
    return {column.number for column in plan.columns if column.is_field and column.name in names}
