"""The modules of a page's script are joined into one scope, in an order in which each finds what it needs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from sociogram.viz.script import SCRIPTS, joined, modules_of

DECLARED = re.compile(
    r"^(?:export )?(?:async )?(?:function\*?|const|let|class) (?:(\w+)|\[([^]]+)\]|\{([^}]+)\})", re.MULTILINE
)
PAGES = ("page", "review", "compare", "duplicates")


@pytest.mark.parametrize("page", PAGES)
def test_no_name_is_declared_twice(page: str) -> None:
    declared: dict[str, list[str]] = defaultdict(list)
    for module in modules_of(f"{page}/main.js"):
        for match in DECLARED.finditer(module.read_text(encoding="utf-8")):
            for name in "".join(filter(None, match.groups())).split(","):
                declared[name.strip()].append(module.name)
    assert len(declared) > 10
    assert {name: where for name, where in declared.items() if len(where) > 1} == {}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_left_of_imports_and_exports(page: str) -> None:
    assert re.findall(r"^(?:import|export)\b.*", joined(f"{page}/main.js"), re.MULTILINE) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_module_of_a_page_is_used_and_comes_once(page: str) -> None:
    modules = modules_of(f"{page}/main.js")
    assert len(modules) == len(set(modules))
    assert {module for module in modules if module.parent.name == page} == set((SCRIPTS / page).glob("*.js"))


def test_without_npm_make_names_it_and_goes_on(tmp_path: Path) -> None:
    for command in ("make", "sh"):
        (tmp_path / command).symlink_to(shutil.which(command) or pytest.fail(f"{command} is missing"))
    root = Path(__file__).parents[2]
    environment = {"PATH": str(tmp_path)}
    done = subprocess.run(
        ["make", "scripts"], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    assert "Not checked, because npm is missing" in done.stderr
    failed = subprocess.run(
        ["make", "scripts"], cwd=root, env=environment | {"CI": "true"}, capture_output=True, text=True
    )
    assert failed.returncode != 0
    assert "npm is missing; install it with" in failed.stderr
