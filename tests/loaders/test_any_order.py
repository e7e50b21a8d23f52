"""Lists of actors and of ties give the same graph, whatever is loaded first, and when."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociogram.loaders.folder.data_folder import read_folder
from sociogram.loaders.load import load
from sociogram.loaders.read import read

SHEETS = {
    "actors.csv": "id,name,type\np1,Dora Finch,person\nc1,Basalt Ltd,company\nEwan Pell,Ewan Pell,person\n",
    "aliases.csv": "name,alias\nDora Finch,D. Finch\nDora Finch,Dorrie\n",
    "ties.csv": "from,to,type\nDora Finch,Basalt Ltd,works for\nDorrie,Ewan Pell,knows\n",
    "more.csv": "source,target,type\nD. Finch,Ewan Pell,pays\nc1,Dora Finch,sues\n",
    "one.csv": "source,target,type\nOtto Reiss,Dora Finch,calls\nx-7,c1,audits\n",
    "group.csv": "parent_id,parent_name,child_id,child_name\nc1,Basalt Ltd,c2,Basalt Ink\n",
}


def graph_of(folder):
    """What a folder holds, whatever the order of its lines."""
    data = read_folder(folder)
    actors = {
        row["id"]: (
            row.get("name"),
            *sorted(row.get("type", [])),
            *sorted(row.get("aliases", [])),
            "stub" if row.get("stub") else "",
        )
        for row in data.entities.rows()
    }
    ties = {(row["source"], row["type"], row["target"], row.get("id")) for row in data.relations.rows()}
    return actors, ties


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(data=st.data())
def test_any_order_of_loads(tmp_path_factory, data):
    place = tmp_path_factory.mktemp("order")
    files = []
    for name, text in SHEETS.items():
        (place / name).write_text(text)
        files.append(place / name)
    load(files, place / "at-once")
    order = data.draw(st.permutations(files))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(files) - 1))))
    for first, last in pairwise([0, *cuts, len(files)]):
        load(order[first:last], place / "in-steps")
    assert graph_of(place / "in-steps") == graph_of(place / "at-once")
    before = graph_of(place / "in-steps")
    report = load(order, place / "in-steps")
    assert graph_of(place / "in-steps") == before
    assert not any(count.created for count in report.counts.values())


LATER = {
    # what is loaded first, what later: the actors then, and the ties
    "a given id for a made one": (
        "source,target\nMina Korr,Abel Tusk\n",
        "Id,Label\nm7,Mina Korr\n",
        {"m7": "Mina Korr", "abel-tusk": "Abel Tusk"},
        {("m7", "abel-tusk")},
    ),
    "two actors of one name: nobody knows which": (
        "source,target\nMina Korr,Abel Tusk\n",
        "Id,Label\nm7,Mina Korr\nm8,Mina Korr\n",
        {"m7": "Mina Korr", "m8": "Mina Korr", "mina-korr": "Mina Korr", "abel-tusk": "Abel Tusk"},
        {("mina-korr", "abel-tusk")},
    ),
    "another name of one actor": (
        "source,target\nCIB,Abel Tusk\nCentral Ice Bureau,Abel Tusk\n",
        "id,name,other names\no1,Central Ice Bureau,CIB\n",
        {"o1": "Central Ice Bureau", "abel-tusk": "Abel Tusk"},
        {("o1", "abel-tusk")},
    ),
    "an alias that two actors share": (
        "source,target\nCIB,Abel Tusk\n",
        "id,name,aliases\no1,Central Ice Bureau,CIB\no2,Cold Iron Bank,CIB\n",
        {"o1": "Central Ice Bureau", "o2": "Cold Iron Bank", "cib": "CIB", "abel-tusk": "Abel Tusk"},
        {("cib", "abel-tusk")},
    ),
    "an id in another case": (
        "source,target\nKEEL-1,Abel Tusk\n",
        "id,name\nkeel-1,Keel Ltd\n",
        {"keel-1": "Keel Ltd", "abel-tusk": "Abel Tusk"},
        {("keel-1", "abel-tusk")},
    ),
    "an id that somebody gave stays": (
        "id,name\nk-9,Mina Korr\n",
        "id,name\nm7,Mina Korr\n",
        {"k-9": "Mina Korr", "m7": "Mina Korr"},
        set(),
    ),
}


@pytest.mark.parametrize("case", LATER)
def test_what_comes_later(tmp_path, case):
    first, later, actors, ties = LATER[case]
    for name, text in (("first.csv", first), ("later.csv", later)):
        (tmp_path / name).write_text(text)
        load([tmp_path / name], tmp_path / "graph")
    data = read_folder(tmp_path / "graph")
    assert {row["id"]: row["name"] for row in data.entities.rows()} == actors
    assert {(row["source"], row["target"]) for row in data.relations.rows()} == ties


def test_an_id_that_the_sheet_has_itself_is_not_made_of_a_name(tmp_path):
    """The second row calls another actor ``ada``; the first is about ``ada``, loaded again too."""
    (tmp_path / "who.csv").write_text("id,name\nada,ada\n1,1\n1,ada\n")
    for _ in range(2):
        load([tmp_path / "who.csv"], tmp_path / "graph")
        rows = read_folder(tmp_path / "graph").entities.rows()
        assert {row["id"]: row["name"] for row in rows} == {"ada": "ada", "1": "1"}


def test_the_report_says_which_ids_gave_way(tmp_path):
    (tmp_path / "ties.csv").write_text("source,target\nMina Korr,Abel Tusk\n")
    (tmp_path / "who.csv").write_text("id,name,aliases\nm7,Mina Korr,\na1,A. B. Tusk,Abel Tusk\n")
    load([tmp_path / "ties.csv"], tmp_path / "graph")
    report = load([tmp_path / "who.csv"], tmp_path / "graph").to_text()
    assert "Replaced ids that were made of names: `mina-korr` is now `m7` (1 in all)." in report
    assert "Merged actors known by other names: `abel-tusk` is now `a1` (1 in all)." in report


def test_an_id_of_a_row_names_the_actor_that_another_row_calls_by_name(tmp_path):
    (tmp_path / "names.csv").write_text("source,target\nOstara Ink,Ostara Holding\n")
    (tmp_path / "ids.csv").write_text(
        "parent_id,parent_name,child_id,child_name\nC1,Ostara Holding,C2,Ostara Ink\n"
    )
    for order in (["names.csv", "ids.csv"], ["ids.csv", "names.csv"]):
        found = read([tmp_path / name for name in order]).dataset
        assert sorted(row["id"] for row in found.entities.rows()) == ["C1", "C2"]
        assert {(row["source"], row["target"]) for row in found.relations.rows()} == {
            ("C1", "C2"),
            ("C2", "C1"),
        }


TYPES = {
    # the first sheet, the second, and the values of both together
    "text after numbers": ("3", "ground", ["3", "ground"]),
    "zeros in front": ("12", "012", ["12", "012"]),
    "decimals after whole numbers": ("3", "3.5", [3.0, 3.5]),
    "lists after one value": ("harbour", "harbour; steel", [["harbour"], ["harbour", "steel"]]),
    "truth and text": ("true", "partly", ["true", "partly"]),
    "the same type": ("3", "4", [3, 4]),
}


@pytest.mark.parametrize("case", TYPES)
def test_a_column_has_one_type_over_later_loads(tmp_path, case):
    *cells, values = TYPES[case]
    files = []
    for number, cell in enumerate(cells):
        files.append(tmp_path / f"{number}.csv")
        files[-1].write_text(f"name,tags\nactor {number},{cell}\n")
    for number, order in enumerate((files, files[::-1])):
        reports = [load([file], tmp_path / f"graph {number}").to_text() for file in order]
        rows = {row["id"]: row["tags"] for row in read_folder(tmp_path / f"graph {number}").entities.rows()}
        assert [rows["actor-0"], rows["actor-1"]] == values
        assert ("`tags` is read as " in reports[1]) == (type(values[0]) is not int)
    load(files, tmp_path / "at once")
    assert graph_of(tmp_path / "at once") == graph_of(tmp_path / "graph 0")


def test_who_is_in_no_list_is_a_stub_though_the_ties_came_first(tmp_path):
    (tmp_path / "ties.csv").write_text("source,target\nMina Korr,Abel Tusk\n")
    (tmp_path / "more.csv").write_text("source,target\nMina Korr,Otto Reiss\n")
    (tmp_path / "who.csv").write_text("id,name\nmina-korr,Mina Korr\n")
    for name in ("ties.csv", "more.csv"):
        assert load([tmp_path / name], tmp_path / "graph").stubs == []
    report = load([tmp_path / "who.csv"], tmp_path / "graph")
    stubs = [row["id"] for row in read_folder(tmp_path / "graph").entities.rows() if row.get("stub")]
    assert stubs == ["abel-tusk", "otto-reiss"]
    assert "Actors of earlier ties that are in no list: 2." in report.to_text()


@pytest.mark.parametrize("header", ["bank_id,bank_name,country", "company_id,company,country"])
def test_a_list_that_is_loaded_again_is_a_list(tmp_path, header):
    (tmp_path / "x.csv").write_text(f"{header}\nB1,Keel Bank,NL\nB2,Dune Bank,BE\n")
    for _ in range(2):
        load([tmp_path / "x.csv"], tmp_path / "graph")
    assert not len(read_folder(tmp_path / "graph").relations)
