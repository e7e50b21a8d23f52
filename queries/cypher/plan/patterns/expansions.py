"""Plan the steps along one connection of a pattern, in either direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sociogram.graph.model import Direction
from sociogram.queries.cypher.plan import cardinality
from sociogram.queries.cypher.plan.operators import (
    Argument,
    DistinctRelationships,
    Expand,
    ExpandInto,
    Operator,
    QuantifiedExpand,
    RelationshipEnds,
    RelationshipScan,
    VarExpand,
    WalkList,
)
from sociogram.queries.cypher.plan.patterns.partial import Partial, PatternPlanner, Traversed
from sociogram.queries.cypher.plan.patterns.query_graph import Connection, QueryGraph, QueryGraphBuilder
from sociogram.queries.cypher.plan.patterns.shortest import shortest
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import (
    conjuncts,
    pattern_variables,
    reads,
    renamed,
    renamed_inside,
)


def relationship_scan(
    connection: Connection, source: Operator, statistics: cardinality.Statistics
) -> Operator | None:
    """Scan all relationships with both ends, if the pattern is a single unbound relationship."""
    element = connection.element
    if (
        not isinstance(element, ast.RelationshipPattern)
        or connection.length is not None
        or connection.selector is not None
        or connection.left == connection.right
    ):
        return None
    rows = source.rows * cardinality.related(connection.types, statistics)
    rows *= 2.0 if element.direction is Direction.BOTH else 1.0
    return RelationshipScan(
        source,
        connection.left,
        connection.variable,
        connection.right,
        element.direction,
        connection.types,
        rows=rows,
    )


def steps_along(
    planner: PatternPlanner,
    connection: Connection,
    partial: Partial,
) -> Iterator[Operator]:
    """Yield each plan that continues from the bound variables along the connection."""
    left = connection.left in partial.solved
    right = connection.right in partial.solved
    unlike = () if connection.repeatable else partial.done.columns(connection.types)
    element = connection.element
    if connection.selector is not None:
        if left and right and _can_test(connection, partial):
            yield shortest(planner, connection, partial)
    elif isinstance(element, ast.QuantifiedPath):
        yield from _quantified(planner, connection, element, partial, unlike)
    elif connection.variable in partial.solved:
        yield _bound(connection, element, partial, unlike, planner.statistics)
    elif connection.length is not None:
        yield from _variable_length(planner, connection, element, partial, unlike)
    elif left and right:
        rows = partial.plan.rows * cardinality.degree(connection.types, element.direction, planner.statistics)
        yield ExpandInto(
            partial.plan,
            connection.left,
            connection.variable,
            connection.right,
            element.direction,
            connection.types,
            unlike,
            rows=rows / max(planner.statistics.node_count, 1),
        )
    elif left or right:
        start, end = (connection.left, connection.right) if left else (connection.right, connection.left)
        direction = element.direction if left else element.direction.reversed
        rows = partial.plan.rows * cardinality.degree(connection.types, direction, planner.statistics)
        yield Expand(
            partial.plan, start, connection.variable, end, direction, connection.types, unlike, rows=rows
        )


def with_distinct_relationships(
    plan: Operator,
    left: Traversed,
    right: Iterable[Connection],
    repeatable: bool,
) -> Operator:
    """Drop the rows of a join in which both sides contain the same relationship."""
    if repeatable:
        return plan
    pairs = tuple(
        (mine, name)
        for connection in right
        for name in left.columns(connection.types)
        for mine in connection.relationships
    )
    return DistinctRelationships(plan, pairs, rows=plan.rows) if pairs else plan


def _bound(
    connection: Connection,
    element: ast.RelationshipPattern,
    partial: Partial,
    unlike: tuple[str, ...],
    statistics: cardinality.Statistics,
) -> Operator:
    left = connection.left in partial.solved
    right = connection.right in partial.solved
    if connection.length is not None:
        return WalkList(
            partial.plan,
            connection.left,
            connection.variable,
            connection.right,
            element.direction,
            connection.types,
            connection.length.minimum,
            connection.length.maximum,
            left,
            right,
            connection.repeatable,
            rows=partial.plan.rows,
        )
    rows = partial.plan.rows * (1.0 if not (left or right) else 1.0 / max(statistics.node_count, 1))
    return RelationshipEnds(
        partial.plan,
        connection.variable,
        connection.left,
        connection.right,
        element.direction,
        connection.types,
        left,
        right,
        unlike,
        rows=rows,
    )


def _variable_length(
    planner: PatternPlanner,
    connection: Connection,
    element: ast.RelationshipPattern,
    partial: Partial,
    unlike: tuple[str, ...],
) -> Iterator[Operator]:
    left = connection.left in partial.solved
    right = connection.right in partial.solved
    length = connection.length or ast.Length(1, None)
    if not _can_test(connection, partial):
        return
    per_step = cardinality.degree(connection.types, element.direction, planner.statistics)
    rows = partial.plan.rows * cardinality.walked(per_step, length.minimum, length.maximum)
    for forwards in (True, False):
        if not (left if forwards else right):
            continue
        into = left and right
        yield VarExpand(
            partial.plan,
            connection.left if forwards else connection.right,
            connection.variable,
            connection.right if forwards else connection.left,
            element.direction if forwards else element.direction.reversed,
            connection.types,
            length.minimum,
            length.maximum,
            connection.each,
            connection.where,
            into,
            unlike,
            backwards=not forwards,
            repeatable=connection.repeatable,
            rows=rows / max(planner.statistics.node_count, 1) if into else rows,
        )


def _can_test(connection: Connection, partial: Partial) -> bool:
    """Return whether the tests on a step read no unbound variable of the pattern."""
    unbound = tested_outside(connection) - partial.solved
    if not unbound:
        return True
    names = {connection.left, connection.right}
    for other in partial.connections:
        names |= {other.left, other.right, *other.relationships}
    return unbound.isdisjoint(names)


def tested_outside(connection: Connection) -> frozenset[str]:
    """Return the outer variables that the tests inside a walk read."""
    element = connection.element
    if isinstance(element, ast.QuantifiedPath):
        return reads((element.elements, element.where)) - frozenset(group_names(element))
    return reads(connection.where) - {connection.each}


def group_names(element: ast.QuantifiedPath) -> tuple[str, ...]:
    """Return the group variables of a quantified path, which are lists outside it."""
    return tuple(dict.fromkeys(pattern_variables(element)))


def _quantified(
    planner: PatternPlanner,
    connection: Connection,
    element: ast.QuantifiedPath,
    partial: Partial,
    unlike: tuple[str, ...],
) -> Iterator[Operator]:
    length = connection.length or ast.Length(1, 1)
    if not _can_test(connection, partial):
        return
    for forwards in (True, False):
        start = connection.left if forwards else connection.right
        end = connection.right if forwards else connection.left
        if start not in partial.solved:
            continue
        inside = _inside(planner, connection, element, forwards, partial.solved)
        into = end in partial.solved
        rows = partial.plan.rows * cardinality.walked(
            max(inside.plan.rows, 0.5), length.minimum, length.maximum
        )
        yield QuantifiedExpand(
            partial.plan,
            start,
            end,
            inside.plan,
            inside.begin,
            inside.finish,
            tuple((inner, outside) for outside, inner in inside.names.items()),
            tuple(inside.names[name] for name in connection.relationships),
            length.minimum,
            length.maximum,
            into,
            not forwards,
            unlike,
            inside.row,
            connection.repeatable,
            rows=rows / max(planner.statistics.node_count, 1) if into else rows,
        )


class InnerPattern(NamedTuple):
    """One iteration of a quantified path from one end; ``names`` maps its variables to inner names."""

    plan: Operator
    begin: str
    finish: str
    names: dict[str, str]
    row: str


def _inside(
    planner: PatternPlanner,
    connection: Connection,
    element: ast.QuantifiedPath,
    forwards: bool,
    solved: frozenset[str],
) -> InnerPattern:
    """Return one iteration of a quantified path, planned only once for each direction."""
    planned: InnerPattern | None = planner.inside.get((connection, forwards))
    if planned is not None:
        return planned
    names = {name: f"{name} once" for name in group_names(element)}
    once = renamed_inside(element, names)
    ends = [names[node.variable or ""] for node in (element.elements[0], element.elements[-1])]
    begin, finish = ends if forwards else ends[::-1]
    row = planner.names.fresh("row")
    builder = QueryGraphBuilder(planner.names, repeatable=connection.repeatable)
    builder.add_part(ast.PatternPart(once.elements))
    builder.graph.predicates.extend(conjuncts(once.where))
    plan = planner.plan_match(builder.graph, Argument((begin, row)), solved | {begin, row})
    planned = planner.inside[connection, forwards] = InnerPattern(plan, begin, finish, names, row)
    return planned


def push_into_paths(graph: QueryGraph) -> None:
    """Move predicates over a whole path or list into the path search, if that preserves the meaning.

    ``all(r IN relationships(p) WHERE …)`` becomes a test of each step. For ``shortestPath``, the other
    conditions on its path also become part of the search, which finds the shortest path that satisfies them.
    """
    for connection in graph.connections:
        if connection.length is None or isinstance(connection.element, ast.QuantifiedPath):
            continue
        function = connection.selector is not None and connection.selector.kind in (
            "shortestPath",
            "allShortestPaths",
        )
        if connection.selector is not None and not function:
            continue
        whole = {connection.variable} | ({connection.path} if connection.path else set())
        path_names = whole | {
            name
            for name, parts in graph.paths
            if parts[1:2] == (("list", (connection.variable,)),) and len(parts) == 3
        }
        remaining: list[ast.Expression] = []
        unknown = whole.union(name for name, _ in (*graph.paths, *graph.aliases))
        for predicate in graph.predicates:
            step = _test_of_each(predicate, connection, path_names, unknown)
            if step is not None:
                connection.where = (*connection.where, step)
            elif function and reads(predicate) & whole:
                connection.check.append(predicate)
            else:
                remaining.append(predicate)
        graph.predicates[:] = remaining


def _test_of_each(
    predicate: ast.Expression, connection: Connection, path_names: set[str], unknown: set[str]
) -> ast.Expression | None:
    """Convert ``all(r IN list WHERE test)`` to a test of one relationship; return None for other predicates.

    ``unknown`` are the variables that cannot be read during the walk.
    """
    if not isinstance(predicate, ast.Quantifier) or predicate.kind not in ("all", "none"):
        return None
    match predicate.list:
        case ast.Variable(name) if name == connection.variable:
            pass
        case ast.FunctionCall(function, (ast.Variable(name),)) if (
            function.lower() == "relationships" and name in path_names
        ):
            pass
        case _:
            return None
    if reads(predicate.where) & unknown:
        return None
    test: ast.Expression = renamed(predicate.where, {predicate.variable: connection.each})
    return test if predicate.kind == "all" else ast.Unary("NOT", test)
