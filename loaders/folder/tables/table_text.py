"""The text of a table's file, in which only the lines of changed rows change.

An existing file keeps the order of its columns, its line ends, and the line of each unchanged row, however
its cells are quoted. New columns come last. A load also keeps the order of rows and adds new ones at the end;
a saved graph has its own order.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn
from sociogram.graph.common.equality import same_value
from sociogram.graph.dataset import USUAL_FIELDS, Table
from sociogram.loaders.folder.tables.cells import AT_ONCE, Cells, CodedCells
from sociogram.loaders.folder.tables.column_format import FIELD_PARSERS, LIST, TEXT, split_title, write_column
from sociogram.loaders.values.types import parser_of, split_values

_BOM = "\ufeff"

NOTHING_RENAMED: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _OldFile:
    """The text of a file: byte order mark, line end, header, records, and new keys by old key."""

    bom: str
    line_end: str
    header: str
    titles: tuple[str, ...]
    records: list[str]
    renamed: Mapping[str, str]

    def column_of(self, name: str) -> int | None:
        """Return the number of the column with this name, or None."""
        names = [split_title(title)[0] for title in self.titles]
        return names.index(name) if name in names else None


def table_text(
    name: str,
    fields: Sequence[str],
    kinds: Mapping[str, str],
    key: str,
    table: Table,
    old: bytes = b"",
    *,
    keeps_order: bool = False,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
) -> bytes:
    """Return the text of a table's file.

    Args:
        name: the name of the table.
        fields: the documented columns, in order.
        kinds: how some of them are read.
        key: the column that identifies a row.
        table: the rows.
        old: the content of the existing file; empty if there is none.
        keeps_order: whether rows of the file keep their positions, whatever their order in the table.
        renamed: keys of the file that have changed in the table: old to new.

    Raises:
        DataError: a value has no form in CSV.
    """
    before = _read_old(old, renamed)
    if before is None:
        return b"".join(new_text(name, fields, kinds, table))
    text = _text(name, fields, kinds, key, table, before, keeps_order=keeps_order, completes=False)
    if text == old or _has_usual_columns(name, fields, table, before.titles):
        return text
    # A file that changes gets the usual columns, which identify it as part of a data folder.
    return _text(name, fields, kinds, key, table, before, keeps_order=keeps_order, completes=True)


def new_text(name: str, fields: Sequence[str], kinds: Mapping[str, str], table: Table) -> Iterator[bytes]:
    """Yield the text of a new file of a table, a few thousand lines at a time; see ``table_text``."""
    titles, columns = _written(name, fields, kinds, table, (), completes=False)[1:]
    yield (",".join(map(quote, titles)) + "\n").encode()
    for begin in range(0, len(table), AT_ONCE):
        parts = [quote_all(column.part(begin, begin + AT_ONCE)) for column in columns]
        yield ("\n".join(map(",".join, zip(*parts, strict=True))) + "\n").encode() if parts else b""


def _written(
    name: str,
    fields: Sequence[str],
    kinds: Mapping[str, str],
    table: Table,
    old_titles: Sequence[str],
    *,
    completes: bool,
) -> tuple[list[str], list[str], list[Cells]]:
    """Return the names of a file's columns, their titles and their cells."""
    names, typed = _columns(name, fields, table, old_titles, completes=completes)
    titles: list[str] = []
    columns: list[Cells] = []
    for column_name in names:
        kind = kinds.get(column_name, TEXT if column_name in fields else None)
        column = table.column(column_name)
        if _is_declared_empty(column):
            title = typed.get(column_name, column_name)
            cells: Cells = CodedCells([""], np.zeros(len(table), dtype=np.int8))
        else:
            title, cells = write_column(column_name, column, kind, typed.get(column_name))
        titles.append(title)
        columns.append(cells)
    return names, titles, columns


def _has_usual_columns(name: str, fields: Sequence[str], table: Table, titles: Sequence[str]) -> bool:
    names, complete = (
        _columns(name, fields, table, titles, completes=completes)[0] for completes in (False, True)
    )
    return names == complete


