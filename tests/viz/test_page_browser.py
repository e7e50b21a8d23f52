"""The page in a real browser without network: each thing a reader does, by pointer and by keyboard."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect
from viz_made import made_graph, made_page

import sociogram
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(open_page):
    return open_page()


def search(tab, text, box="#search"):
    tab.fill(box, text)
    tab.press(box, "Enter")


def panel(tab) -> str:
    return " ".join(tab.inner_text("#panel").split())


def shown(tab) -> str:
    return tab.inner_text("#shown")


def tick(tab, section, entry):
    tab.locator(f"#legend-{section} label", has_text=entry).first.locator("input").click()


def pixels(tab) -> str:
    """What the canvas shows, once what was asked for is drawn."""
    return tab.evaluate(
        """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
        () => done(document.querySelector('#picture canvas').toDataURL()))))"""
    )


def saved(tab, button) -> Path:
    tab.click("#save-menu summary")
    with tab.expect_download() as download:
        tab.click(button)
    return Path(download.value.path())


# what stands on the page


def test_it_opens_on_a_picture_with_its_title_question_date_and_what_a_claim_is(tab):
    assert tab.inner_text("h1") == "Who commands whom"
    assert tab.inner_text("#question") == "Who accuses the police, and who says so?"
    assert "8 actors, 9 ties, 3 sources" in tab.inner_text("#facts")
    assert "20 May 2023" in tab.inner_text("#facts")
    assert "a claim, not a fact" in tab.inner_text("#claim")
    assert shown(tab) == "All 8 actors and 9 ties shown"
    assert tab.get_attribute("html", "lang") == "en"
    colours = tab.evaluate(
        """() => { const c = document.querySelector('#picture canvas');
        const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        return new Set(new Uint32Array(data.buffer)).size }"""
    )
    assert colours > 50


def test_the_legend_shows_every_label_certainty_type_and_claimant_with_counts(tab):
    def rows(section):
        found = tab.locator(f"#legend-{section} li").all_inner_texts()
        return dict(row.replace("→\n", "").replace("—\n", "").split("\n") for row in found)

    assert rows("kinds") == {"Person": "3", "Organization": "3", "Country": "1", "Media": "1"}
    assert rows("certainties") == {
        "Stated": "3",
        "Reported": "2",
        "Alleged": "1",
        "Disputed": "1",
        "Opinion": "1",
        "Not given": "1",
    }
    assert rows("types") == {"accuses": "3", "commands": "2", "met": "2", "located in": "1", "praises": "1"}
    assert rows("claimants") == {
        "The Daily Example": "4",
        "A Voice Outside": "1",
        "Ana Ñahui": "1",
        "National Police": "1",
        "No claimant given": "2",
    }


def test_every_certainty_has_dashes_of_its_own(tab):
    lines = tab.locator("#legend-certainties line")
    looks = [
        (line.get_attribute("stroke-dasharray"), line.get_attribute("stroke-width")) for line in lines.all()
    ]
    assert len(set(looks)) == 6


# search


@pytest.mark.parametrize(
    ("text", "name"), [("nahui", "Ana Ñahui"), ("NORCOM", "Northern Command"), ("la doc", "Ana Ñahui")]
)
def test_search_finds_names_and_aliases_without_case_and_accents(tab, text, name):
    search(tab, text)
    assert tab.inner_text("#panel-title") == name


def test_search_by_keyboard(tab):
    tab.keyboard.press("/")
    tab.keyboard.type("n")
    options = tab.locator("#search-list [role=option]")
    assert options.count() >= 3
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowUp")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert tab.get_attribute("#search", "aria-activedescendant") == "search-1"
    wanted = options.nth(1).locator(".name").first.inner_text()
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel-title") == wanted
    tab.keyboard.press("Escape")
    assert tab.is_hidden("#panel")
    assert tab.evaluate("document.activeElement.id") == "search"


def test_search_says_when_nobody_is_found(tab):
    tab.fill("#search", "zzz")
    assert tab.inner_text("#search-list") == "No actor of that name or alias"


# the panel


def test_an_actor_and_its_ties_in_words_of_both_directions(tab):
    search(tab, "National Police")
    told = panel(tab)
    for words in ("is commanded by", "commands", "is accused by", "praises"):
        assert words in told
    search(tab, "Northern Command")
    assert "commands" in panel(tab)


def test_each_tie_says_who_claims_it_how_certain_when_where_and_its_source(tab):
    search(tab, "Ana")
    told = panel(tab)
    assert "A witness." in told
    assert "La Doctora" in told
    assert "National Police — as a witness Alleged · says Ana Ñahui She says so." in told
    assert "In the text: “the force” for National Police" in told
    assert "from December 2022, paragraph 7" in told
    assert "Source: A report (The Commission, 20 May 2023, in Spanish)" in told
    assert "note checked twice" in told
    link = tab.locator("#panel .source a").first
    assert link.get_attribute("href") == "https://example.org/report"
    assert "noopener" in link.get_attribute("rel")


def test_what_is_not_given_is_said(tab):
    search(tab, "Peru")
    assert "Certainty not given · no claimant given Not dated No source given" in panel(tab)
    assert "… located in Peru" in panel(tab)


def test_only_web_addresses_become_links(tab):
    search(tab, "Boris")
    assert tab.get_attribute("#panel dl a", "href") == "https://example.org/boris"
    search(tab, "Northern")
    assert tab.locator("#panel dl a").count() == 0
    assert "javascript:alert(1)" in panel(tab)


def test_a_click_on_an_actor_opens_it_and_a_click_beside_closes(tab):
    place = tab.evaluate("document.querySelector('#picture canvas').getBoundingClientRect().toJSON()")
    before = pixels(tab)
    search(tab, "Ana")
    assert pixels(tab) != before
    tab.mouse.click(place["x"] + 4, place["y"] + place["height"] / 2)
    assert tab.is_hidden("#panel")


def find_on_picture(tab, wanted):
    """Hover along the middle of the picture, where two actors stand, until the tip tells what is wanted."""
    box = tab.locator("#picture").bounding_box()
    middle = box["y"] + box["height"] / 2
    for y in (middle - 10, middle - 16, middle - 4):
        for x in range(int(box["x"]) + 40, int(box["x"] + box["width"]) - 60, 10):
            tab.mouse.move(x, y)
            tip = tab.locator("#tip")
            if tip.is_visible() and wanted(tip.inner_text()):
                return x, y
    raise AssertionError("not found on the picture")


@pytest.fixture(scope="module")
def pair():
    """Two actors and one tie: easy to hit."""
    nodes = (Node("1", ("Person",), {"name": "Left"}), Node("2", ("Person",), {"name": "Right"}))
    return Subgraph(nodes, (Relationship("r", "ACCUSES", "1", "2", {"certainty": "alleged"}),))


def test_pointing_tells_the_claim_and_a_click_on_a_tie_opens_it(open_page, pair):
    tab = open_page(Page(pair, title="Two"), width=1100, height=560)
    at = find_on_picture(tab, lambda tip: "accuses" in tip)
    assert tab.inner_text("#tip") == "Left accuses Right (alleged; no claimant given)"
    tab.mouse.click(*at)
    assert tab.inner_text("#panel-title") == "Left accuses Right"
    assert "Alleged · no claimant given Not dated No source given" in panel(tab)


def test_a_click_on_an_actor_in_the_picture_opens_it(open_page, pair):
    tab = open_page(Page(pair, title="Two"), width=1100, height=560)
    at = find_on_picture(tab, lambda tip: tip.startswith("Left: Person"))
    tab.mouse.click(*at)
    assert tab.inner_text("#panel-title") == "Left"


def test_a_tie_has_a_panel_with_both_wordings_and_the_ties_beside_it(tab):
    search(tab, "Northern")
    tab.locator("#panel .more-of").first.click()
    assert tab.inner_text("#panel-title") == "Northern Command commands National Police"
    told = panel(tab)
    assert "National Police is commanded by Northern Command" in told
    assert "Also between these two" in told
    assert "Disputed · says A Voice Outside" in told
    assert "2020 to June 2021" in told


# filters


def test_the_legend_filters_by_certainty_type_claimant_and_label(tab):
    tick(tab, "certainties", "Alleged")
    assert shown(tab).endswith("8 of 9 ties shown")
    tick(tab, "types", "commands")
    assert shown(tab).endswith("6 of 9 ties shown")
    tick(tab, "claimants", "No claimant given")
    assert shown(tab).endswith("4 of 9 ties shown")
    tick(tab, "kinds", "Media")
    assert shown(tab).endswith("3 of 9 ties shown")


def test_all_and_none(tab):
    before = pixels(tab)
    tab.click("#legend-types button[aria-label='None: Ties']")
    assert shown(tab) == "1 of 8 actors, 0 of 9 ties shown"
    assert pixels(tab) != before
    tab.click("#legend-kinds button[aria-label='None: Actors']")
    assert tab.is_visible("#empty")
    tab.click("#reset")
    assert shown(tab) == "All 8 actors and 9 ties shown"
    assert tab.is_hidden("#empty")
    assert tab.locator("#legend input:not(:checked)").count() == 0


def test_filters_reach_the_open_panel(tab):
    search(tab, "Ana")
    assert "3 ties, as claimed" in panel(tab)
    tick(tab, "certainties", "Alleged")
    assert "2 ties, as claimed 1 tie is hidden by the filters." in panel(tab)
    tab.click("#panel button:has-text('Show everything')")
    assert "3 ties, as claimed" in panel(tab)


# time


def set_day(tab, step):
    tab.evaluate(
        """step => { const slider = document.querySelector('#day');
        slider.value = step; slider.dispatchEvent(new Event('input')); }""",
        step,
    )
    return tab.inner_text("#day-words")


@pytest.mark.parametrize(
    ("step", "words", "ties"),
    [
        (0, "As of 1 January 2020", 6),
        (1, "As of 1 January 2021", 7),
        (2, "As of 1 July 2021", 6),
        (4, "As of 23 May 2023", 8),
        (5, "All dates", 9),
    ],
)
def test_the_time_slider_shows_the_ties_of_a_day(tab, step, words, ties):
    assert set_day(tab, step) == words
    assert f"{ties} of 9 ties" in shown(tab) or (ties == 9 and "All" in shown(tab))


def test_undated_and_ended_ties_are_kept_or_hidden(tab):
    set_day(tab, 2)
    tab.click("text=Keep undated ties (5)")
    assert "1 of 9 ties" in shown(tab)
    tab.click("text=Keep ties that have ended")
    assert "2 of 9 ties" in shown(tab)


def test_the_slider_moves_by_keyboard(tab):
    tab.focus("#day")
    tab.keyboard.press("ArrowLeft")
    assert tab.inner_text("#day-words") == "As of 23 May 2023"
    assert tab.get_attribute("#day", "aria-valuetext") == "As of 23 May 2023"


def test_without_dates_there_is_no_slider(open_page, pair):
    assert open_page(Page(pair, title="Two")).is_hidden("#time")


# from A to B


def way(tab, a, b):
    tab.click("#show-paths")
    search(tab, a, "#path-from")
    search(tab, b, "#path-to")


def test_the_shortest_ways_are_told_with_the_claim_of_each_hop(tab):
    before = pixels(tab)
    way(tab, "Boris", "Northern")
    assert tab.inner_text("#way-count") == "1 shortest way, 3 steps"
    assert tab.inner_text(".way summary") == "Boris Vega › Ana Ñahui › National Police › Northern Command"
    told = panel(tab)
    assert "Boris Vega met Ana Ñahui Reported · says The Daily Example" in told
    assert "Ana Ñahui accuses National Police — as a witness Alleged · says Ana Ñahui" in told
    assert "Northern Command commands National Police Stated · says The Daily Example" in told
    assert "National Police commands Northern Command Disputed · says A Voice Outside" in told
    assert "Source: A report" in told
    assert pixels(tab) != before


def test_ways_go_over_what_is_shown_and_around_whom_one_leaves_out(tab):
    way(tab, "Boris", "Court")
    assert tab.inner_text("#way-count") == "1 shortest way, 1 step"
    tick(tab, "certainties", "Opinion")
    assert tab.inner_text(".way summary") == "Boris Vega › Ana Ñahui › High Court"
    tab.click("text=Look for ways without Ana Ñahui")
    assert "No way joins these two over the ties that are shown." in panel(tab)
    tab.click("button[aria-label='Let Ana Ñahui in again']")
    assert tab.inner_text("#way-count") == "1 shortest way, 2 steps"


def test_strangers_have_no_way(tab):
    way(tab, "Boris", "Nobody")
    assert "No way joins these two" in panel(tab)
    tab.click("text=Swap")
    assert tab.input_value("#path-from") == "Nobody's Friend"


# files


def test_the_picture_is_saved(tab):
    content = saved(tab, "#save-png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width > 400
    assert height > 300


def test_ties_are_saved_as_csv_as_they_are_seen(tab):
    tick(tab, "certainties", "Stated")
    text = saved(tab, "#save-csv").read_bytes().decode("utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert sorted(rows) == ["t2", "t3", "t4", "t5", "t6", "t8"]
    tie = rows["t2"]
    assert (tie["source"], tie["type"], tie["target"], tie["certainty"]) == (
        "ana",
        "ACCUSES",
        "police",
        "alleged",
    )
    assert (tie["claimed_by"], tie["claimed_by_name"], tie["sources"], tie["paragraph"]) == (
        "ana",
        "Ana Ñahui",
        "report",
        "7",
    )


def test_csv_for_a_spreadsheet_never_holds_a_formula(open_page):
    names = ["=1+1", "+1+1", "-a", "@x", "\t=1", " =1", "plain", 'quo"te, comma', "-5", "a;=1"]
    nodes = tuple(Node(str(n), (), {"name": name, "id": f"n{n}"}) for n, name in enumerate(names))
    ties = tuple(Relationship(str(n), "T", str(n), "6") for n in range(len(names)))
    tab = open_page(Page(Subgraph(nodes, ties), title="x"))
    text = saved(tab, "#save-csv").read_bytes().decode("utf-8-sig")
    told = [row["source_name"] for row in csv.DictReader(io.StringIO(text))]
    assert told[6:] == ["plain", 'quo"te, comma', "-5", "a;'=1"]
    assert all(name.startswith("'") for name in told[:6])


def test_csv_to_load_again_holds_the_data_as_they_are_and_loads(open_page, tmp_path):
    nodes = tuple(Node(key, ("Person",), {"id": key}) for key in ("ana", "boris"))
    said = {"summary": '=HYPERLINK("x")\n-1', "sources": ["r1", "r2"], "certainty": "stated", "note": "+a"}
    ties = (
        Relationship("7", "MET", "ana", "boris", said),
        Relationship("8", "MET", "boris", "ana", {"id": "t8"}),
    )
    content = saved(open_page(Page(Subgraph(nodes, ties), title="x")), "#save-to-load").read_bytes()
    rows = {row["source"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))}
    assert [rows["ana"][title] for title in ("id", "summary", "sources", "note")] == [
        "",  # the tie has none, and the store's own would make it another tie
        said["summary"],
        "r1 | r2",
        "+a",
    ]
    assert rows["boris"]["id"] == "t8"
    (tmp_path / "again.csv").write_bytes(content)
    loaded = sociogram.open(tmp_path / "again.csv").run("MATCH ()-[r:MET {certainty: 'stated'}]->() RETURN r")
    assert {key: loaded.single()[0][key] for key in said} == said


def test_groups_are_offered_for_a_spreadsheet_only(open_page):
    from viz_made import overview_page

    tab = open_page(overview_page())
    tab.click("#save-menu summary")
    assert tab.locator("#save-csv").is_visible()
    assert not tab.locator("#save-to-load").is_visible()


def test_actors_and_ties_are_saved_as_json_as_they_are_seen(tab):
    set_day(tab, 0)
    told = json.loads(saved(tab, "#save-json").read_text(encoding="utf-8"))
    assert (told["title"], told["asOf"], len(told["ties"])) == ("Who commands whom", "2020-01-01", 6)
    tie = next(tie for tie in told["ties"] if tie["id"] == "t3")
    assert (tie["claimedBy"], tie["certainty"], tie["sources"][0]["title"]) == (
        "The Daily Example",
        "reported",
        "A report",
    )


# for everybody


def test_arrow_keys_walk_from_neighbour_to_neighbour(tab):
    tab.focus("#picture")
    tab.keyboard.press("ArrowRight")
    start = tab.inner_text("#panel-title")
    visited = {start}
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown") * 2:
        tab.keyboard.press(key)
        visited.add(tab.inner_text("#panel-title"))
    assert len(visited) > 2
    assert tab.evaluate("document.activeElement.id") == "picture"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "panel-title"
    tab.keyboard.press("Escape")
    assert tab.is_hidden("#panel")


def test_zoom_by_button_and_key(tab):
    before = pixels(tab)
    tab.click("#zoom-in")
    near = pixels(tab)
    assert near != before
    tab.focus("#picture")
    tab.keyboard.press("0")
    assert pixels(tab) == before
    tab.keyboard.press("-")
    assert pixels(tab) != before


def test_everything_has_a_name_for_screen_readers(tab):
    search(tab, "Ana")
    nameless = tab.evaluate(
        """() => [...document.querySelectorAll('button, input, [role], summary')]
        .filter(e => e.checkVisibility() && !e.textContent.trim() && !e.labels?.length)
        .filter(e => !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))
        .map(e => e.outerHTML)"""
    )
    assert nameless == []
    # not wait_for_function: what it asks again and again is a string, which the page's policy does not run
    expect(tab.locator("#live")).to_have_text(re.compile("^Ana Ñahui, 3 ties"))


def test_the_list_tells_the_same_as_tables(tab):
    tab.click("#show-table")
    assert tab.is_hidden("#picture")
    assert tab.locator("#actor-table tbody tr").count() == 8
    assert tab.locator("#tie-table tbody tr").count() == 9
    row = " ".join(tab.locator("#tie-table tr", has_text="Ana Ñahui accuses").inner_text().split())
    assert row == "Ana Ñahui accuses National Police Alleged Ana Ñahui from December 2022 7 A report"
    tick(tab, "types", "accuses")
    assert tab.locator("#tie-table tbody tr").count() == 6
    tab.locator("#actor-table button", has_text="Boris").click()
    assert tab.inner_text("#panel-title") == "Boris Vega"
    tab.click("#show-table")
    assert tab.is_visible("#picture")


def test_dark_follows_the_reader_and_the_button(open_page):
    tab = open_page(color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert tab.evaluate(ground) == "rgb(20, 24, 28)"
    dark = pixels(tab)
    tab.click("#theme")
    assert tab.evaluate(ground) == "rgb(252, 251, 248)"
    assert pixels(tab) != dark
    tab.click("#theme")
    assert pixels(tab) == dark


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450), (768, 1024), (844, 390)])
def test_small_screens_and_large_zoom_hide_nothing(open_page, width, height):
    tab = open_page(width=width, height=height, has_touch=True)
    wide = tab.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    search(tab, "Ana")
    picture, below = tab.locator("#picture").bounding_box(), tab.locator("#panel").bounding_box()
    assert picture["height"] >= 180
    assert below["y"] >= picture["y"] + picture["height"] - 1
    tab.click("#close-panel")
    tab.click("#show-legend")
    tick(tab, "certainties", "Alleged")
    assert shown(tab).endswith("8 of 9 ties shown")
    tab.keyboard.press("Escape")
    assert tab.get_attribute("#show-legend", "aria-expanded") == "false"


def test_it_prints(tab):
    search(tab, "Ana")
    before = pixels(tab)
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert tab.is_hidden("#tools")
    assert tab.is_visible("#print-picture")
    assert tab.is_visible("#panel")
    tab.emulate_media(media="screen")
    tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert tab.locator("#print-picture").count() == 0
    assert pixels(tab) == before


# names that bite


def test_names_show_as_text_and_run_nothing(open_page):
    from test_page import NASTY, nasty_page

    tab = open_page(nasty_page())
    assert tab.inner_text("h1") == NASTY[1]
    for name in (NASTY[0], NASTY[3], NASTY[7], NASTY[9]):
        search(tab, name[:30])
        assert tab.inner_text("#panel-title").split() == name.split()
        tab.locator("#panel .more-of").first.click()
    way(tab, NASTY[0], NASTY[3])
    tab.click("#show-table")
    assert tab.locator("#actor-table tbody tr").count() == len(NASTY)
    assert tab.locator("h1 *, #panel script, #table script, #legend script, img").count() == 0


@pytest.mark.parametrize(
    "graph",
    [
        Subgraph(),
        Subgraph((Node("1"),)),
        Subgraph((Node("1"),), (Relationship("r", "T", "1", "1"),)),
        Subgraph(
            tuple(Node(str(n)) for n in range(3)),
            tuple(Relationship(str(n), "T", "0", "1") for n in range(4)),
        ),
        made_graph(),
    ],
    ids=["empty", "one", "a loop", "parallel", "no wording"],
)
def test_any_graph_opens(open_page, graph):
    tab = open_page(Page(graph, title="x"))
    assert f"{len(graph.nodes)} actor" in tab.inner_text("#facts")
    if graph.nodes:
        tab.focus("#picture")
        tab.keyboard.press("ArrowRight")
        assert tab.is_visible("#panel")


def test_the_same_page_made_twice_looks_the_same(open_page):
    assert pixels(open_page(made_page())) == pixels(open_page(made_page()))


# large graphs


def settled(tab) -> str:
    """What the canvas shows once it is painted and named: a large picture is painted part by part."""
    pixels(tab)
    tab.wait_for_selector("html[data-painted=yes]")
    tab.wait_for_timeout(300)
    tab.wait_for_selector("html[data-painted=yes]")
    return pixels(tab)


@pytest.fixture(scope="module")
def large():
    """More ties than are drawn at once."""
    nodes = tuple(Node(str(n), ("Person",), {"name": f"Actor {n}"}) for n in range(300))
    ties = tuple(
        Relationship(
            str(n), "MET", str(n % 300), str(n * n % 299), {"certainty": "stated" if n % 3 else "alleged"}
        )
        for n in range(900)
    )
    return Page(Subgraph(nodes, ties), title="Large")


def ink(tab) -> int:
    """How many pixels of the canvas are not empty."""
    return tab.evaluate(
        """() => { const shown = document.querySelector('#picture canvas');
        const c = document.createElement('canvas');
        [c.width, c.height] = [shown.width, shown.height];
        c.getContext('2d').drawImage(shown, 0, 0);
        const data = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return data.reduce((sum, pixel) => sum + (pixel !== 0), 0) }"""
    )


def test_a_large_picture_never_empties_while_it_moves_and_is_sharp_when_it_rests(open_page, large):
    tab = open_page(large)
    rest = settled(tab)
    full = ink(tab)
    box = tab.locator("#picture").bounding_box()
    tab.mouse.move(box["x"] + 5, box["y"] + box["height"] / 2)
    for step in range(6):
        tab.mouse.wheel(0, -100 if step < 3 else 100)
        pixels(tab)
        assert ink(tab) > full / 3
    tab.mouse.down()
    for step in range(1, 8):
        tab.mouse.move(box["x"] + 5 + 20 * step, box["y"] + box["height"] / 2)
        pixels(tab)
        assert ink(tab) > full / 3
    tab.mouse.up()
    assert settled(tab) != rest
    tab.mouse.move(0, 0)
    tab.focus("#picture")
    tab.keyboard.press("0")
    assert settled(tab) == rest


def test_a_large_picture_follows_the_filters(open_page, large):
    tab = open_page(large)
    rest = settled(tab)
    tick(tab, "certainties", "Alleged")
    assert shown(tab).endswith("600 of 900 ties shown")
    assert settled(tab) != rest
    tick(tab, "certainties", "Alleged")
    assert settled(tab) == rest


def test_an_overview_opens_its_groups_and_leads_back(open_page):
    from viz_made import overview_page

    tab = open_page(overview_page())
    assert "5 groups" in tab.inner_text("#note")
    assert "38 actors, 156 ties, 5 groups; 12 ties run between groups" in tab.inner_text("#facts")
    assert shown(tab) == "5 groups and 12 ties between groups shown"
    assert tab.is_hidden("#show-paths")
    search(tab, "alias g2m3")
    assert tab.inner_text("#panel-title") == "Member 0 of 2 and 8 others"
    told = panel(tab)
    assert "36 ties inside, each a claim stated 20, alleged 16" in told
    assert "Member 0 of 2 14 ties" in told
    assert "Reported · 2 ties, each a claim 1 claimant, 1 source" in told
    tab.click("#open-group")
    tab.wait_for_selector("#all-groups")
    tab.wait_for_selector("html[data-ready]")
    assert tab.inner_text("h1") == "Many: Member 0 of 2 and 8 others"
    assert shown(tab) == "All 9 actors and 36 ties shown"
    assert "9 actors, 36 ties, 1 source" in tab.inner_text("#facts")
    search(tab, "Member 0")
    assert "6 ties to actors of other groups are not in this picture." in panel(tab)
    tab.click("#all-groups")
    tab.wait_for_selector("#all-groups", state="detached")
    tab.wait_for_selector("html[data-ready]")
    assert shown(tab) == "5 groups and 12 ties between groups shown"


def test_an_overview_as_tables_and_files_counts_claims(open_page):
    from viz_made import overview_page

    tab = open_page(overview_page())
    tab.click("#show-table")
    assert tab.locator("#actor-table tbody tr").count() == 5
    assert "2 ties Reported 1 claimant 1 source" in " ".join(tab.inner_text("#tie-table").split())
    tab.click("#show-table")
    rows = list(csv.DictReader(io.StringIO(saved(tab, "#save-csv").read_bytes().decode("utf-8-sig"))))
    assert sum(int(row["count"]) for row in rows) == 12


def test_a_group_that_stays_closed_says_how_to_get_it(open_page):
    from viz_made import overview_page

    tab = open_page(overview_page(limit=20))
    search(tab, "alias g2m3")
    assert tab.locator("#open-group").count() == 0
    assert "sociogram page --around ACTOR" in panel(tab)
