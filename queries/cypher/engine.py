"""Run Cypher on a graph in memory: text in, rows out.

    text ─parse─▶ tree ─check─▶ checked tree ─plan─▶ operators ─build─▶ runner ─run─▶ batches ─▶ rows

Everything up to the runner is cached by query text, so a repeated query only runs.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sociogram.graph.errors import LimitExceeded, writing_is_off
from sociogram.graph.store import Answer
from sociogram.graph.summary import Counters, PlanNode, Summary
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.batches.batch import ONE_ROW, Batch
from sociogram.queries.cypher.check import Checked, check
from sociogram.queries.cypher.context import Context, parameter_missing
from sociogram.queries.cypher.execute.batches import collect
from sociogram.queries.cypher.execute.builder import Builder
from sociogram.queries.cypher.execute.run import Run, finish_deletions, rows_out
from sociogram.queries.cypher.execute.runner import Measures, Runner
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.notifications import NameReferences, notices, referenced_names, suspects
from sociogram.queries.cypher.plan.operators import Operator
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.procedures.registry import Procedures
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.cypher.syntax.parser import parse

if TYPE_CHECKING:
    from sociogram.graph.memory.graph import MemoryGraph
    from sociogram.graph.memory.storage.snapshot import Snapshot

CACHED_PLANS = 256
MAXIMUM_TEXT = 1_000_000


class Limits(Frozen):
    """The resource limits of a query; None means no limit.

    Attributes:
        text: the length of the query text, in characters.
        memory: the size of its rows, in bytes.
    """

    text: int = MAXIMUM_TEXT
    memory: int | None = None


class Prepared:
    """A query ready to run, with the sizes of the graph for which it was planned."""

    __slots__ = (
        "_referenced_names",
        "_suspects",
        "checked",
        "columns",
        "nodes",
        "plan",
        "procedures",
        "relationships",
        "runner",
    )

    def __init__(
        self,
        checked: Checked,
        plan: Operator,
        columns: tuple[str, ...],
        runner: Runner,
        snapshot: Snapshot,
        procedures: int,
    ) -> None:
        self.checked: Checked = checked
        self.plan: Operator = plan
        self.columns: tuple[str, ...] = columns
        self.runner: Runner = runner
        self.nodes: int = snapshot.node_count
        self.relationships: int = snapshot.relationship_count
        self.procedures: int = procedures
        self._referenced_names: NameReferences | None = None
        self._suspects: tuple[ast.Syntax, ...] | None = None

    @property
    def referenced_names(self) -> NameReferences:
        """The names that the query reads from the graph, collected on first access."""
        if self._referenced_names is None:
            self._referenced_names = referenced_names(self.checked.statement)
        return self._referenced_names

    @property
    def suspects(self) -> tuple[ast.Syntax, ...]:
        """Parts of the query that probably do not mean what was intended, collected on first access."""
        if self._suspects is None:
            self._suspects = suspects(self.checked.statement)
        return self._suspects

    def fits(self, snapshot: Snapshot, procedures: Procedures) -> bool:
        """Return whether the plan still fits the size of the graph and the registered procedures."""
        nodes, relationships = snapshot.node_count, snapshot.relationship_count
        return (
            self.procedures == procedures.version
            and self.nodes <= 2 * nodes + 64
            and nodes <= 2 * self.nodes + 64
            and self.relationships <= 2 * relationships + 64
            and relationships <= 2 * self.relationships + 64
        )


class PlanCache(OrderedDict[str, Prepared]):
    """An LRU cache of prepared queries, by text."""

    def find(self, text: str) -> Prepared | None:
        """Return a prepared query, or None, and mark it as most recently used."""
        found = self.get(text)
        if found is not None:
            try:
                self.move_to_end(text)
            except KeyError:  # another thread has just evicted it
                return found
        return found

    def keep(self, text: str, prepared: Prepared) -> None:
        """Cache a prepared query; evict the least recently used ones if there are too many."""
        self[text] = prepared
        while len(self) > CACHED_PLANS:
            self.popitem(last=False)


_BUILT_IN = Procedures()


def execute(
    store: MemoryGraph,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    write: bool = False,
    timeout: float | None = None,
    procedures: Procedures | None = None,
    plans: PlanCache | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Run one query.

    Args:
        store: the graph.
        text: one Cypher statement.
        parameters: values of its ``$parameters``.
        write: allow writes; otherwise a query that writes is rejected.
        timeout: time limit in seconds; None for no limit.
        procedures: the procedures for CALL; None for the built-in ones.
        plans: the cache of prepared queries of this graph; None to use none.
        limits: the resource limits.

    Raises:
        CypherError: the query is invalid or failed.
        LimitExceeded: the query exceeded a limit.
    """
    known = _BUILT_IN if procedures is None else procedures
    cache = PlanCache() if plans is None else plans
    before = watch.begin(timeout)
    try:
        return _executed(store, text, parameters or {}, known, cache, limits or _DEFAULT_LIMITS, write=write)
    except RecursionError:
        raise LimitExceeded(
            "The query is nested too deeply: expressions, patterns or subqueries inside each other. "
            "Split the inner parts into separate steps with WITH.",
            limit="recursion",
        ) from None
    except MemoryError:
        raise LimitExceeded(
            "The query needs more memory than is available. Request less: use LIMIT or a narrower pattern.",
            limit="memory",
        ) from None
    finally:
        watch.end(before)


