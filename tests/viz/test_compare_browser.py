"""The page of a comparison in a real browser without network: finding, stepping, narrow and dark."""

from __future__ import annotations

import pytest
from compare_made import HOSTILE, compared_page
from keys import press
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(open_page, tmp_path):
    return open_page(compared_page(tmp_path))


def shown_ties(tab):
    return [" ".join(text.split()) for text in tab.locator("article.tie:visible h3").all_inner_texts()]


FINDS = [
    ("ada quist", 5),
    ("QUIST ada", 5),
    ("list was", 1),
    ("paragraph ledger", 1),
    ("nobody's words", 0),
]


@pytest.mark.parametrize(("words", "count"), FINDS)
def test_find_leaves_ties_in_which_all_words_occur(tab, words, count):
    tab.fill("#find", words)
    assert len(shown_ties(tab)) == count
    expect(tab.locator("#found")).to_have_text(f"{count} of 7 ties shown")
    assert tab.locator(".category:visible").count() == tab.locator(".category:has(article:visible)").count()
    press(tab, "Escape")
    assert len(shown_ties(tab)) == 7
    expect(tab.locator("#found")).to_be_empty()


def test_keys_step_through_ties_and_categories(tab):
    focused = lambda: tab.evaluate("document.activeElement.id")  # noqa: E731
    press(tab, "j")
    assert focused() == "contradicts-1"
    press(tab, "j", "j", "j")
    assert focused() == "planned_then_done-1"
    press(tab, "k")
    assert focused() == "contradicts-3"
    press(tab, "Shift+J")
    assert focused() == "planned_then_done"
    press(tab, "j")
    assert focused() == "planned_then_done-1"
    press(tab, "Shift+K", "Shift+K")
    assert focused() == "contradicts"
    press(tab, "/")
    assert focused() == "find"
    tab.keyboard.type("jk?")
    assert tab.input_value("#find") == "jk?"


def test_the_keys_are_listed(tab):
    press(tab, "?")
    assert tab.locator("#help").is_visible()
    tab.click("#close-help")
    assert not tab.locator("#help").is_visible()


def test_a_button_leads_to_each_category(tab):
    links = tab.locator("#categories a")
    assert [text.split()[-1] for text in links.all_inner_texts()] == ["3", "1", "1", "1", "1"]
    links.nth(4).click()
    assert tab.locator("#only_in_b").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_dark_and_light(tab):
    assert tab.get_attribute("#theme", "aria-pressed") == "false"
    tab.click("#theme")
    assert tab.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize("width", [390, 760, 1440])
def test_nothing_is_cut_off_at_any_width(open_page, tmp_path, width):
    tab = open_page(compared_page(tmp_path), width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    left, right = (box.bounding_box() for box in tab.locator(".one").all()[:2])
    assert (left["y"] < right["y"]) == (width <= 760)


def test_hostile_data_stays_text(open_page, tmp_path):
    tab = open_page(compared_page(tmp_path, claims=HOSTILE))
    assert "<script>alert(4)</script>" in tab.inner_text("#ties")


def test_it_reads_without_scripts(chromium, tmp_path):
    context = chromium.new_context(java_script_enabled=False, offline=True)
    tab = context.new_page()
    tab.goto(compared_page(tmp_path).write(tmp_path / "page.html").as_uri())
    assert len(shown_ties(tab)) == 7
    context.close()
