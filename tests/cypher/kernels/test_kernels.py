"""Every kernel gives what its scalar function gives, row by row: held on random columns.

The examples are alike in every run: the tests assert a least number of answers that a kernel gave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sociogram.graph.columns import (
    LIST_LIMIT,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    NodeColumn,
    ObjectColumn,
    RelationshipColumn,
    TextColumn,
    column_of,
)
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.errors import CypherError
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.batches.combine import join, scatter, with_nulls
from sociogram.queries.cypher.batches.list_column import ListColumn
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.calls import checked
from sociogram.queries.cypher.expressions.compiler import ExpressionCompiler
from sociogram.queries.cypher.functions import Function, functions, lookup
from sociogram.queries.cypher.kernels.aggregates import AGGREGATES, Aggregate, by_group
from sociogram.queries.cypher.kernels.arithmetic import (
    Membership,
    compare_columns,
    compute_columns,
    in_slots,
    negate_column,
)
from sociogram.queries.cypher.kernels.grouping import Groups
from sociogram.queries.cypher.kernels.lists import range_kernel
from sociogram.queries.cypher.syntax.parser import parse
from sociogram.queries.cypher.values import arithmetic, comparison, predicates
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef

INTEGERS = st.one_of(
    st.integers(-5, 5), st.integers(-(2**63), 2**63 - 1), st.sampled_from([2**53, 2**53 + 1, -(2**63)])
)
EDGES = [2**bits + step for bits in (7, 15, 31) for step in (-2, -1, 0, 1)]
NARROW = st.one_of(
    st.integers(-128, 127),
    st.integers(-(2**15), 2**15 - 1),
    st.sampled_from([sign * edge for edge in EDGES for sign in (1, -1)]),
)
"""Integers that are stored in one, two or four bytes, and those around the ends of each."""
FLOATS = st.one_of(st.sampled_from([0.0, -0.0, 1.0, -2.0, 0.5, float(2**53)]), st.floats(width=64))
TEXTS = st.text(alphabet="abAé ", max_size=3)
ROWS = st.integers(65, 68)  # more than LIST_LIMIT, so that kernels are asked at all


def held(values: Sequence[Any], draw: Any) -> Column:
    """Hold values in the column that the graph would, or in a shuffled dictionary, or as objects."""
    shape = draw(st.sampled_from(["tight", "tight", "tight", "objects", "unsorted"]))
    column = column_of(values)
    if isinstance(column, IntColumn) and draw(st.booleans()):
        return column.narrowed()
    if shape == "objects":
        return ObjectColumn.of(values)
    if shape == "unsorted" and isinstance(column, TextColumn):
        texts = list(dict.fromkeys([value for value in values if value is not None]))
        array = np.empty(len(texts), dtype=np.object_)
        array[:] = texts
        codes = [-1 if value is None else texts.index(value) for value in values]
        return TextColumn(np.array(codes, dtype=np.int32), TextDictionary(array, sorted=False))
    return column


SMALL_INTEGERS = st.integers(-1000, 1000)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "integers": INTEGERS,
    "narrow integers": NARROW,
    "small integers": SMALL_INTEGERS,
    "floats": FLOATS,
    "texts": TEXTS,
    "booleans": st.booleans(),
    "nodes": st.integers(0, 5).map(NodeRef),
    "relationships": st.integers(0, 5).map(RelationshipRef),
}
SLOTS = {"nodes": NodeColumn, "relationships": RelationshipColumn}


def drawn(draw: Any, values: st.SearchStrategy[Any], length: int) -> list[Any]:
    """Draw some values and put them into so many rows, which takes less time than drawing each row."""
    known = draw(st.lists(values, min_size=1, max_size=8))
    return [known[byte % len(known)] for byte in draw(st.binary(min_size=length, max_size=length))]


@st.composite
def columns(draw: Any, length: int, kind: str | None = None) -> Column:
    """Values of one kind, some of them null; without a name, of any kind, and now and then a constant."""
    if kind is None:
        kind = draw(st.sampled_from(["integers", "narrow integers", "floats", "texts", "booleans"]))
        if draw(st.integers(0, 3)) == 0:
            return ConstantColumn(draw(st.one_of(st.none(), KINDS[kind])), length)
    nullable = st.one_of(KINDS[kind], st.none()) if draw(st.booleans()) else KINDS[kind]
    values = drawn(draw, nullable, length)
    if kind in SLOTS:
        return SLOTS[kind](np.array([-1 if value is None else value.slot for value in values]))
    return held(values, draw)


@st.composite
def pairs(draw: Any) -> tuple[Column, Column, int]:
    """Two columns of any kinds."""
    length = draw(ROWS)
    left = draw(columns(length))
    right = left if draw(st.integers(0, 9)) == 0 else draw(columns(length))
    return left, right, length


def constant_of(draw: Any, column: Column, kind: str) -> Column:
    """Draw a constant that the column has; seldom, one that it may lack."""
    known = [value for value in values_of(column) if value is not None]
    value = draw(st.sampled_from(known)) if known and draw(st.integers(0, 3)) else draw(KINDS[kind])
    return ConstantColumn(value, len(column))


def rows_of(draw: Any, column: Column, _kind: str) -> Column:
    """Draw rows of the same column: of strings, they share its dictionary."""
    size = len(column)
    return column.take(np.array([byte % size for byte in draw(st.binary(min_size=size, max_size=size))]))


def another_column(draw: Any, column: Column, kind: str) -> Column:
    return draw(columns(len(column), kind))  # type: ignore[no-any-return]


OPERANDS = {"a constant": constant_of, "rows of the same": rows_of, "another column": another_column}
"""What stands beside a column, of its kind."""


def same(values: Sequence[Any], others: Sequence[Any]) -> bool:
    """Tell whether two lists hold the same values of the same types, NaN like NaN, 0.0 unlike -0.0."""
    return [(type(value), repr(value)) for value in values] == [
        (type(value), repr(value)) for value in others
    ]


def check(quick: Column | None, scalar: Callable[..., Any], *arguments: Column) -> int:
    """Hold a kernel's answer, if it gave one, to the scalar function's; return how many were compared."""
    if quick is None:
        return 0
    rows = list(zip(*(values_of(column) for column in arguments), strict=True))
    assert same(values_of(quick), [scalar(*row) for row in rows])
    return len(rows)


ENOUGH = 100
"""So many answers a property compares at least: where the kernel has none, nothing was tested."""


@pytest.mark.parametrize("operand", OPERANDS)
@pytest.mark.parametrize("kind", KINDS)
def test_comparisons_of_one_kind(kind: str, operand: str) -> None:
    compared = dict.fromkeys(predicates.COMPARISONS, 0)

    @given(st.data())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def agree(data: Any) -> None:
        length = data.draw(ROWS)
        column = data.draw(columns(length, kind))
        pair = [column, OPERANDS[operand](data.draw, column, kind)]
        left, right = pair[::-1] if data.draw(st.booleans()) else pair
        for operator, scalar in predicates.COMPARISONS.items():
            compared[operator] += check(compare_columns(operator, left, right, length), scalar, left, right)

    agree()
    # strings are ordered by their places in a dictionary, so that two dictionaries say nothing
    expected = ["=", "<>"] if (kind, operand) == ("texts", "another column") else list(compared)
    assert min(compared[operator] for operator in expected) > ENOUGH


@given(pairs(), st.sampled_from(sorted(predicates.COMPARISONS)))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_comparisons_of_any_kinds(pair: tuple[Column, Column, int], operator: str) -> None:
    left, right, length = pair
    check(compare_columns(operator, left, right, length), predicates.COMPARISONS[operator], left, right)


NUMBERS = ["+", "-", "*", "/", "%"]


@pytest.mark.parametrize("kinds", ["small integers", "narrow integers", "floats", "integers, floats"])
@pytest.mark.parametrize("operator", NUMBERS)
def test_arithmetic_of_numbers(operator: str, kinds: str) -> None:
    first, _, second = kinds.partition(", ")
    compared = 0

    @given(st.data())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def agree(data: Any) -> None:
        nonlocal compared
        length = data.draw(ROWS)
        left = data.draw(columns(length, first))
        right = data.draw(columns(length, second or first))
        if data.draw(st.booleans()):
            right = constant_of(data.draw, right, second or first)
        elif operator in ("/", "%") and not second and data.draw(st.booleans()):
            right = held([value or 3 for value in values_of(right)], data.draw)  # else, one 0 is enough
        left, right = (right, left) if second and data.draw(st.booleans()) else (left, right)
        quick = compute_columns(operator, left, right, length)
        compared += check(quick, arithmetic.ARITHMETIC[operator], left, right)

    agree()
    assert compared > ENOUGH


@given(pairs(), st.sampled_from(NUMBERS))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_arithmetic_of_any_kinds(pair: tuple[Column, Column, int], operator: str) -> None:
    left, right, length = pair
    check(compute_columns(operator, left, right, length), arithmetic.ARITHMETIC[operator], left, right)


LARGEST, SMALLEST = 2**63 - 1, -(2**63)


@pytest.mark.parametrize("where", ["in one row", "in a constant"])
@pytest.mark.parametrize(
    ("left", "operator", "right"),
    [
        (LARGEST, "+", 1),
        (1, "+", LARGEST),
        (SMALLEST, "+", -1),
        (SMALLEST, "+", SMALLEST),
        (SMALLEST, "-", 1),
        (0, "-", SMALLEST),
        (LARGEST, "-", -1),
        (2**62, "*", 2),
        (SMALLEST, "*", -1),
        (2**32, "*", -(2**32)),
        (3037000500, "*", 3037000500),
        (SMALLEST, "/", -1),
        (1, "/", 0),
        (1, "%", 0),
    ],
)
def test_what_raises_is_left_to_the_scalar_function(left: int, operator: str, right: int, where: str) -> None:
    with pytest.raises(CypherError):
        arithmetic.ARITHMETIC[operator](left, right)
    ones = IntColumn(np.array([1] * 10 + [left] + [1] * 9))
    others = IntColumn(np.array([1] * 10 + [right] + [1] * 9))
    if where == "in a constant":
        assert compute_columns(operator, ones, ConstantColumn(right, 20), 20) is None
        assert compute_columns(operator, ConstantColumn(left, 20), others, 20) is None
    assert compute_columns(operator, ones, others, 20) is None


@pytest.mark.parametrize(
    ("left", "operator", "right", "answer"),
    [
        (LARGEST - 1, "+", 1, LARGEST),
        (LARGEST, "+", SMALLEST, -1),
        (SMALLEST + 1, "-", 1, SMALLEST),
        (-1, "-", LARGEST, SMALLEST),
        (2**31, "*", 2**30, 2**61),
        (127, "+", 1, 128),
        (-128, "-", 1, -129),
        (32767, "*", 2, 65534),
        (-7, "/", 2, -3),
        (7, "/", -2, -3),
        (-7, "%", 2, -1),
        (7, "%", -2, 1),
    ],
)
def test_what_fits_is_computed(left: int, operator: str, right: int, answer: int) -> None:
    ones, others = IntColumn(np.full(20, left)).narrowed(), IntColumn(np.full(20, right)).narrowed()
    quick = compute_columns(operator, ones, others, 20)
    assert quick is not None
    assert quick.to_list() == [answer] * 20 == [arithmetic.ARITHMETIC[operator](left, right)] * 20


@pytest.mark.parametrize("operator", predicates.COMPARISONS)
@pytest.mark.parametrize(
    ("whole", "number"),
    [
        (2**53 + 1, 2.0**53),
        (-(2**53) - 1, -(2.0**53)),
        (LARGEST, 2.0**63),
        (SMALLEST + 1, -(2.0**63)),
        (2**53, 2.0**53),
    ],
)
def test_integers_that_no_float_holds(whole: int, number: float, operator: str) -> None:
    scalar = predicates.COMPARISONS[operator]
    integers, floats = IntColumn(np.array([whole] * 20)), FloatColumn(np.array([number] * 20))
    for left in (integers, ConstantColumn(whole, 20)):
        for right in (floats, ConstantColumn(number, 20)):
            check(compare_columns(operator, left, right, 20), scalar, left, right)
            check(compare_columns(operator, right, left, 20), scalar, right, left)


@pytest.mark.parametrize("kind", ["integers", "narrow integers", "floats"])
def test_minus(kind: str) -> None:
    compared = 0

    @given(ROWS.flatmap(lambda length: columns(length, kind)))
    @settings(max_examples=40, deadline=None, derandomize=True)
    def agree(column: Column) -> None:
        nonlocal compared
        compared += check(negate_column(column), arithmetic.negate, column)

    agree()
    assert compared > ENOUGH
    assert negate_column(IntColumn(np.array([1] * 19 + [SMALLEST]))) is None


@pytest.mark.parametrize("kind", ["integers", "narrow integers", "texts", "any"])
def test_in_a_list_that_is_the_same_for_all_rows(kind: str) -> None:
    """The list is of the column's values and of others; one list is half of what the rows have."""
    compared = 0

    @given(st.data())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def agree(data: Any) -> None:
        nonlocal compared
        length = data.draw(ROWS)
        column = data.draw(columns(length, None if kind == "any" else kind))
        others = st.one_of(INTEGERS, NARROW, FLOATS, TEXTS, st.none(), st.booleans())
        known = data.draw(st.lists(st.sampled_from(values_of(column)), max_size=5))
        items = data.draw(st.permutations(known + data.draw(st.lists(others, max_size=4))))
        membership = Membership(items)
        compared += check(membership.mask(column), predicates.in_list, column, ConstantColumn(items, length))
        if membership.simple:
            for value in values_of(column):
                assert membership.test(value) is predicates.in_list(value, items)

    agree()
    assert compared > ENOUGH


