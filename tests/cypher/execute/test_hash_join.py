"""A hash join gives the pairs whose keys are equal in Cypher, whatever the kinds of the keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest

from sociogram.queries.cypher.execute.rows import joins
from sociogram.queries.cypher.plan.patterns import match
from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.cypher.values.comparison import equals
from sociogram.queries.run import run

NAN = float("nan")
KEYS: dict[str, tuple[Sequence[Any], Sequence[Any]]] = {
    "integers": ([1, 2, 2, None, 3], [2, 3, 3, None, 4]),
    "integers and floats": ([1, 2, 2**53, 2**53 + 1], [1.0, 2.5, NAN, None, float(2**53)]),
    "floats": ([0.5, -0.0, NAN, None], [0.5, 0.0, NAN, 0.5]),
    "strings": (["a", "b", "b", None, ""], ["b", "", "c", "b"]),
    "truth values": ([True, False, None], [False, False, True]),
    "true is not 1": ([True, False, "a"], [1, 0, "a"]),
    "dates": ([date(2020, 1, 1), None], [date(2020, 1, 1), date(2020, 1, 2)]),
    "lists": ([[1, 2], [2, 1], [], None], [[1, 2], [1, 2], []]),
    "lists of different kinds": ([[1], [1.5], ["a"]], [[1.0], ["a"], [1]]),
    "values of many kinds": ([1, "1", 1.0, [1], True, None], [1, "1", 2, [1], True, None]),
    "nothing in common": ([1, 2], ["a", "b"]),
    "only nulls on one side": ([1, 2], [None, None]),
}


@pytest.fixture
def joined(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Plan a join however few the rows are; return the number of pairs of each join that ran."""
    monkeypatch.setattr(match, "JOIN_ROWS", 0.0)
    pairs: list[int] = []
    original = joins.matching_rows

    def matching_rows(*arguments: Any) -> Any:
        found = original(*arguments)
        pairs.append(len(found[0]))
        return found

    monkeypatch.setattr(joins, "matching_rows", matching_rows)
    return pairs


def store_of(left: Sequence[Any], right: Sequence[Any]) -> MemoryStore:
    store = MemoryStore()
    with store.transaction() as transaction:
        for label, keys in (("L", left), ("R", right)):
            for place, key in enumerate(keys):
                transaction.create_node([label], {"at": place} | ({} if key is None else {"k": key}))
    return store


@pytest.mark.parametrize("case", KEYS)
def test_pairs_with_equal_keys(case: str, joined: list[int]) -> None:
    left, right = KEYS[case]
    found = run(store_of(left, right), "MATCH (a:L), (b:R) WHERE a.k = b.k RETURN a.at, b.at")
    expected = [
        (one, other)
        for (one, mine), (other, theirs) in product(enumerate(left), enumerate(right))
        if equals(mine, theirs) is True
    ]
    assert sorted(tuple(row) for row in found) == expected
    assert joined == [len(expected)]


def test_lists_with_null_group_together_but_are_not_equal(joined: list[int]) -> None:
    text = "MATCH (a:L), (b:R) WHERE [a.k, 1] = [b.k, 1] RETURN a.at, b.at"
    assert [tuple(row) for row in run(store_of([None, 5], [None, 5]), text)] == [(1, 1)]
    assert joined == [1]


def test_all_of_several_keys_must_be_equal(joined: list[int]) -> None:
    text = "MATCH (a:L), (b:R) WHERE a.k = b.k AND a.at = b.at RETURN a.at, b.at"
    assert [tuple(row) for row in run(store_of([1, 2, 1], [1, 1, 1]), text)] == [(0, 0), (2, 2)]
    assert joined == [2]


@pytest.mark.parametrize(("left", "right"), [([], [1]), ([1], [])])
def test_a_side_without_rows(left: list[Any], right: list[Any], joined: list[int]) -> None:
    text = "MATCH (a:L), (b:R) WHERE a.k = b.k RETURN a.at, b.at"
    assert list(run(store_of(left, right), text)) == []
    assert joined == []
