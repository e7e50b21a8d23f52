"""The data that a loader passes to a store: four tables, as columns.

A million relations as a million objects would take a gigabyte and seconds; columns go straight into a
snapshot or into batches of parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sociogram.graph.columns import Column, ConstantColumn, IntArray, column_of

ENTITY_FIELDS = ("id", "name", "type", "aliases", "summary", "country", "url")
RELATION_FIELDS = (
    "source",
    "target",
    "type",
    "role",
    "polarity",
    "modality",
    "start_date",
    "end_date",
    "claimed_by",
    "via",
    "certainty",
    "sources",
    "cites",
    "paragraph",
    "quote",
    "mention",
    "about",
    "contradicts",
    "supersedes",
    "review",
    "directed",
    "summary",
    "note",
)
"""The columns of a claim after its ``id``, in the order in which they are written."""

LIST_FIELDS = ("via", "sources", "cites", "contradicts")
"""The columns of a claim that hold several values."""

SOURCE_FIELDS = (
    "id",
    "title",
    "author",
    "publisher",
    "date",
    "url",
    "language",
    "read",
    "copy_of",
    "translation_of",
    "archived_url",
    "retrieved",
    "sha256",
)
RELATION_TYPE_FIELDS = (
    "type",
    "forward",
    "backward",
    "directed",
    "infinitive",
    "infinitive_backward",
    "lasts",
    "charges",
    "description",
)

USUAL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "entities": ENTITY_FIELDS,
    "relations": (
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
    ),
    "sources": ("id", "title", "author", "publisher", "date", "url", "language"),
    "relation_types": ("type", "forward", "backward", "directed", "description"),
}
"""The fields for which a data folder always has a column, in the order of version 0.1."""

CLAIM_FIELDS = frozenset(
    {"polarity", "modality", "via", "cites", "about", "contradicts", "supersedes", "review", "directed"}
)
"""Columns of a claim whose absence has a meaning: a default, or none."""

RELATION_KEY_FIELDS = (
    "source",
    "target",
    "type",
    "role",
    "start_date",
    "sources",
    "paragraph",
    "claimed_by",
    "polarity",
    "modality",
    "via",
)
"""The fields that identify a relation without an ``id``."""


@dataclass(slots=True)
class Table:
    """Rows as columns of one length; missing values are null.

    ``type`` of an entity is a list of labels without ``Entity``; its ``aliases`` and the ``LIST_FIELDS`` of a
    claim are lists of strings; ``paragraph`` is an integer if it is written as one, and ``directed`` a
    boolean.
    """

    length: int = 0
    columns: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.length

    def column(self, name: str) -> Column:
        """Return a column, or one of nulls if the table does not have it."""
        found = self.columns.get(name)
        return ConstantColumn(None, self.length) if found is None else found

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dict without its nulls. For small tables and tests."""
        lists = {name: column.to_list() for name, column in self.columns.items()}
        for row in range(self.length):
            yield {name: values[row] for name, values in lists.items() if values[row] is not None}


def table_of_rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Return a table of rows that each have a value for every name."""
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return Table(len(rows), {name: column_of(values) for name, values in zip(names, columns, strict=True)})


SettleRow: TypeAlias = Callable[
    [Mapping[str, Any], Mapping[str, Any], Callable[[str], Any]], Mapping[str, Any]
]
"""Returns the properties that a row changes in its relation, each with the new value.

Arguments: the row without its nulls, those of its values that differ, and the relation's value by name.
"""


@dataclass(slots=True)
class Dataset:
    """Entities, relations (``source`` and ``target`` are entity ids), sources, relation types.

    A relation with an ``id`` corrects the one with that id: a merge replaces its values, lists included. One
    without an ``id`` only fills in the nulls of the relation with the same key fields.

    Attributes:
        cleared: by id of a relation, the properties that a merge removes from it.
        settle: decides what a row without an ``id`` changes where it and its relation differ; None fills in
            nulls. Only graphs in memory use it.
    """

    entities: Table = field(default_factory=Table)
    relations: Table = field(default_factory=Table)
    sources: Table = field(default_factory=Table)
    relation_types: Table = field(default_factory=Table)
    cleared: Mapping[str, Sequence[str]] = field(default_factory=dict, init=False)
    settle: SettleRow | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether no table has a row."""
        return not any(map(len, (self.entities, self.relations, self.sources, self.relation_types)))


@dataclass(frozen=True, slots=True)
class CellChange:
    """A value of a relation that a merge changed, or kept against a row; null if there is none."""

    id: str
    column: str
    old: Any
    new: Any


_MOST_CHANGES = 1000


@dataclass(slots=True)
class CellChanges:
    """The number of changed values, and the first of them."""

    count: int = 0
    first: list[CellChange] = field(default_factory=list)

    def add(self, change: CellChange) -> None:
        """Add a change."""
        self.count += 1
        if len(self.first) < _MOST_CHANGES:
            self.first.append(change)

    def extend(self, other: CellChanges) -> None:
        """Add the changes of another merge."""
        self.count += other.count
        self.first += other.first[: _MOST_CHANGES - len(self.first)]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a store did with the rows of one table.

    ``unchanged_rows`` are the rows of the merged table that changed nothing, if the store records them; a
    load report counts them file by file. ``changes`` are values of existing relations that were replaced;
    ``retained`` are those that a row without an id contradicts, which therefore stayed. ``corrected`` counts
    the rows with an id that changed a relation, if the store counts them.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unchanged_rows: IntArray | None = field(default=None, compare=False, repr=False)
    changes: CellChanges = field(default_factory=CellChanges, compare=False, repr=False)
    retained: CellChanges = field(default_factory=CellChanges, compare=False, repr=False)
    corrected: int = field(default=0, compare=False, repr=False)


MergeCounts = Mapping[str, Merged]
"""By table: ``entities``, ``relations``, ``sources``, ``relation_types``."""


@dataclass(frozen=True, slots=True)
class TableChanges:
    """The rows of a file that have changed.

    Attributes:
        count: the number of rows in the file.
        changed: the numbers of rows with other values.
        removed: the numbers of rows that are gone.
        rows: the changed rows, then the new ones.
        columns: the properties of the whole table as last frozen, which show the type of their values.
    """

    count: int
    changed: IntArray
    removed: IntArray
    rows: Table
    columns: Mapping[str, Column]

    @property
    def is_empty(self) -> bool:
        """Whether the file does not change."""
        return not len(self.removed) and not len(self.rows)


@dataclass(frozen=True, slots=True)
class RowsToSave:
    """The changes of each table since a save.

    Attributes:
        tables: the changes by table.
        saved: to be called after the files were written, with their digest and the former number of each row
            by table; new rows are numbered after the former ones.
    """

    tables: Mapping[str, TableChanges]
    saved: Callable[[str, Mapping[str, IntArray]], None]
