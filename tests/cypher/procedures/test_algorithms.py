"""algo.…: answers worked out by hand, NetworkX's answers on random graphs, filters, order, errors."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest

import sociogram
from sociogram.graph.common.graph_data_science import LIKE_OURS
from sociogram.graph.errors import CypherArgumentError, CypherError, CypherTypeError, LimitExceeded
from sociogram.queries.cypher.procedures.registry import Procedures
from support.held_clock import HeldClock

COMMON = [
    "pagerank", "betweenness", "closeness", "degree", "eigenvector",
    "louvain", "leiden", "components", "triangles", "k_core",
]  # fmt: skip


def graph_of(*ties: str) -> sociogram.Graph:
    """Make a graph of ties as ``a-TYPE->b``; a lone name is a node without ties."""
    made = nx.MultiDiGraph()
    for tie in ties:
        start, _, rest = tie.partition("-")
        made.add_node(start, labels=["Entity"], name=start)
        if rest:
            kind, _, end = rest.partition("->")
            made.add_node(end, labels=["Entity"], name=end)
            made.add_edge(start, end, type=kind)
    return sociogram.open(made)


def scores(graph: sociogram.Graph, call: str) -> dict[str, Any]:
    """Return what a procedure gives for each node, by the node's name or key."""
    rows = [tuple(row) for row in graph.run(f"CALL algo.{call}")]
    return {node.properties["id"]: value for node, value in rows}


def rows_of(result: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in result]


def rounded(found: dict[Any, float]) -> dict[Any, float]:
    return {node: round(value, 9) for node, value in found.items()}


# ── By hand ────────────────────────────────────────────────────────────────────────────────────

KITE = ("a-T->b", "b-T->c", "c-T->a", "c-T->d", "d-T->e", "z")
"""A triangle with a tail, and a node alone."""

BY_HAND = {
    "degree()": {"a": 2, "b": 2, "c": 3, "d": 2, "e": 1, "z": 0},
    "degree({direction: 'OUT'})": {"a": 1, "b": 1, "c": 2, "d": 1, "e": 0, "z": 0},
    "degree({direction: 'in'})": {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "z": 0},
    "triangles()": {"a": 1, "b": 1, "c": 1, "d": 0, "e": 0, "z": 0},
    "k_core()": {"a": 2, "b": 2, "c": 2, "d": 1, "e": 1, "z": 0},
    "components()": {"a": 0, "b": 0, "c": 0, "d": 0, "e": 0, "z": 1},
    "components({strong: true})": {"a": 0, "b": 0, "c": 0, "d": 1, "e": 2, "z": 3},
    # c lies between {a, b} and {d, e}; d between {a, b, c} and e
    "betweenness({direction: 'BOTH', normalized: false})": {"c": 4, "d": 3, "a": 0, "b": 0, "e": 0, "z": 0},
    # of 4 * 5 ordered pairs of others
    "betweenness({direction: 'BOTH'})": {"c": 0.4, "d": 0.3, "a": 0, "b": 0, "e": 0, "z": 0},
    # a: from b 2 steps, from c 1, and nobody else leads there: 2 of 5 others, (2/5) * 2/3
    "closeness()": {"a": 4 / 15, "b": 4 / 15, "c": 4 / 15, "d": 3 / 5 * 3 / 6, "e": 4 / 5 * 4 / 10, "z": 0},
    # out: e leads nowhere
    "closeness({direction: 'OUT'})": {
        "a": 4 / 5 * 4 / 10, "b": 4 / 5 * 4 / 8, "c": 4 / 5 * 4 / 6, "d": 1 / 5, "e": 0, "z": 0,
    },
    "louvain()": {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "z": 2},
    "leiden()": {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "z": 2},
}  # fmt: skip


@pytest.mark.parametrize("call", BY_HAND)
def test_by_hand(call: str):
    assert rounded(scores(graph_of(*KITE), call)) == rounded(BY_HAND[call])


