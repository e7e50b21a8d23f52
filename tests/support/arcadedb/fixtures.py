"""An ArcadeDB server for a test run, with a database for each of several graphs."""

from __future__ import annotations

import importlib.util
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.neo4j.fixtures import skip_or_fail

SERVER = Path(__file__).with_name("server.py")
DATABASES = ("graph", "films", "owners", "payments")


@dataclass(frozen=True, slots=True)
class ArcadeAddress:
    """Where the server is, and how to sign in."""

    uri: str
    user: str
    password: str = field(repr=False)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def arcadedb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArcadeAddress]:
    """A server with empty databases."""
    if "SOCIOGRAM_TEST_ARCADEDB" not in os.environ:
        pytest.skip("make test-more runs ArcadeDB")
    if importlib.util.find_spec("arcadedb_embedded") is None:
        skip_or_fail("The wheel arcadedb-embedded is not installed.")
    password, port = secrets.token_hex(8), free_port()
    folder = tmp_path_factory.mktemp("arcadedb")
    command = [sys.executable, str(SERVER), str(folder), password, str(port), str(free_port()), *DATABASES]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "ready\n" in iter(server.stdout.readline, ""), "ArcadeDB did not start"
        yield ArcadeAddress(f"bolt://127.0.0.1:{port}", "root", password)
        server.communicate()  # closes its standard input, at which it stops
