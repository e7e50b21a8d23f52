"""Every command on graphs that sociogram did not load: on Neo4j, on ArcadeDB, and in a file of NetworkX.

``COMMANDS`` is the table: a command, its exit code, and what it prints. In it, ``{one}`` and ``{other}`` are
two actors of the graph, and other words in braces are what ``support.foreign_graphs`` says about it. The
Python interface is driven on the same servers, and on the graphs of NetworkX as they are.
"""

from __future__ import annotations

import io
import json
import shlex
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import sociogram
from sociogram.graph.errors import SociogramError
from sociogram.graph.neo4j.store import Neo4jStore
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.results.result import Result
from sociogram.queries.stored.catalogue import Catalogue
from support.arcadedb.fixtures import ArcadeAddress
from support.foreign_graphs import GRAPHS, ForeignGraph
from support.neo4j.fixtures import ServerAddress, skip_or_fail, wipe
from support.neo4j.server import Neo4jServer, ServerUnavailableError

Run = Callable[..., tuple[int, str, str]]

SHELL = """:schema
:queries
:run connections-of -p actor="{one}"
:param x => 40 + 2
MATCH (n) RETURN count(n) AS nodes, $x AS x;
:page shell.html --around "{one}"
:export shell.json
PROFILE MATCH (n) RETURN count(n);
"""

ANYWHERE = [
    # command, exit code, a part of what it prints
    ("stats", 0, "actors      {actors}"),
    ("stats --format json", 0, '"claims": {claims}'),
    ("stats --timeout 600", 0, "components  1 (largest: {actors} actors"),
    ("query hubs", 0, "{hub}"),
    ("query connections-of '{one}'", 0, "{type}"),
    ("query connections-of Nobody", 1, "No actor is called 'Nobody'."),
    ("query how-connected '{one}' '{other}' -o rows.csv", 0, ""),
    ("query components", 0, "{actors}\t"),
    ("query find-actors '{part}'", 0, "{one}"),
    ("query label-type-matrix", 0, "{kind}"),
    ("query sources", 0, "lacks what the query reads: property sources or property cites or label Source"),
    ("query claims-by-voice '{one}'", 0, "lacks what the query reads: property claimed_by"),
    ("query claims-in-source s1", 1, "There is no source 's1'"),
    ("query supporters-and-trainers", 0, "lacks what the query reads: tie of type SUPPORTS or TRAINS"),
    ("query hobs", 1, "Did you mean 'hubs'?"),
    ("query -c 'MATCH (n) RETURN count(n) AS n' --format json", 0, '"n": {actors}'),
    ("query -c 'MATCH (n:Persn) RETURN n'", 0, "The graph has no label 'Persn'."),
    ("query -c 'CREATE (n:Sneaky)'", 1, "--write"),
    ("query -c 'EXPLAIN MATCH (n) RETURN n'", 0, "operator"),
    ("queries list", 0, "connections-of"),
    ("queries show hubs", 0, "MATCH"),
    ("queries check", 0, "no data   accusations"),
    ("path '{one}' '{other}'", 0, "{step}"),
    ("path '{one}' '{other}' --max 1", 0, "{distance} ties"),
    ("path '{one}' '{other}' --types {type} --directed", 1, "Only ties of type {type} along their direction"),
    ("path '{one}' '{other}' --as-of 1900 --dates {number}", 0, "the beginning in {number}"),
    ("path '{one}' '{one}'", 1, "Both ends are {one}."),
    ("path '{one}' Nobody", 1, "No actor is called 'Nobody'."),
    ("path '{one}' '{other}' --without '{other}'", 1, "No path connects {one} and {other}."),
    ("page -o whole.html", 0, "whole.html"),
    ("page --whole -o whole.html --language nl", 0, "whole.html"),
    ("page --around '{one}' --depth 2 -o around.html", 0, "around.html"),
    ("page --between '{one}' '{other}' -o between.html", 0, "between.html"),
    ("page --query connections-of -p actor='{one}' -o query.html", 0, "query.html"),
    ("page --query hubs -o query.html", 1, "The result holds no node, relationship or path"),
    ("page --strongest 3 -o strongest.html", 0, "strongest.html"),
    ("page --as-of 2019-04 -o dated.html", 0, "dated.html"),
    ("page --color name --size {number} -o looks.html", 0, "looks.html"),
    ("duplicates", 0, "{alike}"),
    ("export graph.graphml", 0, "{actors} nodes, {claims} relationships"),
    ("export graph.gexf", 0, "{actors} nodes, {claims} relationships"),
    ("export graph.json", 0, "{actors} nodes, {claims} relationships"),
    ("export graph.cypher", 0, "{actors} nodes, {claims} relationships"),
    ("export folder --format csv", 0, "{actors} nodes, {claims} relationships"),
    ("export admin --format neo4j-admin", 0, "neo4j-admin database import full"),
    ("export part.graphml --around '{one}'", 0, "part.graphml"),
    ("export part.json --between '{one}' '{other}'", 0, "part.json"),
    ("export part.cypher --query connections-of -p actor='{one}'", 0, "part.cypher"),
    ("compare s1 s2", 1, "There is no source 's1'"),
    ("shell", 0, "{type}"),
]
ON_A_SERVER = [
    ("check", 1, "no nodes labelled Entity"),
    ("load ties.csv --to neo4j", 1, "{actors} nodes that sociogram did not load"),
    ("load ties.csv --to neo4j --dry-run", 1, "--beside"),
    ("rename '{one}' Renamed --dry-run", 1, "id"),
    ("remove '{one}' --dry-run", 1, "id"),
    ("log", 2, "a Neo4j server has none"),
    ("undo", 2, "a Neo4j server has none"),
    ("diff", 2, "a Neo4j server has none"),
]
IN_A_FILE = [
    ("check", 0, "0 errors"),
]


