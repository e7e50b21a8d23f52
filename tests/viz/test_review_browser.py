"""The page for reviewing in a real browser without network: what a reviewer does, and the file he saves."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from keys import press
from playwright.sync_api import expect
from review_made import RELATIONS, TEXT, review_page, write_folder

from sociogram.loaders.load import LoadOptions, load
from sociogram.loaders.text.quotes import IndexedText

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path) -> Path:
    return write_folder(tmp_path / "graph")


@pytest.fixture
def tab(open_page, folder):
    return open_page(review_page(folder))


def card(tab, claim):
    return tab.locator(".card", has=tab.locator(f".id bdi:text-is('{claim}')"))


def select(tab, paragraph, words):
    """Select words of a paragraph as a reader does with a pointer."""
    tab.evaluate(
        """([number, wanted]) => {
          const words = document.getElementById(`words-${number}`);
          const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
          const start = words.textContent.indexOf(wanted), end = start + wanted.length;
          const range = document.createRange();
          let at = 0;
          while (walker.nextNode()) {
            const node = walker.currentNode, next = at + node.length;
            if (at <= start && start < next) range.setStart(node, start - at);
            if (at < end && end <= next) range.setEnd(node, end - at);
            at = next;
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [paragraph, words],
    )


def saved(tab) -> Path:
    with tab.expect_download() as download:
        tab.click("#save")
    return Path(download.value.path())


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def relations(folder: Path) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows(folder / "relations.csv")}


# what stands on the page


def test_text_and_claims_stand_side_by_side(tab):
    assert tab.inner_text("h1") == "The quarry and the mayor"
    assert tab.inner_text("#looked") == "0 of 4 claims looked at · 2 drafts"
    assert (
        "Bertil Ek, as told by Siv Lund, denies that Norrland Stone paid Ada Quist"
        in card(tab, "k2").inner_text()
    )
    assert card(tab, "k2").locator(".tag").all_inner_texts() == ["Confirmed", "Denies", "stated"]
    assert "Contradicted: Ada Quist says" in card(tab, "k2").inner_text()
    assert card(tab, "k3").locator(".tag").first.inner_text() == "Draft"
    assert "These words are not in the text" in card(tab, "k4").inner_text()
    assert "No claim." in tab.inner_text("#claims-5")
    assert tab.inner_text("#words-4 .lit.name") == "Greta Palm"
    text, claims = tab.locator("#words-3").bounding_box(), tab.locator("#claims-3").bounding_box()
    assert text["x"] + text["width"] <= claims["x"]


def test_on_a_phone_claims_stand_below_their_paragraph(open_page, folder):
    tab = open_page(review_page(folder), width=390, height=844)
    text, claims = tab.locator("#words-3").bounding_box(), tab.locator("#claims-3").bounding_box()
    assert text["y"] + text["height"] <= claims["y"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.click(".card >> nth=0 >> text=Correct")
    assert tab.evaluate("document.getElementById('form').getBoundingClientRect().right") <= 390


def test_a_claim_lights_its_quote_and_a_quote_finds_its_claim(tab):
    card(tab, "k1").click()
    assert tab.locator("mark.chosen").all_inner_texts() == ["is run by ", "Bertil Ek"]
    tab.click("#words-3 mark.quote >> text=never")
    expect(card(tab, "k2")).to_have_class("card chosen")
    press(tab, "q")
    assert tab.evaluate("document.activeElement.dataset.quotes") == "1"
    press(tab, "Enter")
    assert tab.evaluate("document.activeElement.id") == "claim-1"


# decisions


def test_the_whole_review_by_keyboard(tab, folder):
    press(tab, "j", "a", "j", "j", "a", "j", "r")
    assert tab.inner_text("#looked") == "3 of 4 claims looked at · 2 changed · not saved"
    assert rows(saved(tab)) == [{"id": "k3", "review": "confirmed"}, {"id": "k4", "review": "retracted"}]
    assert "not saved" not in tab.inner_text("#looked")
    press(tab, "u")
    assert card(tab, "k4").locator(".tag").first.inner_text() == "Draft"
    press(tab, "u", "u")
    assert tab.inner_text("#looked") == "0 of 4 claims looked at · 2 drafts"


def test_drafts_alone_are_shown_on_request(tab):
    press(tab, "f")
    tab.select_option("#filter", "drafts")
    assert tab.locator(".card .id bdi").all_inner_texts() == ["k3", "k4"]
    assert "Not shown: 2 claims" in tab.inner_text("#claims-3")
    tab.select_option("#filter", "all")
    assert tab.locator(".card").count() == 4


def test_a_correction_says_what_changes_and_lights_the_new_quote(tab):
    card(tab, "k4").get_by_text("Correct", exact=True).click()
    tab.fill("#field-quote", "Greta Palm was not there")
    assert tab.inner_text(".message") == "These words are in paragraph 4."
    tab.fill("#field-source", "greta palm")
    tab.select_option("#field-certainty", "reported")
    tab.click("#form-take")
    assert "No actor is called greta palm" in tab.inner_text(".message")
    tab.fill("#field-source", "the MAYOR")
    tab.click("#form-take")
    assert not tab.locator("#form[open]").count()
    changes = card(tab, "k4").locator(".changes li").all_inner_texts()
    assert changes == [
        "certainty: alleged → reported",
        "quote: Quist, who owns half of it → Greta Palm was not there",
    ]
    assert "not in the text" not in card(tab, "k4").inner_text()
    assert "Greta Palm" in "".join(tab.locator("mark.chosen").all_inner_texts())


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("target", "", "Fill this in."),
        ("paragraph", "9", "The text has paragraphs 1 to 5."),
        ("paragraph", "two", "The text has paragraphs 1 to 5."),
    ],
)
def test_a_field_that_cannot_be_is_said_beside_it(tab, field, value, problem):
    press(tab, "j", "c")
    tab.fill(f"#field-{field}", value)
    tab.click("#form-take")
    assert tab.inner_text(f"#field-{field}-problem") == problem
    assert tab.locator("#form[open]").count() == 1


