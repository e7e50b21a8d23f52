"""Notices of queries that run but cannot mean what they say."""

from __future__ import annotations

import networkx as nx
import pytest

import sociogram

COLON = "is a variable here and matches any"
CASES = (
    ("MATCH (f:Film) WHERE f.title = null RETURN f", "Write f.title IS NULL."),
    ("MATCH (f:Film) WHERE null <> f.title RETURN f", "Write f.title IS NOT NULL."),
    ("MATCH (f:Film) WHERE NOT f.title = NULL RETURN f", "Write f.title IS NULL."),
    ("MATCH (f:Film) WHERE f.year > '1950' RETURN f", "'1950' is text"),
    ("MATCH (f:Film) WHERE '1958' = f.year RETURN f", "'1958' is text"),
    ("MATCH ()-[b:BY]->() WHERE b.fee > '9' RETURN b", "'9' is text"),
    ("MATCH (f:Film) WHERE f.title = 1917 RETURN f", "Put it in quotes: '1917'."),
    ("MATCH (f:Film) WHERE f.title = 'a' || f.title = 'b' RETURN f", "write OR"),
    ("MATCH (Film) RETURN 1", f"Film {COLON} node. For the label, write (:Film)."),
    ("MATCH (f)-[BY]->() RETURN f", f"BY {COLON} type. For the type, write [:BY]."),
    ("MATCH (f) WHERE f:title RETURN f", "Write x.title."),
    ("MATCH (f) RETURN f.Film", "Write x:Film."),
    ("MATCH (f)-[:Film]->() RETURN f", "Write (:Film)."),
    ("MATCH (f)-[b]->() RETURN b.type", "Write type(r)."),
    ("MATCH (f:film) RETURN f", "Did you mean 'Film'?"),
)
SILENT = (
    "MATCH (f:Film) WHERE f.title = 'x' AND f.year > 1950 RETURN f",
    "MATCH (f:Film) WHERE f.year <> '1958' RETURN f",
    "MATCH (Film:Film) MATCH (Film)-[BY:BY]->() RETURN Film, BY",
    "MATCH (f:Film) WITH f AS Film MATCH (Film)-->(d) RETURN d",
    "MATCH (f:Film) RETURN f.title = null",
    "MATCH (f:Film) WHERE f.code = 7 OR f.code = 'seven' RETURN f",
)


@pytest.fixture
def graph() -> sociogram.Graph:
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run(
        "CREATE (:Film {title: 'Vertigo', year: 1958, code: 7})-[:BY {fee: 9.5}]->(:Director {code: 'x'})",
        write=True,
    )
    return graph


@pytest.mark.parametrize(("query", "words"), CASES)
def test_what_cannot_be_meant_is_noticed(graph: sociogram.Graph, query: str, words: str) -> None:
    notices = graph.run(query).summary.notifications
    assert len([notice for notice in notices if words in notice]) == 1


GIVEN = {"number": 7, "text": "1958", "texts": ["1957", "1958"], "mixed": [7, "x"]}
WITH_VALUES = (
    ("MATCH (f:Film {year: '1958'}) RETURN f", "Property year seems to hold numbers, and '1958' is text"),
    ("MATCH (f:Film {year: $text}) RETURN f", "'1958' in $text is text, which never equals a number."),
    ("MATCH (f:Film {year: $text}) RETURN f", "Give $text a number."),
    ("MATCH (f:Film) WHERE f.title = $number RETURN f", "Give $number a text: '7'."),
    ("MATCH (f:Film) WHERE $number = f.title RETURN f", "Give $number a text: '7'."),
    ("MATCH (f:Film) WHERE f.year IN $texts RETURN f", "'1957' in $texts is text"),
    ("MATCH (f:Film) WHERE f.title IN [7, 8] RETURN f", "Put it in quotes: '7'."),
    ("MATCH (f:Film)-[b:BY {fee: $text}]->() RETURN f", "Property fee seems to hold numbers"),
)


@pytest.mark.parametrize(("query", "words"), WITH_VALUES)
def test_values_of_a_type_that_never_equals_the_property(
    graph: sociogram.Graph, query: str, words: str
) -> None:
    [notice] = graph.run(query, GIVEN).summary.notifications
    assert words in notice


def test_numbers_in_a_frame_that_became_the_ids_of_actors() -> None:
    """The ids of a data folder are text."""
    pandas = pytest.importorskip("pandas")
    graph = sociogram.open(pandas.DataFrame({"source": [1, 2], "target": [2, 3], "type": ["MET", "MET"]}))
    [notice] = graph.run("MATCH (n {id: $id}) RETURN n", id=1).summary.notifications
    assert notice.endswith("1 in $id is a number, which never equals text. Give $id a text: '1'.")


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (f:Film) WHERE f.title = $text OR f.year = $number RETURN f",
        "MATCH (f:Film) WHERE f.year IN $mixed RETURN f",
        "MATCH (f:Film) WHERE f.year <> $text RETURN f",
        "MATCH (f:Film) WHERE f.code IN $texts RETURN f",
        "CREATE (f:Film {year: $text})",
    ],
)
def test_values_that_may_equal_the_property(graph: sociogram.Graph, query: str) -> None:
    assert graph.run(query, GIVEN, write=True).summary.notifications == ()


@pytest.mark.parametrize("query", SILENT)
def test_what_can_be_meant_has_no_notice(graph: sociogram.Graph, query: str) -> None:
    assert graph.run(query).summary.notifications == ()


WRITTEN = [
    # the query, the names that it reads and neither finds nor writes
    ("MATCH (f:Film) SET f.stars = 5 RETURN f.stars", []),
    ("MATCH (f:Film) SET f += {stars: 5} RETURN f.stars", []),
    ("MATCH (f:Film) SET f += $given RETURN f.stars", []),
    ("MATCH (f:Film) SET f:Classic WITH f MATCH (c:Classic) RETURN c", []),
    ("CREATE (a:Actor {born: 1908})-[:IN]->(:Film) WITH a MATCH (a:Actor)-[r:IN]->() RETURN a.born", []),
    ("MERGE (a:Actor {born: 1908}) RETURN a.born", []),
    ("MATCH (f:Film) WHERE f.titel = 'x' SET f.titel = 'y'", ["titel"]),
    ("MATCH (f:Film) SET f.stars = 5 RETURN f.sars", ["sars"]),
    ("MATCH (d:Director) SET d.code = null RETURN d.code", []),
    ("MATCH (d:Director) DETACH DELETE d", []),
]


@pytest.mark.parametrize(("query", "names"), WRITTEN)
def test_what_a_query_writes_is_not_unknown(graph: sociogram.Graph, query: str, names: list[str]) -> None:
    found = graph.run(query, given={"stars": 5}, write=True).summary.notifications
    assert [notice.split("'")[1] for notice in found] == names
