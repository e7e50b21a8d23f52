"""The page of a comparison: what it says, that it is inert, and that it names no folder's path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from compare_made import HOSTILE, compared_page, write_folder

import sociogram
from sociogram.cli import main
from sociogram.graph.errors import OverwriteError
from sociogram.queries.compare import CATEGORIES
from sociogram.viz import compare
from sociogram.viz.compare import HEADINGS, ComparisonPage


@pytest.fixture
def page(tmp_path: Path) -> ComparisonPage:
    return compared_page(tmp_path)


def test_each_category_has_a_heading() -> None:
    assert list(HEADINGS) == list(CATEGORIES)


def test_ties_stand_under_their_categories_as_what_is_claimed_of_them(page: ComparisonPage) -> None:
    told = {
        group["heading"]: [
            f"{tie['status']}|{tie['source']} {tie['phrase']} {tie['target']}" for tie in group["ties"]
        ]
        for group in page.to_dict()["groups"]
    }
    assert told == {
        "Against each other": [
            "|Norrland Stone owns Stone Yard",
            "Denied|Norrland Stone paid Ada Quist",
            "|Norrland Stone paid Bertil Ek",
        ],
        "Planned, then done": ["|Bertil Ek leads Norrland Stone"],
        "Alike": ["|Bertil Ek met Ada Quist"],
        "Only in A": ["|Ada Quist is to lead Stone Yard"],
        "Only in B": ["Denied|Ada Quist leads Norrland Stone"],
    }


def test_a_claim_is_a_sentence_with_its_quote_and_its_paragraph(page: ComparisonPage) -> None:
    [paid] = [
        tie
        for group in page.to_dict()["groups"]
        for tie in group["ties"]
        if tie["target"] == "Bertil Ek" and tie["phrase"] == "paid"
    ]
    claims = [
        [(claim["sentence"], claim["quote"], claim["where"]) for claim in side["claims"]]
        for side in paid["sides"]
    ]
    assert claims == [
        [
            (
                "Siv Lund alleges that Norrland Stone paid Bertil Ek",
                "was on its list",
                "Paragraph 3, citing “A ledger”, not read",
            )
        ],
        [("Bertil Ek denies that he was paid by Norrland Stone", "", "Paragraph 2")],
    ]


def test_the_claim_of_another_tie_that_contradicts_one_stands_with_it(page: ComparisonPage) -> None:
    [owns] = [tie for group in page.to_dict()["groups"] for tie in group["ties"] if tie["phrase"] == "owns"]
    assert [[claim["sentence"] for claim in side["in_other_words"]] for side in owns["sides"]] == [
        [],
        ["Ada Quist denies that she was paid by Norrland Stone"],
    ]


def test_the_heads_name_the_texts(page: ComparisonPage) -> None:
    assert [
        (side["letter"], side["name"], side["byline"], side["link"]) for side in page.to_dict()["sides"]
    ] == [
        ("A", "The quarry", "Siv Lund, Hollin Post, 3 May 2031", "https://example.org/quarry"),
        ("B", "The mayor speaks", "Echo, May 2031", None),
    ]


def test_a_page_of_folders_names_them_and_not_where_they_are(tmp_path: Path) -> None:
    folders = [write_folder(tmp_path / "hiddenfolder" / name) for name in ("spring", "autumn")]
    with sociogram.open(folders[0]) as one, sociogram.open(folders[1]) as other:
        html = ComparisonPage(one.compare_with(other)).html()
    assert "<bdi>spring</bdi>" in html
    assert "<bdi>autumn</bdi>" in html
    assert "hiddenfolder" not in html
    assert "“The quarry”, paragraph 3" in html


def test_what_a_category_does_not_list_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "MOST_TIES", 1)
    assert "2 more; <code>sociogram compare --format json</code> lists all." in compared_page(tmp_path).html()


def test_whatever_the_data_holds_the_page_is_inert(tmp_path: Path) -> None:
    html = compared_page(tmp_path, claims=HOSTILE).html()
    assert re.findall(r"<script[^>]*>", html) == [
        '<script type="application/json" id="texts">',
        '<script type="application/json" id="letters">',
        "<script>",
    ]
    assert not re.search(r"<img|onerror=\S*alert\(\d\)[^&]*>|javascript:", html)
    assert "&lt;img src=x" in html
    assert "\u202e" not in html


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    assert compared_page(tmp_path / "1").html() == compared_page(tmp_path / "2").html()


def test_the_command_writes_it_and_replaces_no_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, output = write_folder(tmp_path / "graph"), tmp_path / "compared.html"
    with pytest.raises(SystemExit) as end:
        main(["compare", "quarry", "mayor", "-g", str(folder), "-o", str(output)])
    assert (end.value.code, capsys.readouterr().out) == (0, f"{output}\n")
    assert output.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    page = compared_page(tmp_path / "other")
    with pytest.raises(OverwriteError):
        page.write(page.inputs[0])


@pytest.mark.parametrize("options", [["--open"], ["-o", "x.html", "--format", "json"]])
def test_wrong_options(options: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main(["compare", "quarry", "mayor", "-g", str(tmp_path), *options])
    assert end.value.code == 2
