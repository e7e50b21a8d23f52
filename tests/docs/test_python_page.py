"""The Python that docs show runs as it is written: each page and the notebook in a namespace of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(blocks: list[str]) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - the page's own code
    return names


def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = run(BLOCK.findall((DOCS / "python.md").read_text()))
    assert names["people"].column_names == ["name", "country"]
    assert (tmp_path / "karate.html").exists()


def test_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = json.loads((DOCS / "tutorial.ipynb").read_text())["cells"]
    names = run(["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"])
    assert names["graph"].stats().ties == 5
    assert (tmp_path / "mill" / "relations.csv").exists()
    assert (tmp_path / "mill.html").exists()
