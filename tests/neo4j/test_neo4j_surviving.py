"""Loads that are broken off: they go on, or say how far they came and go on when run again."""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sociogram.cli import main
from sociogram.graph.dataset import Dataset, Merged
from sociogram.graph.errors import StoreError
from sociogram.graph.neo4j.merge import merger as merging
from sociogram.graph.neo4j.merge.load_lock import WORKERS
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.loaders.folder.data_folder import write_folder
from support.datasets import dataset_of
from support.neo4j.bolt_proxy import BoltProxy
from support.neo4j.fixtures import ServerAddress
from support.neo4j.tcp_proxy import TcpProxy

pytestmark = pytest.mark.neo4j

ACTORS, TIES = 500, 3_000
ROWS_AT_ONCE = 500
HALF = 100_000
"""Bytes that have gone to the server about half way through a load of the data below."""


def made(actors: int = ACTORS, ties: int = TIES) -> Dataset:
    """Return actors in a ring of ties, several between two."""
    return dataset_of(
        [{"id": f"p{number}", "name": f"Person {number}", "type": ["Person"]} for number in range(actors)],
        [
            {
                "source": f"p{number % actors}",
                "target": f"p{(number * 7 + 1) % actors}",
                "type": "KNOWS",
                "excerpt": f"They met for the {number}th time.",
                "paragraph": number + 1,
            }
            for number in range(ties)
        ],
    )


DATA = made()


@pytest.fixture(autouse=True)
def small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "ROWS_AT_ONCE", ROWS_AT_ONCE)


@pytest.fixture
def proxy(neo4j_database: ServerAddress) -> Iterator[TcpProxy]:
    with TcpProxy(int(neo4j_database.uri.rpartition(":")[2])) as proxy:
        yield proxy


def through(proxy: TcpProxy, server: ServerAddress, **options: float) -> Neo4jStore:
    return Neo4jStore(proxy.uri, server.user, server.password, **options)


def in_store(store: Neo4jStore) -> tuple[int, int, int]:
    """Return how many actors, ties and different ties there are."""
    text = (
        "CALL () { MATCH (n:Entity) RETURN count(n) AS actors } "
        "CALL () { MATCH ()-[r]->() RETURN count(r) AS ties, count(DISTINCT r.id) AS ids } "
        "RETURN actors, ties, ids"
    )
    [(actors, ties, ids)] = store.execute(text).rows
    return actors, ties, ids


def assert_each_once(store: Neo4jStore, data: Dataset = DATA) -> None:
    ties = len(data.relations)
    assert in_store(store) == (len(data.entities), ties, ties)


@pytest.mark.parametrize("sent", [8_000, HALF])
def test_a_connection_cut_in_a_transaction_is_made_anew(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, proxy: TcpProxy, sent: int
) -> None:
    happened = threading.Event()
    proxy.after(sent, lambda: (happened.set(), proxy.cut()))
    with through(proxy, neo4j_database) as store:
        counts = store.merge(DATA)
    assert happened.is_set()
    assert counts["relations"].created == TIES
    assert_each_once(neo4j_store)


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_commits_whose_acknowledgements_get_lost_are_counted_once(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, lost: int
) -> None:
    """The server has done them, and a load that asks again finds its own rows there already."""
    corrected = replace(
        DATA,
        entities=dataset_of(
            [
                {"id": f"p{number}", "name": f"Corrected {number}", "type": ["Person"]}
                for number in range(ACTORS)
            ]
        ).entities,
    )
    port = int(neo4j_database.uri.rpartition(":")[2])
    for dataset, expected in (
        (DATA, {"entities": Merged(ACTORS, 0, 0), "relations": Merged(TIES, 0, 0)}),
        (DATA, {"entities": Merged(0, 0, ACTORS), "relations": Merged(0, 0, TIES)}),
        (corrected, {"entities": Merged(0, ACTORS, 0), "relations": Merged(0, 0, TIES)}),
    ):
        with (
            BoltProxy(port) as proxy,
            Neo4jStore(proxy.uri, neo4j_database.user, neo4j_database.password) as store,
        ):
            store.verify()
            proxy.lost = lost
            counts = store.merge(dataset)
            assert proxy.lost == 0
        assert {table: counts[table] for table in expected} == expected
        assert_each_once(neo4j_store)


def test_a_server_that_stays_away_ends_the_load_with_how_far_it_came(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, proxy: TcpProxy
) -> None:
    proxy.after(HALF, proxy.close)
    with (
        through(proxy, neo4j_database, retry_seconds=1) as store,
        pytest.raises(
            StoreError, match="rows were loaded and stay; repeat the load to add the rest"
        ) as caught,
    ):
        store.merge(DATA)
    actors, ties, _ = in_store(neo4j_store)
    told = re.search(rf"([\d,]+) of {ACTORS + TIES:,} rows were loaded", str(caught.value))
    assert told is not None
    # Of a commit whose answer got lost the load does not know.
    assert 0 <= actors + ties - int(told[1].replace(",", "")) <= WORKERS * ROWS_AT_ONCE
    assert 0 < ties < TIES
    counts = neo4j_store.merge(DATA)
    assert (counts["relations"].created, counts["relations"].unchanged) == (TIES - ties, ties)
    assert_each_once(neo4j_store)


def test_our_process_killed_and_run_again(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, proxy: TcpProxy, tmp_path: Path
) -> None:
    data = made(5_000, 12_000)
    write_folder(data, tmp_path)
    blocked = threading.Event()
    proxy.after(700_000, lambda: (proxy.block(), blocked.set()))
    command = [sys.executable, "-m", "sociogram", "load", *map(str, sorted(tmp_path.glob("*.csv"))), "--to"]
    environment = {
        **os.environ,
        "NEO4J_USERNAME": neo4j_database.user,
        "NEO4J_PASSWORD": neo4j_database.password,
    }
    with subprocess.Popen([*command, proxy.uri], env=environment, stderr=subprocess.PIPE) as load:
        assert blocked.wait(120)
        load.send_signal(signal.SIGKILL)
    proxy.close()
    actors, ties, ids = in_store(neo4j_store)
    assert actors
    assert ties == ids < len(data.relations)
    done = subprocess.run([*command, neo4j_database.uri], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert_each_once(neo4j_store, data)


def test_a_password_refused_writes_nothing_and_says_what_to_check(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with (
        Neo4jStore(neo4j_database.uri, neo4j_database.user, "wr0ng-pass-word") as store,
        pytest.raises(StoreError, match="Check NEO4J_USERNAME and NEO4J_PASSWORD") as caught,
    ):
        store.merge(DATA)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "wr0ng" not in shown + caplog.text
    assert in_store(neo4j_store) == (0, 0, 0)


def test_a_database_that_is_not_there(neo4j_database: ServerAddress) -> None:
    with (
        neo4j_database.open(database="nosuch") as store,
        pytest.raises(StoreError, match=r"has no database 'nosuch'\. Check NEO4J_DATABASE"),
    ):
        store.merge(DATA)


def test_the_command_line_tells_no_password(
    neo4j_server: ServerAddress, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", "wr0ng-pass-word")
    with pytest.raises(SystemExit) as caught:
        main(["query", "-g", neo4j_server.uri, "-c", "RETURN 1"])
    said = "".join(capfd.readouterr())
    assert caught.value.code == 1
    assert "Check NEO4J_USERNAME and NEO4J_PASSWORD" in said
    assert "wr0ng" not in said
