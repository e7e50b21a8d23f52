"""Splits text into cells: delimiter, line ends, quoting, and the line on which each row starts.

A sheet is stored as columns of text, never as row objects. Three readers create the columns: one works on
bytes with NumPy, for large files (``fast_csv.py``); one splits small files without quotes and with rows of
equal length; the csv module reads the rest. All give the same columns, which
``tests/loaders/readers/tables/test_csv.py`` and ``tests/loaders/readers/tables/test_fast_csv.py`` verify.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np

from sociogram.graph.common.text import allow_long_cells
from sociogram.graph.errors import DataError
from sociogram.loaders.readers.encoding import to_utf8
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet
from sociogram.loaders.readers.signatures import signature_of
from sociogram.loaders.readers.tables.cell_rows import sheet_of_rows
from sociogram.loaders.readers.tables.fast_csv import LEAST_BYTES, split_rows
from sociogram.loaders.readers.tables.preamble import comment_lines, cut_lines, heading_lines
from sociogram.loaders.readers.tables.prose import is_prose
from sociogram.loaders.readers.tables.quotes import repair_quotes, unwrapped

SUFFIXES = (".csv", ".tsv", ".tab")
DELIMITERS = (",", ";", "\t", "|")

_SAMPLE_ROWS = 60
_SAMPLE_BYTES = 1 << 17
_SPACED_NUMBERS = re.compile(rb"\s*\d+\s+\d+(?:\s+-?\d+(?:\.\d+)?){0,2}\s*(?:\{\})?\s*")
"""An edge and, at most, its weight and time, or the empty attributes that NetworkX writes."""


def matches(data: bytes, file: str) -> bool:  # noqa: ARG001 - any text may be delimited cells
    """Return whether a file may be text because no signature says that it is something else."""
    return signature_of(data) is None


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Read a whole file that people typed or a program wrote; see ``read_sheet``.

    Raises:
        DataError: it is an article, or has a fault that ``read_sheet`` names.
    """
    if not file.lower().endswith(SUFFIXES):
        check_is_table(data, file)
    return [read_sheet(data, file, encoding=options.encoding, as_typed=True)]


