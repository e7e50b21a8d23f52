"""What a page shows has an address: it can be copied, reloaded, gone back from, and put into a frame."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from viz_made import made_page, overview_page

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser


def search(tab, text, box="#search"):
    tab.fill(box, text)
    tab.press(box, "Enter")


def wait_for_hash(tab, text):
    """Wait until the address is as expected; the page writes it shortly after a change."""
    for _ in range(100):
        if tab.evaluate("location.hash") == text:
            return
        tab.wait_for_timeout(50)
    assert tab.evaluate("location.hash") == text


def go(tab, text):
    """Open the page again at an address."""
    tab.goto("about:blank")
    tab.goto(tab.page_address + text)
    tab.wait_for_selector("html[data-ready]")


@pytest.fixture
def tab(open_page):
    tab = open_page()
    tab.page_address = tab.evaluate("location.href")
    return tab


def choose_actor(tab):
    search(tab, "Boris")


def choose_tie(tab):
    search(tab, "Boris")
    tab.locator("#panel .more-of").first.click()


def choose_source(tab):
    search(tab, "Commission")  # its publisher


def choose_path(tab):
    tab.click("#show-paths")
    search(tab, "Boris", "#path-from")
    search(tab, "Northern", "#path-to")


def hide_certainty(tab):
    tab.locator("#legend-certainties label", has_text="Alleged").locator("input").click()


def leave_one_type(tab):
    tab.click("#legend-types button[aria-label='None: Ties']")
    tab.locator("#legend-types label", has_text="accuses").locator("input").click()


def choose_dates(tab):
    tab.fill("#date-to", "2021-06")
    tab.press("#date-to", "Enter")


def leave_out_undated(tab):
    choose_dates(tab)
    tab.click("#keep-undated")


def fade_police(tab):
    search(tab, "National Police")
    tab.click("#fade")
    tab.click("#close-panel")


def hide_untied(tab):
    tab.click("#tied-only")


def hide_nobody(tab):
    tab.locator("#legend-claimants label", has_text="No claimant given").locator("input").click()


def show_list(tab):
    tab.click("#show-table")


STEPS = [
    # what a reader does, the address, the title of the window
    (choose_actor, "#boris", "Boris Vega · Who commands whom"),
    (choose_tie, "#tie=t3", "Boris Vega met Ana Ñahui · Who commands whom"),
    (choose_source, "#source=report", "A report · Who commands whom"),
    (choose_path, "#path=boris,cmd", "Boris Vega → Northern Command · Who commands whom"),
    (hide_certainty, "#hide.certainties=alleged", "Who commands whom"),
    (leave_one_type, "#only.types=ACCUSES", "Who commands whom"),
    (choose_dates, "#dates=..2021-06", "Who commands whom"),
    (leave_out_undated, "#dates=..2021-06&keep=open,within", "Who commands whom"),
    (hide_untied, "#tied", "Who commands whom"),
    (fade_police, "#fade=police", "Who commands whom"),
    (hide_nobody, "#hide.claimants=:", "Who commands whom"),
    (show_list, "#list", "Who commands whom"),
]


def state(tab) -> list[str]:
    """What a reader sees of a page's state."""
    return [
        tab.title(),
        tab.inner_text("#shown"),
        tab.inner_text("#range-words"),
        str(tab.is_visible("#table")),
        tab.inner_text("#panel") if tab.is_visible("#panel") else "",
    ]


@pytest.mark.parametrize(("act", "address", "title"), STEPS, ids=[step[0].__name__ for step in STEPS])
def test_each_thing_has_an_address_that_leads_back_to_it(tab, act, address, title):
    before = state(tab)
    act(tab)
    wait_for_hash(tab, address)
    assert tab.title() == title
    after = state(tab)
    go(tab, address)
    assert state(tab) == after
    go(tab, "")
    assert state(tab) == before


def test_back_and_forward_go_from_view_to_view(tab):
    states = [state(tab)]
    for act, address in ((choose_actor, "#boris"), (hide_certainty, "#boris&hide.certainties=alleged")):
        act(tab)
        wait_for_hash(tab, address)
        states.append(state(tab))
    tab.go_back()
    wait_for_hash(tab, "#boris")
    assert state(tab) == states[1]
    tab.go_back()
    wait_for_hash(tab, "")
    assert state(tab) == states[0]
    tab.go_forward()
    tab.go_forward()
    wait_for_hash(tab, "#boris&hide.certainties=alleged")
    assert state(tab) == states[2]


