"""Relationships that are only counted are not expanded; the counts are those of expanding them."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest

from sociogram.graph.model import Direction
from sociogram.queries.cypher.execute.paths.expand import slices
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

NODES = 200


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    """Nodes with parallel relationships and loops, and some with none; every third has a label more."""
    random = Random(7)  # noqa: S311 - a graph to look at, no secret
    store = MemoryStore()
    with store.transaction() as transaction:
        nodes = [
            transaction.create_node(["N", "Third"] if place % 3 == 0 else ["N"], {"at": place})
            for place in range(NODES)
        ]
        for kind in random.choices("RST", k=3 * NODES):
            start, end = random.choice(nodes[: NODES // 2]), random.choice(nodes)
            transaction.create_relationship(start, end, kind, {})
        for node in nodes[::20]:
            transaction.create_relationship(node, node, "R", {})
    return store


@pytest.mark.parametrize("nodes", ["(a)", "(a:N)", "(a:Third)", "(a:!Third)", "(a {at: 20})"])
@pytest.mark.parametrize("step", ["-{}->()", "<-{}-()", "-{}-()"])
@pytest.mark.parametrize("types", ["", ":R", ":S|T", ":None"])
def test_the_count_of_each_node(store: MemoryStore, nodes: str, step: str, types: str) -> None:
    counted = run(store, f"MATCH {nodes}{step.format(f'[{types}]')} RETURN a.at, count(*)")
    expanded = run(store, f"MATCH {nodes}{step.format(f'[r{types}]')} RETURN a.at, id(r)")
    assert dict(tuple(row) for row in counted) == Counter(row[0] for row in expanded)


@pytest.mark.parametrize("nodes", ["(a)", "(a:Third)", "(a {at: 20})"])
@pytest.mark.parametrize("first", ["-[{}]->(b)", "<-[{}:R|S]-(b)", "-[{}]-(b)"])
@pytest.mark.parametrize("second", ["-[{}]->()", "<-[{}:R]-()", "-[{}:S|T]-()"])
def test_the_count_of_two_steps(store: MemoryStore, nodes: str, first: str, second: str) -> None:
    """No relationship is counted twice in one path."""
    counted = run(store, f"MATCH {nodes}{first.format('')}{second.format('')} RETURN a.at, count(*)")
    expanded = run(store, f"MATCH {nodes}{first.format('r')}{second.format('s')} RETURN a.at, id(r), id(s)")
    assert dict(tuple(row) for row in counted) == Counter(row[0] for row in expanded)


@pytest.mark.parametrize("nodes", ["(a)", "(a:Third)", "(a {at: 20})"])
@pytest.mark.parametrize("first", ["-[{}]->()", "<-[{}:R|S]-()", "-[{}]-()"])
@pytest.mark.parametrize("second", ["-[{}]->()", "<-[{}:R]-()", "-[{}:S|T]-()"])
def test_the_count_of_two_branches(store: MemoryStore, nodes: str, first: str, second: str) -> None:
    """The branches of one pattern do not share a relationship."""
    counted = run(store, f"MATCH {nodes}{first.format('')}, (a){second.format('')} RETURN a.at, count(*)")
    expanded = run(
        store, f"MATCH {nodes}{first.format('r')}, (a){second.format('s')} RETURN a.at, id(r), id(s)"
    )
    assert dict(tuple(row) for row in counted) == Counter(row[0] for row in expanded)


@pytest.mark.parametrize("chunk", [1, 10, 100, 10_000])
def test_expansion_in_slices_of_limited_size(store: MemoryStore, chunk: int) -> None:
    """Slices cover all nodes in order; one with more than ``chunk`` relationships is a single node."""
    nodes = np.arange(NODES)
    degrees = np.array([len(store.snapshot.expand_one(node, Direction.BOTH, None)[0]) for node in nodes])
    found = list(slices(store.snapshot, nodes, Direction.BOTH, None, chunk))
    assert [begin for begin, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == NODES
    for begin, end in found:
        assert degrees[begin:end].sum() <= chunk or end == begin + 1
    assert (len(found) == 1) == (degrees.sum() <= chunk)
