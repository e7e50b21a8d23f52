"""Runners, and the protocol of the builder that creates them."""

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
"""The rows that an operator produces at once: enough for arrays to pay off, few enough for the CPU cache."""
HURRIED_CHUNK = 1 << 10
"""The same below a LIMIT, which may never request most rows."""

STAGE = 64
"""The number of operators that run as one stage; a longer plan buffers the rows of each stage."""


class Measures(dict[int, tuple[int, float]]):
    """Rows and milliseconds of each operator of a profiled run."""


class OperatorBuilder(Protocol):
    """Builds the runners of one plan and compiles its expressions.

    Attributes:
        planner: plans the subqueries in expressions, with the same statistics.
        chunk: the rows that an operator produces at once.
    """

    planner: Planner
    chunk: int

    def build(self, plan: op.Operator) -> Runner:
        """Return the runner of ``plan``."""

    def compile(self, expression: ast.Expression) -> Compiled:
        """Return an expression as a function of batches."""

    def compile_all(self, expressions: tuple[ast.Expression, ...]) -> tuple[Compiled, ...]:
        """Return expressions as functions of batches."""
