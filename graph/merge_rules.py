"""The rules of merging: which relations are the same, the default type, which lists are united."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from sociogram.graph.columns import Column, ConstantColumn, IntColumn, TextColumn
from sociogram.graph.common.equality import united
from sociogram.graph.dataset import RELATION_KEY_FIELDS
from sociogram.graph.model import MODALITIES, POLARITIES

DEFAULT_TYPE = "CONNECTED_TO"
"""The type of a relation without one: from a sheet without a type column, or an edge without a type."""

UNION_PROPERTIES = frozenset({"aliases", "sources"})
"""List properties that a merge unites; it replaces any other property."""

_BETWEEN_FIELDS = "\x1f"
_BETWEEN_VALUES = "\x1e"


_PLAIN_KEYS = RELATION_KEY_FIELDS.index("polarity")
"""The key fields before this one are those of 0.1; a later one adds nothing to a digest at its default."""

_DEFAULTS = {"polarity": POLARITIES[0], "modality": MODALITIES[0]}
_LATER_FIELDS = RELATION_KEY_FIELDS[_PLAIN_KEYS:]


def is_draft(name: str, value: object) -> bool:
    """Return whether a value marks a claim as a draft: a merge does not undo the review of a claim by it.

    A claim without a review is confirmed, so a draft of it changes nothing either.
    """
    return (name, value) == ("review", "draft")


def relation_id(relation: Mapping[str, Any]) -> str:
    """Return the id of a relation that was not given one: 16 hexadecimal digits.

    Relations with equal ``RELATION_KEY_FIELDS`` have equal ids. An absent field equals an empty one, a number
    its digits, and an absent ``polarity`` or ``modality`` its default. ``sources`` are compared as a set,
    ``via`` as a sequence.
    """
    return relation_key([relation.get(field) for field in RELATION_KEY_FIELDS])


def relation_key(values: Sequence[Any]) -> str:
    """Return the id of a relation from the values of ``RELATION_KEY_FIELDS``, in that order."""
    texts = [value if type(value) is str else _text(value) for value in values[:_PLAIN_KEYS]]
    for name, value in zip(_LATER_FIELDS, values[_PLAIN_KEYS:], strict=True):
        if (text := _later_text(name, value)) is not None:
            texts.append(text)
    return _digest(_BETWEEN_FIELDS.join(texts))


def full_relation_id(relation: Mapping[str, Any]) -> str:
    """Return the id of a relation whose key fields are not unique; it depends on all its values.

    >>> full_relation_id({"source": "ann", "target": "bob", "type": "PAYS", "weight": 250})
    '0c004e9660562e96'
    """
    rest = sorted(relation.keys() - {"id", *RELATION_KEY_FIELDS})
    texts = [f"{name}={_text(relation[name])}" for name in rest if relation[name] is not None]
    return _digest(_BETWEEN_FIELDS.join([relation_id(relation), *texts]))


def relation_keys(columns: Sequence[Column]) -> list[str]:
    """Return the digest of each row; ``columns`` are those of ``RELATION_KEY_FIELDS``, in that order."""
    texts: list[str] = list(map(_BETWEEN_FIELDS.join, zip(*map(_texts, columns[:_PLAIN_KEYS]), strict=True)))
    for name, column in zip(_LATER_FIELDS, columns[_PLAIN_KEYS:], strict=True):
        if isinstance(column, ConstantColumn) and _later_text(name, column.constant) is None:
            continue
        for row, value in enumerate(column.to_list()):
            if value is not None and (text := _later_text(name, value)) is not None:
                texts[row] += _BETWEEN_FIELDS + text
    return list(map(_digest, texts))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _later_text(name: str, value: Any) -> str | None:
    """Return what a field added after 0.1 contributes to a digest; None at its default."""
    if value is None or value == "" or value == [] or value == _DEFAULTS.get(name):
        return None
    return f"{name}={_BETWEEN_VALUES.join(map(str, value)) if isinstance(value, list | tuple) else value}"


def _texts(column: Column) -> list[str]:
    """Return the values of a column as text for a digest."""
    if isinstance(column, ConstantColumn):
        return [_text(column.constant)] * len(column)
    values = column.to_list()
    if not column.has_nulls():
        if isinstance(column, TextColumn):
            return values
        if isinstance(column, IntColumn):
            return list(map(str, values))
    lists: dict[int, str] = {}  # by ``id()``: many rows share one list
    return [value if type(value) is str else _shared_text(value, lists) for value in values]


def _shared_text(value: Any, lists: dict[int, str]) -> str:
    if not isinstance(value, list):
        return _text(value)
    if id(value) not in lists:
        lists[id(value)] = _text(value)
    return lists[id(value)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return _BETWEEN_VALUES.join(sorted({str(item) for item in value}))
    return str(value)


def renamed_relation(relation: Mapping[str, Any], renames: Mapping[str, str]) -> dict[str, Any]:
    """Return a relation with renamed entities in its ends, ``claimed_by`` and ``via``, and a computed id.

    Args:
        relation: its properties with ``source``, ``target`` and ``type``.
        renames: old id to new id.
    """
    after = dict(relation)
    for name in ("source", "target", "claimed_by", "via"):
        value = relation.get(name)
        if isinstance(value, list | tuple):
            after[name] = [renames.get(text, text) for text in value]
        elif value is not None:
            after[name] = renames.get(value, value)
    if relation.get("id") == relation_id(relation):
        after["id"] = relation_id(after)
    return after


def united_entity(held: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that an entity gains when another is merged into it."""
    gained: dict[str, Any] = {}
    for name, value in merged.items():
        if name in UNION_PROPERTIES and isinstance(held.get(name), list) and isinstance(value, list):
            gained[name] = united(held[name], value)
        elif name not in held and name not in ("id", "name", "stub"):
            gained[name] = value
    return gained
