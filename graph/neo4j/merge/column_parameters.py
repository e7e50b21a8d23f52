"""Columns as parameters of a statement.

The driver packs a parameter value by value in Python, which takes as long as the server takes to store
it. So texts, which is nearly all there is, travel as one long string a column, and the server splits
it: a fifth of the time of a list of maps. What is no text travels as a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, IntArray, TextColumn
from sociogram.graph.columns.encoded_dictionary import Utf8Dictionary

BETWEEN_ROWS = "\x1f"
BETWEEN_ITEMS = "\x1e"
NULL = "\x00"
NO_ITEMS = "\x01"
_RESERVED = (BETWEEN_ROWS, BETWEEN_ITEMS, NULL, NO_ITEMS)

Kind = Literal["text", "texts", "any", "constant"]

SEPARATORS = {"rows": BETWEEN_ROWS, "items": BETWEEN_ITEMS, "null": NULL, "empty": NO_ITEMS}
"""Parameters that every statement over fields takes."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column on its way to the server, under the name of a property.

    Attributes:
        name: of the property.
        column: its values.
        kind: how they travel.
        nullable: whether any is null.
    """

    name: str
    column: Column
    kind: Kind
    nullable: bool

    @classmethod
    def of(cls, name: str, column: Column) -> Field | None:
        """Choose how a column travels; None where it holds nothing."""
        if isinstance(column, ConstantColumn):
            return None if column.constant is None else cls(name, column, "constant", nullable=False)
        nullable = column.has_nulls()
        if isinstance(column, TextColumn):
            holds_marks = column.dictionary.encoded().hold_any("".join(_RESERVED))
            return cls(name, column, "any" if holds_marks else "text", nullable)
        return cls(name, column, "any" if column.kind != "any" else _kind_of(column.to_list()), nullable)

    def at(self, rows: IntArray) -> list[Any]:
        """Return the values at some rows."""
        return values_at(self.column, rows)

    def parameter(self, values: Sequence[Any]) -> Any:
        """Return the parameter that holds some of the values."""
        if self.kind == "text":
            if self.nullable:
                values = [NULL if value is None else value for value in values]
            return BETWEEN_ROWS.join(values)
        if self.kind == "texts":
            return BETWEEN_ROWS.join([_joined(value) for value in values])
        if self.kind == "constant":
            return values[0] if values else None
        return [list(value) if isinstance(value, tuple) else value for value in values]

    def unpacked(self, name: str) -> str:
        """Return the expression that makes a list of the parameter ``name``."""
        return f"split(${name}, $rows)" if self.kind in {"text", "texts"} else f"${name}"

    def item(self, name: str) -> str:
        """Return the expression for row ``i`` of the list ``name``."""
        if self.kind == "constant":
            return name
        item = f"{name}[i]"
        cases = "WHEN $null THEN null " if self.nullable and self.kind in {"text", "texts"} else ""
        if self.kind == "texts":
            return f"CASE {item} {cases}WHEN $empty THEN [] ELSE split({item}, $items) END"
        return f"CASE {item} {cases}ELSE {item} END" if cases else item


def values_at(column: Column, rows: IntArray) -> list[Any]:
    """Return the values of some rows, each of which is asked for once: few of many strings stay bytes."""
    if isinstance(column, TextColumn):
        dictionary = column.dictionary
        if isinstance(dictionary, Utf8Dictionary) and 4 * len(rows) < len(dictionary):
            codes = column.codes[rows]
            texts: list[Any] = dictionary.encoded().some(codes.astype(np.int64))
            for row in np.flatnonzero(codes < 0).tolist():
                texts[row] = None
            return texts
    return column.take(rows).to_list()


def _joined(items: Sequence[str] | None) -> str:
    if items is None:
        return NULL
    return BETWEEN_ITEMS.join(items) if items else NO_ITEMS


def _kind_of(values: Iterable[Any]) -> Kind:
    """Choose for values of any kind."""
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
    """Tell whether no text holds what separates texts."""
    return not any(mark in text for text in texts if text is not None for mark in _RESERVED)
