"""The values of Cypher in Python: their equality, comparison, order and truth.

======================= =================================================================
Cypher                  Python
======================= =================================================================
NULL                    None
BOOLEAN INTEGER FLOAT   bool, int (64 bits), float
STRING                  str
LIST, MAP               list, dict with str keys
NODE                    ``NodeRef``: the slot in the graph's table
RELATIONSHIP            ``RelationshipRef``
PATH                    ``PathRef``
DATE …, DURATION        the classes of ``temporal.types``
POINT                   ``spatial.Point``
======================= =================================================================

Values are never changed in place. A graph may also have values of other Python types (``neo4j.time``,
``datetime``, NumPy scalars); every function in this module converts them by ``conversion.from_python``.
"""

from __future__ import annotations

import math
from typing import Any, Final

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.values.conversion import from_python
from sociogram.queries.cypher.values.points import Point
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef, article, shown
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
)

INT64_MIN: Final = -(2**63)
INT64_MAX: Final = 2**63 - 1


# The order of types in ORDER BY, by openCypher's orderability; for points and temporal values, as in Neo4j.
MAP: Final = 0
NODE: Final = 1
RELATIONSHIP: Final = 2
LIST: Final = 3
PATH: Final = 4
POINT: Final = 5
ZONED_DATETIME: Final = 6
LOCAL_DATETIME: Final = 7
DATE: Final = 8
ZONED_TIME: Final = 9
LOCAL_TIME: Final = 10
DURATION: Final = 11
STRING: Final = 12
BOOLEAN: Final = 13
NUMBER: Final = 14
NAN: Final = 15
NULL: Final = 16

_RANKS: Final[dict[type, int]] = {
    dict: MAP,
    NodeRef: NODE,
    RelationshipRef: RELATIONSHIP,
    list: LIST,
    PathRef: PATH,
    Point: POINT,
    ZonedDateTime: ZONED_DATETIME,
    LocalDateTime: LOCAL_DATETIME,
    Date: DATE,
    ZonedTime: ZONED_TIME,
    LocalTime: LOCAL_TIME,
    Duration: DURATION,
    str: STRING,
    bool: BOOLEAN,
    int: NUMBER,
    float: NUMBER,
    type(None): NULL,
}

_NAMES: Final[dict[type, str]] = {
    dict: "MAP",
    NodeRef: "NODE",
    RelationshipRef: "RELATIONSHIP",
    list: "LIST",
    PathRef: "PATH",
    Point: "POINT",
    ZonedDateTime: "ZONED DATETIME",
    LocalDateTime: "LOCAL DATETIME",
    Date: "DATE",
    ZonedTime: "ZONED TIME",
    LocalTime: "LOCAL TIME",
    Duration: "DURATION",
    str: "STRING",
    bool: "BOOLEAN",
    int: "INTEGER",
    float: "FLOAT",
    type(None): "NULL",
}

# The types whose values Python compares as Cypher does.
_SIMPLE: Final = frozenset({str, bool, int, float})
_NUMBERS: Final = frozenset({int, float})
_ENTITIES: Final = frozenset({NodeRef, RelationshipRef, PathRef})
_COMPARED_BY_ORDER: Final = frozenset({Date, LocalTime, ZonedTime, LocalDateTime, ZonedDateTime})


def own(value: Any) -> Any:
    """Return a value as one of the types in the table above, converted if it has another type."""
    return value if type(value) in _RANKS else from_python(value)


def type_name(value: Any) -> str:
    """Return the name of a value's type, such as ``INTEGER``."""
    return _NAMES[type(own(value))]


def equals(left: Any, right: Any) -> bool | None:
    """Return ``left = right`` in Cypher; None means unknown."""
    if left is None or right is None:
        return None
    kind, other = type(left), type(right)
    if kind is other:
        if kind in _SIMPLE:
            return bool(left == right)
        if kind is list:
            return _lists_equal(left, right)
        if kind is dict:
            return _maps_equal(left, right)
        if kind in _RANKS:
            return bool(left == right)
    elif kind in _NUMBERS and other in _NUMBERS:
        return bool(left == right)
    if kind in _RANKS and other in _RANKS:
        return False
    return equals(own(left), own(right))


def _lists_equal(left: list[Any], right: list[Any]) -> bool | None:
    if len(left) != len(right):
        return False
    watch.step()  # two lists that hold one list twice, and so on, have no end of items
    answer: bool | None = True
    for one, other in zip(left, right, strict=True):
        same = equals(one, other)
        if same is False:
            return False
        if same is None:
            answer = None
    return answer


