"""What a pattern says about itself: properties that read its own elements, tests that read its own path.

The answers are those of Neo4j 5.26, for ``REPEATABLE ELEMENTS`` those of 2026.08.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociogram.graph.errors import CypherError, CypherSemanticError, CypherSyntaxError
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

STOPS = (
    "CREATE (a:S {n: 'a', z: 1})-[:L {m: 1}]->(b:S {n: 'b', z: 2})-[:L {m: 2}]->(c:S {n: 'c', z: 3}), "
    "(c)-[:L {m: 3}]->(d:S {n: 'd', z: 4}), (a)-[:L {m: 9}]->(c), (d)-[:L {m: 4}]->(a)"
)


@pytest.fixture
def stops() -> MemoryStore:
    store = MemoryStore()
    run(store, STOPS, write=True)
    return store


def rows(store: MemoryStore, text: str) -> list[tuple[object, ...]]:
    return sorted(tuple(record) for record in run(store, text, write=True))


# ── MERGE and CREATE ───────────────────────────────────────────────────────────────────────────

MERGES = {
    "MERGE (a:P {x: 1})-[:T]->(b:P {x: a.x}) RETURN b.x": [(1,)],
    "MERGE (a:P {x: 1})-[:T]->(b:P {x: a.x + 1}) RETURN b.x": [(2,)],
    "MERGE (a:P {x: 1})-[:T]->(b:P {x: a.x}) ON CREATE SET b.c = a.x + 1 RETURN b.c": [(2,)],
    "MERGE (a:P {x: 1})-[:T]->(b:P {x: 2})-[:T]->(c:P {x: a.x + b.x}) RETURN c.x": [(3,)],
    "MERGE (a:P {x: 1})-[r:T {w: a.x}]->(b:P {x: 2}) RETURN r.w": [(1,)],
    "MERGE (a:P:Q {x: 1})-[:T]->(b:P {x: size(labels(a))}) RETURN b.x": [(2,)],
    "MERGE (a:P {x: 1})<-[:T]-(b:P {x: a.x + 5}) RETURN b.x": [(6,)],
    "CREATE (s:P {x: 7}) MERGE (s)-[:T]->(b:P {x: s.x})-[:T]->(c:P {x: b.x}) RETURN c.x": [(7,)],
    "UNWIND [1, 2, 1] AS i MERGE (a:P {x: i})-[:T]->(b:P {x: a.x + 1}) RETURN b.x": [(2,), (2,), (3,)],
}


@pytest.mark.parametrize("text", MERGES)
def test_merge_reads_its_own_elements(text: str) -> None:
    store = MemoryStore()
    assert rows(store, text) == MERGES[text]
    if text.startswith("MERGE"):
        created = store.snapshot.node_count, store.snapshot.relationship_count
        assert rows(store, text) == MERGES[text]
        assert (store.snapshot.node_count, store.snapshot.relationship_count) == created


@pytest.mark.parametrize(
    "text",
    [
        "MERGE (a:P {x: b.y})-[:T]->(b:P {y: 1})",
        "MERGE (a:P {x: 1})-[r:T {w: 1}]->(b:P {x: r.w})",
        "MERGE (a:P {x: 1, y: a.x})",
        "MERGE (a:P {x: 1})-[:T]->(b:P {x: a.nothing})",
    ],
)
def test_merge_reads_null_of_what_is_not_there_yet(text: str) -> None:
    store = MemoryStore()
    with pytest.raises(CypherSemanticError, match="null"):
        run(store, text, write=True)
    assert store.snapshot.node_count == 0


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (a:P {x: 1})-[:T]->(b:P {x: a.x})",
        "CREATE (a:P {x: b.x})-[:T]->(b:P {x: 1})",
        "CREATE (a:P {x: 1})-[r:T {w: a.x}]->(b)",
        "CREATE (a:P)-[r:T {w: 1}]->(b:P {x: r.w})",
        "CREATE (a:P {x: 1, y: a.x})",
        "CREATE p = (a:P)-[:T]->(b:P {x: length(p)})",
        "CREATE (a:P)-[:T]->(b:$(labels(a)[0]))",
        "CREATE (a:P)-[:T]->(b {x: COUNT { (a)-->() }})",
        "MERGE p = (a:P)-[:T]->(b:P {x: length(p)})",
    ],
)
def test_what_a_path_creates_cannot_be_read_inside_it(text: str) -> None:
    with pytest.raises(CypherSyntaxError, match="cannot be read inside it"):
        run(MemoryStore(), text, write=True)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (a:P {x: 1}), (b:P {x: a.x + 1}) RETURN b.x",
        "CREATE (a:P {x: 1}), (a)-[:T]->(b:P {x: a.x + 1}) RETURN b.x",
        "CREATE (a:P {x: 1}) CREATE (a)-[:T]->(b:P {x: a.x + 1}) RETURN b.x",
        "CREATE (a {x: 1})-[:T]->(b {x: [a IN [2] | a][0]}) RETURN b.x",
        "CREATE p = (a)-[:T]->(), (b {x: length(p) + 1}) RETURN b.x",
        "CREATE p = (a {x: 2})-[:T]->(), (b)-[:T {x: nodes(p)[0].x}]->(a) RETURN nodes(p)[0].x",
        "CREATE p = (), q = (a {x: size(nodes(p))})-[:T]->(), (b {x: length(p) + 2 * length(q)}) RETURN b.x",
        "CREATE p = (a)-[:T]->() CREATE (b {x: length(p) + 1}) RETURN b.x",
        "MERGE p = (a)-[:T]->(b) ON CREATE SET a.x = length(p), b.x = nodes(p)[0].x + 1 RETURN b.x",
        "CREATE ()-[:T]->() MERGE p = ()-[:T]->(b) ON MATCH SET b.x = size(nodes(p)) RETURN b.x",
        "UNWIND [1, 2] AS i MERGE p = (a)-[:T]->(b) ON MATCH SET b.x = size(nodes(p)) RETURN DISTINCT b.x",
    ],
)
def test_what_was_created_before_can_be_read(text: str) -> None:
    assert rows(MemoryStore(), text) == [(2,)]


# ── Paths ──────────────────────────────────────────────────────────────────────────────────────

FROM_A, TO_D = "(s:S {n: 'a'})-[:L]->+", "(t:S {n: 'd'})"
PATHS = {
    f"MATCH SHORTEST 1 (p = {FROM_A}{TO_D} WHERE length(p) > 2) RETURN length(p)": [(3,)],
    f"MATCH ANY (p = {FROM_A}{TO_D} WHERE length(p) > 2) RETURN length(p)": [(3,)],
    f"MATCH q = SHORTEST 1 (p = {FROM_A}{TO_D} WHERE length(p) > 2) RETURN length(p), length(q), p = q": [
        (3, 3, True)
    ],
    f"MATCH SHORTEST 2 GROUPS (p = {FROM_A}{TO_D} WHERE none(r IN relationships(p) WHERE r.m = 9)) "
    "RETURN length(p)": [(3,)],
    f"MATCH SHORTEST 1 (p = {FROM_A}(t) WHERE length(p) > 1) RETURN t.n, length(p)": [
        ("a", 3), ("b", 4), ("c", 2), ("d", 2),
    ],
    f"MATCH SHORTEST 1 (p = {FROM_A}{TO_D} WHERE any(x IN nodes(p) WHERE x.z = 2)) WHERE length(p) > 3 "
    "RETURN length(p)": [],
    f"MATCH SHORTEST 1 (p = {FROM_A}(m)-[:L]->{TO_D} WHERE length(p) > 2) RETURN m.n, length(p)": [("c", 3)],
    "MATCH SHORTEST 1 (p = (s {n: 'a'})-[:L]->(m)-[:L]->(t) WHERE m.z < length(p) + 1) RETURN m.n, t.n": [
        ("b", "c")
    ],
    "MATCH ALL SHORTEST (p = (s {n: 'a'}) ((x)-[:L]->()-[:L]->())+ (t) WHERE nodes(p)[1].z < 3) "
    "RETURN t.n, length(p)": [("a", 4), ("c", 2)],
    "MATCH (s {n: 'a'}) MATCH SHORTEST 1 (p = (s)-[:L]->+(t {n: 'd'}) WHERE length(p) > s.z + 1) "
    "RETURN length(p)": [(3,)],
    f"RETURN EXISTS {{ SHORTEST 1 (p = {FROM_A}{TO_D} WHERE length(p) > 2) }}": [(True,)],
    f"MATCH p = SHORTEST 1 {FROM_A}{TO_D} WHERE length(p) > 2 RETURN length(p)": [],
    f"MATCH p = SHORTEST 2 {FROM_A}{TO_D} WHERE length(p) > 2 RETURN length(p)": [(3,)],
    "MATCH p = (s {n: 'a'})-[r:L WHERE length(p) > 0]->(t) RETURN t.n": [("b",), ("c",)],
    "MATCH p = (s {n: 'a'})-[:L]->(t {z: length(p) + 1}) RETURN t.n": [("b",)],
    "MATCH p = (s {n: 'a'})-[r:L*1..2 {m: length(p)}]->(t) RETURN t.n": [("b",)],
    "MATCH (s {n: 'a'})-[r:L*1..2 {m: size(r)}]->(t) RETURN t.n": [("b",)],
    "MATCH p = (s {n: 'a'})-[r:L*1..2]->(m)-[:L]->(t) WHERE all(x IN r WHERE x.m < length(p)) RETURN t.n": [
        ("c",), ("d",),
    ],
    "MATCH q = ((s {n: 'a'})-[:L]->(t) WHERE t.z > 2) RETURN length(q)": [(1,)],
}  # fmt: skip


@pytest.mark.parametrize("text", PATHS)
def test_a_test_of_the_path_it_is_part_of(stops: MemoryStore, text: str) -> None:
    assert rows(stops, text) == PATHS[text]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MATCH p = (s) ((x)-[:L]->(y) WHERE length(p) > 2)+ (t) RETURN p", "not yet known inside"),
        ("MATCH p = SHORTEST 1 (s) ((x)-[:L]->(y {z: length(p)}))+ (t) RETURN p", "not yet known inside"),
        ("MATCH p = SHORTEST 1 (s)-[r:L WHERE length(p) > 0]->+(t) RETURN p", "not yet known inside"),
        ("MATCH p = SHORTEST 1 (s)-[:L]->+(t {z: length(p)}) RETURN p", "not yet known inside"),
        ("MATCH p = ANY ((s)-[:L]->+(t) WHERE length(p) > 2) RETURN p", "not yet known inside"),
        ("MATCH p = ((s)-[:L]->(t) WHERE length(p) = 1) RETURN p", "not yet known inside"),
        ("MATCH (p = (s)-[:L]->(t) WHERE length(p) = 1) RETURN t", "not allowed inside"),
        ("MATCH (p = (s)-[:L]->{1,2}(t)) RETURN t", "not allowed inside"),
        ("MATCH ALL (p = (s)-[:L]->{1,2}(t)) RETURN t", "not allowed inside"),
        ("MATCH (s) (p = (x)-[:L]->(y) WHERE length(p) = 1)+ (t) RETURN t", "not allowed inside"),
        ("MATCH SHORTEST 1 (s) (p = (x)-[:L]->(y)){2} (t) RETURN t", "not allowed inside"),
        ("RETURN COUNT { (p = (s)-[:L]->(t) WHERE length(p) > 2) }", "not allowed inside"),
    ],
)
def test_a_path_that_is_not_known_yet(stops: MemoryStore, text: str, message: str) -> None:
    with pytest.raises(CypherSyntaxError, match=message):
        run(stops, text)


# ── Match modes ────────────────────────────────────────────────────────────────────────────────

Graph = tuple[tuple[int, int], ...]
STEPS = {
    "-[r]->": lambda start, end: {(start, end)},
    "<-[r]-": lambda start, end: {(end, start)},
    "-[r]-": lambda start, end: {(start, end), (end, start)},
}


def walks(graph: Graph, step: str, low: int, high: int) -> Counter[tuple[int, int, int]]:
    """Count walks by start, end and length; each may repeat what it has walked."""
    found: Counter[tuple[int, int, int]] = Counter()
    level = Counter({(node, node): 1 for node in range(4)})
    for length in range(high + 1):
        if length >= low:
            for (start, end), count in level.items():
                found[start, end, length] += count
        following: Counter[tuple[int, int]] = Counter()
        for (start, at), count in level.items():
            for ends in graph:
                for near, far in STEPS[step](*ends):
                    following[start, far] += count * (near == at)
        level = +following
    return found


@given(
    graph=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=5).map(tuple),
    step=st.sampled_from(sorted(STEPS)),
    bounds=st.sampled_from([(1, 1), (0, 2), (1, 4), (3, 3), (2, 4)]),
    form=st.sampled_from(["{step}{{{low},{high}}}", " ((x){step}(y)){{{low},{high}}} ", "variable"]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_repeatable_elements_gives_every_walk(
    graph: Graph, step: str, bounds: tuple[int, int], form: str
) -> None:
    store = MemoryStore()
    with store.transaction() as transaction:
        for number in range(4):
            transaction.create_node((), {"k": number})
        for start, end in graph:
            transaction.create_relationship(start, end, "R")
    low, high = bounds
    walk = (
        step.replace("[r]", f"[r*{low}..{high}]")
        if form == "variable"
        else form.format(step=step, low=low, high=high)
    )
    counted = Counter(
        tuple(record)
        for record in run(store, f"MATCH REPEATABLE ELEMENTS (a){walk}(b) RETURN a.k, b.k, size(r)")
    )
    assert counted == walks(graph, step, low, high)
    found = run(store, f"MATCH REPEATABLE ELEMENTS (a){walk}(b) RETURN DISTINCT b.k ORDER BY b.k")
    assert [record[0] for record in found] == sorted({end for _, end, _ in counted})


MODES = {
    "REPEATABLE ELEMENTS (a)-[r]->(b), (x)-[q]->(y)": 25,
    "REPEATABLE ELEMENT BINDINGS (a)-[r]->(b), (x)-[q]->(y)": 25,
    "DIFFERENT RELATIONSHIPS (a)-[r]->(b), (x)-[q]->(y)": 20,
    "DIFFERENT RELATIONSHIP BINDINGS (a)-[r]->(b), (x)-[q]->(y)": 20,
    "(a)-[r]->(b), (x)-[q]->(y)": 20,
    "REPEATABLE ELEMENTS (a)-[r]->(b)<-[q]-(c)": 7,
    "REPEATABLE ELEMENTS (a)-[r]->(b), (x)-[r]->(y)": 5,
    "REPEATABLE ELEMENTS (a {n: 'a'})-[q:L]->(c)-[r:L]->{1,6}(b) WHERE q IN r": 8,
    "REPEATABLE ELEMENTS p = (a {n: 'a'})-[:L]->{1,5}(b) WHERE all(r IN relationships(p) WHERE r.m < 9)": 5,
    "REPEATABLE ELEMENTS (a {n: 'a'}) ((x)-[:L]->(y)<-[:L]-(z)){1,3} (b)": 32,
    "REPEATABLE ELEMENTS SHORTEST 5 (a {n: 'a'})-[:L]->{1,9}(b {n: 'a'})": 5,
    "SHORTEST 5 (a {n: 'a'})-[:L]->{1,9}(b {n: 'a'})": 2,
    "REPEATABLE ELEMENTS SHORTEST 1 (a {n: 'a'})-[:L]-{1,3}(b {n: 'a'})": 1,
    "REPEATABLE ELEMENTS SHORTEST 2 GROUPS (a {n: 'a'})-[:L]-{1,3}(b {n: 'a'})": 7,
    "REPEATABLE ELEMENTS p = WALK (a {n: 'a'})-[:L]->{1,2}(b)": 4,
    "p = TRAIL (a {n: 'a'})-[:L]->{1,9}(b)": 10,
}


@pytest.mark.parametrize("pattern", MODES)
def test_match_modes(stops: MemoryStore, pattern: str) -> None:
    assert rows(stops, f"MATCH {pattern} RETURN count(*)") == [(MODES[pattern],)]
    assert rows(stops, f"RETURN COUNT {{ {pattern} }}") == [(MODES[pattern],)]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH REPEATABLE ELEMENTS (a)-[:L]->+(b) RETURN b",
        "MATCH REPEATABLE ELEMENTS (a)-[:L]->*(b) RETURN b",
        "MATCH REPEATABLE ELEMENTS (a)-[:L]->{2,}(b) RETURN b",
        "MATCH REPEATABLE ELEMENTS (a)-[:L*]->(b) RETURN b",
        "MATCH REPEATABLE ELEMENTS (a)-[:L*2..]->(b) RETURN b",
        "MATCH REPEATABLE ELEMENTS (a) ((x)-[:L]->(y))+ (b) RETURN b",
        "MATCH REPEATABLE ELEMENTS p = SHORTEST 1 (a)-[:L]->+(b) RETURN p",
        "MATCH REPEATABLE ELEMENTS p = shortestPath((a)-[:L*..3]->(b)) RETURN p",
        "MATCH REPEATABLE ELEMENTS p = ALL TRAIL (a)-[:L]->{1,3}(b) RETURN p",
        "MATCH REPEATABLE ELEMENTS BINDINGS (a)-->(b) RETURN b",
        "MATCH REPEATABLE NODES (a)-->(b) RETURN b",
        "MATCH DIFFERENT NODES (a)-->(b) RETURN b",
        "MATCH DIFFERENT EDGES (a)-->(b) RETURN b",
        "MATCH p = SHORTEST 2 ACYCLIC PATHS (a)-->+(b) RETURN p",
        "MATCH p = ACYCLIC (a)-->+(b) RETURN p",
        "MATCH p = SIMPLE (a)-->+(b) RETURN p",
    ],
)
def test_modes_that_are_refused(stops: MemoryStore, text: str) -> None:
    with pytest.raises(CypherError) as caught:
        run(stops, text)
    assert isinstance(caught.value, CypherSyntaxError)


def test_names_of_modes_are_no_keywords(stops: MemoryStore) -> None:
    assert rows(stops, "MATCH (repeatable)-[different]->() RETURN count(repeatable)") == [(5,)]
    assert rows(stops, "MATCH repeatable = (a {n: 'b'})-->() RETURN length(repeatable)") == [(1,)]
