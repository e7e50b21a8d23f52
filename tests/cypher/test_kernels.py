"""Every kernel gives what its scalar function gives, row by row: held on random columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import (
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    NodeColumn,
    ObjectColumn,
    TextColumn,
    TextDictionary,
    column_of,
)
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher import operators
from sociogram.queries.cypher.aggregates import AGGREGATES, by_group
from sociogram.queries.cypher.batch import Batch
from sociogram.queries.cypher.compile import ExpressionCompiler
from sociogram.queries.cypher.compile_function import checked
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.grouping import Groups
from sociogram.queries.cypher.functions import functions
from sociogram.queries.cypher.kernels import (
    Membership,
    compare_columns,
    compute_columns,
    in_slots,
    negate_column,
)
from sociogram.queries.cypher.parser import parse
from sociogram.queries.cypher.values import NodeRef
from sociogram.queries.cypher.vectors import values_of

INTEGERS = st.one_of(
    st.integers(-5, 5), st.integers(-(2**63), 2**63 - 1), st.sampled_from([2**53, 2**53 + 1, -(2**63)])
)
FLOATS = st.one_of(st.sampled_from([0.0, -0.0, 1.0, -2.0, 0.5, float(2**53)]), st.floats(width=64))
TEXTS = st.text(alphabet="abAé ", max_size=3)
ROWS = st.integers(17, 20)  # more than FEW, so that kernels are asked at all


def held(values: Sequence[Any], draw: Any) -> Column:
    """Hold values in the column that the graph would, or in a shuffled dictionary, or as objects."""
    shape = draw(st.sampled_from(["tight", "tight", "tight", "objects", "unsorted"]))
    column = column_of(values)
    if shape == "objects":
        return ObjectColumn.of(values)
    if shape == "unsorted" and isinstance(column, TextColumn):
        texts = list(dict.fromkeys([value for value in values if value is not None]))
        array = np.empty(len(texts), dtype=np.object_)
        array[:] = texts
        codes = [-1 if value is None else texts.index(value) for value in values]
        return TextColumn(np.array(codes, dtype=np.int32), TextDictionary(array, sorted=False))
    return column


@st.composite
def columns(draw: Any, length: int) -> Column:
    kind = draw(st.sampled_from([INTEGERS, FLOATS, TEXTS, st.booleans()]))
    if draw(st.booleans()) and draw(st.booleans()):
        return ConstantColumn(draw(st.one_of(st.none(), kind)), length)
    nullable = st.one_of(kind, st.none()) if draw(st.booleans()) else kind
    return held(draw(st.lists(nullable, min_size=length, max_size=length)), draw)


@st.composite
def pairs(draw: Any) -> tuple[Column, Column, int]:
    length = draw(ROWS)
    left = draw(columns(length))
    right = left if draw(st.integers(0, 9)) == 0 else draw(columns(length))
    return left, right, length


def same(values: Sequence[Any], others: Sequence[Any]) -> bool:
    """Tell whether two lists hold the same values of the same types, NaN like NaN, 0.0 unlike -0.0."""
    return [(type(value), repr(value)) for value in values] == [
        (type(value), repr(value)) for value in others
    ]


def check(quick: Column | None, scalar: Callable[..., Any], *arguments: Column) -> None:
    """Hold a kernel's answer, if it gave one, to the scalar function's."""
    if quick is None:
        return
    expected = [scalar(*row) for row in zip(*(values_of(column) for column in arguments), strict=True)]
    assert same(quick.to_list(), expected)


@given(pairs(), st.sampled_from(sorted(operators.COMPARISONS)))
@settings(max_examples=120, deadline=None)
def test_comparisons(pair: tuple[Column, Column, int], operator: str) -> None:
    left, right, length = pair
    check(compare_columns(operator, left, right, length), operators.COMPARISONS[operator], left, right)


@given(pairs(), st.sampled_from(["+", "-", "*", "/", "%"]))
@settings(max_examples=120, deadline=None)
def test_arithmetic(pair: tuple[Column, Column, int], operator: str) -> None:
    left, right, length = pair
    check(compute_columns(operator, left, right, length), operators.ARITHMETIC[operator], left, right)


@given(ROWS.flatmap(columns))
@settings(max_examples=40, deadline=None)
def test_minus(column: Column) -> None:
    check(negate_column(column), operators.negate, column)


@given(
    ROWS.flatmap(columns), st.lists(st.one_of(INTEGERS, FLOATS, TEXTS, st.none(), st.booleans()), max_size=6)
)
@settings(max_examples=80, deadline=None)
def test_in_a_list_that_is_the_same_for_all_rows(column: Column, items: list[Any]) -> None:
    if isinstance(column, TextColumn | IntColumn):
        items = items + values_of(column)[:2]
    membership = Membership(items)
    constant = ConstantColumn(items, len(column))
    check(membership.mask(column), operators.in_list, column, constant)
    if membership.simple:
        for value in values_of(column):
            assert membership.test(value) is operators.in_list(value, items)


@given(st.lists(st.integers(-1, 5), min_size=17, max_size=30), st.sets(st.integers(0, 5), min_size=1))
@settings(max_examples=50, deadline=None)
def test_nodes_in_a_list(slots: list[int], wanted: set[int]) -> None:
    column = NodeColumn(np.array(slots))
    items = [NodeRef(slot) for slot in wanted]
    check(in_slots(column, items), operators.in_list, column, ConstantColumn(items, len(slots)))


TRUTHS = st.lists(st.sampled_from([True, False, None]), min_size=20, max_size=20)


@given(TRUTHS, TRUTHS, TRUTHS, st.sampled_from(["AND", "OR"]), st.booleans())
@settings(max_examples=40, deadline=None)
def test_three_valued_logic(
    one: list[Any], two: list[Any], three: list[Any], operator: str, among_objects: bool
) -> None:
    hold = ObjectColumn.of if among_objects else column_of
    batch = Batch({"a": hold(one), "b": hold(two), "c": hold(three)}, 20)
    (item,) = parse(f"RETURN a {operator} NOT b {operator} c").body.clauses[0].projection.items
    found = ExpressionCompiler().compile(item.expression)(batch, Context())
    decided = operator == "OR"
    for value, a, b, c in zip(found.to_list(), one, two, three, strict=True):
        operands = (a, None if b is None else not b, c)
        expected = decided if decided in operands else None if None in operands else not decided
        assert value is expected


KERNELS = [
    function
    for function in functions()
    if function.kernel is not None and not function.needs_context and function.name != "id"
]


@pytest.mark.parametrize("function", KERNELS, ids=lambda function: function.name)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_functions_with_a_kernel(function: Any, data: Any) -> None:
    column = data.draw(ROWS.flatmap(columns))
    assert function.kernel is not None
    quick = function.kernel((column,), len(column), Context())
    check(quick, checked(function), column)


# ── Aggregates ─────────────────────────────────────────────────────────────────────────────────

SMALL_INTEGERS = st.integers(-1000, 1000)
SMALL_FLOATS = st.one_of(st.integers(-1000, 1000).map(float), st.sampled_from([0.5, -0.25, float("nan")]))


@st.composite
def grouped(draw: Any) -> tuple[Column, Groups]:
    """A column and the groups of its rows, empty ones among them."""
    kind = draw(st.sampled_from([SMALL_INTEGERS, INTEGERS, SMALL_FLOATS, TEXTS, st.booleans()]))
    count = draw(st.integers(1, 5))
    rows = draw(st.sampled_from([0, 1, 5, 20, 70]))
    values = draw(st.lists(st.one_of(kind, st.none()), min_size=rows, max_size=rows))
    groups = draw(st.lists(st.integers(0, count - 1), min_size=rows, max_size=rows))
    return held(values, draw), Groups(np.array(groups, dtype=np.int64), count)


def close(value: Any, expected: Any) -> bool:
    """Tell whether two values are the same, floats up to the order in which they were added."""
    if isinstance(value, float) and isinstance(expected, float):
        return value == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)
    return same([value], [expected])


@pytest.mark.parametrize("name", sorted(AGGREGATES))
@pytest.mark.parametrize("distinct", [False, True], ids=["all", "distinct"])
@given(group=grouped())
@settings(max_examples=25, deadline=None)
def test_aggregates(name: str, distinct: bool, group: tuple[Column, Groups]) -> None:
    column, groups = group
    aggregate = AGGREGATES[name]
    extra = (ConstantColumn(0.4, len(column)),) if aggregate.takes_extra else ()
    parts = by_group(values_of(column), groups)
    expected = [[value for value in part if value is not None] for part in parts]
    if distinct:
        expected = [
            list({(type(v) is bool, repr(v) if v != v else v): v for v in part}.values()) for part in expected
        ]
    try:
        wanted = [aggregate.of_values(part, *([0.4] if extra else [])) for part in expected]
    except CypherError:
        with pytest.raises(CypherError):
            aggregate.evaluate(column, groups, distinct=distinct, extra=extra)
        return
    # a group without rows has no percentile to check
    assume(not extra or groups.sizes.all())
    found = aggregate.evaluate(column, groups, distinct=distinct, extra=extra)
    assert len(found) == groups.count
    for value, want in zip(values_of(found), wanted, strict=True):
        assert close(value, want), (value, want)


def test_count_of_rows_takes_no_column() -> None:
    found = AGGREGATES["count"].evaluate(None, Groups(np.array([0, 2, 2]), 3))
    assert found.to_list() == [1, 0, 2]


def test_the_tests_see_typed_columns() -> None:
    """The strategies above would be worth little if they only made columns without kernels."""
    assert isinstance(column_of([1, None]), IntColumn)
    assert isinstance(column_of([1.0, None]), FloatColumn)
    assert isinstance(column_of([True, None]), BoolColumn)
