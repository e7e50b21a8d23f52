"""Durations added to temporal values and to each other, multiplied and divided."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sociogram.graph.errors import CypherArithmeticError
from sociogram.queries.cypher.temporal.build import zoned_datetime
from sociogram.queries.cypher.temporal.calendar import checked_days, plus_months
from sociogram.queries.cypher.temporal.format import towards_zero
from sociogram.queries.cypher.temporal.types import (
    AVERAGE_SECONDS_PER_MONTH,
    DAY,
    SECOND,
    SECONDS_PER_DAY,
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
)

_LIMIT = 2**63


def checked(duration: Duration) -> Duration:
    """Return a duration, or raise where a part does not fit into 64 bits."""
    for part in (duration.months, duration.days, duration.seconds):
        if not -_LIMIT <= part < _LIMIT:
            raise CypherArithmeticError(
                "A part of the duration does not fit into 64 bits.", detail="IntegerOverflow"
            )
    return duration


def approximate(
    months: Fraction | int, days: Fraction | int, seconds: Fraction | int, nanoseconds: Fraction | int = 0
) -> Duration:
    """Return a duration of parts that have fractions: each goes on into the next smaller part."""
    whole_months = int(months)
    days += (months - whole_months) * Fraction(AVERAGE_SECONDS_PER_MONTH, SECONDS_PER_DAY)
    whole_days = int(days)
    seconds += (days - whole_days) * SECONDS_PER_DAY
    whole_seconds = int(seconds)
    nanoseconds += (seconds - whole_seconds) * SECOND
    return checked(Duration(whole_months, whole_days, whole_seconds, int(nanoseconds)))


def negated(duration: Duration) -> Duration:
    """Return ``-duration``."""
    return Duration(-duration.months, -duration.days, -duration.seconds, -duration.nanoseconds)


def scale(duration: Duration, factor: int | float, *, divide: bool = False) -> Duration:
    """Return a duration times a number, or divided by it."""
    if isinstance(factor, float) and not (factor == factor and abs(factor) != float("inf")):
        raise CypherArithmeticError(
            f"A duration cannot be multiplied by {factor}.", detail="NumberOutOfRange"
        )
    exact = Fraction(repr(factor)) if isinstance(factor, float) else Fraction(factor)
    if divide:
        exact = 1 / exact
    return approximate(
        duration.months * exact,
        duration.days * exact,
        duration.seconds * exact,
        duration.nanoseconds * exact,
    )


def add_temporal(left: Any, right: Any) -> Any:
    """Return ``left + right`` where one is a duration; None where they do not go together."""
    if isinstance(left, Duration) and not isinstance(right, Duration):
        left, right = right, left
    if not isinstance(right, Duration):
        return None
    if isinstance(left, Duration):
        return checked(
            Duration(
                left.months + right.months,
                left.days + right.days,
                left.seconds + right.seconds,
                left.nanoseconds + right.nanoseconds,
            )
        )
    return plus(left, right)


def plus(value: Any, duration: Duration) -> Any:
    """Return a date, a time or both so much later; None for other values.

    Months come first, then days, then the time. A date takes whole days of the time; a time takes
    nothing of months and days.
    """
    nanos = duration.seconds * SECOND + duration.nanoseconds
    if isinstance(value, Date):
        days = plus_months(value.days, duration.months) + duration.days
        return Date(checked_days(days + towards_zero(duration.seconds, SECONDS_PER_DAY)[0]))
    if isinstance(value, LocalTime):
        return LocalTime((value.nanos + nanos) % DAY)
    if isinstance(value, ZonedTime):
        return ZonedTime((value.nanos + nanos) % DAY, value.offset)
    if isinstance(value, LocalDateTime):
        return LocalDateTime(_checked_nanos(_later_date(value.nanos, duration) + nanos))
    if isinstance(value, ZonedDateTime):
        return _later_zoned(value, duration, nanos)
    return None


def _later_date(nanos: int, duration: Duration) -> int:
    days, time = divmod(nanos, DAY)
    return (plus_months(days, duration.months) + duration.days) * DAY + time


def _checked_nanos(nanos: int) -> int:
    checked_days(nanos // DAY)
    return nanos


def _later_zoned(value: ZonedDateTime, duration: Duration, nanos: int) -> ZonedDateTime:
    """Months and days move the local clock, the time moves the instant."""
    from sociogram.queries.cypher.temporal.build import at_instant

    local = _checked_nanos(_later_date(value.nanos, duration))
    moved = zoned_datetime(local, value.offset, value.zone, wanted=value.offset)
    later = at_instant(moved.instant + nanos, moved.offset, value.zone)
    _checked_nanos(later.nanos)
    return later
