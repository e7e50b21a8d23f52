"""The rows that differ between two versions of a data folder's files, cell by cell.

Rows are matched by the key of their table (the ``id``, the ``type`` of a relation type, the two actors of a
decision); cells are compared as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sociogram.graph.common.text import allow_long_cells
from sociogram.loaders.folder.commit import DATA_FILES, DECISIONS_FILE
from sociogram.loaders.folder.history.delta import Hunk, reverse_delta
from sociogram.loaders.folder.history.events import RowCounts
from sociogram.loaders.folder.tables.column_format import split_title
from sociogram.loaders.values.types import split_values

_KEYS = {"relation_types.csv": ("type",), DECISIONS_FILE: ("first", "second")}

Cells = Mapping[str, str]
"""The non-empty cells of a row by column name."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, removed or changed.

    Attributes:
        table: ``entities``, ``relations``, ``sources``, ``relation_types`` or ``decisions``.
        key: the row's id, the name of a relation type, or the two actors of a decision; of a row that got
            another id, the former one.
        before: the row's cells before; None if the row is new.
        after: its cells after; None if the row was removed.
    """

    table: str
    key: str
    before: Cells | None
    after: Cells | None

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``.

        >>> RowChange("entities", "ann", None, {"id": "ann"}).kind
        'added'
        """
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    def cells(self) -> dict[str, tuple[str, str]]:
        """Return the cells that differ, by column: before and after.

        >>> RowChange("entities", "ann", {"id": "ann", "country": "NL"}, {"id": "ann"}).cells()
        {'country': ('NL', '')}
        """
        old, new = self.before or {}, self.after or {}
        columns = dict.fromkeys([*old, *new])
        return {
            name: (old.get(name, ""), new.get(name, ""))
            for name in columns
            if old.get(name, "") != new.get(name, "")
        }


def changed_rows(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[RowChange]:
    """Return the rows that differ between two versions of a folder's files, table by table.

    A row without a key is compared as a whole: it is added or removed, never changed.
    """
    return [
        change
        for name in DATA_FILES
        for change in _changed_rows_of(name, old.get(name, b""), new.get(name, b""))
    ]


def row_counts(changes: Sequence[RowChange]) -> dict[str, RowCounts]:
    """Return, by table, the numbers of rows added, changed and removed."""
    kinds: dict[str, dict[str, int]] = {}
    for change in changes:
        counts = kinds.setdefault(change.table, {})
        counts[change.kind] = counts.get(change.kind, 0) + 1
    return {table: RowCounts(**counts) for table, counts in kinds.items()}


def _changed_rows_of(name: str, old: bytes, new: bytes) -> list[RowChange]:
    if old == new:
        return []
    table, key = name.removesuffix(".csv"), _KEYS.get(name, ("id",))
    before, after = _differing(old, new)
    changes, gone = [], _by_key(before, key)
    for own, cells in _by_key(after, key).items():
        was = gone.pop(own, None)
        if was != cells:
            changes.append(RowChange(table, own, was, cells))
    changes = [RowChange(table, own, cells, None) for own, cells in gone.items()] + changes
    return _with_renames(changes) if table == "entities" else changes


def _with_renames(changes: Sequence[RowChange]) -> list[RowChange]:
    """Combine the removal of an actor with the addition of one that has its id as an alias, and its name."""
    removed = {change.key: change.before for change in changes if change.before and change.after is None}
    renamed: dict[str, str] = {}
    for change in changes:
        if change.before is None and change.after is not None:
            aliases = split_values(change.after.get("aliases", ""))
            names = {change.after.get("name"), *aliases}
            for own in aliases:
                if own in removed.keys() - renamed.values() and removed[own].get("name") in names:
                    renamed[change.key] = own
                    break
    gone = set(renamed.values())
    return [
        RowChange(change.table, renamed[change.key], removed[renamed[change.key]], change.after)
        if change.key in renamed and change.before is None
        else change
        for change in changes
        if change.after is not None or change.key not in gone
    ]


def _differing(old: bytes, new: bytes) -> tuple[list[Cells], list[Cells]]:
    """Return the rows of both versions that differ."""
    hunks = reverse_delta(old, new).hunks
    header = old[: _record_end(old, 0)]
    if hunks[0].start < len(header):
        return _rows(old), _rows(new)
    if _cut_records(new, hunks):
        return _between(old, new, hunks, header)
    before = b"".join(hunk.old for hunk in hunks)
    after = b"".join(new[hunk.start : hunk.start + hunk.length] for hunk in hunks)
    return _rows(header + before), _rows(header + after)


def _cut_records(new: bytes, hunks: Sequence[Hunk]) -> bool:
    """Return whether a hunk starts or ends inside a record, which may have several lines."""
    position = 0
    for hunk in hunks:
        stop = hunk.start + hunk.length
        quotes = (new.count(b'"', position, hunk.start), new.count(b'"', hunk.start, stop))
        if any(count % 2 for count in (*quotes, hunk.old.count(b'"'))):
            return True
        position = stop
    return False


def _between(old: bytes, new: bytes, hunks: Sequence[Hunk], header: bytes) -> tuple[list[Cells], list[Cells]]:
    """Return the rows of both versions from the first changed one to the last."""
    end = len(new) - hunks[-1].start - hunks[-1].length
    old_stop, new_stop = len(old) - end, len(new) - end
    if old.count(b'"', 0, old_stop) % 2 != new.count(b'"', 0, new_stop) % 2:
        return _rows(old), _rows(new)
    start = _record_start(old, hunks[0].start)
    shared = _record_end(old, old_stop) - old_stop
    return _rows(header + old[start : old_stop + shared]), _rows(header + new[start : new_stop + shared])


def _record_start(text: bytes, position: int) -> int:
    """Return the start of the record at a position: after a line end outside quotes."""
    start = text.rfind(b"\n", 0, position) + 1
    while start and text.count(b'"', 0, start) % 2:
        start = text.rfind(b"\n", 0, start - 1) + 1
    return start


def _record_end(text: bytes, position: int) -> int:
    """Return the start of the record after the one at a position."""
    end = text.find(b"\n", max(position - 1, 0)) + 1
    while end and text.count(b'"', 0, end) % 2:
        end = text.find(b"\n", end) + 1
    return end or len(text)


def _rows(content: bytes) -> list[Cells]:
    allow_long_cells()
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline=""))
    titles = [split_title(title)[0] for title in next(reader, [])]
    return [
        {title: cell for title, cell in zip(titles, cells, strict=False) if cell} for cells in reader if cells
    ]


def _by_key(rows: list[Cells], key: tuple[str, ...]) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    for cells in rows:
        own = " ".join(filter(None, map(cells.get, key))) or " ".join(cells.values())
        found[own] = cells
    return found
