"""Cells at an end of ties, or of voices, that name several actors: the row becomes one for each of them.

Bars, semicolons and JSON or Python lists separate them, unless the whole cell names a known actor. Commas,
slashes, line ends and words such as ``and``, which may follow a semicolon, do so only if each part is a known
actor or occurs alone in another cell. Commas and line ends also do so under a title in the plural, and commas
between firms with their forms (``Keel BV, Dune BV``). ``Keel, Ann`` and ``Keel Ltd, London`` are one actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from sociogram.graph.common.names import is_company_form, name_words, without_company_form
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.titles import title_words
from sociogram.loaders.headers.vocabulary.actor_titles import PLURALS
from sociogram.loaders.headers.vocabulary.aliases import ENDS, ENTITIES, RELATIONS
from sociogram.loaders.readers.cell_column import CellColumn, distinct_of
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import REJECTED, FileReport, RejectedRow, Remark
from sociogram.loaders.report_words import line_words
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.repeated_rows import repeat_rows
from sociogram.loaders.rows.table_rows import shown
from sociogram.loaders.values.lists import is_literal_list, list_parts, short_names
from sociogram.loaders.values.naming import name_key

_SURE = ("|", ";", "[", "{")
_OPEN = (",", "\n", "/")
_JOINING = (" & ", " and ", " en ", " y ", " et ", " und ", " + ")
_BETWEEN_NAMES = re.compile(r"\s*,\s*(?:(?:and|en|y|et|und)\s+)?|\s+(?:&|\+|and|en|y|et|und)\s+")
_LAST_OF_SEVERAL = re.compile(r"^(.*,.*?),?\s+(?:&|and|en|y|et|und)\s+(?=[^,]*$)", re.DOTALL)
"""The word before the last of several names: ``Ann Bee, Bob Cee and Cy Dow``."""
_BETWEEN_TWO = re.compile(r"\s+(?:&|and|en|y|et|und)\s+")
_IN_ONE_NAME = frozenset(("of", "for", "the", "voor", "para", "pour", "für"))
"""Words of names in which ``and`` does not separate two actors."""
_MOST_PARTS = 200
_MOST_WORDS = 6
"""A line with more words is a sentence rather than a name."""

Planned = tuple[Sheet, SheetPlan, FileReport]


def split_end_lists(inputs: Sequence[Planned], known: KnownEntities) -> None:
    """Create a row for each actor in a cell that names several, with the other cells of its row.

    A correction is about one claim, so its rows are rejected.
    """
    actors = _Actors(inputs, known)
    for sheet, plan, report in inputs:
        if plan.is_exact or plan.is_admin:
            continue
        for column in _end_columns(plan):
            parts = _lists_in(sheet, column, actors)
            if plan.is_correction:
                _reject(sheet, column, parts, report)
            elif parts:
                _report(sheet, column, parts, report)
                _split(sheet, plan, report, column, parts)


def _end_columns(plan: SheetPlan) -> list[ColumnPlan]:
    """Return the columns of ends and of voices: two voices make two claims."""
    ends = [plan.field(name) for name in (*ENDS, "claimed_by")] if plan.kind == RELATIONS else []
    return [*filter(None, ends), *(tie.columns[0] for tie in plan.ties)]


class _Actors:
    """Knows which texts name an actor: in the target, in a list of the load, or alone in an end's cell."""

    def __init__(self, inputs: Sequence[Planned], known: KnownEntities) -> None:
        self._inputs = inputs
        self._known = known

    def are_listed(self, text: str) -> bool:
        """Return whether the target or a list of actors has this name or id."""
        return name_key(text) in self._listed or bool(self._known.called(text))

    def are_named(self, text: str) -> bool:
        """Return whether a text names an actor of a list, or occurs alone as an end."""
        return name_key(text) in self._alone or self.are_listed(text)

    @cached_property
    def _listed(self) -> set[str]:
        return {
            name_key(cell)
            for sheet, plan, _ in self._inputs
            if plan.kind == ENTITIES
            for column in filter(None, (plan.field("id"), plan.field("name")))
            for cell in distinct_of(sheet.columns[column.number])
        }

    @cached_property
    def _alone(self) -> set[str]:
        return {
            name_key(cell)
            for sheet, plan, _ in self._inputs
            for column in _end_columns(plan)
            for cell in distinct_of(sheet.columns[column.number])
            if not any(mark in cell for mark in (*_SURE, *_OPEN))
        }


def _lists_in(sheet: Sheet, column: ColumnPlan, actors: _Actors) -> dict[int, list[str]]:
    """Return, by row, the actors of each cell that names several."""
    cells = sheet.columns[column.number]
    marks = (*_SURE, *_OPEN, *_JOINING)
    if isinstance(cells, CellColumn):
        rows: Sequence[int] = cells.rows_with(marks)
    else:
        rows = [row for row, cell in enumerate(cells) if any(mark in cell for mark in marks)]
    found: dict[str, list[str]] = {}
    is_plural = bool(PLURALS.intersection(title_words(column.title)))
    for row in rows:
        cell = cells[row].strip()
        if cell not in found:
            found[cell] = _parts(cell, actors, is_plural=is_plural)
    lists = {row: found[cells[row].strip()] for row in rows}
    return {row: parts for row, parts in lists.items() if parts and parts != [cells[row].strip()]}


