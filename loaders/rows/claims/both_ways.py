"""Ties that the sheets have in both directions: one tie if undirected, otherwise a remark."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import BoolArray, IntArray
from sociogram.graph.dataset import RELATION_KEY_FIELDS
from sociogram.graph.merge_rules import relation_key
from sociogram.loaders.headers.titles import title_words
from sociogram.loaders.headers.vocabulary.actor_titles import MUTUAL_WORDS
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows
from sociogram.loaders.values.categorical import Categorical, identity_key

_MOST_SHOWN = 3
_MOST_COMPARED = 50_000
"""Rows; each of them is looked for in the target from its other end."""

_SAME = "Undirected ties with their ends exchanged, read as the same tie"
_BOTH_WAYS = (
    "Two actors are tied in both directions by a symmetric type; "
    "if these are one tie, leave out one of the rows, or write `no` in a column `directed`"
)
_DIFFERENT = (
    "Undirected ties in both directions that differ in other columns stay two claims about one tie; "
    "if they are one claim, make the rows agree, or leave out one of them"
)
_DIRECTED = (
    "Undirected ties that the graph has in the other direction as directed ones stay two ties; "
    "if these are one tie, leave out the row, or set `directed` of the earlier tie to `false`"
)


_APART = ("id", "claimed_by", "via", "polarity", "modality", "sources", "paragraph")
"""The columns that distinguish the claims about a tie."""


def unite_both_ways(rows: TableRows, undirected_types: Collection[str] = ()) -> None:
    """Reverse undirected ties that repeat an earlier one from its other end, to make them duplicates.

    Two voices, or one in two places, that name the ends in different order make two claims about one tie.

    Args:
        rows: the relations of the load.
        undirected_types: the types that have no direction.
    """
    sources, targets, types = (rows.get(name) for name in ("source", "target", "type"))
    mutual, undirected = _mutual_and_undirected(rows, undirected_types)
    examined = np.flatnonzero(undirected | mutual)
    first: dict[tuple[Any, Any, Any], int] = {}
    reversed_rows: list[int] = []
    different: list[int] = []
    remaining: list[int] = []
    for row in examined[_have_reverse(sources, targets, types, examined)].tolist():
        start, end, name = sources.value(row), targets.value(row), types.value(row)
        back = first.get((end, start, name))
        if back is None or start == end:
            first.setdefault((start, end, name), row)
        elif not (undirected[row] and undirected[back]):
            remaining.append(row)
        elif _agree(rows, back, row):
            reversed_rows.append(row)
        elif _agree(rows, back, row, _APART):
            different.append(row)
    _reverse(rows, reversed_rows)
    _report(rows, reversed_rows, _SAME)
    _report(rows, different, _DIFFERENT)
    _report(rows, remaining, _BOTH_WAYS)


def reverse_to_target(
    rows: TableRows,
    claims: KnownClaims,
    is_known: Callable[[Any], bool],
    undirected_types: Collection[str] = (),
) -> None:
    """Reverse undirected ties that the target has from the other end; report others that it has in reverse.

    Rows that are a tie of the target in their own direction, or have another row in the other direction, are
    not changed, so that loading a sheet again has no effect.

    Args:
        rows: the relations of the load.
        claims: the claims of the target.
        is_known: returns whether the target has an actor.
        undirected_types: the types that have no direction.
    """
    mutual, undirected = _mutual_and_undirected(rows, undirected_types)
    sources, targets = rows.get("source"), rows.get("target")
    candidates = [
        row
        for row in np.flatnonzero((mutual | undirected) & rows.get("id").nulls()).tolist()
        if sources.value(row) != targets.value(row)
        and is_known(sources.value(row))
        and is_known(targets.value(row))
    ]
    if len(candidates) > _MOST_COMPARED:
        _report(rows, candidates, "Too many rows to look for in the graph with their ends exchanged")
        return
    there = _only_from_other_end(rows, claims, candidates)
    reversed_rows = [
        row for row, one in there.items() if undirected[row] and _is_undirected(one, undirected_types)
    ]
    remaining = there.keys() - reversed_rows
    _reverse(rows, reversed_rows)
    _report(rows, reversed_rows, _SAME)
    _report(rows, sorted(row for row in remaining if mutual[row]), _BOTH_WAYS)
    _report(rows, sorted(row for row in remaining if not mutual[row]), _DIRECTED)


def _is_undirected(claim: Mapping[str, Any], undirected_types: Collection[str]) -> bool:
    own = claim.get("directed")
    return claim["type"] in undirected_types if own is None else own is False


def _only_from_other_end(
    rows: TableRows, claims: KnownClaims, candidates: Sequence[int]
) -> dict[int, Mapping[str, Any]]:
    """Return, by row, the claim of the target that the row states with its ends exchanged.

    Omits rows that state a claim of the target in their own direction, and claims that another row states.
    """
    columns = [rows.get(name) for name in RELATION_KEY_FIELDS]
    exchanged = [
        rows.get({"source": "target", "target": "source"}.get(name, name)) for name in RELATION_KEY_FIELDS
    ]
    keys = {row: _key(exchanged, row) for row in candidates}
    held = claims.called(keys.values())
    keys = {row: key for row, key in keys.items() if key in held}
    if not keys:
        return {}
    own = {row: _key(columns, row) for row in keys}
    held_as_read = claims.called(own.values())
    sources, targets = rows.get("source").to_list(), rows.get("target").to_list()
    ends = {(targets[row], sources[row]) for row in keys}
    has_id = ~rows.get("id").nulls()
    others = {
        _key(columns, row)
        for row, pair in enumerate(zip(sources, targets, strict=True))
        if pair in ends and not has_id[row]
    }
    return {row: held[key] for row, key in keys.items() if own[row] not in held_as_read and key not in others}


def _key(columns: Sequence[Categorical], row: int) -> str:
    return relation_key([column.value(row) for column in columns])


def _mutual_and_undirected(
    rows: TableRows, undirected_types: Collection[str] = ()
) -> tuple[BoolArray, BoolArray]:
    """Return which rows have a symmetric type, and which have no direction."""
    directed = rows.get("directed")
    undirected = ~directed.map(lambda value: True if value is False else None).nulls()
    known = rows.get("type").map(lambda name: True if name in undirected_types else None)
    undirected |= ~known.nulls() & directed.nulls()
    mutual = rows.get("type").map(lambda name: True if MUTUAL_WORDS & set(title_words(str(name))) else None)
    return ~mutual.nulls(), undirected


def _have_reverse(
    sources: Categorical, targets: Categorical, types: Categorical, examined: IntArray
) -> BoolArray:
    """Return which of the rows have another among them with the same type and the ends exchanged."""
    if sources.has_codes_of(targets):
        starts, ends = (column.codes[examined].astype(np.int64) + 1 for column in (sources, targets))
        count = int(max(starts.max(initial=0), ends.max(initial=0))) + 1
    else:
        actors: dict[Any, int] = {}
        starts, ends = (_numbered(column, examined, actors) for column in (sources, targets))
        count = len(actors)
    names = _numbered(types, examined, {})
    kinds = len(types.values) + 1
    pairs = (np.minimum(starts, ends) * count + np.maximum(starts, ends)) * kinds + names
    # The lowest bit is the direction, so that the two directions of a pair are neighbours when sorted.
    ordered = np.sort((pairs * 2 + (starts > ends))[starts != ends])
    both = ordered[:-1][(ordered[1:] == ordered[:-1] + 1) & (ordered[:-1] % 2 == 0)] // 2
    if not len(both):
        return np.zeros(len(examined), dtype=np.bool_)
    index = np.minimum(np.searchsorted(both, pairs), len(both) - 1)
    found: BoolArray = (both[index] == pairs) & (starts != ends)
    return found


def _numbered(column: Categorical, rows: IntArray, numbers: dict[Any, int]) -> IntArray:
    """Return a number for each row's value, the same for equal values of all columns."""
    table = [numbers.setdefault(value, len(numbers)) for value in [*column.values, None]]
    return np.array(table, dtype=np.int64)[column.codes[rows]]


