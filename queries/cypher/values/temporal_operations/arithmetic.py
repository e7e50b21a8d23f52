"""Add durations to temporal values and to each other, multiply and divide them."""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import CypherArithmeticError
from sociogram.queries.cypher.values.temporal.calendar import checked_days, plus_months
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
    towards_zero,
)
from sociogram.queries.cypher.values.temporal.units import (
    AVERAGE_SECONDS_PER_MONTH,
    DAY,
    SECOND,
    SECONDS_PER_DAY,
)
from sociogram.queries.cypher.values.temporal_operations.build import zoned_datetime

_INT64_LIMIT = 2**63
_NANOS_PER_MONTH = AVERAGE_SECONDS_PER_MONTH * SECOND


def checked(duration: Duration) -> Duration:
    """Return a duration; raise CypherArithmeticError if its length in seconds does not fit into 64 bits."""
    seconds = duration.months * AVERAGE_SECONDS_PER_MONTH + duration.days * SECONDS_PER_DAY + duration.seconds
    if -_INT64_LIMIT <= seconds < _INT64_LIMIT:
        return duration
    raise CypherArithmeticError(
        "The duration is too long: its length in seconds does not fit into 64 bits.", detail="IntegerOverflow"
    )


def approximate(
    months: int | float, days: int | float, seconds: int | float, nanoseconds: int | float = 0
) -> Duration:
    """Create a duration from fractional components; each fraction is carried to the next smaller component.

    The steps are Neo4j's, with floats, so that both return the same nanoseconds.
    """
    whole_months = _whole(months)
    if isinstance(months, float):
        days = days + (months - whole_months) * _NANOS_PER_MONTH / DAY
    whole_days = _whole(days)
    if isinstance(days, float):
        seconds = seconds + (days - whole_days) * DAY / SECOND
    whole_seconds = _whole(seconds)
    if isinstance(seconds, float):
        nanoseconds = nanoseconds + (seconds - whole_seconds) * SECOND
    return checked(Duration(whole_months, whole_days, whole_seconds, _whole(nanoseconds)))


def _whole(value: int | float) -> int:
    """Truncate a number; raise CypherArithmeticError if it does not fit into 64 bits."""
    if -_INT64_LIMIT <= value < _INT64_LIMIT:
        return int(value)
    raise CypherArithmeticError(
        f"A component of the duration, {value}, does not fit into 64 bits.", detail="IntegerOverflow"
    )


def negated(duration: Duration) -> Duration:
    """Return ``-duration``."""
    return Duration(-duration.months, -duration.days, -duration.seconds, -duration.nanoseconds)


def scale(duration: Duration, factor: int | float, *, divide: bool = False) -> Duration:
    """Multiply a duration by a number, or divide it."""
    if isinstance(factor, float) and not (factor == factor and abs(factor) != float("inf")):
        raise CypherArithmeticError(
            f"A duration cannot be multiplied by {factor}.", detail="NumberOutOfRange"
        )
    parts = (duration.months, duration.days, duration.seconds, duration.nanoseconds)
    if divide:
        return approximate(*(part / factor for part in parts))
    return approximate(*(part * factor for part in parts))


def add_temporal(left: Any, right: Any) -> Any:
    """Return ``left + right`` if one of them is a duration; None if they cannot be added."""
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
    """Add a duration to a date, a time or both; return None for other values.

    Months are added first, then days, then the time. A date ignores what is less than a day; a time of day
    ignores months and days.
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
    """Add a duration in a zone: months and days change the local date, the time changes the instant."""
    from sociogram.queries.cypher.values.temporal_operations.build import at_instant

    local = _checked_nanos(_later_date(value.nanos, duration))
    moved = zoned_datetime(local, value.offset, value.zone, wanted=value.offset)
    later = at_instant(moved.instant + nanos, moved.offset, value.zone)
    _checked_nanos(later.nanos)
    return later
