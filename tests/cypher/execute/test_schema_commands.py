"""CREATE, DROP and SHOW of indexes and constraints: what each counts, what is refused, what is enforced.

The counters and refusals are those of Neo4j 5.26, Community Edition.
"""

from __future__ import annotations

import pytest

from sociogram.graph.errors import (
    CypherConstraintValidationFailed,
    CypherConstraintVerificationFailed,
    CypherError,
    CypherParameterMissing,
    CypherSemanticError,
    CypherTypeError,
)
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

INDEX = "CREATE INDEX ix FOR (n:Desk) ON (n.a)"
UNIQUE = "CREATE CONSTRAINT uq FOR (n:Desk) REQUIRE n.a IS UNIQUE"
PAIR = "CREATE CONSTRAINT pair FOR (n:Desk) REQUIRE (n.a, n.b) IS UNIQUE"
WORDS = "CREATE FULLTEXT INDEX words FOR (n:A|B) ON EACH [n.x]"

REFUSED = None


def counted(store: MemoryStore, text: str) -> dict[str, int] | None:
    """Return what a command counts, or ``REFUSED``."""
    try:
        counters = run(store, text, write=True).summary.counters
    except CypherError:
        return REFUSED
    names = ("indexes_added", "indexes_removed", "constraints_added", "constraints_removed")
    return {name: getattr(counters, name) for name in names if getattr(counters, name)}


