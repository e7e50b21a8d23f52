"""Offsets from UTC and named time zones.

The rules of time zones are those of ``pytz``, a dependency of the Neo4j driver: they are the same on every
machine, and zones are merged as in Java (before 1879, ``Europe/Stockholm`` has Berlin's local time).
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.values.temporal.calendar import year_month_day
from sociogram.queries.cypher.values.temporal.units import DAY, SECOND

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"([+-])(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?")
_PREFIXED = re.compile(r"(UTC|GMT|UT)([+-].*)")
_MAXIMUM_OFFSET = 18 * 3600
_CYCLE_DAYS = 146_097  # the calendar repeats after 400 years, and so do the rules of today's zones


def parse_offset(text: str) -> int | None:
    """Parse ``Z``, ``+01:00``, ``-0130`` or ``+02:05:59`` to seconds; return None for other text."""
    if text in ("Z", "z"):
        return 0
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    sign, hours, minutes, seconds = found.groups(default="0")
    total = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    if int(minutes) > 59 or int(seconds) > 59 or total > _MAXIMUM_OFFSET:
        raise CypherArgumentError(
            f"The offset {text} is not between -18:00 and +18:00.", detail="NumberOutOfRange"
        )
    return -total if sign == "-" else total


def parse_zone(text: str) -> tuple[int | None, str | None]:
    """Parse an offset in seconds or the name of a known zone; the other of the two is None."""
    offset = parse_offset(text)
    if offset is not None:
        return offset, None
    name = text.replace(" ", "_")
    prefixed = _PREFIXED.fullmatch(name)
    if prefixed is not None:
        offset = parse_offset(prefixed.group(2))
        if offset is not None:
            return offset, None
    zone_rules(name)
    return None, name


@lru_cache(maxsize=128)
def zone_rules(name: str) -> ZoneInfo:
    """Return the rules of a named zone; raise CypherArgumentError if there is none."""
    from zoneinfo import ZoneInfo

    import pytz

    try:
        with pytz.open_resource(name) as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ValueError) as error:
        raise CypherArgumentError(
            f"Unknown time zone {name!r}.",
            detail="InvalidArgumentValue",
            hint="Use a name like 'Europe/Stockholm' or an offset like '+01:00'.",
        ) from error


def _python_datetime(nanos: int) -> dt.datetime:
    """Return local nanoseconds as a ``datetime``; distant years are moved to years with the same rules."""
    days, rest = divmod(nanos, DAY)
    year = year_month_day(days)[0]
    if year > 9000:
        days -= (year - 2400) // 400 * _CYCLE_DAYS
    elif year < 2:
        days = -719_000  # in the year 1, which has local mean time like every year before
    return dt.datetime(1970, 1, 1) + dt.timedelta(days=days, seconds=rest // SECOND)


def offset_at(instant: int, name: str) -> int:
    """Return the offset of a zone, in seconds, at an instant."""
    utc = _python_datetime(instant).replace(tzinfo=dt.UTC)
    return _seconds(utc.astimezone(zone_rules(name)).utcoffset())


def local_in_zone(nanos: int, name: str, wanted: int | None = None) -> tuple[int, int]:
    """Return a local time, in nanoseconds, that exists in a zone, and its offset.

    A time in the gap of a clock change moves forward by the gap. Of a time that occurs twice, the first one
    is meant, or the one with the ``wanted`` offset.
    """
    naive = _python_datetime(nanos)
    rules = zone_rules(name)
    early = _seconds(naive.replace(tzinfo=rules).utcoffset())
    late = _seconds(naive.replace(tzinfo=rules, fold=1).utcoffset())
    if wanted is not None and wanted in (early, late):
        return nanos, wanted
    if late > early:  # a gap, before which the first offset applies
        return nanos + (late - early) * SECOND, late
    return nanos, early


def _seconds(delta: dt.timedelta | None) -> int:
    return 0 if delta is None else delta.days * 86_400 + delta.seconds


def offset_text(offset: int) -> str:
    """Format an offset by ISO 8601: ``Z``, ``+01:00``, ``-02:05:07``."""
    if offset == 0:
        return "Z"
    hours, rest = divmod(abs(offset), 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
    return f"{text}:{seconds:02}" if seconds else text
