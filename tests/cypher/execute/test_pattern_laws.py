"""Whatever plan is chosen, a pattern gives what trying everything gives.

Random small graphs, with parallel relationships and self-loops, and random patterns of up to three hops
in all directions; every match is found here by plain recursion and compared with the engine's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

TYPES = ("R", "S")
LABELS = ("A", "B")


@dataclass(frozen=True)
class SmallGraph:
    labels: tuple[frozenset[str], ...]
    relationships: tuple[tuple[int, int, str], ...]

    def store(self) -> MemoryStore:
        store = MemoryStore()
        with store.transaction() as transaction:
            for number, labels in enumerate(self.labels):
                transaction.create_node(sorted(labels), {"k": number % 3})
            for start, end, kind in self.relationships:
                transaction.create_relationship(start, end, kind, {})
        return store


@dataclass(frozen=True)
class Hop:
    arrow: str
    types: tuple[str, ...]
    length: tuple[int, int] | None

    def text(self, variable: str) -> str:
        types = ":" + "|".join(self.types) if self.types else ""
        length = "" if self.length is None else f"*{self.length[0]}..{self.length[1]}"
        left, right = {"->": ("-", "->"), "<-": ("<-", "-"), "--": ("-", "-")}[self.arrow]
        return f"{left}[{variable}{types}{length}]{right}"


@dataclass(frozen=True)
class Pattern:
    """Paths over a few node variables; ``labels`` and ``k`` are what nodes must have."""

    paths: tuple[tuple[tuple[str, ...], tuple[Hop, ...]], ...]
    labels: tuple[tuple[str, str], ...]
    equal: tuple[tuple[str, int], ...]

    def text(self) -> str:
        parts = []
        number = 0
        for nodes, hops in self.paths:
            text = f"({nodes[0]})"
            for node, hop in zip(nodes[1:], hops, strict=True):
                text += hop.text(f"r{number}") + f"({node})"
                number += 1
            parts.append(text)
        tests = [f"{node}:{label}" for node, label in self.labels]
        tests += [f"{node}.k = {value}" for node, value in self.equal]
        return ", ".join(parts) + (" WHERE " + " AND ".join(tests) if tests else "")

    def nodes(self) -> list[str]:
        return sorted({node for nodes, _ in self.paths for node in nodes})

    def hops(self) -> list[tuple[str, str, Hop]]:
        return [
            (left, right, hop)
            for nodes, hops in self.paths
            for left, right, hop in zip(nodes, nodes[1:], hops, strict=False)
        ]


def steps(graph: SmallGraph, hop: Hop, at: int, used: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Every relationship that goes on from a node, with where it leads."""
    for number, (start, end, kind) in enumerate(graph.relationships):
        if number in used or (hop.types and kind not in hop.types):
            continue
        if hop.arrow != "<-" and start == at:
            yield number, end
        if hop.arrow != "->" and end == at and not (hop.arrow == "--" and start == end):
            yield number, start


def walks(
    graph: SmallGraph, hop: Hop, at: int, used: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], int]]:
    low, high = hop.length or (1, 1)

    def further(node: int, taken: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], int]]:
        if len(taken) >= low:
            yield taken, node
        if len(taken) < high:
            for number, other in steps(graph, hop, node, used + taken):
                yield from further(other, (*taken, number))

    yield from further(at, ())


def matches(graph: SmallGraph, pattern: Pattern) -> list[tuple[dict[str, int], tuple[tuple[int, ...], ...]]]:
    """Every match, by trying every node for what is not bound and walking on."""
    hops = pattern.hops()

    def fits(name: str, node: int) -> bool:
        return all(label in graph.labels[node] for other, label in pattern.labels if other == name) and all(
            node % 3 == value for other, value in pattern.equal if other == name
        )

    def bound(names: list[str], bindings: dict[str, int]) -> Iterator[dict[str, int]]:
        if not names:
            yield bindings
            return
        for node in range(len(graph.labels)):
            if fits(names[0], node):
                yield from bound(names[1:], {**bindings, names[0]: node})

    def walked(
        place: int, bindings: dict[str, int], used: tuple[int, ...], taken: tuple[tuple[int, ...], ...]
    ) -> Iterator[tuple[dict[str, int], tuple[tuple[int, ...], ...]]]:
        if place == len(hops):
            yield bindings, taken
            return
        left, right, hop = hops[place]
        for some, end in walks(graph, hop, bindings[left], used):
            if end == bindings[right]:
                yield from walked(place + 1, bindings, used + some, (*taken, some))

    return [match for bindings in bound(pattern.nodes(), {}) for match in walked(0, bindings, (), ())]


