"""What an operator is when it runs, and what it asks of the builder that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.syntax import ast

Runner: TypeAlias = Callable[[Batch, Context], Iterator[Batch]]

CHUNK = 1 << 18
"""Rows that an operator makes at once: large enough for arrays, small enough for the cache."""
HURRIED_CHUNK = 1 << 10
"""The same below a LIMIT, where most rows may never be asked for."""

STAGE = 64
"""Operators one above the other that run as one stage; more keep the rows of each stage."""


class Measures(dict[int, tuple[int, float]]):
    """What each operator of a profiled run gave and took."""


class OperatorBuilder(Protocol):
    """Builds the runners of one plan and compiles its expressions.

    Attributes:
        planner: plans the subqueries in expressions, with the same statistics.
        chunk: the rows that an operator makes at once.
    """

    planner: Planner
    chunk: int

    def build(self, plan: op.Operator) -> Runner:
        """Return the runner of ``plan``."""

    def compile(self, expression: ast.Expression) -> Compiled:
        """Return an expression as a function of batches."""

    def compile_all(self, expressions: tuple[ast.Expression, ...]) -> tuple[Compiled, ...]:
        """Return expressions as functions of batches."""
