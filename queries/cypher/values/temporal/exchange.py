"""Convert temporal values from and to the driver's ``neo4j.time``, Python's ``datetime`` and NumPy."""

from __future__ import annotations

import datetime as dt
from datetime import timezone
from functools import cache
from typing import Any

import numpy as np

from sociogram.graph.common.temporal import zone_name
from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.values.temporal.calendar import day_number, year_month_day
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    Temporal,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.units import DAY, HOUR, MINUTE, SECOND
from sociogram.queries.cypher.values.temporal.zones import zone_rules


def from_driver(value: Any) -> Temporal | Any:
    """Convert a value of ``neo4j.time``, ``neo4j.spatial`` or ``datetime`` to the engine's, else None."""
    if isinstance(value, dt.datetime):
        return _from_datetime(value.date(), value.time(), value)
    if isinstance(value, dt.date):
        return Date(day_number(value.year, value.month, value.day))
    if isinstance(value, dt.time):
        return _from_time(value, value.microsecond * 1_000, None)
    if isinstance(value, dt.timedelta):
        return Duration(0, value.days, value.seconds, value.microseconds * 1_000)
    return _from_driver_value(value)


def _from_driver_value(value: Any) -> Any:
    name = type(value).__name__
    if name == "Date":
        return Date(day_number(value.year, value.month, value.day))
    if name == "Time":
        return _from_time(value, value.nanosecond, None)
    if name == "DateTime":
        return _from_datetime(value.date(), value.time(), value)
    if name == "Duration":
        return Duration(value.months, value.days, value.seconds, value.nanoseconds)
    if name in {"CartesianPoint", "WGS84Point"}:
        from sociogram.queries.cypher.values.points import Point

        return Point(int(value.srid), tuple(float(coordinate) for coordinate in value))
    return None


def _time_nanos(value: Any, fraction: int) -> int:
    return int(value.hour * HOUR + value.minute * MINUTE + int(value.second) * SECOND + fraction)


def _from_time(value: Any, fraction: int, offset: dt.timedelta | None) -> Temporal:
    nanos = _time_nanos(value, fraction)
    delta = value.utcoffset() if offset is None and value.tzinfo is not None else offset
    return LocalTime(nanos) if delta is None else ZonedTime(nanos, _seconds(delta))


def _from_datetime(date: Any, time: Any, value: Any) -> Temporal:
    fraction = value.microsecond * 1_000 if isinstance(value, dt.datetime) else value.nanosecond
    nanos = day_number(date.year, date.month, date.day) * DAY + _time_nanos(time, fraction)
    delta = value.utcoffset()
    if delta is None:
        return LocalDateTime(nanos)
    return ZonedDateTime(nanos, _seconds(delta), zone_name(value.tzinfo))


def _seconds(delta: Any) -> int:
    return int(delta.days * 86_400 + delta.seconds)


def from_numpy_time(value: np.datetime64 | np.timedelta64) -> Any:
    """Convert a NumPy datetime or timedelta to a value of the engine; NaT is null."""
    if np.isnat(value):
        return None
    if isinstance(value, np.timedelta64):
        return Duration(nanoseconds=int(value.astype("timedelta64[ns]").astype(np.int64)))
    if np.datetime_data(value.dtype)[0] in ("Y", "M", "W", "D"):
        return Date(int(value.astype("datetime64[D]").astype(np.int64)))
    return LocalDateTime(int(value.astype("datetime64[ns]").astype(np.int64)))


def driver_value(value: Temporal) -> Any:
    """Convert a value of the engine to the driver's, as results and graphs have it.

    Raises:
        CypherArgumentError: the year is not between 1 and 9999.
    """
    from neo4j import time

    if isinstance(value, Duration):
        # in the driver, nanoseconds have the sign of the seconds
        total = value.seconds * SECOND + value.nanoseconds
        sign = -1 if total < 0 else 1
        seconds, nanos = divmod(abs(total), SECOND)
        return time.Duration(
            months=value.months, days=value.days, seconds=sign * seconds, nanoseconds=sign * nanos
        )
    if isinstance(value, LocalTime):
        return time.Time(*_clock(value.nanos))
    if isinstance(value, ZonedTime):
        return _driver_time(value.nanos, value.offset, _fixed(value.offset))
    days = value.days if isinstance(value, Date) else value.nanos // DAY  # type: ignore[attr-defined]
    year, month, day = year_month_day(days)
    if not 1 <= year <= 9999:
        raise CypherArgumentError(
            f"{value} cannot be returned or stored: outside a query, years range from 1 to 9999.",
            detail="NumberOutOfRange",
            hint="Return toString() of it.",
        )
    if isinstance(value, Date):
        return time.Date(year, month, day)
    clock = _clock(value.nanos % DAY)  # type: ignore[attr-defined]
    if isinstance(value, ZonedDateTime):
        return _driver_datetime(value, time.DateTime(year, month, day, *clock))
    return time.DateTime(year, month, day, *clock)


def _clock(nanos: int) -> tuple[int, int, int, int]:
    """Return hours, minutes, seconds and nanoseconds."""
    return nanos // HOUR, nanos // MINUTE % 60, nanos // SECOND % 60, nanos % SECOND


def _driver_time(nanos: int, offset: int, zone: dt.tzinfo) -> Any:
    """Create a time at an offset, which may have seconds, although the driver's class rejects them."""
    from neo4j import time

    return (_time_with_seconds() if offset % 60 else time.Time)(*_clock(nanos), tzinfo=zone)


@cache
def _time_with_seconds() -> Any:
    """Return a subclass of the driver's times for offsets with seconds, as Stockholm had until 1879."""
    from neo4j import time

    class Time(time.Time):
        """A time whose offset from UTC may include seconds."""

        def _utc_offset(self, dt: Any = None) -> Any:
            if dt is None or isinstance(self.tzinfo, timezone):
                return self.tzinfo.utcoffset(None) if self.tzinfo is not None else None
            return self.tzinfo.utcoffset(dt.to_native()) if self.tzinfo is not None else None

    return Time


def _driver_datetime(value: ZonedDateTime, local: Any) -> Any:
    """Create a date and time with a zone of pytz, as the driver does for values from a server."""
    import pytz
    from neo4j import time

    if value.offset % 60:
        # pytz rounds such offsets to minutes
        zone = _fixed(value.offset) if value.zone is None else zone_rules(value.zone)
        clock = _driver_time(value.nanos % DAY, value.offset, zone)
        return time.DateTime.combine(local.date(), clock)
    if value.zone is None:
        return local.replace(tzinfo=_fixed(value.offset))
    named = pytz.timezone(value.zone)
    early = named.localize(local, is_dst=True)
    if _seconds(early.utcoffset()) == value.offset:
        return early
    return named.localize(local, is_dst=False)


def _fixed(offset: int) -> dt.tzinfo:
    """Return a fixed offset of pytz, as the driver does; for offsets with seconds, Python's class."""
    import pytz

    if offset % 60:
        return timezone(dt.timedelta(seconds=offset))
    zone: dt.tzinfo = pytz.FixedOffset(offset // 60)
    return zone
