"""Laws of writing: after any writes, kept or taken back, the index and networkx both hold the same graph."""

from __future__ import annotations

from contextlib import suppress

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.memory import state as state_module
from sociogram.graph.memory import transaction as transaction_module
from sociogram.graph.model import Direction
from sociogram.queries.cypher.store import MemoryStore
from support.naive_graph import Naive, agree

KEYS = st.sampled_from(["k", "m"])
VALUES = st.sampled_from([None, 0, 1, 1.0, True, "x", "y", ["x"], 2**70, 0.5])
PROPERTIES = st.dictionaries(KEYS, VALUES, max_size=2)
LABELS = st.sets(st.sampled_from(["P", "Q"]))
TYPES = st.sampled_from(["A", "B"])
PLACE = st.integers(0, 50)

WRITE = st.one_of(
    st.tuples(st.just("create_node"), LABELS, PROPERTIES),
    st.tuples(st.just("create_relationship"), PLACE, PLACE, TYPES, PROPERTIES),
    st.tuples(st.just("set_node_property"), PLACE, KEYS, VALUES),
    st.tuples(st.just("set_relationship_property"), PLACE, KEYS, VALUES),
    st.tuples(st.just("add_label"), PLACE, st.sampled_from(["P", "Q"])),
    st.tuples(st.just("remove_label"), PLACE, st.sampled_from(["P", "Q"])),
    st.tuples(st.just("delete_node"), PLACE),
    st.tuples(st.just("delete_relationship"), PLACE),
)
LOOKS = st.sampled_from(["nothing", "index", "live", "networkx", "values"])
TRANSACTION = st.tuples(st.booleans(), st.lists(st.tuples(WRITE, LOOKS), max_size=12))


class TakenBack(Exception):  # noqa: N818 - it is no error
    """Ends a transaction whose writes are not to be kept."""


def end(*, kept):
    if not kept:
        raise TakenBack


def write(transaction, naive, action, *arguments):
    """Do the same write in a transaction and in a naive graph; a place picks one of what is there."""
    if action == "create_node":
        labels, properties = arguments
        slot = transaction.create_node(labels, properties)
        naive.nodes[slot] = (set(labels), without_nulls(properties))
        return
    among = (
        naive.relationships if action.endswith(("_relationship", "relationship_property")) else naive.nodes
    )
    if action == "create_relationship":
        among = naive.nodes
    if not among:
        return
    slots = sorted(among)
    first = slots[arguments[0] % len(slots)]
    if action == "create_relationship":
        last = slots[arguments[1] % len(slots)]
        name, properties = arguments[2:]
        slot = transaction.create_relationship(first, last, name, properties)
        naive.relationships[slot] = (first, last, name, without_nulls(properties))
    elif action == "delete_node":
        for slot, _ in naive.expand(first, Direction.BOTH, None):
            transaction.delete_relationship(slot)
            del naive.relationships[slot]
        transaction.delete_node(first)
        del naive.nodes[first]
    elif action == "delete_relationship":
        transaction.delete_relationship(first)
        del naive.relationships[first]
    elif action in {"add_label", "remove_label"}:
        labels = naive.nodes[first][0]
        has = arguments[1] in labels
        assert getattr(transaction, action)(first, arguments[1]) is (has == (action == "remove_label"))
        (labels.add if action == "add_label" else labels.discard)(arguments[1])
    else:
        key, value = arguments[1:]
        getattr(transaction, action)(first, key, value)
        found = among[first][-1]
        found.pop(key, None)
        if value is not None:
            found[key] = value


def without_nulls(properties):
    return {key: value for key, value in properties.items() if value is not None}


def look(store, transaction, naive, how):
    """Read in the middle of a transaction, in each of the ways."""
    if how == "index":
        agree(store.snapshot, naive)
    elif how == "live":
        agree(transaction.snapshot, naive)
    elif how == "networkx":
        agree_with_networkx(store, naive)
    elif how == "values":
        for key, value in (("k", 1), ("m", "x")):
            assert transaction.snapshot.nodes_with_value(key, value).tolist() == naive.having(
                key, value, None
            )


