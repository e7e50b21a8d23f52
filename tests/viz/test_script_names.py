"""The scripts of a page share one scope, so that no two of them may declare the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from sociogram.viz import compare, duplicates, page, review

TEMPLATES = Path(page.__file__).parent / "templates"
DECLARED = re.compile(
    r"^(?:async )?(?:function\*?|const|let|class) (?:(\w+)|\[([^]]+)\]|\{([^}]+)\})", re.MULTILINE
)


@pytest.mark.parametrize(
    "scripts",
    [page.SCRIPTS, review.SCRIPTS, compare.SCRIPTS, duplicates.SCRIPTS],
    ids=["page", "review", "compare", "duplicates"],
)
def test_no_name_is_declared_twice(scripts: tuple[str, ...]) -> None:
    declared: dict[str, list[str]] = defaultdict(list)
    for script in scripts:
        for match in DECLARED.finditer((TEMPLATES / script).read_text(encoding="utf-8")):
            for name in "".join(filter(None, match.groups())).split(","):
                declared[name.strip()].append(script)
    assert len(declared) > 10
    assert {name: where for name, where in declared.items() if len(where) > 1} == {}
