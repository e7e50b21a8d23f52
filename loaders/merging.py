"""Merges new rows with those of a data folder, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, MergeCounts, Merged, RowsToSave, Table
from sociogram.graph.memory.graph import MemoryGraph
from sociogram.graph.store import Progress
from sociogram.loaders.folder.tables.table_files import FILES

_TABLES = tuple(file.table for file in FILES)


class MergedRows:
    """A graph with new rows; the types of its actors keep the order that they have in files and sheets."""

    def __init__(self, graph: MemoryGraph, *written: Dataset) -> None:
        self._graph = graph
        self._written = written

    def to_dataset(self) -> Dataset:
        """Return all rows."""
        dataset = self._graph.to_dataset()
        _keep_label_order(dataset.entities, self._written)
        return dataset

    def changed_rows(self, digest: str) -> RowsToSave | None:
        """Return the rows that differ from the files with this digest; None if they are unknown."""
        rows = self._graph.changed_rows(digest)
        if rows is not None:
            _keep_label_order(rows.tables["entities"].rows, self._written)
        return rows


def merged_with(
    base: Dataset,
    new: Dataset,
    progress: Progress | None,
    renamed: Mapping[str, str] | None = None,
    graph: MemoryGraph | None = None,
) -> tuple[Dataset | MergedRows, MergeCounts]:
    """Return the merged rows, and the counts of the merge.

    Args:
        base: the rows of the folder.
        new: the rows that were read.
        progress: called with the number of rows merged so far and the total.
        renamed: new ids of actors of the folder, by their present ones.
        graph: the graph of ``base``, if it is in memory already.
    """
    sizes = {table: len(getattr(base, table)) for table in _TABLES}
    if not any(sizes.values()):
        # The new data has each row once, so there is nothing to merge.
        return new, {table: Merged(created=len(getattr(new, table))) for table in _TABLES}
    graph = MemoryGraph.from_dataset(base) if graph is None else graph
    graph.rename_entities(renamed or {})
    graph.release()
    counts = graph.merge(new, progress=progress)
    graph.release()
    return MergedRows(graph, new, base), counts


def merged_dataset(base: Dataset, new: Dataset) -> Dataset:
    """Return a data set into which new rows were merged, as in a load.

    >>> merged_dataset(base, Dataset(entities=new_actors))
    """
    merged, _ = merged_with(base, new, progress=None)
    return merged if isinstance(merged, Dataset) else merged.to_dataset()


def _keep_label_order(entities: Table, written: Iterable[Dataset]) -> None:
    """Restore the order of an entity's types, which a graph sorts, so that its line does not change."""
    orders: dict[str, list[str]] = {}
    for dataset in written:
        ids, types = (dataset.entities.column(name).to_list() for name in ("id", "type"))
        orders |= {
            actor: labels for actor, labels in zip(ids, types, strict=True) if labels and len(labels) > 1
        }
    if not orders or not len(entities):
        return
    ids, types = (entities.column(name).to_list() for name in ("id", "type"))
    ordered = [
        sorted(labels, key=[*orders[actor], *labels].index) if labels and actor in orders else labels
        for actor, labels in zip(ids, types, strict=True)
    ]
    entities.columns["type"] = column_of(ordered)