def _text(
    name: str,
    fields: Sequence[str],
    kinds: Mapping[str, str],
    key: str,
    table: Table,
    before: _OldFile,
    *,
    keeps_order: bool,
    completes: bool,
) -> bytes:
    names, titles, cells = _written(name, fields, kinds, table, before.titles, completes=completes)
    columns = [column.part(0, len(table)) for column in cells]
    lines = list(map(",".join, zip(*map(quote_all, columns), strict=True))) if columns else []
    header = before.header if titles == list(before.titles) else ",".join(map(quote, titles))
    key_column = before.column_of(key)
    if key_column is not None:
        keys = columns[names.index(key)]
        rows = list(_in_old_order(before, key_column, keys))
        if not keeps_order:
            rows.sort(key=lambda pair: pair[1])
        fields_of = [kinds.get(column, TEXT if column in fields else None) for column in names]
        old_line = Line(titles, fields_of, columns, before.titles)
        is_written = str.__eq__ if titles == list(before.titles) else _is_extended
        lines = [
            lines[row] if record is None or is_written(record, lines[row]) else old_line.of(record, row)
            for record, row in rows
        ]
    return (before.bom + before.line_end.join([header, *lines]) + before.line_end).encode()


def _is_extended(record: str, line: str) -> bool:
    """Return whether a line is a record with cells of new columns before or after it."""
    return line.startswith(f"{record},") or line.endswith(f",{record}")


def _read_old(old: bytes, renamed: Mapping[str, str]) -> _OldFile | None:
    """Return a file's lines; None if it is not UTF-8 with commas and must be rewritten completely."""
    try:
        text = old.decode("utf-8")
    except UnicodeDecodeError:
        return None
    bom = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    line_end = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    if not text.strip() or text.count("\r") != text.count(line_end) * (line_end == "\r\n"):
        return None  # its line ends are mixed, or inside a cell
    if text.count("\n") != text.count(line_end):
        return None
    records = list(_records(text.removesuffix(line_end).split(line_end), line_end))
    header, records = records[0], records[1:]
    titles = next(csv.reader([header]), [])
    if len(titles) < 2 or len(set(titles)) < len(titles):
        return None
    return _OldFile(bom, line_end, header, tuple(titles), [record for record in records if record], renamed)


def _records(lines: Sequence[str], line_end: str) -> Iterator[str]:
    """Join the lines of records with a quoted line end."""
    begun: list[str] = []
    for line in lines:
        is_odd = line.count('"') % 2 == 1
        if begun:
            begun.append(line)
            if is_odd:
                yield line_end.join(begun)
                begun = []
        elif is_odd:
            begun = [line]
        else:
            yield line
    if begun:
        yield line_end.join(begun)


def _columns(
    name: str, fields: Sequence[str], table: Table, titles: Sequence[str], *, completes: bool
) -> tuple[list[str], dict[str, str]]:
    """Return the names of a file's columns in order, and the titles of the existing ones."""
    is_filled = {column for column, values in table.columns.items() if not bool(values.null_mask().all())}
    there = {split_title(title)[0]: title for title in titles}
    known = dict.fromkeys(["id", *fields] if name == "relations" else fields)
    usual = tuple(column for column in known if column in ("id", *USUAL_FIELDS[name]))
    if titles:
        wanted = {*is_filled, *usual} if completes else is_filled
        added = [column for column in [*known, *table.columns] if column in wanted and column not in there]
        first = ["id"] if "id" in added else []
        return [*first, *there, *dict.fromkeys(column for column in added if column != "id")], there
    wanted = is_filled | {column for column, values in table.columns.items() if _is_declared_empty(values)}
    names = [column for column in known if column in wanted or (column in usual and column in fields)]
    return [*names, *(column for column in table.columns if column in wanted and column not in known)], {}


def _is_declared_empty(column: Column) -> bool:
    """Return whether a column has no values at all, unlike one whose values happen to be null."""
    return isinstance(column, ConstantColumn) and column.constant is None


