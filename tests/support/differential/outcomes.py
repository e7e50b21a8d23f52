"""What a query does on a store, to compare: rows, columns, counters, the graph afterwards, the error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sociogram.graph.errors import CypherError, LimitExceeded, StoreError
from sociogram.graph.neo4j.results import to_model, to_summary
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.graph.summary import Counters
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.values.conversion import from_python
from sociogram.queries.run import run
from support.grammar.base import Query
from support.grammar.graphs import GraphText
from support.grammar.vocabulary import PARAMETERS
from support.tck.scenarios import canonical

TIMEOUT = 5.0
MOST_ROWS = 2000
"""Answers with more rows are not compared: they say no more, and take long."""
EVERYTHING = "MATCH (n) RETURN n, null AS r, null AS m UNION ALL MATCH (n)-[r]->(m) RETURN n, r, m"
ON_ITS_OWN = re.compile(r"(?<!DETACH )DELETE|IN TRANSACTIONS")
"""What cannot be taken back: that a node has no relationships left is only looked at in the end."""
Row = tuple[Any, ...]
NO_KIND = "Error"
"""What a server's error is whose code says no more than that the query failed."""


@dataclass(frozen=True)
class Outcome:
    """What became of a query. ``failed`` is the kind of error, ``message`` its words."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    counters: Counters | None = None
    graph: frozenset[tuple[Any, int]] | None = None
    failed: str | None = None
    message: str = ""

    def __str__(self) -> str:
        if self.failed:
            return f"{self.failed}: {self.message}"
        shown = "\n    ".join(map(repr, self.rows[:6]))
        more = f"\n    … {len(self.rows)} rows" if len(self.rows) > 6 else ""
        counters = f"\n    {self.counters}" if self.counters else ""
        return f"{self.columns}{counters}\n    {shown}{more}"


def compared(query: Query, one: Outcome, other: Outcome) -> str | None:
    """Return in which respect two outcomes differ, or None."""
    if one.failed and other.failed in (one.failed, NO_KIND):
        return None
    if one.failed or other.failed:
        return "error"
    for name in ("columns", "counters", "graph"):
        if getattr(one, name) != getattr(other, name):
            return name
    if Counter(_rows(one.rows, query)) != Counter(_rows(other.rows, query)):
        return "rows"
    if query.ordered and _rows(one.rows, query, loose=True) != _rows(other.rows, query, loose=True):
        return "order"
    return None


def _rows(rows: Iterable[Row], query: Query, *, loose: bool = False) -> list[Row]:
    return [tuple(_comparable(cell, query, query.loose or loose) for cell in row) for row in rows]


def _comparable(value: Any, query: Query, loose: bool) -> Any:
    """Round what floating point leaves open, and forget what the query leaves open."""
    match value:
        case ("float", float(number)):
            return ("float", float(f"{number:.10g}") + 0.0)
        case ("integer", int(number)) if loose:
            return ("float", float(f"{float(number):.10g}"))
        case ("list", items):
            inner = [_comparable(item, query, loose) for item in items]
            return ("list", tuple(sorted(inner, key=repr) if query.bags else inner))
        case ("map" | "node" | "relationship" | "path" as kind, *rest):
            return (kind, *(_comparable(part, query, loose) for part in rest))
        case tuple():
            return tuple(_comparable(item, query, loose) for item in value)
        case frozenset():
            return tuple(sorted((_comparable(item, query, loose) for item in value), key=repr))
        case _:
            return value


def _text_of(value: Any) -> str:
    return f"{type(value).__name__} {from_python(value)}"


def _canonical(rows: Iterable[Iterable[Any]]) -> tuple[Row, ...]:
    return tuple(tuple(canonical(cell, text_of=_text_of) for cell in row) for row in rows)


def _dump(everything: Iterable[Row]) -> frozenset[tuple[Any, int]]:
    return frozenset(Counter(_canonical(everything)).items())


class _TakeBackError(Exception):
    """Ends a transaction whose writes are not kept."""


@contextmanager
def taken_back(store: MemoryStore) -> Iterator[None]:
    """Let the block write, and take it back."""
    with suppress(_TakeBackError), store.transaction():
        yield
        raise _TakeBackError


class MemorySide:
    """The engine in memory; every query finds the graph as it was loaded."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.loaded: frozenset[tuple[Any, int]] = frozenset()

    def load(self, graph: GraphText) -> None:
        self.store = MemoryStore()
        if graph.script:
            run(self.store, graph.script, write=True)
        elif graph.dataset is not None:
            self.store.merge(graph.dataset)
        self.loaded = self._dump()

    def ask(self, query: Query) -> Outcome:
        if not query.writes:
            return self._asked(query)
        with taken_back(self.store):
            outcome = self._asked(query)
        if not self.unchanged():
            raise AssertionError(f"what was taken back is still there: {query.text}")
        return outcome

    def unchanged(self) -> bool:
        """Tell whether the graph is as it was loaded."""
        return self._dump() == self.loaded

    def _asked(self, query: Query) -> Outcome:
        try:
            result = run(self.store, query.text, PARAMETERS, write=query.writes, timeout=TIMEOUT)
            rows = _canonical(islice(result, MOST_ROWS + 1))
            counters = result.summary.counters
        except (CypherError, LimitExceeded) as error:
            return failure(error)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as crash:
            return Outcome(failed="crash", message=repr(crash))
        return Outcome(result.columns, rows, counters, self._dump() if query.writes else None)

    def _dump(self) -> frozenset[tuple[Any, int]]:
        return _dump(run(self.store, EVERYTHING))


