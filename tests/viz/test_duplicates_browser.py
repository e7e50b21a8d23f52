"""The page for going through duplicates in a real browser: what is decided, and the file it saves."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from duplicates_made import duplicates_page, write_folder
from keys import press
from playwright.sync_api import expect

from sociogram.loaders.folder.decide import decide_in_folder, decisions_in, decisions_of
from sociogram.loaders.folder.history import Step

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "graph")


@pytest.fixture
def tab(open_page, folder):
    return open_page(duplicates_page(folder))


def card(tab, number):
    return tab.locator(f"#pair-{number}")


def saved(tab) -> Path:
    with tab.expect_download() as download:
        tab.click("#save")
    return Path(download.value.path())


def rows(path: Path) -> list[list[str]]:
    return [row[:3] for row in list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))[1:]]


# what stands on the page


def test_a_pair_stands_side_by_side_with_its_reasons(tab):
    assert tab.inner_text("h1") == "Who is who"
    assert tab.inner_text("#counts") == "10 pairs left of 11 · 1 unsure"
    first = card(tab, 0)
    assert first.locator("h2").all_inner_texts() == ["Inés Okvar", "Ines Okvar"]
    assert "the names differ in accents only" in first.locator(".why").inner_text()
    one, other = (first.locator(".actor").nth(at).bounding_box() for at in (0, 1))
    assert one["x"] + one["width"] <= other["x"]
    assert "Norrvik Stone Ltd" in first.locator(".actor").first.inner_text()


def test_what_speaks_against_it_stands_out(tab):
    pair = tab.locator(".pair", has_text="the countries differ: Peru and Chile").first
    expect(pair.locator(".differs")).to_have_count(2)
    assert "the countries differ" in str(pair.locator(".reasons .against").last.text_content())


def test_on_a_phone_the_two_stand_below_each_other(open_page, folder):
    tab = open_page(duplicates_page(folder), width=390, height=844)
    one, other = (card(tab, 0).locator(".actor").nth(at).bounding_box() for at in (0, 1))
    assert one["y"] + one["height"] <= other["y"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    expect(tab.locator("#undo")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(open_page, folder, width, scheme):
    tab = open_page(duplicates_page(folder), width=width, height=900, color_scheme=scheme)
    press(tab, "y", "n", "m")
    found = Axe().run(tab)
    assert found.response["violations"] == []
    press(tab, "?")
    assert Axe().run(tab).response["violations"] == []


# decisions


def test_all_by_keyboard(tab):
    tab.fill("#by", "Bode")
    tab.keyboard.press("Escape")
    press(tab, "y", "y", "x", "n", "m")
    assert tab.inner_text("#counts") == "6 pairs left of 11 · 3 decided · 2 unsure · not saved"


def test_the_file_is_taken_by_the_folder(tab, folder):
    tab.fill("#by", "Bode")
    tab.keyboard.press("Escape")
    press(tab, "j", "y", "k", "x", "w")
    tab.keyboard.type("one passport")
    press(tab, "Enter", "j", "n", "m")
    path = saved(tab)
    assert rows(path) == [
        ["ines-okvar-2", "ines-okvar", "same"],
        ["norrvik-stone", "norrvik-stone-2", "different"],
        ["ulla-brandeck", "brandeck-ulla", "unsure"],
    ]
    assert "sociogram decide --from decided.csv" in tab.inner_text("#saved")
    assert "not saved" not in tab.inner_text("#counts")
    decide_in_folder(folder, tuple(decisions_in(path)), step=Step("decide"))
    held = decisions_of(folder)
    assert held.are_same("ines-okvar", "ines-okvar-2")
    taken = held.of("ines-okvar", "ines-okvar-2")
    assert (taken.by, taken.why) == ("Bode", "one passport")


def test_undo_takes_back_the_last_decision(tab):
    press(tab, "y", "n", "u")
    assert tab.inner_text("#counts") == "9 pairs left of 11 · 1 decided · 1 unsure · not saved"
    press(tab, "u")
    assert tab.inner_text("#counts") == "10 pairs left of 11 · 1 unsure"
    assert tab.is_disabled("#save")


def test_the_filter_and_the_words_choose_what_is_listed(tab):
    tab.select_option("#filter", "unsure")
    assert tab.locator(".pair").count() == 1
    assert tab.locator(".pair .reason input").input_value() == "Ask the register."
    tab.select_option("#filter", "all")
    press(tab, "Escape", "/")
    tab.keyboard.type("ivan petrov")
    expect(tab.locator(".pair h2")).to_have_text(["Иван Петров", "Ivan Petrov"])
    press(tab, "Escape")
    assert tab.locator(".pair").count() == 11


def test_decisions_that_contradict_each_other_are_marked(tab):
    brandeck = tab.locator(".pair", has=tab.locator("h2:has-text('Brandeck')"))
    brandeck.nth(0).get_by_role("button", name="Same").click()
    brandeck.nth(1).get_by_role("button", name="Same").click()
    assert tab.locator(".problem").count() == 0
    tab.locator(".pair", has_text="U. Brandeck").nth(1).get_by_role("button", name="Different").click()
    assert tab.locator(".problem").count() == 3
    assert "3 contradict each other" in tab.inner_text("#counts")
    assert "will be rejected" in (saved(tab) and tab.inner_text("#saved"))


def test_many_pairs_come_bit_by_bit(open_page, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    names = [f"{first} {last}" for first in ("Abel", "Bodil", "Cato") for last in _LAST]
    lines = [f"{number}-{twice},{name},Person" for number, name in enumerate(names) for twice in "ab"]
    (folder / "entities.csv").write_text("id,name,type\n" + "\n".join(lines) + "\n", encoding="utf-8")
    tab = open_page(duplicates_page(folder))
    assert tab.locator(".pair").count() == 60
    tab.click("#more")
    assert tab.locator(".pair").count() == len(names)
    press(tab, *["n"] * 61)
    assert tab.locator(".pair.chosen").get_attribute("id") == "pair-61"


_LAST = [
    f"{start}{end}"
    for start in ("Norr", "Vester", "Grim", "Halv", "Ask")
    for end in ("dahl", "quist", "mark", "berg", "wik")
]


def test_a_page_without_pairs_says_so(open_page, tmp_path):
    folder = tmp_path / "none"
    folder.mkdir()
    (folder / "entities.csv").write_text("id,name\na,Ada\n", encoding="utf-8")
    tab = open_page(duplicates_page(folder))
    assert tab.inner_text("#pairs") == "No actors look alike."


def test_dates_of_birth_that_clash_stand_out(open_page, tmp_path):
    folder = tmp_path / "born"
    folder.mkdir()
    rows = "a,Ola Nord,Person,1980\nb,Ola Nord,Person,1952\n"
    (folder / "entities.csv").write_text(f"id,name,type,born\n{rows}", encoding="utf-8")
    tab = open_page(duplicates_page(folder))
    assert tab.locator(".pair .fact.differs").all_inner_texts() == ["born\n1980", "born\n1952"]


def test_data_runs_no_script(open_page, tmp_path):
    folder = tmp_path / "hostile"
    folder.mkdir()
    name = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    (folder / "entities.csv").write_text(
        f"id,name,type,summary,url\na,{name},Person,{name},javascript:alert(1)\nb,{name},Person,,\n",
        encoding="utf-8",
    )
    tab = open_page(duplicates_page(folder))
    assert tab.locator(".pair h2").first.inner_text() == name
    assert tab.locator(".pair a, .pair img, .pair script").count() == 0
