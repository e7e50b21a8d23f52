"""Expressions: operators and postfix forms.

A single loop implements precedence climbing; openCypher's grammar has one rule per level. From the lowest to
the highest precedence:

========== ============================================================== ==========================
level      operators                                                      openCypher
========== ============================================================== ==========================
OR         OR                                                             OrExpression
XOR        XOR                                                            XorExpression
AND        AND                                                            AndExpression
NOT        NOT (prefix)                                                   NotExpression
COMPARISON = <> < <= > >=, in chains                                      ComparisonExpression
PREDICATE  IN, STARTS WITH, ENDS WITH, CONTAINS, =~, IS …, ::             StringListNullPredicate…
SUM        + - ||                                                         AddOrSubtractExpression
PRODUCT    * / %                                                          MultiplyDivideModulo…
POWER      ^                                                              PowerOfExpression
SIGN       + - (prefix)                                                   UnaryAddOrSubtract…
POSTFIX    .key [index] [a..b] :Label                                     NonArithmeticOperator…
========== ============================================================== ==========================
"""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.atoms import NO_BEGIN
from sociogram.queries.cypher.syntax.parser.cursor import MAX_NESTING, NO_BAR, too_deep
from sociogram.queries.cypher.syntax.parser.forms import NORMAL_FORMS, FormRules

OR, XOR, AND, NOT, COMPARISON, PREDICATE, SUM, PRODUCT, POWER = range(1, 10)

_LEVELS = {
    "OR": OR,
    "XOR": XOR,
    "AND": AND,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "!="), COMPARISON),
    **dict.fromkeys(("IN", "STARTS", "ENDS", "CONTAINS", "=~", "IS", "::"), PREDICATE),
    **dict.fromkeys(("+", "-", "||"), SUM),
    **dict.fromkeys(("*", "/", "%"), PRODUCT),
    "^": POWER,
}
_LEANING = 16
"""The maximum length of a chain of operators that becomes a left-deep tree.

A longer one of AND, OR or XOR becomes a balanced tree with the same meaning, and a longer one of arithmetic
operators becomes a ``Chain``. Both are shallow.
"""


