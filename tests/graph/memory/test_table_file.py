"""The tables of a large folder are cached, used while its files are the same, and never trusted blindly."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import sociogram
from sociogram.graph.columns import ObjectColumn, TextColumn, column_of
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.memory.from_dataset import tables_of
from sociogram.graph.memory.storage import table_file as kept_file
from sociogram.graph.memory.storage.table_file import (
    FORMAT,
    MappedTextDictionary,
    UnsupportedValueError,
    read_tables,
    write_tables,
)
from sociogram.graph.memory.storage.tables import Tables
from sociogram.loaders import cache as kept
from sociogram.loaders.folder import files
from sociogram.queries.cypher.store import MemoryStore

QUERIES = [
    "MATCH (a {id: 'e3'})-[r]->(b) RETURN a.name, type(r), r.id, r.sources, r.year, b.name ORDER BY r.year",
    "MATCH (a:Person) WHERE a.name STARTS WITH 'Näme 1' RETURN a.name, a.aliases ORDER BY a.name",
    "MATCH (a)<-[r:T1]-(b) RETURN count(*), max(r.weight), collect(DISTINCT r.current)",
    "MATCH (n) RETURN labels(n), count(*) ORDER BY labels(n)",
    "MATCH (a:Org) RETURN a.name, properties(a) ORDER BY a.name LIMIT 5",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a data folder, old enough to be trusted; small ones are kept too, for the while."""
    monkeypatch.setattr(kept, "LEAST_BYTES", 0)
    monkeypatch.setenv("SOCIOGRAM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SOCIOGRAM_NO_CACHE", raising=False)
    data = tmp_path / "data"
    data.mkdir()
    entities = [
        f"e{n},Näme {n},{'Person' if n % 3 else 'Org | Big'},{'A | B' if n % 2 else ''},{n / 2}"
        for n in range(30)
    ]
    relations = [
        f"e{n % 30},e{n * 7 % 30},T{n % 3},s{n % 2},{1990 + n % 9},{n if n % 4 else ''},"
        f"{'true' if n % 5 else 'false'}"
        for n in range(90)
    ]
    write(data / "entities.csv", ["id,name,type,aliases,score", *entities])
    write(data / "relations.csv", ["source,target,type,sources,year,weight,current", *relations])
    write(data / "sources.csv", ["id,title", "s0,First", "s1,Second"])
    return data


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    age(path)


def age(path: Path) -> None:
    """Make a file look old; its time of change cannot be set, so the test's patience is."""
    os.utime(path, (1_600_000_000, 1_600_000_000))


def answers(folder: Path, **options: bool) -> list[list[tuple[object, ...]]]:
    graph = sociogram.open(folder, **options)
    return [[tuple(row.values()) for row in graph.run(query)] for query in QUERIES]


