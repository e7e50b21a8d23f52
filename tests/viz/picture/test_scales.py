"""Numbers as colours, sizes and widths: which scale they have, and what the legend says of it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from colour_sight import SIGHTS, ciede2000, lab_as_seen
from viz_made import made_graph

import sociogram
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page
from sociogram.viz.picture.by_property import colour_scale, width_scale
from sociogram.viz.picture.scales import NO_NUMBER, RAMP, Scale, colour_of, radius_at, width_at
from sociogram.viz.picture.style import COLOURS

FIRST, LAST, NONE = len(COLOURS), len(COLOURS) + len(RAMP) - 1, len(COLOURS) + len(RAMP)

SCALES = [
    # the numbers, and of one of them the share of the scale
    ([1, 2, 5], 2, 0.25),
    ([-4.0, 0.0, 4.0], 0.0, 0.5),
    ([0.001, 0.001, 0.01, 1.0], 0.01, 1 / 3),  # skewed: equal steps multiply
    ([0, 0, 0, 1000], 500, 0.5),  # skewed, but zero has no logarithm
    ([7, 7], 7, 1.0),
]


@pytest.mark.parametrize(("numbers", "number", "share"), SCALES)
def test_a_number_has_its_share_of_the_scale(numbers: list[float], number: float, share: float) -> None:
    scale = Scale.of("x", numbers)
    assert scale.share(number) == pytest.approx(share)
    assert scale.most == scale.least or scale.at(share) == pytest.approx(number)


def test_the_smallest_and_the_largest_number_have_the_ends_of_every_look() -> None:
    scale = Scale.of("x", [1, 2, 5])
    assert [colour_of(scale, number) for number in (1, 5, None)] == [FIRST, LAST, NONE]
    assert [radius_at(scale, number) for number in (1, 5, None)] == [6.0, 36.0, 6.0]
    assert [width_at(scale, number) for number in (1, 5, None)] == [1.0, 9.0, 1.0]


def test_widths_are_in_proportion_to_their_numbers() -> None:
    scale = width_scale("paid", [100, 50, None])
    assert (scale.least, width_at(scale, 50)) == (0, 5.0)


GROUPS = [
    # the values of a property, and whether they are a scale rather than names of groups
    ([0, 1, 2, 1], False),
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], False),  # communities count up
    ([1950, 1961, 1970], False),  # few whole numbers
    ([1950, 1951, 1953, 1955, 1957, 1959, 1961, 1963, 1971], True),
    ([0.5, 1.5], True),
    ([*range(60)], True),  # more than colours can tell apart
    (["north", 2.5], False),
    ([True, False], False),
    ([["a", "b"], 2.5], False),
    ([float("inf"), 2.5], False),
    ([], False),
]


@pytest.mark.parametrize(("values", "is_scale"), GROUPS, ids=str)
def test_numbers_are_a_scale_unless_they_name_groups(values: list[Any], is_scale: bool) -> None:
    nodes = tuple(Node(str(at), (), {"x": value}) for at, value in enumerate(values))
    assert (colour_scale(Subgraph(nodes), "x") is not None) == is_scale


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
def test_larger_numbers_stand_out_more_and_neighbours_differ_for_every_reader(ground: int) -> None:
    usual = [lab_as_seen(pair[ground], "usual") for pair in RAMP]
    lightness = [lab[0] for lab in usual]
    assert lightness == sorted(lightness, reverse=ground == 0)
    for sight in SIGHTS:
        seen = [lab_as_seen(pair[ground], sight) for pair in RAMP]
        assert min(ciede2000(one, other) for one, other in pairwise(seen)) >= 4.5
        grey = lab_as_seen(NO_NUMBER[ground], sight)
        assert min(ciede2000(one, grey) for one in seen) >= 10


@pytest.fixture
def graph() -> sociogram.Graph:
    found = nx.DiGraph()
    for at, name in enumerate("abcdefghi"):
        found.add_node(name, rank=at / 8 if name != "i" else None)
    for at, (one, other) in enumerate(("ab", "bc", "cd", "de")):
        found.add_edge(one, other, type="PAID", amount=100 * at or None, memo="by cheque")
    return sociogram.open(found)


def test_a_page_shows_colour_size_and_width_by_numbers_and_its_labels_stay(graph: sociogram.Graph) -> None:
    scene = graph.page(color="rank", size="rank", width="amount").scene
    looks = {actor["name"]: (actor["colour"], actor["reach"]) for actor in scene.actors}
    assert (looks["a"], looks["h"], looks["i"]) == ((FIRST, 6.0), (LAST, 36.0), (NONE, 6.0))
    assert [kind["name"] for kind in scene.kinds] == [""]
    assert sorted(claim.get("width", 0) for claim in scene.claims) == [0, 3.7, 6.3, 9.0]
    assert [(scale["of"], scale["property"], scale["steps"][-1][0]) for scale in scene.scales] == [
        ("color", "rank", 0.875),
        ("size", "rank", 0.875),
        ("width", "amount", 300),
    ]
    assert all("gaps" in scale for scale in scene.scales)


def test_the_part_without_scripts_has_the_same_colours_widths_and_scales(graph: sociogram.Graph) -> None:
    html = graph.page(color="rank", width="amount").html()
    static = html.split('<section id="static"')[1].split("</section>")[0]
    assert f'fill="{RAMP[-1][0]}"' in static
    assert 'stroke-width="9.0"' in static
    assert "Width: <bdi>amount</bdi>" in static


def test_the_dashes_of_a_wide_line_grow_with_it() -> None:
    found = nx.DiGraph()
    for at, certainty in enumerate(("stated", "reported", "alleged", "opinion")):
        found.add_edge("a", f"b{at}", type="PAID", amount=100, certainty=certainty)
    html = sociogram.open(found).page(width="amount").html()
    static = html.split('<section id="static"')[1].split("</section>")[0]
    dashes = re.findall(
        r'<path d="[^"]*" fill="none"[^>]*stroke-width="9.0"(?: stroke-dasharray="([^"]*)")?', static
    )
    assert sorted(dashes) == ["", "18 15", "36 12", "6 12"]


WRONG = [
    ("paid", r"No claim has the property 'paid'. Numbers that claims have: amount."),
    ("amout", r"No claim has the property 'amout'. Did you mean 'amount'"),
    ("memo", r"'memo' of a claim is 'by cheque', not a number from 0"),
]


@pytest.mark.parametrize(("width", "message"), WRONG)
def test_a_width_that_no_page_can_show(width: str, message: str, graph: sociogram.Graph) -> None:
    with pytest.raises(SociogramError, match=message):
        graph.page(width=width)


def test_groups_have_the_colour_of_their_mean_and_their_content_that_of_the_whole_graph() -> None:
    graph = nx.Graph()
    for group in range(4):
        for member in range(8):
            graph.add_node(f"{group}-{member}", rank=group * 10 + member / 10)
            for other in range(member):
                graph.add_edge(f"{group}-{member}", f"{group}-{other}", amount=group + 0.5)
        graph.add_edge(f"{group}-0", f"{(group + 1) % 4}-0", amount=0.25)
    opened = sociogram.open(graph)
    from sociogram.queries.selection import Selection
    from sociogram.viz.part import View, read_part

    network, given = read_part(opened.store, Selection(), View("rank", "rank", "amount"), limit=20)
    page = Page(network, limit=60, **given)
    assert page.scene.overview
    assert len({actor["colour"] for actor in page.scene.actors}) == 4
    assert page.scene.scales[0] | {"steps": 0} == {
        "of": "color",
        "property": "rank",
        "steps": 0,
        "mean": True,
    }
    assert (given["scales"]["width"].most, given["scales"]["size"].most) == (3.5, 30.7)


def test_a_width_of_several_claims_is_that_of_the_largest_that_shows() -> None:
    part = made_graph()
    more = [
        Relationship(f"x{amount}", "PAID", "ana", "boris", {"id": f"x{amount}", "paid": amount} | given)
        for amount, given in ((10, {}), (40, {}), (99, {"review": "draft"}))
    ]
    part = Subgraph(part.nodes, (*part.relationships, *more))
    page = Page(part, scales={"width": Scale.of("paid", [10, 40, 99], from_zero=True)})
    html = page.html().split('<section id="static"')[1]
    assert 'stroke-width="4.2"' in html
    assert 'stroke-width="9.0"' not in html.split("</svg>")[0]
