"""Reads files into tidy sheets, and reports on their shape."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sociogram.graph.errors import DataError
from sociogram.loaders.folder.own_files import KINDS, plan_own
from sociogram.loaders.folder.tables.column_format import CHAIN, LIST
from sociogram.loaders.headers.edge_names import split_edge_names
from sociogram.loaders.headers.layout import settle_layout
from sociogram.loaders.headers.plan import ColumnPlan, SheetPlan
from sociogram.loaders.headers.title_fields import known_titles
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.options import LoadOptions, TableSource
from sociogram.loaders.readers.formats import read_path
from sociogram.loaders.readers.graphs.graphrag import graphrag_sheet
from sociogram.loaders.readers.sheet import DELIMITER_WORDS, ReaderOptions, Sheet
from sociogram.loaders.readers.tables.arrow import is_frame, read_frame
from sociogram.loaders.report import REJECTED, FileReport, RejectedRow, Remark
from sociogram.loaders.report_words import line_words
from sociogram.loaders.rows.table_rows import shown
from sociogram.loaders.rows.tidy.footers import move_footers
from sociogram.loaders.rows.tidy.sections import move_sections
from sociogram.loaders.rows.tidy.spaced_commas import join_spaced_cells
from sociogram.loaders.rows.tidy.title_rows import settle_titles

_MOST_SHOWN = 3


def read_sheets(sources: Iterable[TableSource], options: LoadOptions) -> list[Sheet]:
    """Read files, the files of folders, and frames into sheets without empty columns.

    Raises:
        DataError: one cannot be read, or is neither a path nor a frame.
    """
    reader_options = ReaderOptions(options.encoding, options.sheets)
    sheets: list[Sheet] = []
    for number, source in enumerate(sources, start=1):
        if isinstance(source, Sheet):
            sheets.append(source)
        elif is_frame(source):
            sheets.append(read_frame(source, f"frame {number}"))
        elif isinstance(source, str | os.PathLike):
            sheets += read_path(os.fspath(source), reader_options)
        else:
            raise DataError(
                f"Argument {number} is of the type {type(source).__name__}.",
                cure="Pass the path of a file, or a frame of pandas, Polars or pyarrow.",
            )
    sheets = [graphrag_sheet(sheet) or sheet for sheet in sheets]
    for sheet in sheets:
        _refuse_decisions(sheet)
        if sheet.kind is None:
            _drop_empty_columns(sheet)
        if sheet.kind is None and not sheet.types and not sheet.lists:
            # A format with typed columns has no layout to detect.
            join_spaced_cells(sheet)
            settle_titles(sheet)
            split_edge_names(sheet)
            own = plan_own(sheet)
            has_lines = not sheet.layout or sheet.number_word == "row"
            if has_lines and (own is None or not own.is_exact):
                move_footers(sheet)
                move_sections(sheet, options.mapping)
            _settle_layout(sheet, options)
    return sheets


def _refuse_decisions(sheet: Sheet) -> None:
    keys = set(map(title_key, sheet.header))
    if {"first", "second", "verdict"} <= keys:
        raise DataError(
            "These are decisions on who is the same actor, not actors or ties.",
            file=sheet.file,
            cure="Take them with `sociogram decide --from FILE`, or load others with --decisions FILE.",
        )
    if keys == {"id", "sameas"}:
        raise DataError(
            "The rows say which ids are one actor; they are neither actors nor ties.",
            file=sheet.file,
            cure="Rename the columns to `second` and `first`, add `verdict` with the word `same`, and take "
            "them with `sociogram decide --from FILE`.",
        )


def _settle_layout(sheet: Sheet, options: LoadOptions) -> None:
    """Detect a matrix or ties without titles, unless the user's mapping says that a text is a title."""
    if set(map(title_key, options.mapping)).isdisjoint(map(title_key, sheet.header)):
        settle_layout(sheet, known_titles)


def _drop_empty_columns(sheet: Sheet) -> None:
    """Drop columns with neither title nor text, of which spreadsheets write many."""
    remaining = [
        number
        for number, title in enumerate(sheet.header)
        if title.strip() or number == 0 or any(cell and not cell.isspace() for cell in sheet.columns[number])
    ]
    if len(remaining) < len(sheet.header):
        sheet.header = tuple(sheet.header[number] for number in remaining)
        sheet.columns = [sheet.columns[number] for number in remaining]
        new = {number: position for position, number in enumerate(remaining)}
        sheet.types = {new[number]: kind for number, kind in sheet.types.items() if number in new}
        sheet.lists = {new[number]: rows for number, rows in sheet.lists.items() if number in new}


