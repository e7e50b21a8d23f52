"""Write a result as text: one writer per format; all except that of tables stream the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO

from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.model import Node, Path, Relationship
from sociogram.queries.results.terminal import visible

if TYPE_CHECKING:
    from rich.table import Table

Rows = Iterable[Sequence[Any]]
Writer = Callable[[Sequence[str], Rows, TextIO], int]
"""Columns, rows, stream → the number of rows that were written."""


def plain(value: Any) -> Any:
    """Return a value for JSON: nodes, relationships and paths as objects, temporal values as ISO text."""
    match value:
        case float() if not isfinite(value):
            return str(value)  # JSON has neither infinity nor NaN
        case tuple() if is_temporal(value):
            return iso_text(value)  # a duration is a tuple
        case None | bool() | int() | float() | str():
            return value
        case Node():
            return {"id": value.id, "labels": list(value.labels), "properties": plain(value.properties)}
        case Relationship():
            return {
                "id": value.id,
                "type": value.type,
                "start": value.start,
                "end": value.end,
                "properties": plain(value.properties),
            }
        case Path():
            return {"nodes": plain(value.nodes), "relationships": plain(value.relationships)}
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
    return iso_text(value) if is_temporal(value) else str(value)


def cell(value: Any) -> str:
    """Return a value as one cell: null is empty, strings are unquoted, lists are joined by `` | ``."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Node():
            return _node_cell(value)
        case Relationship():
            return _relationship_cell(value)
        case Path():
            return _path_cell(value)
        case list() | tuple() if not is_temporal(value) and all(
            isinstance(item, str | int | float | Node | Relationship) for item in value
        ):
            return " | ".join(cell(item) for item in value)
    plained = plain(value)
    if isinstance(plained, str):
        return plained
    from json import dumps

    return dumps(plained, ensure_ascii=False)


def _node_cell(node: Node) -> str:
    labels = "".join(f":{label}" for label in node.labels if label != "Entity" or len(node.labels) == 1)
    name = node.get("name", node.get("id"))
    return f"({labels}{_properties_cell(node.properties) if name is None else f' {name}'})"


def _relationship_cell(relationship: Relationship) -> str:
    """Return the type and the id, a form in which corrections accept a claim; or else its properties."""
    own = relationship.get("id")
    rest = _properties_cell(relationship.properties) if own is None else f" {own}"
    return f"[:{relationship.type}{rest}]"


def _properties_cell(properties: Mapping[str, Any]) -> str:
    """Return the properties of what another program wrote, as in Cypher: ``{share: 0.6}``."""
    if not properties:
        return ""
    from json import dumps

    values = (f"{key}: {dumps(plain(value), ensure_ascii=False)}" for key, value in properties.items())
    return f" {{{', '.join(values)}}}"


def _path_cell(path: Path) -> str:
    text = _node_cell(path.nodes[0])
    for before, tie, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False):
        arrow = f"-[:{tie.type}]->" if tie.start == before.id else f"<-[:{tie.type}]-"
        text += arrow + _node_cell(after)
    return text


def _write_csv(columns: Sequence[str], rows: Rows, stream: TextIO) -> int:
    import csv

    plain_writer = csv.writer(stream, lineterminator="\n")
    quoting_writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)

    def write(cells: list[str]) -> None:
        # Before Python 3.13 the csv module does not quote a carriage return, and a reader ends the row there.
        writer = quoting_writer if "\r" in "".join(cells) else plain_writer
        writer.writerow(cells)

    write(list(columns))
    return _count(rows, lambda row: write([cell(value) for value in row]))


_IN_TSV = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _write_tsv(columns: Sequence[str], rows: Rows, stream: TextIO) -> int:
    r"""Write tab-separated lines; tabs, line breaks and backslashes in cells are escaped as in ``\t``.

    PostgreSQL and MySQL use the same escapes.
    """

    def write(row: Sequence[Any]) -> None:
        cells = [cell(value) for value in row]
        line = "\t".join(cells)
        # Checking the line is faster than checking each cell.
        if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(cells):
            line = "\t".join([text.translate(_IN_TSV) for text in cells])
        stream.write(line + "\n")

    write(columns)
    return _count(rows, write)


