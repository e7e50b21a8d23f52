"""Values at the border: parameters and graphs in, answers and properties out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sociogram.graph.errors import CypherArgumentError, CypherArithmeticError, CypherError, CypherTypeError
from sociogram.graph.model import Node
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.values.arithmetic import add, divide, modulo, multiply, subtract
from sociogram.queries.cypher.values.comparison import equals
from sociogram.queries.cypher.values.conversion import from_python, to_python
from sociogram.queries.cypher.values.points import CARTESIAN_3D, WGS_84, Point
from sociogram.queries.cypher.values.property_values import to_stored
from sociogram.queries.cypher.values.references import NodeRef
from sociogram.queries.cypher.values.temporal.types import Date, Duration, LocalDateTime
from sociogram.queries.cypher.values.temporal_operations.parse import (
    parse_date,
    parse_datetime,
    parse_duration,
    parse_local_datetime,
    parse_local_time,
    parse_time,
)

SAME = [None, True, 1, 1.5, "text", [], [1, [2, None]], {}, {"a": [1], "b": {"c": "d"}}]


@pytest.mark.parametrize("operator", [add, subtract, multiply, divide, modulo], ids=lambda of: of.__name__)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        (np.int64(7), 2),
        (7, np.int64(2)),
        (np.int64(7), np.int64(2)),
        (np.float32(1.5), 2),
        (7, np.float32(0.5)),
    ],
)
def test_numbers_of_other_libraries_are_operands(operator: Any, left: Any, right: Any) -> None:
    found, expected = operator(left, right), operator(from_python(left), from_python(right))
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize("operator", [divide, modulo])
def test_an_integer_zero_of_another_library_divides_nothing(operator: Any) -> None:
    with pytest.raises(CypherArithmeticError, match="division by zero"):
        operator(7, np.int64(0))


@pytest.mark.parametrize("value", SAME, ids=repr)
def test_plain_values_go_in_and_out_as_they_are(value: Any) -> None:
    assert from_python(value) == value
    assert to_python(from_python(value)) == value


@pytest.mark.parametrize(
    ("given", "inside"),
    [
        ((1, "a"), [1, "a"]),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.datetime64("2015-07-21"), Date(16637)),
        (np.datetime64("1970-01-01T00:00:01"), LocalDateTime(1_000_000_000)),
        (np.datetime64("NaT", "s"), None),
        (dt.date(1970, 1, 2), Date(1)),
        (dt.time(12, 30), parse_local_time("12:30")),
        (dt.time(12, 30, tzinfo=dt.UTC), parse_time("12:30Z")),
        (dt.datetime(2015, 7, 21, 12, 30, 1, 500), parse_local_datetime("2015-07-21T12:30:01.0005")),
        (dt.datetime(2015, 7, 21, 12, tzinfo=dt.UTC), parse_datetime("2015-07-21T12:00Z")),
        (
            dt.datetime(2015, 7, 21, 12, tzinfo=ZoneInfo("Europe/Stockholm")),
            parse_datetime("2015-07-21T12:00[Europe/Stockholm]"),
        ),
        (dt.timedelta(days=1, seconds=2, microseconds=3), Duration(0, 1, 2, 3000)),
    ],
    ids=str,
)  # fmt: skip
def test_values_of_other_libraries_come_in(given: Any, inside: Any) -> None:
    found = from_python(given)
    assert found == inside
    assert type(found) is type(inside)


@pytest.mark.parametrize(
    "value",
    [
        parse_date("2015-07-21"),
        parse_local_time("12:34:56.789012345"),
        parse_time("12:34:56.789-01:30"),
        parse_time("12:34:56+02:05:07"),
        parse_local_datetime("0001-01-01T00:00"),
        parse_datetime("2015-07-21T12:34:56.000000001+02:00"),
        parse_datetime("2015-07-21T12:34[Europe/Stockholm]"),
        parse_datetime("2015-10-25T02:30+01:00[Europe/Stockholm]"),
        parse_datetime("2015-10-25T02:30+02:00[Europe/Stockholm]"),
        parse_datetime("1818-07-21T21:40:32[Europe/Stockholm]"),
        parse_datetime("2015-07-21T12:34:56+00:00:07"),
        parse_duration("P1Y2M3DT4H5M6.789S"),
        parse_duration("P-1DT-0.5S"),
        parse_duration("PT0S"),
        Point(WGS_84, (12.5, 56.0)),
        Point(CARTESIAN_3D, (1.0, 2.0, 3.0)),
    ],
    ids=str,
)
def test_what_goes_out_comes_back_the_same(value: Any) -> None:
    outside = to_python(value)
    assert any(kind.__module__.startswith("neo4j.") for kind in type(outside).__mro__)
    assert from_python(outside) == value
    assert str(from_python(outside)) == str(value)
    assert equals(outside, value) is True  # as a graph may hold it
    assert to_python([value, {"a": value}]) == [outside, {"a": outside}]


def test_years_beyond_python_are_refused_on_the_way_out() -> None:
    with pytest.raises(CypherArgumentError, match="years range from 1 to 9999"):
        to_python(parse_date("+10000-01-01"))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (Node("1"), "contains a value of type Node, .*elementId"),
        ({1, 2}, "contains a value of type set, .*pass a list"),
        (object(), "contains a value of type object"),
        ({1: "a"}, "keys of a map must be strings"),
        (b"bytes", "contains a value of type bytes"),
        (1j, "contains a value of type complex"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_is_no_value_of_cypher_is_refused(value: Any, message: str) -> None:
    with pytest.raises(CypherTypeError, match=message) as raised:
        Context(parameters={"p": [value]}).parameter("p")
    assert "$p" in str(raised.value)


def test_integers_have_64_bits() -> None:
    assert from_python(2**63 - 1) == 2**63 - 1
    with pytest.raises(CypherArithmeticError, match="does not fit into 64 bits"):
        from_python(2**63)


def test_nesting_has_a_limit() -> None:
    deep: list[Any] = []
    for _ in range(500):
        deep = [deep]
    with pytest.raises(CypherTypeError, match="at most 200 levels deep"):
        from_python(deep)


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(CypherError, match=r"\$who is missing"):
        Context(parameters={"whom": 1}).parameter("who")


def test_parameters_are_copied() -> None:
    items = [1, 2]
    context = Context(parameters={"items": items})
    context.parameter("items").append(3)
    assert items == [1, 2]


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (1, 1),
        ("a", "a"),
        (None, None),
        ([1, 2], [1, 2]),
        ([1, 2.5], [1.0, 2.5]),
        ([], []),
        ((1, 2), [1, 2]),
        (np.int64(1), 1),
    ],
    ids=repr,
)
def test_what_a_property_holds(value: Any, stored: Any) -> None:
    assert repr(to_stored(value)) == repr(stored)


@pytest.mark.parametrize("value", [Date(0), [Date(0), Date(1)], Duration(1)], ids=str)
def test_a_property_holds_temporal_values_of_the_driver(value: Any) -> None:
    assert to_stored(value) == to_python(value)


@pytest.mark.parametrize(
    "value", [{}, {"a": 1}, [[1]], [{}], [1, None], [1, "a"], NodeRef(0), [NodeRef(0)], [True, 1]], ids=repr
)
def test_what_a_property_cannot_hold(value: Any) -> None:
    with pytest.raises(CypherTypeError) as raised:
        to_stored(value, name="n.key")
    assert raised.value.detail == "InvalidPropertyType"
    assert "n.key" in str(raised.value)
