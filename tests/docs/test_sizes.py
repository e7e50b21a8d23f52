"""Modules and functions are short enough to read at once; decision 14 says what may be longer, and why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("graph", "loaders", "queries", "src", "viz")
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
"""Lines without the signature and the docstring."""
TABLES = {"loaders/headers/vocabulary/aliases.py", "queries/cypher/syntax/ast.py"}


def modules(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function after its signature and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_modules_and_functions_are_short(folder: str) -> None:
    long = []
    for name, source in modules(folder):
        if len(source.splitlines()) > LONGEST_MODULE and name not in TABLES:
            long.append(name)
        long += [
            f"{name}: {node.name}"
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and body_lines(node) > LONGEST_FUNCTION
        ]
    assert long == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def one():\n    return 1", 1),
        ('def one(\n    a,\n    b,\n):\n    """Say so."""\n    c = a\n\n    return b', 3),
        ('def one():\n    """Say so."""', 0),
    ],
)
def test_signature_and_docstring_do_not_count(source: str, lines: int) -> None:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == lines
