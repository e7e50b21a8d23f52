"""Rows without an id that name the same tie: one claim where they agree, several where a value differs.

The id of a claim is computed from its key fields. Of several claims that share these, one has that id; the
ids of the others are computed from all their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from sociogram.graph.dataset import RELATION_KEY_FIELDS, Table
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.merge_rules import full_relation_id, relation_id
from sociogram.loaders.report import MERGED
from sociogram.loaders.report_words import line_words
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.table_rows import TableRows, merge_repeat, shown
from sociogram.loaders.values.categorical import Categorical, identity_key
from sociogram.loaders.values.duplicates import duplicate_pairs, group_numbers, merge_into_first
from sociogram.loaders.values.vocabularies import VOCABULARIES

_DEFAULTED = ("polarity", "modality")
_ONLY_KEYS = frozenset(RELATION_KEY_FIELDS) - {*_DEFAULTED}
_MOST_LOOKED_UP = 10_000
"""Rows; a larger sheet is rarely a correction, and looking up each row would take longer than reading it."""
_MOST_SHOWN = 3
_SEVERAL = 2

_RowValues = tuple[Any, ...]
"""The values of a row beside its key fields, as keys; None for empty cells."""


def merge_repeats(rows: TableRows) -> list[list[int]]:
    """Merge rows that are the same claim; return the groups of rows that share key fields but differ.

    Rows with the same given id are one claim, so one that contradicts an earlier one is rejected.
    """
    ids = rows.get("id")
    groups = -ids.groups()
    without = np.flatnonzero(ids.nulls())
    names = [name for name in RELATION_KEY_FIELDS if name in rows.columns]
    columns = [_keyed(name, rows.columns[name].take(without)) for name in names] if len(without) else []
    groups[without] = group_numbers(columns, len(without))
    dropped: set[int] = set()
    several: dict[int, list[int]] = {}
    for first, later in _number_own_ties(rows, ids, duplicate_pairs(groups)):
        own = ids.value(later)
        if own is None:
            several.setdefault(first, [first]).append(later)
            continue
        problem = merge_into_first(rows.columns, first, later, unites=False)
        merge_repeat(rows, first, later, problem, f"The id `{own}`", "id")
        dropped.add(later)
    repeating: list[tuple[int, int]] = []
    found = [_merge_agreeing(rows, alike, dropped, repeating) for alike in several.values()]
    _report_repeats(rows, repeating)
    rows.drop(dropped)
    gone = np.array(sorted(dropped), dtype=np.int64)
    return [
        (group - np.searchsorted(gone, group)).tolist() for group in map(np.array, found) if len(group) > 1
    ]


def _number_own_ties(
    rows: TableRows, ids: Categorical, pairs: Sequence[tuple[int, int]]
) -> Sequence[tuple[int, int]]:
    """Assign ids to edges of a graph file that repeat an earlier one; return the other pairs."""
    own = [
        (first, later)
        for first, later in pairs
        if ids.value(later) is None and rows.source_row(later).checked.sheet.repeats_ties
    ]
    if not own:
        return pairs
    firsts = np.unique(np.fromiter((first for first, _ in own), dtype=np.int64))
    keys = {name: rows.get(name).take(firsts).to_column() for name in RELATION_KEY_FIELDS}
    made = dict(zip(firsts.tolist(), relation_ids(Table(len(firsts), keys)).to_list(), strict=True))
    given = dict(enumerate(ids.to_list()))
    numbers = Counter[int]()
    for first, later in own:
        numbers[first] += 1
        given[later] = f"{made[first]}-{numbers[first] + 1}"
    rows.columns["id"] = Categorical.of([*given.values()])
    numbered = set(own)
    return [pair for pair in pairs if pair not in numbered]


def _keyed(name: str, column: Categorical) -> Categorical:
    """Return a column for comparing relations: a default counts as null, and the order of `via` matters."""
    if name in _DEFAULTED:
        default = VOCABULARIES[name].values[0]
        return column.map(lambda value: None if value == default else value)
    return column.map(tuple) if name == "via" else column


def _merge_agreeing(
    rows: TableRows, alike: Sequence[int], dropped: set[int], repeating: list[tuple[int, int]]
) -> list[int]:
    """Merge rows with the same key fields that are one claim; return the first row of each claim.

    Args:
        rows: the relations of the load.
        alike: the rows with the same key fields.
        dropped: receives the rows that were merged into another.
        repeating: receives the rows that add nothing to the first row of their claim, each after that one.
    """
    columns = {name: one for name, one in rows.columns.items() if name not in (*_ONLY_KEYS, "id")}
    values_of = {row: tuple(identity_key(column.value(row)) for column in columns.values()) for row in alike}
    united = _united(dict.fromkeys(values_of.values()))
    first_of: dict[_RowValues, int] = {}
    for row in alike:
        first = first_of.setdefault(united[values_of[row]], row)
        if first != row:
            if all(
                new is None or new == old for new, old in zip(values_of[row], values_of[first], strict=True)
            ):
                repeating.append((first, row))
            merge_into_first(columns, first, row, unites=False)
            rows.source_row(row).mark(MERGED)
            dropped.add(row)
    return [*first_of.values()]


def _report_repeats(rows: TableRows, repeating: Iterable[tuple[int, int]]) -> None:
    """Report the lines of a sheet that repeat another one, because two equal payments may be two."""
    by_sheet: dict[int, dict[str, list[int]]] = {}
    sheet_of = rows.origins.sheet_of
    for first, later in repeating:
        (one, first_row), (other, row) = rows.source_row(first), rows.source_row(later)
        lines = one.line(first_row), other.line(row)
        if other.plan.is_of_list or (one.sheet.file == other.sheet.file and lines[0] == lines[1]):
            continue  # a list repeats an actor, or one line a name
        where = f"line {lines[0]}" if one.sheet.file == other.sheet.file else f"{one.sheet.file}:{lines[0]}"
        by_sheet.setdefault(int(sheet_of[later]), {}).setdefault(where, []).append(lines[1])
    for number, repeats in by_sheet.items():
        count = sum(map(len, repeats.values()))
        listed = "; ".join(
            f"{line_words(lines)} {'repeats' if len(lines) == 1 else 'repeat'} {where}"
            for where, lines in list(repeats.items())[:_MOST_SHOWN]
        )
        more = "; …" if len(repeats) > _MOST_SHOWN else ""
        rows.origins.sheets[number].report.readings.append(
            f"{listed[0].upper()}{listed[1:]}{more}: read once ({count:,} in all). "
            "Give the rows an id to keep them apart."
        )


def _united(distinct: Iterable[_RowValues]) -> dict[_RowValues, _RowValues]:
    """Return for each row one of the rows of its claim. The order of the rows changes no claim.

    A row that adds nothing to another one repeats it. Rows complete each other only if it is clear which:
    each of them agrees with all the others, and with no further row.
    """
    place = {one: number for number, one in enumerate(distinct)}
    by_filled: dict[frozenset[int], list[_RowValues]] = {}
    for one in place:
        filled = frozenset(number for number, value in enumerate(one) if value is not None)
        by_filled.setdefault(filled, []).append(one)
    united = _repeating(by_filled)
    agreeing = {one: {one} for one in place if one not in united}
    for filled, other in permutations(by_filled, 2):
        shared = filled & other
        found = _by_values(by_filled[other], shared)
        for one in by_filled[filled]:
            agreeing[one].update(found.get(_values(one, shared), ()))
    for one, others in agreeing.items():
        is_clear = all(agreeing[other] == others for other in others)
        united[one] = min(others, key=place.__getitem__) if is_clear else one
    return {one: united[united[one]] for one in place}


def _repeating(by_filled: dict[frozenset[int], list[_RowValues]]) -> dict[_RowValues, _RowValues]:
    """Remove each row that adds nothing to another one; return the other one for each."""
    found: dict[_RowValues, _RowValues] = {}
    for filled in sorted(by_filled, key=len, reverse=True):
        for more in [other for other in by_filled if filled < other]:
            whole = _by_values(by_filled[more], filled)
            found |= {
                one: whole[values][0]
                for one in by_filled[filled]
                if (values := _values(one, filled)) in whole
            }
        by_filled[filled] = [one for one in by_filled[filled] if one not in found]
    return found


def _by_values(some: Iterable[_RowValues], columns: frozenset[int]) -> dict[_RowValues, list[_RowValues]]:
    """Group rows by their values in some columns; two rows of a group suffice to show that it has several."""
    found: dict[_RowValues, list[_RowValues]] = {}
    for one in some:
        group = found.setdefault(_values(one, columns), [])
        if len(group) < _SEVERAL:
            group.append(one)
    return found


def _values(row: _RowValues, columns: frozenset[int]) -> _RowValues:
    return tuple(row[number] for number in sorted(columns))


def name_claims(
    rows: TableRows, groups: Iterable[Sequence[int]], claims: KnownClaims, is_known: Callable[[Any], bool]
) -> None:
    """Assign ids to claims that share key fields with another one, in the load or in the target.

    A row that agrees with a claim of the target is that claim. Only if one row and one claim are left is the
    row a correction; otherwise it is another claim.

    Args:
        rows: the relations of the load.
        groups: the rows that share key fields.
        claims: the claims of the target.
        is_known: returns whether the target has an actor.
    """
    groups = list(groups)
    found = groups + _differing(rows, claims, is_known, {row for group in groups for row in group})
    if not found:
        return
    ids = rows.get("id").to_list()
    values_of = {row: _row(rows, row) for group in found for row in group}
    ends = {(values_of[row]["source"], values_of[row]["target"]) for row in values_of}
    near = claims.between({pair for pair in ends if all(map(is_known, pair))})
    there = claims.called(map(full_relation_id, values_of.values()))
    others: list[tuple[int, str]] = []
    for group in found:
        key = relation_id(values_of[group[0]])
        pair = values_of[group[0]]["source"], values_of[group[0]]["target"]
        held = {str(one["id"]): one for one in near.get(pair, ()) if key in (one["id"], relation_id(one))}
        named = _ids({row: values_of[row] for row in group}, key, held, there)
        for row, own in named.items():
            ids[row] = own
            _keep_corrected(rows, row, there.get(own or ""))
        if len(named) > 1 or any(own not in (None, *held) for own in named.values()):
            others.append((group[0], _difference([values_of[row] for row in group] + list(held.values()))))
    rows.columns["id"] = Categorical.of(ids)
    _report(rows, others)


def _row(rows: TableRows, row: int) -> dict[str, Any]:
    values = ((name, column.value(row)) for name, column in rows.columns.items() if name != "id")
    return {name: value for name, value in values if value is not None}


def _differing(
    rows: TableRows, claims: KnownClaims, is_known: Callable[[Any], bool], taken: set[int]
) -> list[list[int]]:
    """Return rows that contradict the claim with their key fields; the target may have others with these."""
    if claims.are_none or len(rows) > _MOST_LOOKED_UP:
        return []
    ends = rows.get("source"), rows.get("target")
    candidates = [
        row
        for row in np.flatnonzero(rows.get("id").nulls()).tolist()
        if row not in taken and all(is_known(column.value(row)) for column in ends)
    ]
    values_of = {row: _row(rows, row) for row in candidates}
    keys = {row: relation_id(values) for row, values in values_of.items()}
    held = claims.called(keys.values())
    return [[row] for row, key in keys.items() if key in held and not _agree(values_of[row], held[key])]


def _ids(
    values_of: Mapping[int, Mapping[str, Any]],
    key: str,
    held: Mapping[str, Mapping[str, Any]],
    there: Mapping[str, Any],
) -> dict[int, str | None]:
    """Return the id of each row of a group; None for the one that is computed from the key fields."""
    full = {row: full_relation_id(values) for row, values in values_of.items()}
    left = sorted(values_of, key=full.__getitem__)  # not the order of the rows, which changes nothing
    named: dict[int, str | None] = {row: full[row] for row in left if full[row] in there}
    taken = set(named.values())
    free = {own: claim for own, claim in held.items() if own not in taken}
    unnamed = [row for row in left if row not in named]
    shared = _in_all([*(values_of[row] for row in unnamed), *free.values()])
    alike: dict[tuple[Any, ...], list[str]] = {}
    for own, claim in free.items():
        alike.setdefault(_keys_of(claim, shared), []).append(own)
    for row in unnamed:
        candidates = (own for own in alike.get(_keys_of(values_of[row], shared), ()) if own in free)
        agreeing = [own for own in candidates if _agree(values_of[row], free[own])]
        if agreeing:
            own = max(agreeing, key=lambda one: _shared(values_of[row], free[one]))
            del free[own]
            named[row] = None if own == key else own
    rest = [row for row in left if row not in named]
    is_first = not held or (len(rest) == 1 and len(free) == 1 and (key in free or len(held) == 1))
    return named | {row: None if is_first and row == rest[0] else full[row] for row in rest}


def _in_all(claims: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns beside the key fields in which all of some claims have a value."""
    names = [name for name in claims[0] if name not in _ONLY_KEYS] if claims else []
    return [name for name in names if all(claim.get(name) is not None for claim in claims)]


