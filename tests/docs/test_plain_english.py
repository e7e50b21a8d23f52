"""Docs, help texts, messages and names avoid words that read as translated, or that only we use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PHRASES = (
    "are told", "as they were", "bears", "by way of", "count for nothing", "is told", "it tells", "let go",
    "lets go", "one's own", "parted by", "tells of", "what they tell", "which are no", "which is no",
    "whoever",
)  # fmt: skip
"""Extend this list when a review finds another; keep it short."""

PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "viz/texts.csv",
    *(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md")),
]

MESSAGES = (
    "graph",
    "loaders",
    "queries",
    "src/sociogram/api",
    "src/sociogram/cli",
    "viz",
)
"""Folders and modules whose messages and help texts are checked: string literals, docstrings of commands."""

NAMES = ("face", "lane", "lanes", "spot", "tell", "told", "way", "whoever")
"""Words that names of modules, classes and variables avoid: CONTRIBUTING.md has the words of each layer."""

STORED = "queries/stored"
"""The comments of stored queries are shown to users."""

UNWANTED = re.compile(rf"\b(?:{'|'.join(map(re.escape, PHRASES))})\b", re.IGNORECASE)


def found(text: str) -> list[str]:
    """Return the lines with an unwanted phrase; a phrase may go over the end of a line."""
    flat = re.sub(r"\s", " ", text)
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {flat[max(match.start() - 40, 0) : match.end()]}"
        for match in UNWANTED.finditer(flat)
    ]


def literals(source: str) -> list[str]:
    """Return the string literals of a module; of its docstrings only those of commands, their help."""
    tree = ast.parse(source)
    silent = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)} - {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
        and any("command" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in silent)
    return [node.value for node in constants if isinstance(node.value, str)]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_pages(page: str) -> None:
    assert found((ROOT / page).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    modules = sorted((ROOT / name).rglob("*.py")) or [ROOT / name]
    spoken = {
        str(module.relative_to(ROOT)): found("\n".join(literals(module.read_text(encoding="utf-8"))))
        for module in modules
    }
    assert {module: lines for module, lines in spoken.items() if lines} == {}


def words_of(name: str) -> set[str]:
    """Return the words of a name in snake case or camel case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def names(source: str) -> Iterator[str]:
    """Yield the names of a module: of classes, functions, arguments, variables and attributes."""
    for node in ast.walk(ast.parse(source)):
        for field in ("id", "name", "arg", "attr"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name


@pytest.mark.parametrize("folder", MESSAGES)
def test_names(folder: str) -> None:
    unwanted = {
        f"{module.relative_to(ROOT)}: {name}"
        for module in (ROOT / folder).rglob("*.py")
        for name in (module.stem, *names(module.read_text(encoding="utf-8")))
        if not words_of(name).isdisjoint(NAMES)
    }
    assert unwanted == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("_NotKeptError", {"not", "kept", "error"}),
        ("keptRows", {"kept", "rows"}),
        ("LIST_LIMIT", {"list", "limit"}),
        ("away", {"away"}),
    ],
)
def test_words_of_a_name(name: str, words: set[str]) -> None:
    assert words_of(name) == words


def test_stored_queries() -> None:
    for query in sorted((ROOT / STORED).glob("*.cypher")):
        assert found(query.read_text(encoding="utf-8")) == [], query.name


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("cells parted by commas", ["line 1: cells parted by"]),
        ("Cells are separated\nby commas.", []),
        ("First.\nOne's\nown sheet", ["line 2: First. One's own"]),
    ],
)
def test_phrases_are_found_over_the_end_of_a_line(text: str, lines: list[str]) -> None:
    assert found(text) == lines


def test_of_docstrings_only_help_texts_are_read() -> None:
    module = 'def one():\n    """Whoever."""\n    raise ValueError(f"whoever {1}")\n'
    assert literals(module) == ["whoever "]
    assert literals(f"@click.command()\n{module}") == ["Whoever.", "whoever "]
