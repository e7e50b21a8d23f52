"""What a page shows follows its room and its dates: labels of the axis, ties that stand out, the undated."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser


def page_of(actors: int, ties: list[tuple[int, int, dict[str, str]]]) -> Page:
    nodes = tuple(Node(f"n{n}", ("Person",), {"id": f"n{n}", "name": f"Actor {n}"}) for n in range(actors))
    claims = (Relationship(f"r{at}", "MET", f"n{a}", f"n{b}", date) for at, (a, b, date) in enumerate(ties))
    return Page(Subgraph(nodes, tuple(claims)), title="Room")


AXES = [
    # the dates of a graph, the width of the window
    ("2021-01", "2022-12", 1440),
    ("2021-01", "2022-12", 1100),  # the panel leaves the axis a third
    ("2021-01", "2022-12", 390),
    ("1990", "2023", 1440),
    ("1990", "2023", 390),
    ("0044", "1066", 700),
]


@pytest.mark.parametrize(("first", "last", "width"), AXES)
def test_the_labels_of_the_axis_stand_clear_of_each_other(open_page, first, last, width):
    ties = [(0, 1, {"start_date": first, "end_date": first}), (0, 2, {"start_date": last, "end_date": last})]
    tab = open_page(page_of(3, ties), width=width)
    for with_panel in (False, True):
        if with_panel:
            tab.fill("#search", "Actor 0")
            tab.press("#search", "Enter")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        boxes = tab.evaluate(
            "[...document.querySelectorAll('.axis span')].map(one => one.getBoundingClientRect().toJSON())"
        )
        assert boxes
        boxes.sort(key=lambda box: box["left"])
        assert all(one["right"] <= other["left"] for one, other in pairwise(boxes))


MESHES = [
    # actors, ties, whether only the strongest stand out
    (30, 130, False),
    (200, 620, True),
    (500, 620, False),
    (1200, 2010, True),
    (1800, 2010, False),
]


@pytest.mark.parametrize(("actors", "ties", "is_dense"), MESHES)
def test_of_very_many_ties_the_strongest_stand_out(open_page, actors, ties, is_dense):
    step = [(n % actors, (n * 7 + 1 + n // actors) % actors, {}) for n in range(ties)]
    tab = open_page(page_of(actors, step))
    assert ("the strongest stand out" in tab.inner_text("#shown")) == is_dense


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Undated (1)"),
        ({"start_date": "44 BC"}, "Undated, or dated only in words (1)"),
        ({"date_note": "44 BC"}, "Undated, or dated only in words (1)"),  # as a load keeps it
    ],
)
def test_a_claim_whose_date_cannot_be_read_is_not_called_undated(open_page, given, words):
    tab = open_page(page_of(3, [(0, 1, {"start_date": "1066"}), (0, 2, given)]))
    assert words in [" ".join(text.split()) for text in tab.locator("#time .tick").all_inner_texts()]
