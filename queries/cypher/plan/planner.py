"""Plan a whole query, clause by clause; each ``plan_…`` method maps a stage to the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sociogram.graph.errors import CypherSemanticError
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan.cardinality import Statistics
from sociogram.queries.cypher.plan.operators import (
    Apply,
    Argument,
    EmptyResult,
    Filter,
    Operator,
    Optional,
    ProcedureCall,
    ProduceResults,
    SchemaChange,
    Union,
    Unwind,
    writes,
)
from sociogram.queries.cypher.plan.patterns.match import MatchPlanner
from sociogram.queries.cypher.plan.patterns.query_graph import NameGenerator, QueryGraphBuilder
from sociogram.queries.cypher.plan.projection import Stage, plan_projection
from sociogram.queries.cypher.plan.rewrites.degree_counts import count_instead, counted_variables
from sociogram.queries.cypher.plan.rewrites.pruning import prune_var_expands
from sociogram.queries.cypher.plan.updates import plan_update
from sociogram.queries.cypher.procedures.registry import Procedures
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import conjuncts, pattern_variables, reads

UNWIND_GUESS = 10.0


class Planner:
    """Plans one statement against one snapshot's statistics.

    Args:
        statistics: the snapshot, or other statistics.
        procedures: the procedures for CALL.
        names: generates names; shared between a query and its subqueries.
    """

    def __init__(
        self, statistics: Statistics, procedures: Procedures, names: NameGenerator | None = None
    ) -> None:
        self.statistics = statistics
        self.procedures = procedures
        self.names: NameGenerator = names or NameGenerator()
        self.matches: MatchPlanner = MatchPlanner(statistics, self.names)

    def plan_statement(self, statement: ast.Statement) -> tuple[Operator, tuple[str, ...]]:
        """Return the plan of a statement, and its result columns."""
        if isinstance(statement.body, ast.SchemaCommand):
            return SchemaChange(statement.body), ()
        stage = self.plan_query(statement.body, Stage(Argument(()), ()))
        returned = self._returned(statement.body, stage)
        if returned is None:
            return EmptyResult(stage.plan, rows=0.0), ()
        return ProduceResults(stage.plan, returned, rows=stage.plan.rows), returned

    def _returned(self, query: ast.Query, stage: Stage) -> tuple[str, ...] | None:
        last = ast.united(query)[-1]
        clause = last.clauses[-1]
        if isinstance(clause, ast.Return):
            return stage.columns
        if isinstance(clause, ast.CallProcedure) and len(last.clauses) == 1:
            return stage.scope or None
        return None

    # ── Queries ────────────────────────────────────────────────────────────────────────────────

    def plan_query(self, query: ast.Query, stage: Stage) -> Stage:
        """Plan a query, with its UNIONs, on the rows of ``stage``."""
        if isinstance(query, ast.Union):
            return self.plan_union(query, stage)
        clauses = query.clauses
        for position, clause in enumerate(clauses):
            watch.check()
            if isinstance(clause, ast.CallProcedure) and len(clauses) == 1:
                stage = self.plan_call_procedure(clause, stage, standalone=True)
            elif isinstance(clause, ast.Match) and not clause.optional:
                stage = self._plan_counted_match(clause, clauses[position + 1 :], stage)
            else:
                stage = self._CLAUSES[type(clause)](self, clause, stage)
        return stage

    def plan_union(self, query: ast.Union, stage: Stage) -> Stage:
        """Plan UNION and UNION ALL; columns are matched by name."""
        left = self.plan_query(query.left, stage)
        return self._united(query, left, self.plan_query(query.right, stage), stage)

    def _plan_importing_union(self, query: ast.Query, stage: Stage) -> Stage:
        """Plan a UNION in a subquery of the deprecated form, where each query imports by its own WITH."""
        if isinstance(query, ast.Union):
            left = self._plan_importing_union(query.left, stage)
            return self._united(query, left, self._plan_importing_union(query.right, stage), stage)
        imports = isinstance(query.clauses[0], ast.With)
        return self.plan_query(query, stage if imports else stage.replace(scope=()))

    @staticmethod
    def _united(query: ast.Union, left: Stage, right: Stage, stage: Stage) -> Stage:
        rows = left.plan.rows + right.plan.rows
        plan = Union(left.plan, right.plan, left.columns, query.all, stage.row, rows=rows)
        return left.replace(plan=plan, scope=left.columns)

    # ── Reading ────────────────────────────────────────────────────────────────────────────────

    def _plan_counted_match(
        self, clause: ast.Match, following: tuple[ast.Clause, ...], stage: Stage
    ) -> Stage:
        counted = counted_variables(following)
        return self.plan_match(clause, stage, counted)

    def plan_match(self, clause: ast.Match, stage: Stage, counted: frozenset[str] | None = None) -> Stage:
        """Plan MATCH and OPTIONAL MATCH."""
        known = set(stage.scope)
        new = tuple(name for name in dict.fromkeys(pattern_variables(clause.pattern)) if name not in known)
        scope = (*stage.scope, *new)
        bound = frozenset(stage.scope) | frozenset(stage.carried)
        if not clause.optional:
            plan = self.match_pattern(
                clause.pattern, clause.where, stage.plan, bound, clause.repeatable, counted
            )
            return stage.to(plan, scope)
        row = self.names.fresh("row")
        argument = Argument((*stage.scope, row))
        inner = self.match_pattern(clause.pattern, clause.where, argument, bound | {row}, clause.repeatable)
        kinds = tuple((name, _kind(name, clause.pattern)) for name in new)
        rows = stage.plan.rows * max(inner.rows, 1.0)
        return stage.to(Optional(stage.plan, inner, kinds, row, rows=rows), scope)  # type: ignore[arg-type]

    def match_pattern(
        self,
        pattern: tuple[ast.PatternPart, ...],
        where: ast.Expression | None,
        source: Operator,
        bound: frozenset[str],
        repeatable: bool = False,
        counted: frozenset[str] | None = None,
    ) -> Operator:
        """Plan a pattern with its WHERE on the rows of ``source``."""
        builder = QueryGraphBuilder(self.names, bound, repeatable=repeatable)
        return self.matches.plan_match(builder.take(pattern, where), source, bound, counted)

    def plan_unwind(self, clause: ast.Unwind, stage: Stage) -> Stage:
        """Plan UNWIND."""
        rows = stage.plan.rows * UNWIND_GUESS
        plan = Unwind(stage.plan, clause.expression, clause.variable, rows=rows)
        return stage.to(plan, _with(stage.scope, clause.variable))

    def plan_with(self, clause: ast.With, stage: Stage) -> Stage:
        """Plan WITH."""
        return self._counting(plan_projection(clause.projection, clause.where, stage, self.names), stage)

    def plan_return(self, clause: ast.Return, stage: Stage) -> Stage:
        """Plan RETURN."""
        return self._counting(plan_projection(clause.projection, None, stage, self.names), stage)

    def _counting(self, stage: Stage, before: Stage) -> Stage:
        counted = count_instead(stage.plan, self.names, before.plan)
        return stage.to(prune_var_expands(counted, before.plan))

    def plan_finish(self, _clause: ast.Finish, stage: Stage) -> Stage:
        """Plan FINISH."""
        return stage.to(EmptyResult(stage.plan, rows=0.0), ())

    def plan_forbidden(self, clause: ast.Forbidden, _stage: Stage) -> Stage:
        """Raise CypherSemanticError for a clause that accesses anything but the graph."""
        raise CypherSemanticError(
            f"{clause.name} is not available: queries read and write only the open graph.",
            detail="UnsupportedOperation",
            hint="Load files with `sociogram load`, or pass the rows as a parameter to UNWIND.",
        )

    # ── Calls ──────────────────────────────────────────────────────────────────────────────────

    def plan_call_procedure(
        self, clause: ast.CallProcedure, stage: Stage, *, standalone: bool = False
    ) -> Stage:
        """Plan CALL name(…) YIELD …"""
        procedure = self.procedures.need(clause.name)
        arguments = clause.arguments
        if arguments is None:
            arguments = tuple(ast.Parameter(name) for name, _ in procedure.inputs)
        if clause.yields is not None:
            outputs = tuple((item.field, item.name) for item in clause.yields)
        elif clause.star or standalone:
            outputs = tuple((name, name) for name, _ in procedure.outputs)
        else:
            outputs = ()
        plan: Operator = ProcedureCall(
            stage.plan,
            procedure.name,
            arguments,
            outputs,
            not procedure.outputs,
            clause.optional,
            rows=stage.plan.rows * UNWIND_GUESS,
        )
        if clause.where is not None:
            plan = Filter(plan, tuple(conjuncts(clause.where)), rows=plan.rows * 0.5)
        return stage.to(plan, _with(stage.scope, *(name for _, name in outputs)))

    def plan_call_subquery(self, clause: ast.CallSubquery, stage: Stage) -> Stage:
        """Plan CALL { … }, whether it imports by WITH (deprecated form) or by CALL (x) { … }."""
        row = self.names.fresh("row")
        imports = self._imports(clause, stage.scope)
        argument = Argument((*imports, row))
        new_form = clause.imports is not None or clause.import_all
        read = reads(clause.query)
        constants = tuple(name for name in imports if name in read) if new_form else ()
        start = Stage(argument, imports, (row,), constants)
        if not new_form and isinstance(clause.query, ast.Union):
            inner = self._plan_importing_union(clause.query, start)
        else:
            inner = self.plan_query(clause.query, start)
        returned = self._returned(clause.query, inner)
        transactions = clause.in_transactions
        columns = returned or ()
        plan = Apply(
            stage.plan,
            inner.plan,
            columns,
            row,
            imports,
            returned is None,
            writes(inner.plan),
            clause.optional,
            transactions,
            rows=stage.plan.rows * (1.0 if returned is None else max(inner.plan.rows, 1.0)),
        )
        status = None if transactions is None else transactions.status
        more = columns if status is None else (*columns, status)
        return stage.to(plan, _with(stage.scope, *more))

    @staticmethod
    def _imports(clause: ast.CallSubquery, scope: tuple[str, ...]) -> tuple[str, ...]:
        if clause.import_all:
            return scope
        if clause.imports is not None:
            return clause.imports
        importing = [part for part in ast.united(clause.query) if isinstance(part.clauses[0], ast.With)]
        starred = [name for part in importing for name in _starred(part, scope)]
        return tuple(name for name in scope if name in reads(tuple(importing)) or name in starred)

    # ── Writing ────────────────────────────────────────────────────────────────────────────────

    def plan_update(self, clause: ast.Clause, stage: Stage) -> Stage:
        """Plan CREATE, MERGE, SET, REMOVE, DELETE and FOREACH."""
        return plan_update(self, clause, stage)

    _CLAUSES: ClassVar[dict[type, Callable[[Planner, Any, Stage], Stage]]] = {
        ast.Match: plan_match,
        ast.Unwind: plan_unwind,
        ast.With: plan_with,
        ast.Return: plan_return,
        ast.Finish: plan_finish,
        ast.Forbidden: plan_forbidden,
        ast.CallProcedure: plan_call_procedure,
        ast.CallSubquery: plan_call_subquery,
        ast.Create: plan_update,
        ast.Merge: plan_update,
        ast.Set: plan_update,
        ast.Remove: plan_update,
        ast.Delete: plan_update,
        ast.Foreach: plan_update,
    }


def _starred(query: ast.SingleQuery, scope: tuple[str, ...]) -> tuple[str, ...]:
    first = query.clauses[0]
    return scope if isinstance(first, ast.With) and first.projection.star else ()


def _with(scope: tuple[str, ...], *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*scope, *names)))


def _kind(name: str, pattern: Any) -> str:
    """Return the kind of an optional variable: node, relationship or value; empty if it is missing."""
    if isinstance(pattern, tuple):
        for part in pattern:
            kind = _kind(name, part)
            if kind:
                return kind
        return ""
    match pattern:
        case ast.PatternPart(elements=elements, variable=variable):
            return "value" if variable == name else _kind(name, elements)
        case ast.QuantifiedPath(quantifier=None, elements=elements, variable=variable):
            return "value" if variable == name else _kind(name, elements)
        case ast.QuantifiedPath():
            return "value" if name in set(pattern_variables(pattern)) else ""
        case ast.NodePattern(variable=variable) if variable == name:
            return "node"
        case ast.RelationshipPattern(variable=variable) if variable == name:
            single = pattern.length is None and pattern.quantifier is None
            return "relationship" if single else "value"
    return ""
