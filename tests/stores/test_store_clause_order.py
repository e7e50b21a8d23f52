"""A clause is over before the next one begins, also where a subquery writes: ``clause_order.txt``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sociogram.graph.errors import CypherError
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run
from support.tables import read_table

TABLE = read_table(Path(__file__).parent / "clause_order.txt")
GRAPH = "CREATE (:Town {n: 1})-[:ROAD]->(:Town {n: 2})-[:ROAD]->(:Town {n: 3})"
NODES = """
    MATCH (a)
    RETURN labels(a)[0] + ' ' + coalesce(toString(a.n), '-') + coalesce(' ' + toString(a.seen), '') AS node
    ORDER BY node
"""


def given(store: GraphStore, query: str) -> str:
    """Return the rows or the kind of error."""
    try:
        rows = sorted(json.dumps(list(row)) for row in run(store, query, write=True))
    except CypherError as error:
        return f"error {error.type}"
    return f"rows {' '.join(rows) or 'none'}"


@pytest.mark.parametrize(("query", "expected"), [pytest.param(*pair, id=pair[0]) for pair in TABLE])
def test_rows_and_what_is_left(store: GraphStore, query: str, expected: str) -> None:
    run(store, GRAPH, write=True)
    rows = given(store, query)
    left = ", ".join(row[0] for row in run(store, NODES)) or "nothing"
    assert f"{rows} | leaves {left}" == expected
