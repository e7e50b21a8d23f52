"""Running Cypher on a graph in memory: text in, rows out.

    text ─parse─▶ tree ─check─▶ checked tree ─plan─▶ operators ─build─▶ runner ─run─▶ batches ─▶ rows

All up to the runner is kept by query text, so that a query that comes again only runs.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sociogram.graph.answer import Counters, PlanNode, Summary
from sociogram.graph.errors import CypherParameterMissing, CypherSemanticError, LimitExceeded
from sociogram.graph.store import Answer
from sociogram.queries.cypher import functions
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.check import Checked, check
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.builder import Builder, Measures, Runner
from sociogram.queries.cypher.execute.rows import collected
from sociogram.queries.cypher.execute.run import Run, finish_deletions, rows_out
from sociogram.queries.cypher.notifications import Mentions, mentions
from sociogram.queries.cypher.parser import parse
from sociogram.queries.cypher.plan.operators import Operator
from sociogram.queries.cypher.plan.planner import Planner
from sociogram.queries.cypher.procedures import Procedures
from sociogram.queries.cypher.record import Record

if TYPE_CHECKING:
    from sociogram.graph.memory.index import GraphIndex
    from sociogram.graph.memory.store import MemoryStore

KEPT_PLANS = 256
MAXIMUM_TEXT = 1_000_000


class Limits(Record):
    """What a query may use. None is no limit.

    Attributes:
        text: characters of the query text.
        memory: bytes that its rows may take.
    """

    text: int = MAXIMUM_TEXT
    memory: int | None = None


class Prepared:
    """A query ready to run, and the state of the graph for which it was planned."""

    __slots__ = ("_mentions", "checked", "columns", "nodes", "plan", "procedures", "relationships", "runner")

    def __init__(
        self,
        checked: Checked,
        plan: Operator,
        columns: tuple[str, ...],
        runner: Runner,
        index: GraphIndex,
        procedures: int,
    ) -> None:
        self.checked = checked
        self.plan = plan
        self.columns = columns
        self.runner = runner
        self.nodes = index.node_count
        self.relationships = index.relationship_count
        self.procedures = procedures
        self._mentions: Mentions | None = None

    @property
    def mentions(self) -> Mentions:
        """The names that the query reads from the graph, collected when somebody asks."""
        if self._mentions is None:
            self._mentions = mentions(self.checked.statement)
        return self._mentions

    def fits(self, index: GraphIndex, procedures: Procedures) -> bool:
        """Tell whether the graph is still about as large as when this was planned."""
        return (
            self.procedures == procedures.version
            and self.nodes <= 2 * index.node_count + 64
            and index.node_count <= 2 * self.nodes + 64
            and self.relationships <= 2 * index.relationship_count + 64
            and index.relationship_count <= 2 * self.relationships + 64
        )


class PlanCache(OrderedDict[str, Prepared]):
    """The queries that were prepared last, by their text."""

    def find(self, text: str) -> Prepared | None:
        """Return a prepared query, which counts as used now."""
        found = self.get(text)
        if found is not None:
            with suppress(KeyError):  # another thread has just let it go
                self.move_to_end(text)
        return found

    def keep(self, text: str, prepared: Prepared) -> None:
        """Keep a prepared query, and let the one go that was not used for longest."""
        self[text] = prepared
        while len(self) > KEPT_PLANS:
            self.popitem(last=False)


_CACHES: WeakKeyDictionary[MemoryStore, PlanCache] = WeakKeyDictionary()
_NO_PROCEDURES = Procedures()
_ONE_ROW = Batch({}, 1)


class _Snapshot:
    """A graph that stands still while a query reads it."""

    __slots__ = ("index",)

    def __init__(self, index: GraphIndex) -> None:
        self.index = index


def execute(
    store: MemoryStore,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    write: bool = False,
    timeout: float | None = None,
    procedures: Procedures | None = None,
    limits: Limits | None = None,
) -> Answer:
    """Run one query.

    Args:
        store: the graph.
        text: one statement of Cypher.
        parameters: values of its ``$parameters``.
        write: let it change the graph; without it a writing query is refused.
        timeout: seconds after which it is given up; None is never.
        procedures: what CALL can name; None is what comes with the engine.
        limits: what it may use.

    Raises:
        CypherError: the query is at fault.
        LimitExceeded: it ran into a limit.
    """
    begun = time.perf_counter()
    given = parameters or {}
    known = _NO_PROCEDURES if procedures is None else procedures
    try:
        prepared = _prepared(store, text, given, known, limits or _DEFAULT_LIMITS)
        mode = prepared.checked.statement.mode
        memory = None if limits is None else limits.memory
        if mode == "EXPLAIN":
            return _explained(prepared, begun)
        _may_run(prepared, given, write=write)
        if mode == "PROFILE":
            return _profiled(store, prepared, given, known, timeout, memory, begun)
        return _run(store, prepared, prepared.runner, given, timeout, memory, begun)
    except RecursionError:
        raise LimitExceeded(
            "The query nests too deeply: expressions, patterns or subqueries inside each other. "
            "Write the inner ones as steps of their own, with WITH.",
            limit="recursion",
        ) from None
    except MemoryError:
        raise LimitExceeded(
            "The query needs more memory than there is. Ask for less at once: LIMIT, or a narrower pattern.",
            limit="memory",
        ) from None


_DEFAULT_LIMITS = Limits()


def prepare(
    text: str, index: GraphIndex, procedures: Procedures, parameters: Mapping[str, Any] | None = None
) -> Prepared:
    """Parse, check and plan a query, and build what runs it."""
    statement = parse(text)
    given = None if statement.mode == "EXPLAIN" else parameters
    checked = check(statement, functions=functions, procedures=procedures, parameters=given)
    planner = Planner(index, procedures)
    plan, columns = planner.plan_statement(checked.statement)
    runner = Builder(planner).build(plan)
    return Prepared(checked, plan, checked.columns or columns, runner, index, procedures.version)


def _prepared(
    store: MemoryStore, text: str, parameters: Mapping[str, Any], procedures: Procedures, limits: Limits
) -> Prepared:
    cache = _CACHES.get(store)
    if cache is None:
        cache = _CACHES[store] = PlanCache()
    index = store.index
    found = cache.find(text)
    if found is not None and found.fits(index, procedures):
        return found
    if len(text) > limits.text:
        raise LimitExceeded(
            f"The query text has {len(text):,} characters; {limits.text:,} are allowed. "
            "Give values as parameters, and many rows as a list to UNWIND.",
            limit="text",
        )
    prepared = prepare(text, index, procedures, parameters)
    cache.keep(text, prepared)
    return prepared


def _may_run(prepared: Prepared, parameters: Mapping[str, Any], *, write: bool) -> None:
    checked = prepared.checked
    if checked.writes and not write:
        raise CypherSemanticError(
            "The query would change the graph, and was not allowed to.",
            detail="WriteNotAllowed",
            hint="Allow it with write=True (--write on the command line).",
        )
    if not checked.parameters <= parameters.keys():
        name = min(checked.parameters - parameters.keys())
        raise CypherParameterMissing(
            f"The parameter ${name} was not given.",
            detail="MissingParameter",
            hint=f"Give it by name: {name}=…",
        )


def _explained(prepared: Prepared, begun: float) -> Answer:
    from sociogram.queries.cypher.plan.explain import explain

    summary = Summary(Counters(), explain(prepared.plan), _since(begun))
    return Answer(prepared.columns, iter(()), lambda: summary)


def _profiled(
    store: MemoryStore,
    prepared: Prepared,
    parameters: Mapping[str, Any],
    procedures: Procedures,
    timeout: float | None,
    memory: int | None,
    begun: float,
) -> Answer:
    from sociogram.queries.cypher.plan.explain import explain

    measures = Measures()
    runner = Builder(Planner(store.index, procedures), measures).build(prepared.plan)
    return _run(
        store, prepared, runner, parameters, timeout, memory, begun, lambda: explain(prepared.plan, measures)
    )


def _run(
    store: MemoryStore,
    prepared: Prepared,
    runner: Runner,
    parameters: Mapping[str, Any],
    timeout: float | None,
    memory: int | None,
    begun: float,
    plan: Callable[[], PlanNode] | None = None,
) -> Answer:
    """Run to the end, so that errors come now; values are made when the rows are read."""
    before = store.index if prepared.checked.writes else None
    unknown = () if before is None else _unknown(prepared, before)
    del before
    if prepared.checked.writes:
        with store.transaction() as transaction:
            context = Context(store, parameters, timeout=timeout)
            run = context.statement = Run(store, context, transaction, memory)
            batches = collected(runner(_ONE_ROW, context), context)
            if run.unfinished:
                finish_deletions(context)
        context.store = _Snapshot(store.index)  # type: ignore[assignment]
    else:
        context = Context(_Snapshot(store.index), parameters, timeout=timeout)  # type: ignore[arg-type]
        run = context.statement = Run(store, context, None, memory)
        batches = collected(runner(_ONE_ROW, context), context)
    milliseconds = _since(begun)
    columns = prepared.columns
    rows: Iterator[tuple[Any, ...]] = rows_out(batches, columns, context) if columns else iter(())
    index = context.index

    def summary() -> Summary:
        shown = None if plan is None else plan()
        notifications = unknown if prepared.checked.writes else _unknown(prepared, index)
        return Summary(run.counters(), shown, milliseconds, notifications)

    return Answer(columns, rows, summary)


def _unknown(prepared: Prepared, index: GraphIndex) -> tuple[str, ...]:
    keys = {*index.node_property_keys, *index.relationship_property_keys}
    return prepared.mentions.unknown(index.labels, index.types, keys)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000.0
