"""Headings among the rows of a list: ``Board`` alone in its line, then the members of the board.

They are not rows. Their text fills a separate column in each row below them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from sociogram.loaders.headers.titles import title_words
from sociogram.loaders.headers.vocabulary.actor_titles import ACTOR_WORDS, GROUP_WORDS, PLURALS
from sociogram.loaders.headers.vocabulary.aliases import IGNORED
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.sheet import Sheet

SECTION = "section"
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line with a single cell above a row.

    Attributes:
        row: its number in the sheet.
        text: its text.
        is_sure: whether a colon ends it.
        is_unlike: whether it is in capitals, names a group or has fewer words than the names below it.
        is_after_gap: whether an empty line precedes it.
    """

    row: int
    text: str
    is_sure: bool
    is_unlike: bool
    is_after_gap: bool


def move_sections(sheet: Sheet, mapping: Mapping[str, str]) -> None:
    """Move headings among the rows to a column ``section``, unless the user's mapping ignores that column.

    ``Sheet.left_out`` names their lines.

    An actor with nothing but a name is not a heading: headings begin the list, follow an empty line or end
    with a colon, and differ in form from the names below them.
    """
    if len(sheet.header) < _FEWEST or any(isinstance(column, CellColumn) for column in sheet.columns):
        return
    title = _free_title(sheet.header)
    lone = [] if undoes_sections(mapping, title) else _lone_rows(sheet)
    if not lone:
        return
    found = _headings(sheet, lone)
    if found:
        _move_headings(sheet, found, title)


def undoes_sections(mapping: Mapping[str, str], title: str) -> bool:
    """Return whether the user's mapping ignores the column of headings: they are rows then."""
    return mapping.get(title) in (IGNORED, "ignore")


def is_section_title(title: str) -> bool:
    """Return whether a title may be that of the column of headings: ``section``, ``section 2``."""
    return re.fullmatch(rf"{SECTION}(?: \d+)?", title) is not None


def _free_title(header: Sequence[str]) -> str:
    """Return the title of the column of headings, which no other column has."""
    title, number = SECTION, 1
    while title in header:
        number += 1
        title = f"{SECTION} {number}"
    return title


def _lone_rows(sheet: Sheet) -> list[int]:
    """Return the rows with only the first cell, if most rows have others as well."""
    others = [any(cells[row].strip() for cells in sheet.columns[1:]) for row in range(len(sheet))]
    lone = [row for row, cell in enumerate(sheet.columns[0]) if cell.strip() and not others[row]]
    return lone if 2 * len(lone) <= sum(others) + 1 else []


def _headings(sheet: Sheet, lone: Sequence[int]) -> list[_Heading]:
    names = [cell.strip() for row, cell in enumerate(sheet.columns[0]) if row not in lone and cell.strip()]
    if not names or any(map(_names_group, names)):
        return []
    words = median(len(name.split()) for name in names)
    has_capitals = 2 * sum(map(str.isupper, names)) > len(names)
    found = []
    for row in lone:
        below = row + 1
        if below >= len(sheet) or below in lone or not sheet.columns[0][below].strip():
            continue
        text = sheet.columns[0][row].strip()
        is_unlike = _names_group(text) or len(text.split()) < words or (text.isupper() and not has_capitals)
        found.append(_Heading(row, text, text.endswith(":"), is_unlike, _is_after_gap(sheet, row)))
    begins = bool(found) and found[0].row == 0
    taken = [one for one in found if one.is_sure or (one.is_unlike and (begins or one.is_after_gap))]
    is_plain = len(taken) < _FEWEST and not any(one.is_sure or _names_group(one.text) for one in taken)
    return [] if is_plain else taken


def _names_group(text: str) -> bool:
    words = set(title_words(text))
    return bool(words & (GROUP_WORDS | PLURALS) or any(map(ACTOR_WORDS.get, words)))


def _is_after_gap(sheet: Sheet, row: int) -> bool:
    if row == 0:
        return False
    height = 1 + max(cells[row - 1].count("\n") for cells in sheet.columns)
    return sheet.lines[row] > sheet.lines[row - 1] + height


def _move_headings(sheet: Sheet, found: Sequence[_Heading], title: str) -> None:
    by_row = {one.row: one.text.rstrip(": ") for one in found}
    sections, section = [], ""
    for row in range(len(sheet)):
        section = by_row.get(row, section)
        sections.append(section)
    sheet.left_out += [(int(sheet.lines[one.row]), one.text) for one in found]
    remaining = [row for row in range(len(sheet)) if row not in by_row]
    sheet.columns = [[cells[row] for row in remaining] for cells in (*sheet.columns, sections)]
    sheet.header = (*sheet.header, title)
    sheet.lines = [sheet.lines[row] for row in remaining]
    flag = f"{title}={IGNORED}"
    sheet.notes.append(
        f"Headings among the rows are in `{title}`, beside each row below them. If they are rows: "
        f"--map {flag if title == SECTION else repr(flag)}."
    )