INDEX_ADDED, CONSTRAINT_ADDED = {"indexes_added": 1}, {"constraints_added": 1}
COMMANDS = [
    ("", INDEX, INDEX_ADDED),
    (INDEX, INDEX, REFUSED),
    (INDEX, "CREATE INDEX FOR (n:Desk) ON (n.a)", REFUSED),
    (INDEX, "CREATE INDEX ix FOR (n:Other) ON (n.z)", REFUSED),
    (INDEX, "CREATE INDEX ix IF NOT EXISTS FOR (n:Other) ON (n.z)", {}),
    (INDEX, "CREATE INDEX other IF NOT EXISTS FOR (n:Desk) ON (n.a)", {}),
    (INDEX, "CREATE INDEX other FOR (n:Desk) ON (n.b)", INDEX_ADDED),
    (INDEX, "CREATE INDEX other FOR (n:Desk) ON (n.a, n.b)", INDEX_ADDED),
    (INDEX, "CREATE INDEX other FOR ()-[r:Desk]-() ON (r.a)", INDEX_ADDED),
    (INDEX, "CREATE TEXT INDEX other FOR (n:Desk) ON (n.a)", INDEX_ADDED),
    (WORDS, "CREATE FULLTEXT INDEX FOR (n:A) ON EACH [n.x]", INDEX_ADDED),
    (WORDS, "CREATE FULLTEXT INDEX FOR (n:A|B) ON EACH [n.x]", REFUSED),
    ("", "CREATE LOOKUP INDEX lk FOR (n) ON EACH labels(n)", REFUSED),
    ("", "CREATE LOOKUP INDEX lk IF NOT EXISTS FOR (n) ON EACH labels(n)", {}),
    ("", "CREATE INDEX FOR (n:Desk) ON (n.a, n.a)", REFUSED),
    ("", "CREATE INDEX FOR (n:Desk) ON (m.a)", REFUSED),
    ("", "DROP INDEX ix", REFUSED),
    ("", "DROP INDEX ix IF EXISTS", {}),
    (INDEX, "DROP INDEX ix", {"indexes_removed": 1}),
    (INDEX, "DROP INDEX ix IF EXISTS", {"indexes_removed": 1}),
    (INDEX, "DROP CONSTRAINT ix", REFUSED),
    ("CREATE INDEX ON :Desk(a)", "DROP INDEX ON :Desk(a)", {"indexes_removed": 1}),
    ("", UNIQUE, CONSTRAINT_ADDED),
    (UNIQUE, UNIQUE, REFUSED),
    (UNIQUE, "CREATE CONSTRAINT other FOR (n:Desk) REQUIRE n.a IS UNIQUE", REFUSED),
    (UNIQUE, "CREATE CONSTRAINT other IF NOT EXISTS FOR (n:Desk) REQUIRE n.a IS UNIQUE", {}),
    (UNIQUE, "CREATE CONSTRAINT uq IF NOT EXISTS FOR (n:Desk) REQUIRE n.b IS UNIQUE", {}),
    (UNIQUE, "CREATE CONSTRAINT uq FOR (n:Desk) REQUIRE n.b IS UNIQUE", REFUSED),
    (UNIQUE, "CREATE CONSTRAINT other FOR (n:Desk) REQUIRE n.b IS UNIQUE", CONSTRAINT_ADDED),
    (UNIQUE, PAIR, CONSTRAINT_ADDED),
    (PAIR, "CREATE CONSTRAINT FOR (n:Desk) REQUIRE (n.b, n.a) IS NODE UNIQUE", CONSTRAINT_ADDED),
    ("", "CREATE CONSTRAINT FOR (n:Desk) REQUIRE (n.a, n.a) IS UNIQUE", REFUSED),
    ("", "CREATE CONSTRAINT FOR (n:Desk) REQUIRE m.a IS UNIQUE", REFUSED),
    ("", "CREATE CONSTRAINT FOR (n:Desk) REQUIRE n.a IS RELATIONSHIP UNIQUE", REFUSED),
    (UNIQUE, INDEX, REFUSED),
    (UNIQUE, "CREATE INDEX IF NOT EXISTS FOR (n:Desk) ON (n.a)", {}),
    (UNIQUE, "CREATE INDEX uq FOR (n:Desk) ON (n.b)", REFUSED),
    (UNIQUE, "CREATE INDEX uq IF NOT EXISTS FOR (n:Desk) ON (n.b)", {}),
    (INDEX, UNIQUE, REFUSED),
    (INDEX, "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Desk) REQUIRE n.a IS UNIQUE", REFUSED),
    (INDEX, "CREATE CONSTRAINT ix FOR (n:Desk) REQUIRE n.b IS UNIQUE", REFUSED),
    (INDEX, "CREATE CONSTRAINT ix IF NOT EXISTS FOR (n:Desk) REQUIRE n.b IS UNIQUE", REFUSED),
    ("", "CREATE TEXT INDEX FOR (n:Desk) ON (n.a, n.b)", REFUSED),
    ("", "CREATE POINT INDEX FOR (n:Desk) ON (n.a, n.b)", REFUSED),
    ("", "CREATE VECTOR INDEX FOR (n:Desk) ON (n.a, n.b)", REFUSED),
    ("", "CREATE FULLTEXT INDEX FOR (n:Desk) ON (n.a)", REFUSED),
    ("", "CREATE LOOKUP INDEX FOR (n:Desk) ON (n.a)", REFUSED),
    ("", INDEX + " OPTIONS {indexProvider: 'range-1.0', indexConfig: {}}", INDEX_ADDED),
    ("", INDEX + " OPTIONS {provider: 'range-1.0'}", REFUSED),
    ("", UNIQUE + " OPTIONS {}", CONSTRAINT_ADDED),
    ("", UNIQUE + " OPTIONS {unique: true}", REFUSED),
    ("", "CREATE INDEX `` FOR (n:Desk) ON (n.a)", REFUSED),
    ("", "CREATE CONSTRAINT ` ` FOR (n:Desk) REQUIRE n.a IS UNIQUE", REFUSED),
    (UNIQUE, "DROP INDEX uq", REFUSED),
    (UNIQUE, "DROP INDEX uq IF EXISTS", REFUSED),
    (UNIQUE, "DROP CONSTRAINT uq", {"constraints_removed": 1}),
    (UNIQUE, "DROP CONSTRAINT ON (n:Desk) ASSERT n.a IS UNIQUE", {"constraints_removed": 1}),
    ("", "DROP CONSTRAINT uq", REFUSED),
    ("", "DROP CONSTRAINT uq IF EXISTS", {}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "command", "expected"), COMMANDS)
def test_a_command_counts_what_it_changed(before: str, command: str, expected: dict[str, int] | None) -> None:
    store = MemoryStore()
    if before:
        assert counted(store, before)
    assert counted(store, command) == expected


