"""What a notebook shows of a page, a result and paths, as IPython asks for it."""

from __future__ import annotations

import pytest
from IPython.core.formatters import HTMLFormatter

import sociogram


@pytest.fixture(scope="module")
def article():
    with sociogram.open(cache=False) as graph:
        yield graph


def shown(value: object) -> str:
    """Return the HTML that a notebook puts below a cell."""
    html = HTMLFormatter()(value)
    assert isinstance(html, str)
    return html


def frames(html: str) -> int:
    """Count the frames, each of which is cut off from the notebook."""
    assert html.count("<iframe") == html.count('sandbox="allow-scripts allow-downloads allow-popups"')
    assert html.count("<iframe") == html.count("srcdoc=")
    return html.count("<iframe")


def test_a_page_is_a_frame(article):
    assert frames(shown(article.page(around="Lisa Kenna"))) == 1


def test_a_result_with_actors_and_ties_is_a_picture_above_its_table(article):
    html = shown(article.run("MATCH (a:Person)-[r]->(b) RETURN a, r, b LIMIT 5"))
    assert frames(html) == 1
    assert html.index("<iframe") < html.index("<table>")


def test_a_result_without_any_is_a_table(article):
    html = shown(article.run("MATCH (a:Person) RETURN a.name AS name"))
    assert frames(html) == 0
    assert "<td>Lisa Kenna</td>" in html


def test_a_result_too_large_to_be_looked_at_is_a_table(article, monkeypatch):
    monkeypatch.setattr("sociogram.queries.results.shown.DRAWN_IN_NOTEBOOK", 2)
    assert frames(shown(article.run("MATCH (a)-[r]->(b) RETURN r LIMIT 3"))) == 0


def test_paths_are_a_picture_above_their_words(article):
    html = shown(article.path("Lisa Kenna", "Pedro Castillo"))
    assert frames(html) == 1
    assert "Lisa Kenna – Pedro Castillo" in html
    assert "<pre>1 shortest path, 1 tie" in html


def test_no_path_is_said_and_not_drawn(article):
    paths = article.path("Bill Van Auken", "Peru")
    assert frames(shown(paths)) == 0
    with pytest.raises(sociogram.SociogramError, match="There is nothing to draw"):
        paths.page()


def test_the_page_of_paths_holds_their_actors_alone_and_all_claims_among_them(article):
    page = article.path("Lisa Kenna", "Pedro Castillo").page()
    assert [actor["name"] for actor in page.scene.actors] == ["Lisa Kenna", "Pedro Castillo"]
    among = "MATCH (a {name: 'Lisa Kenna'})-[r]-(b {name: 'Pedro Castillo'}) RETURN count(DISTINCT r)"
    assert len(page.scene.claims) == article.run(among).value()
