"""Flags actors that no list describes as stubs when the first list is loaded.

Whether an actor is a stub thus does not depend on the order of loading. In a graph of ties alone, none is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset
from sociogram.loaders.values.naming import is_made_of

_OF_TIES = frozenset(("id", "name", "type", "stub"))
"""Columns of an entity that its ties can fill."""

_REFERENCES = ("source", "target", "claimed_by", "via")


def has_lists(dataset: Dataset) -> bool:
    """Return whether a list has described actors: one is a stub, has no tie, or has other properties."""
    entities = dataset.entities
    if any(
        name not in _OF_TIES and not bool(column.null_mask().all())
        for name, column in entities.columns.items()
    ):
        return True
    if True in entities.column("stub").to_list():
        return True
    mentioned = set(_mentioned(dataset))
    return any(actor not in mentioned for actor in entities.column("id").to_list())


def _mentioned(dataset: Dataset) -> Iterable[Any]:
    for name in _REFERENCES:
        for value in dataset.relations.column(name).to_list():
            yield from value if isinstance(value, list) else (value,)


def flag_undescribed(dataset: Dataset, described: Collection[Any]) -> int:
    """Flag the actors of a graph of ties as stubs, except those that a list or their ties describe.

    Args:
        dataset: the graph; its actors are changed.
        described: ids in a list, or ids replaced by one in a list.
    """
    columns = (dataset.entities.column(name).to_list() for name in ("id", "name", "type"))
    flags = [
        True if actor not in described and not labels and _is_bare(actor, name) else None
        for actor, name, labels in zip(*columns, strict=True)
    ]
    if any(flags):
        dataset.entities.columns["stub"] = column_of(flags)
    return flags.count(True)


def _is_bare(actor: Any, name: Any) -> bool:
    """Return whether ties gave an actor an id or a name, but not both."""
    return name is None or actor == name or is_made_of(str(actor), str(name))
