"""A plan that covers part of a pattern, and what its steps ask of the planner."""

from __future__ import annotations

from typing import Any, Protocol

from sociogram.queries.cypher.plan.cardinality import Statistics
from sociogram.queries.cypher.plan.operators import Operator
from sociogram.queries.cypher.plan.patterns.query_graph import Connection, Names, QueryGraph
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen

Predicate = tuple[ast.Expression, frozenset[str]]
"""A predicate, and which variables of the pattern it reads."""


class Partial(Frozen):
    """A plan that covers part of a pattern."""

    plan: Operator
    solved: frozenset[str]
    connections: tuple[Connection, ...]
    predicates: tuple[Predicate, ...]
    done: tuple[Connection, ...] = ()
    cost: float = 0.0


class PatternPlanner(Protocol):
    """Plans patterns, those inside quantified paths included.

    Attributes:
        statistics: what the graph holds how often.
        names: gives names that no variable of the query has.
        inside: what each quantified path does once, forwards or not: the same in all plans tried.
    """

    statistics: Statistics
    names: Names
    inside: dict[tuple[Connection, bool], Any]

    def plan_match(
        self,
        graph: QueryGraph,
        source: Operator,
        bound: frozenset[str],
        counted: frozenset[str] | None = None,
    ) -> Operator:
        """Plan a pattern on the rows of ``source``, in which ``bound`` are known."""
