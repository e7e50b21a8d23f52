"""Reports new ties that resemble ties of the target, but differ in a voice, date, role or source.

Nothing is changed, because two claims may differ in just that. But if one load reads a column and another
does not, every tie is loaded twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sociogram.graph.dataset import RELATION_KEY_FIELDS
from sociogram.graph.merge_rules import relation_key
from sociogram.graph.model import MODALITIES, POLARITIES
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical, identity_key

_MOST_SHOWN = 3
_MOST_COMPARED = 10_000
"""Rows; a larger sheet is rarely a correction, and comparing it would take longer than reading it."""

_LESS = (
    "Ties that the graph already has with {fields}, which these rows lack, are added beside those; "
    "if they are the same, undo this load and name the columns (`--map COLUMN={first}`)"
)
_MORE = (
    "Ties that the graph already has without {fields} are added beside those; "
    "if they are the same, remove the earlier ones (`sociogram remove ID`)"
)
_OTHER = (
    "Ties that the graph already has with another {fields} are added beside those; "
    "if the new {what} corrects the earlier one, remove the earlier tie (`sociogram remove ID`)"
)
_CORRECTED: dict[tuple[str, ...], str] = {("start_date",): "date", ("role",): "role"}
"""Fields that are corrected in sheets, and what the report calls them."""
_DEFAULTS = {"polarity": POLARITIES[0], "modality": MODALITIES[0]}
_OPEN = frozenset(RELATION_KEY_FIELDS) - {"source", "target", "type", *_DEFAULTS}
"""Fields that a sheet may leave out; a denial or a plan is another claim."""


class _Difference(NamedTuple):
    words: str
    fields: tuple[str, ...]


def report_near_claims(rows: TableRows, claims: KnownClaims, is_known: Callable[[Any], bool]) -> None:
    """Report rows without an id that have fewer or more values than a claim of the target, or another date or
    role.

    Omits claims that another row of the load repeats, events on other days unless of the same amount, and
    dates and roles of which the target has several: these are further ties rather than corrections.

    Args:
        rows: the relations of the load.
        claims: the claims of the target.
        is_known: returns whether the target has an actor.
    """
    if len(rows) > _MOST_COMPARED:
        return
    columns = {name: rows.get(name) for name in (*RELATION_KEY_FIELDS, "end_date", "weight")}
    pairs = list(zip(columns["source"].to_list(), columns["target"].to_list(), strict=True))
    keys = [
        relation_key([columns[name].value(row) for name in RELATION_KEY_FIELDS]) for row in range(len(rows))
    ]
    held = claims.called(keys)
    candidates = [
        row
        for row in np.flatnonzero(rows.get("id").nulls()).tolist()
        if keys[row] not in held and all(map(is_known, pairs[row]))
    ]
    near = claims.between({pairs[row] for row in candidates}) if candidates else {}
    repeated = set(keys)
    found: dict[_Difference, list[tuple[int, Any]]] = {}
    for row in candidates:
        others = [claim for claim in near.get(pairs[row], ()) if claim["id"] not in repeated]
        if (nearest := _nearest(columns, row, others)) is not None:
            difference, claim = nearest
            found.setdefault(difference, []).append((row, claim["id"]))
    for difference, ties in found.items():
        _report(rows, ties, difference)


def _nearest(
    columns: Mapping[str, Categorical], row: int, claims: Sequence[Mapping[str, Any]]
) -> tuple[_Difference, Mapping[str, Any]] | None:
    """Return the claim from which a row differs least, and how."""
    near = [(found, claim) for claim in claims if (found := _difference(columns, row, claim)) is not None]
    less_or_more = [one for one in near if one[0].words != _OTHER]
    if less_or_more:
        return min(less_or_more, key=lambda one: len(one[0].fields))
    return near[0] if len(near) == 1 else None


def _difference(columns: Mapping[str, Categorical], row: int, claim: Mapping[str, Any]) -> _Difference | None:
    """Return how a row differs from a claim with the same ends; None if it is a different claim."""
    values = {
        name: (_without_default(name, columns[name].value(row)), _without_default(name, claim.get(name)))
        for name in columns
    }
    end, end_there = values.pop("end_date")
    amount, amount_there = values.pop("weight")
    fields = tuple(name for name, (new, old) in values.items() if identity_key(new) != identity_key(old))
    if not fields or not _OPEN.issuperset(fields):
        return None
    if all(values[name][0] is None for name in fields):
        return _Difference(_LESS, fields)
    if all(values[name][1] is None for name in fields):
        return _Difference(_MORE, fields)
    start, start_there = values["start_date"]
    are_events = start == end and start_there == end_there
    is_same_sum = amount is not None and identity_key(amount) == identity_key(amount_there)
    is_further_event = fields == ("start_date",) and are_events and not is_same_sum
    return _Difference(_OTHER, fields) if fields in _CORRECTED and not is_further_event else None


def _without_default(name: str, value: Any) -> Any:
    """Return a value; None for an empty one and a default."""
    return None if value in ("", []) or value == _DEFAULTS.get(name) else value


def _report(rows: TableRows, found: Sequence[tuple[int, Any]], difference: _Difference) -> None:
    sources, targets = rows.get("source"), rows.get("target")
    shown = ", ".join(
        f"{sources.value(row)} – {targets.value(row)}" + (f", there {own}" if own is not None else "")
        for row, own in found[:_MOST_SHOWN]
    )
    more = ", …" if len(found) > _MOST_SHOWN else ""
    fields = ", ".join(f"`{name}`" for name in difference.fields)
    what = _CORRECTED.get(difference.fields, "")
    words = difference.words.format(fields=fields, first=difference.fields[0], what=what)
    report = rows.source_row(found[0][0]).checked.report
    report.readings.append(f"{words}: {len(found):,} ({shown}{more}).")
