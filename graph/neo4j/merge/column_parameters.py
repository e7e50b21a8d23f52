"""Columns as parameters of a statement.

The driver packs parameters value by value in Python, which takes as long as the server takes to store them.
So texts, which are nearly all values, are sent as one long string per column, which the server splits: a
fifth of the time of a list of maps. Other values are sent as a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray, TextColumn
from sociogram.graph.columns.dictionaries.utf8_dictionary import Utf8Dictionary

BETWEEN_ROWS = "\x1f"
BETWEEN_ITEMS = "\x1e"
NULL = "\x00"
NO_ITEMS = "\x01"
_RESERVED = (BETWEEN_ROWS, BETWEEN_ITEMS, NULL, NO_ITEMS)

Kind = Literal["text", "texts", "any", "constant"]

SEPARATORS = {"rows": BETWEEN_ROWS, "items": BETWEEN_ITEMS, "null": NULL, "empty": NO_ITEMS}
"""Parameters of every statement with fields."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column to send to the server, with the name of its property.

    Attributes:
        name: the name of the property.
        column: its values.
        kind: how they are encoded.
        nullable: whether any is null.
    """

    name: str
    column: Column
    kind: Kind
    nullable: bool

    @classmethod
    def of(cls, name: str, column: Column) -> Field | None:
        """Choose the encoding of a column; return None if all its values are null."""
        if isinstance(column, ConstantColumn):
            return None if column.constant is None else cls(name, column, "constant", nullable=False)
        nullable = column.has_nulls()
        if isinstance(column, TextColumn):
            holds_marks = column.dictionary.encoded().may_contain_any("".join(_RESERVED))
            return cls(name, column, "any" if holds_marks else "text", nullable)
        return cls(name, column, "any" if column.kind != "any" else _kind_of(column.to_list()), nullable)

    def at(self, rows: IntArray) -> list[Any]:
        """Return the values at some rows."""
        return values_at(self.column, rows)

    def parameter(self, values: Sequence[Any]) -> Any:
        """Return the parameter that encodes the values."""
        if self.kind == "text":
            if self.nullable:
                values = [NULL if value is None else value for value in values]
            return BETWEEN_ROWS.join(values)
        if self.kind == "texts":
            return BETWEEN_ROWS.join([_joined(value) for value in values])
        if self.kind == "constant":
            return values[0] if values else None
        # not isinstance: a Duration is a tuple, too
        return [list(value) if type(value) is tuple else value for value in values]

    def unpacked(self, name: str) -> str:
        """Return the Cypher expression that decodes the parameter ``name`` to a list."""
        return f"split(${name}, $rows)" if self.kind in {"text", "texts"} else f"${name}"

    def item(self, name: str) -> str:
        """Return the Cypher expression for row ``i`` of the list ``name``."""
        if self.kind == "constant":
            return name
        item = f"{name}[i]"
        cases = "WHEN $null THEN null " if self.nullable and self.kind in {"text", "texts"} else ""
        if self.kind == "texts":
            return f"CASE {item} {cases}WHEN $empty THEN [] ELSE split({item}, $items) END"
        return f"CASE {item} {cases}ELSE {item} END" if cases else item


def values_at(column: Column, rows: IntArray) -> list[Any]:
    """Return the values at distinct rows; if they are few, only their strings are decoded."""
    if isinstance(column, TextColumn):
        dictionary = column.dictionary
        if isinstance(dictionary, Utf8Dictionary) and 4 * len(rows) < len(dictionary):
            codes = column.codes[rows]
            texts: list[Any] = dictionary.encoded().take(codes.astype(np.int64))
            for row in np.flatnonzero(codes < 0).tolist():
                texts[row] = None
            return texts
    return column.take(rows).to_list()


def _joined(items: Sequence[str] | None) -> str:
    if items is None:
        return NULL
    return BETWEEN_ITEMS.join(items) if items else NO_ITEMS


def _kind_of(values: Iterable[Any]) -> Kind:
    """Choose the encoding of Python values."""
    texts: list[str] = []
    kinds = {type(value) for value in values if value is not None}
    if kinds == {str}:
        return "text" if _splits(values) else "any"
    if not kinds or not kinds <= {list, tuple}:
        return "any"
    for value in values:
        texts.extend(value or ())
    return "texts" if all(type(text) is str for text in texts) and _splits(texts) else "any"


def _splits(texts: Iterable[str | None]) -> bool:
    """Return whether no text contains a separator."""
    return not any(mark in text for text in texts if text is not None for mark in _RESERVED)
