"""When ties hold in a graph that sociogram did not load, and paths along some types and one direction."""

from __future__ import annotations

from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.actor_rules import ActorChoice
from sociogram.graph.errors import SociogramError
from sociogram.graph.store import GraphStore
from sociogram.queries.run import run
from sociogram.queries.tie_dates import TieDates, tie_dates

OWNERS = """
    CREATE (rask:Company {name: 'Rask'}), (mill:Company {name: 'Mill'}), (oord:Company {name: 'Oord'}),
           (quay:Company {name: 'Quay'}),
           (rask)-[:OWNS {since: 2011, until: 2015, share: 0.6}]->(mill),
           (mill)-[:OWNS {since: 2001}]->(oord),
           (rask)-[:CONTROLS {startDate: '2018-03'}]->(quay),
           (quay)-[:PAID {date: date('2019-04-02')}]->(oord)
"""
DATES = "The dates of ties: the beginning in startDate or since, the end in until, the day in date."


@pytest.fixture
def owners(store: GraphStore) -> Graph:
    list(run(store, OWNERS, write=True))
    return Graph(store)


PATHS: list[tuple[dict[str, Any], list[str]]] = [
    # arguments, the actors between Rask and Oord on each path
    ({}, ["Mill", "Quay"]),
    ({"as_of": "2012"}, ["Mill"]),
    ({"as_of": "2015-12"}, ["Mill"]),
    ({"as_of": "2019-04"}, ["Quay"]),
    ({"as_of": "2019-05"}, []),
    ({"types": "owns"}, ["Mill"]),
    ({"types": ["OWNS", "CONTROLS", "PAID"]}, ["Mill", "Quay"]),
    ({"types": "CONTROLS"}, []),
    ({"directed": True}, ["Mill", "Quay"]),
    ({"directed": True, "types": "OWNS", "as_of": "2012-05-01"}, ["Mill"]),
]


@pytest.mark.parametrize(("arguments", "between"), PATHS, ids=[str(arguments) for arguments, _ in PATHS])
def test_paths(arguments: dict[str, Any], between: list[str], owners: Graph) -> None:
    paths = owners.path("Rask", "Oord", **arguments)
    assert [path.nodes[1].properties["name"] for path in paths] == between
    assert any(note.startswith(DATES) for note in paths.notes) == ("as_of" in arguments)


def test_a_direction_is_followed_from_the_first_to_the_last(owners: Graph) -> None:
    assert [len(owners.path(*ends, directed=True)) for ends in (("Oord", "Rask"), ("Rask", "Oord"))] == [0, 2]
    said = owners.path("Oord", "Rask", directed=True, types="OWNS").notes
    assert said == ("Only ties of type OWNS along their direction were followed.",)


def test_ties_without_a_direction_are_followed_both_ways(store: GraphStore) -> None:
    list(
        run(
            store,
            "CREATE (:Person {name: 'Ann'})-[:MET {directed: false}]->(:Person {name: 'Bo'})",
            write=True,
        )
    )
    assert len(Graph(store).path("Bo", "Ann", directed=True)) == 1


def test_a_type_that_is_not_there(owners: Graph) -> None:
    with pytest.raises(SociogramError, match=r"no tie of type 'OWNS_'\. Did you mean 'OWNS'"):
        owners.path("Rask", "Oord", types="OWNS_")


def test_a_path_says_when_and_gives_other_properties(owners: Graph) -> None:
    words = str(owners.path("Rask", "Mill"))
    assert "from 2011 to 2015; claimant not said; source not said; share: 0.6" in words


def test_stored_queries_show_the_dates(owners: Graph) -> None:
    rows = owners.query("ties-as-of", date="2019-04").to_dicts()
    assert [(row["from"], row["since"], row["until"]) for row in rows] == [
        ("Mill", "2001", None),
        ("Rask", "2018-03", None),
        ("Quay", "2019-04-02", "2019-04-02"),
    ]
    assert [row["since"] for row in owners.query("timeline", since="2011")] == [
        "2011",
        "2018-03",
        "2019-04-02",
    ]
    assert [row["since"] for row in owners.query("connections-of", "Quay")] == ["2019-04-02", "2018-03"]


def test_a_page_shows_the_dates(owners: Graph) -> None:
    claims = owners.page().scene.claims
    assert sorted((claim["start"], claim["end"]) for claim in claims if "end" in claim) == [
        ("2011", "2015"),
        ("2019-04-02", "2019-04-02"),
    ]


def test_dates_that_are_said(store: GraphStore) -> None:
    create = "CREATE (:Person {name: 'Ann'})-[:LED {van: '2011', tot: 2015}]->(:Firm {name: 'Rask'})"
    list(run(store, create, write=True))
    graph = Graph(store)
    assert len(graph.path("Ann", "Rask", as_of="2020")) == 1
    store.choose_actors(ActorChoice(dates=("van", "tot")))
    assert [len(graph.path("Ann", "Rask", as_of=year)) for year in ("2010", "2011", "2015", "2016")] == [
        0,
        1,
        1,
        0,
    ]
    store.choose_actors(ActorChoice(dates=("vann",)))
    with pytest.raises(SociogramError, match=r"No tie has the property 'vann'\. Did you mean 'van'"):
        graph.path("Ann", "Rask", as_of="2020")
    store.choose_actors(ActorChoice())


NO_DATES = [
    "from: 'Lima', to: 'Quito'",
    "since: 12",
    "start: '1 May'",
    "since: [2011]",
    "day: true",
]


@pytest.mark.parametrize("properties", NO_DATES)
def test_what_is_no_date_is_said(properties: str, store: GraphStore) -> None:
    create = f"CREATE (:Person {{name: 'Ann'}})-[:FLEW {{{properties}}}]->(:Person {{name: 'Bo'}})"
    list(run(store, create, write=True))
    assert tie_dates(store) == TieDates((), (), ())
    paths = Graph(store).path("Ann", "Bo", as_of="1999")
    assert len(paths) == 1
    assert paths.notes[0].startswith(NOT_FOUND)


NOT_FOUND = "No property was recognised as a date of ties, so the date left no tie out."
