"""One sheet of ties, read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from sociogram.loaders.read import Loaded

Claims = list[dict[str, Any]]


@pytest.fixture
def loaded(read_sheets: Callable[..., Loaded]) -> Callable[[str], tuple[Claims, Sequence[str]]]:
    """Read a sheet of ties; return its claims and what the report says about it."""

    def read_ties(text: str) -> tuple[Claims, Sequence[str]]:
        found = read_sheets({"ties.csv": text})
        [report] = found.report.files
        return list(found.dataset.relations.rows()), report.readings

    return read_ties
