"""The examples in the docstrings of the public API run, and print what they say.

Each docstring runs on its own, with the names of ``sociogram`` and the article as ``graph``.
An example without output only has to run. ``ELSEWHERE`` lists those that need other data.
"""

from __future__ import annotations

import doctest
import inspect
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sociogram

ARTICLE = Path(__file__).parents[2] / "data"


def members() -> Iterator[tuple[str, Any]]:
    """Yield everything public by name: functions, classes, and what their objects have."""
    for name in sociogram.__all__:
        value = getattr(sociogram, name)
        yield name, value
        for key in dir(value) if inspect.isclass(value) else ():
            member = inspect.getattr_static(value, key)
            if not key.startswith("_") and (inspect.isroutine(member) or isinstance(member, property)):
                yield f"{name}.{key}", member


def examples_of(member: Any) -> list[doctest.Example]:
    """Return the examples in the docstring of a class, a function or a property."""
    return doctest.DocTestParser().get_examples(inspect.getdoc(member) or "")


ELSEWHERE = {
    "Correction.to_text",
    "Graph",
    "open",
    "Graph.compare",
    "Graph.compare_with",
    "Graph.draft",
    "Graph.edge_table",
    "Graph.load",
    "Graph.log",
    "Graph.merge_actors",
    "Graph.networkx",
    "Graph.redo",
    "Graph.remove",
    "Graph.rename",
    "Graph.review",
    "Graph.set",
    "Graph.sources",
    "Graph.split",
    "Graph.undo",
    "Graph.write_back",
}
"""Examples about a server, or files and actors that the article does not have."""

EXAMPLES = {
    name: examples
    for name, member in members()
    if name not in ELSEWHERE and (examples := examples_of(member))
}


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Return the names that every example may use."""
    shutil.copytree(ARTICLE, tmp_path / "data", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "ties.csv").write_text("source,target,type\nAnn,Bo,KNOWS\nAnn,,KNOWS\n")
    monkeypatch.chdir(tmp_path)
    public = {name: getattr(sociogram, name) for name in sociogram.__all__}
    with sociogram.open("data") as graph:
        yield {**public, "sociogram": sociogram, "graph": graph}


class Checker(doctest.OutputChecker):
    """Accepts any output where an example states none."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return not want or super().check_output(want, got, optionflags)


def test_what_needs_other_data_is_a_member_with_examples() -> None:
    assert {name for name, member in members() if examples_of(member)} >= ELSEWHERE


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_print_what_they_say(name: str, names: dict[str, Any]) -> None:
    test = doctest.DocTest(EXAMPLES[name], names, name, None, None, None)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    printed: list[str] = []
    failed, _ = doctest.DocTestRunner(Checker(), optionflags=flags).run(test, out=printed.append)
    assert not failed, "".join(printed)
