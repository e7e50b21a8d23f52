"""What all operators of a plan have in common."""

from __future__ import annotations

from typing import TypeAlias

from sociogram.queries.cypher.syntax.frozen import Frozen, uncompared

Types: TypeAlias = tuple[str, ...] | None
"""Relationship types, any of them; None is every type."""


class Operator(Frozen):
    """A step of a plan. ``rows`` is how many rows the planner expects it to give."""

    rows: float = uncompared(default=1.0, kw_only=True)


def children(operator: Operator) -> tuple[Operator, ...]:
    """Return the operators that feed this one, the main one first."""
    return tuple(value for value in operator.__dict__.values() if isinstance(value, Operator))
