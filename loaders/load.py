"""Loads files into a folder or a store. Everything is read and checked before anything is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from sociogram.graph.columns import ConstantColumn, column_of
from sociogram.graph.dataset import (
    ENTITY_FIELDS,
    RELATION_FIELDS,
    RELATION_TYPE_FIELDS,
    SOURCE_FIELDS,
    Dataset,
    MergeCounts,
)
from sociogram.graph.errors import ConflictError, StoreError
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.graph.store import GraphStore, Progress
from sociogram.loaders.cache import cache_changes
from sociogram.loaders.changes.replacing import Removal, remove_from, settle_replacing, without
from sociogram.loaders.changes.retyped import drop_types, remove_types, retyped
from sociogram.loaders.changes.row_changes import held_rows, shown_changes
from sociogram.loaders.changes.settling import only_updates, settling
from sociogram.loaders.folder.commit import DECISIONS_FILE
from sociogram.loaders.folder.contents import file_texts
from sociogram.loaders.folder.data_folder import write_locked, writing
from sociogram.loaders.folder.decisions import read_decisions, with_decisions
from sociogram.loaders.folder.files import read_files
from sociogram.loaders.folder.history import CorrectedCells, step_of
from sociogram.loaders.folder.lock import Notify
from sociogram.loaders.folder.tables.table_files import FILES
from sociogram.loaders.merging import merged_with
from sociogram.loaders.named_actors import named_actors
from sociogram.loaders.options import LoadOptions, TableSource
from sociogram.loaders.read import Loaded, read
from sociogram.loaders.readers.formats import STANDARD_INPUT
from sociogram.loaders.rejects import write_rejects
from sociogram.loaders.report import UNCHANGED, LoadReport, ShownChanges
from sociogram.loaders.rows.actors.undescribed import flag_undescribed, has_lists
from sociogram.loaders.rows.columns.agreement import agree_with_graph
from sociogram.loaders.rows.entity_resolver import MoreActorsNeededError
from sociogram.loaders.sheets import read_sheets
from sociogram.loaders.target import (
    check_beside,
    claims_of_dataset,
    claims_of_store,
    content_of,
    details_of,
    kinds_of_dataset,
    kinds_of_store,
    known_actors,
    with_own_ids,
)

__all__ = ["LoadOptions", "load", "write_rejects"]

_ATTEMPTS = 3

_FIELDS = {
    "entities": ENTITY_FIELDS,
    "relations": ("id", *RELATION_FIELDS),
    "sources": SOURCE_FIELDS,
    "relation_types": RELATION_TYPE_FIELDS,
}


def load(
    sources: Iterable[TableSource],
    target: str | os.PathLike[str] | GraphStore,
    options: LoadOptions | None = None,
    *,
    progress: Progress | None = None,
    notify: Notify | None = None,
) -> LoadReport:
    """Merge tables into a data folder or a store.

    Invalid rows are rejected and reported; the others are merged. Loading the same files twice has no further
    effect.

    Args:
        sources: files, folders of files, and frames; ``-`` is standard input.
        target: a folder, created if it does not exist, or a store.
        options: how to read and check the files.
        progress: called with the number of rows merged so far and the total.
        notify: called with a sentence before waiting for another writer.

    Raises:
        DataError: a file as a whole cannot be read; nothing was written.
        StoreError: the target cannot be read or written, another load is writing there, or another program
            made most of a store's nodes.
    """
    options = LoadOptions() if options is None else options
    if isinstance(target, str | os.PathLike):
        return _load_folder(list(sources), Path(target), options, progress, notify)
    loaded = _read_for(target, sources, options)
    if not options.beside:
        check_beside(target, loaded.dataset)
    if options.corrected is not None:
        loaded.dataset.settle = settling(options.corrected)
    if options.texts is not None:
        _keep_reviews(loaded.dataset, lambda ids: _ids_in_store(target, ids))
    removal, held = _settle_replacing(target, loaded, options)
    lost = retyped(loaded, target)
    if not options.dry_run:
        if loaded.renamed:
            target.rename_entities(loaded.renamed)
        remove_types(target, lost)
        _account(loaded, target.merge(loaded.dataset, progress=progress))
        if removal is not None:
            remove_from(target, removal)
        loaded.report.is_written = bool(lost or loaded.renamed)
    if held is not None and (options.shows_changes or options.dry_run):
        _preview(loaded, held, held if removal is None else without(held, removal), options)
    loaded.report.target = target.location
    return loaded.report


def _read_for(target: GraphStore, sources: Iterable[TableSource], options: LoadOptions) -> Loaded:
    """Read tables for a store; few rows for a large one, with only the actors that they name."""
    sheets = read_sheets(list(sources), options)
    claims, kinds = claims_of_store(target), kinds_of_store(target)
    known = named_actors(target, sheets)
    if known is not None:
        known.decisions = options.decisions
        known.details = partial(details_of, target)
        try:
            return read(deepcopy(sheets), options, known=known, claims=claims, kind_in_graph=kinds)
        except MoreActorsNeededError:
            pass  # for example, a row names a new actor, which has to be compared with all others
    known = known_actors(target)
    known.decisions = options.decisions
    return read(sheets, options, known=known, claims=claims, kind_in_graph=kinds)


def _settle_replacing(
    store: GraphStore, loaded: Loaded, options: LoadOptions
) -> tuple[Removal | None, Dataset | None]:
    """Return the rows that a load removes from a store, and those that it may change; None if not needed."""
    if options.replace is None and not options.shows_changes and not options.dry_run:
        return None, None
    held = held_rows(store, loaded.dataset, renamed=loaded.renamed, source=options.replace)
    if options.replace is None:
        return None, held
    return settle_replacing(loaded, held, options.replace), held


def _preview(loaded: Loaded, held: Dataset, rest: Dataset, options: LoadOptions) -> None:
    """Report what a load into a store changes, from the rows held before and the rest that is not removed."""
    merged, counts = merged_with(rest, loaded.dataset, None, loaded.renamed)
    if options.dry_run:
        _account(loaded, counts)
    if options.shows_changes:
        loaded.report.row_changes = shown_changes(file_texts(held, {}), merged)


def _load_folder(
    sources: Sequence[TableSource],
    folder: Path,
    options: LoadOptions,
    progress: Progress | None,
    notify: Notify | None,
) -> LoadReport:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file. Name a folder to load into.")
    if options.dry_run:
        return _merge_into(folder, sources, options, progress)
    with writing(folder, wait=options.wait, notify=notify):
        for _ in range(_ATTEMPTS):
            try:
                return _merge_into(folder, sources, options, progress)
            except ConflictError:
                # An editor saved a file meanwhile: merge into the current files.
                if not all(map(_can_be_read_again, sources)):
                    raise
        return _merge_into(folder, sources, options, progress)


def _can_be_read_again(source: TableSource) -> bool:
    """Return whether a source is a file; a frame may be a stream."""
    return isinstance(source, str | os.PathLike) and os.fspath(source) != STANDARD_INPUT


def _merge_into(
    folder: Path, sources: Sequence[TableSource], options: LoadOptions, progress: Progress | None
) -> LoadReport:
    """Merge files into the current content of the folder.

    Raises:
        ConflictError: its files have changed since they were read.
    """
    # Before the graph is in memory, because files and their cells need the most memory while they are read.
    sheets = read_sheets(sources, options)
    base, graph, expected, decided, is_new = content_of(folder)
    base, graph, without_id = with_own_ids(base, graph)
    decisions = with_decisions(decided, tuple(options.decisions), str(folder / DECISIONS_FILE))
    before = read_files(folder) if options.shows_changes and folder.exists() else {}
    options = _with_text_of(base, options)
    known, claims = known_actors(base), claims_of_dataset(base)
    known.has_lists = has_lists(base)
    known.decisions = read_decisions(decisions, str(folder / DECISIONS_FILE))
    graph.release()
    loaded = read(sheets, options, known=known, claims=claims, kind_in_graph=kinds_of_dataset(base))
    loaded.dataset.settle = settling(CorrectedCells(folder, expected))
    is_other = _settle_with(base, loaded, is_listed=known.has_lists)
    del known, claims, sheets  # merging needs their memory
    if options.texts is not None:
        _keep_reviews(loaded.dataset, set(relation_ids(base.relations).to_list()).intersection)
    if options.replace is not None:
        removal = settle_replacing(loaded, base, options.replace)
        base, is_other = without(base, removal), is_other or bool(removal.ids)
    lost = retyped(loaded, base)
    drop_types(base, lost)
    if is_other or lost:
        graph = MemoryGraph.from_dataset(base)
    merged, counts = merged_with(base, loaded.dataset, progress, loaded.renamed, graph)
    _account(loaded, counts)
    if is_new:
        _keep_empty_columns(loaded)
    changes = is_new or is_other or bool(loaded.renamed) or _changes(counts)
    if options.shows_changes:
        loaded.report.row_changes = shown_changes(before, merged) if changes else ShownChanges((), ())
    if not options.dry_run and (changes or decisions != decided):
        updates = only_updates(counts["relations"])
        step = step_of("load", sources, is_recorded=options.is_recorded, updates=updates)
        digest = write_locked(
            merged, folder, expected=expected, keeps_order=True, step=step, decisions=decisions
        )
        cache_changes(graph, digest)
        loaded.report.given_ids, loaded.report.is_written = without_id, True
    loaded.report.target = str(folder)
    return loaded.report


def _keep_empty_columns(loaded: Loaded) -> None:
    """Add to the tables of a new folder the columns that are empty in the sheets.

    A correction that fills one of them then changes only its own line, not every line of the file.
    """
    fields = {file.table: ("id", *file.fields) for file in FILES}
    for name, origins in loaded.origins.items():
        table = getattr(loaded.dataset, name)
        empty = ConstantColumn(None, len(table))
        for plan in (sheet.plan for sheet in origins.sheets):
            for column in () if plan.is_admin else plan.columns:
                if not column.is_field or column.name in fields[name]:
                    table.columns.setdefault(column.name, empty)


def _settle_with(base: Dataset, loaded: Loaded, *, is_listed: bool) -> bool:
    """Reconcile the types of properties and the stub flags with the content of the folder.

    Returns:
        Whether the content of the folder changes.
    """
    sentences: list[str] = []
    for table, fields in _FIELDS.items():
        held, new = getattr(base, table), getattr(loaded.dataset, table)
        found = list(agree_with_graph(held, new, fields))
        if found:
            loaded.origins[table].sheets[0].report.readings += found
        sentences += found
    lists = loaded.origins["entities"]
    if lists.sheets and len(base.entities) and not is_listed:
        ids = loaded.dataset.entities.column("id").take(np.flatnonzero(lists.sheet_of >= 0)).to_list()
        count = flag_undescribed(base, {*ids, *loaded.renamed})
        if count:
            sentences.append(
                f"Actors of earlier ties that are in no list: {count:,}. They are flagged as stubs."
            )
            lists.sheets[0].report.readings.append(sentences[-1])
    return bool(sentences)


def _with_text_of(base: Dataset, options: LoadOptions) -> LoadOptions:
    """Add the default source of texts: that of the folder's claims, if they name exactly one."""
    if options.texts is None or options.texts.default is None:
        return options
    named = {sources[0] for sources in base.relations.column("sources").to_list() if sources}
    named -= options.texts.by_source.keys()
    source = next(iter(named)) if len(named) == 1 else None
    return replace(options, texts=replace(options.texts, default_source=source))


