"""Parse temporal values in the ISO 8601 forms that Cypher accepts."""

from __future__ import annotations

import re

from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.values.temporal.types import (
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.units import DAY, SECOND
from sociogram.queries.cypher.values.temporal.zones import parse_offset, parse_zone
from sociogram.queries.cypher.values.temporal_operations.arithmetic import approximate
from sociogram.queries.cypher.values.temporal_operations.build import (
    days_of_ordinal,
    days_of_quarter,
    days_of_week,
    days_of_year_month_day,
    nanos_of_parts,
    zoned_datetime,
)

_YEAR = r"(?P<year>\d{4}|[+-]\d{1,9})"
_DATES = tuple(
    pattern.replace("YEAR", year)
    for year, patterns in (
        (
            _YEAR,
            (
                r"YEAR-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
                r"YEAR-(?P<month>\d{2})",
                r"YEAR-W(?P<week>\d{1,2})(?:-(?P<weekday>\d))?",
                r"YEAR-Q(?P<quarter>\d)(?:-(?P<quarterday>\d{1,2}))?",
                r"YEAR-(?P<ordinal>\d{3})",
                r"YEAR",
            ),
        ),
        (
            r"(?P<year>\d{4})",
            (
                r"YEAR(?P<month>\d{2})(?P<day>\d{2})",
                r"YEAR(?P<month>\d{2})",
                r"YEARW(?P<week>\d{2})(?:-?(?P<weekday>\d))?",
                r"YEARQ(?P<quarter>\d)(?P<quarterday>\d{2})?",
                r"YEAR(?P<ordinal>\d{3})",
            ),
        ),
    )
    for pattern in patterns
)
_TIMES = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?)?)?",
    r"(?P<hour>\d{2})(?:(?P<minute>\d{2})(?:(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?",
)
_ZONE = re.compile(
    r"(?P<time>.*?)(?P<offset>Z|z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?(?:\[(?P<name>[^\]]+)\])?"
)
_NUMBER = r"([+-]?\d{1,19}(?:[.,]\d{1,9})?)"
_DURATION = re.compile(
    rf"([+-]?)P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.IGNORECASE,
)
_DURATION_AS_DATE = re.compile(r"([+-]?)P(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):?(\d{2}):?(\d{2}(?:[.,]\d{1,9})?)")


def _unreadable(text: str, kind: str, example: str) -> CypherArgumentError:
    return CypherArgumentError(
        f"Cannot read {text!r} as a {kind}.",
        detail="InvalidArgumentValue",
        hint=f"Write it like {example!r}.",
    )


def _days(text: str) -> int | None:
    for pattern in _DATES:
        found = re.fullmatch(pattern, text, re.ASCII)
        if found is not None:
            return _days_of(found.groupdict())
    return None


def _days_of(parts: dict[str, str | None]) -> int:
    numbers = {name: int(part) for name, part in parts.items() if part is not None}
    year = numbers["year"]
    if "week" in numbers:
        return days_of_week(year, numbers["week"], numbers.get("weekday", 1))
    if "quarter" in numbers:
        return days_of_quarter(year, numbers["quarter"], numbers.get("quarterday", 1))
    if "ordinal" in numbers:
        return days_of_ordinal(year, numbers["ordinal"])
    return days_of_year_month_day(year, numbers.get("month", 1), numbers.get("day", 1))


def _nanos(text: str) -> int | None:
    for pattern in _TIMES:
        found = re.fullmatch(pattern, text, re.ASCII)
        if found is not None:
            parts = found.groupdict(default="0")
            fraction = int(parts["fraction"].ljust(9, "0"))
            return nanos_of_parts(int(parts["hour"]), int(parts["minute"]), int(parts["second"]), fraction)
    return None


def parse_date(text: str) -> Date:
    """Parse ``2015-07-21`` and similar forms."""
    days = _days(text)
    if days is None:
        raise _unreadable(text, "DATE", "2015-07-21")
    return Date(days)


def parse_local_time(text: str) -> LocalTime:
    """Parse ``21:40:32.142`` and similar forms."""
    nanos = _nanos(text.removeprefix("T"))
    if nanos is None:
        raise _unreadable(text, "LOCAL TIME", "21:40:32.142")
    return LocalTime(nanos)


