"""Rows of actors under an id or a name from before a merge or a renaming.

Such an id or name is now an alias of the actor. The row completes the actor and changes none of its values,
so that loading a sheet again does not undo a correction.
"""

from __future__ import annotations

from typing import Any

from sociogram.graph.common.equality import same_value
from sociogram.graph.merge_rules import UNION_PROPERTIES
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.naming import name_key

_MOST_SHOWN = 5


def replace_former_ids(rows: TableRows, known: KnownEntities) -> None:
    """Replace former ids in rows by the present ones, before the rows are added to the known actors."""
    if not known.with_aliases:
        return
    columns = (rows.get(name).to_list() for name in ("id", "name"))
    found = {
        row: actor
        for row, (own, name) in enumerate(zip(*columns, strict=True))
        if (actor := _present_actor(own, name, known)) is not None
    }
    if not found:
        return
    _report(rows, found)
    held = known.details(list(dict.fromkeys(found.values())))
    values = {name: rows.get(name).to_list() for name in {*rows.columns, "id"}}
    for row, actor in found.items():
        details = held.get(actor, {})
        for name, column in values.items():
            if name not in UNION_PROPERTIES and name != "type" and _differs(column[row], details.get(name)):
                column[row] = details[name]
        values["id"][row] = actor
    rows.columns = {name: Categorical.of(column) for name, column in values.items()}


def _differs(value: Any, held: Any) -> bool:
    return value is not None and held is not None and not same_value(value, held)


def _present_actor(own: Any, name: Any, known: KnownEntities) -> str | None:
    """Return the actor with this former id or name; None if the row is not about such an actor."""
    if own is None:
        actors = () if name is None or known.named(str(name)) else known.aliased(str(name))
        return actors[0] if len(actors) == 1 else None
    if str(own) in known.names or str(own) in known.renamed:
        return None
    actors = known.aliased(str(own))
    if len(actors) != 1:
        return None
    called = name is None or actors[0] in (*known.named(str(name)), *known.aliased(str(name)))
    return actors[0] if called or name_key(str(name)) == name_key(str(own)) else None


def _report(rows: TableRows, found: dict[int, str]) -> None:
    """List in the report of each sheet the actors that now have another id or name."""
    by_sheet: dict[int, dict[str, str]] = {}
    for row, actor in found.items():
        own = rows.get("id").value(row)
        called = rows.get("name").value(row) if own is None else own
        by_sheet.setdefault(int(rows.origins.sheet_of[row]), {})[str(called)] = actor
    for sheet, actors in by_sheet.items():
        shown = [f"`{called}` is `{actor}`" for called, actor in list(actors.items())[:_MOST_SHOWN]]
        more = ", …" if len(actors) > _MOST_SHOWN else ""
        rows.origins.sheets[sheet].report.readings.append(
            f"Former ids and names of actors: {', '.join(shown)}{more} ({len(actors):,} in all). "
            "Their rows complete these actors and change no value."
        )
