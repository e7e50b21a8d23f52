"""Exports keep directions and properties, networkx opens them, and what a format cannot carry is said."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from neo4j.time import Date

import sociogram
from sociogram.graph.formats import write_file, write_folder
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.loaders.load import load

READERS: dict[str, Callable[[Path], Any]] = {
    ".graphml": nx.read_graphml,
    ".gexf": nx.read_gexf,
    ".json": lambda path: nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges"),
}
KNOWS_BOTH_WAYS = Node("9", ("RelationType",), {"type": "KNOWS", "directed": False})


def ties(*found: tuple[str, dict[str, Any]]) -> tuple[Relationship, ...]:
    return tuple(Relationship(str(place), name, "0", "1", rest) for place, (name, rest) in enumerate(found))


def part(relationships: tuple[Relationship, ...], *more: Node) -> Subgraph:
    nodes = (Node("0", ("Entity",), {"id": "a"}), Node("1", ("Entity",), {"id": "b"}), *more)
    return Subgraph(nodes, relationships)


DIRECTIONS: dict[str, tuple[Subgraph, bool, list[Any]]] = {
    "directed": (part(ties(("KNOWS", {}))), True, [None]),
    "said of each tie": (part(ties(("KNOWS", {"directed": False}))), False, [False]),
    "said in a word": (part(ties(("KNOWS", {"directed": "no"}))), False, ["no"]),
    "said of the type": (part(ties(("KNOWS", {})), KNOWS_BOTH_WAYS), False, [None]),
    "a tie that says otherwise than its type": (
        part(ties(("KNOWS", {"directed": True}), ("KNOWS", {})), KNOWS_BOTH_WAYS),
        True,
        [True, False],
    ),
    "mixed": (part(ties(("KNOWS", {}), ("OWNS", {})), KNOWS_BOTH_WAYS), True, [False, None]),
    "mixed, in words": (part(ties(("A", {"directed": "no"}), ("B", {}))), True, ["no", None]),
    "no tie at all": (part(()), True, []),
}


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize(("written", "is_directed", "said"), DIRECTIONS.values(), ids=DIRECTIONS)
def test_directions_as_networkx_reads_them(
    tmp_path: Path, suffix: str, written: Subgraph, is_directed: bool, said: list[Any]
) -> None:
    write_file(written, tmp_path / f"x{suffix}")
    graph = READERS[suffix](tmp_path / f"x{suffix}")
    assert graph.is_directed() is is_directed
    assert [rest.get("directed") for *_, rest in graph.edges(data=True)] == said


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("kind", [nx.Graph, nx.MultiGraph])
def test_an_undirected_networkx_graph_stays_one(tmp_path: Path, suffix: str, kind: type[nx.Graph]) -> None:
    graph = kind([("a", "b"), ("b", "c")])
    sociogram.open(graph).export(tmp_path / f"x{suffix}")
    read = READERS[suffix](tmp_path / f"x{suffix}")
    assert not read.is_directed()
    assert sorted(map(sorted, read.edges())) == [["a", "b"], ["b", "c"]]
    sociogram.open(read).export(tmp_path / f"again{suffix}")
    assert not READERS[suffix](tmp_path / f"again{suffix}").is_directed()


def test_an_undirected_networkx_graph_as_a_folder(tmp_path: Path) -> None:
    sociogram.open(nx.Graph([("a", "b")])).export(tmp_path / "g", format="csv")
    sociogram.open(tmp_path / "g").export(tmp_path / "x.graphml")
    assert not nx.read_graphml(tmp_path / "x.graphml").is_directed()


def test_a_folder_whose_types_have_no_direction(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target,type\na,b,KNOWS\n")
    (tmp_path / "relation_types.csv").write_text("type,forward,backward,directed\nKNOWS,knows,knows,no\n")
    load([tmp_path / "ties.csv", tmp_path / "relation_types.csv"], tmp_path / "g")
    sociogram.open(tmp_path / "g").export(tmp_path / "x.gexf")
    assert not nx.read_gexf(tmp_path / "x.gexf").is_directed()


NAMES = [
    *(
        "key",
        "id",
        "source",
        "target",
        "label",
        "labels",
        "weight",
        "for",
        "type",
        "kind",
        "start",
        "end",
        "self",
    ),
    *("u_of_edge", "v_of_edge", "u_for_edge", "v_for_edge", "node_for_adding", "viz", "parents", "name", "G"),
    *("property:key", "directed", "a:b", "x y"),
]


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_property_of_any_name_is_read_by_networkx(tmp_path: Path, suffix: str, name: str) -> None:
    properties = {name: "mine", "property:key": "other"} | ({} if name == "id" else {"id": "r"})
    node = Node("2", ("Entity",), {"id": "c", **({} if name == "id" else {name: "mine"})})
    write_file(part(ties(("T", properties)), node), tmp_path / f"x{suffix}")
    graph = READERS[suffix](tmp_path / f"x{suffix}")
    [(*_, edge)] = graph.edges(data=True)
    keys = [key for *_, key in graph.edges(keys=True)] if graph.is_multigraph() else []
    assert "other" in edge.values()
    assert "mine" in [*edge.values(), *keys] or name == "property:key"
    assert name in ("id", "property:key") or "mine" in graph.nodes["c"].values()


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_ids_that_differ_in_what_xml_cannot_hold_stay_apart(tmp_path: Path, suffix: str) -> None:
    nodes = tuple(Node(str(place), (), {"id": f"x{chr(place)}"}) for place in (1, 2, 3))
    write_file(Subgraph(nodes), tmp_path / f"x{suffix}")
    assert len(READERS[suffix](tmp_path / f"x{suffix}")) == 3


XML_ONLY = {
    "control characters": ("a\x01b", "control characters, which XML cannot hold, are replaced by U+FFFD"),
    "a list": (["a", "b"], "lists are written as text, with ' | ' between the values"),
    "a list in a list": ([["a"]], "lists are written as JSON"),
    "a null in a list": (["a", None], "lists are written as JSON"),
    "a list with a bar in a value": (["a | b"], "lists are written as JSON"),
    "a map": ({"a": 1}, "maps are written as JSON"),
    "a date": (Date(2020, 1, 2), "values of the type Date are written as text"),
    "a large number": (2**63, "numbers beyond 64 bits, NaN and infinity are written as text"),
    "not a number": (float("nan"), "numbers beyond 64 bits, NaN and infinity are written as text"),
}
OTHERS = {
    "JSON: not a number": (".json", [float("nan")], "NaN and infinity are written as text"),
    "JSON: a date": (".json", Date(2020, 1, 2), "values of the type Date are written as text"),
    "Cypher: a map": (".cypher", {"a": 1}, "maps, and lists of several types, are written as JSON"),
    "Cypher: a large number": (".cypher", 2**63, "integers beyond 64 bits are written as text"),
    "Cypher: a surrogate": (".cypher", "\ud800", "halves of surrogate pairs are replaced by U+FFFD"),
    "neo4j-admin: a map": ("", {"a": 1}, "maps are written as JSON"),
    "neo4j-admin: an empty list": ("", [], "empty lists are left out"),
    "neo4j-admin: a large number": ("", 2**63, "integers beyond 64 bits are written as text"),
}
LOSSES = {
    **{
        f"{suffix}: {what}": (suffix, *case)
        for suffix in (".graphml", ".gexf")
        for what, case in XML_ONLY.items()
    },
    **OTHERS,
}


@pytest.mark.parametrize(("suffix", "value", "words"), LOSSES.values(), ids=LOSSES)
def test_what_a_format_cannot_carry_is_said(tmp_path: Path, suffix: str, value: Any, words: str) -> None:
    written = Subgraph(tuple(Node(str(place), ("A",), {"k": value}) for place in range(2)))
    target = tmp_path / f"x{suffix}"
    told = write_file(written, target) if suffix else write_folder(written, target, "neo4j-admin")
    assert f"`k`: {words} (2 values)." in told


@pytest.mark.parametrize("suffix", [*READERS, ".cypher"])
def test_nothing_is_said_of_what_is_carried(tmp_path: Path, suffix: str) -> None:
    carried = {"id": "a", "text": "é\n😀", "whole": 1, "part": 1.5, "truth": True}
    written = Subgraph((Node("0", ("Entity",), carried),))
    assert write_file(written, tmp_path / f"x{suffix}") == ["1 node, 0 relationships"]


def test_several_types_and_labels_and_other_names_are_said(tmp_path: Path) -> None:
    nodes = (Node("0", ("A", "B"), {"k": 1, "label": "x"}), Node("1", ("A",), {"k": "a"}))
    assert write_file(Subgraph(nodes), tmp_path / "x.graphml") == [
        "2 nodes, 0 relationships",
        "`label` is called `property:label` in the file.",
        "`k`: values of several types are written as JSON (2 values).",
        "`labels`: several labels are written as text, with ' | ' between them (1 value).",
    ]


def test_half_a_surrogate_pair_survives_json(tmp_path: Path) -> None:
    write_file(Subgraph((Node("0", (), {"k": "a\ud800"}),)), tmp_path / "x.json")
    assert READERS[".json"](tmp_path / "x.json").nodes["node-0"]["k"] == "a\ud800"


def test_the_command_says_it_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name,aliases\na,Ann,x | y\nb,Bob\x01,\n")
    load([tmp_path / "people.csv"], tmp_path / "g")
    words = ["export", str(tmp_path / "x.graphml"), "-g", str(tmp_path / "g")]
    done = subprocess.run(
        [sys.executable, "-m", "sociogram", *words], check=True, capture_output=True, text=True
    )
    assert done.stdout == f"{tmp_path / 'x.graphml'}\n"
    assert "`aliases`: lists are written as text" in done.stderr
    assert "control characters" in done.stderr


@pytest.mark.parametrize("suffix", READERS)
def test_how_a_claim_is_told_is_kept(tmp_path: Path, suffix: str) -> None:
    claim = {
        "polarity": "denies",
        "modality": "planned",
        "review": "draft",
        "claimed_by": "ada",
        "via": ["bob", "cy"],
        "cites": ["memo"],
        "quote": "never",
        "about": "c7",
        "supersedes": "c6",
    }
    write_file(part(ties(("LEADS", claim))), tmp_path / f"x{suffix}")
    ((*_, found),) = READERS[suffix](tmp_path / f"x{suffix}").edges(data=True)
    lists = {"via", "cites"}
    assert {key: found[key] for key in claim.keys() - lists} == {
        key: value for key, value in claim.items() if key not in lists
    }
    for key in lists:
        assert all(value in str(found[key]) for value in claim[key])
