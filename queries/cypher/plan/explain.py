"""Describe plans for EXPLAIN and PROFILE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sociogram.graph.model import Direction
from sociogram.graph.summary import PlanNode
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.plan.expression_text import described
from sociogram.queries.cypher.syntax import ast

Measured = Mapping[int, tuple[int, float]]
"""By ``id`` of an operator: the number of its rows, and the milliseconds spent in it and its inputs."""


def explain(plan: op.Operator, measured: Measured | None = None) -> PlanNode:
    """Return the plan as a tree of operators with their details and estimates.

    Args:
        plan: the whole plan.
        measured: the measurements of a run; None if the plan was not run.
    """
    operators = [plan]
    for operator in operators:  # the list grows during the loop; recursion could overflow the stack
        operators += op.children(operator)
    new: dict[int, PlanNode] = {}
    for operator in reversed(operators):
        remaining = tuple(new[id(child)] for child in op.children(operator))
        rows, milliseconds = (None, None) if measured is None else measured.get(id(operator), (0, 0.0))
        new[id(operator)] = PlanNode(
            _name(operator), _details(operator), float(operator.rows), rows, milliseconds, remaining
        )
    return new[id(plan)]


def _name(plan: op.Operator) -> str:
    match plan:
        case op.NodeScan(labels=None):
            return "AllNodesScan"
        case op.NodeScan():
            return "NodeByLabelScan"
        case op.Expand():
            return "ExpandAll"
    return type(plan).__name__


_ARROWS = {
    Direction.OUTGOING: ("-", "->"),
    Direction.INCOMING: ("<-", "-"),
    Direction.BOTH: ("-", "-"),
}


def _arrow(plan: Any, length: str = "") -> str:
    before, after = _ARROWS[plan.direction]
    types = "" if plan.types is None else ":" + "|".join(plan.types)
    relationship = _shown(plan.relationship) if hasattr(plan, "relationship") else ""
    inside = f"{relationship}{types}{length}"
    middle = f"[{inside}]" if inside else ""
    end = _shown(plan.end) if hasattr(plan, "end") else ""
    label = f":{plan.label}" if getattr(plan, "label", None) else ""
    return f"({_shown(plan.start)}){before}{middle}{after}({end}{label})"


def _length(plan: Any) -> str:
    return f"*{plan.minimum}..{'' if plan.maximum is None else plan.maximum}"


def _shown(name: str) -> str:
    return "" if name.startswith(" ") else name


def _items(items: tuple[tuple[str, ast.Expression], ...]) -> str:
    return ", ".join(
        described(expression) if name.startswith(" ") else f"{described(expression)} AS {name}"
        for name, expression in items
    )


def _sorted(items: tuple[ast.SortItem, ...]) -> str:
    return ", ".join(described(item.expression) + (" DESC" if item.descending else "") for item in items)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(name for name in names if not name.startswith(" "))


def _seek(plan: op.NodeSeek) -> str:
    label = f":{plan.label}" if plan.label else ""
    relation = "IN" if plan.many else "="
    return f"({_shown(plan.variable)}{label}) {plan.key} {relation} {described(plan.value)}"


def _seek_any(plan: op.NodeSeekAny) -> str:
    label = f":{plan.label}" if plan.label else ""
    tests = [f"{key} {'IN' if many else '='} {described(value)}" for key, value, many in plan.seeks]
    return f"({_shown(plan.variable)}{label}) {' OR '.join(tests)}"


_DETAILS: dict[type, Callable[[Any], str]] = {
    op.Argument: lambda plan: _names(plan.variables),
    op.NodeScan: lambda plan: (
        f"({_shown(plan.variable)}{'' if plan.labels is None else ':' + described(plan.labels)})"
    ),
    op.NodeSeek: _seek,
    op.NodeSeekAny: _seek_any,
    op.NodeByElementId: lambda plan: f"({_shown(plan.variable)}) id = {described(plan.value)}",
    op.RelationshipScan: _arrow,
    op.TypeCounts: lambda plan: f"()-[{':' + '|'.join(plan.types) if plan.types else ''}]->()",
    op.RelationshipEnds: _arrow,
    op.Expand: _arrow,
    op.ExpandInto: _arrow,
    op.ExpandCount: _arrow,
    op.VarExpand: lambda plan: _arrow(plan, _length(plan)),
    op.WalkList: lambda plan: _arrow(plan, _length(plan)),
    op.ShortestPath: lambda plan: _arrow(plan, _length(plan)),
    op.QuantifiedExpand: lambda plan: f"({_shown(plan.start)})({_length(plan)})({_shown(plan.end)})",
    op.ShortestWalk: lambda plan: f"({_shown(plan.start)})({_length(plan)})({_shown(plan.end)})",
    op.PathProjection: lambda plan: _shown(plan.variable),
    op.HashJoin: lambda plan: ", ".join(
        f"{described(left)} = {described(right)}"
        for left, right in zip(plan.left_keys, plan.right_keys, strict=True)
    ),
    op.Optional: lambda plan: _names(tuple(name for name, _ in plan.variables)),
    op.Apply: lambda plan: _names(plan.columns),
    op.Union: lambda plan: "ALL" if plan.all else "",
    op.Filter: lambda plan: " AND ".join(map(described, plan.predicates)),
    op.Project: lambda plan: _items(plan.items),
    op.Aggregate: lambda plan: _items((*plan.keys, *plan.aggregates)),
    op.Distinct: lambda plan: _names(plan.columns),
    op.Sort: lambda plan: _sorted(plan.items),
    op.Top: lambda plan: (
        f"{_sorted(plan.items)}{'' if plan.skip is None else f' SKIP {described(plan.skip)}'} "
        f"LIMIT {described(plan.limit)}"
    ),
    op.Skip: lambda plan: described(plan.count),
    op.Limit: lambda plan: described(plan.count),
    op.Unwind: lambda plan: f"{described(plan.expression)} AS {plan.variable}",
    op.ProduceResults: lambda plan: _names(plan.columns),
    op.ProcedureCall: lambda plan: plan.name,
    op.Create: lambda plan: _names(tuple(element.variable for element in plan.elements)),
    op.MergePattern: lambda plan: _names(plan.variables),
}


def _details(plan: op.Operator) -> str:
    show = _DETAILS.get(type(plan))
    return "" if show is None else show(plan)
