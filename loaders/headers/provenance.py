"""Decides whether the cells of ``link`` name sources or say how two actors are connected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.headers.vocabulary.aliases import PROVENANCE, RELATIONS

_SAMPLE = 200
_MOST_WORDS = 6
_ADDRESS = r"(?i)\w+://|www\.|doi:|\S+\.(?:com|org|net|info|eu|[a-z]{2})/"
_OPEN_TITLES = frozenset(("link", "links"))
"""Titles of provenance that may also mean a role."""


def settle_provenance(plan: SheetPlan, columns: Sequence[Sequence[str]]) -> SheetPlan:
    """Read ``link`` as the type or the role if its cells are wordings, and another column as the sources.

    Args:
        plan: the plan of the sheet, by its titles.
        columns: the sheet's cells.
    """
    found = plan.field("sources")
    if plan.kind != RELATIONS or found is None or title_key(found.title) not in _OPEN_TITLES:
        return plan
    if not _are_wordings(columns[found.number]):
        return plan
    name = next((one for one in ("type", "role") if _is_open(plan, one)), found.title)
    changed = {found.number: replace(found, name=name, is_field=name != found.title)}
    readings = [f"`{found.title}` is the relation's {name}, because its cells do not name sources."]
    other = _next_source(plan)
    if other is not None:
        changed[other.number] = replace(other, name="sources", is_field=True)
        readings.append(f"`{other.title}` as sources.")
    settled = tuple(changed.get(column.number, column) for column in plan.columns)
    return replace(plan, columns=settled, readings=(*plan.readings, " ".join(readings)))


def _is_open(plan: SheetPlan, name: str) -> bool:
    return plan.field(name) is None and (name != "type" or plan.relation_type is None)


def _are_wordings(cells: Sequence[str]) -> bool:
    filled = [text for row in range(min(_SAMPLE, len(cells))) if (text := cells[row].strip())]
    if not filled or any(re.match(_ADDRESS, text) for text in filled):
        return False
    return all(len(text.split()) <= _MOST_WORDS and not any(map(str.isdigit, text)) for text in filled)


def _next_source(plan: SheetPlan) -> ColumnPlan | None:
    free = {title_key(column.title): column for column in plan.columns if not column.is_field}
    keys = (title_key(title) for title in PROVENANCE)
    return next((free[key] for key in keys if key in free and key not in _OPEN_TITLES), None)