def check_is_table(data: bytes, file: str) -> None:
    """Reject an article, which would be read as a sheet of one column.

    Raises:
        DataError: the file holds paragraphs of sentences.
    """
    if is_prose(data[:_SAMPLE_BYTES].decode("utf-8", errors="replace")):
        raise DataError(
            "This is a text, not a table.",
            file=file,
            cure="`sociogram draft` finds actors and claims in it; `check --text` and `review` compare it "
            "with claims.",
        )


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits most rows into equally many cells, and into the most cells."""
    best, best_score = ",", (0.0, 0.0, 0, 0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        try:
            lengths = [len(row) for row in islice((row for row in reader if row), _SAMPLE_ROWS)]
        except csv.Error:
            continue
        # A heading above the titles may have any number of cells.
        width = max(Counter(length for length in lengths if length > 1).items(), key=_by_count, default=None)
        if width is None:
            continue
        first, count = lengths.index(width[0]), width[1]
        shares = (round(count / len(lengths), 1), round(count / (len(lengths) - first), 1))
        score = (*shares, -first, width[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _by_count(found: tuple[int, int]) -> tuple[int, int]:
    length, count = found
    return count, length


def read_sheet(
    data: bytes,
    file: str,
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    as_typed: bool = False,
) -> Sheet:
    """Read a whole file.

    Args:
        data: the bytes of the file.
        file: its name, for errors.
        delimiter: the delimiter; None detects it.
        encoding: any encoding that Python knows; None detects it.
        as_typed: whether people may have typed the file: a space before a quote is not part of a cell, and a
            quote that would enclose whole rows is an ordinary character. Without it, every cell is read as by
            the csv module.

    Raises:
        DataError: it is not text, is empty, or has a row that cannot be read.
    """
    decoded = to_utf8(data, file, encoding)
    data = decoded.data.removeprefix(codecs.BOM_UTF8)
    if not _has_text(data):
        raise DataError(
            "The file is empty.", file=file, cure="Its first row should hold the columns' titles."
        )
    if as_typed and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if as_typed:
        data = unwrapped(data)
    skipped = 0
    if data[:4].lower() == b"sep=" and data[4:5].isascii() and data[5:6] in (b"\r", b"\n"):
        # Excel's way to state the delimiter.
        delimiter = chr(data[4])
        data, skipped = data[7 if data[5:7] == b"\r\n" else 6 :], 1
    above: list[str] = []
    if as_typed:
        data, delimiter, count, above = _without_preamble(data, delimiter)
        skipped += count
    delimiter = delimiter or _delimiter_of(data)
    sheet = _read_typed(data, delimiter, file) if as_typed else _read_rows(data, delimiter, file)
    sheet.encoding, sheet.doubt, sheet.above = decoded.encoding, decoded.doubt, above
    _shift_lines(sheet, skipped)
    return sheet


def _without_preamble(data: bytes, delimiter: str | None) -> tuple[bytes, str, int, list[str]]:
    """Cut comments and headings above the titles.

    Returns:
        The rest of the data, its delimiter, the number of lines cut, and the texts of those not empty.
    """
    comments = comment_lines(data)
    data, texts = cut_lines(data, comments)
    if delimiter is None and _are_spaced_numbers(data):
        data, delimiter = re.sub(rb"(?m)^ +|[ \t]+(?:\{\})?(?=\r?$)", b"", data), " "
        data = re.sub(rb"[ \t]+", b" ", data)
    delimiter = delimiter or _delimiter_of(data)
    headings = heading_lines(data, delimiter)
    data, more = cut_lines(data, headings)
    return data, delimiter, comments + headings, [*texts, *more]


def _are_spaced_numbers(data: bytes) -> bool:
    """Return whether all lines are numbers between spaces: an edge list of NetworkX, SNAP or igraph."""
    lines = data[:_SAMPLE_BYTES].splitlines()[:_SAMPLE_ROWS]
    return b" " in data[:_SAMPLE_BYTES] and all(
        _SPACED_NUMBERS.fullmatch(line) for line in lines if line.strip()
    )


def _delimiter_of(data: bytes) -> str:
    return find_delimiter(data[:_SAMPLE_BYTES].decode("utf-8", "ignore"))


def _shift_lines(sheet: Sheet, skipped: int) -> None:
    """Add the number of lines above the sheet to its line numbers."""
    if skipped:
        sheet.lines = [line + skipped for line in sheet.lines]
        sheet.stray_quotes = [line + skipped for line in sheet.stray_quotes]
        if sheet.odd_quote_line is not None:
            sheet.odd_quote_line += skipped


def _read_typed(data: bytes, delimiter: str, file: str) -> Sheet:
    """Split text into cells, tolerating unclosed quotes and spaces before quotes."""
    if b'"' not in data:
        return _read_rows(data, delimiter, file)
    spaced = _parse_spaced(data, delimiter, file) or _parse_escaped(data, delimiter, file)
    if spaced is not None:
        return spaced
    try:
        sheet = _read_rows(data, delimiter, file)
    except DataError:
        sheet = None
    is_regular = sheet is not None and sheet.odd_quote_line is None and not sheet.short_lines
    if sheet is not None and is_regular and isinstance(sheet.lines, range):
        return sheet  # each row is one line
    repaired = repair_quotes(data.decode("utf-8", "surrogatepass"), delimiter)
    if repaired is None:
        return _read_rows(data, delimiter, file) if sheet is None else sheet
    text, lines = repaired
    sheet = _read_rows(text.encode("utf-8", "surrogatepass"), delimiter, file)
    sheet.stray_quotes = lines
    return sheet


def _parse_spaced(data: bytes, delimiter: str, file: str) -> Sheet | None:
    """Parse text with spaces around the quotes of cells; None if it has none, or other odd quotes."""
    mark = delimiter.encode()
    if mark + b' "' not in data and b'" ' + mark not in data:
        return None
    text = data.decode("utf-8", "surrogatepass")
    behind = rf'"[ \t]+(?=[{re.escape(delimiter)}\r\n]|$)'
    return _parse_strictly(text, delimiter, file) or _parse_strictly(
        re.sub(behind, '"', text), delimiter, file
    )


def _parse_escaped(data: bytes, delimiter: str, file: str) -> Sheet | None:
    """Parse text with backslashes before quotes; None if the usual rules can read it."""
    if b'\\"' not in data:
        return None
    text = data.decode("utf-8", "surrogatepass")
    if _parse_strictly(text, delimiter, file) is not None:
        return None
    return _parse_strictly(text, delimiter, file, doublequote=False, escapechar="\\")


def _parse_strictly(text: str, delimiter: str, file: str, **dialect: Any) -> Sheet | None:
    rows: list[list[str]] = []
    lines = [1]
    try:
        _read_all(text, rows, lines, delimiter=delimiter, strict=True, skipinitialspace=True, **dialect)
    except csv.Error:
        return None
    return sheet_of_rows(rows, lines[:-1], lines[-1], delimiter, file)


def _has_text(data: bytes) -> bool:
    blank = b"\0\r\n\t ,;|"
    return bool(data[:_SAMPLE_BYTES].strip(blank) or data.replace(codecs.BOM_UTF8, b"").strip(blank))


def _read_rows(data: bytes, delimiter: str, file: str) -> Sheet:
    """Split text into cells with the fastest reader that can read it."""
    sheet = None
    if len(data) >= LEAST_BYTES and b"\0" not in data:
        sheet = _split_large(data, delimiter, file)
    if sheet is None:
        text = data.decode("utf-8", "surrogatepass")
        sheet = _split(text, delimiter, file) or _parse(text, delimiter, file)
    return sheet


def _split_large(data: bytes, delimiter: str, file: str) -> Sheet | None:
    """Split a large file without a string for each cell."""
    found = split_rows(data, delimiter)
    if found is None:
        return None
    return Sheet(
        file,
        found.header,
        list(found.columns),
        found.lines,
        delimiter=delimiter,
        ragged=found.ragged,
        short_lines=found.short_lines,
        empty_rows=found.empty_rows,
    )


def _split(text: str, delimiter: str, file: str) -> Sheet | None:
    """Split plain, regular text at its delimiters: no quotes, no empty lines, rows of equal length."""
    if '"' in text:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    if not text.endswith("\n"):
        text += "\n"
    codes = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    line_ends = np.flatnonzero(codes == 10)
    cuts = np.flatnonzero(codes == ord(delimiter))
    per_line = np.diff(np.searchsorted(cuts, line_ends), prepend=0)
    width = int(per_line[0]) + 1
    if width < 2 or bool((per_line != width - 1).any()):
        return None
    cells = text.replace("\n", delimiter).split(delimiter)
    cells.pop()
    columns: list[Sequence[str]] = [cells[width + number :: width] for number in range(width)]
    if _has_empty_row(cells[:width], columns):
        return None
    return Sheet(file, tuple(cells[:width]), columns, range(2, len(line_ends) + 1), delimiter=delimiter)


def _has_empty_row(header: list[str], columns: list[Sequence[str]]) -> bool:
    """Return whether a row has only delimiters and spaces; the csv reader drops such rows."""
    if not "".join(header).strip():
        return True
    candidates = [row for row, cell in enumerate(columns[0]) if not cell or cell.isspace()]
    return any(not "".join(column[row] for column in columns).strip() for row in candidates)


def _parse(text: str, delimiter: str, file: str) -> Sheet:
    allow_long_cells()
    rows, lines, end, odd_quote = _parse_rows(text, delimiter, file)
    sheet = sheet_of_rows(rows, lines, end, delimiter, file)
    sheet.odd_quote_line = odd_quote
    return sheet


_Parsed = tuple[list[list[str]], Sequence[int], int, int | None]


def _parse_rows(text: str, delimiter: str, file: str) -> _Parsed:
    """Return the rows, the line on which each starts, the line after the last, and that of an odd quote."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return _parse_loosely(text, delimiter, file, reader.line_num)
    if reader.line_num == len(rows):
        return rows, range(1, len(rows) + 1), len(rows) + 1, None
    return _parse_loosely(text, delimiter, file, None)


