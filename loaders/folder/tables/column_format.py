"""Conversion of a data folder's column to its title and cells, and back, without loss.

The plain form is tried first: the property's name as title, text unchanged, several values joined by
`` | ``. If reading that back would not give the same values (text that looks like a number, an empty text, a
list of mixed values), the title states the type: ``code:string``, ``tags:string[]``, ``payload:json``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from sociogram.graph.columns import Column, IntColumn, TextColumn
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.common.equality import same_value
from sociogram.graph.common.temporal import is_temporal, iso_text
from sociogram.graph.dataset import LIST_FIELDS
from sociogram.graph.errors import DataError
from sociogram.loaders.folder.tables.cells import AT_ONCE, Cells, CodedCells, TextCells, distinct_values
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
    split_chain,
    split_values,
    to_json,
)

KEY = "key"
LIST = "list"
CHAIN = "chain"
TEXT = "text"
PARAGRAPH = "paragraph"
TRUTH = "truth"
ENTITY_KINDS = {"id": KEY, "type": LIST, "aliases": LIST}
RELATION_KINDS = {
    **dict.fromkeys(("id", "source", "target", "type", "claimed_by", "about", "supersedes"), KEY),
    **dict.fromkeys(LIST_FIELDS, LIST),
    "via": CHAIN,
    "paragraph": PARAGRAPH,
    "directed": TRUTH,
}
SOURCE_KINDS = {"id": KEY, "copy_of": KEY, "translation_of": KEY}
RELATION_TYPE_KINDS = {"type": KEY, "directed": TRUTH, "lasts": TRUTH}

_JSON = "json"
_TEMPORAL = {"Date": "date", "Time": "time", "DateTime": "datetime", "Duration": "duration"}


def split_title(title: str) -> tuple[str, str | None]:
    """Return the name and, if the title states one, the type: ``age:long`` is ``age`` and ``long``."""
    name, colon, kind = title.rpartition(":")
    if colon and is_kind(kind):
        return name, kind
    return title.strip(), None


def _key(cell: str) -> str | None:
    return cell.strip() or None


def changes_nothing(reader: Callable[[str], Any], cells: Categorical) -> bool:
    """Return whether reading returns each of some cells unchanged; cheap for a million keys."""
    return reader is _key and cells.are_stripped()


def _paragraph(cell: str) -> int | str:
    text = cell.strip()
    return int(text) if is_integer(text) else cell


def _truth(cell: str) -> bool | str:
    return BOOLEANS.get(cell.strip().lower(), cell)


FIELD_PARSERS: dict[str, Callable[[str], Any]] = {
    KEY: _key,
    LIST: split_values,
    CHAIN: split_chain,
    PARAGRAPH: _paragraph,
    TRUTH: _truth,
}


def parse_column(cells: Categorical, field_kind: str | None, typed: str | None) -> Categorical:
    """Return the values of a column.

    Args:
        cells: the texts; an empty one is null.
        field_kind: how the data folder's format reads this column; None for a user's property.
        typed: the type that the title states; it takes precedence.

    Raises:
        ValueError: a cell does not have the stated type.
    """
    if typed is not None:
        return cells.map(parser_of(typed))
    if field_kind == TEXT:
        return cells
    if field_kind is not None:
        parser = FIELD_PARSERS[field_kind]
        return cells if changes_nothing(parser, cells) else cells.map(parser)
    kind = infer_kind(cells.used())
    return cells if kind == "string" else cells.map(parser_of(kind))


def read_integers(cells: Sequence[str], field_kind: str | None, typed: str | None) -> IntColumn | None:
    """Return an integer column of a large sheet directly, without a string for each distinct cell.

    None if only ``parse_column`` can decide.
    """
    wanted = field_kind in (None, PARAGRAPH) if typed is None else typed.lower() in INTEGER_KINDS
    return cells.integers() if wanted and isinstance(cells, CellColumn) else None


def write_column(
    name: str, column: Column, field_kind: str | None, title: str | None = None
) -> tuple[str, Cells]:
    """Return the title and the cells that read back as this column; ``title`` is reused if possible.

    Raises:
        DataError: a value has no form in CSV, or the name cannot be a title.
    """
    if not is_writable(name):
        raise DataError(
            f"A property is called {name!a}, which a CSV title cannot hold.",
            column=ascii(name),
            cure="Rename the property.",
        )
    stated = None if title is None else split_title(title)[1]
    if isinstance(column, TextColumn) and stated is None:
        plain = _write_text(name, column, field_kind)
        if plain is not None:
            return plain
    values, codes = distinct_values(column)
    candidates = _candidates(name, values, field_kind)
    for typed in candidates if stated is None else (stated, *candidates):
        cells = _format(values, _JSON if typed is not None and typed.lower() == _JSON else typed)
        if cells is not None and _reads_back(cells, values, field_kind, typed):
            written = CodedCells(cells, codes)
            if title is not None and typed == stated:
                return title, written
            return (name if typed is None else f"{name}:{typed}"), written
    raise _not_writable(name, values)


def _not_writable(name: str, values: list[Any]) -> DataError:
    """Return the error for a property that no column can hold: for its types together, or for one value."""
    each = {type(value): value for value in values if value is not None}
    if len(each) > 1 and all(_format([value], None) for value in each.values()):
        shown = " and ".join(map(str, [*each.values()][:2]))
        return DataError(
            f"The property `{name}` has values of several types, such as {shown}. A CSV column has one type.",
            column=name,
            cure="Make all of them text, as toString() of Cypher does, or write a .cypher file.",
        )
    return DataError(
        f"The property `{name}` holds a value that no CSV cell can hold.",
        column=name,
        cure="Convert it to text, a number, a boolean, a date or a list of these.",
    )


def _write_text(name: str, column: TextColumn, field_kind: str | None) -> tuple[str, Cells] | None:
    """Write a text column by checking each distinct text once; None if it needs a type in its title."""
    if not _is_plain_name(name) or field_kind not in (None, KEY, TEXT):
        return None
    dictionary = column.dictionary
    for text in _texts(dictionary):
        if not _is_plain_text(text) or (field_kind == KEY and text != text.strip()):
            return None
    if field_kind is None and infer_kind(_texts(dictionary)) != "string":
        return None
    return name, TextCells(column)


def _texts(dictionary: TextDictionary) -> Iterator[str]:
    for begin in range(0, len(dictionary), AT_ONCE):
        codes = np.arange(begin, min(begin + AT_ONCE, len(dictionary)), dtype=np.int32)
        yield from dictionary.texts(codes)


def _is_plain_name(name: str) -> bool:
    return split_title(name) == (name, None) and name != ""


def _is_plain_text(text: str) -> bool:
    return text != "" and is_writable(text)


def _candidates(name: str, values: list[Any], field_kind: str | None) -> Iterator[str | None]:
    """Yield the types to try; None, first, is the plain form."""
    if _is_plain_name(name):
        yield None
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {str} and field_kind not in (LIST, CHAIN):
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
        lists: dict[int, str] = {}
        return ["" if value is None else _text_of(value, lists) for value in values]
    except (TypeError, ValueError):
        return None


def cell_text(value: Any) -> str:
    """Return the text of a cell for a value.

    Raises:
        TypeError: the value has no text form.
        ValueError: the text would read back as null, or cannot be written.
    """
    return _text_of(value, {})


def has_cell(value: Any) -> bool:
    """Return whether a value has a form in CSV; texts and nulls are not checked.

    A list of numbers or truth values has one as JSON.

    >>> has_cell(["a", "b"]), has_cell([0, [True]]), has_cell({"a": 1})
    (True, True, False)
    """
    if value is None or isinstance(value, str) or _is_json_list(value):
        return True
    try:
        cell_text(value)
    except (TypeError, ValueError):
        return False
    return True


def _is_json_list(value: Any) -> bool:
    return type(value) is list and all(type(one) in _JSON_TYPES or _is_json_list(one) for one in value)


_JSON_TYPES = (str, int, float, bool, type(None))


def _text_of(value: Any, lists: dict[int, str]) -> str:
    """Return a value as a cell; ``lists`` caches the text of lists, which many rows share, by ``id()``."""
    if isinstance(value, str):
        if not _is_plain_text(value):
            raise ValueError("would read back as null, or not at all")
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        if id(value) not in lists:
            lists[id(value)] = join_values(value)
        return lists[id(value)]
    if is_temporal(value):
        return iso_text(value)
    raise TypeError("no text form")


def _reads_back(cells: list[str], values: list[Any], field_kind: str | None, typed: str | None) -> bool:
    try:
        again = parse_column(Categorical.of_texts(cells), field_kind, typed)
    except ValueError:
        return False
    seen: set[tuple[int, int]] = set()
    for one, other in zip(again.to_list(), values, strict=True):
        if isinstance(other, list):
            pair = id(one), id(other)
            if pair in seen:
                continue  # the lists of another row, compared before
            seen.add(pair)
        if not same_value(one, other):
            return False
    return True
