"""Checks of expressions: variables, types as far as known, patterns and subqueries inside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sociogram.graph.errors import CypherParameterMissing, CypherTypeError
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.base import FORBIDDEN, Scope
from sociogram.queries.cypher.check.calls import CallChecks
from sociogram.queries.cypher.check.operators import OperatorChecks
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast

_LITERALS = {bool: kinds.BOOLEAN, int: kinds.INTEGER, float: kinds.FLOAT, str: kinds.STRING}


class ExpressionChecks(OperatorChecks, CallChecks):
    """Mixin with the checks of expressions; each returns the kind of the expression's value."""

    by_class: ClassVar[dict[type, Callable[[Any, Any], str]]] = {}

    def expression(self, node: ast.Expression) -> str:
        """Check an expression; return the kind of its value."""
        watch.step()
        return self.by_class[type(node)](self, node)

    def predicate(self, node: ast.Expression) -> None:
        """Check a condition, the only expression that may be a pattern.

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
            raise self.wrong_type(node, "a node, a relationship or a map", kind)
        for _, value in node.items:
            self.expression(value)
        return kinds.MAP

    # ── access ──────────────────────────────────────────────────────────────────────────────

    def _property(self, node: ast.Property) -> str:
        """TYPE TypeError (SyntaxError for a path), PHASE compile time, DETAIL InvalidArgumentType."""
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
            raise self.wrong_type(node, "a list", kind)
        for bound in (node.start, node.end):
            if bound is not None:
                self.expression(bound)
        return kind if kinds.is_list(kind) else kinds.LIST

    def _has_labels(self, node: ast.HasLabels) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        kind = self.expression(node.subject)
        if not kinds.fits(kind, kinds.ENTITIES):
            raise self.wrong_type(node, "a node or a relationship", kind)
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
                    raise self.wrong_type(expression, "a string or a list of strings", kind)
                if not kinds.fits(kind, (kinds.STRING,)):
                    raise self.wrong_type(expression, "a string or a list of strings", kinds.list_of(kind))
            case ast.LabelNot(operand):
                self.label_expression(operand)
            case ast.LabelAnd(operands) | ast.LabelOr(operands):
                for operand in operands:
                    self.label_expression(operand)

    def dynamic_name(self, expression: ast.Expression) -> str:
        """Check an expression whose value names a label, a type or a property; return its kind.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType.
        """
        if isinstance(expression, ast.Literal) and expression.value in (None, ""):
            shown = "null" if expression.value is None else "an empty string"
            message = f"Expected the name of a label, a type or a property, not {shown}"
            raise self.error(expression, message, "InvalidArgumentType")
        return self.expression(expression)

    # ── expressions with local variables ──────────────────────────────────────────────────────────────

    def _elements(self, source: ast.Expression) -> str:
        """Check the list of a comprehension; return the kind of its elements."""
        kind = self.expression(source)
        if not kinds.fits(kind, (kinds.LIST,)):
            raise self.wrong_type(source, "a list", kind)
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
