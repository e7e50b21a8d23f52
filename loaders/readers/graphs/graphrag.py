"""Tables that GraphRAG extracts from texts, recognised by their columns, in any file format.

Entities become actors, relationships and covariates ties, text units and documents sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.graphs.graph_sheets import ENTITIES, RELATIONS
from sociogram.loaders.readers.sheet import Sheet

_ALL = "human_readable_id"
"""A column that all these tables have."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: the columns that identify it, and their fields.

    Attributes:
        name: the name of the table.
        kind: the table of sociogram that its rows belong to.
        known_by: columns that identify it.
        fields: the fields of some of its columns; an empty one drops the column.
        constant: fields with the same text in each row.
        texts: by field, replacements for some texts.
        derived: by field, the column from which it is derived, and how.
    """

    name: str
    kind: str
    known_by: frozenset[str]
    fields: Mapping[str, str]
    constant: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derived: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)


_TABLES = (
    _Table(
        "relationships",
        RELATIONS,
        frozenset(("source", "target", "description", "text_unit_ids")),
        {"description": "summary", "text_unit_ids": "sources", _ALL: ""},
        {"directed": "false"},
    ),
    _Table(
        "covariates",
        RELATIONS,
        frozenset(("covariate_type", "subject_id", "object_id", "text_unit_id")),
        {
            "subject_id": "source",
            "object_id": "target",
            "description": "summary",
            "source_text": "quote",
            "text_unit_id": "sources",
            "status": "certainty",
            "covariate_type": "",
            _ALL: "",
        },
        texts={
            "target": {"NONE": ""},
            "start_date": {"NONE": ""},
            "end_date": {"NONE": ""},
            "certainty": {"TRUE": "stated", "FALSE": "stated", "SUSPECTED": "alleged"},
        },
        derived={"polarity": ("status", {"FALSE": "denies"})},
    ),
    _Table(
        "entities",
        ENTITIES,
        frozenset(("title", "type", "description", "text_unit_ids")),
        {"title": "name", "description": "summary", "text_unit_ids": "sources", _ALL: ""},
    ),
    _Table(
        "text_units",
        "sources",
        frozenset(("text", "n_tokens")),
        {
            _ALL: "title",
            "entity_ids": "",
            "relationship_ids": "",
            "covariate_ids": "",
            "document_ids": "document_id",
        },
    ),
    _Table(
        "documents",
        "sources",
        frozenset(("title", "text", "text_unit_ids")),
        {"creation_date": "date", "text_unit_ids": "", "raw_data": "", "metadata": "", _ALL: ""},
    ),
)
_GROUPS = frozenset(("community", "level"))


def graphrag_sheet(sheet: Sheet) -> Sheet | None:
    """Return a GraphRAG table as a sheet with the titles of sociogram; None if the sheet is not one.

    Raises:
        DataError: the table is about communities, groups that an algorithm found.
    """
    titles = set(sheet.header)
    if sheet.kind is not None or _ALL not in titles:
        return None
    if titles >= _GROUPS:
        raise DataError(
            "This is a table of communities, groups that GraphRAG found in its own graph.",
            file=sheet.file,
            cure="Load its entities, relationships and text_units.",
        )
    table = next((table for table in _TABLES if titles >= table.known_by), None)
    return None if table is None else _retitled(sheet, table)


def _retitled(sheet: Sheet, table: _Table) -> Sheet:
    columns: list[Sequence[str]] = []
    header: list[str] = []
    lists: dict[int, list[int]] = {}
    types: dict[int, str] = {}
    for number, title in enumerate(sheet.header):
        field_name = table.fields.get(title, title)
        if not field_name:
            continue
        if number in sheet.lists:
            lists[len(header)] = sheet.lists[number]
        if number in sheet.types:
            types[len(header)] = sheet.types[number]
        words = table.texts.get(field_name, {})
        header.append(field_name)
        columns.append([words.get(cell, cell) for cell in sheet.columns[number]])
    if table.name == "text_units":
        position = header.index("title")
        columns[position] = [f"Text unit {cell}" for cell in columns[position]]
    for name, (title, words) in table.derived.items():
        if title in sheet.header:
            header.append(name)
            columns.append([words.get(cell, "") for cell in sheet.columns[sheet.header.index(title)]])
    for name, text in table.constant.items():
        header.append(name)
        columns.append([text] * len(sheet))
    return replace(
        sheet,
        header=tuple(header),
        columns=columns,
        lists=lists,
        types=types,
        kind=table.kind,
        notes=[*sheet.notes, f"Read as the {table.name.replace('_', ' ')} of GraphRAG."],
    )
