"""What a row without an id changes in the claim that it matches, where the two differ.

A new value replaces the cell of the claim unless the cell was corrected. Without a history, the row only
fills in empty cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sociogram.graph.dataset import Merged, SettleRow
from sociogram.graph.merge_rules import is_draft
from sociogram.loaders.folder.history import CorrectedCells
from sociogram.loaders.rows.claims.corrections import EXPLAINED


def settling(corrected: CorrectedCells) -> SettleRow:
    """Return the function that settles the differences between rows and claims."""

    def settle(
        row: Mapping[str, Any], differing: Mapping[str, Any], held: Callable[[str], Any]
    ) -> Mapping[str, Any]:
        changes = {
            name: value
            for name, value in differing.items()
            if _changes(corrected, str(row["id"]), name, value, is_empty=held(name) is None)
        }
        return _with_explanations(row, differing, held, changes)

    return settle


def only_updates(relations: Merged) -> bool:
    """Return whether a load changed claims, and none of them by its id."""
    return relations.updated > 0 and not relations.corrected


def _changes(corrected: CorrectedCells, own: str, name: str, value: Any, *, is_empty: bool) -> bool:
    """Return whether a load writes a value into a cell."""
    if is_draft(name, value) and not is_empty:
        return False
    is_protected = corrected.is_protected(own, name, value)
    return not is_protected if is_empty else is_protected is False


def _with_explanations(
    row: Mapping[str, Any],
    differing: Mapping[str, Any],
    held: Callable[[str], Any],
    changes: dict[str, Any],
) -> dict[str, Any]:
    """Return the changes in which an explanation changes with the value that it explains, or not at all."""
    for explanation, names in EXPLAINED.items():
        other = [name for name in names if name in differing]
        if any(name not in changes for name in other):
            changes.pop(explanation, None)
        elif other and explanation in differing:
            changes[explanation] = differing[explanation]
        elif other and explanation not in row and held(explanation) is not None:
            changes[explanation] = None
    return changes
