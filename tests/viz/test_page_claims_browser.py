"""What the page shows of claims that are not simply so: perhaps of another time, planned and denied."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from viz_made import affair_page

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


def test_a_denial_that_a_filter_hides_disputes_no_plan(open_page):
    tab = open_page(affair_page(DENIED_PLAN))
    choose(tab, "Mette Lund")
    tab.locator("#legend-claimKinds label", has_text="Denied").locator("input").click()
    assert "Planned, disputed" not in panel(tab)
