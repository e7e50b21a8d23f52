"""Workbooks of Excel and LibreOffice: each worksheet becomes a sheet.

python-calamine reads the cells. They are converted to text as in a CSV file: dates to ISO 8601, whole numbers
without decimals. A formula is read as the value that the program saved with it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from sociogram.graph.common.text import first_few
from sociogram.graph.errors import DataError
from sociogram.loaders.readers.extras import needs
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet
from sociogram.loaders.readers.tables.cell_rows import sheet_of_rows
from sociogram.loaders.readers.tables.preamble import comment_lines, cut_lines, heading_lines
from sociogram.loaders.readers.tables.workbook_parts import error_cells, extents

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OLE_NAMES = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage"))
_SAMPLE_ROWS = 60
_MOST_CELLS = 50_000_000
"""Counted between the first and the last filled cell of a worksheet: calamine allocates them all."""

_MOST_BYTES = 2 << 30
_AS_CSV = "Delete empty rows and columns, or save the worksheet as CSV."
_LARGEST_WHOLE = 1e21
_SAVE = "Open it in a spreadsheet program, and save it again as .xlsx or CSV."
_MOST_ERRORS = 5


def matches(data: bytes, file: str) -> bool:
    """Return whether a file is a workbook, by its content, or by its suffix if it is a zip archive."""
    if data.startswith(_ZIP):
        return _ODS in data[:256] or b"xl/workbook" in data or PurePath(file).suffix.lower() in SUFFIXES
    return data.startswith(_OLE) and any(name in data for name in _OLE_NAMES)


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Read each worksheet that holds a table.

    Empty worksheets and charts are ignored. Worksheets of one column, usually notes, are ignored if there are
    tables, unless the user chose them; a note on the first sheet says so.

    Raises:
        DataError: python-calamine is not installed, the file is damaged or has a password, a worksheet is too
            large, or none holds a table.
    """
    with needs("excel", "python-calamine", file):
        import python_calamine
    errors = _inspect(data, file)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets, left_out = _read_sheets(book, file, errors)
    except python_calamine.PasswordError:
        raise DataError(
            "The workbook has a password.", file=file, cure="Save a copy without one, and load that."
        ) from None
    except python_calamine.CalamineError as error:
        raise DataError(f"The workbook cannot be read: {error}.", file=file, cure=_SAVE) from None
    if not sheets:
        names = ", ".join(f"`{name}`" for name in left_out) or "none"
        raise DataError(
            f"No worksheet holds a table; the worksheets are: {names}.",
            file=file,
            cure="A table has titles in a row, and rows below.",
        )
    tables = [sheet for sheet in sheets if len(sheet.header) > 1]
    if tables and not options.sheets:
        left_out += [sheet.part or "" for sheet in sheets if len(sheet.header) == 1]
        sheets = tables
    if left_out:
        names = ", ".join(f"`{name}`" for name in left_out)
        sheets[0].notes.append(f"Worksheets without a table left out: {names}.")
    return sheets


def _inspect(data: bytes, file: str) -> dict[str, dict[str, str]]:
    """Return the cells with errors of each worksheet; refuse one whose cells lie too far apart for memory."""
    if not data.startswith(_ZIP):
        return {}  # the old format has at most 65,536 rows of 256 cells
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise DataError("The workbook is too large to read.", file=file, cure=_AS_CSV)
            for rows, columns in extents(archive):
                if rows * columns > _MOST_CELLS:
                    raise DataError(
                        f"A worksheet has {rows:,} rows and {columns:,} columns, too many to read.",
                        file=file,
                        cure=_AS_CSV,
                    )
            return error_cells(archive)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"The workbook is damaged: {error}.", file=file, cure=_SAVE) from None


def _read_sheets(
    book: CalamineWorkbook, file: str, errors: Mapping[str, Mapping[str, str]]
) -> tuple[list[Sheet], list[str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets: list[Sheet] = []
    left_out: list[str] = []
    for metadata in book.sheets_metadata:
        found = None
        if metadata.typ is SheetTypeEnum.WorkSheet:
            found = _read_sheet(book.get_sheet_by_name(metadata.name), file)
        if found is None:
            left_out.append(metadata.name)
            continue
        if metadata.visible is not SheetVisibleEnum.Visible:
            found.notes.append("The worksheet is hidden.")
        if wrong := errors.get(metadata.name):
            found.notes.append(_error_words(wrong))
        sheets.append(found)
    return sheets, left_out


def _error_words(wrong: Mapping[str, str]) -> str:
    shown = first_few([f"{cell} ({text})" for cell, text in wrong.items()], _MOST_ERRORS)
    return f"Cells with an error are empty: {shown}."


def _read_sheet(worksheet: CalamineSheet, file: str) -> Sheet | None:
    """Return the table of a worksheet; None if it has none."""
    if worksheet.start is None:
        return None
    rows = [[_text(cell) for cell in row] for row in worksheet.to_python()]
    top, _ = worksheet.start
    above, titles = _cut_preamble(rows)
    merged = _fill_merged(rows, _merged_ranges(worksheet), titles)
    rows = rows[titles:]
    if len(rows) < 2:
        return None
    first = top + titles + 1
    sheet = sheet_of_rows(rows, range(first, first + len(rows)), first + len(rows), ",", file)
    sheet.encoding, sheet.layout, sheet.number_word = "", "worksheet", "row"
    sheet.part, sheet.above = worksheet.name, above
    if merged:
        sheet.notes.append(f"Merged cells read as the same in each of their rows: {merged}.")
    return sheet


def _text(cell: Any) -> str:
    """Return a cell as text, as in a CSV file."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        is_whole = cell.is_integer() and abs(cell) < _LARGEST_WHOLE
        return str(int(cell)) if is_whole else format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        is_day = cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


def _cut_preamble(rows: list[list[str]]) -> tuple[list[str], int]:
    """Return the text of the rows above the titles, and their number, by the rules for text files."""
    sample = io.StringIO()
    writer = csv.writer(sample, lineterminator="\n")
    # One line per row, so that lines count rows.
    writer.writerows([" ".join(cell.split()) for cell in row] for row in islice(rows, _SAMPLE_ROWS))
    data, above = sample.getvalue().encode("utf-8", "replace"), list[str]()
    count = 0
    for lines in (comment_lines(data), None):
        found = heading_lines(data, ",") if lines is None else lines
        data, texts = cut_lines(data, found)
        above += texts
        count += found
    return above, count


def _merged_ranges(worksheet: CalamineSheet) -> Iterator[tuple[int, int, int, int]]:
    """Yield the merged ranges as first and last row, first and last column, counted from the first cell."""
    top, left = worksheet.start or (0, 0)
    for (first, start), (last, end) in worksheet.merged_cell_ranges or ():
        yield first - top, last - top, start - left, end - left


def _fill_merged(rows: list[list[str]], ranges: Iterator[tuple[int, int, int, int]], titles: int) -> int:
    """Write the text of merged cells into each of them; return how many ranges cover several rows.

    Only titles are also copied across columns: a value merged over columns belongs to the first.
    """
    count = 0
    for first, last, start, end in ranges:
        if first < titles or first >= len(rows) or start >= len(rows[first]) or not rows[first][start]:
            continue
        text = rows[first][start]
        if first == titles:
            rows[first][start : end + 1] = [text] * (min(end + 1, len(rows[first])) - start)
        for row in rows[first + 1 : last + 1]:
            row[start] = text
        count += last > first
    return count
