"""Evaluate label expressions for all nodes or relationships of a graph."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sociogram.graph.columns import BoolArray
from sociogram.graph.memory.storage.snapshot import Snapshot
from sociogram.queries.cypher.syntax import ast


def nodes_that_fit(labels: ast.LabelExpression, snapshot: Snapshot) -> BoolArray:
    """Return the mask of node slots whose labels match; unused slots may match."""

    def any_label() -> BoolArray:
        mask = np.zeros(snapshot.node_slots, dtype=np.bool_)
        for label in snapshot.labels:
            mask |= snapshot.label_mask(label)
        return mask

    return _combined(labels, snapshot.label_mask, any_label)


def relationships_that_fit(types: ast.LabelExpression, snapshot: Snapshot) -> BoolArray:
    """Return the mask of relationship slots whose type matches; unused slots may match."""

    def of_type(name: str) -> BoolArray:
        mask = np.zeros(snapshot.relationship_slots, dtype=np.bool_)
        mask[snapshot.all_relationships((name,))] = True
        return mask

    return _combined(types, of_type, lambda: np.ones(snapshot.relationship_slots, dtype=np.bool_))


def _combined(
    labels: ast.LabelExpression, of_name: Callable[[str], BoolArray], of_any: Callable[[], BoolArray]
) -> BoolArray:
    match labels:
        case ast.Label(name):
            return of_name(name)
        case ast.LabelWildcard():
            return of_any()
        case ast.LabelNot(operand):
            return ~_combined(operand, of_name, of_any)
        case ast.LabelAnd(operands):
            every: BoolArray = np.logical_and.reduce([_combined(one, of_name, of_any) for one in operands])
            return every
        case ast.LabelOr(operands):
            some: BoolArray = np.logical_or.reduce([_combined(one, of_name, of_any) for one in operands])
            return some
    raise TypeError(f"{type(labels).__name__} is known only when the query runs")
