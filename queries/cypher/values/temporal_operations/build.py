"""Build temporal values from components, as in ``date({year: 1984, week: 10})``, and from other values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sociogram.graph.errors import CypherArgumentError, CypherError, CypherTypeError
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.references import article, shown
from sociogram.queries.cypher.values.temporal import calendar
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    Temporal,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.units import DAY, HOUR, MAX_YEAR, MIN_YEAR, MINUTE, SECOND
from sociogram.queries.cypher.values.temporal.zones import local_in_zone, offset_at, parse_zone

Fields = Mapping[str, Any]

DATE_FIELDS = frozenset(
    {"year", "month", "day", "week", "dayOfWeek", "quarter", "dayOfQuarter", "ordinalDay", "date", "datetime"}
)
TIME_FIELDS = frozenset(
    {"hour", "minute", "second", "millisecond", "microsecond", "nanosecond", "time", "datetime"}
)
EPOCH_FIELDS = frozenset({"epochSeconds", "epochMillis"})


def wrong(message: str, hint: str | None = None) -> CypherArgumentError:
    """Return the error for components that do not form a temporal value."""
    return CypherArgumentError(message, detail="InvalidArgumentValue", hint=hint)


def lacking(what: str, part: str, value: Any) -> CypherError:
    """Return the error for a value that lacks a required component."""
    message = f"A {what} needs a value with a {part}, but got {shown(value)}."
    if isinstance(value, Temporal) and not isinstance(value, Duration):
        return CypherTypeError(message, detail="InvalidArgumentType")
    return wrong(message)


def ranged(name: str, value: int, low: int, high: int) -> int:
    """Return a component; raise CypherArgumentError if it is out of range."""
    if low <= value <= high:
        return value
    raise wrong(f"{name} must be between {low} and {high}, but got {value}.")


def check_fields(fields: Fields, allowed: frozenset[str], kind: str) -> None:
    """Raise CypherArgumentError for a component that the type does not have."""
    for name in fields:
        if name not in allowed:
            raise wrong(
                f"A {kind} has no component {name!r}.",
                hint=f"Its components are {', '.join(sorted(allowed))}.",
            )


def integer(fields: Fields, name: str) -> int | None:
    """Return an integer component, or None if it is missing or null."""
    value = own(fields.get(name))
    if value is None:
        return None
    if type(value) is int:
        return value
    raise wrong(f"{name} must be an INTEGER, but got {shown(value)}, which is {article(type_name(value))}.")


# ── Dates ──────────────────────────────────────────────────────────────────────────────────────


def days_of_year_month_day(year: int, month: int, day: int) -> int:
    """Return the number of a day, given by month and day of the month; check the components."""
    ranged("year", year, MIN_YEAR, MAX_YEAR)
    ranged("month", month, 1, 12)
    return calendar.day_number(year, month, ranged("day", day, 1, calendar.month_length(year, month)))


def days_of_week(year: int, week: int, weekday: int) -> int:
    """Return the number of a day, given by ISO week and day of the week; check the components."""
    ranged("year", year, MIN_YEAR, MAX_YEAR)
    ranged("week", week, 1, calendar.weeks_in(year))
    return calendar.week_start(year, week) + ranged("dayOfWeek", weekday, 1, 7) - 1


def days_of_quarter(year: int, quarter: int, day: int) -> int:
    """Return the number of a day, given by quarter and day of the quarter; check the components."""
    ranged("year", year, MIN_YEAR, MAX_YEAR)
    ranged("quarter", quarter, 1, 4)
    ranged("dayOfQuarter", day, 1, calendar.quarter_length(year, quarter))
    return calendar.quarter_start(year, quarter) + day - 1


def days_of_ordinal(year: int, day: int) -> int:
    """Return the number of a day, given by its ordinal in the year; check the components."""
    ranged("year", year, MIN_YEAR, MAX_YEAR)
    return calendar.day_number(year, 1, 1) + ranged("ordinalDay", day, 1, 365 + calendar.is_leap(year)) - 1


def days_of_fields(fields: Fields, base: int | None) -> int:
    """Return the number of a day, given by components; missing ones are those of ``base`` or the smallest."""
    given = {name: integer(fields, name) for name in DATE_FIELDS - {"date", "datetime"}}
    _check_kinds(given)
    year = given["year"]
    if base is None and year is None:
        raise wrong("A date needs a year.", hint="Write {year: 2023}, or give a date: {date: other}.")
    if given["week"] is not None or given["dayOfWeek"] is not None:
        return _by_week(given, year, base)
    if given["ordinalDay"] is not None:
        own_year = calendar.year_month_day(base)[0] if base is not None and year is None else year
        return days_of_ordinal(_known(own_year, "year"), given["ordinalDay"])
    if given["quarter"] is not None or given["dayOfQuarter"] is not None:
        return _by_quarter(given, year, base)
    return _by_month(given, year, base)


_KINDS = (
    ("week date", ("week", "dayOfWeek")),
    ("ordinal date", ("ordinalDay",)),
    ("quarter date", ("quarter", "dayOfQuarter")),
    ("calendar date", ("month", "day")),
)


def _check_kinds(given: Mapping[str, int | None]) -> None:
    """Raise CypherArgumentError for components of two date notations, such as a month and a week."""
    named = [(kind, name) for kind, names in _KINDS for name in names if given[name] is not None]
    for kind, name in named[1:]:
        if kind != named[0][0]:
            raise wrong(f"A {named[0][0]} with {named[0][1]} cannot have {name}, which belongs to a {kind}.")


def check_whole_date(fields: Fields) -> None:
    """Raise CypherArgumentError if the components of a date with a time do not determine the day."""
    for kind, names in _KINDS:
        if any(fields.get(name) is not None for name in names) or kind == "calendar date":
            for name in names:
                if fields.get(name) is None:
                    raise wrong(f"A {kind} with a time needs {name}.")
            return


def _known(value: int | None, name: str) -> int:
    if value is None:
        raise wrong(f"A date needs a {name}.")
    return value


def _by_week(given: Mapping[str, int | None], year: int | None, base: int | None) -> int:
    week, weekday = given["week"], given["dayOfWeek"]
    if base is not None:
        base_year, base_week = calendar.week_of(base)
        year = base_year if year is None else year
        week = base_week if week is None else week
        weekday = calendar.weekday(base) if weekday is None else weekday
    return days_of_week(_known(year, "year"), _known(week, "week"), 1 if weekday is None else weekday)


def _by_quarter(given: Mapping[str, int | None], year: int | None, base: int | None) -> int:
    quarter, day = given["quarter"], given["dayOfQuarter"]
    if base is not None:
        base_year, base_month, base_day = calendar.year_month_day(base)
        year = base_year if year is None else year
        if day is None and quarter is not None:
            # in the other quarter, the month with the same position, and in it the same day
            month = 3 * (ranged("quarter", quarter, 1, 4) - 1) + (base_month - 1) % 3 + 1
            return calendar.day_number(year, month, min(base_day, calendar.month_length(year, month)))
        quarter = (base_month + 2) // 3 if quarter is None else quarter
    return days_of_quarter(_known(year, "year"), _known(quarter, "quarter"), 1 if day is None else day)


def _by_month(given: Mapping[str, int | None], year: int | None, base: int | None) -> int:
    month, day = given["month"], given["day"]
    if base is not None:
        base_year, base_month, base_day = calendar.year_month_day(base)
        year = base_year if year is None else year
        base_day = min(base_day, calendar.month_length(year, base_month))
        month = base_month if month is None else ranged("month", month, 1, 12)
        day = min(base_day, calendar.month_length(year, month)) if day is None else day
    elif day is not None and month is None:
        raise wrong("A date with a day needs a month.")
    return days_of_year_month_day(
        _known(year, "year"), 1 if month is None else month, 1 if day is None else day
    )


# ── Times ──────────────────────────────────────────────────────────────────────────────────────


def nanos_of_parts(hour: int, minute: int, second: int, fraction: int) -> int:
    """Return the nanoseconds since midnight; check the components."""
    ranged("hour", hour, 0, 23)
    ranged("minute", minute, 0, 59)
    ranged("second", second, 0, 59)
    return hour * HOUR + minute * MINUTE + second * SECOND + fraction


def nanos_of_fields(fields: Fields, base: int | None) -> int:
    """Return the nanoseconds since midnight, given by components; missing ones are those of ``base`` or 0."""
    hour, minute, second = (integer(fields, name) for name in ("hour", "minute", "second"))
    fraction = _fraction_of_fields(fields)
    if base is None:
        _check_order(hour, minute, second, fraction)
        base = 0
    return nanos_of_parts(
        base // HOUR if hour is None else hour,
        base // MINUTE % 60 if minute is None else minute,
        base // SECOND % 60 if second is None else second,
        base % SECOND if fraction is None else fraction,
    )


def _check_order(*parts: int | None) -> None:
    """Raise CypherArgumentError for a component without the next larger one: a minute without an hour."""
    names = ("hour", "minute", "second", "fraction of a second")
    for position in range(1, len(parts)):
        if parts[position] is not None and parts[position - 1] is None:
            raise wrong(f"A time with a {names[position]} needs a {names[position - 1]}.")


def _fraction_of_fields(fields: Fields) -> int | None:
    """Return the fraction of a second in nanoseconds; after a larger unit, a smaller one is its remainder."""
    milli, micro, nano = (integer(fields, name) for name in ("millisecond", "microsecond", "nanosecond"))
    if milli is None and micro is None and nano is None:
        return None
    total = 0
    limit = SECOND
    for name, value, unit in (
        ("millisecond", milli, 1_000_000),
        ("microsecond", micro, 1_000),
        ("nanosecond", nano, 1),
    ):
        if value is not None:
            total += ranged(name, value, 0, limit // unit - 1) * unit
            limit = unit
    return total


# ── Zones ──────────────────────────────────────────────────────────────────────────────────────


def zone_of_fields(fields: Fields) -> tuple[int | None, str | None] | None:
    """Return the offset and the zone in ``timezone``, one of which is None; None if it is missing."""
    value = own(fields.get("timezone"))
    if value is None:
        return None
    if not isinstance(value, str):
        raise wrong(
            f"timezone must be a STRING, but got {shown(value)}, which is {article(type_name(value))}."
        )
    return parse_zone(value)


def zoned_datetime(
    nanos: int, offset: int | None, zone: str | None, *, wanted: int | None = None
) -> ZonedDateTime:
    """Return a local date and time in a zone, or at an offset."""
    if zone is None:
        return ZonedDateTime(nanos, offset or 0)
    local, found = local_in_zone(nanos, zone, wanted)
    return ZonedDateTime(local, found, zone)


def at_instant(instant: int, offset: int | None, zone: str | None) -> ZonedDateTime:
    """Return an instant as the date and time in a zone or at an offset."""
    found = (offset or 0) if zone is None else offset_at(instant, zone)
    return ZonedDateTime(instant + found * SECOND, found, zone)


# ── Components of other temporal values ─────────────────────────────────────────────────────────────


def date_of(value: Any, what: str = "date") -> int:
    """Return the day number of a value with a date."""
    value = own(value)
    if isinstance(value, Date):
        return value.days
    if isinstance(value, LocalDateTime | ZonedDateTime):
        return value.nanos // DAY
    raise lacking(what, "date", value)


def time_of(value: Any, what: str = "time") -> int:
    """Return the nanoseconds since midnight of a value with a time."""
    value = own(value)
    if isinstance(value, LocalTime | ZonedTime):
        return value.nanos
    if isinstance(value, LocalDateTime | ZonedDateTime):
        return value.nanos % DAY
    raise lacking(what, "time", value)


def zone_of(value: Any) -> tuple[int, str | None] | None:
    """Return the offset and the zone of a value that has an offset, else None."""
    value = own(value)
    if isinstance(value, ZonedTime):
        return value.offset, None
    if isinstance(value, ZonedDateTime):
        return value.offset, value.zone
    return None