@st.composite
def graphs(draw: st.DrawFn) -> SmallGraph:
    count = draw(st.integers(1, 4))
    labels = draw(st.lists(st.frozensets(st.sampled_from(LABELS)), min_size=count, max_size=count))
    node = st.integers(0, count - 1)
    relationships = draw(st.lists(st.tuples(node, node, st.sampled_from(TYPES)), max_size=7))
    return SmallGraph(tuple(labels), tuple(relationships))


@st.composite
def patterns(draw: st.DrawFn, variable_length: bool = True) -> Pattern:
    node = st.sampled_from(("a", "b", "c", "d"))
    lengths = st.sampled_from((None, None, None, (1, 2), (0, 1), (2, 2), (0, 3)))
    hop = st.builds(
        Hop,
        st.sampled_from(("->", "<-", "--")),
        st.sampled_from(((), ("R",), ("S",), ("R", "S"), ("Missing",))),
        lengths if variable_length else st.none(),
    )
    paths = []
    left = 3
    for _ in range(draw(st.integers(1, 2))):
        hops = draw(st.lists(hop, max_size=left))
        left -= len(hops)
        nodes = draw(st.lists(node, min_size=len(hops) + 1, max_size=len(hops) + 1))
        paths.append((tuple(nodes), tuple(hops)))
    names = sorted({name for nodes, _ in paths for name in nodes})
    labels = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(LABELS)), max_size=1))
    equal = draw(st.lists(st.tuples(st.sampled_from(names), st.integers(0, 2)), max_size=2))
    return Pattern(tuple(paths), tuple(labels), tuple(equal))


QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(graphs(), patterns())
def test_rows(graph: SmallGraph, pattern: Pattern):
    names = pattern.nodes()
    expected = Counter(
        (*(bindings[name] for name in names), *taken) for bindings, taken in matches(graph, pattern)
    )
    relationships = [f"r{number}" for number in range(len(pattern.hops()))]
    returned = ", ".join([*(f"id({name})" for name in names), *relationships])
    result = run(graph.store(), f"MATCH {pattern.text()} RETURN {returned}")
    found = Counter(tuple(_plain(value) for value in record) for record in result)
    assert found == expected


def _plain(value: object) -> object:
    if isinstance(value, int):
        return value
    steps = value if isinstance(value, list) else [value]
    return tuple(int(step.id) for step in steps)


@QUICK
@given(graphs(), patterns(), st.sampled_from(("a", "b", "c", "d")))
def test_counts(graph: SmallGraph, pattern: Pattern, key: str):
    found = matches(graph, pattern)
    store = graph.store()
    assert run(store, f"MATCH {pattern.text()} RETURN count(*)").value() == len(found)
    if key in pattern.nodes():
        expected = Counter(bindings[key] for bindings, _ in found)
        rows = run(store, f"MATCH {pattern.text()} RETURN id({key}) AS k, count(*) AS n")
        assert {row["k"]: row["n"] for row in rows} == dict(expected)


STEPS = (Hop("->", (), None), Hop("->", (), None), Hop("->", ("S",), None))
NO_ROW_LEFT = Pattern(((("a", "b", "a", "a"), STEPS),), (("b", "A"),), ())
"""Where nothing is of type S, the step to a labelled b is taken from no row."""


