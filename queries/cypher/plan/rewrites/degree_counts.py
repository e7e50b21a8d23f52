"""Count without creating rows: replace the last hops by sums of degrees."""

from __future__ import annotations

from sociogram.graph.model import Direction
from sociogram.queries.cypher.plan.operators import (
    Aggregate,
    Argument,
    Expand,
    ExpandCount,
    Operator,
    Project,
    RelationshipScan,
    TypeCounts,
)
from sociogram.queries.cypher.plan.patterns.countable import collapsible, is_fork
from sociogram.queries.cypher.plan.patterns.query_graph import NameGenerator
from sociogram.queries.cypher.plan.projection import AggregateCall, contains_aggregation
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import reads


def counted_variables(following: tuple[ast.Clause, ...]) -> frozenset[str] | None:
    """Return the variables that the next clause reads besides counting; None if it does more than count."""
    if not following or not isinstance(following[0], (ast.With, ast.Return)):
        return None
    projection = following[0].projection
    if projection.star:
        return None
    needed: frozenset[str] = frozenset()
    counts = False
    for item in projection.items:
        if not contains_aggregation(item.expression):
            needed |= reads(item.expression)
        elif isinstance(item.expression, ast.CountStar) or _count_of(item.expression) is not None:
            counts = True
        else:
            return None
    return needed if counts else None


def _count_of(call: ast.Expression) -> str | None:
    """Return the variable in ``count(variable)``, or None for another call."""
    match call:
        case ast.FunctionCall(name, (ast.Variable(variable),), False) if name.lower() == "count":
            return variable
    return None


def count_instead(plan: Operator, names: NameGenerator, done: Operator) -> Operator:
    """Replace the expansions below an aggregation that only counts; descend no further than ``done``."""
    if plan is done:
        return plan
    if isinstance(plan, Aggregate):
        return _counting_types(plan, names) or _counting(plan, names)
    source = plan.__dict__.get("source")
    if not isinstance(source, Operator) or isinstance(plan, (Expand, ExpandCount)):
        return plan
    changed = count_instead(source, names, done)
    return plan if changed is source else plan.replace(source=changed)


def _counting(plan: Aggregate, names: NameGenerator) -> Operator:
    if plan.weight is not None or not all(_only_counts(call, plan.source) for _, call in plan.aggregates):
        return plan
    read = reads(tuple(expression for _, expression in plan.keys))
    # without keys, a row with count 0 adds nothing and may remain
    source, weight = _degrees(plan.source, read, names, keep_zeros=not plan.keys)
    if weight is None:
        return plan
    aggregates = tuple((name, ast.CountStar()) for name, _ in plan.aggregates)
    return plan.replace(source=source, weight=weight, aggregates=aggregates)


def _counting_types(plan: Aggregate, names: NameGenerator) -> Operator | None:
    """Replace ``type(r), count(*)`` over all relationships by the counts of the snapshot, or return None."""
    scan = plan.source
    if not isinstance(scan, RelationshipScan) or not isinstance(scan.source, Argument):
        return None
    if plan.row is not None or scan.direction is Direction.BOTH or len(plan.keys) != 1:
        return None
    ((key, expression),) = plan.keys
    match expression:
        case ast.FunctionCall(name, (ast.Variable(scan.relationship),), False) if name.lower() == "type":
            pass
        case _:
            return None
    never_null = (scan.relationship, scan.start, scan.end)
    calls = [call for _, call in plan.aggregates]
    if not all(isinstance(call, ast.CountStar) or _count_of(call) in never_null for call in calls):
        return None
    count = names.fresh("count")
    rows = TypeCounts(scan.source, scan.types, key, count, rows=plan.rows)
    items = tuple((name, ast.Variable(count)) for name, _ in plan.aggregates)
    return Project(rows, ((key, ast.Variable(key)), *items), rows=plan.rows)


def _only_counts(call: AggregateCall, source: Operator) -> bool:
    if isinstance(call, ast.CountStar):
        return True
    variable = _count_of(call)
    return isinstance(source, Expand) and variable in (source.end, source.relationship, source.start)


def _degrees(
    source: Operator, read: frozenset[str], names: NameGenerator, *, keep_zeros: bool
) -> tuple[Operator, str | None]:
    """Replace the last expansions by counts if their ends and relationships are never read."""
    steps = collapsible(source, read)
    if not steps:
        return source, None
    fork = len(steps) > 1 and is_fork(steps[0], steps[1])
    source = steps[-1].source
    weight: str | None = None
    for step in reversed(steps):
        count = names.fresh("count")
        last = fork and step is steps[0]
        source = ExpandCount(
            source,
            step.start,
            step.direction,
            step.types,
            () if last else step.unlike,
            count,
            weight,
            keep_zeros,
            (steps[1].direction, steps[1].types) if last else None,
            rows=source.rows,
        )
        weight = count
    return source, weight


def rows_counted(plan: Operator, names: NameGenerator) -> tuple[Operator, str | None]:
    """Replace the last hop of a subquery whose rows are only counted by degrees, which may be 0."""
    if isinstance(plan, Project):
        plan = plan.source
    if not isinstance(plan, Expand) or plan.label is not None:
        return plan, None
    count = names.fresh("count")
    counted = ExpandCount(
        plan.source,
        plan.start,
        plan.direction,
        plan.types,
        plan.unlike,
        count,
        keep_zeros=True,
        rows=plan.source.rows,
    )
    return counted, count
