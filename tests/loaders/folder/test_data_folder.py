from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import neo4j.time
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import column_of
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.errors import DataError, StoreError
from sociogram.loaders.folder.commit import COMMITTED, PREPARED
from sociogram.loaders.folder.data_folder import read_folder, write_folder
from sociogram.loaders.folder.lock import locked
from sociogram.loaders.values.types import same_value
from support.patience import PATIENCE


def table(**columns: list) -> Table:
    return Table(
        len(next(iter(columns.values()))), {name: column_of(values) for name, values in columns.items()}
    )


ARTICLE = Dataset(
    entities=table(
        id=["a", "b"],
        name=["Ann, the first", 'Bob "B" Bee'],
        type=[["Person", "Author"], None],
        aliases=[None, ["B.; Bee", "Bobby"]],
        summary=["two\nlines", None],
        born=[1970, None],
        code=["007", "7"],
        height=[1.75, None],
        phone=["32", "33"],
    ),
    relations=table(
        source=["a"], target=["b"], type=["KNOWS"], sources=[["wsws", "https://x.org/?a;b"]], paragraph=[3]
    ),
    sources=table(id=["wsws"], title=["World"]),
    relation_types=table(type=["KNOWS"], forward=["knows"], backward=["is known by"], directed=[False]),
)

FILES = {
    "entities.csv": """\
id,name,type,aliases,summary,country,url,born,code,height,phone:string
a,"Ann, the first",Person | Author,,"two
lines",,,1970,007,1.75,32
b,"Bob ""B"" Bee",,B.; Bee | Bobby,,,,,7,,33
""",
    "relations.csv": """\
id,source,target,type,role,start_date,end_date,claimed_by,certainty,sources,paragraph,summary
d844bf903aceaa4c,a,b,KNOWS,,,,,,wsws | https://x.org/?a;b,3,
""",
    "sources.csv": """\
id,title,author,publisher,date,url,language
wsws,World,,,,,
""",
    "relation_types.csv": """\
type,forward,backward,directed,description
KNOWS,knows,is known by,false,
""",
}


def test_the_four_files(tmp_path):
    write_folder(ARTICLE, tmp_path / "data")
    found = {path.name: path.read_text() for path in (tmp_path / "data").iterdir()}
    assert found == FILES


