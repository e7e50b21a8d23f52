"""What a snapshot answers about a graph."""

from __future__ import annotations

import numpy as np
import pytest

from sociogram.graph.columns import (
    Column,
    ConstantColumn,
    IntColumn,
    NodeColumn,
    ObjectColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.columns.arrays import concatenate
from sociogram.graph.columns.patch import patch, sorted_text
from sociogram.graph.columns.scan_selection import ScanSelection
from sociogram.graph.errors import DataError
from sociogram.graph.memory.storage.adjacency import CompressedRows
from sociogram.graph.merge_rules import relation_id
from sociogram.graph.model import Direction
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run
from support.datasets import dataset_of


def test_entities_sources_and_relation_types_are_nodes(store):
    nodes = store.nodes(store.snapshot.all_nodes())
    assert [(node.labels, node.properties) for node in nodes] == [
        (("Entity", "Person"), {"id": "pedro", "name": "Pedro", "aliases": ["The Teacher"]}),
        (("Entity", "Person", "Politician"), {"id": "dina", "name": "Dina"}),
        (("Entity", "Organisation"), {"id": "army", "name": "Army"}),
        (("Source",), {"id": "s1", "title": "The article"}),
        (("RelationType",), {"type": "COMMANDS", "forward": "commands", "backward": "is commanded by"}),
    ]


def test_a_relation_has_its_columns_and_an_id_that_follows_from_them(store):
    found = store.relationship(0)
    row = {"source": "pedro", "target": "dina", "type": "APPOINTED", "paragraph": 1, "sources": ["s1"]}
    assert (found.id, found.type, found.start, found.end) == ("0", "APPOINTED", "0", "1")
    assert found.properties == {"id": relation_id(row), "paragraph": 1, "sources": ["s1"]}
    assert store.relationships([0, 1])[0].properties == found.properties


def test_a_property_is_there_from_the_first_value_on(store):
    assert [store.snapshot.has_property(key) for key in ("paragraph", "aliases", "new")] == [
        True,
        True,
        False,
    ]
    with store.transaction() as writes:
        writes.set_node_property(0, "new", 1)
        assert writes.snapshot.has_property("new")


def test_an_id_of_its_own_is_kept_beside_derived_ones():
    rows = [{"source": "a", "target": "a", "type": "T", "id": mine, "paragraph": 1} for mine in (None, "own")]
    snapshot = MemoryStore.from_dataset(dataset_of([{"id": "a"}], rows)).snapshot
    derived = relation_id(rows[0])
    assert snapshot.relationship_property("id").to_list() == [derived, "own"]
    assert snapshot.relationship_property("id").take(np.array([1, 0])).to_list() == ["own", derived]
    assert [snapshot.relationship_property_value(slot, "id") for slot in (0, 1)] == [derived, "own"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param({"role": None}, {}, True, id="null and absent"),
        pytest.param({"role": ""}, {}, True, id="empty and absent"),
        pytest.param({"paragraph": 3}, {"paragraph": "3"}, True, id="a number and its digits"),
        pytest.param({"sources": ["a", "b"]}, {"sources": ["b", "a"]}, True, id="sources in another order"),
        pytest.param({"summary": "x"}, {"summary": "y"}, True, id="what makes no difference"),
        pytest.param({"role": "a"}, {"start_date": "a"}, False, id="the same text in another column"),
        pytest.param({"paragraph": 3}, {"paragraph": 4}, False, id="another paragraph"),
        pytest.param({"sources": ["a"]}, {"sources": ["a", "b"]}, False, id="another source"),
    ],
)
def test_relation_ids(first, second, same):
    ends = {"source": "a", "target": "b", "type": "T"}
    assert (relation_id({**ends, **first}) == relation_id({**ends, **second})) is same
    assert len(relation_id(ends)) == 16


def test_an_unknown_end_is_told_with_a_cure():
    with pytest.raises(DataError, match=r"Relation 1 names 'ghost' as its target.*Add the entity"):
        MemoryStore.from_dataset(dataset_of([{"id": "a"}], [{"source": "a", "target": "ghost", "type": "T"}]))


