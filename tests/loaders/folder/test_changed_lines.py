"""Few changed rows: only their lines are written, and the files are those of a complete rewrite."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.memory.transaction import Transaction
from sociogram.loaders.cache import open_tables
from sociogram.loaders.folder.contents import file_texts
from sociogram.loaders.folder.data_folder import write_folder, write_locked, writing
from sociogram.loaders.folder.files import need_files
from sociogram.loaders.folder.tables.changed_lines import record_starts
from sociogram.queries.cypher.store import MemoryStore

FILES = {
    "entities.csv": """\
id,name,type,aliases,summary,country,url,score
ann,"Ann ""A"" Bee",Writer | Person,"A.; Annie","two
lines",NL,,1
bob,Bob Cee,,,,,,
cleo,"Cleo Dee",Person,,,"DE",,3
""",
    "relations.csv": """\
id,source,target,type,role,start_date,end_date,sources,paragraph,claimed_by,certainty,summary,remark
r1,ann,bob,KNOWS,,2031,,s1; s2,4,ann,stated,,as "told"
r2,bob,cleo,MET,,,,s1,,,,"a, b",
r3,ann,cleo,PAID,,,,,,,,,
""",
    "sources.csv": "id,title,author,publisher,date,url,language\ns1,Courier,,,2031,,\n",
    "relation_types.csv": "type,forward,backward,directed,description\nKNOWS,knows,is known by,false,\n",
}


def opened(folder: Path) -> MemoryStore:
    return open_tables(folder).graph(partial(MemoryStore, enforces_keys=True))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return fill(tmp_path / "data")


def fill(folder: Path) -> Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def lines(folder: Path) -> list[str]:
    return [line for name in FILES for line in (folder / name).read_text(encoding="utf-8").splitlines()]


CHANGES = {
    "a cell of an actor": (
        "MATCH (a {id: 'bob'}) SET a.country = 'Peru'",
        {"bob,Bob Cee,,,,,,"},
        {"bob,Bob Cee,,,,Peru,,"},
    ),
    "a quoted cell that stays as it is written": (
        "MATCH (a {id: 'cleo'}) SET a.url = 'x, y'",
        {'cleo,"Cleo Dee",Person,,,"DE",,3'},
        {'cleo,Cleo Dee,Person,,,DE,"x, y",3'},
    ),
    "nothing": ("MATCH (a {id: 'ann'}) SET a.country = 'NL'", set(), set()),
    "a cell of a claim, whose lists stay as they are written": (
        "MATCH ()-[r {id: 'r1'}]->() SET r.certainty = 'alleged'",
        {'r1,ann,bob,KNOWS,,2031,,s1; s2,4,ann,stated,,as "told"'},
        {'r1,ann,bob,KNOWS,,2031,,s1; s2,4,ann,alleged,,"as ""told"""'},
    ),
    "an id, which the claims follow": (
        "MATCH (a {id: 'cleo'}) SET a.id = 'cleo-dee'",
        {
            'cleo,"Cleo Dee",Person,,,"DE",,3',
            'r2,bob,cleo,MET,,,,s1,,,,"a, b",',
            "r3,ann,cleo,PAID,,,,,,,,,",
        },
        {
            "cleo-dee,Cleo Dee,Person,,,DE,,3",
            'r2,bob,cleo-dee,MET,,,,s1,,,,"a, b",',
            "r3,ann,cleo-dee,PAID,,,,,,,,,",
        },
    ),
    "a claim that goes and an actor that comes": (
        "MATCH ()-[r {id: 'r2'}]->() DELETE r CREATE (:Entity {id: 'dan', name: 'Dan'})",
        {'r2,bob,cleo,MET,,,,s1,,,,"a, b",'},
        {"dan,Dan,,,,,,"},
    ),
    "a claim that goes and comes back with other ends stays in its position": (
        "MATCH (a)-[r {id: 'r3'}]->(b) DELETE r CREATE (b)-[:PAID {id: 'r3'}]->(a)",
        {"r3,ann,cleo,PAID,,,,,,,,,"},
        {"r3,cleo,ann,PAID,,,,,,,,,"},
    ),
    "a source": (
        "MATCH (s:Source {id: 's1'}) SET s.author = 'Dan'",
        {"s1,Courier,,,2031,,"},
        {"s1,Courier,Dan,,2031,,"},
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_only_the_lines_of_changed_rows_are_written(
    data: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    query, gone, new = CHANGES[case]
    store, before = opened(data), lines(data)
    store.execute(query, write=True).summary()
    monkeypatch.setattr(store, "to_dataset", lambda: pytest.fail("all rows were written"))
    write_folder(store, data)
    # Records of two lines do not change here.
    assert ({*before} - {*lines(data)}, {*lines(data)} - {*before}) == (gone, new)


WHOLE = {
    "a new column": "MATCH (a {id: 'bob'}) SET a.born = 1970",
    "a number among texts": "MATCH ()-[r {id: 'r2'}]->() SET r.remark = 8",
    "the only text of a column of numbers": "MATCH ()-[r {id: 'r1'}]->() SET r.remark = '5'",
    "a text among numbers": "MATCH (a {id: 'bob'}) SET a.score = 'high'",
    "a number that goes": "MATCH (a {id: 'ann'}) SET a.score = null",
    "a second table's label": "MATCH (s:Source {id: 's1'}) SET s:Book:Entity",
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_may_change_the_whole_file_is_read_back_as_it_was_set(data: Path, case: str) -> None:
    store = opened(data)
    store.execute(WHOLE[case], write=True).summary()
    expected = file_texts(store.to_dataset(), need_files(data))
    write_folder(store, data)
    assert need_files(data) == expected


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("MATCH (a {id: 'bob'}) SET a.born = 1970", "id,name,type,aliases,summary,country,url,score,born"),
        ("MATCH (a {id: 'bob'}) SET a.summary = 'new'", "id,name,type,aliases,summary,country,url,score"),
    ],
    ids=["a new column", "an old column"],
)
def test_other_rows_keep_the_order_of_types_and_the_form_of_lists(
    data: Path, query: str, titles: str
) -> None:
    store = opened(data)
    store.execute(query, write=True).summary()
    write_folder(store, data)
    with (data / "entities.csv").open(encoding="utf-8", newline="") as file:
        [header, ann, *_] = csv.reader(file)
    assert header == titles.split(",")
    assert ann[2:4] == ["Writer | Person", "A.; Annie"]


def test_relations_without_ids_are_given_them_with_the_first_change(data: Path) -> None:
    path = data / "relations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("r3,", ","), encoding="utf-8")
    store = opened(data)
    store.execute("MATCH (a {id: 'bob'}) SET a.country = 'Peru'", write=True).summary()
    write_folder(store, data)
    assert all(line.partition(",")[0] for line in path.read_text(encoding="utf-8").splitlines())


Edit = Callable[[Transaction, "MemoryStore"], object]
IDS = ("ann", "bob", "cleo", "dan", "eve")
TEXTS = st.sampled_from(["", "x", "5", "7.5", "true", 'q"q', "a, b", "two\nlines", "a | b", "é"])
VALUES = TEXTS | st.integers(-9, 9) | st.none() | st.lists(TEXTS, min_size=1, max_size=2)
COLUMNS = st.sampled_from(
    ["name", "country", "aliases", "score", "certainty", "sources", "paragraph", "remark"]
)


def edit_node(at: int, column: str, value: object) -> Edit:
    def edit(writes: Transaction, store: MemoryStore) -> None:
        slots = writes.snapshot.nodes_with_label("Entity").tolist()
        if slots:
            writes.set_node_property(slots[at % len(slots)], column, value)

    return edit


def edit_relation(at: int, column: str, value: object) -> Edit:
    def edit(writes: Transaction, store: MemoryStore) -> None:
        slots = writes.snapshot.all_relationships().tolist()
        if slots:
            writes.set_relationship_property(slots[at % len(slots)], column, value)

    return edit


def remove_relation(at: int) -> Edit:
    def edit(writes: Transaction, store: MemoryStore) -> None:
        slots = writes.snapshot.all_relationships().tolist()
        if slots:
            writes.delete_relationship(slots[at % len(slots)])

    return edit


def add_relation(own: str, start: int, end: int) -> Edit:
    def edit(writes: Transaction, store: MemoryStore) -> None:
        slots, snapshot = writes.snapshot.nodes_with_label("Entity").tolist(), writes.snapshot
        taken = snapshot.relationship_property("id").take(snapshot.all_relationships()).to_list()
        if own not in taken:
            ends = slots[start % len(slots)], slots[end % len(slots)]
            writes.create_relationship(*ends, "KNOWS", {"id": own, "certainty": "stated"})

    return edit


def add_actor(own: str) -> Edit:
    def edit(writes: Transaction, store: MemoryStore) -> None:
        if not len(writes.snapshot.nodes_with_value("id", own)):
            writes.create_node(("Entity", "Person"), {"id": own, "name": own.title()})

    return edit


NUMBERS = st.integers(0, 5)
EDITS = st.one_of(
    st.builds(edit_node, NUMBERS, COLUMNS, VALUES),
    st.builds(edit_relation, NUMBERS, COLUMNS, VALUES),
    st.builds(remove_relation, NUMBERS),
    st.builds(add_relation, st.sampled_from(["r1", "r2", "r3", "r4"]), NUMBERS, NUMBERS),
    st.builds(add_actor, st.sampled_from(IDS)),
)


@settings(max_examples=60, deadline=None)
@given(saves=st.lists(st.lists(EDITS, max_size=3), min_size=1, max_size=3))
def test_the_files_are_those_of_a_complete_rewrite(
    tmp_path_factory: pytest.TempPathFactory, saves: list[list[Edit]]
) -> None:
    folder = fill(tmp_path_factory.mktemp("case") / "data")
    store = opened(folder)
    for edits in saves:
        with store.transaction() as writes:
            for edit in edits:
                edit(writes, store)
        expected = file_texts(store.to_dataset(), need_files(folder), keeps_order=True)
        if not edits:
            expected = need_files(folder)
        with writing(folder):
            write_locked(store, folder, keeps_order=True)
        assert need_files(folder) == expected


@given(records=st.lists(st.sampled_from(["a,b", '"a\nb",c', 'q,"x""y"', '"""\n"']), min_size=1, max_size=8))
def test_line_ends_in_quotes_separate_no_records(records: list[str]) -> None:
    text = "".join(f"{record}\n" for record in records).encode()
    starts = record_starts(text).tolist()
    found = [text[start : stop - 1].decode() for start, stop in pairwise(starts)]
    assert found == records
