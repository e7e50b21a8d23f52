"""The graph that plans are made for, and the notation of ``plans.txt``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sociogram.queries.cypher.store import MemoryStore

PLANS = Path(__file__).parent / "plans.txt"


def planned_graph() -> MemoryStore:
    """120 people who know each other, 12 companies that they work for, 3 towns; names are unique."""
    store = MemoryStore()
    with store.transaction() as transaction:
        people = [
            transaction.create_node(("Person",), {"name": f"P{n}", "age": 20 + n % 40}) for n in range(120)
        ]
        firms = [transaction.create_node(("Company",), {"name": f"C{n}"}) for n in range(12)]
        towns = [transaction.create_node(("Town",), {"name": f"T{n}"}) for n in range(3)]
        for n, person in enumerate(people):
            for step in (1, 7, 31):
                transaction.create_relationship(
                    person, people[(n + step) % 120], "KNOWS", {"since": 1990 + n % 30}
                )
            transaction.create_relationship(person, firms[n % 12], "WORKS_FOR", {})
        for n, firm in enumerate(firms):
            transaction.create_relationship(firm, towns[n % 3], "BASED_IN", {})
    return store


def cases() -> Iterator[tuple[str, str]]:
    """Give each query of ``plans.txt`` with its plan."""
    for block in PLANS.read_text(encoding="utf-8").strip().split("\n\n"):
        query, plan = [], []
        for line in block.splitlines():
            if line.startswith("//"):
                continue
            (plan if line.startswith(("+ ", "|")) else query).append(line)
        yield "\n".join(query), "\n".join(plan)
