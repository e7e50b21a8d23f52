"""Cardinality estimates from the counts that the snapshot maintains."""

from __future__ import annotations

from typing import Protocol

from sociogram.graph.columns import Column, ConstantColumn, IntColumn, TextColumn
from sociogram.graph.columns.arrays import unique as distinct_values
from sociogram.graph.model import Direction
from sociogram.queries.cypher.plan.operators import Types
from sociogram.queries.cypher.syntax import ast


class Statistics(Protocol):
    """The statistics that the planner reads."""

    @property
    def node_count(self) -> int:
        """The number of nodes."""
        ...

    @property
    def relationship_count(self) -> int:
        """The number of relationships."""
        ...

    def label_count(self, label: str) -> int:
        """Return the number of nodes with the label."""
        ...

    def type_count(self, type: str) -> int:  # noqa: A002 - Cypher's word
        """Return the number of relationships of the type."""
        ...

    def node_property(self, key: str) -> Column:
        """Return a property column of all nodes."""
        ...


EQUALITY = 0.1
RANGE = 0.3
OTHER_PREDICATE = 0.5
SEEK_ROWS = 2.0
"""The assumed number of nodes that share a property value; most look-ups are by name or id."""
_SAMPLE = 1000


def labelled(labels: ast.LabelExpression | None, statistics: Statistics) -> float:
    """Estimate the number of nodes that match the label expression."""
    everything = float(statistics.node_count)
    match labels:
        case None | ast.LabelWildcard() | ast.DynamicLabel():
            return everything
        case ast.Label(name):
            return float(statistics.label_count(name))
        case ast.LabelNot(operand):
            return max(everything - labelled(operand, statistics), 0.0)
        case ast.LabelAnd(operands):
            return min(labelled(operand, statistics) for operand in operands)
        case ast.LabelOr(operands):
            return min(sum(labelled(operand, statistics) for operand in operands), everything)


def related(types: Types, statistics: Statistics) -> float:
    """Estimate the number of relationships of the types."""
    if types is None:
        return float(statistics.relationship_count)
    return float(sum(statistics.type_count(name) for name in set(types)))


def degree(types: Types, direction: Direction, statistics: Statistics) -> float:
    """Estimate the average degree of a node for the types and direction."""
    branches = 2.0 if direction is Direction.BOTH else 1.0
    return branches * related(types, statistics) / max(statistics.node_count, 1)


def seek(label: str | None, key: str, statistics: Statistics) -> float:
    """Estimate the number of nodes that share a property value."""
    count = statistics.node_count if label is None else statistics.label_count(label)
    return min(float(count), count / _distinct(statistics.node_property(key)))


def _distinct(column: Column) -> float:
    """Estimate the number of distinct values of a column."""
    length = max(len(column), 1)
    if isinstance(column, TextColumn):
        return float(max(len(column.dictionary), 1))
    if isinstance(column, ConstantColumn):
        return 1.0 if column.constant is not None else float(length)
    if isinstance(column, IntColumn):
        sample = column.stored[:: max(length // _SAMPLE, 1)]
        distinct = len(distinct_values(sample))
        return float(length) if distinct > len(sample) * 0.9 else float(max(distinct, 1))
    return max(length / SEEK_ROWS, 1.0)


def selectivity(predicate: ast.Expression, statistics: Statistics) -> float:
    """Estimate the fraction of rows for which a predicate is true."""
    match predicate:
        case ast.HasLabels(labels=labels):
            return labelled(labels, statistics) / max(statistics.node_count, 1)
        case ast.Comparison(operators=operators):
            return EQUALITY if "=" in operators else (0.9 if "<>" in operators else RANGE)
        case ast.Binary(operator="STARTS WITH" | "ENDS WITH" | "CONTAINS" | "=~" | "IN"):
            return EQUALITY
        case ast.Binary(operator="OR", left=left, right=right):
            return min(selectivity(left, statistics) + selectivity(right, statistics), 1.0)
        case ast.Unary(operator="NOT", operand=operand):
            return max(1.0 - selectivity(operand, statistics), 0.1)
    return OTHER_PREDICATE


def walked(per_step: float, minimum: int, maximum: int | None) -> float:
    """Estimate the number of trails of ``minimum`` to ``maximum`` steps."""
    longest = min(minimum + 4 if maximum is None else maximum, 8)
    return sum(per_step**length for length in range(minimum, max(longest, minimum) + 1))
