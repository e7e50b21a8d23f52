"""Whatever a data folder holds, its exports load back into the same folder, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j.time import Date, Duration

import sociogram
from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.loaders.folder.data_folder import write_folder
from sociogram.loaders.load import load

ARTICLE = Path(__file__).parents[4] / "data"
SUFFIXES = (".graphml", ".gexf", ".json")
NOT_JSON = "NaN and infinity are written as text"  # among texts, nothing tells them apart
NOT_XML = "control characters, which XML cannot hold, are replaced by U+FFFD"
LOST = {".graphml": (NOT_XML, NOT_JSON), ".gexf": (NOT_XML, NOT_JSON), ".json": (NOT_JSON,)}
"""What a format loses, and the export says so."""


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.csv"))}


def load_back(home: Path, work: Path, suffix: str) -> list[str]:
    """Export a folder as CSV and in a format, load that into an empty folder; return what the export says."""
    graph = sociogram.open(home, cache=False)
    graph.export(work / "expected", format="csv")
    words = graph.export(work / f"graph{suffix}")
    report = load([work / f"graph{suffix}"], work / "loaded")
    assert (report.rejected, report.stubs) == (0, []), report.to_text()
    return words


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_article(tmp_path: Path, suffix: str) -> None:
    load_back(ARTICLE, tmp_path, suffix)
    assert contents(tmp_path / "loaded") == contents(tmp_path / "expected")


def test_a_list_of_numbers_stays_a_list(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "entities.csv").write_text("id,sizes:json\na,[0]\n", encoding="utf-8")
    load_back(tmp_path / "home", tmp_path, ".graphml")
    assert contents(tmp_path / "loaded") == contents(tmp_path / "expected")


def sorted_lines(folder: Path) -> dict[str, list[str]]:
    return {name: sorted(text.split("\n")) for name, text in contents(folder).items()}


def test_the_article_for_neo4j_admin(tmp_path: Path) -> None:
    graph = sociogram.open(ARTICLE, cache=False)
    graph.export(tmp_path / "expected", format="csv")
    graph.export(tmp_path / "admin", format="neo4j-admin")
    load([tmp_path / "admin" / f"{name}.csv.gz" for name in ("nodes", "relationships")], tmp_path / "loaded")
    assert sorted_lines(tmp_path / "loaded") == sorted_lines(tmp_path / "expected")


def test_the_article_as_a_script(tmp_path: Path) -> None:
    graph = sociogram.open(ARTICLE, cache=False)
    graph.export(tmp_path / "expected", format="csv")
    graph.export(tmp_path / "article.cypher")
    (tmp_path / "loaded").mkdir()
    (tmp_path / "loaded" / "entities.csv").touch()
    command = ["query", "--write", "-f", str(tmp_path / "article.cypher"), "-g", str(tmp_path / "loaded")]
    subprocess.run([sys.executable, "-m", "sociogram", *command], check=True, capture_output=True)
    assert sorted_lines(tmp_path / "loaded") == sorted_lines(tmp_path / "expected")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_loaded_into_its_own_folder_it_changes_nothing(tmp_path: Path, suffix: str) -> None:
    shutil.copytree(ARTICLE, tmp_path / "home")
    sociogram.open(tmp_path / "home", cache=False).export(tmp_path / f"graph{suffix}")
    report = load([tmp_path / f"graph{suffix}"], tmp_path / "home")
    assert [table for table, count in report.counts.items() if count.created or count.updated] == []
    for name, text in contents(ARTICLE).items():
        assert (tmp_path / "home" / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_part_of_the_article_holds_the_sources_and_wordings_of_its_ties(
    tmp_path: Path, suffix: str
) -> None:
    graph = sociogram.open(ARTICLE, cache=False)
    graph.export(tmp_path / "expected", format="csv", around="Lisa Kenna")
    graph.export(tmp_path / f"graph{suffix}", around="Lisa Kenna")
    load([tmp_path / f"graph{suffix}"], tmp_path / "loaded")
    rows, expected = sorted_lines(tmp_path / "loaded"), sorted_lines(tmp_path / "expected")
    assert rows["relation_types.csv"] == expected["relation_types.csv"]
    assert rows["sources.csv"] == expected["sources.csv"]
    assert [len(found) for found in rows.values()] == [len(found) for found in expected.values()]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_undirected_networkx_graph(tmp_path: Path, suffix: str) -> None:
    graph = sociogram.open(nx.Graph([("ada", "bo"), ("bo", "cy")]))
    graph.export(tmp_path / f"graph{suffix}")
    load([tmp_path / f"graph{suffix}"], tmp_path / "loaded")
    rows = sociogram.open(tmp_path / "loaded").run("MATCH (a)-[r]->(b) RETURN a.id, b.id, r.directed")
    assert [tuple(row) for row in rows] == [("ada", "bo", False), ("bo", "cy", False)]


DIRECTIONS = {
    # type: direction of the type, of its two ties
    "the type has none": ("false", "", ""),
    "a tie repeats it": ("false", "false", ""),
    "a tie says otherwise": ("false", "true", ""),
    "the type has one": ("true", "", "false"),
    "no tie has one": ("true", "false", "false"),
}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("directions", DIRECTIONS.values(), ids=DIRECTIONS)
def test_who_says_that_a_tie_has_no_direction(
    tmp_path: Path, suffix: str, directions: tuple[str, str, str]
) -> None:
    of_type, first, second = directions
    (tmp_path / "types.csv").write_text(f"type,forward,backward,directed\nNEAR,is near,is near,{of_type}\n")
    ties = f"source,target,type,directed\nada,dock,NEAR,{first}\nbo,dock,NEAR,{second}\n"
    for rows in (ties, f"{ties}ada,bo,OWNS,\n"):
        work = tmp_path / str(len(rows))
        work.mkdir()
        (work / "ties.csv").write_text(rows)
        load([work / "ties.csv", tmp_path / "types.csv"], work / "home")
        load_back(work / "home", work, suffix)
        assert contents(work / "loaded") == contents(work / "expected")


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
FILLED = TEXT.filter(bool)
WORDS = st.sampled_from(
    [
        "true",
        "NaN",
        "007",
        "1.5",
        "a | b",
        "a;b",
        "[1]",
        '["a"]',
        "=1+1",
        " ",
        "2020-05",
        "two\nlines",
        "\r\n",
    ]
)
SCALARS = (
    FILLED | WORDS,
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(),
    st.lists(FILLED | WORDS, max_size=3),
    st.lists(st.integers(-5, 5), max_size=2),
    st.sampled_from([Date(2020, 1, 2), Date(1999, 12, 31)]),
    st.sampled_from([Duration(months=1, seconds=4), Duration(days=2)]),
)
COLUMN = st.sampled_from(SCALARS) | st.just(st.one_of(*SCALARS[:6]))
"""The values of a column: of one type, as a rule."""

NAMES = st.sampled_from(
    [
        *("label", "labels", "id of it", "kind", "key", "weight", "start", "end", "self", "for", "viz", "x"),
        *("property:label", "stub", "edge_id", "notes", "is_current", "a b", "é", "directed_by"),
    ]
)
ID = st.text("abc A.1é", min_size=1, max_size=3).filter(lambda text: text == text.strip())
KEYS = st.lists(ID, min_size=1, max_size=2, unique=True)
STARTS = st.sampled_from(["2019", "2020-02", "2021-01-31"])
ENDS = st.sampled_from(["2021-12-31", "2022"])


def filled(draw: st.DrawFn, values: st.SearchStrategy[Any], count: int) -> list[Any]:
    return [draw(st.none() | values) for _ in range(count)]


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Draw a data set as a folder may hold it: actors, claims, sources, types of ties."""
    ids = draw(st.lists(ID, min_size=1, max_size=4, unique=True))
    labels = st.lists(
        st.sampled_from(["Person", "odd label", "A;B", "a | b"]), min_size=1, max_size=2, unique=True
    )
    entities = {
        "id": ids,
        "name": filled(draw, FILLED, len(ids)),
        "type": filled(draw, labels, len(ids)),
        "aliases": filled(draw, st.lists(FILLED | WORDS, min_size=1, max_size=3, unique=True), len(ids)),
        "summary": filled(draw, FILLED, len(ids)),
    }
    count = draw(st.integers(0, 4))
    relations = {
        "id": [f"r{number}" for number in range(count)],
        "source": [draw(st.sampled_from(ids)) for _ in range(count)],
        "target": [draw(st.sampled_from(ids)) for _ in range(count)],
        "type": [draw(st.sampled_from(["KNOWS", "likes", "works for"])) for _ in range(count)],
        "polarity": filled(draw, st.just("denies"), count),
        "modality": filled(draw, st.just("planned"), count),
        "review": filled(draw, st.just("draft"), count),
        "start_date": filled(draw, STARTS, count),
        "end_date": filled(draw, ENDS, count),
        "sources": filled(draw, KEYS, count),
        "via": filled(draw, st.lists(st.sampled_from(ids), min_size=1, max_size=3), count),
        "paragraph": filled(draw, st.integers(1, 9) | st.just("3-4"), count),
        "directed": filled(draw, st.booleans(), count),
        "quote": filled(draw, FILLED, count),
    }
    keys = draw(st.lists(ID, max_size=2, unique=True))
    sources = {
        "id": keys,
        "title": filled(draw, FILLED, len(keys)),
        "read": filled(draw, st.just("yes"), len(keys)),
    }
    names = draw(st.lists(st.sampled_from(["KNOWS", "likes"]), max_size=2, unique=True))
    types = {"type": names, "directed": filled(draw, st.booleans(), len(names))}
    tables = []
    for columns, length in (
        (entities, len(ids)),
        (relations, count),
        (sources, len(keys)),
        (types, len(names)),
    ):
        for name in draw(st.lists(NAMES, max_size=2, unique=True)):
            columns[name] = filled(draw, draw(COLUMN), length)
        tables.append(Table(length, {name: column_of(values) for name, values in columns.items()}))
    return Dataset(*tables)


