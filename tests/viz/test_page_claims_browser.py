"""What the page shows of claims that are not simply so: perhaps of another time, planned and denied."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from viz_made import affair_page

from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

pytestmark = pytest.mark.browser

TWENTIES = {"start_date": "2020", "end_date": "2029", "date_certainty": "within", "claimed_by": "driver"}
DECADE = ("decade", "ravn", "LEADS", "quarry", TWENTIES)
TERM = (
    "term",
    "brun",
    "LEADS",
    "council",
    {"start_date": "2022", "end_date": "2024", "claimed_by": "driver"},
)
DENIED_PLAN = (
    "to-lead-not",
    "lund",
    "LEADS",
    "council",
    {"modality": "planned", "polarity": "denies", "claimed_by": "lund", "sources": ["gazette"]},
)


def panel(tab) -> str:
    return " ".join(tab.inner_text("#panel").split())


def choose(tab, name):
    tab.fill("#search", name)
    tab.press("#search", "Enter")


AS_OF = [
    # the date that the page opens with, what the footer says of ties that may be of another time
    ("2023", "1 perhaps not then"),
    ("2023-05-04", "1 perhaps not then"),
    ("2019", None),
]


@pytest.mark.parametrize(("date", "words"), AS_OF)
def test_a_page_opens_as_of_a_date_and_counts_what_may_be_of_another_time(open_page, date, words):
    tab = open_page(affair_page(DECADE, TERM, as_of=date))
    expect(tab.locator("#range-words")).to_contain_text(date[:4])
    assert ("perhaps not" in tab.inner_text("#shown")) == (words is not None)
    if words:
        assert words in tab.inner_text("#shown")


def test_a_tie_of_some_time_within_a_period_says_so_and_can_be_left_out(open_page):
    tab = open_page(affair_page(DECADE, TERM, as_of="2023"))
    choose(tab, "Oskar Ravn")
    assert "Stenholt Quarry Perhaps not then" in panel(tab)
    assert "at some time from 2020 to 2029" in panel(tab)
    tab.click("#keep-within")
    assert "Perhaps not then" not in panel(tab)
    assert "perhaps not" not in tab.inner_text("#shown")
    choose(tab, "Ida Brun")
    assert "Stenholt Council" in panel(tab)
    assert "Perhaps not then" not in panel(tab)


def test_with_all_dates_nothing_is_unsure(open_page):
    tab = open_page(affair_page(DECADE, as_of="2023"))
    tab.press("#time-from", "Home")
    tab.press("#time-to", "End")
    expect(tab.locator("#range-words")).to_have_text("All dates")
    assert "perhaps not" not in tab.inner_text("#shown")


def test_a_page_without_a_period_has_no_box_for_it(open_page):
    assert open_page(affair_page(TERM)).locator("#keep-within").count() == 0


def test_a_plan_that_somebody_denies_does_not_look_undisputed(open_page):
    tab = open_page(affair_page(DENIED_PLAN))
    choose(tab, "Mette Lund")
    assert "Stenholt Council Planned, disputed" in panel(tab)
    assert tab.locator(".card .state-planned .stroke").count() == 1
    plain = open_page(affair_page())
    choose(plain, "Mette Lund")
    assert "disputed" not in panel(plain).partition("is to lead")[2]


def test_a_plan_stays_disputed_while_a_filter_hides_the_denial(open_page):
    tab = open_page(affair_page(DENIED_PLAN))
    choose(tab, "Mette Lund")
    tab.locator("#legend-claimKinds label", has_text="Plan denied").locator("input").click()
    assert tab.locator("#legend-claimKinds input:not(:checked)").count() > 0
    assert "Planned, disputed" in panel(tab)


def test_many_claims_of_a_tie_stand_under_their_texts(open_page):
    told = [
        (f"meeting-{number}", "lund", "MET", "ravn", {"claimed_by": "driver", "sources": ["gazette"]})
        for number in range(4)
    ]
    tab = open_page(affair_page(*told))
    tab.evaluate("window.location.hash = '#tie=met'")
    heads = tab.locator("#panel .text-of")
    expect(heads).to_have_count(3)
    assert [" ".join(text.split()) for text in heads.all_inner_texts()] == [
        "No dust at all 5 claims",
        "Dust over Stenholt 2 claims",
        "Poussière 1 claim",
    ]
    tab.evaluate("window.location.hash = '#tie=owns'")
    expect(heads).to_have_count(0)


def test_a_heading_is_in_the_language_that_a_reader_chooses(open_page):
    heading = {
        "title": {"text": "Around {actor}", "values": {"actor": "Mette Lund"}},
        "question": {
            "text": "Who is at most {ties} away from {actor}?",
            "values": {"ties": {"count": 1, "words": "tie"}, "actor": "Mette Lund"},
        },
    }
    tab = open_page(affair_page(title="Around Mette Lund", question="Who?", heading=heading))
    assert tab.inner_text("h1") == "Around Mette Lund"
    tab.select_option("#language", "nl")
    expect(tab.locator("h1")).to_have_text("Rond Mette Lund")
    expect(tab.locator("#question")).to_have_text("Wie is hoogstens 1 band verwijderd van Mette Lund?")
    assert tab.title() == "Rond Mette Lund"


def test_a_picture_leaves_room_for_the_curves_of_parallel_ties(open_page):
    nodes = tuple(Node(name, ("Entity",), {"id": name, "name": name}) for name in ("ada", "otto"))
    ties = tuple(Relationship(f"r{number}", f"TYPE_{number}", "ada", "otto") for number in range(30))
    tab = open_page(Page(Subgraph(nodes, ties), title="Two"), width=1440, height=620)
    inked = tab.evaluate("""() => {
      const canvas = document.querySelector("#picture canvas");
      const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const inked = (row) => image.data.slice(4 * row * image.width, 4 * (row + 1) * image.width)
        .some((value, at) => at % 4 === 3 && value > 0);
      return [0, 2, Math.floor(image.height / 2), image.height - 3, image.height - 1].map(inked);
    }""")
    assert inked == [False, False, True, False, False]


@pytest.mark.parametrize(("width", "has_words"), [(1280, True), (390, False)])
def test_on_a_phone_the_words_of_many_ties_leave_room_for_names(open_page, width, has_words):
    nodes = tuple(Node(name, ("Entity",), {"id": name, "name": name}) for name in ("hub", *"abcdef"))
    ties = tuple(Relationship(f"r{end}", "KNEW", "hub", end) for end in "abcdef")
    tab = open_page(Page(Subgraph(nodes, ties), title="Six"), width=width)
    tab.evaluate("location.hash = 'hub'")
    expect(tab.locator("#panel-title")).to_have_text("hub")
    tab.click("#save-menu summary")
    with tab.expect_download() as download:
        tab.click("#save-svg")
    assert (">knew<" in Path(download.value.path()).read_text(encoding="utf-8")) == has_words


def crossed(svg: str, names: list[str]) -> set[str]:
    """Return the names in a saved picture that a straight line crosses."""
    root = ET.fromstring(svg)  # noqa: S314 - our own file
    numbers = [
        [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
        for path in root.iter("{http://www.w3.org/2000/svg}path")
        if re.fullmatch(r"M[^A-Z]+L[^A-Z]+", path.get("d", ""))
    ]
    lines = [(np.array(line[:2]), np.array(line[2:])) for line in numbers]
    found = set()
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        if text.text not in names or text.get("fill") == "none":
            continue
        x, y, width = float(text.get("x")), float(text.get("y")), 5.5 * len(text.text)
        left = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
        for start, end in lines:
            steps = start + np.linspace(0, 1, 200)[:, None] * (end - start)
            inside = (np.abs(steps[:, 0] - left - width / 2) < width / 2) & (np.abs(steps[:, 1] - y) < 5)
            if inside.any():
                found.add(text.text)
    return found


def test_names_stand_where_no_tie_of_any_actor_runs(open_page):
    names = [f"Actor {number}" for number in range(40)]
    nodes = tuple(Node(name, ("Entity",), {"id": name, "name": name}) for name in ("Hub", *names))
    ties = tuple(Relationship(f"r{name}", "KNEW", "Hub", name) for name in names)
    tab = open_page(Page(Subgraph(nodes, ties), title="Forty"), width=1440, height=900)
    tab.click("#save-menu summary")
    with tab.expect_download() as download:
        tab.click("#save-svg")
    svg = Path(download.value.path()).read_text(encoding="utf-8")
    assert set(names) <= {text.text for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}  # noqa: S314
    assert len(crossed(svg, names)) <= 2


# Of each box that is filled behind words: how many standing lines the row through its middle meets.
WATCH_WORDS = """() => {
  window.met = [];
  const scratch = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const { fillRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillRect = function (x, y, width, height) {
    scratch.canvas.width = Math.round(width);
    scratch.drawImage(this.canvas, x, y + height / 2, width, 1, 0, 0, width, 1);
    const { data } = scratch.getImageData(0, 0, scratch.canvas.width, 1);
    const alphas = [...data].filter((_, at) => at % 4 === 3);
    window.met.push(alphas.filter((alpha, at) => alpha > 60 && !(alphas[at - 1] > 60)).length);
    document.body.dataset.words = window.met.length > 1 ? "several" : "one";
    return fillRect.call(this, x, y, width, height);
  };
}"""


def test_the_words_of_a_tie_cover_no_other_line(open_page):
    nodes = tuple(Node(name, ("Entity",), {"id": name, "name": name}) for name in ("ada", "otto"))
    said = [(kind, polarity) for kind in ("HAS_WRITTEN_TO", "MET") for polarity in ("affirms", "denies")]
    ties = tuple(
        Relationship(f"r{number}", kind, "ada", "otto", {"polarity": polarity, "claimed_by": f"v{number}"})
        for number, (kind, polarity) in enumerate(said)
    )
    tab = open_page(Page(Subgraph(nodes, ties), title="Two"), width=390, height=844)
    tab.evaluate(WATCH_WORDS)
    tab.click("#zoom-out")
    # not wait_for_function: what it asks again and again is a string, which the page's policy does not run
    expect(tab.locator("body")).to_have_attribute("data-words", "several")
    assert max(tab.evaluate("window.met")) <= 1


def test_both_handles_can_be_taken_where_they_stand_on_one_day(open_page):
    tab = open_page(affair_page(as_of="2031-03-02"))
    for end in ("from", "to"):
        tab.fill(f"#date-{end}", "2031-03")
        tab.press(f"#date-{end}", "Enter")
    ids = tab.evaluate("""() => {
      const { left, width } = document.getElementById("histogram").getBoundingClientRect();
      const { top, height } = document.getElementById("time-from").getBoundingClientRect();
      const { value, max } = document.getElementById("time-from");
      const at = left + (width * Number(value)) / Number(max);
      return [at - 8, at + 8].map((x) => document.elementFromPoint(x, top + height / 2).id);
    }""")
    assert ids == ["time-from", "time-to"]


def test_a_source_of_drafts_alone_is_listed_while_drafts_show(open_page):
    draft = ("draft-2", "brun", "OWNS", "council", {"review": "draft", "sources": ["leaflet"]})
    tab = open_page(affair_page(draft))
    count = tab.inner_text("#counts").split(", ")[-1]
    tab.click("#show-table")
    rows = tab.locator("#source-table tbody tr")
    assert f"{rows.count()} sources" == count
    assert not any("leaflet" in row for row in rows.all_inner_texts())
    tab.fill("#search", "leaflet")
    expect(tab.locator("#search-list .none")).to_have_count(1)
    tab.locator("#legend-claimKinds label", has_text="Draft").click()
    expect(rows.filter(has_text="leaflet")).to_have_count(1)
    tab.fill("#search", "leafle")
    expect(tab.locator("#search-list [role=option]")).to_have_count(1)


def test_a_draft_makes_nobody_a_neighbour_until_drafts_show(open_page):
    clerk = Node("clerk", ("Entity",), {"id": "clerk", "name": "A clerk"})
    tab = open_page(affair_page(("d", "driver", "MET", "clerk", {"review": "draft"}), actors=(clerk,)))
    tab.evaluate("location.hash = 'around=driver'")
    expect(tab.locator("#shown")).to_contain_text("1 of 7 actors")
    tab.evaluate("location.hash = 'clerk'")
    expect(tab.locator("#panel-title")).to_have_text("A clerk")
    assert "Hidden by the filters" not in panel(tab)  # no filter hides the draft
    tab.evaluate("location.hash = 'around=driver'")
    tab.locator("#legend-claimKinds label", has_text="Draft").click()
    expect(tab.locator("#shown")).to_contain_text("2 of 7 actors")


def test_no_date_below_the_histogram_is_cut_off(open_page):
    early = ("early", "lund", "LEADS", "council", {"start_date": "1971", "end_date": "1972"})
    tab = open_page(affair_page(early, ("late", "lund", "MET", "brun", {"start_date": "2020-06"})))
    assert tab.locator(".axis span").count() > 3
    assert tab.evaluate("""() => {
      const axis = document.querySelector(".axis").getBoundingClientRect();
      return [...document.querySelectorAll(".axis span")].every((label) => {
        const { left, right } = label.getBoundingClientRect();
        return left >= axis.left - 1 && right <= axis.right + 1;
      });
    }""")


# for everybody


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(open_page, width, scheme):
    tab = open_page(affair_page(), width=width, height=900, color_scheme=scheme)
    for address in ("", "lund", "tie=met", "path=lund,quarry", "list", "dates=2031-03..2031-04"):
        tab.evaluate(f"location.hash = {address!r}")
        assert Axe().run(tab).response["violations"] == []
