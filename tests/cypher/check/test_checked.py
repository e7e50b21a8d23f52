"""What the check stage finds out about queries that can be run."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.queries.cypher import functions
from sociogram.queries.cypher.check import Checked, check
from sociogram.queries.cypher.syntax.parser import parse
from support.tck.procedures_stub import PROCEDURES

ACCEPTED = (Path(__file__).parents[1] / "accepted.txt").read_text(encoding="utf-8").splitlines()


def checked(query: str) -> Checked:
    return check(parse(query), functions=functions, procedures=PROCEDURES)


@pytest.mark.parametrize("query", [line for line in ACCEPTED if line and not line.startswith("#")])
def test_a_query_that_neo4j_takes_is_taken(query: str) -> None:
    checked(query)


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("MATCH (b)-[a]->(c) RETURN *", ("a", "b", "c")),
        ("MATCH (b) RETURN *, b.x AS x, 1", ("b", "x", "1")),
        ("MATCH (n) WITH *, 2 AS a RETURN *", ("a", "n")),
        ("MATCH (n) SET n.x = 1", ()),
        ("MATCH (n) FINISH", ()),
        ("CALL db.labels()", ("label",)),
        ("CALL db.labels() YIELD label AS l", ("l",)),
        ("CALL test.nothing()", ()),
        ("RETURN 1 AS b, 2 AS a UNION RETURN 3 AS a, 4 AS b", ("b", "a")),
        ("CALL { RETURN 1 AS x } RETURN *", ("x",)),
        ("CREATE INDEX FOR (n:A) ON (n.x)", ()),
    ],
)
def test_columns(query: str, columns: tuple[str, ...]) -> None:
    assert checked(query).columns == columns


@pytest.mark.parametrize(
    ("query", "writes"),
    [
        ("MATCH (n) RETURN n", False),
        ("CREATE ()", True),
        ("MATCH (n) CALL (n) { SET n.x = 1 } RETURN n", True),
        ("FOREACH (x IN [] | CREATE ())", True),
        ("MERGE (n) RETURN n", True),
        ("DROP INDEX x", True),
        ("SHOW INDEXES", False),
    ],
)
def test_writes(query: str, writes: bool) -> None:
    assert checked(query).writes is writes


def test_parameters_and_procedures() -> None:
    found = checked(
        "CALL test.greet($who, $`how often`) YIELD greeting WHERE greeting <> $x RETURN 1 LIMIT $n"
    )
    assert found.parameters == {"who", "how often", "x", "n"}
    assert found.procedures == {"test.greet"}
    assert checked("CALL test.greet").parameters == {"name"}
