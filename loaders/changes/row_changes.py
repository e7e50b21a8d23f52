"""The rows that a load changes, before and after; they are determined without writing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sociogram.graph.dataset import Dataset, Table, table_of_rows
from sociogram.graph.memory.from_dataset import relation_ids
from sociogram.graph.model import ENTITY_LABEL, RELATION_TYPE_LABEL, SOURCE_LABEL, types_of
from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.contents import Writable, new_files
from sociogram.loaders.folder.history import changed_rows
from sociogram.loaders.folder.history.wording import change_lines, change_to_dict, names_of
from sociogram.loaders.report import ShownChanges

_NODES = "MATCH (n:{label}) WHERE n.{key} IN $keys RETURN labels(n), properties(n)"
_RELATIONS = (
    "MATCH (a:{label})-[r]->(b:{label}) "
    "WHERE r.id IN $ids OR $source IN r.sources OR (a.id IN $ends AND b.id IN $ends) "
    "OR a.id IN $renamed OR b.id IN $renamed OR r.claimed_by IN $renamed "
    "OR any(name IN [] + coalesce(r.via, []) WHERE name IN $renamed) "
    "RETURN a.id, b.id, type(r), properties(r)"
)


def shown_changes(before: Mapping[str, bytes], merged: Dataset | Writable) -> ShownChanges:
    """Return the differences between the rows of files and of a merged data set."""
    after = new_files(merged, before, keeps_order=True)
    changes = changed_rows(before, after)
    names = names_of(changes, after, before)
    return ShownChanges(
        list(change_lines(changes, names)), [change_to_dict(change, names) for change in changes]
    )


def held_rows(
    store: GraphStore, new: Dataset, *, renamed: Iterable[str] = (), source: str | None = None
) -> Dataset:
    """Return the rows of a store that a load may change.

    Args:
        store: the store.
        new: the loaded rows.
        renamed: the ids of actors whose ids the load changes.
        source: the id of the source whose relations the load may remove; None if it removes none.
    """
    ends = {*new.relations.column("source").to_list(), *new.relations.column("target").to_list()}
    actors = {*new.entities.column("id").to_list(), *ends, *renamed}
    parameters = {
        "ids": relation_ids(new.relations).to_list() if len(new.relations) else [],
        "source": source,
        "ends": sorted(ends),
        "renamed": sorted(renamed),
    }
    rows = store.execute(_RELATIONS.format(label=ENTITY_LABEL), parameters).rows
    relations = [{**held, "source": a, "target": b, "type": name} for a, b, name, held in rows]
    actors.update(one[end] for one in relations for end in ("source", "target"))
    entities = [
        {**held, "type": types_of(labels) or None}
        for labels, held in _nodes(store, ENTITY_LABEL, "id", actors)
    ]
    keys = [source, *new.sources.column("id").to_list()]
    if source is not None:  # all sources, because the error for an unknown one suggests the nearest
        keys += [own for (own,) in store.execute(f"MATCH (n:{SOURCE_LABEL}) RETURN n.id").rows]
    sources = [held for _, held in _nodes(store, SOURCE_LABEL, "id", keys)]
    types = new.relation_types.column("type").to_list()
    relation_types = [held for _, held in _nodes(store, RELATION_TYPE_LABEL, "type", types)]
    return Dataset(_table(entities), _table(relations), _table(sources), _table(relation_types))


def _nodes(store: GraphStore, label: str, key: str, keys: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    return store.execute(
        _NODES.format(label=label, key=key), {"keys": sorted({one for one in keys if one is not None})}
    ).rows


def _table(rows: list[dict[str, Any]]) -> Table:
    """Return rows as a table, in an order that is independent of the store."""
    names = sorted({name for row in rows for name in row})
    ordered = sorted(rows, key=lambda row: str(row.get("id", row.get("type"))))
    return table_of_rows(names, [tuple(row.get(name) for name in names) for row in ordered])
