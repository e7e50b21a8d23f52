"""Labels, types and properties whose names are only known when the query runs, or are no names.

The answers are those of Neo4j 5.26.
"""

from __future__ import annotations

import pytest

from sociogram.graph.errors import CypherArgumentError, CypherError, CypherSyntaxError, CypherTypeError
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

PARAMETERS = {"empty": "", "nothing": None, "one": 1, "map": {"": 1}}


def rows(text: str, store: MemoryStore | None = None) -> list[tuple[object, ...]]:
    return [tuple(record) for record in run(store or MemoryStore(), text, PARAMETERS, write=True)]


TAKEN = {
    "CREATE (a:$('A')) RETURN labels(a)": [(["A"],)],
    "CREATE (a:A:$(['B', 'C'])) RETURN labels(a)": [(["A", "B", "C"],)],
    "CREATE (a:$([])) RETURN labels(a)": [([],)],
    "CREATE (a:$all(['A', 'B'])) RETURN labels(a)": [(["A", "B"],)],
    "MERGE (a:$(['A', 'B'])) RETURN labels(a)": [(["A", "B"],)],
    "CREATE ()-[r:$('T')]->() RETURN type(r)": [("T",)],
    "CREATE ()-[r:$(['T'])]->() RETURN type(r)": [("T",)],
    "UNWIND ['T', 'U', 'T'] AS t MERGE (:A)-[r:$(t)]->(:B) WITH DISTINCT r RETURN type(r)": [("T",), ("U",)],
    "CREATE (a:A) SET a:B:$('C') RETURN labels(a)": [(["A", "B", "C"],)],
    "CREATE (a:A:B) REMOVE a:$(labels(a)) RETURN labels(a)": [([],)],
    "UNWIND ['x', 'y'] AS key CREATE (a) SET a[key] = 1 RETURN keys(a)": [(["x"],), (["y"],)],
    "CREATE (a {x: 1}) REMOVE a[$empty] RETURN a.x": [(1,)],
    "RETURN {``: 1} AS map": [({"": 1},)],
    "UNWIND [null, '', 'A'] AS l MATCH (a:$(l)) RETURN a": [],
}


@pytest.mark.parametrize("text", TAKEN)
def test_names_known_when_the_query_runs(text: str) -> None:
    assert rows(text) == TAKEN[text]


def test_a_dynamic_label_is_read_before_the_next_row_writes() -> None:
    store = MemoryStore()
    rows("CREATE (:A)", store)
    rows("UNWIND ['X', 'Y'] AS name MATCH (a:A) SET a.name = name, a:$(a.name)", store)
    assert rows("MATCH (a:A) RETURN labels(a)", store) == [(["A", "X", "Y"],)]


