"""Checks of function calls: names, arguments, and where aggregates are allowed."""

from __future__ import annotations

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.base import ALLOWED, INSIDE, Checks
from sociogram.queries.cypher.check.model import FunctionOfTable
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.function_hints import function_hint

_RANDOM = frozenset(("rand", "randomUUID"))
_CHECKED_AT_RUNTIME = frozenset(("range",))
"""Functions for which the TCK expects type errors at run time, not at compile time."""


class CallChecks(Checks):
    """Mixin with the checks of function calls."""

    def _call(self, node: ast.FunctionCall) -> str:
        function = self.functions.lookup(node.name)
        if function is None:
            raise self._unknown_function(node)
        count = len(node.arguments)
        if count < function.minimum or (function.maximum is not None and count > function.maximum):
            message = f"{function.name} got {count} argument{'s' if count != 1 else ''}"
            raise self.error(node, message, "InvalidNumberOfArguments", f"Signature: {function.signature}.")
        if node.distinct and not function.aggregate:
            message = f"DISTINCT is not allowed in {function.name}, which is not an aggregate"
            raise self.error(node, message, "UnexpectedSyntax")
        if function.aggregate:
            return self._aggregate(node, function)
        if self.aggregated and function.name in _RANDOM:
            message = f"{function.name}() returns a different value each time and cannot be aggregated"
            raise self.error(node, message, "NonConstantExpression", "Compute it in a WITH before.")
        self._arguments(node, function)
        return kinds.known(function.result)

    def _arguments(self, node: ast.FunctionCall, function: FunctionOfTable) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        for position, argument in enumerate(node.arguments):
            parameter = function.parameters[min(position, len(function.parameters) - 1)]
            kind = self.expression(argument)
            if not kinds.fits(kind, parameter.types) and function.name not in _CHECKED_AT_RUNTIME:
                wanted = " or ".join(parameter.types)
                hint = f"Signature: {function.signature}."
                message = f"{function.name} takes {wanted}, not {kinds.shown(kind)}"
                raise self.error(argument, message, "InvalidArgumentType", hint)

    def _aggregate(self, node: ast.FunctionCall, function: FunctionOfTable) -> str:
        self._may_aggregate(node, function.name)
        outer, self.aggregation = self.aggregation, INSIDE
        self.aggregated += 1
        self._arguments(node, function)
        self.aggregated -= 1
        self.aggregation = outer
        return kinds.known(function.result)

    def _count_star(self, node: ast.CountStar) -> str:
        self._may_aggregate(node, "count(*)")
        return kinds.INTEGER

    def _may_aggregate(self, node: ast.Expression, name: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL NestedAggregation or InvalidAggregation."""
        self.aggregates += 1
        if self.aggregation == INSIDE:
            hint = "Compute the inner one in a WITH before."
            raise self.error(node, f"{name} is nested inside another aggregate", "NestedAggregation", hint)
        if self.aggregation != ALLOWED:
            hint = "Compute it in a WITH before."
            raise self.error(
                node, f"{name} is not allowed here: it aggregates rows", "InvalidAggregation", hint
            )

    def _unknown_function(self, node: ast.FunctionCall) -> CypherError:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnknownFunction."""
        hint = function_hint(node.name) or self.nearest(node.name, self.functions.names())
        return self.error(node, f"There is no function {node.name}", "UnknownFunction", hint)
