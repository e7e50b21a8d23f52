"""The same queries on the engine in memory and on a real Neo4j server.

for found in differences(seed, 1000, store):
    print(found)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sociogram.graph.neo4j.store import Neo4jStore
from support.differential.known_differences import known
from support.differential.outcomes import MOST_ROWS, MemorySide, Neo4jSide, Outcome, compared
from support.grammar.base import Chance, Query
from support.grammar.graphs import GraphText
from support.grammar.graphs import graph as make_graph
from support.grammar.minimise import shrink
from support.grammar.queries import query as make_query
from support.grammar.vocabulary import ARTICLE, MADE_UP, Words

QUERIES_A_GRAPH = 50
GRAPHS_AN_ARTICLE = 8
"""One in so many graphs is that of the article."""
ASKED_AT_ONCE = 3
"""Queries that the server answers at the same time; those that write come one by one."""


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
        graph = "the article" if self.graph.article else repr(self.graph.script)
        return (
            f"── {self.what} (seed {self.seed}) ──\n"
            f"    (\n        {graph},\n        {self.query!r},\n    ),\n"
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
        if not comparable(ours):
            return ours, ours, None
        theirs = self.neo4j.ask(query)
        return ours, theirs, _difference(query, ours, theirs)

    def ask_all(self, queries: Sequence[Query]) -> list[tuple[Outcome, Outcome, str | None]]:
        """Ask many: those that only read at once, for the server has more than one processor."""
        ours = [self.memory.ask(query) for query in queries]
        theirs = list(ours)
        asked = [place for place, outcome in enumerate(ours) if comparable(outcome)]
        reading = [place for place in asked if not queries[place].writes]
        with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
            found = pool.map(self.neo4j.ask, [queries[place] for place in reading])
            for place, outcome in zip(reading, found, strict=True):
                theirs[place] = outcome
        for place in asked:
            if queries[place].writes:
                theirs[place] = self.neo4j.ask(queries[place])
        return [
            (one, other, _difference(query, one, other))
            for query, one, other in zip(queries, ours, theirs, strict=True)
        ]

    def difference(self, seed: str, graph: GraphText, query: Query) -> Difference | None:
        """Return what differs, with the smallest graph and query found that show it."""
        self.load(graph)
        ours, theirs, what = self.ask(query)
        if what is None or known(query, ours, theirs) is not None:
            return None  # the server was late before, and is not now
        kinds = (what, ours.failed, theirs.failed)

        def shows(graph: GraphText, query: Query) -> bool:
            self.load(graph)
            ours, theirs, what = self.ask(query)
            return (what, ours.failed, theirs.failed) == kinds and known(query, ours, theirs) is None

        graph, query = shrink(graph, query, shows)
        self.load(graph)
        ours, theirs, _ = self.ask(query)
        return Difference(seed, what, graph, query, ours, theirs)


def comparable(outcome: Outcome) -> bool:
    """Tell whether an answer is of a size to compare: a query that runs into a limit says nothing."""
    return len(outcome.rows) <= MOST_ROWS and not (outcome.failed or "").startswith("limit")


def _difference(query: Query, ours: Outcome, theirs: Outcome) -> str | None:
    return compared(query, ours, theirs) if comparable(theirs) else None


@dataclass
class Tally:
    """What was run."""

    queries: int = 0
    with_rows: int = 0
    writing: int = 0
    failing: int = 0
    not_compared: int = 0
    known: Counter[str] = field(default_factory=Counter)

    def count(self, query: Query, ours: Outcome, theirs: Outcome, reason: str | None) -> None:
        self.queries += 1
        self.with_rows += bool(theirs.rows)
        self.writing += query.writes
        self.failing += theirs.failed is not None
        self.not_compared += not (comparable(ours) and comparable(theirs))
        if reason is not None:
            self.known[reason] += 1


def differences(
    seed: int,
    count: int,
    store: Neo4jStore,
    *,
    make: Callable[[Chance], Query] = make_query,
    tally: Tally | None = None,
    progress: Callable[[Tally], None] = lambda _: None,
) -> Iterator[Difference]:
    """Make so many queries and give those that are answered otherwise, and nobody knows why."""
    pair = Pair(store)
    tally = tally or Tally()
    for number in range(0, count, QUERIES_A_GRAPH):
        names = [f"{seed} {place}" for place in range(number, min(number + QUERIES_A_GRAPH, count))]
        graph, words = graph_of(f"{seed} graph {number}", number // QUERIES_A_GRAPH)
        queries = [make(Chance(name, words)) for name in names]
        pair.load(graph)
        for name, query, (ours, theirs, what) in zip(names, queries, pair.ask_all(queries), strict=True):
            reason = None if what is None else known(query, ours, theirs)
            tally.count(query, ours, theirs, reason)
            if what is not None and reason is None and (found := pair.difference(name, graph, query)):
                yield found
            pair.load(graph)  # it may have been shrunk
        progress(tally)


def graph_of(seed: str, place: int) -> tuple[GraphText, Words]:
    """Return a graph and the words for queries about it."""
    if place % GRAPHS_AN_ARTICLE == GRAPHS_AN_ARTICLE - 1:
        return GraphText(article=True), ARTICLE
    return make_graph(Chance(seed)), MADE_UP
