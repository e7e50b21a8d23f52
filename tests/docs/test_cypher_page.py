"""docs/cypher.md says what the code says, and its examples run."""

from __future__ import annotations

import json
from typing import Any

import pytest

import sociogram
from sociogram.graph.errors import CypherError
from sociogram.queries.run import run
from support.cypher.page import PAGE, REGENERATE, code, made, tables

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = {row[0]: code(row[1]) for row in tables(TEXT, "Clauses and forms")[2:]}
DIFFERENCES = [row for row in tables(TEXT, "Where it differs from Neo4j") if "RETURN" in row[0]]


def test_the_page_is_up_to_date() -> None:
    assert made(TEXT) == TEXT, f"docs/cypher.md is behind the code: run `{REGENERATE}`"


@pytest.fixture(scope="module")
def article() -> sociogram.Graph:
    return sociogram.open()


@pytest.mark.parametrize("query", EXAMPLES.values(), ids=EXAMPLES)
def test_examples_run(article: sociogram.Graph, query: str) -> None:
    result = article.run(query, write=True)
    assert list(result) or result.summary.counters or not result.columns or query.startswith("SHOW")


def answer(ask: Any) -> str:
    """Return the one value of an answer as the page writes it."""
    try:
        return f"`{json.dumps(next(iter(ask()))[0])}`"
    except CypherError:
        return "error"


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: row[0])
def test_differences_are_as_told(article: sociogram.Graph, row: list[str]) -> None:
    assert answer(lambda: run(article.store, str(code(row[0])))) == row[2]
    assert row[1] != row[2]


@pytest.mark.neo4j
def test_neo4j_answers_as_told(neo4j_article: Any) -> None:
    found = {row[0]: answer(lambda row=row: run(neo4j_article, str(code(row[0])))) for row in DIFFERENCES}
    assert found == {row[0]: row[1] for row in DIFFERENCES}
