"""Relations: resolve their ends, create missing actors, merge duplicate rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from sociogram.loaders.headers.vocabulary.aliases import END_FIELDS, ENDS, end_key
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.report import LoadReport, Remark, Stub
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.claims.alike_types import report_alike_types
from sociogram.loaders.rows.claims.both_ways import reverse_to_target, unite_both_ways
from sociogram.loaders.rows.claims.claim_references import check_references
from sociogram.loaders.rows.claims.corrections import complete_partial_rows, reject_unrelated
from sociogram.loaders.rows.claims.denied_tenses import report_denied_tenses
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.claims.near_claims import report_near_claims
from sociogram.loaders.rows.claims.quoted import verify_quotes
from sociogram.loaders.rows.claims.repeats import merge_repeats, name_claims
from sociogram.loaders.rows.claims.source_titles import name_sources_by_id
from sociogram.loaders.rows.entity_resolver import EntityResolver, KnownEntities, NewEntity
from sociogram.loaders.rows.table_rows import TableRows, gather
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.nothing import names_nobody

_REFERENCES = (*ENDS, "claimed_by", "via")
_HELPERS = tuple(end_key(field) for field in END_FIELDS if field not in ENDS)


def read_relations(
    checked_sheets: Sequence[CheckedRows],
    known: KnownEntities,
    options: LoadOptions,
    report: LoadReport,
    claims: KnownClaims,
    listed: Categorical,
    sources: TableRows,
    *,
    undirected_types: Collection[str],
    has_entities: bool,
) -> tuple[list[NewEntity], TableRows]:
    """Resolve the ends of relations; return the actors created for them, and the relations.

    ``listed`` are the ids in the load's lists of actors, ``sources`` the sources that it describes,
    ``undirected_types`` the types that have no direction, in the load or in the target.
    """
    verify_quotes(checked_sheets, options)
    _require_sources(checked_sheets, options, claims)
    rows = gather(checked_sheets)
    complete_partial_rows(rows)
    if not len(rows):
        return [], rows
    is_exact = all(checked.plan.is_exact for checked in checked_sheets)
    has_lists = _knows_any(rows, known) if known.has_lists is None else known.has_lists
    creates_stubs = has_entities or is_exact or has_lists
    resolver = EntityResolver(known, creates_stubs=creates_stubs, takes_ids_only=is_exact)

    def is_known(actor: Any) -> bool:
        return actor in known.names and actor not in resolver.created

    found = _find(rows, resolver, listed)
    _reject_unclear(rows, resolver, options, found)
    mentions = _resolve(rows, resolver, listed, found)
    rows.without(_HELPERS)
    _cite(rows, options.cite)
    if not is_exact:
        name_sources_by_id(rows, sources, claims)
        reject_unrelated(rows, claims, known.renamed)
        unite_both_ways(rows, undirected_types)
        report_alike_types(rows, claims)
        report_denied_tenses(rows, claims)
    groups = merge_repeats(rows)
    if not is_exact and not claims.are_none:
        reverse_to_target(rows, claims, is_known, undirected_types)
        if options.replace is None:  # else the load lists what it removes
            report_near_claims(rows, claims, is_known)
    name_claims(rows, groups, claims, is_known)
    check_references(rows, claims)
    values = chain(*(rows.get(name).used() for name in _REFERENCES)) if resolver.created else ()
    used = {text for value in values for text in _texts(value)}
    created = [actor for actor in resolver.created.values() if actor.id in used]
    for actor in created:
        if actor.is_stub:
            report.stubs.append(_stub(actor, mentions[actor.id], resolver))
    report.made = len(created) - len(report.stubs)
    return created, rows


def _references(resolver: EntityResolver) -> tuple[str, ...]:
    """Return the columns that name actors; an exact sheet may name claimants that have no row."""
    return ENDS if resolver.takes_ids_only else _REFERENCES


def _require_sources(
    checked_sheets: Sequence[CheckedRows], options: LoadOptions, claims: KnownClaims
) -> None:
    if not options.require_source or options.cite is not None:
        return
    for checked in checked_sheets:
        missing = np.flatnonzero(checked.get("sources").nulls()).tolist()
        ids = checked.get("id")
        # A correction without sources keeps those of its claim.
        held = claims.called(str(ids.value(row)) for row in missing if ids.value(row) is not None)
        for row in missing:
            if held.get(str(ids.value(row)), {}).get("sources") is not None:
                continue
            checked.reject(
                row,
                "sources",
                "The tie cites no source.",
                "Fill in this cell, or load with --cite SOURCE.",
            )


def _knows_any(rows: TableRows, known: KnownEntities) -> bool:
    if not known.names:
        return False
    return any(known.called(text) for name in ENDS for text in rows.get(name).used())


def _find(rows: TableRows, resolver: EntityResolver, listed: Categorical) -> dict[str, Sequence[str]]:
    """Return the actors that each reference may mean, except ids, which mean their actors.

    An id means its actor even if others have that name. ``listed`` are ids of actors that are known.
    """
    named: set[str] = set()
    columns = [rows.columns[name] for name in _references(resolver) if name in rows.columns]
    coded = [column for column in columns if column.is_coded]
    if coded:
        shared = [column for column in coded if column.has_codes_of(coded[0])]
        are_known = not resolver.known.decisions and listed.has_codes_of(coded[0])
        named.update(Categorical.concat(shared).used(besides=listed if are_known else None))
        columns = [column for column in columns if column not in shared]
    for column in columns:
        named.update(text for value in column.used() for text in _texts(value))
    return resolver.find_all(
        named if resolver.known.decisions else {text for text in named if text not in resolver.known.names}
    )


def _reject_unclear(
    rows: TableRows, resolver: EntityResolver, options: LoadOptions, found: Mapping[str, Sequence[str]]
) -> None:
    """Reject rows whose reference is ambiguous or, with ``--on-unknown reject``, unknown."""
    rejects_unknown = options.on_unknown == "reject" and resolver.creates_stubs
    dropped: set[int] = set()
    reasons: dict[str, tuple[str, str]] = {}
    nobody = set() if resolver.takes_ids_only else {text for text in found if _is_nobody(text, found)}
    wrong = nobody | {
        text for text, actors in found.items() if len(actors) > 1 or (rejects_unknown and not actors)
    }
    for name in _references(resolver) if wrong else ():
        column = rows.get(name)
        for row in column.rows_of(
            code for code, value in enumerate(column.values) if not wrong.isdisjoint(_texts(value))
        ):
            text = next(text for text in _texts(column.value(row)) if text in wrong)
            if found[text] or text in nobody or not _is_described(rows, row, name):
                if text not in reasons:
                    reasons[text] = _why(text, found[text], resolver)
                rows.source_row(row).reject(name, *reasons[text])
                dropped.add(row)
    rows.drop(dropped)


def _is_nobody(text: str, found: Mapping[str, Sequence[str]]) -> bool:
    return not found[text] and names_nobody(text)


def _why(text: str, actors: Sequence[str], resolver: EntityResolver) -> tuple[str, str]:
    if actors:
        return (
            f"`{text}` is the name of {len(actors)} actors: {', '.join(actors[:5])}.",
            "Write the id of the right one.",
        )
    if names_nobody(text):
        return f"`{text}` names nobody.", "Write who it is; if that is a name, list the actor first."
    nearest = resolver.guess(text)
    if nearest:
        return f"There is no actor `{text}`.", f"Did you mean {_or(nearest)}?"
    return f"There is no actor `{text}`.", "Add it to a list of actors, or load with --on-unknown stub."


def _or(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _is_described(rows: TableRows, row: int, name: str) -> bool:
    """Return whether the row itself states the name or the type of its end."""
    return any(_stated(rows, row, name, what) is not None for what in ("name", "type"))


def _stated(rows: TableRows, row: int, name: str, what: str) -> Any:
    """Return the name or the type that a row states for its end, or None."""
    column = rows.columns.get(end_key(f"{name}_{what}"))
    return None if column is None else column.value(row)


def _resolve(
    rows: TableRows, resolver: EntityResolver, listed: Categorical, found: Mapping[str, Sequence[str]]
) -> dict[str, Remark]:
    """Replace references by ids; return the first mention of each created actor."""
    columns = {name: rows.columns[name] for name in _references(resolver) if name in rows.columns}
    ids, unknown = _look_up(columns, len(rows), found)
    described = _descriptions(rows, columns)
    names_by_id = {ids.get(text, text): name for text, name in described.items() if name is not None}
    resolver.describe(names_by_id, listed)
    mentions: dict[str, Remark] = {}
    names = list(columns)
    for row, order, text in sorted(unknown):
        # Another spelling of the same name may have been created meanwhile.
        made = resolver.find(text)
        if made:
            ids[text] = made[0]
            continue
        # Any row may state the name or the type, not only the first that mentions the actor.
        actor = resolver.create(text, described.get(text), is_described=text in described)
        if resolver.created[actor].is_stub:
            mentions[actor] = rows.source_row(row).remark(names[order], f"No row describes `{text}`.", "")
        ids[text] = actor
    _report_ids(rows, resolver)
    renamed = resolver.known.renamed
    if renamed:
        ids = {text: renamed.get(actor, actor) for text, actor in ids.items()}
        ids |= {old: new for old, new in renamed.items() if old not in ids}
    for name, column in columns.items():
        _label(rows, name, column, ids, resolver)
    if any(text != actor for text, actor in ids.items()):
        _replace(rows, columns, ids)
    return mentions


def _look_up(
    columns: Mapping[str, Categorical], count: int, found: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str], list[tuple[int, int, str]]]:
    """Return the ids of the references that are known, and for each other its first row, column and text."""
    ids = {text: actors[0] for text, actors in found.items() if actors}
    missing = found.keys() - ids.keys()
    unknown: list[tuple[int, int, str]] = []
    for order, column in enumerate(columns.values() if missing else ()):
        for value, first in zip(column.values, column.first_rows().tolist(), strict=True):
            if first < count:
                unknown += [(first, order, text) for text in _texts(value) if text in missing]
    return ids, unknown


def _report_ids(rows: TableRows, resolver: EntityResolver) -> None:
    met = resolver.known.met_in_other_case
    if met:
        text, actor = min(met.items())
        more = f", and {len(met) - 1} more" if len(met) > 1 else ""
        rows.origins.sheets[0].report.readings.append(f"Ids in another case: `{text}` is `{actor}`{more}.")
        met.clear()


def _texts(value: str | list[str]) -> Sequence[str]:
    """Return the actors in a cell; `via` may have several."""
    return (value,) if isinstance(value, str) else value


def _replace(rows: TableRows, columns: Mapping[str, Categorical], ids: Mapping[str, str]) -> None:
    """Replace references by ids; columns that share their texts still share them."""
    left = dict(columns)
    while left:
        name, first = next(iter(left.items()))
        same = [one for one, column in left.items() if one == name or column.has_codes_of(first)]
        alike = [left.pop(one) for one in same]
        new = (
            Categorical.all_replaced(alike, ids)
            if first.is_coded
            else [column.map(lambda value: _renamed(value, ids)) for column in alike]
        )
        rows.columns |= dict(zip(same, new, strict=True))


def _renamed(value: str | list[str], ids: Mapping[str, str]) -> str | list[str]:
    return ids.get(value, value) if isinstance(value, str) else [ids.get(text, text) for text in value]


def _descriptions(rows: TableRows, columns: Mapping[str, Categorical]) -> dict[str, str | None]:
    """Return the ends whose name or type any row states, with the name."""
    found: dict[str, str | None] = {}
    for name, column in columns.items():
        for what in ("type", "name"):
            stated = rows.columns.get(end_key(f"{name}_{what}"))
            if stated is None:
                continue
            width = len(stated.values) + 1
            is_stated = ~stated.nulls() & ~column.nulls()
            pairs = np.unique((column.codes.astype(np.int64) * width + stated.codes)[is_stated])
            for code, value in (divmod(pair, width) for pair in pairs.tolist()):
                shown = stated.values[value] if what == "name" else None
                found[column.values[code]] = found.get(column.values[code]) or shown
    return found


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


def _stub(actor: NewEntity, mention: Remark, resolver: EntityResolver) -> Stub:
    nearest = tuple(name for name in resolver.guess(actor.name) if name != actor.name)
    cure = f"Did you mean {_or(nearest)}?" if nearest else "Add it to a list of actors."
    remark = Remark(mention.file, mention.line, mention.column, mention.message, cure)
    return Stub(actor.id, remark, nearest)