@QUICK
@example(SmallGraph((frozenset(),), ((0, 0, "R"),)), NO_ROW_LEFT)
@given(graphs(), patterns())
def test_subqueries_and_optional_match(graph: SmallGraph, pattern: Pattern):
    key = pattern.nodes()[0]
    counted = Counter(bindings[key] for bindings, _ in matches(graph, pattern))
    expected = {node: counted[node] for node in range(len(graph.labels))}
    store = graph.store()
    witness, text = _witness(pattern, key), pattern.text()
    for form in (
        f"MATCH ({key}) RETURN id({key}) AS k, COUNT {{ {pattern.text()} }} AS n",
        f"MATCH ({key}) RETURN id({key}) AS k, size(COLLECT {{ MATCH {pattern.text()} RETURN 1 AS x }}) AS n",
        f"MATCH ({key}) OPTIONAL MATCH {pattern.text()} RETURN id({key}) AS k, count({witness}) AS n",
        f"MATCH ({key}) CALL ({key}) {{ MATCH {text} RETURN count(*) AS n }} RETURN id({key}) AS k, n",
    ):
        rows = run(store, form)
        assert {row["k"]: row["n"] for row in rows} == expected, form
    exists = run(store, f"MATCH ({key}) WHERE EXISTS {{ {pattern.text()} }} RETURN id({key}) AS k")
    assert sorted(row["k"] for row in exists) == sorted(node for node in expected if expected[node])
    missing = run(store, f"MATCH ({key}) WHERE NOT EXISTS {{ {pattern.text()} }} RETURN id({key}) AS k")
    assert sorted(row["k"] for row in missing) == sorted(node for node in expected if not expected[node])


def _witness(pattern: Pattern, key: str) -> str:
    """An expression that is null exactly where the optional pattern did not match."""
    others = [name for name in pattern.nodes() if name != key]
    if others:
        return others[0]
    if pattern.hops():
        return "r0"
    tests = [f"{node}:{label}" for node, label in pattern.labels]
    tests += [f"{node}.k = {value}" for node, value in pattern.equal]
    return f"CASE WHEN {' AND '.join(tests)} THEN 1 END" if tests else "1"


@QUICK
@given(graphs(), patterns())
def test_what_is_distinct(graph: SmallGraph, pattern: Pattern):
    names = pattern.nodes()
    found = matches(graph, pattern)
    store = graph.store()
    returned = ", ".join(f"id({name})" for name in names)
    rows = run(store, f"MATCH {pattern.text()} RETURN DISTINCT {returned}")
    assert Counter(map(tuple, rows)) == Counter({tuple(b[name] for name in names) for b, _ in found})
    key, other = names[0], names[-1]
    rows = run(store, f"MATCH {pattern.text()} RETURN id({key}) AS k, count(DISTINCT {other}) AS n")
    expected = {
        node: len({b[other] for b, _ in found if b[key] == node}) for node in {b[key] for b, _ in found}
    }
    assert {row["k"]: row["n"] for row in rows} == expected


@QUICK
@given(graphs(), st.sampled_from(("->", "<-", "--")), st.integers(0, 3), st.integers(0, 3))
def test_shortest_paths(graph: SmallGraph, arrow: str, start: int, end: int):
    if max(start, end) >= len(graph.labels) or start == end:
        return
    hop = Hop(arrow, (), (1, len(graph.relationships)))
    found = [taken for taken, node in walks(graph, hop, start, ()) if node == end]
    least = min(map(len, found), default=None)
    shortest = Counter(taken for taken in found if len(taken) == least)
    left, right = {"->": ("-", "->"), "<-": ("<-", "-"), "--": ("-", "-")}[arrow]
    store = graph.store()
    ends = f"MATCH (a), (b) WHERE id(a) = {start} AND id(b) = {end} "

    def answers(text: str) -> Counter[tuple[int, ...]]:
        return Counter(tuple(int(step.id) for step in record[0]) for record in run(store, ends + text))

    old = f"(a){left}[*]{right}(b)"
    new = f"(a){left}[]{right}+(b)"
    wanted = "RETURN relationships(p)"
    assert answers(f"MATCH p = allShortestPaths({old}) {wanted}") == shortest
    assert answers(f"MATCH p = ALL SHORTEST {new} {wanted}") == shortest
    assert answers(f"MATCH p = SHORTEST 2 GROUPS {new} {wanted}") == Counter(
        taken for taken in found if len(taken) in sorted({len(other) for other in found})[:2]
    )
    one = answers(f"MATCH p = shortestPath({old}) {wanted}")
    assert one <= shortest
    assert sum(one.values()) == min(len(shortest), 1)
    assert sum(answers(f"MATCH p = SHORTEST 3 {new} {wanted}").values()) == min(len(found), 3)


