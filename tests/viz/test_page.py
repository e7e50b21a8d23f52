from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from viz_made import made_page

from sociogram.graph.errors import StoreError
from sociogram.graph.model import Node, Relationship
from sociogram.graph.subgraph import Subgraph
from sociogram.viz.page import Page

NASTY = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!-- <script>",
    "<img src=x onerror=alert(3)>",
    "{{ 7 * 7 }}{% raw %}",
    "\" onload='alert(4)'",
    "\u2028line\u2029separators",
    "مرحبا بالعالم",
    "\u202egnol a",
    "👩‍👩‍👧 family",
    "two\nlines\tand a tab",
    "long " * 200,
    "lone \ud800",
]


def nasty_page() -> Page:
    nodes = tuple(
        Node(str(n), (name, "Entity"), {"name": name, "summary": name, "url": name})
        for n, name in enumerate(NASTY)
    )
    ties = tuple(
        Relationship(
            str(n),
            name,
            str(n),
            str((n + 1) % len(NASTY)),
            {"certainty": name, "claimed_by": name, "sources": [name], name: name},
        )
        for n, name in enumerate(NASTY)
    )
    return Page(Subgraph(nodes, ties), title=NASTY[1], question=NASTY[3], data_date=NASTY[0])


class Elements(HTMLParser):
    """The names of the elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def without_data(html: str) -> str:
    html = re.sub(r'<script type="(application/json|text/plain)".*?</script>', "", html, flags=re.DOTALL)
    return re.sub(r'<section id="static".*?</section>', "", html, flags=re.DOTALL)


def static_html(page: Page) -> str:
    return re.search(r'<section id="static".*?</section>', page.html(), flags=re.DOTALL)[0]


def test_the_same_graph_gives_the_same_bytes():
    assert made_page().html() == made_page().html()


def test_the_same_graph_gives_the_same_bytes_in_another_process():
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); from viz_made import made_page\n"
        "print(hashlib.sha256(made_page().html().encode()).hexdigest())"
    )
    here = str(Path(__file__).parent)
    told = subprocess.run(
        [sys.executable, "-c", code, here],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "3"},
    )
    assert told.stdout.strip() == hashlib.sha256(made_page().html().encode()).hexdigest()


def test_nothing_is_fetched():
    html = without_data(made_page().html())
    markup = re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.DOTALL)
    addresses = re.findall(r"""\b(?:src|href|action|srcset|poster|data)\s*=\s*["']?([^"'\s>]*)""", markup)
    assert set(addresses) == {"#picture", "#table"}
    assert not re.search(r"url\s*\(|@import|@font-face", html.split("<style>")[1].split("</style>")[0])
    assert "sourceMappingURL" not in html


def test_the_policy_admits_only_the_pages_own_scripts():
    html = made_page().html()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1].replace(
        "&#39;", "'"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", html, flags=re.DOTALL)[1]

    def digest(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [digest(script) for script in scripts]
    assert rules["style-src"] == digest(style)
    assert "unsafe" not in policy


def test_no_text_of_the_data_can_end_its_block():
    html = nasty_page().html()
    block = re.search(r'<script type="text/plain" id="data">(.*?)</script>', html, flags=re.DOTALL)[1]
    assert re.fullmatch("[A-Za-z0-9+/=]+", block)
    data = json.loads(gzip.decompress(base64.b64decode(block)))
    names = {actor["name"] for actor in data["scene"]["actors"]}
    assert {name.strip() for name in NASTY[:9]} <= names


def test_no_text_of_the_data_becomes_markup():
    html = without_data(nasty_page().html())
    assert "<title>&lt;/script&gt;&lt;script&gt;alert(2)&lt;/script&gt;</title>" in html
    plain = without_data(made_page(question="?", data_date="2023").html())
    assert re.findall(r"<[a-z/!]+", html) == re.findall(r"<[a-z/!]+", plain)


def test_no_text_of_the_data_becomes_markup_in_the_static_part():
    parser = Elements()
    parser.feed(static_html(nasty_page()))
    plain = Elements()
    plain.feed(static_html(made_page()))
    assert parser.names <= plain.names
    assert parser.attributes <= plain.attributes
    assert not {"a", "img", "script", "style"} & parser.names
    assert not {
        name for name in parser.attributes if name.startswith("on") or name in {"href", "src", "style"}
    }


def test_it_is_written_whole_as_utf_8(tmp_path):
    target = made_page(title="Ñandú 👩").write(tmp_path / "page.html")
    assert target == tmp_path / "page.html"
    assert '<h1 dir="auto">Ñandú 👩</h1>' in target.read_bytes().decode("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_failed_write_leaves_the_old_page(tmp_path, monkeypatch):
    target = made_page().write(tmp_path / "page.html")
    before = target.read_bytes()
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(StoreError, match=r"Cannot write .*disk full"):
        made_page(title="another").write(target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_written_page_may_be_read_by_others(tmp_path):
    old = os.umask(0o022)
    try:
        target = made_page().write(tmp_path / "page.html")
    finally:
        os.umask(old)
    assert target.stat().st_mode & 0o777 == 0o644


def test_it_opens_in_the_browser_from_a_folder_of_its_own(monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    path = made_page().show()
    assert opened == [path.as_uri()]
    assert path.parent.stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    with pytest.raises(StoreError, match="No browser could be opened"):
        made_page().show()


def test_a_notebook_shows_it_in_a_frame_of_its_own():
    shown = made_page(title='a "title"')._repr_html_()
    assert 'sandbox="allow-scripts' in shown
    assert "allow-same-origin" not in shown
    assert shown.count("<") == 2
    assert 'title="a &#34;title&#34;"' in shown


def test_importing_the_page_imports_nothing_heavy():
    code = (
        "import sys, sociogram.viz.page\n"
        "print([m for m in ('pyvis', 'IPython', 'networkx', 'igraph', 'jinja2') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
