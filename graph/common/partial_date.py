"""Partial ISO dates: the days that a year or a month spans."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache
from typing import Any

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")


def first_day(value: Any) -> str | None:
    """Return the first day of a whole or partial ISO date (``2022`` → ``2022-01-01``), or None."""
    return _day(str(value), last=False)


def last_day(value: Any) -> str | None:
    """Return the last day of a whole or partial ISO date (``2022-12`` → ``2022-12-31``), or None."""
    return _day(str(value), last=True)


@lru_cache(maxsize=65_536)
def _day(value: str, *, last: bool) -> str | None:
    match = _PARTIAL_DATE.fullmatch(value.strip())
    if match is None:
        return None
    year = int(match[1])
    month = int(match[2]) if match[2] else 12 if last else 1
    if not (1 <= month <= 12 and year >= 1):
        return None
    length = monthrange(year, month)[1]
    day = int(match[3]) if match[3] else length if last else 1
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= length else None
