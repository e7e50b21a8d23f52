"""Properties of the tables with the writes of a delta applied."""

from __future__ import annotations

from typing import Any

import numpy as np

from sociogram.graph.columns import (
    Column,
    RowIndices,
)
from sociogram.graph.memory.storage.delta import PropertyDelta


def property_names(base: dict[str, Column], deltas: dict[str, PropertyDelta]) -> tuple[str, ...]:
    """Return the names of properties that any row has, those of the tables first."""
    added = (key for key, delta in deltas.items() if key not in base and delta.has_values())
    return (*base, *added)


def value_at(base: Column | None, delta: PropertyDelta | None, slot: int) -> Any:
    """Return one property of one row."""
    if delta is not None and slot in delta.changes:
        return delta.changes[slot]
    return base.value(slot) if base is not None and slot < len(base) else None


def still_equal(found: RowIndices, delta: PropertyDelta, value: Any) -> RowIndices:
    """Return the slots that hold ``value`` now, given those found in the tables."""
    changed = delta.changes
    if isinstance(found, list):
        return sorted([*(slot for slot in found if slot not in changed), *delta.find(value)])
    slots = np.fromiter(changed, dtype=np.int64, count=len(changed))
    positions = found.searchsorted(slots)
    positions = positions[found.take(positions, mode="clip") == slots]
    if len(positions):
        remaining = np.ones(len(found), dtype=np.bool_)
        remaining[positions] = False
        found = found[remaining]
    now = delta.find(value)
    return np.sort(np.concatenate((found, np.fromiter(now, dtype=np.int64)))) if now else found


def values_at(base: dict[str, Column], deltas: dict[str, PropertyDelta], slot: int) -> dict[str, Any]:
    """Return the properties of one row."""
    values: dict[str, Any] = {}
    for key, column in base.items():
        if (value := value_at(column, deltas.get(key), slot)) is not None:
            values[key] = value
    for key, delta in deltas.items():
        if key not in base and (value := delta.changes.get(slot)) is not None:
            values[key] = value
    return values
