"""A real server runs the Cypher script as it is, and holds what was written."""

from __future__ import annotations

import datetime as dt

import pytest
from neo4j.spatial import WGS84Point
from neo4j.time import Date, DateTime, Duration

from sociogram.graph.formats import cypher
from sociogram.graph.model import Node, Relationship
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.graph.subgraph import Subgraph

pytestmark = pytest.mark.neo4j

VALUES = {
    "text": 'it\'s \\ a `tick`, a "quote",\n\ta ; and an emoji 😀 \u0001',
    "whole": -(2**63),
    "number": 1e-300,
    "truth": True,
    "list": ["a;b", "c"],
    "numbers": [1.5, 2.0],
    "date": Date(2020, 1, 2),
    "moment": DateTime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    "span": Duration(months=1, days=2, seconds=3),
    "place": WGS84Point((1.0, 2.0)),
}
PART = Subgraph(
    (
        Node("0", ("Entity", "Odd `label`"), {"id": "a", **VALUES}),
        Node("1", ("Entity",), {"id": "b", "map": {"deep": [1]}, "mixed": [1, "a"], "nothing": None}),
        Node("2", (), {"plain": 1}),
        Node("3", ("Source",), {"id": "a"}),
    ),
    (
        Relationship("0", "KNOWS", "0", "1", {"id": "r1", **VALUES}),
        Relationship("1", "KNOWS", "0", "1", {}),
        Relationship("2", "SAYS `no`", "2", "2", {"x": 1}),
    ),
)


def test_the_script_runs_once_and_again(neo4j_store: Neo4jStore) -> None:
    statements = "".join(cypher.lines(PART)).split(";\n")[:-1]
    for _ in range(2):
        for statement in statements:
            neo4j_store.connection.fetch(statement)
        assert neo4j_store.connection.fetch("MATCH (n) RETURN count(n)") == [(4,)]
        assert neo4j_store.connection.fetch("MATCH ()-[r]->() RETURN count(r)") == [(3,)]
    ((node,),) = neo4j_store.connection.fetch("MATCH (n:Entity {id: 'a'}) RETURN n")
    assert set(node.labels) == {"Entity", "Odd `label`"}
    assert dict(node) == {"id": "a", **VALUES}
    ((edge,),) = neo4j_store.connection.fetch("MATCH ()-[r:KNOWS {id: 'r1'}]->() RETURN r")
    assert dict(edge) == {"id": "r1", **VALUES}
    assert neo4j_store.connection.fetch("MATCH (n:Entity {id: 'b'}) RETURN n.map, n.mixed") == [
        ('{"deep": [1]}', '[1, "a"]')
    ]
