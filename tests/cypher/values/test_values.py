"""Laws of equality, comparison, order and grouping, on values of every type."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.values.comparison import compare, equals, group_key, order_key, truth, type_name
from sociogram.queries.cypher.values.points import CARTESIAN, WGS_84, Point
from sociogram.queries.cypher.values.references import NodeRef, PathRef, RelationshipRef, shown
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
)

NAN = float("nan")

# One of each type, as ORDER BY puts them.
IN_ORDER: list[Any] = [
    {},
    {"a": 1},
    {"b": 1},
    {"a": 1, "b": 2},
    NodeRef(0),
    NodeRef(1),
    RelationshipRef(0),
    [],
    [1],
    [1, 2],
    [2],
    [None],
    PathRef((0, 1), (0,)),
    Point(WGS_84, (1.0, 2.0)),
    Point(CARTESIAN, (1.0, 2.0)),
    ZonedDateTime(0, 0),
    LocalDateTime(0),
    Date(0),
    ZonedTime(0, 0),
    LocalTime(0),
    Duration(0, 1),
    "",
    "A",
    "a",
    "é",
    False,
    True,
    -1,
    0.5,
    1,
    float("inf"),
    NAN,
    None,
]

SIMPLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(-3, 3),
    st.just(NAN),
    st.text("ab", max_size=2),
    st.sampled_from([value for value in IN_ORDER if not isinstance(value, list | dict)]),
)
VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("ab"), inner)),
    max_leaves=6,
)


def test_order_by_puts_types_and_values_in_this_order() -> None:
    shuffled = IN_ORDER[::2] + IN_ORDER[1::2][::-1]
    found = sorted(shuffled, key=order_key)
    assert [repr(value) for value in found] == [repr(value) for value in IN_ORDER]


@given(VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_equality_is_symmetric(one: Any, other: Any) -> None:
    assert equals(one, other) is equals(other, one)


@given(VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_what_is_equal_groups_together(one: Any, other: Any) -> None:
    if equals(one, other):
        assert group_key(one) == group_key(other)
        assert hash(group_key(one)) == hash(group_key(other))
    elif equals(one, other) is False and "nan" not in repr(one):  # NaN groups with NaN, and equals nothing
        assert group_key(one) != group_key(other)


@given(VALUES, VALUES)
@settings(max_examples=200, deadline=None)
def test_comparison_agrees_with_order_and_turns_around(one: Any, other: Any) -> None:
    answer = compare(one, other)
    back = compare(other, one)
    if answer is None or answer != answer:
        assert back is None or back != back
        return
    assert back == -answer
    if answer < 0:
        assert order_key(one) < order_key(other)


@given(st.lists(VALUES, min_size=2, max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_values_can_be_put_in_order(values: list[Any]) -> None:
    ordered = sorted(values, key=order_key)
    for one, other in pairwise(ordered):
        assert not order_key(other) < order_key(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, True), (0, False), (1, "1"), (NodeRef(1), RelationshipRef(1)), (Date(1), LocalTime(1)), ([1], (1,))],
    ids=repr,
)
def test_what_python_or_chance_might_confuse_is_apart(one: Any, other: Any) -> None:
    if isinstance(other, tuple):
        assert equals(one, other) is True  # a tuple in the user's graph is a list
        assert group_key(one) == group_key(other)
        return
    assert equals(one, other) is False
    assert group_key(one) != group_key(other)


def test_large_integers_are_not_the_floats_next_to_them() -> None:
    assert equals(2**53 + 1, float(2**53)) is False
    assert compare(2**53 + 1, float(2**53)) == 1
    assert group_key(2**53 + 1) != group_key(float(2**53))


@pytest.mark.parametrize(("value", "known"), [(True, True), (False, False), (None, None)])
def test_truth(value: Any, known: bool | None) -> None:
    assert truth(value) is known


@pytest.mark.parametrize("value", [1, "true", [], NodeRef(0)], ids=repr)
def test_nothing_else_is_a_truth_value(value: Any) -> None:
    with pytest.raises(CypherTypeError, match="Expected a BOOLEAN"):
        truth(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("it's", "'it's'"),
        ([1, None, True], "[1, null, true]"),
        ({"a": {"b": "c"}}, "{a: {b: 'c'}}"),
        (Date(0), "1970-01-01"),
        (NodeRef(7), "node 7"),
        ("x" * 100, "'" + "x" * 58 + "…"),
        ([[[[[[[1]]]]]]], "[[[[[[…]]]]]]"),
    ],
    ids=str,
)
def test_values_in_messages(value: Any, text: str) -> None:
    assert shown(value) == text


def test_type_names() -> None:
    assert [type_name(value) for value in (1, 1.0, "a", None, [], {}, Duration())] == [
        "INTEGER", "FLOAT", "STRING", "NULL", "LIST", "MAP", "DURATION",
    ]  # fmt: skip
