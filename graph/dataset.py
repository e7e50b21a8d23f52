"""What a loader hands to a store: four tables, as columns.

A million relations as a million objects would take a gigabyte and seconds; as columns they go
straight into the index or into batches of parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sociogram.graph.columns import Column, ConstantColumn, IntArray

ENTITY_FIELDS = ("id", "name", "type", "aliases", "summary", "country", "url")
RELATION_FIELDS = (
    "source",
    "target",
    "type",
    "role",
    "start_date",
    "end_date",
    "sources",
    "paragraph",
    "claimed_by",
    "certainty",
    "summary",
)
SOURCE_FIELDS = ("id", "title", "author", "publisher", "date", "url", "language")
RELATION_TYPE_FIELDS = ("type", "forward", "backward", "directed", "description")

RELATION_KEY_FIELDS = (
    "source",
    "target",
    "type",
    "role",
    "start_date",
    "sources",
    "paragraph",
    "claimed_by",
)
"""What makes a relation the same relation, where it has no ``id`` of its own."""


@dataclass(slots=True)
class Table:
    """Rows held as columns, all of one length; a value that a row has not is null.

    ``type`` of an entity is a list of labels without ``Entity``; ``aliases`` and ``sources`` are
    lists of strings; ``paragraph`` is an integer where it is written as one.
    """

    length: int = 0
    columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.length

    def column(self, name: str) -> Column:
        """Return the column, or one of nulls where the table has none of that name."""
        found = self.columns.get(name)
        return ConstantColumn(None, self.length) if found is None else found

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give each row as a dict without its nulls. For small tables and tests."""
        lists = {name: column.to_list() for name, column in self.columns.items()}
        for row in range(self.length):
            yield {name: values[row] for name, values in lists.items() if values[row] is not None}


@dataclass(slots=True)
class Dataset:
    """Entities, relations (``source`` and ``target`` are entity ids), sources, relation types."""

    entities: Table = field(default_factory=Table)
    relations: Table = field(default_factory=Table)
    sources: Table = field(default_factory=Table)
    relation_types: Table = field(default_factory=Table)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a store did with one kind of row.

    ``unchanged_rows`` are the rows of the incoming table that changed nothing, where the store can
    tell; a load report counts them file by file.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unchanged_rows: IntArray | None = field(default=None, compare=False, repr=False)


MergeCounts = Mapping[str, Merged]
"""By table: ``entities``, ``relations``, ``sources``, ``relation_types``."""