def test_pagerank_of_two():
    """Node b gets what a has: a = 0.15/2 + 0.85 b/2, b = a + 0.85 a; b, without ties, gives all alike."""
    found = scores(graph_of("a-T->b"), "pagerank()")
    assert found == pytest.approx({"a": 20 / 57, "b": 37 / 57})


def test_bridges_are_relationships():
    graph = graph_of(*KITE, "e-T->f", "f-T->e", "z-T->z")
    query = "CALL algo.bridges() YIELD relationship AS r RETURN startNode(r).name AS a, endNode(r).name AS b"
    assert rows_of(graph.run(query)) == [("c", "d"), ("d", "e")]


def test_a_loop_is_one_relationship():
    graph = graph_of("a-T->a", "a-T->b")
    assert scores(graph, "degree()") == {"a": 2, "b": 1}
    query = "MATCH (n) RETURN n.name AS name, COUNT {(n)--()} AS ties"
    assert dict(rows_of(graph.run(query))) == {"a": 2, "b": 1}


# ── As NetworkX has it ─────────────────────────────────────────────────────────────────────────


def random_graph(seed: int) -> Any:
    """Make a graph with parallel ties, loops and nodes without ties."""
    numbers = random.Random(seed)  # noqa: S311
    made = nx.MultiDiGraph()
    made.add_nodes_from(range(20))
    for _ in range(numbers.randint(10, 60)):
        made.add_edge(numbers.randrange(18), numbers.randrange(18), type="T", strength=numbers.randint(1, 5))
    return made


def plain(graph: Any) -> Any:
    """Return the undirected graph without loops and parallel ties."""
    simple = nx.Graph(graph)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return simple


def power_iteration(graph: Any, weight: str | None = None, damping: float = 0.85) -> dict[Any, float]:
    """PageRank as its definition says; NetworkX's own needs SciPy."""
    nodes = list(graph)
    ranks = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(300):
        lost = sum(ranks[node] for node in nodes if not graph.out_degree(node))
        following = dict.fromkeys(nodes, (1 - damping + damping * lost) / len(nodes))
        for start, end, data in graph.edges(data=True):
            share = data[weight] if weight else 1
            following[end] += damping * ranks[start] * share / graph.out_degree(start, weight=weight)
        ranks = following
    return ranks


def shortest(graph: Any, simple: Any, merge: Any = min) -> Any:
    """Return the graph with one edge for parallel ones, as strong as the least of them, and without loops."""
    strengths: dict[tuple[Any, Any], list[float]] = {}
    for start, end, data in graph.edges(data=True):
        ends = (start, end) if simple.is_directed() or start <= end else (end, start)
        strengths.setdefault(ends, []).append(data.get("strength", 1))
    simple.add_nodes_from(graph)
    simple.add_edges_from(
        (*ends, {"strength": merge(found)}) for ends, found in strengths.items() if len(set(ends)) > 1
    )
    return simple


