"""After a correction, the next command takes the cached tables and what was written to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from output_commands import run

import sociogram
from sociogram.loaders import cache
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.load import load
from sociogram.loaders.options import LoadOptions
from sociogram.queries.cypher.store import MemoryStore

FILES = {
    "entities.csv": """\
id,name,type,aliases,summary,country,url
ann,Ann Bee,Person | Writer,A.; Annie,,NL,
bob,Bob Cee,,,,,
cleo,Cleo Dee,Person,,,,
""",
    "relations.csv": """\
id,source,target,type,role,start_date,end_date,sources,paragraph,claimed_by,certainty,summary
r1,ann,bob,KNOWS,,2031,,s1,4,ann,stated,
r2,bob,cleo,MET,,,,s1,,,,
r3,ann,cleo,PAID,,,,,,,,
""",
    "sources.csv": "id,title,author,publisher,date,url,language\ns1,Courier,,,2031,,\n",
    "relation_types.csv": "type,forward,backward,directed,description\nKNOWS,knows,is known by,false,\n",
}

QUERY = """
MATCH (a {id: 'ann'}), (b {id: 'bob'}) SET a:Author REMOVE a:Writer
CREATE (a)-[:MET {id: 'r9', sources: ['s1', 's2']}]->(b), (:Person {id: 'dan', name: 'Dan'})
"""
WITHOUT_ID = "MATCH (a {id: 'ann'}), (b {id: 'bob'}) CREATE (a)-[:MET]->(b)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder whose tables are cached; small ones are not, elsewhere."""
    monkeypatch.setattr(cache, "LEAST_BYTES", 0)
    monkeypatch.setenv("SOCIOGRAM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SOCIOGRAM_NO_CACHE", raising=False)
    data = tmp_path / "data"
    data.mkdir()
    for name, text in FILES.items():
        (data / name).write_text(text, encoding="utf-8", newline="")
    sociogram.open(data)
    return data


@pytest.fixture
def reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows each time tables are read from CSV files."""
    done: list[str] = []
    read = cache._Source.read
    monkeypatch.setattr(cache._Source, "read", lambda self: (done.append("read"), read(self))[1])
    return done


def fail(*_: object) -> None:
    """Stand in for a function that must not be called."""
    raise AssertionError


def rows(graph: sociogram.Graph) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each table, in the order of their keys."""
    dataset = graph.store.to_dataset()
    tables = ("entities", "relations", "sources", "relation_types")
    return {name: sorted(getattr(dataset, name).rows(), key=str) for name in tables}


COMMANDS = {
    "a cell": ["set", "bob", "country=Peru"],
    "a merge": ["merge", "ann", "cleo"],
    "a rename": ["rename", "bob", "Robert Cee", "--id", "robert"],
    "a removal": ["remove", "r2", "bob", "--yes"],
    "a query": ["query", "--write", "-c", QUERY],
}


@pytest.mark.parametrize("case", COMMANDS)
def test_the_next_command_has_the_graph_of_the_files(folder: Path, reads: list[str], case: str) -> None:
    for _ in range(2):  # the second time on top of the first
        run(*COMMANDS[case], "-g", folder)
    cached = sociogram.open(folder)
    assert not reads
    assert rows(cached) == rows(sociogram.open(folder, cache=False))


def test_a_row_that_is_loaded_is_recorded_too(folder: Path, reads: list[str], tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("source,target,type\nann,bob,MET\n", encoding="utf-8")
    assert run("load", tmp_path / "new.csv", "--to", folder).code == 0
    assert run("set", "bob", "country=Chile", "-g", folder).code == 0
    cached = sociogram.open(folder)
    assert not reads
    assert rows(cached) == rows(sociogram.open(folder, cache=False))
    assert [row["country"] for row in read_folder(folder).entities.rows() if row["id"] == "bob"] == ["Chile"]


def test_a_load_takes_the_cached_tables_of_its_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "decisions.csv").write_text("first,second,verdict\nann,Anna B.,same\n", encoding="utf-8")
    sociogram.open(folder)
    ties, options = tmp_path / "ties.csv", LoadOptions(dry_run=True)
    ties.write_text("source,target,type\nAnna B.,bob,KNOWS\nann,cleo,PAID\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("sociogram.loaders.target.read_files", fail)
        cached = load([ties], folder, options).to_dict()
    monkeypatch.setenv("SOCIOGRAM_NO_CACHE", "1")
    assert load([ties], folder, options).to_dict() == cached


def test_files_that_another_program_edits_are_read_again(folder: Path, reads: list[str]) -> None:
    run("set", "bob", "country=Peru", "-g", folder)
    path = folder / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Peru", "Chile"), encoding="utf-8")
    assert sociogram.open(folder).run("MATCH (a {id: 'bob'}) RETURN a.country").to_dicts() == [
        {"a.country": "Chile"}
    ]
    assert reads == ["read"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": "0"}'])
def test_a_damaged_record_is_read_around(folder: Path, reads: list[str], damage: str) -> None:
    run("set", "bob", "country=Peru", "-g", folder)
    [record] = (folder.parent / "cache" / "tables").glob("*.changes")
    record.write_text(damage, encoding="utf-8")
    assert rows(sociogram.open(folder)) == rows(sociogram.open(folder, cache=False))


def test_a_claim_gets_its_id_in_the_file_so_it_is_not_recorded_without(folder: Path) -> None:
    run("query", "--write", "-g", folder, "-c", WITHOUT_ID)
    assert rows(sociogram.open(folder)) == rows(sociogram.open(folder, cache=False))


def test_writes_that_are_not_saved_are_not_recorded(folder: Path) -> None:
    graph = sociogram.open(folder)
    graph.set("bob", country="Peru")
    graph.run("MATCH (a {id: 'ann'}) SET a.country = 'Chile'", write=True)
    graph.set("bob", country="Peru")  # changes nothing
    assert rows(sociogram.open(folder)) == rows(sociogram.open(folder, cache=False))


def test_recorded_writes_are_plain_data(folder: Path) -> None:
    graph = sociogram.open(folder)
    with graph.store.transaction() as writes:
        writes.delete_relationship(1)
        node = writes.create_node(("Entity",), {"id": "dan"})
        writes.create_relationship(node, 0, "MET", {"id": "r9", "sources": ["s1"]})
    graph.save()
    digest = graph._digests[folder.resolve()]
    changes = json.loads(json.dumps(graph.store.recorded_changes(digest)))
    again = MemoryStore(graph.store._state.tables)
    again.replay(changes, digest)
    assert rows(sociogram.Graph(again)) == rows(sociogram.open(folder, cache=False))
