"""Checks of expressions: variables, known types, function calls, aggregation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sociogram.graph.errors import CypherError, CypherParameterMissing, CypherTypeError
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.base import ALLOWED, FORBIDDEN, INSIDE, Checks, Scope
from sociogram.queries.cypher.check.model import FunctionOfTable
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.function_hints import function_hint

_LITERALS = {bool: kinds.BOOLEAN, int: kinds.INTEGER, float: kinds.FLOAT, str: kinds.STRING}
_ARITHMETIC = ("-", "*", "/", "%", "^")
_NOT_ARITHMETIC = frozenset(
    (kinds.BOOLEAN, kinds.STRING, kinds.MAP, kinds.NODE, kinds.RELATIONSHIP, kinds.PATH)
)
_RANDOM = frozenset(("rand", "randomUUID"))
_CHECKED_AT_RUNTIME = frozenset(("range",))
"""Functions for which the TCK expects type errors at run time, not at compile time."""


class ExpressionChecks(Checks):
    """Mixin with the checks of expressions; each returns the kind of the expression's value."""

    by_class: ClassVar[dict[type, Callable[[Any, Any], str]]] = {}

    def expression(self, node: ast.Expression) -> str:
        """Check an expression; return the kind of its value."""
        watch.step()
        return self.by_class[type(node)](self, node)

    def predicate(self, node: ast.Expression) -> None:
        """Check a condition; only here may a pattern be used as an expression.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType.
        """
        if isinstance(node, ast.PatternExpression):
            self.introduced(node.pattern, may_introduce=False)
            return
        kind = self.expression(node)
        if not kinds.fits(kind, (kinds.BOOLEAN,)):
            hint = "A condition must be true, false or null."
            if kind == kinds.STRING:
                hint += " To compare with several values, write x IN ['a', 'b']."
            elif kind in kinds.ENTITIES:
                hint = "To test for existence, write … IS NOT NULL; a pattern needs a relationship."
            raise self.error(
                node, f"Expected a BOOLEAN, not {kinds.shown(kind)}", "InvalidArgumentType", hint
            )

    # ── atoms ───────────────────────────────────────────────────────────────────────────────

    def _literal(self, node: ast.Literal) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL IntegerOverflow."""
        value = node.value
        if type(value) is int and not kinds.LEAST_INTEGER <= value <= kinds.GREATEST_INTEGER:
            bounds = f"from {kinds.LEAST_INTEGER} to {kinds.GREATEST_INTEGER}"
            hint = f"Integers range {bounds}; floats may be larger, like 1e19."
            raise self.error(node, "This integer is too large", "IntegerOverflow", hint)
        return kinds.NULL if value is None else _LITERALS[type(value)]

    def _parameter(self, node: ast.Parameter) -> str:
        """TYPE ParameterMissing, PHASE compile time, DETAIL MissingParameter."""
        self.need_parameter(node.name, node)
        return kinds.ANY

    def need_parameter(self, name: str, at: ast.Syntax) -> None:
        """Record that a parameter is read; raise if it is missing."""
        self.parameters.add(name)
        if self.given is not None and name not in self.given:
            hint = self.nearest(name, self.given) or "Pass it with the query."
            raise self.error(
                at, f"Parameter ${name} is missing", "MissingParameter", hint, CypherParameterMissing
            )

    def _variable(self, node: ast.Variable) -> str:
        kind = self.scope.get(node.name)
        if kind is None:
            raise self.undefined(node.name, node)
        return kind

    def _case_subject(self, _node: ast.CaseSubject) -> str:
        return kinds.ANY

    def _list(self, node: ast.ListLiteral) -> str:
        return kinds.list_of(kinds.common([self.expression(item) for item in node.items]))

    def _map(self, node: ast.MapLiteral) -> str:
        for _, value in node.items:
            self.expression(value)
        return kinds.MAP

    def _map_projection(self, node: ast.MapProjection) -> str:
        kind = self._variable(node.subject)
        if not kinds.fits(kind, (kinds.MAP,)):
            raise self._wrong_type(node, "a node, a relationship or a map", kind)
        for _, value in node.items:
            self.expression(value)
        return kinds.MAP

    # ── access ──────────────────────────────────────────────────────────────────────────────

    def _property(self, node: ast.Property) -> str:
        """TYPE TypeError (of a path SyntaxError), PHASE compile time, DETAIL InvalidArgumentType."""
        kind = self.expression(node.subject)
        if kind in kinds.PLAIN or kinds.is_list(kind):
            message = f"{kinds.shown(kind).capitalize()} has no properties"
            hint = "Only nodes, relationships, maps, points and temporal values have properties."
            raise self.error(node, message, "InvalidArgumentType", hint, CypherTypeError)
        if kind == kinds.PATH:
            hint = "Use nodes(path) and relationships(path)."
            raise self.error(node, "A path has no properties", "InvalidArgumentType", hint)
        return kinds.ANY

    def _subscript(self, node: ast.Subscript) -> str:
        """TYPE TypeError, PHASE compile time, DETAIL InvalidArgumentType."""
        kind = self.expression(node.subject)
        index = self.expression(node.index)
        if kind in kinds.PLAIN or kind == kinds.PATH:
            message = f"{kinds.shown(kind).capitalize()} cannot be indexed"
            hint = "Lists are indexed by number; nodes, relationships and maps by name."
            raise self.error(node, message, "InvalidArgumentType", hint, CypherTypeError)
        if kinds.is_list(kind) and not kinds.fits(index, (kinds.INTEGER,)):
            message = f"List indexes must be integers, not {kinds.shown(index)}"
            raise self.error(node.index, message, "InvalidArgumentType", kind=CypherTypeError)
        return kinds.inner_of(kind)

    def _slice(self, node: ast.Slice) -> str:
        kind = self.expression(node.subject)
        if not kinds.fits(kind, (kinds.LIST,)):
            raise self._wrong_type(node, "a list", kind)
        for bound in (node.start, node.end):
            if bound is not None:
                self.expression(bound)
        return kind if kinds.is_list(kind) else kinds.LIST

    def _has_labels(self, node: ast.HasLabels) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        kind = self.expression(node.subject)
        if not kinds.fits(kind, kinds.ENTITIES):
            raise self._wrong_type(node, "a node or a relationship", kind)
        self.label_expression(node.labels)
        return kinds.BOOLEAN

    def label_expression(self, labels: ast.LabelExpression) -> None:
        """Check the expressions of dynamic labels."""
        match labels:
            case ast.DynamicLabel(expression):
                kind = self.dynamic_name(expression)
                if kinds.is_list(kind):
                    kind = kinds.inner_of(kind)
                elif not kinds.fits(kind, (kinds.STRING, kinds.LIST)):
                    raise self._wrong_type(expression, "a string or a list of strings", kind)
                if not kinds.fits(kind, (kinds.STRING,)):
                    raise self._wrong_type(expression, "a string or a list of strings", kinds.list_of(kind))
            case ast.LabelNot(operand):
                self.label_expression(operand)
            case ast.LabelAnd(operands) | ast.LabelOr(operands):
                for operand in operands:
                    self.label_expression(operand)

    def dynamic_name(self, expression: ast.Expression) -> str:
        """Check what names a label, a type or a property when the query runs; return its kind.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType.
        """
        if isinstance(expression, ast.Literal) and expression.value in (None, ""):
            shown = "null" if expression.value is None else "an empty string"
            message = f"Expected the name of a label, a type or a property, not {shown}"
            raise self.error(expression, message, "InvalidArgumentType")
        return self.expression(expression)

    # ── operators ───────────────────────────────────────────────────────────────────────────

    def _unary(self, node: ast.Unary) -> str:
        if node.operator == "NOT":
            self.predicate(node.operand)
            return kinds.BOOLEAN
        kind = self.expression(node.operand)
        if kind in _NOT_ARITHMETIC or kinds.is_list(kind):
            raise self._wrong_type(node, "a number", kind)
        return kind

    def _binary(self, node: ast.Binary) -> str:
        operator = node.operator
        if operator in ("AND", "OR", "XOR"):
            self.predicate(node.left)
            self.predicate(node.right)
            return kinds.BOOLEAN
        kinds_of = self.expression(node.left), self.expression(node.right)
        return self._combined(node, kinds_of)

    def _chain(self, node: ast.Chain) -> str:
        kind = self.expression(node.first)
        for operator, operand in node.steps:
            step = ast.Binary(operator, node.first, operand, pos=node.pos)
            kind = self._combined(step, (kind, self.expression(operand)))
        return kind

    def _combined(self, node: ast.Binary, kinds_of: tuple[str, str]) -> str:
        operator, (left, right) = node.operator, kinds_of
        if operator in _ARITHMETIC:
            for operand, kind in ((node.left, left), (node.right, right)):
                if kind in _NOT_ARITHMETIC or kinds.is_list(kind):
                    raise self._wrong_type(operand, f"a number on each side of {operator}", kind)
            if operator == "^":
                return kinds.FLOAT
            return kinds.common((left, right)) if {left, right} <= kinds.NUMBERS else kinds.ANY
        if operator == "+":
            return self._sum(node, left, right)
        if operator == "IN":
            if not kinds.fits(right, (kinds.LIST,)):
                raise self._wrong_type(
                    node.right, "a list on the right of IN", right, "Write it in brackets: [1, 2]."
                )
            return kinds.BOOLEAN
        if operator == "||":
            return self._concatenation(node, left, right)
        return kinds.BOOLEAN

    def _sum(self, node: ast.Binary, left: str, right: str) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        if kinds.is_list(left) or kinds.is_list(right):
            return left if left == right else kinds.LIST
        if {left, right} <= kinds.NUMBERS:
            return kinds.common((left, right))
        if left == right == kinds.STRING:
            return kinds.STRING
        if kinds.STRING not in (left, right) and kinds.ANY not in (left, right):
            for operand, kind in ((node.left, left), (node.right, right)):
                if kind in _NOT_ARITHMETIC:
                    raise self._wrong_type(
                        operand, "numbers, strings, lists or temporal values around +", kind
                    )
        return kinds.ANY

    def _concatenation(self, node: ast.Binary, left: str, right: str) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        for operand, kind in ((node.left, left), (node.right, right)):
            if not kinds.fits(kind, (kinds.STRING, kinds.LIST)):
                raise self._wrong_type(
                    operand, "strings or lists around ||", kind, "To join conditions, write OR."
                )
        if {left, right} & {kinds.STRING} and any(map(kinds.is_list, (left, right))):
            raise self._wrong_type(node.right, "two strings or two lists around ||", right)
        return left if left == right else kinds.ANY

    def _comparison(self, node: ast.Comparison) -> str:
        for operand in node.operands:
            self.expression(operand)
        return kinds.BOOLEAN

    def _test(self, node: ast.IsNull | ast.IsType | ast.IsNormalized) -> str:
        self.expression(node.operand)
        return kinds.BOOLEAN

    def _case(self, node: ast.Case) -> str:
        if node.subject is not None:
            self.expression(node.subject)
        results: list[str] = []
        for when, result in node.whens:
            if node.subject is None:
                self.predicate(when)
            else:
                self.expression(when)
            results.append(self.expression(result))
        if node.default is not None:
            results.append(self.expression(node.default))
        return kinds.common(results)

    # ── functions ───────────────────────────────────────────────────────────────────────────

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

    def _wrong_type(self, at: ast.Syntax, wanted: str, kind: str, hint: str | None = None) -> CypherError:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        return self.error(at, f"Expected {wanted}, not {kinds.shown(kind)}", "InvalidArgumentType", hint)

    # ── variables of their own ──────────────────────────────────────────────────────────────

    def _elements(self, source: ast.Expression) -> str:
        """Check the list of a comprehension; return the kind of its elements."""
        kind = self.expression(source)
        if not kinds.fits(kind, (kinds.LIST,)):
            raise self._wrong_type(source, "a list", kind)
        return kinds.inner_of(kind)

    def _with_locals(self, own: Scope) -> Scope:
        """Add an expression's local variables to the scope; return the previous scope."""
        outer = self.scope
        self.scope = {**outer, **own}
        return outer

    def _list_comprehension(self, node: ast.ListComprehension) -> str:
        element = self._elements(node.list)
        outer = self._with_locals({node.variable: element})
        mode, self.aggregation = self.aggregation, FORBIDDEN
        if node.where is not None:
            self.predicate(node.where)
        if node.projection is not None:
            element = self.expression(node.projection)
        self.scope, self.aggregation = outer, mode
        return kinds.list_of(element)

    def _quantifier(self, node: ast.Quantifier) -> str:
        outer = self._with_locals({node.variable: self._elements(node.list)})
        mode, self.aggregation = self.aggregation, FORBIDDEN
        self.predicate(node.where)
        self.scope, self.aggregation = outer, mode
        return kinds.BOOLEAN

    def _reduce(self, node: ast.Reduce) -> str:
        self.expression(node.initial)
        element = self._elements(node.list)
        outer = self._with_locals({node.accumulator: kinds.ANY, node.variable: element})
        mode, self.aggregation = self.aggregation, FORBIDDEN
        self.expression(node.expression)
        self.scope, self.aggregation = outer, mode
        return kinds.ANY

    def _pattern(self, node: ast.PatternExpression) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL UnexpectedSyntax."""
        message = "A pattern is only allowed as a condition"
        hint = "Write EXISTS {…}, COUNT {…} or a comprehension: [(a)-->(b) | b]."
        raise self.error(node, message, "UnexpectedSyntax", hint)

    def _shortest_path(self, node: ast.ShortestPathExpression) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL UndefinedVariable."""
        self.introduced(node.pattern, may_introduce=False)
        for end in (node.pattern.elements[0], node.pattern.elements[-1]):
            if end.variable is None:
                message = "The ends of a shortest path in an expression must be bound nodes"
                hint = "MATCH both nodes before and use their names here."
                raise self.error(end, message, "UndefinedVariable", hint)
        selector = node.pattern.selector
        is_all = selector is not None and selector.kind == "allShortestPaths"
        return kinds.list_of(kinds.PATH) if is_all else kinds.PATH

    def _pattern_comprehension(self, node: ast.PatternComprehension) -> str:
        outer = self._with_locals({})
        mode, self.aggregation = self.aggregation, FORBIDDEN
        self.introduced(node.pattern, may_introduce=True)
        if node.where is not None:
            self.predicate(node.where)
        kind = self.expression(node.projection)
        self.scope, self.aggregation = outer, mode
        return kinds.list_of(kind)

    def _subquery(self, node: ast.SubqueryExpression) -> str:
        outer_scope, outer, mode = self.scope, self.outer, self.aggregation
        self.scope, self.outer, self.aggregation = dict(outer_scope), outer_scope, FORBIDDEN
        aggregates = self.aggregates
        columns = self.query(node.query, inside=node.kind)
        self.scope, self.outer, self.aggregation = outer_scope, outer, mode
        self.aggregates: int = aggregates
        if node.kind == "COLLECT" and (columns is None or len(columns) != 1):
            message = "COLLECT {…} must return one column"
            raise self.error(
                node, message, "InvalidClauseComposition", "End it with RETURN and a single expression."
            )
        return {"EXISTS": kinds.BOOLEAN, "COUNT": kinds.INTEGER}.get(node.kind, kinds.LIST)


