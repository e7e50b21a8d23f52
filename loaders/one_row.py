"""Checks a single row like a row of a sheet, for a value that a user sets by hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sociogram.graph.dataset import ENTITY_FIELDS, RELATION_FIELDS, SOURCE_FIELDS, Dataset
from sociogram.graph.errors import DataError
from sociogram.graph.store import GraphStore
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.read import read
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.rows.columns.agreement import KindInGraph
from sociogram.loaders.target import claims_of_store, kinds_of_store, known_actors, type_in_store
from sociogram.loaders.values.types import BOOLEANS, MARKS
from sociogram.loaders.values.vocabularies import TABLE_FIELDS, VOCABULARIES

_TABLES = {"actor": "entities", "claim": "relations", "source": "sources"}
_FIELDS = {"entities": ENTITY_FIELDS, "relations": RELATION_FIELDS, "sources": SOURCE_FIELDS}
_TRUTHS = {**BOOLEANS, **MARKS}


def check_values(store: GraphStore, kind: str, row: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that the cells of a row would have after a load.

    >>> check_values(store, "claim", "r7", {"paragraph": "3", "claimed_by": "Ann Bee"})
    {'paragraph': 3, 'claimed_by': 'ann'}

    Args:
        store: the graph that has the row.
        kind: ``actor``, ``claim`` or ``source``.
        row: the id of the row.
        texts: the cells by column; an empty cell has no value.

    Returns:
        The values by column, None without a value. A value that a load explains (how a date was written) is
        returned with its explanation in a further column.

    Raises:
        DataError: a cell has no valid value for its column; the error names the column and the cure.
    """
    table = _TABLES[kind]
    _check_words(table, texts)
    filled = {name: text for name, text in texts.items() if text.strip()}
    sheet = Sheet("the new value", ("id", *filled), [[row], *([text] for text in filled.values())], [1])
    sheet.kind = table
    options, kinds = LoadOptions(on_unknown="reject"), cache(kinds_of_store(store))
    loaded = read(
        [sheet], options, known=known_actors(store), claims=claims_of_store(store), kind_in_graph=kinds
    )
    for remark in [reject.remark for reject in loaded.rejects] + loaded.report.warnings:
        if remark.column != "name":  # a load warns of a changed name, but here the user intends the change
            raise DataError(remark.message, column=remark.column, cure=remark.cure)
    found = _row_of(loaded.dataset, table, row) | _truths_and_marks(table, filled, kinds)
    _check_types(store, table, found)
    unread = next((name for name in filled if found.get(name) is None), None)
    if unread is not None:
        raise DataError(
            f"`{texts[unread]}` cannot be read as {unread}.",
            column=unread,
            cure="Correct it; a date is written as 2023, 2023-05 or 2023-05-23.",
        )
    cleared = loaded.dataset.cleared.get(row, ())
    return {**dict.fromkeys([*texts, *cleared]), **found}


def _check_words(table: str, texts: Mapping[str, str]) -> None:
    """Refuse words outside a column's vocabulary; a load would keep the word and guess a value."""
    for name in TABLE_FIELDS.get(table, ()):
        vocabulary = VOCABULARIES[name]
        text = texts.get(name, "")
        if text.strip() and vocabulary.read(text) is None:
            raise DataError(
                f"`{text}` is not a value of `{name}`.",
                column=name,
                cure=f"Write one of {', '.join(vocabulary.values)}.",
            )


def _truths_and_marks(table: str, texts: Mapping[str, str], kind_in_graph: KindInGraph) -> dict[str, Any]:
    """Return the properties with a word for yes or no, or a mark such as "x".

    A load infers their type from a whole column, but here the cell is alone: it is a boolean if the values in
    the graph are, and a mark is text otherwise.
    """
    found: dict[str, Any] = {}
    for name, text in texts.items():
        word = text.strip().casefold()
        if name in _FIELDS[table] or word not in _TRUTHS:
            continue
        if kind_in_graph(table, name) == "boolean":
            found[name] = _TRUTHS[word]
        elif word in MARKS:
            found[name] = text
    return found


_TYPES_OF_OTHERS = frozenset(
    {
        "BOOLEAN",
        "DATE",
        "DURATION",
        "FLOAT",
        "INTEGER",
        "LOCAL DATETIME",
        "LOCAL TIME",
        "POINT",
        "ZONED DATETIME",
        "ZONED TIME",
    }
)
"""If the values of a property in the graph have one of these Cypher types, a text is a mistake."""


def _check_types(store: GraphStore, table: str, values: Mapping[str, Any]) -> None:
    """Refuse a text for a property whose values in the graph have another type; a load would keep it."""
    for name, text in values.items():
        if name in _FIELDS[table] or not isinstance(text, str):
            continue
        kind = type_in_store(store, table, name)
        if kind in _TYPES_OF_OTHERS:
            raise DataError(
                f"`{text}` is no {kind.lower()}, and every `{name}` in the graph is one.",
                column=name,
                cure="Correct it, or write a value of another type with `sociogram query --write`.",
            )


def _row_of(dataset: Dataset, table: str, row: str) -> dict[str, Any]:
    """Return the values of the row, without its id."""
    found = [values for values in getattr(dataset, table).rows() if str(values.get("id")) == row]
    return {name: value for values in found for name, value in values.items() if name != "id"}
