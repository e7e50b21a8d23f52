"""What the server tells beside the rows: counters, plan, time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sociogram.graph.summary import Counters, PlanNode, Summary

if TYPE_CHECKING:
    import neo4j

_NANOSECONDS = 1e6


def to_summary(summary: neo4j.ResultSummary) -> Summary:
    """Return the driver's summary as ours."""
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
