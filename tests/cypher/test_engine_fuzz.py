"""No query, whatever it asks, ends in anything but rows, a CypherError or LimitExceeded, and in time.

Half of the queries are made by the grammar, the others are right ones, of the TCK where it is there, with
tokens changed; all may write. One that fails leaves the graph as it was. ``SOCIOGRAM_FUZZ`` asks for
more of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.differential.outcomes import MemorySide, taken_back
from support.grammar import vocabulary as words
from support.grammar.base import Chance, Query
from support.grammar.graphs import GraphText, graph
from support.grammar.minimise import shrink
from support.grammar.mutations import Mutator
from support.grammar.queries import query
from support.tck.scenarios import scenarios

HOW_MANY = int(os.environ.get("SOCIOGRAM_FUZZ", "400"))
SEED = os.environ.get("SOCIOGRAM_SEED", "1")
QUERIES_A_GRAPH = 100
TIMEOUT = 2.0
SLACK = 4.0
"""Seconds of its own that a query may work on past its time; a busy machine takes others besides."""
PARAMETERS = {**words.PARAMETERS, "x": 1, "list": [1, None, "a"], "name": "Ann", "props": {"k": 1}, "n": 2}
ACCEPTED = [
    line
    for line in (Path(__file__).parent / "accepted.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


class Fuzzed:
    """A graph on which queries are tried, and taken back."""

    def __init__(self, text: GraphText) -> None:
        self.graph = text
        self.side = MemorySide()
        self.side.load(text)
        self.passed = 0

    def fault(self, text: str) -> str | None:
        """Run a query; return what is wrong with how it went, or None."""
        begun = time.process_time()
        try:
            with taken_back(self.side.store):
                self._run(self.side.store, text)
        except (CypherError, LimitExceeded):
            return None if self.side.unchanged() else "a failed query left something behind"
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return f"ends in {type(error).__name__}: {error}"
        took = time.process_time() - begun
        if took > TIMEOUT + SLACK:
            return f"took {took:.1f} s with a time of {TIMEOUT} s"
        return None if self.side.unchanged() else "what was taken back is still there"

    def _run(self, store: MemoryStore, text: str) -> None:
        try:
            for _ in islice(run(store, text, PARAMETERS, write=True, timeout=TIMEOUT), 1000):
                pass
        except (CypherError, LimitExceeded):
            # What IN TRANSACTIONS committed before the failure stays.
            if "IN TRANSACTIONS" not in text and not self.side.unchanged():
                raise AssertionError("a failed query left something behind") from None
            return
        self.passed += 1

    def smallest(self, found: str, fault: str) -> tuple[GraphText, str]:
        """Return the smallest graph and query that go wrong in the same way."""

        def shows(graph: GraphText, query: Query) -> bool:
            again = Fuzzed(graph).fault(query.text)
            return again is not None and again[:30] == fault[:30]

        text, query = shrink(self.graph, Query(found), shows)
        return text, query.text


def texts() -> Iterator[str]:
    """Give queries without end."""
    number = 0
    made = [query(Chance(f"{SEED} mutated {place}")).text for place in range(300)]
    mutator = Mutator(SEED, [*ACCEPTED, *made, *(scenario.query for scenario in scenarios())])
    while True:
        number += 1
        yield query(Chance(f"{SEED} {number}")).text
        yield mutator.query()


def test_queries_end_in_rows_or_in_errors_of_ours() -> None:
    queries = texts()
    passed = 0
    for place in range(0, HOW_MANY, QUERIES_A_GRAPH):
        fuzzed = Fuzzed(graph(Chance(f"{SEED} graph {place}")))
        for text in islice(queries, min(QUERIES_A_GRAPH, HOW_MANY - place)):
            fault = fuzzed.fault(text)
            if fault is not None:
                smallest, shown = fuzzed.smallest(text, fault)
                raise AssertionError(f"{shown!r}\non {smallest.script!r}\n{fault}\nmade as {text!r}")
        passed += fuzzed.passed
    assert passed > HOW_MANY / 3  # or too few of them mean anything
