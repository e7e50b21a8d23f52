"""What sociogram wrote says nothing new to the graph that it comes from, and all of it to a new one."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sociogram
from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.loaders.folder.data_folder import read_folder, write_folder
from sociogram.loaders.load import load
from sociogram.loaders.report import LoadReport

ARTICLE = Path(__file__).parents[2] / "data"
TABLES = ("entities", "relations", "sources", "relation_types")

SHEETS: dict[str, dict[str, str]] = {
    "a stub, in words and as a flag": {
        "people.csv": "id,name,stub\na,Ann,\nb,b,true\nc,Cee,false\n",
        "ties.csv": "source,target,type\na,b,KNOWS\na,zed,KNOWS\n",
    },
    "ticket stubs": {"people.csv": "id,name,stub\na,Ann,row 5\nb,Bob,row 6\n"},
    "numbered stubs": {"people.csv": "id,name,stub:int\na,Ann,1\nb,Bob,0\n"},
    "stubs that are text": {"people.csv": "id,name,stub:string\na,Ann,true\nb,Bob,false\n"},
    "Gephi's edges": {
        "edges.csv": "Source,Target,Type,Id,Label,Weight\n1,2,Directed,0,likes,1.5\n2,3,Undirected,1,,2\n"
    },
    "Gephi's edges with an edge_id of their own": {
        "edges.csv": "Source,Target,Type,Id,Label,edge_id\n1,2,Directed,0,likes,x\n2,3,Directed,1,likes,y\n"
    },
    "several labels, lists that hold what separates": {
        "people.csv": 'id,name,type,aliases\na,Ann,Person;Politician,"[""A;B"", ""C | D""]"\nb,Bob,Person,\n',
        "ties.csv": "source,target,type,sources\na,b,KNOWS,https://x.org/a;b\n",
    },
    "not a number, infinite": {
        "people.csv": "id,name,x:double,y:float[]\na,Ann,NaN,NaN;1\nb,Bob,inf,-inf\n",
        "ties.csv": "source,target,type,x:double\na,b,KNOWS,NaN\n",
    },
    "types without direction, relations with and without ids": {
        "ties.csv": "id,source,target,type,role\nr1,a,b,KNOWS,friend\n,a,b,KNOWS,\n,b,a,OWNS,\n",
        "relation_types.csv": "type,forward,backward,directed\nKNOWS,knows,knows,no\nOWNS,owns,,yes\n",
    },
    "sources, cited and not": {
        "ties.csv": "source,target,type,sources,claimed_by,start_date,paragraph\na,b,KNOWS,s1,a,2020-05,3\n",
        "sources.csv": "id,title,author,date\ns1,Paper,X,2020\ns2,Other,Y,\n",
    },
    "titles that other sheets use for fields": {
        "people.csv": "id,name,aka it,reference number\na,Ann,x,7\n",
        "ties.csv": "source,target,type,source_type,strength of it\na,b,KNOWS,abc,3\n",
    },
    "dates and times": {"people.csv": "id,name,born:date,span:duration\na,Ann,2020-01-02,P1Y2M\n"},
    "texts that look like something else": {
        "people.csv": 'id,name,code,said:string\n007,Ann,007,true\n"a, b","say ""x""","two\nlines",5\n'
    },
}