def _agree(rows: TableRows, first: int, later: int, names: Collection[str] | None = None) -> bool:
    """Return whether two rows agree in some columns, or in everything but their ends."""
    for name, column in rows.columns.items():
        if name in ("source", "target") or (names is not None and name not in names):
            continue
        one, two = column.value(first), column.value(later)
        if one is not None and two is not None and identity_key(one) != identity_key(two):
            return False
    return True


def _reverse(rows: TableRows, reversed_rows: Sequence[int]) -> None:
    if not reversed_rows:
        return
    ends = [rows.columns[name].to_list() for name in ("source", "target")]
    for row in reversed_rows:
        ends[0][row], ends[1][row] = ends[1][row], ends[0][row]
    rows.columns["source"], rows.columns["target"] = map(Categorical.of, ends)


def _report(rows: TableRows, found: Sequence[int], what: str) -> None:
    """Add a sentence on the rows, if any, to the report of the first one's file."""
    if not found:
        return
    source_row = rows.source_row(found[0])
    ends = [f"{rows.get('source').value(row)} – {rows.get('target').value(row)}" for row in found]
    shown = ", ".join(ends[:_MOST_SHOWN]) + (", …" if len(ends) > _MOST_SHOWN else "")
    source_row.checked.report.readings.append(f"{what}: {len(found):,} ({shown}).")
