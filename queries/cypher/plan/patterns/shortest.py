"""Plan searches for shortest paths: which parts of a pattern and of the WHERE one search covers."""

from __future__ import annotations

from sociogram.queries.cypher.plan.operators import Argument, Operator, ShortestPath, ShortestWalk
from sociogram.queries.cypher.plan.patterns.partial import Partial, PatternPlanner
from sociogram.queries.cypher.plan.patterns.query_graph import Connection, QueryGraph, QueryGraphBuilder
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import conjuncts, pattern_variables, renamed_inside

_COUNTED = {
    "shortestPath": False,
    "allShortestPaths": True,
    "ANY": False,
    "SHORTEST": False,
    "ALL SHORTEST": True,
    "SHORTEST GROUPS": True,
}


SINGLE = 3
"""The number of parts of a pattern with one relationship: node, relationship, node."""


def shortest(planner: PatternPlanner, connection: Connection, partial: Partial) -> Operator:
    """Plan a search between bound ends for the paths that the connection's selector selects."""
    element = connection.element
    if isinstance(element, ast.QuantifiedPath):
        return _of_steps(planner, connection, element, partial)
    plan = _search(connection, element, partial)
    return plan.replace(relationship=connection.variable, types=connection.types, each=connection.each)


def _search(connection: Connection, element: ast.RelationshipPattern, partial: Partial) -> ShortestPath:
    selector = connection.selector
    length = connection.length or ast.Length(1, 1)
    if selector is None:
        raise TypeError("the connection has no selector for shortest paths")
    return ShortestPath(
        partial.plan,
        connection.left,
        connection.right,
        "",
        connection.path,
        element.direction,
        None,
        length.minimum,
        length.maximum,
        "",
        connection.where,
        tuple(connection.check),
        selector.count,
        _COUNTED[selector.kind],
        selector.kind in ("shortestPath", "allShortestPaths"),
        repeatable=connection.repeatable,
        rows=partial.plan.rows,
    )


def _of_steps(
    planner: PatternPlanner, connection: Connection, element: ast.QuantifiedPath, partial: Partial
) -> Operator:
    """Plan a search along ``((near)-[each]-(far) WHERE …)+``, whose conditions test single steps."""
    outside = tuple(next(pattern_variables(part)) for part in element.elements)
    names = {name: f"{name} once" for name in outside}
    inside = renamed_inside(element, names)
    step = element.elements[1]
    if len(set(outside)) != SINGLE or not isinstance(step, ast.RelationshipPattern):
        return _of_patterns(planner, connection, inside, outside, partial)
    nears, relationship, fars = outside
    graph = _once(planner, connection, inside)
    return _search(connection, step, partial).replace(
        relationship=relationship,
        types=graph.connections[0].types,
        each=names[relationship],
        where=tuple(graph.predicates),
        near=names[nears],
        far=names[fars],
        nears=nears,
        fars=fars,
    )


def _of_patterns(
    planner: PatternPlanner,
    connection: Connection,
    inside: ast.QuantifiedPath,
    outside: tuple[str, ...],
    partial: Partial,
) -> Operator:
    """Plan a search along a pattern of several relationships, which may start from either side."""
    selector, length = connection.selector, connection.length or ast.Length(1, 1)
    if selector is None:
        raise TypeError("the connection has no selector for shortest paths")
    parts = tuple(next(pattern_variables(part)) for part in inside.elements)
    row = planner.names.fresh("row")
    inner, inner_back = (
        planner.plan_match(
            _once(planner, connection, inside),
            Argument((begin, row)),
            frozenset(partial.solved | {begin, row}),
        )
        for begin in (parts[0], parts[-1])
    )
    return ShortestWalk(
        partial.plan,
        connection.left,
        connection.right,
        connection.path,
        inner,
        inner_back,
        parts[0],
        parts[-1],
        parts,
        outside,
        length.minimum,
        length.maximum,
        tuple(connection.check),
        selector.count,
        _COUNTED[selector.kind],
        row,
        connection.repeatable,
        rows=partial.plan.rows,
    )


def _once(planner: PatternPlanner, connection: Connection, inside: ast.QuantifiedPath) -> QueryGraph:
    """Return the query graph of one iteration of a quantified pattern."""
    builder = QueryGraphBuilder(planner.names, repeatable=connection.repeatable)
    builder.add_part(ast.PatternPart(inside.elements))
    builder.graph.predicates.extend(conjuncts(inside.where))
    return builder.graph
