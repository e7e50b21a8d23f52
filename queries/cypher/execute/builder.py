"""Build runners from a plan: each operator becomes a closure, with its expressions compiled once.

A runner receives the rows that the plan starts from and yields batches. Runners are generators and compute
only the batches that are requested, so LIMIT stops its input.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, TypeAlias

from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.runner import (
    CHUNK,
    HURRIED_CHUNK,
    STAGE,
    Measures,
    OperatorBuilder,
    Runner,
)
from sociogram.queries.cypher.execute.subqueries import Subqueries
from sociogram.queries.cypher.expressions.compiler import ExpressionCompiler
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.plan import operators as op
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.syntax import ast

_MODULES: dict[str, tuple[type[op.Operator], ...]] = {
    "rows.scans": (
        op.Argument,
        op.NodeScan,
        op.NodeSeek,
        op.NodeSeekAny,
        op.NodeByElementId,
        op.RelationshipScan,
        op.TypeCounts,
        op.RelationshipEnds,
    ),
    "paths.expand": (op.Expand, op.DistinctRelationships),
    "paths.expand_into": (op.ExpandInto,),
    "paths.expand_count": (op.ExpandCount,),
    "paths.var_expand": (op.VarExpand, op.WalkList),
    "paths.quantified": (op.QuantifiedExpand, op.SelectPaths),
    "paths.shortest": (op.ShortestPath,),
    "paths.shortest_pattern": (op.ShortestWalk,),
    "paths.path_column": (op.PathProjection,),
    "rows.joins": (op.CartesianProduct, op.HashJoin, op.Optional, op.Union),
    "rows.apply": (op.Apply, op.ProcedureCall),
    "rows.filter": (op.Filter,),
    "rows.project": (
        op.Project,
        op.Distinct,
        op.Skip,
        op.Limit,
        op.Unwind,
        op.ProduceResults,
        op.EmptyResult,
    ),
    "rows.aggregate": (op.Aggregate,),
    "rows.sort": (op.Sort, op.Top),
    "writes.create": (op.Create,),
    "writes.merge": (op.MergePattern,),
    "writes.update": (op.SetItems, op.RemoveItems),
    "writes.delete": (op.Delete,),
    "writes.foreach": (op.Foreach,),
    "writes.schema": (op.SchemaChange,),
}
_LOCATION: dict[type[op.Operator], tuple[str, str]] = {
    kind: (module, "build_" + "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__)[1:])
    for module, kinds in _MODULES.items()
    for kind in kinds
}
_BLOCKING = (op.Aggregate, op.Sort, op.Top, op.Distinct, *op.WRITING)


class Builder(OperatorBuilder):
    """Builds the runners of one plan.

    Args:
        planner: plans the subqueries in expressions, with the same statistics.
        measures: receives the rows and time of each operator, for PROFILE; None to measure nothing.
    """

    def __init__(self, planner: Planner, measures: Measures | None = None) -> None:
        self.planner = planner
        self.measures = measures
        self.compiler: ExpressionCompiler = ExpressionCompiler(Subqueries(self))
        self.chunk: int = CHUNK
        self._stages: dict[int, Runner | None] = {}
        """The operators being built, by ``id``; for those that end a stage, the runner that reads its
        rows.
        """

    def build(self, plan: op.Operator) -> Runner:
        """Return the runner of ``plan``.

        A long plan runs in stages, starting with the lowest operators, because a long chain of generators
        that call each other would overflow the stack.
        """
        if id(plan) in self._stages:
            return self._stages[id(plan)] or self._built(plan)
        operators = op.sources(plan)
        try:
            self._stages.update(dict.fromkeys(map(id, operators)))
            return self._in_stages(plan, operators[STAGE::STAGE])
        finally:
            for operator in operators:
                self._stages.pop(id(operator), None)

    def _in_stages(self, plan: op.Operator, ends: list[op.Operator]) -> Runner:
        if not ends:
            return self._built(plan)
        stages: list[tuple[int, Runner]] = []
        for end in reversed(ends):
            runner = self._built(end)
            stages.append((id(end), runner))
            self._stages[id(end)] = _rows_of_stage(id(end))
            watch.check()
        return _staged(stages, self._built(plan))

    def _built(self, plan: op.Operator) -> Runner:
        before = self.chunk
        if isinstance(plan, op.Limit):
            self.chunk = HURRIED_CHUNK
        elif isinstance(plan, _BLOCKING):
            self.chunk = CHUNK
        runner = _maker(*_LOCATION[type(plan)])(plan, self)
        self.chunk = before
        return runner if self.measures is None else _measured(runner, plan, self.measures)

    def compile(self, expression: ast.Expression) -> Compiled:
        """Return an expression as a function of batches."""
        return self.compiler.compile(expression)

    def compile_all(self, expressions: tuple[ast.Expression, ...]) -> tuple[Compiled, ...]:
        """Return expressions as functions of batches."""
        return tuple(map(self.compile, expressions))


def _rows_of_stage(end: int) -> Runner:
    def run_stage_before(_argument: Batch, context: Context) -> Iterator[Batch]:
        yield from context.statement.stages.pop(end)

    return run_stage_before


def _staged(stages: list[tuple[int, Runner]], last: Runner) -> Runner:
    from sociogram.queries.cypher.execute.batches import collect

    def run_stages(argument: Batch, context: Context) -> Iterator[Batch]:
        for end, runner in stages:
            context.statement.stages[end] = collect(runner(argument, context), context)
        yield from last(argument, context)

    return run_stages


@cache
def _maker(module: str, function: str) -> BuildFunction:
    """Return the function that builds an operator's runner; its module is imported on first use."""
    make: BuildFunction = getattr(import_module(f"sociogram.queries.cypher.execute.{module}"), function)
    return make


def _measured(runner: Runner, plan: op.Operator, measures: Measures) -> Runner:
    key = id(plan)

    def run_measured(argument: Batch, context: Context) -> Iterator[Batch]:
        batches = iter(runner(argument, context))
        while True:
            begun = time.perf_counter()
            batch = next(batches, None)
            spent = (time.perf_counter() - begun) * 1000.0
            rows, milliseconds = measures.get(key, (0, 0.0))
            measures[key] = (rows + (0 if batch is None else batch.length), milliseconds + spent)
            if batch is None:
                return
            yield batch

    return run_measured


BuildFunction: TypeAlias = Callable[[Any, OperatorBuilder], Runner]
