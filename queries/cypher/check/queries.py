"""Checks of whole queries: the order of clauses, UNION, subqueries."""

from __future__ import annotations

from itertools import pairwise

from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.base import Scope
from sociogram.queries.cypher.check.clauses import ClauseChecks, clause_name
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.hints import after_return

_UPDATES = (ast.Create, ast.Merge, ast.Set, ast.Remove, ast.Delete, ast.Foreach)
_READS = (ast.Match, ast.Unwind, ast.CallProcedure, ast.CallSubquery)
_ENDS = (ast.Return, ast.Finish)


class QueryChecks(ClauseChecks):
    """The checks of queries, combined with all the other checks."""

    def statement(self, statement: ast.Statement) -> tuple[str, ...]:
        """Check a statement; return its result columns."""
        if isinstance(statement.body, ast.SchemaCommand):
            self.writes = True
            if isinstance(statement.body.name, ast.Parameter):
                self.expression(statement.body.name)
            return ()
        return self.query(statement.body) or ()

    def query(self, query: ast.Query, *, inside: str = "") -> tuple[str, ...] | None:
        """Check a query with its UNIONs; return its columns, or None if it returns nothing.

        ``inside`` is the keyword of the enclosing subquery: EXISTS, COUNT, COLLECT or CALL.
        """
        if isinstance(query, ast.SingleQuery):
            return self._single_query(query, inside)
        return self._union(ast.united(query), ast.unions_in(query), inside)

    def _union(
        self, parts: list[ast.SingleQuery], unions: list[ast.Union], inside: str
    ) -> tuple[str, ...] | None:
        """Check the queries of a UNION, which must return the same columns.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition or DifferentColumnsInUnion.
        """
        self._no_transactions(parts)
        before = self.scope
        columns: tuple[str, ...] | None = None
        kinds_of: Scope = {}
        for position, part in enumerate(parts):
            self.scope = dict(before)
            found = self._single_query(part, inside)
            if position == 0:
                columns, kinds_of = found, self.scope
                continue
            union = unions[position - 1]
            if union.all != unions[0].all:
                hint = "Move one of them into CALL { … }."
                message = "UNION and UNION ALL cannot be mixed"
                raise self.error(union, message, "InvalidClauseComposition", hint)
            if set(found or ()) != set(columns or ()) or (found is None) != (columns is None):
                names = ", ".join(columns or ()) or "none"
                message = "All queries of a UNION must return the same column names"
                raise self.error(union, message, "DifferentColumnsInUnion", f"The first returns {names}.")
            for name, kind in self.scope.items():
                if kinds_of.get(name) != kind:
                    kinds_of[name] = kinds.common((kinds_of.get(name, kinds.ANY), kind))
        self.scope = kinds_of
        return columns

    def _single_query(self, query: ast.SingleQuery, inside: str) -> tuple[str, ...] | None:
        clauses = query.clauses
        self._composition(clauses, inside)
        if inside == "CALL" and isinstance(clauses[0], ast.With):
            self._importing_with(clauses[0])
        columns: tuple[str, ...] | None = None
        for clause in clauses:
            if isinstance(clause, ast.Return):
                columns = self.return_clause(clause)
            elif isinstance(clause, ast.CallProcedure):
                columns = self.call_procedure(clause, standalone=len(clauses) == 1 and not inside)
            elif isinstance(clause, ast.CallSubquery):
                self._call_subquery(clause, inside)
            elif not isinstance(clause, ast.Finish):
                self.clauses[type(clause)](self, clause)
        return columns

    # ── the order of clauses ────────────────────────────────────────────────────────────────

    def _composition(self, clauses: tuple[ast.Clause, ...], inside: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition."""
        for clause, following in pairwise(clauses):
            if isinstance(clause, _ENDS):
                message = f"{clause_name(clause)} must be the last clause"
                hint = self._after_return(following) or f"Use WITH instead of {clause_name(clause)}."
                raise self._misplaced(following, message, hint)
            if isinstance(clause, _UPDATES) and isinstance(following, _READS):
                message = f"WITH is required between {clause_name(clause)} and {clause_name(following)}"
                raise self._misplaced(following, message, "Write WITH * between them.")
        self._transactions(clauses)
        for clause in clauses:
            if isinstance(clause, ast.Forbidden):
                raise self.refused(clause)
            if inside in ("EXISTS", "COUNT", "COLLECT") and isinstance(clause, (*_UPDATES, ast.Finish)):
                message = f"{clause_name(clause)} is not allowed inside {inside} {{…}}, which only reads"
                raise self._misplaced(clause, message, "Use CALL { … } for writes.")
        self._last(clauses[-1], len(clauses), inside)

    def _transactions(self, clauses: tuple[ast.Clause, ...]) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition."""
        written = False
        for clause in clauses:
            if written and isinstance(clause, ast.CallSubquery) and clause.in_transactions is not None:
                message = "CALL { … } IN TRANSACTIONS is not allowed after a clause that writes"
                hint = "Write in a separate query before, or in another CALL { … } IN TRANSACTIONS."
                raise self._misplaced(clause, message, hint)
            written = written or _writes(clause)

    def _no_transactions(self, parts: list[ast.SingleQuery]) -> None:
        for clause in (clause for part in parts for clause in part.clauses):
            if isinstance(clause, ast.CallSubquery) and clause.in_transactions is not None:
                message = "CALL { … } IN TRANSACTIONS is not allowed in a UNION"
                raise self._misplaced(clause, message, "Run the queries one after the other.")

    def _last(self, clause: ast.Clause, count: int, inside: str) -> None:
        if isinstance(clause, (*_ENDS, *_UPDATES)) or inside in ("EXISTS", "COUNT"):
            return
        if isinstance(clause, ast.CallSubquery):
            if _returns(clause.query):
                raise self._misplaced(clause, "A query cannot end with CALL { … RETURN … }", "Add RETURN.")
            return
        if isinstance(clause, ast.CallProcedure):
            procedure = self.procedures.get(clause.name)
            if procedure is None or not procedure.outputs or (count == 1 and not inside):
                return
        hint = "Add RETURN, or a clause that writes."
        raise self._misplaced(clause, f"A query cannot end with {clause_name(clause)}", hint)

    def _after_return(self, clause: ast.Clause) -> str | None:
        word = self.text[clause.pos :].split(maxsplit=1)
        return after_return(word[0]) if word else None

    def _misplaced(self, at: ast.Syntax, message: str, hint: str) -> CypherError:
        return self.error(at, message, "InvalidClauseComposition", hint)

    # ── CALL { … } ──────────────────────────────────────────────────────────────────────────

    def _call_subquery(self, clause: ast.CallSubquery, inside: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL VariableAlreadyBound or InvalidClauseComposition."""
        if clause.in_transactions is not None:
            self._in_transactions(clause.in_transactions, inside)
        scope, outer, written = self.scope, self.outer, self.writes
        self.scope, self.outer = self._imported(clause)
        self.visible = scope
        columns = self.query(clause.query, inside="CALL")
        kinds_of = self.scope
        self.scope, self.outer = scope, outer
        if inside in ("EXISTS", "COUNT", "COLLECT") and self.writes and not written:
            message = f"A subquery that writes is not allowed inside {inside} {{…}}"
            raise self._misplaced(clause, message, "Move the CALL { … } outside.")
        for name in columns or ():
            if name in scope:
                message = f"The subquery returns {name}, which is already defined outside"
                hint = "Rename the column with AS."
                raise self.error(clause, message, "VariableAlreadyBound", hint)
            self.scope[name] = kinds_of.get(name, kinds.ANY)
        if clause.in_transactions is not None and clause.in_transactions.status is not None:
            self.declare(clause.in_transactions.status, kinds.MAP, clause.in_transactions)

    def _imported(self, clause: ast.CallSubquery) -> tuple[Scope, Scope]:
        """Return a subquery's initial scope, and the variables that it always sees."""
        if clause.import_all:
            return dict(self.scope), dict(self.scope)
        if clause.imports is None:
            return {}, {}
        imported: Scope = {}
        for name in clause.imports:
            if name not in self.scope:
                raise self.undefined(name, clause)
            imported[name] = self.scope[name]
        return dict(imported), imported

    def _importing_with(self, clause: ast.With) -> None:
        """Import the variables of a WITH that starts a subquery (deprecated form), if it only lists names.

        TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition.
        """
        projection = clause.projection
        is_plain = all(
            isinstance(item.expression, ast.Variable) and item.expression.name == item.name
            for item in projection.items
        )
        if self.outer or self.scope or not is_plain:
            return
        sorts = projection.order_by or projection.skip is not None or projection.limit is not None
        if clause.where is not None or projection.distinct or sorts:
            message = "A WITH that imports variables only lists them, without DISTINCT, LIMIT or WHERE"
            raise self._misplaced(clause, message, "Put a second WITH after it: WITH n WITH n WHERE …")
        if projection.star:
            self.scope = dict(self.visible)
            return
        for item in projection.items:
            if item.name not in self.visible:
                outer, self.scope = self.scope, self.visible
                error = self.undefined(item.name, item)
                self.scope: Scope = outer
                raise error
            self.scope[item.name] = self.visible[item.name]

    def _in_transactions(self, batches: ast.InTransactions, inside: str) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition."""
        if inside:
            message = "IN TRANSACTIONS is not allowed inside a subquery"
            raise self._misplaced(batches, message, "Move the CALL to the outermost query.")
        if batches.status is not None and batches.on_error == "FAIL":
            message = "REPORT STATUS needs ON ERROR CONTINUE or ON ERROR BREAK"
            raise self._misplaced(batches, message, "Otherwise the first error ends the query.")
        self._count(batches.rows, "OF … ROWS", least=1)
        self._count(batches.concurrency, "IN … CONCURRENT", least=1)


def _writes(clause: ast.Clause) -> bool:
    """Return whether a clause writes in the query's own transaction."""
    if not isinstance(clause, ast.CallSubquery):
        return isinstance(clause, _UPDATES)
    if clause.in_transactions is not None:
        return False
    return any(_writes(inner) for part in ast.united(clause.query) for inner in part.clauses)


def _returns(query: ast.Query) -> bool:
    return isinstance(ast.united(query)[-1].clauses[-1], ast.Return)
