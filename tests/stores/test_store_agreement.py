"""Any query gives the same in memory and on Neo4j; ``docs/cypher.md`` lists where it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sociogram.graph.errors import CypherError
from sociogram.graph.model import Node, Relationship
from sociogram.graph.model import Path as GraphPath
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

LINES = (Path(__file__).parent / "agreed.txt").read_text(encoding="utf-8").splitlines()
QUERIES = [line for line in LINES if line and not line.startswith("#")]
PARAMETERS = {"p": {"id": "p"}, "id": "ann"}
GRAPH = """
    CREATE (ann:Person:Chief {id: 'ann', name: 'Ann', born: 1971, tags: ['x', 'y']}),
           (bob:Person {id: 'bob', name: 'Bob', born: 1985}), (eve:Person {id: 'eve', name: 'Eve'}),
           (acme:Firm {id: 'acme', name: 'Acme', born: 1900}), (mine:Firm {id: 'mine', name: 'Mine'}),
           (peru:Country {id: 'peru', name: 'Peru', when: date('2020-01-01')}),
           (ann)-[:WORKS_FOR {id: 1, since: 2001}]->(acme), (bob)-[:WORKS_FOR {id: 2, since: 2010}]->(acme),
           (eve)-[:WORKS_FOR {id: 3}]->(acme), (bob)-[:OWNS {id: 4}]->(mine), (ann)-[:OWNS {id: 5}]->(acme),
           (acme)-[:IN {id: 6}]->(peru), (mine)-[:IN {id: 7}]->(peru), (ann)-[:KNOWS {id: 8}]->(bob),
           (bob)-[:KNOWS {id: 9}]->(eve), (eve)-[:KNOWS {id: 10}]->(ann), (ann)-[:KNOWS {id: 11}]->(ann),
           (ann)-[:KNOWS {id: 12}]->(bob)
"""
ALL = "MATCH (n) RETURN n AS x, null AS a, null AS b UNION ALL MATCH (a)-[x]->(b) RETURN x, a, b"


def plain(value: Any, *, ordered: bool) -> Any:
    """Return a value without the ids of its store, and without orders that nobody asked for."""
    match value:
        case Node():
            return ("node", value.labels, plain(value.properties, ordered=True))
        case Relationship():
            return (value.type, plain(value.properties, ordered=True))
        case GraphPath():
            return plain([*value.nodes, *value.relationships], ordered=True)
        case dict():
            return tuple((key, plain(value[key], ordered=ordered)) for key in sorted(value))
        case list() | tuple():
            items = [plain(item, ordered=ordered) for item in value]
            return tuple(items if ordered else sorted(items, key=repr))
        case float():
            return float(f"{value:.10g}")
    return value


def outcome(store: GraphStore, query: str) -> Any:
    """Return all that a query gives and leaves; how a failing one fails is its own test."""
    ordered = "ORDER BY" in query
    try:
        result = run(store, query, PARAMETERS, write=True)
        rows = sorted(repr([plain(value, ordered=ordered) for value in row]) for row in result)
    except CypherError:
        return "error"
    graph = sorted(repr(plain(tuple(row), ordered=True)) for row in run(store, ALL))
    return {"columns": result.columns, "rows": rows, "counters": result.summary.counters, "graph": graph}


def fresh(store: GraphStore) -> GraphStore:
    run(store, "MATCH (n) DETACH DELETE n", write=True)
    run(store, GRAPH, write=True)
    return store


@pytest.mark.neo4j
def test_stores_agree(neo4j_store: GraphStore) -> None:
    fresh(neo4j_store)
    differences = {}
    for query in QUERIES:
        ours = outcome(fresh(MemoryStore()), query)
        theirs = outcome(neo4j_store, query)
        if ours != theirs:
            differences[query] = {"memory": ours, "neo4j": theirs}
        if theirs != "error" and theirs["counters"]:
            fresh(neo4j_store)
    assert not differences
