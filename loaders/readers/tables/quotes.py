"""Stray quotes in typed files: an unclosed quote, or one closed rows later, is an ordinary character.

A cell may contain line ends, but not whole rows of the sheet. Each line is repaired on its own, so the lines
before and after it are read as written.
"""

from __future__ import annotations

import csv

_LONGEST_CELL = 1000
"""In lines: a longer quoted cell is read as it is, or as unclosed."""

_QUOTE = '"'


def repair_quotes(text: str, delimiter: str) -> tuple[str, list[int]] | None:
    """Return the text with stray quotes written as quoted characters, and the numbers of their lines, from 1.

    None if there is no stray quote, or none that is certain.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    if any("\r" in line or "\n" in line for line in lines):  # the file mixes several kinds of line ends
        newline, lines = "\n", text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header = next((line for line in lines if line.strip()), "")
    width = len(_cells(header, delimiter))
    if width < 2:
        return None
    repaired: list[int] = []
    number = 0
    while number < len(lines):
        length = 1 if _QUOTE not in lines[number] else _lines_of_row(lines, number, delimiter)
        if _is_stray(lines[number : number + length], delimiter, width):
            lines[number] = _as_text(lines[number], delimiter)
            repaired.append(number + 1)
            length = 1
        number += length
    return (newline.join(lines), repaired) if repaired else None


def unwrapped(data: bytes) -> bytes:
    """Return the text of lines that are quoted as a whole (``"1,Ada"``); other data unchanged."""
    if not data.startswith(b'"'):
        return data
    lines = data.splitlines()
    filled = [line for line in lines if line.strip()]
    if not all(len(line) > 1 and line[:1] == b'"' == line[-1:] for line in filled):
        return data
    rows = [_cells(line.decode("utf-8", "surrogatepass"), ",") for line in filled]
    if len(rows) < 2 or any(len(row) != 1 for row in rows):
        return data
    if not any(_are_wrapped([_cells(row[0], mark) for row in rows]) for mark in ",;\t|"):
        return data
    texts = iter(rows)
    # Empty lines remain, so that messages name the lines of the file.
    unquoted = (next(texts)[0] if line.strip() else "" for line in lines)
    return "".join(f"{line}\n" for line in unquoted).encode("utf-8", "surrogatepass")


def _are_wrapped(rows: list[list[str]]) -> bool:
    """Return whether rows have as many cells as there are titles: ``Last, First`` is a single one."""
    titles = rows[0]
    return len(titles) > 1 and {*map(len, rows)} == {len(titles)} and not any(t[:1].isspace() for t in titles)


def _lines_of_row(lines: list[str], first: int, delimiter: str) -> int:
    """Return the number of lines of the row that starts here, according to its quotes."""
    some = (f"{line}\n" for line in lines[first : first + _LONGEST_CELL])
    reader = csv.reader(some, delimiter=delimiter)
    next(reader)
    return reader.line_num


def _is_stray(row: list[str], delimiter: str, width: int) -> bool:
    """Return whether a quote in the first line of a row is an ordinary character."""
    first = row[0]
    if _QUOTE not in first or first.count(delimiter) != width - 1:
        return False
    if _QUOTE in map(str.strip, first.split(delimiter)) and len(_cells(first, delimiter)) < width:
        return True  # ditto marks: the text between two of them is not a cell
    inner = [line for line in row[1:] if line.strip()]
    if not inner:
        return not _is_proper(first, delimiter) and not _is_spaced(first, delimiter)
    if not all(_is_row(line, delimiter, width) for line in inner):
        return False
    # Whole rows inside one cell; if they are few and short, it may be a coincidence.
    key = first.partition(delimiter)[0].strip(f"{_QUOTE} ")
    keys = [line.partition(delimiter)[0].strip(f"{_QUOTE} ") for line in inner]
    is_numbered = key.isdecimal() and all(map(str.isdecimal, keys))
    return is_numbered or delimiter == "\t" or (len(inner) > 1 and width > 2)


def _is_row(line: str, delimiter: str, width: int) -> bool:
    return line.count(delimiter) == width - 1 or len(_cells(line, delimiter)) == width


def _is_proper(line: str, delimiter: str) -> bool:
    """Return whether the strict csv reader accepts a line."""
    try:
        next(csv.reader([line], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return False
    return True


def _is_spaced(line: str, delimiter: str) -> bool:
    """Return whether the strict csv reader accepts a line without the spaces around its quotes."""
    cells = (cell.strip(" ") for cell in line.split(delimiter))
    return _is_proper(delimiter.join(cells), delimiter)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _as_text(line: str, delimiter: str) -> str:
    """Rewrite a line so that each quote in it is read as a character."""
    cells = line.split(delimiter)
    doubled = (f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTE in cell else cell for cell in cells)
    return delimiter.join(doubled)
