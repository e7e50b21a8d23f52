"""Rows of a load that say the same thing made one: by id, or by what makes a relation the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import IntArray, TextDictionary

Columns = dict[str, list[Any]]

_UNITED = ("type", "aliases", "sources")
"""Lists of an entity: two rows' values are put together, they do not contradict each other."""


def group_keys(columns: Sequence[Sequence[Any]], length: int) -> IntArray:
    """Give rows that agree in all columns the same number. A list counts as a set."""
    groups = np.zeros(length, dtype=np.int64)
    for values in columns:
        codes = _codes(values)
        width = int(codes.max(initial=0)) + 1
        highest = int(groups.max(initial=0)) + 1
        if highest * width >= 2**62:
            groups = np.unique(groups, return_inverse=True)[1].astype(np.int64)
        groups = groups * width + codes
    return groups


def _codes(values: Sequence[Any]) -> IntArray:
    texts = [
        value
        if value is None or type(value) is str
        else "\x1e".join(sorted(set(value)))
        if isinstance(value, list)
        else str(value)
        for value in values
    ]
    return TextDictionary.of(texts)[1].astype(np.int64) + 1


def repeats(groups: IntArray) -> list[tuple[int, int]]:
    """Return (first row, later row) for each row whose group came before, in the order of the rows."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    is_first = np.ones(len(groups), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    if bool(is_first.all()):
        return []
    firsts = order[np.maximum.accumulate(np.where(is_first, np.arange(len(groups)), 0))]
    later = np.flatnonzero(~is_first)
    pairs = zip(firsts[later].tolist(), order[later].tolist(), strict=True)
    return sorted(pairs, key=lambda pair: pair[1])


def complete(
    columns: Columns, first: int, later: int, *, unites: bool, skip: tuple[str, ...] = ()
) -> str | None:
    """Add to the first row what the later one says beside; return the column in which they disagree.

    Nothing is changed where they disagree. ``unites``: lists are put together.
    """
    additions: list[tuple[list[Any], Any]] = []
    for name, values in columns.items():
        new, old = values[later], values[first]
        if new is None or new == old or name in skip:
            continue
        if old is None:
            additions.append((values, new))
        elif unites and name in _UNITED:
            united = list(dict.fromkeys([*old, *new]))
            if united != old:
                additions.append((values, united))
        elif not (isinstance(old, list) and isinstance(new, list) and set(old) == set(new)):
            return name
    for values, value in additions:
        values[first] = value
    return None
