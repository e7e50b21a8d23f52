"""Reads dates as people write them: a day, a period, or words that only bound it.

The text of a date never invalidates its row: text that cannot be read gives None, and the caller keeps it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from sociogram.graph.common.text import clean, strip_accents
from sociogram.loaders.values import date_words as words
from sociogram.loaders.values.nothing import is_nothing

_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-[0-3][0-9]"


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

    @property
    def common(self) -> str | None:
        """The most precise date that contains the whole period; None if that is more than a year."""
        if self.start is None or self.end is None:
            return None
        parts = []
        for first, last in zip(self.start.split("-"), self.end.split("-"), strict=False):
            if first != last:
                break
            parts.append(first)
        return "-".join(parts) or None


def read_period(text: str, *, day_first: bool | None = None) -> Period | None:
    """Return the period that a text means; None if it cannot be read.

    Args:
        text: a cell.
        day_first: whether ``3/5/2021`` is 3 May; None if unknown, which gives 5 March to 3 May.
    """
    if re.fullmatch(_DAY, text):
        found = _maybe(_iso(*text.split("-")))
        if found is not None:
            return found
    if is_nothing(text, is_name=False):
        return Period()
    folded = _fold(text)
    if folded in words.PRESENT:
        return Period()
    return _period(folded, day_first)


def has_day_first(texts: Iterable[str]) -> bool | None:
    """Return whether days come before months in a column; None if no cell shows it, or cells disagree."""
    orders = set()
    for text in texts:
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
    return _point((date(1899, 12, 30) + timedelta(days=int(text[:5]))).isoformat())


def ends_before(start: str, end: str) -> bool:
    """Return whether ``end`` is certainly earlier than ``start``; ``2023`` is not before ``2023-05``."""
    length = min(len(start), len(end))
    return end[:length] < start[:length]


def _fold(text: str) -> str:
    folded = strip_accents(clean(text)).casefold()
    folded = re.sub(r"[’‘`´]", "'", re.sub(r"[—―−‒]", "–", folded))
    folded = re.sub(
        r"(?<=\d)[t ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
        r"\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$",
        "",
        folded,
    )
    folded = re.sub(r"^(\d{4}|\d{8})\.0+$", r"\1", folded)
    return folded.strip(" ,;")


def _period(text: str, day_first: bool | None) -> Period | None:
    readers: tuple[Callable[[str, bool | None], Period | None], ...] = (
        _date,
        _hedged,
        _vague,
        _one_sided,
        _range,
    )
    for read in readers:
        found = read(text, day_first)
        if found is not None:
            return found
    return _date(text.replace("–", "-"), day_first) if "–" in text else None


def _point(start: str, end: str | None = None) -> Period:
    return Period(start, end or start, is_point=True)


def _within(start: str, end: str) -> Period:
    return Period(start, end, is_point=True, is_within=True)


def _iso(year: str, month: int | str | None = None, day: int | str | None = None) -> str | None:
    """Return a partial ISO date; None if the calendar has no such day."""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([f"{int(year):04}", *(f"{int(part):02}" for part in (month, day) if part)])


def _maybe(found: str | None) -> Period | None:
    return None if found is None else _point(found)


def _full_year(digits: str) -> str:
    """Return a four-digit year; two digits mean 1930 to 2029, as in spreadsheets."""
    if len(digits) == 4:
        return digits
    return f"{'20' if int(digits) < 30 else '19'}{digits}"


def _date(text: str, day_first: bool | None) -> Period | None:
    if match := re.fullmatch(r"(\d{4})(?:([/.-])(\d{1,2})(?:\2(\d{1,2}))?)?", text):
        # Some databases write 2009-00-00 if month and day are unknown.
        month, day = (None if part is None or int(part) == 0 else part for part in (match[3], match[4]))
        return _maybe(_iso(match[1], month, day if month else None))
    if match := re.fullmatch(r"([12]\d{3})(\d{2})(\d{2})", text):
        return _maybe(_iso(match[1], match[2], match[3]))
    if match := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", text):
        # Who writes dots between numbers puts the day first.
        order = True if day_first is None and match[2] == "." else day_first
        return _from_numbers(int(match[1]), int(match[3]), _full_year(match[4]), order)
    if match := re.fullmatch(r"(\d{1,2})(\. ?|[ /-])([ivx]+)\2(\d{4}|\d{2})", text):
        month = _roman().get(match[3], 99)
        return _maybe(_iso(_full_year(match[4]), month, match[1])) if int(match[1]) else None
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text):
        return _maybe(_iso(match[2], match[1])) if int(match[1]) else None
    if match := re.fullmatch(r"(\d{4})-?w(\d{1,2})", text):
        return _week(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"'(\d{2})", text):
        return _maybe(_iso(_full_year(match[1])))
    return _with_month_name(text)


def _from_numbers(first: int, second: int, year: str, day_first: bool | None) -> Period | None:
    as_day_first, as_month_first = (
        _iso(year, second or 99, first or 99),
        _iso(year, first or 99, second or 99),
    )
    if as_day_first is None or as_month_first is None or as_day_first == as_month_first:
        return _maybe(as_day_first or as_month_first)
    if day_first is None:
        return _within(min(as_day_first, as_month_first), max(as_day_first, as_month_first))
    return _point(as_day_first if day_first else as_month_first)


def _week(year: int, week: int) -> Period | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        return _within(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    except (ValueError, OverflowError):
        return None


def _with_month_name(text: str) -> Period | None:
    if re.search(r"^[-/.–]|[-/–]$|\.\.$", text):
        return None  # an open end
    text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th|er|e|de|ste)\b", r"\1", text)
    tokens = [
        token
        for token in re.split(r"[\s,./-]+", text)
        if token and token not in words.FILLERS and token not in words.WEEKDAYS
    ]
    if len(tokens) == 1 and re.fullmatch(r"\d{4}", tokens[0]):
        return _maybe(_iso(tokens[0]))
    at = [number for number, token in enumerate(tokens) if token in words.MONTHS]
    if len(at) != 1:
        return None
    month = words.MONTHS[tokens.pop(at[0])]
    if not all(re.fullmatch(r"'?\d{2}|\d{1,2}|\d{4}", token) for token in tokens):
        return None
    if len(tokens) == 1:
        digits = tokens[0].lstrip("'")
        is_year = len(digits) == 4 or tokens[0] != digits or int(digits) > 31
        return _maybe(_iso(_full_year(digits), month)) if is_year else None
    if len(tokens) != 2:
        return None
    first, second = tokens
    year_first = len(first) >= 3 or int(first) > 31
    year, day = (first, second) if year_first else (second, first)
    digits = year.lstrip("'")
    if len(digits) not in (2, 4) or len(day.lstrip("'")) > 2 or not int(day.lstrip("'")):
        return None
    return _maybe(_iso(_full_year(digits), month, day.lstrip("'")))


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


def _vague(text: str, day_first: bool | None) -> Period | None:
    """Read a decade, century, season or quarter, or the beginning, middle or end of one."""
    for third, pattern in enumerate((words.EARLY, words.MIDDLE, words.LATE)):
        if match := re.fullmatch(rf"(?:{pattern})[\s-]+(?:the\s+|de\s+|los\s+)?(.+)", text):
            whole = _span(match[1]) or _date(match[1], day_first)
            return None if whole is None else _part(whole, third)
    return _span(text)


def _span(text: str) -> Period | None:
    if match := re.fullmatch(rf"(?:(?:{words.DECADE})\s+)*'?(\d{{2}})?(\d)0(?:'?s|er(?: jahre)?)", text):
        return _decade(match[1], match[2])
    if match := re.fullmatch(r"(?:(?:de|los|les)\s+)?(?:jaren|anos|annees)\s+'?(\d{2})?(\d)0", text):
        return _decade(match[1], match[2])
    if match := re.fullmatch(rf"(?:(?:{words.DECADE})\s+)*({'|'.join(words.TENS)})(?:\s+jahre)?", text):
        return _decade(None, str(words.TENS[match[1]]))
    if match := re.fullmatch(r"([12]\d{2})[x?_-]", text):
        return _decade(match[1][:2], match[1][2])
    if match := re.fullmatch(r"([12]\d)(?:xx|\?\?|__|--)", text):
        return _within(f"{match[1]}00", f"{match[1]}99")
    for months, pattern in ((3, words.QUARTER), (6, words.HALF)):
        if match := re.fullmatch(pattern, text):
            year, part = match["year"] or match["before"], int(match["part"] or match["nth"] or match["last"])
            return _within(f"{year}-{(part - 1) * months + 1:02}", f"{year}-{part * months:02}")
    return _season(text) or _century(text)


def _decade(century: str | None, tens: str) -> Period | None:
    if century is None and int(tens) < 3:
        return None  # the twenties of which century?
    return _within(f"{century or '19'}{tens}0", f"{century or '19'}{tens}9")


def _season(text: str) -> Period | None:
    match = re.fullmatch(
        rf"(?:the\s+)?({'|'.join(words.SEASONS)})\s+(?:of\s+|de\s+|del\s+|van\s+)?(\d{{4}})(?:[/–-](\d{{2}}|\d{{4}}))?",
        text,
    )
    if match is None:
        return None
    month, year = words.SEASONS[match[1]], int(match[2])
    if month < 12:
        return None if match[3] else _within(f"{year:04}-{month:02}", f"{year:04}-{month + 2:02}")
    # The winter of a year can be the one that begins or the one that ends in it.
    first, last = (year, year + 1) if match[3] else (year - 1, year + 1)
    return _within(f"{first:04}-12", f"{last:04}-02")


@lru_cache(maxsize=1)
def _roman() -> dict[str, int]:
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return {("x" * (number // 10)) + units[number % 10]: number for number in range(1, 22)}


def _century(text: str) -> Period | None:
    number = r"(\d{1,2})(?:st|nd|rd|th|e|de|ste|eme|\.)?|([xvi]+)(?:e|eme)?"
    before = re.fullmatch(rf"(?:the\s+|de\s+)?(?:{number})\s*(?:{words.CENTURY})\.?", text)
    match = before or re.fullmatch(rf"(?:el\s+)?(?:siglo|s\.?)\s+(?:{number})", text)
    if match is None:
        return None
    century = int(match[1]) if match[1] else _roman().get(match[2], 0)
    return _within(f"{century - 1:02}01", f"{century:02}00") if 1 <= century <= 21 else None


def _part(whole: Period, third: int) -> Period | None:
    """Return the beginning (0), middle (1) or end (2) of a period; these overlap, as in everyday language."""
    start, end = whole.start, whole.end
    if start is None or end is None:
        return None
    if len(start) == 4 and start == end:
        first, last = ((1, 4), (4, 9), (9, 12))[third]
        return _within(f"{start}-{first:02}", f"{start}-{last:02}")
    if len(start) == 4:
        years = int(end) - int(start) + 1
        low, high = ((0, 0.5), (0.3, 0.8), (0.5, 1))[third]
        return _within(f"{int(start) + int(years * low):04}", f"{int(start) + int(years * high) - 1:04}")
    if len(start) == 7 and start == end:
        days = monthrange(int(start[:4]), int(start[5:]))[1]
        first, last = ((1, 12), (8, 23), (18, days))[third]
        return _within(f"{start}-{first:02}", f"{start}-{last:02}")
    return replace(whole, is_within=True)


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
    found = _date(text, day_first) or _hedged(text, day_first) or _vague(text, day_first)
    return found if found is not None and found.is_point else None


def _range(text: str, day_first: bool | None) -> Period | None:
    either = (rf"(?:{words.BETWEEN})\s+(.+?)\s+(?:{words.AND})\s+(.+)", rf"(.+?)\s+(?:{words.OR})\s+(.+)")
    for pattern in either:
        if match := re.fullmatch(pattern, text):
            found = _joined(match[1], match[2], day_first)
            return None if found is None else replace(found, is_within=True)
    text = re.sub(rf"^(?:{words.FROM})\s+", "", text)
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
