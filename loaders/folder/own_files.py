"""Sheets written by sociogram: files of a data folder, and exports for ``neo4j-admin``.

Their titles and cells are exact: no alias is read as a field, and no type or label is rewritten. Loading an
export back therefore changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.dataset import (
    ENTITY_FIELDS,
    RELATION_FIELDS,
    RELATION_TYPE_FIELDS,
    SOURCE_FIELDS,
    USUAL_FIELDS,
)
from sociogram.graph.errors import DataError
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, types_of
from sociogram.loaders.folder.tables.column_format import (
    ENTITY_KINDS,
    FIELD_PARSERS,
    PARAGRAPH,
    RELATION_KINDS,
    RELATION_TYPE_KINDS,
    SOURCE_KINDS,
    split_title,
)
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATION_TYPES, RELATIONS, SOURCES
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.values.types import parser_of

NODE_KEY = ":ID"
"""The field with the node numbers of a ``neo4j-admin`` export; its relationships refer to them."""

LABELS = ":LABEL"

LIST_DELIMITERS = (";", "|", "\x1f", "\x1e")
"""Delimiters of lists in such an export: it uses the last of these that occurs in any list."""

_FIELDS = {
    ENTITIES: ENTITY_FIELDS,
    RELATIONS: RELATION_FIELDS,
    SOURCES: SOURCE_FIELDS,
    RELATION_TYPES: RELATION_TYPE_FIELDS,
}
KINDS = {
    ENTITIES: ENTITY_KINDS,
    RELATIONS: RELATION_KINDS,
    SOURCES: SOURCE_KINDS,
    RELATION_TYPES: RELATION_TYPE_KINDS,
}
_NODES = (":ID(Node)", ":LABEL")
_RELATIONSHIPS = (":START_ID(Node)", ":END_ID(Node)", ":TYPE")
_READING = "Written by sociogram: titles and cells are read literally."


def plan_own(sheet: Sheet) -> SheetPlan | None:
    """Return the plan for a sheet that sociogram wrote or whose format has our fields; else None."""
    header = sheet.header
    if sheet.kind is not None:
        if not sheet.has_fields:
            return None
        return _folder_plan(sheet.kind, header, is_exact=sheet.is_exact)
    if (header[0], header[-1]) == _NODES:
        return _admin_plan(ENTITIES, sheet, (NODE_KEY, *[None] * (len(header) - 2), LABELS))
    if tuple(header[:3]) == _RELATIONSHIPS:
        return _admin_plan(RELATIONS, sheet, ("source", "target", "type", *[None] * (len(header) - 3)))
    names = [split_title(title)[0] for title in header]
    for kind in _FIELDS:
        is_exact = _is_in_folder(sheet.path, kind)
        if _has_own_columns(kind, names, in_any_order=is_exact):
            return _folder_plan(kind, header, is_exact=is_exact) if is_exact or kind == RELATIONS else None
    return None


def _has_own_columns(kind: str, names: Sequence[str], *, in_any_order: bool) -> bool:
    """Return whether the columns are those that sociogram writes; a data folder's file may have any order."""
    if len(set(names)) < len(names):
        return False
    first = int(kind == RELATIONS and names[0] == "id")
    usual = USUAL_FIELDS[kind]
    if tuple(names[first : first + len(usual)]) == usual:
        return True
    needed = {"id", *usual} if kind == RELATIONS else set(usual)
    return in_any_order and needed <= set(names)


def _is_in_folder(file: str, kind: str) -> bool:
    """Return whether a file is one of the four files of a data folder."""
    path = Path(file)
    return path.name == f"{kind}.csv" and all((path.parent / f"{name}.csv").is_file() for name in _FIELDS)


def _folder_plan(kind: str, header: Sequence[str], *, is_exact: bool) -> SheetPlan:
    fields = {"id", *_FIELDS[kind]}
    if not is_exact:
        fields |= {"weight", "is_current"}
    columns = []
    for number, title in enumerate(header):
        name, typed = split_title(title)
        columns.append(ColumnPlan(number, title, name, name in fields, typed))
    readings = (_READING,) if is_exact else ()
    return SheetPlan(kind, tuple(columns), readings, is_exact=is_exact)


def _admin_plan(kind: str, sheet: Sheet, special: Sequence[str | None]) -> SheetPlan | None:
    columns = []
    for number, (title, field) in enumerate(zip(sheet.header, special, strict=True)):
        name, typed = (field, None) if field is not None else split_title(title)
        if field is None and typed is None:
            return None
        columns.append(ColumnPlan(number, title, name, field is not None or name == "id", typed))
    return SheetPlan(
        kind,
        tuple(columns),
        (_READING,),
        is_exact=True,
        is_admin=True,
    )


