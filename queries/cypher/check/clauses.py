"""Checks of clauses: which variables each one defines, and which arguments it accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sociogram.graph.errors import (
    CypherError,
    CypherParameterMissing,
    CypherProcedureError,
    CypherSemanticError,
)
from sociogram.queries.cypher.check import kinds
from sociogram.queries.cypher.check.model import Procedure
from sociogram.queries.cypher.check.projections import ProjectionChecks, children
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.hints import forbidden_hint
from sociogram.queries.cypher.syntax.procedure_hints import procedure_hint

_DELETABLE = (kinds.NODE, kinds.RELATIONSHIP, kinds.PATH)
_UPDATES = (ast.Create, ast.Merge, ast.Set, ast.Remove, ast.Delete, ast.Foreach)
_ELSEWHERE = "It works only on a Neo4j server and with its tools."
_INSTEAD = {
    "LOAD CSV": "Load files with `sociogram load`, or pass the rows as a parameter to UNWIND.",
    "USE": "A query always runs on the graph that is open.",
}


class ClauseChecks(ProjectionChecks):
    """Mixin with the checks of clauses."""

    clauses: ClassVar[dict[type, Callable[[Any, Any], None]]] = {}

    def _match(self, clause: ast.Match) -> None:
        self.match_pattern(clause.pattern, repeatable=clause.repeatable)
        if clause.where is not None:
            self.predicate(clause.where)

    def _unwind(self, clause: ast.Unwind) -> None:
        kind = self.expression(clause.expression)
        self.declare(clause.variable, kinds.inner_of(kind), clause)

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def _create(self, clause: ast.Create) -> None:
        self.writes = True
        self.create_pattern(clause.pattern, "CREATE")

    def _merge(self, clause: ast.Merge) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition."""
        self.writes = True
        inner = _subquery_in(clause)
        if inner is not None:
            message = f"{inner.kind} {{ … }} is not allowed in MERGE"
            hint = "Compute it in a WITH before the MERGE and use its name."
            raise self.error(inner, message, "InvalidClauseComposition", hint)
        self.create_pattern((clause.pattern,), "MERGE")
        self._set_items((*clause.on_create, *clause.on_match))

    def _set(self, clause: ast.Set) -> None:
        self.writes = True
        self._set_items(clause.items)

    def _set_items(self, items: tuple[ast.SetItem, ...]) -> None:
        for item in items:
            match item:
                case ast.SetProperty(subject, key, value):
                    self._changeable(subject)
                    self._key(key)
                    self.expression(value)
                case ast.SetProperties(variable, value):
                    self._changeable(variable)
                    kind = self.expression(value)
                    if not kinds.fits(kind, (kinds.MAP,)):
                        raise self.wrong_type(value, "a map, a node or a relationship", kind)
                case ast.SetLabels(variable, labels):
                    self._changeable(variable, labels_only=True)
                    for label in labels:
                        self.label_expression(label)

    def _changeable(self, subject: ast.Expression, *, labels_only: bool = False) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        kind = self.expression(subject)
        wanted = (kinds.NODE,) if labels_only else (kinds.NODE, kinds.RELATIONSHIP)
        if not kinds.fits(kind, wanted):
            raise self.wrong_type(subject, "a node" if labels_only else "a node or a relationship", kind)

    def _key(self, key: str | ast.Expression) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidArgumentType."""
        if isinstance(key, str):
            return
        kind = self.dynamic_name(key)
        if not kinds.fits(kind, (kinds.STRING,)):
            raise self.wrong_type(key, "a string, the name of a property", kind)

    def _remove(self, clause: ast.Remove) -> None:
        self.writes = True
        for item in clause.items:
            match item:
                case ast.RemoveProperty(subject, key):
                    self._changeable(subject)
                    self._key(key)
                case ast.RemoveLabels(variable, labels):
                    self._changeable(variable, labels_only=True)
                    for label in labels:
                        self.label_expression(label)

    def _delete(self, clause: ast.Delete) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidDelete or InvalidArgumentType."""
        self.writes: bool = True
        for expression in clause.expressions:
            if isinstance(expression, ast.HasLabels):
                hint = "To remove a label, write REMOVE n:Label."
                raise self.error(expression, "DELETE cannot delete a label or a type", "InvalidDelete", hint)
            kind = self.expression(expression)
            if not kinds.fits(kind, _DELETABLE):
                raise self.wrong_type(expression, "a node, a relationship or a path", kind)

    def _foreach(self, clause: ast.Foreach) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidClauseComposition."""
        element = kinds.inner_of(self.expression(clause.list))
        outer = self.scope
        self.scope = {**outer, clause.variable: element}
        for inner in clause.clauses:
            if not isinstance(inner, _UPDATES):
                message = f"{clause_name(inner)} is not allowed inside FOREACH"
                hint = "Use CREATE, MERGE, SET, REMOVE, DELETE or FOREACH; for other clauses use UNWIND."
                raise self.error(inner, message, "InvalidClauseComposition", hint)
            self.clause(inner)
        self.scope = outer

    def clause(self, clause: ast.Clause) -> None:
        """Check one clause in the scope that the previous clauses produced."""
        self.clauses[type(clause)](self, clause)

    # ── CALL procedure ──────────────────────────────────────────────────────────────────────

    def call_procedure(self, clause: ast.CallProcedure, *, standalone: bool) -> tuple[str, ...] | None:
        """Check a procedure call; return its columns if the call is the whole query."""
        procedure = self._procedure(clause)
        self.called.add(clause.name)
        if clause.arguments is not None:
            self._procedure_arguments(clause, clause.arguments, procedure)
        elif standalone:
            self._implicit_arguments(clause, procedure)
        elif procedure.inputs:
            message = f"{clause.name} needs its arguments in parentheses when the query has other clauses"
            names = ", ".join(name for name, _ in procedure.inputs)
            hint = f"Write CALL {clause.name}({names})."
            raise self.error(clause, message, "InvalidArgumentPassingMode", hint)
        if clause.star and not standalone:
            hint = f"Name the columns: YIELD {', '.join(name for name, _ in procedure.outputs)}."
            message = "YIELD * is only allowed if CALL is the whole query"
            raise self.error(clause, message, "UnexpectedSyntax", hint)
        columns = self._yield(clause, procedure, standalone=standalone)
        if clause.where is not None:
            self.predicate(clause.where)
        return columns

    def _procedure(self, clause: ast.CallProcedure) -> Procedure:
        """TYPE ProcedureError, PHASE compile time, DETAIL ProcedureNotFound."""
        procedure = self.procedures.get(clause.name)
        if procedure is None:
            hint = procedure_hint(clause.name) or self.nearest(clause.name, self.procedures)
            message = f"There is no procedure {clause.name}"
            raise self.error(clause, message, "ProcedureNotFound", hint, CypherProcedureError)
        return procedure

    def _procedure_arguments(
        self, clause: ast.CallProcedure, arguments: tuple[ast.Expression, ...], procedure: Procedure
    ) -> None:
        """TYPE SyntaxError, PHASE compile time, DETAIL InvalidNumberOfArguments or InvalidArgumentType."""
        signature = f"{clause.name}({', '.join(f'{name} :: {kind}' for name, kind in procedure.inputs)})"
        hint = f"Signature: {signature}."
        if not _required(procedure) <= len(arguments) <= len(procedure.inputs):
            message = f"{clause.name} got {len(arguments)} argument{'s' if len(arguments) != 1 else ''}"
            raise self.error(clause, message, "InvalidNumberOfArguments", hint)
        for argument, (name, wanted) in zip(arguments, procedure.inputs, strict=False):
            kind = self.expression(argument)
            if not kinds.fits(kind, _types(wanted)):
                message = f"Argument {name} of {clause.name} takes {wanted}, not {kinds.shown(kind)}"
                raise self.error(argument, message, "InvalidArgumentType", hint)

    def _implicit_arguments(self, clause: ast.CallProcedure, procedure: Procedure) -> None:
        """Read the arguments from parameters of the same names.

        TYPE ParameterMissing, PHASE compile time, DETAIL MissingParameter.
        """
        for name, _ in procedure.inputs[: _required(procedure)]:
            self.parameters.add(name)
            if self.given is not None and name not in self.given:
                message = f"{clause.name} reads {name} from the parameter of that name, which is missing"
                hint = "Pass the parameter, or write the arguments in parentheses."
                raise self.error(clause, message, "MissingParameter", hint, CypherParameterMissing)

    def _yield(
        self, clause: ast.CallProcedure, procedure: Procedure, *, standalone: bool
    ) -> tuple[str, ...] | None:
        """TYPE SyntaxError, PHASE compile time, DETAIL UndefinedVariable or VariableAlreadyBound."""
        outputs = dict(procedure.outputs)
        if clause.yields is None:
            if standalone:
                self.scope.update((name, kinds.ANY) for name in outputs)
            return tuple(outputs) if standalone else None
        for item in clause.yields:
            if item.field not in outputs:
                message = f"{clause.name} has no column {item.field}"
                hint = self.nearest(item.field, outputs) or f"Its columns: {', '.join(outputs) or 'none'}."
                raise self.error(item, message, "UndefinedVariable", hint)
            self.declare(item.name, kinds.ANY, item)
        return tuple(item.name for item in clause.yields) if standalone else None

    # ── clauses that are not available ─────────────────────────────────────────────────────────────────────

    def _forbidden(self, clause: ast.Forbidden) -> None:
        raise self.refused(clause)

    def refused(self, clause: ast.Forbidden) -> CypherError:
        """TYPE SemanticError, PHASE compile time, DETAIL UnsupportedOperation."""
        message = f"{clause.name} is not available: queries read and write only the open graph"
        hint = forbidden_hint(self.text[clause.pos :]) or _INSTEAD.get(clause.name, _ELSEWHERE)
        return self.error(clause, message, "UnsupportedOperation", hint, CypherSemanticError)


def clause_name(clause: ast.Clause) -> str:
    """Return the keywords that start a clause."""
    match clause:
        case ast.Match():
            return "OPTIONAL MATCH" if clause.optional else "MATCH"
        case ast.CallProcedure() | ast.CallSubquery():
            return "CALL"
        case ast.Forbidden():
            return clause.name
        case _:
            return type(clause).__name__.upper()


def _types(written: str) -> tuple[str, ...]:
    """Return the types of an argument as a signature lists them: ``INTEGER?``, ``STRING | NUMBER``."""
    return tuple(part.strip().rstrip("?") for part in written.split("|"))


def _required(procedure: Procedure) -> int:
    """Return the number of arguments without a default."""
    return len(procedure.inputs) - len(procedure.defaults)


ClauseChecks.clauses.update(
    {
        ast.Match: ClauseChecks._match,
        ast.Unwind: ClauseChecks._unwind,
        ast.With: ClauseChecks.with_clause,
        ast.Create: ClauseChecks._create,
        ast.Merge: ClauseChecks._merge,
        ast.Set: ClauseChecks._set,
        ast.Remove: ClauseChecks._remove,
        ast.Delete: ClauseChecks._delete,
        ast.Foreach: ClauseChecks._foreach,
        ast.Forbidden: ClauseChecks._forbidden,
    }
)


def _subquery_in(node: ast.Syntax) -> ast.SubqueryExpression | None:
    """Return the first subquery expression in a subtree."""
    if isinstance(node, ast.SubqueryExpression):
        return node
    return next((found for child in children(node) if (found := _subquery_in(child))), None)
