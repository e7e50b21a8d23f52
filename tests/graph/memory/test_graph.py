"""Transactions, constraints, merging, and the way back to tables."""

from __future__ import annotations

import numpy as np
import pytest

from sociogram.graph.dataset import Merged
from sociogram.graph.errors import (
    CypherConstraintValidationFailed,
    CypherConstraintVerificationFailed,
    CypherEntityNotFound,
    DataError,
)
from sociogram.graph.memory import state as state_module
from sociogram.graph.memory.constraints import SchemaRule
from sociogram.graph.model import Direction
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.datasets import dataset_of

UNIQUE_ID = SchemaRule("one_id", "UNIQUE", False, ("Entity",), ("id",))


def rows(table):
    return list(table.rows())


def test_an_index_stands_still_and_the_transactions_moves_along(store):
    before = store.snapshot
    with store.transaction() as transaction:
        slot = transaction.create_node(["Person"], {"id": "new"})
        assert transaction.snapshot.is_node(slot)
        assert store.snapshot.node_count == 6
        assert transaction.snapshot.nodes_with_value("id", "new").tolist() == [slot]
        transaction.create_relationship(slot, 0, "KNOWS")
        assert transaction.snapshot.expand_one(slot, Direction.OUTGOING) == ([5], [0])
    assert (before.node_count, before.relationship_count) == (5, 5)
    assert "KNOWS" not in before.types
    assert before.nodes_with_value("id", "new").tolist() == []
    assert store.snapshot.relationship_count == 6


def test_a_failing_transaction_leaves_nothing(store):
    def fail():
        with store.transaction() as transaction:
            slot = transaction.create_node(["Ghost"], {"unheard of": 1})
            transaction.create_relationship(slot, slot, "HAUNTS")
            transaction.set_node_property(0, "name", "Someone else")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    snapshot = store.snapshot
    assert (snapshot.node_count, snapshot.relationship_count) == (5, 5)
    assert "Ghost" not in snapshot.labels
    assert "HAUNTS" not in snapshot.types
    assert "unheard of" not in snapshot.node_property_keys
    assert snapshot.node_property_value(0, "name") == "Pedro"


def test_what_is_deleted_cannot_be_written_but_its_type_is_still_known(store):
    with store.transaction() as transaction:
        transaction.delete_relationship(4)
        assert transaction.snapshot.type_name(4) == "INVESTIGATES"
        with pytest.raises(CypherEntityNotFound):
            transaction.delete_relationship(4)
        with pytest.raises(CypherEntityNotFound):
            transaction.set_relationship_property(4, "x", 1)
        with pytest.raises(CypherEntityNotFound):
            transaction.create_relationship(0, 99, "KNOWS")


def test_a_node_with_relationships_is_not_deleted(store):
    with store.transaction() as transaction, pytest.raises(CypherConstraintVerificationFailed) as caught:
        transaction.delete_node(0)
    assert caught.value.detail == "DeleteConnectedNode"
    assert store.snapshot.is_node(0)


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(lambda writes: writes.create_node(["Entity"], {"id": "dina"}), id="a new node"),
        pytest.param(lambda writes: writes.set_node_property(0, "id", "dina"), id="a new value"),
        pytest.param(
            lambda writes: writes.add_label(writes.create_node([], {"id": "dina"}), "Entity"),
            id="a new label",
        ),
    ],
)
def test_a_value_stays_unique(store, break_it):
    store.add_constraint(UNIQUE_ID)
    with pytest.raises(CypherConstraintValidationFailed, match="dina"), store.transaction() as writes:
        break_it(writes)
    with store.transaction() as writes:
        writes.set_node_property(1, "id", "dina")  # its own value is no other's
        writes.create_node(["Other"], {"id": "dina"})
        writes.create_node(["Entity"], {})
        free = writes.create_node(["Entity"], {"id": "gone"})
        writes.delete_node(free)
        writes.create_node(["Entity"], {"id": "gone"})
    assert store.drop_constraint("one_id")
    assert not store.drop_constraint("one_id")
    with store.transaction() as writes:
        break_it(writes)


