"""Look-alikes are listed with the reason, within a load and against the folder, and kept apart."""

from __future__ import annotations

import pytest

from sociogram.loaders.load import load


def test_look_alikes_within_a_load(read_sheets):
    loaded = read_sheets(
        {"ties.csv": "source,target\nT.R. Okvar,Harbour\nT. R. Okvar,Quay\nIvo Okvar,Quay\n"}
    )
    assert [str(pair) for pair in loaded.report.look_alikes] == [
        "`T.R. Okvar` and `T. R. Okvar`: the names differ in punctuation and spaces only."
    ]
    assert len(loaded.dataset.entities) == 5


def test_no_other_number_is_suggested_for_a_number(read_sheets):
    sheets = {"nodes.csv": "id,name\n101,Ona Berg\n", "ties.csv": "source,target\n101,104\n"}
    (stub,) = read_sheets(sheets).report.stubs
    assert stub.nearest == ()


def test_look_alikes_of_the_folder_are_told_once(tmp_path):
    for number, name in enumerate(("Ærø Rederi A/S", "Aero Rederi AS")):
        (tmp_path / f"{number}.csv").write_text(f"id,name\n{number},{name}\n", encoding="utf-8")
    first, second, again = (
        load([tmp_path / file], tmp_path / "graph") for file in ("0.csv", "1.csv", "1.csv")
    )
    assert (first.look_alikes, again.look_alikes) == ([], [])
    assert [pair.to_dict() for pair in second.look_alikes] == [
        {
            "ids": ["0", "1"],
            "names": ["Ærø Rederi A/S", "Aero Rederi AS"],
            "why": "the names differ in accented letters only",
        }
    ]
    assert (
        "Not merged, though they may be the same actor:\n"
        "    `Ærø Rederi A/S` and `Aero Rederi AS`: the names differ in accented letters only.\n"
    ) in second.to_text()


UMLAUTS = [
    ("Jürgen Öttl", "Oettl, Jürgen"),
    ("Jörg Köhl", "Koehl, Joerg"),
    ("Joerg Köhl", "Jörg Koehl"),
    ("Max Müller", "Max Mueller"),
    ("Kai Öz", "Kai Oez"),
    ("Søren Åby", "Soeren Aaby"),
    ("Böhm AG", "Boehm AG"),
]


@pytest.mark.parametrize("names", UMLAUTS)
def test_a_name_without_its_umlauts_looks_alike(read_sheets, names):
    loaded = read_sheets({"people.csv": "name\n" + "".join(f'"{name}"\n' for name in (*names, "Ann Bee"))})
    (pair,) = loaded.report.look_alikes
    assert sorted(pair.names) == sorted(names)


INITIALS = [
    # names in a list, the one in a tie or in a later list, the names that it may be
    (["Mirela Dostan"], "M. Dostan", ["Mirela Dostan"]),
    (["M. Dostan"], "Mirela Dostan", ["M. Dostan"]),
    (["Mirela Dostan"], "Dostan, M.", ["Mirela Dostan"]),
    (["Mirela Dostan", "Marko Dostan"], "M. Dostan", ["Mirela Dostan", "Marko Dostan"]),
    (["Jürgen Öttl"], "J. Oettl", ["Jürgen Öttl"]),
    (["Mirela Dostan"], "P. Dostan", []),
    (["Mirela Dostan"], "M. Dostal", []),
    (["M. Dostan"], "M. Rask", []),
]


@pytest.mark.parametrize(("listed", "name", "found"), INITIALS)
def test_an_initial_may_stand_for_a_first_name(tmp_path, listed, name, found):
    (tmp_path / "people.csv").write_text("name\n" + "".join(f"{one}\n" for one in [*listed, "Keel Ltd"]))
    (tmp_path / "more.csv").write_text(f'name\n"{name}"\n')
    (tmp_path / "ties.csv").write_text(f'source,target,type\n"{name}",Keel Ltd,LEADS\n')
    load([tmp_path / "people.csv"], tmp_path / "one")
    later = load([tmp_path / "more.csv"], tmp_path / "one")
    assert [pair.names for pair in later.look_alikes] == [(name, other) for other in found]
    load([tmp_path / "people.csv"], tmp_path / "two")
    tied = load([tmp_path / "ties.csv"], tmp_path / "two")
    assert sorted(tied.stubs[0].nearest) == sorted(found)
    assert tied.look_alikes == []  # the stub asks already


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("José M. Okvar", "Jose Okvar", "one name also has the initial “M”"),
        ("Пётр Ильин", "Pyotr Ilyin", "one name is the other in another script"),
        ("Petr Ilin", "Пётр Ильин", "one name is the other in another script"),
    ],
)
def test_initials_in_the_middle_and_other_scripts(read_sheets, one, other, why):
    report = read_sheets({"list.csv": f"name,town\n{one},Ghent\n{other},Delft\n"}).report
    assert [str(pair) for pair in report.look_alikes] == [f"`{one}` and `{other}`: {why}."]


def test_two_initials_are_two_people(read_sheets):
    report = read_sheets({"list.csv": "name,town\nJosé M. Okvar,Ghent\nJosé L. Okvar,Delft\n"}).report
    assert report.look_alikes == []