def _keep_reviews(dataset: Dataset, known: Callable[[Sequence[str]], Collection[str]]) -> None:
    """Keep the reviews of the claims in the target: an extracted draft does not reset them.

    Args:
        dataset: the rows that were read.
        known: returns the given ids that occur in the target.
    """
    relations = dataset.relations
    reviews, ids = relations.column("review").to_list(), relation_ids(relations).to_list()
    drafts = [own for own, review in zip(ids, reviews, strict=True) if review == "draft"]
    held = set(known(drafts))
    if held:
        merged = [
            None if review == "draft" and own in held else review
            for own, review in zip(ids, reviews, strict=True)
        ]
        relations.columns["review"] = column_of(merged)


def _ids_in_store(store: GraphStore, ids: Sequence[str]) -> set[str]:
    query = "MATCH ()-[r]->() WHERE r.id IN $ids RETURN r.id AS id"
    return {str(row[0]) for row in store.execute(query, {"ids": list(ids)}).rows}


def _changes(counts: MergeCounts) -> bool:
    return any(count.created or count.updated for count in counts.values())


def _account(loaded: Loaded, counts: MergeCounts) -> None:
    """Record the counts of the merge, and which rows were in the target already."""
    loaded.report.counts = counts
    for table, origins in loaded.origins.items():
        count = counts.get(table)
        if count is None or not count.unchanged:
            continue
        is_read = origins.sheet_of >= 0
        read_rows = np.flatnonzero(is_read)
        if count.unchanged_rows is not None:
            read_rows = count.unchanged_rows[is_read[count.unchanged_rows]]
        elif len(origins.sheets) == 1 or count.unchanged == len(origins):
            # The store counts rows without identifying them, which suffices for one file, or for all rows.
            read_rows = read_rows[: count.unchanged]
        else:
            continue
        origins.mark(read_rows.astype(np.int64), UNCHANGED)
