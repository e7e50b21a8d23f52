"""Rewrites the lines of changed rows in a table's file; all other bytes are kept.

A table of a million rows takes seconds to format, a few rows take none. If the lines alone do not determine
the whole file (a column is new, or its values decide its type), the result is None, and the file is written
from its whole table (``table_text``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.columns import (
    BoolColumn,
    Column,
    FloatColumn,
    IntArray,
    IntColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.dataset import USUAL_FIELDS, Table, TableChanges
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.loaders.folder.tables.column_format import TEXT, cell_text, split_title, write_column
from sociogram.loaders.folder.tables.table_text import Line, key_of
from sociogram.loaders.values.types import infer_kind

_CHUNK = 1 << 24

_TYPES: dict[type, tuple[type, str]] = {
    TextColumn: (str, "string"),
    IntColumn: (int, "long"),
    FloatColumn: (float, "double"),
    BoolColumn: (bool, "boolean"),
}


@dataclass(frozen=True, slots=True)
class RewrittenFile:
    """A file with rewritten lines.

    Attributes:
        text: its content.
        order: the former number of each row; new rows are numbered after the former ones.
    """

    text: bytes
    order: IntArray


def rewritten(
    name: str,
    fields: Sequence[str],
    kinds: Mapping[str, str],
    key: str,
    old: bytes,
    changes: TableChanges,
) -> RewrittenFile | None:
    """Return a table's file with the lines of changed rows rewritten; None if other lines might change.

    A removed row whose key is that of a new one is replaced in its position.

    Args:
        name: the name of the table.
        fields: the documented columns.
        kinds: how some of them are read.
        key: the column that identifies a row.
        old: the content of the file.
        changes: the rows that changed.
    """
    titles, starts = _layout(name, key, old, changes.count)
    if titles is None:
        return None
    kind_of = {column: kinds.get(column, TEXT if column in fields else None) for column in titles}
    table = _with_ids(changes.rows, old) if name == "relations" else changes.rows
    if table is None or bool(table.column(key).null_mask().any()):
        return None
    records = _Records(old, starts)
    columns = _cells(_Rewrite(table, titles, kind_of, changes, records))
    if columns is None:
        return None
    line = Line(list(titles.values()), list(kind_of.values()), list(columns.values()))
    return _spliced(records, changes, line, columns[key], list(titles).index(key))


class _Records:
    """The records of a file by number."""

    def __init__(self, old: bytes, starts: IntArray) -> None:
        self.old = old
        self.starts = starts

    def text(self, row: int) -> str:
        """Return a record without its line end."""
        return self.old[self.starts[row] : self.starts[row + 1] - 1].decode()


@dataclass(frozen=True, slots=True)
class _Rewrite:
    """The input for rewriting changed rows.

    Attributes:
        table: the changed and the new rows.
        titles: the titles of the file by column.
        kinds: how each column is read; None if its cells decide it.
        changes: the rows that changed.
        records: the records of the file.
    """

    table: Table
    titles: Mapping[str, str]
    kinds: Mapping[str, str | None]
    changes: TableChanges
    records: _Records

    def has_open_type(self, name: str) -> bool:
        """Return whether the type of a column is inferred from all its cells."""
        return self.kinds[name] is None and split_title(self.titles[name])[1] is None


def _layout(name: str, key: str, old: bytes, count: int) -> tuple[dict[str, str] | None, IntArray]:
    """Return the titles by column and the offsets of the records; no titles if the file is unusual."""
    starts = record_starts(old)
    unusual = None, starts
    if b"\r" in old or old[-1:] != b"\n" or len(starts) - 2 != count or not _is_utf8(old):
        return unusual
    header = old[: starts[1]].decode("utf-8-sig").removesuffix("\n")
    row = next(csv.reader([header]), [])
    titles = {split_title(title)[0]: title for title in row}
    usual = {key, *USUAL_FIELDS[name]}
    if len(titles) < len(row) or not usual <= titles.keys():
        return unusual
    first = np.frombuffer(old, np.uint8)[starts[1:-1]]
    if (first == ord("\n")).any():  # blank lines
        return unusual
    if name == "relations" and (row[0] != "id" or (first == ord(",")).any()):  # rows without an id
        return unusual
    return titles, starts[1:]


def record_starts(text: bytes) -> IntArray:
    """Return the offset of each record of a CSV text, and its length: quoted line ends end no record."""
    data = np.frombuffer(text, np.uint8)
    ends = _offsets_of(data, b"\n")
    if b'"' in text:
        is_quoted = np.searchsorted(_offsets_of(data, b'"'), ends) % 2
        ends = ends[is_quoted == 0]
    return np.concatenate([[0], ends + 1])


def _offsets_of(data: Any, mark: bytes) -> IntArray:
    found = [
        np.flatnonzero(data[begin : begin + _CHUNK] == ord(mark)) + begin
        for begin in range(0, len(data), _CHUNK)
    ]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _with_ids(relations: Table, old: bytes) -> Table | None:
    """Give relations without an id the one computed from their key fields; None if it is taken."""
    given = relations.column("id")
    missing = np.flatnonzero(given.null_mask()).tolist() if len(relations) else []
    if not missing:
        return relations
    ids = [str(own) for own in relation_ids(relations).to_list()]
    made = {ids[row] for row in missing}
    if len(made) < len(missing) or any(f"\n{own},".encode() in old for own in made):
        return None
    return Table(len(relations), relations.columns | {"id": column_of(ids)})


def _cells(rewrite: _Rewrite) -> dict[str, list[str]] | None:
    """Return the cells of the rows by column; None if a column would get another title."""
    table = rewrite.table
    if not table.columns.keys() <= rewrite.titles.keys():
        return None
    cells: dict[str, list[str]] = {}
    for name, title in rewrite.titles.items():
        column = table.column(name)
        if rewrite.has_open_type(name):
            found = _inferred(column, rewrite.changes.columns.get(name))
        else:
            written, new = write_column(name, column, rewrite.kinds[name], title)
            found = new.part(0, len(table)) if written == title else None
        if found is None:
            return None
        cells[name] = found
    return None if _loses_type(rewrite) else cells


def _inferred(column: Column, frozen: Column | None) -> list[str] | None:
    """Return the cells of a column whose type is inferred from all its cells; None if these may change it.

    One cell that is neither a number nor a truth value makes it text; cells of its own type do not change it.
    """
    values = [value for value in column.to_list() if value is not None]
    if not values:
        return [""] * len(column)
    python, kind = _TYPES.get(type(frozen), (None, ""))
    if any(type(value) is not python for value in values):
        return None
    try:
        cells = ["" if value is None else cell_text(value) for value in column.to_list()]
    except ValueError:
        return None
    shows = any if kind == "string" else all
    return cells if shows(infer_kind([cell]) == kind for cell in cells if cell) else None


def _loses_type(rewrite: _Rewrite) -> bool:
    """Return whether a column with an inferred type loses cells and no changed row shows the type."""
    open_columns = [
        number
        for number, name in enumerate(rewrite.titles)
        if rewrite.has_open_type(name) and name not in rewrite.table.columns
    ]
    changes = rewrite.changes
    rows = [*changes.changed.tolist(), *changes.removed.tolist()] if open_columns else []
    for row in rows:
        cells = next(csv.reader([rewrite.records.text(row)]), [])
        if any(number < len(cells) and cells[number] for number in open_columns):
            return True
    return False


def _spliced(
    records: _Records, changes: TableChanges, line: Line, keys: Sequence[str], key_column: int
) -> RewrittenFile:
    """Return the file with changed, removed and new lines; a new row replaces a removed one of its key."""
    changed = len(changes.changed)
    lines: dict[int, str | None] = dict.fromkeys(changes.removed.tolist())
    for number, row in enumerate(changes.changed.tolist()):
        lines[row] = line.of(records.text(row), number)
    order = np.arange(changes.count, dtype=np.int64)
    row_of = {key_of(records.text(row), key_column): row for row in changes.removed.tolist()}
    added: list[int] = []
    for number in range(changed, len(keys)):
        row = row_of.get(keys[number])
        if row is None:
            added.append(number)
        else:
            lines[row] = line.of(records.text(row), number)
            order[row] = changes.count + number - changed
    gone = [row for row, text in lines.items() if text is None]
    numbers = np.array(added, dtype=np.int64) + changes.count - changed
    pieces = [*_pieces(records, lines), *(f"{line.new(number)}\n".encode() for number in added)]
    return RewrittenFile(b"".join(pieces), np.concatenate([np.delete(order, gone), numbers]))


def _pieces(records: _Records, lines: Mapping[int, str | None]) -> Iterator[bytes | memoryview]:
    """Yield the file in pieces, with other lines for some rows; None removes one."""
    view, position = memoryview(records.old), 0
    for row in sorted(lines):
        text = lines[row]
        yield view[position : records.starts[row]]
        if text is not None:
            yield f"{text}\n".encode()
        position = int(records.starts[row + 1])
    yield view[position:]