NETWORKX = {
    "pagerank()": power_iteration,
    "pagerank({weight: 'strength'})": lambda graph: power_iteration(graph, "strength"),
    "pagerank({damping: 0})": lambda graph: power_iteration(graph, damping=0),
    "pagerank({damping: 0.95})": lambda graph: power_iteration(graph, damping=0.95),
    "betweenness()": lambda graph: nx.betweenness_centrality(nx.DiGraph(graph)),
    "betweenness({direction: 'BOTH'})": lambda graph: nx.betweenness_centrality(plain(graph)),
    "betweenness({direction: 'IN', normalized: false})": lambda graph: nx.betweenness_centrality(
        nx.DiGraph(graph).reverse(), normalized=False
    ),
    "betweenness({distance: 'strength'})": lambda graph: nx.betweenness_centrality(
        shortest(graph, nx.DiGraph()), weight="strength"
    ),
    "betweenness({distance: 'strength', direction: 'BOTH'})": lambda graph: nx.betweenness_centrality(
        shortest(graph, nx.Graph()), weight="strength"
    ),
    "closeness({distance: 'strength'})": lambda graph: nx.closeness_centrality(
        shortest(graph, nx.DiGraph()), distance="strength"
    ),
    "closeness()": nx.closeness_centrality,
    "closeness({direction: 'OUT'})": lambda graph: nx.closeness_centrality(graph.reverse()),
    "closeness({direction: 'BOTH'})": lambda graph: nx.closeness_centrality(plain(graph)),
    "degree({direction: 'OUT'})": lambda graph: dict(graph.out_degree()),
    "degree({direction: 'IN', weight: 'strength'})": lambda graph: dict(graph.in_degree(weight="strength")),
    "triangles()": lambda graph: nx.triangles(plain(graph)),
    "k_core()": lambda graph: nx.core_number(plain(graph)),
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("call", NETWORKX)
def test_as_networkx_has_it(call: str, seed: int):
    graph = random_graph(seed)
    assert scores(sociogram.open(graph), call) == pytest.approx(NETWORKX[call](graph))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("strong", [False, True])
def test_components_as_networkx_has_them(seed: int, strong: bool):
    graph = random_graph(seed)
    found = scores(sociogram.open(graph), f"components({{strong: {str(strong).lower()}}})")
    wanted = nx.strongly_connected_components(graph) if strong else nx.weakly_connected_components(graph)
    assert parts_of(found) == {frozenset(part) for part in wanted}


@pytest.mark.parametrize("seed", range(5))
def test_bridges_as_networkx_has_them(seed: int):
    graph = random_graph(seed)
    rows = rows_of(
        sociogram.open(graph).run(
            "CALL algo.bridges() YIELD relationship AS r RETURN startNode(r).id, endNode(r).id"
        )
    )
    # NetworkX takes parallel ties for one.
    ties = Counter(frozenset(pair) for pair in graph.edges())
    single = [pair for pair in map(frozenset, nx.bridges(plain(graph))) if ties[pair] == 1]
    assert {frozenset(row) for row in rows} == set(single)
    assert len(rows) == len(single)


@pytest.mark.parametrize("method", ["louvain", "leiden"])
@pytest.mark.parametrize("seed", range(3))
def test_communities_are_as_good_as_networkxs(method: str, seed: int):
    graph = nx.planted_partition_graph(4, 12, 0.8, 0.05, seed=seed)
    found = parts_of(scores(sociogram.open(graph), f"{method}()"))
    best = nx.community.louvain_communities(graph, seed=seed)
    assert nx.community.modularity(graph, found) >= nx.community.modularity(graph, best) - 0.01


@pytest.mark.parametrize("call", ["betweenness()", "closeness()"])
def test_an_undirected_graph_has_no_direction(call: str):
    graph = nx.karate_club_graph()
    measure = nx.betweenness_centrality if call.startswith("b") else nx.closeness_centrality
    assert scores(sociogram.open(graph), call) == pytest.approx(measure(graph))


@pytest.mark.parametrize("seed", range(5))
def test_eigenvector_centrality_as_networkx_has_it(seed: int):
    """NetworkX stops when the scores still change by some ten-millionths."""
    graph = random_graph(seed)
    opened = sociogram.open(graph)
    found = nx.eigenvector_centrality(plain(graph), max_iter=10_000, tol=1e-10)
    assert scores(opened, "eigenvector()") == pytest.approx(found, abs=1e-6)
    weighted = shortest(graph, nx.Graph(), sum)
    found = nx.eigenvector_centrality(weighted, weight="strength", max_iter=10_000, tol=1e-10)
    assert scores(opened, "eigenvector({weight: 'strength'})") == pytest.approx(found, abs=1e-6)


def test_equally_central_components_share():
    found = scores(graph_of("a-T->b", "b-T->c", "d-T->e", "e-T->f", "g-T->h", "z"), "eigenvector()")
    half, middle = 1 / (2 * 2**0.5), 0.5
    wanted = {"b": middle, "e": middle, **dict.fromkeys("acdf", half), **dict.fromkeys("ghz", 0)}
    assert found == pytest.approx(wanted)


# ── Ties without a direction ───────────────────────────────────────────────────────────────────


def with_loops() -> Any:
    """Return the karate club, some of whose members also know themselves."""
    club = nx.Graph(nx.karate_club_graph().edges())
    club.add_edges_from([(0, 0), (33, 33)])
    return club


def saved(club: Any, folder: Path) -> sociogram.Graph:
    sociogram.open(club).save(folder / "club")
    return sociogram.open(folder / "club")


def written(write: Any, ending: str) -> Any:
    def reopened(club: Any, folder: Path) -> sociogram.Graph:
        write(club, folder / f"club.{ending}")
        return sociogram.open(folder / f"club.{ending}")

    return reopened


def of_frame(club: Any, _: Path) -> sociogram.Graph:
    frame = pd.DataFrame(list(club.edges()), columns=["source", "target"])
    return sociogram.open(frame.astype(str).assign(type="KNOWS", directed=False))


def of_a_type(club: Any, _: Path) -> sociogram.Graph:
    ties = nx.MultiDiGraph(list(club.edges()))
    nx.set_node_attributes(ties, ["Entity"], "labels")
    nx.set_edge_attributes(ties, "KNOWS", "type")
    graph = sociogram.open(ties)
    graph.run("CREATE (:RelationType {type: 'KNOWS', directed: false})", write=True)
    return graph


def write_json(club: Any, path: Path) -> None:
    path.write_text(json.dumps(nx.node_link_data(club, edges="links")), encoding="utf-8")


UNDIRECTED = {
    "a graph of NetworkX": lambda club, _: sociogram.open(club),
    "GraphML": written(nx.write_graphml, "graphml"),
    "GEXF": written(nx.write_gexf, "gexf"),
    "GML": written(nx.write_gml, "gml"),
    "JSON": written(write_json, "json"),
    "a data folder": saved,
    "a frame": of_frame,
    "a relation type": of_a_type,
}

WITHOUT_DIRECTION = {
    "pagerank()": lambda club: power_iteration(club.to_directed()),
    "pagerank({damping: 0.95})": lambda club: power_iteration(club.to_directed(), damping=0.95),
    "betweenness()": nx.betweenness_centrality,
    "betweenness({normalized: false})": lambda club: nx.betweenness_centrality(club, normalized=False),
    "closeness()": nx.closeness_centrality,
    "degree()": lambda club: {node: len(club[node]) for node in club},
    "components({strong: true})": lambda club: dict.fromkeys(club, 0),
}


@pytest.mark.parametrize("form", UNDIRECTED)
def test_undirected_ties_are_followed_both_ways(form: str, tmp_path: Path):
    club = with_loops()
    graph = UNDIRECTED[form](club, tmp_path)
    for call, measure in WITHOUT_DIRECTION.items():
        found = {int(node): score for node, score in scores(graph, call).items()}
        assert found == pytest.approx(measure(club)), call


KNOWN_AND_COMMANDED = """
    CREATE (:RelationType {type: 'KNOWS', directed: 'no'}),
           (a:Entity {id: 'a'}), (b:Entity {id: 'b'}), (c:Entity {id: 'c'}), (d:Entity {id: 'd'}),
           (b)-[:KNOWS]->(a), (b)-[:COMMANDS]->(c), (d)-[:COMMANDS {directed: false}]->(c)
"""


@pytest.mark.parametrize(
    ("call", "measure"),
    [
        ("pagerank()", power_iteration),
        ("pagerank({weight: 'strength'})", power_iteration),
        ("betweenness()", nx.betweenness_centrality),
        ("betweenness({normalized: false})", lambda ties: nx.betweenness_centrality(ties, normalized=False)),
        ("closeness()", nx.closeness_centrality),
    ],
)
def test_only_the_undirected_ties_are_followed_both_ways(call: str, measure: Any):
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run(KNOWN_AND_COMMANDED, write=True)
    graph.run("MATCH ()-[r]->() SET r.strength = 2", write=True)
    ties = nx.DiGraph(["ba", "ab", "bc", "dc", "cd"])
    assert scores(graph, call) == pytest.approx(measure(ties))


def test_strong_components_of_ties_with_and_without_a_direction():
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run(KNOWN_AND_COMMANDED, write=True)
    assert scores(graph, "components({strong: true})") == {"a": 0, "b": 0, "c": 1, "d": 1}


@pytest.mark.parametrize("form", UNDIRECTED)
def test_a_direction_that_the_query_names_holds(form: str, tmp_path: Path):
    ties = nx.DiGraph([("1", "2"), ("2", "3")])
    graph = UNDIRECTED[form](nx.Graph([(1, 2), (2, 3)]), tmp_path)
    found = scores(graph, "closeness({direction: 'IN'})")
    assert {str(node): score for node, score in found.items()} == nx.closeness_centrality(ties)


def parts_of(found: dict[Any, int]) -> set[frozenset[Any]]:
    parts: dict[int, set[Any]] = {}
    for node, part in found.items():
        parts.setdefault(part, set()).add(node)
    assert sorted(parts) == list(range(len(parts)))
    assert [len(parts[part]) for part in sorted(parts)] == sorted(map(len, parts.values()), reverse=True)
    return {frozenset(part) for part in parts.values()}


# ── What is looked at ──────────────────────────────────────────────────────────────────────────

MIXED = """
    CREATE (a:Entity:Person {id: 'a'}), (b:Entity:Person {id: 'b'}), (f:Entity:Firm {id: 'f'}),
           (:Source {id: 's'}),
           (a)-[:KNOWS]->(b), (b)-[:KNOWS]->(a), (a)-[:OWNS]->(f), (b)-[:OWNS]->(f)
"""

SCOPES = {
    "degree()": {"a": 3, "b": 3, "f": 2},
    "degree({labels: ['Person']})": {"a": 2, "b": 2},
    "degree({labels: 'Person', types: ['OWNS']})": {"a": 0, "b": 0},
    "degree({labels: ['Person', 'Firm', 'Source']})": {"a": 3, "b": 3, "f": 2, "s": 0},
    "degree({types: ['OWNS']})": {"a": 1, "b": 1, "f": 2},
    "degree({types: ['OWNS', 'KNOWS'], direction: null})": {"a": 3, "b": 3, "f": 2},
    "components({types: ['KNOWS']})": {"a": 0, "b": 0, "f": 1},
}


@pytest.mark.parametrize("call", SCOPES)
def test_filters(call: str):
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run(MIXED, write=True)
    assert scores(graph, call) == SCOPES[call]


def test_without_actors_every_node_counts():
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run("CREATE (:X {id: 1})-[:T]->(:Y {id: 2})", write=True)
    assert scores(graph, "degree()") == {1: 1, 2: 1}


@pytest.mark.parametrize("name", [*COMMON, "bridges"])
def test_an_empty_graph_has_no_rows(name: str):
    assert rows_of(sociogram.open(nx.DiGraph()).run(f"CALL algo.{name}()")) == []


@pytest.mark.parametrize("name", COMMON)
def test_nodes_without_ties(name: str):
    assert len(scores(graph_of("a", "b"), f"{name}()")) == 2


def test_what_the_query_wrote_and_deleted_counts():
    graph = graph_of("a-T->b", "b-T->c")
    query = """
        MATCH (a {name: 'a'}) DETACH DELETE a
        CREATE (:Entity {id: 'd', name: 'd'})
        WITH 1 AS done
        CALL algo.degree() YIELD node, score
        RETURN node.name, score
    """
    assert rows_of(graph.run(query, write=True)) == [("b", 1), ("c", 1), ("d", 0)]


def test_yield_and_where():
    query = """
        CALL algo.degree({types: $types}) YIELD node AS who, score WHERE score > 1
        RETURN who.name AS who, score
    """
    assert rows_of(graph_of(*KITE).run(query, {"types": ["T"]})) == [("c", 3), ("a", 2), ("b", 2), ("d", 2)]


def test_weights_count_one_where_there_are_none():
    graph = nx.DiGraph()
    graph.add_edge("a", "b", strength=2.5)
    graph.add_edge("a", "c")
    assert scores(sociogram.open(graph), "degree({weight: 'strength'})") == {"a": 3.5, "b": 2.5, "c": 1.0}


# ── The same again ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "call", [*(f"{name}()" for name in COMMON), "betweenness({samples: 5, seed: 3})", "louvain({seed: 8})"]
)
def test_the_same_rows_in_the_same_order(call: str):
    first, second = (list(scores(sociogram.open(random_graph(4)), call).items()) for _ in range(2))
    assert first == second
    if not call.startswith(("louvain", "leiden", "components")):
        assert [score for _, score in first] == sorted((score for _, score in first), reverse=True)


