"""Paths between two actors, and the part of a graph around one, on both stores: by node, counted."""

from __future__ import annotations

from itertools import pairwise, product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.api import Graph
from sociogram.graph.errors import ActorError, SociogramError
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.paths.in_words import ShortestPaths
from sociogram.queries.run import run

WITHOUT_IDS = """
CREATE (ada:Person {name: 'Ada', aliases: ['Countess']})-[:KNOWS]->(bob:Person {name: 'Bob'}),
       (bob)-[:KNOWS]->(cy {label: 'Cy'}),
       (ada)<-[:MADE]-(:Film {title: 'Dusk'})-[:SHOWS]->(cy),
       (:Person {name: 'Eve'})
"""

FOUND = [
    # from, to, the paths by the names along them
    ("Ada", "Bob", ["Ada Bob"]),
    ("bob", "ada", ["Bob Ada"]),
    ("Countess", "Cy", ["Ada Bob Cy", "Ada Dusk Cy"]),
    ("Dusk", "Bob", ["Dusk Ada Bob", "Dusk Cy Bob"]),
    ("Eve", "Ada", []),
]


def names_along(paths: ShortestPaths) -> list[str]:
    return [
        " ".join(str(node.get("name", node.get("label", node.get("title")))) for node in path.nodes)
        for path in paths
    ]


@pytest.fixture
def without_ids(store: GraphStore) -> Graph:
    """A graph none of whose nodes has a property ``id``."""
    run(store, WITHOUT_IDS, write=True)
    return Graph(store)


@pytest.mark.parametrize(("start", "end", "expected"), FOUND)
def test_nodes_without_ids_are_joined(without_ids: Graph, start: str, end: str, expected: list[str]) -> None:
    paths = without_ids.path(start, end)
    assert names_along(paths) == expected
    assert paths.total == len(expected)


def test_a_node_without_an_id_can_be_left_out(without_ids: Graph) -> None:
    assert names_along(without_ids.path("Ada", "Cy", without=["Bob"])) == ["Ada Dusk Cy"]
    assert names_along(without_ids.path("Ada", "Cy", without=["Bob", "Dusk"])) == []
    assert names_along(without_ids.path("Ada", "Cy", without=["Ada"])) == []


AROUND = [
    # depth, nodes, ties
    (0, 1, 0),
    (1, 3, 2),
    (2, 4, 4),
]


@pytest.mark.parametrize(("depth", "nodes", "ties"), AROUND)
def test_around_a_node_without_an_id(without_ids: Graph, depth: int, nodes: int, ties: int) -> None:
    part = without_ids.select(around="Ada", depth=depth)
    assert (len(part.nodes), len(part.relationships)) == (nodes, ties)


def test_between_nodes_without_ids(without_ids: Graph) -> None:
    part = without_ids.select(between=("Ada", "Cy"))
    assert (len(part.nodes), len(part.relationships)) == (4, 4)


@pytest.mark.parametrize("ask", ["select", "page", "export"])
def test_selecting_between_unconnected_actors_is_an_error(without_ids: Graph, ask: str, tmp_path) -> None:
    where = [tmp_path / "paths.json"] if ask == "export" else []
    with pytest.raises(SociogramError, match=r"No path connects Eve and Ada\."):
        getattr(without_ids, ask)(*where, between=("Eve", "Ada"))
    assert list(tmp_path.iterdir()) == []


def test_one_name_of_two_nodes_without_ids(store: GraphStore) -> None:
    run(
        store,
        "CREATE (:P {name: 'Ann', age: 1})-[:MET]->(:P {name: 'Bo'})<-[:MET]-(:P {name: 'Ann'})",
        write=True,
    )
    graph = Graph(store)
    [(young,)] = graph.run("MATCH (p:P {age: 1}) RETURN elementId(p)")
    with pytest.raises(ActorError, match=rf"Ann \(id {young}\)"):
        graph.path("Ann", "Bo")
    [path] = graph.path(young, "Bo")
    assert path.nodes[0]["age"] == 1


def test_ends_that_are_one_actor(without_ids: Graph) -> None:
    with pytest.raises(ActorError, match="Both ends are Ada"):
        without_ids.path("Ada", "countess")


@pytest.mark.parametrize("date", ["May 2023", "2023-5", "", "2023-05-23T10:00"])
def test_a_date_that_is_none(without_ids: Graph, date: str) -> None:
    with pytest.raises(SociogramError, match="is not a date"):
        without_ids.path("Ada", "Bob", as_of=date)


DATED = """
CREATE (a:P {name: 'A'}), (b:P {name: 'B'}),
       (a)-[:YEAR {start_date: 2020}]->(b),
       (a)-[:DAY {start_date: date('2021-03-01')}]->(b),
       (a)-[:TEXT {start_date: '2022'}]->(b),
       (a)-[:OVER {end_date: 2020}]->(b)
"""


def test_dates_of_other_types_count_as_dates(store: GraphStore) -> None:
    run(store, DATED, write=True)
    paths = Graph(store).path("A", "B", as_of="2021")
    assert [path.relationships[0].type for path in paths] == ["DAY", "YEAR"]