@QUICK
@given(graphs(), patterns(variable_length=False))
def test_writes_do_not_change_what_is_read(graph: SmallGraph, pattern: Pattern):
    store = graph.store()
    key = pattern.nodes()[0]
    number = len(matches(graph, pattern))
    before = store.snapshot.node_count
    run(store, f"MATCH {pattern.text()} CREATE ({key})-[:NEW]->(:New)", write=True)
    assert store.snapshot.node_count == before + number


# ── Graphs large enough for the ways that only pay there ───────────────────────────────────────


@pytest.fixture(scope="module")
def dense() -> tuple[MemoryStore, np.ndarray, np.ndarray]:
    """60 nodes and 900 relationships, parallel ones and loops among them, as a store and as matrices."""
    random = np.random.default_rng(7)
    store = MemoryStore()
    matrices = np.zeros((2, 60, 60), dtype=np.int64)
    with store.transaction() as transaction:
        for number in range(60):
            transaction.create_node(("Hub",) if number < 3 else (), {"k": number})
        for start, end, kind in zip(
            random.integers(0, 60, 900) // random.integers(1, 6, 900),
            random.integers(0, 60, 900),
            random.integers(0, 2, 900),
            strict=True,
        ):
            transaction.create_relationship(int(start), int(end), TYPES[kind], {})
            matrices[kind, start, end] += 1
    return store, matrices[0], matrices[1]


def both(matrix: np.ndarray) -> np.ndarray:
    """Steps in either direction; a loop is one step."""
    return matrix + matrix.T - np.diag(np.diag(matrix))


def test_counts_of_two_hops(dense: tuple[MemoryStore, np.ndarray, np.ndarray]):
    store, first, second = dense
    every = first + second
    loops = np.trace(every)

    def count(pattern: str) -> int:
        return run(store, f"MATCH {pattern} RETURN count(*)").value()

    out, into = every.sum(axis=1), every.sum(axis=0)
    assert count("()-->()-->()") == int(into @ out) - loops
    assert count("()<--()-->()") == int(out @ out) - every.sum()
    assert count("()-->()<--()") == int(into @ into) - every.sum()
    around = both(every).sum(axis=1)
    assert count("()--()--()") == int(around @ around) - around.sum()
    assert count("()--()-->()") == int(around @ out) - every.sum()
    assert count("()-[:R]->()-[:S]->()") == int(first.sum(axis=0) @ second.sum(axis=1))
    assert count("()-[:R]->()-[:R|S]->()") == int(first.sum(axis=0) @ out) - np.trace(first)
    assert count("()-[:R]-()-->()") == int(both(first).sum(axis=1) @ out) - first.sum()


def test_counts_of_closed_patterns(dense: tuple[MemoryStore, np.ndarray, np.ndarray]):
    store, first, second = dense
    triangles = "MATCH (a)-[:R]->(b)-[:S]->(c)-[:R]->(a) WHERE a <> c RETURN count(*)"
    closing = first - np.diag(np.diag(first))
    # the last relationship is never the first again: it begins at c, the first at a
    assert run(store, triangles).value() == int(np.trace(first @ second @ closing))
    pairs = "MATCH (a)-[:R]->(b), (a)-[:S]->(b) RETURN count(*)"
    assert run(store, pairs).value() == int((first * second).sum())
    same = "MATCH (a)-[x:R]->(b), (a)-[y:R]->(b) RETURN count(*)"
    assert run(store, same).value() == int((first * first).sum() - first.sum())
    mutual = "MATCH (a)-[x:R]->(b), (b)-[y:R]->(a) RETURN count(*)"
    assert run(store, mutual).value() == int(np.trace(first @ first) - np.trace(first))


