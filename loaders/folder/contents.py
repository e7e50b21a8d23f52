"""The files of a data folder for a graph: complete, or with only the lines of changed rows rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

import numpy as np

from sociogram.graph.columns import IntArray, TextColumn, column_of
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.patch import objects
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.dataset import RELATION_KEY_FIELDS, Dataset, RowsToSave, Table
from sociogram.graph.errors import DataError
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.memory.storage.value_index import value_key
from sociogram.graph.merge_rules import relation_keys
from sociogram.loaders.folder.files import digest_of
from sociogram.loaders.folder.tables.cells import are_distinct
from sociogram.loaders.folder.tables.changed_lines import rewritten
from sociogram.loaders.folder.tables.table_files import FILES, TableFile
from sociogram.loaders.folder.tables.table_text import NOTHING_RENAMED, new_text, table_text


class Writable(Protocol):
    """A graph that may know which rows have changed since it was read from a folder; every store is one."""

    def to_dataset(self) -> Dataset:
        """Return all rows."""
        ...

    def changed_rows(self, digest: str) -> RowsToSave | None:
        """Return the rows that differ from the files with this digest; None if unknown."""
        ...


def new_files(
    content: Dataset | Writable, old: Mapping[str, bytes], *, keeps_order: bool = False
) -> Mapping[str, bytes]:
    """Return the files that ``write_locked`` would leave in place of old ones."""
    changed = None if isinstance(content, Dataset) else changed_files(content, old, digest_of(old))
    if changed is not None:
        return {**old, **changed.contents}
    dataset = content if isinstance(content, Dataset) else content.to_dataset()
    return {**old, **file_texts(dataset, old, keeps_order=keeps_order)}


@dataclass(frozen=True, slots=True)
class ChangedFiles:
    """The files of a folder in which only the lines of changed rows are rewritten.

    Attributes:
        contents: by name, the files that change.
        saved: to be called with the digest of all files once they are written.
    """

    contents: Mapping[str, bytes]
    saved: Callable[[str], None]


def changed_files(graph: Writable, old: Mapping[str, bytes], digest: str) -> ChangedFiles | None:
    """Return the files that hold a graph, if only lines of those with this digest change; else None."""
    rows = graph.changed_rows(digest)
    if rows is None:
        return None
    contents: dict[str, bytes] = {}
    orders: dict[str, IntArray] = {}
    for file in FILES:
        changes = rows.tables[file.table]
        if changes.is_empty and file.table != "entities":
            continue  # an end that entities.csv lacks shows in the number of its rows
        written = rewritten(
            file.table, file.fields, file.kinds, file.unique, old.get(file.name, b""), changes
        )
        if written is None:
            return None
        orders[file.table] = written.order
        if written.text != old[file.name]:
            contents[file.name] = written.text
    return ChangedFiles(contents, lambda digest: rows.saved(digest, orders))


def file_texts(
    dataset: Dataset,
    old: Mapping[str, bytes],
    *,
    keeps_order: bool = False,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
) -> dict[str, bytes]:
    """Return the content of the four files of a data set, to replace old ones; see ``write_locked``."""
    with gc_paused():
        return {
            file.name: _write_table(
                file,
                getattr(dataset, file.table),
                old.get(file.name, b""),
                keeps_order=keeps_order,
                renamed=renamed if file.table == "entities" else NOTHING_RENAMED,
            )
            for file in FILES
        }


def new_files_of(dataset: Dataset) -> dict[str, Iterator[bytes]]:
    """Return the content of the four files of a data set in a new folder, a few thousand lines at a time.

    Raises:
        DataError: the files would not read back as this data set; some are raised while the content is read.
    """
    found = {}
    for file in FILES:
        table = _checked(file, getattr(dataset, file.table))
        found[file.name] = new_text(file.table, file.fields, file.kinds, table)
    return found


def _checked(file: TableFile, table: Table) -> Table:
    """Return a table that can be written as a file of a data folder."""
    if file.table == "relations":
        table = with_ids(table)
    _check_rows(file, table)
    return table


def _check_rows(file: TableFile, table: Table) -> None:
    """Raise DataError for rows that would make the file unreadable."""
    for name in file.required:
        missing = table.column(name).null_mask()
        if missing.any():
            raise DataError(
                f"Row {int(missing.argmax()) + 1} of {file.name} would have no {name}, and the folder could "
                "not be opened again.",
                column=name,
                cure=f"Give it a {name}, or delete it.",
            )
    if are_distinct(table.column(file.unique)):
        return
    values = table.column(file.unique).to_list()
    seen: set[Any] = set()
    if all(type(value) is str for value in values) and len(set(values)) == len(values):
        return
    for value in values:
        key = value_key(value)
        if key in seen:
            raise DataError(
                f"Two rows of {file.name} would have the {file.unique} {value!r}, "
                "and the folder could not be opened again.",
                column=file.unique,
                cure=f"Merge the two, or give one another {file.unique}.",
            )
        if value is not None:
            seen.add(key)


def _write_table(
    file: TableFile, table: Table, old: bytes, *, keeps_order: bool, renamed: Mapping[str, str]
) -> bytes:
    return table_text(
        file.table,
        file.fields,
        file.kinds,
        file.unique,
        _checked(file, table),
        old,
        keeps_order=keeps_order,
        renamed=renamed,
    )


def with_ids(relations: Table) -> Table:
    """Give each relation without an id the one computed from its key fields; a duplicate gets a number."""
    if are_distinct(relations.column("id")):
        return relations
    ids = relation_ids(relations).to_list() if len(relations) else []
    if len(set(map(str, ids))) < len(ids):
        column = column_of(_numbered(ids, relations))
    elif relations.column("id").null_mask().any():
        column = _distinct_texts(ids)
    else:
        return relations
    return Table(len(relations), relations.columns | {"id": column})


def _distinct_texts(ids: list[Any]) -> TextColumn:
    """Return distinct ids as a column, without searching for duplicates again."""
    texts = objects(map(str, ids), len(ids))
    return TextColumn(np.arange(len(ids), dtype=np.int32), TextDictionary(texts, sorted=False))


def _numbered(ids: list[Any], relations: Table) -> list[Any]:
    """Return the ids; a computed one that occurred before gets a number."""
    made = relation_keys([relations.column(name) for name in RELATION_KEY_FIELDS])
    taken: set[Any] = set()
    for row, own in enumerate(ids):
        if own in taken and own == made[row]:
            ids[row] = next(name for n in count(2) if (name := f"{own}-{n}") not in taken)
        taken.add(ids[row])
    return ids
