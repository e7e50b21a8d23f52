"""docs/output.md lists every format."""

from __future__ import annotations

import re
from pathlib import Path

from sociogram.graph.formats import FOLDERS, SUFFIXES
from sociogram.queries.results.writers import WRITERS

TEXT = (Path(__file__).parents[2] / "docs" / "output.md").read_text(encoding="utf-8")
ROWS = [re.findall(r"`([^`]+)`", row) for row in re.findall(r"^\| (`[^|]+) \|", TEXT, re.MULTILINE)]
LISTED = [name for row in ROWS for name in row]


def test_the_formats_of_queries_and_exports() -> None:
    assert sorted(LISTED) == sorted([*WRITERS, *SUFFIXES, *FOLDERS, "csv"])