ExpressionChecks.by_class.update(
    {
        ast.Literal: ExpressionChecks._literal,
        ast.Parameter: ExpressionChecks._parameter,
        ast.Variable: ExpressionChecks._variable,
        ast.CaseSubject: ExpressionChecks._case_subject,
        ast.ListLiteral: ExpressionChecks._list,
        ast.MapLiteral: ExpressionChecks._map,
        ast.MapProjection: ExpressionChecks._map_projection,
        ast.Property: ExpressionChecks._property,
        ast.Subscript: ExpressionChecks._subscript,
        ast.Slice: ExpressionChecks._slice,
        ast.HasLabels: ExpressionChecks._has_labels,
        ast.Unary: ExpressionChecks._unary,
        ast.Binary: ExpressionChecks._binary,
        ast.Chain: ExpressionChecks._chain,
        ast.Comparison: ExpressionChecks._comparison,
        ast.IsNull: ExpressionChecks._test,
        ast.IsType: ExpressionChecks._test,
        ast.IsNormalized: ExpressionChecks._test,
        ast.Case: ExpressionChecks._case,
        ast.FunctionCall: ExpressionChecks._call,
        ast.CountStar: ExpressionChecks._count_star,
        ast.ListComprehension: ExpressionChecks._list_comprehension,
        ast.Quantifier: ExpressionChecks._quantifier,
        ast.Reduce: ExpressionChecks._reduce,
        ast.PatternExpression: ExpressionChecks._pattern,
        ast.ShortestPathExpression: ExpressionChecks._shortest_path,
        ast.PatternComprehension: ExpressionChecks._pattern_comprehension,
        ast.SubqueryExpression: ExpressionChecks._subquery,
    }
)
