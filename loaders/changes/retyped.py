"""Actors whose type a row corrects: its id is known, and none of its types is among those that the actor has.

A load adds compatible types, as with other lists. If types contradict each other, those of the row apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sociogram.graph.columns import column_of
from sociogram.graph.common.cypher_names import labels_text
from sociogram.graph.dataset import Dataset
from sociogram.graph.model import types_of
from sociogram.graph.store import GraphStore
from sociogram.loaders.read import Loaded

_BATCH_SIZE = 50_000
_HELD = "MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id AS id, labels(n) AS labels"
_REMOVE = "MATCH (n:Entity) WHERE n.id IN $ids REMOVE n"


def retyped(loaded: Loaded, target: Dataset | GraphStore) -> dict[str, list[str]]:
    """Return the types that actors of the target lose, by id; the report says which each gets instead.

    Args:
        loaded: what was read; rows that state an id and a type count.
        target: what the rows will be loaded into.
    """
    stated = _stated(loaded)
    found: dict[str, list[str]] = {}
    # Rows with the same cell hold the same list.
    known: dict[tuple[tuple[str, ...], int], bool] = {}
    for actor, labels in _held(stated, target):
        types, row = stated[actor]
        pair = tuple(labels), id(types)
        if pair not in known:
            known[pair] = not labels or not set(labels).isdisjoint(types)
        if not known[pair]:
            found[actor] = list(labels)
            _warn(loaded, row, labels)
    return found


def drop_types(base: Dataset, lost: Mapping[str, Sequence[str]]) -> None:
    """Remove from each actor of a data set the types that it loses."""
    if lost:
        columns = [base.entities.column(name).to_list() for name in ("id", "type")]
        base.entities.columns["type"] = column_of(
            [None if own in lost else types for own, types in zip(*columns, strict=True)]
        )


def remove_types(store: GraphStore, lost: Mapping[str, Sequence[str]]) -> None:
    """Remove from each actor of a store the types that it loses."""
    by_labels: dict[tuple[str, ...], list[str]] = {}
    for actor, labels in lost.items():
        by_labels.setdefault(tuple(labels), []).append(actor)
    for labels, ids in by_labels.items():
        store.execute(f"{_REMOVE}{labels_text(labels)}", {"ids": ids}, write=True).summary()


def _stated(loaded: Loaded) -> dict[str, tuple[Sequence[str], int]]:
    """Return the types of each row that states an id, and its number in the table."""
    origins = loaded.origins["entities"]
    with_both = [
        number
        for number, sheet in enumerate(origins.sheets)
        if sheet.plan.field("id") is not None and sheet.plan.field("type") is not None
    ]
    rows = np.flatnonzero(np.isin(origins.sheet_of, with_both)).tolist()
    if not rows:
        return {}
    table = loaded.dataset.entities
    ids, types = table.column("id").to_list(), table.column("type").to_list()
    return {str(ids[row]): (types[row], row) for row in rows if types[row]}


def _held(
    stated: Mapping[str, tuple[Sequence[str], int]], target: Dataset | GraphStore
) -> Iterator[tuple[str, Sequence[str]]]:
    if isinstance(target, Dataset):
        columns = [target.entities.column(name).to_list() for name in ("id", "type")]
        yield from ((own, types) for own, types in zip(*columns, strict=True) if types and own in stated)
        return
    ids = list(stated)
    for first in range(0, len(ids), _BATCH_SIZE):
        for own, labels in target.execute(_HELD, {"ids": ids[first : first + _BATCH_SIZE]}).rows:
            yield own, types_of(labels)


def _warn(loaded: Loaded, row: int, held: Sequence[str]) -> None:
    origins = loaded.origins["entities"]
    checked = origins.sheets[origins.sheet_of[row]]
    table = loaded.dataset.entities
    own, types = table.column("id").to_list()[row], table.column("type").to_list()[row]
    checked.report.warnings.append(
        checked.remark(
            int(origins.row_of[row]),
            "type",
            f"`{own}` was {' and '.join(held)} and becomes {' and '.join(types)}.",
            "If it is both, write both types in the cell.",
        )
    )
