"""``query --write`` with several statements: the graph gets all their changes, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sociogram.cli import cli
from support.neo4j.fixtures import ServerAddress

Run = Callable[[str], tuple[int, str]]


@pytest.fixture(params=["folder", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run statements on an empty graph; return the exit code and what was printed."""
    target = str(tmp_path / "graph")
    if request.param == "neo4j":
        server: ServerAddress = request.getfixturevalue("neo4j_database")
        target = server.uri
        monkeypatch.setenv("NEO4J_USERNAME", server.user)
        monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    else:
        (tmp_path / "graph").mkdir()
        (tmp_path / "graph" / "entities.csv").write_text("id,name\n")

    def statements(text: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["query", "-g", target, "--write", "--format", "tsv", "-c", text])
        return done.exit_code, done.stdout

    return statements


MAKE = "CREATE (:Entity {id: 'ann', name: 'Ann'})"
COUNT = "MATCH (n:Entity) RETURN count(n) AS n"


@pytest.mark.parametrize(
    ("script", "code", "count"),
    [
        (f"{MAKE}; CREATE (:Entity {{id: 'bob', name: 'Bob'}})", 0, 2),
        (f"{MAKE}; CREATE (:Entity {{id: 'bob', n: 1 / 0}})", 1, 0),
        (f"{MAKE}; MATCH (n RETURN n", 1, 0),
        (f"{MAKE}; MATCH (n:Entity) SET n.seen = true; MATCH (n:Entity) WHERE n.seen DELETE n", 0, 0),
    ],
)
def test_all_statements_change_the_graph_or_none(run: Run, script: str, code: int, count: int) -> None:
    assert run(script)[0] == code
    assert run(COUNT) == (0, f"n\n{count}\n")


def test_a_later_statement_sees_what_an_earlier_one_wrote(run: Run) -> None:
    assert run(f"{MAKE}; MATCH (n:Entity) RETURN n.name AS name") == (0, "name\nAnn\n")


@pytest.mark.parametrize(
    "alone",
    [
        "// first\nCREATE CONSTRAINT one_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
        "UNWIND ['ann', 'bob'] AS id CALL (id) { MERGE (:Entity {id: id}) } IN TRANSACTIONS OF 1 ROW",
    ],
    ids=["schema", "several transactions"],
)
def test_what_needs_a_transaction_of_its_own_gets_one(run: Run, alone: str) -> None:
    script = f"{alone}; CREATE (:Entity {{id: 'cem', name: 'Cem'}}); {COUNT}"
    code, out = run(script)
    assert (code, int(out.split()[1])) == (0, 3 if "UNWIND" in alone else 1)
