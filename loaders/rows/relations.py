"""Relations: who their ends are, which rows are one relation, and who had to be made."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from sociogram.graph.dataset import RELATION_KEY_FIELDS
from sociogram.loaders.headers.aliases import END_FIELDS, ENDS, end_key
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.report import LoadReport, Remark, Stub
from sociogram.loaders.rows.checked import Draft
from sociogram.loaders.rows.entity_resolver import EntityResolver, KnownEntities, NewEntity
from sociogram.loaders.rows.table_rows import TableRows, gather, merge_repeat
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.duplicates import duplicate_pairs, group_numbers, merge_into_first

_REFERENCES = (*ENDS, "claimed_by")
_HELPERS = tuple(end_key(field) for field in END_FIELDS if field not in ENDS)


def read_relations(
    drafts: Sequence[Draft],
    known: KnownEntities,
    options: LoadOptions,
    report: LoadReport,
    *,
    has_entities: bool,
) -> tuple[list[NewEntity], TableRows]:
    """Resolve the ends of relations; return the actors that had to be made, and the relations."""
    _require_sources(drafts, options)
    rows = gather(drafts)
    if not len(rows):
        return [], rows
    is_exact = all(draft.plan.is_exact for draft in drafts)
    makes_stubs = has_entities or is_exact or _knows_any(rows, known)
    resolver = EntityResolver(known, makes_stubs=makes_stubs, takes_ids_only=is_exact)
    _reject_unclear(rows, resolver, options)
    places = _resolve(rows, resolver)
    rows.without(_HELPERS)
    _cite(rows, options.cite)
    _merge_repeats(rows)
    used = set(chain(*(rows.get(name).used() for name in _REFERENCES))) if resolver.made else set()
    made = [actor for actor in resolver.made.values() if actor.id in used]
    for actor in made:
        if actor.is_stub:
            report.stubs.append(_stub(actor, places[actor.id], resolver))
    report.made = len(made) - len(report.stubs)
    return made, rows


def _references(resolver: EntityResolver) -> tuple[str, ...]:
    """Return the columns that name actors; what sociogram wrote holds ids, and a claimant may have no row."""
    return ENDS if resolver.takes_ids_only else _REFERENCES


def _require_sources(drafts: Sequence[Draft], options: LoadOptions) -> None:
    if not options.require_source or options.cite is not None:
        return
    for draft in drafts:
        for place in np.flatnonzero(draft.get("sources").nulls()).tolist():
            draft.reject(
                place,
                "sources",
                "The relation cites no source.",
                "Fill in this cell, or load with --cite SOURCE.",
            )


def _knows_any(rows: TableRows, known: KnownEntities) -> bool:
    if not known.names:
        return False
    return any(known.called(text) for name in ENDS for text in rows.get(name).used())


def _reject_unclear(rows: TableRows, resolver: EntityResolver, options: LoadOptions) -> None:
    """Reject rows whose reference means several actors or, where that is wanted, none."""
    rejects_unknown = options.on_unknown == "reject" and resolver.makes_stubs
    gone: set[int] = set()
    reasons: dict[str, tuple[str, str]] = {}
    for name in _references(resolver):
        column = rows.get(name)
        # An id means its actor, whoever else may be called so.
        ids = resolver.known.names
        found = {text: resolver.find(text) for text in column.used() if text not in ids}
        wrong = {
            text for text, actors in found.items() if len(actors) > 1 or (rejects_unknown and not actors)
        }
        for row in column.rows_of(code for code, text in enumerate(column.values) if text in wrong):
            text = column.value(row)
            if found[text] or not _is_described(rows, row, name):
                if text not in reasons:
                    reasons[text] = _why(text, found[text], resolver)
                rows.place(row).reject(name, *reasons[text])
                gone.add(row)
    rows.drop(gone)


def _why(text: str, actors: Sequence[str], resolver: EntityResolver) -> tuple[str, str]:
    if actors:
        return (
            f"`{text}` is the name of {len(actors)} actors: {', '.join(actors[:5])}.",
            "Write the id of the right one.",
        )
    nearest = resolver.guess(text)
    if nearest:
        return f"There is no actor `{text}`.", f"Did you mean {_or(nearest)}?"
    return f"There is no actor `{text}`.", "Add it to the entities, or load with --on-unknown stub."


def _or(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _is_described(rows: TableRows, row: int, name: str) -> bool:
    """Tell whether the row itself says what its end is called or of which type it is."""
    return any(rows.get(end_key(f"{name}_{what}")).value(row) is not None for what in ("name", "type"))


def _resolve(rows: TableRows, resolver: EntityResolver) -> dict[str, Remark]:
    """Write ids for references; return where each actor that was made is first referred to."""
    columns = {name: rows.columns[name] for name in _references(resolver) if name in rows.columns}
    ids: dict[str, str] = {}
    unknown: list[tuple[int, int, str]] = []
    for order, column in enumerate(columns.values()):
        if all(map(resolver.known.names.__contains__, column.values)):
            continue
        for text, first in zip(column.values, column.first_rows().tolist(), strict=True):
            found = resolver.find(text)
            if found:
                ids[text] = found[0]
            elif first < len(rows):
                unknown.append((first, order, text))
    places: dict[str, Remark] = {}
    names = list(columns)
    for row, order, text in sorted(unknown):
        # Another spelling of the same name may have been made meanwhile.
        found = resolver.find(text)
        ids[text] = found[0] if found else _make(rows, row, names[order], text, resolver, places)
    for name, column in columns.items():
        _label(rows, name, column, ids, resolver)
        if ids and any(ids.get(text, text) != text for text in column.values):
            rows.columns[name] = column.map(lambda text: ids.get(text, text))
    return places


def _make(
    rows: TableRows, row: int, name: str, text: str, resolver: EntityResolver, places: dict[str, Remark]
) -> str:
    shown = rows.get(end_key(f"{name}_name")).value(row)
    actor = resolver.make(text, shown, is_described=_is_described(rows, row, name))
    if resolver.made[actor].is_stub:
        places[actor] = rows.place(row).remark(name, f"No row describes `{text}`.", "")
    return actor


def _label(
    rows: TableRows, name: str, column: Categorical, ids: dict[str, str], resolver: EntityResolver
) -> None:
    types = rows.columns.get(end_key(f"{name}_type"))
    if types is None or not resolver.made:
        return
    width = len(types.values) + 1
    pairs = np.unique((column.codes.astype(np.int64) * width + types.codes)[~types.nulls()])
    for text, labels in (divmod(pair, width) for pair in pairs.tolist()):
        called = column.values[text]
        resolver.label(ids.get(called, called), types.values[labels])


def _cite(rows: TableRows, cited: str | None) -> None:
    if cited is None:
        return
    given = rows.get("sources").map(lambda sources: list(dict.fromkeys([*sources, cited])))
    rows.columns["sources"] = given.filled(Categorical.constant([cited], len(rows)))


def _merge_repeats(rows: TableRows) -> None:
    columns = [rows.columns[name] for name in RELATION_KEY_FIELDS if name in rows.columns]
    ids = rows.get("id")
    groups = group_numbers(columns, len(rows))
    if not bool(ids.nulls().all()):
        # A relation with an id is told by it alone.
        groups = np.where(ids.nulls(), groups, -ids.groups())
    gone: set[int] = set()
    for first, later in duplicate_pairs(groups):
        problem = merge_into_first(rows.columns, first, later, unites=False)
        merge_repeat(rows, first, later, problem, "The same relation")
        gone.add(later)
    rows.drop(gone)


def _stub(actor: NewEntity, place: Remark, resolver: EntityResolver) -> Stub:
    nearest = tuple(name for name in resolver.guess(actor.name) if name != actor.name)
    cure = f"Did you mean {_or(nearest)}?" if nearest else "Add a row for it to the entities."
    remark = Remark(place.file, place.line, place.column, place.message, cure)
    return Stub(actor.id, remark, nearest)
