"""What python-calamine does not report: the extent of a worksheet's cells, and which hold errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from zipfile import ZipFile

Extent = tuple[int, int]
"""Rows and columns up to the last cell."""

_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,9})"')
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3}[0-9]{1,9})"[^>]*>(?:<f\b[^>]*/>|<f\b.*?</f>)?<v>([^<]{1,20})</v>',
    re.DOTALL,
)
_SHEET = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_RELATIONSHIP = re.compile(rb"<Relationship\b[^>]*>")
_ODS_TAG = re.compile(rb"<(/?)table:(table-row|(?:covered-)?table-cell|table)(?=[\s/>])([^>]*)>")
_ODS_ERROR = b'calcext:value-type="error"'
_ODS_TEXT = re.compile(rb"\s*<text:p[^>]*>([^<]{1,40})<")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="([0-9]{1,9})"')
_ROW_RECORD, _LAST_CELL_RECORD = 0, 11


def extents(archive: ZipFile) -> Iterator[Extent]:
    """Yield the extent of each worksheet, whatever the format; memory for so many cells will be needed."""
    for entry in archive.infolist():
        name = entry.filename
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield _extent_of_xml(archive.read(entry))
        elif name.startswith("xl/worksheets/") and name.endswith(".bin"):
            yield _extent_of_records(archive.read(entry))
        elif name == "content.xml":
            yield from _extents_of_ods(archive.read(entry))


def error_cells(archive: ZipFile) -> dict[str, dict[str, str]]:
    """Return the cells with errors of each worksheet of .xlsx and .ods: ``{"Ties": {"B2": "#REF!"}}``."""
    names = set(archive.namelist())
    if "content.xml" in names:
        return _error_cells_of_ods(archive.read("content.xml"))
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATIONSHIP.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found: dict[str, dict[str, str]] = {}
    for title, own in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(own.decode(), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            cells = _ERROR.findall(archive.read(part))
            if cells:
                found[unescape(title.decode("utf-8", "replace"))] = {
                    cell.decode(): text.decode("utf-8", "replace") for cell, text in cells
                }
    return found


def _error_cells_of_ods(content: bytes) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if _ODS_ERROR not in content:
        return found
    row = column = 0
    table = ""
    for match in _ODS_TAG.finditer(content):
        closing, tag, attributes = match.groups()
        times = _REPEATED.search(attributes)
        count = int(times[1]) if times else 1
        if tag == b"table":
            table, row = unescape(_attribute(attributes, b"table:name")), 0
        elif closing:
            continue
        elif tag == b"table-row":
            column, row = 0, row + count
        else:
            column += count
            if _ODS_ERROR in attributes:
                text = _ODS_TEXT.match(content, match.end())
                message = unescape(text[1].decode("utf-8", "replace")) if text else "error"
                found.setdefault(table, {})[f"{_column_letters(column)}{row}"] = message
    return found


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return match[1].decode("utf-8", "replace") if match else ""


def _extent_of_xml(content: bytes) -> Extent:
    cells = _CELL.findall(content)
    rows = max((int(row) for row in {row for _, row in cells}), default=0)
    columns = max(map(_column_number, {letters for letters, _ in cells}), default=0)
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _extent_of_records(content: bytes) -> Extent:
    """Return the extent of a worksheet of .xlsb: records of a type, a length and as many bytes."""
    rows = columns = position = 0
    while position < len(content):
        kind, position = _number(content, position, 2)
        length, position = _number(content, position, 4)
        first = int.from_bytes(content[position : position + 4], "little")
        if kind == _ROW_RECORD:
            rows = max(rows, first + 1)
        elif kind <= _LAST_CELL_RECORD:
            columns = max(columns, first + 1)
        position += length
    return rows, columns


def _number(content: bytes, position: int, most: int) -> tuple[int, int]:
    """Return a number written in seven bits per byte, and the position after it."""
    number = 0
    for count in range(most):
        if position >= len(content):
            break
        byte = content[position]
        position += 1
        number |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            break
    return number, position


def _extents_of_ods(content: bytes) -> Iterator[Extent]:
    """Yield the extents of the tables of .ods, which writes repeated empty cells once, with their number."""
    rows = columns = row = column = 0
    for match in _ODS_TAG.finditer(content):
        closing, tag, attributes = match.groups()
        times = _REPEATED.search(attributes)
        count = int(times[1]) if times else 1
        if tag == b"table":
            if closing:
                yield rows, columns
            rows = columns = row = 0
        elif tag == b"table-row":
            if not closing:
                column, row = 0, row + count
        elif not closing:
            column += count
            if b"office:value-type=" in attributes:
                rows, columns = max(rows, row), max(columns, column)
