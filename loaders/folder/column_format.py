"""A column of a data folder to its title and cells, and back, without loss.

The plain form is tried first: the property's name as title, text as it is, several values joined by
`` | ``. Where reading that back would not give the same values (text that looks like a number, an
empty text, a list of mixed values), the title names the type: ``code:string``, ``tags:string[]``,
``payload:json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sociogram.graph.columns import Column, IntColumn, TextColumn
from sociogram.graph.common.equality import same_value
from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.errors import DataError
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.values.categorical import Categorical
from sociogram.loaders.values.types import (
    BOOLEANS,
    INTEGER_KINDS,
    infer_kind,
    is_integer,
    is_kind,
    is_writable,
    join_values,
    parser_of,
    split_values,
    to_json,
)

KEY = "key"
LIST = "list"
TEXT = "text"
PARAGRAPH = "paragraph"
ENTITY_KINDS = {"id": KEY, "type": LIST, "aliases": LIST}
RELATION_KINDS = {
    "id": KEY,
    "source": KEY,
    "target": KEY,
    "type": KEY,
    "sources": LIST,
    "paragraph": PARAGRAPH,
    "claimed_by": KEY,
}
SOURCE_KINDS = {"id": KEY}
RELATION_TYPE_KINDS = {"type": KEY, "directed": "truth"}

_JSON = "json"
_TEMPORAL = {"Date": "date", "Time": "time", "DateTime": "datetime", "Duration": "duration"}


def split_title(title: str) -> tuple[str, str | None]:
    """Return the name and the type that a title such as ``age:long`` states, if it states one."""
    name, colon, kind = title.rpartition(":")
    if colon and is_kind(kind):
        return name, kind
    return title.strip(), None


def _key(cell: str) -> str | None:
    return cell.strip() or None


def _are_keys(texts: list[str]) -> bool:
    """Return whether ``_key`` leaves every text as it is."""
    return "" not in texts and list(map(str.strip, texts)) == texts


def _paragraph(cell: str) -> int | str:
    text = cell.strip()
    return int(text) if is_integer(text) else cell


def _truth(cell: str) -> bool | str:
    return BOOLEANS.get(cell.strip().lower(), cell)


FIELD_PARSERS: dict[str, Callable[[str], Any]] = {
    KEY: _key,
    LIST: split_values,
    PARAGRAPH: _paragraph,
    "truth": _truth,
}


def parse_column(cells: Categorical, field_kind: str | None, typed: str | None) -> Categorical:
    """Return the values of a column.

    Args:
        cells: the texts; an empty one is null.
        field_kind: how the contract reads this column; None for a property of the user's own.
        typed: the type that the title states, which comes before both.

    Raises:
        ValueError: a cell is not what the title says.
    """
    if typed is not None:
        return cells.map(parser_of(typed))
    if field_kind == TEXT or (field_kind == KEY and _are_keys(cells.values)):
        return cells
    if field_kind is not None:
        return cells.map(FIELD_PARSERS[field_kind])
    kind = infer_kind(cells.used())
    return cells if kind == "string" else cells.map(parser_of(kind))


def read_integers(cells: Sequence[str], field_kind: str | None, typed: str | None) -> IntColumn | None:
    """Return the values of a column of a large sheet where ``parse_column`` would give integers.

    None where it has to be asked, which makes a string for each distinct cell.
    """
    wanted = field_kind in (None, PARAGRAPH) if typed is None else typed.lower() in INTEGER_KINDS
    return cells.integers() if wanted and isinstance(cells, CellColumn) else None


def write_column(name: str, column: Column, field_kind: str | None) -> tuple[str, list[str]]:
    """Return the title and the cells that read back as this column.

    Raises:
        DataError: a value is of a kind that no CSV cell can hold, or the name is no title.
    """
    if not is_writable(name):
        raise DataError(
            f"A property is called {name!a}, which a CSV title cannot hold.",
            column=ascii(name),
            cure="Rename the property.",
        )
    if isinstance(column, TextColumn):
        plain = _write_text(name, column, field_kind)
        if plain is not None:
            return plain
    values = column.to_list()
    for typed in _candidates(name, values, field_kind):
        cells = _format(values, typed)
        if cells is not None and _reads_back(cells, values, field_kind, typed):
            return (name if typed is None else f"{name}:{typed}"), cells
    raise DataError(
        f"The property `{name}` holds a value that no CSV cell can hold.",
        column=name,
        cure="Convert it to text, a number, a boolean, a date or a list of these.",
    )


def _write_text(name: str, column: TextColumn, field_kind: str | None) -> tuple[str, list[str]] | None:
    """Write each distinct text once, not each row."""
    distinct = column.dictionary.values.tolist()
    if (
        not _is_plain_name(name)
        or field_kind not in (None, KEY, TEXT)
        or not all(map(_is_plain_text, distinct))
    ):
        return None
    if field_kind is None and infer_kind(distinct) != "string":
        return None
    if field_kind == KEY and any(text != text.strip() for text in distinct):
        return None
    return name, ["" if text is None else text for text in column.to_list()]


def _is_plain_name(name: str) -> bool:
    return split_title(name) == (name, None) and name != ""


def _is_plain_text(text: str) -> bool:
    return text != "" and is_writable(text)


def _candidates(name: str, values: list[Any], field_kind: str | None) -> Iterator[str | None]:
    """Give the types to try, None for the plain form first."""
    if _is_plain_name(name):
        yield None
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {str} and field_kind != LIST:
        yield "string"
    elif kinds == {int}:
        yield "long"
    elif kinds == {float}:
        yield "double"
    elif kinds == {bool}:
        yield "boolean"
    elif kinds == {list}:
        yield "string[]"
    elif len(kinds) == 1:
        kind = kinds.pop()
        if kind.__module__ == "neo4j.time" and kind.__name__ in _TEMPORAL:
            yield _TEMPORAL[kind.__name__]
    yield _JSON


def _format(values: list[Any], typed: str | None) -> list[str] | None:
    try:
        if typed == _JSON:
            return ["" if value is None else to_json(value) for value in values]
        return ["" if value is None else _text_of(value) for value in values]
    except (TypeError, ValueError):
        return None


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        if not _is_plain_text(value):
            raise ValueError("would read back as null, or not at all")
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return join_values(value)
    if is_temporal(value):
        return iso_text(value)
    raise TypeError("no text form")


def _reads_back(cells: list[str], values: list[Any], field_kind: str | None, typed: str | None) -> bool:
    try:
        again = parse_column(Categorical.of_texts(cells), field_kind, typed)
    except ValueError:
        return False
    return all(map(same_value, again.to_list(), values))
