"""Whatever a cell holds: it is loaded, or its row is rejected, or the file is refused with a cure.

Each sheet is loaded twice, and the second time changes nothing. ``SOCIOGRAM_FUZZ`` tries more sheets
than usual, ``SOCIOGRAM_SEED`` others.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from sociogram.graph.errors import SociogramError
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.load import load

HOW_MANY = int(os.environ.get("SOCIOGRAM_FUZZ", "150"))
SEED = os.environ.get("SOCIOGRAM_SEED", "1")

NUMBERS = [
    *("NaN", "inf", "-Infinity", "1e400", "1.0e999", "1e999999", "-0", "-0.0", "1.5", "007", "1_000", "0x1f"),
    *("9223372036854775807", "9223372036854775808", "1.0000000000000000000001", "٣", "²", "１"),
    *("9" * 5_000, "-" + "9" * 100_000),
]
NESTED = [
    *("[" * 100_000, "[" * 2_000 + "]" * 2_000, '{"a":' * 3_000, '[1, "a", null]', '["a", "b"]', "[]", "{}"),
    *('{"a": [1]}', "null", '""', '[{"a": 1}]', "[[]]"),
]
DATES = [
    *(
        "2023",
        "2023-05-23",
        "99999-99-99",
        "2023-02-30",
        "0000-00-00",
        "31/12/2020",
        "5/6/2020",
        "²²²²-01-01",
    ),
    *(
        "2023-01-01T00:00:00Z",
        "2023-01-01T00:00:00[Europe/Amsterdam]",
        "25:61:61",
        "P" + "9" * 30 + "Y",
        "P1Y",
    ),
]
TEXTS = [
    *("", " ", "a | b", "a;b", " | ", "\x00", "\ud800", "\x1f", "\x85", "\u2028", "two\nlines", 'a"b', "İ"),
    *("\u200b", "\ufeff", "😀", ":", ":Person:Actor", "=1+1", "https://x.org/a;b", "word" * 20_000),
    *("true", "yes", "FALSE", "no", "undirected", "point({x: 1})", "stub"),
]
CELLS = [*NUMBERS, *NESTED, *DATES, *TEXTS]

KEYS = {
    "entities": ["id", "name"],
    "relations": ["source", "target", "type"],
    "sources": ["id", "title", "author"],
    "relation_types": ["type", "forward", "backward"],
}
FIELDS = [
    *("id", "name", "type", "aliases", "summary", "country", "url", "source", "target", "role", "start_date"),
    *(
        "end_date",
        "sources",
        "paragraph",
        "claimed_by",
        "certainty",
        "directed",
        "description",
        "date",
        "title",
    ),
    *("weight", "is_current", "labels", "edge_id", "stub", "source_name", "source_type", "type_as_written"),
]
KINDS = [
    *("string", "int", "long", "float", "double", "boolean", "json", "point", "date", "time", "localtime"),
    *("datetime", "localdatetime", "duration", "string[]", "int[]", "float[]", "boolean[]", "date[]"),
]
TITLES = [
    *FIELDS,
    *(f"x:{kind}" for kind in KINDS),
    *("name:int", "id:float[]", "id:int", "stub:boolean", "stub:string", "type:string[]", "aliases:int[]"),
    *("sources:json", "source:int", "target:json", "paragraph:float", "claimed_by:json", "directed:boolean"),
    *(":ID", ":ID(Node)", ":LABEL", ":START_ID", ":END_ID", ":TYPE", ":IGNORE", "x:", ":x", "a:b:c", ""),
]


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def sheet(titles: list[str], rows: list[list[str]]) -> bytes:
    text = "".join(",".join(map(quoted, row)) + "\n" for row in [titles, *rows])
    return text.encode("utf-8", "surrogatepass")


def load_twice(paths: list[Path], folder: Path) -> None:
    """Load files, or see them refused; what was loaded can be read, and is not loaded again."""
    try:
        load(paths, folder)
    except SociogramError:
        assert not folder.exists()
        return
    read_folder(folder)
    before = {file.name: file.read_bytes() for file in folder.glob("*.csv")}
    again = load(paths, folder)
    assert {table: count for table, count in again.counts.items() if count.created or count.updated} == {}, (
        again.to_text()[:2_000]
    )
    assert {file.name: file.read_bytes() for file in folder.glob("*.csv")} == before


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("title", TITLES)
def test_each_cell_in_each_column(tmp_path: Path, table: str, title: str) -> None:
    titles = KEYS[table]
    if title not in titles:
        titles = [*titles, title]
    rows = []
    for number, cell in enumerate(CELLS):
        row = [f"{name[:1]}{number}" for name in titles]
        row[titles.index(title)] = cell
        rows += [row, row]
    path = tmp_path / f"{table}.csv"
    path.write_bytes(sheet(titles, rows))
    load_twice([path], tmp_path / "g")


def test_sheets_of_chance(tmp_path: Path) -> None:
    for number in range(HOW_MANY):
        choose = random.Random(f"{SEED} {number}")  # noqa: S311 - nothing secret
        paths = []
        for place in range(choose.randint(1, 3)):
            table = choose.choice(list(KEYS))
            titles = [*KEYS[table], *choose.sample(TITLES, choose.randint(0, 4))]
            choose.shuffle(titles)
            rows = [
                [choose.choice(CELLS) if choose.random() < 0.5 else choose.choice("ab12") for _ in titles]
                for _ in range(choose.randint(0, 5))
            ]
            if rows and choose.random() < 0.5:
                rows.append(choose.choice(rows))
            paths.append(tmp_path / f"{table}-{number}-{place}.csv")
            paths[-1].write_bytes(sheet(titles, rows))
        load_twice(paths, tmp_path / f"g{number}")


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\n",
        b",,,\n",
        b"id\n",
        b"id,id,id\n1,2,3\n",
        b'id,name\n"a,b\nc,d\n',
        b'id,name\n"a"b"c,d\n',
        b"id,name\n\xff\xfe,x\n",
        b"id,name\na\x00b,x\n",
        b"\x00" * 100,
        b"source,target\n,\n",
        ("id," + ",".join(f"c{number}" for number in range(20_000)) + "\na\n").encode(),
        b"id,name\n" + b"," * 20_000 + b"\n",
        b"id\n" + b'"' * 9_999 + b"\n",
    ],
    ids=lambda content: repr(content[:20]),
)
def test_files_that_are_hardly_sheets(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    load_twice([path], tmp_path / "g")


REJECTED = {
    "more than 64 bits": ("id,name,n:long\na,Ann," + "9" * 30, "is not an integer"),
    "thousands of digits": ("id,name,n:int\na,Ann," + "9" * 5_000, "is not an integer"),
    "an exponent beyond all": ("id,name,n:double\na,Ann,1e999", "is not a number"),
    "brackets without an end": ("id,name,n:json\na,Ann," + "[" * 100_000, "is not JSON"),
    "no such day": ("id,name,n:date\na,Ann,2023-02-30", "is not a date"),
}


@pytest.mark.parametrize(("text", "reason"), REJECTED.values(), ids=REJECTED)
def test_a_cell_that_is_not_what_its_title_says_is_rejected(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text + "\n")
    report = load([path], tmp_path / "g")
    [reject] = report.rejects
    assert reason in reject.remark.message
    assert (reject.remark.line, reject.remark.column) == (2, "n")
    assert reject.remark.cure


KEPT_AS_TEXT = ["9" * 5_000, "1.0e999", "1e999999", "[" * 5_000, "007", "1_000"]


@pytest.mark.parametrize("cell", KEPT_AS_TEXT, ids=lambda cell: cell[:10])
def test_a_number_that_would_lose_something_stays_text(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"id,name,n\na,Ann,{cell}\n")
    load([path], tmp_path / "g")
    assert [row["n"] for row in read_folder(tmp_path / "g").entities.rows()] == [cell]


@pytest.mark.parametrize(
    "title", ["directed", "directed:boolean", "x:int", "name:int", "x:string[]", "x:json"]
)
def test_relation_types_twice(tmp_path: Path, title: str) -> None:
    path = tmp_path / "relation_types.csv"
    path.write_text(f"type,forward,backward,{title}\nKNOWS,knows,is known by,1\nKNOWS,knows,is known by,1\n")
    report = load([path], tmp_path / "g")
    assert (report.loaded, report.merged, report.rejected) == (1, 1, 0)


@pytest.mark.parametrize(
    ("word", "directed"),
    [
        ("false", False),
        ("no", False),
        ("0", False),
        ("NO", False),
        ("true", True),
        ("Yes", True),
        ("1", True),
    ],
)
def test_whether_a_type_has_a_direction_in_words(tmp_path: Path, word: str, directed: bool) -> None:
    path = tmp_path / "relation_types.csv"
    path.write_text(f"type,forward,backward,directed\nKNOWS,knows,knows,{word}\n")
    load([path], tmp_path / "g")
    assert [row["directed"] for row in read_folder(tmp_path / "g").relation_types.rows()] == [directed]


def test_types_that_disagree_about_their_direction(tmp_path: Path) -> None:
    path = tmp_path / "relation_types.csv"
    path.write_text("type,forward,backward,directed\nKNOWS,a,b,yes\nKNOWS,a,b,no\n")
    report = load([path], tmp_path / "g")
    [reject] = report.rejects
    assert (reject.remark.line, reject.remark.column) == (3, "directed")
