"""The search of the page: actors, claims and sources by any of their words, grouped and counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from viz_made import affair_page, grouped_graph, source_nodes

from sociogram.graph.common.text import fold
from sociogram.graph.model import Node
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser

ACTORS = [
    Node("orsted", ("Entity", "Company"), {"name": "Ørsted A/S", "summary": "It sells wind."}),
    Node("ivan", ("Entity", "Person"), {"name": "Иван Ильин"}),
    Node("wang", ("Entity", "Person"), {"name": "王 Li"}),
    Node("brien", ("Entity", "Person"), {"name": "H.R. O'Brien"}),
    Node("army", ("Entity", "Military"), {"name": "Army of Stenholt", "aliases": ["Stenholt's riflemen"]}),
]


@pytest.fixture
def tab(open_page):
    return open_page(affair_page(actors=ACTORS))


def found(tab) -> dict[str, list[str]]:
    """What the list shows, by group: the count of the group, then the first line of each entry."""
    groups = {}
    for group in tab.locator("#search-list [role=group]").all():
        rows = group.locator("li[role=option]").all()
        firsts = [
            (row.locator(".name, .says").first if row.locator("bdi").count() else row).inner_text()
            for row in rows
        ]
        groups[group.get_attribute("aria-label")] = [group.locator(".head .count").inner_text(), *firsts]
    return groups


OWNS = "Ida Brun says that Oskar Ravn owns Stenholt Quarry: majority (“Dust over Stenholt”, 2 March 2031)"
FINDS = [
    # what is typed, what is found
    ("stenholt army", {"Actors": ["1", "Army of Stenholt"]}),
    ("riflemen", {"Actors": ["1", "Army of Stenholt"]}),
    ("orsted", {"Actors": ["1", "Ørsted A/S"]}),
    ("ØRSTED", {"Actors": ["1", "Ørsted A/S"]}),
    ("ivan", {"Actors": ["1", "Иван Ильин"]}),
    ("иван", {"Actors": ["1", "Иван Ильин"]}),
    ("wang", {"Actors": ["1", "王 Li"]}),
    ("王", {"Actors": ["1", "王 Li"]}),
    ("hr obrien", {"Actors": ["1", "H.R. O'Brien"]}),
    ("wind", {"Actors": ["1", "Ørsted A/S"]}),
    ("is his", {"Claims": ["1", OWNS]}),
    ("majority ravn", {"Claims": ["1", OWNS]}),
    ("holm", {"Sources": ["1", "No dust at all"]}),
    ("dust", {"Sources": ["2", "Dust over Stenholt", "No dust at all"]}),
    ("brun", {"Actors": ["1", "Ida Brun"], "Sources": ["1", "Dust over Stenholt"]}),
    ("army stenholdt", {"Similar names": ["1", "Army of Stenholt"]}),
    ("orstde", {"Similar names": ["1", "Ørsted A/S"]}),
    ("рауэн", {"Similar names": ["1", "Oskar Ravn"]}),  # "rauen": two letters differ
    ("nobody", {}),
    ("xyz", {}),
]  # fmt: skip


def test_all_words_in_any_order_find_actors_claims_and_sources(tab):
    for typed, expected in FINDS:
        tab.fill("#search", typed)
        assert found(tab) == expected, typed


def test_what_is_found_opens(tab):
    for typed, heading in (
        ("majority", "Oskar Ravn owns Stenholt Quarry"),
        ("holm", "No dust at all"),
        ("wind", "Ørsted A/S"),
    ):
        tab.fill("#search", typed)
        tab.press("#search", "Enter")
        assert " ".join(tab.inner_text("#panel-title").split()) == heading


def test_drafts_are_found_only_while_they_are_shown(open_page):
    draft = ("memoir", "brun", "OWNS", "council", {"review": "draft", "quote": "said in a memoir"})
    tab = open_page(affair_page(draft))
    tab.fill("#search", "memoir")
    assert found(tab) == {}
    tab.locator("#legend-claimKinds label", has_text="Draft").locator("input").click()
    tab.fill("#search", "memoi")
    assert found(tab)["Claims"][0] == "1"


def test_a_path_is_between_actors_by_their_names_alone(tab):
    tab.click("#show-paths")
    tab.fill("#path-from", "majority")
    assert tab.inner_text("#path-from-list") == "No actor of that name or alias"


def test_counts_are_true_and_the_rest_can_be_reached(open_page):
    tab = open_page(Page(grouped_graph(), title="Many", sources=source_nodes()))
    tab.fill("#search", "member")
    expect(tab.locator("#live")).to_have_text("36 actors found")
    assert found(tab)["Actors"][0] == "36"
    assert tab.locator("#search-list [role=option]").count() == 9
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    assert tab.locator("#search-list [role=option]").count() == 36
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel-title").startswith("Member")


def test_in_an_overview_a_member_is_found_and_its_group_opens_on_it(open_page):
    tab = open_page(Page(grouped_graph(), title="Many", sources=source_nodes(), limit=60))
    tab.fill("#search", "member 2")
    assert found(tab)["Actors"][0] == "12"  # nine of group 2, and one of each other group
    tab.fill("#search", "alias g2m3")
    assert found(tab) == {"Actors": ["1", "Member 3 of 2"]}
    tab.press("#search", "Enter")
    assert "Member 3 of 2 is in this group." in tab.inner_text("#panel")
    tab.click("#open-group")
    tab.wait_for_selector("#all-groups")
    tab.wait_for_selector("html[data-ready]")
    assert tab.inner_text("#panel-title") == "Member 3 of 2"


FOLDED = [
    "Straße", "ÐỨC", "Łódź", "Ελλάδα Σοφός", "Щука", "İstanbul", "Ｍarín", "Őrség ŒUVRE", "שלום", "ქართული",
]  # fmt: skip


def test_a_page_folds_letters_as_a_load_does(open_page):
    names = [Node(str(number), ("Entity",), {"name": name}) for number, name in enumerate(FOLDED)]
    tab = open_page(affair_page(actors=names))
    for name in FOLDED:
        tab.fill("#search", fold(name))
        assert name in " ".join(tab.locator("#search-list .name").all_inner_texts()), (name, fold(name))