_DEFAULT_LIMITS = Limits()


def _executed(
    store: MemoryGraph,
    text: str,
    parameters: Mapping[str, Any],
    known: Procedures,
    plans: PlanCache,
    limits: Limits,
    *,
    write: bool,
) -> Answer:
    begun = time.perf_counter()
    snapshot = store.snapshot
    prepared = _prepared(plans, snapshot, text, parameters, known, limits)
    mode = prepared.checked.statement.mode
    if mode == "EXPLAIN":
        return _explained(prepared, begun)
    _may_run(prepared, parameters, write=write)
    if mode == "PROFILE":
        runner, plan = _profiling(snapshot, prepared, known)
    else:
        runner, plan = prepared.runner, None
    if prepared.checked.writes:
        before = _before_write(prepared, snapshot, parameters)
        del snapshot  # with a reference to it, the first write would copy all changes so far
        return _write(store, prepared, runner, parameters, limits.memory, begun, plan, before)
    return _read(store, snapshot, prepared, runner, parameters, limits.memory, begun, plan)


def prepare(
    text: str, snapshot: Snapshot, procedures: Procedures, parameters: Mapping[str, Any] | None = None
) -> Prepared:
    """Parse, check and plan a query, and build its runner."""
    statement = parse(text)
    given = None if statement.mode == "EXPLAIN" else parameters
    checked = check(statement, functions=functions, procedures=procedures, parameters=given)
    planner = Planner(snapshot, procedures)
    plan, columns = planner.plan_statement(checked.statement)
    runner = Builder(planner).build(plan)
    return Prepared(checked, plan, checked.columns or columns, runner, snapshot, procedures.version)


def _prepared(
    cache: PlanCache,
    snapshot: Snapshot,
    text: str,
    parameters: Mapping[str, Any],
    procedures: Procedures,
    limits: Limits,
) -> Prepared:
    found = cache.find(text)
    if found is not None and found.fits(snapshot, procedures):
        return found
    if len(text) > limits.text:
        raise LimitExceeded(
            f"The query text has {len(text):,} characters; the limit is {limits.text:,}. "
            "Pass values as parameters, and many rows as a list to UNWIND.",
            limit="text",
        )
    prepared = prepare(text, snapshot, procedures, parameters)
    cache.keep(text, prepared)
    return prepared


