"""The public API is typed: type checkers accept a user's script, find its mistakes, and infer nothing."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sociogram

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCRIPT = HERE / "user_script.py"
WRONG = HERE / "wrong_user_script.py"
COMPLETE = 0.95
"""The least share of public names with a known type."""


def run_mypy(script: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("mypy", reason="needs mypy, of the dependency group check")
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", cache, script],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )


def test_mypy_accepts_a_users_script(tmp_path: Path) -> None:
    done = run_mypy(SCRIPT, tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def test_mypy_finds_mistakes(tmp_path: Path) -> None:
    marked = {
        number for number, line in enumerate(WRONG.read_text().splitlines(), start=1) if "# error:" in line
    }
    found = re.findall(rf"{WRONG.name}:(\d+): error:", run_mypy(WRONG, tmp_path).stdout)
    assert {int(line) for line in found} == marked


def test_the_script_uses_every_public_name() -> None:
    tree = ast.parse(SCRIPT.read_text())
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    cypher_errors = {name for name in sociogram.__all__ if name.startswith("Cypher")}
    assert set(sociogram.__all__) - cypher_errors <= used


def test_pyright_knows_the_type_of_public_names() -> None:
    if shutil.which("node") is None:
        assert os.environ.get("CI") != "true", "pyright needs node"
        pytest.skip("pyright needs node")
    pytest.importorskip("pyright", reason="needs pyright, of the dependency group check")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pyright", "--pythonpath", sys.executable),
            *("--verifytypes", "sociogram", "--ignoreexternal", "--outputjson"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    report = json.loads(done.stdout[done.stdout.index("{") :])["typeCompleteness"]
    assert report["packageName"] == "sociogram"
    unknown = [
        f"{symbol['name']}: {finding['message']}"
        for symbol in report["symbols"]
        if symbol["isExported"] and not symbol["isTypeKnown"]
        for finding in symbol["diagnostics"]
    ]
    assert report["completenessScore"] >= COMPLETE, "\n".join(unknown)