def exact_field(plan: SheetPlan, column: ColumnPlan) -> str | None:
    """Return the field or property of a column; None if it only holds node numbers."""
    if not plan.is_admin:
        return column.name
    if column.name == NODE_KEY:
        return None
    return "type" if column.name == LABELS else column.name


def exact_reader(plan: SheetPlan, column: ColumnPlan) -> Callable[[str], Any] | None:
    """Return the parser of a column's cells; None if its stated type or the usual checks decide."""
    if not plan.is_admin:
        kind = None if column.typed is not None else KINDS[plan.kind].get(column.name)
        return None if kind is None else FIELD_PARSERS[kind]
    delimiter = plan.list_delimiter
    if column.name == LABELS:
        return lambda cell: types_of(cell.split(delimiter)) or None
    if column.typed is None and column.name == "paragraph":
        return FIELD_PARSERS[PARAGRAPH]
    if column.typed is None or not column.typed.endswith("[]"):
        return None
    parse = parser_of(column.typed.removesuffix("[]"))
    return lambda cell: list(map(parse, cell.split(delimiter)))


def node_plans(sheet: Sheet, plan: SheetPlan) -> Iterator[tuple[SheetPlan, IntArray]]:
    """Yield a plan and the rows for each table in a sheet of nodes, which its labels distinguish."""
    delimiter = plan.list_delimiter
    kinds = np.array([_kind_of(cell.split(delimiter)) for cell in sheet.columns[-1]], dtype=object)
    for kind in (ENTITIES, SOURCES, RELATION_TYPES):
        rows = np.flatnonzero(kinds == kind).astype(np.int64)
        key = "type" if kind == RELATION_TYPES else "id"
        columns = [
            replace(column, is_field=column.name in (key, NODE_KEY, LABELS))
            for column in plan.columns
            if kind == ENTITIES or column.name != LABELS
        ]
        if len(rows) or kind == ENTITIES:
            yield replace(plan, kind=kind, columns=tuple(columns)), rows


def _kind_of(labels: Sequence[str]) -> str:
    if ENTITY_LABEL in labels:
        return ENTITIES
    if SOURCE_LABEL in labels:
        return SOURCES
    return RELATION_TYPES if RELATION_TYPE_LABEL in labels else ENTITIES


def name_nodes(exported: Sequence[tuple[Sheet, SheetPlan]]) -> None:
    """Replace the node numbers of a ``neo4j-admin`` export by ids.

    Raises:
        DataError: a relationship refers to a node that no sheet has.
    """
    ids: dict[str, str] = {}
    for sheet, plan in exported:
        if plan.kind == ENTITIES:
            ids |= _name_nodes(sheet, plan)
    for sheet, plan in exported:
        if plan.kind == RELATIONS:
            for number in (0, 1):
                sheet.columns[number] = _named(sheet, number, ids)


def _name_nodes(sheet: Sheet, plan: SheetPlan) -> dict[str, str]:
    """Return the id of each node by its number; the id of an entity without one is the number."""
    numbers = list(sheet.columns[0])
    own = next((column.number for column in plan.columns if column.name == "id"), None)
    given = numbers if own is None else list(sheet.columns[own])
    return {number: name or number for number, name in zip(numbers, given, strict=True)}


def _named(sheet: Sheet, number: int, ids: Mapping[str, str]) -> list[str]:
    cells = list(sheet.columns[number])
    for row, cell in enumerate(cells):
        if cell not in ids:
            raise DataError(
                f"`{cell}` is the number of a node that no file of this load has.",
                file=sheet.file,
                line=sheet.lines[row],
                column=sheet.header[number],
                cure="Load the file of the nodes together with this one.",
            )
    return [ids[cell] for cell in cells]


def list_delimiter(exported: Sequence[tuple[Sheet, SheetPlan]]) -> str:
    """Return the list delimiter of a ``neo4j-admin`` export."""
    lists = [
        sheet.columns[column.number]
        for sheet, plan in exported
        for column in plan.columns
        if column.name == LABELS or (column.typed or "").endswith("[]")
    ]
    marks = reversed(LIST_DELIMITERS)
    used = (mark for mark in marks if any(mark in cell for cells in lists for cell in cells))
    return next(used, LIST_DELIMITERS[0])
