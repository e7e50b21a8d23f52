"""Two actors of one name: a value that contradicts keeps them apart, in whatever order they are loaded."""

from itertools import permutations

import pytest

from sociogram.loaders.load import load

ACTORS = "MATCH (n:Entity) RETURN n.id, n.born, n.country ORDER BY n.id"
ELDER = "id,name,born,country\nola-2,Ola Nord,1952,SE\n"
YOUNGER = "name,born,country\nOla Nord,1980,NO\n"
BOTH = [["ola-2", 1952, "SE"], ["ola-nord", 1980, "NO"]]

ONE = {
    # a sheet without an id, one with the id `o7`, and the actor of both
    "no value is in both": ("name,born\nOla Nord,1980\n", "id,name,country\no7,Ola Nord,NO\n", [1980, "NO"]),
    "a value in other capitals": (
        "name,country\nOla Nord,no\n",
        "id,name,country\no7,Ola Nord,NO\n",
        [None, "NO"],
    ),
    "a day within the year": (
        "name,born\nOla Nord,1980\n",
        "id,name,born\no7,Ola Nord,1980-05-02\n",
        ["1980-05-02", None],
    ),
    "two descriptions": (
        "name,summary,work,country\nOla Nord,a pilot,flew small boats over land,NO\n",
        "id,name,summary,work,country\no7,Ola Nord,of Elva,has a boat of his own,NO\n",
        [None, "NO"],
    ),
    "other kinds and aliases": (
        "name,type,aliases,country\nOla Nord,person,O. N.,NO\n",
        "id,name,type,aliases,country\no7,Ola Nord,witness,Olaf,NO\n",
        [None, "NO"],
    ),
}


def put(store, folder, *texts):
    """Load sheets together."""
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"sheet{number}.csv")
        files[-1].write_text(text)
    return load(files, store)


def actors(store):
    return [list(row) for row in store.execute(ACTORS).rows]


@pytest.mark.parametrize("sheets", list(permutations([ELDER, YOUNGER])), ids=["elder first", "younger first"])
@pytest.mark.parametrize("at_once", [True, False], ids=["in one load", "in two loads"])
def test_two_actors_of_one_name_stay_two(store, tmp_path, sheets, at_once):
    steps = [sheets] if at_once else [[sheet] for sheet in sheets]
    report = [put(store, tmp_path, *step) for step in steps][-1]
    assert actors(store) == BOTH
    assert [set(pair.ids) for pair in report.look_alikes] == [{"ola-2", "ola-nord"}]
    assert report.rejected == 0


def test_loading_them_again_changes_nothing(store, tmp_path):
    put(store, tmp_path, ELDER, YOUNGER)
    for sheets in ([ELDER], [YOUNGER], [YOUNGER, ELDER]):
        report = put(store, tmp_path, *sheets)
        assert actors(store) == BOTH
        assert report.unchanged == report.read
        assert not report.look_alikes


def test_rows_of_one_sheet_in_any_order(store, tmp_path):
    for lines in permutations([",Ola Nord,1980,NO", "ola-2,Ola Nord,1952,SE"]):
        put(store, tmp_path, "\n".join(["id,name,born,country", *lines]))
        assert actors(store) == BOTH


def test_the_report_says_what_differs_and_how_to_merge(store, tmp_path):
    put(store, tmp_path, YOUNGER)
    said = put(store, tmp_path, ELDER).to_text()
    assert "`born` is `1980` and `1952`, `country` is `NO` and `SE`" in said
    assert "`sociogram merge ola-nord ola-2` makes them one" in said


@pytest.mark.parametrize("case", ONE)
def test_one_actor_where_no_value_contradicts(store, tmp_path, case):
    unnamed, named, values = ONE[case]
    put(store, tmp_path, unnamed)
    report = put(store, tmp_path, named)
    assert actors(store) == [["o7", *values]]
    assert not report.look_alikes


def test_ids_for_both_tell_which_is_which(store, tmp_path):
    put(store, tmp_path, YOUNGER)
    put(store, tmp_path, "id,name,born,country\nola-1,Ola Nord,1980,NO\nola-2,Ola Nord,1952,SE\n")
    assert actors(store) == [["ola-1", 1980, "NO"], ["ola-2", 1952, "SE"]]


def test_an_actor_known_by_nothing_but_a_name_is_corrected_by_it(store, tmp_path):
    put(store, tmp_path, YOUNGER)
    put(store, tmp_path, "name,born\nOla Nord,1981\n")
    put(store, tmp_path, ELDER)
    put(store, tmp_path, "name,country\nOla Nord,DK\n")
    assert actors(store) == [["ola-2", 1952, "SE"], ["ola-nord", 1981, "DK"]]


def test_a_known_id_is_corrected(store, tmp_path):
    put(store, tmp_path, ELDER)
    put(store, tmp_path, "id,name,born\nola-2,Ola Nord,1953\n")
    assert actors(store) == [["ola-2", 1953, "SE"]]


def test_an_alias_merges_nobody_whose_values_contradict(store, tmp_path):
    put(store, tmp_path, YOUNGER)
    put(store, tmp_path, "id,name,aliases,born\nola-2,Ola H. Nord,Ola Nord,1952\n")
    assert actors(store) == [["ola-2", 1952, None], ["ola-nord", 1980, "NO"]]


def test_a_decision_that_they_are_one_holds(tmp_path):
    folder = tmp_path / "graph"
    put(folder, tmp_path, YOUNGER)
    (folder / "decisions.csv").write_text("first,second,verdict\nola-nord,ola-2,same\n")
    put(folder, tmp_path, ELDER)
    assert (folder / "entities.csv").read_text().count("Ola Nord") == 1