def test_new_actors_are_agreed_to_once(tab):
    press(tab, "j", "c")
    tab.fill("#field-source", "Greta Palm")
    tab.fill("#field-target", "Otto Berg")
    tab.click("#form-take")
    assert "No actor is called Greta Palm or Otto Berg" in tab.inner_text(".message")
    tab.click("#form-take")
    assert not tab.locator("#form[open]").count()
    assert rows(saved(tab)) == [{"id": "k1", "source": "Greta Palm", "target": "Otto Berg"}]


def test_selected_words_become_the_quote_of_a_new_claim(tab):
    select(tab, 4, "da Quist met Ek on 2 Apr")
    expect(tab.locator("#add-selected")).to_be_visible()
    press(tab, "n")
    assert tab.input_value("#field-quote") == "Ada Quist met Ek on 2 April"
    assert tab.input_value("#field-source") == "Ada Quist"
    assert tab.input_value("#field-target") == "Bertil Ek"
    tab.fill("#field-type", "PHONED")
    tab.click("#form-accept")
    assert "1 added" in tab.inner_text("#looked")
    [row] = rows(saved(tab))
    assert row == {
        "id": "",
        "source": "ada-quist",
        "target": "bertil-ek",
        "type": "PHONED",
        "polarity": "affirms",
        "modality": "actual",
        "certainty": "stated",
        "sources": "post-2031-05-03",
        "paragraph": "4",
        "quote": "Ada Quist met Ek on 2 April",
        "review": "confirmed",
    }
    press(tab, "u")
    assert tab.locator(".card").count() == 4


@pytest.mark.parametrize(
    ("quote", "paragraph", "said"),
    [
        ("Ada Quist met the bishop", "4", "These words are not in the text."),
        ("Ada Quist met Ek on 2 April", "3", "These words are in paragraph 4."),
        ("Ada Quist met Ek on 2 April", "", "These words are in paragraph 4."),
    ],
)
def test_a_new_claim_is_not_misquoted_in_silence(tab, quote, paragraph, said):
    press(tab, "n")
    for field, value in {"source": "Ada Quist", "type": "MET", "target": "Ek"}.items():
        tab.fill(f"#field-{field}", value)
    tab.fill("#field-quote", quote)
    tab.fill("#field-paragraph", paragraph)
    tab.click("#form-accept")
    assert tab.inner_text(".message").startswith(f"{said} `sociogram load --text` rejects a claim")
    assert tab.evaluate("document.activeElement.id") == "field-quote"
    tab.click("#form-accept")
    assert tab.locator(".card.chosen .problem").count() == 1
    assert rows(saved(tab))[0]["quote"] == quote
    assert "although the quote is not in its paragraph: New claim" in tab.inner_text("#saved")


def test_an_accepted_draft_that_is_misquoted_is_told_when_it_is_saved(tab):
    press(tab, "k", "a")
    saved(tab)
    assert tab.inner_text("#saved .problem").endswith("although the quote is not in its paragraph: k4")
    press(tab, "c")
    tab.fill("#field-role", "mayor")  # the quote is as it came: nothing to agree to
    tab.click("#form-take")
    assert not tab.locator("#form[open]").count()
    press(tab, "r")
    saved(tab)
    assert not tab.locator("#saved .problem").count()


def test_leaving_unsaved_is_asked_about(tab):
    asked = """() => { const leave = new Event('beforeunload', { cancelable: true });
        window.dispatchEvent(leave); return leave.defaultPrevented; }"""
    assert not tab.evaluate(asked)
    press(tab, "j", "a", "j", "j", "a")
    assert tab.evaluate(asked)
    saved(tab)
    assert not tab.evaluate(asked)


# the file


def correct_in_browser(tab, claim, **values):
    card(tab, claim).get_by_text("Correct", exact=True).click()
    tab.click("#form details summary")
    for field, value in values.items():
        control = tab.locator(f"#field-{field}")
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    tab.click("#form-take")


