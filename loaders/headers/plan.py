"""The plan for reading a sheet: which column is which field of which table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATION_TYPES, RELATIONS, SOURCES

KIND_WORDS = {
    ENTITIES: "entities",
    RELATIONS: "relations",
    SOURCES: "sources",
    RELATION_TYPES: "relation types",
}


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The plan for one column.

    Attributes:
        number: its number in the sheet, from 0.
        title: the title as written, with clean spaces.
        name: the field, or the property's name.
        is_field: whether it is a documented field (or an end's name or type), not a user's property.
        typed: the type that the title states (``long``, ``string[]``).
        space: neo4j-admin's id space, as in ``:ID(Person)``.
        parts: numbers of the columns that form the value together, if there are several.
        is_added: whether it is not in the sheet, but was added for rows that were split off other rows.
        is_moment: whether the user said that its dates are when something happened, not when a tie began.
    """

    number: int
    title: str
    name: str
    is_field: bool
    typed: str | None = None
    space: str | None = None
    parts: tuple[int, ...] = ()
    is_added: bool = False
    is_moment: bool = False


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """The plan for reading a sheet as rows of one table.

    Attributes:
        kind: the table.
        columns: the plan of each column.
        readings: sentences for the report.
        end_labels: the types of the two ends that titles imply.
        label: the type of the entities that the title of their names implies.
        relation_type: the type of all relations, if no column has it.
        explanation: the profiles of the columns and the possible readings with their points.
        ties: plans for columns that name further actors to whom the row's actor is tied.
        is_exact: whether sociogram wrote the sheet: then its cells are read as they are (``own_files``).
        is_admin: whether sociogram wrote it for ``neo4j-admin``.
        is_of_list: whether its ties come from columns of a list of actors, whose report describes them.
        is_correction: whether its rows only have an ``id`` and the values to change.
        list_delimiter: the delimiter of lists in a ``neo4j-admin`` export.
    """

    kind: str
    columns: tuple[ColumnPlan, ...]
    readings: tuple[str, ...] = ()
    end_labels: tuple[str | None, str | None] = (None, None)
    label: str | None = None
    relation_type: str | None = None
    explanation: tuple[str, ...] = ()
    ties: tuple[SheetPlan, ...] = ()
    is_exact: bool = False
    is_admin: bool = False
    is_correction: bool = False
    is_of_list: bool = False
    list_delimiter: str = ";"

    def field(self, name: str) -> ColumnPlan | None:
        """Return the column for this field, or None."""
        return next((column for column in self.columns if column.is_field and column.name == name), None)


def with_dates(kind: str, columns: Iterable[ColumnPlan]) -> tuple[ColumnPlan, ...]:
    """Read a column that is mapped to `date` as one titled so: in ties, it is when something happened."""
    found = tuple(columns)
    has_start = any(column.is_field and column.name == "start_date" for column in found)
    mapped = next((column for column in found if column.name == "date" and not column.is_field), None)
    if kind != RELATIONS or has_start or mapped is None:
        return found
    moment = replace(mapped, name="start_date", is_field=True, is_moment=True)
    return tuple(moment if column is mapped else column for column in found)
