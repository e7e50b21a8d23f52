"""The pages in three languages, in a real browser; no text of theirs is outside the table."""

from __future__ import annotations

import re
from typing import Any

import pytest
from duplicates_made import duplicates_page
from duplicates_made import write_folder as write_duplicates
from playwright.sync_api import expect
from review_made import review_page, write_folder
from viz_made import made_graph, overview_page, usual_page

from sociogram.viz import one_file, page, texts
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser

WORDS = """() => {
  const words = [];
  const isData = (node) => node.closest("[dir]:not(input), bdi, script, noscript, kbd, code, #language");
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) words.push(isData(node.parentElement) ? "" : node.data);
    else if (!isData(node)) {
      for (const name of ["aria-label", "title", "placeholder"]) words.push(node.getAttribute(name) ?? "");
    }
  };
  for (const root of [document.body, window.staticPart].filter(Boolean)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) read(walker.currentNode);
  }
  return words.filter((text) => text.trim());
}"""

STATES = (
    "",
    "ana",
    "tie=t2",
    "source=report",
    "path=boris,peru",
    "list",
    "actor=missing",
    "dates=2021..2022",
)
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"


@pytest.fixture
def marked(monkeypatch):
    """Put ⟦⟧ around every text of the table, in place of its Dutch."""
    marks = {"nl": {text: f"⟦{text}⟧" for text in texts.translations()["nl"]}, "es": {}}
    for module in (page, one_file, texts):
        monkeypatch.setattr(module, "translations", lambda: marks)


def unmarked(text: str) -> str:
    """Return what of a text is outside the marks, which may be within each other."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return re.sub(r"⟦[^⟦⟧]*$|^[^⟦⟧]*⟧", "", text)  # a text with an element in it is in several nodes


def outside(tab: Any, data: str) -> set[str]:
    """Return the words of a page that are neither of the table nor of the data."""
    left = (unmarked(text) for text in tab.evaluate(WORDS))
    return {text for text in left for word in re.findall(r"[^\W\d_]{2,}", text) if word.lower() not in data}


def test_no_text_of_the_page_is_outside_the_table(marked, open_page):
    made = Page(made_graph(), title="The made graph", language="nl")
    tab = open_page(made)
    data = f"{str(made.scene.to_dict()).lower()} {MONTHS}"
    for state in STATES:
        tab.evaluate("(hash) => { location.hash = hash; }", state)
        tab.wait_for_timeout(100)
        assert outside(tab, data) == set(), state
    tab.fill("#search", "police")
    assert outside(tab, data) == set()


def test_no_text_of_the_page_for_reviewing_is_outside_the_table(marked, open_page, tmp_path):
    made = review_page(write_folder(tmp_path / "graph"))
    tab = open_page(made)
    open_in(tab, "nl")
    assert outside(tab, str(made.to_dict()).lower()) == set()
    tab.keyboard.press("j")
    tab.keyboard.press("c")
    assert outside(tab, str(made.to_dict()).lower()) == set()


def test_no_text_of_the_page_of_duplicates_is_outside_the_table(marked, open_page, tmp_path):
    made = duplicates_page(write_duplicates(tmp_path / "graph"))
    tab = open_page(made)
    open_in(tab, "nl")
    tab.keyboard.press("y")
    assert outside(tab, str(made.to_dict()).lower()) == set()


def open_in(tab: Any, language: str) -> None:
    """Choose a language as a reader does, and wait for the page in it."""
    with tab.expect_navigation():
        tab.select_option("#language", language)
    tab.wait_for_selector(f"html[data-ready][lang={language}]")


def test_a_reader_chooses_a_language_and_the_address_keeps_it(open_page):
    tab = open_page(usual_page())
    tab.evaluate("location.hash = 'ana'")
    open_in(tab, "es")
    expect(tab.locator("#panel-title")).to_have_text("Ana Ñahui")
    expect(tab.locator("#show-table")).to_have_text("Lista")
    expect(tab.locator("#data-date")).to_contain_text("Datos hasta el")
    assert "language=es" in tab.evaluate("location.hash")
    tab.click("#show-table")
    expect(tab.locator("#actor-table caption")).to_have_text("Actores (8)")
    open_in(tab, "en")
    expect(tab.locator("#show-table")).to_have_text("Picture")
    expect(tab).not_to_have_url(re.compile("language"))


def test_a_filter_of_groups_stays_in_another_language(open_page):
    tab = open_page(overview_page())
    tab.locator("#legend-kinds label", has_text="mostly Company").click()
    few = tab.inner_text("#shown")
    assert few.startswith("3 groups")
    open_in(tab, "nl")
    expect(tab.locator("#shown")).to_contain_text("3 groepen")


def test_a_page_made_in_dutch_is_dutch_with_and_without_scripts(open_page):
    made = Page(made_graph(), title="t", language="nl")
    assert '<html lang="nl"' in made.html()
    assert "Banden, en wie het zegt" in made.html()
    tab = open_page(made)
    expect(tab.locator("#show-paths")).to_have_text("Van A naar B")
    expect(tab.locator("#shown")).to_have_text(re.compile(r"Alles getoond: 8 actoren, \d+ banden"))
    open_in(tab, "en")
    expect(tab.locator("#show-paths")).to_have_text("From A to B")