def agree_with_networkx(store, naive):
    graph = store.networkx
    assert isinstance(graph, nx.MultiDiGraph)
    own = store._mirror.keys
    keys = {slot: own.nodes[slot] for slot in naive.nodes}
    assert {key: dict(found) for key, found in graph.nodes(data=True)} == {
        keys[slot]: {**found, "labels": tuple(sorted(labels))}
        for slot, (labels, found) in naive.nodes.items()
    }
    expected = {
        (keys[start], keys[end], own.edges[slot]): {**found, "type": name}
        for slot, (start, end, name, found) in naive.relationships.items()
    }
    assert {(*edge[:3],): dict(edge[3]) for edge in graph.edges(keys=True, data=True)} == expected
    assert graph.number_of_edges() == len(naive.relationships)
    # networkx holds each edge twice, under both of its ends.
    assert sum(1 for _ in graph.in_edges(keys=True)) == len(naive.relationships)


@pytest.fixture(params=[10_000, 3], ids=["changes on top", "changes folded in early"])
def fold_at(request, monkeypatch):
    monkeypatch.setattr(state_module, "_COMPACT_AT_LEAST", request.param)


@pytest.fixture(params=[1000, 2], ids=["undone one by one", "undone by a savepoint"])
def savepoint_at(request, monkeypatch):
    monkeypatch.setattr(transaction_module, "_LOG_AT_LEAST", request.param)


@pytest.mark.usefixtures("fold_at", "savepoint_at")
@settings(max_examples=60, deadline=None)
@given(transactions=st.lists(TRANSACTION, max_size=5), networkx_first=st.booleans())
def test_any_writes_kept_or_taken_back(transactions, networkx_first):
    store, naive = MemoryStore(), Naive()
    if networkx_first:
        assert store.networkx.number_of_nodes() == 0
    for kept, writes in transactions:
        before, held = store.snapshot, naive.copy()
        with suppress(TakenBack), store.transaction() as transaction:
            for action, how in writes:
                write(transaction, naive, *action)
                look(store, transaction, naive, how)
            end(kept=kept)
        if not kept:
            naive = held.copy()
        agree(before, held)  # whoever reads is not disturbed
        agree(store.snapshot, naive)
        if networkx_first:
            agree_with_networkx(store, naive)
    agree_with_networkx(store, naive)
    again = MemoryStore.from_networkx(store.networkx.copy()).snapshot
    assert again.node_count == len(naive.nodes)
    assert again.relationship_count == len(naive.relationships)


@pytest.mark.usefixtures("savepoint_at")
@settings(max_examples=40, deadline=None)
@given(outer=st.lists(WRITE, max_size=6), inner=st.lists(WRITE, max_size=6), more=st.lists(WRITE, max_size=6))
def test_a_transaction_within_one_can_be_taken_back_alone(outer, inner, more):
    store, naive = MemoryStore(), Naive()
    with store.transaction() as transaction:
        for action in outer:
            write(transaction, naive, *action)
        held = naive.copy()
        with suppress(TakenBack), store.transaction() as nested:
            for action in inner:
                write(nested, held, *action)
            end(kept=False)
        agree(transaction.snapshot, naive)
        with store.transaction() as nested:
            for action in more:
                write(nested, naive, *action)
    agree(store.snapshot, naive)


@pytest.mark.usefixtures("savepoint_at")
@settings(max_examples=40, deadline=None)
@given(
    before=st.lists(WRITE, max_size=4),
    outer=st.lists(WRITE, max_size=4),
    inner=st.lists(WRITE, max_size=6),
    more=st.lists(WRITE, max_size=4),
    mirrored=st.booleans(),
)
def test_a_transaction_takes_back_what_one_within_it_kept(before, outer, inner, more, mirrored):
    store, naive = MemoryStore(), Naive()
    if mirrored:
        assert store.networkx.number_of_nodes() == 0
    with store.transaction() as transaction:
        for action in before:
            write(transaction, naive, *action)
    held = naive.copy()
    with suppress(TakenBack), store.transaction() as transaction:
        for action in outer:
            write(transaction, naive, *action)
        with store.transaction() as nested:
            for action in inner:
                write(nested, naive, *action)
        agree_with_networkx(store, naive)
        for action in more:
            write(transaction, naive, *action)
        end(kept=False)
    agree(store.snapshot, held)
    agree_with_networkx(store, held)


