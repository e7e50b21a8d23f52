"""The same kit through a Neo4j server: what the store changes on the way must lose nothing.

Scenarios that need a procedure of the kit's are left out: a server would need a plug-in. A fixed part of
the others runs with the tests, all of them with ``make tck-neo4j`` (NEO4J names the server's version).
``known_failures_neo4j.txt`` lists what fails, each with its reason; one of these that passes fails here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sociogram.graph.neo4j.store import Neo4jStore
from support.tck.run import difference
from support.tck.scenarios import Scenario, missing, scenarios

EVERY = int(os.environ.get("SOCIOGRAM_TCK_NEO4J", "40"))
"""One in so many scenarios is run."""
WITHOUT_PROCEDURES = tuple(scenario for scenario in scenarios() if not scenario.procedures)


def known_failures(version: str) -> dict[str, str]:
    """Return what a version of the server is known to fail; the file names versions by how they begin."""
    lines = (Path(__file__).parent / "known_failures_neo4j.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split(" — ", 2) for line in lines if line.strip() and not line.startswith("//")]
    return {name: reason for name, versions, reason in entries if version.startswith(tuple(versions.split()))}


@pytest.mark.neo4j
@pytest.mark.parametrize(
    "scenario", [pytest.param(scenario, id=scenario.id) for scenario in WITHOUT_PROCEDURES[::EVERY]]
)
def test_scenario_on_neo4j(scenario: Scenario, neo4j_store: Neo4jStore, neo4j_version: str) -> None:
    known = known_failures(neo4j_version)
    wrong = difference(scenario, neo4j_store)
    if scenario.id in known:
        assert wrong is not None, f"passes, but known_failures_neo4j.txt says: {known[scenario.id]}"
        pytest.xfail(known[scenario.id])
    assert wrong is None, f"{scenario.name}\n{scenario.query}\n{wrong}"


@pytest.fixture(scope="module")
def neo4j_version(neo4j_connection: Neo4jStore) -> str:
    """The version of the server, whoever started it."""
    # newer servers name their Cypher among the components, too
    kernel = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]"
    [(version,)] = neo4j_connection.execute(kernel).rows
    return str(version)


def test_known_failures_are_scenarios_without_procedures() -> None:
    if missing():
        pytest.skip("openCypher's kit is not here")
    known = {**known_failures("5"), **known_failures("2026")}
    assert set(known) <= {scenario.id for scenario in WITHOUT_PROCEDURES}
