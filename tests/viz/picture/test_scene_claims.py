from __future__ import annotations

import math

import pytest
from viz_made import affair_page

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page
from sociogram.viz.picture.scene import Scene
from sociogram.viz.static import static_part


@pytest.fixture(scope="module")
def scene():
    return affair_page().scene


def claim_of(scene, key):
    """Return a claim, and the tie that it is about."""
    claim = next(claim for claim in scene.claims if claim["id"] == key)
    return claim, scene.ties[claim["tie"]]


def names(scene, tie):
    return scene.actors[tie["a"]]["name"], scene.actors[tie["b"]]["name"]


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("met", "A lorry driver, as told by Ida Brun, reports that Mette Lund met Oskar Ravn ("),
        ("not-met", "Mette Lund, as told by J. Holm, denies that she met Oskar Ravn ("),
        ("no-cousin", "Oskar Ravn, as told by Ida Brun, denies that he is related to Mette Lund ("),
        ("to-lead", "Ida Brun says that Mette Lund is to lead Stenholt Council, from May 2031 ("),
        ("to-sell", "Ida Brun says that Stenholt Council is meant to sell land to Stenholt Quarry ("),
        ("owned", "Taken back: a lorry driver, as told by Ida Brun, said that "),
        ("draft", "Draft: Ida Brun says that he or she owns Stenholt Quarry ("),
        ("withdrawn", "Retracted: Ida Brun says that he or she leads Stenholt Quarry ("),
    ],
)
def test_each_claim_is_a_sentence_with_its_voice(scene, key, says):
    assert claim_of(scene, key)[0]["says"].startswith(says)


def test_claims_about_one_tie_are_one_line_whichever_end_a_row_names_first(scene):
    _, tie = claim_of(scene, "met")
    told = {scene.claims[claim]["id"] for claim in tie["claims"]}
    assert told == {"met", "met-copy", "met-author", "not-met"}
    assert tie["disputed"]
    assert tie["support"].startswith("2 independent supports: a lorry driver and Ida Brun")
    assert tie["support"].endswith("; disputed, denied by Mette Lund")
    assert [conflict["words"] for conflict in tie["conflicts"]] == ["Texts contradict each other"]


def test_what_adds_no_support_says_why(scene):
    reasons = {claim["id"]: claim["why"] for claim in scene.claims if "why" in claim}
    assert reasons == {"met-copy": "copy or translation"}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("met", "affirmed"),
        ("not-met", "denied"),
        ("to-lead", "planned"),
        ("to-sell", "intended"),
        ("owned", "taken back"),
        ("draft", "draft"),
        ("withdrawn", "retracted"),
    ],
)
def test_how_a_claim_is_told(scene, key, kind):
    claim, _ = claim_of(scene, key)
    assert scene.claim_kinds[claim["kind"]]["key"] == kind


def test_only_drafts_and_what_was_withdrawn_wait_to_be_asked_for(scene):
    hidden = {kind["key"] for kind in scene.claim_kinds if kind.get("hidden")}
    assert hidden == {"draft", "retracted", "taken back"}


def test_only_affirmed_ties_count_for_an_actor(scene):
    degrees = {actor["id"]: actor["degree"] for actor in scene.actors}
    assert degrees == {"lund": 1, "ravn": 3, "quarry": 1, "council": 1, "driver": 0, "brun": 0}


def test_a_source_was_read_only_if_the_data_says_so(scene):
    assert {source["id"]: source.get("read") for source in scene.sources} == {
        "tribune": True,
        "gazette": None,
        "translation": None,
        "memo": False,
    }
    counts = {scene.sources[text["source"]]["id"]: text["count"] for text in scene.texts}
    assert counts == {"tribune": 10, "gazette": 1, "translation": 1}


def test_a_denied_tie_brings_nobody_together_who_has_other_ties():
    """Where all is denied, the ends would stand in rows, and lines would run through others' names."""

    def positions(*claims):
        nodes = tuple(Node(str(n), (), {"id": str(n), "name": str(n)}) for n in range(4))
        return Page(Subgraph(nodes, claims), title="t").scene.positions

    tie = Relationship("t", "MET", "0", "1")
    other = Relationship("o", "MET", "2", "3")
    across = Relationship("a", "MET", "0", "2", {"polarity": "denies"})
    assert positions(tie, other, across) == positions(tie, other)
    denied = Relationship("d", "MET", "2", "3", {"polarity": "denies"})
    apart, together = (positions(tie, claim) for claim in (denied, other))
    assert all(math.dist(one, two) < 60 for one, two in zip(apart, together, strict=True))


def test_a_claim_outside_the_picture_takes_back_one_inside():
    nodes = tuple(Node(key, (), {"id": key}) for key in ("a", "b"))
    earlier = Relationship("1", "LEADS", "a", "b", {"id": "c1", "claimed_by": "v"})
    later = Relationship("2", "LEADS", "a", "z", {"id": "c2", "claimed_by": "v", "supersedes": "c1"})
    page = Page(Subgraph(nodes, (earlier,)), title="t", later=[later])
    assert [kind["key"] for kind in page.scene.claim_kinds] == ["taken back"]
    assert len(page.scene.claims) == 1


def test_a_demand_for_an_end_is_a_demand_not_a_denial():
    claim = Relationship("1", "LEADS", "a", "b", {"polarity": "denies", "modality": "demanded"})
    nodes = tuple(Node(key, (), {"id": key}) for key in ("a", "b"))
    scene = Page(Subgraph(nodes, (claim,)), title="t").scene
    assert [kind["key"] for kind in scene.claim_kinds] == ["demanded"]


def test_two_actors_of_one_id_keep_their_own_ties():
    nodes = tuple(Node(key, (), {"id": "same", "name": key}) for key in ("one", "two", "three"))
    ties = (Relationship("1", "MET", "one", "three"), Relationship("2", "MET", "two", "three"))
    scene = Page(Subgraph(nodes, ties), title="t").scene
    assert [names(scene, tie) for tie in scene.ties] == [("one", "three"), ("two", "three")]


KINDS = [
    # polarity and modality of a claim, its kind, and whether its line is crossed out
    ("", "", "affirmed", False),
    ("denies", "", "denied", True),
    ("", "planned", "planned", False),
    ("denies", "planned", "plan denied", True),  # it may have happened all the same
    ("denies", "intended", "plan denied", True),
    ("denies", "possible", "plan denied", True),
    ("denies", "demanded", "demanded", False),
]


@pytest.mark.parametrize(("polarity", "modality", "kind", "is_crossed"), KINDS)
def test_to_deny_a_plan_is_not_to_deny_the_deed(polarity, modality, kind, is_crossed):
    claim = Relationship("c", "MET", "1", "2", {"polarity": polarity or None, "modality": modality or None})
    nodes = tuple(Node(key, ("Entity",), {"id": key, "name": key}) for key in "12")
    part = static_part(Scene.of(Subgraph(nodes, (claim,)), title="Two"))
    assert [row["claims"][0]["kind"] for row in part["ties"]] == [0]
    [name] = {row["state"].lower() for row in part["ties"]}
    assert name == kind
    assert bool(part["lines"][0].strokes) == is_crossed
    assert [bool(look["strokes"]) for look in part["looks"]] == ([] if kind == "affirmed" else [is_crossed])
