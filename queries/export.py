"""Export a graph, or a part of it, for another program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sociogram.graph import formats
from sociogram.graph.columns import BoolColumn, Column, FloatColumn, IntColumn, TextColumn, column_of
from sociogram.graph.common.files import atomic_folder
from sociogram.graph.common.text import free_name
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.formats.notes import Notes
from sociogram.graph.formats.properties import text as value_text
from sociogram.graph.graph_columns import GraphColumns, NodeColumns, RelationshipColumns
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.model import Node
from sociogram.graph.store import GraphStore
from sociogram.graph.subgraph import Subgraph, SubgraphView
from sociogram.loaders.folder.contents import with_ids
from sociogram.loaders.folder.data_folder import write_folder
from sociogram.loaders.folder.tables.column_format import has_cell
from sociogram.queries.claims.conditions import CONDITION_KEYS, KINDS, kinds_of
from sociogram.queries.claims.read import taken_back
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.results.safe_cells import make_folder_safe
from sociogram.queries.run import run
from sociogram.queries.selection import (
    Selection,
    describe,
    has_directions,
    left_out,
    whole,
    whole_columns,
    with_catalogue,
    with_described,
    with_directions,
)


def export(
    store: GraphStore,
    selection: Selection,
    target: Path,
    folder_format: str | None,
    *,
    safe_cells: bool,
    decisions: bytes | None = None,
) -> list[str]:
    """Write a part of a graph, atomically; return messages about the output.

    Args:
        store: the store of the graph.
        selection: the part of the graph.
        target: a file, whose suffix determines the format, or a folder.
        folder_format: the format of a folder; None writes a file.
        safe_cells: for the format ``csv``, whether to put an apostrophe before cells that a spreadsheet would
            execute.
        decisions: the content of ``decisions.csv`` for a data folder of the whole graph.

    Raises:
        StoreError: the format is unknown, or the target cannot be written.
    """
    lost = left_out(store) if selection.is_whole else []
    part = None if selection.is_whole else selection.read(store)
    if folder_format == "csv":
        messages = _write_csv(
            store,
            part,
            target,
            is_complete=part is None and not lost,
            safe_cells=safe_cells,
            decisions=decisions if part is None else None,
        )
    elif folder_format is None and formats.takes_columns(target):
        messages = formats.write_file(_with_columns(store, part), target)
    elif part is None and has_directions(store):
        messages = _write(store.view(), target, folder_format)
    else:
        messages = _write(with_catalogue(store, part or whole(store)), target, folder_format)
    return [messages[0], *_not_counted(store, part), *lost, *messages[1:]]


def _not_counted(store: GraphStore, part: Subgraph | None) -> list[str]:
    """Return a note on exported claims that paths and counts leave out.

    Args:
        store: the store of the graph.
        part: the part of the graph that is exported; None for all of it.
    """
    if part is None:
        shown = ", ".join(f"toLower(toStringOrNull(r.{key})) AS {key}" for key in CONDITION_KEYS)
        given = " OR ".join(f"r.{key} IS NOT NULL" for key in CONDITION_KEYS)
        ends = store.actor_rule.pattern("a"), store.actor_rule.pattern("b")
        found = run(store, f"MATCH {ends[0]}-[r]->{ends[1]} WHERE {given} RETURN {shown}, count(*) AS number")
        rows: Iterable[Mapping[str, Any]] = found.to_dicts()
    else:
        rows = [tie.properties for tie in part.relationships]
    numbers = Counter[str]()
    for row in rows:
        for kind in kinds_of(row):
            numbers[kind] += row["number"] if part is None else 1
    superseded = set(taken_back(store))
    numbers["taken back"] = len(
        superseded if part is None else superseded & {r.id for r in part.relationships}
    )
    listed = [f"{numbers[kind]:,} {kind}" for kind in (*KINDS, "taken back") if numbers[kind]]
    if not listed:
        return []
    said = " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
    keys = ", ".join((*CONDITION_KEYS, *(["supersedes"] if numbers["taken back"] else [])))
    return [f"claims that paths and counts leave out are among them: {said} ({keys})"]


def _with_columns(store: GraphStore, part: Subgraph | None) -> GraphColumns:
    """Return a part in the form of a graph file, with sources and relation types in its catalogue.

    Ties get an ``id`` if they would not be unique without it.
    """
    if part is None:
        columns = whole_columns(store)
    else:
        described = with_directions(store, with_described(store, part))
        columns = replace(described, names=store.actor_rule.names).columns()
    columns = _with_identified_actors(store, columns)
    return replace(columns, relationships=_with_tie_ids(columns))


def _write(part: SubgraphView, target: Path, folder_format: str | None) -> list[str]:
    if folder_format is None:
        return formats.write_file(part, target)
    return formats.write_folder(part, target, folder_format)


def _write_csv(
    store: GraphStore,
    part: Subgraph | None,
    folder: Path,
    *,
    is_complete: bool,
    safe_cells: bool,
    decisions: bytes | None,
) -> list[str]:
    """Write a data folder; one with safe cells is not meant to be loaded again."""
    if is_complete and not store.is_remote and _is_as_in_a_folder(store):
        counted, dataset = formats.counted(store.view()), store.to_dataset()
    else:
        chosen = store.view() if part is None else with_catalogue(store, part)
        columns = _as_in_a_folder(store, chosen.columns())
        counted, dataset = formats.counted(columns), MemoryStore.from_columns(columns).to_dataset()
    notes = _put_into_words(dataset)
    if safe_cells:
        with atomic_folder(folder) as temporary:
            write_folder(dataset, temporary, decisions=decisions)
            make_folder_safe(temporary)
    else:
        write_folder(dataset, folder, decisions=decisions)
    return [counted, *notes]


def _put_into_words(dataset: Dataset) -> list[str]:
    """Replace values that no CSV cell can hold, such as points, by text; return a note for each column."""
    notes = Notes()
    for table in (dataset.entities, dataset.relations, dataset.sources, dataset.relation_types):
        for name, column in table.columns.items():
            if isinstance(column, IntColumn | FloatColumn | BoolColumn | TextColumn):
                continue
            values = column.to_list()
            unwritable = [row for row, value in enumerate(values) if not has_cell(value)]
            if unwritable:
                for row in unwritable:
                    values[row] = value_text(values[row])
                table.columns[name] = column_of(values)
                notes.add(name, "values that no CSV cell can hold are written as text", len(unwritable))
    return notes.lines()


def to_save(store: GraphStore) -> Dataset | GraphStore:
    """Return what to write to a new data folder for a graph: the store itself, or tables with more columns.

    Nodes of a NetworkX graph get a ``name`` and an ``id``, as in an export. Unlike in an export, nodes that
    are not actors are included.
    """
    if store.is_remote or _is_as_in_a_folder(store):
        return store
    everything = store.view(replace(store.actor_rule, labels=(), without=()))
    return MemoryStore.from_columns(_as_in_a_folder(store, everything.columns())).to_dataset()


def _is_as_in_a_folder(store: GraphStore) -> bool:
    """Return whether actors have ``name`` and ``id`` and ties have directions, as in a data folder."""
    return store.actor_rule.is_default and has_directions(store)


def _as_in_a_folder(store: GraphStore, part: GraphColumns) -> GraphColumns:
    """Return a part in the form of a data folder, where ties of an undirected NetworkX graph are marked."""
    ties = part.relationships
    if not has_directions(store):
        directed = BoolColumn(np.zeros(len(ties.types), dtype=np.bool_))
        part = replace(
            part, relationships=replace(ties, properties={**ties.properties, "directed": directed})
        )
    return _with_identified_actors(store, part)


def _with_identified_actors(store: GraphStore, part: GraphColumns) -> GraphColumns:
    """Return a part whose actors have ``name`` and ``id``, like those of a graph that sociogram loaded.

    ``name`` gets the name from whichever property has it. If the nodes have no unique ids, ``id`` gets their
    ``elementId()``. Other values that these properties had move to ``original_name`` and ``original_id``, or
    to ``original_name_2`` if that exists. Sources and relation types remain unchanged.
    """
    nodes, rule = part.nodes, store.actor_rule
    added: dict[str, Column] = {}
    if not rule.is_default:
        added["name"] = _of_entities(nodes, rule.name_of, lambda node: node.get("name"))
    if not rule.has_ids:
        added["id"] = _of_entities(nodes, lambda node: node.id, lambda node: node.get("id", node.id))
    if not added:
        return part
    replaced = {
        free_name(f"original_{name}", nodes.properties): _original(nodes, name)
        for name, column in added.items()
        if name in nodes.properties and _loses_values(nodes, name, column)
    }
    nodes = replace(nodes, properties={**nodes.properties, **added, **replaced})
    return replace(part, nodes=nodes, names=("name",) if "name" in added else part.names)


def _loses_values(nodes: NodeColumns, name: str, column: Column) -> bool:
    """Return whether replacing the property ``name`` with a column would change a value."""
    return any(
        old is not None and old != new
        for slots, held in zip(nodes.chunks(), nodes.values(name), strict=True)
        for old, new in zip(held, column.take(slots).to_list(), strict=True)
    )


def _with_tie_ids(part: GraphColumns) -> RelationshipColumns:
    """Return ties with the ids that a data folder gives them, if some ties without an id are not unique.

    Two payments may differ only in their amount, which does not identify a tie.
    """
    ties, nodes = part.relationships, part.nodes
    given = ties.properties.get("id")
    if not len(ties) or (given is not None and not given.null_mask()[ties.slots].any()):
        return ties
    own = nodes.properties["id"].to_list() if "id" in nodes.properties else [None] * len(nodes.labels)
    keys = [nodes.key(slot) if value is None else str(value) for slot, value in enumerate(own)]
    ends = {
        title: column_of([keys[slot] for slot in slots[ties.slots].tolist()])
        for title, slots in (("source", ties.start), ("target", ties.end))
    }
    held = {name: column.take(ties.slots) for name, column in ties.properties.items()}
    relations = Table(len(ties), {**held, **ends, "type": ties.types.take(ties.slots)})
    if len(set(relation_ids(relations).to_list())) == len(ties):
        return ties
    ids: list[str | None] = [None] * len(ties.types)
    for slot, made in zip(ties.slots.tolist(), with_ids(relations).column("id").to_list(), strict=True):
        ids[slot] = made
    return replace(ties, properties={**ties.properties, "id": column_of(ids)})


def _original(nodes: NodeColumns, name: str) -> Column:
    return _of_entities(nodes, lambda node: node.get(name), lambda _: None)


def _of_entities(nodes: NodeColumns, value: Callable[[Node], Any], other: Callable[[Node], Any]) -> Column:
    """Return a column with a value for each node, and ``other`` values for sources and relation types."""
    found: list[Any] = [None] * len(nodes.labels)
    each = (node for slots in nodes.chunks() for node in nodes.at(slots))
    for slot, node in zip(nodes.slots.tolist(), each, strict=True):
        found[slot] = other(node) if describe(node.labels) else value(node)
    return column_of(found)
