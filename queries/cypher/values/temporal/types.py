"""The six temporal types, as integers: days since 1970-01-01 and nanoseconds.

The calendar is the proleptic Gregorian calendar of ISO 8601. Values are immutable. ``==`` is Cypher's ``=``,
and ``order`` sorts values of the same type as ORDER BY and ``<`` do.
"""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.values.temporal.calendar import year_month_day
from sociogram.queries.cypher.values.temporal.units import (
    AVERAGE_SECONDS_PER_MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    SECONDS_PER_DAY,
)
from sociogram.queries.cypher.values.temporal.zones import offset_text


class Temporal:
    """A date, a time, both, or a duration."""

    __slots__: tuple[str, ...] = ()
    type_name = "TEMPORAL"

    @property
    def order(self) -> Any:
        """The sort key among values of the same type."""
        raise NotImplementedError

    def _identity(self) -> Any:
        return self.order

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash((type(self), self._identity()))

    def __str__(self) -> str:
        return format_temporal(self)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


class Date(Temporal):
    """A date, as the number of ``days`` since 1970-01-01."""

    __slots__ = ("days",)
    type_name = "DATE"

    def __init__(self, days: int) -> None:
        self.days: int = days

    @property
    def order(self) -> int:
        """The number of days."""
        return self.days


class LocalTime(Temporal):
    """A time of day without a zone, as the nanoseconds since midnight."""

    __slots__ = ("nanos",)
    type_name = "LOCAL TIME"

    def __init__(self, nanos: int) -> None:
        self.nanos: int = nanos

    @property
    def order(self) -> int:
        """The nanoseconds."""
        return self.nanos


class ZonedTime(Temporal):
    """A time of day at an offset from UTC: nanoseconds since local midnight, and ``offset`` in seconds."""

    __slots__ = ("nanos", "offset")
    type_name = "ZONED TIME"

    def __init__(self, nanos: int, offset: int) -> None:
        self.nanos: int = nanos
        self.offset: int = offset

    @property
    def order(self) -> tuple[int, int]:
        """The time in UTC, then the offset."""
        return (self.nanos - self.offset * SECOND, self.offset)


class LocalDateTime(Temporal):
    """A date and time without a zone, as the nanoseconds since 1970-01-01T00:00."""

    __slots__ = ("nanos",)
    type_name = "LOCAL DATETIME"

    def __init__(self, nanos: int) -> None:
        self.nanos: int = nanos

    @property
    def order(self) -> int:
        """The nanoseconds."""
        return self.nanos


class ZonedDateTime(Temporal):
    """A date and time in a zone: local ``nanos``, ``offset`` in seconds, and ``zone``, a name or None."""

    __slots__ = ("nanos", "offset", "zone")
    type_name = "ZONED DATETIME"

    def __init__(self, nanos: int, offset: int, zone: str | None = None) -> None:
        self.nanos: int = nanos
        self.offset: int = offset
        self.zone: str | None = zone

    @property
    def instant(self) -> int:
        """The nanoseconds since 1970-01-01T00:00Z."""
        return self.nanos - self.offset * SECOND

    @property
    def order(self) -> tuple[int, int, str]:
        """The instant, then the local time and the zone."""
        return (self.instant, self.nanos, self.zone or "")


class Duration(Temporal):
    """A duration: months, days, seconds and nanoseconds, which are not converted into each other.

    ``nanoseconds`` is from 0 to 999,999,999: minus one millisecond is -1 second and 999,000,000 nanoseconds.
    """

    __slots__ = ("days", "months", "nanoseconds", "seconds")
    type_name = "DURATION"

    def __init__(self, months: int = 0, days: int = 0, seconds: int = 0, nanoseconds: int = 0) -> None:
        self.months: int = months
        self.days: int = days
        self.seconds: int = seconds + nanoseconds // SECOND
        self.nanoseconds: int = nanoseconds % SECOND

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """The average length in seconds and nanoseconds, then months, days and seconds."""
        average = self.months * AVERAGE_SECONDS_PER_MONTH + self.days * SECONDS_PER_DAY + self.seconds
        return (average, self.nanoseconds, self.months, self.days, self.seconds)

    def _identity(self) -> tuple[int, int, int, int]:
        return (self.months, self.days, self.seconds, self.nanoseconds)


