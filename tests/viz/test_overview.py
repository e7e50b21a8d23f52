from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace

import networkx as nx
import pytest
from viz_made import grouped_graph, made_graph, overview_page

import sociogram
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.overview import groups_of
from sociogram.viz.page import Page
from sociogram.viz.picture.network import network_of
from sociogram.viz.picture.scene import name_of
from sociogram.viz.texts import Texts


def opened(page: Page) -> dict[int, dict]:
    """What the groups of a page open to."""
    found = re.findall(r'<script type="text/plain" id="group-(\d+)">([^<]*)</script>', page.html())
    return {int(number): json.loads(gzip.decompress(base64.b64decode(text))) for number, text in found}


def test_groups_hold_every_actor_once_and_the_loners_together():
    graph = grouped_graph()
    groups = groups_of(network_of(graph))
    assert [len(group.members) for group in groups] == [9, 9, 9, 9, 2]
    assert [group.is_rest for group in groups] == [False] * 4 + [True]
    members = sorted(node.id for group in groups for node in group.members)
    assert members == sorted(node.id for node in graph.nodes)
    for group in groups[:4]:
        assert len({node.id[:2] for node in group.members}) == 1
        assert Texts().text_of(group.title).endswith("and 8 others")
    assert Texts().text_of(groups[4].title) == "2 actors of small groups"
    assert Texts("nl").text_of(groups[4].title) == "2 actoren uit kleine groepen"


def test_one_actor_alone_is_one_actor_and_a_name_is_never_a_placeholder():
    graph = grouped_graph(groups=1)
    braced = replace(graph.nodes[0], properties={"id": "g0m0", "name": "{count}"})
    groups = groups_of(network_of(replace(graph, nodes=(braced, *graph.nodes[1:-1]))))
    titles = [Texts().text_of(group.title) for group in groups]
    assert titles == ["{count} and 8 others", "1 actor of small groups"]


def test_of_very_many_groups_the_smallest_stand_as_one():
    graph = grouped_graph(groups=6)
    groups = groups_of(network_of(graph), most=3)
    assert [(len(group.members), group.is_rest) for group in groups] == [(9, False), (9, False), (38, True)]


def test_small_groups_without_ties_to_others_stand_as_one():
    graph = grouped_graph(size=60)
    small = grouped_graph(groups=1, size=5)
    nodes = [replace(node, id=f"far-{node.id}", properties={"id": f"far-{node.id}"}) for node in small.nodes]
    ties = [
        replace(one, id=f"far-{one.id}", start=f"far-{one.start}", end=f"far-{one.end}")
        for one in small.relationships
    ]
    groups = groups_of(network_of(Subgraph((*graph.nodes, *nodes), (*graph.relationships, *ties))))
    assert [len(group.members) for group in groups] == [60, 60, 60, 60, 2 + 5 + 2]


def test_the_overview_counts_every_tie_once_by_its_firmest_certainty():
    scene = overview_page().scene
    assert scene.overview
    inside = sum(count for actor in scene.actors for _, count in actor["inside"])
    between = sum(tie["count"] for tie in scene.ties)
    assert (inside, between) == (4 * 36, 4)
    keys = [entry["key"] for entry in scene.certainties]
    assert {(keys[tie["certainty"]], tie["count"]) for tie in scene.ties} == {("reported", 1)}
    assert all((tie["voices"], tie["cited"]) == (1, 1) for tie in scene.ties)
    assert {entry["key"]: entry["count"] for entry in scene.certainties} == {
        "stated": 0,
        "reported": 4,
        "alleged": 0,
    }


def test_a_claim_that_names_nobody_counts_as_the_voice_of_its_text():
    graph = grouped_graph()
    ties = tuple(replace(tie, properties={"sources": ["report"]}) for tie in graph.relationships)
    scene = Page(replace(graph, relationships=ties), title="Many", limit=60).scene
    assert {(tie["voices"], tie["cited"]) for tie in scene.ties} == {(1, 1)}


def test_every_actor_stands_with_its_aliases_in_its_group():
    members = {name: aliases for actor in overview_page().scene.actors for name, *aliases in actor["members"]}
    assert (members["Member 3 of 2"], members["Loner 1"]) == (["Alias g2m3"], [])


