"""What the page for reviewing is given: paragraphs, what is lit in them, and claims in words."""

from __future__ import annotations

import re

import pytest
from review_made import RELATIONS, SOURCE, TEXT, review_page, write_folder

import sociogram
from sociogram.graph.errors import OverwriteError, SociogramError


@pytest.fixture
def page(tmp_path):
    return review_page(write_folder(tmp_path / "graph"))


def lit(page, number, kind):
    """The words of a kind that are lit in a paragraph, with what they belong to."""
    paragraph = page.to_dict()["paragraphs"][number - 1]
    return [(paragraph["text"][start:end], ref) for start, end, one, ref in paragraph["spans"] if one == kind]


def test_claims_stand_at_their_paragraphs_in_words_without_the_place(page):
    claims = page.to_dict()["claims"]
    assert [(claim["id"], claim["paragraph"], claim["sentence"]) for claim in claims] == [
        ("k1", 3, "Siv Lund says that Bertil Ek leads Norrland Stone"),
        ("k2", 3, "Bertil Ek, as told by Siv Lund, denies that Norrland Stone paid Ada Quist"),
        ("k3", 4, "A clerk, as told by Siv Lund, reports that Ada Quist met Bertil Ek, on 2 April 2031"),
        ("k4", 4, "Siv Lund alleges that Ada Quist owns Norrland Stone"),
    ]
    assert [claim["standing"] for claim in claims] == ["live", "live", "draft", "draft"]


def test_what_another_text_says_against_a_claim_stands_with_it(page):
    [against] = [claim["against"] for claim in page.to_dict()["claims"] if claim["id"] == "k2"]
    [sentence] = against
    assert sentence.startswith("Ada Quist says that he or she was paid by Norrland Stone")
    assert "The mayor speaks" in sentence


def test_quotes_are_lit_as_printed(page):
    assert lit(page, 3, "quote") == [("is run by Bertil Ek", 0), ("We never  paid\nthe mayor", 1)]
    assert lit(page, 3, "mention") == [("We", 1)]
    assert lit(page, 4, "quote") == [("Ada Quist met Ek on 2 April", 2)]


def test_known_actors_and_names_of_nobody_known_are_lit(page):
    assert lit(page, 4, "actor") == [
        ("Ada Quist", "ada-quist"),
        ("Ek", "bertil-ek"),
        ("a clerk", "a-clerk"),
        ("Hollin Post", "hollin-post"),
    ]
    assert lit(page, 4, "name") == [("Greta Palm", None)]
    assert lit(page, 5, "name") == lit(page, 5, "actor") == []


def test_a_quote_that_is_not_in_the_text_is_known(page):
    claims = page.to_dict()["claims"]
    assert [claim["id"] for claim in claims if not claim["quotedIn"]] == ["k4"]


def test_offsets_are_those_of_javascript(tmp_path):
    folder = write_folder(tmp_path / "graph")
    page = review_page(folder, TEXT.replace("Ada Quist met", "🪨🪨 Ada Quist met"))
    [span] = [span for span in page.to_dict()["paragraphs"][3]["spans"] if span[2] == "quote"]
    assert span[:2] == [5, 5 + len("Ada Quist met Ek on 2 April")]


PLACES = {
    "no paragraph, quote in one": (",4,Ada Quist met", ",,Ada Quist met", 4),
    "a paragraph too far": (",4,Ada Quist met", ",99,Ada Quist met", 4),
    "nowhere": (',4,"Quist, who', ',99,"Quist, who', None),
}


@pytest.mark.parametrize(("old", "new", "paragraph"), PLACES.values(), ids=PLACES)
def test_a_claim_without_a_paragraph_stands_where_its_quote_does(tmp_path, old, new, paragraph):
    folder = write_folder(tmp_path / "graph")
    (folder / "relations.csv").write_text(RELATIONS.replace(old, new), encoding="utf-8")
    claims = {claim["id"]: claim for claim in review_page(folder).to_dict()["claims"]}
    changed = "k3" if "met" in old else "k4"
    assert claims[changed]["paragraph"] == paragraph


def test_which_text_it_is_has_to_be_clear(tmp_path):
    folder = write_folder(tmp_path / "graph")
    with pytest.raises(SociogramError, match=r"the graph has 2 \(echo-2031-05-04, post-2031-05-03\)"):
        review_page(folder, source=None)
    with pytest.raises(SociogramError, match=f"There is no source 'post-2031-05-30'.*{SOURCE}"):
        review_page(folder, source="post-2031-05-30")
    lines = RELATIONS.splitlines()
    (folder / "relations.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert review_page(folder, source=None).review.source == SOURCE


def test_a_text_without_claims_can_be_reviewed(tmp_path):
    folder = write_folder(tmp_path / "graph")
    (folder / "relations.csv").write_text(RELATIONS.splitlines()[0] + "\n", encoding="utf-8")
    page = review_page(folder)
    assert page.to_dict()["claims"] == []
    assert lit(page, 3, "actor")[0] == ("Norrland Stone", "norrland-stone")


def test_the_page_is_one_file_with_a_closed_policy(page):
    html = page.html()
    assert html == page.html()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", html)


def test_it_never_replaces_the_data(tmp_path):
    page = review_page(write_folder(tmp_path / "graph"))
    with pytest.raises(OverwriteError):
        page.write(tmp_path / "graph" / "relations.csv")


def test_a_page_from_networkx(tmp_path):
    with sociogram.open(write_folder(tmp_path / "graph"), cache=False) as graph:
        copy = sociogram.open(graph.networkx)
        assert len(copy.review(TEXT, source=SOURCE).review.claims) == 4
