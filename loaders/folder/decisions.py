"""``decisions.csv``: decisions of people on whether similar actors are the same, one per row.

Only changed rows are rewritten. New rows are inserted in alphabetical order, so that two people who decide on
different pairs change different lines, which git merges.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import cast

from sociogram.graph.common.text import nearest_spelling
from sociogram.graph.duplicates.decisions import (
    DECISION_FIELDS,
    VERDICTS,
    Decision,
    Decisions,
    Verdict,
    text_key,
)
from sociogram.graph.errors import DataError
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.readers.sheet import Sheet
from sociogram.loaders.readers.tables.csv import read_sheet

_NEEDED = DECISION_FIELDS[:3]


def read_decisions(content: bytes, file: str) -> Decisions:
    """Read decisions.

    Args:
        content: the bytes of the file; may be empty.
        file: its name, for errors.

    Raises:
        DataError: a row is invalid or contradicts others; has its line and a cure.
    """
    decisions, faults = check_decisions(content, file)
    if faults:
        raise faults[0]
    return decisions


def check_decisions(content: bytes, file: str) -> tuple[Decisions, list[DataError]]:
    """Read decisions; return the valid ones and the errors of all rows.

    Raises:
        DataError: it is not a table, or has no columns for decisions.
    """
    if not content.strip():
        return Decisions(), []
    sheet = read_sheet(content, file)
    columns = _columns(sheet)
    titles = {field: sheet.header[number] for field, number in columns.items()}
    faults = [
        DataError(
            f"The row has {len(row.cells)} cells, the header {len(sheet.header)}.",
            file=file,
            line=row.line,
            cure="Put a cell that holds a comma between double quotes.",
        )
        for row in sheet.ragged
    ]
    decisions = []
    for decision in _rows(sheet, columns):
        if decision.first and decision.second and not str(decision.verdict):
            continue  # a list of duplicates may be filled in bit by bit
        found = list(_faults(decision, file, titles))
        faults += found
        if not found:
            decisions.append(decision)
    held = Decisions(decisions)
    faults += [
        DataError(one.message, file=file, line=one.decision.line, column="verdict", cure=one.cure)
        for one in held.contradictions()
    ]
    return held, sorted(faults, key=lambda fault: fault.line or 0)


def _columns(sheet: Sheet) -> dict[str, int]:
    keys = [title_key(title) for title in sheet.header]
    columns = {field: keys.index(field) for field in DECISION_FIELDS if field in keys}
    missing = [field for field in _NEEDED if field not in columns]
    if missing:
        raise DataError(
            f"There is no column `{missing[0]}`; the titles are: {', '.join(sheet.header)}.",
            file=sheet.file,
            line=1,
            cure=f"Write the titles {','.join(DECISION_FIELDS)} into the first line.",
        )
    return columns


def _rows(sheet: Sheet, columns: Mapping[str, int]) -> Iterator[Decision]:
    for row, line in enumerate(sheet.lines):
        cells = {field: sheet.columns[number][row].strip() for field, number in columns.items()}
        verdict = cast("Verdict", cells.pop("verdict").lower())
        yield Decision(cells.pop("first"), cells.pop("second"), verdict, **cells, line=line)


def _faults(
    decision: Decision, file: str | None = None, titles: Mapping[str, str] = MappingProxyType({})
) -> Iterator[DataError]:
    """Yield what is wrong with a decision; with its line, if it is from a file."""

    def fault(field: str, message: str, cure: str) -> DataError:
        return DataError(message, file=file, line=decision.line or None, column=titles.get(field), cure=cure)

    for field in ("first", "second"):
        if not getattr(decision, field):
            yield fault(field, "The row does not say which actor.", "Fill in an id or a name.")
    if decision.verdict not in VERDICTS:
        near = nearest_spelling(decision.verdict, VERDICTS)
        cure = f"Did you mean `{near}`?" if near else f"Write {', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}."
        yield fault("verdict", f"`{decision.verdict}` is not a verdict.", cure)
    if decision.first and text_key(decision.first) == text_key(decision.second):
        yield fault(
            "second", f"The row is about `{decision.first}` twice.", "Name another actor, or delete the row."
        )
    if decision.date and not _is_date(decision.date):
        yield fault("date", f"`{decision.date}` is not a date.", "Write it as 2026-05-23.")


def _is_date(text: str) -> bool:
    """Return whether a text is an ISO date, full or partial; a time may follow."""
    day = text.partition("T")[0].partition(" ")[0]
    try:
        date.fromisoformat(day + "-01" * (2 - day.count("-")))
    except ValueError:
        return False
    return True


def with_decisions(content: bytes, added: Sequence[Decision], file: str) -> bytes:
    """Return a file of decisions with further ones; a new decision on a pair replaces the rows of the pair.

    Raises:
        DataError: a row of the file or a new decision is invalid, or the decisions contradict each other.
    """
    fault = next((fault for one in added for fault in _faults(one)), None)
    if fault is not None:
        raise fault
    _check_encoding(content, file)
    before = read_decisions(content, file)
    held = {(one.pair, one.cells) for one in before}
    new = [one for one in before.with_decisions(added) if (one.pair, one.cells) not in held]
    after = before.with_decisions(new)
    contradictions = after.contradictions()
    if contradictions:
        raise DataError(contradictions[0].message, file=file, cure=contradictions[0].cure)
    if not new:
        return content
    if not content.strip():
        return _line(DECISION_FIELDS) + b"".join(_line(one.cells) for one in sorted(new, key=_sort_key))
    return _written(content, new, file)


def _check_encoding(content: bytes, file: str) -> None:
    """Refuse to add UTF-8 to a file in another encoding."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"The file is not UTF-8: byte {error.start} cannot be read.", file=file, cure="Save it as UTF-8."
        ) from None


def _written(content: bytes, new: Sequence[Decision], file: str) -> bytes:
    """Return the file with new decisions in place of existing rows on the same pairs."""
    sheet = read_sheet(content, file)
    columns = _columns(sheet)
    records = _records(content, sheet)
    end = "\r\n" if records[0].endswith(b"\r\n") else "\n"
    pairs = {one.pair for one in new}
    remaining = [
        (_sort_key(one), record)
        for one, record in zip(_rows(sheet, columns), records[1:], strict=True)
        if one.pair not in pairs
    ]
    for one in sorted(new, key=_sort_key):
        cells = [""] * len(sheet.header)
        for field, value in zip(DECISION_FIELDS, one.cells, strict=True):
            if field in columns:
                cells[columns[field]] = value
        key = _sort_key(one)
        at = next((row for row, (other, _) in enumerate(remaining) if other > key), len(remaining))
        remaining.insert(at, (key, _line(cells, sheet.delimiter, end)))
    return records[0] + b"".join(record for _, record in remaining)


def _records(content: bytes, sheet: Sheet) -> list[bytes]:
    """Return the header and each row as written, with line ends."""
    lines = content.splitlines(keepends=True)
    if lines and not lines[-1].endswith((b"\n", b"\r")):
        lines[-1] += b"\n"
    starts = [*(line - 1 for line in sheet.lines), len(lines)]
    return [b"".join(lines[: starts[0]]), *(b"".join(lines[start:stop]) for start, stop in pairwise(starts))]


def _sort_key(decision: Decision) -> tuple[str, str]:
    return text_key(decision.first), text_key(decision.second)


def _line(cells: Sequence[str], delimiter: str = ",", end: str = "\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerow(cells)
    return out.getvalue().encode("utf-8")
