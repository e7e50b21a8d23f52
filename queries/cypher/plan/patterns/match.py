"""Plan a MATCH: where to start, how to continue, when to apply predicates.

From each possible start, the planner repeatedly takes the step with the fewest estimated rows. It then
selects the plan with the fewest estimated rows in total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from sociogram.graph.errors import CypherSemanticError
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import cardinality
from sociogram.queries.cypher.plan.cardinality import Statistics
from sociogram.queries.cypher.plan.operators import (
    Argument,
    CartesianProduct,
    Expand,
    Filter,
    HashJoin,
    Operator,
    PathProjection,
    Project,
    SelectPaths,
)
from sociogram.queries.cypher.plan.patterns import expansions
from sociogram.queries.cypher.plan.patterns.components import components
from sociogram.queries.cypher.plan.patterns.countable import collapsible
from sociogram.queries.cypher.plan.patterns.frontier import LIKELY_STARTS, START_LIMIT, Frontier
from sociogram.queries.cypher.plan.patterns.leaf_plans import scan_plan, seek_plan
from sociogram.queries.cypher.plan.patterns.partial import Partial, Predicate, Predicates, Traversed
from sociogram.queries.cypher.plan.patterns.query_graph import Connection, NameGenerator, QueryGraph
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import NONE, parts_of, reads

JOIN_ROWS = 1000.0
"""Above this number of rows, a join is planned instead of one seek per row."""


class MatchPlanner:
    """Plans the query graphs of one query against one snapshot's statistics.

    Attributes:
        inside: the plan of one iteration of each quantified path, forwards or backwards; all candidate plans
            share it.
    """

    def __init__(self, statistics: Statistics, names: NameGenerator) -> None:
        self.statistics = statistics
        self.names = names
        self.inside: dict[tuple[Connection, bool], Any] = {}
        self._counted: frozenset[str] | None = None
        self._sought: dict[tuple[str, tuple[Predicate, ...], frozenset[str]], float] = {}

    def plan_match(
        self,
        graph: QueryGraph,
        source: Operator,
        bound: frozenset[str],
        counted: frozenset[str] | None = None,
    ) -> Operator:
        """Plan a MATCH on the rows of ``source``, in which ``bound`` are bound.

        If ``counted`` is given, the rows are only counted afterwards, and only these variables are read.
        """
        self._counted = counted
        variables = set(graph.nodes).union(path for path, _ in (*graph.paths, *graph.aliases))
        for connection in graph.connections:
            variables.update((connection.variable, connection.path, *connection.relationships))
            if isinstance(connection.element, ast.QuantifiedPath):
                variables.update(expansions.group_names(connection.element))
        predicates = self._predicates(graph, variables, bound)
        partial = Partial(source, bound, tuple(graph.connections), predicates, Traversed())
        partial = self._filtered(partial, predicates.applied(bound))
        for component in components(graph, bound, self._start_rows):
            watch.check()
            partial = self._plan_component(partial, component, graph)
        # the connections between nodes that were bound before, or between components
        partial = self._greedy(partial, frozenset(), graph)
        if partial.connections:
            raise CypherSemanticError(
                "A part of the pattern depends on variables that only other parts of it can bind.",
                detail="InvalidReference",
                hint="Bind them in a MATCH before this one.",
            )
        return self._finished(partial, graph)

    def _predicates(self, graph: QueryGraph, variables: set[str], bound: frozenset[str]) -> Predicates:
        expansions.push_into_paths(graph)
        conditions = [*_still_there(graph, bound), *graph.predicates]
        ordered = sorted(dict.fromkeys(conditions), key=_weight)
        return Predicates((predicate, reads(predicate) & variables) for predicate in ordered)

    def _finished(self, partial: Partial, graph: QueryGraph) -> Operator:
        plan = partial.plan
        checks = tuple(check for selection in graph.selections for check in selection.checks)
        if checks:
            plan = Filter(_with_paths(plan, graph), checks, rows=plan.rows)
        for selection in graph.selections:
            partition = tuple(sorted(name for name in partial.solved if name.startswith(" row")))
            plan = SelectPaths(
                plan,
                (*partition, *selection.ends),
                selection.lengths,
                selection.fixed,
                selection.selector.count,
                selection.selector.kind in ("ALL SHORTEST", "allShortestPaths", "SHORTEST GROUPS"),
                rows=plan.rows,
            )
        if not checks:
            plan = _with_paths(plan, graph)
        for alias, path in graph.aliases:
            plan = Project(plan, ((alias, ast.Variable(path)),), keep=True, rows=plan.rows)
        rest = (*(predicate for predicate, _ in partial.remaining), *graph.after)
        return Filter(plan, rest, rows=plan.rows) if rest else plan

    def _start_rows(self, name: str, predicates: tuple[Predicate, ...], bound: frozenset[str]) -> float:
        outer = Argument(())
        seek = seek_plan(name, outer, predicates, bound, self.statistics)
        if seek is not None:
            return seek[0].rows
        return scan_plan(name, outer, predicates, self.statistics)[0].rows

    def _plan_component(self, partial: Partial, component: list[str], graph: QueryGraph) -> Partial:
        members = frozenset(component)
        mine = tuple(
            connection
            for connection in partial.connections
            if connection.left in members or connection.right in members
        )
        if self._stands_alone(partial, component, mine):
            return self._joined(partial, members, mine, graph)
        return self._best(partial, component, graph)

    def _stands_alone(self, partial: Partial, component: list[str], mine: tuple[Connection, ...]) -> bool:
        """Return whether to plan the component separately and join it."""
        members = frozenset(component)
        if partial.plan.rows <= 1.0:
            return False
        for connection in mine:
            if connection.selector is None and (
                connection.variable in partial.solved
                or not {connection.left, connection.right} <= members
                or expansions.tested_outside(connection) - members
            ):
                return False
        if self._join_keys(partial, members):
            return partial.plan.rows > JOIN_ROWS
        if any(
            seek_plan(name, Argument(()), partial.predicates.about(name), partial.solved, self.statistics)
            for name in component
        ):
            return False
        return any(connection.selector is None for connection in mine)

    def _joined(
        self, partial: Partial, members: frozenset[str], mine: tuple[Connection, ...], graph: QueryGraph
    ) -> Partial:
        inside = tuple(connection for connection in mine if connection.selector is None)
        bound_names = members.union(*({c.variable, *c.relationships} for c in inside)) if inside else members
        remaining = partial.remaining
        own = [pair for pair in remaining if reads(pair[0]) <= bound_names]
        alone = Partial(Argument(()), frozenset(), inside, Predicates(own), Traversed())
        right = self._best(alone, sorted(members), graph)
        keys = self._join_keys(partial, members)
        applied = {predicate for predicate, _ in own}
        rows = partial.plan.rows * right.plan.rows
        plan: Operator
        if keys:
            rows *= cardinality.EQUALITY ** len(keys)
            applied.update(predicate for _, _, predicate in keys)
            left_keys = tuple(left for left, _, _ in keys)
            right_keys = tuple(key for _, key, _ in keys)
            plan = HashJoin(partial.plan, right.plan, left_keys, right_keys, rows=rows)
        else:
            plan = CartesianProduct(partial.plan, right.plan, rows=rows)
        joined = Partial(
            expansions.with_distinct_relationships(plan, partial.done, right.done, graph.repeatable),
            partial.solved | right.solved,
            tuple(c for c in partial.connections if c not in inside),
            partial.predicates,
            partial.done.then(*right.done),
            partial.cost + right.cost + rows,
        )
        ready = [p for p, names in remaining if names <= joined.solved and p not in applied]
        return self._filtered(joined, ready)

    def _join_keys(
        self, partial: Partial, members: frozenset[str]
    ) -> list[tuple[ast.Expression, ast.Expression, ast.Expression]]:
        keys: list[tuple[ast.Expression, ast.Expression, ast.Expression]] = []
        for predicate, _ in partial.remaining:
            if not isinstance(predicate, ast.Comparison) or predicate.operators != ("=",):
                continue
            first, second = predicate.operands
            for left, right in ((first, second), (second, first)):
                left_reads, right_reads = reads(left), reads(right)
                if left_reads and right_reads and left_reads <= partial.solved and right_reads <= members:
                    keys.append((left, right, predicate))
                    break
        return keys

    # ── Greedy search ──────────────────────────────────────────────────────────────────────────

    def _best(self, partial: Partial, component: list[str], graph: QueryGraph) -> Partial:
        members = frozenset(component)
        first = list(self._expansions(partial, partial.connections, members)) or list(
            self._starts(partial, members, graph)
        )
        if not first:
            return partial
        finished: list[tuple[float, int, Partial]] = []
        most = inf
        # starting with the most promising prunes the others early
        likely = sorted(range(len(first)), key=lambda position: first[position].cost)
        for position in likely if len(first) <= START_LIMIT else likely[:LIKELY_STARTS]:
            plan = self._greedy(first[position], members, graph, most)
            finished.append((self._whole_cost(plan), position, plan))
            if self._counted is None:
                most = min(most, plan.cost)
        return min(finished)[2]

    def _whole_cost(self, partial: Partial) -> float:
        """Return the cost of a complete plan, without the last hops if they are only counted."""
        if self._counted is None:
            return partial.cost
        return partial.cost - sum(step.rows for step in collapsible(partial.plan, self._counted))

    def _greedy(
        self, partial: Partial, members: frozenset[str], graph: QueryGraph, most: float = inf
    ) -> Partial:
        """Extend the plan until it is complete or costs more than ``most``."""
        frontier = Frontier(partial, graph.in_order(members), self._rows_sought)
        while partial.cost <= most:
            watch.check()
            moves = [*self._expansions(partial, frontier.connections, members)]
            if moves:
                moves.extend(self._seeks(partial, frontier.cheap))
            else:
                moves.extend(self._starts(partial, members, graph))
            if not moves:
                return partial
            partial = min(moves, key=lambda move: (move.plan.rows, move.cost))
            frontier.advance(partial)
        return partial

    def _starts(self, partial: Partial, members: frozenset[str], graph: QueryGraph) -> Iterator[Partial]:
        """Yield plans that bind a node without a connection to bound ones."""
        unbound = members - partial.solved
        for name in graph.in_order(unbound):
            watch.check()
            yield from self._seeks(partial, [name])
            scan = scan_plan(name, partial.plan, partial.predicates.about(name), self.statistics)
            yield self._started(partial, name, *scan)
        for connection in partial.connections:
            if {connection.left, connection.right} <= unbound:
                watch.check()
                scanned = expansions.relationship_scan(connection, partial.plan, self.statistics)
                if scanned is not None:
                    distinct = expansions.with_distinct_relationships(
                        scanned, partial.done, (connection,), graph.repeatable
                    )
                    yield self._advanced(partial, connection, distinct)

    def _seeks(self, partial: Partial, names: list[str]) -> Iterator[Partial]:
        """Yield plans that look up one of these nodes, if a predicate allows it."""
        for name in names:
            predicates = partial.predicates.about(name)
            seek = seek_plan(name, partial.plan, predicates, partial.solved, self.statistics)
            if seek is not None:
                yield self._started(partial, name, *seek)

    def _rows_sought(self, name: str, predicates: tuple[Predicate, ...], solved: frozenset[str]) -> float:
        """Return the estimated number of nodes that a seek finds per row."""
        read = NONE.union(*(names for _, names in predicates))
        key = (name, predicates, read & solved)
        if key not in self._sought:
            seek = seek_plan(name, Argument(()), predicates, solved, self.statistics)
            self._sought[key] = inf if seek is None else seek[0].rows
        return self._sought[key]

    def _started(
        self, partial: Partial, name: str, plan: Operator, used: frozenset[ast.Expression]
    ) -> Partial:
        solved = partial.solved | {name}
        ready = [test for test in partial.predicates.ready((name,), solved) if test not in used]
        started = partial.replace(plan=plan, solved=solved, cost=partial.cost + plan.rows)
        return self._filtered(started, ready)

    def _expansions(
        self, partial: Partial, connections: Iterable[Connection], members: frozenset[str]
    ) -> Iterator[Partial]:
        """Yield plans that expand along a connection of which the relationship or an end is bound."""
        solved = partial.solved
        for connection in connections:
            left, right = connection.left, connection.right
            if not (left in solved or right in solved or connection.variable in solved):
                continue
            if members and not (left in members or right in members or (left in solved and right in solved)):
                continue
            for plan in expansions.steps_along(self, connection, partial):
                yield self._advanced(partial, connection, plan)

    def _advanced(self, partial: Partial, connection: Connection, plan: Operator) -> Partial:
        bound_names = {connection.left, connection.right, connection.variable, *connection.relationships}
        if connection.path:
            bound_names.add(connection.path)
        if isinstance(connection.element, ast.QuantifiedPath):
            bound_names.update(expansions.group_names(connection.element))
        solved = partial.solved | bound_names
        position = partial.connections.index(connection)
        advanced = partial.replace(
            plan=plan,
            solved=solved,
            connections=partial.connections[:position] + partial.connections[position + 1 :],
            done=partial.done.then(connection),
            cost=partial.cost + plan.rows,
        )
        return self._filtered(advanced, partial.predicates.ready(bound_names - partial.solved, solved))

    def _filtered(self, partial: Partial, ready: list[ast.Expression]) -> Partial:
        """Apply predicates whose variables are all bound."""
        if not ready:
            return partial
        rows = partial.plan.rows
        for predicate in ready:
            rows *= cardinality.selectivity(predicate, self.statistics)
        plan, tests = _labelled(partial.plan, tuple(ready))
        return partial.replace(plan=Filter(plan, tests, rows=rows) if tests else plan.replace(rows=rows))


def _labelled(
    plan: Operator, predicates: tuple[ast.Expression, ...]
) -> tuple[Operator, tuple[ast.Expression, ...]]:
    """Move the test of a label into an expansion, which then creates no rows for other nodes."""
    if isinstance(plan, Expand):
        for position, predicate in enumerate(predicates):
            match predicate:
                case ast.HasLabels(ast.Variable(plan.end), ast.Label(name)):
                    return plan.replace(label=name), (*predicates[:position], *predicates[position + 1 :])
    return plan, predicates


def _with_paths(plan: Operator, graph: QueryGraph) -> Operator:
    for variable, elements in graph.paths:
        plan = PathProjection(plan, variable, elements, rows=plan.rows)  # type: ignore[arg-type]
    return plan


_SUBQUERIES = (
    ast.SubqueryExpression,
    ast.PatternExpression,
    ast.PatternComprehension,
    ast.ShortestPathExpression,
)


def _weight(predicate: ast.Expression) -> int:
    """Return the order in which to apply a predicate: labels, then values, then subqueries."""
    if isinstance(predicate, ast.HasLabels):
        return 0
    return 2 if _reads_graph(predicate) else 1


def _reads_graph(syntax: ast.Syntax | tuple[object, ...]) -> bool:
    return isinstance(syntax, _SUBQUERIES) or any(map(_reads_graph, parts_of(syntax)))


def _still_there(graph: QueryGraph, bound: frozenset[str]) -> list[ast.Expression]:
    """Return the predicates that bound nodes without a connection, which implies it, are not null."""
    stepped = {end for connection in graph.connections for end in (connection.left, connection.right)}
    return [ast.IsNull(ast.Variable(name), True) for name in graph.nodes if name in bound - stepped]
