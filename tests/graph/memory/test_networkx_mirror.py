"""The networkx face: what it looks like, and user graphs of every class."""

from __future__ import annotations

import copy
import datetime as dt
import gc
import itertools
import pickle
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath

import networkx as nx
import numpy as np
import pytest
from neo4j.time import Date, DateTime, Duration, Time

from sociogram.graph.errors import StoreError
from sociogram.graph.memory.describing import hidden_nodes, is_hidden
from sociogram.graph.memory.networkx.values import cypher_value
from sociogram.queries.cypher.store import MemoryStore
from support.datasets import dataset_of

KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]


class Colour(Enum):
    RED = "red"


def nodes_of(store):
    return [(node.labels, dict(node.properties)) for node in store.nodes(store.snapshot.all_nodes())]


def relationships_of(store):
    found = store.relationships(store.snapshot.all_relationships())
    return [(edge.start, edge.type, edge.end, dict(edge.properties)) for edge in found]


def contents_of(store):
    """What a store holds, whatever the slots."""
    names = {node.id: node.properties["id"] for node in store.nodes(store.snapshot.all_nodes())}
    edges = [
        ((names[start], names[end]) if store.is_directed else sorted((names[start], names[end])), name, held)
        for start, name, end, held in relationships_of(store)
    ]
    return sorted(map(repr, nodes_of(store))), sorted(map(repr, edges))


def test_our_own_graph_as_networkx(store):
    graph = store.networkx
    assert type(graph) is nx.MultiDiGraph
    assert graph is store.networkx
    assert dict(graph.nodes["dina"]) == {
        "id": "dina",
        "name": "Dina",
        "labels": ("Entity", "Person", "Politician"),
    }
    relation = store.relationship(2)
    edge = graph.edges["dina", "army", relation.properties["id"]]
    assert dict(edge) == {**relation.properties, "type": "COMMANDS"}
    assert graph.number_of_edges("dina", "army") == 2
    assert nx.number_of_selfloops(graph) == 1
    described = store.snapshot.label_count("Source") + store.snapshot.label_count("RelationType")
    assert described
    assert graph.number_of_nodes() == store.snapshot.node_count - described


def test_two_nodes_of_one_id_are_two_nodes():
    store = MemoryStore()
    with store.transaction() as transaction:
        for label in ("Entity", "Film"):
            transaction.create_node([label], {"id": "x"})
    assert store.networkx.number_of_nodes() == 2
    assert store.networkx.nodes["x"]["labels"] == ("Entity",)


def described():
    """An actor, a source of the same id and a relation type, and what NetworkX has of them."""
    store = MemoryStore.from_dataset(
        dataset_of([{"id": "x"}], [], [{"id": "x", "title": "T"}], [{"type": "MET", "forward": "met"}])
    )
    return store, store.networkx


def test_sources_and_relation_types_are_no_nodes():
    store, graph = described()
    assert {key: found["labels"] for key, found in graph.nodes.items()} == {"x": ("Entity",)}
    with store.transaction() as transaction:
        transaction.create_node(["Source"], {"id": "y"})
        transaction.create_node(["RelationType"], {"type": "PAID"})
        # Others use these words for things of their own.
        transaction.create_node(["Source"], {"river": "Amazon"})
        transaction.create_node(["Entity", "Source"], {"id": "z"})
    assert sorted(found["labels"] for found in graph.nodes.values()) == [
        ("Entity",),
        ("Entity", "Source"),
        ("Source",),
    ]
    assert store.snapshot.node_count == 7


def test_a_source_that_a_relationship_connects_is_a_node():
    store, graph = described()
    actor, source = (store.snapshot.nodes_with_label(label).tolist()[0] for label in ("Entity", "Source"))
    with store.transaction() as transaction:
        transaction.create_relationship(actor, source, "WROTE", {})
    [(start, end)] = graph.edges()
    assert (start, graph.nodes[end]["title"]) == ("x", "T")
    assert store.networkx is graph


def test_an_actor_made_of_a_source_becomes_a_node():
    store, graph = described()
    source = store.snapshot.nodes_with_label("Source").tolist()[0]
    with store.transaction() as transaction:
        transaction.add_label(source, "Entity")
    assert sorted(found.get("title", "") for found in graph.nodes.values()) == ["", "T"]