def test_undo_and_redo_by_button_and_key(tab):
    assert tab.is_disabled("#undo")
    hide_certainty(tab)
    wait_for_hash(tab, "#hide.certainties=alleged")
    tab.click("#undo")
    wait_for_hash(tab, "")
    assert tab.is_disabled("#undo")
    tab.focus("#picture")
    tab.keyboard.press("Control+y")
    wait_for_hash(tab, "#hide.certainties=alleged")
    tab.keyboard.press("Control+z")
    wait_for_hash(tab, "")


def test_a_moved_view_is_in_the_address_and_showing_all_takes_it_away(tab):
    tab.click("#zoom-in")
    tab.wait_for_timeout(300)
    address = tab.evaluate("location.hash")
    assert address.startswith("#view=")
    go(tab, address)
    tab.wait_for_timeout(300)
    assert tab.evaluate("location.hash") == address
    tab.click("#zoom-fit")
    wait_for_hash(tab, "")


@pytest.mark.parametrize("name", ["ana", "Ana%20%C3%91ahui", "ana%20nahui", "actor=ana"])
def test_an_actor_is_found_by_id_or_name(tab, name):
    go(tab, f"#{name}")
    assert tab.inner_text("#panel-title") == "Ana Ñahui"


@pytest.mark.parametrize(
    ("address", "word"), [("#nobody", "actor"), ("#tie=t99", "tie"), ("#source=%", "source")]
)
def test_an_address_of_what_is_not_there_says_so(tab, address, word):
    go(tab, address)
    assert tab.inner_text("#panel-title") == "Not in this page"
    assert f"The address asks for the {word}" in tab.inner_text("#missing")


def test_on_a_telephone_a_thumb_reaches_every_tool_and_none_moves(open_page):
    tab = open_page(width=390)
    tab.evaluate("navigator.clipboard.writeText = async () => undefined")
    for tool in ("#undo", "#redo", "#copy-link", "#show-keys"):
        expect(tab.locator(tool)).to_be_visible()
    assert tab.locator("#show-keys").bounding_box()["width"] >= 44
    before = tab.locator("#mast").bounding_box(), tab.locator("#copy-link").bounding_box()
    tab.click("#copy-link")
    expect(tab.locator("#copy-link[data-done]")).to_have_count(1)
    assert before == (tab.locator("#mast").bounding_box(), tab.locator("#copy-link").bounding_box())
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_undo_by_key_keeps_the_focus(tab):
    search(tab, "Boris")
    wait_for_hash(tab, "#boris")
    search(tab, "Ana")
    wait_for_hash(tab, "#ana")
    tab.keyboard.press("Control+z")
    wait_for_hash(tab, "#boris")
    assert tab.evaluate("document.activeElement.id") == "panel-title"
    tab.keyboard.press("Control+z")
    wait_for_hash(tab, "")
    assert tab.evaluate("document.activeElement.id") == "search"


def test_the_focus_is_on_the_menu_after_a_file_is_saved_by_key(tab):
    tab.focus("#save-menu summary")
    tab.keyboard.press("Enter")
    tab.focus("#save-csv")
    with tab.expect_download():
        tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.parentElement.id") == "save-menu"


UNKNOWN = [
    # an address, the parts of it that the page does not know
    ("#only.types=BOGUS", "only.types=BOGUS"),
    ("#hide.types=MET,BOGUS,MAD%20UP", "hide.types=BOGUS, hide.types=MAD UP"),
    ("#hide.foo=bar", "hide.foo=bar"),
    ("#fade=ana,nobody", "fade=nobody"),
    ("#around=nobody", "around=nobody"),
    ("#path=ana,nobody", "path=nobody"),
    ("#dates=2023-13..2024", "dates=2023-13..2024"),
    ("#dates=2023-13", "dates=2023-13"),
    ("#keep=open,never", "keep=never"),
    ("#colour=red", "colour=red"),
]