@pytest.mark.parametrize(
    ("way", "types", "expected"),
    [
        (Direction.OUTGOING, None, [(1, 0), (2, 2), (3, 2)]),
        (Direction.INCOMING, None, [(0, 0)]),
        (Direction.BOTH, None, [(0, 0), (1, 0), (2, 2), (3, 2)]),
        (Direction.OUTGOING, ("COMMANDS",), [(2, 2), (3, 2)]),
        (Direction.OUTGOING, ("COMMANDS", "SUCCEEDED"), [(1, 0), (2, 2), (3, 2)]),
        (Direction.OUTGOING, ("UNHEARD_OF",), []),
        (Direction.OUTGOING, (), []),
    ],
)
def test_expanding_dina(store, way, types, expected):
    snapshot, dina = store.snapshot, np.array([1])
    rows, relationships, neighbours = snapshot.expand(dina, way, types)
    assert sorted(zip(relationships.tolist(), neighbours.tolist(), strict=True)) == expected
    assert rows.tolist() == [0] * len(expected)
    assert sorted(zip(*snapshot.expand_one(1, way, types), strict=True)) == expected
    assert snapshot.degree(dina, way, types).tolist() == [len(expected)]


def test_a_self_loop_is_followed_once_in_both_directions(store):
    army = np.array([2])
    assert store.snapshot.expand(army, Direction.BOTH, ("INVESTIGATES",))[1].tolist() == [4]
    assert store.snapshot.degree(army, Direction.BOTH, ("INVESTIGATES",)).tolist() == [1]
    assert store.snapshot.expand_one(2, Direction.BOTH, ("INVESTIGATES",)) == ([4], [2])


def test_rows_keep_their_order_and_may_repeat(store):
    rows, relationships, _ = store.snapshot.expand(np.array([2, 1, 2]), Direction.OUTGOING, None)
    assert rows.tolist() == [0, 1, 1, 1, 2]
    assert relationships.tolist() == [4, 2, 3, 1, 4] or sorted(relationships.tolist()) == [1, 2, 3, 4, 4]


def test_an_empty_graph_answers_everything():
    snapshot = MemoryStore().snapshot
    nothing = np.zeros(0, dtype=np.int64)
    assert (snapshot.labels, snapshot.types, snapshot.node_property_keys, snapshot.node_slots) == (
        (),
        (),
        (),
        0,
    )
    assert snapshot.all_nodes().tolist() == snapshot.all_relationships(None).tolist() == []
    assert [part.tolist() for part in snapshot.expand(nothing, Direction.BOTH, None)] == [[], [], []]
    assert snapshot.degree(nothing, Direction.BOTH, ("A",)).tolist() == []
    assert snapshot.nodes_with_value("name", "x", "P").tolist() == []
    assert isinstance(snapshot.node_property("name"), ConstantColumn)
    assert MemoryStore().networkx.number_of_nodes() == 0


@pytest.mark.parametrize(
    ("held", "asked", "found"),
    [
        ([1, 2, None, 1], 1, [0, 3]),
        ([1, 2, None, 1], 1.0, [0, 3]),
        ([1, 2], 1.5, []),
        ([1, 0], True, []),
        ([1.0, 2.5], 1, [0]),
        ([1.0, float("nan")], float("nan"), []),
        ([2**53 + 1, 2**53], float(2**53), [1]),
        ([float(2**53)], 2**53 + 1, []),
        ([1, 2], 2**70, []),
        ([2**70, 1], 2**70, [0]),
        (["x", None, "é", "x"], "x", [0, 3]),
        (["x", "é"], "é", [1]),
        (["1"], 1, []),
        ([True, False, None], True, [0]),
        ([True], 1, []),
        ([1, "1", 1.0, True, None], 1, [0, 2]),
        ([1, "1", 1.0, True, None], True, [3]),
        ([["a"], ["b"]], "a", []),
    ],
)
def test_looking_up_a_value(held, asked, found):
    rows = [{"id": str(place), "k": value} for place, value in enumerate(held)]
    snapshot = MemoryStore.from_dataset(dataset_of(rows)).snapshot
    for _ in range(6):  # the first look-ups scan, the later ones use an order
        assert snapshot.nodes_with_value("k", asked).tolist() == found
    assert snapshot.nodes_with_value("k", asked, "Entity").tolist() == found
    assert snapshot.nodes_with_value("k", asked, "Ghost").tolist() == []


