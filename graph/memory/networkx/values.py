"""Conversion of the Python objects in a NetworkX graph to Cypher values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Set
from enum import Enum
from itertools import chain, repeat
from numbers import Integral, Real
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, ConstantColumn, column_of
from sociogram.graph.common.keys import written_key

_PLAIN = frozenset({type(None), bool, int, float, str})
_DRIVER = ("neo4j.time", "neo4j._spatial", "neo4j.spatial")


def cypher_value(value: Any) -> Any:
    """Return ``value`` as a Cypher value: the same object if it is one.

    NumPy scalars and arrays become Python values and lists, tuples become lists, sets become sorted lists,
    values of ``datetime`` become the driver's temporal types, which Cypher can compare and take apart, and an
    enum member becomes its value. Mappings become dictionaries with string keys; any other object becomes its
    ``str``.
    """
    kind = type(value)
    if kind in _PLAIN or kind.__module__.startswith(_DRIVER):
        return value
    if isinstance(value, np.generic):
        return cypher_value(value.item()) if not isinstance(value, np.void) else str(value)
    if isinstance(value, Enum):
        return cypher_value(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return _temporal(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real) or kind.__name__ == "Decimal":
        return float(value)
    return _collection(value)


def id_of_key(key: Any) -> Any:
    """Return the ``id`` of a node with this key in NetworkX: the key if it is a plain value, else its text.

    >>> id_of_key(np.int64(7)), id_of_key((0, 1))
    (7, '(0, 1)')
    """
    if type(key) in _PLAIN:
        return key
    value = cypher_value(key)
    return value if type(value) in _PLAIN else written_key(key)


def _collection(value: Any) -> Any:
    if isinstance(value, Mapping):
        converted = {
            name if isinstance(name, str) else str(name): cypher_value(item) for name, item in value.items()
        }
        same = type(value) is dict and all(
            isinstance(name, str) and item is converted[name] for name, item in value.items()
        )
        return value if same else converted
    if isinstance(value, np.ndarray):
        return cypher_value(value.tolist())
    if isinstance(value, Set):
        return sorted(
            (cypher_value(item) for item in value), key=lambda item: (type(item).__name__, str(item))
        )
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, Sequence):
        items = [cypher_value(item) for item in value]
        same = type(value) is list and all(item is old for item, old in zip(items, value, strict=True))
        return value if same else items
    return str(value)


def _temporal(value: dt.date | dt.time | dt.timedelta) -> Any:
    from neo4j.time import Date, DateTime, Duration, Time

    if isinstance(value, dt.datetime):
        return DateTime.from_native(value)
    if isinstance(value, dt.date):
        return Date.from_native(value)
    if isinstance(value, dt.time):
        return Time.from_native(value)
    return Duration(days=value.days, seconds=value.seconds, microseconds=value.microseconds)


def cypher_column(values: list[Any]) -> Column:
    """Return values of a NetworkX graph as a column."""
    if not set(map(type, values)) <= _PLAIN:
        values = [value if type(value) in _PLAIN else cypher_value(value) for value in values]
    return column_of(values)


def gather(blocks: Iterable[Sequence[Mapping[Any, Any]]]) -> dict[Any, list[Any]]:
    """Return the values of each attribute, None if it is missing; names are in order of first appearance.

    Works through blocks of dictionaries, which stay in the processor's cache from one name to the next.
    """
    values: dict[Any, list[Any]] = {}
    gaps: set[Any] = set()
    done = 0
    for some in blocks:
        left = sum(map(len, some))
        for name, found in values.items():
            own = _everywhere(name, some, gaps)
            left -= len(own) if name not in gaps else len(own) - own.count(None)
            found.extend(own)
        if left:  # names that are new in this block, or nulls
            for name in dict.fromkeys(chain.from_iterable(some)):
                if name not in values:
                    values[name] = [*repeat(None, done), *(given.get(name) for given in some)]
        done += len(some)
    return values


def _everywhere(name: Any, some: Sequence[Mapping[Any, Any]], gaps: set[Any]) -> list[Any]:
    """Return the values of an attribute; add its name to ``gaps`` if some dictionary does not have it."""
    if name not in gaps:
        try:
            return [given[name] for given in some]
        except KeyError:
            gaps.add(name)
    return [given.get(name) for given in some]


def columns_of(values: Mapping[Any, list[Any]]) -> dict[str, Column]:
    """Return the attributes of nodes or edges as columns; omit those that are null everywhere."""
    columns: dict[str, Column] = {}
    for name, found in values.items():
        column = cypher_column(found)
        if not (isinstance(column, ConstantColumn) and column.constant is None):
            columns[name if isinstance(name, str) else str(name)] = column
    return columns
