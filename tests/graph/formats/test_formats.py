"""Exports: what other programs read back is what was written."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shlex
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j.spatial import WGS84Point
from neo4j.time import Date, DateTime, Duration, Time

from sociogram.graph.errors import StoreError
from sociogram.graph.formats import SUFFIXES, cypher, gexf, graphml, node_link, write_file, write_folder
from sociogram.graph.formats.cypher import literal
from sociogram.graph.formats.properties import list_text
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.queries.cypher.store import MemoryStore

NASTY = "Zoë \"<&'>\n\t\u0001 😀 ]]> \u202e"

PART = Subgraph(
    (
        Node(
            "0", ("Entity", "Person"), {"id": "a", "name": NASTY, "aliases": ["x;y", "z"], "n": 1, "mixed": 1}
        ),
        Node("1", ("Entity",), {"id": "b", "mixed": "s", "score": 1.5, "n": 2, "born": Date(2020, 1, 2)}),
        Node("2", (), {"score": 2, "label": "mine", "labels": "mine too", "ok": True}),
        Node("3", ("Source",), {"id": "a", "title": "The article"}),
        Node("4", ("RelationType",), {"type": "KNOWS", "directed": True}),
    ),
    (
        Relationship("0", "KNOWS", "0", "1", {"id": "r1", "start_date": "2020-02", "weight": 2}),
        Relationship("1", "KNOWS", "0", "1", {"end_date": "2021", "source": "s", "type": "t"}),
        Relationship("2", "SAYS `no`", "1", "1", {"note": "back\\slash ' quote"}),
        Relationship("3", "KNOWS", "2", "0", {}),
    ),
)
NAMES = ["a", "b", "node-2", "node-3", "node-4"]
ENDS = [
    ("a", "b", "r1"),
    ("a", "b", "relationship-1"),
    ("b", "b", "relationship-2"),
    ("node-2", "a", "relationship-3"),
]


def written(module, part=PART):
    return "".join(module.lines(part))


def shown(text):
    """Return text as XML can hold it."""
    return text.replace("\u0001", "\ufffd")


def test_networkx_reads_our_graphml():
    graph = nx.parse_graphml(written(graphml), force_multigraph=True)
    assert list(graph) == NAMES
    assert graph.nodes["a"] == {
        "label": shown(NASTY),
        "labels": "Entity | Person",
        "id": "a",
        "name": shown(NASTY),
        "aliases": "x;y | z",
        "n": 1,
        "mixed": "1",
    }
    assert graph.nodes["node-2"] == {
        "label": "mine",
        "labels": "",
        "score": 2.0,
        "property:label": "mine",
        "property:labels": "mine too",
        "ok": True,
    }
    assert list(graph.edges(keys=True)) == ENDS
    assert graph.edges[ENDS[0]] == {
        "label": "KNOWS",
        "type": "KNOWS",
        "id": "r1",
        "start_date": "2020-02",
        "weight": 2,
    }
    assert graph.edges[ENDS[1]]["property:type"] == "t"


def test_networkx_reads_our_gexf(tmp_path):
    target = tmp_path / "part.gexf"
    write_file(PART, target)
    graph = nx.read_gexf(target)
    assert list(graph) == NAMES
    assert graph.nodes["a"] == {
        "label": shown(NASTY),
        "labels": "Entity | Person",
        "name": shown(NASTY),
        "aliases": "x;y | z",
        "n": 1,
        "mixed": "1",
    }
    assert list(graph.edges(keys=True)) == ENDS
    assert graph.edges[ENDS[0]] == {
        "id": "r1",
        "label": "KNOWS",
        "type": "KNOWS",
        "weight": 2.0,
        "start": "2020-02-01",
        "start_date": "2020-02",
    }
    assert graph.edges[ENDS[1]]["end"] == "2021-12-31"


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2023-05-23", "2023-05-23", "2023-05-23"),
        ("2023-02-30", None, None),
        ("2023-13", None, None),
        ("soon", None, None),
        (Date(2020, 1, 2), "2020-01-02", "2020-01-02"),
        (2019, "2019-01-01", "2019-12-31"),
        (None, None, None),
    ],
)
def test_partial_dates_on_gephis_timeline(value, first, last):
    part = Subgraph(
        (Node("0", (), {}),), (Relationship("0", "T", "0", "0", {"start_date": value, "end_date": value}),)
    )
    edge = ET.fromstring(written(gexf, part)).find(".//{*}edge")  # noqa: S314 - it is our own
    assert (edge.get("start"), edge.get("end")) == (first, last)


def test_attributes_are_declared_with_their_types():
    root = ET.fromstring(written(graphml))  # noqa: S314 - it is our own
    declared = {
        (key.get("for"), key.get("attr.name")): key.get("attr.type") for key in root.findall("{*}key")
    }
    assert declared["node", "n"] == "long"
    assert declared["node", "score"] == "double"
    assert declared["node", "ok"] == "boolean"
    assert declared["node", "mixed"] == declared["node", "born"] == "string"
    assert declared["edge", "label"] == "string"


def test_networkx_reads_our_node_link_json():
    graph = nx.node_link_graph(json.loads(written(node_link)), edges="edges")
    assert type(graph) is nx.MultiDiGraph
    assert list(graph) == NAMES
    assert graph.nodes["a"] == {
        "labels": ["Entity", "Person"],
        "name": NASTY,
        "aliases": ["x;y", "z"],
        "n": 1,
        "mixed": 1,
    }
    assert graph.nodes["node-3"]["property:id"] == "a"
    assert list(graph.edges(keys=True)) == ENDS
    assert graph.edges[ENDS[1]] == {
        "type": "KNOWS",
        "end_date": "2021",
        "property:source": "s",
        "property:type": "t",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("it's \\ \n \u0001", "'it\\'s \\\\ \\n \\u0001'"),
        ("日本 😀", "'日本 😀'"),
        (None, "null"),
        (True, "true"),
        (-(2**63), "-9223372036854775808"),
        (2**63, "'9223372036854775808'"),
        (1e300, "1e+300"),
        (float("nan"), "(0.0 / 0.0)"),
        (float("-inf"), "(-1.0 / 0.0)"),
        ([1, "a"], "[1, 'a']"),
        (Date(2020, 1, 2), "date('2020-01-02')"),
        (Time(3, 4), "localtime('03:04:00.000000000')"),
        (Time(3, 4, tzinfo=dt.UTC), "time('03:04:00.000000000+00:00')"),
        (DateTime(2020, 1, 2, 3, 4), "localdatetime('2020-01-02T03:04:00.000000000')"),
        (DateTime(2020, 1, 2, 3, 4, tzinfo=dt.UTC), "datetime('2020-01-02T03:04:00.000000000+00:00')"),
        (Duration(days=1, seconds=2), "duration('P1DT2S')"),
        (WGS84Point((1.0, 2.0)), "point({x: 1.0, y: 2.0, srid: 4326})"),
    ],
)
def test_cypher_literals(value, expected):
    assert literal(value) == expected


def test_the_cypher_script_merges_by_label_and_key():
    part = Subgraph(PART.nodes[:2], PART.relationships[:1])
    assert written(cypher, part) == (
        "CREATE CONSTRAINT IF NOT EXISTS FOR (n:`Entity`) REQUIRE n.`id` IS UNIQUE;\n"
        "UNWIND [\n"
        "['a', {`name`: 'Zoë \"<&\\'>\\n\\t\\u0001 😀 ]]> \u202e', "
        "`aliases`: ['x;y', 'z'], `n`: 1, `mixed`: 1}]\n"
        "] AS row\n"
        "MERGE (n:`Entity` {`id`: row[0]})\n"
        "SET n += row[1]\n"
        "SET n:`Person`;\n"
        "UNWIND [\n"
        "['b', {`mixed`: 's', `score`: 1.5, `n`: 2, `born`: date('2020-01-02')}]\n"
        "] AS row\n"
        "MERGE (n:`Entity` {`id`: row[0]})\n"
        "SET n += row[1];\n"
        "UNWIND [\n"
        "['a', 'b', 'r1', {`start_date`: '2020-02', `weight`: 2}]\n"
        "] AS row\n"
        "MATCH (a:`Entity` {`id`: row[0]})\n"
        "MATCH (b:`Entity` {`id`: row[1]})\n"
        "MERGE (a)-[r:`KNOWS` {id: row[2]}]->(b)\n"
        "SET r += row[3];\n"
    )


def test_the_folder_for_neo4j_admin(tmp_path):
    words = write_folder(PART, tmp_path / "import", "neo4j-admin")
    folder = tmp_path / "import"
    assert (folder / "nodes-header.csv").read_text(encoding="utf-8") == (
        '":ID(Node)","id:string","name:string","aliases:string[]","n:long","mixed:string","score:double",'
        '"born:date","label:string","labels:string","ok:boolean","title:string","type:string",'
        '"directed:boolean",":LABEL"\n'
    )
    with gzip.open(folder / "nodes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    assert lines[2].startswith('"1","b",,,"2","s","1.5","2020-01-02",')
    assert '"x;y|z"' in lines[1]  # a value holds the usual delimiter, so another is taken
    assert lines[4].endswith(',"The article",,,"Source"')
    assert (
        (folder / "relationships-header.csv")
        .read_text(encoding="utf-8")
        .startswith('":START_ID(Node)",":END_ID(Node)",":TYPE","id:string"')
    )
    command = shlex.split(words[-1])
    assert command[:4] == ["neo4j-admin", "database", "import", "full"]
    assert f"--nodes={folder}/nodes-header.csv,{folder}/nodes.csv.gz" in command
    assert "--array-delimiter=|" in command
    assert command[-1] == "neo4j"


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        (Duration(months=1, days=2, seconds=3), "duration", "P1M2DT3S"),
        (WGS84Point((1.0, 2.0)), "point", "{x: 1.0, y: 2.0, crs: WGS-84}"),
        (Time(3, 4), "localtime", "03:04:00.000000000"),
        (DateTime(2020, 1, 2, tzinfo=dt.UTC), "datetime", "2020-01-02T00:00:00.000000000+00:00"),
        ([1, 2.5], "double[]", "1.0;2.5"),
        ([True], "boolean[]", "true"),
        ([1, "a"], "string[]", "1;a"),
        ([1, None], "string", "[1, null]"),
        ({"deep": [1]}, "string", '{""deep"": [1]}'),
        (2**70, "string", str(2**70)),
    ],
)
def test_kinds_for_neo4j_admin(tmp_path, value, kind, cell):
    write_folder(Subgraph((Node("0", (), {"k": value}),)), tmp_path, "neo4j-admin")
    assert f'"k:{kind}"' in (tmp_path / "nodes-header.csv").read_text(encoding="utf-8")
    with gzip.open(tmp_path / "nodes.csv.gz", "rt", encoding="utf-8") as file:
        assert file.read() == f'"0","{cell}",\n'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Duration(days=1), "P1D"),
        (WGS84Point((1.0, 2.0)), "POINT(1.0 2.0)"),
        (float("inf"), "inf"),
        ([Date(2020, 1, 2), None], ["2020-01-02", None]),
    ],
)
def test_values_that_json_does_not_know(value, expected):
    part = Subgraph((Node("0", (), {"k": value}),))
    assert json.loads(written(node_link, part))["nodes"][0]["k"] == expected


def test_an_array_delimiter_is_a_semicolon_where_it_can_be(tmp_path):
    part = Subgraph((Node("0", ("A", "B"), {"tags": ["x", "y"], "empty": "", "none": []}),))
    words = write_folder(part, tmp_path, "neo4j-admin")
    assert "'--array-delimiter=;'" in words[-1]
    with gzip.open(tmp_path / "nodes.csv.gz", "rt") as file:
        assert file.read() == '"0","x;y","",,"A;B"\n'


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_part_gives_the_same_bytes(tmp_path, suffix):
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    words = write_file(PART, first)
    assert words[0] == "5 nodes, 4 relationships"
    assert write_file(PART, second) == words
    assert first.read_bytes() == second.read_bytes()
    assert b"\r" not in first.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.name, second.name]


def test_the_same_folder_has_the_same_bytes(tmp_path):
    for name in ("first", "second"):
        write_folder(PART, tmp_path / name, "neo4j-admin")
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_part(tmp_path, suffix):
    target = tmp_path / f"empty{suffix}"
    assert write_file(Subgraph(), target) == ["0 nodes, 0 relationships"]
    assert target.exists()
    write_folder(Subgraph(), tmp_path / "folder", "neo4j-admin")


def test_what_cannot_be_written_is_told(tmp_path):
    with pytest.raises(StoreError, match=r"^No format has the suffix '.png'[^:]*$"):
        write_file(PART, tmp_path / "x.png")
    with pytest.raises(StoreError, match=r"export --format csv FOLDER.*query NAME -o x\.csv"):
        write_file(PART, tmp_path / "x.CSV")
    with pytest.raises(StoreError, match="no format 'tar' for a folder"):
        write_folder(PART, tmp_path / "x", "tar")
    with pytest.raises(StoreError, match="Cannot write"):
        write_file(PART, tmp_path / "missing" / "x.json")


TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
VALUE = st.one_of(
    TEXT,
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False),
    st.lists(TEXT, max_size=2),
)
PROPERTIES = st.dictionaries(
    st.one_of(TEXT.filter(bool), st.sampled_from(["id", "type", "label"])), VALUE, max_size=3
)


@st.composite
def parts(draw):
    nodes = [
        Node(str(place), tuple(sorted(draw(st.sets(TEXT.filter(bool), max_size=2)))), draw(PROPERTIES))
        for place in range(draw(st.integers(1, 4)))
    ]
    end = st.sampled_from(nodes).map(lambda node: node.id)
    edges = [
        Relationship(str(place), draw(TEXT.filter(bool)), draw(end), draw(end), draw(PROPERTIES))
        for place in range(draw(st.integers(0, 4)))
    ]
    return Subgraph(tuple(nodes), tuple(edges))


@settings(max_examples=60, deadline=None)
@given(part=parts())
def test_whatever_is_written_is_read_back_with_the_same_counts(part):
    read = nx.parse_graphml(written(graphml, part), force_multigraph=True)
    assert (len(read), read.number_of_edges()) == (len(part.nodes), len(part.relationships))
    assert [found["labels"] for found in read.nodes.values()] == [
        shown_xml(list_text(node.labels)) for node in part.nodes
    ]
    read = nx.node_link_graph(json.loads(written(node_link, part)), edges="edges")
    assert (len(read), read.number_of_edges()) == (len(part.nodes), len(part.relationships))
    assert [found["labels"] for found in read.nodes.values()] == [list(node.labels) for node in part.nodes]
    root = ET.fromstring(written(gexf, part))  # noqa: S314 - it is our own
    assert len(root.findall(".//{*}node")) == len(part.nodes)
    assert [edge.get("label") for edge in root.findall(".//{*}edge")] == [
        shown_xml(edge.type) for edge in part.relationships
    ]


def shown_xml(text):
    return ET.fromstring(f'<x y="{graphml.xml(text)}"/>').get("y")  # noqa: S314 - it is our own


def test_a_part_as_a_store_of_its_own():
    store = MemoryStore.from_subgraph(PART)
    assert [node.properties for node in store.nodes(store.snapshot.all_nodes())] == [
        node.properties for node in PART.nodes
    ]
    assert store.networkx.number_of_edges() == len(PART.relationships)