def _write_json(columns: Sequence[str], rows: Rows, stream: TextIO) -> int:
    stream.write("[")
    separator = "\n"

    def write(row: Sequence[Any]) -> None:
        nonlocal separator
        stream.write(f"{separator}  {_object(columns, row)}")
        separator = ",\n"

    number = _count(rows, write)
    stream.write("\n]\n" if number else "]\n")
    return number


def _write_jsonl(columns: Sequence[str], rows: Rows, stream: TextIO) -> int:
    return _count(rows, lambda row: stream.write(_object(columns, row) + "\n"))


def _object(columns: Sequence[str], row: Sequence[Any]) -> str:
    from json import dumps

    record = dict(zip(columns, map(plain, row), strict=True))
    return dumps(record, ensure_ascii=False, allow_nan=False)


def _write_html(columns: Sequence[str], rows: Rows, stream: TextIO) -> int:
    from html import escape

    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    stream.write(
        f'<!doctype html>\n<meta charset="utf-8">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
    )

    def write(row: Sequence[Any]) -> None:
        stream.write("<tr>" + "".join(f"<td>{escape(cell(value))}</td>" for value in row) + "</tr>\n")

    number = _count(rows, write)
    stream.write("</tbody>\n</table>\n")
    return number


NARROWEST = 14
"""The minimum width of a column; on a narrower terminal, each row becomes a block of lines."""


def _write_table(columns: Sequence[str], rows: Rows, stream: TextIO) -> int:
    """Write an aligned table; if the stream is not a terminal, it is as wide as its cells need."""
    from rich.console import Console

    console = Console(file=stream)
    shown = visible if console.is_terminal else str
    columns = [shown(column) for column in columns]
    cells = [[shown(cell(value)) for value in row] for row in rows]
    stream.write(table_text(columns, cells, console.width if console.is_terminal else None))
    return len(cells)


def table_text(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int | None) -> str:
    """Return an aligned table or, if it does not fit, each row as a block of lines.

    Args:
        columns: the names of the columns.
        cells: the texts in each row.
        width: the number of characters in a line; None for as many as the cells need.
    """
    from io import StringIO

    from rich.console import Console
    from rich.measure import Measurement

    narrowest = sum(
        min(NARROWEST, max(len(line[number]) for line in [columns, *cells])) + 2
        for number in range(len(columns))
    )
    if width is not None and narrowest > width:
        return _blocks(columns, cells)
    # Without colours, a table is plain text, which is safe for every terminal.
    console = Console(file=StringIO(), highlight=False, color_system=None, width=width)
    table = _rich_table(columns, cells)
    if width is None:
        unbounded = console.options.update(max_width=1_000_000)
        console.width = max(Measurement.get(console, unbounded, table).maximum, 1)
    with console.capture() as printed:
        console.print(table)
    return printed.get()


def _rich_table(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for line in cells:
        table.add_row(*map(Text, line))
    return table


def _blocks(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return each row as lines of ``name  value``; null and empty cells are left out."""
    width = max(len(column) for column in columns)
    lines = []
    for number, line in enumerate(cells, start=1):
        lines.append(f"── {number} ──\n")
        lines += [f"{column:<{width}}  {text}\n" for column, text in zip(columns, line, strict=True) if text]
    return "".join(lines)


def _count(rows: Rows, write: Callable[[Sequence[Any]], object]) -> int:
    number = 0
    for row in rows:
        write(row)
        number += 1
    return number


def limited(rows: Iterable[Any], limit: int | None) -> Iterator[Any]:
    """Yield at most ``limit`` rows."""
    for number, row in enumerate(rows):
        if limit is not None and number >= limit:
            return
        yield row


WRITERS: Mapping[str, Writer] = {
    "table": _write_table,
    "csv": _write_csv,
    "tsv": _write_tsv,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "html": _write_html,
}