@pytest.mark.parametrize(("kind", "reference"), [("nodes", NodeRef), ("relationships", RelationshipRef)])
@given(data=st.data())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_nodes_and_relationships_in_a_list(kind: str, reference: type, data: Any) -> None:
    column = data.draw(ROWS.flatmap(lambda length: columns(length, kind)))
    items = [reference(slot) for slot in data.draw(st.sets(st.integers(0, 5), min_size=1))]
    assert check(in_slots(column, items), predicates.in_list, column, ConstantColumn(items, len(column)))


TRUTHS = st.lists(st.sampled_from([True, False, None]), min_size=20, max_size=20)


@given(TRUTHS, TRUTHS, TRUTHS, st.sampled_from(["AND", "OR"]), st.booleans())
@settings(max_examples=40, deadline=None, derandomize=True)
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


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────

ITEMS = {
    "integers": INTEGERS,
    "floats": FLOATS,
    "texts": TEXTS,
    "nodes": st.integers(0, 3).map(NodeRef),
    "lists": st.lists(st.integers(0, 2), max_size=2),
    "mixed": st.one_of(st.integers(0, 2), TEXTS),
}


@st.composite
def list_columns(draw: Any, kind: str | None = None) -> ListColumn:
    """Lists with items between them that none has, lists that share items, rows taken several times."""
    item = ITEMS[kind or draw(st.sampled_from(sorted(ITEMS)))]
    item = st.one_of(item, st.none()) if draw(st.booleans()) else item
    if draw(st.booleans()):
        column = ListColumn.of(draw(st.lists(st.one_of(st.none(), st.lists(item, max_size=5)), min_size=1)))
    else:
        items = join([ConstantColumn(None, 0), ListColumn.of([draw(st.lists(item, max_size=8))]).items])
        parts = draw(st.lists(st.tuples(st.integers(0, len(items)), st.integers(0, 4)), min_size=1))
        starts = np.array([start for start, _ in parts])
        column = ListColumn(items, starts, np.minimum([size for _, size in parts], len(items) - starts))
    if draw(st.booleans()):
        rows = draw(st.lists(st.integers(0, len(column) - 1), min_size=1, max_size=30))
        column = column.take(np.array(rows))
    return column


