"""Parsers of one cell: dates, certainty, paragraph. Each returns the value or raises ``CellError``."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from sociogram.graph.common.text import clean
from sociogram.graph.model import CERTAINTIES
from sociogram.loaders.values.naming import to_label, to_type
from sociogram.loaders.values.types import BOOLEANS, is_integer, split_values


class CellError(ValueError):
    """An invalid cell: what is wrong, and what to write instead."""

    def __init__(self, reason: str, cure: str) -> None:
        self.reason = reason
        self.cure = cure
        super().__init__(f"{reason} {cure}")


_MONTHS = {
    name[:length]: number
    for number, names in enumerate(
        (
            ("january", "januari", "enero"),
            ("february", "februari", "febrero"),
            ("march", "maart", "marzo"),
            ("april", "abril"),
            ("may", "mei", "mayo"),
            ("june", "juni", "junio"),
            ("july", "juli", "julio"),
            ("august", "augustus", "agosto"),
            ("september", "septiembre"),
            ("october", "oktober", "octubre"),
            ("november", "noviembre"),
            ("december", "diciembre"),
        ),
        start=1,
    )
    for name in names
    for length in {len(name), 3}
}
_DATE_CURE = "Write it as 2023, 2023-05 or 2023-05-23."


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "time": re.compile(
            r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?"
        ),
        "year_first": re.compile(r"(\d{4})(?:[/.-](\d{1,2})(?:[/.-](\d{1,2}))?)?"),
        "numbers": re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"),
        "day_month": re.compile(r"(?:(\d{1,2})\.?\s+(?:de\s+)?)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})"),
        "month_day": re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"),
    }


def read_date(text: str) -> str:
    """Return a partial ISO date. Forms that can only mean one date are rewritten, others refused."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        # What most dates are, and a few thousand of them at that.
        with suppress(ValueError):
            date.fromisoformat(text)
            return text
    patterns = _patterns()
    if time := patterns["time"].fullmatch(text):
        return read_date(time[1])
    if match := patterns["year_first"].fullmatch(text):
        # 2009-00-00 is how some databases write that month and day are not known.
        month, day = (None if part is None or int(part) == 0 else part for part in match.groups()[1:])
        return _checked(text, match[1], month, day if month else None)
    if match := patterns["numbers"].fullmatch(text):
        return _from_numbers(text, int(match[1]), int(match[2]), match[3])
    if match := patterns["day_month"].fullmatch(text):
        return _checked(text, match[3], _month(text, match[2]), match[1])
    if match := patterns["month_day"].fullmatch(text):
        return _checked(text, match[3], _month(text, match[1]), match[2])
    raise CellError(f"`{text}` is not a date.", _DATE_CURE)


def _month(text: str, word: str) -> str:
    number = _MONTHS.get(word.casefold())
    if number is None:
        raise CellError(f"`{text}` is not a date.", _DATE_CURE)
    return str(number)


def _from_numbers(text: str, first: int, second: int, year: str) -> str:
    if first > 12 or first == second:
        return _checked(text, year, str(second), str(first))
    if second > 12:
        return _checked(text, year, str(first), str(second))
    raise CellError(
        f"`{text}` may be two dates.",
        f"Write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}.",
    )


def _checked(text: str, year: str, month: str | None, day: str | None) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise CellError(f"`{text}` is not in the calendar.", _DATE_CURE) from None
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])


def ends_before(start: str, end: str) -> bool:
    """Return whether a partial date is certainly earlier than another: ``2023`` is not before ``2023-05``."""
    length = min(len(start), len(end))
    return end[:length] < start[:length]


def read_certainty(text: str) -> str:
    """Return one of the five words."""
    word = text.casefold()
    if word not in CERTAINTIES:
        raise CellError(f"`{text}` is not a certainty.", f"Write one of: {', '.join(CERTAINTIES)}.")
    return word


def read_paragraph(text: str) -> int:
    """Return the number of a paragraph."""
    if not is_integer(text) or int(text) < 1:
        raise CellError(f"`{text}` is not a paragraph's number.", "Write a whole number from 1.")
    return int(text)


def read_truth(text: str) -> bool:
    """Return a truth value."""
    found = BOOLEANS.get(text.casefold())
    if found is None:
        raise CellError(f"`{text}` is neither true nor false.", "Write true or false.")
    return found


def read_labels(text: str) -> list[str]:
    """Return the labels in a cell; ``:Person:Actor`` is how graph databases write two."""
    parts = text[1:].split(":") if text.startswith(":") else split_values(text)
    labels = [to_label(part) for part in parts]
    found = [label for label in dict.fromkeys(labels) if label is not None and label != "Entity"]
    if None in labels:
        raise CellError(f"`{text}` holds no type.", "Write a word such as Person.")
    return found


def read_type_name(text: str) -> str:
    """Return a relation type as it is written in a graph."""
    return to_type(text)[0]


def read_list(text: str) -> list[str]:
    """Return the values in a cell, each cleaned."""
    return [clean(value) for value in split_values(text)]


CellReader = Callable[[str], Any]

KEY_READERS: dict[str, CellReader] = {"id": clean, "name": clean, "title": clean}
ENTITY_READERS: dict[str, CellReader] = {
    **KEY_READERS,
    "type": read_labels,
    "aliases": read_list,
    "sources": split_values,
}
RELATION_READERS: dict[str, CellReader] = {
    "id": clean,
    "source": clean,
    "target": clean,
    "source_name": clean,
    "target_name": clean,
    "source_type": read_labels,
    "target_type": read_labels,
    "type": clean,
    "start_date": read_date,
    "end_date": read_date,
    "sources": split_values,
    "paragraph": read_paragraph,
    "claimed_by": clean,
    "certainty": read_certainty,
}
SOURCE_READERS: dict[str, CellReader] = {**KEY_READERS, "date": read_date}
RELATION_TYPE_READERS: dict[str, CellReader] = {"type": read_type_name, "directed": read_truth}
