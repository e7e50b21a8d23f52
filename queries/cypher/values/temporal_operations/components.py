"""Read the components of temporal values: ``value.year``, ``value.epochMillis``, ``value.minutesOfHour``."""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.values.temporal import calendar
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    Temporal,
    ZonedDateTime,
    ZonedTime,
    towards_zero,
)
from sociogram.queries.cypher.values.temporal.units import DAY, HOUR, MINUTE, SECOND
from sociogram.queries.cypher.values.temporal.zones import offset_text


def component(value: Temporal, key: str) -> Any:
    """Return a component of a temporal value by name; raise CypherArgumentError if it does not have it."""
    found = None
    if isinstance(value, Duration):
        found = _duration_part(value, key)
    else:
        if isinstance(value, Date | LocalDateTime | ZonedDateTime):
            found = _date_part(value.days if isinstance(value, Date) else value.nanos // DAY, key)
        if found is None and not isinstance(value, Date):
            found = _time_part(value.nanos % DAY, key)  # type: ignore[attr-defined]
        if found is None and isinstance(value, ZonedTime | ZonedDateTime):
            found = _zone_part(value, key)
    if found is None:
        raise CypherArgumentError(
            f"A {value.type_name} has no component .{key}.",
            detail="InvalidArgumentValue",
            hint=f"Its components are {', '.join(_names(value))}.",
        )
    return found


def _date_part(days: int, key: str) -> int | None:
    year, month, day = calendar.year_month_day(days)
    quarter = (month + 2) // 3
    if key in ("week", "weekYear"):
        week_year, week = calendar.week_of(days)
        return week if key == "week" else week_year
    if key in ("weekDay", "dayOfWeek"):
        return calendar.weekday(days)
    if key == "ordinalDay":
        return days - calendar.day_number(year, 1, 1) + 1
    if key in ("dayOfQuarter", "quarterDay"):
        return days - calendar.quarter_start(year, quarter) + 1
    return {"year": year, "quarter": quarter, "month": month, "day": day}.get(key)


def _time_part(nanos: int, key: str) -> int | None:
    fraction = nanos % SECOND
    return {
        "hour": nanos // HOUR,
        "minute": nanos // MINUTE % 60,
        "second": nanos // SECOND % 60,
        "millisecond": fraction // 1_000_000,
        "microsecond": fraction // 1_000,
        "nanosecond": fraction,
    }.get(key)


def _zone_part(value: ZonedTime | ZonedDateTime, key: str) -> Any:
    if key == "timezone":
        zone = value.zone if isinstance(value, ZonedDateTime) else None
        return zone or offset_text(value.offset)
    if key == "offset":
        return offset_text(value.offset)
    if key == "offsetSeconds":
        return value.offset
    if key == "offsetMinutes":
        return towards_zero(value.offset, 60)[0]
    if isinstance(value, ZonedDateTime):
        if key == "epochSeconds":
            return towards_zero(value.instant // 1_000_000, 1_000)[0]  # as in Neo4j
        if key == "epochMillis":
            return value.instant // 1_000_000
    return None


def _duration_part(value: Duration, key: str) -> int | None:
    months, days, seconds, nanos = value.months, value.days, value.seconds, value.nanoseconds
    whole = {
        "years": (months, 12),
        "quarters": (months, 3),
        "months": (months, 1),
        "weeks": (days, 7),
        "days": (days, 1),
        "hours": (seconds, 3600),
        "minutes": (seconds, 60),
        "seconds": (seconds, 1),
    }.get(key)
    if whole is not None:
        return towards_zero(*whole)[0]
    rest = {
        "quartersOfYear": (towards_zero(months, 3)[0], 4),
        "monthsOfQuarter": (months, 3),
        "monthsOfYear": (months, 12),
        "daysOfWeek": (days, 7),
        "minutesOfHour": (towards_zero(seconds, 60)[0], 60),
        "secondsOfMinute": (seconds, 60),
    }.get(key)
    if rest is not None:
        return towards_zero(*rest)[1]
    return {
        "milliseconds": seconds * 1_000 + nanos // 1_000_000,
        "microseconds": seconds * 1_000_000 + nanos // 1_000,
        "nanoseconds": seconds * SECOND + nanos,
        "millisecondsOfSecond": nanos // 1_000_000,
        "microsecondsOfSecond": nanos // 1_000,
        "nanosecondsOfSecond": nanos,
    }.get(key)


_DATE_NAMES = (
    "year", "quarter", "month", "week", "weekYear", "day", "ordinalDay", "weekDay", "dayOfWeek",
    "dayOfQuarter",
)  # fmt: skip
_TIME_NAMES = ("hour", "minute", "second", "millisecond", "microsecond", "nanosecond")
_ZONE_NAMES = ("timezone", "offset", "offsetMinutes", "offsetSeconds")
_DURATION_NAMES = (
    "years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds",
    "microseconds", "nanoseconds", "quartersOfYear", "monthsOfQuarter", "monthsOfYear", "daysOfWeek",
    "minutesOfHour", "secondsOfMinute", "millisecondsOfSecond", "microsecondsOfSecond", "nanosecondsOfSecond",
)  # fmt: skip


def _names(value: Temporal) -> tuple[str, ...]:
    """Return the names of all components of a value."""
    if isinstance(value, Duration):
        return _DURATION_NAMES
    if isinstance(value, Date):
        return _DATE_NAMES
    if isinstance(value, LocalTime):
        return _TIME_NAMES
    if isinstance(value, ZonedTime):
        return _TIME_NAMES + _ZONE_NAMES
    if isinstance(value, LocalDateTime):
        return _DATE_NAMES + _TIME_NAMES
    return (*_DATE_NAMES, *_TIME_NAMES, *_ZONE_NAMES, "epochSeconds", "epochMillis")
