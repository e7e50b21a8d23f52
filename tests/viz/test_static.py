"""The part of a page that needs no scripts: what it holds, and what it leaves out of a large graph."""

from __future__ import annotations

import re

import pytest
from viz_made import affair_page, grouped_graph, made_page

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz import page, static
from sociogram.viz.one_file import TEMPLATES
from sociogram.viz.page import Page
from sociogram.viz.picture.scene import Scene
from sociogram.viz.picture.style import LINE_COLOURS
from sociogram.viz.static import points_of, static_part, tone_of


def tie(part, a, b):
    return next(row for row in part["ties"] if (row["a"], row["b"]) == (a, b))


def test_every_actor_is_a_shape_and_a_row_and_every_tie_a_row():
    scene = made_page().scene
    part = static_part(scene)
    assert len(part["shapes"]) == len(part["actors"]) == 8
    assert len(part["ties"]) == 9
    assert len(part["lines"]) == 8  # the loop is in the table alone
    row = tie(part, "Ana Ñahui", "National Police")
    assert (row["verb"], row["state"], row["certainty"]) == ("accuses", "Affirmed", "Alleged")
    assert "since December 2022" in row["claims"][0]["says"]


AFFAIR = [
    # ends of a tie, how it is claimed, the marks of its line
    ("Mette Lund", "Oskar Ravn", "Disputed", ""),
    ("Oskar Ravn", "Mette Lund", "Denied", ""),
    ("Mette Lund", "Stenholt Council", "Planned", "dot"),
    ("Stenholt Council", "Stenholt Quarry", "Intended", "diamond"),
    ("Oskar Ravn", "Stenholt Quarry", "Affirmed", ""),
]


@pytest.mark.parametrize(("a", "b", "state", "marks"), AFFAIR)
def test_a_tie_looks_as_it_is_claimed(a, b, state, marks):
    part = static_part(affair_page().scene)
    [number] = [
        at for at, row in enumerate(part["ties"]) if (row["a"], row["b"], row["state"]) == (a, b, state)
    ]
    line = part["lines"][number]
    assert line.marks == marks
    assert bool(line.strokes) == (state in {"Denied", "Disputed"})


def test_a_source_was_read_only_if_the_data_says_so():
    said = {source["id"]: source["is_read"] for source in static_part(affair_page().scene)["sources"]}
    assert said == {
        "tribune": "Read",
        "gazette": "not said",
        "translation": "not said",
        "memo": "Only cited",
    }


def test_a_plan_that_somebody_denies_is_disputed():
    said = {"modality": "planned", "polarity": "denies", "claimed_by": "lund", "sources": ["gazette"]}
    part = static_part(affair_page(("to-lead-not", "lund", "LEADS", "council", said)).scene)
    [number] = [at for at, row in enumerate(part["ties"]) if row["state"] == "Planned"]
    assert part["ties"][number]["is_contested"]
    assert part["lines"][number].marks == "dot"
    assert part["lines"][number].strokes
    assert "Planned, Disputed" in affair_page(("to-lead-not", "lund", "LEADS", "council", said)).html()
    assert "Planned, Disputed" not in affair_page().html()


@pytest.mark.parametrize(("count", "arrow", "curves"), [(8, "to", 1), (9, "middle", 2)])
def test_the_arrows_of_many_parallel_ties_do_not_cover_each_other(count, arrow, curves):
    nodes = tuple(Node(name, ("Entity",), {"id": name, "name": name}) for name in ("ada", "otto"))
    ties = tuple(Relationship(f"r{number}", f"TYPE_{number}", "ada", "otto") for number in range(count))
    for line in static_part(Scene.of(Subgraph(nodes, ties), title="Two"))["lines"]:
        assert line.arrow == arrow
        assert line.path.count("Q") == curves


@pytest.mark.parametrize(
    ("language", "date"), [("en", "20 May 2023"), ("nl", "20 mei 2023"), ("es", "20 de mayo de 2023")]
)
def test_the_date_of_the_data_is_in_the_language_of_the_page(language, date):
    assert date in made_page(language=language).html()


def test_a_row_never_words_a_plan_as_a_deed_and_minds_plural_names():
    guards = Node("guards", ("Entity", "Group"), {"id": "guards", "name": "Guards", "pronoun": "they"})
    claims = [
        ("g1", "guards", "LEADS", "quarry", {}),
        ("g2", "guards", "LEADS", "brun", {"modality": "planned"}),
        ("g3", "brun", "LEADS", "guards", {"modality": "planned", "polarity": "denies"}),
    ]
    rows = static_part(affair_page(*claims, actors=(guards,)).scene)["ties"]
    words = {f"{row['a']} {row['verb']} {row['b']}" for row in rows}
    assert words > {
        "Guards lead Stenholt Quarry",
        "Guards are to lead Ida Brun",
        "Mette Lund is to lead Stenholt Council",
        "Stenholt Council is meant to sell land to Stenholt Quarry",
        "Ida Brun is to lead Guards",
        "Oskar Ravn owns Stenholt Quarry",
    }


def test_a_source_that_only_a_draft_names_is_left_out():
    draft = ("draft-2", "brun", "OWNS", "council", {"review": "draft", "sources": ["leaflet"]})
    leaflet = Node("leaflet", ("Source",), {"id": "leaflet", "date": "2032"})
    scene = affair_page(draft, sources=[leaflet]).scene
    assert "leaflet" in {source["id"] for source in scene.sources}
    assert "leaflet" not in {source["id"] for source in static_part(scene)["sources"]}
    assert scene.data_date == ""


def test_drafts_and_what_was_withdrawn_are_left_out():
    html = affair_page().html()
    section = re.search(r'<section id="static".*?</section>', html, flags=re.DOTALL)[0]
    assert "Draft" not in section
    assert "Ida Brun</bdi> leads" not in section


def test_an_actor_can_be_pointed_at_by_its_id():
    assert '<tr id="ana">' in made_page().html()


def test_a_large_graph_is_shown_as_groups_with_their_strongest_ties_and_says_so(monkeypatch):
    monkeypatch.setattr(page, "STATIC_LIMIT", 60)
    monkeypatch.setattr(static, "MOST_LINES", 2)
    html = Page(grouped_graph(), title="Many").html()
    section = re.search(r'<section id="static".*?</section>', html, flags=re.DOTALL)[0]
    assert "This many actors are drawn as groups." in section
    assert "2 weaker ones are left out" in section
    assert "Groups (5)" in section
    assert "Ties between groups, counted by certainty (2)" in section


@pytest.mark.parametrize(
    "graph",
    [Subgraph(), Subgraph((Node("1"),)), Subgraph((Node("1"),), (Relationship("r", "T", "1", "1"),))],
    ids=["empty", "one", "a loop"],
)
def test_any_graph_has_a_static_part(graph):
    part = static_part(Scene.of(graph, title="x"))
    assert len(part["shapes"]) == len(graph.nodes)
    assert part["lines"] == []


def test_lines_have_the_colours_of_the_live_page():
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--tie-(\w+): (#[0-9a-f]{6})", css.split("color-scheme: light")[0]))
    assert light == LINE_COLOURS


def test_corners_stand_around_their_centre():
    assert points_of(((0, -1), (1, 0)), 2, (10, 10)) == "10,8 12,10"


def test_an_unknown_certainty_has_the_tone_of_a_voice():
    assert [tone_of(key) for key in ("stated", "alleged", "", "probable")] == [
        "plain",
        "doubt",
        "none",
        "voice",
    ]
