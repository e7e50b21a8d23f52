"""Claims on the page, in a real browser: denials, plans, relays, drafts, and what rests on a source."""

from __future__ import annotations

import csv
import io
import json

import pytest
from test_page_browser import find_path, panel, pixels, saved, search, shown, tick
from viz_made import affair_page

import sociogram
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(open_page):
    return open_page(affair_page())


def open_tie(tab, actor, other):
    """Open the panel of the tie between an actor and another one."""
    search(tab, actor)
    tab.locator("#panel .card", has_text=other).locator(".more-of").first.click()


def test_drafts_and_what_was_withdrawn_are_not_drawn_unless_asked_for(tab):
    all_live = "All shown: 6 actors, 3 ties and 3 that nobody affirms"
    assert shown(tab) == f"{all_live}; not shown: draft 1, retracted 1, taken back 1"
    assert "6 actors, 3 ties and 3 that nobody affirms" in tab.inner_text("#facts")
    before = pixels(tab)
    tick(tab, "claimKinds", "Draft")
    assert shown(tab).endswith("3 ties and 4 that nobody affirms; not shown: retracted 1, taken back 1")
    assert pixels(tab) != before
    tick(tab, "claimKinds", "Retracted")
    tick(tab, "claimKinds", "Taken back")
    assert shown(tab) == "All shown: 6 actors, 3 ties and 6 that nobody affirms"
    tick(tab, "claimKinds", "Denied")
    tab.click("#legend-claimKinds button[aria-label='None: What is claimed']")
    tab.click("#show-table")
    assert tab.locator("#tie-table tbody tr").count() == 0


def test_each_kind_of_claim_has_a_look_of_its_own_that_rests_on_no_colour(tab):
    looks = tab.evaluate(
        """() => [...document.querySelectorAll('#legend-claimKinds .state-sample')].map(sample =>
        [...sample.children].map(mark => mark.tagName + (mark.getAttribute('points')?.split(' ').length || '')
        + (mark.getAttribute('stroke-dasharray') || '')).join(' '))"""
    )
    names = tab.locator("#legend-claimKinds .entry").all_inner_texts()
    assert names == [
        "Affirmed",
        "Planned",
        "Intended",
        "Denied",
        "Draft",
        "Retracted",
        "Taken back",
    ]
    # "Retracted" and "Taken back" share one look
    assert len(set(looks)) == len(looks) - 1 == 5


def test_disputed_ties_alone_can_be_shown(tab):
    tab.locator("#legend-disputes button", has_text="None").click()
    tab.locator("#legend-disputes label", has_text="Disputed").first.click()
    tab.click("#show-table")
    rows = tab.locator("#tie-table tbody tr").all_inner_texts()
    assert rows
    assert all("Mette Lund" in row and "Oskar Ravn" in row for row in rows)


def test_a_tie_tells_each_claim_what_it_rests_on_and_who_denies_it(tab):
    open_tie(tab, "Oskar", "lorry driver")
    told = panel(tab)
    assert tab.inner_text("#panel-title") == "Disputed: Mette Lund met Oskar Ravn"
    assert "A lorry driver, as told by Ida Brun, reports that Mette Lund met Oskar Ravn" in told
    assert "Adds no support: copy or translation" in told
    assert "Mette Lund, as told by J. Holm, denies that she met Oskar Ravn" in told
    assert "2 independent supports: a lorry driver and Ida Brun; disputed, denied by Mette Lund" in told
    assert "Texts contradict each other" in told
    beside = tab.locator("#panel .cards .claim-denied").inner_text()
    assert "denies that he is related to Mette Lund" in beside  # the other tie of these two


def test_a_denied_tie_is_told_as_denied_only(tab):
    search(tab, "Oskar")
    group = tab.locator("#panel .tie-group", has_text="is related to").first
    told = " ".join(group.inner_text().split())
    sentence = "Oskar Ravn, as told by Ida Brun, denies that he is related to Mette Lund"
    assert told.startswith(f"Denied is related to Mette Lund {sentence}")
    group.locator(".more-of").click()
    assert tab.inner_text("#panel-title") == "Denied: Oskar Ravn is related to Mette Lund"


def test_what_does_not_count_is_there_on_demand(tab):
    tick(tab, "claimKinds", "Taken back")
    search(tab, "Mette")
    assert "Taken back: a lorry driver, as told by Ida Brun, said that Mette Lund owns" in panel(tab)
    search(tab, "Oskar")
    assert "Instead of: Taken back: a lorry driver" in panel(tab)


def test_a_filter_by_source_shows_what_that_text_says(tab):
    tab.click("#legend-texts button[aria-label='None: Source']")
    tick(tab, "texts", "No dust at all")
    assert "1 of 3 ties and 0 of 3 that nobody affirms shown" in shown(tab)
    search(tab, "Mette")
    told = panel(tab)
    assert "Denied met Oskar Ravn" in told  # the gazette knows the denial alone
    assert "Not counted here: 3 hidden by the filters" in told


def test_what_is_printed_names_its_filters_and_how_much_they_leave(tab):
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("#print-note").count() == 0  # nothing is filtered
    tick(tab, "certainties", "Reported")
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    said = tab.inner_text("#print-note")
    assert "Filtered: How certain: all but Reported." in said
    assert shown(tab) in said
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.locator("#print-note").count() == 0


def test_a_printed_list_holds_what_the_panel_shows_of_a_claim(tab):
    tab.click("#show-table")
    row = tab.locator("#tie-table tbody tr", has_text="Oskar Ravn owns Stenholt Quarry")
    assert "the quarry is his" not in row.inner_text()
    tab.emulate_media(media="print")
    assert "“the quarry is his”" in row.inner_text()


