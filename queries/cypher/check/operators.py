"""Checks of operators: the kinds of their operands and of their results."""

from __future__ import annotations

from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.base import Checks
from sociogram.queries.cypher.syntax import ast

_ARITHMETIC = ("-", "*", "/", "%", "^")
_NOT_ARITHMETIC = frozenset(
    (kinds.BOOLEAN, kinds.STRING, kinds.MAP, kinds.NODE, kinds.RELATIONSHIP, kinds.PATH)
)


class OperatorChecks(Checks):
    """Mixin with the checks of operators, predicates such as IS NULL, and CASE."""

    def _unary(self, node: ast.Unary) -> str:
        if node.operator == "NOT":
            self.predicate(node.operand)
            return kinds.BOOLEAN
        kind = self.expression(node.operand)
        if kind in _NOT_ARITHMETIC or kinds.is_list(kind):
            raise self.wrong_type(node, "a number", kind)
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
                    raise self.wrong_type(operand, f"a number on each side of {operator}", kind)
            if operator == "^":
                return kinds.FLOAT
            return kinds.common((left, right)) if {left, right} <= kinds.NUMBERS else kinds.ANY
        if operator == "+":
            return self._sum(node, left, right)
        if operator == "IN":
            if not kinds.fits(right, (kinds.LIST,)):
                raise self.wrong_type(
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
                    raise self.wrong_type(
                        operand, "numbers, strings, lists or temporal values around +", kind
                    )
        return kinds.ANY

    def _concatenation(self, node: ast.Binary, left: str, right: str) -> str:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        for operand, kind in ((node.left, left), (node.right, right)):
            if not kinds.fits(kind, (kinds.STRING, kinds.LIST)):
                raise self.wrong_type(
                    operand, "strings or lists around ||", kind, "To join conditions, write OR."
                )
        if {left, right} & {kinds.STRING} and any(map(kinds.is_list, (left, right))):
            raise self.wrong_type(node.right, "two strings or two lists around ||", right)
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