def test_a_source_that_the_user_adds_is_a_node_and_a_source():
    store, graph = described()
    graph.add_node("y", labels=("Source",), title="Mine")
    titles = store.snapshot.node_property("title").take(store.snapshot.nodes_with_label("Source"))
    assert titles.to_list() == ["T", "Mine"]
    assert store.networkx.nodes["y"] == {"labels": ("Source",), "title": "Mine"}


@pytest.mark.parametrize("is_read_again", [False, True])
def test_an_edge_to_the_id_of_a_source_is_one_to_this_source(is_read_again):
    store = MemoryStore.from_dataset(dataset_of([{"id": "x"}], [], [{"id": "s1", "title": "T"}], []))
    graph = store.networkx
    if is_read_again:
        graph._node = dict(graph._node)
    graph.add_edge("x", "s1", type="CITES")
    graph.nodes["s1"]["read"] = "yes"
    assert nodes_of(store) == [
        (("Entity",), {"id": "x"}),
        (("Source",), {"id": "s1", "title": "T", "read": "yes"}),
    ]
    assert store.networkx.nodes["s1"] == {"id": "s1", "title": "T", "read": "yes", "labels": ("Source",)}
    assert [found[1] for found in relationships_of(store)] == ["CITES"]
    with store.transaction() as transaction:
        transaction.delete_relationship(store.snapshot.all_relationships().tolist()[0])
    assert sorted(store.networkx) == ["s1", "x"]  # the user has put it there


def test_an_actor_with_the_id_of_a_source_is_another_node():
    store = MemoryStore.from_dataset(dataset_of([{"id": "x"}], [], [{"id": "s1", "title": "T"}], []))
    store.networkx.add_node("s1", labels=("Entity",))
    assert sorted(nodes_of(store), key=str) == [
        (("Entity",), {"id": "s1"}),
        (("Entity",), {"id": "x"}),
        (("Source",), {"id": "s1", "title": "T"}),
    ]


@pytest.mark.parametrize("is_built_with_it", [False, True])
def test_a_source_is_no_node_once_its_last_relationship_is_gone(is_built_with_it):
    store = MemoryStore.from_dataset(dataset_of([{"id": "x"}], [], [{"id": "s1", "title": "T"}], []))
    actor, source = (store.snapshot.nodes_with_label(label).tolist()[0] for label in ("Entity", "Source"))
    if not is_built_with_it:
        assert sorted(store.networkx) == ["x"]
    for _ in range(2):
        with store.transaction() as transaction:
            ties = [transaction.create_relationship(actor, source, name, {}) for name in ("A", "B")]
        graph = store.networkx
        for tie in ties:
            assert sorted(graph) == ["s1", "x"]
            with store.transaction() as transaction:
                transaction.delete_relationship(tie)
        assert sorted(graph) == ["x"]
    graph.clear()
    assert nodes_of(store) == [(("Source",), {"id": "s1", "title": "T"})]


