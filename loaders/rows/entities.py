"""Entities, sources and relation types: rows with a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.loaders.report import MERGED
from sociogram.loaders.rows.actors.decided import follow_decisions
from sociogram.loaders.rows.actors.former_ids import replace_former_ids
from sociogram.loaders.rows.actors.given_ids import merge_aliased, replace_made_ids
from sociogram.loaders.rows.actors.namesakes import Namesakes
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.rows.table_rows import TableRows, gather, merge_repeat
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.duplicates import duplicate_pairs, group_numbers, merge_into_first
from sociogram.loaders.values.naming import name_key, slug
from sociogram.loaders.values.nothing import names_nobody


def read_entities(checked_sheets: Sequence[CheckedRows], known: KnownEntities) -> TableRows:
    """Assign each entity an id, merge the rows of one entity, and add all of them to ``known``."""
    rows = gather(checked_sheets)
    if not len(rows):
        return rows
    target = list(known.names)
    follow_decisions(rows, known)
    replace_former_ids(rows, known)
    replace_made_ids(rows, known)
    _warn_of_other_names(rows, known)
    _assign_ids(rows, known)
    merge_aliased(rows, known, target)
    _drop_stubs(rows)
    _merge_repeats(rows, "id", "The id `{}`")
    if known.stubs:
        was_stub = [False if actor in known.stubs else None for actor in rows.get("id").to_list()]
        rows.columns["stub"] = rows.get("stub").filled(Categorical.of(was_stub))
    return rows


def _drop_stubs(rows: TableRows) -> None:
    """Drop rows flagged as stubs if another row of the load describes the actor."""
    if "stub" not in rows.columns:
        return
    ids, stubs = _lists(rows, "id", "stub")
    flagged = [row for row, stub in enumerate(stubs) if stub is True]
    described = {actor for actor, stub in zip(ids, stubs, strict=True) if stub is not True} if flagged else ()
    dropped = {row for row in flagged if ids[row] in described}
    for row in dropped:
        rows.source_row(row).mark(MERGED)
    rows.drop(dropped)


def _warn_of_other_names(rows: TableRows, known: KnownEntities) -> None:
    """Warn of an id that has another name in the target, because that mistake merges two actors."""
    if not known.names:
        return
    held = known.names
    for row, (actor, name, stub) in enumerate(zip(*_lists(rows, "id", "name", "stub"), strict=True)):
        if name is None or held.get(actor, name) == name or not known.is_described(actor):
            continue
        before = str(known.names[actor])
        if stub is True or name_key(before) == name_key(str(name)):
            continue  # a stub adds nothing to a described entity
        source_row = rows.source_row(row)
        source_row.checked.report.warnings.append(
            source_row.remark(
                "name",
                f"`{actor}` was `{before}` and becomes `{name}`.",
                "If these are two actors, change the id of one.",
            )
        )


def _assign_ids(rows: TableRows, known: KnownEntities) -> None:
    ids, names, aliases = _lists(rows, "id", "name", "aliases")
    given = [row for row, actor in enumerate(ids) if actor is not None]
    if len(given) == len(ids):
        known.add_all(ids, names, aliases)
        return
    known.add_all(*([column[row] for row in given] for column in (ids, names, aliases)))
    unclear: set[int] = set()
    open_rows = [row for row, actor in enumerate(ids) if actor is None]
    namesakes = _namesakes(rows, known, {names[row] for row in open_rows})
    # Rows that are none of the known actors come first: others may then refer to them, in any order.
    open_rows.sort(key=lambda row: bool(_possible(known, namesakes, row, names[row])))
    for row in open_rows:
        found = _possible(known, namesakes, row, names[row])
        if not found and names_nobody(names[row]):
            unclear.add(row)
            reason = f"`{names[row]}` names nobody."
            rows.source_row(row).reject("name", reason, "Write who it is, or give it an id.")
            continue
        if len(found) > 1:
            unclear.add(row)
            rows.source_row(row).reject(
                "name",
                f"There are {len(found)} actors called `{names[row]}`: {', '.join(found[:5])}.",
                "Fill in the id of the right one.",
            )
            continue
        others = () if found else known.named(names[row])
        ids[row] = found[0] if found else known.new_id(names[row])
        known.add(ids[row], names[row], aliases[row] or ())
        if namesakes is not None:
            namesakes.learn(ids[row], row)
            known.apart |= {(other, ids[row]): namesakes.difference(row, other) for other in others}
    rows.columns["id"] = Categorical.of(ids)
    rows.drop(unclear)


def _namesakes(rows: TableRows, known: KnownEntities, names: Iterable[str]) -> Namesakes | None:
    """Return the values of the actors with these names; None if none of them has a given id."""
    found: set[str] = set()
    for name in names:
        actors = known.named(name)
        if not all(map(known.is_made, actors)):
            found.update(actors)
    return Namesakes(rows, known, found) if found else None


def _possible(known: KnownEntities, namesakes: Namesakes | None, row: int, name: str) -> Sequence[str]:
    """Return the actors that a row without an id may be: those with its name that no value contradicts.

    If there are none, the row corrects the actor whose id was made of the name, since only the name
    identifies that one.
    """
    found = known.named(name)
    if namesakes is None:
        return found
    fitting = [actor for actor in found if not namesakes.difference(row, actor)]
    return fitting or list(filter(known.is_made, found))


def read_keyed(checked_sheets: Sequence[CheckedRows], key: str) -> TableRows:
    """Read sources by ``id`` or relation types by ``type``."""
    rows = gather(checked_sheets)
    if not len(rows):
        return rows
    if key == "id":
        described = zip(*_lists(rows, "id", "title", "url"), strict=True)
        rows.columns["id"] = Categorical.of([given or slug(title or url) for given, title, url in described])
    _merge_repeats(rows, key, "`{}`")
    return rows


def _merge_repeats(rows: TableRows, key: str, what: str) -> None:
    keys, names = rows.columns[key], rows.get("name")
    dropped: set[int] = set()
    for first, later in duplicate_pairs(group_numbers([keys], len(rows))):
        spellings = [names.value(row) for row in (first, later)]
        if None not in spellings and len({name_key(str(name)) for name in spellings}) == 1:
            # Of two spellings of a name, the first is kept.
            names.set(later, spellings[0])
        problem = merge_into_first(rows.columns, first, later, unites=key == "id")
        merge_repeat(rows, first, later, problem, what.format(keys.value(first)))
        dropped.add(later)
    rows.drop(dropped)


def _lists(rows: TableRows, *names: str) -> list[list[Any]]:
    return [rows.get(name).to_list() for name in names]