def test_uniqueness_that_does_not_hold_is_refused(store):
    with store.transaction() as writes:
        writes.create_node(["Entity"], {"id": "dina"})
    with pytest.raises(CypherConstraintVerificationFailed, match="more than one node has 'dina'"):
        store.add_constraint(UNIQUE_ID)
    assert store.constraints == {}


def test_folding_changes_in_changes_nothing(store, monkeypatch):
    with store.transaction() as writes:
        new = writes.create_node(["Person"], {"id": "new", "name": "Aaron", "age": 3})
        writes.create_relationship(new, 0, "KNOWS", {"since": 2020})
        writes.delete_relationship(4)
        writes.set_node_property(2, "name", None)
    monkeypatch.setattr(state_module, "_COMPACT_AT_LEAST", 0)
    after = store.snapshot
    assert store._state.delta.operations == 0
    assert after.node_property("name").dictionary.sorted
    assert after.node_property("name").to_list()[:3] == ["Pedro", "Dina", None]
    assert after.expand_one(new, Direction.OUTGOING) == ([5], [0])
    assert after.all_relationships().tolist() == [0, 1, 2, 3, 5]
    assert after.relationship_property("id").value(0) is not None
    assert after.relationship_property("since").to_list()[5] == 2020


ARTICLE = dataset_of(
    [{"id": "a", "name": "A", "type": ["Person"], "aliases": ["x"]}, {"id": "b", "name": "B", "type": None}],
    [
        {"source": "a", "target": "b", "type": "KNOWS", "paragraph": 1, "sources": ["s"]},
        {"source": "a", "target": "b", "type": "KNOWS", "paragraph": 2, "sources": ["s"]},
        {"source": "a", "target": "a", "type": "KNOWS", "id": "own"},
    ],
    [{"id": "s", "title": "T"}],
    [{"type": "KNOWS", "directed": True}],
)


@pytest.mark.parametrize("begun", [False, True], ids=["into nothing", "into a graph"])
def test_merging_twice_is_merging_once(begun):
    store = MemoryStore()
    if begun:
        with store.transaction() as writes:
            writes.create_node(["Other"], {})
    told = []
    first = store.merge(ARTICLE, progress=lambda done, total: told.append((done, total)))
    assert {name: (merged.created, merged.unchanged) for name, merged in first.items()} == {
        "entities": (2, 0),
        "sources": (1, 0),
        "relation_types": (1, 0),
        "relations": (3, 0),
    }
    assert told[-1] == (7, 7)
    second = store.merge(ARTICLE)
    assert second == {
        "entities": Merged(unchanged=2),
        "sources": Merged(unchanged=1),
        "relation_types": Merged(unchanged=1),
        "relations": Merged(unchanged=3),
    }
    assert second["relations"].unchanged_rows.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("row", "labels", "properties", "merged"),
    [
        ({"id": "a", "name": "A"}, {"Person"}, {"name": "A", "aliases": ["x"]}, Merged(unchanged=1)),
        ({"id": "a", "name": "New"}, {"Person"}, {"name": "New", "aliases": ["x"]}, Merged(updated=1)),
        (
            {"id": "a", "born": 1970},
            {"Person"},
            {"name": "A", "aliases": ["x"], "born": 1970},
            Merged(updated=1),
        ),
        (
            {"id": "a", "aliases": ["y", "x"]},
            {"Person"},
            {"name": "A", "aliases": ["x", "y"]},
            Merged(updated=1),
        ),
        ({"id": "a", "aliases": ["x"]}, {"Person"}, {"name": "A", "aliases": ["x"]}, Merged(unchanged=1)),
        (
            {"id": "a", "type": ["Judge"]},
            {"Person", "Judge"},
            {"name": "A", "aliases": ["x"]},
            Merged(updated=1),
        ),
        (
            {"id": "a", "name": "a", "stub": True},
            {"Person"},
            {"name": "A", "aliases": ["x"]},
            Merged(unchanged=1),
        ),
    ],
    ids=[
        "nothing new",
        "another value",
        "a new value",
        "another alias",
        "a known alias",
        "a label",
        "a stub",
    ],
)
def test_merging_into_an_entity(row, labels, properties, merged):
    store = MemoryStore.from_dataset(ARTICLE)
    assert store.merge(dataset_of([row]))["entities"] == merged
    node = store.node(0)
    assert set(node.labels) == {"Entity", *labels}
    assert node.properties == {"id": "a", **properties}


