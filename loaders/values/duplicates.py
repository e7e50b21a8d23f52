"""Finds and merges duplicate rows of a load: by id, or by the key of a relation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import IntArray
from sociogram.graph.common.equality import united
from sociogram.graph.merge_rules import UNION_PROPERTIES
from sociogram.loaders.values.categorical import Categorical, identity_key

_UNION_FIELDS = UNION_PROPERTIES | {"type"}
"""Lists of an entity that a merge unites, so they never contradict each other."""


def group_numbers(columns: Sequence[Categorical], length: int) -> IntArray:
    """Return a number for each row, equal for rows that agree in all columns. A list counts as a set."""
    groups = np.zeros(length, dtype=np.int64)
    for column in columns:
        codes = column.groups()
        width = int(codes.max(initial=0)) + 1
        highest = int(groups.max(initial=0)) + 1
        if highest * width >= 2**62:
            groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)
        groups = groups * width + codes
    return groups


def duplicate_pairs(groups: IntArray) -> list[tuple[int, int]]:
    """Return (first row, later row) for each row whose group occurred before, in row order."""
    # Sorting values is several times as fast as argsort, and few or none repeat.
    ordered = np.sort(groups)
    again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(again):
        return []
    index = np.minimum(np.searchsorted(again, groups), len(again) - 1)
    first: dict[int, int] = {}
    pairs = []
    rows = np.flatnonzero(again[index] == groups)
    for row, group in zip(rows.tolist(), groups[rows].tolist(), strict=True):
        earlier = first.setdefault(group, row)
        if earlier != row:
            pairs.append((earlier, row))
    return pairs


def merge_into_first(
    columns: Mapping[str, Categorical], first: int, later: int, *, unites: bool
) -> str | None:
    """Merge the later row into the first; return the column in which they disagree, or None.

    If they disagree, nothing changes. With ``unites``, lists become the union of both.
    """
    additions: list[tuple[Categorical, Any]] = []
    for name, column in columns.items():
        new, old = column.value(later), column.value(first)
        if new is None or identity_key(new) == identity_key(old):
            continue
        if old is None:
            additions.append((column, new))
        elif unites and name in _UNION_FIELDS:
            additions.append((column, united(old, new)))
        else:
            return name
    for column, value in additions:
        column.set(first, value)
    return None