def _parse_loosely(text: str, delimiter: str, file: str, odd_quote: int | None) -> _Parsed:
    """Parse row by row to record line numbers, accepting odd quotes."""
    rows: list[list[str]] = []
    lines = [1]
    try:
        _read_all(text, rows, lines, delimiter=delimiter)
    except csv.Error as error:
        raise DataError(
            f"The row cannot be read: {error}.", file=file, line=lines[-1], cure="Is a quote missing in it?"
        ) from None
    if odd_quote is not None and _is_open(text, delimiter):
        raise DataError(
            "The quote opened here is never closed.",
            file=file,
            line=lines[-2],
            cure='Close it, or write a quote inside a quoted cell twice ("").',
        )
    return rows, lines[:-1], lines[-1], odd_quote


def _read_all(text: str, rows: list[list[str]], lines: list[int], **dialect: Any) -> None:
    """Append each row to ``rows``, and to ``lines`` the line after it: where the next row starts."""
    reader = csv.reader(io.StringIO(text, newline=""), **dialect)
    for row in reader:
        rows.append(row)
        lines.append(reader.line_num + 1)


def _is_open(text: str, delimiter: str) -> bool:
    """Return whether the text ends inside quotes."""
    # A delimiter and a mark added outside quotes form a separate row; inside quotes they do not.
    rows = csv.reader(io.StringIO(f"{text}\n{delimiter}\x01", newline=""), delimiter=delimiter)
    return deque(rows, maxlen=1)[0] != ["", "\x01"]