REFUSED = {
    CypherSyntaxError: [
        # no names
        "CREATE (a:``)",
        "CREATE ()-[:``]->()",
        "CREATE (a {``: 1})",
        "MERGE (a {``: 1})",
        "CREATE (a) SET a.`` = 1",
        "CREATE (a) REMOVE a:``",
        "MATCH (a:``) RETURN a",
        "MATCH (a {``: 1}) RETURN a",
        "MATCH (a) RETURN a.``",
        "CREATE INDEX FOR (n:A) ON (n.``)",
        # no names, as can be seen before the query runs
        "MATCH (a:$('')) RETURN a",
        "MATCH (a:$(null)) RETURN a",
        "MATCH (a:$(1)) RETURN a",
        "UNWIND [1] AS l MATCH (a:$(l)) RETURN a",
        "UNWIND [[1]] AS l CREATE (a:$(l))",
        "CREATE ()-[:$(2.5)]->()",
        "OPTIONAL MATCH (a) SET a:$(null)",
        "OPTIONAL MATCH (a) SET a[null] = 1",
        "CREATE (a) SET a[1] = 1",
        "CREATE (a) SET a[''] = 1",
        "CREATE (a) REMOVE a['']",
        # a choice
        "CREATE (a:$any(['A', 'B']))",
        "MERGE (a:$any(['A', 'B']))",
        "CREATE (a:A:$any(['B']))",
        "CREATE ()-[:$any(['T'])]->()",
        "MERGE ()-[:$any(['T'])]->()",
        "CREATE (a) SET a:$any(['A'])",
        "CREATE (a) SET a:$all(['A'])",
        "CREATE (a) REMOVE a:$any(['A'])",
        "CREATE (a) SET a:A&B",
        "CREATE (a) SET a IS A&B",
        "CREATE (a) REMOVE a:A&B",
    ],
    CypherTypeError: [
        "CREATE (a:$($nothing))",
        "UNWIND [1, 'a'] AS l CREATE (a:$(l))",
        "UNWIND [null] AS l MERGE (a:$(l))",
        "CREATE (a) SET a:$($nothing)",
        "CREATE (a) SET a[$nothing] = 1",
        "CREATE (a) SET a[$empty] = 1",
        "UNWIND [''] AS key CREATE (a) SET a[key] = 1",
        "CREATE (a) SET a += $map",
        "CREATE (a) SET a = {``: 1}",
        "CREATE (a $map)",
        "CREATE (a) REMOVE a[$nothing]",
    ],
    CypherArgumentError: [
        "UNWIND [['T', 'U']] AS t CREATE ()-[:$(t)]->()",
        "UNWIND [[]] AS t CREATE ()-[:$(t)]->()",
        "UNWIND [['T', 'U']] AS t MERGE ()-[:$(t)]->()",
        "UNWIND [[]] AS t MERGE ()-[:$(t)]->()",
    ],
}


@pytest.mark.parametrize(
    ("error", "text"), [(error, text) for error, texts in REFUSED.items() for text in texts]
)
def test_what_names_nothing_is_refused_and_changes_nothing(error: type[CypherError], text: str) -> None:
    store = MemoryStore()
    with pytest.raises(error):
        rows(text, store)
    assert store.snapshot.node_count == 0


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (a {x: 1}) SET a = null",
        "CREATE (a {x: 1}) SET a += null",
        "CREATE (a {x: 1}) SET a += $nothing",
        "CREATE (a {x: 1}) WITH a OPTIONAL MATCH (z:Z) SET a = z",
        "CREATE (a {x: 1}) WITH a OPTIONAL MATCH (z:Z) SET a += properties(z)",
        "CREATE (a)-[r:T {x: 1}]->() SET r = null",
        "MERGE (a) ON CREATE SET a += null",
        "FOREACH (x IN [null] | CREATE (a) SET a = x)",
    ],
)
def test_properties_are_not_set_to_those_of_null(text: str) -> None:
    store = MemoryStore()
    with pytest.raises(CypherTypeError, match="not to null"):
        rows(text, store)
    assert store.snapshot.node_count == 0


def test_a_null_gets_no_properties() -> None:
    assert rows("OPTIONAL MATCH (a) SET a = null, a += null, a[$nothing] = 1 RETURN a") == [(None,)]


@pytest.mark.parametrize(
    "text",
    [
        "MATCH p = shortestPath((a)-->+(b)) RETURN p",
        "MATCH p = allShortestPaths((a)-[:T]->{1,3}(b)) RETURN p",
        "MATCH (a), (b) RETURN shortestPath((a)-->*(b))",
        "MATCH (a) RETURN [(a)-->+(b) | b]",
        "MATCH (a) RETURN [p = (a)-[:T]->{1,2}(b) | p]",
        "MATCH (a) WHERE (a)-->+() RETURN a",
        "MATCH (a) RETURN COUNT { (a)-->() } + size([(a)-->*(b) | b])",
    ],
)
def test_a_quantifier_stands_in_match_and_in_braces_alone(text: str) -> None:
    with pytest.raises(CypherSyntaxError, match="A quantifier is not allowed"):
        rows(text)
