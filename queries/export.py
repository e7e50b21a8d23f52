"""Write a graph or a part of it for another program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sociogram.graph import formats
from sociogram.graph.common.files import atomic_folder
from sociogram.graph.graph_columns import GraphColumns
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph, SubgraphView
from sociogram.loaders.folder.data_folder import write_folder
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.results.safe_cells import make_folder_safe
from sociogram.queries.selection import (
    Selection,
    has_directions,
    left_out,
    whole,
    whole_columns,
    with_catalogue,
    with_described,
    with_directions,
    with_names,
    with_own_ids,
)


def export(
    store: GraphStore, selection: Selection, target: Path, folder_format: str | None, *, safe_cells: bool
) -> list[str]:
    """Write a part of a graph, completely or not at all; return messages about the output.

    Args:
        store: the store that holds the graph.
        selection: which part of it.
        target: a file, whose suffix names the format, or a folder.
        folder_format: the format of a folder; None writes a file.
        safe_cells: with the format ``csv``, put an apostrophe before cells that a spreadsheet would run.

    Raises:
        StoreError: the format is unknown, or the target cannot be written.
    """
    lost = left_out(store) if selection.is_whole else []
    if folder_format == "csv":
        part = whole(store) if selection.is_whole else selection.read(store)
        is_complete = selection.is_whole and not lost
        messages = _write_csv(store, part, target, is_complete=is_complete, safe_cells=safe_cells)
    elif folder_format is None and formats.takes_columns(target):
        messages = formats.write_file(_with_columns(store, selection), target)
    elif selection.is_whole and has_directions(store):
        messages = _write(store.view(), target, folder_format)
    else:
        part = whole(store) if selection.is_whole else selection.read(store)
        messages = _write(with_catalogue(store, part), target, folder_format)
    return [messages[0], *lost, *messages[1:]]


def _with_columns(store: GraphStore, selection: Selection) -> GraphColumns | Subgraph:
    """Return a part with the sources and relation types that its ties refer to in its catalogue."""
    if selection.is_whole:
        return whole_columns(store)
    part = with_directions(store, with_described(store, selection.read(store)))
    return replace(part, names=store.actor_rule.names)


def _write(part: SubgraphView, target: Path, folder_format: str | None) -> list[str]:
    if folder_format is None:
        return formats.write_file(part, target)
    return formats.write_folder(part, target, folder_format)


def _write_csv(
    store: GraphStore, part: Subgraph, folder: Path, *, is_complete: bool, safe_cells: bool
) -> list[str]:
    """Write a data folder; with safe cells, one for reading only."""
    rule = store.actor_rule
    if is_complete and has_directions(store) and not store.is_remote and rule.has_ids:
        dataset = store.to_dataset()  # rows and columns in their order
    else:
        part = with_catalogue(store, with_names(store, part))
        if not rule.has_ids:
            part = with_own_ids(part)
        dataset = MemoryStore.from_subgraph(part).to_dataset()
    if safe_cells:
        with atomic_folder(folder) as temporary:
            write_folder(dataset, temporary)
            make_folder_safe(temporary)
    else:
        write_folder(dataset, folder)
    return [formats.counted(part)]