@dataclass(frozen=True)
class Place:
    """Where a graph is.

    Attributes:
        graph: the graph.
        source: what ``-g`` is given.
        is_server: whether that is a server.
    """

    graph: ForeignGraph
    source: str
    is_server: bool

    def words(self) -> dict[str, object]:
        graph = self.graph
        start, type_, end = graph.kind
        has_ids = not self.is_server or any("id" in properties for _, properties in graph.nodes.values())
        return {
            "actors": len(graph.nodes),
            "claims": len(graph.ties),
            "one": graph.one,
            "other": graph.other,
            "part": graph.one.split()[1].upper(),
            "type": next(type_ for start, type_, *_ in graph.ties if self.name_of(start) == graph.one),
            "hub": "\t".join(map(str, graph.hub)),
            "kind": f"{start}\t{type_}\t{end}",
            "step": graph.step,
            "distance": graph.distance,
            "number": graph.number,
            "alike": "No actors look alike." if has_ids else "No two actors were compared.",
        }

    def name_of(self, key: Hashable) -> object:
        properties = self.graph.nodes[key][1]
        return properties.get("name", properties.get("fullName"))


@contextmanager
def signed_in(address: ServerAddress | ArcadeAddress, database: str | None) -> Iterator[None]:
    """Let commands find a server and sign in by the environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_URI", address.uri)
        patch.setenv("NEO4J_USERNAME", address.user)
        patch.setenv("NEO4J_PASSWORD", address.password)
        if database is not None:
            patch.setenv("NEO4J_DATABASE", database)
        yield


PLACES = [
    pytest.param((store, name), id=f"{name} {words}", marks=marks)
    for store, words, marks in (
        ("fresh_neo4j", "on Neo4j", [pytest.mark.neo4j]),
        ("arcadedb", "on ArcadeDB", []),
        ("", "in a file", []),
    )
    for name in GRAPHS
]


@pytest.fixture(scope="module")
def fresh_neo4j() -> Iterator[ServerAddress]:
    """A server of this module's own: Neo4j lists every property that its database ever had."""
    server = Neo4jServer(heap="400m")
    try:
        server.start()
    except ServerUnavailableError as error:
        skip_or_fail(str(error))
    yield ServerAddress(server.uri, server.user, server.password)
    server.close()


