"""The wheel holds what the tree holds, under one import name."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import sociogram

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAPPING = {"src/sociogram": "sociogram"} | {
    folder: f"sociogram/{folder}" for folder in ("data", "graph", "loaders", "queries", "viz")
}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("needs git, which tells which files belong to the tree")
    tree = tmp_path_factory.mktemp("tree")
    for name in tracked():
        if name.startswith(("tests/", "benchmarks/", "docs/")):
            continue
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name, follow_symlinks=False)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            "dist",
            ".",
        ],
        cwd=tree,
        check=True,
    )
    with zipfile.ZipFile(next((tree / "dist").glob("*.whl"))) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def expected() -> set[str]:
    names = set()
    for name in tracked():
        for folder, package in MAPPING.items():
            path = Path(name)
            if path.is_relative_to(folder) and not (ROOT / name).is_symlink():
                names.add(f"{package}/{path.relative_to(folder)}")
    return names


def test_wheel_holds_the_tree(wheel: set[str]) -> None:
    assert wheel == expected()


def test_only_one_import_name_is_installed(wheel: set[str]) -> None:
    assert {name.partition("/")[0] for name in wheel} == {"sociogram"}


def test_every_dependency_has_a_lower_bound() -> None:
    groups = [
        *PYPROJECT["dependency-groups"].values(),
        *PYPROJECT["project"]["optional-dependencies"].values(),
    ]
    named = [*PYPROJECT["project"]["dependencies"], *(item for group in groups for item in group)]
    assert [item for item in named if isinstance(item, str) and not re.search(r">=\d", item)] == []


def test_the_package_tells_the_version_that_it_is_built_with() -> None:
    assert sociogram.__version__ == PYPROJECT["project"]["version"]
