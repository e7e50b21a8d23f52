"""Create each temporal type from a map of components or from another temporal value, as ``date(x)`` does."""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.values.temporal.types import (
    Date,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.units import DAY, SECOND
from sociogram.queries.cypher.values.temporal_operations.build import (
    DATE_FIELDS,
    EPOCH_FIELDS,
    TIME_FIELDS,
    Fields,
    at_instant,
    check_fields,
    check_whole_date,
    date_of,
    days_of_fields,
    integer,
    nanos_of_fields,
    time_of,
    wrong,
    zone_of,
    zone_of_fields,
    zoned_datetime,
)

_ONLY_DATE = DATE_FIELDS - {"datetime"}
_ONLY_TIME = (TIME_FIELDS | {"timezone"}) - {"datetime"}
_LOCAL = DATE_FIELDS | TIME_FIELDS
_EPOCH = 0


def _base_date(fields: Fields) -> int | None:
    source = fields.get("date")
    source = fields.get("datetime") if source is None else source
    return None if source is None else date_of(source)


def _time_source(fields: Fields) -> Any:
    source = fields.get("time")
    return fields.get("datetime") if source is None else source


def _base_time(fields: Fields) -> int | None:
    source = _time_source(fields)
    return None if source is None else time_of(source)


def date_from(value: Any) -> Date:
    """Return the date of a map of components, or of a value with a date."""
    if not isinstance(value, dict):
        return Date(date_of(value))
    check_fields(value, _ONLY_DATE, "DATE")
    return Date(days_of_fields(value, _base_date(value)))


def local_time_from(value: Any) -> LocalTime:
    """Return the local time of a map of components, or of a value with a time."""
    if not isinstance(value, dict):
        return LocalTime(time_of(value))
    check_fields(value, _ONLY_TIME - {"timezone"}, "LOCAL TIME")
    return LocalTime(_time_nanos(value))


def _time_nanos(fields: Fields) -> int:
    base = _base_time(fields)
    if base is None and fields.get("hour") is None:
        raise wrong("A time needs an hour.", hint="Write {hour: 12}, or give a time: {time: other}.")
    return nanos_of_fields(fields, base)


def time_from(value: Any) -> ZonedTime:
    """Return the time of a map of components, or of a value with a time; in UTC by default."""
    if not isinstance(value, dict):
        zone = zone_of(value)
        return ZonedTime(time_of(value), 0 if zone is None else zone[0])
    check_fields(value, _ONLY_TIME, "ZONED TIME")
    nanos = _time_nanos(value)
    before = zone_of(_time_source(value))
    offset = fixed_offset(value)
    if offset is None:
        return ZonedTime(nanos, 0 if before is None else before[0])
    if before is not None:
        nanos = (nanos + (offset - before[0]) * SECOND) % DAY
    return ZonedTime(nanos, offset)


def fixed_offset(fields: Fields) -> int | None:
    """Return the offset of a time with ``timezone``; a named zone has its offset of 1970-01-01."""
    zone = zone_of_fields(fields)
    if zone is None:
        return None
    offset, name = zone
    return at_instant(_EPOCH, None, name).offset if name is not None else offset


def local_datetime_from(value: Any) -> LocalDateTime:
    """Return the local date and time of a map of components, or of a value with both."""
    if not isinstance(value, dict):
        return LocalDateTime(
            date_of(value, "local date and time") * DAY + time_of(value, "local date and time")
        )
    check_fields(value, _LOCAL, "LOCAL DATETIME")
    return LocalDateTime(_local_nanos(value))


def _local_nanos(fields: Fields) -> int:
    if fields.get("datetime") is not None and (fields.get("date") or fields.get("time")) is not None:
        raise wrong("datetime cannot be combined with date or time.")
    base_date, base_time = _base_date(fields), _base_time(fields)
    if base_date is None and (base_time is not None or fields.get("hour") is not None):
        check_whole_date(fields)
    return days_of_fields(fields, base_date) * DAY + nanos_of_fields(fields, base_time)


def datetime_from(value: Any) -> ZonedDateTime:
    """Return the date and time of a map of components, or of a value with both; in UTC by default."""
    if not isinstance(value, dict):
        offset, name = zone_of(value) or (0, None)
        return ZonedDateTime(
            date_of(value, "date and time") * DAY + time_of(value, "date and time"), offset, name
        )
    check_fields(value, _LOCAL | EPOCH_FIELDS | {"timezone"}, "ZONED DATETIME")
    wanted = zone_of_fields(value)
    if EPOCH_FIELDS & value.keys():
        return _from_epoch(value, *(wanted or (0, None)))
    nanos = _local_nanos(value)
    before = zone_of(_time_source(value))
    if before is None:
        return zoned_datetime(nanos, *(wanted or (0, None)))
    offset, name = before
    here = zoned_datetime(nanos, offset, name, wanted=offset)
    return here if wanted is None else at_instant(here.instant, *wanted)


def _from_epoch(fields: Fields, offset: int | None, zone: str | None) -> ZonedDateTime:
    """Return the date and time of ``epochSeconds`` or ``epochMillis``, with other components replaced."""
    seconds, millis = integer(fields, "epochSeconds"), integer(fields, "epochMillis")
    if (seconds is None) == (millis is None):
        raise wrong("Use either epochSeconds or epochMillis, not both.")
    instant = (millis or 0) * 1_000_000 if seconds is None else seconds * SECOND
    start = at_instant(instant, offset, zone)
    others = {name: part for name, part in fields.items() if name not in EPOCH_FIELDS | {"timezone"}}
    if not others:
        return start
    days, time = divmod(start.nanos, DAY)
    nanos = days_of_fields(others, days) * DAY + nanos_of_fields(others, time)
    return zoned_datetime(nanos, offset, zone, wanted=start.offset)
