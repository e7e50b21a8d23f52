"""A property of texts decides the look of actors: its values are a facet, and labels stay labels."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import expect

import sociogram
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser

SAVED = ["save-actors", "save-to-load", "save-json", "save-gexf", "save-csv"]


def groups_page(**options: str) -> Page:
    graph = nx.DiGraph()
    graph.add_node("ana", name="Ana Vega", labels=["Person"], community="A")
    graph.add_node("quay", name="Quay Bank", labels=["Bank", "Company"], community="B")
    graph.add_node("mill", name="Mill", labels=["Company"])
    graph.add_edge("ana", "quay", type="OWNS")
    graph.add_edge("quay", "mill", type="PAID")
    return sociogram.open(graph).page(title="Groups", **options)  # type: ignore[arg-type]


def saved(tab, target: Path) -> dict[str, str]:
    """Return the text of every file of data that the page saves, by its button."""
    texts = {}
    for button in SAVED:
        tab.click("#save-menu summary")
        with tab.expect_download() as download:
            tab.click(f"#{button}")
        download.value.save_as(target)
        texts[button] = target.read_text(encoding="utf-8")
    return texts


def test_files_hold_the_data_whatever_decides_the_look(open_page, tmp_path):
    by_label = saved(open_page(groups_page()), tmp_path / "saved")
    by_value = saved(open_page(groups_page(color="community")), tmp_path / "saved")
    assert by_value == by_label
    assert "Bank | Company" in by_value["save-actors"]


def facet(tab, key: str) -> list[str]:
    """Return the title of a facet, then its entries and their counts."""
    title = tab.locator(f"#legend-{key} legend").inner_text()
    rows = tab.locator(f"#legend-{key} li").all()
    return [title, *(" ".join(row.inner_text().split()) for row in rows)]


def test_the_legend_names_the_property_and_still_has_the_labels(open_page):
    tab = open_page(groups_page(color="community"))
    assert sorted(facet(tab, "kinds")) == ["A 1", "B 1", "Community", "Not given 1"]
    assert facet(tab, "labels") == ["Actors", "Company 2", "Bank 1", "Person 1"]
    assert tab.locator("#legend-more").count() == 0  # no second facet of the property


def test_the_list_and_the_search_show_labels(open_page):
    tab = open_page(groups_page(color="community"))
    tab.fill("#search", "Quay")
    assert "Bank · Company" in tab.locator("#search-list").inner_text()
    tab.click("#show-table")
    assert "Bank, Company" in tab.locator("#actor-table").inner_text()


def test_an_address_filters_by_value_and_by_label(open_page):
    tab = open_page(groups_page(color="community"))
    tab.evaluate("location.hash = 'only.kinds=B,:&only.labels=Bank'")
    tab.wait_for_function("!document.querySelector('#shown').textContent.startsWith('All')")
    assert tab.locator("#shown").inner_text().startswith("1 of 3 actors")


def test_words_that_the_loader_keeps_are_in_files_and_not_on_the_page(open_page, tmp_path):
    graph = nx.MultiDiGraph()
    written = {"certainty": "alleged", "certainty_as_written": "rumour", "polarity_as_written": "ontkent"}
    for key, desk in enumerate(["north", "north", "south", "south"]):
        graph.add_edge("ana", "quay", key, type="PAID", desk=desk, **written)
    tab = open_page(sociogram.open(graph).page(title="Words"))
    tab.fill("#search", "ana")
    tab.press("#search", "Enter")
    tab.locator("#panel .more-of").first.click()
    assert "north" in tab.inner_text("#panel")
    tab.click("#show-table")
    tab.click("#legend-more > summary")
    expect(tab.locator("#legend")).to_contain_text("Desk")  # the browser fills it soon after the click
    page = tab.locator("#main").text_content().casefold()
    assert not [word for word in ("as written", "as_written", "rumour", "ontkent") if word in page]
    files = saved(tab, tmp_path / "saved")
    assert all("rumour" in files[button] for button in SAVED if button != "save-actors")
