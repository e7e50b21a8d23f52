r"""Reads JSON Lines: each object is a row, its keys are the titles.

Objects may follow each other in any layout: one per line, pretty-printed, separated by commas, as a list, as
the only value of an object (``{"claims": [{…}]}``) or inside a Markdown code fence. A part that is not an
object is set aside with its line, and reading continues at the next line that begins an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, TypeAlias

from sociogram.graph.common.text import clean, fold
from sociogram.graph.errors import DataError
from sociogram.loaders.readers.encoding import to_utf8
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet, UnreadRow
from sociogram.loaders.readers.signatures import signature_of

SUFFIXES = (".jsonl", ".ndjson", ".json")

_BETWEEN = re.compile(r"[\s,\[\]}]*")
_REST_OF_LINE = re.compile(r"[^\S\n]*[,\]}]*[^\S\n]*(?=\n|\{|$)")
_NEXT_OBJECT = re.compile(r"^[^\S\n]*[\[,]*[^\S\n]*(?=\{)", re.MULTILINE)
_FENCE = re.compile(r"```[\w-]*[^\S\n]*(?=\n|$)")
_WRAPPER = re.compile(r'\{\s*"[^"\\\n]*"\s*:\s*\[\s*(?=\{)')
_FIRST_OBJECT = re.compile(r'(?:```[\w-]*\s*)?[\s\[]*\{\s*(?:"|\}|$)')
_SAMPLE = 4096
_ONE_OBJECT = "Write one object a line: {…}."
_UNLIKE_KEYS = {ord(" "): None, ord("_"): None, ord("-"): None}
_LIKE_SEVERAL = re.compile(r"[|;]|^\s*\[")


def matches(data: bytes, file: str) -> bool:
    """Return whether a file holds JSON: by its suffix, or because it begins with an object."""
    if PurePath(file).suffix.lower() in SUFFIXES:
        return signature_of(data) is None
    start = data[:_SAMPLE].decode("utf-8-sig", "ignore")
    return _FIRST_OBJECT.match(start) is not None


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Read a file of JSON objects; see ``read_json``."""
    return [read_json(data, file, encoding=options.encoding)]


def read_json(data: bytes, file: str, *, encoding: str | None = None) -> Sheet:
    """Read a file of JSON objects.

    The titles are the keys, in order of first appearance; keys that differ only in case, spaces, ``_``, ``-``
    and accents are one title. A cell holds a value's text; ``null`` is empty, a list of several values is
    written as JSON.

    Args:
        data: the whole file.
        file: its name, for messages.
        encoding: any encoding that Python knows; None detects it.

    Raises:
        DataError: the file is not text, or has no object.
    """
    decoded = to_utf8(data, file, encoding)
    data = decoded.data
    text = data.decode("utf-8", "surrogatepass").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DataError("The file is empty.", file=file, cure=_ONE_OBJECT)
    rows: list[_Row] = []
    unread: list[UnreadRow] = []
    for part in _Parts(text):
        if isinstance(part, _Row):
            rows.append(part)
        else:
            unread.append(part)
    if not rows:
        first = unread[0] if unread else UnreadRow(1, None, "The file holds no object.", _ONE_OBJECT)
        raise DataError(first.message, file=file, line=first.line, cure=first.cure)
    sheet = _to_sheet(file, decoded.encoding, rows, unread)
    sheet.doubt = decoded.doubt
    return sheet


@dataclass(frozen=True, slots=True)
class _Row:
    """An object: the line on which it begins, its values, a repeated key if any, and its text."""

    line: int
    values: dict[str, Any]
    repeated: str | None
    written: str


class _Object(dict[str, Any]):
    """An object, and a key that it has twice with different values."""

    repeated: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if seen.setdefault(key, value) != value:
                found.repeated = key
    return found


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not a value of JSON")


_HALF = re.compile("[\ud800-\udfff]")

_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant
)


