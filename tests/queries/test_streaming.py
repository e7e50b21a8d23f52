"""Rows that pass by: memory does not grow with their number."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest

from sociogram.graph.errors import SociogramError
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.results.result import Result
from sociogram.queries.results.writers import WRITERS
from sociogram.queries.run import run
from support.neo4j.fixtures import ServerAddress

ROWS = "UNWIND range(1, $rows) AS x RETURN x AS number, 'person ' + toString(x) AS name"
NODES = "UNWIND range(1, $rows) AS x CREATE (:Person {number: x})-[:KNOWS {since: 2000 + x}]->()"
TIES = "MATCH p = (a:Person)-[r]->(b) RETURN a, r, [b] AS list, p"
FEW, MANY = 17_000, 60_000
SPARE = 2_500_000
"""Bytes, for whatever else goes on; the rows between few and many would take twice that if they were kept."""


class Nowhere(io.StringIO):
    """A stream that counts what is written and keeps nothing."""

    length = 0

    def write(self, text: str) -> int:
        self.length += len(text)
        return len(text)


def peak_of_writing(store: GraphStore, rows: int, format_: str) -> int:
    """Return the most memory that writing an answer took beyond what the ready answer takes."""
    result = run(store, ROWS, {"rows": rows})
    tracemalloc.start()
    try:
        assert WRITERS[format_](result.columns, result.stream(), Nowhere()) == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_more_than_three_times_the_rows_in_memory_take_the_same(format_: str) -> None:
    store = MemoryStore()
    few, many = (peak_of_writing(store, rows, format_) for rows in (FEW, MANY))
    assert many < few + SPARE


@pytest.mark.neo4j
def test_more_than_three_times_the_rows_of_a_server_take_the_same(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        few, many = (peak_of_writing(store, rows, "jsonl") for rows in (5_000, 45_000))
    assert many < few + SPARE


def peak_of_writing_nodes(store: GraphStore, rows: int) -> int:
    run(store, NODES, {"rows": rows}, write=True)
    result = run(store, TIES)
    tracemalloc.start()
    try:
        assert WRITERS["jsonl"](result.columns, result.stream(), Nowhere()) == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        run(store, "MATCH (n) DETACH DELETE n", write=True)


def test_nodes_and_relationships_of_rows_written_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociogram.queries.cypher.execute.run.RESULT_SLICE", 500)
    monkeypatch.setattr("sociogram.queries.cypher.execute.run.RELEASE_THRESHOLD", 500)
    monkeypatch.setattr("sociogram.queries.results.result.BLOCK", 500)
    few, many = (peak_of_writing_nodes(MemoryStore(), rows) for rows in (5_000, 12_000))
    assert many < few + SPARE


@pytest.mark.neo4j
def test_nodes_and_relationships_of_a_server_are_let_go(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociogram.queries.results.result.BLOCK", 500)
    few, many = (peak_of_writing_nodes(neo4j_store, rows) for rows in (2_000, 7_000))
    assert many < few + SPARE


def peak_of_reading_all(store: GraphStore, ties: int) -> int:
    text = (
        "UNWIND range(1, $ties) AS x "
        "CREATE (:Entity {id: x})-[:KNOWS {excerpt: 'met ' + x}]->(:Entity {id: -x})"
    )
    run(store, text, {"ties": ties}, write=True)
    entire = store.view()
    tracemalloc.start()
    try:
        assert sum(1 for _ in entire.read_nodes()) == 2 * ties
        assert sum(1 for _ in entire.read_ties()) == ties
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        run(store, "MATCH (n) DETACH DELETE n", write=True)


@pytest.mark.neo4j
def test_all_of_a_server_is_read_without_being_held(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociogram.queries.results.result.BLOCK", 500)
    few, many = (peak_of_reading_all(neo4j_store, ties) for ties in (2_000, 10_000))
    assert many < few + SPARE


def test_a_node_in_rows_that_are_kept_is_made_once() -> None:
    store = MemoryStore()
    run(store, "CREATE (:Person)", write=True)
    result = run(store, "MATCH (n:Person) UNWIND range(1, $rows) AS x RETURN n", {"rows": MANY})
    assert len({id(row["n"]) for row in list(result)}) == 1


def test_nodes_that_are_kept_while_others_are_let_go_are_made_once() -> None:
    store = MemoryStore()
    run(store, "UNWIND range(1, 40000) AS x CREATE (:Person {number: x})", write=True)
    result = run(store, "UNWIND [1, 2] AS x MATCH (n:Person) RETURN n")
    assert len({id(row["n"]) for row in list(result)}) == 40_000


@pytest.fixture
def result() -> Result:
    return run(MemoryStore(), ROWS, {"rows": 10_000})


def test_streamed_rows_are_those_of_the_result(result: Result) -> None:
    kept = run(MemoryStore(), ROWS, {"rows": 10_000})
    assert list(result.stream()) == list(kept)


def test_rows_that_were_looked_at_come_again(result: Result) -> None:
    assert result[0]["number"] == 1
    assert [row["number"] for row in result.stream()] == list(range(1, 10_001))


AGAIN: dict[str, Callable[[Result], Any]] = {
    "going over it": iter,
    "its length": len,
    "a row": lambda result: result[0],
    "whether there is any": bool,
    "streaming": lambda result: result.stream(),
    "the only row": lambda result: result.single(),
}


@pytest.mark.parametrize("ask", AGAIN.values(), ids=AGAIN)
def test_what_was_streamed_is_gone(result: Result, ask: Callable[[Result], Any]) -> None:
    assert len(list(islice(result.stream(), 3))) == 3
    with pytest.raises(SociogramError, match="Run the query again"):
        ask(result)


@pytest.mark.neo4j
def test_the_summary_after_a_few_rows_gives_the_others_up(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        result = run(store, f"UNWIND range(1, 1000000) AS y {ROWS}", {"rows": 1_000_000})
        assert [row["number"] for row in islice(result.stream(), 3)] == [1, 2, 3]
        assert result.summary.counters.nodes_created == 0  # comes, and not after the other rows


@pytest.mark.parametrize("rows", [1, 20_000], ids=["few", "many"])
@pytest.mark.neo4j
def test_a_query_that_writes_writes_all_though_few_rows_are_read(neo4j_store: GraphStore, rows: int) -> None:
    text = "UNWIND range(1, $rows) AS x CREATE (n:Counted {x: x}) RETURN n.x"
    result = run(neo4j_store, text, {"rows": rows}, write=True)
    assert next(result.stream()) == (1,)
    assert result.summary.counters.nodes_created == rows
    assert run(neo4j_store, "MATCH (n:Counted) RETURN count(n)").value() == rows
