"""Reads decades, centuries, seasons and quarters, and the beginning, middle or end of one."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace

from sociogram.loaders.values.dates import words
from sociogram.loaders.values.dates.exact import exact_date, roman_numbers
from sociogram.loaders.values.dates.period import Period, full_year


def vague_date(text: str, day_first: bool | None) -> Period | None:
    """Read a decade, century, season or quarter, or the beginning, middle or end of one."""
    text = re.sub(rf"^(?:{words.IN})", "", text)
    for third, pattern in enumerate((words.EARLY, words.MIDDLE, words.LATE)):
        if match := re.fullmatch(rf"(?:{pattern})[\s-]+(?:the\s+|de\s+|los\s+)?(.+)", text):
            whole = _span(match[1]) or exact_date(match[1], day_first)
            return None if whole is None else _part(whole, third)
    return _span(text)


def _span(text: str) -> Period | None:
    if match := re.fullmatch(rf"(?:(?:{words.DECADE})\s+)*'?(\d{{2}})?(\d)0(?:'?s|er(?: jahren?)?)", text):
        return _decade(match[1], match[2])
    if match := re.fullmatch(r"(?:(?:de|los|les)\s+)?(?:jaren|anos|annees)\s+'?(\d{2})?(\d)0", text):
        return _decade(match[1], match[2])
    if match := re.fullmatch(rf"(?:(?:{words.DECADE})\s+)*({'|'.join(words.TENS)})(?:\s+jahren?)?", text):
        return _decade(None, str(words.TENS[match[1]]))
    if match := re.fullmatch(r"([12]\d{2})[x?_-]", text):
        return _decade(match[1][:2], match[1][2])
    if match := re.fullmatch(r"([12]\d)(?:xx|\?\?|__|--)", text):
        return Period.within(f"{match[1]}00", f"{match[1]}99")
    for months, pattern in ((3, words.QUARTER), (6, words.HALF)):
        if match := re.fullmatch(pattern, text):
            year, part = match["year"] or match["before"], int(match["part"] or match["nth"] or match["last"])
            return Period.within(f"{year}-{(part - 1) * months + 1:02}", f"{year}-{part * months:02}")
    return _season(text) or _century(text)


def _decade(century: str | None, tens: str) -> Period | None:
    if century is None and int(tens) < 3:
        return None  # the century is unclear
    return Period.within(f"{century or '19'}{tens}0", f"{century or '19'}{tens}9")


def _season(text: str) -> Period | None:
    match = re.fullmatch(
        rf"(?:the\s+)?({'|'.join(words.SEASONS)})\s+(?:of\s+|de\s+|del\s+|van\s+)?(\d{{4}}|'\d{{2}})"
        r"(?:[/–-](\d{2}|\d{4}))?",
        text,
    )
    if match is None:
        return None
    month, year = words.SEASONS[match[1]], int(full_year(match[2].lstrip("'")))
    if month < 12:
        return None if match[3] else Period.within(f"{year:04}-{month:02}", f"{year:04}-{month + 2:02}")
    # The winter of a year can be the one that begins or the one that ends in it.
    first, last = (year, year + 1) if match[3] else (year - 1, year + 1)
    return Period.within(f"{first:04}-12", f"{last:04}-02")


def _century(text: str) -> Period | None:
    number = r"(\d{1,2})(?:st|nd|rd|th|e|de|ste|eme|\.)?|([xvi]+)(?:e|eme)?"
    before = re.fullmatch(rf"(?:the\s+|de\s+)?(?:{number})\s*(?:{words.CENTURY})\.?", text)
    match = before or re.fullmatch(rf"(?:el\s+)?(?:siglo|s\.?)\s+(?:{number})", text)
    if match is None:
        return None
    century = int(match[1]) if match[1] else roman_numbers().get(match[2], 0)
    return Period.within(f"{century - 1:02}01", f"{century:02}00") if 1 <= century <= 21 else None


def _part(whole: Period, third: int) -> Period | None:
    """Return the beginning (0), middle (1) or end (2) of a period; these overlap, as in everyday language."""
    start, end = whole.start, whole.end
    if start is None or end is None:
        return None
    if len(start) == 4 and start == end:
        first, last = ((1, 4), (4, 9), (9, 12))[third]
        return Period.within(f"{start}-{first:02}", f"{start}-{last:02}")
    if len(start) == 4:
        years = int(end) - int(start) + 1
        low, high = ((0, 0.5), (0.3, 0.8), (0.5, 1))[third]
        return Period.within(
            f"{int(start) + int(years * low):04}", f"{int(start) + int(years * high) - 1:04}"
        )
    if len(start) == 7 and start == end:
        days = monthrange(int(start[:4]), int(start[5:]))[1]
        first, last = ((1, 12), (8, 23), (18, days))[third]
        return Period.within(f"{start}-{first:02}", f"{start}-{last:02}")
    return replace(whole, is_within=True)
