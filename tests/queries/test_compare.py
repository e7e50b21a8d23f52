"""Two texts of one graph, and two graphs, tie by tie. The affair and everybody in it are invented."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

import sociogram
from sociogram.cli import main
from sociogram.graph.errors import SociogramError
from sociogram.loaders.load import load
from sociogram.queries.compare import Comparison

HEADER = (
    "id,source,target,type,polarity,modality,claimed_by,sources,paragraph,start_date,contradicts,"
    "supersedes,review,via"
)
SOURCES = """\
id,title,author,translation_of
a,The ferry,Ada Colli,
b,The bridge,Bo Ek,
c,The tide,,
d,De pont,Wim Sund,a
"""
TYPES = """\
type,forward,backward,directed,infinitive
MET,met,met,false,
PAID,paid,was paid by,true,
LEADS,leads,is led by,true,lead
"""
ACTORS = "id,name\nolm,Ida Olm\ntarr,Per Tarr\nada,Ada Colli\nbo,Bo Ek\nwit,Wim Sund\n"


def folder_of(path: Path, claims: str, actors: str = ACTORS) -> Path:
    sheets = {"entities": actors, "relations": f"{HEADER}\n{claims}\n", "sources": SOURCES}
    sheets["relation_types"] = TYPES
    path.mkdir()
    for name, text in sheets.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    load([path / f"{name}.csv" for name in sheets], path / "graph")
    return path / "graph"


VALUES = [
    # the values of the claim in each text, the category, what is said
    ("start_date,2030", "start_date,2031", "differs", "start_date: 2030 in A, 2031 in B."),
    ("start_date,2030", "start_date,2030-05-01", "agrees", ""),
    ("start_date,2030", "start_date,", "agrees", ""),
    ("weight,100", "weight,250", "differs", "weight: 100 in A, 250 in B."),
    ("weight,100", "weight,100.0", "agrees", ""),
    ("share,0.4", "share,0.6", "differs", "share: 0.4 in A, 0.6 in B."),
    ("paragraph,3", "paragraph,4", "agrees", ""),
    ("start_date,before 2030", "start_date,2031", "agrees", ""),
]


@pytest.mark.parametrize(("in_a", "in_b", "category", "why"), VALUES)
def test_other_dates_and_amounts_are_named(
    in_a: str, in_b: str, category: str, why: str, tmp_path: Path
) -> None:
    title, (a, b) = in_a.split(",")[0], (said.split(",")[1] for said in (in_a, in_b))
    file = tmp_path / "ties.csv"
    file.write_text(
        f"source,target,type,sources,{title}\nolm,tarr,PAID,a,{a}\nolm,tarr,PAID,b,{b}\n", encoding="utf-8"
    )
    load([file], tmp_path / "graph")
    [tie] = sociogram.open(tmp_path / "graph").compare("a", "b").ties
    assert (tie.category, tie.why) == (category, why)


def compared(path: Path, claims: str) -> Comparison:
    return sociogram.open(folder_of(path / "one", claims)).compare("a", "b")


# what the claims are, the claims, the categories of the ties, new voices
CASES = [
    ("agree", "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,,,,b,1,,,,", ["agrees"], ["Bo Ek"]),
    ("the same voice", "1,olm,tarr,PAID,,,wit,a,1,,,,\n2,olm,tarr,PAID,,,wit,b,1,,,,", ["agrees"], []),
    (
        "a tie without direction",
        "1,olm,tarr,MET,,,,a,1,,,,\n2,tarr,olm,MET,,,,b,1,,,,",
        ["agrees"],
        ["Bo Ek"],
    ),
    ("both ways", "1,olm,tarr,PAID,,,,a,1,,,,\n2,tarr,olm,PAID,,,,b,1,,,,", ["only_in_a", "only_in_b"], []),
    (
        "a denial",
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,denies,,olm,b,1,,,,",
        ["contradicts"],
        ["Ida Olm"],
    ),
    (
        "both deny",
        "1,olm,tarr,PAID,denies,,,a,1,,,,\n2,olm,tarr,PAID,denies,,,b,1,,,,",
        ["agrees"],
        ["Bo Ek"],
    ),
    (
        "agree in one voice, contradict in another",
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,,,,b,1,,,,\n3,olm,tarr,PAID,denies,,olm,b,1,,,,",
        ["contradicts"],
        ["Bo Ek", "Ida Olm"],
    ),
    (
        "a denied plan is no denied deed",
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,denies,planned,,b,1,,,,",
        ["other"],
        ["Bo Ek"],
    ),
    (
        "of different years",
        "1,olm,tarr,PAID,,,,a,1,2030,,,\n2,olm,tarr,PAID,denies,,,b,1,2031,,,",
        ["contradicts"],  # a start alone is open at its end
        ["Bo Ek"],
    ),
    (
        "planned, then done",
        "1,olm,tarr,PAID,,planned,,a,1,,,,\n2,olm,tarr,PAID,,,,b,1,,,,",
        ["planned_then_done"],
        ["Bo Ek"],
    ),
    (
        "planned and done in A too",
        "1,olm,tarr,PAID,,planned,,a,1,,,,\n3,olm,tarr,PAID,,,,a,2,,,,\n2,olm,tarr,PAID,,,,b,1,,,,",
        ["agrees"],
        ["Bo Ek"],
    ),
    (
        "taken back",
        "1,olm,tarr,PAID,,,wit,a,1,,,,\n2,olm,bo,PAID,,,wit,b,1,,,1,",
        ["corrected", "only_in_b"],
        [],
    ),
    (
        "taken back and denied",
        "1,olm,tarr,PAID,,,wit,a,1,,,,\n2,olm,tarr,PAID,denies,,wit,b,1,,,1,",
        ["corrected"],
        [],
    ),
    (
        "A takes back what B says",
        "1,olm,tarr,PAID,,,wit,b,1,,,,\n2,olm,tarr,PAID,denies,,wit,a,1,,,1,",
        ["only_in_a"],
        [],
    ),
    (
        "a relay that speaks for itself",
        "1,olm,tarr,PAID,,,olm,a,1,,,,,wit | ada\n2,olm,tarr,PAID,,,wit,b,1,,,,,bo",
        ["agrees"],
        [],
    ),
    (
        "a relay that denies what it passed on",
        "1,olm,tarr,PAID,,,olm,a,1,,,,,wit | ada\n2,olm,tarr,PAID,denies,,wit,b,1,,,,,bo",
        ["contradicts"],
        ["Wim Sund"],
    ),
    (
        "in other words",
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,MET,,,,b,1,,1,,",
        ["contradicts", "contradicts"],
        [],
    ),
    (
        "drafts and other texts say nothing",
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,,,,b,1,,,,draft\n3,olm,tarr,PAID,denies,,,c,1,,,,",
        ["only_in_a"],
        [],
    ),
]


@pytest.mark.parametrize(("_", "claims", "categories", "voices"), CASES, ids=[case[0] for case in CASES])
def test_categories(_: str, claims: str, categories: list[str], voices: list[str], tmp_path: Path) -> None:
    comparison = compared(tmp_path, claims)
    assert [tie.category for tie in comparison.ties] == categories
    assert [voice for tie in comparison.ties for voice in tie.new_voices] == voices


def test_dates_that_exclude_each_other(tmp_path: Path) -> None:
    graph = sociogram.open(
        folder_of(tmp_path / "one", "1,olm,tarr,PAID,,,,a,1,2030,,,\n2,olm,tarr,PAID,denies,,,b,1,2031,,,")
    )
    graph.run("MATCH ()-[r:PAID]->() SET r.end_date = r.start_date", write=True)
    (tie,) = graph.compare("a", "b").ties
    assert (tie.category, tie.why) == (
        "other",
        "They contradict each other only if they refer to the same time.",
    )


def test_in_words(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path, "1,olm,tarr,PAID,,,,a,1,2030-05,,,\n2,olm,tarr,PAID,denies,planned,wit,b,4,,,,"
    )
    assert comparison.to_text() == (
        "Other (1)\n"
        "  Ida Olm paid Per Tarr\n"
        "      A: Ada Colli affirms (2030-05, paragraph 1)\n"
        "      B: Wim Sund denies as planned (paragraph 4)\n"
        "      New in B: Wim Sund\n"
        "      A affirms; B denies as planned.\n"
    )
    assert comparison.summary() == "A is a, B is b. Ties: other 1."


def test_claims_stand_in_the_order_of_their_text_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = [
        "9,olm,tarr,PAID,,,wit,a,2,,,,",
        "1,olm,tarr,PAID,denies,,ada,a,10,,,,",
        "2,olm,tarr,PAID,,,bo,a,10,,,,",
        "3,olm,tarr,PAID,,,,b,1,,,,",
    ]
    one = compared(tmp_path, "\n".join(rows))
    other = sociogram.open(folder_of(tmp_path / "other", "\n".join(reversed(rows)))).compare("a", "b")
    assert [claim.id for claim in one.ties[0].in_a] == ["9", "1", "2"]
    assert one.to_text() == other.to_text()


# claims of the ferry, what the heading of the tie says
HEADINGS = [
    (["olm,tarr,PAID,,"], "Ida Olm paid Per Tarr"),
    (["olm,tarr,PAID,denies,"], "Denied: Ida Olm paid Per Tarr"),
    (["olm,tarr,PAID,,intended"], "Intended: Ida Olm paid Per Tarr"),
    (["olm,tarr,LEADS,,planned"], "Ida Olm is to lead Per Tarr"),
    (["olm,tarr,LEADS,denies,planned", "olm,tarr,LEADS,,planned"], "Ida Olm is to lead Per Tarr"),
    (["olm,tarr,LEADS,denies,planned"], "Denied: Ida Olm is to lead Per Tarr"),
    (["olm,tarr,LEADS,denies,demanded"], "End demanded: Ida Olm leads Per Tarr"),
    (["olm,tarr,LEADS,,possible", "olm,tarr,LEADS,,"], "Ida Olm leads Per Tarr"),
]


@pytest.mark.parametrize(("claims", "heading"), HEADINGS)
def test_no_tie_is_said_to_be_that_nobody_affirms(claims: list[str], heading: str, tmp_path: Path) -> None:
    rows = "\n".join(f"{number},{claim},,a,{number},,,," for number, claim in enumerate(claims, 1))
    assert [str(tie) for tie in compared(tmp_path, rows).ties] == [heading]


def test_the_author_of_a_translation_is_no_new_voice(tmp_path: Path) -> None:
    claims = "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,,,,d,1,,,,\n3,olm,tarr,PAID,,,bo,d,2,,,,"
    (tie,) = sociogram.open(folder_of(tmp_path / "one", claims)).compare("a", "d").ties
    assert (tie.category, tie.new_voices) == ("agrees", ("Bo Ek",))


def test_a_claim_that_contradicts_in_other_words_stands_with_the_tie(tmp_path: Path) -> None:
    comparison = compared(tmp_path, "1,olm,tarr,PAID,denies,,,a,1,,,,\n2,olm,tarr,MET,,planned,,b,4,,1,,")
    assert comparison.to_text() == (
        "Contradict each other (2)\n"
        "  Planned: Ida Olm met Per Tarr\n"
        "      B: Bo Ek affirms as planned (paragraph 4)\n"
        "      A, in other words: Ada Colli denies that Ida Olm paid Per Tarr\n"
        "  Denied: Ida Olm paid Per Tarr\n"
        "      A: Ada Colli denies (paragraph 1)\n"
        "      B, in other words: Bo Ek says that it is planned: Ida Olm met Per Tarr\n"
    )


FOLDERS = [
    # the claims of A, those of B, the categories
    ("1,olm,tarr,PAID,,,,a,1,,,,", "1,olm,tarr,PAID,,,,a,1,,,,", ["agrees"]),
    ("1,olm,tarr,PAID,,,,a,1,,,,", "2,olm,tarr,MET,,,,a,1,,,,", ["only_in_a", "only_in_b"]),
    ("1,olm,tarr,PAID,,,,a,1,,,,", "1,olm,tarr,PAID,denies,,,a,1,,,,", ["corrected"]),
    ("1,olm,tarr,PAID,,,,a,1,,,,", "1,olm,tarr,PAID,,,,a,1,,,,retracted", ["only_in_a"]),
    (
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,denies,,olm,a,1,,,,",
        "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,denies,,olm,a,1,,,,",
        ["agrees"],  # disputed in both alike
    ),
    ("1,olm,tarr,PAID,,,,a,1,,,,", "3,olm,tarr,PAID,denies,,olm,b,1,,,,", ["contradicts"]),
]


@pytest.mark.parametrize(("one", "other", "categories"), FOLDERS)
def test_two_folders(one: str, other: str, categories: list[str], tmp_path: Path) -> None:
    graphs = [
        sociogram.open(folder_of(tmp_path / name, text)) for name, text in (("one", one), ("two", other))
    ]
    assert [tie.category for tie in graphs[0].compare_with(graphs[1]).ties] == categories


def test_an_actor_of_another_id_is_the_same_by_name(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", "1,olm,tarr,PAID,,,,a,1,,,,")
    other = folder_of(tmp_path / "two", "7,p9,tarr,PAID,,,,a,1,,,,", ACTORS.replace("olm,", "p9,"))
    ties = sociogram.open(one).compare_with(sociogram.open(other)).ties
    assert [(tie.source, tie.category) for tie in ties] == [("olm", "agrees")]


def test_a_relay_of_another_id_is_no_new_voice(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", "1,olm,tarr,PAID,,,olm,a,1,,,,,wit | ada")
    other = folder_of(
        tmp_path / "two",
        "7,olm,tarr,PAID,,,p9,b,1,,,,,\n8,olm,tarr,PAID,,,bo,b,2,,,,,",
        ACTORS.replace("wit,", "p9,"),
    )
    (tie,) = sociogram.open(one).compare_with(sociogram.open(other)).ties
    assert tie.new_voices == ("Bo Ek",)


def created(query: str) -> sociogram.Graph:
    graph = sociogram.open(nx.MultiDiGraph())
    graph.run(query, write=True)
    return graph


UNLOADED = [
    # A, B, the ties of each category
    (
        sociogram.open(nx.path_graph(3)),
        sociogram.open(nx.path_graph(4)),
        {"agrees": [("0", "1"), ("1", "2")], "only_in_a": [], "only_in_b": [("2", "3")]},
    ),
    (  # without ids, actors are who they are called, not how a graph numbers their nodes
        created("CREATE ({name: 'Ann'})-[:PAID]->({name: 'Bob'})"),
        created("CREATE ({name: 'Bob'})-[:PAID]->({name: 'Ann'})"),
        {"agrees": [], "only_in_a": [("Ann", "Bob")], "only_in_b": [("Bob", "Ann")]},
    ),
    (
        created("CREATE ({name: 'Ann'})-[:PAID]->({name: 'Bob'})"),
        created("CREATE ({name: 'Cy'})<-[:PAID]-({name: 'Ann'})"),
        {"agrees": [], "only_in_a": [("Ann", "Bob")], "only_in_b": [("Ann", "Cy")]},
    ),
    (
        created("CREATE ({name: 'Ann'})-[:PAID]->({name: 'Bob'})"),
        created("CREATE (:X {name: 'Bob'}), (a {name: 'Ann'})-[:PAID]->(b {name: 'Bob'})"),
        {"agrees": [("Ann", "Bob")], "only_in_a": [], "only_in_b": []},
    ),
]


@pytest.mark.parametrize(("one", "other", "wanted"), UNLOADED)
def test_graphs_that_were_not_loaded(
    one: sociogram.Graph, other: sociogram.Graph, wanted: dict[str, list[tuple[str, str]]]
) -> None:
    ties = one.compare_with(other).ties
    for category, ends in wanted.items():
        assert [(tie.source_name, tie.target_name) for tie in ties if tie.category == category] == ends


def test_actors_that_nothing_identifies_are_not_compared() -> None:
    one, other = created("CREATE ()-[:PAID]->()"), created("CREATE ()<-[:PAID]-()")
    with pytest.raises(SociogramError, match="have neither names nor ids of their own"):
        one.compare_with(other)


WRONG = [
    ("a", "a", "Both are the source 'a'"),
    ("a", "The ferry", "Both are the source 'a'"),
    ("a", "The brige", "There is no source 'The brige'. Did you mean 'The bridge'"),
]


@pytest.mark.parametrize(("a", "b", "message"), WRONG)
def test_wrong_sources(a: str, b: str, message: str, tmp_path: Path) -> None:
    graph = sociogram.open(folder_of(tmp_path / "one", "1,olm,tarr,PAID,,,,a,1,,,,"))
    with pytest.raises(SociogramError) as error:
        graph.compare(a, b)
    assert message in str(error.value)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = folder_of(tmp_path / "one", "1,olm,tarr,PAID,,,,a,1,,,,\n2,olm,tarr,PAID,denies,,olm,b,1,,,,")
    with pytest.raises(SystemExit) as end:
        main(["compare", "a", "The bridge", "-g", str(graph), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert (end.value.code, told["counts"]["contradicts"]) == (0, 1)
    assert told["ties"][0]["claims_in_b"][0]["voice_name"] == "Ida Olm"
    with pytest.raises(SystemExit) as end:
        main(["compare", str(graph), str(graph)])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("Agree (1)\n  Ida Olm paid Per Tarr\n")