WRITTEN_BY_CYPHER = """
CREATE (a:Entity:person:`Odd | Label` {
  id: 'Big Id', name: 'N  N', nan: 0.0 / 0.0, tags: ['a;b', 'c | d', 'e\\u001ff'], numbers: [1, 2],
  born: date('2020-01-01'), span: duration('P1Y2M3DT4S'), code: '007', edge_id: 'q', source: 'so',
  reference: 'r', `Also known as`: 'zz'
})-[:likes {
  source_type: 'abc', edge_id: 4, strength: 3, `relation id`: 'm', source_name: 'sn', claimed_by: 'N  N'
}]->(:Entity {id: 'Ann', name: 'Big Id'})
CREATE (a)-[:DIRECTED]->(a)
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}


def graph_of(folder: Path) -> tuple[list[str], list[str]]:
    """Return nodes and relationships, to be compared: NaN as a word, ids of relations that were made too."""
    graph = sociogram.open(folder, cache=False)
    nodes = graph.run("MATCH (n) RETURN labels(n), properties(n)")
    ties = graph.run("MATCH (a)-[r]->(b) RETURN type(r), a.id, b.id, properties(r)")
    return (
        sorted(repr((sorted(labels), sorted(found.items()))) for labels, found in nodes),
        sorted(repr((name, a, b, sorted(found.items()))) for name, a, b, found in ties),
    )


def changes(report: LoadReport) -> dict[str, Any]:
    return {table: count for table, count in report.counts.items() if count.created or count.updated}


def own_files(folder: Path, beside: Path) -> list[Path]:
    return [file for file in (folder / f"{table}.csv" for table in TABLES) if file.exists()]


def as_csv(folder: Path, beside: Path) -> list[Path]:
    sociogram.open(folder, cache=False).export(beside, format="csv")
    return own_files(beside, beside)


def for_neo4j_admin(folder: Path, beside: Path) -> list[Path]:
    """Export, and put each header before its rows."""
    sociogram.open(folder, cache=False).export(beside, format="neo4j-admin")
    joined = []
    for name in ("nodes", "relationships"):
        rows = gzip.decompress((beside / f"{name}.csv.gz").read_bytes())
        joined.append(beside / f"{name}.csv")
        joined[-1].write_bytes((beside / f"{name}-header.csv").read_bytes() + rows)
    return joined


WAYS: dict[str, Callable[[Path, Path], list[Path]]] = {
    "its own files": own_files,
    "a CSV export": as_csv,
    "an export for neo4j-admin": for_neo4j_admin,
}


@pytest.fixture(params=[*SHEETS, "the article", "written by Cypher"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder."""
    folder = tmp_path / "home"
    if request.param == "the article":
        shutil.copytree(ARTICLE, folder)
    elif request.param == "written by Cypher":
        load([sheet(tmp_path, "people.csv", "id,name\na,Ann\n")], folder)
        graph = sociogram.open(folder, cache=False)
        graph.run(WRITTEN_BY_CYPHER, write=True)
        graph.save()
    else:
        load([sheet(tmp_path, name, text) for name, text in SHEETS[request.param].items()], folder)
    return folder