def has_paragraphs(dataset: Dataset) -> bool:
    """Return whether each paragraph is a number; sheets with others are rejected."""
    return "3-4" not in dataset.relations.column("paragraph").to_list()


EXPORTED_FOLDERS = {
    "csv": [f"{table}.csv" for table in ("entities", "relations", "sources", "relation_types")],
    "neo4j-admin": ["nodes.csv.gz", "relationships.csv.gz"],
}


@pytest.mark.parametrize("name", EXPORTED_FOLDERS)
@settings(max_examples=20, deadline=None)
@given(dataset=datasets().filter(has_paragraphs))
def test_any_folder_as_a_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str, dataset: Dataset
) -> None:
    work = tmp_path_factory.mktemp("any")
    write_folder(dataset, work / "home")
    graph = sociogram.open(work / "home", cache=False)
    graph.export(work / "expected", format="csv")
    words = graph.export(work / "x", format=name)
    report = load([work / "x" / file for file in EXPORTED_FOLDERS[name]], work / "loaded")
    assert (report.rejected, report.stubs) == (0, []), report.to_text()
    if len(words) == 1:  # nothing is lost
        assert sorted_lines(work / "loaded") == sorted_lines(work / "expected")


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None)
@given(dataset=datasets())
def test_any_folder(tmp_path_factory: pytest.TempPathFactory, suffix: str, dataset: Dataset) -> None:
    work = tmp_path_factory.mktemp("any")
    write_folder(dataset, work / "home")
    words = load_back(work / "home", work, suffix)
    if not any(lost in line for lost in LOST[suffix] for line in words):
        assert contents(work / "loaded") == contents(work / "expected")
