"""WHERE: select the rows for which every predicate is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sociogram.graph.columns import (
    LIST_LIMIT,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    NodeColumn,
    RelationshipColumn,
    TextColumn,
)
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import true_rows, truth_masks
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.runner import OperatorBuilder, Runner
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.syntax import ast

_SPARSE = 16
"""If fewer than one in this many rows passed, the remaining tests run on these rows alone."""

PropertyReads: TypeAlias = tuple[tuple[str, str], ...]
"""The properties of variables that a predicate reads."""


def build_filter(plan: op.Filter, builder: OperatorBuilder) -> Runner:
    """Yield the rows for which every predicate is true.

    A predicate is evaluated only for the rows that passed the earlier ones, because it may raise an error for
    others. Comparisons of numbers and strings raise none. In a scan, evaluating these for all rows is faster
    than selecting rows first.
    """
    source = builder.build(plan.source)
    predicates = tuple(
        (predicate, _properties(expression))
        for predicate, expression in zip(builder.compile_all(plan.predicates), plan.predicates, strict=True)
    )

    def run_filter(argument: Batch, context: Context) -> Iterator[Batch]:
        for batch in source(argument, context):
            if batch.length > LIST_LIMIT:  # if no row passes, no later operator checks the limits
                context.check()
            remaining = _filtered(batch, predicates, context)
            if remaining.length:
                yield remaining

    return run_filter


def _filtered(
    batch: Batch, predicates: Sequence[tuple[Compiled, PropertyReads | None]], context: Context
) -> Batch:
    """Return the rows of a batch for which every predicate is true."""
    tested, passed = batch, None
    for predicate, read in predicates:
        if not batch.length:
            break
        if passed is not None and (
            batch.length * _SPARSE < tested.length or not _is_safe(read, tested, context)
        ):
            tested, passed = batch, None
        column = predicate(tested, context)
        if type(column) is ConstantColumn and column.constant is True:
            continue
        if passed is not None or isinstance(column, BoolColumn):
            true = truth_masks(column)[0]
            passed = true if passed is None else passed & true
            batch = tested.where(passed)
            continue
        rows = true_rows(column)
        if len(rows) < batch.length:
            batch = tested = batch.take(rows)
    return batch


def _properties(expression: ast.Expression) -> PropertyReads | None:
    """Return what a predicate reads if it only compares properties and constants, else None."""
    match expression:
        case ast.Comparison(operands=operands):
            pass
        case ast.IsNull(operand=operand):
            operands = (operand,)
        case _:
            return None
    read = []
    for operand in operands:
        match operand:
            case ast.Property(subject=ast.Variable(name), key=key):
                read.append((name, key))
            case ast.Literal() | ast.Parameter():
                pass
            case _:
                return None
    return tuple(read)


def _is_safe(read: PropertyReads | None, batch: Batch, context: Context) -> bool:
    """Return whether a predicate can be evaluated for all rows: quickly, and without raising errors."""
    if read is None or not context.is_stable:
        return False
    return all(_is_quick(batch.columns[name], key, context) for name, key in read)


def _is_quick(column: Column, key: str, context: Context) -> bool:
    if not isinstance(column, NodeColumn | RelationshipColumn) or column.selection is None:
        return False
    snapshot = context.snapshot
    node = isinstance(column, NodeColumn)
    cached = snapshot.node_property(key) if node else snapshot.relationship_property(key)
    return isinstance(cached, IntColumn | FloatColumn | BoolColumn | TextColumn)
