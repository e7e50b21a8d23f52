"""Conversion of the driver's temporal values to ISO 8601 text with a time zone name, and back."""

from __future__ import annotations

import re
from typing import Any

_ZONED = re.compile(r"(?P<time>[^\[]+)\[(?P<zone>[^\]]+)\]")


def is_temporal(value: Any) -> bool:
    """Return whether a value is a date, time or duration of the Neo4j driver."""
    return hasattr(value, "iso_format")


def iso_text(value: Any) -> str:
    """Return a temporal value as text, for example ``2020-06-01T12:00:00.000000000+02:00[Europe/Paris]``."""
    zone = zone_name(getattr(value, "tzinfo", None)) if hasattr(value, "date") else None
    return f"{value.iso_format()}[{zone}]" if zone else str(value.iso_format())


def zone_name(zone: Any) -> str | None:
    """Return the name of a ``zoneinfo`` or ``pytz`` time zone; None for a fixed offset."""
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    return name if isinstance(name, str) and name != "UTC" else None


def parse_datetime(text: str) -> Any:
    """Parse a date and time in the form of ``iso_text``.

    Raises:
        ValueError: the text has another form, the zone is unknown, or the offset is not the zone's.
    """
    # Imports the whole driver, so not at the top of the module.
    import pytz
    from neo4j.time import DateTime

    zoned = _ZONED.fullmatch(text.strip())
    if zoned is None:
        return DateTime.from_iso_format(text)
    value = DateTime.from_iso_format(zoned["time"])
    try:
        zone = pytz.timezone(zoned["zone"])
    except pytz.UnknownTimeZoneError:
        raise ValueError("no such time zone") from None
    if value.tzinfo is None:
        return zone.localize(value)
    moved = value.as_timezone(zone)
    if moved.iso_format() != value.iso_format():
        raise ValueError("the time zone has another offset at that time")
    return moved