@pytest.mark.parametrize("name", ["betweenness", "closeness"])
def test_samples_come_near(name: str):
    graph = sociogram.open(nx.barabasi_albert_graph(300, 3, seed=1))
    exact, near = scores(graph, f"{name}()"), scores(graph, f"{name}({{samples: 100, seed: 1}})")
    assert len(set(list(exact)[:10]) & set(list(near)[:10])) >= 7
    assert scores(graph, f"{name}({{samples: 300}})") == exact
    assert scores(graph, f"{name}({{samples: 100, seed: 2}})") != near


def test_randomness_of_others_stays():
    before = random.getstate()
    scores(graph_of(*KITE), "leiden()")
    assert random.getstate() == before


# ── What is wrong ──────────────────────────────────────────────────────────────────────────────

WRONG = [
    ("pagernk()", CypherError, "Did you mean algo.pagerank?"),
    ("pagerank({dampng: 0.5})", CypherArgumentError, "Did you mean damping?"),
    ("triangles({samples: 5})", CypherArgumentError, "no setting samples"),
    ("pagerank({damping: 1})", CypherArgumentError, "less than 1"),
    ("pagerank({damping: 'x'})", CypherTypeError, "a number, not 'x', a STRING"),
    ("pagerank({labels: ['Entiti']})", CypherArgumentError, "Did you mean Entity?"),
    ("pagerank({labels: [1]})", CypherTypeError, "LIST<STRING>"),
    ("pagerank({labels: []})", CypherArgumentError, "names no label"),
    (
        "pagerank({types: 'Q'})",
        CypherArgumentError,
        "the type Q, which the graph does not have. The graph has T",
    ),
    ("pagerank({direction: 'UP'})", CypherArgumentError, "OUT, IN, BOTH"),
    ("pagerank({direction: 1})", CypherTypeError, "a STRING, not 1"),
    ("pagerank({weight: 'q'})", CypherArgumentError, "relationship property q"),
    ("pagerank({weight: ['strength']})", CypherTypeError, "a STRING"),
    ("pagerank({weight: 'word'})", CypherTypeError, "'much', a STRING"),
    ("louvain({weight: 'below'})", CypherTypeError, "-1.0"),
    ("louvain({seed: -1})", CypherArgumentError, "0 or more"),
    ("louvain({resolution: true})", CypherTypeError, "a number"),
    ("betweenness({distance: 'below'})", CypherTypeError, "as a distance"),
    ("betweenness({distance: 'nought'})", CypherTypeError, "distance: a relationship has 0.0"),
    ("betweenness({weight: 'strength'})", CypherArgumentError, "direction, distance, samples"),
    ("betweenness({samples: 0})", CypherArgumentError, "1 or more"),
    ("betweenness({samples: 1.5})", CypherTypeError, "an INTEGER"),
    ("betweenness({normalized: 1})", CypherTypeError, "a BOOLEAN"),
    ("degree(1)", CypherError, "MAP"),
    ("degree($number)", CypherTypeError, "a MAP of settings, not 1"),
    ("degree({}, {})", CypherError, "2 arguments"),
    ("degree() YIELD community", CypherError, "no column community"),
]


