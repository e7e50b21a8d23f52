"""Sheets that are loaded one after the other into one folder, and the graph that they leave."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sociogram.loaders.load import load
from sociogram.loaders.options import LoadOptions

STEPS = {
    "a list numbers the actors that ties name by number": (
        [
            "Source ID,Target ID,Relation\n1001,1002,married to\n",
            "Nr,Name\n1001,Ole Brandt\n1002,Una Brandt\n",
        ],
        ["Ole Brandt MARRIED_TO Una Brandt"],
        "",
    ),
    "the id of a tie corrects it": (
        [
            "tie_id,from,to,relation\nT7,Ada Lom,Ben Ost,owes\n",
            "tie_id,from,to,relation\nT7,Ben Ost,Ada Lom,owes\n",
        ],
        ["Ben Ost OWES Ada Lom"],
        "T7, source: `ada-lom` → `ben-ost`",
    ),
    "a number corrects a tie if one of its actors stays": (
        [
            "edge id,from,to,relation\n1,Ada Lom,Ben Ost,owes\n",
            "edge id,from,to,relation\n1,Cy Fay,Ada Lom,knows\n",
        ],
        ["Cy Fay KNOWS Ada Lom"],
        "1, source: `ada-lom` → `cy-fay`",
    ),
    "a number corrects a tie whose actors are given ids": (
        [
            "edge id,from,to,relation\n1,Ada Lom,Ben Ost,owes\n",
            "id,name\np1,Ada Lom\np2,Ben Ost\n",
            "edge id,from,to,relation\n1,Ada Lom,Ben Ost,knows\n",
        ],
        ["Ada Lom KNOWS Ben Ost"],
        "1, type: `OWES` → `KNOWS`",
    ),
    "an id and what changes": (
        [
            "relation id,source,target,type,note\nr1,Ada Lom,Ben Ost,knows,x\n",
            "relation id,note,type\nr1,y,hates\n",
        ],
        ["Ada Lom HATES Ben Ost"],
        "r1, note: `x` → `y`",
    ),
    "an end date, known later": (
        [
            "van,naar,relatie,van datum,tot datum\nAda Lom,Reed BV,leidt,2001,\n",
            "van,naar,relatie,van datum,tot datum\nAda Lom,Reed BV,leidt,2001,2005\n",
        ],
        ["Ada Lom LEIDT Reed BV"],
        "end_date: empty → `2005`",
    ),
    "a mutual tie from its other end": (
        [
            "source,target,type\nAda Lom,Ben Lom,spouse of\n",
            "source,target,type\nBen Lom,Ada Lom,spouse of\n",
        ],
        ["Ada Lom SPOUSE_OF Ben Lom", "Ben Lom SPOUSE_OF Ada Lom"],
        "Two actors are tied in both directions by a symmetric type",
    ),
    "a tie without direction from its other end": (
        [
            "source,target,type,directed\nAda Lom,Ben Lom,meets,no\n",
            "source,target,type,directed,note\nBen Lom,Ada Lom,meets,no,often\n",
        ],
        ["Ada Lom MEETS Ben Lom"],
        "Undirected ties with their ends exchanged, read as the same tie: 1",
    ),
    "a tie from its other end, of a type that the graph has without direction": (
        [
            "type,forward,backward,directed\nADJOINS,adjoins,adjoins,no\n",
            "source,target,type\nAda Lom,Ben Lom,adjoins\n",
            "source,target,type\nBen Lom,Ada Lom,adjoins\n",
            "source,target,type\nBen Lom,Cy Lom,adjoins\nCy Lom,Ben Lom,adjoins\n",
        ],
        ["Ada Lom ADJOINS Ben Lom", "Ben Lom ADJOINS Cy Lom"],
        "Undirected ties with their ends exchanged, read as the same tie: 1",
    ),
    "a tie without direction from the other end of one that has one": (
        [
            "source,target,type\nAda Lom,Ben Lom,shares\n",
            "source,target,type,directed\nBen Lom,Ada Lom,shares,no\n",
        ],
        ["Ada Lom SHARES Ben Lom", "Ben Lom SHARES Ada Lom"],
        "in the other direction as directed ones stay two ties",
    ),
    "payments in both directions": (
        ["source,target,type\nAda Lom,Ben Lom,pays\n", "source,target,type\nBen Lom,Ada Lom,pays\n"],
        ["Ada Lom PAYS Ben Lom", "Ben Lom PAYS Ada Lom"],
        "",
    ),
}


@pytest.mark.parametrize(("sheets", "ties", "said"), STEPS.values(), ids=STEPS)
def test_sheets_one_after_the_other(tmp_path, sheets, ties, said):
    for number, text in enumerate(sheets):
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
        report = load([tmp_path / f"{number}.csv"], tmp_path / "graph")
        assert report.rejected == 0
    names = {row["id"]: row["name"] for row in rows(tmp_path, "entities")}
    found = [
        f"{names[row['source']]} {row['type']} {names[row['target']]}" for row in rows(tmp_path, "relations")
    ]
    assert sorted(found) == ties
    assert said in report.to_text(whole=True)


def test_a_name_of_earlier_ties_that_two_actors_share_is_asked_about(tmp_path):
    (tmp_path / "ties.csv").write_text("source,target,type\nB. Ost,Reed Ltd,owns\n")
    (tmp_path / "who.csv").write_text("id,name,also known as\np7,Ben Ost,B. Ost\np8,Bo Ost,B. Ost\n")
    load([tmp_path / "ties.csv"], tmp_path / "graph")
    report = load([tmp_path / "who.csv"], tmp_path / "graph")
    assert "`B. Ost` of earlier ties may be any of p7, p8: it stays another actor." in report.to_text()
    assert len(rows(tmp_path, "entities")) == 4


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "graph" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_paragraph_that_is_no_number_stays_in_a_file_of_the_folder(tmp_path):
    (tmp_path / "ties.csv").write_text("id,source,target,type,paragraph\nr1,ann,bob,MET,3\n")
    load([tmp_path / "ties.csv"], tmp_path / "graph")
    relations = tmp_path / "graph" / "relations.csv"
    relations.write_text(relations.read_text().replace(",3,", ",3-4,"))
    report = load([relations], tmp_path / "graph")
    assert (report.rejected, report.unchanged) == (0, 1)
    assert [row["paragraph"] for row in rows(tmp_path, "relations")] == ["3-4"]


@pytest.mark.parametrize("relation", ["knows", "owes"])
@pytest.mark.parametrize("others", ["", "".join(f"x{row},Ed Roe,Flo Tan,pays\n" for row in range(20))])
def test_two_sheets_that_each_count_their_ties_from_1(tmp_path, relation, others):
    first = "edge id,from,to,relation\n1,Ada Lom,Ben Ost,owes\n"
    (tmp_path / "1.csv").write_text(first, encoding="utf-8")
    second = f"edge id,from,to,relation\n{others}1,Cy Fay,Dee Zorg,{relation}\n"
    (tmp_path / "2.csv").write_text(second, encoding="utf-8")
    load([tmp_path / "1.csv"], tmp_path / "graph")
    report = load([tmp_path / "2.csv"], tmp_path / "graph")
    assert "edge id: The id `1` is that of another tie: ada-lom OWES ben-ost." in report.to_text()
    assert report.rejected == 1
    assert "cy-fay" not in {row["source"] for row in rows(tmp_path, "relations")}

    load([tmp_path / "2.csv"], tmp_path / "graph", LoadOptions(mapping={"edge id": "ignored"}))
    assert {"ada-lom", "cy-fay"} <= {row["source"] for row in rows(tmp_path, "relations")}


def test_a_sheet_that_gives_actors_ids_and_corrects_their_tie(tmp_path):
    (tmp_path / "1.csv").write_text("edge id,from,to,relation\n1,Ada Lom,Ben Ost,owes\n", encoding="utf-8")
    (tmp_path / "2.csv").write_text("edge id,from,to,relation\n1,p1,p2,knows\n", encoding="utf-8")
    (tmp_path / "who.csv").write_text("id,name\np1,Ada Lom\np2,Ben Ost\n", encoding="utf-8")
    load([tmp_path / "1.csv"], tmp_path / "graph")
    report = load([tmp_path / "who.csv", tmp_path / "2.csv"], tmp_path / "graph")
    assert report.rejected == 0
    [tie] = rows(tmp_path, "relations")
    assert (tie["source"], tie["type"], tie["target"]) == ("p1", "KNOWS", "p2")


UNDIRECTED = st.lists(
    st.tuples(
        st.sampled_from(["A,B", "B,A", "A,C", "A,A"]),
        st.sampled_from(["meets", "shares"]),
        st.sampled_from(["no", "no", "yes", ""]),
        st.sampled_from(["1", "2", ""]),
        st.sampled_from(["", "", "r1"]),
    ),
    min_size=2,
    max_size=4,
)


@given(UNDIRECTED)
@example([("A,B", "meets", "no", "1", ""), ("B,A", "meets", "no", "2", "")])
def test_a_sheet_that_is_loaded_again_changes_nothing(ties):
    with TemporaryDirectory() as name:
        sheet, graph = Path(name, "ties.csv"), Path(name, "graph")
        lines = ["source,target,type,directed,weight,id", *map(",".join, ties)]
        sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
        load([sheet], graph)
        before = {path.name: path.read_bytes() for path in graph.glob("*.csv")}
        load([sheet], graph)
        assert {path.name: path.read_bytes() for path in graph.glob("*.csv")} == before


def test_undirected_ties_with_different_weights_are_told_once_and_stay(tmp_path):
    sheet = "source,target,type,directed,weight\nAda Lom,Ben Lom,meets,no,1\nBen Lom,Ada Lom,meets,no,2\n"
    (tmp_path / "ties.csv").write_text(sheet, encoding="utf-8")
    for _ in range(2):
        report = load([tmp_path / "ties.csv"], tmp_path / "graph").to_text(whole=True)
        assert report.count("stay two claims about one tie") == 1
        assert "write `no`" not in report
    assert [row["weight"] for row in rows(tmp_path, "relations")] == ["1", "2"]


def test_too_many_undirected_ties_to_compare_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("sociogram.loaders.rows.claims.both_ways._MOST_COMPARED", 1)
    for number, ends in enumerate(("Ada Lom,Ben Lom", "Ben Lom,Ada Lom")):
        sheet = f"source,target,type,directed\n{ends},meets,no\nCy Fay,Ada Lom,meets,no\n"
        (tmp_path / f"{number}.csv").write_text(sheet, encoding="utf-8")
        report = load([tmp_path / f"{number}.csv"], tmp_path / "graph")
    assert "Too many rows to look for in the graph with their ends exchanged" in report.to_text(whole=True)
    assert len(rows(tmp_path, "relations")) == 3


def test_a_new_graph_has_no_ties_to_compare_with(tmp_path, monkeypatch):
    monkeypatch.setattr("sociogram.loaders.rows.claims.both_ways._MOST_COMPARED", 0)
    (tmp_path / "list.csv").write_text("id,name\n1,Ada Lom\n2,Ben Lom\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("source,target,type\n1,2,knows\n", encoding="utf-8")
    report = load([tmp_path / "list.csv", tmp_path / "ties.csv"], tmp_path / "graph")
    assert "Too many rows" not in report.to_text(whole=True)
