"""Compile expressions to functions of batches; a table has the compiler of each kind of expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sociogram.graph.errors import COMPILE_TIME, CypherSemanticError
from sociogram.queries.cypher.expressions.access import (
    compile_has_labels,
    compile_is_normalized,
    compile_is_type,
    compile_literal,
    compile_parameter,
    compile_property,
    compile_slice,
    compile_subscript,
    compile_variable,
    label_test,
    property_column,
)
from sociogram.queries.cypher.expressions.boolean import compile_case, compile_case_subject, compile_logic
from sociogram.queries.cypher.expressions.calls import compile_function
from sociogram.queries.cypher.expressions.lists import (
    compile_comprehension,
    compile_list,
    compile_map,
    compile_map_projection,
    compile_quantifier,
)
from sociogram.queries.cypher.expressions.operators import (
    comparison,
    compile_binary,
    compile_chain,
    compile_comparison,
    compile_is_null,
    compile_unary,
)
from sociogram.queries.cypher.expressions.reduce import compile_reduce
from sociogram.queries.cypher.kernels.compiled import Compiled, Compiler, Constant, SubqueryCompiler
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast

__all__ = [
    "Compiled",
    "Constant",
    "ExpressionCompiler",
    "SubqueryCompiler",
    "comparison",
    "label_test",
    "property_column",
]


class ExpressionCompiler:
    """Compiles expressions, including nested ones.

    Args:
        subqueries: compiles expressions that match patterns; if None, they are rejected.
    """

    def __init__(self, subqueries: SubqueryCompiler | None = None) -> None:
        self._subqueries = subqueries

    def compile(self, expression: ast.Expression) -> Compiled:
        """Compile an expression to a function from a batch to a column of the same length.

        An expression whose value is known before the query runs becomes a ``Constant``.
        """
        watch.step()
        return _COMPILERS[type(expression)](expression, self)

    def compile_subquery(self, expression: ast.Expression) -> Compiled:
        """Compile a pattern or subquery expression to a function from a batch to a column."""
        if self._subqueries is None:
            raise CypherSemanticError(
                "Patterns and subqueries are not allowed in this expression.",
                phase=COMPILE_TIME,
                detail="UnexpectedSyntax",
            )
        return self._subqueries.compile(expression)


def _binary(expression: ast.Binary, compiler: Compiler) -> Compiled:
    if expression.operator in ("AND", "OR"):
        return compile_logic(expression, compiler)
    return compile_binary(expression, compiler)


def _subquery(expression: ast.Expression, compiler: Compiler) -> Compiled:
    return compiler.compile_subquery(expression)


_COMPILERS: Final[dict[type, Callable[[Any, Compiler], Compiled]]] = {
    ast.Literal: compile_literal,
    ast.Parameter: compile_parameter,
    ast.Variable: compile_variable,
    ast.Property: compile_property,
    ast.Subscript: compile_subscript,
    ast.Slice: compile_slice,
    ast.ListLiteral: compile_list,
    ast.MapLiteral: compile_map,
    ast.MapProjection: compile_map_projection,
    ast.Unary: compile_unary,
    ast.Binary: _binary,
    ast.Chain: compile_chain,
    ast.Comparison: compile_comparison,
    ast.IsNull: compile_is_null,
    ast.HasLabels: compile_has_labels,
    ast.IsType: compile_is_type,
    ast.IsNormalized: compile_is_normalized,
    ast.FunctionCall: compile_function,
    ast.Case: compile_case,
    ast.CaseSubject: compile_case_subject,
    ast.ListComprehension: compile_comprehension,
    ast.Quantifier: compile_quantifier,
    ast.Reduce: compile_reduce,
    ast.PatternExpression: _subquery,
    ast.ShortestPathExpression: _subquery,
    ast.PatternComprehension: _subquery,
    ast.SubqueryExpression: _subquery,
}
