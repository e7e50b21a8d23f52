"""Entities that get another id: the same graph on every store."""

from __future__ import annotations

from sociogram.graph.merge_rules import relation_id
from sociogram.graph.store import GraphStore
from support.datasets import dataset_of

GRAPH = dataset_of(
    [
        {"id": "ann-bee", "name": "Ann Bee", "type": ["Person"], "aliases": ["Annie"], "town": "Lima"},
        {"id": "a-bee", "name": "A. Bee", "type": ["Judge"], "aliases": ["Bee"]},
        {"id": "keel", "name": "Keel Ltd"},
    ],
    [
        {"source": "ann-bee", "target": "keel", "type": "OWNS"},
        {"source": "a-bee", "target": "keel", "type": "OWNS"},
        {"source": "keel", "target": "a-bee", "type": "PAYS", "id": "k1"},
        {"source": "keel", "target": "keel", "type": "SUES", "claimed_by": "a-bee", "via": ["ann-bee", "x"]},
    ],
)
TIES = "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r.id, r.claimed_by, r.via ORDER BY type(r), a.id"


def test_an_id_that_nobody_has(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    store.rename_entities({"ann-bee": "p1", "nobody": "p2"})
    assert ask("MATCH (n:Entity) RETURN n.id, n.name ORDER BY n.id") == [
        ("a-bee", "A. Bee"),
        ("keel", "Keel Ltd"),
        ("p1", "Ann Bee"),
    ]
    owns = {"source": "p1", "target": "keel", "type": "OWNS"}
    assert ("p1", "OWNS", "keel", relation_id(owns), None, None) in ask(TIES)


def test_two_entities_that_become_one(store: GraphStore, ask) -> None:
    store.merge(GRAPH)
    store.rename_entities({"ann-bee": "p1", "a-bee": "p1"})
    [(own, name, labels, aliases, town)] = ask(
        "MATCH (n:Entity {id: 'p1'}) RETURN n.id, n.name, labels(n), n.aliases, n.town"
    )
    assert (own, name, sorted(labels), sorted(aliases), town) == (
        "p1",
        "Ann Bee",
        ["Entity", "Judge", "Person"],
        ["Annie", "Bee"],
        "Lima",
    )
    owns = {"source": "p1", "target": "keel", "type": "OWNS"}
    sues = {"source": "keel", "target": "keel", "type": "SUES", "claimed_by": "p1", "via": ["p1", "x"]}
    assert ask(TIES) == [
        ("p1", "OWNS", "keel", relation_id(owns), None, None),
        ("keel", "PAYS", "p1", "k1", None, None),
        ("keel", "SUES", "keel", relation_id(sues), "p1", ["p1", "x"]),
    ]