def test_a_stub_becomes_an_entity():
    store = MemoryStore.from_dataset(dataset_of([{"id": "a", "name": "a", "stub": True}]))
    store.merge(dataset_of([{"id": "a", "name": "Anna", "type": ["Person"]}]))
    assert store.node(0).properties == {"id": "a", "name": "Anna"}


def test_a_relation_says_more_the_second_time():
    store = MemoryStore.from_dataset(ARTICLE)
    again = {
        "source": "a",
        "target": "b",
        "type": "KNOWS",
        "paragraph": 2,
        "sources": ["s"],
        "summary": "New.",
    }
    assert store.merge(dataset_of([], [again]))["relations"] == Merged(updated=1)
    assert store.relationship(1).properties["summary"] == "New."
    assert store.merge(dataset_of([], [{**again, "paragraph": 9}]))["relations"] == Merged(created=1)


def test_nothing_is_merged_of_what_cannot_be_merged_whole():
    store = MemoryStore.from_dataset(ARTICLE)
    with pytest.raises(DataError, match="'ghost'"):
        store.merge(dataset_of([{"id": "new"}], [{"source": "new", "target": "ghost", "type": "T"}]))
    assert store.snapshot.node_count == 4


def test_a_relation_without_a_type_is_the_one_of_the_default_type():
    store = MemoryStore.from_dataset(ARTICLE)
    ends = {"source": "new", "target": "new"}
    assert store.merge(dataset_of([{"id": "new"}], [ends]))["relations"] == Merged(created=1)
    again = dataset_of([], [{**ends, "type": "CONNECTED_TO"}])
    assert store.merge(again)["relations"] == Merged(unchanged=1)


def test_many_rows_at_once():
    entities = [{"id": f"e{n}", "name": f"N{n}"} for n in range(800)]
    relations = [{"source": f"e{n}", "target": f"e{n // 2}", "type": "T", "paragraph": n} for n in range(800)]
    data = dataset_of(entities, relations)
    store = MemoryStore.from_dataset(ARTICLE)
    assert store.merge(data)["relations"] == Merged(created=800)
    assert store.merge(data)["entities"] == Merged(unchanged=800)
    assert store.snapshot.degree(
        np.array([int(store.snapshot.nodes_with_value("id", "e1")[0])]), Direction.INCOMING
    ).tolist() == [2]


def test_what_was_merged_is_in_networkx():
    store = MemoryStore.from_dataset(ARTICLE)
    graph = store.networkx
    store.merge(dataset_of([{"id": "c"}], [{"source": "c", "target": "a", "type": "T"}]))
    assert list(graph.successors("c")) == ["a"]


def test_back_to_tables_and_into_a_store_again():
    store = MemoryStore.from_dataset(ARTICLE)
    data = store.to_dataset()
    assert rows(data.entities) == [
        {"id": "a", "name": "A", "aliases": ["x"], "type": ["Person"]},
        {"id": "b", "name": "B"},
    ]
    relations = rows(data.relations)
    made, other, own = (row.pop("id") for row in relations)
    assert relations == [
        {"source": "a", "target": "b", "type": "KNOWS", "paragraph": 1, "sources": ["s"]},
        {"source": "a", "target": "b", "type": "KNOWS", "paragraph": 2, "sources": ["s"]},
        {"source": "a", "target": "a", "type": "KNOWS"},
    ]
    assert own == "own"
    assert len({made, other, own}) == 3
    assert rows(data.sources) == [{"id": "s", "title": "T"}]
    assert rows(data.relation_types) == [{"type": "KNOWS", "directed": True}]
    again = MemoryStore.from_dataset(data)
    assert again.merge(ARTICLE)["relations"] == Merged(unchanged=3)