USERS = st.one_of(
    st.tuples(st.just("add_node"), PLACE, PROPERTIES),
    st.tuples(st.just("add_edge"), PLACE, PLACE, TYPES, PROPERTIES),
    st.tuples(st.just("remove_node"), PLACE),
    st.tuples(st.just("remove_edge"), PLACE),
    st.tuples(st.just("set"), PLACE, KEYS, VALUES),
    st.tuples(st.just("set edge"), PLACE, KEYS, VALUES),
    st.tuples(st.just("unset"), PLACE, KEYS),
    st.tuples(st.just("change type"), PLACE, TYPES),
    st.tuples(st.just("clear node"), PLACE),
    st.tuples(st.just("cypher"), WRITE),
    st.just(("query",)),
    st.just(("clear",)),
)


def change(graph, action, *arguments):
    """Change a networkx graph as a user would."""
    nodes, edges = list(graph), list(graph.edges(keys=True) if graph.is_multigraph() else graph.edges)
    if action == "add_node":
        graph.add_node(arguments[0] % 7, **arguments[1])
    elif action == "add_edge":
        graph.add_edge(arguments[0] % 7, arguments[1] % 7, type=arguments[2], **arguments[3])
    elif action == "clear":
        graph.clear()
    elif action in {"remove_edge", "set edge", "change type"}:
        if edges:
            change_edge(graph, edges[arguments[0] % len(edges)], action, *arguments[1:])
    elif nodes:
        change_node(graph, nodes[arguments[0] % len(nodes)], action, *arguments[1:])


def change_edge(graph, edge, action, *arguments):
    """Remove an edge, or change its attributes."""
    if action == "remove_edge":
        graph.remove_edge(*edge)
    elif action == "set edge":
        graph.edges[edge][arguments[0]] = arguments[1]
    else:
        graph.edges[edge].update(type=arguments[0])


def change_node(graph, node, action, *arguments):
    """Remove a node, or change its attributes."""
    if action == "remove_node":
        graph.remove_node(node)
    elif action == "set":
        graph.nodes[node][arguments[0]] = arguments[1]
    elif action == "unset":
        graph.nodes[node].pop(arguments[0], None)
    else:
        graph.nodes[node].clear()


def by_key(store):
    """Say what the index holds in words of networkx: by the ``id`` of the nodes."""
    snapshot = store.snapshot
    name = {slot: store._mirror.keys.nodes[slot] for slot in snapshot.all_nodes().tolist()}
    directed = store._mirror.graph.is_directed()
    relationships = []
    for slot in snapshot.all_relationships(None).tolist():
        ends = name[snapshot.start_of(slot)], name[snapshot.end_of(slot)]
        ends = ends if directed else tuple(sorted(ends, key=str))
        found = sorted(snapshot.relationship_properties(slot).items(), key=repr)
        relationships.append((ends, snapshot.type_name(slot), found))
    nodes = {key: (snapshot.node_labels(slot), snapshot.node_properties(slot)) for slot, key in name.items()}
    return nodes, sorted(relationships, key=repr)


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
@settings(max_examples=60, deadline=None)
@given(actions=st.lists(USERS, max_size=25))
def test_a_users_own_changes_are_seen_by_the_next_query(kind, actions):
    graph = kind([(0, 1, {"type": "A", "k": 1}), (1, 1), (1, 2)])
    store = MemoryStore.from_networkx(graph)
    for action, *arguments in actions:
        if action == "query":
            fresh = MemoryStore.from_networkx(graph.copy())
            assert without_made_up_ids(by_key(store)) == without_made_up_ids(by_key(fresh))
        elif action == "cypher":
            if graph.is_multigraph():
                with store.transaction() as transaction:
                    write(transaction, naive_of(transaction.snapshot), *arguments[0])
        else:
            change(graph, action, *arguments)
    assert store.networkx is graph
    seen, fresh = by_key(store), by_key(MemoryStore.from_networkx(graph.copy()))
    assert without_made_up_ids(seen) == without_made_up_ids(fresh)


def without_made_up_ids(found):
    nodes, relationships = found
    return (
        {
            key: (labels, {name: value for name, value in properties.items() if (name, value) != ("id", key)})
            for key, (labels, properties) in nodes.items()
        },
        relationships,
    )


def naive_of(snapshot):
    return Naive(
        {
            slot: (set(snapshot.node_labels(slot)), snapshot.node_properties(slot))
            for slot in snapshot.all_nodes().tolist()
        },
        {
            slot: (
                snapshot.start_of(slot),
                snapshot.end_of(slot),
                snapshot.type_name(slot),
                snapshot.relationship_properties(slot),
            )
            for slot in snapshot.all_relationships(None).tolist()
        },
    )