@pytest.mark.parametrize(("address", "parts"), UNKNOWN)
def test_parts_of_an_address_that_the_page_does_not_know_are_named(tab, address, parts):
    go(tab, address)
    expect(tab.locator("#unknown")).to_have_text(
        f"The address has parts that this page does not know: {parts}."
    )


KNOWN = "#boris&hide.claimants=:&only.types=MET,ACCUSES&around=boris&fade=ana&dates=..2021-06&keep=open&list"


@pytest.mark.parametrize("address", ["", KNOWN, "#path=,&without=ana&with=", "#dates=..&keep=&theme=dark"])
def test_an_address_that_the_page_knows_needs_no_word(tab, address):
    go(tab, address)
    assert tab.locator("#unknown").count() == 0


def test_a_change_takes_the_word_about_the_address_away(tab):
    go(tab, "#only.types=BOGUS")
    hide_certainty(tab)
    expect(tab.locator("#unknown")).to_have_count(0)


def test_ids_of_every_kind_have_an_address(open_page):
    keys = ("list", "a=b", "c&d", "50%", "é/ñ #1", "embed")
    nodes = tuple(Node(key, ("Entity",), {"id": key, "name": f"Name of {key}"}) for key in keys)
    tab = open_page(Page(Subgraph(nodes, (Relationship("r", "T", "list", "a=b"),)), title="Ids"))
    tab.page_address = tab.evaluate("location.href")
    for key in keys:
        search(tab, f"Name of {key}")
        tab.wait_for_timeout(250)
        address = tab.evaluate("location.hash")
        go(tab, address)
        assert tab.inner_text("#panel-title") == f"Name of {key}"


def test_a_group_and_an_actor_in_it_have_an_address(open_page):
    tab = open_page(overview_page())
    search(tab, "alias g2m3")
    tab.click("#open-group")
    tab.wait_for_selector("#all-groups")
    tab.wait_for_selector("html[data-ready]")
    assert tab.inner_text("#panel-title") == "Member 3 of 2"
    assert "group=" in tab.evaluate("location.hash")
    tab.click("#all-groups")
    tab.wait_for_selector("#all-groups", state="detached")


def test_a_theme_is_in_the_address(tab):
    tab.click("#theme")
    wait_for_hash(tab, "#theme=dark")
    go(tab, "#theme=dark")
    assert tab.inner_text("#theme") == "Light"


def test_an_embedded_page_has_no_panels_beside_and_a_link_to_the_whole(tab):
    go(tab, "#boris&embed")
    for part in ("#tools", "#sidebar", "#time"):
        assert tab.is_hidden(part)
    picture, panel = tab.locator("#picture").bounding_box(), tab.locator("#panel").bounding_box()
    assert picture["width"] == panel["width"]
    assert panel["y"] >= picture["y"] + picture["height"] - 1
    assert "a claim, not a fact" in tab.inner_text("#claim")
    assert tab.get_attribute("#whole-page", "href").endswith("#boris")


def test_a_link_is_copied_or_shown_to_be_copied(open_page):
    tab = open_page(permissions=["clipboard-read", "clipboard-write"])
    search(tab, "Boris")
    tab.click("#copy-link")
    expect(tab.locator("#copy-link")).to_have_attribute("data-done", "Link copied: opens on this computer")
    assert tab.evaluate("navigator.clipboard.readText()").endswith("#boris")


def test_a_notebook_shows_the_page_in_a_sandboxed_frame(chromium):
    context = chromium.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    wrongs = []
    tab.on("console", lambda message: wrongs.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: wrongs.append(str(error)))
    tab.set_content(f"<!DOCTYPE html><body>{made_page()._repr_html_()}")
    frame = tab.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("data-ready", "yes")
    frame.locator("#search").fill("Boris")
    frame.locator("#search").press("Enter")
    expect(frame.locator("#panel-title")).to_have_text("Boris Vega")
    tab.wait_for_timeout(400)
    frame.locator("#show-table").click()
    expect(frame.locator("#table")).to_be_visible()
    assert frame.locator("#copy-link").is_hidden()
    assert wrongs == []
    context.close()
