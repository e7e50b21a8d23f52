"""Loading into a folder and into a store: merged, reported, told apart, mended and loaded again."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from sociogram.graph.dataset import Merged
from sociogram.graph.errors import DataError, StoreError
from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.folder.decisions import read_decisions
from sociogram.loaders.folder.lock import locked
from sociogram.loaders.load import LoadOptions, load, write_rejects
from sociogram.queries.cypher.store import MemoryStore

PEOPLE = """\
    id,name,type,born
    ann,Ann Bee,Person,1970
    bob,Bob Cee,Person,
    """
TIES = """\
    source,target,type,sources
    Ann Bee,bob,knows,wsws
    """


def contents(folder):
    return {path.name: path.read_text() for path in folder.glob("*.csv")}


def test_twice_is_once(in_folder, write):
    files = [write("people.csv", PEOPLE), write("ties.csv", TIES)]
    first = load(files, "data")
    assert (first.read, first.loaded, first.unchanged) == (3, 3, 0)
    before = contents(in_folder / "data")
    second = load(files, "data")
    assert (second.read, second.loaded, second.unchanged) == (3, 0, 3)
    assert [file.count(2) for file in second.files] == [2, 1]
    assert second.to_text().startswith("No changes: nothing was written to data.\n")
    assert contents(in_folder / "data") == before


def test_a_load_that_writes_decisions_alone_says_that_it_wrote(in_folder, write):
    files = [write("people.csv", PEOPLE), write("ties.csv", TIES)]
    load(files, "data")
    decisions = read_decisions(b"first,second,verdict\nann,bob,different\n", "decisions.csv")
    report = load(files, "data", LoadOptions(decisions=decisions))
    assert report.to_text().startswith("Written to data.\n")
    assert "ann,bob,different" in contents(in_folder / "data")["decisions.csv"]


def test_new_rows_come_last_and_old_lines_stay(in_folder, write):
    load([write("people.csv", PEOPLE), write("ties.csv", TIES)], "data")
    before = {name: text.splitlines() for name, text in contents(in_folder / "data").items()}
    write("more.csv", "id,name,type,born\naaa,Aaron,Person,\nbob,Bob Cee,Person,1980\n")
    report = load(["more.csv"], "data")
    after = contents(in_folder / "data")["entities.csv"].splitlines()
    assert after[:2] == before["entities.csv"][:2]
    assert after[2:] == ["bob,Bob Cee,Person,,,,,1980", "aaa,Aaron,Person,,,,,"]
    assert {table: (count.created, count.updated) for table, count in report.counts.items()} == {
        "entities": (1, 1),
        "relations": (0, 0),
        "sources": (0, 0),
        "relation_types": (0, 0),
    }


def test_lines_that_nothing_is_said_about_stay_as_they_are(in_folder, write):
    (in_folder / "data").mkdir()
    entities = "id,name,type,aliases,summary,country,url,zeta,alpha\nb,Bob,Person | Author,,,,,1,2\n"
    (in_folder / "data" / "entities.csv").write_text(entities)
    load([write("new.csv", "id,name,type\na,Ann,Writer | Painter\n")], "data")
    assert contents(in_folder / "data")["entities.csv"] == entities + "a,Ann,Writer | Painter,,,,,,\n"


def test_a_dry_run_tells_the_same_and_writes_nothing(in_folder, write):
    write("people.csv", PEOPLE)
    dry = load(["people.csv"], "data", LoadOptions(dry_run=True))
    assert not (in_folder / "data").exists()
    assert dry.to_text().startswith("Nothing was written (dry run). It would bring 2 new actors.\n")
    load(["people.csv"], "data")
    before = contents(in_folder / "data")
    write("people.csv", PEOPLE.replace("1970", "1971"))
    assert load(["people.csv"], "data", LoadOptions(dry_run=True)).counts["entities"].updated == 1
    assert contents(in_folder / "data") == before


def test_references_find_the_actors_of_the_target(in_folder, write):
    load([write("people.csv", PEOPLE)], "data")
    report = load([write("ties.csv", "source,target\nann bee,BOB CEE\nann,Bob Cea\n")], "data")
    relations = read_folder("data").relations
    assert relations.column("source").to_list() == ["ann", "ann"]
    assert relations.column("target").to_list() == ["bob", "bob-cea"]
    assert [str(stub.remark) for stub in report.stubs] == [
        "ties.csv:3:target: No row describes `Bob Cea`. Did you mean `Bob Cee`?"
    ]


def test_a_stub_is_one_no_more_when_a_row_describes_it(in_folder, write):
    load([write("people.csv", PEOPLE), write("ties.csv", "source,target\nann,zed\n")], "data")
    assert [row for row in read_folder("data").entities.rows() if row.get("stub")] == [
        {"id": "zed", "name": "zed", "stub": True}
    ]
    load([write("zed.csv", "id,name\nzed,Zed Dee\n")], "data")
    zed = list(read_folder("data").entities.rows())[-1]
    assert (zed["name"], zed.get("stub", False)) == ("Zed Dee", False)


def test_an_id_that_was_somebody_else_is_told(in_folder, write):
    load([write("people.csv", PEOPLE)], "data")
    report = load([write("other.csv", "id,name\nann,Anna Zed\n")], "data")
    (warning,) = report.warnings
    assert str(warning) == (
        "other.csv:2:name: `ann` was `Ann Bee` and becomes `Anna Zed`. "
        "If these are two actors, change the id of one."
    )


def test_names_that_share_a_slug_stay_two_also_in_two_loads(in_folder, write):
    for name in ("ACME Ltd.", "ACME Ltd", "acme  LTD."):
        load([write("ties.csv", f'source,target\n"{name}",Ann Bee\n')], "data")
    names = [name for name in read_folder("data").entities.column("name").to_list() if "ltd" in name.lower()]
    assert names == ["ACME Ltd.", "ACME Ltd"]
    assert len(read_folder("data").relations) == 2


def test_rejected_rows_load_after_mending(in_folder, write):
    write(
        "ties.csv", ',source,target,since,paragraph\n1,ann,bob,2019,iv\n2,ann,,2020,\n3,"a,nn",bob,2021,,x\n'
    )
    report = load(["ties.csv"], "data")
    assert report.rejected == 3
    assert write_rejects(report, in_folder / "rejects.csv") == [in_folder / "rejects.csv"]
    text = (in_folder / "rejects.csv").read_text()
    assert text == (
        "_file,_line,_column,_reason,source,target,since,paragraph,\n"
        "ties.csv,2,paragraph,`iv` is not a paragraph's number. Write a whole number from 1.,"
        "ann,bob,2019,iv,\n"
        "ties.csv,3,target,The row does not say where the tie ends. Fill in this cell.,ann,,2020,,\n"
        'ties.csv,4,,"The row has 6 cells, the header 5. '
        'Put a cell that holds a comma between double quotes.","a,nn",bob,2021,,x\n'
    )
    mended = text.replace("2019,iv", "2019,4").replace("ann,,2020", "ann,zed,2020")
    (in_folder / "rejects.csv").write_text(mended.replace("2021,,x", "2021,,"))
    again = load(["rejects.csv"], "data")
    assert (again.read, again.loaded, again.rejected) == (3, 3, 0)
    assert read_folder("data").relations.column("start_date").to_list() == ["2019", "2020", "2021"]


def test_rejects_of_two_kinds_of_sheet_are_two_files(in_folder, write):
    write("people.csv", "id,name,age:int\na,Ann,old\n")
    write("ties.csv", "source,target\na,\n")
    report = load(["people.csv", "ties.csv"], "data")
    written = write_rejects(report, in_folder / "rejects.csv")
    assert [path.name for path in written] == ["rejects.people.csv", "rejects.ties.csv"]


def test_nothing_is_written_when_a_file_cannot_be_read(in_folder, write):
    load([write("people.csv", PEOPLE)], "data")
    before = contents(in_folder / "data")
    write("new.csv", "id,name\nnew,New\n")
    write("broken.csv", 'id,name\n1,"open\nand never closed\n')
    with pytest.raises(DataError):
        load(["new.csv", "broken.csv"], "data")
    assert contents(in_folder / "data") == before
    with pytest.raises(DataError):
        load(["broken.csv"], "elsewhere")
    assert not (in_folder / "elsewhere").exists()


def test_standard_input(in_folder, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"id,name\na,Ann\n")))
    report = load(["-"], "data")
    assert report.to_text().startswith("Written to data: 1 new actor.\n-: actors, 1 row read = 1 loaded")


def test_a_store_in_memory(write):
    store = MemoryStore()
    files = [write("people.csv", PEOPLE), write("ties.csv", TIES)]
    assert load(files, store).loaded == 3
    assert store.snapshot.node_count == 2
    second = load(files, store)
    assert (second.loaded, second.unchanged) == (0, 3)


def test_a_server_is_asked_for_its_actors(write):
    """The rows go to the store's own ``merge``; its actors are found by name."""
    merged = []

    class Server(MemoryStore):
        def entity_rows(self):
            return iter([("ann", "Ann Bee", ["Annie"], None), ("zed", "Zed", None, True)])

        def merge(self, dataset, *, progress=None):
            merged.append(dataset)
            return {"relations": Merged(created=2, unchanged=1)}

    ties = write("ties.csv", "source,target\nANNIE,Zed\nZed,Ann Bee\nann,Annd Bee\n")
    report = load([ties, write("zed.csv", "id,name\nzed,Zed\n")], Server(location="neo4j://somewhere"))
    assert list(merged[0].relations.rows()) == [
        {"source": "ann", "target": "zed", "type": "CONNECTED_TO"},
        {"source": "zed", "target": "ann", "type": "CONNECTED_TO"},
        {"source": "ann", "target": "annd-bee", "type": "CONNECTED_TO"},
    ]
    assert list(merged[0].entities.rows()) == [
        {"id": "zed", "name": "Zed", "stub": False},
        {"id": "annd-bee", "name": "Annd Bee", "stub": True},
    ]
    assert (report.loaded, report.unchanged) == (3, 1)
    assert report.to_text().startswith("Written to neo4j://somewhere")


def test_two_loads_at_once(in_folder, write):
    write("people.csv", PEOPLE)
    (in_folder / "data").mkdir()
    with locked(in_folder / "data"), pytest.raises(StoreError, match="another load is writing here"):
        load(["people.csv"], "data", LoadOptions(wait=0))


def test_a_target_that_is_a_file(write):
    with pytest.raises(StoreError, match=r"people.csv is a file\. Name a folder to load into"):
        load([write("people.csv", PEOPLE)], "people.csv")


def test_the_report_as_data(write):
    report = load(
        [write("people.csv", PEOPLE.replace("Bob Cee", "")), write("ties.csv", TIES)], "data"
    ).to_dict()
    assert {key: report[key] for key in ("read", "loaded", "merged", "unchanged", "rejected", "made")} == {
        "read": 3,
        "loaded": 3,
        "merged": 0,
        "unchanged": 0,
        "rejected": 0,
        "made": 0,
    }
    assert report["files"][0]["readings"] == ["Properties: `born`."]
    assert report["counts"]["entities"] == {"created": 2, "updated": 0, "unchanged": 0}