class ExpressionRules(FormRules):
    """The rules for operators."""

    # Expression := OrExpression
    def expression(self, floor: int = OR) -> ast.Expression:
        """Parse an expression whose operators bind at least as tightly as ``floor``."""
        watch.step()
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise too_deep()
        left = self._operand(floor)
        while True:
            key = self.keys[self.at]
            level = _LEVELS.get(key, 0)
            if level < floor:
                break
            if level >= SUM:
                left = self._arithmetic(left, level)
            elif level == COMPARISON:
                left = self._comparison(left)
            elif level == PREDICATE:
                predicate = self._predicate(left)
                if predicate is None:
                    break
                left = predicate
            else:
                left = self._connected(left, level)
        self.depth -= 1
        return left

    # AddOrSubtractExpression, MultiplyDivideModuloExpression, PowerOfExpression
    def _arithmetic(self, left: ast.Expression, level: int) -> ast.Expression:
        steps: list[tuple[Any, ast.Expression]] = []
        while _LEVELS.get(self.keys[self.at], 0) == level:
            operator = self.keys[self.at]
            self.at += 1
            steps.append((operator, self.expression(level + 1)))
        if len(steps) > _LEANING:
            return ast.Chain(left, tuple(steps), pos=left.pos)
        for operator, operand in steps:
            left = ast.Binary(operator, left, operand, pos=left.pos)
        return left

    # OrExpression, XorExpression, AndExpression
    def _connected(self, left: ast.Expression, level: int) -> ast.Expression:
        word: Any = self.keys[self.at]
        operands = [left]
        while self.skip(word):
            operands.append(self.expression(level + 1))
        if len(operands) > _LEANING:
            return _balanced(word, operands)
        for operand in operands[1:]:
            left = ast.Binary(word, left, operand, pos=left.pos)
        return left

    # NotExpression, UnaryAddOrSubtractExpression
    def _operand(self, floor: int) -> ast.Expression:
        key = self.keys[self.at]
        if key == "NOT" and self.keys[self.at + 1] not in NO_BEGIN:
            if floor > NOT:
                raise self.error("Unexpected 'NOT'", "UnexpectedSyntax", "Put NOT … in parentheses.")
            pos = self.pos
            self.at += 1
            return ast.Unary("NOT", self.expression(NOT), pos=pos)
        if key in ("+", "-"):
            return self._signed()
        return self._postfix()

    def _signed(self) -> ast.Expression:
        """Parse a sign and its operand; a negative number becomes one literal, which makes -2^63 possible."""
        pos = self.pos
        sign: Any = self.keys[self.at]
        self.at += 1
        self.enter()
        operand = self._signed() if self.keys[self.at] in ("+", "-") else self._postfix()
        self.depth -= 1
        if sign == "-" and isinstance(operand, ast.Literal) and type(operand.value) in (int, float):
            value: Any = operand.value
            if not (isinstance(value, int) and value < 0):
                return ast.Literal(-value, pos=pos)
        return ast.Unary(sign, operand, pos=pos)

    # ComparisonExpression := StringListNullPredicateExpression (PartialComparisonExpression)*
    def _comparison(self, first: ast.Expression) -> ast.Comparison:
        operands: list[ast.Expression] = [first]
        operators: list[Any] = []
        while _LEVELS.get(self.keys[self.at], 0) == COMPARISON:
            if self.keys[self.at] == "!=":
                raise self.error("Cypher has no operator !=.", "UnexpectedSyntax", "Write <> for inequality.")
            operators.append(self.keys[self.at])
            self.at += 1
            if self.skip("="):
                raise self.error("Cypher has no operator ==.", "UnexpectedSyntax", "Write = for equality.")
            operands.append(self.expression(PREDICATE))
        return ast.Comparison(tuple(operands), tuple(operators), pos=first.pos)

    def condition_on(self, subject: ast.Expression) -> ast.Expression:
        """Parse the rest of a comparison or predicate, given its left side ``subject``."""
        if _LEVELS.get(self.keys[self.at], 0) == COMPARISON:
            return self._comparison(subject)
        predicate = self._predicate(subject)
        if predicate is None:
            raise self.unexpected("a condition")
        return predicate

    # StringPredicateExpression, ListPredicateExpression, NullPredicateExpression
    def _predicate(self, left: ast.Expression) -> ast.Expression | None:
        key = self.keys[self.at]
        operator: Any = key
        if key in ("IS", "::"):
            return self._is(left)
        if key in ("STARTS", "ENDS"):
            if self.keys[self.at + 1] != "WITH":
                return None
            operator = f"{key} WITH"
            self.at += 1
        self.at += 1
        return ast.Binary(operator, left, self.expression(SUM), pos=left.pos)

    # 'IS' ['NOT'] ('NULL' | ('::' | 'TYPED') Type | [NormalForm] 'NORMALIZED'), 'IS' labelExpression
    def _is(self, left: ast.Expression) -> ast.Expression | None:
        if self.skip("::"):
            return ast.IsType(left, self.type_name(), negated=False, pos=left.pos)
        self.at += 1
        negated = self.skip("NOT")
        if self.skip("NULL"):
            return ast.IsNull(left, negated, pos=left.pos)
        if self.skip_any("::", "TYPED"):
            return ast.IsType(left, self.type_name(), negated, pos=left.pos)
        if self.skip("NORMALIZED"):
            return ast.IsNormalized(left, "NFC", negated, pos=left.pos)
        form: Any = self.keys[self.at]
        if form in NORMAL_FORMS and self.keys[self.at + 1] == "NORMALIZED":
            self.at += 2
            return ast.IsNormalized(left, form, negated, pos=left.pos)
        if not negated and self.label_ahead(self.at):
            return ast.HasLabels(left, self.label_expression(), pos=left.pos)
        raise self.unexpected(
            "NULL, NOT NULL, :: TYPE, NORMALIZED or a label", keywords=("NULL", "NOT", "TYPED")
        )

    # NonArithmeticOperatorExpression := Atom (PropertyLookup | ListOperatorExpression | NodeLabels)*
    def _postfix(self, *, labels: bool = True) -> ast.Expression:
        subject = self.atom()
        while True:
            key = self.keys[self.at]
            if key == ".":
                watch.step()
                self.at += 1
                subject = ast.Property(subject, self.token_name("a property name"), pos=subject.pos)
            elif key == "[":
                subject = self._index(subject)
            elif key == ":" and labels and self.label_ahead(self.at + 1):
                self.at += 1
                subject = ast.HasLabels(subject, self.label_expression(), pos=subject.pos)
            else:
                return subject

    def assignable(self) -> ast.Expression:
        """Parse a target of SET or REMOVE: a variable, ``subject.key``, ``subject[key]``."""
        return self._postfix(labels=False)

    # ListOperatorExpression := '[' Expression ']' | '[' [Expression] '..' [Expression] ']'
    def _index(self, subject: ast.Expression) -> ast.Expression:
        self.at += 1
        outer, self.bar = self.bar, NO_BAR
        made: ast.Expression
        start = None if self.keys[self.at] == ".." else self.expression()
        if self.skip(".."):
            end = None if self.keys[self.at] == "]" else self.expression()
            made = ast.Slice(subject, start, end, pos=subject.pos)
        elif start is None:
            raise self.unexpected("an index")
        else:
            made = ast.Subscript(subject, start, pos=subject.pos)
        self.expect("]")
        self.bar: int = outer
        return made


def _balanced(operator: Any, operands: list[ast.Expression]) -> ast.Expression:
    """Combine operands by an associative operator into a balanced tree."""
    if len(operands) == 1:
        return operands[0]
    middle = (len(operands) + 1) // 2
    left = _balanced(operator, operands[:middle])
    return ast.Binary(operator, left, _balanced(operator, operands[middle:]), pos=left.pos)
