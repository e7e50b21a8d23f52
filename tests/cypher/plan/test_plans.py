"""Queries and the plans they get: ``plans.txt`` reads as documentation of what the planner does."""

from __future__ import annotations

import pytest
from plan_fixtures import cases, planned_graph

from sociogram.graph.summary import PlanNode
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return planned_graph()


def drawn(plan: PlanNode) -> str:
    return "\n".join(
        f"{'| ' * depth}+ {node.operator} {node.details}".rstrip() for depth, node in plan.walk()
    )


@pytest.mark.parametrize(("query", "plan"), [pytest.param(*case, id=case[0][:60]) for case in cases()])
def test_plan(store: MemoryStore, query: str, plan: str):
    summary = run(store, f"EXPLAIN {query}").summary
    assert summary.plan is not None
    assert drawn(summary.plan) == plan


def test_explain_does_not_run_the_query(store: MemoryStore):
    result = run(store, "EXPLAIN CREATE (n:New) RETURN n")
    assert list(result) == []
    assert store.snapshot.label_count("New") == 0


def test_profile_tells_rows_and_time_of_each_operator(store: MemoryStore):
    result = run(
        store, "PROFILE MATCH (p:Person)-[:WORKS_FOR]->(c:Company) RETURN c.name, collect(p) AS staff"
    )
    assert len(result) == 12
    plan = result.summary.plan
    assert plan is not None
    rows = {node.operator: node.rows for _, node in plan.walk()}
    assert rows["ProduceResults"] == 12
    assert rows["ExpandAll"] == 120
    assert all(node.milliseconds is not None for _, node in plan.walk())
    assert "ExpandAll" in result.summary.plan_text()
