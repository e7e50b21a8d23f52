"""Queries that write are refused before they are sent to a server."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.graph.errors import CypherSemanticError
from sociogram.graph.store import Answer
from sociogram.graph.summary import Counters, Summary
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run


class Server(MemoryStore):
    """Stands in for a server: it notes what it is sent, and rejects nothing itself."""

    is_remote = True

    def __init__(self, *, rejects_writes: bool) -> None:
        super().__init__(location="bolt://server.invalid")
        self._rejects_writes = rejects_writes
        self.sent: list[str] = []

    @property
    def rejects_writes(self) -> bool:
        return self._rejects_writes

    def execute(self, text: str, *_: Any, **__: Any) -> Answer:
        self.sent.append(text)
        return Answer((), iter(()), lambda: Summary(Counters(), None, 0.0))


WRITES = [
    "CREATE (n:Person)",
    "MATCH (n) SET n.seen = true",
    "MATCH (n) REMOVE n.seen",
    "MERGE (n:Person {id: 1}) RETURN n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) CALL (n) { SET n:Seen } RETURN n",
    "UNWIND [1, 2] AS x CALL (x) { CREATE (:Person {id: x}) } IN TRANSACTIONS",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
    "CREATE INDEX FOR (n:Person) ON (n.name)",
    "DROP CONSTRAINT person_id",
    "PROFILE CREATE (n)",
]
READS = [
    "MATCH (n) RETURN n",
    "EXPLAIN CREATE (n)",
    "CALL db.labels() YIELD label RETURN label",
    "RETURN 'CREATE (n)' AS text // DELETE",
    "MATCH (n:`SET`) WHERE n.delete IS NULL RETURN COLLECT { MATCH (m) RETURN m }",
]
UNKNOWN = {
    "CALL apoc.create.node(['Person'], {})": "apoc.create.node is a procedure of the server",
    "LOAD CSV FROM 'file:///x.csv' AS row RETURN row": "LOAD CSV is not supported",
    "MATCH (n) FILTER n.x > 1 SET n.x = 1": "Unexpected 'FILTER'",
    "SHOW USERS": "SHOW USERS is not supported",
}


@pytest.mark.parametrize("rejects_writes", [True, False])
@pytest.mark.parametrize("text", WRITES)
def test_a_write_is_never_sent(text: str, rejects_writes: bool) -> None:
    server = Server(rejects_writes=rejects_writes)
    with pytest.raises(CypherSemanticError, match="--write") as caught:
        run(server, text)
    assert caught.value.detail == "WriteNotAllowed"
    assert server.sent == []


@pytest.mark.parametrize("text", READS)
def test_a_query_that_reads_is_sent(text: str) -> None:
    server = Server(rejects_writes=False)
    run(server, text)
    assert server.sent == [text]


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_cannot_be_told_is_sent_only_to_a_server_that_rejects_writes(text: str) -> None:
    neo4j, other = Server(rejects_writes=True), Server(rejects_writes=False)
    run(neo4j, text)
    assert neo4j.sent == [text]
    with pytest.raises(CypherSemanticError, match=UNKNOWN[text]):
        run(other, text)
    assert other.sent == []


@pytest.mark.parametrize("text", [*WRITES, *UNKNOWN])
def test_with_write_everything_is_sent(text: str) -> None:
    server = Server(rejects_writes=False)
    run(server, text, write=True)
    assert server.sent == [text]