def test_nodes_of_cypher_go_into_the_tables_with_an_id():
    store = MemoryStore()
    with store.transaction() as writes:
        first = writes.create_node(["Person"], {"name": "A"})
        writes.create_relationship(first, first, "KNOWS")
    data = store.to_dataset()
    assert rows(data.entities) == [{"id": "node-0", "name": "A", "type": ["Person"]}]
    assert [(row["source"], row["target"]) for row in rows(data.relations)] == [("node-0", "node-0")]


@pytest.mark.parametrize(
    ("labels", "properties", "message"),
    [
        (["Entity"], {"id": "e", "type": "x"}, "'e' has a property called type"),
        (["Source"], {"id": "s"}, "begins or ends at a source"),
    ],
)
def test_what_tables_cannot_hold_is_told(labels, properties, message):
    store = MemoryStore()
    with store.transaction() as writes:
        slot = writes.create_node(labels, properties)
        writes.create_relationship(slot, slot, "KNOWS")
    with pytest.raises(DataError, match=message):
        store.to_dataset()


def test_writes_do_not_rebuild_what_is_there():
    size = 3000
    entities = [{"id": f"e{n}"} for n in range(size)]
    relations = [{"source": f"e{n}", "target": f"e{(n * 7) % size}", "type": "T"} for n in range(size)]
    store = MemoryStore.from_dataset(dataset_of(entities, relations))
    tables = store._state.tables
    for _ in range(50):
        snapshot = store.snapshot
        with store.transaction() as writes:
            writes.create_relationship(0, 1, "T")
        assert (
            store.snapshot.expand(np.array([0]), Direction.OUTGOING)[1].size
            == snapshot.relationship_count - size + 2
        )
    assert store._state.tables is tables


@pytest.mark.parametrize(("value", "other"), [(1, 1.0), ([1], [1.0]), (True, 1)])
def test_an_equal_value_of_another_type_is_a_change(value, other):
    store = MemoryStore.from_dataset(dataset_of([{"id": "a", "x": value}]))
    assert store.merge(dataset_of([{"id": "a", "x": other}]))["entities"].updated == 1
    [node] = store.nodes(store.snapshot.all_nodes())
    assert type(node.properties["x"]) is type(other)


def test_columns_with_gaps_become_a_graph_with_the_same_ties() -> None:
    """Slots of deleted nodes and relationships stay empty, so a node's row is not its slot."""
    store = MemoryStore()
    run(store, "UNWIND ['gone', 'ann', 'bob', 'cas'] AS id CREATE (:Entity {id: id, name: id})", write=True)
    run(
        store,
        "UNWIND [['gone', 'ann'], ['ann', 'bob'], ['cas', 'bob'], ['bob', 'ann']] AS ends "
        "MATCH (a {id: ends[0]}), (b {id: ends[1]}) CREATE (a)-[:MET {of: ends[0]}]->(b)",
        write=True,
    )
    run(store, "MATCH (n {id: 'gone'}) DETACH DELETE n", write=True)
    copy = MemoryStore.from_columns(store.view().columns())
    ties = "MATCH (a)-[r]->(b) RETURN a.id, r.of, b.id ORDER BY a.id"
    assert [tuple(row) for row in run(copy, ties)] == [
        ("ann", "ann", "bob"),
        ("bob", "bob", "ann"),
        ("cas", "cas", "bob"),
    ]