def _keys_of(claim: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(identity_key(claim[name]) for name in names)


def _agree(row: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    """Return whether no value of a row contradicts a claim with the same key fields."""
    return all(
        name in _ONLY_KEYS or (old := claim.get(name)) is None or identity_key(old) == identity_key(value)
        for name, value in row.items()
    )


def _shared(row: Mapping[str, Any], claim: Mapping[str, Any]) -> int:
    return sum(claim.get(name) is not None for name in row)


def _keep_corrected(rows: TableRows, row: int, claim: Mapping[str, Any] | None) -> None:
    """Replace the values of a row by those of the claim that it once became: differences are corrections."""
    if claim is None:
        return
    for name, column in rows.columns.items():
        old, new = claim.get(name), column.value(row)
        if name != "id" and None not in (old, new) and identity_key(old) != identity_key(new):
            column.set(row, old)


def _difference(claims: Sequence[Mapping[str, Any]]) -> str:
    """Return the first column in which claims differ, and its values, for the report."""
    for name in claims[0]:
        values = dict.fromkeys(shown(one[name]) for one in claims if one.get(name) is not None)
        if name not in _ONLY_KEYS and len(values) > 1:
            listed = ", ".join(f"`{value}`" for value in list(values)[:_MOST_SHOWN])
            return f"`{name}` {listed}" + (", …" if len(values) > _MOST_SHOWN else "")
    return "other columns"


def _report(rows: TableRows, found: Sequence[tuple[int, str]]) -> None:
    if not found:
        return
    ends = rows.get("source"), rows.get("target")
    listed = "; ".join(
        f"{' – '.join(str(column.value(row)) for column in ends)}: {words}"
        for row, words in found[:_MOST_SHOWN]
    )
    more = "; …" if len(found) > _MOST_SHOWN else ""
    rows.source_row(found[0][0]).checked.report.readings.append(
        "Rows with the same actors, type, date and source, but another value, are claims of their own: "
        f"{len(found):,} {'tie' if len(found) == 1 else 'ties'} ({listed}{more})."
    )
