"""New ties that are almost ties of the graph: nothing is changed, and the report names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sociogram.graph.store import GraphStore
from sociogram.loaders.load import load
from sociogram.queries.cypher.store import MemoryStore

FULL = "from,to,relation,since,claimed_by,sources\n"
PAIR = "from,to,relation\nAda Lom,Ben Ost,owns\n"
PAYMENT = "from,to,relation,date\nAda Lom,Ben Ost,pays,{}\n"
ROLE = "person,company,role\n"
MANY = "from,to,relation,claimed_by\n" + "".join(f"Ada Lom,Ox {n},owns,Cy Fay\n" for n in range(5))

# The sheets, one after the other, and what the last report says; nothing, if another tie is likely.
NEAR = {
    "without the voice": (
        ["from,to,relation,claimed_by\nAda Lom,Ben Ost,owns,Cy Fay\n", PAIR],
        "undo this load and name the columns (`--map COLUMN=claimed_by`): 1 (ada-lom – ben-ost, there ",
    ),
    "without voice, date and source": (
        [f"{FULL}Ada Lom,Ben Ost,owns,2001,Cy Fay,Ledger\n", PAIR],
        "with `start_date`, `sources`, `claimed_by`, which these rows lack",
    ),
    "a voice that the earlier sheet lacked": (
        [PAIR, "from,to,relation,claimed_by\nAda Lom,Ben Ost,owns,Cy Fay\n"],
        "without `claimed_by` are added beside those",
    ),
    "another beginning": (
        [f"{FULL}Ada Lom,Ben Ost,owns,2001,Cy Fay,\n", f"{FULL}Ada Lom,Ben Ost,owns,2002,Cy Fay,\n"],
        "with another `start_date` are added beside those",
    ),
    "another role": (
        [f"{ROLE}Ada Lom,Ox,director\n", f"{ROLE}Ada Lom,Ox,secretary\n"],
        "with another `role` are added beside those; if the new role corrects the earlier one",
    ),
    "a second role beside the first": (
        [f"{ROLE}Ada Lom,Ox,director\n", f"{ROLE}Ada Lom,Ox,director\nAda Lom,Ox,secretary\n"],
        None,
    ),
    "a third role": ([f"{ROLE}Ada Lom,Ox,{role}\n" for role in ("director", "clerk", "secretary")], None),
    "many": (
        [MANY, MANY.replace(",claimed_by", "").replace(",Cy Fay", "")],
        "5 (ada-lom – ox-0, there ",
    ),
    "one of the two repeats": (
        [PAIR, "from,to,relation,claimed_by\nAda Lom,Ben Ost,owns,\nAda Lom,Ben Ost,owns,Cy Fay\n"],
        None,
    ),
    "another voice": (
        [f"{FULL}Ada Lom,Ben Ost,owns,,Cy Fay,\n", f"{FULL}Ada Lom,Ben Ost,owns,,Dee Roe,\n"],
        None,
    ),
    "another text": (
        [f"{FULL}Ada Lom,Ben Ost,owns,,,Ledger\n", f"{FULL}Ada Lom,Ben Ost,owns,,,Letter\n"],
        None,
    ),
    "a denial": ([PAIR, "from,to,relation,polarity\nAda Lom,Ben Ost,owns,denies\n"], None),
    "another type": ([PAIR, PAIR.replace("owns", "knows")], None),
    "from the other end": ([PAIR, "from,to,relation,claimed_by\nBen Ost,Ada Lom,owns,Cy Fay\n"], None),
    "an event on another day": ([PAYMENT.format("2001-02-03"), PAYMENT.format("2001-03-03")], None),
    "a payment of the same sum on another day": (
        [f"from,to,amount,date\nAda Lom,Ben Ost,500,{day}\n" for day in ("2 May 2019", "3 May 2019")],
        "with another `start_date` are added beside those; if the new date corrects the earlier one",
    ),
    "a payment of another sum on another day": (
        [f"from,to,amount,date\nAda Lom,Ben Ost,{paid}\n" for paid in ("500,2 May 2019", "700,3 May 2019")],
        None,
    ),
    "a third date": (
        [f"{FULL}Ada Lom,Ben Ost,owns,{year},,\n" for year in (2001, 2002, 2003)],
        None,
    ),
}


@pytest.fixture(params=["folder", "memory", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> GraphStore | Path:
    """A folder, or either store."""
    if request.param == "folder":
        return tmp_path / "graph"
    return MemoryStore() if request.param == "memory" else request.getfixturevalue("neo4j_store")


@pytest.mark.parametrize("case", NEAR)
def test_ties_that_are_almost_there(target, tmp_path, case):
    sheets, said = NEAR[case]
    for number, text in enumerate(sheets):
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
        report = load([tmp_path / f"{number}.csv"], target)
    text = " ".join(report.to_text(whole=True).split())
    assert said in text if said is not None else "Ties that the graph already has" not in text
    assert report.counts["relations"].created == (5 if case == "many" else 1)


def test_the_graph_says_which_types_have_no_direction(target, tmp_path):
    sheets = [
        "type,forward,backward,directed\nADJOINS,adjoins,adjoins,no\n",
        "from,to,relation\nAda Lom,Ben Ost,adjoins\n",
        "from,to,relation\nBen Ost,Ada Lom,adjoins\n",
    ]
    for number, text in enumerate(sheets):
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
        report = load([tmp_path / f"{number}.csv"], target)
    assert "with their ends exchanged, read as the same tie: 1" in report.to_text(whole=True)
    assert report.counts["relations"].created == 0


def test_who_denies_a_claim_makes_another_with_its_ends(target, tmp_path):
    sheets = ["id,from,to,relation,since\nk1,Ada Lom,Ben Ost,owns,2001\n", "id,denied by\nk1,Ben Ost\n"]
    for number, text in enumerate([*sheets, sheets[-1]]):
        (tmp_path / f"{number}.csv").write_text(text, encoding="utf-8")
        report = load([tmp_path / f"{number}.csv"], target)
        assert report.rejected == 0
        assert report.counts["relations"].created == (number < 2)
