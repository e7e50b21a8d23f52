"""What needs a server of its own: one that is killed, encrypts, takes no writes, or was filled by import.

``SOCIOGRAM_TEST_KILLS=20`` (``make survive``) kills the server at that many random moments of a load;
``SOCIOGRAM_TEST_IMPORT=1000000`` (``make import``) has the import tool read that many relations.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sociogram.graph.dataset import Dataset
from sociogram.graph.errors import LimitExceeded, StoreError
from sociogram.graph.formats.neo4j_admin import write as write_import_folder
from sociogram.graph.neo4j.merge import merger as merging
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.datasets import dataset_of
from support.neo4j import certificates
from support.neo4j.fixtures import skip_or_fail, wipe
from support.neo4j.server import Neo4jServer, ServerUnavailableError
from support.neo4j.tcp_proxy import TcpProxy

pytestmark = pytest.mark.neo4j

KILLS = int(os.environ.get("SOCIOGRAM_TEST_KILLS", "1"))
IMPORTED = int(os.environ.get("SOCIOGRAM_TEST_IMPORT", "3000"))
ACTORS, TIES = 500, 3_000
SENT_IN_A_LOAD = 350_000
"""Bytes that go to the server in a whole load of the data below, about."""


def made(actors: int = ACTORS, ties: int = TIES) -> Dataset:
    """Return actors of three kinds and ties of four, some with lists, numbers and nothing."""
    people = [
        {
            "id": f"p{number}",
            "name": f'Person "{number}", of Łódź',
            "type": [("Person", "Organisation", "Place")[number % 3]],
            "aliases": [f"P{number}", f"No. {number}"] if number % 4 == 0 else None,
            "weight": number / 8 if number % 2 else None,
        }
        for number in range(actors)
    ]
    relations = [
        {
            "source": f"p{number % actors}",
            "target": f"p{(number * 7 + number // actors + 1) % actors}",
            "type": ("KNOWS", "OWNS", "MET", "WORKS_FOR")[number % 4],
            "excerpt": f"They met\nfor the {number}th time.",
            "paragraph": number + 1,
            "sources": ["s1"],
        }
        for number in range(ties)
    ]
    return dataset_of(people, relations, [{"id": "s1", "title": "A paper"}])


DATA = made()


class OwnServer:
    """One server for this module, started again with other settings where a test wants them."""

    def __init__(self, folder: Path) -> None:
        (folder / "certificates").mkdir()
        self.authority = certificates.make(folder / "certificates")
        base = {"dbms.ssl.policy.bolt.base_directory": str(folder / "certificates")}
        self._base = {**certificates.SETTINGS, **base, "server.memory.pagecache.size": "64m"}
        self.server = Neo4jServer(home=folder / "home", heap="400m")

    def up(self, **settings: str) -> Neo4jServer:
        """Return the server, up with these settings."""
        wanted = {**self._base, **settings}
        if self.server.process is None or self.server.settings != wanted:
            self.server.stop()
            self.server.settings = wanted
            self.server.start()
        return self.server

    def open(self, uri: str = "", **options: float) -> Neo4jStore:
        return Neo4jStore(uri or self.server.uri, self.server.user, self.server.password, **options)

    def emptied(self) -> Neo4jServer:
        """Return the server, up and without data."""
        server = self.up()
        with self.open() as store:
            wipe(store)
        return server


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    own = OwnServer(tmp_path_factory.mktemp("own"))
    try:
        own.up()
    except ServerUnavailableError as error:
        skip_or_fail(str(error))
    yield own
    own.server.close()


# ── Encryption ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_encrypted_with_any_certificate(own: OwnServer, scheme: str) -> None:
    with own.open(own.up().uri.replace("bolt", scheme)) as store:
        assert list(store.execute("RETURN 1").rows) == [(1,)]


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_encrypted_with_a_certificate_that_is_known(
    own: OwnServer, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(own.authority))
    with own.open(own.up().uri.replace("bolt", scheme)) as store:
        assert list(store.execute("RETURN 1").rows) == [(1,)]


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_encrypted_with_a_certificate_that_nobody_knows(own: OwnServer, scheme: str) -> None:
    with (
        own.open(own.up().uri.replace("bolt", scheme)) as store,
        pytest.raises(StoreError, match="certificate") as caught,
    ):
        store.verify()
    assert "SSL_CERT_FILE" in str(caught.value)


# ── The server killed ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("place", range(KILLS))
def test_a_server_killed_in_a_load_and_started_again(
    own: OwnServer, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "ROWS_AT_ONCE", 500)
    sent = random.Random(place).randrange(1_000, SENT_IN_A_LOAD)  # noqa: S311 - no secret
    server = own.emptied()
    starting = threading.Thread(target=server.start)

    def restart() -> None:
        server.kill()
        starting.start()

    with TcpProxy(server.port) as proxy, own.open(proxy.uri, retry_seconds=900) as store:
        proxy.after(sent, restart)
        counts = store.merge(DATA)
    starting.join()  # raises where nobody killed the server
    assert counts["relations"].created + counts["relations"].unchanged == TIES
    assert_each_once(own, server)


def assert_each_once(own: OwnServer, server: Neo4jServer, expected: int = TIES) -> None:
    with own.open(server.uri) as store:
        [(ties, ids)] = store.execute("MATCH ()-[r]->() RETURN count(r), count(DISTINCT r.id)").rows
        assert (ties, ids) == (expected, expected)
        assert list(store.execute("MATCH (n:Entity) RETURN count(n)").rows) == [(ACTORS,)]


# ── A server that takes no writes ──────────────────────────────────────────────────────────────


def test_a_read_only_database_is_told_at_once(own: OwnServer) -> None:
    own.up()  # it must be there before it can be read only
    own.up(**{"server.databases.read_only": "neo4j"})
    with own.open(retry_seconds=60) as store:
        for write in writing(store):
            with pytest.raises(StoreError, match="is read-only"):
                write()
        assert list(store.execute("RETURN 1").rows) == [(1,)]


def writing(store: Neo4jStore) -> list[Callable[[], object]]:
    return [
        lambda: store.merge(DATA),
        lambda: store.execute("CREATE (n)", write=True).summary(),
    ]


# ── A server that runs out of memory or disk ───────────────────────────────────────────────────


SMALL_TRANSACTIONS = {"db.memory.transaction.max": "4m"}  # with less, the server itself does not start


def test_transactions_that_are_too_large_for_the_server_are_made_smaller(
    own: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.emptied()
    server = own.up(**SMALL_TRANSACTIONS)
    refused: list[LimitExceeded] = []
    halves = merging.Merger._write_halves

    def noted(merger: merging.Merger, parts: list[merging.WriteBatch]) -> merging.WriteCounts:
        if isinstance(error := sys.exc_info()[1], LimitExceeded):
            refused.append(error)
        return halves(merger, parts)

    monkeypatch.setattr(merging.Merger, "_write_halves", noted)
    with own.open() as store:
        counts = store.merge(made(ties=4 * TIES))
    assert counts["relations"].created == 4 * TIES
    assert "db.memory.transaction.max" in str(refused[0])
    assert_each_once(own, server, 4 * TIES)


def test_a_row_that_is_too_large_for_the_server_is_told(own: OwnServer) -> None:
    own.up(**SMALL_TRANSACTIONS)
    long = [{"id": f"long{number}", "summary": "long " * 200_000} for number in range(12)]
    with own.open() as store, pytest.raises(LimitExceeded, match=r"db\.memory\.transaction\.max") as caught:
        store.merge(dataset_of(long))
    assert "0 of 12 rows were loaded and stay; repeat the load to add the rest" in str(caught.value)


@pytest.fixture
def small_disk(own: OwnServer) -> Iterator[Path]:
    """The server's databases on a file system of 48 MB."""
    own.server.stop()
    databases = own.server.home / "data"
    aside = databases.rename(own.server.home / "aside")
    databases.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "sociogram-test", str(databases)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"a file system of its own may not be mounted here: {done.stderr.strip()}")
        yield databases
    finally:
        own.server.stop()
        subprocess.run(["umount", str(databases)], capture_output=True)
        databases.rmdir()
        aside.rename(databases)


