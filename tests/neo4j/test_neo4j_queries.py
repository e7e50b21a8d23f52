"""Queries on a real server: signing in, reading safely, limits, streaming."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from itertools import islice
from uuid import uuid4

import pytest

import sociogram
from sociogram.graph.errors import CypherSemanticError, LimitExceeded, StoreError
from sociogram.graph.neo4j.errors import Failures
from sociogram.graph.neo4j.results import RecordStream
from sociogram.graph.neo4j.store import Neo4jStore
from support.datasets import dataset_of
from support.held_clock import HeldClock
from support.neo4j.fixtures import ServerAddress
from support.patience import PATIENCE

pytestmark = pytest.mark.neo4j

ENDLESS = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y WITH x WHERE x = -1 RETURN count(x)"
LONG = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN y"


def test_sign_in_refused(neo4j_server: ServerAddress, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        Neo4jStore(neo4j_server.uri, neo4j_server.user, "wr0ng-pass-word") as store,
        pytest.raises(StoreError, match="rejected the login of neo4j") as caught,
    ):
        store.verify()
    assert caught.value.code == "Neo.ClientError.Security.Unauthorized"
    assert "wr0ng" not in "".join(traceback.format_exception(caught.value)) + caplog.text + repr(store)


def test_nobody_signed_in(neo4j_server: ServerAddress) -> None:
    with (
        Neo4jStore(neo4j_server.uri) as store,
        pytest.raises(StoreError, match="rejected the login of nobody"),
    ):
        store.verify()


def shown(error: BaseException) -> str:
    """Return what tools that print the variables of each frame make of an error."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def test_the_right_password_is_nowhere(neo4j_server: ServerAddress, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with neo4j_server.open() as store:
        store.verify()
        with pytest.raises(CypherSemanticError) as caught:
            store.execute("CREATE (n)")
        said = shown(caught.value) + repr(store) + store.location + caplog.text
    assert neo4j_server.password not in said


FAILURES = {
    "a wrong password": "bolt://127.0.0.1:PORT",
    "a wrong password, by routing": "neo4j://127.0.0.1:PORT",
    "nobody listens": "bolt://127.0.0.1:1",
    "no such host": "neo4j://no-such-host.invalid:PORT",
    "TLS, which the server does not speak": "bolt+ssc://127.0.0.1:PORT",
    "TLS by routing": "neo4j+s://127.0.0.1:PORT",
    "no such database": "bolt://127.0.0.1:PORT",
}


@pytest.mark.parametrize(("failure", "uri"), FAILURES.items(), ids=FAILURES)
def test_no_failure_tells_the_password(
    neo4j_server: ServerAddress, caplog: pytest.LogCaptureFixture, failure: str, uri: str
) -> None:
    caplog.set_level(logging.DEBUG)
    is_right = failure == "no such database"
    store = Neo4jStore(
        uri.replace("PORT", neo4j_server.uri.rpartition(":")[2]),
        neo4j_server.user if is_right else "stranger",  # who is wrong too often has to wait
        password_for(failure, neo4j_server),
        "nosuch" if is_right else None,
        retry_seconds=1,
    )
    said = ""
    for ask in (store.verify, lambda: store.merge(dataset_of([{"id": "a"}]))):
        with pytest.raises(StoreError) as caught:
            ask()
        said += str(caught.value) + shown(caught.value)
    store.close()
    said += repr(store) + repr(store.connection.failures) + store.location + caplog.text
    assert password_for(failure, neo4j_server) not in said


def password_for(failure: str, server: ServerAddress) -> str:
    """Return the password to fail with; it must not be a variable of the test, which is shown too."""
    return server.password if failure == "no such database" else "wr0ng-pass-word"


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
        pytest.raises(CypherSemanticError, match="writing is off") as caught,
    ):
        list(store.execute(text).rows)
    assert caught.value.code == "Neo.ClientError.Statement.AccessMode"