def test_hidden_nodes_are_found_one_by_one_and_all_at_once():
    store = MemoryStore.from_dataset(dataset_of([{"id": "x"}], [], [{"id": "s"}], [{"type": "MET"}]))
    with store.transaction() as transaction:
        for label, key in itertools.product(["Source", "RelationType", "River"], ["id", "type", "name"]):
            for labels, value in itertools.product([[label], [label, "Entity"]], ["a", "", None, 1]):
                transaction.create_node(labels, {key: value})
        for node in range(0, store.snapshot.node_slots, 7):
            transaction.create_relationship(node, node // 2, "T", {})
    snapshot = store.snapshot
    hidden = hidden_nodes(snapshot).tolist()
    assert [is_hidden(snapshot, node) for node in snapshot.all_nodes().tolist()] == hidden
    assert 0 < sum(hidden) < len(hidden)


def test_a_graph_that_is_read_again_keeps_its_sources():
    store, graph = described()
    graph._node["new"] = {"name": "New"}  # a plain dictionary: no one knows what else has changed
    graph._adj["new"], graph._pred["new"] = {}, {}
    graph.add_edge("new", "x", type="MET")
    for _ in range(2):
        snapshot = store.snapshot
        assert snapshot.labels == ("Entity", "RelationType", "Source")
        assert (snapshot.node_count, snapshot.relationship_count) == (4, 1)
        assert sorted(store.networkx) == ["new", "x"]
        with store.transaction() as transaction:
            transaction.set_node_property(snapshot.nodes_with_label("Source").tolist()[0], "read", "yes")


def test_properties_called_labels_and_type():
    store = MemoryStore()
    with store.transaction() as transaction:
        node = transaction.create_node(["A"], {"id": "a", "labels": "mine"})
        transaction.create_relationship(node, node, "T", {"type": "mine too"})
    graph = store.networkx
    assert dict(graph.nodes["a"]) == {"id": "a", "property:labels": "mine", "labels": ("A",)}
    assert [dict(found) for *_, found in graph.edges(data=True)] == [
        {"property:type": "mine too", "type": "T"}
    ]
    again = MemoryStore.from_networkx(graph.copy())
    assert nodes_of(again) == [(("A",), {"id": "a", "labels": "mine"})]
    assert relationships_of(again) == [("0", "T", "0", {"type": "mine too"})]


@pytest.mark.parametrize(
    ("attributes", "labels", "properties"),
    [
        ({"labels": ["B", "A"]}, ("A", "B"), {}),
        ({"labels": {"B", "A"}}, ("A", "B"), {}),
        ({"labels": ("A",)}, ("A",), {}),
        ({"labels": "A"}, ("A",), {}),
        ({"labels": []}, (), {}),
        ({"labels": 7}, (), {"labels": 7}),
        ({"type": "Person"}, ("Person",), {"type": "Person"}),
        ({"label": "Person"}, ("Person",), {"label": "Person"}),
        ({"type": 3}, (), {"type": 3}),
        ({"labels": ["A"], "type": "Person"}, ("A",), {"type": "Person"}),
        ({"id": "own", "name": None}, (), {"id": "own"}),
        ({5: "x"}, (), {"5": "x"}),
        ({"data": {"deep": [1, {"er": None}]}}, (), {"data": {"deep": [1, {"er": None}]}}),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_nodes_of_a_users_graph(kind, attributes, labels, properties):
    graph = kind()
    graph.add_node("key")
    graph.nodes["key"].update(attributes)
    store = MemoryStore.from_networkx(graph)
    assert nodes_of(store) == [(labels, {"id": "key", **properties})]
    assert store.networkx is graph
    assert dict(graph.nodes["key"]) == attributes


EDGES = [
    (None, {"type": "T"}, "T", {}),
    (None, {"label": "L"}, "L", {"label": "L"}),
    (None, {"relation": "R"}, "R", {"relation": "R"}),
    (None, {}, "CONNECTED_TO", {}),
    (None, {"type": 3, "weight": 0.5}, "CONNECTED_TO", {"type": 3, "weight": 0.5}),
    (None, {"type": ""}, "CONNECTED_TO", {"type": ""}),
    (None, {"type": ["T"]}, "CONNECTED_TO", {"type": ["T"]}),
    ("KNOWS", {}, "KNOWS", {}),
    ("KNOWS", {"type": "T"}, "T", {}),
    (3, {"type": "T"}, "T", {}),
]


@pytest.mark.parametrize(
    ("kind", "key", "attributes", "name", "properties"),
    [(kind, *edge) for kind in KINDS for edge in EDGES if edge[0] is None or kind().is_multigraph()],
)
def test_edges_of_a_users_graph(kind, key, attributes, name, properties):
    graph = kind()
    graph.add_edge("a", "b", *([] if key is None else [key]))
    (edge,) = graph.edges
    graph.edges[edge].update(attributes)
    assert relationships_of(MemoryStore.from_networkx(graph)) == [("0", name, "1", properties)]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_of_any_kind_and_edges_once_each(kind):
    graph = kind([("a", 1), (1, ("a", 2)), (("a", 2), "a"), (1, 1)])
    store = MemoryStore.from_networkx(graph)
    assert [properties["id"] for _, properties in nodes_of(store)] == ["a", 1, "('a', 2)"]
    assert len(relationships_of(store)) == graph.number_of_edges() == 4
    assert store.snapshot.nodes_with_value("id", 1).tolist() == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_edges_come_row_by_row_in_whatever_order_they_were_made(kind):
    graph = kind()
    graph.add_nodes_from(range(40))
    pairs = [(start, end) for start in range(40) for end in range(start % 7, 40, 7)]
    made = np.random.default_rng(5).permutation(pairs).tolist()  # so they lie in the memory
    for place, (start, end) in enumerate(made * 2):
        graph.add_edge(start, end, type="ABC"[place % 3], place=place, **{"DEF"[place % 5 % 3]: place})
    store = MemoryStore.from_networkx(graph)
    ends = store.snapshot.start.tolist(), store.snapshot.end.tolist()
    assert list(zip(*ends, strict=True)) == [edge[:2] for edge in graph.edges]
    held = [dict(properties) for properties in graph.edges.values()]
    assert [{"type": name, **found} for _, name, _, found in relationships_of(store)] == held
    assert list(store.snapshot.type_names) == list(dict.fromkeys(edge["type"] for edge in held))
    names = dict.fromkeys(name for edge in held for name in edge if name != "type")
    assert list(store.snapshot.relationship_property_keys) == list(names)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array([1, 2]), [1, 2]),
        (np.datetime64("2020-01-02"), Date(2020, 1, 2)),
        ((1, "a"), [1, "a"]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset({2, 1}), [1, 2]),
        (dt.date(2020, 1, 2), Date(2020, 1, 2)),
        (dt.datetime(2020, 1, 2, 3, 4, 5), DateTime(2020, 1, 2, 3, 4, 5)),
        (dt.time(3, 4), Time(3, 4)),
        (dt.timedelta(days=1, seconds=2), Duration(days=1, seconds=2)),
        (Decimal("1.5"), 1.5),
        (Colour.RED, "red"),
        (PurePosixPath("a/b"), "a/b"),
        (b"caf\xc3\xa9", "café"),
        (1 + 2j, "(1+2j)"),
        ({"a": {1: (2,)}}, {"a": {"1": [2]}}),
    ],
)
def test_values_that_cypher_does_not_know(value, expected):
    found = cypher_value(value)
    assert found == expected
    assert type(found) is type(expected)


