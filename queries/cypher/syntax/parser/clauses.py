"""Clauses that read, call or iterate: MATCH, UNWIND, CALL, FOREACH."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.cursor import NO_BAR
from sociogram.queries.cypher.syntax.parser.projections import ProjectionRules

_HINT_KINDS = ("INDEX", "SCAN", "JOIN", "RANGE", "TEXT", "POINT", "SEEK", "BTREE")


class ClauseRules(ProjectionRules):
    """The rules for reading clauses and calls."""

    clauses: ClassVar[dict[str, Callable[[Any], ast.Clause]]] = {}
    """The rule of each clause, by its first keyword."""

    def clause(self) -> ast.Clause | None:
        """Parse the clause that begins here; return None if there is none."""
        rule = self.clauses.get(self.keys[self.at])
        return rule(self) if rule is not None else None

    # Match := ['OPTIONAL'] 'MATCH' [MatchMode] Pattern Hint* ['WHERE' Expression]
    def _match(self) -> ast.Match:
        pos = self.pos
        optional = self.skip("OPTIONAL")
        self.expect("MATCH")
        repeatable, pattern = self.pattern_with_mode()
        while self.comes("USING"):
            self._planner_hint()
        where = self.expression() if self.skip("WHERE") else None
        return ast.Match(pattern, where, optional, repeatable, pos=pos)

    def _optional(self) -> ast.Clause:
        return self._call_clause() if self.keys[self.at + 1] == "CALL" else self._match()

    # Hint := 'USING' ('INDEX' n:Label(property) | 'SCAN' n:Label | 'JOIN ON' n); this planner needs none
    def _planner_hint(self) -> None:
        self.expect("USING")
        if self.keys[self.at] not in _HINT_KINDS:
            raise self.unexpected("INDEX, SCAN or JOIN", keywords=_HINT_KINDS)
        while self.keys[self.at] in _HINT_KINDS:
            self.at += 1
        self.skip("ON")
        self.name("a variable")
        while self.skip(","):
            self.name("a variable")
        if self.skip(":"):
            self.label_expression()
        if self.keys[self.at] == "(":
            self.names_in_parentheses("a property name")

    # Unwind := 'UNWIND' Expression 'AS' Variable
    def _unwind(self) -> ast.Unwind:
        pos = self.pos
        self.at += 1
        expression = self.expression()
        if not self.skip("AS"):
            raise self.unexpected("AS and a name for the elements", keywords=("AS",))
        return ast.Unwind(expression, self.name("a variable"), pos=pos)

    # Foreach := 'FOREACH' '(' Variable 'IN' Expression '|' UpdatingClause+ ')'
    def _foreach(self) -> ast.Foreach:
        pos = self.pos
        self.at += 1
        self.enter()
        outer, self.bar = self.bar, self.first_bar(self.at)
        self.expect("(")
        variable = self.name("a variable")
        self.expect("IN")
        source = self.expression()
        self.bar = NO_BAR
        self.expect("|")
        clauses: list[ast.Clause] = []
        while (clause := self.clause()) is not None:
            clauses.append(clause)
        if not clauses:
            raise self.unexpected("an updating clause, like SET or CREATE", keywords=tuple(self.clauses))
        if not self.skip(")"):
            raise self.unexpected("')' to close FOREACH", keywords=tuple(self.clauses))
        self.bar = outer
        self.depth -= 1
        return ast.Foreach(variable, source, tuple(clauses), pos=pos)

    # ── CALL ────────────────────────────────────────────────────────────────────────────────

    def _call_clause(self) -> ast.CallProcedure | ast.CallSubquery:
        pos = self.pos
        optional = self.skip("OPTIONAL")
        self.expect("CALL")
        if self.keys[self.at] in ("{", "("):
            return self._call_subquery(pos, optional=optional)
        return self._call_procedure(pos, optional=optional)

    # InQueryCall, StandaloneCall := 'CALL' ProcedureName ['(' Expressions ')'] ['YIELD' ('*' | YieldItems)]
    def _call_procedure(self, pos: int, *, optional: bool) -> ast.CallProcedure:
        name = self.dotted_name("a procedure, '{' or '('")
        arguments: tuple[ast.Expression, ...] | None = None
        if self.skip("("):
            arguments = tuple(self.arguments())
            self.close_call()
        yields, star, where = self.yielded()
        return ast.CallProcedure(name, arguments, yields, star, where, optional, pos=pos)

    def yielded(
        self, *, filtered: bool = False
    ) -> tuple[tuple[ast.YieldItem, ...] | None, bool, ast.Expression | None]:
        """Parse the items of YIELD, whether it is ``*``, and the WHERE after it.

        If ``filtered``, WHERE may also follow without YIELD and then sees all columns.
        """
        star, yields = False, None
        if self.skip("YIELD"):
            star = self.skip("*")
            yields = None if star else self._yield_items()
        elif filtered and self.keys[self.at] == "WHERE":
            star = True
        has_where = (star or yields is not None) and self.skip("WHERE")
        return yields, star, self.expression() if has_where else None

    # YieldItems := YieldItem (',' YieldItem)*; YieldItem := ProcedureResultField ['AS' Variable]
    def _yield_items(self) -> tuple[ast.YieldItem, ...]:
        if self.skip("-"):
            return ()  # YIELD - : no columns, from openCypher's early drafts
        items: list[ast.YieldItem] = []
        while True:
            pos = self.pos
            field = self.name("a column of the procedure")
            name = self.name("a variable") if self.skip("AS") else field
            items.append(ast.YieldItem(field, name, pos=pos))
            if not self.skip(","):
                return tuple(items)

    # SubqueryCall of Neo4j 5: 'CALL' ['(' ['*' | Variables] ')'] '{' Query '}' ['IN' … 'TRANSACTIONS' …]
    def _call_subquery(self, pos: int, *, optional: bool) -> ast.CallSubquery:
        imports: tuple[str, ...] | None = None
        import_all = False
        if self.skip("("):
            import_all = self.skip("*")
            imports = ()
            if not import_all and self.keys[self.at] != ")":
                self.at -= 1
                imports = self.names_in_parentheses("a variable")
            else:
                self.expect(")")
        self.expect("{")
        outer, self.bar = self.bar, NO_BAR
        self.enter()
        query = self.query()
        self.depth -= 1
        self.bar: int = outer
        if not self.skip("}"):
            raise self.unexpected("a clause or '}'", keywords=(*self.clauses, "WHERE", "UNION"))
        batches = self._in_transactions() if self.keys[self.at] == "IN" else None
        return ast.CallSubquery(query, imports, import_all, optional, batches, pos=pos)

    # 'IN' [[n] 'CONCURRENT'] 'TRANSACTIONS' ('OF' n 'ROWS' | 'ON' 'ERROR' … | 'REPORT' 'STATUS' 'AS' name)*
    def _in_transactions(self) -> ast.InTransactions:
        pos = self.pos
        self.at += 1
        concurrency = None
        if self.keys[self.at] not in ("TRANSACTIONS", "CONCURRENT"):
            concurrency = self.expression()
            if self.keys[self.at] != "CONCURRENT":
                raise self.unexpected("CONCURRENT", keywords=("CONCURRENT",))
        self.skip("CONCURRENT")
        if not self.skip("TRANSACTIONS"):
            raise self.unexpected("TRANSACTIONS", keywords=("TRANSACTIONS",))
        given: dict[str, Any] = {}
        while True:
            begin = self.pos
            part = self._transactions_part()
            if part is None:
                return ast.InTransactions(**given, concurrency=concurrency, pos=pos)
            name, value, words = part
            if name in given:
                raise self.error(
                    f"{words} is written twice", "UnexpectedSyntax", "Remove one of the two.", begin
                )
            given[name] = value

    def _transactions_part(self) -> tuple[str, Any, str] | None:
        """Parse one option after IN TRANSACTIONS: its field, its value, and its keywords."""
        if self.skip("OF"):
            rows = self.expression()
            if not self.skip_any("ROWS", "ROW"):
                raise self.unexpected("ROWS", keywords=("ROWS",))
            return "rows", rows, "OF … ROWS"
        if self.skip("ON", "ERROR"):
            choices = ("CONTINUE", "BREAK", "FAIL")
            word = self.skip_any(*choices)
            if word is None:
                raise self.unexpected("CONTINUE, BREAK or FAIL", keywords=choices)
            return "on_error", word, "ON ERROR"
        if self.skip("REPORT"):
            self.expect("STATUS", "AS")
            return "status", self.name("a variable"), "REPORT STATUS"
        return None


ClauseRules.clauses.update(
    {
        "MATCH": ClauseRules._match,
        "OPTIONAL": ClauseRules._optional,
        "UNWIND": ClauseRules._unwind,
        "WITH": ClauseRules._with,
        "RETURN": ClauseRules._return,
        "CALL": ClauseRules._call_clause,
        "FOREACH": ClauseRules._foreach,
        "ORDER": ClauseRules._paging,
        "SKIP": ClauseRules._paging,
        "OFFSET": ClauseRules._paging,
        "LIMIT": ClauseRules._paging,
    }
)
