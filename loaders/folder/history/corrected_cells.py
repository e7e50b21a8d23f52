"""Which cells of claims were corrected, according to the history of their folder.

A cell was corrected if anything but rows without an id changed it. The rows of a load with ``--replace``
correct, too, with or without an id. Undone changes do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sociogram.graph.errors import StoreError
from sociogram.loaders.folder.files import NO_FILES, digest_of, read_files
from sociogram.loaders.folder.history.changes import Cells, changed_rows
from sociogram.loaders.folder.history.events import Event
from sociogram.loaders.folder.history.history import History
from sociogram.loaders.folder.tables.column_format import cell_text
from sociogram.loaders.values.types import split_values, to_json

_FILE = "relations.csv"


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a claim: its cells before and after, and whether it corrected the claim."""

    before: Cells
    after: Cells
    is_correction: bool


@dataclass(frozen=True, slots=True)
class _Past:
    """The changes of claims by id, and which claims existed before the first known event.

    Attributes:
        changes: the changes by id.
        older: the ids of claims whose earlier changes are unknown; None means all claims.
    """

    changes: Mapping[str, list[_Change]]
    older: frozenset[str] | None


class CorrectedCells:
    """The corrected cells of a folder's claims; the history is read on first use.

    Args:
        folder: the data folder.
        digest: the digest of the files in question.
    """

    def __init__(self, folder: Path, digest: str) -> None:
        self._folder = folder
        self._digest = digest

    def is_protected(self, own: str, column: str, value: Any) -> bool | None:
        """Return whether a row without an id may not change a cell; None if the history does not show it.

        It may not if the cell was corrected, or had the row's value before.

        Args:
            own: the id of the claim.
            column: the name of the column.
            value: the row's value, which the cell does not have now.
        """
        past = self._past
        for change in past.changes.get(own, ()):
            before = change.before.get(column, "")
            if before != change.after.get(column, "") and (change.is_correction or _is_cell(before, value)):
                return True
        return None if past.older is None or own in past.older else False

    @cached_property
    def _past(self) -> _Past:
        try:
            files = read_files(self._folder)
            if digest_of(files) != self._digest:
                return _UNKNOWN
            return _past_of(History(self._folder, files))
        except StoreError:  # a damaged history says nothing, and does not prevent a load
            return _UNKNOWN


_UNKNOWN = _Past({}, None)


def _past_of(history: History) -> _Past:
    if not history.events or history.was_edited:
        return _UNKNOWN
    if _is_simple(history):
        return _Past({}, frozenset())
    done = {event.number for event in history.done}
    changes: dict[str, list[_Change]] = {}
    first: Mapping[str, bytes] = {}
    for event, before, after in history.walk_back():
        first = before
        if event.number in done and _changes_claims(event):
            for own, change in _changes_of(event, before, after):
                changes.setdefault(own, []).append(change)
    return _Past(changes, _ids_in(first))


def _is_simple(history: History) -> bool:
    """Return whether the history is complete and no event changed a claim: no version need be restored."""
    return (
        history.events[0].before == NO_FILES
        and not history.edited_after()
        and not any(map(_changes_claims, history.events))
    )


def _changes_claims(event: Event) -> bool:
    counts = event.rows.get("relations")
    return counts is not None and counts.changed > 0


def _changes_of(
    event: Event, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> Iterator[tuple[str, _Change]]:
    old, new = ({_FILE: files.get(_FILE, b"")} for files in (before, after))
    for row in changed_rows(old, new):
        if row.before is not None and row.after is not None:
            yield row.key, _Change(row.before, row.after, is_correction=not event.updates)


def _ids_in(files: Mapping[str, bytes]) -> frozenset[str] | None:
    """Return the ids of the claims in a version; None if a claim has none yet."""
    rows = [row.after or {} for row in changed_rows({}, {_FILE: files.get(_FILE, b"")})]
    return frozenset(row["id"] for row in rows) if all("id" in row for row in rows) else None


def _is_cell(cell: str, value: Any) -> bool:
    """Return whether a cell has a value; the order of several values does not matter."""
    if isinstance(value, list):
        return sorted(split_values(cell)) == sorted(map(str, value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(cell) == value
        except ValueError:
            return False
    try:
        return cell in (cell_text(value), to_json(value))
    except (TypeError, ValueError):
        return False
