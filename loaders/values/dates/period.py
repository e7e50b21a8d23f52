"""A period as partial ISO dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The period that a text means, as partial ISO dates (``2023``, ``2023-05``, ``2023-05-23``).

    Attributes:
        start: the first date; None if the text has none.
        end: the last date; None if the text has none.
        is_point: whether the text is one date rather than a range.
        is_within: whether the text means some time within the period, not all of it.
    """

    start: str | None = None
    end: str | None = None
    is_point: bool = False
    is_within: bool = False

    @classmethod
    def point(cls, start: str, end: str | None = None) -> Period:
        """Return one date, or a period that counts as one."""
        return cls(start, end or start, is_point=True)

    @classmethod
    def within(cls, start: str, end: str) -> Period:
        """Return one date of which only a period is known."""
        return cls(start, end, is_point=True, is_within=True)

    @property
    def common(self) -> str | None:
        """The most precise date that contains the whole period; None if that is more than a year."""
        if self.start is None or self.end is None or self.start == self.end:
            return self.start if self.end is not None else None
        parts = []
        for first, last in zip(self.start.split("-"), self.end.split("-"), strict=False):
            if first != last:
                break
            parts.append(first)
        return "-".join(parts) or None


def ends_before(start: str, end: str) -> bool:
    """Return whether ``end`` is certainly earlier than ``start``; ``2023`` is not before ``2023-05``."""
    length = min(len(start), len(end))
    return end[:length] < start[:length]


def iso_date(year: str, month: int | str | None = None, day: int | str | None = None) -> str | None:
    """Return a partial ISO date; None if the calendar has no such day."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([f"{int(year):04}", *(f"{int(part):02}" for part in (month, day) if part)])


def point_or_none(found: str | None) -> Period | None:
    """Return a date as a period; None for None."""
    return None if found is None else Period.point(found)


def full_year(digits: str) -> str:
    """Return a four-digit year; two digits mean 1930 to 2029, as in spreadsheets."""
    if len(digits) == 4:
        return digits
    return f"{'20' if int(digits) < 30 else '19'}{digits}"
