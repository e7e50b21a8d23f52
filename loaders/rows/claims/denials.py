"""A column of those who deny a tie, such as `Denied by`: each denial becomes a claim of its own.

A row with such a cell says two things: that the tie holds, and that somebody denies it.
"""

from __future__ import annotations

from dataclasses import replace

from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.vocabulary.aliases import DENIED_BY, END_FIELDS, ENDS, RELATIONS
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.report import FileReport
from sociogram.loaders.report_words import line_words
from sociogram.loaders.rows.repeated_rows import repeat_rows
from sociogram.loaders.values.nothing import is_nothing, names_nobody
from sociogram.loaders.values.types import BOOLEANS

_SHARED = (
    *(*END_FIELDS, "type", "role", "start_date", "end_date", "directed", "sources", "paragraph"),
    *("modality", "review"),
)
"""What a denial shares with the claim that it denies; the rest is about that claim alone.

Who denies a plan does not deny a deed, and a row that is a draft is one as a whole.
"""


def split_denials(sheet: Sheet, plan: SheetPlan, report: FileReport) -> SheetPlan:
    """Give each denial a row after the row it denies; return the plan with the columns that it needs.

    A cell remains a property if it names no voice (``yes``), or if its row has no ends or states a polarity.
    """
    column = plan.field(DENIED_BY)
    if column is None:
        return plan
    voices = _voices(sheet, plan, column)
    if voices:
        columns = _columns_with(sheet, plan, ("claimed_by", "polarity"))
        plan = replace(plan, columns=columns)
        lines = line_words([int(sheet.lines[row]) for row in voices], sheet.number_word)
        report.readings.append(
            f"`{column.title}` names who denies a tie ({lines}). Each denial is a claim of its own, "
            "with `polarity` denies."
        )
        _split(sheet, plan, report, column, voices)
    is_used = any(cell.strip() for cell in sheet.columns[column.number])
    rest = replace(column, name=column.title, is_field=False)
    others = (one if one is not column else rest for one in plan.columns if one is not column or is_used)
    return replace(plan, columns=tuple(others))


def _voices(sheet: Sheet, plan: SheetPlan, column: ColumnPlan) -> dict[int, str]:
    """Return, by row, the cells that name who denies the tie."""
    ends = [plan.field(name) for name in ENDS]
    if plan.kind != RELATIONS or plan.is_correction or None in ends:
        return {}
    needed = [sheet.columns[end.number] for end in ends if end is not None]
    polarity = plan.field("polarity")
    stated = None if polarity is None else sheet.columns[polarity.number]
    return {
        row: cell.strip()
        for row, cell in enumerate(sheet.columns[column.number])
        if _is_voice(cell.strip())
        and all(cells[row].strip() for cells in needed)
        and (stated is None or not stated[row].strip())
    }


def _is_voice(text: str) -> bool:
    if not text or text.casefold() in BOOLEANS or text.isdecimal():
        return False
    return not is_nothing(text, is_name=True) and not names_nobody(text)


def _columns_with(sheet: Sheet, plan: SheetPlan, fields: tuple[str, ...]) -> tuple[ColumnPlan, ...]:
    """Return the plan's columns and those of the fields that it lacks, which are appended to the sheet."""
    columns = list(plan.columns)
    for field in fields:
        if plan.field(field) is None:
            columns.append(ColumnPlan(len(sheet.columns), field, field, True))
            sheet.header = (*sheet.header, field)
            sheet.columns = [*sheet.columns, [""] * len(sheet)]
    return tuple(columns)


def _split(
    sheet: Sheet, plan: SheetPlan, report: FileReport, column: ColumnPlan, voices: dict[int, str]
) -> None:
    own = {one.number: one.name for one in plan.columns if one.is_field}
    changed = {}
    for number, cells in enumerate(sheet.columns):
        name = own.get(number)
        if number == column.number:
            changed[number] = {row: ["", ""] for row in voices}
        elif name == "claimed_by":
            changed[number] = {row: [cells[row], voice] for row, voice in voices.items()}
        elif name == "polarity":
            changed[number] = {row: [cells[row], "denies"] for row in voices}
        elif name not in _SHARED:
            changed[number] = {row: [cells[row], ""] for row in voices}
    repeat_rows(sheet, report, dict.fromkeys(voices, 2), changed)