def test_values_that_cypher_knows_stay_the_same_objects():
    for value in ([1, "a", [None]], {"deep": {"er": [1]}}, Date(2020, 1, 2), "x"):
        assert cypher_value(value) is value


@pytest.mark.parametrize("kind", KINDS)
def test_opening_changes_nothing_that_a_user_can_see(kind):
    graph = kind([(1, 2, {"w": 1}), (2, 2)], name="mine")
    before = copy.deepcopy(graph)
    MemoryStore.from_networkx(graph)
    assert type(graph) is kind
    assert nx.utils.graphs_equal(graph, before)
    assert list(graph.edges) == list(before.edges)
    assert graph.name == "mine"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "make",
    [copy.deepcopy, copy.copy, lambda graph: pickle.loads(pickle.dumps(graph)), lambda graph: graph.copy()],  # noqa: S301
    ids=["deepcopy", "copy", "pickle", "graph.copy"],
)
def test_copies_are_graphs_of_their_own(kind, make):
    graph = kind([(1, 2, {"w": 1})])
    store = MemoryStore.from_networkx(graph)
    other = make(graph)
    assert nx.utils.graphs_equal(graph, other)
    if make is not copy.copy:  # a shallow copy shares its dictionaries, as networkx's own do
        other.add_edge(5, 6)
        other.nodes[1]["x"] = 1
        assert type(other.nodes[1]) is dict
        assert store.snapshot.node_count == 2


def test_dictionaries_that_a_user_holds_already_go_on_working():
    graph = nx.MultiDiGraph([("a", "b", {"w": 1})])
    node, edge = graph.nodes["a"], graph.edges["a", "b", 0]
    store = MemoryStore.from_networkx(graph)
    node["x"] = 1
    edge["w"] = 2
    assert graph.nodes["a"] is node
    assert nodes_of(store)[0][1] == {"id": "a", "x": 1}
    assert relationships_of(store)[0][3] == {"w": 2}
    edge.clear()
    assert relationships_of(store)[0][3] == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["a", "b"], ids=["a loop", "an edge"])
