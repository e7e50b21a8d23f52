"""Arrow tables: Parquet and Arrow files, and frames of pandas, Polars and other programs.

pyarrow reads them and converts each column to text at once; the sheet keeps the columns' types, so that none
is inferred. A frame is any object with ``__arrow_c_stream__``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, runtime_checkable

import numpy as np

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.cell_column import CellColumn
from sociogram.loaders.readers.cell_spans import CellSpans
from sociogram.loaders.readers.extras import needs
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".parquet", ".pq", ".arrow", ".feather", ".ipc", ".arrows")

_PARQUET, _FILE, _STREAM = b"PAR1", b"ARROW1\0\0", b"\xff\xff\xff\xff"
_DIGITS = 15
_PANDAS_INDEX = "__index_level_"


def matches(data: bytes, file: str) -> bool:
    """Return whether a file is Parquet or Arrow by its first bytes; an Arrow stream also needs its suffix."""
    is_stream = data.startswith(_STREAM) and PurePath(file).suffix.lower() in SUFFIXES
    return is_stream or data.startswith((_PARQUET, _FILE))


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:  # noqa: ARG001 - Arrow has one encoding
    """Read a Parquet or Arrow file.

    Raises:
        DataError: pyarrow is not installed, or the file is damaged.
    """
    with needs("arrow", "pyarrow", file):
        import pyarrow as pa
    is_parquet = data.startswith(_PARQUET)
    try:
        if is_parquet:
            from pyarrow import parquet

            table = parquet.read_table(pa.BufferReader(data))
        elif data.startswith(_STREAM):
            table = pa.ipc.open_stream(pa.BufferReader(data)).read_all()
        else:
            table = pa.ipc.open_file(pa.BufferReader(data)).read_all()
    except (pa.ArrowException, OSError) as error:
        first = str(error).partition("\n")[0]
        raise DataError(
            f"The file cannot be read: {first}", file=file, cure="Create it again; it may be damaged."
        ) from None
    return [_sheet_of(table, file, "Parquet" if is_parquet else "Arrow")]


@runtime_checkable
class Frame(Protocol):
    """A table of pandas, Polars, pyarrow, DuckDB or another program that exports its columns as Arrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as a capsule of Arrow's C interface."""
        ...


def is_frame(value: object) -> TypeGuard[Frame]:
    """Return whether a value is a frame."""
    return isinstance(value, Frame) and not isinstance(value, type)


def read_frame(frame: Frame, name: str) -> Sheet:
    """Read a frame.

    Args:
        frame: the table.
        name: its name in messages.

    Raises:
        DataError: pyarrow is not installed, or the frame is not a table.
    """
    with needs("arrow", "pyarrow", name):
        import pyarrow as pa
    try:
        table = pa.table(frame)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise DataError(
            f"The {type(frame).__name__} cannot be read as a table: {error}.",
            file=name,
            cure="Pass a frame with a title for each column.",
        ) from None
    return _sheet_of(table, name, f"{type(frame).__module__.partition('.')[0]} {type(frame).__name__}")


def _sheet_of(table: pa.Table, file: str, layout: str) -> Sheet:
    names = [number for number, name in enumerate(table.column_names) if not name.startswith(_PANDAS_INDEX)]
    if not names:
        raise DataError("The table has no columns.", file=file, cure="Pass one with a title for each column.")
    sheet = Sheet(file, (), [], range(1, table.num_rows + 1), encoding="", layout=layout, number_word="row")
    titles: list[str] = []
    for number in names:
        found = _Texts(table.column(number))
        if found.cells is None:
            sheet.notes.append(f"`{table.column_names[number]}` holds bytes, not text: left out.")
            continue
        position = len(titles)
        titles.append(table.column_names[number])
        sheet.columns.append(found.cells)
        if found.typed is not None:
            sheet.types[position] = found.typed
        if found.lists:
            sheet.lists[position] = found.lists
        if found.is_nested:
            sheet.notes.append(f"`{titles[-1]}` holds structures: read as JSON.")
    sheet.header = tuple(titles)
    return sheet