def _equal_items(items: list[Any], value: Any) -> list[bool | None]:
    return [comparison.equals(item, value) for item in items]


def _any(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _single(answers: list[bool | None]) -> bool | None:
    found = answers.count(True)
    return False if found > 1 else None if None in answers else found == 1


OVER_LISTS: dict[str, Callable[[list[Any], Any, Any, Any], Any]] = {
    "size(x)": lambda x, v, i, j: len(x),
    "isEmpty(x)": lambda x, v, i, j: not x,
    "head(x)": lambda x, v, i, j: x[0] if x else None,
    "last(x)": lambda x, v, i, j: x[-1] if x else None,
    "tail(x)": lambda x, v, i, j: x[1:],
    "reverse(x)": lambda x, v, i, j: x[::-1],
    "x[1]": lambda x, v, i, j: x[1] if len(x) > 1 else None,
    "x[-2]": lambda x, v, i, j: x[-2] if len(x) > 1 else None,
    "x[i]": lambda x, v, i, j: None if i is None or not -len(x) <= i < len(x) else x[i],
    "x[1..3]": lambda x, v, i, j: x[1:3],
    "x[..-1]": lambda x, v, i, j: x[:-1],
    "x[i..j]": lambda x, v, i, j: None if i is None or j is None else x[i:j],
    "tail(x)[..2]": lambda x, v, i, j: x[1:3],
    "v IN x": lambda x, v, i, j: _any(_equal_items(x, v)),
    "[y IN x]": lambda x, v, i, j: x,
    "[y IN x WHERE y = v]": lambda x, v, i, j: [y for y in x if comparison.equals(y, v)],
    "[y IN x | [y, i]]": lambda x, v, i, j: [[y, i] for y in x],
    "[y IN x WHERE y IS NULL | i]": lambda x, v, i, j: [i for y in x if y is None],
    "[y IN tail(x) | size(x)]": lambda x, v, i, j: [len(x)] * len(x[1:]),
    "any(y IN x WHERE y = v)": lambda x, v, i, j: _any(_equal_items(x, v)),
    "none(y IN x WHERE y = v)": lambda x, v, i, j: _not(_any(_equal_items(x, v))),
    "all(y IN x WHERE y = v)": lambda x, v, i, j: _not(_any([_not(y) for y in _equal_items(x, v)])),
    "single(y IN x WHERE y = v)": lambda x, v, i, j: _single(_equal_items(x, v)),
    "reduce(n = 0, y IN x | n + 1)": lambda x, v, i, j: len(x),
    "x + x": lambda x, v, i, j: x + x,
    "x = x": lambda x, v, i, j: comparison.equals(x, x),
    "x IS NOT NULL": lambda x, v, i, j: True,
}


@pytest.mark.parametrize("expression", OVER_LISTS)
@given(data=st.data())
@settings(max_examples=30, deadline=None, derandomize=True)
def test_expressions_over_lists(expression: str, data: Any) -> None:
    kind = data.draw(st.sampled_from(sorted(ITEMS)))
    column = data.draw(list_columns(kind))
    some = st.lists(st.one_of(ITEMS[kind], st.none()), min_size=len(column), max_size=len(column))
    places = st.lists(st.one_of(st.integers(-4, 4), INTEGERS), min_size=len(column), max_size=len(column))
    lists, values = column.to_list(), data.draw(some)
    for row, items in enumerate(lists):
        if items and data.draw(st.booleans()):
            values[row] = data.draw(st.sampled_from(items))
    begins, ends = data.draw(places), data.draw(places)
    begins[0] = data.draw(st.sampled_from([None, 0, begins[0]]))
    batch = Batch(
        {"x": column, "v": ListColumn.of([values]).items, "i": column_of(begins), "j": column_of(ends)},
        len(column),
    )
    (item,) = parse(f"RETURN {expression}").body.clauses[0].projection.items
    found = values_of(ExpressionCompiler().compile(item.expression)(batch, Context()))
    law = OVER_LISTS[expression]
    for items, got, *row in zip(lists, found, values, begins, ends, strict=True):
        expected = (False if "IS NOT NULL" in expression else None) if items is None else law(items, *row)
        assert same([got], [expected])


@given(list_columns(), list_columns(), st.integers(0, 9), st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_lists_are_put_together_without_taking_them_apart(
    one: ListColumn, other: ListColumn, nulls: int, of_the_same_items: bool
) -> None:
    if of_the_same_items:
        other = one.part(0, max(len(one) // 2, 1))
    parts = [one, ConstantColumn(None, nulls), other, ConstantColumn([1, None], nulls), one]
    joined = join(parts)
    expected = [value for part in parts for value in values_of(part)]
    assert isinstance(joined, ListColumn)
    assert same(joined.to_list(), expected)
    odd = np.arange(len(joined)) % 2 == 1
    assert same(
        with_nulls(joined, odd).to_list(),
        [None if place % 2 else value for place, value in enumerate(expected)],
    )
    order = np.argsort(np.arange(len(joined)) * 7919 % 101, kind="stable")
    cut = len(order) // 2
    scattered = scatter(
        [(order[:cut], joined.part(0, cut)), (order[cut:], joined.part(cut, len(order)))], len(order)
    )
    back = [None] * len(order)
    for place, value in zip(order.tolist(), expected, strict=True):
        back[place] = value
    assert same(values_of(scattered), back)


@given(st.lists(st.lists(st.one_of(TEXTS, st.none()), max_size=4), min_size=2, max_size=4), TEXTS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_texts_are_put_together_as_codes_of_one_dictionary(
    parts: list[list[str | None]], constant: str
) -> None:
    texts = [column_of(part * 8) for part in parts if set(part) - {None}]
    columns = [*texts, ConstantColumn(constant, 9), ConstantColumn(None, 5), *texts]
    joined = join(columns)
    assert joined.to_list() == [value for column in columns for value in column.to_list()]
    assert isinstance(joined, TextColumn) == bool(texts)


@pytest.mark.parametrize(
    ("value", "items", "answer"),
    [
        (1, [1, None], True),
        (1, [None, 1], True),
        (1, [None, 2, 1], True),
        (1, [2, None], None),
        (1, [None], None),
        (1, [2, 3], False),
        (1, [], False),
        (None, [1], None),
        (None, [], False),
        (1, [1.0, 2.5], True),
        (2, [1.0, 2.5], False),
        (1, [True], False),
        (1, ["1"], False),
        (2**53 + 1, [float(2**53)], False),
        ("a", [None, "a"], True),
        ("a", [None, "b"], None),
        (True, [None, True], True),
        (True, [1], False),
    ],
)
@pytest.mark.parametrize("is_one_list", [True, False])
def test_null_in_a_list_makes_unknown_only_what_is_not_found(
    value: Any, items: list[Any], answer: bool | None, is_one_list: bool
) -> None:
    rows = np.zeros(80, dtype=np.int64)
    one_list = ListColumn(ListColumn.of([items]).items, rows, rows + len(items))
    lists = one_list if is_one_list else ListColumn.of([items, [*items, value]] * 40)
    batch = Batch({"v": column_of([value, None] * 40), "x": lists}, 80)
    (item,) = parse("RETURN v IN x").body.clauses[0].projection.items
    found = values_of(ExpressionCompiler().compile(item.expression)(batch, Context()))
    assert found == [answer, None if items or not is_one_list else False] * 40


@given(st.data())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_in_one_list_beside_every_row(data: Any) -> None:
    column = data.draw(ROWS.flatmap(columns))
    if data.draw(st.integers(0, 3)) == 0:
        column = NodeColumn(np.array(data.draw(st.lists(st.integers(-1, 3), min_size=17, max_size=20))))
    own = column.take(np.array(data.draw(st.lists(st.integers(0, 16), max_size=4)), dtype=np.int64))
    items = own if data.draw(st.booleans()) else data.draw(columns(4))
    rows = np.zeros(len(column), dtype=np.int64)
    lists = ListColumn(items, rows, rows + len(items))
    batch = Batch({"v": column, "x": lists}, len(column))
    (item,) = parse("RETURN v IN x").body.clauses[0].projection.items
    check(ExpressionCompiler().compile(item.expression)(batch, Context()), predicates.in_list, column, lists)


@pytest.mark.parametrize("rows", [1, 2])
def test_empty_lists_of_many_items(rows: int) -> None:
    column = ListColumn(IntColumn(np.arange(9)), np.full(rows, 5), np.zeros(rows, dtype=np.int64))
    assert column.to_list() == [[]] * rows
    assert join([column, column.take(np.array([0])), ListColumn.of([[1]])]).to_list() == [[]] * (rows + 1) + [
        [1]
    ]


BOUNDS = st.one_of(st.integers(-30, 30), st.sampled_from([2**63 - 1, 2**63 - 20, -(2**63), 2**62 + 5]))


@given(st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_ranges(data: Any) -> None:
    length = data.draw(st.integers(1, 6))
    step = data.draw(st.sampled_from([1, -1, 1, 3, -2, 2**63 - 1, -(2**63), 0]))
    columns_of_bounds = []
    for _ in range(2):
        bounds = data.draw(st.lists(BOUNDS, min_size=length, max_size=length))
        columns_of_bounds.append(
            data.draw(st.sampled_from([IntColumn(np.array(bounds)), ConstantColumn(bounds[0], length)]))
        )
    arguments = [*columns_of_bounds, ConstantColumn(step, length)]
    check(range_kernel(arguments, length, Context()), scalar_of("range"), *arguments)


@pytest.mark.parametrize("step", [1, 2, -1, -3])
@pytest.mark.parametrize(("first", "last"), [(0, 60), (60, 0), (-29, 29), (3, 91), (91, 3)])
def test_ranges_of_many_numbers(first: int, last: int, step: int) -> None:
    starts, ends, steps = (
        IntColumn(np.array([first, first + step * 2, last])), ConstantColumn(last, 3), ConstantColumn(step, 3)
    )  # fmt: skip
    compared = check(
        range_kernel([starts, ends, steps], 3, Context()), scalar_of("range"), starts, ends, steps
    )
    assert compared or len(range(first, last, step)) * 2 < LIST_LIMIT


def scalar_of(name: str) -> Callable[..., Any]:
    function = lookup(name)
    assert function is not None
    assert function.scalar is not None
    return function.scalar


KERNELS = [
    function
    for function in functions()
    if function.kernel is not None
    and not function.needs_context
    and function.name
    not in ("id", "elementId", "range")  # of nodes: tests/cypher/test_functions_by_column.py
]
NUMBER_KINDS = st.sampled_from(["small integers", "narrow integers", "integers", "floats"])


@pytest.mark.parametrize("function", KERNELS, ids=lambda function: function.name)
def test_functions_with_a_kernel(function: Function) -> None:
    compared = 0
    kernel = function.kernel
    assert kernel is not None
    numbers = st.tuples(ROWS, NUMBER_KINDS).flatmap(lambda drawn: columns(*drawn))
    fitting = list_columns() if function.handles_lists else st.one_of(numbers, ROWS.flatmap(columns))

    @given(fitting)
    @settings(max_examples=60, deadline=None, derandomize=True)
    def agree(column: Column) -> None:
        nonlocal compared
        compared += check(kernel((column,), len(column), Context()), checked(function), column)

    agree()
    assert compared > (ENOUGH // 4 if function.handles_lists else ENOUGH)  # lists come by one or a few


# ── Aggregates ─────────────────────────────────────────────────────────────────────────────────

SMALL_FLOATS = st.one_of(st.integers(-1000, 1000).map(float), st.sampled_from([0.5, -0.25, float("nan")]))


GROUPED: dict[str, st.SearchStrategy[Any]] = {
    "small integers": SMALL_INTEGERS,
    "narrow integers": NARROW,
    "integers": INTEGERS,
    "floats": SMALL_FLOATS,
    "texts": TEXTS,
    "booleans": st.booleans(),
}


@st.composite
def grouped(draw: Any, kind: str) -> tuple[Column, Groups]:
    """A column and the groups of its rows, empty ones among them."""
    count = draw(st.integers(1, 5))
    rows = draw(st.sampled_from([0, 1, 5, 20, 70]))
    values = drawn(draw, st.one_of(GROUPED[kind], st.none()), rows)
    groups = [byte % count for byte in draw(st.binary(min_size=rows, max_size=rows))]
    return held(values, draw), Groups(np.array(groups, dtype=np.int64), count)


def close(value: Any, expected: Any, added: list[Any]) -> bool:
    """Tell whether two values are the same, floats up to the order in which ``added`` were added.

    What is left where large numbers cancel each other is as far off as they are large.
    """
    if isinstance(value, float) and isinstance(expected, float):
        sizes = [abs(number) for number in added if isinstance(number, int | float) and isfinite(number)]
        largest = max(sizes, default=0)
        return value == pytest.approx(expected, rel=1e-9, abs=1e-9 + 1e-14 * largest, nan_ok=True)
    return same([value], [expected])


def by_kernel(name: str, kind: str) -> bool:
    """Tell whether an aggregate answers for all groups of a kind at once."""
    numbers = kind not in ("texts", "booleans")
    return name in ("count", "collect", "min", "max") or (numbers and not name.startswith("percentile"))


@pytest.mark.parametrize("kind", GROUPED)
@pytest.mark.parametrize("name", sorted(AGGREGATES))
def test_aggregates(name: str, kind: str) -> None:
    quick, asked = AGGREGATES[name].quick, 0

    def counted(column: Column, groups: Groups) -> Column | None:
        nonlocal asked
        answer = None if quick is None else quick(column, groups)
        asked += answer is not None and len(groups) > 0
        return answer

    aggregate = Aggregate(name, AGGREGATES[name].of_values, counted, takes_extra=AGGREGATES[name].takes_extra)

    @given(grouped(kind), st.booleans())
    @settings(max_examples=40, deadline=None, derandomize=True)
    def agree(group: tuple[Column, Groups], distinct: bool) -> None:
        hold_to_its_scalar(aggregate, *group, distinct=distinct)

    agree()
    assert asked > 5 or not by_kernel(name, kind)


def hold_to_its_scalar(aggregate: Aggregate, column: Column, groups: Groups, *, distinct: bool) -> None:
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
    for value, want, part in zip(values_of(found), wanted, expected, strict=True):
        assert close(value, want, part), (value, want)


def test_count_of_rows_takes_no_column() -> None:
    found = AGGREGATES["count"].evaluate(None, Groups(np.array([0, 2, 2]), 3))
    assert found.to_list() == [1, 0, 2]


def test_the_tests_see_typed_columns() -> None:
    """The strategies above would be worth little if they only made columns without kernels."""
    assert column_of([1, None]).narrowed().stored.dtype == np.int8
    assert isinstance(column_of([1, None]), IntColumn)
    assert isinstance(column_of([1.0, None]), FloatColumn)
    assert isinstance(column_of([True, None]), BoolColumn)