def table_files(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache" / "tables").glob("*.tables"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows with each reading of CSV files."""
    done: list[str] = []
    read = kept._Source.read
    monkeypatch.setattr(kept._Source, "read", lambda self: (done.append("read"), read(self))[1])
    return done


def test_a_cached_table_file_answers_as_the_files_do(folder, reads):
    expected = answers(folder, cache=False)
    assert answers(folder) == expected
    assert len(reads) == 2
    assert answers(folder) == expected
    assert len(reads) == 2
    assert len(table_files(folder)) == 1


def test_what_is_saved_from_a_cached_table_file_is_what_was_read(folder):
    fresh = sociogram.open(folder, cache=False).store.to_dataset()
    sociogram.open(folder)
    again = sociogram.open(folder).store.to_dataset()
    for table in ("entities", "relations", "sources"):
        assert list(getattr(again, table).rows()) == list(getattr(fresh, table).rows())


WRITES = [
    "MATCH (a {id: 'e1'}), (b {id: 'e2'}) CREATE (a)-[:NEW {sources: ['s1']}]->(b)",
    "MATCH (a {id: 'e3'}) SET a.name = 'Other', a.aliases = ['C'], a.score = 'high'",
    "MATCH (a {id: 'e4'})-[r]->() SET r.sources = ['s7'], r.year = null",
    "MATCH (:Person)-[r:T1]->() DELETE r",
    "MATCH (a {id: 'e9'}) DETACH DELETE a",
]


def test_writing_goes_on_from_a_cached_table_file(folder):
    sociogram.open(folder)
    graphs = [sociogram.open(folder), sociogram.open(folder, cache=False)]
    for graph in graphs:
        for query in WRITES:
            list(graph.run(query, write=True))
    kept_rows, plain_rows = ([list(map(list, graph.run(query))) for query in QUERIES] for graph in graphs)
    assert kept_rows == plain_rows
    assert list(graphs[0].store.to_dataset().relations.rows()) == list(
        graphs[1].store.to_dataset().relations.rows()
    )


CHANGES = {
    "a value, of the same length": lambda folder: rewrite(folder, "Näme 3", "Nâme 3"),
    "a row more": lambda folder: rewrite(folder, "e0,", "e77,New,Person,,1\ne0,"),
    "a file less": lambda folder: (folder / "sources.csv").unlink(),
}


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    age(path)  # the same size and the same time


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("settled", [files.SETTLED, 0], ids=["fresh files", "settled files"])
def test_a_changed_file_is_read(folder, reads, monkeypatch, change, settled):
    monkeypatch.setattr(files, "SETTLED", settled)
    answers(folder)
    CHANGES[change](folder)
    assert answers(folder) == answers(folder, cache=False)
    assert len(reads) == 3
    assert len(table_files(folder)) == 2


def test_unchanged_files_are_not_even_opened(folder, monkeypatch):
    monkeypatch.setattr(files, "SETTLED", 0)
    expected = answers(folder)

    def refuse(*_: object) -> None:
        raise AssertionError("a CSV file was opened")

    monkeypatch.setattr(kept, "_Source", refuse)
    assert answers(folder) == expected


@pytest.fixture
def verifications(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return a list that says of each mapping of a table file whether its checksums were compared."""
    done: list[bool] = []
    mapped = kept_file.read_tables

    def read(path: Path, key: str, *, verify: bool = True) -> Tables | None:
        done.append(verify)
        return mapped(path, key, verify=verify)

    monkeypatch.setattr(kept_file, "read_tables", read)
    return done


def test_a_table_file_is_verified_once_while_it_is_the_same_file(folder, verifications, monkeypatch):
    monkeypatch.setattr(files, "SETTLED", 0)
    expected = answers(folder)
    verifications.clear()
    assert [answers(folder) for _ in range(3)] == [expected] * 3
    assert verifications == [True, False, False]
    (file,) = table_files(folder)
    os.utime(file)
    assert [answers(folder) for _ in range(2)] == [expected] * 2
    assert verifications[3:] == [True, False]


def test_a_table_file_that_could_still_change_is_verified_each_time(folder, verifications, monkeypatch):
    monkeypatch.setattr(files, "SETTLED", 0)
    answers(folder)
    monkeypatch.setattr(files, "SETTLED", kept._DAY)
    # the CSV files, not the table file
    monkeypatch.setattr(kept, "are_settled", lambda files: len(files) > 1)
    verifications.clear()
    answers(folder)
    answers(folder)
    assert verifications == [True, True]


def test_a_table_file_is_verified_again_after_a_day(folder, verifications, monkeypatch):
    monkeypatch.setattr(files, "SETTLED", 0)
    answers(folder)
    answers(folder)
    age(*table_files(folder))
    verifications.clear()
    for _ in range(3):
        answers(folder)
    assert verifications == [True, True, False]  # it was aged; it was marked as used; it is as it was


def test_a_verified_table_file_that_is_damaged_is_made_anew(folder, verifications, monkeypatch):
    monkeypatch.setattr(files, "SETTLED", 0)
    expected = answers(folder)
    answers(folder)
    flip(*table_files(folder), "Näme".encode())
    assert answers(folder) == expected


def test_a_copy_and_a_touched_file_find_the_table_file_by_content(folder, reads, tmp_path):
    answers(folder)
    copy = tmp_path / "copy"
    folder.rename(copy)
    os.utime(copy / "relations.csv")
    answers(copy)
    assert len(reads) == 1


def test_a_single_file(folder, reads, monkeypatch):
    monkeypatch.setattr(files, "SETTLED", 0)
    file = folder.parent / "ties.csv"
    write(file, ["source,target,type,sources", *(f"Ann {n},Bob,KNOWS,s1" for n in range(20))])
    query = "MATCH (a)-[r]->(b) RETURN a.id, b.id, r.id ORDER BY r.id LIMIT 3"
    seen = [[list(row) for row in sociogram.open(file).run(query)] for _ in range(3)]
    assert seen[0] == seen[1] == seen[2]
    assert len(reads) == 1


def flip(file: Path, part: bytes) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(part)] ^= 0x40
    file.write_bytes(data)


DAMAGE = {
    "empty": lambda file: file.write_bytes(b""),
    "cut in half": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "the last byte is missing": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "only the beginning": lambda file: file.write_bytes(file.read_bytes()[:20]),
    "something else": lambda file: file.write_bytes(b"PK\x03\x04" * 1000),
    "null bytes": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "a bit of the magic": lambda file: flip(file, b"sociogram"),
    "a bit of the header": lambda file: flip(file, b"label_sets"),
    "a bit of an array": lambda file: flip(file, "Näme".encode()),
    "another format": lambda file: file.write_bytes(
        file.read_bytes().replace(f'"format": {FORMAT}'.encode(), b'"format": 9')
    ),
    "another key": lambda file: file.write_bytes(
        file.read_bytes().replace(f'"key": "{file.stem}"'.encode(), b'"key": "' + b"0" * 32 + b'"')
    ),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_table_file_is_made_anew_without_a_word(folder, capsys, damage):
    expected = answers(folder)
    (file,) = table_files(folder)
    DAMAGE[damage](file)
    assert read_tables(file, file.stem) is None
    assert answers(folder) == expected
    assert capsys.readouterr() == ("", "")
    if damage != "a folder":
        assert read_tables(file, file.stem) is not None
    assert not list(file.parent.glob(".sociogram-*"))


@pytest.mark.parametrize("exchange", ["swapped", "renamed", "linked"])
@pytest.mark.parametrize("settled", [True, False])
def test_a_table_file_under_the_name_of_another_is_made_anew(
    folder, tmp_path, monkeypatch, exchange, settled
):
    monkeypatch.setattr(files, "SETTLED", 0 if settled else kept._DAY)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    write(other / "entities.csv", ["id,name", "Bob,Bob", "Ann 1,Ann of the other folder"])
    expected = [answers(folder), answers(other)]
    assert expected[0] != expected[1]
    assert [answers(folder), answers(other)] == expected  # by the table files, verified if they are settled
    one, two = table_files(folder)
    if exchange == "swapped":
        one.rename(tmp_path / "between")
        two.rename(one)
        (tmp_path / "between").rename(two)
    elif exchange == "renamed":
        two.rename(one)
    else:
        one.unlink()
        one.symlink_to(two)
    assert [answers(folder), answers(other)] == expected


NOTES = ["", "[]", "{}", '{"place": 1}', "\xff", '{"place": [], "path": "", "key": "../../x", "version": ""}']


@pytest.mark.parametrize("note", NOTES)
def test_a_damaged_note_counts_for_nothing(folder, monkeypatch, note):
    monkeypatch.setattr(files, "SETTLED", 0)
    expected = answers(folder)
    (path,) = (folder.parent / "cache" / "tables").glob("*.files")
    path.write_text(note, encoding="latin-1")
    assert answers(folder) == expected
    assert json.loads(path.read_text())["path"] == str(folder.resolve())


def test_where_nothing_can_be_kept_the_graph_opens_all_the_same(folder, tmp_path, monkeypatch):
    expected = answers(folder, cache=False)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SOCIOGRAM_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert answers(folder) == expected


@pytest.mark.parametrize("how", ["argument", "environment", "small"])
def test_nothing_is_kept_where_nobody_wants_it(folder, monkeypatch, how):
    if how == "environment":
        monkeypatch.setenv("SOCIOGRAM_NO_CACHE", "1")
    if how == "small":
        monkeypatch.setattr(kept, "LEAST_BYTES", 1_000_000)
    answers(folder, cache=how != "argument")
    assert not (folder.parent / "cache").exists()


def test_old_table_files_are_pruned(folder, monkeypatch):
    answers(folder)
    (file,) = table_files(folder)
    for name in ("old.tables", ".sociogram-0123456789abcdef.tmp"):
        (file.parent / name).write_bytes(b"x")
        age(file.parent / name)
    kept.prune()
    assert sorted(path.name for path in file.parent.iterdir() if path.suffix != ".files") == [file.name]
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    kept.prune()
    assert not table_files(folder)


def test_clear_and_info(folder, run_command):
    answers(folder)
    assert "table files  1" in run_command("cache", "info")
    assert json.loads(run_command("cache", "info", "--format", "json"))["table_files"] == 1
    assert run_command("cache", "clear").startswith("Removed 1 table file, ")
    assert "table files  0" in run_command("cache", "info")
    run_command("query", "-g", str(folder), "--no-cache", "-c", "RETURN 1")
    assert not table_files(folder)
    run_command("query", "-g", str(folder), "-c", "RETURN 1")
    assert len(table_files(folder)) == 1


@pytest.fixture
def run_command(capsys):
    """Return a function that runs a command and gives what it prints."""
    from sociogram.cli import main

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        assert ended.value.code == 0
        return capsys.readouterr().out

    return run


# The file itself


def kept_again(tables: Tables, path: Path) -> Tables:
    with path.open("wb") as file:
        write_tables(tables, file, "key")
    found = read_tables(path, "key")
    assert found is not None
    return found


COLUMNS = {
    "integers": [1, None, -(2**63)],
    "floats": [0.5, None, float("inf")],
    "truth values": [True, None, False],
    "texts": ["b", None, "a"],
    "texts of every kind": ["", "\ud800", "Zoë 𝄞"],
    "texts with null bytes": ["a\0b", None, "\0"],
    "lists": [["a", "b"], None, []],
    "mixed": [1, 1.0, True],
    "large integers": [2**70, None, -1],
    "maps": [{"a": [1, None]}, None, {}],
    "nothing": [None, None, None],
}


@pytest.mark.parametrize("case", COLUMNS)
def test_every_kind_of_value_comes_back(tmp_path, case):
    values = COLUMNS[case]
    entities = Table(3, {"id": column_of(["x", "y", "z"]), "value": column_of(values)})
    store = MemoryStore(kept_again(tables_of(Dataset(entities=entities)), tmp_path / "x.tables"))
    column = store.snapshot.node_property("value")
    for found in (
        [column.value(row) for row in range(3)],
        column.take(np.array([2, 0])).to_list()[::-1],
        column.to_list(),
    ):
        expected = values if len(found) == 3 else [values[0], values[2]]
        assert [(type(value), value) for value in found] == [(type(value), value) for value in expected]


@pytest.mark.parametrize("bits", [8, 16, 32, 64])
def test_integers_come_back_as_narrow_as_they_were(tmp_path, bits):
    ends = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, None]
    entities = Table(3, {"id": column_of(["a", "b", "c"]), "v": column_of(ends)})
    column = kept_again(tables_of(Dataset(entities=entities)), tmp_path / "x.tables").node_columns["v"]
    assert column.stored.dtype.itemsize * 8 == bits
    assert column.values.dtype == np.int64
    assert column.to_list() == ends


def test_what_has_no_form_is_not_kept():
    entities = Table(1, {"id": column_of(["x"]), "value": ObjectColumn.of([("a", "tuple")])})
    with pytest.raises(UnsupportedValueError):
        write_tables(tables_of(Dataset(entities=entities)), io.BytesIO(), "key")


def test_an_empty_graph(tmp_path):
    tables = kept_again(tables_of(Dataset()), tmp_path / "x.tables")
    assert (tables.node_slots, tables.relationship_slots) == (0, 0)


def test_texts_are_decoded_only_when_read(tmp_path):
    ids = [f"e{number:03}" for number in range(100)]
    tables = kept_again(
        tables_of(Dataset(entities=Table(100, {"id": column_of(ids)}))), tmp_path / "x.tables"
    )
    column = tables.node_columns["id"]
    assert isinstance(column, TextColumn)
    dictionary = column.dictionary
    assert isinstance(dictionary, MappedTextDictionary)
    assert [dictionary.code_of(text) for text in ("e000", "e050", "e099", "e", "e0505", "f")] == [
        0, 50, 99, -1, -1, -1,
    ]  # fmt: skip
    assert column.take(np.array([3, 7])).to_list() == ["e003", "e007"]
    assert column.values_at([3, 7]) == ["e003", "e007"]
    assert dictionary._decoded is None
    assert dictionary.values.tolist() == ids
    assert isinstance(dictionary, TextDictionary)
    assert dictionary.code_of("e050") == 50
