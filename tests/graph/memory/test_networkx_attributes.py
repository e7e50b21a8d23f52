"""Every way to change the attributes of a node or an edge is seen by the next query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]
BEFORE = {"x": 1, "y": "two"}


def give_up(attributes: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        attributes.pop("z")


Change = Callable[[dict[str, Any]], object]
CHANGES: dict[str, tuple[Change, dict[str, Any]]] = {
    "a new key": (lambda held: held.__setitem__("z", 3), {"x": 1, "y": "two", "z": 3}),
    "another value": (lambda held: held.__setitem__("x", 3), {"x": 3, "y": "two"}),
    "null for a value": (lambda held: held.__setitem__("x", None), {"y": "two"}),
    "del": (lambda held: held.__delitem__("x"), {"y": "two"}),
    "pop": (lambda held: held.pop("x"), {"y": "two"}),
    "pop, with a default": (lambda held: held.pop("x", None), {"y": "two"}),
    "pop of nothing, with a default": (lambda held: held.pop("z", None), BEFORE),
    "pop of nothing": (give_up, BEFORE),
    "popitem": (lambda held: held.popitem(), {"x": 1}),
    "clear": (lambda held: held.clear(), {}),
    "setdefault of nothing": (lambda held: held.setdefault("z", 3), {"x": 1, "y": "two", "z": 3}),
    "setdefault of what is there": (lambda held: held.setdefault("x", 3), BEFORE),
    "update by a dictionary": (lambda held: held.update({"x": 3}), {"x": 3, "y": "two"}),
    "update by pairs": (lambda held: held.update([("x", 3)]), {"x": 3, "y": "two"}),
    "update by words": (lambda held: held.update(z=3), {"x": 1, "y": "two", "z": 3}),
    "|= a dictionary": (lambda held: held.__ior__({"x": 3}), {"x": 3, "y": "two"}),
    "|= pairs": (lambda held: held.__ior__([("z", 3)]), {"x": 1, "y": "two", "z": 3}),
}
changes = pytest.mark.parametrize(("change", "after"), CHANGES.values(), ids=CHANGES)
kinds = pytest.mark.parametrize("kind", KINDS)


def properties(store: MemoryStore, pattern: str) -> dict[str, Any]:
    """Return the properties of the only match, but for the key of a node."""
    found = dict(run(store, f"MATCH {pattern} RETURN properties(it)").value())
    found.pop("id", None)
    return found


@kinds
@changes
def test_of_a_node(kind: type[nx.Graph], change: Change, after: dict[str, Any]) -> None:
    graph = kind()
    graph.add_node("a", **BEFORE)
    store = MemoryStore.from_networkx(graph)
    assert properties(store, "(it)") == BEFORE  # a query that has read them must not stay right for ever
    change(graph.nodes["a"])
    assert properties(store, "(it)") == after


@kinds
@changes
@pytest.mark.parametrize("by", ["start", "end"])
def test_of_an_edge(kind: type[nx.Graph], change: Change, after: dict[str, Any], by: str) -> None:
    graph = kind()
    graph.add_edge("a", "b", **BEFORE)
    store = MemoryStore.from_networkx(graph)
    assert properties(store, "()-[it]->()") == BEFORE
    into_b = graph.pred["b"] if graph.is_directed() else graph.adj["b"]
    edge = graph.adj["a"]["b"] if by == "start" else into_b["a"]
    change(edge[0] if graph.is_multigraph() else edge)
    assert properties(store, "()-[it]->()") == after


LABELS: dict[str, tuple[Change, list[str]]] = {
    "labels": (lambda held: held.update(labels=["B"]), ["B"]),
    "no labels": (lambda held: held.pop("labels"), []),
    "a type in their place": (lambda held: (held.clear(), held.setdefault("type", "C")), ["C"]),
}


@kinds
@pytest.mark.parametrize(("change", "after"), LABELS.values(), ids=LABELS)
def test_of_labels(kind: type[nx.Graph], change: Change, after: list[str]) -> None:
    graph = kind()
    graph.add_node("a", labels=["A"])
    store = MemoryStore.from_networkx(graph)
    assert run(store, "MATCH (n:A) RETURN count(n)").value() == 1
    change(graph.nodes["a"])
    assert run(store, "MATCH (n {id: 'a'}) RETURN labels(n)").value() == after
    assert run(store, "MATCH (n:A) RETURN count(n)").value() == 0


def test_of_the_graph_itself_are_no_part_of_an_answer() -> None:
    graph = nx.DiGraph(title="before")
    graph.add_node("a", **BEFORE)
    store = MemoryStore.from_networkx(graph)
    before = run(store, "MATCH (n) RETURN properties(n)").value()
    graph.graph.pop("title")
    graph.graph |= {"x": 3}
    assert run(store, "MATCH (n) RETURN properties(n)").value() == before
    assert store.networkx.graph == {"x": 3}