def test_an_edge_that_a_user_holds_already_is_looked_at(kind, end):
    graph = kind([("a", "b", {"w": 1}), ("a", end, {"w": 1}), ("b", "c", {"w": 1})])
    held = graph._adj["a"][end]
    store = MemoryStore.from_networkx(graph)
    (held[0] if graph.is_multigraph() else held)["w"] = 2
    assert 2 in [properties["w"] for *_, properties in relationships_of(store)]


@pytest.mark.parametrize(
    "view",
    [
        lambda graph: graph.edges,
        lambda graph: graph.adj,
        lambda graph: graph["a"],
        lambda graph: graph["a"]["b"],
        lambda graph: graph.pred["b"],
    ],
    ids=["edges", "adj", "a row", "a pair", "a row of predecessors"],
)
def test_views_from_before_opening_go_on_working(view):
    graph = nx.MultiDiGraph([("a", "b", {"w": 1}), ("b", "c", {"w": 1})])
    before = view(graph)
    store = MemoryStore.from_networkx(graph)
    assert [properties for *_, properties in relationships_of(store)] == [{"w": 1}, {"w": 1}]
    found = before
    while next(iter(found)) != "w":  # down to the attributes of an edge, however deep they are
        found = found[next(iter(found))]
    found["w"] = 2
    assert [properties for *_, properties in relationships_of(store)] == [{"w": 2}, {"w": 1}]


def test_what_nobody_takes_stays_as_the_user_made_it():
    graph = nx.MultiDiGraph([("a", "b", {"w": 1}), ("b", "c", {"w": 1})])
    store = MemoryStore.from_networkx(graph)
    rows = graph._adj

    def waiting():
        return [key for key, row in dict.items(rows) if type(row) is dict]

    assert waiting() == ["a", "b", "c"]
    graph["a"]["b"][0]["w"] = 2
    assert waiting() == ["b", "c"]
    assert [properties["w"] for *_, properties in relationships_of(store)] == [2, 1]
    for _, _, attributes in graph.edges(data=True):
        attributes["w"] = 3
    assert waiting() == []
    assert [properties["w"] for *_, properties in relationships_of(store)] == [3, 3]


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
@pytest.mark.parametrize(
    "write",
    [
        lambda graph: graph.remove_edge("a", "b"),
        lambda graph: graph.remove_node("b"),
        lambda graph: graph.add_edge("a", "d", w=4),
        lambda graph: graph.add_edge("a", "b", w=5),
        lambda graph: graph.edges.__getitem__(next(iter(graph.edges))).update(w=6),
        lambda graph: graph.clear(),
        lambda graph: graph.update(nx.Graph([("c", "e")])),
        lambda graph: nx.relabel_nodes(graph, {"a": "z"}, copy=False),
    ],
)
def test_a_first_write_to_a_graph_that_waits_is_seen(kind, write):
    graph = kind([("a", "b", {"w": 1}), ("b", "b", {"w": 2}), ("c", "b", {"w": 3})])
    store = MemoryStore.from_networkx(graph)
    assert len(relationships_of(store)) == 3
    write(graph)
    again = MemoryStore.from_networkx(kind(graph))
    assert contents_of(store) == contents_of(again)


def test_two_stores_on_one_graph_see_each_others_writes():
    graph = nx.DiGraph([(1, 2)])
    first, second = MemoryStore.from_networkx(graph), MemoryStore.from_networkx(graph)
    with first.transaction() as transaction:
        transaction.create_node(["New"], {"id": "n"})
    assert second.snapshot.labels == ("New",)
    graph.remove_node("n")
    assert first.snapshot.node_count == second.snapshot.node_count == 2
    log = graph._node.log
    assert len(log.inboxes) == 2
    del first, transaction
    gc.collect()
    assert len(log.inboxes) == 1


