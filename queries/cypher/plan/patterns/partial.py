"""Partial plans of a pattern, and the interface of the planner that their steps use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

from sociogram.queries.cypher.plan.cardinality import Statistics
from sociogram.queries.cypher.plan.operators import Operator, Types
from sociogram.queries.cypher.plan.patterns.query_graph import Connection, NameGenerator, QueryGraph
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen

Predicate = tuple[ast.Expression, frozenset[str]]
"""A predicate, with the variables of the pattern that it reads."""


class Predicates:
    """The predicates of a pattern, in the order in which they are applied, indexed by variable.

    All partial plans of the pattern share this object; a plan has applied those whose variables are all
    bound.
    """

    def __init__(self, pairs: Iterable[Predicate]) -> None:
        self._pairs = tuple(pairs)
        self._positions: dict[str, list[int]] = {}
        for position, (_, names) in enumerate(self._pairs):
            for name in names:
                self._positions.setdefault(name, []).append(position)

    def about(self, name: str) -> tuple[Predicate, ...]:
        """Return the predicates that read a variable."""
        return tuple([self._pairs[position] for position in self._positions.get(name, ())])

    def applied(self, solved: frozenset[str]) -> list[ast.Expression]:
        """Return the predicates whose variables are all bound."""
        return [predicate for predicate, names in self._pairs if names <= solved]

    def remaining(self, solved: frozenset[str]) -> tuple[Predicate, ...]:
        """Return the predicates that read an unbound variable."""
        return tuple(pair for pair in self._pairs if not pair[1] <= solved)

    def ready(self, bound: Collection[str], solved: frozenset[str]) -> list[ast.Expression]:
        """Return the predicates that read a newly ``bound`` variable and no unbound one."""
        positions = {position for name in bound for position in self._positions.get(name, ())}
        pairs = [self._pairs[position] for position in sorted(positions)]
        return [predicate for predicate, names in pairs if names <= solved]


class Traversed:
    """The connections of a partial plan, as a linked list: each step shares the earlier ones.

    Attributes:
        last: the connection of the last step; None before the first step.
    """

    __slots__ = ("_before", "_columns", "last")

    def __init__(self, before: Traversed | None = None, last: Connection | None = None) -> None:
        self._before = before
        self.last: Connection | None = last
        self._columns: dict[Types, tuple[str, ...]] = {}

    def then(self, *connections: Connection) -> Traversed:
        """Return the list with more connections at its end."""
        whole = self
        for connection in connections:
            whole = Traversed(whole, connection)
        return whole

    def __iter__(self) -> Iterator[Connection]:
        return reversed([step.last for step in self._steps_back() if step.last is not None])

    def columns(self, types: Types) -> tuple[str, ...]:
        """Return the relationship columns that a relationship of one of the types could repeat."""
        found: tuple[str, ...] = ()
        since: list[Connection] = []
        # most steps ask for the same types as the step before, and only its connection is new
        for step in self._steps_back():
            if types in step._columns:
                found = step._columns[types]
                break
            if step.last is not None and step.last.selector is None and _may_meet(types, step.last.types):
                since.append(step.last)
        for connection in reversed(since):
            found += connection.relationships
        self._columns[types] = found
        return found

    def _steps_back(self) -> Iterator[Traversed]:
        step: Traversed | None = self
        while step is not None:
            yield step
            step = step._before


def _may_meet(first: Types, second: Types) -> bool:
    return first is None or second is None or not set(first).isdisjoint(second)


class Partial(Frozen):
    """A plan that covers part of a pattern."""

    plan: Operator
    solved: frozenset[str]
    connections: tuple[Connection, ...]
    predicates: Predicates
    done: Traversed
    cost: float = 0.0

    @property
    def remaining(self) -> tuple[Predicate, ...]:
        """The predicates that the plan has not yet applied."""
        return self.predicates.remaining(self.solved)


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