def test_groups_of_a_count(dense: tuple[MemoryStore, np.ndarray, np.ndarray]):
    store, first, second = dense
    rows = run(store, "MATCH (a)-[:R]->(b)-[:S]->(c) RETURN b.k AS k, count(*) AS n")
    expected = first.sum(axis=0) * second.sum(axis=1)
    assert {row["k"]: row["n"] for row in rows} == {k: n for k, n in enumerate(expected.tolist()) if n}
    rows = run(store, "MATCH (a)-[:R]->(b)-[:S]->(c) RETURN a.k AS k, count(c) AS n")
    expected = first @ second.sum(axis=1)
    assert {row["k"]: row["n"] for row in rows} == {k: n for k, n in enumerate(expected.tolist()) if n}


def test_joins_of_parts(dense: tuple[MemoryStore, np.ndarray, np.ndarray]):
    store, first, second = dense
    text = "MATCH (a)-[:R]->(b), (c)-[:S]->(d) WHERE a.k % 7 = c.k % 7 AND a.k = d.k RETURN count(*)"
    keys = np.arange(60)
    same = (keys[:, None] % 7 == keys[None, :] % 7).astype(np.int64)
    expected = sum(int(first[a].sum()) * int((second[:, a] * same[a]).sum()) for a in range(60))
    assert run(store, text).value() == expected


@pytest.mark.parametrize("longest", [1, 2, 3])
def test_what_is_reached(dense: tuple[MemoryStore, np.ndarray, np.ndarray], longest: int):
    store, first, _ = dense
    for start in (0, 5, 59):
        reached = np.zeros(60, dtype=bool)
        at = np.zeros(60, dtype=np.int64)
        at[start] = 1
        for _ in range(longest):
            at = ((at @ first) > 0).astype(np.int64)
            reached |= at > 0
        found = run(
            store, f"MATCH (a {{k: {start}}})-[:R*1..{longest}]->(b) RETURN DISTINCT b.k AS k ORDER BY k"
        )
        assert [row["k"] for row in found] == np.flatnonzero(reached).tolist()
        count = run(store, f"MATCH (a {{k: {start}}})-[:R*1..{longest}]->(b) RETURN count(DISTINCT b)")
        assert count.value() == int(reached.sum())


# ── Graphs of many rows and few relationships ──────────────────────────────────────────────────


def sparse(seed: int) -> SmallGraph:
    """20 nodes and 16 relationships: loops, parallel ones, and nodes that nothing leads to."""
    ends = np.random.default_rng(seed).integers(0, 20, (16, 2)) // [[1, 2]]
    relationships = tuple((int(start), int(end), "R") for start, end in ends)
    return SmallGraph((frozenset(),) * 20, (*relationships, (4, 4, "R"), (5, 6, "R"), (6, 5, "R")))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("longest", [1, 2, 3, 4])
def test_which_nodes_have_a_way_back(seed: int, longest: int):
    graph = sparse(seed)
    hop = Hop("--", (), (1, longest))
    back = [node for node in range(20) if any(end == node for _, end in walks(graph, hop, node, ()))]
    store = graph.store()
    found = run(store, f"MATCH (a) WHERE EXISTS {{ (a)-[*1..{longest}]-(a) }} RETURN id(a) AS a ORDER BY a")
    assert [row["a"] for row in found] == back
    found = run(
        store, f"MATCH (a)-[*1..{longest}]-(b) WITH DISTINCT a, b WHERE a = b RETURN id(a) AS a ORDER BY a"
    )
    assert [row["a"] for row in found] == back


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("arrow", ["->", "--"])
def test_whether_there_is_a_shortest_path(seed: int, arrow: str):
    graph = sparse(seed)
    hop = Hop(arrow, (), (1, 3))
    tied = {(node, end) for node in range(20) for _, end in walks(graph, hop, node, ()) if end != node}
    store = graph.store()
    path = f"shortestPath((a){hop.text('')}(b))"
    for test, expected in (
        (f"{path} IS NOT NULL", True),
        (f"{path} IS NULL", False),
        (f"EXISTS {{ MATCH p = {path} }}", True),
        (f"length({path}) > 0", True),
    ):
        found = run(store, f"MATCH (a), (b) WHERE a <> b AND {test} RETURN id(a), id(b)")
        pairs = {tuple(row) for row in found}
        assert (pairs == tied) if expected else (len(pairs) == 20 * 19 - len(tied) and not pairs & tied)
