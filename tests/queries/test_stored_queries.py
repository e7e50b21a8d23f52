"""Each stored query on the article, on both stores.

The expected rows lie in ``expected/``, one CSV file a case. They were worked out from the article:
which ties answer the question was read there, paragraph by paragraph, and counts were made by hand or
by plain loops over ``data/``. Cells are written as the command line writes them: several values are parted
by `` | ``, null is empty, a tie shows its type.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sociogram.api import Graph
from sociogram.graph.errors import SociogramError, StoredQueryError
from sociogram.graph.store import GraphStore
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.datacheck import check_dataset
from sociogram.queries.results.writers import cell
from sociogram.queries.run import run
from sociogram.queries.stored.catalogue import MEANT, Catalogue
from sociogram.queries.stored.stored_query import StoredQuery
from sociogram.queries.stored.validate import check_stored_query

ARTICLE = Path(__file__).parents[2] / "data"
EXPECTED = Path(__file__).parent / "expected"
STORED = Catalogue().all()

VALUES: dict[str, dict[str, Any]] = {
    "brokers": {
        "from": ["Biden administration", "Pentagon", "United States Southern Command"],
        "to": ["Boluarte government", "Congress of Peru"],
    },
    "chain-of-command": {"actor": "Special units of the Peruvian Army"},
    "claim-chain": {"claim": "army-commanders-responsible"},
    "claims-by-voice": {"voice": "Inter-American Commission on Human Rights"},
    "claims-in-source": {"source": "wsws-photo-caption"},
    "common-connections": {"from": "Lisa Kenna", "to": "Marco Marín"},
    "connections-of": {"actor": "Dina Boluarte"},
    "evidence-for-tie": {"from": "Peruvian Army", "to": "Protesters in Peru"},
    "find-actors": {"name": "army"},
    "how-connected": {"from": "Lisa Kenna", "to": "Dina Boluarte"},
    "neighbourhood": {"actor": "Marco Marín"},
    "new-in": {"source": "red-update-2023-06-04"},
    "ties-as-of": {"date": "2022-12"},
    "ties-in-paragraph": {"paragraph": 18},
    "triads": {"actor": "Lisa Kenna"},
    "under-command": {"actor": "United States"},
}
"""Values of parameters that have no default, and of some that limit the rows."""

FIRST: list[tuple[str, str, dict[str, Any]]] = [
    (query.name, query.name, VALUES.get(query.name, {})) for query in STORED
]

# query, case, parameters: actors by name, alias or id, as people type them
OTHERS: list[tuple[str, str, dict[str, Any]]] = [
    ("accusations", "against-boluarte", {"whom": "boluarte"}),
    ("chain-of-command", "of-the-police-units", {"actor": "special-units-of-the-police"}),
    ("claims-by-voice", "of-the-commission", {"voice": "CIDH"}),
    ("came-due", "in-may-2023", {"as_of": "2023-05-30"}),
    ("common-connections", "china-and-us", {"from": "Beijing", "to": "washington"}),
    ("connections-of", "of-kenna", {"actor": "KENNA"}),
    ("evidence-for-tie", "kenna-and-castillo", {"from": "Castillo", "to": "Kenna"}),
    ("how-connected", "pompeo-to-ramos", {"from": "Pompeo", "to": "Christopher Ramos"}),
    ("how-connected", "several-paths", {"from": "Pedro Castillo", "to": "China"}),
    ("hubs", "three", {"top": 3}),
    ("never-heard", "in-the-folder", {"scope": "folder"}),
    ("neighbourhood", "one-step", {"actor": "Marco Marin", "depth": 1}),
    ("single-claimant-ties", "deposing", {"type": "DEPOSED"}),
    ("single-claimant-ties", "killing", {"type": "KILLED"}),
    ("supporters-and-trainers", "of-the-army", {"whom": "Peruaanse leger"}),
    ("ties-as-of", "a-day-in-january", {"date": "2023-01-15"}),
    ("ties-in-paragraph", "of-a-source", {"paragraph": 26, "source": "wsws-photo-caption"}),
    ("timeline", "of-castillo", {"actor": "Castillo"}),
]
CASES = FIRST + [(name, f"{name}--{case}", parameters) for name, case, parameters in OTHERS]


def read_expected(name: str) -> list[list[str]]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(("name", "case", "parameters"), CASES, ids=[case for _, case, _ in CASES])
def test_rows(article_store: GraphStore, name: str, case: str, parameters: dict[str, Any]) -> None:
    result = Graph(article_store).query(name, parameters=parameters)
    columns = list(result.columns)
    rows = [[cell(value) for value in record] for record in result]
    assert [columns, *rows] == read_expected(case)


@pytest.mark.parametrize("query", STORED, ids=lambda query: query.name)
def test_holds(article_store: GraphStore, query: StoredQuery) -> None:
    assert check_stored_query(article_store, query) == ([], [])


@pytest.mark.parametrize("query", STORED, ids=lambda query: query.name)
def test_header(query: StoredQuery) -> None:
    assert query.text.startswith(f"// {query.title}\n//\n// Question: {query.question}\n")
    assert query.question.endswith("?")
    assert all(parameter.suggestion for parameter in query.parameters if parameter.is_actor)


@pytest.mark.parametrize("query", STORED, ids=lambda query: query.name)
def test_every_answer_has_an_order(query: StoredQuery) -> None:
    after_return = query.text.rpartition("\nRETURN ")[2]
    assert "\nORDER BY " in after_return


def test_no_expected_rows_without_a_case() -> None:
    assert {path.stem for path in EXPECTED.glob("*.csv")} == {case for _, case, _ in CASES}


@pytest.mark.parametrize("query", STORED, ids=lambda query: query.name)
def test_an_empty_graph_gives_no_rows(query: StoredQuery) -> None:
    store = MemoryStore()
    values = {parameter.name: parameter.default for parameter in query.parameters}
    assert run(store, query.text, query.bound(store, values)).to_dicts() == []


UNSOURCED = {
    "entities.csv": "id,name\na,Ada\nb,Bob\n",
    "sources.csv": "id,title\nletter,A letter\n",
    "relations.csv": (
        "source,target,type,role,sources\n"
        "a,b,MET,nobody says where,\n"
        "a,b,MET,in the letter,letter\n"
        "a,b,MET,on a page,https://example.org/page\n"
        "a,b,MET,in a letter that nobody has,letter | lost-letter\n"
    ),
}


def test_unsourced_ties_are_found(tmp_path: Path) -> None:
    for name, text in UNSOURCED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    graph = Graph(MemoryStore.from_dataset(read_folder(tmp_path)))
    found = [(row["role"], row["unknown_sources"]) for row in graph.query("unsourced-ties").to_dicts()]
    assert found == [("in a letter that nobody has", ["lost-letter"]), ("nobody says where", [])]


@pytest.mark.parametrize("describes", [True, False])
def test_unsourced_are_the_same_ties_as_in_a_check(tmp_path: Path, describes: bool) -> None:
    rows = ["x,gazette,", "y,,", "z,,draft", "v,,retracted", "w,letter,", "u,gazette,draft"]
    claims = "".join(f"a,b,MET,{row}\n" for row in rows)
    sources = UNSOURCED["sources.csv"] if describes else "id,title\n"
    for name, text in {
        **UNSOURCED,
        "sources.csv": sources,
        "relations.csv": f"source,target,type,role,sources,review\n{claims}",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    graph = Graph(MemoryStore.from_dataset(read_folder(tmp_path)))
    found = {row["role"] for row in graph.query("unsourced-ties")}
    checked = {
        rows[one.line][0]
        for one in check_dataset(read_folder(tmp_path), lambda table, row: (table, row))
        if one.column == "sources"
    }
    assert found == checked == ({"x", "y", "u"} if describes else {"y"})


def test_sources_that_nothing_describes_are_listed_and_counted(tmp_path: Path) -> None:
    for name, text in UNSOURCED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    graph = Graph(MemoryStore.from_dataset(read_folder(tmp_path)))
    found = [(row["id"], row["title"], row["claims"]) for row in graph.query("sources")]
    assert found == [
        ("letter", "A letter", 2),
        ("https://example.org/page", None, 1),
        ("lost-letter", None, 1),
    ]
    assert (graph.stats().sources, graph.stats().only_cited) == (3, 2)


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        (
            "accusations",
            ("No rows, because this graph lacks what the query reads: tie of type ACCUSES or INVESTIGATES.",),
        ),
        ("connections-of", ()),
        (
            "safe-to-print",
            ("No rows, because this graph lacks what the query reads: property certainty.",),
        ),
        (
            "timeline",
            ("No rows, because this graph lacks what the query reads: property start_date.",),
        ),
    ],
)
def test_a_query_tells_of_no_names_but_what_it_needs(
    name: str, notes: tuple[str, ...], tmp_path: Path
) -> None:
    for file, text in UNSOURCED.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    graph = Graph(MemoryStore.from_dataset(read_folder(tmp_path)))
    values = ["Ada"] if name == "connections-of" else []
    assert graph.query(name, *values).summary.notifications == notes


WRONG_VALUES: list[tuple[str, dict[str, Any], str]] = [
    # query, values as Python or the command line passes them, the message
    ("connections-of", {"actor": ["Ada", "Bea"]}, r"'actor' of 'connections-of' is STRING; .* is not"),
    ("connections-of", {"actor": None}, "needs a value for 'actor'"),
    ("connections-of", {"actor": "null"}, "needs a value for 'actor'"),
    ("ties-in-paragraph", {"paragraph": None}, "needs a value for 'paragraph'"),
    ("ties-in-paragraph", {"paragraph": 2.5}, "is INTEGER; '2.5' is not"),
    ("ties-in-paragraph", {"paragraph": float("nan")}, "is INTEGER; 'nan' is not"),
    ("single-claimant-ties", {"type": ["MET"]}, "'type' of 'single-claimant-ties' is STRING"),
    ("evidence-for-tie", {"from": ["Ada"], "to": "Bea"}, "'from' of 'evidence-for-tie' is STRING"),
    ("claim-chain", {"claim": ["c1"]}, "'claim' of 'claim-chain' is STRING"),
    ("safe-to-print", {"top": 2.5}, "is INTEGER; '2.5' is not"),
    ("never-heard", {"scope": "null"}, "is one of text, folder"),
    ("voices", {"text_voices": "{text"}, "is MAP; '{text' is not"),
    ("voices", {"text_voices": "[1]"}, r"is MAP; '\[1\]' is not"),
    ("ties-as-of", {"date": "yesterday"}, "'yesterday' is not a date. Write 2023"),
    ("ties-as-of", {"date": "2022-1"}, "'2022-1' is not a date. Write 2023"),
    ("timeline", {"since": ["2022"]}, "'since' of 'timeline' is STRING"),
    ("timeline", {"until": "31-12-2022"}, "'31-12-2022' is not a date"),
    ("timeline", {"since": "Ada"}, "This is 'since'; for an actor, write -p actor=NAME"),
]


@pytest.mark.parametrize(("name", "values", "message"), WRONG_VALUES)
def test_a_value_of_another_kind_is_an_error(name: str, values: dict[str, Any], message: str) -> None:
    with pytest.raises(SociogramError, match=message):
        Graph(MemoryStore()).query(name, parameters=values)


RIGHT_VALUES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # query, values as Python passes them, the same as people type them
    ("ties-in-paragraph", {"paragraph": 18.0}, {"paragraph": "18"}),
    ("ties-as-of", {"date": 2022}, {"date": "2022"}),
    ("voices", {"text_voices": {"a": {"name": "b"}}}, {"text_voices": "{a: {name: 'b'}}"}),
    ("ties-as-of", {"date": date(2023, 1, 15)}, {"date": "2023-01-15"}),
    ("brokers", {"from": ("Pentagon",), "to": "Congress of Peru"}, {"from": "Pentagon", "to": ["congress"]}),
]


@pytest.mark.parametrize(("name", "values", "typed"), RIGHT_VALUES)
def test_values_of_python_mean_what_people_type(
    article_store: GraphStore, name: str, values: dict[str, Any], typed: dict[str, Any]
) -> None:
    graph = Graph(article_store)
    found = list(graph.query(name, parameters=values))
    assert found == list(graph.query(name, parameters=typed)) != []


@pytest.mark.parametrize("query", STORED, ids=lambda query: query.name)
def test_no_default_is_of_one_graph(query: StoredQuery) -> None:
    free = {"top", "show", "least", "depth", "scope"}
    for parameter in query.parameters:
        is_general = parameter.default is None or parameter.filled_with or parameter.name in free
        assert parameter.required or is_general


def test_the_queries_hold_on_any_data_set(tmp_path: Path) -> None:
    (tmp_path / "relations.csv").write_text("source,target,type\na,b,BETAALDE\n", encoding="utf-8")
    store = MemoryStore.from_dataset(read_folder(tmp_path))
    faults = {query.name: check_stored_query(store, query).faults for query in STORED}
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_catalogue_is_a_collection() -> None:
    assert "hubs" in Catalogue()
    assert "hub" not in Catalogue()
    assert Catalogue()["hubs"].name == "hubs"
    assert len(Catalogue()) == len(STORED)


GROUPS = {
    "entities.csv": "id,name\n" + "".join(f"{name},{name}\n" for name in "abcxyzkm"),
    # a - y - z - x - b: nothing lower than b lies within two steps of it; c - k; nobody is tied to m
    "relations.csv": "source,target,type\na,y,MET\nz,y,MET\nz,x,MET\nb,x,MET\nc,k,MET\n",
}


def test_components_of_long_chains_and_loners(tmp_path: Path) -> None:
    for name, text in GROUPS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    graph = Graph(MemoryStore.from_dataset(read_folder(tmp_path)))
    found = [(row["actors"], row["names"]) for row in graph.query("components", show=9).to_dicts()]
    assert found == [(5, ["a", "b", "x", "y", "z"]), (2, ["c", "k"]), (1, ["m"])]


RINGS = """
UNWIND ['a', 'b', 'c', 'd', 'e'] AS name
CREATE (:Entity {id: name, name: name})
WITH count(*) AS made
UNWIND [['a', 'b'], ['b', 'c'], ['b', 'c'], ['c', 'a'], ['c', 'c'], ['d', 'c'], ['d', 'e']] AS ends
MATCH (worker:Entity {id: ends[0]}), (employer:Entity {id: ends[1]})
CREATE (worker)-[:WORKS_FOR]->(employer)
WITH count(*) AS made
MATCH (d:Entity {id: 'd'}), (e:Entity {id: 'e'})
CREATE (e)-[:COMMANDS]->(d), (d)-[:MET]->(e)
"""

LEVELS = [
    # query, actor, level and ends of each tie: a tie is on the level at which it is first met
    ("chain-of-command", "a", ["1 a b", "2 b c", "2 b c", "3 c a", "3 c c"]),
    ("chain-of-command", "d", ["1 d c", "1 d e", "1 e d", "2 c a", "2 c c", "3 a b", "4 b c", "4 b c"]),
    ("chain-of-command", "e", []),
    ("under-command", "a", ["1 c a", "2 b c", "2 b c", "2 c c", "2 d c", "3 a b"]),
    ("under-command", "e", ["1 d e", "1 e d"]),
    ("under-command", "d", []),
]


@pytest.fixture(scope="module")
def rings() -> Graph:
    """Workers for each other in a ring, twice, and one for himself."""
    store = MemoryStore()
    run(store, RINGS, write=True)
    return Graph(store)


@pytest.mark.parametrize(("name", "actor", "expected"), LEVELS)
def test_chains_that_go_round_in_circles(rings: Graph, name: str, actor: str, expected: list[str]) -> None:
    rows = rings.query(name, actor=actor)
    assert [f"{row['level']} {row['from']} {row['to']}" for row in rows] == expected


STEPS = [
    # depth, steps and ends of each tie
    (1, ["1 d e", "1 d e", "1 e d"]),
    (2, ["1 d e", "1 d e", "1 e d", "2 d c"]),
    (3, ["1 d e", "1 d e", "1 e d", "2 d c", "3 b c", "3 b c", "3 c a", "3 c c"]),
    (6, ["1 d e", "1 d e", "1 e d", "2 d c", "3 b c", "3 b c", "3 c a", "3 c c", "4 a b"]),
]


@pytest.mark.parametrize(("depth", "expected"), STEPS)
def test_a_neighbourhood_goes_out_level_by_level(rings: Graph, depth: int, expected: list[str]) -> None:
    rows = rings.query("neighbourhood", actor="e", depth=depth)
    assert [f"{row['steps']} {row['from']} {row['to']}" for row in rows] == expected


def test_triads_of_one_are_those_of_all_that_it_is_in(article_store: GraphStore) -> None:
    graph = Graph(article_store)
    every = [tuple(row) for row in graph.query("triads", actor=None)]
    assert len(every) == len(set(every)) > 50
    for actor in ("Lisa Kenna", "Dina Boluarte", "United States"):
        assert [tuple(row) for row in graph.query("triads", actor=actor)] == [
            row for row in every if actor in row[:3]
        ]


TOPS = [
    # query, parameters, rows, what is said of the rest
    ("hubs", {"top": 3}, 3, ["Only the first 3 rows are shown; -p top=30 shows more, if there are any."]),
    ("hubs", {"top": 1000}, 91, []),
    (
        "neighbourhood",
        {"actor": "Marco Marín", "top": 5},
        5,
        ["Only the first 5 rows are shown; -p top=50 shows more, if there are any."],
    ),
    ("connections-of", {"actor": "Dina Boluarte"}, 9, []),
]


@pytest.mark.parametrize(("name", "parameters", "rows", "said"), TOPS)
def test_rows_that_top_ends_are_called_so(
    name: str, parameters: dict[str, Any], rows: int, said: list[str]
) -> None:
    result = Graph(MemoryStore.from_dataset(read_folder(ARTICLE))).query(name, parameters=parameters)
    assert sum(1 for _ in result.stream()) == rows
    assert list(result.summary.notifications) == said


def test_a_tie_that_cites_a_source_twice_counts_once(tmp_path: Path) -> None:
    cited = {
        **UNSOURCED,
        "relations.csv": "source,target,type,sources\na,b,MET,letter | letter | lost\nb,a,MET,\n",
    }
    for name, text in cited.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    graph = Graph(MemoryStore.from_dataset(read_folder(tmp_path)))
    assert [(row["id"], row["claims"]) for row in graph.query("sources")] == [("letter", 1), ("lost", 1)]


def test_components_of_which_several_are_large() -> None:
    graph = Graph(MemoryStore())
    ring = """
        UNWIND range(0, $size - 1) AS n
        WITH $name + n AS here, $name + ((n + 1) % $size) AS there
        MERGE (a:Entity {id: here, name: here})
        MERGE (b:Entity {id: there, name: there})
        CREATE (a)-[:MET]->(b)"""
    for name, size in (("x", 40), ("y", 30), ("z", 2)):
        graph.run(ring, name=name, size=size, write=True)
    assert [row["actors"] for row in graph.query("components", show=1)] == [40, 30, 2]


CUT = [
    # query, parameters, columns by which its rows are in order
    ("neighbourhood", {"actor": "United States", "depth": 6}, ["steps", "from", "to", "paragraph"]),
    ("under-command", {"actor": "United States"}, ["level", "from", "to", "paragraph"]),
    (
        "chain-of-command",
        {"actor": "Special units of the Peruvian Army"},
        ["level", "from", "to", "paragraph"],
    ),
    ("actors-in-several-sources", {"least": 1}, ["actor", "sources", "titles"]),
    ("disputed-ties", {}, ["from", "how", "to"]),
    ("conflicts", {}, ["from", "how", "to", "modality"]),
    ("came-due", {"as_of": "2024"}, ["from", "how", "to", "role", "plan"]),
    ("claims-by-voice", {"voice": "Bill Van Auken"}, ["paragraph", "from", "to", "role"]),
    ("single-claimant-ties", {"type": None}, ["claimant", "from", "to", "paragraph"]),
    ("new-in", {"source": "red-update-2023-06-04"}, ["what", "from", "to", "claims"]),
]


@pytest.mark.parametrize(("name", "parameters", "columns"), CUT)
def test_top_gives_the_first_of_all(name: str, parameters: dict[str, Any], columns: list[str]) -> None:
    graph = Graph(MemoryStore.from_dataset(read_folder(ARTICLE)))

    def rows(top: int) -> list[list[Any]]:
        return [
            [row[column] for column in columns] for row in graph.query(name, parameters=parameters, top=top)
        ]

    every = rows(1000)
    assert every
    for top in range(len(every) + 2):
        assert rows(top) == every[:top]


GUESSES = [
    # what people call a query, the first that is offered
    ("claims-about", "claims-by-voice"),
    ("contradictions", "conflicts"),
    ("who-said", "claims-by-voice"),
    ("quotes", "evidence-for-tie"),
    ("neighbors", "neighbourhood"),
    ("shortest-path", "how-connected"),
    ("communities", "components"),
    ("centrality", "hubs"),
    ("hbus", "hubs"),
]


@pytest.mark.parametrize(("guess", "offered"), GUESSES)
def test_another_name_is_answered_by_the_query_that_is_meant(guess: str, offered: str) -> None:
    with pytest.raises(StoredQueryError, match=f"Did you mean '{offered}'"):
        Catalogue().get(guess)


def test_every_query_that_a_guess_may_mean_exists() -> None:
    assert {name for names in MEANT.values() for name in names} <= set(Catalogue().names())
