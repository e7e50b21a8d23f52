"""From bytes to cells: encoding, delimiter, line ends, quoting, and the line on which each row starts.

A sheet is held as columns of text, never as row objects. Three readers make the columns: arithmetic
on bytes, for large files (``fast_csv.py``); splitting at delimiters, for small ones without quotes whose
rows are all equally long; and the csv module for the rest. All give the same columns;
``tests/loaders/readers/test_csv.py`` and ``tests/loaders/readers/test_fast_csv.py`` hold them to that.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.fast_csv import LEAST_BYTES, RaggedRow, split_rows

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}

_SAMPLE_ROWS = 60
_SAMPLE_BYTES = 1 << 17
_BLOCK = 1 << 20
_LARGEST_CELL = 1 << 24
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with BOM"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32 LE"),
    (b"\xff\xfe", "utf-16-le", "UTF-16 LE"),
    (b"\xfe\xff", "utf-16-be", "UTF-16 BE"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel or OpenDocument workbook (or a zip file)", "Save the sheet as CSV UTF-8."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV UTF-8."),
    (b"%PDF", "a PDF", "Export its table as CSV."),
    (b"\x1f\x8b", "compressed by gzip", "Unpack it first: gunzip FILE."),
)


@dataclass(slots=True)
class Sheet:
    """One file as columns of text.

    Attributes:
        file: the name as the user gave it; ``-`` is standard input.
        header: the titles as written.
        columns: one sequence of cells for each title.
        lines: the physical line on which each row starts, from 1.
        encoding: in words.
        delimiter: the character between cells.
        ragged: rows that do not fit below the header; they are in no column.
        short_lines: rows that miss cells at the end; read as if these were empty.
        empty_rows: lines without any text below the header; not counted as rows.
        odd_quote_line: where the first quote inside a quoted cell is not doubled, if one is not.
    """

    file: str
    header: tuple[str, ...]
    columns: list[Sequence[str]]
    lines: Sequence[int]
    encoding: str = "UTF-8"
    delimiter: str = ","
    ragged: list[RaggedRow] = field(default_factory=list)
    short_lines: list[int] = field(default_factory=list)
    empty_rows: int = 0
    odd_quote_line: int | None = None

    def __len__(self) -> int:
        return len(self.lines)


def to_utf8(data: bytes, file: str) -> tuple[bytes, str]:
    """Return the text of a file as UTF-8, and the encoding it was found to be in, in words."""
    for magic, what, cure in _NOT_TEXT:
        if data.startswith(magic):
            raise DataError(f"This is {what}, not text.", file=file, cure=cure)
    for bom, codec, words in _BOMS:
        if data.startswith(bom):
            return _from_codec(data[len(bom) :], codec, words, file), words
    wide = _utf16_without_bom(data)
    if wide is not None:
        return _from_codec(data, *wide, file), f"{wide[1]} without BOM"
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise DataError(
            "The file holds null bytes, so it is not text.",
            file=file,
            line=line,
            cure="Save it as CSV UTF-8.",
        )
    wrong = _not_utf8(data)
    return (data, "UTF-8") if wrong is None else (_from_windows(data, wrong, file), "Windows-1252")


def _from_codec(data: bytes, codec: str, words: str, file: str) -> bytes:
    try:
        if codec != "utf-8":
            return data.decode(codec).encode()
        wrong = _not_utf8(data)
    except UnicodeDecodeError as error:
        wrong = error.start
    if wrong is None:
        return data
    raise DataError(
        f"The file claims to be {words}, but byte {wrong + 1} is not.",
        file=file,
        line=data[:wrong].decode(codec, "replace").count("\n") + 1,
        cure="Save it again as CSV UTF-8.",
    )


def _not_utf8(data: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8, without decoding the whole text."""
    if data.isascii():
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    for begin in range(0, len(data), _BLOCK):
        # The bytes of a letter that two blocks share.
        left = len(decoder.getstate()[0])
        try:
            decoder.decode(data[begin : begin + _BLOCK], begin + _BLOCK >= len(data))
        except UnicodeDecodeError as error:
            return begin - left + error.start
    return None


