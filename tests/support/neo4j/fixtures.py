"""Fixtures around a real Neo4j server; one server serves a whole test run, its xdist workers included.

=================  =======  ==============================================================================
fixture            lasts    gives
=================  =======  ==============================================================================
neo4j_server       run      the address; for tests that neither write nor mind what is there
neo4j_database     test     the address; the database is empty, and this test's alone
neo4j_store        test     a store on that database
neo4j_article      module   a store on a database with the article in it, this module's alone; read only
=================  =======  ==============================================================================

There is one database, so a module uses the article or empty databases, not both.

The server is the one that ``$SOCIOGRAM_TEST_NEO4J`` names (a URI; sign-in from ``$NEO4J_USERNAME`` and
``$NEO4J_PASSWORD``), or one that is started when the first test asks for it and ended with the run. The
tests wipe its database: do not point them at one with data in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.loaders.folder.data_folder import read_folder
from support.neo4j.server import START_SECONDS, locked

ARTICLE = Path(__file__).parents[3] / "data"
SCRIPT = Path(__file__).with_name("server.py")
RUN_FOLDER = "SOCIOGRAM_TEST_RUN_FOLDER"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the tests' server is, and how to sign in."""

    uri: str
    user: str
    password: str = field(repr=False)
    version: str = ""

    @property
    def routing_uri(self) -> str:
        return self.uri.replace("bolt:", "neo4j:", 1)

    def open(self, **options: Any) -> Neo4jStore:
        return Neo4jStore(self.uri, self.user, self.password, **options)


def wipe(store: Neo4jStore) -> None:
    """Delete all nodes and relationships; constraints stay."""
    # In parts, as the test servers have little memory.
    query = "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    store.execute(query, write=True).summary()


def pytest_configure(config: pytest.Config) -> None:
    # Workers inherit the folder from the process that the run started with.
    if not hasattr(config, "workerinput"):
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="sociogram-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or RUN_FOLDER not in os.environ:
        return
    folder = Path(os.environ.pop(RUN_FOLDER))
    state = folder / "neo4j.json"
    if state.exists() and (keeper := json.loads(state.read_text()).get("keeper")):
        with contextlib.suppress(ProcessLookupError):
            os.kill(keeper, signal.SIGTERM)
    shutil.rmtree(folder)


def skip_or_fail(reason: str) -> None:
    """Skip the test; on a build server, where everything must be there, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def start_once(folder: Path) -> dict[str, Any]:
    """Return what is known of the run's server, starting it where no worker has done so."""
    state, log = folder / "neo4j.json", folder / "neo4j.log"
    with locked(folder / "neo4j.lock"):
        if not state.exists():
            # The keeper ends the server when this run's first process is gone, however it went.
            run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
            command = [sys.executable, str(SCRIPT), "--parent", str(run), "--state", str(state)]
            with log.open("ab") as output:
                keeper = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
            deadline = time.monotonic() + START_SECONDS + 30
            while not state.exists() and keeper.poll() is None and time.monotonic() < deadline:
                time.sleep(0.1)
            if not state.exists():
                return {"failed": f"Neo4j was not started.\n{log.read_text()}"}
            keeper.returncode = 0  # nobody waits for it: it outlives the worker that started it
        found: dict[str, Any] = json.loads(state.read_text())
        return found


@pytest.fixture(scope="session")
def neo4j_server() -> ServerAddress:
    """A server with sign-in on; its database may hold what other tests left."""
    if uri := os.environ.get("SOCIOGRAM_TEST_NEO4J"):
        return ServerAddress(
            uri, os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        )
    found = start_once(Path(os.environ[RUN_FOLDER]))
    if "unavailable" in found:
        skip_or_fail(found["unavailable"])
    if "failed" in found:
        pytest.fail(found["failed"])
    return ServerAddress(found["uri"], found["user"], found["password"], found["version"])


@pytest.fixture(scope="session")
def neo4j_connection(neo4j_server: ServerAddress) -> Iterator[Neo4jStore]:
    """A store for the fixtures below: signing in costs more than most tests."""
    with neo4j_server.open() as store:
        yield store


@pytest.fixture
def neo4j_store(neo4j_connection: Neo4jStore) -> Iterator[Neo4jStore]:
    with database_lock():
        wipe(neo4j_connection)
        yield neo4j_connection


@pytest.fixture
def neo4j_database(neo4j_server: ServerAddress, neo4j_store: Neo4jStore) -> ServerAddress:
    return neo4j_server


@pytest.fixture(scope="module")
def neo4j_article(neo4j_connection: Neo4jStore) -> Iterator[Neo4jStore]:
    with database_lock():
        wipe(neo4j_connection)
        neo4j_connection.merge(read_folder(ARTICLE))
        yield neo4j_connection


def database_lock() -> AbstractContextManager[None]:
    """Keep the other workers of the run away from the one database that there is."""
    return locked(Path(os.environ[RUN_FOLDER]) / "neo4j-database.lock")