def test_changes_through_networkx_functions_are_seen():
    graph = nx.MultiDiGraph([("a", "b"), ("b", "c")])
    store = MemoryStore.from_networkx(graph)
    nx.set_node_attributes(graph, {"a": 1, "b": 2}, "rank")
    nx.set_edge_attributes(graph, 7, "weight")
    nx.relabel_nodes(graph, {"c": "d"}, copy=False)
    nx.add_path(graph, ["d", "e"])
    assert {properties["id"]: properties.get("rank") for _, properties in nodes_of(store)} == {
        "a": 1,
        "b": 2,
        "d": None,
        "e": None,
    }
    assert sorted(properties.get("weight", 0) for *_, properties in relationships_of(store)) == [0, 7, 7]
    graph.clear_edges()
    assert relationships_of(store) == []


def test_putting_plain_dictionaries_into_the_graph_is_seen():
    graph = nx.DiGraph([("a", "b")])
    store = MemoryStore.from_networkx(graph)
    graph._node["a"] = {"x": 1}
    assert nodes_of(store)[0][1] == {"id": "a", "x": 1}
    graph.nodes["a"]["x"] = 2
    assert nodes_of(store)[0][1] == {"id": "a", "x": 2}


@pytest.mark.parametrize("kind", [nx.DiGraph, nx.MultiDiGraph])
@pytest.mark.parametrize("read_before", [False, True])
@pytest.mark.parametrize(
    "remove",
    [
        lambda rows: rows.pop("d"),
        lambda rows: rows.pop("d", None),
        lambda rows: rows.popitem(),
        lambda rows: rows.__delitem__("d"),
        lambda rows: rows.clear(),
    ],
)
def test_removing_a_row_of_the_adjacency_removes_its_edges(kind, read_before, remove):
    graph = kind([("a", "b"), ("b", "a"), ("c", "b"), ("c", "d"), ("d", "c"), ("d", "d")])
    store = MemoryStore.from_networkx(graph)
    if read_before:
        assert len(list(graph.adjacency())) == 4
    assert len(relationships_of(store)) == 6
    remove(graph._adj)
    names = [properties["id"] for _, properties in nodes_of(store)]
    assert names == ["a", "b", "c", "d"]
    edges = [(names[int(start)], names[int(end)]) for start, _, end, _ in relationships_of(store)]
    assert sorted(edges) == sorted(graph.edges())


def test_many_changes_at_once():
    graph = nx.DiGraph()
    store = MemoryStore.from_networkx(graph)
    graph.add_edges_from((n, n + 1) for n in range(20_000))
    assert store.snapshot.relationship_count == 20_000
    graph.remove_node(500)
    assert store.snapshot.relationship_count == 19_998


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_a_simple_graph_has_room_for_one_edge_between_two_nodes(kind):
    store = MemoryStore.from_networkx(kind([("a", "b")]))
    with pytest.raises(StoreError, match="holds one edge between two nodes"), store.transaction() as writes:
        writes.create_relationship(0, 1, "T")
    with store.transaction() as writes:
        if kind is nx.DiGraph:
            writes.create_relationship(1, 0, "T")
        writes.create_relationship(0, 0, "T")
    assert store.networkx.number_of_edges() == (3 if kind is nx.DiGraph else 2)


@pytest.mark.parametrize("make", [nx.freeze, nx.subgraph_view], ids=["frozen", "view"])
def test_a_graph_that_cannot_be_written_to(make):
    base = nx.MultiDiGraph([("a", "b")])
    store = MemoryStore.from_networkx(make(base))
    assert store.snapshot.relationship_count == 1
    with pytest.raises(StoreError, match=r"cannot be written to. Open a copy"), store.transaction():
        pass


def test_changes_below_a_view_are_seen():
    base = nx.MultiDiGraph([("a", "b")])
    store = MemoryStore.from_networkx(nx.subgraph_view(base))
    base.add_edge("b", "c")
    assert store.snapshot.relationship_count == 2


def test_what_is_no_networkx_graph_is_refused():
    with pytest.raises(StoreError, match="dict is not a networkx graph"):
        MemoryStore.from_networkx({})


def test_an_undirected_edge_keeps_its_direction_when_it_is_changed():
    graph = nx.Graph([("b", "a", {"type": "T"})])
    store = MemoryStore.from_networkx(graph)
    graph.edges["a", "b"]["w"] = 1
    graph.add_edge("c", "a", type="NEW")
    assert relationships_of(store) == [("0", "T", "1", {"w": 1}), ("2", "NEW", "1", {})]
