"""What is saved can be opened: whatever could not be is refused, and the folder stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import networkx as nx
import pytest
from folder_state import fill, state
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from output_commands import run

import sociogram
from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.errors import CypherConstraintValidationFailed, DataError, SociogramError
from sociogram.loaders.folder.data_folder import write_folder
from sociogram.loaders.load import load
from sociogram.loaders.values.types import same_value
from sociogram.queries.cypher.store import MemoryStore

ENTITIES = "id,name,type\na,Ann,Person\nb,Bob,Person\n"
RELATIONS = "id,source,target,type,role\nr1,a,b,KNOWS,friend\nr2,b,a,KNOWS,\n"
FILES = {
    "entities.csv": ENTITIES,
    "relations.csv": RELATIONS,
    "sources.csv": "id,title\ns,Title\n",
    "relation_types.csv": "type,forward\nKNOWS,knows\n",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return fill(tmp_path / "data", FILES)


REFUSED = {
    "an entity twice": "CREATE (:Entity {id: 'a'})",
    "an id of a node that would become an entity": "CREATE (:Person {id: 'a'})",
    "two new ones": "UNWIND [1, 2] AS n CREATE (:Person {id: 'new'})",
    "an id set to another's": "MATCH (n {id: 'a'}) SET n.id = 'b'",
    "all properties set to another's": "MATCH (n {id: 'a'}), (m {id: 'b'}) SET n = properties(m)",
    "one id for all": "MATCH (n:Entity) SET n.id = 'x'",
    "by merge": "MERGE (n:Person {name: 'New'}) ON CREATE SET n.id = 'a'",
    "by a map": "MATCH (n {id: 'a'}) SET n += {id: 'b'}",
    "in a loop": "FOREACH (x IN ['y', 'y'] | CREATE (:Person {id: x}))",
    "in a subquery": "CALL () { CREATE (:Person {id: 'b'}) }",
    "an id taken away": "MATCH (n {id: 'a'}) REMOVE n.id",
    "an id set to null": "MATCH (n {id: 'a'}) SET n.id = null",
    "the label of entities taken away": "MATCH (n {id: 'a'}) REMOVE n:Entity",
    "the label of entities taken away from all": "MATCH (n:Entity) SET n:Person REMOVE n:Entity",
    "the label taken away in a subquery": "MATCH (n {id: 'a'}) CALL (n) { REMOVE n:Entity }",
    "an id that is a number": "CREATE (:Entity {id: 1})",
    "an id that is a list": "CREATE (:Entity {id: ['a']})",
    "an empty id": "CREATE (:Entity {id: ''})",
    "a blank id": "CREATE (:Entity {id: ' '})",
    "a source twice": "CREATE (:Source {id: 's'})",
    "a source without an id": "CREATE (:Source {title: 'New'})",
    "a source's id taken away": "MATCH (n:Source) REMOVE n.id",
    "a wording twice": "CREATE (:RelationType {type: 'KNOWS'})",
    "a wording without a type": "CREATE (:RelationType {forward: 'knows'})",
    "a label that makes it a source of the same id": (
        "CREATE (n:Entity {id: 's'}) WITH n SET n:Source REMOVE n:Entity"
    ),
    "a relation's id twice": "MATCH (a {id: 'a'}), (b {id: 'b'}) CREATE (a)-[:LIKES {id: 'r1'}]->(b)",
    "a relation's id set to another's": "MATCH ()-[r {id: 'r1'}]->() SET r.id = 'r2'",
    "one id for all relations": "MATCH ()-[r]->() SET r.id = 'x'",
    "an id twice among many": "UNWIND range(1, 600) AS n CREATE (:Entity {id: 'n' + (n % 599)})",
    "another's id among many": "UNWIND ['a'] + range(1, 600) AS n CREATE (:Entity {id: toString(n)})",
}
REFUSED_AT_THE_SAVE = {
    "labels beside Source": "CREATE (:Source:Person {id: 'new'})",
    "a relation of a source": "MATCH (a {id: 'a'}), (s:Source) CREATE (a)-[:WROTE]->(s)",
    "a property called as the column of labels": "MATCH (n {id: 'a'}) SET n.type = 'x'",
    "a property called as an end": "MATCH ()-[r {id: 'r1'}]->() SET r.source = 'x'",
    "a value for which there is no cell": "MATCH (n {id: 'a'}) SET n.at = point({x: 1, y: 2})",
}


@pytest.mark.parametrize("case", REFUSED | REFUSED_AT_THE_SAVE)
def test_a_query_that_would_spoil_the_folder_is_refused(data, case):
    before = state(data)
    done = run("query", "-g", data, "--write", "-c", (REFUSED | REFUSED_AT_THE_SAVE)[case])
    assert done.code == 1
    assert done.err.startswith("Error: ")
    assert state(data) == before


@pytest.mark.parametrize("case", REFUSED)
def test_python_takes_the_query_back_and_goes_on(data, case):
    graph = sociogram.open(data)
    with pytest.raises(CypherConstraintValidationFailed):
        graph.run(REFUSED[case], write=True)
    graph.run("CREATE (:Person {id: 'new'})", write=True)
    graph.save()
    assert sociogram.open(data).store.snapshot.node_count == 5


@pytest.mark.parametrize("name", ["\0", "x\0", "\ud800"])
def test_a_name_that_no_text_file_can_hold(data, name):
    graph, before = sociogram.open(data), state(data)
    graph.run("MATCH (n {id: 'a'}) SET n += $properties", properties={name: 1}, write=True)
    with pytest.raises(DataError, match=r"A property is called .* which a CSV title cannot hold\."):
        graph.save()
    assert state(data) == before


ALLOWED = {
    "ids exchanged": (
        "MATCH (a {id: 'a'}), (b {id: 'b'}) SET a.id = 'x', b.id = 'a', a.id = 'b'",
        "MATCH (n:Entity) RETURN n.id, n.name ORDER BY n.id",
        [["a", "Bob"], ["b", "Ann"]],
    ),
    "one deleted and made anew": (
        "MATCH (n {id: 'a'}) DETACH DELETE n CREATE (:Person {id: 'a', name: 'New'})",
        "MATCH (n:Person) RETURN n.id, n.name ORDER BY n.id",
        [["a", "New"], ["b", "Bob"]],
    ),
    "the id of a source for an entity": (
        "CREATE (:Person {id: 's'})",
        "MATCH (n {id: 's'}) RETURN count(n)",
        [[2]],
    ),
    "a source that is an entity, too": (
        "CREATE (:Entity:Source {id: 's'})",
        "MATCH (n:Entity:Source) RETURN n.id",
        [["s"]],
    ),
    "relations without ids": (
        "MATCH (a {id: 'a'}), (b {id: 'b'}) CREATE (a)-[:LIKES]->(b), (a)-[:LIKES]->(b)",
        "MATCH ()-[r:LIKES]->() RETURN count(r)",
        [[2]],
    ),
    "an actor without an id": (
        "CREATE (:Person {name: 'New'})",
        "MATCH (n:Person {name: 'New'}) RETURN n.id IS NULL",
        [[False]],
    ),
    "everything deleted": ("MATCH (n) DETACH DELETE n", "MATCH (n) RETURN count(n)", [[0]]),
    "labels that look like lists": (
        "CREATE (:`A | B`:`C;D` {id: 'new'})",
        "MATCH (n:`A | B`:`C;D`) RETURN n.id",
        [["new"]],
    ),
    "names of every kind": (
        "MATCH (n {id: 'a'}) SET n.`x,y` = 1, n.`x:int` = '1', n.`x\ny` = 'z', n.`a | b` = ['c | d', 'e;f']",
        "MATCH (n {id: 'a'}) RETURN n.`x,y`, n.`x:int`, n.`x\ny`, n.`a | b`",
        [[1, "1", "z", ["c | d", "e;f"]]],
    ),
    "a time zone's name": (
        "MATCH (n {id: 'a'}) SET n.at = datetime('2020-10-25T02:30+01:00[Europe/Paris]')",
        "MATCH (n {id: 'a'}) RETURN toString(n.at)",
        [["2020-10-25T02:30:00+01:00[Europe/Paris]"]],
    ),
    "an offset without a name": (
        "MATCH (n {id: 'a'}) SET n.at = datetime('2020-06-01T12:00Z')",
        "MATCH (n {id: 'a'}) RETURN toString(n.at)",
        [["2020-06-01T12:00:00Z"]],
    ),
    "a text of 30 million characters": (
        "MATCH (n {id: 'a'}) SET n.text = reduce(text = '\"\n', _ IN range(1, 24) | text + text)",
        "MATCH (n:Person) RETURN n.id, size(n.text) ORDER BY n.id",
        [["a", 1 << 25], ["b", None]],
    ),
    "a type with a space": (
        "MATCH (a {id: 'a'}), (b {id: 'b'}) CREATE (a)-[:` is, so `]->(b)",
        "MATCH ()-[r:` is, so `]->() RETURN type(r)",
        [[" is, so "]],
    ),
    "ids with spaces and commas": (
        "CREATE (:Person {id: ' a, \"b\" '})",
        "MATCH (n:Person) WHERE n.id STARTS WITH ' ' RETURN n.id",
        [[' a, "b" ']],
    ),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_is_saved_reads_back_the_same(data, case):
    write, read, expected = ALLOWED[case]
    assert run("query", "-g", data, "--write", "-c", write).code == 0
    assert [list(row) for row in sociogram.open(data).run(read)] == expected


UNUSUAL = {
    "an actor that is a source, too": "MATCH (n {id: 'a'}) SET n:Source",
    "an actor that is a relation type, too": "MATCH (n {id: 'a'}) SET n:RelationType",
    "a name that is a number": "MATCH (n {id: 'a'}) SET n.name = 5",
    "a name that is a list": "MATCH (n {id: 'a'}) SET n.name = ['Ann', 'Anne']",
    "aliases that are numbers": "MATCH (n {id: 'a'}) SET n.aliases = [1, 2]",
    "an alias that is no list": "MATCH (n {id: 'a'}) SET n.aliases = 7",
    "properties called as an export's columns": "MATCH (n {id: 'a'}) SET n.`:ID` = 'x', n.`:LABEL` = 'Y'",
    "a claimant that is a list": "MATCH ()-[r {id: 'r1'}]->() SET r.claimed_by = ['a', 'b']",
    "a certainty that is a number": "MATCH ()-[r {id: 'r1'}]->() SET r.certainty = 3",
    "a mention that is a number": "MATCH ()-[r {id: 'r1'}]->() SET r.mention = 3",
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_every_command_takes_what_may_be_saved(data, tmp_path, case):
    assert run("query", "-g", data, "--write", "-c", UNUSUAL[case]).code == 0
    before = state(data)
    load = run("load", data / "entities.csv", data / "relations.csv", "--to", data)
    assert (load.code, load.err.splitlines()[0]) == (0, f"No changes: nothing was written to {data}.")
    assert state(data) == before
    (tmp_path / "text.txt").write_text("Ann and Bob.")
    for command in (
        ["stats"],
        ["path", "a", "b"],
        ["page", "-o", tmp_path / "out.html"],
        *(["export", tmp_path / f"out.{suffix}"] for suffix in ("graphml", "gexf", "json", "cypher")),
        ["export", "--format", "neo4j-admin", tmp_path / "admin"],
    ):
        done = run(*command, "-g", data)
        assert (done.code, "rror" in done.err) == (0, False), done.err
    for options in ([], ["--text", tmp_path / "text.txt"]):
        assert re.fullmatch(r"\d+ errors?, \d+ warnings?\.\n", run("check", data, *options).err)


NAMES = st.text(st.characters(), min_size=1, max_size=4) | st.sampled_from(
    ["id", "name", "stub", "a:int", "\0", "\ud800"]
)
VALUES = (
    st.text(max_size=4) | st.integers(-9, 9) | st.booleans() | st.floats() | st.lists(st.text(max_size=3))
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@example(nodes=[{"id": []}], labels=[], type_name="KNOWS")
@given(
    nodes=st.lists(st.dictionaries(NAMES, VALUES, max_size=3), min_size=1, max_size=3),
    labels=st.lists(st.text(min_size=1, max_size=3), max_size=2),
    type_name=st.text(min_size=1, max_size=3),
)
def test_a_graph_reads_back_the_same_or_is_refused(tmp_path, nodes, labels, type_name):
    graph = sociogram.Graph(MemoryStore())
    with graph.store.transaction() as writes:
        slots = [writes.create_node(labels, properties) for properties in nodes]
        writes.create_relationship(slots[0], slots[-1], type_name, nodes[0])
    try:
        graph.save(tmp_path / "saved", overwrite=True)
    except SociogramError:
        return
    found = sociogram.open(tmp_path / "saved").store
    assert found.snapshot.type_name(0) == type_name
    for slot, properties in zip(slots, nodes, strict=True):
        assert set(found.snapshot.node_labels(slot)) == {"Entity", *labels}
        for key, value in properties.items():
            # Actors get a name and an id; other values in these properties go beside them.
            again, beside = (
                found.snapshot.node_property_value(slot, name) for name in (key, f"original_{key}")
            )
            assert same_value(again, str(value) if key == "id" else value) or same_value(beside, value)


def table(**columns: list[object]) -> Table:
    return Table(len(next(iter(columns.values()))), {key: column_of(value) for key, value in columns.items()})


TABLES = {
    "an id twice": (Dataset(entities=table(id=["a", "a"])), "Two rows of entities.csv would have the id 'a'"),
    "no id": (Dataset(entities=table(id=["a", None])), "Row 2 of entities.csv would have no id"),
    "no type": (
        Dataset(relations=table(source=["a"], target=["a"])),
        "Row 1 of relations.csv would have no type",
    ),
    "a relation's id twice": (
        Dataset(relations=table(id=["r", "r"], source=["a", "b"], target=["a", "a"], type=["X", "X"])),
        "Two rows of relations.csv would have the id 'r'",
    ),
    "a source twice": (Dataset(sources=table(id=["s", "s"])), "Two rows of sources.csv"),
    "a wording twice": (Dataset(relation_types=table(type=["X", "X"])), "Two rows of relation_types.csv"),
}


@pytest.mark.parametrize("case", TABLES)
def test_tables_that_could_not_be_opened_are_not_written(tmp_path, case):
    dataset, message = TABLES[case]
    with pytest.raises(DataError, match=message):
        write_folder(dataset, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_networkx_nodes_whose_ids_are_the_same_as_text(tmp_path):
    sociogram.open(nx.Graph([(1, "1")])).save(tmp_path / "new")
    saved = sociogram.open(tmp_path / "new").networkx
    assert sorted(saved.nodes(data="original_id"), key=str) == [("0", 1), ("1", "1")]
    assert [(start, end) for start, end in saved.edges()] == [("0", "1")]


# A row with a known id corrects that row


CORRECTIONS = {
    "another target": ("r1,a,a,KNOWS,", ["r1,a,a,KNOWS,friend"]),
    "another source": ("r1,b,b,KNOWS,", ["r1,b,b,KNOWS,friend"]),
    "another type": ("r1,a,b,LIKES,", ["r1,a,b,LIKES,friend"]),
    "turned round, with another role": ("r1,b,a,LIKES,foe", ["r1,b,a,LIKES,foe"]),
    "ends of another relation": ("r1,b,a,KNOWS,", ["r1,b,a,KNOWS,friend"]),
}


@pytest.mark.parametrize("rows", [1, 600])
@pytest.mark.parametrize("case", CORRECTIONS)
def test_a_corrected_row_replaces_its_relation(data, tmp_path, case, rows):
    row, expected = CORRECTIONS[case]
    more = [f"n{number},a,b,KNOWS,{number}" for number in range(rows - 1)]
    sheet = fill(tmp_path / "sheets", {"fix.csv": "\n".join(["id,source,target,type,role", row, *more, ""])})
    counts = [load([sheet / "fix.csv"], data).counts["relations"] for _ in range(2)]
    assert [(one.created, one.updated) for one in counts] == [(rows - 1, 1), (0, 0)]
    graph = sociogram.open(data)
    found = graph.run(
        "MATCH (a)-[r]->(b) WHERE r.id STARTS WITH 'r' "
        "RETURN r.id + ',' + a.id + ',' + b.id + ',' + type(r) + ',' "
        "+ coalesce(r.role, '') AS row ORDER BY row"
    )
    assert [record["row"] for record in found] == [*expected, "r2,b,a,KNOWS,"]


def test_a_correction_by_python_and_to_a_made_id(data, tmp_path):
    fill(data, {"relations.csv": "source,target,type,role\na,b,KNOWS,friend\n"})
    graph = sociogram.open(data)
    [[made]] = graph.run("MATCH ()-[r]->() RETURN r.id")
    sheet = fill(tmp_path / "sheets", {"fix.csv": f"id,source,target,type\n{made},b,a,LIKES\n"}) / "fix.csv"
    assert graph.load(sheet).counts["relations"].updated == 1
    found = sociogram.open(data).run("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r.id, r.role")
    assert [list(row) for row in found] == [["b", "LIKES", "a", made, "friend"]]
