"""Replaces computed ids by those that a sheet gives, and merges actors known under an alias.

The actors of ties are then the same whether a list of actors is loaded before, after or with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sociogram.loaders.report import FileReport
from sociogram.loaders.rows.actors.namesakes import Namesakes
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.naming import name_key

_MOST_SHOWN = 5


def replace_made_ids(rows: TableRows, known: KnownEntities) -> None:
    """Rename actors of the target whose id was computed from a row's name, or is a row's id in another case.

    Call this before the rows are added to ``known``. The id of a row is given, not computed. An id that
    matches two rows is kept, and the report says so. It is also kept if a value of the row contradicts the
    actor: then these are two actors with the same name.
    """
    if not known.names:
        return
    given = set(rows.get("id").to_list())
    claims: dict[str, dict[str, int]] = {}
    ids, names, stubs = (rows.get(name).to_list() for name in ("id", "name", "stub"))
    for row, (actor, name, stub) in enumerate(zip(ids, names, stubs, strict=True)):
        if actor is None or name is None or stub is True:
            continue
        if known.is_described(actor):
            continue
        for twin in known.twins(str(actor), str(name)):
            if twin not in given:
                claims.setdefault(twin, {}).setdefault(actor, row)
    if not claims:
        return
    namesakes = Namesakes(rows, known, claims)
    twins = {name_key(str(known.names[twin])): twin for twin in claims}
    for row, (actor, name) in enumerate(zip(ids, names, strict=True)):
        if actor is None and name is not None and (same := twins.get(name_key(str(name)))) is not None:
            namesakes.learn(same, row)
    _keep_apart(rows, known, claims, namesakes)
    _settle(rows, known, claims, "Replaced ids that were made of names")


def merge_aliased(rows: TableRows, known: KnownEntities, target: Iterable[str]) -> None:
    """Merge actors of the target that only ties name into the actor that has their name as an alias.

    Args:
        rows: rows of actors, each with its id.
        known: the actors of the target and of the rows.
        target: the ids in the target before this load.
    """
    there = set(target) - known.with_aliases
    there -= set(rows.get("id").to_list()) if there else set()
    if not there:
        return
    claims: dict[str, dict[str, int]] = {}
    columns = (rows.get(name).to_list() for name in ("id", "aliases"))
    for row, (actor, aliases) in enumerate(zip(*columns, strict=True)):
        for alias in aliases or ():
            others = [other for other in known.aliased(alias) if other != actor]
            for twin in known.named(alias):
                if twin in there and twin not in others and known.is_made(twin):
                    for one in (actor, *others):  # if there are others, the report asks which one
                        claims.setdefault(twin, {}).setdefault(one, row)
    _keep_apart(rows, known, claims, Namesakes(rows, known, claims))
    _settle(rows, known, claims, "Merged actors known by other names")


def _keep_apart(
    rows: TableRows, known: KnownEntities, claims: dict[str, dict[str, int]], namesakes: Namesakes
) -> None:
    """Remove the candidates with a row that contradicts the actor."""
    wanted = {actor: twins for twins in claims.values() for actor in twins}
    rows_of: dict[str, list[int]] = {}
    for row, actor in enumerate(rows.get("id").to_list()):
        if actor in wanted:
            rows_of.setdefault(actor, []).append(row)
    for twin, actors in claims.items():
        for actor in list(actors):
            differences = (namesakes.difference(row, twin, actor) for row in rows_of[actor])
            difference = next(filter(None, differences), "")
            if difference:
                known.apart[twin, actor] = difference
                del actors[actor]


def _settle(rows: TableRows, known: KnownEntities, claims: dict[str, dict[str, int]], what: str) -> None:
    """Rename ids with one candidate each; report what was renamed and what was not."""
    by_report: dict[int, tuple[FileReport, list[str]]] = {}
    for twin, actors in claims.items():
        if not actors:
            continue
        new, row = next(iter(actors.items()))
        source_row = rows.source_row(row)
        report = source_row.checked.report
        name = known.names[twin]
        if len(actors) > 1:
            report.warnings.append(
                source_row.remark(
                    "name",
                    f"`{name}` of earlier ties may be any of {', '.join(actors)}: it stays another actor.",
                    "Write the id of the right one in those ties.",
                )
            )
            continue
        known.rename(twin, new)
        by_report.setdefault(id(report), (report, []))[1].append(f"`{twin}` is now `{new}`")
    for report, renamed in by_report.values():
        more = ", …" if len(renamed) > _MOST_SHOWN else ""
        report.readings.append(f"{what}: {', '.join(renamed[:_MOST_SHOWN])}{more} ({len(renamed):,} in all).")
