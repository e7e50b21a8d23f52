"""Make cells safe, so that a spreadsheet displays but does not execute them.

A spreadsheet executes a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula, which can load and
send data. An apostrophe before it makes the cell text. A spreadsheet may split a file at other delimiters
than commas, so text after a delimiter or a quote inside a cell also gets an apostrophe. Numbers remain
numbers. See https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sociogram.graph.common.text import allow_long_cells
from sociogram.loaders.folder.tables.table_text import quote
from sociogram.queries.results.writers import cell

_STARTS = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # and their full-width forms
_DELIMITERS = ',;|\t\r\n"'
_NUMBER = r"[+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:[eE][+-]?\d+)?%?"
_UNSAFE = re.compile(
    rf"(?P<before>\A|[{_DELIMITERS}])(?P<space>[^\S\t\r\n]*)(?=[{_STARTS}])(?!{_NUMBER}\s*(?:\Z|[{_DELIMITERS}]))"
)
BOM = "\ufeff"
"""The start of a CSV file for a spreadsheet; without it, Excel does not read the file as UTF-8."""
_LEADING = ("\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet executes as a formula; harmless text and numbers are unchanged."""
    guarded = _UNSAFE.sub(r"\g<before>'\g<space>", text)
    return f"'{guarded}" if guarded.startswith(_LEADING) else guarded


def safe_rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Yield rows with safe cells; numbers and booleans are unchanged."""
    for row in rows:
        yield [value if isinstance(value, int | float) else safe_cell(cell(value)) for value in row]


def make_folder_safe(folder: Path) -> None:
    """Make every cell of the CSV files in a folder safe."""
    allow_long_cells()
    for path in folder.glob("*.csv"):
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""), strict=True)
        lines = (",".join(quote(safe_cell(text)) for text in row) + "\n" for row in rows)
        path.write_text("".join(lines), encoding="utf-8", newline="")
