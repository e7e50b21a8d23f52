"""A sheet, the common result of all readers: columns of text with the location of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

DELIMITER_WORDS: Mapping[str, str] = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    " ": "space",
}


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """The options of readers.

    Attributes:
        encoding: the encoding of text, by any name that Python knows; None detects it.
        sheets: the names of the parts to read from a file that has several; empty means all.
    """

    encoding: str | None = None
    sheets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RaggedRow:
    """A row with more cells than the header has titles, some of the surplus filled."""

    line: int
    last_line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A part of a file that is not a row, and the reason.

    Attributes:
        line: the line on which it begins, from 1.
        column: the title at fault, if there is one.
        message: what is wrong.
        cure: how to fix it.
        cells: its content, below the titles as far as possible.
    """

    line: int
    column: str | None
    message: str
    cure: str
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A file, or a part of one, as columns of text.

    Attributes:
        path: the file as the user gave it; ``-`` is standard input.
        header: the titles as written.
        columns: one sequence of cells for each title.
        lines: the location of each row, from 1, in the unit ``number_word``.
        encoding: the encoding in words; empty if the format has none.
        delimiter: the character between cells.
        ragged: rows with too many cells, which are not in the columns.
        short_lines: the locations of rows with missing cells at the end, which are read as empty.
        empty_rows: the number of lines without text below the header, which are not rows.
        above: the text of lines above the titles: comments, a heading.
        odd_quote_line: the line of the first quote inside a quoted cell that is not doubled, if any.
        layout: the format in words, unless it is cells between delimiters.
        unread: parts that are not rows, and are not in the columns.
        lists: by column number, the rows whose cell is a list written as JSON.
        types: by column number, the type that the file states (``long``, ``date``, ``string[]``) in the form
            of a data folder's titles; it applies if the column is a property.
        doubt: a sentence if the encoding was guessed.
        stray_quotes: the lines with quotes that were read as ordinary characters.
        part: the name of the sheet within a file that has several.
        kind: the table of the rows if the format defines it (``entities``, ``relations``, ``sources``,
            ``relation_types``). Titles are then fields of that table or properties, as in a data folder
            (``weight:double``). None: recognised by titles and cells.
        has_fields: with ``kind``, whether the titles are such fields; if not, they are recognised.
        repeats_ties: whether equal rows are separate ties, as the edges of a graph file are.
        is_exact: with ``kind``, whether sociogram wrote the sheet: then its cells are read as they are.
        number_word: the unit of ``lines``: ``line``, ``row`` or ``item``.
        first_row_is_open: whether the titles may in fact be a row.
        notes: sentences for the report on what the reader ignored or changed.
        left_out: lines among and below the rows that are not rows: their numbers and text.
        may_be_totals: rows that may be such lines.
    """

    path: str
    header: tuple[str, ...]
    columns: list[Sequence[str]]
    lines: Sequence[int]
    encoding: str = "UTF-8"
    delimiter: str = ","
    ragged: list[RaggedRow] = field(default_factory=list)
    short_lines: list[int] = field(default_factory=list)
    empty_rows: int = 0
    odd_quote_line: int | None = None
    above: list[str] = field(default_factory=list)
    layout: str = ""
    unread: list[UnreadRow] = field(default_factory=list)
    lists: dict[int, list[int]] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)
    doubt: str | None = None
    stray_quotes: list[int] = field(default_factory=list)
    part: str | None = None
    kind: str | None = None
    has_fields: bool = True
    repeats_ties: bool = False
    is_exact: bool = False
    number_word: str = "line"
    first_row_is_open: bool = False
    notes: list[str] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    may_be_totals: list[tuple[int, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The sheet's name in messages: ``people.csv``, ``book.xlsx[People]``."""
        return self.path if self.part is None else f"{self.path}[{self.part}]"

    @property
    def name(self) -> str:
        """The name of the sheet and its file, without folders: a hint at what the rows are."""
        name = PurePath(self.path).name
        return name if self.part is None else f"{self.part} {name}"

    @property
    def dialect(self) -> str:
        """The encoding and the format, in words."""
        layout = self.layout or f"{DELIMITER_WORDS[self.delimiter]}-separated"
        return f"{self.encoding}, {layout}" if self.encoding else layout

    def __len__(self) -> int:
        return len(self.lines)