def test_the_same_data_gives_the_same_bytes(tmp_path):
    write_folder(ARTICLE, tmp_path / "one")
    write_folder(read_folder(tmp_path / "one"), tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


TEXTS = st.text(st.characters(exclude_characters=""), max_size=5) | st.sampled_from(
    [
        "1",
        "true",
        "1.5",
        " x",
        "",
        ";",
        " | ",
        "a | b",
        "a;b",
        '"',
        "\r",
        "\n",
        ",",
        "[]",
        '["a"]',
        "007",
        "\x00",
    ]
)
SCALARS = {
    "texts": TEXTS,
    "integers": st.integers(-(2**63), 2**63 - 1),
    "large integers": st.integers(),
    "floats": st.floats(),
    "truths": st.booleans(),
    "lists": st.lists(TEXTS, max_size=3),
    "lists of numbers": st.lists(st.integers() | st.floats(), max_size=3),
    "mixed": TEXTS
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.lists(TEXTS | st.integers(), max_size=2),
}
COLUMNS = st.sampled_from(list(SCALARS)).flatmap(
    lambda kind: st.lists(st.none() | SCALARS[kind], min_size=3, max_size=3)
)
NAMES = st.sampled_from(
    [
        "name",
        "summary",
        "country",
        "type",
        "aliases",
        "age",
        "a:int",
        "x,y",
        " pad ",
        "",
        "tags:string[]",
        "Line\nTwo",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(NAMES, COLUMNS, max_size=5))
def test_any_property_reads_back_as_it_was(tmp_path, properties):
    columns = {"id": ["a", "b", "c"], **properties}
    write_folder(Dataset(entities=table(**columns)), tmp_path)
    found = read_folder(tmp_path).entities
    for name, values in columns.items():
        assert all(map(same_value, found.column(name).to_list(), values)), (name, values)
    assert all(name in columns or found.column(name).null_mask().all() for name in found.columns)


def test_dates_and_times_keep_their_type(tmp_path):
    moments = [neo4j.time.Date(2023, 5, 29), None]
    spans = [neo4j.time.Duration(months=1, days=2, seconds=3), None]
    write_folder(Dataset(entities=table(id=["a", "b"], day=moments, span=spans)), tmp_path)
    assert (tmp_path / "entities.csv").read_text().splitlines()[0].endswith(",day:date,span:duration")
    found = read_folder(tmp_path).entities
    assert found.column("day").to_list() == moments
    assert found.column("span").to_list() == spans


def test_what_no_cell_can_hold_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(DataError, match="The property `what` holds a value that no CSV cell can hold"):
        write_folder(Dataset(entities=table(id=["a"], what=[object()])), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_not_a_number_is_a_number(tmp_path):
    write_folder(Dataset(entities=table(id=["a", "b"], x=[math.nan, math.inf])), tmp_path)
    assert (tmp_path / "entities.csv").read_text().splitlines()[0].endswith(",x:double")


def test_an_end_that_is_no_entity_becomes_a_stub(tmp_path):
    (tmp_path / "relations.csv").write_text("source,target,type\nx,y,KNOWS\n")
    assert list(read_folder(tmp_path).entities.rows()) == [
        {"id": "x", "name": "x", "stub": True},
        {"id": "y", "name": "y", "stub": True},
    ]


def test_a_folder_saved_by_a_spreadsheet_still_opens(tmp_path):
    (tmp_path / "entities.csv").write_bytes("id;name;type\r\n a ;Zoë;Person\r\n;;\r\n".encode("utf-8-sig"))
    assert list(read_folder(tmp_path).entities.rows()) == [{"id": "a", "name": "Zoë", "type": ["Person"]}]


WRONG_FOLDERS = {
    "no folder": (
        {},
        "no data folder here: neither entities.csv nor relations.csv. Fill it with `sociogram load",
    ),
    "no id column": (
        {"entities.csv": "name\nAnn\n"},
        "entities.csv:1: There is no column `id`; the titles are: name. Add it, or load the file instead:",
    ),
    "no id": (
        {"entities.csv": "id,name\na,Ann\n,Bob\n"},
        "entities.csv:3:id: The row has no id. Fill in this cell",
    ),
    "an id twice": (
        {"entities.csv": 'id,name\na,"A\nnn"\nb,Bob\na,Al\n'},
        "entities.csv:5:id: `a` is already the id of line 2. Merge the two rows, or change the id of one.",
    ),
    "no type": (
        {"relations.csv": "source,target,type\na,b,\n"},
        "relations.csv:2:type: The row has no type. Fill in this cell, or delete the row.",
    ),
    "not of the title's type": (
        {"entities.csv": "id,age:int\na,1\nb,old\n"},
        "entities.csv:3:age:int: `old` is not an integer, as the title requires. Correct the cell",
    ),
    "two columns of one name": (
        {"entities.csv": "id,x,x\na,1,2\n"},
        "entities.csv:1:x: Two columns are called `x`. Rename one.",
    ),
    "a row too long": (
        {"entities.csv": "id,name\na,Ann\nb,Bob,Bee\n"},
        "entities.csv:3: The row has 3 cells, the header 2. Put a cell that holds a comma between",
    ),
}


@pytest.mark.parametrize("case", WRONG_FOLDERS)
def test_a_folder_at_fault_says_where(case, tmp_path):
    files, message = WRONG_FOLDERS[case]
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises((DataError, StoreError)) as error:
        read_folder(tmp_path)
    assert str(error.value).removeprefix(str(tmp_path)).lstrip("/: ").startswith(message)


def test_a_kill_at_any_moment_leaves_the_old_files_or_the_new(tmp_path):
    program = Path(__file__).with_name("killed_writer.py")
    run = subprocess.run(
        [sys.executable, str(program), str(tmp_path)], capture_output=True, text=True, timeout=PATIENCE
    )
    states = run.stdout.splitlines()
    assert run.returncode == 0, run.stderr
    assert len(states) > 15
    assert states == sorted(states, reverse=True), "once new, always new"
    assert set(states) == {"old", "new"}


def test_what_a_dead_writer_has_left_is_completed_or_thrown_away(tmp_path):
    write_folder(ARTICLE, tmp_path)
    (tmp_path / PREPARED).mkdir()
    (tmp_path / PREPARED / "entities.csv").write_text("half wri")
    assert len(read_folder(tmp_path).entities) == 2
    (tmp_path / COMMITTED).mkdir()
    (tmp_path / COMMITTED / "entities.csv").write_text("id\nz\na\nb\n")
    assert len(read_folder(tmp_path).entities) == 3
    assert not (tmp_path / COMMITTED).exists()
    write_folder(ARTICLE, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)


def test_two_writers_do_not_meet(tmp_path):
    with locked(tmp_path), pytest.raises(StoreError, match="another load is writing here"):
        write_folder(ARTICLE, tmp_path)
    write_folder(ARTICLE, tmp_path)