def test_a_parameter_names_an_index_or_a_constraint() -> None:
    store = MemoryStore()
    for command in (
        "CREATE INDEX $name FOR (n:Desk) ON (n.a)",
        "CREATE INDEX $name IF NOT EXISTS FOR (n:Desk) ON (n.b)",
        "CREATE CONSTRAINT $other FOR (n:Desk) REQUIRE n.b IS UNIQUE",
    ):
        run(store, command, {"name": "ix", "other": "uq"}, write=True)
    assert (list(store.indexes), list(store.constraints)) == (["ix"], ["uq"])
    for command in ("DROP INDEX $name", "DROP CONSTRAINT $other", "DROP CONSTRAINT $other IF EXISTS"):
        run(store, command, {"name": "ix", "other": "uq"}, write=True)
    assert (store.indexes, store.constraints) == ({}, {})


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (1, CypherTypeError),
        (None, CypherTypeError),
        ("", CypherSemanticError),
        (" ", CypherSemanticError),
        ("missing", CypherParameterMissing),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        "CREATE INDEX $name FOR (n:Desk) ON (n.a)",
        "CREATE CONSTRAINT $name FOR (n:Desk) REQUIRE n.a IS UNIQUE",
        "DROP INDEX $name IF EXISTS",
    ],
)
def test_a_parameter_that_is_no_name_is_refused(name: object, error: type[CypherError], command: str) -> None:
    store = MemoryStore()
    with pytest.raises(error):
        run(store, command, {} if name == "missing" else {"name": name}, write=True)
    assert (store.indexes, store.constraints) == ({}, {})


SORTED = {
    "SHOW INDEXES YIELD type, name RETURN *": (
        ("type", "name"),
        [("TEXT", "b"), ("RANGE", "c"), ("RANGE", "uq")],
    ),
    "SHOW INDEXES YIELD type, name AS n ORDER BY n DESC": (
        ("type", "n"),
        [("RANGE", "uq"), ("RANGE", "c"), ("TEXT", "b")],
    ),
    "SHOW INDEXES YIELD name ORDER BY name SKIP 1 LIMIT 1": (("name",), [("c",)]),
    "SHOW INDEXES YIELD name LIMIT 0": (("name",), []),
    "SHOW INDEXES YIELD name, type ORDER BY name WHERE type = 'RANGE'": (
        ("name", "type"),
        [("c", "RANGE"), ("uq", "RANGE")],
    ),
    "SHOW INDEXES YIELD name AS n ORDER BY n DESC LIMIT 2 RETURN n + '!' AS x, n": (
        ("x", "n"),
        [("uq!", "uq"), ("c!", "c")],
    ),
    "SHOW CONSTRAINTS YIELD type, name WHERE name = 'uq' RETURN *, 1 AS one": (
        ("type", "name", "one"),
        [("UNIQUENESS", "uq", 1)],
    ),
}


@pytest.mark.parametrize("text", SORTED)
def test_show_yields_columns_in_the_order_written(text: str) -> None:
    store = MemoryStore()
    for command in (
        UNIQUE,
        "CREATE TEXT INDEX b FOR (n:A) ON (n.x)",
        "CREATE INDEX c FOR (n:A) ON (n.x)",
    ):
        run(store, command, write=True)
    answer = run(store, text)
    assert (tuple(answer.columns), [tuple(record) for record in answer]) == SORTED[text]


@pytest.mark.parametrize(
    "requirement",
    [
        "(n:Desk) REQUIRE n.a IS NODE KEY",
        "(n:Desk) REQUIRE (n.a, n.b) IS NODE KEY",
        "(n:Desk) REQUIRE n.a IS KEY",
        "(n:Desk) REQUIRE n.a IS NOT NULL",
        "(n:Desk) REQUIRE n.a :: STRING",
        "(n:Desk) REQUIRE n.a IS TYPED INTEGER",
        "()-[r:T]-() REQUIRE r.a IS RELATIONSHIP KEY",
        "()-[r:T]-() REQUIRE r.a IS REL KEY",
        "()-[r:T]-() REQUIRE (r.a, r.b) IS KEY",
        "()-[r:T]-() REQUIRE r.a IS NOT NULL",
        "()-[r:T]-() REQUIRE r.a IS UNIQUE",
    ],
)
def test_a_constraint_that_cannot_be_enforced_whole_is_refused(requirement: str) -> None:
    store = MemoryStore()
    for condition in ("", "IF NOT EXISTS "):
        with pytest.raises(CypherSemanticError, match="not supported"):
            run(store, f"CREATE CONSTRAINT {condition}FOR {requirement}", write=True)
    assert store.constraints == {}


