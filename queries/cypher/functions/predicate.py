"""Predicates that are functions; all, any, none and single are syntax (``expressions.lists``)."""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.kernels.lists import is_empty_kernel


def is_empty(value: str | list[Any] | dict[str, Any]) -> bool:
    """Return whether a string, list or map is empty."""
    return not value


def exists(value: Any) -> bool:
    """Return whether a value is not null."""
    return value is not None


FUNCTIONS: tuple[Function, ...] = (
    define(
        "isEmpty(input :: STRING | LIST<ANY> | MAP) :: BOOLEAN",
        "Whether a string, list or map is empty.",
        is_empty,
        kernel=is_empty_kernel,
        handles_lists=True,
    ),
    define(
        "exists(input :: ANY) :: BOOLEAN",
        "Whether a pattern matches, or a property exists.",
        exists,
        nulls="handle",
        deprecated="EXISTS { … } or IS NOT NULL",
    ),
)
