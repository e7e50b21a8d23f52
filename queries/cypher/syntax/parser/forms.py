"""Atoms that begin with a keyword: CASE, quantifiers, reduce, subqueries, and calls with inner keywords."""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.atoms import NO_BEGIN, AtomRules
from sociogram.queries.cypher.syntax.parser.cursor import NO_BAR

_QUERY_WORDS = (
    "MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL", "CREATE", "MERGE", "SET", "REMOVE", "DELETE",
    "DETACH", "NODETACH", "FOREACH", "USE", "LOAD", "FINISH", "INSERT",
)  # fmt: skip
NORMAL_FORMS = ("NFC", "NFD", "NFKC", "NFKD")
_TRIMS = {"BOTH": "btrim", "LEADING": "ltrim", "TRAILING": "rtrim"}
_NO_SIDE = (")", ",", ".", "[", "+", "||", "(")
"""If one of these follows BOTH, LEADING, TRAILING or FROM, the word is a variable."""
_EXTENDED = ("=", "<>", "<", "<=", ">", ">=", "=~", "::")
_EXTENDED_WORDS = ("STARTS", "ENDS", "CONTAINS", "IN", "IS")


class FormRules(AtomRules):
    """The rules for atoms that begin with a keyword."""

    def condition_on(self, subject: ast.Expression) -> ast.Expression:
        """Parse the rest of a comparison or predicate after its left side; implemented in ``expressions``."""
        raise NotImplementedError

    # CaseExpression := 'CASE' [Expression] ('WHEN' When 'THEN' Expression)+ ['ELSE' Expression] 'END'
    def _case(self) -> ast.Case | None:
        if self.keys[self.at + 1] in NO_BEGIN:
            return None
        pos = self.pos
        self.at += 1
        subject = None
        if self.keys[self.at] != "WHEN" or self.keys[self.at + 1] == "WHEN":
            subject = self.expression()
        whens: list[tuple[list[ast.Expression], bool, ast.Expression]] = []
        while self.skip("WHEN"):
            conditions, extended = self._when(has_subject=subject is not None)
            self._word("THEN")
            whens.append((conditions, extended, self.expression()))
        if not whens:
            raise self.unexpected("WHEN", keywords=("WHEN",))
        default = self.expression() if self.skip("ELSE") else None
        self._word("END", "WHEN", "ELSE")
        return ast.Case(subject, _joined_whens(whens), default, pos=pos)

    def _word(self, word: str, *others: str) -> None:
        if not self.skip(word):
            choices = (word, *others, "AND", "OR")
            raise self.unexpected(" or ".join((word, *others)), keywords=choices)

    # extendedWhen: a comparison or predicate without its left side, or a value to compare with
    def _when(self, *, has_subject: bool) -> tuple[list[ast.Expression], bool]:
        conditions: list[ast.Expression] = []
        extended = False
        while True:
            key, following = self.keys[self.at], self.keys[self.at + 1]
            starts_condition = key in _EXTENDED or (
                key in _EXTENDED_WORDS and following not in ("THEN", *NO_BEGIN)
            )
            if has_subject and starts_condition:
                extended = True
                conditions.append(self.condition_on(ast.CaseSubject(pos=self.pos)))
            else:
                conditions.append(self.expression())
            if not has_subject or not self.skip(","):
                break
        return conditions, extended or len(conditions) > 1

    # Quantifier := ('ALL' | 'ANY' | 'NONE' | 'SINGLE') '(' Variable 'IN' Expression 'WHERE' Expression ')'
    def _quantified(self) -> ast.Quantifier | None:
        if self.keys[self.at + 1] != "(" or self.names[self.at + 2] is None or self.keys[self.at + 3] != "IN":
            return None
        pos = self.pos
        kind: Any = self.keys[self.at].lower()
        self.at += 2
        outer, self.bar = self.bar, NO_BAR
        variable = self.name("a variable")
        self.expect("IN")
        source = self.expression()
        self.expect("WHERE")
        where = self.expression()
        self.expect(")")
        self.bar = outer
        return ast.Quantifier(kind, variable, source, where, pos=pos)

    # Reduce := 'REDUCE' '(' Variable '=' Expression ',' Variable 'IN' Expression '|' Expression ')'
    def _reduce(self) -> ast.Reduce | None:
        if self.keys[self.at + 1] != "(":
            return None
        pos = self.pos
        bar = self.first_bar(self.at + 1)
        self.at += 2
        outer, self.bar = self.bar, NO_BAR
        accumulator = self.name("a variable")
        self.expect("=")
        initial = self.expression()
        self.expect(",")
        variable = self.name("a variable")
        self.expect("IN")
        self.bar = bar
        source = self.expression()
        self.bar = NO_BAR
        self.expect("|")
        expression = self.expression()
        self.expect(")")
        self.bar = outer
        return ast.Reduce(accumulator, initial, variable, source, expression, pos=pos)

    # ── subqueries ──────────────────────────────────────────────────────────────────────────

    # ExistentialSubquery := 'EXISTS' '{' (Query | Pattern [Where]) '}'; COUNT and COLLECT likewise
    def _subquery(self) -> ast.SubqueryExpression | None:
        if self.keys[self.at + 1] != "{":
            return None
        pos = self.pos
        kind: Any = self.keys[self.at]
        self.at += 2
        return ast.SubqueryExpression(kind, self.braced_query(), pos=pos)

    def braced_query(self) -> ast.Query:
        """Parse a query or a bare pattern, and the closing ``}``."""
        outer, self.bar = self.bar, NO_BAR
        self.enter()
        if self.keys[self.at] in _QUERY_WORDS and self.keys[self.at + 1] != "=":
            query = self.query()
        else:
            query = self._bare_pattern()
        self.depth -= 1
        if not self.skip("}"):
            raise self.unexpected("'}' to close the subquery", keywords=("WHERE", *_QUERY_WORDS, "UNION"))
        self.bar = outer
        return query

    def _bare_pattern(self) -> ast.SingleQuery:
        pos = self.pos
        repeatable, pattern = self.pattern_with_mode()
        where = self.expression() if self.skip("WHERE") else None
        return ast.SingleQuery((ast.Match(pattern, where, repeatable=repeatable, pos=pos),), pos=pos)

    # exists(pattern) is EXISTS { pattern }; exists(value), from Cypher before IS NOT NULL, is IS NOT NULL
    def _exists(self) -> ast.Expression | None:
        if self.keys[self.at + 1] == "{":
            return self._subquery()
        if self.keys[self.at + 1] != "(":
            return None
        pos = self.pos
        self.at += 2
        outer, self.bar = self.bar, NO_BAR
        argument = self.expression()
        self.expect(")")
        self.bar = outer
        if isinstance(argument, ast.PatternExpression):
            match = ast.Match((argument.pattern,), pos=argument.pos)
            return ast.SubqueryExpression("EXISTS", ast.SingleQuery((match,), pos=argument.pos), pos=pos)
        if isinstance(argument, ast.SubqueryExpression):
            return argument
        return ast.IsNull(argument, negated=True, pos=pos)

    # Atom := 'COUNT' '(' '*' ')'
    def _count_all(self) -> ast.Expression | None:
        if self.keys[self.at + 1] == "{":
            return self._subquery()
        pos = self.pos
        return ast.CountStar(pos=pos) if self.skip("COUNT", "(", "*", ")") else None

    # ShortestPathPattern as an expression
    def _shortest_path(self) -> ast.ShortestPathExpression | None:
        if self.keys[self.at + 1] != "(":
            return None
        pos = self.pos
        outer, self.bar = self.bar, NO_BAR
        pattern = self.shortest_path(None, pos)
        self.bar = outer
        return ast.ShortestPathExpression(pattern, pos=pos)

    # ── calls with keywords inside, converted to plain calls ────────────────────────────────────

    # trim([[BOTH | LEADING | TRAILING] [characters] FROM] text) is btrim, ltrim or rtrim(text[, characters])
    def _trim(self) -> ast.FunctionCall | None:
        if self.keys[self.at + 1] != "(":
            return None
        pos, function = self.pos, self.name("a function")
        self.at += 1
        outer, self.bar = self.bar, NO_BAR
        side = _TRIMS.get(self.keys[self.at]) if self.keys[self.at + 1] not in _NO_SIDE else None
        if side is not None:
            self.at += 1
        if self.keys[self.at] == "FROM" and self.keys[self.at + 1] not in _NO_SIDE:
            self.at += 1
            arguments = [self.expression()]
        else:
            arguments = self.arguments()
            if len(arguments) == 1 and self.skip("FROM"):
                side = side or "btrim"
                arguments.insert(0, self.expression())
            elif side is not None:
                raise self.unexpected("FROM", keywords=("FROM",))
        self.close_call()
        self.bar = outer
        return ast.FunctionCall(side or function, tuple(arguments), pos=pos)

    # normalize(text, NFC) becomes normalize(text, 'NFC')
    def _normalize(self) -> ast.FunctionCall | None:
        if self.keys[self.at + 1] != "(":
            return None
        pos, function = self.pos, self.name("a function")
        self.at += 1
        outer, self.bar = self.bar, NO_BAR
        arguments: list[ast.Expression] = []
        while self.keys[self.at] != ")":
            form = self.keys[self.at]
            if arguments and form in NORMAL_FORMS and self.keys[self.at + 1] == ")":
                arguments.append(ast.Literal(form, pos=self.pos))
                self.at += 1
            else:
                arguments.append(self.expression())
            if not self.skip(","):
                break
        self.close_call()
        self.bar: int = outer
        return ast.FunctionCall(function, tuple(arguments), pos=pos)