def report_shape(sheet: Sheet, report: FileReport) -> None:
    """Report oddities in the shape of a sheet, and reject rows that do not fit below its titles."""
    if sheet.doubt is not None:
        report.readings.insert(0, sheet.doubt)
    report.readings += [*sheet.notes, *_oddities(sheet)]
    report.left_out = len(sheet.above) + len(sheet.left_out)
    if sheet.odd_quote_line is not None:
        report.warnings.append(
            Remark(
                sheet.file,
                sheet.odd_quote_line,
                None,
                "Text follows the closing quote of a cell, so the row may be split in the wrong places.",
                'Write a quote inside a quoted cell twice ("").',
            )
        )
    _reject_ragged(sheet, report)
    _reject_unread(sheet, report)


def _oddities(sheet: Sheet) -> Iterator[str]:
    """Yield sentences about what was ignored, skipped or read although it is odd."""
    if sheet.stray_quotes:
        lines = line_words(sheet.stray_quotes, sheet.number_word)
        yield f"A quotation mark that does not enclose a cell was read as part of the text ({lines})."
    if sheet.above:
        above = ", ".join(f"`{text}`" for text in sheet.above[:2])
        yield f"Lines above the titles left out: {above}{', …' if sheet.above[2:] else ''}."
    if sheet.left_out:
        yield f"Left out lines that are not rows: {_shown_lines(sheet.left_out, sheet.number_word)}."
    if sheet.may_be_totals:
        yield f"{_shown_lines(sheet.may_be_totals, sheet.number_word)} may be a total, and was read as a row."
    if sheet.empty_rows:
        yield f"Empty lines skipped: {sheet.empty_rows}."
    if sheet.short_lines:
        lines = line_words(sheet.short_lines, sheet.number_word)
        yield f"Rows with missing cells at the end, read as empty: {len(sheet.short_lines)} ({lines})."


def _reject_ragged(sheet: Sheet, report: FileReport) -> None:
    """Reject rows with more cells than titles."""
    for number, row in enumerate(sheet.ragged, start=len(sheet)):
        report.outcomes[number] = REJECTED
        several = "" if row.line == row.last_line else f" and it ends on line {row.last_line}"
        cure = (
            "Is a closing quote missing?"
            if several
            else f"Put a cell that holds a {DELIMITER_WORDS[sheet.delimiter]} between double quotes."
        )
        message = f"The row has {len(row.cells)} cells, the header {len(sheet.header)}{several}."
        remark = Remark(sheet.file, row.line, None, message, cure)
        report.rejects.append(RejectedRow(remark, sheet.header, row.cells))


def _reject_unread(sheet: Sheet, report: FileReport) -> None:
    """Reject parts of the file that are not rows."""
    for number, unread in enumerate(sheet.unread, start=len(sheet) + len(sheet.ragged)):
        report.outcomes[number] = REJECTED
        remark = Remark(sheet.file, unread.line, unread.column, unread.message, unread.cure)
        cells = unread.cells + ("",) * (len(sheet.header) - len(unread.cells))
        report.rejects.append(RejectedRow(remark, sheet.header, cells))


def _shown_lines(lines: Sequence[tuple[int, str]], number_word: str) -> str:
    parts = [f"`{shown(text)}` ({number_word} {line})" for line, text in lines[:_MOST_SHOWN]]
    return ", ".join(
        [*parts, *([f"and {len(lines) - len(parts):,} more"] if len(lines) > len(parts) else [])]
    )


def apply_types(sheet: Sheet, plan: SheetPlan, report: FileReport) -> SheetPlan:
    """Read properties by the types that the file states, and lists as lists.

    A row with a list in a field that holds a single value is rejected.
    """
    columns = []
    for column in plan.columns:
        rows = sheet.lists.get(column.number, [])
        typed = sheet.types.get(column.number, "string[]" if rows else None)
        if typed and not column.is_field:
            columns.append(replace(column, typed=typed))
            continue
        if rows and KINDS[plan.kind].get(column.name) not in (LIST, CHAIN):
            for row in rows:
                _reject_list(sheet, column, row, report)
        columns.append(column)
    return replace(plan, columns=tuple(columns))


def _reject_list(sheet: Sheet, column: ColumnPlan, row: int, report: FileReport) -> None:
    if report.outcomes[row] == REJECTED:
        return
    report.outcomes[row] = REJECTED
    cells = tuple(cells[row] for cells in sheet.columns)
    message = f"`{column.title}` holds a list: {shown(cells[column.number])}."
    remark = Remark(sheet.file, sheet.lines[row], column.title, message, "Write a single value.")
    report.rejects.append(RejectedRow(remark, sheet.header, cells))