TAKEN = (
    "CREATE (:Desk {a: 1, b: 1}), (:Desk {a: 1, b: 2}), (:Desk {a: 1}), (:Desk {a: 1}), (:Shelf {a: 1, b: 1})"
)


@pytest.mark.parametrize(
    "write",
    [
        "CREATE (:Desk {b: 1, a: 1})",
        "CREATE (:Desk {a: 1.0, b: 1})",
        "MATCH (n:Desk {b: 2}) SET n.b = 1",
        "MATCH (n:Desk {b: 2}) SET n += {b: 1}",
        "MATCH (n:Desk {b: 2}) SET n = {a: 1, b: 1}",
        "MATCH (n:Shelf) SET n:Desk",
        "CREATE (n {a: 1, b: 1}) SET n:Desk",
        "MERGE (:Desk {a: 1, b: 1, c: 1})",
        "UNWIND [2, 2] AS b CREATE (:Desk {a: 2, b: b})",
    ],
)
def test_properties_stay_unique_together(write: str) -> None:
    store = MemoryStore()
    for text in (TAKEN, PAIR):
        run(store, text, write=True)
    with pytest.raises(CypherConstraintValidationFailed, match="a and b"):
        run(store, write, write=True)
    assert store.snapshot.node_count == 5


@pytest.mark.parametrize(
    "write",
    [
        "CREATE (:Desk {a: 1})",
        "CREATE (:Desk {b: 1})",
        "CREATE (:Desk {a: 2, b: 1})",
        "CREATE (:Shelf {a: 1, b: 1})",
        "MATCH (n:Desk {b: 2}) SET n.b = 2",
        "MATCH (n:Desk {b: 1}) SET n.b = 3, n.b = 1",
        "MATCH (n:Desk {b: 2}) REMOVE n.b",
        "MERGE (:Desk {a: 1, b: 1})",
        "MATCH (n:Desk {b: 1}) DELETE n CREATE (:Desk {a: 1, b: 1})",
    ],
)
def test_what_breaks_no_constraint_is_written(write: str) -> None:
    store = MemoryStore()
    for text in (TAKEN, PAIR, write):
        run(store, text, write=True)


def test_a_constraint_that_the_graph_breaks_is_refused() -> None:
    store = MemoryStore()
    run(store, "CREATE (:Desk {a: 1, b: 1}), (:Desk {a: 1, b: 1.0})", write=True)
    with pytest.raises(CypherConstraintVerificationFailed, match="1 and 1"):
        run(store, PAIR, write=True)
    assert store.constraints == {}


SHOWN = [
    ("SHOW CONSTRAINTS", [("uq", "UNIQUENESS", "NODE", ["Desk"], ["a"], "uq")]),
    ("SHOW UNIQUENESS CONSTRAINTS YIELD name", [("uq",)]),
    ("SHOW NODE KEY CONSTRAINTS YIELD name", []),
    ("SHOW CONSTRAINTS YIELD name AS n, properties AS p WHERE n = 'uq' RETURN n, p[0] AS p", [("uq", "a")]),
    ("SHOW INDEXES YIELD name, type, owningConstraint",
     [("ends", "RANGE", None), ("txt", "TEXT", None), ("uq", "RANGE", "uq")]),
    ("SHOW INDEXES WHERE entityType = 'RELATIONSHIP'",
     [("ends", "RANGE", "RELATIONSHIP", ["KNOWS"], ["till"], None)]),
    ("SHOW TEXT INDEXES YIELD *", [("txt", "TEXT", "NODE", ["Desk"], ["b"], None)]),
    ("SHOW ALL INDEXES YIELD name RETURN count(*) AS c", [(3,)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_show(text: str, expected: list[tuple[object, ...]]) -> None:
    store = MemoryStore()
    for command in (
        UNIQUE,
        "CREATE TEXT INDEX txt FOR (n:Desk) ON (n.b)",
        "CREATE INDEX ends FOR ()-[r:KNOWS]-() ON (r.till)",
    ):
        run(store, command, write=True)
    assert [tuple(record) for record in run(store, text)] == expected
