"""Which addresses a server may have, and that none of them carries a password around."""

from __future__ import annotations

import logging
import traceback

import pytest

from sociogram.graph.errors import StoreError
from sociogram.graph.neo4j.store import Neo4jStore

SECRET = "s3cret-pass-word"


@pytest.mark.parametrize("scheme", ["neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"])
@pytest.mark.parametrize("rest", ["host", "host:7687", "10.0.0.1:7000", "[::1]:7687", "host:7687?policy=eu"])
def test_addresses_that_are_taken(scheme: str, rest: str) -> None:
    uri = f"{scheme}://{rest}"
    assert Neo4jStore(uri).location == uri


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("http://host:7474", "http://… is not the address of a Neo4j server. An address begins with"),
        ("NEO4J+X://host", "is not the address"),
        ("host:7687", "This is not the address"),
        ("", "is not the address"),
        ("bolt://", "names no host"),
        ("bolt://:7687", "names no host"),
        ("bolt://host:port", "cannot be read"),
        ("bolt://host:99999", "cannot be read"),
    ],
)
def test_addresses_that_are_none(uri: str, message: str) -> None:
    with pytest.raises(StoreError) as caught:
        Neo4jStore(uri)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "uri", [f"neo4j://ann:{SECRET}@host", f"bolt://{SECRET}@host", f"x://a:{SECRET}@host"]
)
def test_a_password_in_the_address_is_refused_and_not_repeated(uri: str) -> None:
    with pytest.raises(StoreError) as caught:
        Neo4jStore(uri)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "ann")
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    monkeypatch.setenv("NEO4J_DATABASE", "news")
    store = Neo4jStore.from_environment("neo4j+s://host")
    assert (store.connection.user, store.connection.database, store.location) == (
        "ann",
        "news",
        "neo4j+s://host/news",
    )


def test_a_password_without_a_user_is_the_usual_user_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_USERNAME", raising=False)
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    assert Neo4jStore.from_environment("bolt://host").connection.user == "neo4j"


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no-such-host.invalid"])
@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s"])
def test_nobody_answers(scheme: str, host: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Neo4jStore(f"{scheme}://{host}", "ann", SECRET) as store:
        for ask in (store.verify, lambda: store.execute("RETURN 1"), lambda: store.networkx):
            with pytest.raises(StoreError) as caught:
                ask()
            assert str(caught.value).startswith(f"No connection to {scheme}://{host}")
            assert "Is the server running" in str(caught.value)
            assert SECRET not in "".join(traceback.format_exception(caught.value))
        assert SECRET not in f"{store!r}{store}{store.location}{caplog.text}"


def test_a_server_refuses_python_procedures_instead_of_losing_them():
    store = Neo4jStore("bolt://host")
    with pytest.raises(StoreError, match=r"Cannot register my\.f: a Neo4j server cannot call Python"):
        store.procedures.register("my.f", "x :: INTEGER", "y :: INTEGER", lambda x: [x])


def test_a_server_gives_no_tables():
    with pytest.raises(StoreError, match="export"):
        Neo4jStore("bolt://host").to_dataset()