def test_the_server_ends_a_query_at_its_timeout(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        with pytest.raises(LimitExceeded, match=r"did not finish within 0\.3 s") as caught:
            store.execute(ENDLESS, timeout=0.3)
        assert caught.value.limit == "timeout"
        assert caught.value.__cause__ is not None  # the server said so; we did not just stop listening
        assert list(store.execute("RETURN 1").rows) == [(1,)]


def test_rows_that_are_not_read_in_time_are_given_up_here(
    neo4j_server: ServerAddress, held_clock: HeldClock
) -> None:
    with neo4j_server.open() as store:
        rows = store.execute("UNWIND range(1, 500) AS x RETURN x", timeout=600).rows
        assert next(rows) == (1,)
        held_clock.now += 601
        with pytest.raises(LimitExceeded, match="were not read within 600 s"):
            next(rows)


def running(store: Neo4jStore, text: str) -> int:
    """Return how many transactions of the server run a query."""
    shown = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery = $text RETURN count(*)"
    [(count,)] = store.execute(shown, {"text": text}).rows
    assert isinstance(count, int)
    return count


def wait_until_gone(store: Neo4jStore, text: str) -> None:
    """Wait until the server runs a query no more; it would for much longer were it not given up."""
    while running(store, text):
        time.sleep(0.1)


def give_up_at_the_server(store: Neo4jStore, text: str, _: HeldClock) -> None:
    with pytest.raises(LimitExceeded, match="did not finish within"):
        store.execute(text, timeout=0.5)


def give_up_here(store: Neo4jStore, text: str, clock: HeldClock) -> None:
    rows = store.execute(text, timeout=600).rows
    assert running(store, text) == 1
    clock.now += 601
    with pytest.raises(LimitExceeded, match="within 600 s"):
        next(rows)


def let_go(store: Neo4jStore, text: str, _: HeldClock) -> None:
    rows = store.execute(text).rows
    assert next(rows) == (1,)
    assert running(store, text) == 1


GIVEN_UP = {
    "the server has no more time": (give_up_at_the_server, ENDLESS),
    "the reader is too slow": (give_up_here, LONG),
    "nobody reads on": (let_go, LONG),
}


@pytest.mark.parametrize(("give_up", "text"), GIVEN_UP.values(), ids=GIVEN_UP)
def test_what_is_given_up_does_not_go_on_at_the_server(
    neo4j_server: ServerAddress,
    held_clock: HeldClock,
    give_up: Callable[[Neo4jStore, str, HeldClock], None],
    text: str,
) -> None:
    own = f"{text} // {uuid4().hex}"  # another test may run the same
    with neo4j_server.open() as store:
        give_up(store, own, held_clock)
        wait_until_gone(store, own)


def test_rows_stream(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        answer = store.execute(LONG)
        assert list(islice(answer.rows, 3)) == [(1,), (2,), (3,)]
        answer.summary()  # gives up the others, which no server ever comes to the end of
        assert list(answer.rows) == []


def test_answers_that_nobody_reads_hold_no_connection(neo4j_server: ServerAddress) -> None:
    with neo4j_server.open() as store:
        for _ in range(110):  # more than the driver's pool has
            next(store.execute(LONG).rows)


def test_rows_in_a_cycle_close_their_session_before_the_collector_comes_to_it() -> None:
    """The driver warns of a session that goes without being closed, and a cycle goes in any order."""
    closed_in_time: list[bool] = []

    class Session:
        is_closed = False

        def close(self) -> None:
            self.is_closed = True

        def __del__(self) -> None:
            closed_in_time.append(self.is_closed)

    def leave_a_cycle() -> None:
        cycle: list[object] = [RecordStream(Session(), [], Failures("", "", ""), None, None, list)]
        cycle.append(cycle)

    gc.freeze()  # the collector passes over what other tests left
    try:
        leave_a_cycle()
        gc.collect()
    finally:
        gc.unfreeze()
    assert closed_in_time == [True]


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


def test_networkx_copies_no_large_graph_unasked(neo4j_store: Neo4jStore) -> None:
    text = (
        "UNWIND range(1, 1000) AS x CREATE (n) WITH collect(n) AS all UNWIND range(1, $ties) AS x "
        "WITH x, all[x % 1000] AS a, all[x * 7 % 1000] AS b CREATE (a)-[:T {x: x}]->(b)"
    )
    neo4j_store.execute(text, {"ties": 100_001}, write=True).summary()
    graph = sociogram.Graph(neo4j_store)
    with pytest.raises(StoreError, match=r"has 100,001 relationships, too many .*everything=True"):
        _ = graph.networkx
    part = graph.run("MATCH (a)-[r]->() WHERE r.x <= 3 RETURN a, r").to_networkx()
    assert sorted(data["x"] for _, _, data in part.edges(data=True)) == [1, 2, 3]
    assert neo4j_store.to_networkx(everything=True).number_of_edges() == 100_001


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


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """Heed SIGINT, which a shell lets the processes that it starts in the background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
@pytest.mark.parametrize("text", [ENDLESS, LONG], ids=["before the first row", "between rows"])
def test_ctrl_c_stops_the_query_on_the_server(neo4j_server: ServerAddress, text: str) -> None:
    watching = neo4j_server.open()

    def is_running() -> bool:
        shown = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery = $text RETURN count(*)"
        return any(count for (count,) in watching.execute(shown, {"text": text}).rows)

    def interrupt() -> None:
        while not is_running():
            pass
        os.kill(os.getpid(), signal.SIGINT)

    with watching, neo4j_server.open() as store:
        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(KeyboardInterrupt):
            sum(1 for _ in store.execute(text, timeout=PATIENCE).rows)
        thread.join()
        gc.collect()
        while is_running():
            pass
        assert list(store.execute("RETURN 1").rows) == [(1,)]