def test_what_is_saved_is_loaded_as_it_was_decided(tab, folder):
    before = relations(folder)
    correct_in_browser(tab, "k1", role="director; =1+1", start_date="2030", via="a clerk | Siv Lund")
    correct_in_browser(tab, "k2", target="bertil-ek", polarity="affirms", modality="planned")
    press(tab, "j", "a")
    select(tab, 3, "says Ek")
    press(tab, "n")
    tab.fill("#field-source", "Ek")
    tab.fill("#field-type", "SPOKE_TO")
    tab.fill("#field-target", "Siv Lund")
    tab.click("#form-accept")
    report = load([saved(tab)], folder, LoadOptions())
    assert report.rejected == 0
    after = relations(folder)
    changed = {
        "k1": {"role": "director; =1+1", "start_date": "2030", "via": "a-clerk | siv-lund"},
        "k2": {"target": "bertil-ek", "polarity": "affirms", "modality": "planned"},
        "k3": {"review": "confirmed"},
    }
    for claim, row in before.items():
        assert {key: after[claim].get(key) for key in row} == row | changed.get(claim, {})
    [new] = [row for claim, row in after.items() if claim not in before]
    assert [new[key] for key in ("source", "type", "target", "quote", "paragraph", "review")] == [
        "bertil-ek",
        "SPOKE_TO",
        "siv-lund",
        "says Ek",
        "3",
        "confirmed",
    ]


def test_a_cell_is_emptied_alone(tab, folder):
    before = relations(folder)
    correct_in_browser(tab, "k3", note="", certainty="alleged")
    correct_in_browser(tab, "k2", certainty="reported")
    path = saved(tab)
    assert "--clear-empty" in tab.inner_text("#saved")
    assert load([path], folder, LoadOptions(clear_empty=True)).rejected == 0
    after = {claim: {key: row[key] for key in before["k1"]} for claim, row in relations(folder).items()}
    assert after["k3"] == before["k3"] | {"note": "", "certainty": "alleged"}
    assert after["k2"] == before["k2"] | {"certainty": "reported"}
    assert after["k1"] == before["k1"]


# any data


EVIL = "</script><img src=x onerror=alert(1)>\u202e javascript:alert(2)"


def test_it_is_inert_whatever_the_data_holds(open_page, folder):
    quoted = EVIL.replace('"', '""')
    for name in ("entities", "relations", "sources"):
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        for words in (
            "Ada Quist",
            "We never paid the mayor",
            "check the date",
            "The quarry and the mayor",
            "Greta Palm",
        ):
            text = text.replace(
                words, f'"{words} {quoted}"' if f",{words}," in text or f",{words}\n" in text else words
            )
        path.write_text(text, encoding="utf-8")
    tab = open_page(review_page(folder, TEXT.replace("the mayor”", f"the mayor {EVIL}”")))
    press(tab, "j", "j", "c")
    press(tab, "Escape", "a", "u")
    assert EVIL.replace("\u202e", "") in tab.inner_text("h1")
    assert tab.locator("img").count() == 0
    assert tab.locator("a[href^='javascript']").count() == 0
    assert tab.evaluate("document.querySelectorAll('script').length") == 4


QUOTES = [
    "We never paid the mayor",
    "\u00abWe never paid\nthe mayor\u00bb",
    "ever paid",
    "the  may\u00ador",
    "Ek",
    "E",
    "Café",
    "Cafe",
    "東京",
    "“",
    "x\u2011y",
]


def test_quotes_are_found_as_check_finds_them(open_page, folder):
    text = TEXT + "\nCafe\u0301 x-y, 東京都 🪨 “it’s «here» ”\n\nEk, Ekman: Ek’s\n"
    tab = open_page(review_page(folder, text))
    indexed = IndexedText(text)
    for quote in QUOTES:
        press(tab, "j", "c")
        tab.fill("#field-quote", quote)
        told = tab.inner_text(".message")
        places = indexed.paragraphs_with(quote)
        shown = f"These words are in paragraph {', '.join(map(str, [3] if 3 in places else places))}."
        assert told == (shown if places else "These words are not in the text."), quote
        tab.click("#form-cancel")
        press(tab, "k")


def test_a_long_text_and_many_claims_open(open_page, folder):
    paragraph = (
        "Ada Quist met Ek on 2 April, a clerk told the Hollin Post. Greta Palm was not there. It rained."
    )
    header, *lines = RELATIONS.splitlines()
    claim = next(line for line in lines if line.startswith("k3,"))
    many = [
        claim.replace("k3,", f"m{n},").replace(",4,Ada", f",{n % 900 + 1},Ada").replace("MET", f"MET_{n}")
        for n in range(2000)
    ]
    (folder / "relations.csv").write_text("\n".join([header, *many]) + "\n", encoding="utf-8")
    tab = open_page(review_page(folder, "\n\n".join([paragraph] * 900)))
    assert tab.locator(".card").count() == 2000
    press(tab, "j", "a")
    assert tab.inner_text("#looked").startswith("1 of 2,000 claims looked at")