def _may_run(prepared: Prepared, parameters: Mapping[str, Any], *, write: bool) -> None:
    checked = prepared.checked
    if checked.writes and not write:
        raise writing_is_off()
    for name in checked.parameters:
        if name not in parameters:
            raise parameter_missing(min(checked.parameters - parameters.keys()))


def _explained(prepared: Prepared, begun: float) -> Answer:
    from sociogram.queries.cypher.plan.explain import explain

    summary = Summary(Counters(), explain(prepared.plan), _since(begun))
    return Answer(prepared.columns, iter(()), lambda: summary)


ProfiledPlan = Callable[[], PlanNode]


def _profiling(snapshot: Snapshot, prepared: Prepared, procedures: Procedures) -> tuple[Runner, ProfiledPlan]:
    """Return a runner that takes measurements, and a function that adds them to the plan description."""
    from sociogram.queries.cypher.plan.explain import explain

    measures = Measures()
    runner = Builder(Planner(snapshot, procedures), measures).build(prepared.plan)
    return runner, lambda: explain(prepared.plan, measures)


def _read(
    store: MemoryGraph,
    snapshot: Snapshot,
    prepared: Prepared,
    runner: Runner,
    parameters: Mapping[str, Any],
    memory: int | None,
    begun: float,
    plan: ProfiledPlan | None,
) -> Answer:
    """Run to the end, so that errors are raised now; values are created when the rows are read."""
    context = Context(store, parameters)
    context.pin(snapshot)
    run = context.statement = Run(store, None, memory)
    batches = collect(runner(ONE_ROW, context), context)
    milliseconds = _since(begun)

    def summary() -> Summary:
        shown = None if plan is None else plan()
        unknown = (
            *notices(prepared.suspects, snapshot, parameters),
            *_unknown(prepared.referenced_names, snapshot),
        )
        return Summary(run.counters(), shown, milliseconds, unknown)

    return Answer(prepared.columns, _rows(prepared, batches, context), summary)


def _write(
    store: MemoryGraph,
    prepared: Prepared,
    runner: Runner,
    parameters: Mapping[str, Any],
    memory: int | None,
    begun: float,
    plan: ProfiledPlan | None,
    before: tuple[tuple[str, ...], NameReferences],
) -> Answer:
    """Run to the end and commit, or roll back on an error."""
    with store.transaction() as transaction:
        context = Context(store, parameters)
        run = context.statement = Run(store, transaction, memory)
        batches = collect(runner(ONE_ROW, context), context)
        if run.unfinished:
            finish_deletions(context)
    context.pin(store.snapshot)
    milliseconds = _since(begun)

    def summary() -> Summary:
        found, lacking = before
        unknown = (*found, *_unknown(lacking, context.snapshot))
        return Summary(run.counters(), None if plan is None else plan(), milliseconds, unknown)

    return Answer(prepared.columns, _rows(prepared, batches, context), summary)


def _rows(prepared: Prepared, batches: list[Batch], context: Context) -> Iterator[tuple[Any, ...]]:
    return rows_out(batches, prepared.columns, context) if prepared.columns else iter(())


_NO_NAMES = NameReferences((), (), ())


def _before_write(
    prepared: Prepared, snapshot: Snapshot, parameters: Mapping[str, Any]
) -> tuple[tuple[str, ...], NameReferences]:
    """Return the notices of a query that writes, and the names it reads that do not exist before it runs."""
    referenced = prepared.referenced_names
    lacking = _NO_NAMES if referenced.all_in(snapshot) else referenced.lacking(*_names(snapshot))
    return notices(prepared.suspects, snapshot, parameters), lacking


def _unknown(referenced: NameReferences, snapshot: Snapshot) -> tuple[str, ...]:
    return () if referenced.all_in(snapshot) else referenced.unknown(*_names(snapshot))


def _names(snapshot: Snapshot) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """Return the labels, types and properties of a graph."""
    keys = {*snapshot.node_property_keys, *snapshot.relationship_property_keys}
    return snapshot.labels, snapshot.types, keys


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000.0
