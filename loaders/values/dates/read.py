"""Reads dates as people write them: a day, a period, or words that only bound it.

The text of a date never invalidates its row: text that cannot be read gives None, and the caller keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from sociogram.loaders.values.dates import words
from sociogram.loaders.values.dates.exact import exact_date
from sociogram.loaders.values.dates.period import Period, ends_before
from sociogram.loaders.values.dates.vague import vague_date
from sociogram.loaders.values.dates.written import fold_date
from sociogram.loaders.values.nothing import is_nothing

_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-[0-3][0-9]"


def read_period(text: str, *, day_first: bool | None = None) -> Period | None:
    """Return the period that a text means; None if it cannot be read.

    Args:
        text: a cell.
        day_first: whether ``3/5/2021`` is 3 May; None if unknown, which gives 5 March to 3 May.
    """
    if re.fullmatch(_DAY, text):
        with suppress(ValueError):
            date.fromisoformat(text)
            return Period.point(text)
    if is_nothing(text, is_name=False):
        return Period()
    folded = fold_date(text)
    if folded in words.PRESENT:
        return Period()
    return _period(folded, day_first)


def has_day_first(texts: Iterable[str]) -> bool | None:
    """Return whether days come before months in a column; None if no cell shows it, or cells disagree."""
    orders = set()
    for text in texts:
        if text[4:5] == "-" and len(text) == len("2021-05-03"):
            continue  # most dates
        for match in re.finditer(r"(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d{2})(?!\d)", text):
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                orders.add(True)
            elif second > 12 >= first:
                orders.add(False)
    return orders.pop() if len(orders) == 1 else None


def are_serials(texts: Iterable[str]) -> bool:
    """Return whether every text is a spreadsheet's day number, from 1927 to 2119."""
    is_found = False
    for text in texts:
        if re.fullmatch(r"[1-7]\d{4}(?:[.,]\d+)?", text):
            is_found = True
        elif not is_nothing(text, is_name=False):
            return False
    return is_found


def from_serial(text: str) -> Period | None:
    """Return the date of a spreadsheet's day number: 44260 is 2021-03-05."""
    if is_nothing(text, is_name=False):
        return Period()
    return Period.point((date(1899, 12, 30) + timedelta(days=int(text[:5]))).isoformat())


def _period(text: str, day_first: bool | None) -> Period | None:
    readers: tuple[Callable[[str, bool | None], Period | None], ...] = (
        exact_date,
        _hedged,
        vague_date,
        _one_sided,
        _range,
    )
    for read in readers:
        found = read(text, day_first)
        if found is not None:
            return found
    return exact_date(text.replace("–", "-"), day_first) if "–" in text else None


def _hedged(text: str, day_first: bool | None) -> Period | None:
    """Read an uncertain date: ``c. 1974``, ``1974?``, ``[1974]``."""
    if match := re.fullmatch(r"\((.+)\)", text):
        return _period(match[1].strip(), day_first)
    if match := re.fullmatch(rf"(?:(?:{words.ABOUT})\.?\s+|~\s*|(?:ca|c)\.\s*)(.+)|(.+?)\s*~", text):
        inner = _period((match[1] or match[2]).strip(), day_first)
        return None if inner is None else _widened(inner)
    pattern = rf"(?:{words.PERHAPS})\s+(.+)|\[(.+)\]\??|(.+?)\s*(?:\(\?\)|[?%])"
    if match := re.fullmatch(pattern, text):
        inner = _period((match[1] or match[2] or match[3]).strip(), day_first)
        return None if inner is None or inner == Period() else replace(inner, is_within=True)
    return None


def _widened(inner: Period) -> Period | None:
    """Return the period for ``about``: a year either way for years, a month for anything finer."""
    if inner == Period():
        return None
    start = None if inner.start is None else _moved(inner.start, -1)
    end = None if inner.end is None else _moved(inner.end, 1)
    return replace(inner, start=start, end=end, is_within=True)


def _moved(iso: str, step: int) -> str:
    if len(iso) == 4:
        return f"{min(max(int(iso) + step, 1), 9999):04}"
    year, month = divmod(int(iso[:4]) * 12 + int(iso[5:7]) - 1 + step, 12)
    return f"{year:04}-{month + 1:02}" if 1 <= year <= 9999 else iso[:7]


def _one_sided(text: str, day_first: bool | None) -> Period | None:
    """Read a text with one end: ``since 1971``, ``1971-``, ``until 2004``, ``before 1980``."""
    after = rf"(?:{words.SINCE})\s+(.+)|(.+?)\s*(?:[–-]+|/(?:\.\.)?)"
    for pattern, is_start, is_vague in (
        (after, True, False),
        (rf"(?:{words.UNTIL})\s+(.+)|(?:[–-]+|(?:\.\.)?/)\s*(.+)", False, False),
        (rf"(?:{words.AFTER})\s+(.+)|>\s*(.+)", True, True),
        (rf"(?:{words.BEFORE})\s+(.+)|<\s*(.+)", False, True),
    ):
        if match := re.fullmatch(pattern, text):
            inner = _single((match[1] or match[2]).strip(), day_first)
            if inner is not None:
                start, end = (inner.start, None) if is_start else (None, inner.end)
                return Period(start, end, is_within=is_vague or inner.is_within)
    return None


def _single(text: str, day_first: bool | None) -> Period | None:
    """Read one date, possibly a vague one."""
    found = exact_date(text, day_first) or _hedged(text, day_first) or vague_date(text, day_first)
    return found if found is not None and found.is_point else None


def _range(text: str, day_first: bool | None) -> Period | None:
    either = (rf"(?:{words.BETWEEN})\s+(.+?)\s+(?:{words.AND})\s+(.+)", rf"(.+?)\s+(?:{words.OR})\s+(.+)")
    for pattern in either:
        if match := re.fullmatch(pattern, text):
            found = _joined(match[1], match[2], day_first)
            return None if found is None else replace(found, is_within=True)
    text = re.sub(rf"^(?:{words.FROM})\s+", "", text)
    if match := re.fullmatch(rf"(.+?)\s*[–-]?\s+(?:{words.TO_PRESENT})", text):
        return _joined(match[1], "present", day_first)
    for match in re.finditer(rf"\s*(?:–|-+|/|\s(?:{words.TO})\s)\s*", text):
        found = _joined(text[: match.start()], text[match.end() :], day_first)
        if found is not None:
            return found
    return None


def _joined(left: str, right: str, day_first: bool | None) -> Period | None:
    """Return the period between two dates, each of which may omit parts that the other has."""
    if right in words.PRESENT:
        start = _single(left, day_first)
        return None if start is None else Period(start.start, is_within=start.is_within)
    if re.fullmatch(r"\d{4}", left) and re.fullmatch(r"\d{2}", right):
        same = left[:2] + right
        right = same if same > left else f"{int(left[:2]) + 1:02}{right}"
        if int(right) - int(left) > 50:
            return None
    end_word = right.split()
    lefts = [left, *(f"{left} {' '.join(end_word[number:])}" for number in range(1, len(end_word)))]
    start_word = left.split()
    rights = [right, *(f"{word} {right}" for word in start_word[:1] if word in words.MONTHS)]
    start = next(filter(None, (_single(text, day_first) for text in lefts)), None)
    end = next(filter(None, (_single(text, day_first) for text in rights)), None)
    if start is None or end is None or start.start is None or end.end is None:
        return None
    if ends_before(start.start, end.end):
        return None
    return Period(start.start, end.end, is_within=start.is_within or end.is_within)
