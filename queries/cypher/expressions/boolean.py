"""Compile AND, OR, CASE and coalesce(): an operand is evaluated only for the rows that reach it."""

from __future__ import annotations

import numpy as np

from sociogram.graph.columns import BoolArray, BoolColumn, Column, ConstantColumn, IntArray
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import true_rows, truth_masks, value_at
from sociogram.queries.cypher.batches.combine import scatter
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.operators import comparison
from sociogram.queries.cypher.kernels.compiled import Compiled, Compiler, Constant, folded
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import truth

CASE_SUBJECT = " the subject of CASE"
"""The column with the values of the subject. It starts with a space, so no variable has its name."""


def compile_logic(expression: ast.Binary, compiler: Compiler) -> Compiled:
    """Compile ``a AND b AND …`` or ``a OR b OR …`` of any length, without recursion."""
    decided_by = expression.operator == "OR"
    operands = [compiler.compile(operand) for operand in flat_operands(expression)]

    def run(batch: Batch, context: Context) -> Column:
        if batch.length == 1:
            return _one_row(operands, decided_by, batch, context)
        return _rows(operands, decided_by, batch, context)

    return folded(run, operands)


def flat_operands(expression: ast.Expression) -> list[ast.Expression]:
    """Return the operands of a chain of one associative operator, from left to right."""
    if not isinstance(expression, ast.Binary):
        return [expression]
    found: list[ast.Expression] = []
    waiting: list[ast.Expression] = [expression]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Binary) and one.operator == expression.operator:
            waiting += (one.right, one.left)
        else:
            found.append(one)
    return found


def _one_row(operands: list[Compiled], decided_by: bool, batch: Batch, context: Context) -> Column:
    answer: bool | None = not decided_by
    for operand in operands:
        value = truth(value_at(operand(batch, context), 0))
        if value is decided_by:
            return ConstantColumn(decided_by, 1)
        if value is None:
            answer = None
    return ConstantColumn(answer, 1)


def _rows(operands: list[Compiled], decided_by: bool, batch: Batch, context: Context) -> Column:
    """Evaluate the operands in order, each on the rows that are still undecided."""
    length = batch.length
    decided = np.zeros(length, dtype=np.bool_)
    unknown = np.zeros(length, dtype=np.bool_)
    rows: IntArray | None = None
    reached = batch
    for operand in operands:
        if not reached.length:
            break
        true, nulls = truth_masks(operand(reached, context))
        decides = true if decided_by else _false(true, nulls)
        if rows is None:
            decided |= decides
            if nulls is not None:
                unknown |= nulls
        else:
            decided[rows[decides]] = True
            if nulls is not None:
                unknown[rows[nulls]] = True
        if decides.any():
            left = np.flatnonzero(~decides)
            rows = left if rows is None else rows[left]
            reached = reached.take(left)
    unknown &= ~decided
    return BoolColumn(decided if decided_by else ~decided, unknown if unknown.any() else None)


def _false(true: BoolArray, nulls: BoolArray | None) -> BoolArray:
    return ~true if nulls is None else ~(true | nulls)


def compile_case(expression: ast.Case, compiler: Compiler) -> Compiled:
    """Compile ``CASE WHEN … THEN … ELSE … END``, with or without a subject."""
    subject = None if expression.subject is None else compiler.compile(expression.subject)
    tests: list[Compiled] = []
    results: list[Compiled] = []
    for when, then in expression.whens:
        tests.append(_test(when, compiler, simple=subject is not None))
        results.append(compiler.compile(then))
    default = Constant(None) if expression.default is None else compiler.compile(expression.default)
    branches = list(zip(tests, results, strict=True))

    def run(batch: Batch, context: Context) -> Column:
        if subject is not None:
            batch = batch.with_columns({CASE_SUBJECT: subject(batch, context)})
        return _case(branches, default, batch, context)

    return run


def _test(when: ast.Expression, compiler: Compiler, *, simple: bool) -> Compiled:
    """Compile the condition of a WHEN: in a simple CASE, equality with the subject."""
    condition = compiler.compile(when)
    if not simple or reads_case_subject(when):
        return condition
    equal = comparison("=")

    def run(batch: Batch, context: Context) -> Column:
        return equal(batch.columns[CASE_SUBJECT], condition(batch, context), batch.length)

    return run


def reads_case_subject(when: ast.Expression) -> bool:
    """Return whether a WHEN is an extended one (``WHEN < 5``): a condition on the subject, not a value."""
    waiting: list[object] = [when]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.CaseSubject):
            return True
        if isinstance(one, tuple):
            waiting += one
        elif isinstance(one, ast.Case):
            waiting.append(one.subject)  # the WHENs of an inner CASE refer to the subject of that CASE
        elif isinstance(one, ast.Syntax):
            waiting += [getattr(one, name) for name in one.class_fields]
    return False


def _case(
    branches: list[tuple[Compiled, Compiled]], default: Compiled, batch: Batch, context: Context
) -> Column:
    if batch.length == 1:
        for test, result in branches:
            if truth(value_at(test(batch, context), 0)):
                return result(batch, context)
        return default(batch, context)
    parts: list[tuple[IntArray, Column]] = []
    rows = np.arange(batch.length)
    reached = batch
    for test, result in branches:
        if not reached.length:
            break
        chosen = true_rows(test(reached, context))
        if len(chosen) == reached.length:
            parts.append((rows, result(reached, context)))
            rows, reached = rows[:0], reached.take(rows[:0])
        elif len(chosen):
            parts.append((rows[chosen], result(reached.take(chosen), context)))
            left = np.ones(reached.length, dtype=np.bool_)
            left[chosen] = False
            keep = np.flatnonzero(left)
            rows, reached = rows[keep], reached.take(keep)
    if reached.length or not parts:
        parts.append((rows, default(reached, context)))
    return scatter(parts, batch.length)


def compile_case_subject(expression: ast.CaseSubject, compiler: Compiler) -> Compiled:  # noqa: ARG001
    """Compile the subject of CASE inside an extended WHEN."""

    def run(batch: Batch, context: Context) -> Column:  # noqa: ARG001 - the signature of Compiled
        return batch.columns[CASE_SUBJECT]

    return run


def _first_known(arguments: list[Compiled], batch: Batch, context: Context) -> Column:
    for argument in arguments:
        column = argument(batch, context)
        if value_at(column, 0) is not None:
            return column
    return ConstantColumn(None, 1)


def coalesce(arguments: list[Compiled]) -> Compiled:
    """Compile ``coalesce(a, b, …)``; an argument is evaluated only for rows where all earlier are null."""

    def run(batch: Batch, context: Context) -> Column:
        if batch.length == 1:
            return _first_known(arguments, batch, context)
        parts: list[tuple[IntArray, Column]] = []
        rows = np.arange(batch.length)
        reached = batch
        for position, argument in enumerate(arguments):
            column = argument(reached, context)
            nulls = column.null_mask()
            if position == len(arguments) - 1 or not nulls.any():
                parts.append((rows, column))
                break
            known = np.flatnonzero(~nulls)
            if len(known):
                parts.append((rows[known], column.take(known)))
            missing = np.flatnonzero(nulls)
            rows, reached = rows[missing], reached.take(missing)
        return scatter(parts, batch.length)

    return folded(run, arguments)
