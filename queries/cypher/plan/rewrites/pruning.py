"""Find variable lengths and shortest paths of which only the ends matter, and mark them for pruning."""

from __future__ import annotations

from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.plan.operators import Operator
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import reads

_UNREPEATED = frozenset({"min", "max"})


def prune_var_expands(plan: Operator, done: Operator) -> Operator:
    """Mark the variable lengths below a DISTINCT whose relationships are never read; stop at ``done``."""
    if plan is done:
        return plan
    if isinstance(plan, op.Distinct):
        return plan.replace(source=ends_only(plan.source, frozenset(plan.columns)))
    if isinstance(plan, op.Aggregate):
        if plan.weight is None and all(map(_same_with_repeats, (call for _, call in plan.aggregates))):
            read = reads(tuple(expression for _, expression in (*plan.keys, *plan.aggregates)))
            return plan.replace(source=ends_only(plan.source, read))
        return plan
    source = plan.__dict__.get("source")
    if isinstance(source, Operator) and isinstance(plan, _THROUGH):
        changed = prune_var_expands(source, done)
        return plan if changed is source else plan.replace(source=changed)
    return plan


_THROUGH = (op.Project, op.Filter, op.Sort, op.Top, op.Skip, op.Limit)


def _same_with_repeats(call: ast.FunctionCall | ast.CountStar) -> bool:
    return isinstance(call, ast.FunctionCall) and (call.distinct or call.name.lower() in _UNREPEATED)


def ends_only(plan: Operator, read: frozenset[str]) -> Operator:
    """Mark variable lengths and shortest paths as far down as duplicate rows make no difference.

    ``read`` are the variables that the operators above read.
    """
    match plan:
        case op.Project(source, items):
            return plan.replace(source=ends_only(source, read | reads(tuple(item for _, item in items))))
        case op.Filter(source, predicates):
            return plan.replace(source=ends_only(source, read | reads(predicates)))
        case op.Expand(source=source, unlike=unlike) | op.ExpandInto(source=source, unlike=unlike):
            return plan.replace(source=ends_only(source, read | frozenset(unlike) | {plan.start, plan.end}))
        case op.ExpandCount(source=source, unlike=unlike):
            return plan.replace(source=ends_only(source, read | frozenset(unlike) | {plan.start}))
        case op.NodeScan(source=source):
            return plan.replace(source=ends_only(source, read))
        case op.NodeSeek(source=source, value=value):
            return plan.replace(source=ends_only(source, read | reads(value)))
        case op.VarExpand(source=source):
            below = read | {plan.start, plan.end, *plan.unlike} | reads(plan.where)
            reach = plan.relationship not in read and plan.minimum <= 1 and not plan.unlike
            reach = reach and not plan.repeatable
            return plan.replace(source=ends_only(source, below), reach=reach)
        case op.ShortestPath(source=source):
            below = read | {plan.start, plan.end} | reads((plan.where, plan.check))
            read_of_path = read & {plan.path, plan.relationship, plan.nears, plan.fars}
            unread = not read_of_path and not plan.check
            return plan.replace(source=ends_only(source, below), unread=unread)
    return plan
