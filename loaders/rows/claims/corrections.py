"""Rows with the id of an existing claim: they may omit its ends, and may empty cells.

A row without ends gets those of the claim with its id, in the graph or in another row of the load.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sociogram.graph.common.text import did_you_mean, nearest
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.loaders.folder.own_files import exact_field
from sociogram.loaders.headers.vocabulary.aliases import ENDS
from sociogram.loaders.rows.checked_rows import CheckedRows
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.vocabularies import TABLE_FIELDS

IDENTIFYING = ("source", "target", "type")


def fill_ends(checked: CheckedRows, claims: KnownClaims) -> None:
    """Fill in the ends and the type of rows with the id of a claim in the graph."""
    ids = checked.get("id")
    if bool(ids.nulls().all()):
        return
    missing = np.flatnonzero(_lacks(checked) & ~ids.nulls()).tolist()
    held = claims.called(str(ids.value(row)) for row in missing)
    for name in IDENTIFYING:
        column = checked.get(name)
        is_null = column.nulls()
        values = column.to_list() if missing else []
        for row in missing:
            claim = held.get(str(ids.value(row)))
            if claim is not None and is_null[row]:
                values[row] = claim[name]
        if missing:
            checked.values[name] = Categorical.of(values)


def _lacks(checked: CheckedRows) -> np.ndarray[Any, np.dtype[np.bool_]]:
    lacks = np.zeros(len(checked), dtype=np.bool_)
    for name in IDENTIFYING:
        lacks |= checked.get(name).nulls()
    return lacks


def complete_partial_rows(rows: TableRows) -> None:
    """Fill in the ends of rows with an id from another row with that id; reject rows without one."""
    columns = {name: rows.get(name) for name in IDENTIFYING}
    partial = np.flatnonzero(columns["source"].nulls() | columns["target"].nulls()).tolist()
    untyped = columns["type"].nulls()
    if not partial and not bool(untyped.any()):
        return
    ids = rows.get("id").to_list()
    left_open = set(partial)
    whole = {ids[row]: row for row in range(len(ids) - 1, -1, -1) if row not in left_open}
    values = {name: column.to_list() for name, column in columns.items()}
    dropped: set[int] = set()
    for row in partial:
        other = whole.get(ids[row])
        if other is None:
            _reject(rows, row, ids[row], whole)
            dropped.add(row)
            continue
        for name in IDENTIFYING:
            values[name][row] = values[name][other] if values[name][row] is None else values[name][row]
    for name in IDENTIFYING:
        rows.columns[name] = Categorical.of(values[name])
    rows.columns["type"] = rows.columns["type"].filled(Categorical.constant(DEFAULT_TYPE, len(rows)))
    rows.drop(dropped)


def _reject(rows: TableRows, row: int, own: Any, known: Mapping[Any, int]) -> None:
    offer = did_you_mean(nearest(str(own), [str(one) for one in known if one is not None]))
    cure = "Correct the id, or fill in source, target and type to add a claim."
    rows.source_row(row).reject("id", f"No claim has the id `{own}`.", f"{offer} {cure}".strip())


def reject_unrelated(rows: TableRows, claims: KnownClaims, renamed: Mapping[str, str]) -> None:
    """Reject rows whose id is a number that the graph has for a tie of other actors.

    Equal numbers in two sheets that each count their rows from 1 mean nothing. A correction leaves at least
    one of the two actors in place, perhaps at the other end.

    Args:
        rows: the relations of the load.
        claims: the claims of the target.
        renamed: the new ids of actors of the target that the load gives another id.
    """
    ids = rows.get("id")
    numbers = ids.digits()
    held = claims.called(numbers.values())
    dropped: set[int] = set()
    for row in ids.rows_of(code for code, own in numbers.items() if own in held):
        own = numbers[int(ids.codes[row])]
        claim = held[own]
        if {renamed.get(claim[name], claim[name]) for name in ENDS}.isdisjoint(
            rows.get(name).value(row) for name in ENDS
        ):
            tie = " ".join(str(claim[name]) for name in ("source", "type", "target"))
            rows.source_row(row).reject(
                "id",
                f"The id `{own}` is that of another tie: {tie}.",
                "If this sheet has numbers of its own, skip the column (--map TITLE=ignored). If this is the "
                f"same tie, use: sociogram set {own} source=… target=… type=…",
            )
            dropped.add(row)
    rows.drop(dropped)


def cleared_cells(rows: TableRows, claims: KnownClaims, *, clear_empty: bool) -> dict[str, list[str]]:
    """Return, by id, the properties that corrections empty.

    With ``clear_empty``, these are the properties with an empty cell. In any case, they include the
    explanation of a value that changes: ``certainty_as_written`` for another certainty, ``date_certainty``
    for another date.
    """
    ids = rows.get("id")
    given = np.flatnonzero(~ids.nulls())
    if not len(given):
        return {}
    named = (str(ids.value(int(row))) for row in given)  # read only if needed
    held = claims.called(named) if clear_empty else claims.called_with(named, EXPLAINED)
    if not held:
        return {}
    explained = {
        explanation: names
        for explanation, names in EXPLAINED.items()
        if any(claim.get(explanation) is not None for claim in held.values())
    }
    cleared: dict[str, list[str]] = {}
    for row in given.tolist():
        claim = held.get(str(ids.value(row)))
        if claim is None:
            continue
        names = _empty_cells(rows, row) if clear_empty else set()
        for explanation, fields in explained.items():
            if rows.get(explanation).value(row) is None and any(
                rows.get(field).value(row) not in (None, claim.get(field)) for field in fields
            ):
                names.add(explanation)
        found = sorted(name for name in names if claim.get(name) is not None)
        if found:
            cleared[str(ids.value(row))] = found
    return cleared


EXPLAINED = {
    **{f"{name}_as_written": (name,) for name in TABLE_FIELDS["relations"]},
    "date_certainty": ("start_date", "end_date"),
    "date_note": ("start_date", "end_date"),
}
"""By explanation, the columns that it explains; it is obsolete if one of their values changes."""


def _empty_cells(rows: TableRows, row: int) -> set[str]:
    plan = rows.source_row(row).checked.plan
    names = {exact_field(plan, column) for column in plan.columns if not column.is_added}
    return {
        name
        for name in names
        if name is not None and name not in ("id", *IDENTIFYING) and rows.get(name).value(row) is None
    }