@pytest.mark.parametrize(("call", "kind", "said"), WRONG, ids=[call for call, _, _ in WRONG])
def test_errors_name_the_cure(call: str, kind: type[CypherError], said: str):
    graph = nx.DiGraph()
    graph.add_node("a", labels=["Entity"])
    graph.add_node("b", labels=["Entity"])
    graph.add_edge("a", "b", type="T", strength=1, word="much", below=-1, nought=0)
    with pytest.raises(kind) as caught:
        sociogram.open(graph).run(f"CALL algo.{call}", {"number": 1})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gds.pageRank.stream", "Call algo.pagerank with a map of settings."),
        ("gds.beta.leiden.stats", "Call algo.leiden"),
        ("gds.scc.stream", "Call algo.components({strong: true})."),
        ("gds.graph.project", "There is no projection"),
        ("gds.shortestPath.dijkstra.stream", "shortestPath((a)-[*]-(b))"),
        ("apoc.path.expand", "Write a pattern"),
        ("apoc.periodic.iterate", "IN TRANSACTIONS"),
        ("apoc.trigger.add", "Only Neo4j with GDS or APOC has it."),
    ],
)
def test_what_to_call_instead_of_other_libraries(name: str, said: str):
    with pytest.raises(CypherError) as caught:
        sociogram.open(nx.DiGraph()).run(f"CALL {name}('x') YIELD a RETURN a")
    assert said in str(caught.value)


