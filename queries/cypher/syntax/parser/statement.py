"""Whole query texts: prefixes, clauses, and UNION between queries."""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import LimitExceeded
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.parser.cursor import too_deep
from sociogram.queries.cypher.syntax.parser.schema import SchemaRules
from sociogram.queries.cypher.syntax.parser.updates import Refused

MAX_DEPTH = 250
"""The maximum depth of the syntax tree; later stages recurse once or twice per level."""

_SHALLOW_TOKENS = 240
"""A text with at most this many tokens cannot become a tree that is too deep."""

_LEANING = 16
"""The maximum number of queries in a chain of UNIONs that becomes a left-deep tree."""

_ADMINISTRATION = ("ALTER", "GRANT", "DENY", "REVOKE", "RENAME", "START", "STOP", "TERMINATE", "ENABLE")
_CONTINUING = (
    "WHERE", "AS", "AND", "OR", "XOR", "NOT", "IN", "IS", "STARTS", "ENDS", "CONTAINS", "ORDER", "SKIP",
    "LIMIT", "ON", "YIELD", "UNION", "DESC", "ASC", "DISTINCT",
)  # fmt: skip


def parse(text: str) -> ast.Statement:
    """Parse a query text.

    Raises:
        CypherSyntaxError: the text is not valid Cypher; the error has the location and what was expected.
        LimitExceeded: the text is too long or nested too deeply.
    """
    rules = StatementRules(text)
    try:
        statement = rules.statement()
    except Refused as refused:
        statement = ast.Statement(ast.SingleQuery((refused.clause,)), text=text)
    except RecursionError:
        # the rules limit their nesting, so the caller's stack was nearly full
        raise too_deep() from None
    if len(rules.keys) > _SHALLOW_TOKENS:
        _bound_depth(statement)
    return statement


class StatementRules(SchemaRules):
    """The rules for whole texts, combined with all other rules."""

    # Cypher := [QueryOptions] Statement [';'] EOI
    def statement(self) -> ast.Statement:
        """Parse the whole text."""
        pos = self.pos
        mode = self._options_before()
        if self.keys[self.at] in _ADMINISTRATION:
            raise self.forbidden(self.keys[self.at])
        if self.comes("USING", "PERIODIC"):
            raise self.forbidden("USING PERIODIC COMMIT")
        if self.keys[self.at] == "end":
            message = "The text contains no query."
            raise self.error(message, "UnexpectedSyntax", "Write one, like MATCH (n) RETURN n.", offset=-1)
        body = self.schema_command() or self.query()
        while self.skip(";"):
            pass
        if self.keys[self.at] != "end":
            raise self._unfinished(body)
        return ast.Statement(body, mode, text=self.text, pos=pos)

    def _unfinished(self, body: ast.Query | ast.SchemaCommand) -> Exception:
        if self.at > 0 and self.keys[self.at - 1] == ";":
            message = "The text contains more than one statement."
            return self.error(message, "UnexpectedSyntax", "Run them one at a time.")
        if isinstance(body, ast.SchemaCommand):
            return self.unexpected("the end of the command")
        return self._no_clause()

    def _no_clause(self) -> Exception:
        expected = "an operator, a comma, a clause (MATCH, WITH, RETURN …) or the end of the query"
        return self.unexpected(expected, keywords=(*self.clauses, *_CONTINUING))

    # QueryOptions := ('EXPLAIN' | 'PROFILE' | 'CYPHER' [version] (name '=' value)*)*
    def _options_before(self) -> Any:
        mode = ""
        while True:
            word = self.skip_any("EXPLAIN", "PROFILE", "CYPHER")
            if word is None:
                return mode
            if word != "CYPHER":
                mode = word
                continue
            if self.keys[self.at] == "number":
                self.at += 1
            while self.names[self.at] is not None and self.keys[self.at + 1] == "=":
                self.at += 3

    # RegularQuery := SingleQuery ('UNION' ['ALL' | 'DISTINCT'] SingleQuery)*
    def query(self) -> ast.Query:
        """Parse a query, with its UNIONs."""
        parts: list[ast.Query] = [self._single_query()]
        signs: list[tuple[bool, int]] = []
        while self.comes("UNION"):
            pos = self.pos
            self.at += 1
            signs.append((self.skip_any("ALL", "DISTINCT") == "ALL", pos))
            parts.append(self._single_query())
        return _united(parts, signs)

    # SingleQuery := Clause+
    def _single_query(self) -> ast.SingleQuery:
        pos = self.pos
        clauses: list[ast.Clause] = []
        while (clause := self.clause()) is not None:
            clauses.append(clause)
        if not clauses:
            raise self._no_query()
        return ast.SingleQuery(tuple(clauses), pos=pos)

    def _no_query(self) -> Exception:
        words = (*self.clauses, "EXPLAIN", "PROFILE", "SHOW", "DROP")
        return self.unexpected("a query, like MATCH (n) RETURN n", keywords=words)


def _united(parts: list[ast.Query], signs: list[tuple[bool, int]]) -> ast.Query:
    """Combine queries by UNION, which is associative, so a long chain can become a balanced tree."""
    if len(parts) > _LEANING:
        middle = len(parts) // 2
        keeps_all, pos = signs[middle - 1]
        left = _united(parts[:middle], signs[: middle - 1])
        return ast.Union(left, _united(parts[middle:], signs[middle:]), keeps_all, pos=pos)
    query = parts[0]
    for part, (keeps_all, pos) in zip(parts[1:], signs, strict=True):
        query = ast.Union(query, part, keeps_all, pos=pos)
    return query


def _bound_depth(statement: ast.Statement) -> None:
    """Reject a tree that later stages could not traverse, such as a long chain of ``+`` or UNION."""
    level: list[ast.Syntax] = [statement]
    depth = 0
    while level:
        if depth > MAX_DEPTH:
            raise LimitExceeded(
                f"An expression is nested more than {MAX_DEPTH} levels deep. "
                "Pass the values as a list parameter, and process it with reduce(), IN or UNWIND.",
                limit="query nesting depth",
            )
        depth += 1
        parts = [value for node in level for value in node.__dict__.values()]
        level = []
        while parts:
            level += [part for part in parts if isinstance(part, ast.Syntax)]
            parts = [inner for part in parts if isinstance(part, tuple) for inner in part]