STROKES = """() => {
  const canvas = document.querySelector("#picture canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--tie-doubt").trim();
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const differs = (at) => parts.reduce((sum, part, number) => sum + Math.abs(part - data[at + number]), 0);
  return Array.from({ length: data.length / 4 }, (_, at) => differs(at * 4)).filter((one) => one < 30).length;
}"""


def test_words_on_a_line_cover_no_stroke_of_a_disputed_tie(open_page):
    actors = [
        Node(key, ("Entity", "Person"), {"id": key, "name": key.title()}) for key in ("ann", "bob", "cee")
    ]
    ties = [
        Relationship(
            f"{a}{voice}", "ADVISED", a, b, {"id": f"{a}{voice}", "claimed_by": voice, "polarity": says}
        )
        for a, b in (("ann", "bob"), ("bob", "cee"), ("cee", "ann"))
        for voice, says in (("ann", "affirms"), ("bob", "denies"))
    ]
    pixels_of = {}
    for words in ("met", "advised on the sale of the old quarry to"):
        wording = Node("w", ("RelationType",), {"type": "ADVISED", "forward": words})
        tab = open_page(Page(Subgraph(tuple(actors), tuple(ties)), title="A sale", relation_types=[wording]))
        pixels(tab)  # once it is drawn
        pixels_of[words] = tab.evaluate(STROKES)
    assert len(set(pixels_of.values())) == 1
    assert min(pixels_of.values()) > 0


def test_sources_are_listed_with_what_rests_on_them(tab):
    tab.click("#show-table")
    rows = [" ".join(row.split()) for row in tab.locator("#source-table tbody tr").all_inner_texts()]
    assert "Dust over Stenholt Read Ida Brun 2 March 2031 7 0" in rows
    assert "A memo Only cited 0 1" in rows
    assert "No dust at all not said J. Holm 4 March 2031 1 0" in rows
    tab.locator("#source-table button", has_text="A memo").click()
    assert tab.inner_text("#panel .kicker") == "Document, not read"
    assert "Cited by 1 claim" in panel(tab)
    assert "is meant to sell land to Stenholt Quarry" in panel(tab)
    tab.locator("#source-table button", has_text="No dust at all").click()
    assert tab.inner_text("#panel .kicker") == "Text; whether it was read is not said"


def test_the_list_has_role_and_kind_of_each_claim(tab):
    tab.click("#show-table")

    def row(words):
        return " ".join(tab.locator("#tie-table tr", has_text=words).first.inner_text().split())

    assert row("majority").startswith("Oskar Ravn owns Stenholt Quarry majority Affirmed")
    assert row("Mette Lund leads").startswith("Mette Lund leads Stenholt Council Planned")
    assert row("Oskar Ravn is related to").startswith("Oskar Ravn is related to Mette Lund Denied Not given")
    assert "; relayed by Ida Brun" in row("a lorry driver")


def test_paths_take_affirmed_ties_and_others_on_request(tab):
    find_path(tab, "Mette", "Stenholt Council")
    assert tab.inner_text("#path-count") == "1 shortest path, 2 steps"
    words = "A shorter path of 1 step takes ties that are planned: nobody says that they hold."
    assert tab.inner_text("#unaffirmed-path") == words
    tab.locator("#paths-with label", has_text="planned").locator("input").press("Space")
    assert tab.inner_text("#path-count") == "1 shortest path, 1 step"
    assert "Mette Lund is to lead Stenholt Council" in panel(tab)


def test_a_denied_tie_is_no_path(tab):
    find_path(tab, "Mette", "Oskar")
    told = panel(tab)
    assert tab.inner_text("#path-count") == "1 shortest path, 1 step"
    assert "denies that she met Oskar Ravn" in told
    assert "is related to" not in told
    tab.locator("#paths-with label", has_text="denied").locator("input").click()
    assert "denies that he is related to Mette Lund" in panel(tab)


def test_files_hold_what_each_claim_says(tab, tmp_path):
    tick(tab, "claimKinds", "Draft")
    text = saved(tab, "#save-csv").read_bytes().decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["not-met"]["polarity"], rows["to-lead"]["modality"]) == ("denies", "planned")
    assert (rows["met"]["via"], rows["to-sell"]["cites"], rows["draft"]["review"]) == (
        "brun",
        "memo",
        "draft",
    )
    assert rows["owns"]["quote"] == "the quarry is his"
    assert rows["met-copy"]["adds_no_support"] == "copy or translation"
    edges = {edge["id"]: edge for edge in json.loads(saved(tab, "#save-json").read_text("utf-8"))["edges"]}
    assert (edges["not-met"]["polarity"], edges["not-met"]["claimed_by"]) == ("denies", "lund")
    again = tmp_path / "again.csv"
    again.write_bytes(saved(tab, "#save-to-load").read_bytes())
    query = "MATCH ()-[r]->() WHERE r.id IN ['not-met', 'met', 'draft'] RETURN r.polarity, r.via, r.review"
    found = {tuple(map(str, record)) for record in sociogram.open(again).run(query)}
    assert found == {("denies", "None", "None"), ("None", "['brun']", "None"), ("None", "None", "draft")}


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "dark"), (390, 844, "light")])
def test_it_fits_wide_and_narrow_light_and_dark(open_page, width, height, scheme):
    tab = open_page(affair_page(), width=width, height=height, color_scheme=scheme)
    search(tab, "Mette")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    content = saved(tab, "#save-png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
