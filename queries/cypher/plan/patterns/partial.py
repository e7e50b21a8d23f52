"""Partial plans of a pattern, and the planner interface that their steps use."""

from __future__ import annotations

from typing import Any, Protocol

from sociogram.queries.cypher.plan.cardinality import Statistics
from sociogram.queries.cypher.plan.operators import Operator
from sociogram.queries.cypher.plan.patterns.query_graph import Connection, NameGenerator, QueryGraph
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen

Predicate = tuple[ast.Expression, frozenset[str]]
"""A predicate, with the variables of the pattern that it reads."""


class Partial(Frozen):
    """A plan that covers part of a pattern."""

    plan: Operator
    solved: frozenset[str]
    connections: tuple[Connection, ...]
    predicates: tuple[Predicate, ...]
    done: tuple[Connection, ...] = ()
    cost: float = 0.0


class PatternPlanner(Protocol):
    """Plans patterns, including those inside quantified paths.

    Attributes:
        statistics: the statistics of the graph.
        names: generates names that no variable of the query has.
        inside: the plan of one iteration of each quantified path, forwards or backwards; all candidate plans
            share it.
    """

    statistics: Statistics
    names: NameGenerator
    inside: dict[tuple[Connection, bool], Any]

    def plan_match(
        self,
        graph: QueryGraph,
        source: Operator,
        bound: frozenset[str],
        counted: frozenset[str] | None = None,
    ) -> Operator:
        """Plan a pattern on the rows of ``source``, in which ``bound`` are bound."""