LOOKS = {
    "betweenness()": 400 // 8,
    "closeness()": 400 // 8,
    "pagerank()": 40,  # rounds
    "leiden()": 3,  # rounds
    "components()": 3,  # rounds
    "degree({weight: 'mixed'})": 2000 // 100,
}
"""How often a procedure looks at the clock at least, on 400 nodes with 2,000 relationships."""


@pytest.fixture
def large() -> sociogram.Graph:
    large = nx.MultiDiGraph(nx.gnm_random_graph(400, 2000, seed=1))
    for number, (_, _, attributes) in enumerate(large.edges(data=True)):
        attributes["mixed"] = 1.5 if number % 2 else 2
    return sociogram.open(large)


@pytest.mark.parametrize(("call", "least"), LOOKS.items())
def test_procedures_look_at_the_clock_while_they_work(
    large: sociogram.Graph, held_clock: HeldClock, call: str, least: int
):
    def looks(query: str) -> int:
        large.run(query)  # parsed once: the parser looks at the clock now and then
        before = held_clock.looks
        large.run(query)
        return held_clock.looks - before

    others = looks("CALL algo.degree()")  # for preparing the call, and for its 400 rows
    assert looks(f"CALL algo.{call}") - others >= least


def test_a_long_search_ends_in_time(large: sociogram.Graph, held_clock: HeldClock):
    held_clock.step = 1.0
    with pytest.raises(LimitExceeded, match="longer than"):
        large.run("CALL algo.betweenness()", timeout=10)


def test_a_procedure_whose_rows_never_end_ends_in_time(large: sociogram.Graph, held_clock: HeldClock):
    large.procedures.register("my.count", "", "number :: INTEGER", itertools.count)
    held_clock.step = 1.0
    with pytest.raises(LimitExceeded, match="longer than"):
        large.run("CALL my.count()", timeout=10)


def test_neo4js_names_are_told_for_every_procedure():
    assert {f"algo.{name}" for name in LIKE_OURS} == {
        name for name in Procedures() if name.startswith("algo.")
    }
