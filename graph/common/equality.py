"""Equality of property values, for merging and for verifying written files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.graph.common.temporal import is_temporal, iso_text


def same_value(one: Any, other: Any) -> bool:
    """Return whether two property values are equal, including their type: ``1``, ``1.0`` and ``True`` differ.

    NaN equals NaN here: otherwise loading it again would always count as a change.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same_value(one[key], other[key]) for key in one)
    if is_temporal(one):
        return iso_text(one) == iso_text(other)  # one instant in two time zones is two values
    return bool(one == other) or (one != one and other != other)


def united(old: Sequence[Any], new: Iterable[Any]) -> list[Any]:
    """Return the values of ``old``, then the values of ``new`` that are missing in it."""
    values = list(old)
    for item in new:
        if not any(same_value(item, other) for other in values):
            values.append(item)
    return values