def test_looking_up_many_texts_at_once_is_looking_up_each():
    held = ["x", None, "é", "x", "y", "z"]
    rows = [{"id": str(place), "k": value} for place, value in enumerate(held)]
    store = MemoryStore.from_dataset(dataset_of(rows))
    asked = ["x", "ghost", "é", "x", "z", ""]
    for label, names in ((None, asked), ("Entity", asked), ("Ghost", asked), (None, ["y"] * 9)):
        each = [store.snapshot.nodes_with_value("k", name, label).tolist() for name in names]
        places, nodes = store.snapshot.nodes_with_texts("k", names, label)
        expected = [(place, node) for place, found in enumerate(each) for node in found]
        assert list(zip(places.tolist(), nodes.tolist(), strict=True)) == expected
    with store.transaction() as transaction:
        transaction.set_node_property(0, "k", "y")
    assert store.snapshot.nodes_with_texts("k", asked) is None


def test_parts_of_an_array_that_lie_side_by_side_are_joined_without_a_copy():
    whole = np.arange(100)
    beside = [whole[10:20], whole[20:50], whole[50:51]]
    assert concatenate(beside).tolist() == whole[10:51].tolist()
    assert concatenate(beside).base is whole
    for apart in ([whole[10:20], whole[21:30]], [whole[20:30], whole[10:20]], [whole[::2], whole[50:]]):
        assert concatenate(apart).tolist() == np.concatenate(apart).tolist()
    assert concatenate([whole[:2], np.arange(2)]).tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("held", "changes", "kind", "after"),
    [
        ([1, 2], {1: 5}, IntColumn, [1, 5, None]),
        ([1, None], {0: None, 2: 7}, IntColumn, [None, None, 7]),
        ([1, 2], {2: "x"}, ObjectColumn, [1, 2, "x"]),
        ([1, 2], {2: 2**70}, ObjectColumn, [1, 2, 2**70]),
        ([1, 2], {2: 1.5}, ObjectColumn, [1, 2, 1.5]),
        (["b", "a"], {2: "c", 0: "a"}, TextColumn, ["a", "a", "c"]),
        ([None, None], {2: "c"}, TextColumn, [None, None, "c"]),
        ([None, None], {2: [1]}, ObjectColumn, [None, None, [1]]),
        ([None, None], {2: None}, ConstantColumn, [None, None, None]),
        ([[1], [2]], {0: [3]}, ObjectColumn, [[3], [2], None]),
        ([True, None], {2: False}, None, [True, None, False]),
        ([0.5], {1: float("inf")}, None, [0.5, float("inf"), None]),
    ],
)
def test_a_column_that_grows_and_changes(held, changes, kind, after):
    before = column_of(held)
    grown = patch(before, 3, changes)
    assert grown.to_list() == after
    assert [type(value) for value in grown.to_list()] == [type(value) for value in after]
    assert kind is None or type(grown) is kind
    assert before.to_list() == held


@pytest.mark.parametrize(
    ("held", "written", "width"),
    [
        ([1, -128], 127, 1),
        ([1, None], 128, 2),
        ([1, 2], -(2**15) - 1, 4),
        ([2**20, 2], 2**31, 8),
        ([2**62, 2], 5, 8),
        ([None, None], 2**63 - 1, 8),
    ],
)
def test_a_column_widens_for_what_is_written_and_no_further(held, written, width):
    before = column_of(held)
    if isinstance(before, IntColumn):
        before = before.narrowed()
    grown = patch(before, 3, {1: written})
    assert grown.to_list() == [held[0], written, None]
    assert grown.stored.itemsize == width
    assert before.to_list() == held


def test_a_dictionary_that_grew_is_sorted_again_when_changes_are_folded_in():
    first = column_of(["b", "d", None])
    grown = patch(patch(first, 4, {3: "a"}), 5, {4: "c", 1: None})
    assert grown.dictionary.code_of("a") >= 0
    assert first.dictionary.code_of("a") == -1
    again = sorted_text(grown)
    assert again.to_list() == ["b", None, None, "a", "c"]
    assert again.dictionary.sorted
    assert again.dictionary.values.tolist() == ["a", "b", "c"]


