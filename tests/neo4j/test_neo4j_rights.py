"""What a user may not do, said by the server in Bolt, as the driver understands it.

The free edition of Neo4j has no roles to take rights away by, so a proxy between driver and server refuses.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from neo4j.exceptions import ClientError, Forbidden

from sociogram.graph.errors import StoreError
from sociogram.graph.neo4j.store import Neo4jStore
from support.datasets import dataset_of
from support.neo4j.bolt_proxy import BoltProxy, Refusal
from support.neo4j.fixtures import ServerAddress

pytestmark = pytest.mark.neo4j

FORBIDDEN = "Neo.ClientError.Security.Forbidden"
NO_CONSTRAINT = {
    "CREATE CONSTRAINT": Refusal(
        FORBIDDEN, "Schema operations are not allowed for user 'ann' with roles [PUBLIC]."
    )
}
NO_DELETE = {"DELETE": Refusal(FORBIDDEN, "Delete node with labels 'Entity' is not allowed for user 'ann'.")}
NO_WRITE = {
    words: Refusal(FORBIDDEN, "Create node is not allowed for user 'ann'.") for words in ("MERGE", "CREATE (")
}
PEOPLE = [{"id": f"p{number}", "name": f"Person {number}"} for number in range(20)]
TIES = [{"source": f"p{number}", "target": "p0", "type": "KNOWS"} for number in range(20)]
GROUP = dataset_of(PEOPLE, TIES)


def port_of(server: ServerAddress) -> int:
    return int(server.uri.rpartition(":")[2])


@contextmanager
def behind_proxy(
    server: ServerAddress, refused: Mapping[str, Refusal] | None = None
) -> Iterator[tuple[BoltProxy, Neo4jStore]]:
    """Open a store to which the server seems to refuse some statements."""
    with (
        BoltProxy(port_of(server), refused=refused) as proxy,
        Neo4jStore(proxy.uri, server.user, server.password, retry_seconds=20) as store,
    ):
        yield proxy, store


def ties_in(store: Neo4jStore) -> int:
    [(count,)] = store.execute("MATCH (:Entity)-[r]->(:Entity) RETURN count(r)").rows
    assert isinstance(count, int)
    return count


def test_the_driver_takes_the_refusal_for_the_server_s(neo4j_server: ServerAddress) -> None:
    with behind_proxy(neo4j_server, NO_CONSTRAINT) as (_, store):
        with pytest.raises(StoreError, match=r"may not do this on .*not allowed for user 'ann'") as caught:
            store.connection.fetch("CREATE CONSTRAINT FOR (n:Entity) REQUIRE n.id IS UNIQUE")
        assert caught.value.code == FORBIDDEN
        assert isinstance(caught.value.__cause__, Forbidden | ClientError)
        assert list(store.execute("RETURN 1").rows) == [(1,)]


@pytest.fixture
def without_constraints(neo4j_store: Neo4jStore) -> None:
    """Other tests leave theirs."""
    for (name,) in list(neo4j_store.execute("SHOW CONSTRAINTS YIELD name RETURN name").rows):
        neo4j_store.execute(f"DROP CONSTRAINT {name}", write=True).summary()


@pytest.mark.usefixtures("without_constraints")
def test_who_may_not_make_constraints_loads_with_a_warning(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress
) -> None:
    with behind_proxy(neo4j_database, NO_CONSTRAINT) as (proxy, store):
        counts = store.merge(GROUP)
        again = store.merge(GROUP)
        warnings = store.warnings
    assert len(proxy.refusals) == 6
    assert (counts["entities"].created, counts["relations"].created) == (20, 20)
    assert (again["relations"].created, again["relations"].unchanged) == (0, 20)
    assert ties_in(neo4j_store) == 20
    statement = "CREATE CONSTRAINT IF NOT EXISTS FOR (n:`Entity`) REQUIRE n.`id` IS UNIQUE"
    assert f"Ask the server's administrator to run: {statement}" in warnings[0]


SEEN = {"and sees them": {}, "and may not see them": {"SHOW CONSTRAINTS": NO_CONSTRAINT["CREATE CONSTRAINT"]}}


@pytest.mark.parametrize("more", SEEN.values(), ids=SEEN)
def test_who_may_not_make_constraints_that_are_there(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, more: dict[str, Refusal]
) -> None:
    neo4j_store.merge(dataset_of(PEOPLE[:1]))
    with behind_proxy(neo4j_database, {**NO_CONSTRAINT, **more}) as (_, store):
        assert store.merge(GROUP)["relations"].created == 20
        assert len(store.warnings) == (3 if more else 0)


@pytest.mark.usefixtures("without_constraints")
def test_the_command_line_tells_the_statement(neo4j_database: ServerAddress, tmp_path: Path) -> None:
    sheet = tmp_path / "ties.csv"
    sheet.write_text("from,to,relation\nAda,Charles,met\n", encoding="utf-8")
    environment = {
        **os.environ,
        "NEO4J_USERNAME": neo4j_database.user,
        "NEO4J_PASSWORD": neo4j_database.password,
    }
    with BoltProxy(port_of(neo4j_database), refused=NO_CONSTRAINT) as proxy:
        command = [sys.executable, "-m", "sociogram", "load", str(sheet), "--to", proxy.uri]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "CREATE CONSTRAINT IF NOT EXISTS FOR (n:`Entity`)" in done.stderr


def test_who_may_not_delete_loads_all_the_same(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress
) -> None:
    with behind_proxy(neo4j_database, NO_DELETE) as (proxy, store):
        counts = store.merge(GROUP)
        assert store.warnings == []
    assert proxy.refusals
    assert counts["relations"].created == ties_in(neo4j_store) == 20


def test_who_may_not_write_is_told_and_nothing_is_written(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress
) -> None:
    with (
        behind_proxy(neo4j_database, NO_WRITE) as (_, store),
        pytest.raises(StoreError, match="may not do this") as caught,
    ):
        store.merge(GROUP)
    assert caught.value.code == FORBIDDEN
    assert "0 of 40 rows were loaded" in str(caught.value)
    assert ties_in(neo4j_store) == 0


@pytest.mark.parametrize("lost", [1, 2])
def test_a_commit_that_is_done_and_whose_answer_gets_lost(
    neo4j_store: Neo4jStore, neo4j_database: ServerAddress, lost: int
) -> None:
    neo4j_store.merge(dataset_of(PEOPLE[:1]))  # makes the constraints
    with behind_proxy(neo4j_database) as (proxy, store):
        store.verify()
        proxy.lost = lost
        counts = store.merge(GROUP)
        assert proxy.lost == 0
    assert counts["relations"].created + counts["relations"].unchanged == 20
    assert ties_in(neo4j_store) == 20
