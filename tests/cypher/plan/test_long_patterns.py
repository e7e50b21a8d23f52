"""Planning a pattern of many nodes: the work grows with the pattern, not with its square."""

from __future__ import annotations

from collections import Counter

import pytest

from sociogram.queries.cypher.engine import execute
from sociogram.queries.cypher.plan.patterns import expansions
from sociogram.queries.cypher.plan.patterns.match import MatchPlanner
from sociogram.queries.cypher.store import MemoryStore


def chain(length: int, node: str = "(n#)", step: str = "-[:R]->") -> str:
    """Return a chain of nodes; ``#`` is the number of each."""
    return step.join(node.replace("#", str(number)) for number in range(length))


def compared(length: int, operator: str) -> str:
    tests = (f"n{number}.i {operator} n{number + 1}.i" for number in range(length - 1))
    return f"{chain(length)} WHERE {' AND '.join(tests)}"


PATTERNS = {
    "nodes": chain,
    "nodes with a label and a property": lambda length: chain(length, "(n#:A {i: #})"),
    "nodes with a parameter": lambda length: chain(length, "(n#:A {i: $i})"),
    "relationships with a property": lambda length: chain(length, step="-[:R {w: 1}]->"),
    "relationships of any length": lambda length: chain(length, step="-[:R*1..3]->"),
    "nodes in order": lambda length: compared(length, "<"),
    "nodes with an equal property": lambda length: compared(length, "="),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_the_work_grows_with_the_pattern(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()

    def counted(owner: object, function: str) -> None:
        original = getattr(owner, function)

        def count(*args: object) -> object:
            counts[function] += 1
            return original(*args)

        monkeypatch.setattr(owner, function, count)

    store = MemoryStore()
    execute(store, "UNWIND range(1, 300) AS i CREATE (:A {i: i})-[:R {w: i}]->(:A {i: i})", write=True)
    counted(expansions, "steps_along")
    counted(MatchPlanner, "_rows_sought")
    counted(MatchPlanner, "_started")
    work = []
    for length in (60, 120):
        counts.clear()
        execute(store, f"EXPLAIN MATCH {PATTERNS[name](length)} RETURN 1")
        work.append(counts.total())
    assert 0 < work[1] <= 2.2 * work[0]
