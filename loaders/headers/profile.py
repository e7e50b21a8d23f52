"""Profiles of columns, from a sample: names, ids, dates, numbers, addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sociogram.loaders.values.dates.read import read_period
from sociogram.loaders.values.lists import short_names
from sociogram.loaders.values.nothing import is_nothing, names_nobody

SAMPLE = 100
"""Rows in the sample, evenly spread over the sheet."""

NAME, ID, DATE, NUMBER, URL, EMAIL, PLACE, WORDS, TEXT = (
    "names",
    "ids",
    "dates",
    "numbers",
    "web addresses",
    "e-mail addresses",
    "addresses",
    "words",
    "text",
)

_URL = re.compile(r"(?:https?|ftp)://\S+|www\.\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"[-+(]?\s*[\d.,' \u00a0\u202f]*\d\s*\)?")
_AMOUNT = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b|%")
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_PLACE = re.compile(
    r"\d+[a-z]?,? +[^\W\d].*|(?:flat|floor|suite|apt|unit|room|box|postbus|po box)\b.*\d.*", re.IGNORECASE
)
_SHOWN = 3
_LONGEST_NAME = 90
_MOST_NAME_WORDS = 9
_MOST_WORDS = 5
_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class Profile:
    """A summary of a sample of a column's cells.

    Attributes:
        rows: the number of cells in the sample.
        filled: how many of them have a value.
        distinct: the number of distinct texts among those.
        shapes: the number of cells of each shape.
        texts: the distinct texts.
    """

    rows: int = 0
    filled: int = 0
    distinct: int = 0
    shapes: dict[str, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def samples(self) -> tuple[str, ...]:
        """The first distinct texts, for messages."""
        return self.texts[:_SHOWN]

    def share(self, *shapes: str) -> float:
        """Return the share of the filled cells that have one of these shapes; 0 if none is filled."""
        return sum(self.shapes.get(shape, 0) for shape in shapes) / self.filled if self.filled else 0.0

    @property
    def shape(self) -> str | None:
        """The shape of most filled cells; None if no cell is filled or no shape has a majority."""
        if not self.shapes:
            return None
        shape, count = max(self.shapes.items(), key=lambda item: item[1])
        return shape if count * 2 > self.filled else None

    @property
    def is_unique(self) -> bool:
        """Whether every cell is filled and differs from the others."""
        return 0 < self.rows == self.distinct


def profile(cells: Sequence[str]) -> Profile:
    """Return the profile of a column's cells."""
    length = len(cells)
    step = max(1, length // SAMPLE)
    sampled = [cells[row].strip() for row in range(0, length, step)]
    filled = [text for text in sampled if text and not is_nothing(text, is_name=True)]
    if any(map(names_nobody, set(filled))):
        filled = [text for text in filled if not names_nobody(text)]
    counts = Counter(filled)
    shapes: Counter[str] = Counter()
    for text, count in counts.items():
        shapes[shape_of(text)] += count
    return Profile(len(sampled), len(filled), len(counts), dict(shapes), tuple(counts))


def shape_of(text: str) -> str:
    """Return the shape of a cell.

    >>> [shape_of(text) for text in ("Ann Bee", "p-7", "1998", "May 2020", "3,5", "works for")]
    ['names', 'ids', 'dates', 'dates', 'numbers', 'words']
    """
    if _URL.fullmatch(text):
        return URL
    if _EMAIL.fullmatch(text):
        return EMAIL
    shape = _shape_of_digits(text) if any(map(str.isdigit, text)) else None
    if shape is not None:
        return shape
    words = text.split()
    names = short_names(text) if len(text) > _LONGEST_NAME or len(words) > _MOST_NAME_WORDS else None
    if names is not None and all(_is_capitalised(name.split()) for name in names):
        return NAME
    if len(text) <= _LONGEST_NAME and len(words) <= _MOST_NAME_WORDS and _is_capitalised(words):
        return NAME
    return WORDS if len(words) <= _MOST_WORDS else TEXT


def _shape_of_digits(text: str) -> str | None:
    """Return the shape of a cell with a digit; None if it may be words or a name all the same."""
    if _NUMBER.fullmatch(text) and not _YEAR.fullmatch(text):
        is_day = bool(re.search(r"\d[. ]\d+[. ]\d", text)) and read_period(text) is not None
        return DATE if is_day else NUMBER
    if len(text) <= _LONGEST_DATE and read_period(text) is not None:
        return DATE
    if _AMOUNT.search(text) and not any(map(str.isalpha, _AMOUNT.sub("", text))):
        return NUMBER
    if not any(map(str.isspace, text)):
        return ID
    return PLACE if _PLACE.fullmatch(text) else None


def _is_capitalised(words: Sequence[str]) -> bool:
    """Return whether a text may be a name: one of its words is capitalised, or its script has no case."""
    letters = [next((letter for letter in word if letter.isalpha()), "") for word in words]
    return any(letter.isupper() or (letter and letter.lower() == letter.upper()) for letter in letters)