def test_compressed_rows_with_far_more_keys_than_relationships():
    nodes, types = 1000, 5000
    keys = np.array([3 * nodes + 7, 4999 * nodes + 999, 3 * nodes + 7], dtype=np.int64)
    places = np.arange(3, dtype=np.int32)
    rows = CompressedRows(keys, places + 10, places, nodes=nodes, types=types)
    assert len(rows.pointers) < 10
    first, counts = rows.bounds(np.array([0, 3 * nodes + 7, 3 * nodes + 8, 4999 * nodes + 999]))
    assert counts.tolist() == [0, 2, 0, 1]
    assert rows.between(*rows.bounds_of_one(3 * nodes + 7)) == ([0, 2], [10, 12])
    assert rows.bounds_of_one(5) == rows.bounds_of_one(nodes * types - 2) == (0, 0)
    assert rows.relationships[first[3]] == 1


def test_many_types_at_once():
    rows = [
        {"source": "a", "target": "b", "type": f"T{place % 30}", "paragraph": place} for place in range(90)
    ]
    snapshot = MemoryStore.from_dataset(dataset_of([{"id": "a"}, {"id": "b"}], rows)).snapshot
    assert snapshot.degree(np.array([0, 1]), Direction.OUTGOING, None).tolist() == [90, 0]
    assert snapshot.degree(np.array([0, 1]), Direction.BOTH, ("T1", "T2")).tolist() == [6, 6]
    assert len(snapshot.expand_one(0, Direction.OUTGOING, None)[0]) == 90


@pytest.mark.parametrize("slots", [range(6), [0, 2, 3, 5, 8, 9], [1, 2, 3, 4, 5, 6]])
@pytest.mark.parametrize("begin", [0, 2])
def test_a_part_of_a_scan_gives_the_slots_at_its_places(slots, begin):
    kept = np.array(slots)
    column = NodeColumn(kept, ScanSelection("P", kept, 0, 6)).part(begin, 5)
    assert column.take(np.array([2, 0, 0])).to_list() == [slots[begin + place] for place in (2, 0, 0)]


def test_hyphens_emoji_and_empty_texts_are_values_like_any_other():
    texts = ["", "😀", "a-b", "Ñandú", "ñandú", "\u202eabc", "a\nb"]
    snapshot = MemoryStore.from_dataset(
        dataset_of([{"id": str(n), "k": text} for n, text in enumerate(texts)])
    ).snapshot
    for place, text in enumerate(texts):
        assert snapshot.nodes_with_value("k", text).tolist() == [place]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (column_of(["KNOWS", None]), ["KNOWS", "CONNECTED_TO"]),
        (ConstantColumn(None, 2), ["CONNECTED_TO", "CONNECTED_TO"]),
        (ConstantColumn("KNOWS", 2), ["KNOWS", "KNOWS"]),
        (ObjectColumn.of(["KNOWS", None]), ["KNOWS", "CONNECTED_TO"]),
    ],
    ids=["texts", "no type", "one type", "objects"],
)
def test_a_relation_without_a_type_is_of_the_default_type(types: Column, expected: list[str]) -> None:
    dataset = dataset_of([{"id": "a"}], [{"source": "a", "target": "a", "paragraph": n} for n in (1, 2)])
    dataset.relations.columns["type"] = types
    found = MemoryStore.from_dataset(dataset).relationships([0, 1])
    assert [relationship.type for relationship in found] == expected


@pytest.mark.parametrize("name", ["n0", "n1", "n39"])
def test_a_text_that_is_set_is_the_same_text_as_in_other_rows(name: str) -> None:
    store = MemoryStore.from_dataset(dataset_of([{"id": f"a{n}", "name": f"n{n}"} for n in range(40)]))
    text = "MATCH (a {id: 'a20'}), (b {id: 'a21'}) SET a.name = $name, b.name = 'new'"
    run(store, text, {"name": name}, write=True)
    other = f"a{name[1:]}"
    found = run(store, "MATCH (a:Entity) WHERE a.name = $name RETURN a.id ORDER BY a.id", {"name": name})
    assert [row[0] for row in found] == sorted(["a20", other])
    assert run(store, "MATCH (a:Entity) RETURN count(DISTINCT a.name)").value() == 39
