"""Leaf plans: bind a node by a property value, its id, its labels, or a full scan."""

from __future__ import annotations

from collections.abc import Iterable

from sociogram.queries.cypher.plan import cardinality
from sociogram.queries.cypher.plan.cardinality import Statistics
from sociogram.queries.cypher.plan.operators import NodeByElementId, NodeScan, NodeSeek, NodeSeekAny, Operator
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import reads

Start = tuple[Operator, frozenset[ast.Expression]]
"""A plan that binds the node, and the predicates that it makes true."""


def scan_plan(
    name: str,
    source: Operator,
    predicates: Iterable[tuple[ast.Expression, frozenset[str]]],
    statistics: Statistics,
) -> Start:
    """Plan a scan of the nodes that match the labels, or of all nodes."""
    used = [predicate for predicate, names in predicates if name in names and _static_labels(predicate, name)]
    labels: ast.LabelExpression | None = None
    if used:
        parts = tuple(part.labels for part in used if isinstance(part, ast.HasLabels))
        labels = parts[0] if len(parts) == 1 else ast.LabelAnd(parts)
    rows = source.rows * cardinality.labelled(labels, statistics)
    return NodeScan(source, name, labels, rows=rows), frozenset(used)


def seek_plan(
    name: str,
    source: Operator,
    predicates: Iterable[tuple[ast.Expression, frozenset[str]]],
    solved: frozenset[str],
    statistics: Statistics,
) -> Start | None:
    """Plan a look-up of the node by its id or by a property; return None if no predicate allows it."""
    about = [predicate for predicate, names in predicates if name in names]
    label = _label(name, about, statistics)
    label_name = None if label is None else label[0]
    best: Start | None = None
    for predicate in about:
        for subject, value, many in _equalities(predicate):
            if not reads(value) <= solved:
                continue
            seek = _seek(name, source, subject, value, many=many, label=label_name, statistics=statistics)
            if seek is not None and (best is None or seek.rows < best[0].rows):
                consumed = {predicate}
                if label is not None and isinstance(seek, NodeSeek):
                    consumed.add(label[1])
                best = (seek, frozenset(consumed))
        seek = _seek_any(name, source, predicate, solved, label_name, statistics)
        if seek is not None and (best is None or seek.rows < best[0].rows):
            best = (seek, frozenset({predicate} if label is None else {predicate, label[1]}))
    return best


def _seek_any(
    name: str,
    source: Operator,
    predicate: ast.Expression,
    solved: frozenset[str],
    label: str | None,
    statistics: Statistics,
) -> Operator | None:
    """Plan a look-up of ``n.a = x OR n.b = y``, if each operand allows one."""
    parts = _alternatives(predicate)
    if len(parts) == 1:
        return None
    seeks: list[tuple[str, ast.Expression, bool]] = []
    rows = 0.0
    for part in parts:
        for subject, value, many in _equalities(part):
            match subject:
                case ast.Property(ast.Variable(owner), key) if owner == name and reads(value) <= solved:
                    seeks.append((key, value, many))
                    rows += cardinality.seek(label, key, statistics) * (5.0 if many else 1.0)
                    break
        else:
            return None
    return NodeSeekAny(source, name, label, tuple(seeks), rows=source.rows * rows)


def _alternatives(predicate: ast.Expression) -> list[ast.Expression]:
    if isinstance(predicate, ast.Binary) and predicate.operator == "OR":
        return _alternatives(predicate.left) + _alternatives(predicate.right)
    return [predicate]


def _seek(
    name: str,
    source: Operator,
    subject: ast.Expression,
    value: ast.Expression,
    *,
    many: bool,
    label: str | None,
    statistics: Statistics,
) -> Operator | None:
    times = 5.0 if many else 1.0
    match subject:
        case ast.Property(ast.Variable(owner), key) if owner == name:
            rows = source.rows * cardinality.seek(label, key, statistics) * times
            return NodeSeek(source, name, label, key, value, many, rows=rows)
        case ast.FunctionCall(function, (ast.Variable(owner),)) if owner == name:
            lowered = function.lower()
            if lowered in ("elementid", "id"):
                number = lowered == "id"
                return NodeByElementId(source, name, value, number, many, rows=source.rows * times * 0.9)
    return None


def _equalities(predicate: ast.Expression) -> list[tuple[ast.Expression, ast.Expression, bool]]:
    match predicate:
        case ast.Comparison((left, right), ("=",)):
            return [(left, right, False), (right, left, False)]
        case ast.Binary("IN", left, right):
            return [(left, right, True)]
    return []


def _label(
    name: str, predicates: Iterable[ast.Expression], statistics: Statistics
) -> tuple[str, ast.Expression] | None:
    """Return the label with the fewest nodes among those that the node must have, with its predicate."""
    found: list[tuple[str, ast.Expression]] = [
        (predicate.labels.name, predicate)
        for predicate in predicates
        if isinstance(predicate, ast.HasLabels)
        and _is_variable(predicate.subject, name)
        and isinstance(predicate.labels, ast.Label)
    ]
    return min(found, key=lambda pair: statistics.label_count(pair[0]), default=None)


def _static_labels(predicate: ast.Expression, name: str) -> bool:
    return (
        isinstance(predicate, ast.HasLabels)
        and _is_variable(predicate.subject, name)
        and _is_static(predicate.labels)
    )


def _is_variable(syntax: ast.Expression, name: str) -> bool:
    return isinstance(syntax, ast.Variable) and syntax.name == name


def _is_static(labels: ast.LabelExpression) -> bool:
    match labels:
        case ast.DynamicLabel():
            return False
        case ast.LabelNot(operand):
            return _is_static(operand)
        case ast.LabelAnd(operands) | ast.LabelOr(operands):
            return all(map(_is_static, operands))
    return True
