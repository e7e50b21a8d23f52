"""``date.truncate()`` and its kin give the first moment of the unit: by its law, and by a table.

``expressions.txt`` has the same in queries, and units that a value does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sociogram.queries.cypher.values.temporal.types import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Date,
    LocalDateTime,
    LocalTime,
)
from sociogram.queries.cypher.values.temporal_operations.truncate import (
    truncate_date,
    truncate_local_datetime,
    truncate_local_time,
)

UNITS: dict[str, Callable[[date], Any]] = {
    "millennium": lambda day: day.year // 1000,
    "century": lambda day: day.year // 100,
    "decade": lambda day: day.year // 10,
    "year": lambda day: day.year,
    "weekYear": lambda day: day.isocalendar().year,
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
    "month": lambda day: (day.year, day.month),
    "week": lambda day: tuple(day.isocalendar())[:2],
    "day": lambda day: day,
}
"""What two days of the same unit share."""
EPOCH = date(1970, 1, 1)
DAYS = st.dates(date(1001, 1, 1), date(4000, 12, 31))
NANOS = st.integers(0, DAY - 1)


def number(day: date) -> int:
    return (day - EPOCH).days


def is_start(unit: str, start: date, day: date) -> bool:
    """Tell whether a day is the first of the unit that another is in."""
    share = UNITS[unit]
    return share(start) == share(day) != share(start - timedelta(days=1)) or (unit == "day" and start == day)


@pytest.mark.parametrize("unit", UNITS)
@given(day=DAYS, nanos=NANOS)
def test_a_date_is_cut_to_the_first_day_of_its_unit(unit: str, day: date, nanos: int) -> None:
    found = truncate_date(unit, Date(number(day)), {})
    assert is_start(unit, EPOCH + timedelta(days=found.days), day)
    moment = truncate_local_datetime(unit, LocalDateTime(number(day) * DAY + nanos), {})
    assert moment == LocalDateTime(found.days * DAY)


@pytest.mark.parametrize("month", range(1, 13))
def test_quarters(month: int) -> None:
    first = {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7, 8: 7, 9: 7, 10: 10, 11: 10, 12: 10}[month]
    for day in (1, 28):
        found = truncate_date("quarter", Date(number(date(2023, month, day))), {})
        assert found == Date(number(date(2023, first, 1)))


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        ("day", DAY),
        ("hour", HOUR),
        ("minute", MINUTE),
        ("second", SECOND),
        ("millisecond", 1_000_000),
        ("microsecond", 1_000),
    ],
)
@given(nanos=NANOS)
def test_a_time_is_cut_to_a_whole_number_of_its_unit(unit: str, length: int, nanos: int) -> None:
    assert truncate_local_time(unit, LocalTime(nanos), {}) == LocalTime(nanos // length * length)
