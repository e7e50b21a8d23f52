"""Compiles ``reduce()``: parts that do not read the accumulator are evaluated for all items at once.

The rest is folded item by item. A body of arithmetic, comparisons, CASE and lists becomes one Python
function of the accumulator and the precomputed values; any other body is evaluated as one batch per step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import islice, repeat
from typing import Any, Final, TypeAlias

import numpy as np

from sociogram.graph.columns import Column
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.vectors import ListColumn, column_from, values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.calls import checked
from sociogram.queries.cypher.functions.registry import lookup
from sociogram.queries.cypher.kernels.access import get_property
from sociogram.queries.cypher.kernels.compiled import Compiled, Compiler
from sociogram.queries.cypher.kernels.lists import ITEMS_AT_ONCE, as_lists, list_of
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import reads
from sociogram.queries.cypher.values import operators
from sociogram.queries.cypher.values.comparison import truth

Step: TypeAlias = Callable[[Any, Any], Any]
"""Computes the next accumulator from the last one and the item's values.

The values are a tuple that starts with the context, or a single value if the folding is direct."""

STEPS_AT_ONCE: Final = 1024
"""Steps between two checks of the limits."""


def compile_reduce(expression: ast.Reduce, compiler: Compiler) -> Compiled:
    """``reduce(total = start, x IN list | …)``."""
    initial = compiler.compile(expression.initial)
    source = compiler.compile(expression.list)
    folding = _Folding(expression.accumulator)
    step = folding.step(expression.expression)
    if step is None:
        return _batch_a_step(expression, compiler, initial, source)
    values = [compiler.compile(part) for part in folding.parts]

    def run(batch: Batch, context: Context) -> Column:
        lists = as_lists(source(batch, context))
        totals = values_of(initial(batch, context))
        for rows, items in lists.slices(ITEMS_AT_ONCE):
            context.check()
            inner = batch.take_with(rows, {expression.variable: items})
            columns = [values_of(value(inner, context)) for value in values]
            given = columns[0] if folding.direct else zip(repeat(context, len(rows)), *columns, strict=True)
            _fold(step, totals, rows, iter(given), context)
        return column_from(_totals(totals, lists))

    return run


def _fold(step: Step, totals: list[Any], rows: Any, given: Iterator[Any], context: Context) -> None:
    """Fold the items, each with its row, into the accumulators of the rows."""
    adds = step is operators.add
    ends = [*(np.flatnonzero(np.diff(rows)) + 1).tolist(), len(rows)]
    begin = 0
    for end in ends if len(rows) else ():
        row = int(rows[begin])
        if adds and type(totals[row]) is list:
            totals[row] = totals[row].copy()  # items are appended in place
        for position in range(begin, end, STEPS_AT_ONCE):
            context.check()
            part = islice(given, min(STEPS_AT_ONCE, end - position))
            totals[row] = _added(totals[row], list(part)) if adds else reduce(step, part, totals[row])
        begin = end


def _added(total: Any, items: list[Any]) -> Any:
    """Return ``total + item + item …``; lists grow in place and strings in one step, not in a copy a step."""
    if type(total) is list and None not in items:
        operators.check_size(
            len(total) + sum(len(item) if type(item) is list else 1 for item in items), "list"
        )
        for item in items:
            if type(item) is list:
                total += item
            else:
                total.append(item)
        return total
    if type(total) is str and _ONLY_STRINGS.issuperset(map(type, items)):
        operators.check_size(len(total) + sum(map(len, items)), "string")
        return total + "".join(items)
    return reduce(operators.add, items, total)


_ONLY_STRINGS: Final = frozenset({str})


def _totals(totals: list[Any], lists: ListColumn) -> list[Any]:
    if lists.nulls is None:
        return totals
    return [None if null else total for total, null in zip(totals, lists.nulls.tolist(), strict=True)]


class _Folding:
    """Compiles a body to one function, and collects its parts that do not read the accumulator."""

    def __init__(self, accumulator: str) -> None:
        self._accumulator = accumulator
        self.parts: list[ast.Expression] = []
        self.direct = False

    def step(self, body: ast.Expression) -> Step | None:
        """Compile the body; None if it contains anything unsupported."""
        match body:
            case ast.Binary(operator, ast.Variable(name), right) if (
                name == self._accumulator and operator in operators.ARITHMETIC and name not in reads(right)
            ):
                self.parts.append(right)
                self.direct = True
                return operators.ARITHMETIC[operator]
        return self._function(body, certain=True)

    def _function(self, part: ast.Expression, *, certain: bool) -> Step | None:
        """Compile a part; ``certain`` means that it is evaluated for every item."""
        if self._accumulator not in reads(part) and (certain or isinstance(part, _HARMLESS)):
            self.parts.append(part)
            position = len(self.parts)
            return lambda _total, values: values[position]
        match part:
            case ast.Variable():
                return _accumulator
            case ast.Binary(operator, left, right) if operator in operators.ARITHMETIC:
                return self._call(operators.ARITHMETIC[operator], left, right, certain=certain)
            case ast.Comparison((left, right), (sign,)):
                return self._call(operators.COMPARISONS[sign], left, right, certain=certain)
            case ast.Binary("AND" | "OR" as operator, left, right):
                return self._logic(left, right, certain=certain, decided_by=operator == "OR")
            case ast.Property(subject, key):
                return self._property(subject, key, certain=certain)
            case ast.MapLiteral(items):
                values = self._all([value for _, value in items], certain=certain)
                keys = [key for key, _ in items]
                return values and (lambda total, given: dict(zip(keys, values(total, given), strict=True)))
            case ast.ListLiteral(items):
                return self._all(list(items), certain=certain)
            case ast.FunctionCall(name, arguments):
                return self._function_call(name, arguments, certain=certain)
            case ast.Case(None, whens, default):
                return self._case(whens, default or ast.Literal(None), certain=certain)
        return None

    def _call(
        self,
        function: Callable[[Any, Any], Any],
        left: ast.Expression,
        right: ast.Expression,
        *,
        certain: bool,
    ) -> Step | None:
        one = self._function(left, certain=certain)
        if one is not None and isinstance(right, ast.Literal):
            constant = right.value
            if one is _accumulator:
                return lambda total, _values: function(total, constant)
            return lambda total, values: function(one(total, values), constant)
        other = self._function(right, certain=certain)
        if one is None or other is None:
            return None
        if one is _accumulator:
            return lambda total, values: function(total, other(total, values))
        return lambda total, values: function(one(total, values), other(total, values))

    def _all(self, parts: list[ast.Expression], *, certain: bool) -> Step | None:
        """Compile several parts to one function that returns a list."""
        steps = [step for part in parts if (step := self._function(part, certain=certain)) is not None]
        if len(steps) < len(parts):
            return None
        return lambda total, values: [step(total, values) for step in steps]

    def _property(self, subject: ast.Expression, key: str, *, certain: bool) -> Step | None:
        owner = self._function(subject, certain=certain)
        return owner and (lambda total, values: get_property(owner(total, values), key, values[0]))

    def _function_call(
        self, name: str, arguments: tuple[ast.Expression, ...], *, certain: bool
    ) -> Step | None:
        function = lookup(name)
        if function is not None and function.name == "coalesce":
            return self._coalesce(arguments, certain=certain)
        if (
            function is None
            or function.name == "exists"
            or function.scalar is None
            or function.needs_context
            or not function.deterministic
            or not function.minimum <= len(arguments) <= (function.maximum or 0)
        ):
            return None
        values = self._all(list(arguments), certain=certain)
        scalar = checked(function)
        return values and (lambda total, given: scalar(*values(total, given)))

    def _coalesce(self, arguments: tuple[ast.Expression, ...], *, certain: bool) -> Step | None:
        steps = [self._function(part, certain=certain and place == 0) for place, part in enumerate(arguments)]
        known = [step for step in steps if step is not None]
        if len(known) < len(steps):
            return None

        def first(total: Any, given: Any) -> Any:
            for step in known:
                if (value := step(total, given)) is not None:
                    return value
            return None

        return first

    def _logic(
        self, left: ast.Expression, right: ast.Expression, *, certain: bool, decided_by: bool
    ) -> Step | None:
        one, other = self._function(left, certain=certain), self._function(right, certain=False)
        if one is None or other is None:
            return None

        def decide(total: Any, values: Any) -> bool | None:
            first = truth(one(total, values))
            if first is decided_by:
                return decided_by
            second = truth(other(total, values))
            return second if second is decided_by or first is not None else None

        return decide

    def _case(
        self,
        whens: tuple[tuple[ast.Expression, ast.Expression], ...],
        default: ast.Expression,
        *,
        certain: bool,
    ) -> Step | None:
        answer = self._function(default, certain=False)
        for position, (when, then) in reversed(list(enumerate(whens))):
            test = self._function(when, certain=certain and position == 0)
            results = self._function(then, certain=False)
            if test is None or results is None or answer is None:
                return None
            answer = _choice(test, results, answer)
        return answer


def _accumulator(total: Any, _values: Any) -> Any:
    return total


def _choice(test: Step, then: Step, otherwise: Step) -> Step:
    def choose(total: Any, values: Any) -> Any:
        met = test(total, values)
        if met is True or (met is not False and truth(met)):
            return then(total, values)
        return otherwise(total, values)

    return choose


_HARMLESS: Final = (ast.Literal, ast.Parameter, ast.Variable)
"""Expressions that cannot fail, and so may be evaluated for items that do not need them."""


def _batch_a_step(
    expression: ast.Reduce, compiler: Compiler, initial: Compiled, source: Compiled
) -> Compiled:
    """Fold in lockstep: all rows process their next item together."""
    body = compiler.compile(expression.expression)
    accumulator, variable = expression.accumulator, expression.variable

    def run(batch: Batch, context: Context) -> Column:
        lists = [list_of(value) for value in values_of(source(batch, context))]
        totals = values_of(initial(batch, context))
        steps = max((len(items) for items in lists if items), default=0)
        rows = list(range(len(lists)))
        for step in range(steps):
            context.check()
            rows = [row for row in rows if len(lists[row] or ()) > step]
            columns = {
                accumulator: column_from([totals[row] for row in rows]),
                variable: column_from([lists[row][step] for row in rows]),  # type: ignore[index]
            }
            inner = batch.take_with(np.array(rows, dtype=np.int64), columns)
            for row, total in zip(rows, values_of(body(inner, context)), strict=True):
                totals[row] = total
        return column_from(
            [None if items is None else total for items, total in zip(lists, totals, strict=True)]
        )

    return run
