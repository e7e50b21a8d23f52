"""A page where its scripts do not run: switched off, forbidden by a host, or too new for the browser."""

from __future__ import annotations

import pytest
from viz_made import made_page

pytestmark = pytest.mark.browser

HOSTS = {"no scripts": None, "own files only": "default-src 'self'", "nothing": "default-src 'none'"}


@pytest.fixture
def show(chromium, tmp_path):
    """Open a page without its scripts, as a host sends it."""
    contexts = []

    def open_it(policy, **options):
        context = chromium.new_context(java_script_enabled=policy is not None, **options)
        contexts.append(context)
        tab = context.new_page()
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy or ""}
        tab.route("**/*", lambda route: route.fulfill(body=made_page().html(), headers=headers))
        tab.goto("https://host.example/page.html#ana")
        return tab

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("policy", HOSTS.values(), ids=HOSTS)
def test_the_picture_and_the_tables_show_and_nothing_that_needs_a_script(show, policy):
    tab = show(policy)
    assert tab.locator("#static svg[role=img]").bounding_box()["height"] > 200
    assert tab.locator("#static tbody tr", has_text="Ana Ñahui alleges that").count() == 1
    assert tab.locator("#main, #tools").first.is_hidden()
    assert tab.locator("button:visible, input:visible").count() == 0
    assert tab.locator("h1").inner_text() == "Who commands whom"
    assert tab.locator("#static svg text", has_text="Ana").is_visible()


def test_the_static_part_fits_a_phone(show):
    tab = show(None, viewport={"width": 390, "height": 844})
    assert tab.locator("#static table").first.bounding_box()["width"] <= 390
    assert tab.locator("#static").bounding_box()["width"] <= 390


def test_with_scripts_the_static_part_gives_way_whatever_the_ids_of_actors(open_page):
    from sociogram.graph.model import Node, Relationship
    from sociogram.graph.subgraph import Subgraph
    from sociogram.viz.page import Page

    keys = ("data", "letters", "static", "panel", "vis")
    nodes = tuple(Node(key, ("Entity",), {"id": key, "name": key}) for key in keys)
    tab = open_page(Page(Subgraph(nodes, (Relationship("r", "T", "data", "panel"),)), title="Ids"))
    assert tab.locator("#static").count() == 0
    assert tab.locator("#picture canvas").is_visible()
    assert tab.inner_text("#shown") == "All shown: 5 actors, 1 tie"


def test_a_browser_that_lacks_what_the_page_needs_shows_the_static_part(chromium, tmp_path):
    target = made_page().write(tmp_path / "page.html")
    context = chromium.new_context()
    tab = context.new_page()
    tab.add_init_script("delete window.DecompressionStream")
    tab.goto(target.as_uri())
    tab.wait_for_selector("#static svg")
    assert tab.locator("#main").is_hidden()
    assert tab.locator("#static table").first.is_visible()
    context.close()