def _in_old_order(before: _OldFile, key_column: int, keys: Sequence[str]) -> Iterator[tuple[str | None, int]]:
    """Yield each row with its record in the file: existing rows in file order, then new ones.

    A record without a key belongs to the next row whose key the file does not have.
    """
    old_keys = [key_of(record, key_column) for record in before.records]
    if before.renamed:
        old_keys = [before.renamed.get(key, key) for key in old_keys]
    row_of = {key: row for row, key in enumerate(keys)}
    known = set(old_keys)
    unkeyed = (row for row, key in enumerate(keys) if key not in known)
    used = set()
    for record, key in zip(before.records, old_keys, strict=True):
        row = row_of.get(key) if key else next(unkeyed, None)
        if row is not None:
            used.add(row)
            yield record, row
    yield from ((None, row) for row in range(len(keys)) if row not in used)


def key_of(record: str, key_column: int) -> str:
    """Return the key of a record."""
    if key_column == 0 and record[:1] != '"':
        return record.partition(",")[0].strip()
    cells = _cells_of(record)
    return cells[key_column].strip() if key_column < len(cells) else ""


def _cells_of(record: str) -> list[str]:
    try:
        return next(csv.reader([record], strict=True))
    except csv.Error:  # a cell beyond the csv module's limit, or an unclosed quote
        return []


class Line:
    """The lines of rows, each from their old record and their new cells.

    Args:
        titles: the titles of the file.
        kinds: how the columns are read.
        columns: the new cells.
        old_titles: the titles of the old records, if these differ.
    """

    def __init__(
        self,
        titles: Sequence[str],
        kinds: Sequence[str | None],
        columns: Sequence[list[str]],
        old_titles: Sequence[str] | None = None,
    ) -> None:
        self._columns = columns
        self._width = len(titles if old_titles is None else old_titles)
        self._positions: list[int | None] | None = None
        if old_titles is not None and list(titles) != list(old_titles):
            position_of = {title: position for position, title in enumerate(old_titles)}
            self._positions = list(map(position_of.get, titles))
        self._readers = list(map(_reader, titles, kinds))

    def new(self, row: int) -> str:
        """Return the line of a row that the file does not have."""
        return ",".join([quote(column[row]) for column in self._columns])

    def of(self, record: str, row: int) -> str:
        """Return the record if it has the row's values; else a line in which only changed cells differ."""
        old = _cells_of(record)
        if not old or len(old) > self._width:
            return self.new(row)
        old += [""] * (self._width - len(old))
        if self._positions is not None:
            old = ["" if position is None else old[position] for position in self._positions]
        cells = [
            before if before == after or _is_same(before, after, read) else after
            for before, after, read in zip(
                old, [column[row] for column in self._columns], self._readers, strict=True
            )
        ]
        return record if self._positions is None and cells == old else ",".join(map(quote, cells))


def _reader(title: str, kind: str | None) -> Callable[[str], Any]:
    name, typed = split_title(title)
    if typed is not None:
        return parser_of(typed)
    if name == "type" and kind == LIST:
        return lambda cell: sorted(split_values(cell))  # a graph keeps no order of labels
    return str if kind in (None, TEXT) else FIELD_PARSERS[kind]


def _is_same(before: str, after: str, read: Callable[[str], Any]) -> bool:
    """Return whether two texts of a cell are read as the same value."""
    try:
        return bool(before) and bool(after) and same_value(read(before), read(after))
    except ValueError:
        return False


def quote_all(cells: list[str]) -> list[str]:
    """Quote the cells of a column that need it."""
    needing = {cell: quote(cell) for cell in set(cells) if _needs_quotes(cell)}
    if not needing:
        return cells
    get: Callable[[str, str], str] = needing.get
    return list(map(get, cells, cells))


def quote(cell: str) -> str:
    """Return the cell in CSV form."""
    return '"' + cell.replace('"', '""') + '"' if _needs_quotes(cell) else cell


def _needs_quotes(cell: str) -> bool:
    return "," in cell or '"' in cell or "\n" in cell or "\r" in cell
