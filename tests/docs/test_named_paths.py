"""Every file, folder and class that README, CONTRIBUTING and docs name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))]
TOP = ("benchmarks", "data", "docs", "graph", "loaders", "queries", "src", "tests", "viz")

NAMED = re.compile(rf"`((?:{'|'.join(TOP)})/[\w/.-]*)`")
TREE_LINE = re.compile(r"^((?:  )*)([\w/]+)/ ", re.MULTILINE)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_named_paths(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in NAMED.findall(text) if not (ROOT / name).exists()] == []


def test_readme_lists_every_page() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [
        f"docs/{page.name}" for suffix in ("md", "ipynb") for page in (ROOT / "docs").glob(f"*.{suffix}")
    ]
    assert [page for page in pages if f"]({page})" not in text] == []


def test_named_classes() -> None:
    """docs/architecture.md uses the classes' names as they are now."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z][a-z]+\w*[A-Za-z])(?:\.\w+)?(?:\(\))?`", text))
    code = "".join(file.read_text(encoding="utf-8") for top in TOP for file in (ROOT / top).rglob("*.py"))
    assert {name for name in named if not re.search(rf"\bclass {name}\b", code)} == set()
    assert len(named) > 20


def test_the_tree_of_folders() -> None:
    """CONTRIBUTING.md names every folder with modules, at its place."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = text.partition("## Where things are\n")[2].partition("```\n")[2].partition("```")[0]
    shown: list[str] = []
    parents: list[str] = []
    for indent, name in TREE_LINE.findall(block):
        parents[len(indent) // 2 :] = [name]
        shown.append("/".join(parents))
    assert [folder for folder in shown if not (ROOT / folder).is_dir()] == []
    packages = {
        str(package.parent.relative_to(ROOT))
        for top in ("graph", "loaders", "queries", "viz")
        for package in (ROOT / top).rglob("__init__.py")
    }
    deep = {"queries/cypher/syntax", "queries/cypher/values", "queries/cypher/plan", "queries/cypher/execute"}
    assert {name for name in packages - set(shown) if str(Path(name).parent) not in deep} == set()