def test_each_group_opens_to_its_own_picture_and_counts_what_it_leaves_out():
    parts = opened(overview_page())
    assert sorted(parts) == [0, 1, 2, 3, 4]
    scene = parts[0]["scene"]
    assert (len(scene["actors"]), len(scene["ties"]), len(parts[0]["nodes"])) == (9, 36, 9)
    assert [actor["outside"] for actor in scene["actors"] if "outside" in actor] == [2]
    assert scene["sources"][0]["title"] == "A report"


def test_the_note_says_what_is_drawn_and_how():
    note = overview_page().note
    assert note.startswith("38 actors and 148 ties that somebody affirms are too many for one picture")
    assert "4 in all" in note
    assert "do not fit" not in note
    assert overview_page(limit=None).note == Page(made_graph(), title="t").note == ""


def test_a_group_that_is_too_large_stays_closed_and_the_note_says_so():
    page = overview_page(limit=20)
    assert sorted(opened(page)) == [4]
    assert "4 groups do not fit into this file" in page.note
    assert [actor.get("opens", False) for actor in page.scene.actors] == [False] * 4 + [True]


def test_the_strongest_are_those_with_most_ties_and_the_note_says_so():
    graph = grouped_graph()
    part = network_of(graph).strongest(4, name_of)
    assert sorted(node.id for node in part.nodes) == ["g0m0", "g1m0", "g2m0", "g3m0"]
    assert len(part.relationships) == 12
    page = Page(graph, title="t", strongest=4)
    assert page.note == (
        "This page shows the 4 actors with the most ties that somebody affirms, of 38 actors, "
        "and the 4 such ties among them."
    )
    assert Page(graph, title="t", strongest=38).note == ""


def test_the_same_graph_gives_the_same_bytes_whatever_its_order():
    graph = grouped_graph()
    turned = type(graph)(graph.nodes[::-1], graph.relationships[::-1])
    assert Page(turned, title="Many", limit=60).html() == Page(graph, title="Many", limit=60).html()


def test_lines_and_groups_count_what_is_affirmed():
    graph = grouped_graph()
    denied = tuple(Relationship(f"d{n}", "MET", "g0m0", f"g2m{n}", {"polarity": "denies"}) for n in range(9))
    both = Subgraph(graph.nodes, (*graph.relationships, *denied))
    page = Page(both, title="Many", limit=60)
    plain = Page(graph, title="Many", limit=60)
    assert [tie["count"] for tie in page.scene.ties] == [tie["count"] for tie in plain.scene.ties]
    assert "Ties that are only planned, denied and the like are not counted" in page.note
    assert "not counted" not in plain.note


def test_the_strongest_have_the_most_ties_not_the_most_claims():
    graph = made_graph()  # police and court have three ties each
    loud = [Relationship(f"loud{n}", "MET", "boris", "ana", {"id": f"loud{n}"}) for n in range(9)]
    both = replace(graph, relationships=(*graph.relationships, *loud))
    part = network_of(both).strongest(3, name_of)
    assert sorted(node.id for node in part.nodes) == ["ana", "court", "police"]


TIES = [
    # the claims, how many ties these affirm
    (["a MET b", "b MET a"], 1),
    (["a PAID b", "b PAID a"], 2),
    (["a PAID b", "a PAID b"], 1),
    (["a PAID b directed=false", "b PAID a directed=false"], 1),
    (["a PAID b polarity=denies", "a PAID c modality=planned", "a PAID d review=draft"], 0),
    (["a PAID b id=k1", "a PAID c supersedes=k1"], 1),
]


@pytest.mark.parametrize(("claims", "count"), TIES)
def test_a_tie_counts_once_if_a_claim_affirms_it(claims, count):
    relationships = []
    for number, claim in enumerate(claims):
        start, kind, end, *pairs = claim.split()
        properties = dict(pair.split("=") for pair in pairs)
        relationships.append(Relationship(str(number), kind, start, end, properties))
    part = Subgraph(tuple(map(Node, "abcd")), tuple(relationships), frozenset({"MET"}))
    assert len(network_of(part, later=part.relationships).tie_starts) == count


def test_nodes_that_are_numbers_are_divided_into_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociogram.viz.graph_page.LIMIT", 20)
    page = sociogram.open(nx.gnm_random_graph(30, 60, seed=1)).page()
    assert "groups" in page.note
    assert sum(len(actor["members"]) for actor in page.scene.actors if "members" in actor) == 30
