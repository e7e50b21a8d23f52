"""A column of those who deny a tie, such as `Denied by`: each denial becomes a separate claim.

A row with such a cell states two claims: that the tie holds, and that somebody denies it. In a sheet of
corrections, it states that somebody denies a claim of the graph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

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
"""The fields that a denial shares with the claim that it denies; the others concern that claim alone.

A denied plan is not a denied act, and the denial in a draft is a draft.
"""


_DENIED = (
    "denied|rejected|disputed|contested|refuted|ontkend|weersproken|betwist|negado|desmentido|rechazado|nié"
    "|démenti|contesté|bestritten|dementiert|geleugnet"
)
_DENIES = (
    "deny|denies|rejects|disputes|contests|refutes|ontkent|ontkennen|ontkende|ontkenden|weerspreekt|weersprak"
    "|betwistte|niega|niegan|negó|negaron|desmiente|desmintió|rechaza|rechazó|nie|nient|dément|conteste"
    "|bestreitet|bestreiten|bestritt|leugnet|leugnete"
)
_BETWEEN = (
    "who|has|have|had|also|always|strongly|firmly|flatly|repeatedly|publicly|die|dit|dat|heeft|hebben|ook"
    "|altijd|stellig|que|quien|ha|han|lo|la|los|las|también|siempre|qui|a|ont|le|les|l['’]a|l['’]ont|aussi"
    "|toujours|formellement|der|das|dies|es|hat|haben|auch|stets"
)
_LAST = rf"(?:hat|haben|heeft|hebben)\s.*?\b(?:{_DENIED})"
"""A verb at the end, after what is denied: ``hat alle Vorwürfe bestritten``."""

_DENYING = re.compile(
    rf",?\s*\b(?:(?:{_BETWEEN})\s+)*(?:{_DENIED}|{_DENIES}|dementierte?|{_LAST})\b.*", re.DOTALL
)
"""The words after the voice if a cell says how it denied the tie: ``Ann Bee denied this in court``."""

_DENIED_BY = re.compile(
    rf"(?:{_DENIED})\b(?:\s+(?:by|door|por|par|von|durch)\s+(?P<voice>.+))?.*", re.DOTALL | re.IGNORECASE
)
"""A cell that begins with the denial: ``Denied by Ann Bee``; without ``by``, it names no voice."""

_ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
Planned: TypeAlias = tuple[Sheet, SheetPlan]
_Held: TypeAlias = Mapping[int, Mapping[str, Any]]
_Denial: TypeAlias = tuple[str, str]
"""A voice, and the words of the cell that name it."""


def split_denials(
    sheet: Sheet, plan: SheetPlan, report: FileReport, claims: KnownClaims, others: Iterable[Planned] = ()
) -> SheetPlan:
    """Add a row for each denial after the row it denies; return the plan with the columns for these rows.

    A row of corrections denies a claim of the graph, or one of ``others``: the other sheets of the load.

    A cell remains a property if it names no voice (``yes``), or if its row has no ends or a polarity: the
    denial of a denial does not deny the tie.
    """
    column = plan.field(DENIED_BY)
    if column is None:
        return plan
    held = _held(sheet, plan, column, claims, others)
    voices = _voices(sheet, plan, column, held)
    _report_waiting(sheet, plan, column, report, {*voices, *held})
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
    left = (one if one != column else rest for one in plan.columns if one != column or is_used)
    return replace(plan, columns=tuple(left))


def _held(
    sheet: Sheet, plan: SheetPlan, column: ColumnPlan, claims: KnownClaims, others: Iterable[Planned]
) -> _Held:
    """Return, by row, the claims that somebody denies according to rows that lack an end."""
    own = plan.field("id") if plan.kind == RELATIONS else None
    if own is None:
        return {}
    ids = [cell.strip() for cell in sheet.columns[own.number]]
    denied, whole = sheet.columns[column.number], _whole_rows(sheet, plan)
    rows = [row for row, text in enumerate(ids) if text and denied[row].strip() and row not in whole]
    held: dict[str, Mapping[str, Any]] = dict(claims.called(ids[row] for row in rows))
    wanted = {ids[row] for row in rows} - held.keys()
    for other, its_plan in others if wanted else ():
        held |= _stated(other, its_plan, wanted)
    return {row: held[ids[row]] for row in rows if ids[row] in held}


def _stated(sheet: Sheet, plan: SheetPlan, wanted: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Return the claims with some ids that the rows of a sheet state in full.

    A date that only the rest of its column explains, such as 03/04/2001, is left out.
    """
    own = plan.field("id") if plan.kind == RELATIONS else None
    if own is None:
        return {}
    shared = [column for column in plan.columns if column.is_field and column.name in (*_SHARED, "polarity")]
    fixed = {} if plan.relation_type is None else {"type": plan.relation_type}
    found: dict[str, Mapping[str, Any]] = {}
    for row in sorted(_whole_rows(sheet, plan)):
        name = sheet.columns[own.number][row].strip()
        if name in wanted:
            cells = {column.name: sheet.columns[column.number][row].strip() for column in shared}
            found[name] = fixed | {
                field: cell
                for field, cell in cells.items()
                if cell and (not field.endswith("_date") or _ISO_DATE.fullmatch(cell))
            }
    return found


