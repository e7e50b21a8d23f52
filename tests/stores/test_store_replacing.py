"""Loads that replace what a source says, and that show what they change: in a folder and in stores."""

from __future__ import annotations

from pathlib import Path

import pytest

import sociogram
from sociogram.graph.errors import DataError
from sociogram.graph.store import GraphStore
from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.report import LoadReport
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

Target = str | GraphStore

PEOPLE = "id,name,type\nann,Ann Bee,Person\nbob,Bob Cee,Person\n"
TIES = """\
id,source,target,type,sources,certainty,contradicts
r1,ann,bob,KNOWS,ledger,stated,
r2,bob,ann,PAYS,ledger,stated,
r3,ann,bob,OWES,ledger | courier,stated,r2
r4,ann,bob,SUES,courier,stated,r2
"""
SOURCES = "id,title,url\nledger,The Ledger,\ncourier,The Courier,\n"


@pytest.fixture(params=["folder", "memory", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """A folder or a store with four claims of two sources."""
    found: Target = str(tmp_path / "graph")
    if request.param == "memory":
        found = MemoryStore()
    elif request.param == "neo4j":
        found = request.getfixturevalue("neo4j_store")
    load_texts(tmp_path, found, PEOPLE, TIES, SOURCES)
    return found


def load_texts(folder: Path, target: Target, *texts: str, options: LoadOptions | None = None) -> LoadReport:
    files = [folder / f"{number}.csv" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    if len(texts) == 3:
        files[2] = files[2].rename(folder / "sources.csv")
    return load(files, target, options)


def claims(target: Target) -> list[tuple[object, ...]]:
    store = sociogram.open(target).store
    query = "MATCH ()-[r]->() RETURN type(r) AS name, r.sources, r.certainty, r.contradicts ORDER BY name"
    return [tuple(record) for record in run(store, query)]


REPLACED = "source,target,type,sources,certainty\nann,bob,KNOWS,ledger,alleged\nann,bob,LEADS,,stated\n"


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ("id,source,target,type\nr1,ann,bob,KNOWS\n", "1 removed tie, 1 tie without the replaced source"),
        ("id,source,target,type\nr2,bob,ann,PAYS\nr3,ann,bob,OWES\n", "1 removed tie"),
    ],
)
def test_a_load_that_only_removes_says_so(target: Target, tmp_path: Path, ties: str, said: str) -> None:
    report = load_texts(tmp_path, target, ties, options=LoadOptions(replace="ledger"))
    assert report.to_text().splitlines()[0].endswith(f": {said}.")


@pytest.mark.parametrize("dry_run", [False, True], ids=["", "dry run"])
def test_claims_that_are_not_in_the_load_go(target: Target, tmp_path: Path, *, dry_run: bool) -> None:
    before = claims(target)
    options = LoadOptions(replace="ledger", shows_changes=True, dry_run=dry_run)
    report = load_texts(tmp_path, target, REPLACED, options=options)
    assert report.row_changes is not None
    rows = [
        (row["what"], row["kind"], {name: tuple(cell.values()) for name, cell in row["cells"].items()})
        for row in report.row_changes.rows
    ]
    new = rows.pop()
    assert rows == [
        (
            "Bob Cee PAYS Ann Bee",
            "removed",
            {
                "id": ("r2", ""),
                "source": ("bob", ""),
                "target": ("ann", ""),
                "type": ("PAYS", ""),
                "certainty": ("stated", ""),
                "sources": ("ledger", ""),
            },
        ),
        ("Ann Bee KNOWS Bob Cee", "changed", {"certainty": ("stated", "alleged")}),
        (
            "Ann Bee OWES Bob Cee",
            "changed",
            {"sources": ("ledger | courier", "courier"), "contradicts": ("r2", "")},
        ),
        ("Ann Bee SUES Bob Cee", "changed", {"contradicts": ("r2", "")}),
    ]
    assert new[:2] == ("Ann Bee LEADS Bob Cee", "added")
    expected = [
        ("KNOWS", ["ledger"], "alleged", None),
        ("LEADS", ["ledger"], "stated", None),
        ("OWES", ["courier"], "stated", None),
        ("SUES", ["courier"], "stated", None),
    ]
    assert claims(target) == (before if dry_run else expected)


REFUSED = [
    ("leger", REPLACED, "There is no source `leger`. Did you mean 'ledger'?"),
    ("ledger", "source,target,type,sources\nann,bob,KNOWS,courier\n", "No row of the load cites `ledger`"),
    ("ledger", "source,target,type,sources\nann,bob,KNOWS,ledger\nann,,KNOWS,ledger\n", "would be removed."),
]


def test_a_load_that_would_remove_too_much_is_refused(target: Target, tmp_path: Path) -> None:
    before = claims(target)
    for source, text, message in REFUSED:
        with pytest.raises(DataError, match=message.replace("?", "[?]")):
            load_texts(tmp_path, target, text, options=LoadOptions(replace=source, shows_changes=True))
    assert claims(target) == before


def test_what_a_load_changes_is_shown(target: Target, tmp_path: Path) -> None:
    text = "id,certainty,sources\nr1,alleged,courier\nr2,stated,\n"
    report = load_texts(tmp_path, target, text, options=LoadOptions(shows_changes=True))
    assert report.row_changes is not None
    assert report.row_changes.lines == [
        "relations: 1 changed",
        '  ~ r1 (Ann Bee KNOWS Bob Cee): certainty "stated" → "alleged"; sources "ledger" → "courier"',
    ]


def test_actors_are_shown_too(target: Target, tmp_path: Path) -> None:
    text = "id,name,type,country\nann,Ann Bee-Cee,Person,NL\ncy,Cy Dee,Person,\n"
    report = load_texts(tmp_path, target, text, options=LoadOptions(shows_changes=True))
    assert report.row_changes is not None
    assert report.row_changes.lines == [
        "entities: 1 added, 1 changed",
        '  ~ ann (Ann Bee-Cee): name "Ann Bee" → "Ann Bee-Cee"; country now "NL"',
        "  + cy (Cy Dee)",
    ]


MET = "source,target,type,sources,certainty\nann,bob,MEETS,ledger,stated\n"
COUNTED = [
    ("a new tie", "source,target,type\nann,bob,LEADS\n", "1 row read = 1 loaded."),
    ("a known tie", "source,target,type,sources,certainty\nann,bob,MEETS,ledger,reported\n", "1 unchanged."),
    (
        "a corrected tie",
        "source,target,type,sources,certainty\nann,bob,MEETS,ledger,alleged\n",
        "1 unchanged.",
    ),
    ("a correction", "id,source,target,type,certainty\nr2,bob,ann,PAYS,alleged\n", "1 loaded."),
    ("a new actor", "id,name\ncem,Cem Dee\n", "1 loaded."),
    ("known actors", PEOPLE, "2 rows read = 2 unchanged."),
]


@pytest.mark.parametrize(("text", "said"), [row[1:] for row in COUNTED], ids=[row[0] for row in COUNTED])
def test_a_dry_run_counts_as_the_load_does(target: Target, tmp_path: Path, text: str, said: str) -> None:
    load_texts(tmp_path, target, MET)
    graph = sociogram.open(target)
    own = graph.run("MATCH ()-[r:MEETS]->() RETURN r.id").value()
    graph.set(own, certainty="reported")
    before = claims(target)
    dry = load_texts(tmp_path, target, text, options=LoadOptions(dry_run=True)).to_text().splitlines()
    assert claims(target) == before
    real = load_texts(tmp_path, target, text).to_text().splitlines()
    assert dry[0].startswith("Nothing was written (dry run).")
    assert dry[1:] == real[1:]
    assert dry[1].endswith(said)
