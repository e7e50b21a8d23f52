"""When a tie held, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sociogram.graph.common.partial_date import first_day, last_day
from sociogram.graph.errors import SociogramError

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def date_words(value: Any) -> str:
    """Return a whole or partial ISO date in words; other text is returned unchanged.

    >>> date_words("2024-02-14"), date_words("2024-02"), date_words("0044"), date_words("last winter")
    ('14 February 2024', 'February 2024', '44', 'last winter')
    """
    return _date_words(str(value))


@lru_cache(maxsize=4096)  # a large page needs the same few thousand dates many times
def _date_words(text: str) -> str:
    parts = _parts(text)
    if parts is None:
        return text
    year, month, day = parts
    year = year.lstrip("0") or year
    words = [str(int(day))] if day else []
    return " ".join([*words, _MONTHS[int(month) - 1], year] if month else [year])


def period_words(properties: Mapping[str, Any], *, lasts: bool | None = None, since: bool = False) -> str:
    """Return when a tie held: "on 3 May 2023", "from 2019 to 2021", "since May 2023"; empty without dates.

    Args:
        properties: the properties of a claim; ``date_certainty`` is ``within`` if the dates are only bounds.
        lasts: whether such a tie continues after its first day; False for an event, None if unknown.
        since: whether a tie without an end still holds as far as is known: "since May 2023" instead of
            "from May 2023".
    """
    start, end = properties.get("start_date"), properties.get("end_date")
    within = "at some time " if properties.get("date_certainty") == "within" else ""
    if start and end and str(start) != str(end):
        return f"{within}from {date_words(start)} to {date_words(end)}"
    if start and end:
        return within + moment_words(start)
    if start and lasts is False and not within:
        return moment_words(start)
    if start:
        return f"{within}{'since' if since or within else 'from'} {date_words(start)}"
    if end:
        return f"{within}{'by' if lasts is False else 'until'} {date_words(end)}"
    return ""


def is_unsure_of(properties: Mapping[str, Any], date: str) -> bool:
    """Return whether a claim may not hold at a date because its dates are bounds that reach beyond it.

    >>> is_unsure_of({"start_date": "1970", "end_date": "1979", "date_certainty": "within"}, "1975-06")
    True

    Args:
        properties: the properties of a claim whose bounds overlap the date.
        date: an ISO date, whole or partial.
    """
    if properties.get("date_certainty") != "within":
        return False
    start, end = properties.get("start_date"), properties.get("end_date")
    first, last = first_day(start), last_day(start if end is None else end)
    asked = first_day(date), last_day(date)
    return not (first and last and asked[0] and asked[1] and asked[0] <= first and last <= asked[1])


def check_date(text: str) -> None:
    """Check that a text is a whole or partial ISO date.

    Raises:
        SociogramError: it is not.
    """
    if _DATE.fullmatch(text) is None or first_day(text) is None:
        raise SociogramError(f"'{text}' is not a date. Write 2023, 2023-05 or 2023-05-23.")


def moment_words(value: Any) -> str:
    """Return a date with its preposition: "on 3 May 2023", "in May 2023"; other text as it is."""
    parts = _parts(value)
    if parts is None:
        return str(value)
    return f"{'on' if parts[2] else 'in'} {date_words(value)}"


def _parts(value: Any) -> tuple[str, str, str] | None:
    found = _DATE.fullmatch(str(value))
    if found is None or not 1 <= int(found[2] or 1) <= len(_MONTHS):
        return None
    return found[1], found[2] or "", found[3] or ""