def _whole_rows(sheet: Sheet, plan: SheetPlan) -> set[int]:
    """Return the rows with both ends."""
    ends = [sheet.columns[end.number] for end in map(plan.field, ENDS) if end is not None]
    if len(ends) < len(ENDS):
        return set()
    return {row for row, cells in enumerate(zip(*ends, strict=True)) if all(map(str.strip, cells))}


def _voices(sheet: Sheet, plan: SheetPlan, column: ColumnPlan, held: _Held) -> dict[int, list[_Denial]]:
    """Return, by row, the voices that deny the tie, and their words."""
    if plan.kind != RELATIONS:
        return {}
    whole = _whole_rows(sheet, plan)
    polarity = plan.field("polarity")
    stated = None if polarity is None else sheet.columns[polarity.number]
    found = {}
    for row, cell in enumerate(sheet.columns[column.number]):
        is_stated = stated is not None and stated[row].strip()
        is_denial = row in held and held[row].get("polarity") == "denies"
        if (row in held or row in whole) and not is_stated and not is_denial:
            found[row] = [(voice, part) for part in list_parts(cell) if (voice := _voice(part)) is not None]
    return {row: denials for row, denials in found.items() if denials}


def _report_waiting(
    sheet: Sheet, plan: SheetPlan, column: ColumnPlan, report: FileReport, done: Collection[int]
) -> None:
    """Report denials of claims that neither the graph nor the load has."""
    own = plan.field("id")
    if own is None or plan.kind != RELATIONS:
        return
    whole = _whole_rows(sheet, plan)
    cells = zip(sheet.columns[own.number], sheet.columns[column.number], strict=True)
    waiting = [
        row
        for row, (name, cell) in enumerate(cells)
        if row not in done and row not in whole and name.strip() and any(map(_voice, list_parts(cell)))
    ]
    if waiting:
        lines = line_words([int(sheet.lines[row]) for row in waiting], sheet.number_word)
        report.readings.append(
            f"`{column.title}` names who denies claims that the graph does not have yet ({lines}). "
            "Load the sheet again afterwards: then each denial becomes a claim of its own."
        )


def _voice(text: str) -> str | None:
    """Return the voice that, by the words of a cell, denies the tie; None if it names none."""
    if text.casefold() in BOOLEANS or text.isdecimal():
        return None
    if is_nothing(text, is_name=True) or names_nobody(text):
        return None
    denied = _DENIED_BY.fullmatch(text)
    voice = _DENYING.sub("", text) if denied is None else denied["voice"] or ""
    return voice.strip() or None


def _columns_with(sheet: Sheet, plan: SheetPlan, fields: tuple[str, ...]) -> tuple[ColumnPlan, ...]:
    """Return the plan's columns and those of the fields that it lacks, which are appended to the sheet."""
    columns = list(plan.columns)
    for field in fields:
        if all(column.name != field for column in columns):
            columns.append(ColumnPlan(len(sheet.columns), field, field, field not in _DATED, is_added=True))
            sheet.header = (*sheet.header, field)
            sheet.columns = [*sheet.columns, [""] * len(sheet)]
    return tuple(columns)


def _split(
    sheet: Sheet,
    plan: SheetPlan,
    report: FileReport,
    column: ColumnPlan,
    voices: Mapping[int, Sequence[_Denial]],
    held: _Held,
) -> None:
    names = {one.number: one.name for one in plan.columns if one.is_field or one.name in _DATED}
    dates = [sheet.columns[number] for number, name in names.items() if name in ("start_date", "end_date")]
    changed: dict[int, dict[int, list[str]]] = {}
    for number, cells in enumerate(sheet.columns):
        name = names.get(number, "")
        for row, denials in voices.items():
            cell, claim = cells[row], held.get(row, {})
            if number == column.number:
                # Words that are more than a name remain, as a property of the denial.
                added = ["" if words == voice else words for voice, words in denials]
                cell = "; ".join(sorted({*list_parts(cell)} - {words for _, words in denials}))
            elif name in _DATED and any(own[row].strip() for own in dates):
                added = [cell] * len(denials)  # not those of the claim, which explain its earlier dates
            elif name == "claimed_by":
                added = [voice for voice, _ in denials]
            elif name == "polarity":
                added = ["denies"] * len(denials)
            elif name in _SHARED:
                added = [cell if cell.strip() else _as_cell(claim.get(name))] * len(denials)
            else:
                added = [""] * len(denials)
            changed.setdefault(number, {})[row] = [cell, *added]
    repeat_rows(sheet, report, {row: 1 + len(denials) for row, denials in voices.items()}, changed)


def _as_cell(value: Any) -> str:
    """Return the cell that is read as a value of a claim."""
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(list(map(str, value)), ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)
