"""The same queries on the engine in memory and on a real Neo4j server.

for found in differences(seed, 1000, store):
    print(found)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sociogram.graph.neo4j.store import Neo4jStore
from support.grammar import Chance, Query
from support.grammar_graphs import GraphText
from support.grammar_graphs import graph as make_graph
from support.known_differences import known
from support.outcomes import MemorySide, Neo4jSide, Outcome, compared
from support.query_grammar import query as make_query
from support.shrink import shrink

QUERIES_A_GRAPH = 50
MOST_ROWS = 2000
"""Answers with more rows are not compared: they say no more, and take long."""


@dataclass(frozen=True)
class Difference:
    """A query on a graph that Neo4j answers otherwise."""

    seed: str
    what: str
    graph: GraphText
    query: Query
    ours: Outcome
    theirs: Outcome

    def __str__(self) -> str:
        """Say it as a test to paste into ``tests/differential/test_differential.py``."""
        return (
            f"── {self.what} (seed {self.seed}) ──\n"
            f"    (\n        {self.graph.script!r},\n        {self.query!r},\n    ),\n"
            f"  memory: {self.ours}\n  neo4j:  {self.theirs}\n"
        )


class Pair:
    """Both stores, with the same graph in them."""

    def __init__(self, store: Neo4jStore) -> None:
        self.memory = MemorySide()
        self.neo4j = Neo4jSide(store)
        self.graph: GraphText | None = None

    def load(self, graph: GraphText) -> None:
        if graph != self.graph:
            self.memory.load(graph)
            self.neo4j.load(graph)
            self.graph = graph

    def ask(self, query: Query) -> tuple[Outcome, Outcome, str | None]:
        ours = self.memory.ask(query)
        if len(ours.rows) > MOST_ROWS:
            return ours, ours, None
        theirs = self.neo4j.ask(query)
        return ours, theirs, compared(query, ours, theirs)

    def difference(self, seed: str, graph: GraphText, query: Query) -> Difference | None:
        """Return what differs, with the smallest graph and query found that show it."""
        self.load(graph)
        ours, theirs, what = self.ask(query)
        if what is None:
            return None
        kinds = (what, ours.failed, theirs.failed)

        def shows(graph: GraphText, query: Query) -> bool:
            self.load(graph)
            ours, theirs, what = self.ask(query)
            return (what, ours.failed, theirs.failed) == kinds and known(query, ours, theirs) is None

        if known(query, ours, theirs) is None:
            graph, query = shrink(graph, query, shows)
            self.load(graph)
            ours, theirs, _ = self.ask(query)
        return Difference(seed, what, graph, query, ours, theirs)


@dataclass
class Tally:
    """What was run."""

    queries: int = 0
    with_rows: int = 0
    writing: int = 0
    failing: int = 0
    known: Counter[str] | None = None


def differences(
    seed: int,
    count: int,
    store: Neo4jStore,
    *,
    make: Callable[[Chance], Query] = make_query,
    tally: Tally | None = None,
) -> Iterator[Difference]:
    """Make so many queries and give those that are answered otherwise, and nobody knows why."""
    pair = Pair(store)
    tally = tally or Tally()
    tally.known = Counter()
    for number in range(count):
        if number % QUERIES_A_GRAPH == 0:
            graph = make_graph(Chance(f"{seed} graph {number}"))
        name = f"{seed} {number}"
        query = make(Chance(name))
        pair.load(graph)
        ours, theirs, what = pair.ask(query)
        tally.queries += 1
        tally.with_rows += bool(theirs.rows)
        tally.writing += query.writes
        tally.failing += theirs.failed is not None
        if what is None:
            continue
        reason = known(query, ours, theirs)
        if reason is not None:
            tally.known[reason] += 1
            continue
        found = pair.difference(name, graph, query)
        if found is not None:
            yield found