LADDER = """
UNWIND range(0, $rungs - 1) AS rung
MERGE (near:P {name: 'stop ' + right('0' + toString(rung), 2)})
MERGE (far:P {name: 'stop ' + right('0' + toString(rung + 1), 2)})
CREATE (near)-[:BY]->(:P {name: 'left ' + toString(rung)})-[:BY]->(far),
       (near)-[:BY]->(:P {name: 'right ' + toString(rung)})-[:BY]->(far)
"""


def test_a_trillion_paths_are_counted_and_the_first_are_in_order(store: GraphStore) -> None:
    run(store, LADDER, {"rungs": 40}, write=True)
    paths = Graph(store).path("stop 00", "stop 40", limit=3)
    assert paths.total == 2**40
    turns = [[node["name"].split()[0] for node in path.nodes[1::2]] for path in paths]
    assert turns == [
        ["left"] * 40,
        ["left"] * 39 + ["right"],
        ["left"] * 38 + ["right", "left"],
    ]


PARALLEL = """
CREATE (a:P {name: 'A'}), (b:P {name: 'B'}), (z:P {name: 'Z'})
WITH a, b, z
UNWIND range(1, 3) AS n
CREATE (a)-[:MET {id: 'a met b ' + toString(n)}]->(b), (b)-[:MET {id: 'b met a ' + toString(n)}]->(a),
       (a)-[:PAID {id: 'a paid b ' + toString(n)}]->(b), (b)<-[:MET {id: 'z met b ' + toString(n)}]-(z)
"""

PARALLEL_TIES = [
    # types without a direction, the ties between a and b
    ([], ["a met b 1", "b met a 1", "a paid b 1"]),
    (["MET"], ["a met b 1", "a paid b 1"]),
    (["MET", "PAID"], ["a met b 1", "a paid b 1"]),
]


@pytest.mark.parametrize(("undirected", "ties"), PARALLEL_TIES)
def test_several_claims_of_one_tie_are_one_step(
    store: GraphStore, undirected: list[str], ties: list[str]
) -> None:
    run(store, PARALLEL, write=True)
    types = "UNWIND $types AS type CREATE (:RelationType {type: type, directed: false})"
    run(store, types, {"types": undirected}, write=True)
    paths = Graph(store).path("A", "Z")
    assert paths.total == len(ties)
    assert [[tie["id"] for tie in path] for path in paths] == [[tie, "z met b 1"] for tie in ties]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14),
    st.integers(1, 6),
    st.sets(st.integers(2, 6), max_size=2),
)
def test_paths_are_those_of_networkx(ends: list[tuple[int, int]], limit: int, left_out: set[int]) -> None:
    source = nx.MultiDiGraph()
    source.add_nodes_from((node, {"name": f"n{node}"}) for node in range(7))
    for number, (start, end) in enumerate(ends):
        source.add_edge(start, end, type=f"T{number:02}", id=f"{number:02}")
    graph = Graph(MemoryStore.from_networkx(source))
    searched = nx.MultiGraph()
    searched.add_nodes_from(source)
    searched.add_edges_from((start, end, tie) for start, end, tie in source.edges(data=True))
    searched.remove_nodes_from(left_out)
    expected: list[tuple[list[int], tuple[str, ...]]] = []
    if nx.has_path(searched, 0, 1):
        for nodes in nx.all_shortest_paths(nx.Graph(searched), 0, 1):
            steps = [
                sorted(tie["id"] for tie in searched.get_edge_data(*pair).values())
                for pair in pairwise(nodes)
            ]
            expected += [(nodes, ties) for ties in product(*steps)]
    paths = graph.path("n0", "n1", limit=limit, without=[f"n{node}" for node in left_out])
    found = [
        ([node["id"] for node in path.nodes], tuple(tie["id"] for tie in path.relationships))
        for path in paths
    ]
    assert found == sorted(expected)[:limit]
    assert paths.total == len(expected)


VOICES = """
CREATE (ada:Entity {id: 'ada', name: 'Ada'}), (bo:Entity {id: 'bo', name: 'Bo'}),
       (minister:Entity {id: 'minister', name: 'A Minister'}),
       (ministry:Entity {id: 'ministry', name: 'A Ministry'}),
       (ada)-[:MET {claimed_by: 'minister', sources: ['t1']}]->(bo),
       (ada)-[:MET {claimed_by: 'ministry', sources: ['t2']}]->(bo),
       (minister)-[:LEADS {claimed_by: 'ada', sources: ['t1']}]->(ministry),
       (:RelationType {type: 'LEADS', forward: 'leads', backward: 'is led by'})
"""


def test_a_page_says_what_ties_voices_that_it_does_not_draw(store: GraphStore) -> None:
    run(store, VOICES, write=True)
    graph = Graph(store)
    result = graph.run("MATCH (a)-[r:MET]->(b) RETURN a, r, b")
    pages = [graph.page(), graph.page(around="Ada"), graph.page(between=("Ada", "Bo")), result.page()]
    [support] = {tie["support"] for page in pages for tie in page.scene.ties if "support" in tie}
    assert support == "2 independent supports: A Minister and A Ministry; A Minister leads A Ministry"
    assert support in str(graph.path("Ada", "Bo"))
