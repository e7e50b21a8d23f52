from __future__ import annotations

import base64
import gzip
import json
import re

from viz_made import grouped_graph, made_graph, overview_page

from sociogram.viz.overview import groups_of, strongest
from sociogram.viz.page import Page


def opened(page: Page) -> dict[int, dict]:
    """What the groups of a page open to."""
    found = re.findall(r'<script type="text/plain" id="group-(\d+)">([^<]*)</script>', page.html())
    return {int(number): json.loads(gzip.decompress(base64.b64decode(text))) for number, text in found}


def test_groups_hold_every_actor_once_and_the_loners_together():
    graph = grouped_graph()
    groups = groups_of(graph)
    assert [len(group.members) for group in groups] == [9, 9, 9, 9, 2]
    assert [group.is_rest for group in groups] == [False] * 4 + [True]
    members = sorted(node.id for group in groups for node in group.members)
    assert members == sorted(node.id for node in graph.nodes)
    for group in groups[:4]:
        assert len({node.id[:2] for node in group.members}) == 1
        assert group.name.endswith("and 8 others")
    assert groups[4].name == "2 actors of small groups"


def test_of_very_many_groups_the_smallest_stand_as_one():
    groups = groups_of(grouped_graph(groups=6), most=3)
    assert [(len(group.members), group.is_rest) for group in groups] == [(9, False), (9, False), (38, True)]


def test_the_overview_counts_every_tie_by_its_certainty():
    graph = grouped_graph()
    scene = overview_page().scene
    assert scene.overview
    inside = sum(count for actor in scene.actors for _, count in actor["inside"])
    between = sum(tie["count"] for tie in scene.ties)
    assert inside + between == len(graph.relationships)
    keys = [entry["key"] for entry in scene.certainties]
    assert {(keys[tie["certainty"]], tie["count"]) for tie in scene.ties} == {("reported", 2), ("opinion", 1)}
    assert all((tie["voices"], tie["cited"]) == (1, 1) for tie in scene.ties)
    assert {entry["key"]: entry["count"] for entry in scene.certainties} == {
        "stated": 0,
        "reported": 8,
        "alleged": 0,
        "opinion": 4,
    }


def test_every_actor_and_alias_is_found_in_its_group():
    keys = [key for actor in overview_page().scene.actors for key in actor["keys"]]
    assert {"member 3 of 2", "alias g2m3", "loner 1"} <= set(keys)


def test_each_group_opens_to_its_own_picture_and_counts_what_it_leaves_out():
    parts = opened(overview_page())
    assert sorted(parts) == [0, 1, 2, 3, 4]
    scene = parts[0]["scene"]
    assert (len(scene["actors"]), len(scene["ties"]), len(parts[0]["nodes"])) == (9, 36, 9)
    assert [actor["outside"] for actor in scene["actors"] if "outside" in actor] == [6]
    assert scene["sources"][0]["title"] == "A report"


def test_the_note_says_what_is_drawn_and_how():
    note = overview_page().note
    assert note.startswith("38 actors and 156 ties are too many for one picture: they are drawn as 5 groups")
    assert "12 in all" in note
    assert "do not fit" not in note
    assert overview_page(limit=None).note == Page(made_graph(), title="t").note == ""


def test_a_group_that_is_too_large_stays_closed_and_the_note_says_so():
    page = overview_page(limit=20)
    assert sorted(opened(page)) == [4]
    assert "4 groups do not fit into this file" in page.note
    assert [actor.get("opens", False) for actor in page.scene.actors] == [False] * 4 + [True]


def test_the_strongest_are_those_with_most_ties_and_the_note_says_so():
    graph = grouped_graph()
    part = strongest(graph, 4)
    assert sorted(node.id for node in part.nodes) == ["g0m0", "g1m0", "g2m0", "g3m0"]
    assert len(part.relationships) == 12
    page = Page(graph, title="t", strongest=4)
    assert page.note == (
        "This page shows the 4 actors with most ties, of 38, and the 12 ties among them, of 156."
    )
    assert Page(graph, title="t", strongest=38).note == ""


def test_the_same_graph_gives_the_same_bytes_whatever_its_order():
    graph = grouped_graph()
    turned = type(graph)(graph.nodes[::-1], graph.relationships[::-1])
    assert Page(turned, title="Many", limit=60).html() == Page(graph, title="Many", limit=60).html()
