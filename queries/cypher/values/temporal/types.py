"""The six temporal types as integers: days since 1970-01-01 and nanoseconds.

The calendar is the proleptic Gregorian one of ISO 8601. A value never changes; two values are equal
when Cypher's ``=`` says so, and ``order`` sorts values of one type as ORDER BY and ``<`` do.
"""

from __future__ import annotations

from typing import Any

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

MIN_YEAR = -999_999_999
MAX_YEAR = 999_999_999

AVERAGE_SECONDS_PER_MONTH = 2_629_746
SECONDS_PER_DAY = 86_400


class Temporal:
    """A date, a time, both, or a duration."""

    __slots__: tuple[str, ...] = ()
    type_name = "TEMPORAL"

    @property
    def order(self) -> Any:
        """What sorts before what, among values of the same type."""
        raise NotImplementedError

    def _identity(self) -> Any:
        return self.order

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash((type(self), self._identity()))

    def __str__(self) -> str:
        from sociogram.queries.cypher.values.temporal.format import format_temporal

        return format_temporal(self)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


class Date(Temporal):
    """A day: ``days`` since 1970-01-01."""

    __slots__ = ("days",)
    type_name = "DATE"

    def __init__(self, days: int) -> None:
        self.days = days

    @property
    def order(self) -> int:
        """The days."""
        return self.days


class LocalTime(Temporal):
    """A time of day without a zone: ``nanos`` since midnight."""

    __slots__ = ("nanos",)
    type_name = "LOCAL TIME"

    def __init__(self, nanos: int) -> None:
        self.nanos = nanos

    @property
    def order(self) -> int:
        """The nanoseconds."""
        return self.nanos


class ZonedTime(Temporal):
    """A time of day at an offset from UTC: local ``nanos`` since midnight, ``offset`` in seconds."""

    __slots__ = ("nanos", "offset")
    type_name = "ZONED TIME"

    def __init__(self, nanos: int, offset: int) -> None:
        self.nanos = nanos
        self.offset = offset

    @property
    def order(self) -> tuple[int, int]:
        """By the time in UTC, then by the offset."""
        return (self.nanos - self.offset * SECOND, self.offset)


class LocalDateTime(Temporal):
    """A day and a time of day without a zone: ``nanos`` since 1970-01-01T00:00."""

    __slots__ = ("nanos",)
    type_name = "LOCAL DATETIME"

    def __init__(self, nanos: int) -> None:
        self.nanos = nanos

    @property
    def order(self) -> int:
        """The nanoseconds."""
        return self.nanos


class ZonedDateTime(Temporal):
    """An instant and where it was read: local ``nanos``, ``offset`` in seconds, ``zone`` a name or None."""

    __slots__ = ("nanos", "offset", "zone")
    type_name = "ZONED DATETIME"

    def __init__(self, nanos: int, offset: int, zone: str | None = None) -> None:
        self.nanos = nanos
        self.offset = offset
        self.zone = zone

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00Z."""
        return self.nanos - self.offset * SECOND

    @property
    def order(self) -> tuple[int, int, str]:
        """By the instant, then by local time and zone."""
        return (self.instant, self.nanos, self.zone or "")


class Duration(Temporal):
    """Months, days, seconds and nanoseconds, which do not turn into each other.

    ``nanoseconds`` is 0 <= n < 10**9: minus a millisecond is -1 second and 999,000,000 nanoseconds.
    """

    __slots__ = ("days", "months", "nanoseconds", "seconds")
    type_name = "DURATION"

    def __init__(self, months: int = 0, days: int = 0, seconds: int = 0, nanoseconds: int = 0) -> None:
        carry, self.nanoseconds = divmod(nanoseconds, SECOND)
        self.months = months
        self.days = days
        self.seconds = seconds + carry

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """By the average length; months, days and seconds decide between durations of the same."""
        average = self.months * AVERAGE_SECONDS_PER_MONTH + self.days * SECONDS_PER_DAY + self.seconds
        return (average, self.nanoseconds, self.months, self.days, self.seconds)

    def _identity(self) -> tuple[int, int, int, int]:
        return (self.months, self.days, self.seconds, self.nanoseconds)