def format_temporal(value: Temporal, *, seconds: bool = False) -> str:
    """Format a value as text.

    Args:
        value: any temporal value.
        seconds: whether to write zero seconds, and a fraction without trailing zeros (``12:00:00``,
            ``12:00:00.5``), like ``toString()`` in Neo4j. Otherwise zero seconds are omitted and fractions
            have 3, 6 or 9 digits (``12:00``, ``12:00:00.500``), as in Java and the TCK.
    """
    time = _full_time_text if seconds else time_text
    if isinstance(value, Date):
        return date_text(value.days)
    if isinstance(value, LocalTime):
        return time(value.nanos)
    if isinstance(value, ZonedTime):
        return time(value.nanos) + offset_text(value.offset)
    if isinstance(value, LocalDateTime | ZonedDateTime):
        days, nanos = divmod(value.nanos, DAY)
        text = f"{date_text(days)}T{time(nanos)}"
        if isinstance(value, LocalDateTime):
            return text
        return text + offset_text(value.offset) + (f"[{value.zone}]" if value.zone else "")
    if isinstance(value, Duration):
        return duration_text(value)
    raise TypeError(f"{type(value).__name__} is not a temporal value")


def date_text(days: int) -> str:
    """Format a day as ``1984-10-11``; a year of more than four digits has a sign."""
    year, month, day = year_month_day(days)
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04}-{month:02}-{day:02}"


def time_text(nanos: int) -> str:
    """Format a time as ``12:31``, ``12:31:14`` or ``12:31:14.645``, without zero seconds or fraction."""
    hour, rest = divmod(nanos, HOUR)
    minute, rest = divmod(rest, MINUTE)
    second, fraction = divmod(rest, SECOND)
    text = f"{hour:02}:{minute:02}"
    if not rest:
        return text
    text += f":{second:02}"
    if not fraction:
        return text
    digits = f"{fraction:09}"
    if fraction % 1_000_000 == 0:
        digits = digits[:3]
    elif fraction % 1_000 == 0:
        digits = digits[:6]
    return f"{text}.{digits}"


def _full_time_text(nanos: int) -> str:
    """Format a time as ``12:31:00`` or ``12:31:14.5``."""
    seconds, fraction = divmod(nanos, SECOND)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{fraction:09}".rstrip("0") if fraction else text


def duration_text(value: Duration) -> str:
    """Format a duration as ``P12Y5M14DT16H13M10.5S``; each part has its own sign."""
    parts = ["P"]
    years, months = towards_zero(value.months, 12)
    parts += [f"{count}{unit}" for count, unit in ((years, "Y"), (months, "M"), (value.days, "D")) if count]
    total = value.seconds * SECOND + value.nanoseconds
    if total:
        parts.append("T")
        hours, rest = towards_zero(total, HOUR)
        minutes, rest = towards_zero(rest, MINUTE)
        parts += [f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count]
        if rest:
            seconds, fraction = divmod(abs(rest), SECOND)
            digits = f".{fraction:09}".rstrip("0") if fraction else ""
            parts.append(f"{'-' if rest < 0 else ''}{seconds}{digits}S")
    return "".join(parts) if len(parts) > 1 else "PT0S"


def towards_zero(value: int, divisor: int) -> tuple[int, int]:
    """Divide as Java does: the quotient is truncated, and the remainder has the sign of ``value``."""
    quotient, rest = divmod(abs(value), divisor)
    return (-quotient, -rest) if value < 0 else (quotient, rest)
