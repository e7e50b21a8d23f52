"""The rules of merging: when two relations are the same, what a row without a type gets, which lists grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from sociogram.graph.columns import Column, ConstantColumn, IntColumn, TextColumn
from sociogram.graph.dataset import RELATION_KEY_FIELDS

DEFAULT_TYPE = "CONNECTED_TO"
"""The type of a relation that states none: a sheet without a type column, an edge without a type."""

UNION_PROPERTIES = frozenset({"aliases", "sources"})
"""List properties that take the union of both lists in a merge; any other property is replaced."""

_BETWEEN_FIELDS = "\x1f"
_BETWEEN_VALUES = "\x1e"


def relation_id(relation: Mapping[str, Any]) -> str:
    """Return the id of a relation that has none of its own: 16 hexadecimal digits.

    Relations that agree in ``RELATION_KEY_FIELDS`` have the same; an absent field and an empty one
    agree, and so do a number and its digits. ``sources`` are compared as a set.
    """
    return relation_key(relation.get(field) for field in RELATION_KEY_FIELDS)


def relation_key(values: Iterable[Any]) -> str:
    """Return the id of a relation from the values of ``RELATION_KEY_FIELDS``, in that order."""
    text = _BETWEEN_FIELDS.join([value if type(value) is str else _text(value) for value in values])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def relation_keys(columns: Sequence[Column]) -> list[str]:
    """Return the digest of each row; ``columns`` are those of ``RELATION_KEY_FIELDS``, in that order."""
    texts = map(_BETWEEN_FIELDS.join, zip(*map(_texts, columns), strict=True))
    return [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() for text in texts]


def _texts(column: Column) -> list[str]:
    """Return the values of a column as a digest takes them."""
    if isinstance(column, ConstantColumn):
        return [_text(column.constant)] * len(column)
    values = column.to_list()
    if not column.has_nulls():
        if isinstance(column, TextColumn):
            return values
        if isinstance(column, IntColumn):
            return list(map(str, values))
    return [value if type(value) is str else _text(value) for value in values]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return _BETWEEN_VALUES.join(sorted({str(item) for item in value}))
    return str(value)