def parse_time(text: str) -> ZonedTime:
    """Parse ``21:40:32.142+01:00`` and similar forms; without an offset, in UTC."""
    time, offset, name = _split_zone(text.removeprefix("T"))
    nanos = _nanos(time)
    if nanos is None or name is not None:
        raise _unreadable(text, "ZONED TIME", "21:40:32.142+01:00")
    return ZonedTime(nanos, offset or 0)


def parse_local_datetime(text: str) -> LocalDateTime:
    """Parse ``2015-07-21T21:40:32.142`` and similar forms."""
    nanos = _datetime_nanos(text)
    if nanos is None:
        raise _unreadable(text, "LOCAL DATETIME", "2015-07-21T21:40:32.142")
    return LocalDateTime(nanos)


def parse_datetime(text: str) -> ZonedDateTime:
    """Parse ``2015-07-21T21:40:32.142+02:00[Europe/Stockholm]`` and similar forms."""
    date, mark, rest = _split_date(text)
    time, offset, name = _split_zone(rest)
    nanos = _datetime_nanos(f"{date}{mark}{time}")
    if nanos is None:
        raise _unreadable(text, "ZONED DATETIME", "2015-07-21T21:40:32.142+01:00")
    if name is None:
        return ZonedDateTime(nanos, offset or 0)
    fixed, zone = parse_zone(name)
    if zone is None:
        return ZonedDateTime(nanos, fixed or 0)
    value = zoned_datetime(nanos, None, zone, wanted=offset)
    if offset is not None and offset != value.offset:
        raise CypherArgumentError(
            f"The offset in {text!r} is not valid in {zone} at that time.",
            detail="InvalidArgumentValue",
            hint="Omit the offset or the zone.",
        )
    return value


def _split_zone(text: str) -> tuple[str, int | None, str | None]:
    """Split a text into the part before the zone, the offset and the name of the zone."""
    found = _ZONE.fullmatch(text)
    if found is None:
        return text, None, None
    offset = found.group("offset")
    return found.group("time"), None if offset is None else parse_offset(offset), found.group("name")


def _split_date(text: str) -> tuple[str, str, str]:
    """Split a text into the date, the ``T`` or ``t`` after it, and the rest."""
    date, mark, rest = text.partition("T")
    return (date, mark, rest) if mark else text.partition("t")


def _datetime_nanos(text: str) -> int | None:
    date, mark, time = _split_date(text)
    days = _days(date)
    nanos = _nanos(time) if mark else 0
    return None if days is None or nanos is None else days * DAY + nanos


def parse_duration(text: str) -> Duration:
    """Parse ``P12Y5M14DT16H12M70S`` and ``P2012-02-02T14:37:21.545``."""
    found = _DURATION_AS_DATE.fullmatch(text)
    if found is not None:
        sign, years, months, days, hours, minutes, seconds = found.groups()
        parts = [years, months, None, days, hours, minutes, seconds]
    else:
        found = _DURATION.fullmatch(text)
        if found is None or text[-1] in "PpTt":
            raise _unreadable(text, "DURATION", "P1Y2M10DT2H30M")
        sign, years, months, weeks, days, _, hours, minutes, seconds = found.groups()
        parts = [years, months, weeks, days, hours, minutes, seconds]
    written = [part for part in parts if part]
    if any("." in part or "," in part for part in written[:-1]):
        raise _unreadable(text, "DURATION", "P1Y2M10DT2H30.5M")
    numbers = [_number(part) for part in parts]
    if sign == "-":
        numbers = [-number for number in numbers]
    in_years, in_months, in_weeks, in_days, in_hours, in_minutes, in_seconds = numbers
    whole, nanos = divmod(round(in_seconds * SECOND), SECOND) if parts[-1] else (0, 0)
    return approximate(
        in_years * 12 + in_months,
        in_weeks * 7 + in_days,
        in_hours * 3600 + in_minutes * 60 + whole,
        nanos,
    )


def _number(part: str | None) -> int | float:
    """Return a component of a duration, a float if it has a fraction."""
    if not part:
        return 0
    text = part.replace(",", ".")
    return float(text) if "." in text else int(text)