class _Texts:
    """The texts of a column.

    Attributes:
        cells: one text per row, empty for a null; None if the values are bytes.
        typed: the type of the values, as in titles of a data folder; None if it must be inferred from the
            texts.
        lists: the rows that hold a list.
        is_nested: whether the values are structures.
    """

    def __init__(self, column: pa.ChunkedArray) -> None:
        from pyarrow import types

        self.lists: list[int] = []
        self.is_nested = False
        self.typed: str | None = None
        column = _plain(column)
        kind = column.type
        if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind):
            self.cells: Sequence[str] | None = None
        elif types.is_nested(kind):
            self.cells = self._nested(column, kind)
        else:
            self.typed = _type_of(kind)
            self.cells = _cells(_as_text(column, kind))

    def _nested(self, column: pa.ChunkedArray, kind: pa.DataType) -> list[str]:
        from pyarrow import types

        is_list = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
        values = column.to_pylist()
        if not is_list or types.is_nested(kind.value_type):
            self.is_nested = True
            return ["" if value is None else _json(value) for value in values]
        item = _type_of(kind.value_type)
        self.typed = f"{item or 'string'}[]"
        if item not in (None, "string"):
            # Typed lists are written with bars between the items, as in a data folder.
            return [" | ".join(map(_scalar, filter(_is_value, value or ()))) for value in values]
        cells = []
        for row, value in enumerate(values):
            texts = [str(one) for one in value or () if one is not None]
            cells.append(json.dumps(texts, ensure_ascii=False) if texts else "")
            if texts:
                self.lists.append(row)
        return cells


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Replace dictionary codes by the values."""
    import pyarrow as pa
    from pyarrow import types

    if not types.is_dictionary(column.type):
        return column
    value_type = column.type.value_type
    if types.is_string_view(value_type):
        value_type = pa.large_string()
    chunks = [
        pa.DictionaryArray.from_arrays(chunk.indices, chunk.dictionary.cast(value_type)).dictionary_decode()
        for chunk in column.chunks
    ]
    return pa.chunked_array(chunks, value_type)


def _type_of(kind: pa.DataType) -> str | None:
    """Return the type to read texts as; dates stay text in ISO 8601, as in a data folder."""
    from pyarrow import types

    if types.is_integer(kind):
        return None if types.is_uint64(kind) else "long"
    if types.is_floating(kind):
        return "double"
    if types.is_boolean(kind):
        return "boolean"
    if types.is_decimal(kind):
        # A float holds fifteen digits; if there may be more, the type is inferred from each text.
        return "double" if kind.scale > 0 and kind.precision <= _DIGITS else None
    return "string"


def _as_text(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_floating(kind):
        column = compute.if_else(compute.is_nan(column), None, column)
    elif types.is_timestamp(kind):
        days = column.cast(pa.date32(), safe=False)
        if kind.tz is None and compute.all(compute.equal(days.cast(kind), column)).as_py() is not False:
            column = days
        else:
            text = column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.large_string())
            column = compute.replace_substring_regex(text, r"^(\S+) (\S+?)(?:\.0+)?(Z?)$", r"\1T\2\3")
    elif types.is_duration(kind):
        return pa.chunked_array(
            [[None if one is None else str(one) for one in column.to_pylist()]], pa.string()
        )
    return column.cast(pa.large_string())


def _cells(column: pa.ChunkedArray) -> Sequence[str]:
    """Return texts without a string per row."""
    import pyarrow as pa

    if not len(column):
        return []
    array = column.combine_chunks()
    array = array if isinstance(array, pa.Array) else pa.concat_arrays(array.chunks)
    array = array.fill_null("")
    _, offsets, values = array.buffers()
    data = b"" if values is None else values.to_pybytes()
    if not data or b"\0" in data:
        return [text.replace("\0", "") for text in array.to_pylist()]
    ends = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    return CellColumn.of_spans(CellSpans(data, ends[:-1] - 1, ends[1:]))


def _is_value(value: object) -> bool:
    return value is not None and value == value


def _scalar(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