def _utf16_without_bom(data: bytes) -> tuple[str, str] | None:
    """Western text in UTF-16 has a null in nearly every second byte."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    even_nulls, odd_nulls = sample[::2].count(0), sample[1::2].count(0)
    if odd_nulls > 0.6 * half and even_nulls < 0.1 * half:
        return "utf-16-le", "UTF-16 LE"
    if even_nulls > 0.6 * half and odd_nulls < 0.1 * half:
        return "utf-16-be", "UTF-16 BE"
    return None


def _from_windows(data: bytes, wrong: int, file: str) -> bytes:
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count("\ufffd")
    intact = sum(1 for character in repaired if character > "\x7f") - damaged
    if intact > damaged:
        raise DataError(
            f"Byte 0x{data[wrong]:02x} is not UTF-8, though the rest of the file is.",
            file=file,
            line=data.count(b"\n", 0, wrong) + 1,
            cure="Mend that character and save as UTF-8.",
        )
    try:
        return data.decode("cp1252").encode()
    except UnicodeDecodeError as error:
        raise DataError(
            f"Byte 0x{data[error.start]:02x} is neither UTF-8 nor Windows-1252.",
            file=file,
            line=data.count(b"\n", 0, error.start) + 1,
            cure="Save it again as CSV UTF-8.",
        ) from None


def find_delimiter(text: str) -> str:
    """Choose the delimiter that cuts rows into the most cells, as evenly as the header."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            lengths = [len(row) for row in islice((row for row in reader if row), _SAMPLE_ROWS)]
        except csv.Error:
            continue
        if not lengths or lengths[0] < 2:
            continue
        even = sum(length == lengths[0] for length in lengths) / len(lengths)
        score = (round(even, 1), lengths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_sheet(data: bytes, file: str, *, delimiter: str | None = None) -> Sheet:
    """Read a whole file. ``delimiter`` None means: find out."""
    data, encoding = to_utf8(data, file)
    data = data.removeprefix(codecs.BOM_UTF8)
    if not _has_text(data):
        raise DataError(
            "The file is empty.", file=file, cure="Its first row should hold the columns' titles."
        )
    skipped = 0
    if data[:4].lower() == b"sep=" and data[4:5].isascii() and data[5:6] in (b"\r", b"\n"):
        # Excel's own way to name the delimiter.
        delimiter = chr(data[4])
        data, skipped = data[7 if data[5:7] == b"\r\n" else 6 :], 1
    if delimiter is None:
        delimiter = find_delimiter(data[:_SAMPLE_BYTES].decode("utf-8", "ignore"))
    sheet = _read_rows(data, delimiter, file)
    sheet.encoding = encoding
    if skipped:
        sheet.lines = [line + skipped for line in sheet.lines]
        if sheet.odd_quote_line is not None:
            sheet.odd_quote_line += skipped
    return sheet


def _has_text(data: bytes) -> bool:
    blank = b"\0\r\n\t ,;|"
    return bool(data[:_SAMPLE_BYTES].strip(blank) or data.replace(codecs.BOM_UTF8, b"").strip(blank))


def _read_rows(data: bytes, delimiter: str, file: str) -> Sheet:
    """Cut a text into cells, by the reader that is fastest for it."""
    sheet = None
    if len(data) >= LEAST_BYTES and b"\0" not in data:
        sheet = _split_large(data, delimiter, file)
    if sheet is None:
        text = data.decode("utf-8", "surrogatepass")
        sheet = _split(text, delimiter, file) or _parse(text, delimiter, file)
    return sheet


def _split_large(data: bytes, delimiter: str, file: str) -> Sheet | None:
    """Cut a large file without a string for each cell."""
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
    """Cut plain, even text at its delimiters: no quotes, no empty lines, each row as long as the header."""
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
    """Rows of delimiters and spaces only are left to the csv module to leave out."""
    if not "".join(header).strip():
        return True
    candidates = [row for row, cell in enumerate(columns[0]) if not cell or cell.isspace()]
    return any(not "".join(column[row] for column in columns).strip() for row in candidates)


def _parse(text: str, delimiter: str, file: str) -> Sheet:
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    rows, lines, end, odd_quote = _parse_rows(text, delimiter, file)
    first = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None:
        raise DataError(
            "The file is empty.", file=file, cure="Its first row should hold the columns' titles."
        )
    header = tuple(rows[first])
    sheet = Sheet(file, header, [], [], delimiter=delimiter, odd_quote_line=odd_quote)
    rows, lines = rows[first + 1 :], lines[first + 1 :]
    cells, cell_lines = _fit(sheet, rows, [*lines, end])
    sheet.columns = [list(column) for column in zip(*cells, strict=True)] if cells else [[] for _ in header]
    sheet.lines = cell_lines
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
    """Parse row by row to know their lines, and take quotes as they come."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(
            f"The row cannot be read: {error}.", file=file, line=line, cure="Is a quote missing in it?"
        ) from None
    if odd_quote is not None and _is_open(text, delimiter):
        raise DataError(
            "The quote opened here is never closed.",
            file=file,
            line=lines[-1],
            cure='Close it, or write a quote inside a quoted cell twice ("").',
        )
    return rows, lines, line, odd_quote


def _is_open(text: str, delimiter: str) -> bool:
    """Return whether the text ends inside quotes."""
    # A delimiter and a mark added outside quotes make a row of their own; inside quotes they do not.
    rows = csv.reader(io.StringIO(f"{text}\n{delimiter}\x01", newline=""), delimiter=delimiter)
    return deque(rows, maxlen=1)[0] != ["", "\x01"]


def _fit(sheet: Sheet, rows: list[list[str]], starts: Sequence[int]) -> tuple[list[list[str]], Sequence[int]]:
    """Leave out empty rows, lengthen short ones, put aside those that are too long."""
    width = len(sheet.header)
    lengths = Counter(map(len, rows))
    if set(lengths) <= {width} and not any(not "".join(row).strip() for row in rows):
        return rows, list(starts[:-1])
    fitting: list[list[str]] = []
    fitting_lines: list[int] = []
    for number, row in enumerate(rows):
        line, surplus = starts[number], row[width:]
        if not any(cell and not cell.isspace() for cell in row):
            sheet.empty_rows += 1
            continue
        if any(cell and not cell.isspace() for cell in surplus):
            sheet.ragged.append(RaggedRow(line, starts[number + 1] - 1, tuple(row)))
            continue
        if len(row) < width:
            sheet.short_lines.append(line)
        fitting.append(row[:width] + [""] * (width - len(row)))
        fitting_lines.append(line)
    return fitting, fitting_lines
