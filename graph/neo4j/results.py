"""Conversion of the driver's records and summaries to ``graph.model`` and ``graph.summary``.

Temporal values and points remain objects of the driver.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sociogram.graph.common import timer
from sociogram.graph.errors import LimitExceeded
from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.neo4j.errors import Failures
from sociogram.graph.summary import Counters, PlanNode, Summary

if TYPE_CHECKING:
    import neo4j
    import neo4j.graph

PLAIN = frozenset({str, int, float, bool, type(None)})

_FORGET_AFTER = 1000
"""Rows after which the driver's cached nodes and relationships are dropped."""

_NANOSECONDS = 1e6


def forget_entities(result: neo4j.Result) -> None:
    """Release the nodes and relationships of the rows read so far.

    The driver caches each of them until the result ends, for ``Result.graph()``, which is not used here, and
    has no public way to turn that off. If another version of the driver stores them elsewhere, memory grows
    with the answer and the test of streaming fails; the rows stay the same.
    """
    with suppress(AttributeError):
        graph = result._hydration_scope.get_graph()
        graph._nodes.clear()
        graph._relationships.clear()


def to_model(value: Any) -> Any:
    """Convert a value from the driver to the types of ``graph.model``."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is list:
        return [item if type(item) in PLAIN else to_model(item) for item in value]
    if kind is dict:
        return {key: item if type(item) in PLAIN else to_model(item) for key, item in value.items()}
    from neo4j import graph

    if isinstance(value, graph.Node):
        return _node(value)
    if isinstance(value, graph.Relationship):
        return _relationship(value)
    if isinstance(value, graph.Path):
        return Path(
            tuple(_node(node) for node in value.nodes),
            tuple(_relationship(step) for step in value.relationships),
        )
    return value


def _node(node: neo4j.graph.Node) -> Node:
    return Node(node.element_id, tuple(sorted(node.labels)), dict(node.items()))


def _relationship(relationship: neo4j.graph.Relationship) -> Relationship:
    start, end = relationship.nodes
    return Relationship(
        relationship.element_id,
        relationship.type,
        "" if start is None else start.element_id,
        "" if end is None else end.element_id,
        dict(relationship.items()),
    )


def to_summary(summary: neo4j.ResultSummary) -> Summary:
    """Convert the driver's summary."""
    plan: Any = summary.profile or summary.plan
    times = (summary.result_available_after, summary.result_consumed_after)
    return Summary(
        counters=_counters(summary.counters),
        plan=None if plan is None else _plan(plan),
        milliseconds=float(sum(time for time in times if time is not None and time > 0)),
    )


def _counters(counters: neo4j.SummaryCounters) -> Counters:
    return Counters(
        nodes_created=counters.nodes_created,
        nodes_deleted=counters.nodes_deleted,
        relationships_created=counters.relationships_created,
        relationships_deleted=counters.relationships_deleted,
        properties_set=counters.properties_set,
        labels_added=counters.labels_added,
        labels_removed=counters.labels_removed,
        indexes_added=counters.indexes_added,
        indexes_removed=counters.indexes_removed,
        constraints_added=counters.constraints_added,
        constraints_removed=counters.constraints_removed,
    )


def _plan(plan: Mapping[str, Any]) -> PlanNode:
    arguments = plan.get("args", {})
    time = arguments.get("Time")
    return PlanNode(
        operator=str(plan.get("operatorType", "")).partition("@")[0],
        details=str(arguments.get("Details", "")),
        estimated_rows=arguments.get("EstimatedRows"),
        rows=arguments.get("Rows"),
        milliseconds=None if time is None else time / _NANOSECONDS,
        children=tuple(_plan(child) for child in plan.get("children", ())),
    )


class RecordStream(Iterator[tuple[Any, ...]]):
    """The rows of a running query; the session is closed after the last one."""

    __slots__ = (
        "__weakref__",
        "_abandon",
        "_cached",
        "_close",
        "_deadline",
        "_failures",
        "_records",
        "_result",
        "_summary",
        "_timeout",
    )

    def __init__(
        self,
        session: neo4j.Session,
        result: neo4j.Result,
        failures: Failures,
        timeout: float | None,
        deadline: float | None,
        abandon: Callable[[], None],
    ) -> None:
        # An iterator that is not read to the end holds a connection. In a reference cycle the collector
        # finalizes objects in any order, so only the finalizer may refer to the session.
        self._close = weakref.finalize(self, session.close)
        self._close.atexit = False
        self._result = result
        self._records = iter(result)
        self._failures = failures
        self._timeout = timeout
        self._deadline = deadline
        self._abandon = abandon
        self._cached = 0
        self._summary: Summary | None = None

    def __next__(self) -> tuple[Any, ...]:
        from neo4j.exceptions import DriverError, Neo4jError

        if self._summary is not None:
            raise StopIteration
        if self._deadline is not None and timer.monotonic() > self._deadline:
            self.close()
            raise self._late()
        try:
            values = next(self._records).values()
        except StopIteration:
            self.summary()
            raise
        except (Neo4jError, DriverError) as error:
            self.close()
            raise self._failures.translate(error, self._timeout) from error
        except KeyboardInterrupt:
            self._abandon()  # first, as closing the session would wait for the query
            self.close()
            raise
        row = tuple([value if type(value) in PLAIN else to_model(value) for value in values])
        self._cached += 1
        if self._cached == _FORGET_AFTER:
            forget_entities(self._result)
            self._cached = 0
        return row

    def summary(self) -> Summary:
        """Return the summary; rows not read yet are discarded."""
        if self._summary is None:
            try:
                with self._failures.translated(self._timeout):
                    self._summary = to_summary(self._result.consume())
            finally:
                self.close()
        return self._summary

    def close(self) -> None:
        """Discard the rows not read yet and release the connection."""
        self._close()

    def _late(self) -> LimitExceeded:
        return LimitExceeded(
            f"The rows were not read within {self._timeout:g} s. "
            "Give it more time with timeout= (--timeout on the command line).",
            limit="timeout",
        )
