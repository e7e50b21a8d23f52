"""The changes that a mutation run makes, and which tests it tries them with."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import cast

import pytest
from mutants import Mutant, marked, mutants
from try_mutants import BUDGET, TARGETS, Reach, sampled

CHANGES = """
a < b                        a <= b
a >= b                       a > b
a == b                       a != b
a is b                       a is not b
a not in b                   a in b
(a) < (b < c)                (a) <= (b < c) | (a) < (b <= c)
a + b                        a - b
a // b                       a * b
a and b or c                 a or b or c | a and b and c
not a                        (a)
10                           11
True                         False
'text'
f(a)
f(a, b)                      f(b, a)
f(a, a)
f(*a, b)
f(a, strict=True)
b if a else c                b if (not (a)) else c
'é' + b                      'é' - b
"""


@pytest.mark.parametrize("line", CHANGES.strip().splitlines())
def test_changes_of_expressions(line: str) -> None:
    before, _, after = line.partition("  ")
    text = f"def f(a, b, c):\n    x = {before}\n"
    found = {mutant.applied(text) for mutant in mutants("f.py", text)}
    expected = [change.strip() for change in re.split(r" \| ", after) if change.strip()]
    assert found == {f"def f(a, b, c):\n    x = {change}\n" for change in expected}


STATEMENTS = {
    "return a": "return None",
    "g(a)": "pass",
    "a += b": "pass",
    "yield a": "pass",
    "for a in b:\n        continue": "for a in b:\n        pass",
    "if a:\n        b = c": "if (not (a)):\n        b = c",
    "return None": None,
    "raise ValueError(1 < 2)": None,
    "a: int = b": None,
    "import a": None,
}


@pytest.mark.parametrize(("before", "after"), STATEMENTS.items())
def test_changes_of_statements(before: str, after: str | None) -> None:
    text = f"def f(a, b, c):\n    {before}\n"
    found = [mutant.applied(text) for mutant in mutants("f.py", text)]
    assert found == ([] if after is None else [f"def f(a, b, c):\n    {after}\n"])


def test_what_runs_at_import_is_left_alone() -> None:
    assert mutants("f.py", "A = 1 + 2\ndef f(a=3):\n    'doc'\n") == []


def test_a_change_over_several_lines_is_shown_whole() -> None:
    text = "def f(a):\n    return (\n        a\n    )\nb = 1\n"
    (mutant,) = [one for one in mutants("f.py", text) if "None" in one.instead]
    assert mutant.shown(text) == "- return (\n- a\n- )\n+ return None"


MARKED = """
def f(a):
    if a:
        g()
    elif a > 1:
        return [
            a + 1
        ]
    for a in b:
        pass
"""


def test_what_a_mutant_changes_is_marked_in_front_of_its_statement() -> None:
    import reach

    namespace: dict[str, object] = {"g": lambda: None, "b": []}
    exec(marked("f.py", MARKED, {4, 5, 7, 9}), namespace)  # noqa: S102 - the text stands above
    f = cast("Callable[[int], object]", namespace["f"])
    before = set(reach._reached)
    lines = []
    for argument in (1, 0):
        reach._reached.clear()
        f(argument)
        lines.append(sorted(line for line in reach._reached if line.startswith("f.py")))
    reach._reached.clear()
    reach._reached.update(before)
    assert lines == [["f.py:4", "f.py:9"], ["f.py:5", "f.py:9"]]


def test_every_mutant_of_the_sample_can_be_compiled_and_a_seed_gives_the_same() -> None:
    from try_mutants import ROOT

    sample = sampled(200, 1, TARGETS)
    assert sample == sampled(200, 1, TARGETS) != sampled(200, 2, TARGETS)
    for mutant in sample:
        before = (ROOT / mutant.path).read_text(encoding="utf-8")
        after = mutant.applied(before)
        assert after != before
        ast.parse(after)


def test_each_test_function_has_its_turn_within_the_time_that_there_is() -> None:
    tests = ["a.py::one[1]", "a.py::one[2]", "b.py::two", "b.py::failing"]
    seconds = {"a.py::one[1]": 0.2, "a.py::one[2]": 0.1, "b.py::two": BUDGET - 0.2}
    mutant = Mutant("f.py", 7, 0, 1, "x")
    assert Reach({"f.py:7": tests}, seconds).chosen(mutant) == ["a.py::one[2]", "b.py::two"]
    assert Reach({"f.py:7": tests[:1]}, seconds).chosen(mutant) == ["a.py::one[1]", "a.py::one[2]"]
    assert Reach({}, seconds).chosen(mutant) == []
