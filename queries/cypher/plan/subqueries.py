"""Plan subqueries in expressions: EXISTS, COUNT, COLLECT, patterns."""

from __future__ import annotations

from typing import Literal as OneOf

from sociogram.queries.cypher.plan.operators import Argument, Operator, Project
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.plan.projection import Stage
from sociogram.queries.cypher.plan.rewrites.degree_counts import rows_counted
from sociogram.queries.cypher.plan.rewrites.pruning import ends_only
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.cypher.syntax.variables import reads

SubqueryKind = OneOf["EXISTS", "COUNT", "COLLECT", "FIRST"]


class SubqueryPlan(Frozen):
    """A plan that runs once for a whole batch; its rows are assigned to outer rows by row number.

    ``column`` has the values to collect (COLLECT) or the only value (FIRST). If degrees are counted,
    ``count`` has the number of rows that each row stands for.
    """

    kind: SubqueryKind
    plan: Operator
    row: str
    column: str | None = None
    count: str | None = None


def plan_expression(syntax: ast.Expression, scope: tuple[str, ...], planner: Planner) -> SubqueryPlan:
    """Plan a subquery expression that is evaluated in ``scope``."""
    match syntax:
        case ast.SubqueryExpression(kind, query):
            return _plan_query(kind, query, scope, planner)
        case ast.PatternExpression(pattern):
            return _plan_pattern("EXISTS", pattern, None, None, scope, planner)
        case ast.PatternComprehension(pattern, where, projection):
            return _plan_pattern("COLLECT", pattern, where, projection, scope, planner)
        case ast.IsNull(ast.ShortestPathExpression(pattern)):
            return _plan_pattern("EXISTS", pattern, None, None, scope, planner)
        case ast.ShortestPathExpression(pattern):
            named = pattern.replace(variable=planner.names.fresh("path"))
            path = ast.Variable(named.variable or "")
            return _plan_pattern("FIRST" if syntax.single else "COLLECT", named, None, path, scope, planner)
    raise TypeError(f"{type(syntax).__name__} is not a subquery")


def _stage(scope: tuple[str, ...], planner: Planner, inside: object = None) -> tuple[Stage, str]:
    """Return the first stage of a subquery, and its column of row numbers.

    The outer variables that ``inside`` reads always stay in scope.
    """
    row = planner.names.fresh("row")
    read = reads(inside)
    constants = tuple(name for name in scope if name in read)
    return Stage(Argument((*scope, row)), scope, (row,), constants), row


def _plan_query(
    kind: OneOf["EXISTS", "COUNT", "COLLECT"], query: ast.Query, scope: tuple[str, ...], planner: Planner
) -> SubqueryPlan:
    stage, row = _stage(scope, planner, query)
    only = query.clauses if isinstance(query, ast.SingleQuery) else ()
    if len(only) == 1 and isinstance(only[0], ast.Match) and not only[0].optional:
        inner = planner.plan_match(only[0], stage, frozenset() if kind == "COUNT" else None)
    else:
        inner = planner.plan_query(query, stage)
    if kind == "COLLECT":
        return SubqueryPlan(kind, inner.plan, row, inner.columns[0])
    plan, count = rows_counted(inner.plan, planner.names) if _plain(query) else (inner.plan, None)
    if kind == "EXISTS":
        plan = ends_only(plan, frozenset())
    return SubqueryPlan(kind, plan, row, count=count)


def _plain(query: ast.Query) -> bool:
    """Return whether the query is a single clause, so that its last hop may be counted."""
    return isinstance(query, ast.SingleQuery) and len(query.clauses) == 1


def _plan_pattern(
    kind: SubqueryKind,
    pattern: ast.PatternPart,
    where: ast.Expression | None,
    projection: ast.Expression | None,
    scope: tuple[str, ...],
    planner: Planner,
) -> SubqueryPlan:
    stage, row = _stage(scope, planner)
    bound = frozenset((*scope, row))
    plan = planner.match_pattern((pattern,), where, stage.plan, bound)
    if projection is None:
        plan, count = rows_counted(plan, planner.names)
        plan = ends_only(plan, frozenset())
        return SubqueryPlan(kind, plan, row, count=count)
    column = planner.names.fresh("item")
    plan = Project(plan, ((column, projection),), also=(row,), rows=plan.rows)
    return SubqueryPlan(kind, plan, row, column)
