"""``reduce()``: the function that a body becomes gives what a batch a step gives."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import CypherError, LimitExceeded
from sociogram.queries.cypher.engine import execute
from sociogram.queries.cypher.expressions import reduce as compile_reduce
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.values import arithmetic

BODIES = [
    ("t + x", [6, 0, None, 4, None]),
    ("x + t", [6, 0, None, 4, None]),
    ("t - x * 2", [-12, 0, None, -8, None]),
    ("(t * 10 + x) % 7", [4, 0, None, 4, None]),
    ("CASE WHEN x > t THEN x ELSE t END", [3, 0, None, 4, 5]),
    ("CASE WHEN x = 2 THEN t + 12 / (x - 1) WHEN x > 2 THEN t END", [None, 0, None, 0, None]),
    ("CASE WHEN t < 0 OR x > 1 AND t < 9 THEN t + x ELSE t END", [5, 0, None, 4, 5]),
    ("CASE WHEN x > 1 AND 12 / (x - 1) > t THEN t + x ELSE t END", [5, 0, None, 4, 5]),
    ("abs(t - x)", [2, 0, None, 4, None]),
    ("{n: t, x: x}.n + size([t, x])", [6, 0, None, 2, 4]),
    ("toInteger(toString(t) + toString(x))", [123, 0, None, 4, None]),
    ("7", [7, 0, None, 7, 7]),
    ("t", [0, 0, None, 0, 0]),
    ("x", [3, 0, None, 4, 5]),
    ("t + outer + x", [9, 0, None, 5, None]),
    ("coalesce(t + x, 1)", [6, 0, None, 4, 6]),
    ("t + size([y IN [1, 2] WHERE y < x])", [3, 0, None, 2, 2]),
    ("[t, x, t + x][2]", [6, 0, None, 4, None]),
    ("size([t, x, 1][1..])", [2, 0, None, 2, 2]),
    ("{a: t, b: x}['a'] + 1", [3, 0, None, 1, 2]),
    ("CASE WHEN NOT t > 1 THEN t + 1 ELSE -t END", [-2, 0, None, 1, 2]),
    ("CASE WHEN t IS NULL THEN 9 WHEN x IS NOT NULL THEN null ELSE t END", [None, 0, None, None, None]),
    ("CASE WHEN t IN [x, 0] THEN t + 1 ELSE t END", [1, 0, None, 1, 1]),
    ("CASE WHEN t > 0 XOR x > 1 THEN t + x ELSE t END", [2, 0, None, 4, 5]),
    ("CASE WHEN 0 <= t < x THEN t + x ELSE t END", [3, 0, None, 4, 5]),
    ("CASE x WHEN 1 THEN t + 10 ELSE t - 1 END", [8, 0, None, -1, -2]),
    ("CASE t % 3 WHEN 0 THEN t + 1 WHEN x THEN t + x ELSE -t END", [1, 0, None, 1, -1]),
    ("CASE t WHEN < 1 THEN t + 2 WHEN 2, 3 THEN t * x WHEN IS NULL THEN 7 ELSE x END", [3, 0, None, 2, 10]),
    (
        "CASE t WHEN 0 THEN CASE x WHEN 1 THEN 5 WHEN > 1 THEN 6 END WHEN > 4 THEN t + x END",
        [10, 0, None, 6, None],
    ),
    ("CASE t WHEN null THEN 1 ELSE 2 END", [2, 0, None, 2, 2]),
    ("CASE WHEN null < t < 1 THEN 1 WHEN t < null < x THEN 2 ELSE t + 1 END", [3, 0, None, 1, 2]),
    ("CASE WHEN x > null AND t < 0 THEN 99 ELSE t + 1 END", [3, 0, None, 1, 2]),
    ("CASE t WHEN 0 THEN t + 1 WHEN 12 / (x - 1) THEN 9 ELSE t + 2 END", [5, 0, None, 1, 3]),
    ("toFloat(x) + t", [6.0, 0, None, 4.0, None]),
    ("toInteger(x) + toInteger(t)", [6, 0, None, 4, None]),
]
LISTS = (
    "UNWIND [[[1, 2, 3], 1], [[], 1], [null, 1], [4, 1], [[null, 5], 1]] AS pair "
    "WITH pair[0] AS list, pair[1] AS outer "
)


def rows(text: str) -> list[object]:
    return [row[0] for row in execute(MemoryStore(), text).rows]


@pytest.mark.parametrize(("body", "totals"), BODIES)
def test_each_list_is_folded(body: str, totals: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    text = LISTS + f"RETURN reduce(t = 0, x IN list | {body}) AS total"
    monkeypatch.setattr(compile_reduce, "STEPS_AT_ONCE", 2)
    monkeypatch.setattr(compile_reduce, "ADDED_AT_ONCE", 2)
    monkeypatch.setattr(compile_reduce, "ITEMS_AT_ONCE", 2)
    assert rows(text) == totals
    monkeypatch.setattr(compile_reduce, "fold_function", lambda *_: None)
    monkeypatch.setattr(compile_reduce, "_addition", lambda *_: None)
    assert rows(text) == totals


@pytest.mark.parametrize(
    ("body", "total"),
    [
        ("t + x", 500_500),
        ("CASE WHEN x > t THEN x ELSE t END", 1000),
        ("(t + x) % 10", 0),
        ("abs(t - x)", 500),
        ("{n: t, x: x}.n + x", 500_500),
        ("coalesce(t + x, 1)", 500_500),
        ("[t, x][0] + [t, x][1]", 500_500),
        ("CASE t % 2 WHEN 0 THEN t + x ELSE t END", 1),
        ("CASE WHEN 0 <= t < x THEN x ELSE t END", 1000),
        ("CASE WHEN t IS NOT NULL AND NOT t IN [x] THEN t - x ELSE t END", -500_500),
        (f"t{' + (x' * 30} - 1{')' * 30}", 30 * 500_500 - 1000),
    ],
)
def test_items_take_no_batch_each(body: str, total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile_reduce, "_batch_a_step", None)
    assert rows(f"RETURN reduce(t = 0, x IN range(1, 1000) | {body}) AS total") == [total]


def test_a_deep_body_is_evaluated_as_batches() -> None:
    deep = f"{'abs(' * 90}t + x{')' * 90}"
    assert rows(f"RETURN reduce(t = 0, x IN range(1, 100) | {deep}) AS total") == [5050]


@pytest.mark.parametrize(
    ("start", "total"),
    [("[]", [1, None, [2]]), ("[0]", [0, 1, None, [2]]), ("7", [7, 1, None, [2]]), ("null", None)],
)
def test_items_are_appended_in_brackets(start: str, total: object, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        f"WITH {start} AS start UNWIND [1, 2] AS again "
        "RETURN [reduce(t = start, x IN [1, null, [2]] | t + [x]), start]"
    )
    for steps in (1024, 1):
        monkeypatch.setattr(compile_reduce, "ADDED_AT_ONCE", steps)
        [first, again] = rows(text)
        assert first == again == [total, rows(f"RETURN {start}")[0]]


@pytest.mark.parametrize(("added", "total"), [("[x, null]", [1, None, 2, None]), ("[]", []), ("[x]", [1, 2])])
def test_lists_of_any_length_are_appended(added: str, total: list[object]) -> None:
    assert rows(f"RETURN reduce(t = [], x IN [1, 2] | t + {added}) AS total") == [total]


@pytest.mark.parametrize(
    ("start", "added"), [("''", "'0123456789'"), ("[]", "range(1, 10)"), ("[]", "[x]"), ("[]", "x")]
)
def test_what_is_added_obeys_the_limits_of_size(
    start: str, added: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arithmetic, "LARGE", 10)
    monkeypatch.setattr(arithmetic, "MAXIMUM_SIZES", {"string": 20, "list": 20})
    text = f"RETURN size(reduce(t = {start}, x IN range(1, {{}}) | t + {added})) AS size"
    with pytest.raises(LimitExceeded, match="would become longer than 20"):
        rows(text.format(30))
    assert rows(text.format(2))[0] in (2, 20)


@pytest.mark.parametrize(
    ("start", "items", "total"),
    [
        ("[]", "[1, [2, 3], 'a']", [1, 2, 3, "a"]),
        ("[]", "[1, null, 2]", None),
        ("[[0]]", "[[], [[1]]]", [[0], [1]]),
        ("''", "['a', 'b', 'c']", "abc"),
        ("''", "['a', 1, 2.5]", "a12.5"),
        ("'a'", "['b', ['c'], 'd']", ["ab", "c", "d"]),
        ("1", "[2, [3], 'd']", [3, 3, "d"]),
    ],
)
def test_lists_and_strings_grow(
    start: str, items: str, total: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        f"WITH {start} AS start, {items} AS items UNWIND [1, 2] AS again "
        "RETURN [reduce(t = start, x IN items | t + x), start]"
    )
    for steps in (1024, 1):
        monkeypatch.setattr(compile_reduce, "ADDED_AT_ONCE", steps)
        [first, again] = rows(text)
        assert first == again
        assert first[0] == total
        assert rows(f"RETURN {start}") == [first[1]]


def test_what_no_item_comes_to_does_not_fail() -> None:
    assert rows("RETURN reduce(t = 0, x IN [0, 2] | CASE WHEN x > 0 THEN t + 4 / x ELSE t END) AS total") == [
        2
    ]
    with pytest.raises(CypherError):
        rows("RETURN reduce(t = 0, x IN [2, 0] | t + 4 / x) AS total")
    with pytest.raises(CypherError, match="64 bits"):
        rows("RETURN reduce(t = 9223372036854775807, x IN [1, -1] | t + x) AS total")
