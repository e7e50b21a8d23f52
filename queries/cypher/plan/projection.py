"""Plan WITH and RETURN: columns, aggregation, DISTINCT, ORDER BY, SKIP, LIMIT.

Until the end, computed columns have generated names, so that ORDER BY and WHERE can see the earlier variables
as well as the new names. Columns that neither of them reads are computed last, only for the remaining rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sociogram.queries.cypher.functions import is_aggregate
from sociogram.queries.cypher.plan.operators import (
    Aggregate,
    Distinct,
    Filter,
    Limit,
    Operator,
    Project,
    Skip,
    Sort,
    Top,
)
from sociogram.queries.cypher.plan.patterns.query_graph import NameGenerator
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.cypher.syntax.variables import conjuncts, parts_of, reads, replaced

LIMIT_GUESS = 10.0

AggregateCall = ast.FunctionCall | ast.CountStar


class Stage(Frozen):
    """A partial plan with its scope.

    Attributes:
        plan: the operators.
        scope: the variables in scope.
        carried: the columns of row numbers of subqueries, which every operator preserves.
        constants: the outer variables of a subquery, which stay in scope whatever WITH projects.
        columns: the column names of the last projection.
    """

    plan: Operator
    scope: tuple[str, ...]
    carried: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def to(self, plan: Operator, scope: tuple[str, ...] | None = None) -> Stage:
        """Return the next stage, with another plan and possibly another scope."""
        return self.replace(plan=plan, scope=self.scope if scope is None else scope)

    @property
    def row(self) -> str | None:
        """The column of row numbers that separates the rows which operators may combine."""
        return self.carried[-1] if self.carried else None


def is_aggregation(syntax: Any) -> bool:
    """Return whether the expression itself is an aggregate call."""
    return isinstance(syntax, ast.CountStar) or (
        isinstance(syntax, ast.FunctionCall) and is_aggregate(syntax.name)
    )


def contains_aggregation(syntax: Any) -> bool:
    """Return whether the expression contains an aggregate call outside subqueries."""
    if is_aggregation(syntax):
        return True
    return not isinstance(syntax, ast.SubqueryExpression) and any(map(contains_aggregation, parts_of(syntax)))


@dataclass(slots=True)
class _Projecting:
    """The state of planning one WITH or RETURN."""

    names: NameGenerator
    items: list[tuple[str, ast.Expression]]
    finals: dict[str, ast.Expression] = field(default_factory=dict)
    """The expression over the columns of the plan for each output name."""


def projected_items(projection: ast.Projection, stage: Stage) -> list[tuple[str, ast.Expression]]:
    """Return the items with ``*`` expanded."""
    items: list[tuple[str, ast.Expression]] = []
    if projection.star:
        own = sorted(set(stage.scope).difference(stage.constants))
        items.extend((name, ast.Variable(name)) for name in own if not name.startswith(" "))
    items.extend((item.name, item.expression) for item in projection.items)
    return items


def plan_projection(
    projection: ast.Projection, where: ast.Expression | None, stage: Stage, names: NameGenerator
) -> Stage:
    """Plan WITH or RETURN on the rows of ``stage``."""
    items = projected_items(projection, stage)
    work = _Projecting(names, items)
    aggregating = any(contains_aggregation(expression) for _, expression in items)
    plan, rewrite = (
        _plan_aggregation(work, projection, stage)
        if aggregating
        else _plan_plain(work, projection, where, stage)
    )
    if projection.distinct:
        plan = _plan_distinct(work, plan, stage)
    order = tuple(
        ast.SortItem(rewrite(item.expression), item.descending, pos=item.pos) for item in projection.order_by
    )
    plan = plan_order(plan, order, projection.skip, projection.limit, stage.row)
    if where is not None:
        plan = Filter(plan, tuple(conjuncts(rewrite(where))), rows=plan.rows * 0.5)
    final = tuple((name, work.finals[name]) for name, _ in items)
    columns = tuple(dict.fromkeys(name for name, _ in items))
    remaining = tuple(name for name in stage.constants if name not in columns)
    plan = Project(plan, final, also=(*stage.carried, *remaining), rows=plan.rows)
    return stage.replace(plan=plan, scope=(*columns, *remaining), columns=columns)


def plan_order(
    plan: Operator,
    order: tuple[ast.SortItem, ...],
    skip: ast.Expression | None,
    limit: ast.Expression | None,
    row: str | None,
) -> Operator:
    """Plan ORDER BY, SKIP and LIMIT."""
    if order and limit is not None:
        return Top(plan, order, skip, limit, row, rows=_limited(plan, limit))
    if order:
        plan = Sort(plan, order, rows=plan.rows)
    if skip is not None:
        plan = Skip(plan, skip, row, rows=plan.rows)
    if limit is not None:
        plan = Limit(plan, limit, row, rows=_limited(plan, limit))
    return plan


def _limited(plan: Operator, limit: ast.Expression) -> float:
    if isinstance(limit, ast.Literal) and isinstance(limit.value, int):
        return min(plan.rows, float(limit.value))
    return min(plan.rows, LIMIT_GUESS)


class _Rewrite:
    """Rewrites expressions of ORDER BY and WHERE to read the columns of the plan.

    The names of items, and expressions equal to those of items, are replaced by the columns of these items.
    """

    def __init__(
        self, aliases: dict[str, ast.Expression], same: dict[ast.Expression, ast.Expression]
    ) -> None:
        self.aliases = aliases
        self.same = same

    def __call__(self, expression: ast.Expression) -> ast.Expression:
        rewritten: ast.Expression = replaced(expression, self._swap)
        return rewritten

    def _swap(self, syntax: ast.Syntax) -> ast.Expression | None:
        if isinstance(syntax, ast.Variable) and syntax.name in self.aliases:
            return self.aliases[syntax.name]
        if _hashable(syntax):
            return self.same.get(syntax)  # type: ignore[call-overload, no-any-return]
        return None


def _hashable(syntax: ast.Syntax) -> bool:
    return not isinstance(syntax, (ast.Literal, ast.Parameter))


def _plan_plain(
    work: _Projecting, projection: ast.Projection, where: ast.Expression | None, stage: Stage
) -> tuple[Operator, _Rewrite]:
    """Compute the items that ORDER BY and WHERE read now, the others at the end."""
    sorting = tuple(item.expression for item in projection.order_by)
    wanted = reads((sorting, where))
    early: list[tuple[str, ast.Expression]] = []
    aliases: dict[str, ast.Expression] = {}
    same: dict[ast.Expression, ast.Expression] = {}
    for name, expression in work.items:
        if isinstance(expression, ast.Variable) and not projection.distinct:
            aliases[name] = work.finals[name] = expression
            continue
        if not projection.distinct and name not in wanted and expression not in sorting:
            work.finals[name] = expression
            continue
        new = ast.Variable(work.names.fresh("item"))
        early.append((new.name, expression))
        aliases[name] = work.finals[name] = new
        if not isinstance(expression, ast.Literal):
            same[expression] = new
    plan = stage.plan
    if early:
        plan = Project(plan, tuple(early), keep=True, rows=plan.rows)
    return plan, _Rewrite(aliases, same)


def _plan_distinct(work: _Projecting, plan: Operator, stage: Stage) -> Operator:
    columns = tuple(
        dict.fromkeys(final.name for final in work.finals.values() if isinstance(final, ast.Variable))
    )
    if len(columns) < len(work.finals):
        # expressions over aggregates must be computed before they can be compared
        new: list[tuple[str, ast.Expression]] = []
        for name, final in work.finals.items():
            column = ast.Variable(work.names.fresh("item"))
            new.append((column.name, final))
            work.finals[name] = column
        plan = Project(plan, tuple(new), keep=True, rows=plan.rows)
        columns = tuple(name for name, _ in new)
    # constant for each outer row, so they add no groups, but Distinct drops columns that it does not have
    around = (*stage.constants, *stage.carried[:-1])
    settled = frozenset(() if stage.row is None else around).difference(columns)
    columns = tuple(dict.fromkeys((*columns, *around)))
    return Distinct(plan, columns, stage.row, settled, rows=max(plan.rows * 0.5, 1.0))


def _plan_aggregation(
    work: _Projecting, projection: ast.Projection, stage: Stage
) -> tuple[Operator, _Rewrite]:
    """Split the items into grouping keys and aggregate calls; the expressions around calls come later."""
    keys: list[tuple[str, ast.Expression]] = []
    same: dict[ast.Expression, ast.Expression] = {}
    for name, expression in work.items:
        if not contains_aggregation(expression):
            key = ast.Variable(work.names.fresh("key"))
            keys.append((key.name, expression))
            same.setdefault(expression, key)
            work.finals[name] = key
    calls: dict[AggregateCall, ast.Expression] = {}

    def swap(syntax: ast.Syntax) -> ast.Expression | None:
        if is_aggregation(syntax):
            if syntax not in calls:
                calls[syntax] = ast.Variable(work.names.fresh("aggregate"))  # type: ignore[index]
            return calls[syntax]  # type: ignore[index]
        return same.get(syntax) if _hashable(syntax) else None  # type: ignore[call-overload]

    for name, expression in work.items:
        if name not in work.finals:
            work.finals[name] = replaced(expression, swap)
    for item in projection.order_by:
        replaced(item.expression, swap)
    aggregates = tuple((new.name, call) for call, new in calls.items() if isinstance(new, ast.Variable))
    rows = max(stage.plan.rows**0.75, 1.0) if keys else 1.0
    plan = Aggregate(stage.plan, tuple(keys), aggregates, row=stage.row, constants=stage.constants, rows=rows)
    rewrite = _Rewrite(work.finals, {**same, **dict(calls.items())})
    return plan, rewrite