class _Parts:
    """The objects of a text and the parts that are not objects, in order, each with its line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counted = 0
        self._line = 1

    def __iter__(self) -> Iterator[_Row | UnreadRow]:
        text, position = self._text, 0
        while True:
            position = _after(_BETWEEN, text, position)
            if position == len(text):
                return
            if fence := _FENCE.match(text, position):
                position = fence.end()
            elif text[position] != "{":
                line = self._line_of(position)
                position = self._next_object(position)
                yield UnreadRow(line, None, "The line is not a JSON object.", _ONE_OBJECT)
            else:
                part, after = self._decode(position)
                wrapper = _WRAPPER.match(text, position)
                if wrapper is not None and _is_wrapper(part):
                    position = wrapper.end()
                else:
                    yield part
                    position = after

    def _decode(self, start: int) -> tuple[_Row | UnreadRow, int]:
        line = self._line_of(start)
        try:
            found, end = _DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, " if error.lineno != line else ""
            message = f"The JSON cannot be read: {error.msg} ({where}character {error.colno})."
        except RecursionError:
            message = "The JSON cannot be read: it is nested too deeply."
        except ValueError as error:
            message = f"The JSON cannot be read: {error}."
        else:
            rest = _REST_OF_LINE.match(self._text, end)
            if rest is not None:
                return _Row(line, found, found.repeated, self._text[start:end]), rest.end()
            message = "Text follows the object."
        after = self._next_object(start)
        written = self._text[start:after].rstrip()
        return UnreadRow(line, None, message, _ONE_OBJECT, (written,)), after

    def _next_object(self, position: int) -> int:
        """Return the start of the next line that begins an object or a list."""
        end_of_line = self._text.find("\n", position)
        if end_of_line < 0:
            return len(self._text)
        found = _NEXT_OBJECT.search(self._text, end_of_line + 1)
        return found.start() if found is not None else len(self._text)

    def _line_of(self, position: int) -> int:
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return position if found is None else found.end()


def _is_wrapper(part: _Row | UnreadRow) -> bool:
    """Return whether a part only holds a list of objects, or may be meant to."""
    return isinstance(part, UnreadRow) or len(part.values) == 1


def _to_sheet(file: str, encoding: str, rows: list[_Row], unread: list[UnreadRow]) -> Sheet:
    written = dict.fromkeys(title for row in rows for title in row.values)
    keys = {title: _key(title) for title in written}
    titles: dict[str, str] = {}
    for title, key in keys.items():
        titles.setdefault(key, clean(title))
    numbers = {key: number for number, key in enumerate(titles)}
    number_of = {title: numbers[key] for title, key in keys.items()}
    columns: list[list[str]] = [[] for _ in titles]
    sheet = Sheet(file, tuple(titles.values()), list(columns), [], encoding=encoding, layout="JSON Lines")
    sheet.unread += unread
    lines: list[int] = []
    for row in rows:
        cells, lists, problem = _cells(row, number_of, len(titles))
        if problem is not None:
            sheet.unread.append(UnreadRow(row.line, *problem, tuple(cells)))
        elif not any(cell and not cell.isspace() for cell in cells):
            sheet.empty_rows += 1
        else:
            for column, cell in zip(columns, cells, strict=True):
                column.append(cell)
            for number in lists:
                sheet.lists.setdefault(number, []).append(len(lines))
            lines.append(row.line)
    sheet.lines = lines
    sheet.unread.sort(key=lambda one: one.line)
    return sheet


_Problem: TypeAlias = tuple[str | None, str, str]


def _cells(row: _Row, number_of: dict[str, int], width: int) -> tuple[list[str], list[int], _Problem | None]:
    """Return the cells of an object, the numbers of those that are lists, and why it is not a row, if so."""
    cells = [""] * width
    lists: list[int] = []
    problem: _Problem | None = None
    if row.repeated is not None:
        problem = _twice(row.repeated)
    for title, value in row.values.items():
        number = number_of[title]
        text = _text(value)
        if text is None:
            what = "an object" if isinstance(value, dict) else "a list of lists or objects"
            cure = "Write a text, a number, true, false, null, or a list of texts."
            problem = problem or (clean(title), f"`{clean(title)}` is {what}.", cure)
            text = json.dumps(value, ensure_ascii=False)
        elif not _is_writable(text):
            cure = "Replace it by the character that is meant."
            problem = problem or (clean(title), f"`{clean(title)}` holds half a character or a null.", cure)
            text = text.encode("utf-8", "replace").decode().replace("\0", "")
        if cells[number] and text and cells[number] != text:
            problem = problem or _twice(title)
        cells[number] = text or cells[number]
        if text.startswith("[") and isinstance(value, list):
            lists.append(number)
    return cells, lists, problem


def _twice(title: str) -> _Problem:
    return (
        clean(title),
        f"The object has `{clean(title)}` twice, with different values.",
        "Remove one of them.",
    )


def _text(value: Any) -> str | None:
    """Return the text of a value; None if a cell cannot hold it."""
    if isinstance(value, list):
        texts = [_scalar(one) for one in value]
        if any(text is None for text in texts):
            return None
        filled = [text for text in texts if text]
        if len(filled) == 1 and not _LIKE_SEVERAL.search(filled[0]):
            return filled[0]
        return json.dumps(filled, ensure_ascii=False) if filled else ""
    return _scalar(value)


def _scalar(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else None


def _is_writable(text: str) -> bool:
    return "\0" not in text and (text.isascii() or _HALF.search(text) is None)


def _key(title: str) -> str:
    return fold(clean(title)).translate(_UNLIKE_KEYS)