class Neo4jSide:
    """A real server; every query finds the graph as it was loaded."""

    def __init__(self, store: Neo4jStore) -> None:
        self.store = store
        self.graph = GraphText()
        self.failures = store.connection.failures

    def load(self, graph: GraphText) -> None:
        self.store.execute("MATCH (n) DETACH DELETE n", write=True).summary()
        if graph.script:
            self.store.execute(graph.script, write=True).summary()
        elif graph.dataset is not None:
            self.store.merge(graph.dataset)
        self.graph = graph

    def ask(self, query: Query) -> Outcome:
        try:
            return self._written(query) if query.writes else self._read(query)
        except (CypherError, LimitExceeded, StoreError) as error:
            return failure(error)

    def _read(self, query: Query) -> Outcome:
        answer = self.store.execute(query.text, PARAMETERS, timeout=TIMEOUT)
        rows = _canonical(answer.rows)
        return Outcome(answer.columns, rows, answer.summary().counters)

    def _written(self, query: Query) -> Outcome:
        if ON_ITS_OWN.search(query.text):
            return self._committed(query)
        text: Any = query.text
        with (
            self.failures.translated(),
            self.store.connection.session(write=True) as session,
            session.begin_transaction(timeout=TIMEOUT) as transaction,
        ):
            result = transaction.run(text, dict(PARAMETERS))
            columns = tuple(result.keys())
            rows = _canonical(map(to_model, record.values()) for record in result)
            counters = to_summary(result.consume()).counters
            everything = [tuple(map(to_model, record.values())) for record in transaction.run(EVERYTHING)]
            transaction.rollback()
        return Outcome(columns, rows, counters, _dump(everything))

    def _committed(self, query: Query) -> Outcome:
        """Write for good, and load the graph again."""
        try:
            answer = self.store.execute(query.text, PARAMETERS, write=True, timeout=TIMEOUT)
            rows = _canonical(answer.rows)
            counters = answer.summary().counters
            everything = self.store.execute(EVERYTHING).rows
            return Outcome(answer.columns, rows, counters, _dump(everything))
        finally:
            self.load(self.graph)


def failure(error: CypherError | LimitExceeded | StoreError) -> Outcome:
    """Return what became of a query that failed."""
    match error:
        case CypherError():
            kind = error.type
        case LimitExceeded():
            kind = f"limit {error.limit}"
        case StoreError():
            kind = "store"
    return Outcome(failed=kind, message=str(error).partition("\n")[0])
