"""The ISO calendar in integers: the years, months, weeks and quarters of day numbers.

Day 0 is 1970-01-01. The algorithms work for any year; they are Howard Hinnant's
(https://howardhinnant.github.io/date_algorithms.html).
"""

from __future__ import annotations

from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.values.temporal.units import MAX_YEAR, MIN_YEAR

_ERA_DAYS = 146_097  # 400 years
_TO_EPOCH = 719_468  # days from 0000-03-01 to 1970-01-01


def is_leap(year: int) -> bool:
    """Return whether a year has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the number of days in a month."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(year: int, month: int, day: int) -> int:
    """Return the day number of a date."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return (
        era * _ERA_DAYS + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - _TO_EPOCH
    )


def year_month_day(days: int) -> tuple[int, int, int]:
    """Return the year, month and day of a day number."""
    era, day_of_era = divmod(days + _TO_EPOCH, _ERA_DAYS)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_index + 2) // 5 + 1
    month = month_index + (3 if month_index < 10 else -9)
    return year_of_era + era * 400 + (month <= 2), month, day


def weekday(days: int) -> int:
    """Return the day of the week, 1 for Monday to 7 for Sunday."""
    return (days + 3) % 7 + 1


def week_start(week_year: int, week: int) -> int:
    """Return the Monday of an ISO week; week 1 contains 4 January."""
    fourth = day_number(week_year, 1, 4)
    return fourth - (weekday(fourth) - 1) + (week - 1) * 7


def week_of(days: int) -> tuple[int, int]:
    """Return the year and number of the ISO week of a day."""
    thursday = days - weekday(days) + 4
    year = year_month_day(thursday)[0]
    return year, (thursday - day_number(year, 1, 1)) // 7 + 1


def weeks_in(week_year: int) -> int:
    """Return the number of ISO weeks in a year: 52 or 53."""
    return (week_start(week_year + 1, 1) - week_start(week_year, 1)) // 7


def quarter_start(year: int, quarter: int) -> int:
    """Return the first day of a quarter."""
    return day_number(year, 3 * quarter - 2, 1)


def quarter_length(year: int, quarter: int) -> int:
    """Return the number of days in a quarter."""
    return sum(month_length(year, month) for month in range(3 * quarter - 2, 3 * quarter + 1))


def plus_months(days: int, months: int) -> int:
    """Add months to a day; if the month is too short for the day of the month, return its last day."""
    year, month, day = year_month_day(days)
    years, month_index = divmod(month - 1 + months, 12)
    year, month = year + years, month_index + 1
    return day_number(year, month, min(day, month_length(year, month)))


def checked_days(days: int) -> int:
    """Return a day number; raise CypherArgumentError if its year is out of range."""
    if _FIRST <= days <= _LAST:
        return days
    raise CypherArgumentError(
        f"The date is outside the years {MIN_YEAR} to {MAX_YEAR}.", detail="NumberOutOfRange"
    )


_FIRST = day_number(MIN_YEAR, 1, 1)
_LAST = day_number(MAX_YEAR, 12, 31)