def sheet(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_was_written_changes_nothing_where_it_comes_from(
    home: Path, tmp_path: Path, way: Callable[[Path, Path], list[Path]]
) -> None:
    before = contents(home)
    report = load(way(home, tmp_path / "beside"), home)
    assert (changes(report), report.rejected, report.stubs) == ({}, 0, [])
    assert contents(home) == before


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_was_written_makes_the_same_graph_elsewhere(
    home: Path, tmp_path: Path, way: Callable[[Path, Path], list[Path]]
) -> None:
    files = way(home, tmp_path / "beside")
    load(files, tmp_path / "new")
    assert graph_of(tmp_path / "new") == graph_of(home)
    assert changes(load(files, tmp_path / "new")) == {}


@pytest.mark.parametrize("sheets", SHEETS.values(), ids=SHEETS)
def test_a_sheet_loaded_twice_by_command_changes_nothing(tmp_path: Path, sheets: dict[str, str]) -> None:
    files = [str(sheet(tmp_path, name, text)) for name, text in sheets.items()]
    command = [sys.executable, "-m", "sociogram", "load", *files, "--to", str(tmp_path / "g")]
    subprocess.run(command, check=True, capture_output=True)
    before = contents(tmp_path / "g")
    subprocess.run(command, check=True, capture_output=True)
    assert contents(tmp_path / "g") == before


def test_relations_that_were_moved_elsewhere_keep_their_titles(tmp_path: Path) -> None:
    """``edge_id`` is a relation's id in other sheets; here it is the property that it was."""
    home = tmp_path / "home"
    load([sheet(tmp_path, "edges.csv", SHEETS["Gephi's edges"]["edges.csv"])], home)
    moved = tmp_path / "moved.csv"
    shutil.copy(home / "relations.csv", moved)
    assert changes(load([moved], home)) == {}


def test_the_relations_of_an_export_need_its_nodes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    load([sheet(tmp_path, "ties.csv", "source,target,type\na,b,KNOWS\n")], home)
    before = contents(home)
    _, relationships = for_neo4j_admin(home, tmp_path / "x")
    with pytest.raises(sociogram.SociogramError, match="Load the file of the nodes together"):
        load([relationships], home)
    assert contents(home) == before


def test_a_row_that_describes_a_stub_wins_whatever_comes_first(tmp_path: Path) -> None:
    stub = sheet(tmp_path, "stub.csv", "id,name,stub\nz,z,true\n")
    person = sheet(tmp_path, "person.csv", "id,name\nz,Zed\n")
    for place, files in enumerate(([stub, person], [person, stub], [stub], [person])):
        load(files, tmp_path / str(min(place, 2)))
    for place in range(3):
        assert list(read_folder(tmp_path / str(place)).entities.rows()) == [{"id": "z", "name": "Zed"}]


NAMES = st.sampled_from(
    [
        *(
            "stub",
            "edge_id",
            "labels",
            "source",
            "source_type",
            "strength",
            "weight",
            "reference",
            "x",
            "a b",
        ),
        *(
            "notes",
            "aka",
            "Id",
            "_id",
            "is_current",
            "directed",
            "property:x",
            "type_as_written",
            "publisher",
        ),
    ]
)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
ANY_VALUE = st.one_of(
    TEXT.filter(bool),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(),
    st.lists(TEXT.filter(bool), max_size=3),
    st.lists(st.floats(), min_size=1, max_size=2),
    st.sampled_from(["true", "NaN", "007", "1.5", "a | b", "a;b", "[1]", "=1+1", " ", "2020-05"]),
)
ID = st.text("abc A.1é", min_size=1, max_size=3).filter(lambda text: text == text.strip())


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """Draw a data set as a graph may hold it: whatever labels, types and properties."""
    ids = draw(st.lists(ID, min_size=1, max_size=4, unique=True))
    label = st.sampled_from(["Person", "person", "Federal Agency", "A;B", "ACTORS"])
    entities: dict[str, list[Any]] = {
        "id": ids,
        "name": [draw(st.none() | TEXT.filter(bool)) for _ in ids],
        "type": [draw(st.none() | st.lists(label, min_size=1, max_size=2, unique=True)) for _ in ids],
    }
    count = draw(st.integers(0, 4))
    relations: dict[str, list[Any]] = {
        "id": [f"r{number}" for number in range(count)],
        "source": [draw(st.sampled_from(ids)) for _ in range(count)],
        "target": [draw(st.sampled_from(ids)) for _ in range(count)],
        "type": [draw(st.sampled_from(["KNOWS", "likes", "Undirected", "works for"])) for _ in range(count)],
    }
    for columns, length in ((entities, len(ids)), (relations, count)):
        for name in draw(st.lists(NAMES, max_size=3, unique=True)):
            if name not in columns:
                columns[name] = [draw(st.none() | ANY_VALUE) for _ in range(length)]
    return Dataset(
        *(
            Table(length, {name: column_of(values) for name, values in columns.items()})
            for columns, length in ((entities, len(ids)), (relations, count))
        )
    )


@settings(max_examples=60, deadline=None)
@given(dataset=datasets())
def test_any_folder_loaded_into_itself_and_into_a_new_one(
    tmp_path_factory: pytest.TempPathFactory, dataset: Dataset
) -> None:
    work = tmp_path_factory.mktemp("any")
    home = work / "home"
    write_folder(dataset, home)
    before = contents(home)
    report = load(own_files(home, home), home)
    assert (changes(report), report.rejected) == ({}, 0), report.to_text()
    assert contents(home) == before
    load(own_files(home, home), work / "new")
    assert graph_of(work / "new") == graph_of(home)