def _joined_whens(
    whens: list[tuple[list[ast.Expression], bool, ast.Expression]],
) -> tuple[tuple[ast.Expression, ast.Expression], ...]:
    """Convert each WHEN to one expression; several conditions are joined by OR."""
    if not any(extended for _, extended, _ in whens):
        return tuple((conditions[0], result) for conditions, _, result in whens)
    joined: list[tuple[ast.Expression, ast.Expression]] = []
    for conditions, _, result in whens:
        made: ast.Expression | None = None
        for condition in conditions:
            predicate = condition if _is_over_subject(condition) else _equals_subject(condition)
            made = predicate if made is None else ast.Binary("OR", made, predicate, pos=made.pos)
        if made is not None:
            joined.append((made, result))
    return tuple(joined)


def _equals_subject(value: ast.Expression) -> ast.Comparison:
    return ast.Comparison((ast.CaseSubject(pos=value.pos), value), ("=",), pos=value.pos)


def _is_over_subject(condition: ast.Expression) -> bool:
    """Return whether the leftmost operand is the subject of CASE, as created by ``condition_on``."""
    match condition:
        case ast.Comparison(operands):
            return isinstance(operands[0], ast.CaseSubject)
        case ast.Binary(_, left, _):
            return isinstance(left, ast.CaseSubject)
        case ast.IsNull(operand) | ast.IsType(operand) | ast.IsNormalized(operand) | ast.HasLabels(operand):
            return isinstance(operand, ast.CaseSubject)
        case _:
            return False


FormRules.words.update(
    {
        "CASE": FormRules._case,
        "ALL": FormRules._quantified,
        "ANY": FormRules._quantified,
        "NONE": FormRules._quantified,
        "SINGLE": FormRules._quantified,
        "REDUCE": FormRules._reduce,
        "EXISTS": FormRules._exists,
        "COUNT": FormRules._count_all,
        "COLLECT": FormRules._subquery,
        "SHORTESTPATH": FormRules._shortest_path,
        "ALLSHORTESTPATHS": FormRules._shortest_path,
        "TRIM": FormRules._trim,
        "NORMALIZE": FormRules._normalize,
    }
)