def _parts(cell: str, actors: _Actors, *, is_plural: bool) -> list[str]:
    """Return the actors that a cell names; only one if its separators may be part of a name.

    Under a title such as ``members``, commas separate names of two words or more.
    """
    if actors.are_listed(cell):
        return [cell]
    if is_literal_list(cell):
        return list(dict.fromkeys(list_parts(cell)))
    if "|" in cell or ";" in cell:
        parts = list(dict.fromkeys(list_parts(cell)))
        if len(parts) > _MOST_PARTS or any(map(is_company_form, parts)):
            return [cell]
        return list(
            dict.fromkeys(name for part in parts for name in _joined(part, actors, is_plural=is_plural))
        )
    for parts in _open_parts(cell):
        if len(parts) > 1 and all(part and actors.are_named(part) for part in parts):
            return list(dict.fromkeys(parts))
    lines = [line.strip() for line in cell.splitlines()] if is_plural else []
    if len(lines) > 1 and all(0 < len(line.split()) <= _MOST_WORDS for line in lines):
        return list(dict.fromkeys(lines))
    names = short_names(_LAST_OF_SEVERAL.sub(r"\1, ", cell)) or _two_names(cell) if is_plural else None
    firms = [part.strip() for part in cell.split(",")]
    if len(firms) > 1 and all(map(_ends_with_company_form, firms)):
        names = firms
    if names is not None and all(len(name.split()) > 1 for name in names):
        return list(dict.fromkeys(names))
    return [cell]


def _joined(part: str, actors: _Actors, *, is_plural: bool) -> list[str]:
    """Return the actors that a word joins between semicolons: ``Ann Bee; Bob Cee and Cy Dow``.

    A comma between semicolons belongs to a name.
    """
    is_open = any(mark in part for mark in (*_SURE, *_OPEN)) or not any(mark in part for mark in _JOINING)
    return [part] if is_open else _parts(part, actors, is_plural=is_plural)


def _two_names(cell: str) -> list[str] | None:
    """Return the two names that a word joins: ``Ann Bee & Bob Cee``, but not ``Ministry of Sea and Air``."""
    parts = _BETWEEN_TWO.split(cell)
    names = short_names(", ".join(parts)) if len(parts) == 2 and "," not in cell else None
    return None if names is None or _IN_ONE_NAME.intersection(cell.casefold().split()) else names


def _open_parts(cell: str) -> Iterator[list[str]]:
    """Yield the parts of a cell at separators that may be part of a name."""
    for mark in _OPEN:
        yield [part.strip() for part in cell.split(mark)]
    if any(mark in cell for mark in _JOINING):
        yield _BETWEEN_NAMES.split(cell)


def _ends_with_company_form(name: str) -> bool:
    words = name_words(name)
    return without_company_form(words)[-1:] != words[-1:]


def _report(sheet: Sheet, column: ColumnPlan, parts: dict[int, list[str]], report: FileReport) -> None:
    first, several = next(iter(parts.items()))
    lines = line_words([int(sheet.lines[row]) for row in parts], sheet.number_word)
    cell = shown(" ".join(sheet.columns[column.number][first].split()))
    report.readings.append(
        f"`{column.title}` names several actors ({lines}): `{cell}` as {len(several)}. "
        "Each has a row of its own."
    )


def _reject(sheet: Sheet, column: ColumnPlan, parts: dict[int, list[str]], report: FileReport) -> None:
    for row, several in parts.items():
        if report.outcomes[row] == REJECTED:
            continue
        report.outcomes[row] = REJECTED
        message = f"`{shown(sheet.columns[column.number][row].strip())}` names {len(several)} actors."
        cure = "A claim has one: leave one here, and give each other a row with both ends and no id."
        remark = Remark(sheet.file, sheet.lines[row], column.title, message, cure)
        cells = tuple(cells[row] for cells in sheet.columns)
        report.rejects.append(RejectedRow(remark, sheet.header, cells))


def _split(
    sheet: Sheet, plan: SheetPlan, report: FileReport, column: ColumnPlan, parts: dict[int, list[str]]
) -> None:
    """Repeat the rows, each with one of the actors, its name, and a separate id."""
    named, own = plan.field(f"{column.name}_name"), plan.field("id") if plan.kind == RELATIONS else None
    changed = {column.number: parts}
    if named is not None and named.number != column.number:
        lists = {row: list_parts(sheet.columns[named.number][row]) for row in parts}
        changed[named.number] = {row: names for row, names in lists.items() if len(names) == len(parts[row])}
    if own is not None and own.number not in changed:
        ids = sheet.columns[own.number]
        changed[own.number] = {row: _numbered(ids[row], len(several)) for row, several in parts.items()}
    repeat_rows(sheet, report, {row: len(several) for row, several in parts.items()}, changed)


def _numbered(own: str, count: int) -> list[str]:
    """Return ids for the rows that one row becomes: its own, then numbered ones."""
    own = own.strip()
    return [own, *(own and f"{own}-{number}" for number in range(2, count + 1))]
