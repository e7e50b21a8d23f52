"""Compile arithmetic, comparisons and string predicates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from sociogram.graph.columns import LIST_LIMIT, BoolColumn, Column, ConstantColumn
from sociogram.graph.errors import CypherSemanticError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.kernels.arithmetic import (
    Membership,
    compare_columns,
    compute_columns,
    in_slots,
    negate_column,
)
from sociogram.queries.cypher.kernels.compiled import Compiled, Compiler, apply, folded
from sociogram.queries.cypher.kernels.lists import in_items, in_lists, same_list
from sociogram.queries.cypher.kernels.strings import starts_with_column, text_test_column
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values import arithmetic, predicates

ColumnOperator = Callable[[Column, Column, int], Column]
"""Two columns and their length → the column of results."""
Kernel = Callable[[Column, Column, int], Column | None]
"""The same; None if the kernel does not apply."""


def compile_binary(expression: ast.Binary, compiler: Compiler) -> Compiled:
    """Compile ``a + b``."""
    left, right = compiler.compile(expression.left), compiler.compile(expression.right)
    return folded(_binary(_operation(expression.operator), left, right), (left, right))


def compile_chain(expression: ast.Chain, compiler: Compiler) -> Compiled:
    """Compile ``a + b - c …`` of any length, without recursion."""
    first = compiler.compile(expression.first)
    steps = [(_operation(operator), compiler.compile(operand)) for operator, operand in expression.steps]
    return folded(_chain(first, steps), [first, *(operand for _, operand in steps)])


def _binary(operation: ColumnOperator, left: Compiled, right: Compiled) -> Compiled:
    def run(batch: Batch, context: Context) -> Column:
        return operation(left(batch, context), right(batch, context), batch.length)

    return run


def _chain(first: Compiled, steps: list[tuple[ColumnOperator, Compiled]]) -> Compiled:
    def run(batch: Batch, context: Context) -> Column:
        column = first(batch, context)
        for operation, right in steps:
            column = operation(column, right(batch, context), batch.length)
        return column

    return run


def _operation(operator: str) -> ColumnOperator:
    """Return an operator on columns, which uses its kernel if that applies, else its scalar function."""
    if operator in arithmetic.ARITHMETIC:
        return _with_kernel(arithmetic.ARITHMETIC[operator], partial(compute_columns, operator))
    if operator == "IN":
        return _membership()
    scalar = predicates.PREDICATES.get(operator)
    if scalar is None:
        raise CypherSemanticError(f"Unknown operator {operator}.", detail="UnknownOperator")
    return _with_kernel(scalar, _TEXT_TESTS.get(operator))


def _with_kernel(scalar: Callable[[Any, Any], Any], kernel: Kernel | None) -> ColumnOperator:
    def run(left: Column, right: Column, length: int) -> Column:
        if kernel is not None and length > LIST_LIMIT:
            quick = kernel(left, right, length)
            if quick is not None:
                return quick
        return apply(scalar, (left, right), length)

    return run


def _text_test(operator: str) -> Kernel:
    return lambda left, right, _length: text_test_column(operator, left, right)


_TEXT_TESTS: Final[dict[str, Kernel]] = {
    "STARTS WITH": lambda left, right, _length: starts_with_column(left, right),
    **{operator: _text_test(operator) for operator in ("CONTAINS", "ENDS WITH", "=~")},
}


def _membership() -> ColumnOperator:
    # The list is usually a literal or a parameter, and then the same object for every batch: prepare it once.
    prepared: list[Membership] = []

    def run(left: Column, right: Column, length: int) -> Column:
        if isinstance(right, ListColumn) and length:
            one = same_list(right) if length > 1 else None
            quick = in_lists(left, right) if one is None else in_items(left, one)
            if quick is not None:
                return quick
            right = right if one is None else ConstantColumn(values_of(one), length)
        items = right.constant if type(right) is ConstantColumn else None
        if type(items) is not list or (length == 1 and len(items) < LIST_LIMIT):
            return apply(predicates.in_list, (left, right), length)
        if not prepared or prepared[0].items is not items:
            prepared[:] = [Membership(items)]
        membership = prepared[0]
        quick = membership.mask(left) if length > LIST_LIMIT else None
        if quick is None and length > LIST_LIMIT:
            quick = in_slots(left, items)
        if quick is not None:
            return quick
        if membership.simple:
            return apply(membership.test, (left,), length)
        return apply(predicates.in_list, (left, right), length)

    return run


def compile_unary(expression: ast.Unary, compiler: Compiler) -> Compiled:
    """Compile ``NOT x``, ``-x`` and ``+x``, repeated any number of times."""
    signs: list[str] = []
    operand: ast.Expression = expression
    while isinstance(operand, ast.Unary):
        signs.append(operand.operator)
        operand = operand.operand
    inner = compiler.compile(operand)
    steps = [_UNARY[sign] for sign in reversed(signs)]

    def run(batch: Batch, context: Context) -> Column:
        column = inner(batch, context)
        for step in steps:
            column = step(column, batch.length)
        return column

    return folded(run, (inner,))


def _minus(column: Column, length: int) -> Column:
    quick = negate_column(column) if length > LIST_LIMIT else None
    return apply(arithmetic.negate, (column,), length) if quick is None else quick


def _plus(column: Column, length: int) -> Column:
    return apply(arithmetic.positive, (column,), length)


def _not(column: Column, length: int) -> Column:
    if isinstance(column, BoolColumn):
        return BoolColumn(~column.values, column.nulls)
    return apply(predicates.negation, (column,), length)


_UNARY: dict[str, Callable[[Column, int], Column]] = {"-": _minus, "+": _plus, "NOT": _not}


def compile_comparison(expression: ast.Comparison, compiler: Compiler) -> Compiled:
    """Compile ``a < b <= c``, the conjunction of its comparisons; each operand is evaluated once."""
    operands = [compiler.compile(operand) for operand in expression.operands]
    if len(operands) == 2:
        compiled = _binary(comparison(expression.operators[0]), operands[0], operands[1])
        return folded(compiled, operands)
    tests = [comparison(operator) for operator in expression.operators]

    def run(batch: Batch, context: Context) -> Column:
        columns = [operand(batch, context) for operand in operands]
        answers = [
            test(columns[position], columns[position + 1], batch.length)
            for position, test in enumerate(tests)
        ]
        return apply(all_true, answers, batch.length)

    return folded(run, operands)


def all_true(*answers: bool | None) -> bool | None:
    """Return the conjunction of truth values."""
    if False in answers:
        return False
    return None if None in answers else True


def comparison(operator: str) -> ColumnOperator:
    """Return a comparison as a function of two columns and their length."""
    return _with_kernel(predicates.COMPARISONS[operator], partial(compare_columns, operator))


def compile_is_null(expression: ast.IsNull, compiler: Compiler) -> Compiled:
    """Compile ``x IS NULL`` and ``x IS NOT NULL``."""
    negated = expression.negated
    if isinstance(expression.operand, ast.ShortestPathExpression) and expression.operand.single:
        return _is_path_null(compiler.compile_subquery(expression), negated=negated)
    inner = compiler.compile(expression.operand)

    def run(batch: Batch, context: Context) -> Column:
        column = inner(batch, context)
        if type(column) is ConstantColumn:
            return ConstantColumn((column.constant is None) != negated, batch.length)
        mask = column.null_mask()
        return BoolColumn(np.logical_not(mask) if negated else mask)

    return folded(run, (inner,))


def _is_path_null(exists: Compiled, *, negated: bool) -> Compiled:
    """Compile ``shortestPath(…) IS NULL`` to a test whether any path exists."""

    def run(batch: Batch, context: Context) -> Column:
        found = exists(batch, context)
        return found if negated else _not(found, batch.length)

    return run
