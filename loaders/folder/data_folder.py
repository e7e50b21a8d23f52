"""The data folder: four CSV files that store a graph.

Reading returns exactly what was written. Rows keep their order and new ones come last; columns come in the
documented order with further ones after them. So equal data gives equal bytes, and git shows a change as the
lines it touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TypedDict

from sociogram.graph.columns import Column, TextColumn, column_of, concat
from sociogram.graph.common.gc_pause import gc_paused
from sociogram.graph.dataset import (
    Dataset,
    Table,
)
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.commit import DECISIONS_FILE, recover, replace_files, writing_errors
from sociogram.loaders.folder.contents import Writable, changed_files, file_texts, new_files_of
from sociogram.loaders.folder.files import FolderContents, compare, digest_of, digest_of_files, need_files
from sociogram.loaders.folder.history import NOT_RECORDED, History, Step
from sociogram.loaders.folder.lock import Notify, locked
from sociogram.loaders.folder.tables.column_format import (
    TEXT,
    parse_column,
    read_integers,
    split_title,
)
from sociogram.loaders.folder.tables.table_files import FILES, TableFile
from sociogram.loaders.folder.tables.table_text import NOTHING_RENAMED
from sociogram.loaders.readers.cell_dictionary import CellDictionary
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.readers.tables.csv import read_sheet
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.duplicates import duplicate_pairs
from sociogram.loaders.values.types import KIND_WORDS


def read_folder(path: str | Path) -> Dataset:
    """Read a data folder.

    The end of a relation without an entity becomes one, marked as ``stub``.

    Raises:
        StoreError: the folder does not exist, or it holds no data.
        DataError: a file violates the format of data folders; names file, line, column and cure.
    """
    folder = Path(path)
    return dataset_of(folder, need_files(folder))


def dataset_of(folder: Path, contents: dict[str, bytes]) -> Dataset:
    """Return the data set in the files of a data folder, as ``need_files`` read them.

    Each file is removed from ``contents`` to free its memory before the next one is read.

    Raises:
        DataError: a file violates the format of data folders; names file, line, column and cure.
    """
    dataset = Dataset()
    ids = CellDictionary()
    with gc_paused():
        for file in FILES:
            sheet = _read_sheet(file, contents, str(folder / file.name))
            if sheet is not None:
                setattr(dataset, file.table, _read_table(file, sheet, ids))
            del sheet
        _add_missing_ends(dataset)
    return dataset


def write_folder(
    content: Dataset | Writable,
    path: str | Path,
    *,
    expected: str | None = None,
    wait: float = 0.0,
    notify: Notify | None = None,
    step: Step = NOT_RECORDED,
    decisions: bytes | None = None,
) -> str:
    """Write the four files, all or none; the folder is created if it does not exist.

    Args:
        content: the data; of a graph that was read from these files, only the lines of changed rows are
            written.
        path: the folder.
        expected: the digest of the files to replace; None replaces any.
        wait: seconds to wait for another writer.
        notify: called with a sentence before waiting.
        step: the description of this write for the folder's history.
        decisions: the content of ``decisions.csv``; None leaves it as it is.

    Returns:
        The digest of the written files.

    Raises:
        ConflictError: the current files have another digest.
        StoreError: another process is writing there, or the folder cannot be written.
        DataError: the files would not read back as this data set.
    """
    folder = Path(path)
    with writing(folder, wait=wait, notify=notify):
        return write_locked(content, folder, expected=expected, step=step, decisions=decisions)


@contextmanager
def writing(folder: Path, *, wait: float = 0.0, notify: Notify | None = None) -> Iterator[None]:
    """Hold the lock of a folder, created if it does not exist; one that stays empty is removed again.

    Raises:
        StoreError: another process is writing there, or the folder cannot be written.
    """
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        with writing_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, wait=wait, notify=notify):
            recover(folder)
            yield
    except BaseException:
        for parent in made:
            with suppress(OSError):  # not created, or not empty
                parent.rmdir()
        raise


class WriteOptions(TypedDict, total=False):
    """The options of ``write_locked``, as data."""

    keeps_order: bool
    step: Step
    renamed: Mapping[str, str]
    decisions: bytes | None


def write_locked(
    content: Dataset | Writable,
    folder: Path,
    *,
    expected: str | None = None,
    keeps_order: bool = False,
    step: Step = NOT_RECORDED,
    renamed: Mapping[str, str] = NOTHING_RENAMED,
    decisions: bytes | None = None,
) -> str:
    """Write the four files into a folder whose lock the caller holds; see ``write_folder``.

    Lines of unchanged rows are not rewritten. With ``keeps_order``, they also keep their positions, like the
    lines of entities whose id was ``renamed``. With ``decisions``, that file is written as well.
    """
    old = compare(folder, expected)
    before = digest_of(old.files) if expected is None else expected
    changed = None if isinstance(content, Dataset) else changed_files(content, old.files, before)
    if changed is not None:
        contents = dict(changed.contents)
    else:
        dataset = content if isinstance(content, Dataset) else content.to_dataset()
        if not old.files and not step.is_recorded:
            return _write_new(dataset, old, decisions)
        contents = file_texts(dataset, old.files, keeps_order=keeps_order, renamed=renamed)
    if decisions is not None and decisions != old.files.get(DECISIONS_FILE, b""):
        contents[DECISIONS_FILE] = decisions
    after = {**old.files, **contents}
    digest = digest_of(after) if contents else before
    with History(folder, old.files, digest=before).recording(after, step, digest=digest):
        # Editors take no lock, so check for changes again as late as possible.
        replace_files(folder, contents, verify=old.check)
    if changed is not None:
        changed.saved(digest)
    return digest


def _write_new(dataset: Dataset, old: FolderContents, decisions: bytes | None) -> str:
    """Write the files of an empty folder in pieces, so that no file is in memory as a whole."""
    contents: dict[str, bytes | Iterator[bytes]] = {**new_files_of(dataset)}
    if decisions:
        contents[DECISIONS_FILE] = decisions
    with gc_paused():
        replace_files(old.folder, contents, verify=old.check)
    return digest_of_files({name: old.folder / name for name in contents})


def _read_sheet(file: TableFile, contents: dict[str, bytes], shown: str) -> Sheet | None:
    content = contents.pop(file.name, b"")
    if not content or content.isspace():
        return None
    sheet = read_sheet(content, shown, delimiter=",")
    if not set(file.required) <= {split_title(title)[0] for title in sheet.header}:
        # A spreadsheet may have saved it with another delimiter.
        sheet = read_sheet(content, shown)
    return sheet


def _read_table(file: TableFile, sheet: Sheet, ids: CellDictionary) -> Table:
    """Read a sheet, with ``ids`` as the dictionary of entity ids; release each column once it is read."""
    table = Table(len(sheet))
    for number, title in enumerate(sheet.header):
        cells, sheet.columns[number] = sheet.columns[number], ()
        name, typed = split_title(title)
        if name in table.columns:
            raise DataError(
                f"Two columns are called `{name}`.", file=sheet.file, line=1, column=name, cure="Rename one."
            )
        field_kind = file.kinds.get(name, TEXT if name in file.fields else None)
        column: Column | None = read_integers(cells, field_kind, typed)
        if column is None:
            coded = Categorical.of_texts(cells, ids if name in file.entities else None)
            values = _parse(coded, field_kind, typed, sheet, title)
            _check_keys(file, name, values, sheet)
            column = values.to_column()
        if name in file.required or not bool(column.null_mask().all()):
            table.columns[name] = column
    _check_sheet(file, table, sheet)
    return table


def _parse(
    cells: Categorical, field_kind: str | None, typed: str | None, sheet: Sheet, title: str
) -> Categorical:
    try:
        return parse_column(cells, field_kind, typed)
    except ValueError:
        for cell, row in zip(cells.values, cells.first_rows().tolist(), strict=True):
            try:
                parse_column(Categorical.constant(cell, 1), field_kind, typed)
            except ValueError:
                wanted = KIND_WORDS.get((typed or "").lower().removesuffix("[]"), f"a {typed}")
                raise DataError(
                    f"`{cell}` is not {wanted}, as the title requires.",
                    file=sheet.file,
                    line=sheet.lines[row],
                    column=title,
                    cure=f"Correct the cell, or remove `:{typed}` from the title.",
                ) from None
        raise


def _check_keys(file: TableFile, name: str, values: Categorical, sheet: Sheet) -> None:
    if name in file.required and bool(values.nulls().any()):
        raise DataError(
            f"The row has no {name}.",
            file=sheet.file,
            line=sheet.lines[int(values.nulls().argmax())],
            column=name,
            cure="Fill in this cell, or delete the row.",
        )
    if name != file.unique:
        return
    groups = values.groups()
    again = next(((first, row) for first, row in duplicate_pairs(groups) if groups[row]), None)
    if again is not None:
        first, row = again
        raise DataError(
            f"`{values.value(row)}` is already the {name} of line {sheet.lines[first]}.",
            file=sheet.file,
            line=sheet.lines[row],
            column=name,
            cure=f"Merge the two rows, or change the {name} of one.",
        )


def _check_sheet(file: TableFile, table: Table, sheet: Sheet) -> None:
    missing = [name for name in file.required if name not in table.columns]
    if missing:
        raise DataError(
            f"There is no column `{missing[0]}`; the titles are: {', '.join(sheet.header)}.",
            file=sheet.file,
            line=1,
            cure=f"Add it, or load the file instead: sociogram load {sheet.file} --to FOLDER.",
        )
    if sheet.ragged:
        raise DataError(
            f"The row has {len(sheet.ragged[0].cells)} cells, the header {len(sheet.header)}.",
            file=sheet.file,
            line=sheet.ragged[0].line,
            cure="Put a cell that holds a comma between double quotes.",
        )


def _add_missing_ends(dataset: Dataset) -> None:
    entities = dataset.entities.column("id")
    ends = [dataset.relations.column(end) for end in ("source", "target")]
    if isinstance(entities, TextColumn) and len(entities) == len(entities.dictionary):
        # No id occurs twice, so each text of the dictionary is an id.
        known_texts = entities.dictionary
        if all(isinstance(column, TextColumn) and column.dictionary is known_texts for column in ends):
            return
    known = set(entities.to_list())
    if all(isinstance(column, TextColumn) and known.issuperset(column.dictionary.values) for column in ends):
        return
    pairs = zip(*(column.to_list() for column in ends), strict=True)
    ids = [end for end in dict.fromkeys(chain.from_iterable(pairs)) if end not in known]
    if ids:
        columns = {"id": column_of(ids), "name": column_of(ids), "stub": column_of([True] * len(ids))}
        dataset.entities = stack([dataset.entities, Table(len(ids), columns)])


def stack(tables: Sequence[Table]) -> Table:
    """Concatenate the rows of several tables; a column missing in a table is null there."""
    filled = [table for table in tables if len(table)]
    if len(filled) == 1:
        return filled[0]
    names = dict.fromkeys(name for table in filled for name in table.columns)
    return Table(
        sum(map(len, filled)), {name: concat([table.column(name) for table in filled]) for name in names}
    )
