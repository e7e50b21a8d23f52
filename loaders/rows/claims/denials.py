"""A column of those who deny a tie, such as `Denied by`: each denial becomes a claim of its own.

A row with such a cell says two things: that the tie holds, and that somebody denies it. In a sheet of
corrections it says of a claim of the graph that somebody denies it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.vocabulary.aliases import DENIED_BY, END_FIELDS, ENDS, RELATIONS
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.report_words import line_words
from sociogram.loaders.rows.claims.known_claims import KnownClaims
from sociogram.loaders.rows.repeated_rows import repeat_rows
from sociogram.loaders.values.lists import list_parts
from sociogram.loaders.values.nothing import is_nothing, names_nobody
from sociogram.loaders.values.types import BOOLEANS

_DATED = ("date_certainty", "date_note")
"""Properties that explain a claim's dates."""

_SHARED = (
    *(*END_FIELDS, "type", "role", "start_date", "end_date", "directed", "sources", "paragraph"),
    *("modality", "review"),
    *_DATED,
)
"""What a denial shares with the claim that it denies; the rest is about that claim alone.

A denied plan is not a denied deed, and if a row is a draft, so is its denial.
"""


_DENYING = re.compile(
    r"\s*\b(?:den(?:y|ies|ied)|reject(?:s|ed)|disput(?:es|ed)|contests|contested|refut(?:es|ed)"
    r"|ontken(?:t|de|nen|den|d)|weerspreekt|weersprak|betwist(?:te)?|niega|negó|desmiente|desmintió|rechaz(?:a|ó)"
    r"|(?:a )?nié|nie|(?:a )?démenti|dément|(?:a )?contesté|conteste|bestreitet|bestritt|leugnet(?:e)?"
    r"|dementiert(?:e)?|hat .*(?:bestritten|dementiert|geleugnet))\b.*",
    re.DOTALL,
)
"""What follows the voice where a cell says how it denied the tie: ``Ann Bee denied this in court``."""


def split_denials(sheet: Sheet, plan: SheetPlan, report: FileReport, claims: KnownClaims) -> SheetPlan:
    """Give each denial a row after the row it denies; return the plan with the columns that it needs.

    A cell remains a property if it names no voice (``yes``), or if its row has no ends or states a polarity.
    """
    column = plan.field(DENIED_BY)
    if column is None:
        return plan
    held = _held(sheet, plan, claims)
    voices = _voices(sheet, plan, column, held)
    if voices:
        known = [name for name in _SHARED if any(name in claim for claim in held.values())]
        columns = _columns_with(sheet, plan, (*known, "claimed_by", "polarity"))
        has_voices = plan.field("claimed_by") is not None
        columns = tuple(
            one if has_voices or one.name != "claimed_by" else replace(one, title=column.title)
            for one in columns
        )
        plan = replace(plan, columns=columns)
        lines = line_words([int(sheet.lines[row]) for row in voices], sheet.number_word)
        report.readings.append(
            f"`{column.title}` names who denies a tie ({lines}). Each denial is a claim of its own, "
            "with `polarity` denies."
        )
        _split(sheet, plan, report, column, voices, held)
    is_used = any(cell.strip() for cell in sheet.columns[column.number])
    rest = replace(column, name=column.title, is_field=False)
    others = (one if one != column else rest for one in plan.columns if one != column or is_used)
    return replace(plan, columns=tuple(others))


def _held(sheet: Sheet, plan: SheetPlan, claims: KnownClaims) -> dict[int, Mapping[str, Any]]:
    """Return, by row, the claims of the graph that a sheet corrects."""
    own = plan.field("id") if plan.is_correction else None
    if own is None:
        return {}
    ids = [cell.strip() for cell in sheet.columns[own.number]]
    held = claims.called(filter(None, ids))
    return {row: held[text] for row, text in enumerate(ids) if text in held}


def _voices(
    sheet: Sheet, plan: SheetPlan, column: ColumnPlan, held: Mapping[int, Mapping[str, Any]]
) -> dict[int, list[str]]:
    """Return, by row, the voices that deny the tie."""
    ends = [plan.field(name) for name in ENDS]
    if plan.kind != RELATIONS or (None in ends and not plan.is_correction):
        return {}
    needed = [sheet.columns[end.number] for end in ends if end is not None]
    polarity = plan.field("polarity")
    stated = None if polarity is None else sheet.columns[polarity.number]
    found = {}
    for row, cell in enumerate(sheet.columns[column.number]):
        is_whole = row in held if plan.is_correction else all(cells[row].strip() for cells in needed)
        if is_whole and (stated is None or not stated[row].strip()):
            # Rows of corrections are not split at several voices later on.
            voices = list_parts(cell) if plan.is_correction else [cell]
            found[row] = [voice for text in voices if (voice := _voice(text)) is not None]
    return {row: voices for row, voices in found.items() if voices}


def _voice(text: str) -> str | None:
    """Return who denies the tie, by the words of a cell; None if it does not say."""
    if not text.strip() or text.strip().casefold() in BOOLEANS or text.strip().isdecimal():
        return None
    if is_nothing(text.strip(), is_name=True) or names_nobody(text.strip()):
        return None
    return _DENYING.sub("", text).strip() or None


def _columns_with(sheet: Sheet, plan: SheetPlan, fields: tuple[str, ...]) -> tuple[ColumnPlan, ...]:
    """Return the plan's columns and those of the fields that it lacks, which are appended to the sheet."""
    columns = list(plan.columns)
    for field in fields:
        if all(column.name != field for column in columns):
            columns.append(ColumnPlan(len(sheet.columns), field, field, field not in _DATED))
            sheet.header = (*sheet.header, field)
            sheet.columns = [*sheet.columns, [""] * len(sheet)]
    return tuple(columns)


def _split(
    sheet: Sheet,
    plan: SheetPlan,
    report: FileReport,
    column: ColumnPlan,
    voices: Mapping[int, Sequence[str]],
    held: Mapping[int, Mapping[str, Any]],
) -> None:
    own = {one.number: one.name for one in plan.columns if one.is_field}
    own |= {one.number: one.name for one in plan.columns if one.name in _DATED}
    changed: dict[int, dict[int, list[str]]] = {}
    for number, cells in enumerate(sheet.columns):
        name = own.get(number, "")
        for row, deniers in voices.items():
            if number == column.number:
                cell = cells[row].strip()
                said = ["" if cell in deniers else cell for _ in deniers]
                first = ""
            elif name == "claimed_by":
                said, first = list(deniers), cells[row]
            elif name == "polarity":
                said, first = ["denies"] * len(deniers), cells[row]
            elif name not in _SHARED:
                said, first = [""] * len(deniers), cells[row]
            elif row in held:
                said, first = [_as_cell(held[row].get(name))] * len(deniers), cells[row]
            else:
                continue
            changed.setdefault(number, {})[row] = [first, *said]
    repeat_rows(sheet, report, {row: 1 + len(deniers) for row, deniers in voices.items()}, changed)


def _as_cell(value: Any) -> str:
    """Return the cell that reads as a value of a claim."""
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(list(map(str, value)), ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
