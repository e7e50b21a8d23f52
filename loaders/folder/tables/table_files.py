"""The four files that hold the tables of a data folder."""

from __future__ import annotations

from dataclasses import dataclass

from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, RELATION_TYPE_FIELDS, SOURCE_FIELDS
from sociogram.loaders.folder.tables.column_format import (
    ENTITY_KINDS,
    RELATION_KINDS,
    RELATION_TYPE_KINDS,
    SOURCE_KINDS,
)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The format of one table in a data folder."""

    table: str
    fields: tuple[str, ...]
    kinds: dict[str, str]
    required: tuple[str, ...]
    unique: str
    entities: tuple[str, ...] = ()
    """The columns that hold ids of entities."""

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.table}.csv"


FILES = (
    TableFile("entities", ENTITY_FIELDS, ENTITY_KINDS, ("id",), "id", ("id",)),
    TableFile(
        "relations",
        RELATION_FIELDS,
        RELATION_KINDS,
        ("source", "target", "type"),
        "id",
        ("source", "target"),
    ),
    TableFile("sources", SOURCE_FIELDS, SOURCE_KINDS, ("id",), "id"),
    TableFile("relation_types", RELATION_TYPE_FIELDS, RELATION_TYPE_KINDS, ("type",), "type"),
)
