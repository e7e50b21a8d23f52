"""Relations: resolve their ends, create missing actors, merge duplicate rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from sociogram.graph.dataset import RELATION_KEY_FIELDS
from sociogram.loaders.headers.aliases import END_FIELDS, ENDS, end_key
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.report import LoadReport, Remark, Stub
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.entity_resolver import EntityResolver, KnownEntities, NewEntity
from sociogram.loaders.rows.table_rows import TableRows, gather, merge_repeat
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.duplicates import duplicate_pairs, group_numbers, merge_into_first

_REFERENCES = (*ENDS, "claimed_by")
_HELPERS = tuple(end_key(field) for field in END_FIELDS if field not in ENDS)


def read_relations(
    checked_sheets: Sequence[CheckedRows],
    known: KnownEntities,
    options: LoadOptions,
    report: LoadReport,
    *,
    has_entities: bool,
) -> tuple[list[NewEntity], TableRows]:
    """Resolve the ends of relations; return the actors created for them, and the relations."""
    _require_sources(checked_sheets, options)
    rows = gather(checked_sheets)
    if not len(rows):
        return [], rows
    is_exact = all(checked.plan.is_exact for checked in checked_sheets)
    creates_stubs = has_entities or is_exact or _knows_any(rows, known)
    resolver = EntityResolver(known, creates_stubs=creates_stubs, takes_ids_only=is_exact)
    _reject_unclear(rows, resolver, options)
    mentions = _resolve(rows, resolver)
    rows.without(_HELPERS)
    _cite(rows, options.cite)
    _merge_repeats(rows)
    used = set(chain(*(rows.get(name).used() for name in _REFERENCES))) if resolver.created else set()
    created = [actor for actor in resolver.created.values() if actor.id in used]
    for actor in created:
        if actor.is_stub:
            report.stubs.append(_stub(actor, mentions[actor.id], resolver))
    report.made = len(created) - len(report.stubs)
    return created, rows


def _references(resolver: EntityResolver) -> tuple[str, ...]:
    """Return the columns that name actors; what sociogram wrote holds ids, and a claimant may have no row."""
    return ENDS if resolver.takes_ids_only else _REFERENCES


def _require_sources(checked_sheets: Sequence[CheckedRows], options: LoadOptions) -> None:
    if not options.require_source or options.cite is not None:
        return
    for checked in checked_sheets:
        for row in np.flatnonzero(checked.get("sources").nulls()).tolist():
            checked.reject(
                row,
                "sources",
                "The relation cites no source.",
                "Fill in this cell, or load with --cite SOURCE.",
            )


def _knows_any(rows: TableRows, known: KnownEntities) -> bool:
    if not known.names:
        return False
    return any(known.called(text) for name in ENDS for text in rows.get(name).used())


def _reject_unclear(rows: TableRows, resolver: EntityResolver, options: LoadOptions) -> None:
    """Reject rows whose reference is ambiguous or, with ``--on-unknown reject``, unknown."""
    rejects_unknown = options.on_unknown == "reject" and resolver.creates_stubs
    dropped: set[int] = set()
    reasons: dict[str, tuple[str, str]] = {}
    for name in _references(resolver):
        column = rows.get(name)
        # An id means its actor, even if others have that name.
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
                rows.source_row(row).reject(name, *reasons[text])
                dropped.add(row)
    rows.drop(dropped)


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
    """Return whether the row itself states the name or the type of its end."""
    return any(rows.get(end_key(f"{name}_{what}")).value(row) is not None for what in ("name", "type"))


def _resolve(rows: TableRows, resolver: EntityResolver) -> dict[str, Remark]:
    """Write ids for references; return where each created actor is first mentioned."""
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
    mentions: dict[str, Remark] = {}
    names = list(columns)
    for row, order, text in sorted(unknown):
        # Another spelling of the same name may have been created meanwhile.
        found = resolver.find(text)
        ids[text] = found[0] if found else _create(rows, row, names[order], text, resolver, mentions)
    for name, column in columns.items():
        _label(rows, name, column, ids, resolver)
        if ids and any(ids.get(text, text) != text for text in column.values):
            rows.columns[name] = column.map(lambda text: ids.get(text, text))
    return mentions


def _create(
    rows: TableRows, row: int, name: str, text: str, resolver: EntityResolver, mentions: dict[str, Remark]
) -> str:
    shown = rows.get(end_key(f"{name}_name")).value(row)
    actor = resolver.create(text, shown, is_described=_is_described(rows, row, name))
    if resolver.created[actor].is_stub:
        mentions[actor] = rows.source_row(row).remark(name, f"No row describes `{text}`.", "")
    return actor


def _label(
    rows: TableRows, name: str, column: Categorical, ids: dict[str, str], resolver: EntityResolver
) -> None:
    types = rows.columns.get(end_key(f"{name}_type"))
    if types is None or not resolver.created:
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
        # The id alone identifies a relation that has one.
        groups = np.where(ids.nulls(), groups, -ids.groups())
    dropped: set[int] = set()
    for first, later in duplicate_pairs(groups):
        problem = merge_into_first(rows.columns, first, later, unites=False)
        merge_repeat(rows, first, later, problem, "The same relation")
        dropped.add(later)
    rows.drop(dropped)


def _stub(actor: NewEntity, mention: Remark, resolver: EntityResolver) -> Stub:
    nearest = tuple(name for name in resolver.guess(actor.name) if name != actor.name)
    cure = f"Did you mean {_or(nearest)}?" if nearest else "Add a row for it to the entities."
    remark = Remark(mention.file, mention.line, mention.column, mention.message, cure)
    return Stub(actor.id, remark, nearest)
