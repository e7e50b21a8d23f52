"""Compute the difference between two temporal values.

Values of different types are aligned first: a date gets the time 00:00, a time gets the date of the other
value, and a value without a zone gets the zone of the other value.
"""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import CypherTypeError
from sociogram.queries.cypher.values.temporal.calendar import plus_months, year_month_day
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
from sociogram.queries.cypher.values.temporal.units import DAY, SECOND
from sociogram.queries.cypher.values.temporal_operations.build import (
    date_of,
    time_of,
    zone_of,
    zoned_datetime,
)


class _Moment:
    """A value aligned with another one: its local time and instant, in nanoseconds, and its zone."""

    __slots__ = ("instant", "local", "offset", "zone")

    def __init__(self, local: int, offset: int | None, zone: str | None) -> None:
        self.zone = zone
        self.offset = offset
        self.local = local
        self.instant = local
        if offset is not None or zone is not None:
            value = zoned_datetime(local, offset, zone, wanted=offset)
            self.local, self.offset, self.instant = value.nanos, value.offset, value.instant

    def read_at(self, other: _Moment) -> int:
        """Return the local time of this moment in the zone of another one."""
        if other.offset is None:
            return self.local
        if other.zone is None:
            return self.instant + other.offset * SECOND
        from sociogram.queries.cypher.values.temporal.zones import offset_at

        return self.instant + offset_at(self.instant, other.zone) * SECOND


def _has_date(value: Temporal) -> bool:
    return isinstance(value, Date | LocalDateTime | ZonedDateTime)


def _has_time(value: Temporal) -> bool:
    return isinstance(value, LocalTime | ZonedTime | LocalDateTime | ZonedDateTime)


def _check_dated(one: Temporal, other: Temporal, units: str) -> None:
    if not (_has_date(one) or _has_date(other)):
        raise CypherTypeError(
            f"There are no {units} between two times of day, {one} and {other}.",
            detail="InvalidArgumentType",
            hint="Use duration.between() or duration.inSeconds() for the elapsed time.",
        )


def _alike(one: Temporal, other: Temporal) -> tuple[_Moment, _Moment]:
    return _moment(one, other), _moment(other, one)


def _moment(value: Temporal, other: Temporal) -> _Moment:
    dated = next((one for one in (value, other) if _has_date(one)), None)
    days = 0 if dated is None else date_of(dated)
    nanos = time_of(value) if _has_time(value) else 0
    offset, zone = zone_of(value) or zone_of(other) or (None, None)
    if zone is not None and zone_of(value) is None:
        offset = None  # the zone of the other value, with its offset on this day
    return _Moment(days * DAY + nanos, offset, zone)


def _months_between(start: int, end: int) -> int:
    """Return the number of whole months between two local times."""
    end_days = _whole_day_end(start, end)
    (year, month, day), (end_year, end_month, end_day) = (
        year_month_day(start // DAY),
        year_month_day(end_days),
    )
    packed = (year * 12 + month - 1) * 32 + day
    return towards_zero((end_year * 12 + end_month - 1) * 32 + end_day - packed, 32)[0]


def _whole_day_end(start: int, end: int) -> int:
    """Return the day of ``end``, or the one nearer to ``start`` if its last day is not complete."""
    start_days, start_time = divmod(start, DAY)
    end_days, end_time = divmod(end, DAY)
    if end_days > start_days and end_time < start_time:
        return end_days - 1
    if end_days < start_days and end_time > start_time:
        return end_days + 1
    return end_days


def between(one: Any, other: Any) -> Duration:
    """Return ``duration.between()``: months, then days, then the time."""
    start, end = _alike(one, other)
    if not (_has_date(one) and _has_date(other)):
        return Duration(nanoseconds=end.instant - start.instant)
    target = end.read_at(start)
    months = _months_between(start.local, target)
    days, time = divmod(start.local, DAY)
    moved = plus_months(days, months) * DAY + time
    whole_days = _whole_day_end(moved, target) - moved // DAY
    moved += whole_days * DAY
    if start.zone is None:
        rest = target - moved
    else:
        rest = end.instant - zoned_datetime(moved, start.offset, start.zone, wanted=start.offset).instant
    return Duration(months, whole_days, 0, rest)


def in_months(one: Any, other: Any) -> Duration:
    """Return ``duration.inMonths()``: whole months."""
    _check_dated(one, other, "months")
    start, end = _alike(one, other)
    return Duration(months=_months_between(start.local, end.read_at(start)))


def in_days(one: Any, other: Any) -> Duration:
    """Return ``duration.inDays()``: whole days."""
    _check_dated(one, other, "days")
    start, end = _alike(one, other)
    return Duration(days=_whole_day_end(start.local, end.read_at(start)) - start.local // DAY)


def in_seconds(one: Any, other: Any) -> Duration:
    """Return ``duration.inSeconds()``: the elapsed time."""
    start, end = _alike(one, other)
    return Duration(nanoseconds=end.instant - start.instant)
