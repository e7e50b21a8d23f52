"""Load files into a folder or a store. Everything is read and checked before anything is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, MergeCounts, Merged
from sociogram.graph.errors import ConflictError, StoreError
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.graph.store import GraphStore, Progress
from sociogram.loaders.folder.data_folder import FILES, dataset_of, write_locked, writing
from sociogram.loaders.folder.files import digest_of, read_files
from sociogram.loaders.folder.lock import Notify
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import STANDARD_INPUT, Loaded, read
from sociogram.loaders.rejects import write_rejects
from sociogram.loaders.report import UNCHANGED, LoadReport
from sociogram.loaders.rows.entity_resolver import KnownEntities

__all__ = ["LoadOptions", "load", "write_rejects"]

_ATTEMPTS = 3

TABLES = tuple(file.table for file in FILES)


def load(
    paths: Iterable[str | os.PathLike[str]],
    target: str | os.PathLike[str] | GraphStore,
    options: LoadOptions | None = None,
    *,
    progress: Progress | None = None,
    notify: Notify | None = None,
) -> LoadReport:
    """Merge CSV files into a data folder or a store.

    Invalid rows are rejected and reported; the others are merged. Loading the same files twice
    changes nothing.

    Args:
        paths: CSV files; ``-`` is standard input.
        target: a folder (created if it does not exist), or a store.
        options: what the user wants.
        progress: called with the rows merged so far and in all.
        notify: called with a sentence before waiting for another writer.

    Raises:
        DataError: a file as a whole cannot be read; nothing was written.
        StoreError: the target cannot be read or written, or another load is writing there.
    """
    options = LoadOptions() if options is None else options
    if isinstance(target, str | os.PathLike):
        return _load_folder(list(paths), Path(target), options, progress, notify)
    loaded = read(paths, options, known=known_actors(target))
    if not options.dry_run:
        _account(loaded, target.merge(loaded.dataset, progress=progress))
    loaded.report.target = target.location
    return loaded.report


def _load_folder(
    paths: Sequence[str | os.PathLike[str]],
    folder: Path,
    options: LoadOptions,
    progress: Progress | None,
    notify: Notify | None,
) -> LoadReport:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file. Name a folder to load into.")
    if options.dry_run:
        return _merge_into(folder, paths, options, progress)
    with writing(folder, wait=options.wait, notify=notify):
        for _ in range(_ATTEMPTS):
            try:
                return _merge_into(folder, paths, options, progress)
            except ConflictError:
                # An editor has saved a file meanwhile: merge into what is there now.
                if any(os.fspath(path) == STANDARD_INPUT for path in paths):
                    raise  # it can be read only once
        return _merge_into(folder, paths, options, progress)


def _merge_into(
    folder: Path, paths: Sequence[str | os.PathLike[str]], options: LoadOptions, progress: Progress | None
) -> LoadReport:
    """Merge files into what the folder holds now.

    Raises:
        ConflictError: its files were changed since they were read.
    """
    contents = read_files(folder) if folder.exists() else {}
    expected, is_new = digest_of(contents), not contents
    base = dataset_of(folder, contents)
    loaded = read(paths, options, known=known_actors(base))
    merged, counts = _merged(base, loaded.dataset, progress)
    _account(loaded, counts)
    if not options.dry_run and (is_new or _changes(counts)):
        write_locked(merged(), folder, expected=expected)
    loaded.report.target = str(folder)
    return loaded.report


def _merged(
    base: Dataset, new: Dataset, progress: Progress | None
) -> tuple[Callable[[], Dataset], MergeCounts]:
    """Return a function that builds the merged dataset, and the counts of the merge."""
    sizes = {table: len(getattr(base, table)) for table in TABLES}
    if not any(sizes.values()):
        # What was read holds each row once: there is nothing to merge it with.
        counts = {table: Merged(created=len(getattr(new, table))) for table in TABLES}
        return (lambda: new), counts
    store = MemoryGraph.from_dataset(base)
    merge_counts = store.merge(new, progress=progress)

    def merged() -> Dataset:
        dataset = store.to_dataset()
        _keep_label_order(dataset, (new, base))
        return dataset

    return merged, merge_counts


def _keep_label_order(merged: Dataset, written: Iterable[Dataset]) -> None:
    """Keep the order of an entity's types, which a graph sorts, so that its line does not change."""
    orders: dict[str, list[str]] = {}
    for dataset in written:
        ids, types = (dataset.entities.column(name).to_list() for name in ("id", "type"))
        orders |= {
            actor: labels for actor, labels in zip(ids, types, strict=True) if labels and len(labels) > 1
        }
    if not orders:
        return
    ids, types = (merged.entities.column(name).to_list() for name in ("id", "type"))
    ordered = [
        sorted(labels, key=[*orders[actor], *labels].index) if labels and actor in orders else labels
        for actor, labels in zip(ids, types, strict=True)
    ]
    merged.entities.columns["type"] = column_of(ordered)


def _changes(counts: MergeCounts) -> bool:
    return any(count.created or count.updated for count in counts.values())


def _account(loaded: Loaded, counts: MergeCounts) -> None:
    """Record which rows the target already had."""
    loaded.report.counts = counts
    for table, origins in loaded.origins.items():
        count = counts.get(table)
        if count is None or not count.unchanged:
            continue
        read_rows = np.flatnonzero(origins.sheet_of >= 0)
        if count.unchanged_rows is not None:
            read_rows = np.intersect1d(read_rows, count.unchanged_rows)
        elif len(origins.sheets) == 1 or count.unchanged == len(origins):
            # The store counts rows without naming them: enough for one file, or for all rows.
            read_rows = read_rows[: count.unchanged]
        else:
            continue
        origins.mark(read_rows.astype(np.int64), UNCHANGED)


def known_actors(target: Dataset | GraphStore) -> KnownEntities:
    """Return the actors of a dataset or a store, to be found by id, name and alias."""
    known = KnownEntities()
    for actor, name, aliases, stub in _actor_rows(target):
        if actor is not None:
            known.add(str(actor), name, aliases or ())
            if stub is True:
                known.stubs.add(str(actor))
    return known


def _actor_rows(target: Dataset | GraphStore) -> Iterable[tuple[Any, ...]]:
    fields = ("id", "name", "aliases", "stub")
    if isinstance(target, Dataset):
        return zip(*(target.entities.column(field).to_list() for field in fields), strict=True)
    return target.entity_rows()
