"""Titles in two rows: with groups above them, units below them, or a translation."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Sequence

from sociogram.loaders.headers.layout import is_title
from sociogram.loaders.headers.profile import DATE, shape_of
from sociogram.loaders.headers.title_fields import fields_of_title, known_titles
from sociogram.loaders.readers.sheet import Sheet

_SAMPLE = 200
_FEWEST_TITLES = 2
"""A row below the first needs this many known titles to be a row of titles."""

_UNIT = re.compile(
    r"[(\[].*[)\]]|%|(?:(?:in|en|x)\s+)?(?:(?:mio|mln|m|bn|mrd|k|tsd|1000)\.?\s*)?(?:[€$£]|EUR|USD|GBP|CHF)"
    r"|(?:km|m|cm|mm|kg|g|t|ha|m2|m²|km2|km²|years?|jaar|jahre?|ans|años|d{1,2}[-./]m{1,2}[-./]y{2,4}"
    r"|y{4}(?:-m{1,2}(?:-d{1,2})?)?)",
    re.DOTALL | re.IGNORECASE,
)


def settle_titles(sheet: Sheet) -> None:
    """Detect whether the row below the titles belongs to them; the ignored texts go to ``Sheet.above``."""
    if len(sheet) < 2:
        return  # no row would remain
    upper, lower = sheet.header, tuple(column[0].strip() for column in sheet.columns)
    below = [set(column[1:_SAMPLE]) for column in sheet.columns]
    if any(text and text in cells for text, cells in zip(lower, below, strict=True)):
        return  # a title does not occur among the cells below it
    if _are_groups(upper, lower):
        repeated = {title for title in lower if title and lower.count(title) > 1}
        titles = _joined(upper, lower, only=repeated)
        _note_groups(sheet, upper, lower, titles)
        used = {group for group in upper for title in titles if title in (group, *_below(group, lower))}
        _use_titles(sheet, titles, [group for group in upper if group not in used])
    elif _are_parts(upper, lower):
        _use_titles(sheet, _joined(upper, lower), ())
    elif _are_units(upper, lower, below) or _are_translated(upper, lower):
        _use_titles(sheet, upper, lower)


def _use_titles(sheet: Sheet, titles: Sequence[str], left_out: Sequence[str]) -> None:
    texts = dict.fromkeys(title for title in left_out if title.strip())
    if texts:
        sheet.above.append(", ".join(texts))
    sheet.header = tuple(titles)
    sheet.columns = [column[1:] for column in sheet.columns]
    sheet.lines = sheet.lines[1:]


def _below(group: str, lower: Sequence[str]) -> list[str]:
    """Return the titles that a heading forms with those below it."""
    return [f"{group.strip()} {title}" for title in lower] if group.strip() else []


def _note_groups(sheet: Sheet, upper: Sequence[str], lower: Sequence[str], titles: Sequence[str]) -> None:
    """Note which headings became part of titles, and how each of them becomes a row of its own."""
    groups = [
        text.strip() for text in dict.fromkeys(upper) if not set(_below(text, lower)).isdisjoint(titles)
    ]
    if len(groups) > 1:
        shown = ", ".join(f"`{group}`" for group in groups)
        cure = (
            " A row stays a single actor or tie: for one of each date, write a row for each, "
            "with a column `date`."
            if all(shape_of(group) == DATE for group in groups)
            else ""
        )
        sheet.notes.append(f"The headings {shown} are part of the titles below them.{cure}")


def _are_groups(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether the first row has headings over several columns, and the second the titles."""
    has_gaps = all(lower) and not all(map(str.strip, upper)) and bool(upper[0].strip())
    if has_gaps and all(is_title(text) or _UNIT.fullmatch(text) for text in lower):
        return True
    known, above = known_titles(lower), known_titles(upper)
    if known < _FEWEST_TITLES:
        return False
    if all(lower) and not all(map(str.strip, upper)) and above <= known:
        return True  # each heading is above the first of its columns only
    repeats = len(set(upper)) < len(upper)
    return above < (known if repeats else 1)


def _are_parts(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether the second row has titles exactly below each group of the first (``Period``)."""
    gaps = [number for number, title in enumerate(upper) if not title.strip()]
    if not gaps or 0 in gaps:
        return False
    grouped = {*gaps, *(number - 1 for number in gaps)}
    filled = {number for number, title in enumerate(lower) if title}
    return filled == grouped and all(lower[number].isalpha() for number in filled)


def _joined(upper: Sequence[str], lower: Sequence[str], only: Container[str] | None = None) -> list[str]:
    """Prefix each title with its group, or only those given."""
    titles, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above.strip() or group
        is_joined = below and (only is None or below in only)
        is_unit = bool(above.strip() and _UNIT.fullmatch(below))
        titles.append(f"{group} {below}".strip() if is_joined else above if is_unit else below or above)
    return titles


def _are_units(upper: Sequence[str], lower: Sequence[str], below: Iterable[Collection[str]]) -> bool:
    """Return whether the second row has units, or explains each title in brackets.

    If cells below look the same, as links of a wiki do (``[[Ann Bee]]``), it is a row like these.
    """
    filled = [cell for cell in lower if cell]
    if not filled or not all(map(_UNIT.fullmatch, filled)):
        return False
    if any(_UNIT.fullmatch(cell.strip()) for cells in below for cell in cells):
        return False
    return len(filled) < len(lower) or (len(lower) > 1 and not any(map(_UNIT.fullmatch, upper)))


def _are_translated(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether each title of the second row means the same field as that of the first."""
    if len(lower) < _FEWEST_TITLES or [*map(str.casefold, upper)] == [*map(str.casefold, lower)]:
        return False
    pairs = [*zip(upper, lower, strict=True)]
    same = [bool(fields_of_title(one) & fields_of_title(other)) for one, other in pairs]
    if all(same):
        return True
    # A word such as "name" is not an actor's name if the words beside it are titles as well.
    names_name = any("name" in fields_of_title(one) & fields_of_title(other) for one, other in pairs)
    return names_name and all(
        is_same or is_title(other) for is_same, (_, other) in zip(same, pairs, strict=True)
    )
