"""Functions of single values of any type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.values.comparison import equals

if TYPE_CHECKING:
    from sociogram.queries.cypher.context import Context


def coalesce(*values: Any) -> Any:
    """Return the first value that is not null."""
    return next((value for value in values if value is not None), None)


def null_if(value: Any, other: Any) -> Any:
    """Return null if the values are equal, else the first value."""
    return None if equals(value, other) is True else value


def random_uuid() -> str:
    """Return a new random UUID."""
    from uuid import uuid4

    return str(uuid4())


def timestamp(context: Context) -> int:
    """Return the time of the statement, in milliseconds since 1970-01-01T00:00Z."""
    return context.now // 1_000_000


def value_type(value: Any) -> str:
    """Return the most specific type of a value, as written after ``IS ::``."""
    from sociogram.queries.cypher.values.type_tests import value_type as shown

    return shown(value)


FUNCTIONS: tuple[Function, ...] = (
    define(
        "coalesce(input :: ANY, others... :: ANY) :: ANY",
        "The first value that is not null.",
        coalesce,
        nulls="handle",
    ),
    define(
        "nullIf(v1 :: ANY, v2 :: ANY) :: ANY",
        "null if the values are equal, else v1.",
        null_if,
        nulls="handle",
    ),
    define("randomUUID() :: STRING", "A new random identifier.", random_uuid, deterministic=False),
    define(
        "timestamp() :: INTEGER",
        "Milliseconds since 1970-01-01T00:00Z, constant throughout a query.",
        timestamp,
        needs_context=True,
    ),
    define(
        "valueType(input :: ANY) :: STRING", "The most specific type of a value.", value_type, nulls="handle"
    ),
)
