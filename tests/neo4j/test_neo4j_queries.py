"""Queries on a real server: signing in, reading safely, limits, streaming."""

from __future__ import annotations

import logging
import time
import traceback
from itertools import islice

import pytest

from sociogram.graph.errors import CypherSemanticError, LimitExceeded, StoreError
from sociogram.graph.neo4j.store import Neo4jStore
from support.neo4j_fixtures import ServerAddress

pytestmark = pytest.mark.neo4j

ENDLESS = "UNWIND range(1, 1000000000) AS x WITH x WHERE x = -1 RETURN count(x)"
LONG = "UNWIND range(1, 10000000) AS x RETURN x"


def test_sign_in_refused(neo4j_server: ServerAddress, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        Neo4jStore(neo4j_server.uri, neo4j_server.user, "wr0ng-pass-word") as store,
        pytest.raises(StoreError, match="refused the sign-in of neo4j") as caught,
    ):
        store.verify()
    assert caught.value.code == "Neo.ClientError.Security.Unauthorized"
    assert "wr0ng" not in "".join(traceback.format_exception(caught.value)) + caplog.text + repr(store)


def test_nobody_signed_in(neo4j_server: ServerAddress) -> None:
    with (
        Neo4jStore(neo4j_server.uri) as store,
        pytest.raises(StoreError, match="refused the sign-in of nobody"),
    ):
        store.verify()


def test_the_right_password_is_nowhere(neo4j_server: ServerAddress, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with neo4j_server.open() as store:
        store.verify()
        with pytest.raises(CypherSemanticError) as caught:
            store.execute("CREATE (n)")
    text = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert neo4j_server.password not in text + repr(store) + store.location + caplog.text


def test_unknown_database(neo4j_server: ServerAddress) -> None:
    with (
        neo4j_server.open(database="nosuch") as store,
        pytest.raises(StoreError, match="has no database 'nosuch'") as caught,
    ):
        store.verify()
    assert caught.value.code == "Neo.ClientError.Database.DatabaseNotFound"


@pytest.mark.parametrize("database", [None, "neo4j"])
def test_both_schemes_and_a_named_database(neo4j_server: ServerAddress, database: str | None) -> None:
    for uri in (neo4j_server.uri, neo4j_server.routing_uri):
        with Neo4jStore(uri, neo4j_server.user, neo4j_server.password, database) as store:
            assert list(store.execute("RETURN 1 AS one").rows) == [(1,)]


def test_encryption_that_the_server_does_not_speak(neo4j_server: ServerAddress) -> None:
    uri = neo4j_server.uri.replace("bolt://", "bolt+ssc://")
    with (
        Neo4jStore(uri, neo4j_server.user, neo4j_server.password) as store,
        pytest.raises(StoreError, match="are host, port and scheme right"),
    ):
        store.verify()


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Sneaky)",
        "MERGE (n:Sneaky)",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) SET n.x = 1",
        "CALL { CREATE (n:Sneaky) RETURN n } RETURN n",
        "CREATE INDEX sneaky FOR (n:Sneaky) ON (n.x)",
        "CALL db.createLabel('Sneaky')",
    ],
)
def test_a_query_that_writes_is_refused_by_the_server(neo4j_server: ServerAddress, text: str) -> None:
    with (
        neo4j_server.open() as store,
        pytest.raises(CypherSemanticError, match="writing was not asked") as caught,
    ):
        list(store.execute(text).rows)
    assert caught.value.code == "Neo.ClientError.Statement.AccessMode"


def test_the_server_ends_a_query_at_its_timeout(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        with pytest.raises(LimitExceeded, match=r"did not end within 0\.3 s") as caught:
            store.execute(ENDLESS, timeout=0.3)
        assert caught.value.limit == "timeout"
        assert caught.value.__cause__ is not None  # the server said so; we did not just stop listening
        assert list(store.execute("RETURN 1").rows) == [(1,)]


def slowly(row: tuple[int, ...]) -> None:
    time.sleep(0.06)


def test_rows_that_are_not_read_in_time_are_given_up_here(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        rows = store.execute("UNWIND range(1, 500) AS x RETURN x", timeout=0.05).rows
        with pytest.raises(LimitExceeded, match="were not read within"):
            list(map(slowly, rows))


def test_rows_stream(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        answer = store.execute(LONG)
        assert list(islice(answer.rows, 3)) == [(1,), (2,), (3,)]
        assert answer.summary().milliseconds < 5000  # gives up the other ten million
        assert list(answer.rows) == []


def test_answers_that_nobody_reads_hold_no_connection(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        for _ in range(110):  # more than the driver's pool has
            next(store.execute(LONG).rows)


def test_several_answers_at_once(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        one, two = (store.execute("UNWIND range(1, 3) AS x RETURN x * $n", {"n": n}).rows for n in (1, 10))
        assert [*zip(one, two, strict=True)] == [((1,), (10,)), ((2,), (20,)), ((3,), (30,))]


def test_an_error_after_the_first_rows(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        rows = store.execute("UNWIND range(1, 5000) AS x RETURN 1 / (4000 - x)").rows
        with pytest.raises(Exception, match="by zero") as caught:
            list(rows)
    assert type(caught.value).__name__ == "CypherArithmeticError"


def test_a_query_sees_what_was_written_before(neo4j_database: ServerAddress) -> None:
    with Neo4jStore(neo4j_database.routing_uri, neo4j_database.user, neo4j_database.password) as store:
        for number in range(5):
            store.execute("CREATE (:Counted {number: $number})", {"number": number}, write=True).summary()
            assert list(store.execute("MATCH (n:Counted) RETURN count(n)").rows) == [(number + 1,)]


def test_a_closed_store_opens_again(neo4j_server: ServerAddress) -> None:
    store = neo4j_server.open()
    for _ in range(2):
        store.verify()
        store.close()


def test_notifications_are_not_printed(
    neo4j_server: ServerAddress, capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    with neo4j_server.open() as store:
        list(store.execute("MATCH (n:NeverSeen {nothing: 1}), (m) RETURN id(n), m.never").rows)
    assert capfd.readouterr() == ("", "")
    assert not recwarn.list


def test_networkx_of_a_large_graph_must_be_asked_for(
    neo4j_store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sociogram.graph.neo4j.copy.MOST_RELATIONSHIPS", 2)
    neo4j_store.execute(
        "CREATE (a) WITH a UNWIND range(1, 3) AS x CREATE (a)-[:T {x: x}]->(a)", write=True
    ).summary()
    with pytest.raises(StoreError, match="has 3 relationships, too many to fetch unasked"):
        _ = neo4j_store.networkx
    graph = neo4j_store.to_networkx(everything=True)
    assert sorted(data["x"] for _, _, data in graph.edges(data=True)) == [1, 2, 3]


def test_networkx_keeps_what_shares_an_id_apart(neo4j_store: Neo4jStore) -> None:
    neo4j_store.execute(
        "CREATE (a:A {id: 'x', labels: 'mine'})-[:T {id: 't', type: 'mine'}]->(b:B {id: 'x'}) "
        "CREATE (a)-[:T {id: 't'}]->(b)",
        write=True,
    ).summary()
    graph = neo4j_store.networkx
    assert (len(graph), graph.number_of_edges()) == (2, 2)
    assert graph.nodes["x"] == {"id": "x", "property:labels": "mine", "labels": ("A",)}
    assert {"mine", None} == {data.get("property:type") for *_, data in graph.edges(data=True)}
