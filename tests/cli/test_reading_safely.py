"""The command line on a server: no password anywhere, no writing unasked, no query past its time."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from sociogram.cli import COMMANDS
from support.neo4j.fixtures import ServerAddress

SECRET = "s3cret-pass-word"
ENDLESS = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y WITH x WHERE x = -1 RETURN count(x)"


def sociogram(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sociogram", *arguments],
        env={**os.environ, "SOCIOGRAM_GRAPH": "", **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def sign_in(neo4j_server: ServerAddress) -> dict[str, str]:
    return {
        "NEO4J_URI": neo4j_server.uri,
        "NEO4J_USERNAME": neo4j_server.user,
        "NEO4J_PASSWORD": neo4j_server.password,
    }


@pytest.mark.parametrize("command", [[name] for name in COMMANDS] + [["queries", "check"]], ids=" ".join)
def test_no_option_takes_a_password(command: list[str]) -> None:
    done = sociogram(*command, "--help")
    options = re.findall(r"--[a-z-]+", done.stdout)
    assert "--help" in options
    assert not [option for option in options if re.search("pass|secret|auth|user", option)]


@pytest.mark.parametrize(
    "arguments",
    [["stats", "-g"], ["query", "-c", "RETURN 1", "-g"], ["load", os.devnull, "--to"]],
    ids=lambda arguments: arguments[0],
)
def test_a_password_in_the_address_is_refused_and_not_repeated(arguments: list[str]) -> None:
    done = sociogram(*arguments, f"bolt://ann:{SECRET}@127.0.0.1:1")
    assert done.returncode != 0
    assert "NEO4J_PASSWORD" in done.stderr
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.neo4j
def test_a_wrong_password_is_not_repeated(sign_in: dict[str, str]) -> None:
    done = sociogram("stats", "-g", "neo4j", **{**sign_in, "NEO4J_PASSWORD": SECRET})
    assert done.returncode == 1
    assert "rejected the login" in done.stderr
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.neo4j
def test_a_query_that_writes_is_refused_unless_asked(sign_in: dict[str, str]) -> None:
    done = sociogram("query", "-g", "neo4j", "-c", "CREATE (n:Sneaky)", **sign_in)
    assert done.returncode == 1
    assert "--write" in done.stderr
    count = sociogram("query", "-g", "neo4j", "-c", "MATCH (n:Sneaky) RETURN count(n) AS n", **sign_in)
    assert count.stdout == "n\n0\n"


@pytest.mark.neo4j
def test_a_query_ends_at_its_time(sign_in: dict[str, str]) -> None:
    done = sociogram("query", "-g", "neo4j", "--timeout", "1", "-c", ENDLESS, **sign_in)
    assert done.returncode == 1
    assert "did not finish within 1 s" in done.stderr
