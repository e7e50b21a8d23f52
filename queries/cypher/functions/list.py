"""Functions of lists; comprehensions, quantifiers and reduce are syntax (``expressions``)."""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.kernels import lists
from sociogram.queries.cypher.values.arithmetic import check_size


def head(items: list[Any]) -> Any:
    """Return the first item, or null for an empty list."""
    return items[0] if items else None


def last(items: list[Any]) -> Any:
    """Return the last item, or null for an empty list."""
    return items[-1] if items else None


def tail(items: list[Any]) -> list[Any]:
    """Return all but the first item."""
    return items[1:]


def reverse(value: str | list[Any]) -> str | list[Any]:
    """Return the items or characters in reverse order."""
    return value[::-1]


def size(value: str | list[Any]) -> int:
    """Return the number of items or characters."""
    return len(value)


def range_list(start: int, end: int, step: int = 1) -> list[int]:
    """Return the integers from ``start`` to ``end``, both inclusive."""
    if step == 0:
        raise CypherArgumentError(
            "The step of range() must not be 0.", detail="NumberOutOfRange", hint="Use 1, -1 or another step."
        )
    numbers = range(start, end + (1 if step > 0 else -1), step)
    check_size(max(0, (end - start) // step + 1), "list")
    return list(numbers)


FUNCTIONS: tuple[Function, ...] = (
    define(
        "head(list :: LIST<ANY>) :: ANY",
        "The first item; null for an empty list.",
        head,
        kernel=lists.head_kernel,
        handles_lists=True,
    ),
    define(
        "last(list :: LIST<ANY>) :: ANY",
        "The last item; null for an empty list.",
        last,
        kernel=lists.last_kernel,
        handles_lists=True,
    ),
    define(
        "range(start :: INTEGER, end :: INTEGER, step? :: INTEGER) :: LIST<INTEGER>",
        "The integers from start to end, both inclusive.",
        range_list,
        nulls="refuse",
        kernel=lists.range_kernel,
        handles_lists=True,
    ),
    define(
        "reverse(input :: STRING | LIST<ANY>) :: STRING | LIST<ANY>",
        "The items or characters in reverse order.",
        reverse,
        kernel=lists.reverse_kernel,
        handles_lists=True,
    ),
    define(
        "size(input :: STRING | LIST<ANY>) :: INTEGER",
        "The number of items or characters.",
        size,
        kernel=lists.size_kernel,
        handles_lists=True,
    ),
    define(
        "tail(list :: LIST<ANY>) :: LIST<ANY>",
        "All but the first item.",
        tail,
        kernel=lists.tail_kernel,
        handles_lists=True,
    ),
)