@pytest.fixture(scope="module", params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Each graph in each place, one after the other."""
    store, name = request.param
    graph = GRAPHS[name]
    if store == "fresh_neo4j":
        address = request.getfixturevalue(store)
        with signed_in(address, None), address.open() as there:
            wipe(there)
            there.execute(graph.cypher(), write=True).summary()
            yield Place(graph, "neo4j", is_server=True)
    elif store == "arcadedb":
        address = request.getfixturevalue(store)
        with signed_in(address, name), Neo4jStore(address.uri, address.user, address.password, name) as there:
            there.execute(graph.cypher(), write=True).summary()
            yield Place(graph, "neo4j", is_server=True)
    else:
        file = tmp_path_factory.mktemp(name) / f"{name}.json"
        file.write_text(json.dumps(nx.node_link_data(graph.networkx(), edges="edges")), encoding="utf-8")
        yield Place(graph, str(file), is_server=False)


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "ties.csv").write_text("from,to,relation\nAnn Verhoef,Somebody,met\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(run: Run, place: Place, command: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    words = place.words()
    arguments = shlex.split(command.format(**words))
    if arguments[0] == "shell":
        monkeypatch.setattr("sys.stdin", io.StringIO(SHELL.format(**words)))
    has_graph = arguments[0] not in ("load", "queries") or arguments[1] == "check"
    return run(*arguments, *(["-g", place.source] if has_graph else []))


@pytest.mark.parametrize(("command", "code", "printed"), ANYWHERE, ids=[command for command, *_ in ANYWHERE])
def test_commands(
    command: str,
    code: int,
    printed: str,
    place: Place,
    run: Run,
    in_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended, out, err = ran(run, place, command, monkeypatch)
    assert printed.format(**place.words()) in out + err
    assert ended == code, err
    for page in in_folder.glob("*.html"):
        assert place.graph.one in page.read_text(encoding="utf-8") or page.stem == "strongest"


SOMEWHERE = [(True, *one) for one in ON_A_SERVER] + [(False, *one) for one in IN_A_FILE]


@pytest.mark.parametrize(
    ("on_server", "command", "code", "printed"), SOMEWHERE, ids=[f"{one[1]} {one[0]}" for one in SOMEWHERE]
)
def test_commands_that_depend_on_the_place(
    on_server: bool,
    command: str,
    code: int,
    printed: str,
    place: Place,
    run: Run,
    in_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if place.is_server != on_server:
        pytest.skip("not for this place")
    ended, out, err = ran(run, place, command, monkeypatch)
    assert printed.format(**place.words()) in out + err
    assert ended == code, err
    assert list(in_folder.iterdir()) == [in_folder / "ties.csv"]


EXPORTS = ["graph.graphml", "graph.gexf", "graph.json", "folder --format csv"]


@pytest.mark.parametrize("target", EXPORTS)
def test_exports_load_back(
    target: str, place: Place, run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ran(run, place, f"export {target}", monkeypatch)[0] == 0
    _, hubs, _ = ran(run, place, "query hubs", monkeypatch)
    assert run("query", "hubs", "-g", target.split()[0])[1] == hubs


COMPLETED = [
    # words typed, what is offered
    ("path '{one}' {start}", "{other}"),
    ("page --around {start}", "{other}"),
    ("query connections-of -p actor={start}", "actor={other}"),
]


@pytest.mark.parametrize(("typed", "offered"), COMPLETED)
def test_completion(
    typed: str, offered: str, place: Place, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = place.words() | {"start": place.graph.other.split()[0]}
    monkeypatch.setenv("SOCIOGRAM_GRAPH", place.source)
    monkeypatch.setenv("_SOCIOGRAM_COMPLETE", "bash_complete")
    line = f"sociogram {typed}".format(**words)
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(shlex.split(line)) - 1))
    assert offered.format(**words) in run()[1]


# ── from Python ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def opened(place: Place) -> Iterator[sociogram.Graph]:
    with sociogram.open(place.source if place.is_server else place.graph.networkx()) as graph:
        yield graph


STORED = Catalogue()
GIVEN: dict[str, dict[str, Any]] = {
    "find-actors": {"name": "a"},
    "ties-as-of": {"date": "2019-04"},
    "ties-in-paragraph": {"paragraph": 1},
}
ABSENT = {
    "claim-chain": {"claim": "c1"},
    "claims-in-source": {"source": "s1"},
    "new-in": {"source": "s1"},
}


@pytest.mark.parametrize("name", STORED.names())
def test_every_stored_query_has_rows_or_says_what_is_lacking(
    name: str, place: Place, opened: sociogram.Graph
) -> None:
    ends = iter((place.graph.one, place.graph.other) * 2)
    actors = {
        one.name: [next(ends)] if one.type.startswith("LIST") else next(ends)
        for one in STORED.get(name).parameters
        if one.is_actor
    }
    if name in ABSENT:
        with pytest.raises(SociogramError, match=r"There is no (claim|source) '[cs]1'"):
            opened.query(name, parameters=ABSENT[name])
        return
    result = opened.query(name, parameters=actors | GIVEN.get(name, {}))
    if name in HAS_ROWS:
        assert len(result) > 0
        names = [row["actor"] for row in result] if "actor" in result.columns else [place.graph.one]
        assert all(names)
    assert len(result) or bool(result.lacking) == bool(result.summary.notifications)
    if place.is_server:
        copy = MemoryStore()
        copy.execute(place.graph.cypher(), write=True).summary()
        in_memory = sociogram.Graph(copy).query(name, parameters=actors | GIVEN.get(name, {}))
        assert plain(result) == plain(in_memory)


def plain(result: Result) -> list[str]:
    """Return rows without the ids of a store, and without ties, of which any of equal ones may come first."""
    return sorted(
        str({column: value for column, value in row.items() if column not in ("id", "tie")})
        for row in result.to_dicts()
    )


HAS_ROWS = {
    "components",
    "connections-of",
    "find-actors",
    "how-connected",
    "hubs",
    "label-type-matrix",
    "neighbourhood",
    "unsourced-ties",
}


def test_the_python_interface(place: Place, opened: sociogram.Graph, tmp_path: Path) -> None:
    graph, actors, claims = place.graph, len(place.graph.nodes), len(place.graph.ties)
    assert opened.stats(timeout=600).degrees[graph.hub[0]] == graph.hub[1]
    paths = opened.path(graph.one, graph.other, timeout=600)
    assert graph.step in str(paths)
    assert len(paths[0].relationships) == graph.distance
    assert graph.one in paths._repr_html_()
    assert "MATCH" in opened.queries.get("hubs").text
    assert opened.run("MATCH (n) RETURN count(n)").value() == actors
    assert len(list(opened.run("MATCH ()-[r]->() RETURN r").stream())) == claims
    assert graph.one in set(opened.node_table().to_pandas()["name"])
    assert len(opened.edge_table().to_polars()) == claims
    assert opened.edge_table().to_arrow().num_rows == claims
    assert len(opened.select(around=graph.one).nodes) == 1 + len(
        {end for start, _, end, _ in graph.ties if place.name_of(start) == graph.one}
    )
    assert nx.is_weakly_connected(opened.networkx)
    assert (len(opened.networkx), opened.networkx.size()) == (actors, claims)
    assert (opened.sources, opened.relation_types) == ({}, {})
    assert opened.write_back(nx.degree_centrality(opened.networkx), "rank") == actors
    page = opened.page(around=graph.one, depth=2, color="rank", size="rank", timeout=600)
    assert graph.one in page.write(tmp_path / "page.html").read_text(encoding="utf-8")
    opened.export(tmp_path / "graph.graphml", around=graph.one)
    assert "operator" in opened.explain("MATCH (n) RETURN n")
    assert list(opened.duplicates()) == []
    assert opened.run("MATCH (n) WHERE n.rank IS NOT NULL RETURN count(n)").value() == actors
    with pytest.raises(SociogramError, match="write=True"):
        opened.run("CREATE (n:Sneaky)")
    with pytest.raises(SociogramError, match="There is no source 's1'"):
        opened.compare("s1", "s2")


def test_a_python_function_is_refused_on_a_server(place: Place, opened: sociogram.Graph) -> None:
    register = partial(opened.procedures.register, "my.one", "", "one :: INTEGER", lambda: [1])
    if place.is_server:
        with pytest.raises(SociogramError, match="cannot call Python functions"):
            register()
    else:
        register()
        assert opened.run("CALL my.one() YIELD one RETURN one").value() == 1
