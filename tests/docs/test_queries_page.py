"""docs/queries.md lists every stored query with its parameters."""

from __future__ import annotations

import re
from pathlib import Path

from sociogram.queries.stored.catalogue import Catalogue

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
ROW = re.compile(r"^\| [^|]+\? \| `([\w-]+)` \| ([^|]*?) ?\|$", re.MULTILINE)


def test_the_table_is_the_catalogue() -> None:
    listed = {name: re.findall(r"`(\w+)`", names) for name, names in ROW.findall(PAGE.read_text("utf-8"))}
    stored = {
        query.name: [parameter.name for parameter in query.parameters if not parameter.filled_with]
        for query in Catalogue().all()
    }
    assert listed == stored
