"""Checks that both ends of every relation exist, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sociogram.graph.columns import Column, TextColumn
from sociogram.graph.columns.arrays import unique
from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import DataError
from sociogram.graph.model import ENTITY_LABEL

if TYPE_CHECKING:
    from sociogram.graph.neo4j.connection import Connection

_IDS_AT_ONCE = 10_000


def check_ends(connection: Connection, dataset: Dataset) -> None:
    """Raise DataError for relations between entities that neither the data set nor the server has."""
    entities = dataset.entities.column("id")
    for title in ("source", "target"):
        unknown = _unknown(dataset.relations.column(title), entities)
        for first in range(0, len(unknown), _IDS_AT_ONCE):
            missing = _missing(connection, unknown[first : first + _IDS_AT_ONCE])
            if missing:
                raise DataError(
                    f"A relation names {missing[0]!r} as its {title}, and no entity has that id.",
                    column=title,
                    cure="Add the entity, or correct the id.",
                )


def _missing(connection: Connection, ids: Sequence[str]) -> list[str]:
    text = (
        f"UNWIND $ids AS id OPTIONAL MATCH (n:{quoted(ENTITY_LABEL)} {{id: id}})\n"
        "WITH id, n WHERE n IS NULL RETURN id"
    )
    return [missing for (missing,) in connection.fetch(text, {"ids": ids})]


def _unknown(ends: Column, entities: Column) -> list[str]:
    """Return the ends that are not entities of the data set, sorted."""
    found: Iterable[Any]
    if isinstance(ends, TextColumn) and not ends.has_nulls():
        used = unique(ends.codes)
        if isinstance(entities, TextColumn) and entities.dictionary is ends.dictionary:
            is_known = np.zeros(len(ends.dictionary) + 1, dtype=np.bool_)  # one more, for null
            is_known[entities.codes] = True
            used = used[~is_known[used]]
        if not len(used):
            return []
        found = ends.dictionary.texts(used)
    else:
        found = ends.to_list()
    known = set(entities.to_list())
    return sorted({str(end) for end in found if end not in known})
