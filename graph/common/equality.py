"""When property values are the same, for merging and for reading back what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.graph.common.temporal import is_temporal, iso_text


def same_value(one: Any, other: Any) -> bool:
    """Tell whether two property values are the same in type too (``1`` is not ``1.0`` nor ``True``).

    NaN is the same as NaN here: otherwise loading it again would always be a change.
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
    """Return the values of ``old`` and after them those of ``new`` that are not there yet."""
    values = list(old)
    for item in new:
        if not any(same_value(item, other) for other in values):
            values.append(item)
    return values