def _maps_equal(left: dict[str, Any], right: dict[str, Any]) -> bool | None:
    if left.keys() != right.keys():
        return False
    watch.step()
    answer: bool | None = True
    for key, one in left.items():
        same = equals(one, right[key])
        if same is False:
            return False
        if same is None:
            answer = None
    return answer


def compare(left: Any, right: Any) -> float | None:
    """Compare for ``<``, ``<=``, ``>``, ``>=``.

    Returns:
        A negative number, zero or a positive number; NaN if every comparison is false. None means unknown: a
        value is null, or the two types have no order.
    """
    kind, other = type(left), type(right)
    if (kind is other and kind in _SIMPLE) or (kind in _NUMBERS and other in _NUMBERS):
        if left < right:
            return -1
        if left > right:
            return 1
        return 0 if left == right else math.nan
    if kind in _RANKS and other in _RANKS:
        if kind is not other or left is None or right is None:
            return None
        if kind is list:
            return _compare_lists(left, right)
        if kind is dict:
            return _compare_maps(left, right)
        if kind in _COMPARED_BY_ORDER:
            return compare_orders(left.order, right.order)
        if kind in _ENTITIES:
            return compare_orders(order_key(left), order_key(right))
        return None  # durations and points have equality but no order
    return compare(own(left), own(right))


def compare_orders(left: Any, right: Any) -> int:
    """Compare two sort keys; return -1, 0 or 1."""
    return int(left > right) - int(left < right)


def _compare_lists(left: list[Any], right: list[Any]) -> float | None:
    watch.step()
    for one, other in zip(left, right, strict=False):
        answer = _compare_inside(one, other)
        if answer is None or answer != 0:
            return answer
    return compare_orders(len(left), len(right))


def _compare_maps(left: dict[str, Any], right: dict[str, Any]) -> float | None:
    """Compare by the number of keys, then by the keys, then by the values in key order."""
    watch.step()
    keys, others = sorted(left), sorted(right)
    if keys != others:
        return compare_orders((len(keys), keys), (len(others), others))
    for key in keys:
        answer = _compare_inside(left[key], right[key])
        if answer is None or answer != 0:
            return answer
    return 0


def _compare_inside(one: Any, other: Any) -> float | None:
    """Compare items; equal items are skipped even if their type has no order, and NaN is unknown."""
    answer = compare(one, other)
    if answer is None:
        return 0 if equals(one, other) else None
    return None if math.isnan(answer) else answer


def order_key(value: Any) -> tuple[Any, ...]:
    """Return a key that sorts values of any types like ORDER BY in ascending order, with null last."""
    kind = type(value)
    if kind is float and value != value:  # NaN, which is greater than every number
        return (NAN,)
    if kind in _SIMPLE:
        return (_RANKS[kind], value)
    if value is None:
        return (NULL,)
    rank = _RANKS.get(kind)
    if rank is None:
        return order_key(own(value))
    if rank == LIST:
        watch.step()
        return (LIST, tuple([order_key(item) for item in value]))
    if rank == MAP:
        watch.step()
        keys = sorted(value)
        return (MAP, len(keys), tuple(keys), tuple([order_key(value[key]) for key in keys]))
    if rank == PATH:
        return (PATH, value.nodes[:1], tuple(zip(value.relationships, value.nodes[1:], strict=True)))
    if rank in (NODE, RELATIONSHIP):
        return (rank, value.slot)
    return (rank, value.order)


_TRUE_KEY: Final = ("boolean", True)
_FALSE_KEY: Final = ("boolean", False)
_NAN_KEY: Final = ("nan",)


def group_key(value: Any) -> Any:
    """Return a hashable key that is the same for values that grouping and DISTINCT treat as equal.

    1 and 1.0 have the same key, and so have two NaNs or two nulls.
    """
    kind = type(value)
    if kind is str or kind is int:
        return value
    if kind is float:
        return value if value == value else _NAN_KEY  # NaN != NaN
    if kind is bool:
        return _TRUE_KEY if value else _FALSE_KEY
    if kind is list:
        watch.step()
        return ("list", tuple([group_key(item) for item in value]))
    if kind is dict:
        watch.step()
        return ("map", frozenset([(key, group_key(item)) for key, item in value.items()]))
    return value if kind in _RANKS else group_key(own(value))


def truth(value: Any) -> bool | None:
    """Return a value that is true, false or null; raise CypherTypeError for any other."""
    if value is None or value is True or value is False:
        return value
    value = own(value)
    if type(value) is bool:
        return value
    raise CypherTypeError(
        f"Expected a BOOLEAN, but got {shown(value)}, which is {article(type_name(value))}.",
        detail="InvalidArgumentType",
        hint="Compare it with a value, or test it with IS NOT NULL.",
    )
