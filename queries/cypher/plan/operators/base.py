"""The base class of all plan operators."""

from __future__ import annotations

from typing import TypeAlias

from sociogram.queries.cypher.syntax.frozen import Frozen, uncompared

Types: TypeAlias = tuple[str, ...] | None
"""The relationship types that match; None for all types."""


class Operator(Frozen):
    """An operator of a plan. ``rows`` is the estimated number of its rows."""

    rows: float = uncompared(default=1.0, kw_only=True)


def children(operator: Operator) -> tuple[Operator, ...]:
    """Return the inputs of this operator, the main one first."""
    return tuple(value for value in operator.__dict__.values() if isinstance(value, Operator))
