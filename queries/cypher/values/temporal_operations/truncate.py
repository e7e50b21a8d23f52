"""Truncate temporal values to the start of a unit, as ``date.truncate('month', x)`` does."""

from __future__ import annotations

import math
from typing import Any

from sociogram.queries.cypher.values.temporal import calendar
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    LocalDateTime,
    LocalTime,
    Temporal,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.units import DAY, HOUR, MINUTE, SECOND
from sociogram.queries.cypher.values.temporal_operations.build import (
    DATE_FIELDS,
    TIME_FIELDS,
    Fields,
    check_fields,
    date_of,
    days_of_fields,
    lacking,
    nanos_of_fields,
    time_of,
    wrong,
    zone_of,
    zone_of_fields,
    zoned_datetime,
)
from sociogram.queries.cypher.values.temporal_operations.select import fixed_offset

_DATE_UNITS = (
    "millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day",
)  # fmt: skip
_TIME_UNITS = {
    "day": DAY,
    "hour": HOUR,
    "minute": MINUTE,
    "second": SECOND,
    "millisecond": 1_000_000,
    "microsecond": 1_000,
}
_YEARS = {"millennium": 1000, "century": 100, "decade": 10, "year": 1}
_PARTS_OF_DATE = DATE_FIELDS - {"date", "datetime"}
_PARTS_OF_TIME = TIME_FIELDS - {"time", "datetime"}


def _truncated_days(unit: str, days: int) -> int:
    year, month, _ = calendar.year_month_day(days)
    if unit in _YEARS:
        # years before 0 are truncated towards 0, as in Neo4j
        return calendar.day_number(year - int(math.fmod(year, _YEARS[unit])), 1, 1)
    if unit == "weekYear":
        return calendar.week_start(calendar.week_of(days)[0], 1)
    if unit == "quarter":
        return calendar.quarter_start(year, (month + 2) // 3)
    if unit == "month":
        return calendar.day_number(year, month, 1)
    if unit == "week":
        return days - calendar.weekday(days) + 1
    return days


def _unit(unit: str, allowed: Any, kind: str) -> str:
    if unit in allowed:
        return unit
    raise wrong(f"A {kind} cannot be truncated to {unit!r}.", hint=f"Use one of {', '.join(allowed)}.")


def _subsecond_fields(fields: Fields, unit: str, nanos: int) -> Fields:
    """Add the fraction of the second that the unit preserves, if ``fields`` has smaller components."""
    fraction = nanos % SECOND
    if unit == "millisecond" and ("microsecond" in fields or "nanosecond" in fields):
        return {**fields, "millisecond": fraction // 1_000_000}
    if unit == "microsecond" and "nanosecond" in fields:
        return {**fields, "microsecond": fraction // 1_000}
    return fields


def truncate_date(unit: str, value: Any, fields: Fields) -> Date:
    """Return ``date.truncate()``."""
    check_fields(fields, _PARTS_OF_DATE, "DATE")
    return Date(days_of_fields(fields, _truncated_days(_unit(unit, _DATE_UNITS, "DATE"), date_of(value))))


def _truncated_time(unit: str, value: Any, fields: Fields, kind: str) -> int:
    _unit(unit, _TIME_UNITS, kind)
    nanos = time_of(value)
    nanos -= nanos % _TIME_UNITS[unit]
    return nanos_of_fields(_subsecond_fields(fields, unit, nanos), nanos)


def truncate_local_time(unit: str, value: Any, fields: Fields) -> LocalTime:
    """Return ``localtime.truncate()``."""
    check_fields(fields, _PARTS_OF_TIME, "LOCAL TIME")
    return LocalTime(_truncated_time(unit, value, fields, "LOCAL TIME"))


def truncate_time(unit: str, value: Any, fields: Fields) -> ZonedTime:
    """Return ``time.truncate()``; a ``timezone`` in the fields replaces that of the value."""
    check_fields(fields, _PARTS_OF_TIME | {"timezone"}, "ZONED TIME")
    offset = fixed_offset(fields)
    if offset is None:
        offset = (zone_of(value) or (0, None))[0]
    return ZonedTime(_truncated_time(unit, value, fields, "ZONED TIME"), offset)


def _truncated_local(unit: str, value: Temporal, fields: Fields, kind: str) -> int:
    if isinstance(value, LocalTime | ZonedTime):
        raise lacking(kind, "date", value)
    _unit(unit, dict.fromkeys((*_DATE_UNITS, *_TIME_UNITS)), kind)
    days = date_of(value)
    if unit in _DATE_UNITS:
        base = _truncated_days(unit, days) * DAY
    else:
        nanos = time_of(value)
        base = days * DAY + nanos - nanos % _TIME_UNITS[unit]
    fields = _subsecond_fields(fields, unit, base)
    return days_of_fields(fields, base // DAY) * DAY + nanos_of_fields(fields, base % DAY)


def truncate_local_datetime(unit: str, value: Any, fields: Fields) -> LocalDateTime:
    """Return ``localdatetime.truncate()``."""
    check_fields(fields, _PARTS_OF_DATE | _PARTS_OF_TIME, "LOCAL DATETIME")
    return LocalDateTime(_truncated_local(unit, value, fields, "LOCAL DATETIME"))


def truncate_datetime(unit: str, value: Any, fields: Fields) -> ZonedDateTime:
    """Return ``datetime.truncate()``; a ``timezone`` in the fields replaces that of the value."""
    check_fields(fields, _PARTS_OF_DATE | _PARTS_OF_TIME | {"timezone"}, "ZONED DATETIME")
    offset, zone = zone_of_fields(fields) or zone_of(value) or (0, None)
    return zoned_datetime(_truncated_local(unit, value, fields, "ZONED DATETIME"), offset, zone)
