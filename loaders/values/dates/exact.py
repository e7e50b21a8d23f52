"""Reads exact dates: in digits, with the name of a month, or as a week."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from sociogram.loaders.values.dates import words
from sociogram.loaders.values.dates.period import Period, full_year, iso_date, point_or_none


def exact_date(text: str, day_first: bool | None) -> Period | None:
    """Read a day, a month, a year or a week; None for any other text."""
    if match := re.fullmatch(r"(\d{4})(?:([/.-])(\d{1,2})(?:\2(\d{1,2}))?)?", text):
        # Some databases write 2009-00-00 if month and day are unknown.
        month, day = (None if part is None or int(part) == 0 else part for part in (match[3], match[4]))
        return point_or_none(iso_date(match[1], month, day if month else None))
    if match := re.fullmatch(r"([12]\d{3})(\d{2})(\d{2})", text):
        return point_or_none(iso_date(match[1], match[2], match[3]))
    if match := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", text):
        # If dots separate the numbers, the day comes first.
        order = True if day_first is None and match[2] == "." else day_first
        return _from_numbers(int(match[1]), int(match[3]), full_year(match[4]), order)
    if match := re.fullmatch(r"(\d{1,2})(\. ?|[ /-])([ivx]+)\2(\d{4}|\d{2})", text):
        month = roman_numbers().get(match[3], 99)
        return point_or_none(iso_date(full_year(match[4]), month, match[1])) if int(match[1]) else None
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text):
        return point_or_none(iso_date(match[2], match[1])) if int(match[1]) else None
    if match := re.fullmatch(r"(\d{4})-?w(\d{1,2})", text):
        return _week(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"'(\d{2})", text):
        return point_or_none(iso_date(full_year(match[1])))
    return _with_month_name(text)


def _from_numbers(first: int, second: int, year: str, day_first: bool | None) -> Period | None:
    as_day_first, as_month_first = (
        iso_date(year, second or 99, first or 99),
        iso_date(year, first or 99, second or 99),
    )
    if as_day_first is None or as_month_first is None or as_day_first == as_month_first:
        return point_or_none(as_day_first or as_month_first)
    if day_first is None:
        return Period.within(min(as_day_first, as_month_first), max(as_day_first, as_month_first))
    return Period.point(as_day_first if day_first else as_month_first)


def _week(year: int, week: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return Period.within(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    except (ValueError, OverflowError):
        return None


def _with_month_name(text: str) -> Period | None:
    if re.search(r"^[-/.–]|[-/–]$|\.\.$", text):
        return None  # an open end
    text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th|er|e|de|ste|o|ro|a)\b", r"\1", text)
    tokens = [
        token
        for token in re.split(r"[\s,./-]+", text)
        if token and token not in words.FILLERS and token not in words.WEEKDAYS
    ]
    if len(tokens) == 1 and re.fullmatch(r"\d{4}", tokens[0]):
        return point_or_none(iso_date(tokens[0]))
    at = [number for number, token in enumerate(tokens) if token in words.MONTHS]
    if len(at) != 1:
        return None
    month = words.MONTHS[tokens.pop(at[0])]
    if not all(re.fullmatch(r"'?\d{2}|\d{1,2}|\d{4}", token) for token in tokens):
        return None
    if len(tokens) == 1:
        digits = tokens[0].lstrip("'")
        is_year = len(digits) == 4 or tokens[0] != digits or int(digits) > 31
        return point_or_none(iso_date(full_year(digits), month)) if is_year else None
    if len(tokens) != 2:
        return None
    first, second = tokens
    year_first = len(first) >= 3 or int(first) > 31
    year, day = (first, second) if year_first else (second, first)
    digits = year.lstrip("'")
    if len(digits) not in (2, 4) or len(day.lstrip("'")) > 2 or not int(day.lstrip("'")):
        return None
    return point_or_none(iso_date(full_year(digits), month, day.lstrip("'")))


@lru_cache(maxsize=1)
def roman_numbers() -> dict[str, int]:
    """Return the numbers from 1 to 21 by their Roman numerals in lower case."""
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return {("x" * (number // 10)) + units[number % 10]: number for number in range(1, 22)}
