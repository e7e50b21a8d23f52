"""Temporal values as text.

``toString()`` writes seconds always and a fraction without zeros behind (``12:00:00``, ``12:00:00.5``), as
Neo4j does; ``str()`` in Python leaves out seconds that are 0 and groups the fraction by thousands
(``12:00``, ``12:00:00.500``), as Java and the TCK's tables do.
"""

from __future__ import annotations

from sociogram.queries.cypher.values.temporal.calendar import year_month_day
from sociogram.queries.cypher.values.temporal.types import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Date,
    Duration,
    LocalDateTime,
    LocalTime,
    Temporal,
    ZonedDateTime,
    ZonedTime,
)
from sociogram.queries.cypher.values.temporal.zones import offset_text


def format_temporal(value: Temporal, *, seconds: bool = False) -> str:
    """Return a value as text; ``seconds``: as ``toString()`` gives it."""
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
    raise TypeError(f"{type(value).__name__} is no temporal value")


def date_text(days: int) -> str:
    """Return ``1984-10-11``; years of more than four digits have a sign."""
    year, month, day = year_month_day(days)
    sign = "-" if year < 0 else "+" if year > 9999 else ""
    return f"{sign}{abs(year):04}-{month:02}-{day:02}"


def time_text(nanos: int) -> str:
    """Return ``12:31``, ``12:31:14``, ``12:31:14.645``: no more than there is."""
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
    """Return ``12:31:00``, ``12:31:14.5``."""
    seconds, fraction = divmod(nanos, SECOND)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{fraction:09}".rstrip("0") if fraction else text


def duration_text(value: Duration) -> str:
    """Return ``P12Y5M14DT16H13M10.5S``, each part with its own sign."""
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
    """Divide as Java does: the quotient towards zero, the rest with the sign of ``value``."""
    quotient, rest = divmod(abs(value), divisor)
    return (-quotient, -rest) if value < 0 else (quotient, rest)