def test_a_full_disk_is_told_and_the_load_finished_when_there_is_room(
    own: OwnServer, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "ROWS_AT_ONCE", 500)
    own.up(**{"db.tx_log.preallocate": "false"})
    filler = small_disk / "filler"

    def fill(done: int, _: int) -> None:
        if done > ACTORS + 500 and not filler.exists():
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))

    with (
        own.open(retry_seconds=5) as store,
        pytest.raises(StoreError, match="repeat the load to add the rest") as caught,
    ):
        store.merge(DATA, progress=fill)
    assert "rows were loaded and stay" in str(caught.value)
    own.server.kill()
    filler.unlink()
    own.server.start()
    with own.open() as store:
        counts = store.merge(DATA)
    assert 0 < counts["relations"].created < TIES
    assert_each_once(own, own.server)


# ── The import tool ────────────────────────────────────────────────────────────────────────────

QUESTIONS = [
    "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) ORDER BY label",
    "MATCH ()-[r]->() RETURN type(r), count(*) ORDER BY type(r)",
    "MATCH (n:Entity) RETURN n.id, n.name, n.aliases, n.weight ORDER BY n.id LIMIT 1000",
    (
        "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r.id, r.excerpt, r.paragraph, r.sources "
        "ORDER BY r.id LIMIT 1000"
    ),
    "MATCH (n:Person) WHERE n.weight > 20 RETURN count(n), sum(n.weight)",
    "MATCH (a {id: 'p1'})-[:KNOWS|OWNS*1..2]->(b) RETURN b.id, count(*) ORDER BY b.id",
    "MATCH (n:Entity) RETURN count(n), count(n.aliases), count(n.weight), max(n.weight)",
    "MATCH ()-[r]->() RETURN count(r.excerpt), min(r.paragraph), max(r.paragraph), sum(r.paragraph)",
    "MATCH (s:Source) RETURN s.id, s.title ORDER BY s.id",
    "MATCH (n:Place) WHERE n.name STARTS WITH 'Person \"1' RETURN count(n)",
    "MATCH (n:Entity) WHERE 'No. 8' IN n.aliases RETURN n.id, labels(n)",
    "MATCH (a:Person)-[r:OWNS]->(b:Organisation) RETURN count(r)",
    "MATCH (a {id: 'p2'})-[r]->(b) RETURN type(r), b.id, r.paragraph ORDER BY r.paragraph",
    "MATCH (a)-[r]->(b {id: 'p3'}) RETURN type(r), a.id, r.paragraph ORDER BY r.paragraph",
    "MATCH (a {id: 'p4'})--(b) RETURN DISTINCT b.id ORDER BY b.id",
    "MATCH (a {id: 'p5'})-->()-->(c) RETURN count(c), count(DISTINCT c)",
    "MATCH (a)-[r]->(b) WITH a, count(r) AS ties RETURN ties, count(a) ORDER BY ties",
    "MATCH (a)-[r:MET]->(b) WHERE r.paragraph < 100 RETURN r.paragraph, a.name, b.name ORDER BY r.paragraph",
    "MATCH ()-[r]->() WHERE r.excerpt CONTAINS '77th' RETURN count(r)",
    "MATCH p = shortestPath((a:Entity {id: 'p0'})-[*..15]-(b:Entity {id: 'p250'})) RETURN length(p)",
]
"""Twenty; what they cost grows little with the data."""


def test_the_import_tool_takes_an_export(own: OwnServer, tmp_path: Path) -> None:
    memory = MemoryStore.from_dataset(made(IMPORTED // 10, IMPORTED))
    [command] = write_import_folder(memory.view(), tmp_path / "import")
    own.server.stop()
    own.server.run_import(command)
    own.up()
    with own.open() as store:
        for question in QUESTIONS:
            assert list(run(store, question)) == list(run(memory, question)), question


def test_an_export_from_a_server_is_imported_again(own: OwnServer, tmp_path: Path) -> None:
    own.emptied()
    with own.open() as store:
        store.merge(DATA)
        [command] = write_import_folder(store.view(), tmp_path / "import")
    own.server.stop()
    own.server.run_import(command)
    own.up()
    memory = MemoryStore.from_dataset(DATA)
    with own.open() as store:
        for question in QUESTIONS:
            assert list(run(store, question)) == list(run(memory, question)), question
