"""Tables as one file, which a later process maps into memory instead of reading CSV again.

::

    magic · length and CRC-32 of the header · header, JSON · arrays, each at a multiple of 64 bytes

The header has the offset and the dtype of each array; columns refer to arrays by number. Texts are one UTF-8
buffer with offsets and are decoded on first use; lists are JSON in such a buffer. Nothing in the file can be
executed. The header holds the key of the data, so a file that was stored under the wrong name is detected.
A file that is incomplete, not of this program or format, or of another key reads as None: the caller
then builds the tables again.
"""

from __future__ import annotations

import json
import mmap
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolColumn,
    CodeArray,
    Column,
    ConstantColumn,
    FloatColumn,
    IntArray,
    IntColumn,
    ObjectArray,
    ObjectColumn,
    TextColumn,
)
from sociogram.graph.columns.coded import CodedColumn, CodedValues
from sociogram.graph.columns.dictionaries.string_array import StringArray
from sociogram.graph.columns.dictionaries.text_dictionary import TextDictionary
from sociogram.graph.columns.dictionaries.utf8_dictionary import Utf8Dictionary
from sociogram.graph.columns.patch import DerivedColumn, objects
from sociogram.graph.memory.storage.adjacency import Adjacency, CompressedRows
from sociogram.graph.memory.storage.relation_ids import RelationIds
from sociogram.graph.memory.storage.tables import LabelSets, Tables, TypeNames

FORMAT = 4
"""Increases with every change of the file format or of the meaning of the tables."""

_MAGIC = b"sociogram table\n"
_ALIGNMENT = 64
_PREFIX = len(_MAGIC) + 16
_SUMMED = 1 << 16
_DTYPES = ("|i1", "<i2", "<i4", "<i8", "<f8", "|b1", "|u1")
_MASKED: dict[str, type[IntColumn | FloatColumn | BoolColumn]] = {
    kind.kind: kind for kind in (IntColumn, FloatColumn, BoolColumn)
}


class UnsupportedValueError(Exception):
    """The tables hold a value that the file format cannot represent."""


class MappedTextDictionary(Utf8Dictionary):
    """Strings in a mapped file; a process that reads a few of them decodes only these."""

    __slots__ = ()

    def text(self, code: int) -> str:
        """Return one string."""
        return self._bytes.text(code) if self._decoded is None else self._decoded[code]


class _JsonValues(CodedValues):
    """Values in JSON; a process that reads a few parses only those."""

    __slots__ = ("texts",)

    def __init__(self, codes: CodeArray, texts: TextDictionary) -> None:
        super().__init__(codes)
        self.texts: TextDictionary = texts

    def read_table(self) -> ObjectArray:
        """Parse all values."""
        texts = self.texts.values.tolist()
        return objects([*map(json.loads, texts), None], len(texts) + 1)

    def __call__(self, rows: IntArray | None) -> ObjectArray:
        """Return the values of some rows, or of all if ``rows`` is None."""
        if rows is not None and not self.is_read and 4 * len(rows) < len(self.texts):
            codes = self.codes[rows].tolist()
            return objects(
                (json.loads(self.texts.text(code)) if code >= 0 else None for code in codes), len(codes)
            )
        return super().__call__(rows)

    def one(self, row: int) -> Any:
        """Return one value."""
        code = int(self.codes[row])
        if self.is_read:
            return self.table[code]
        return json.loads(self.texts.text(code)) if code >= 0 else None


# Writing


class _Arrays:
    """The arrays of a file that is being written, without repetition."""

    def __init__(self) -> None:
        self.arrays: list[AnyArray] = []
        self.dictionaries: list[dict[str, Any]] = []
        self._numbers: dict[int, int] = {}
        self._dictionary_numbers: dict[int, int] = {}
        self._referenced: list[Any] = []

    def add(self, array: AnyArray | None) -> int | None:
        """Return the number of an array; add it if it is new."""
        if array is None:
            return None
        number = self._numbers.get(id(array))
        if number is None:
            number = self._numbers[id(array)] = len(self.arrays)
            self._referenced.append(array)  # keeps its id from being reused
            self.arrays.append(np.ascontiguousarray(array))
        return number

    def add_dictionary(self, dictionary: TextDictionary) -> int:
        """Return the number of a dictionary; add it if it is new."""
        number = self._dictionary_numbers.get(id(dictionary))
        if number is None:
            number = self._add_encoded(dictionary.encoded(), is_sorted=dictionary.sorted)
            self._dictionary_numbers[id(dictionary)] = number
            self._referenced.append(dictionary)
        return number

    def add_texts(self, texts: Sequence[str], *, is_sorted: bool) -> int:
        """Add a dictionary and return its number."""
        return self._add_encoded(StringArray.of(texts), is_sorted=is_sorted)

    def _add_encoded(self, encoded: StringArray, *, is_sorted: bool) -> int:
        self.dictionaries.append(
            {
                "data": self.add(encoded.data),
                "offsets": self.add(encoded.offsets),
                "sorted": is_sorted,
                "plain": encoded.is_plain,
            }
        )
        return len(self.dictionaries) - 1

    def column(self, column: Column) -> dict[str, Any]:
        """Return the header entry of a column."""
        if isinstance(column, TextColumn):
            dictionary = self.add_dictionary(column.dictionary)
            return {"kind": "text", "codes": self.add(column.codes), "dictionary": dictionary}
        if isinstance(column, IntColumn | FloatColumn | BoolColumn):
            return {
                "kind": column.kind,
                "values": self.add(column.stored),
                "nulls": self.add(column.nulls),
            }
        if isinstance(column, ConstantColumn):
            return {"kind": "constant", "length": len(column), "value": _to_json(column.constant)}
        if isinstance(column, CodedColumn):
            return self._coded(column.coded)
        if isinstance(column, DerivedColumn):
            ids = column.source
            if not isinstance(ids, RelationIds):
                raise UnsupportedValueError
            return {"kind": "ids", "own": self.column(ids.own), "keys": list(map(self.column, ids.keys))}
        if isinstance(column, ObjectColumn):
            return self._objects(column.values)
        raise UnsupportedValueError

    def _objects(self, values: ObjectArray) -> dict[str, Any]:
        # Rows of one load share their list objects, so there are few distinct ones.
        numbers = np.fromiter(map(id, values), dtype=np.int64, count=len(values))
        _, first, codes = np.unique(numbers, return_index=True, return_inverse=True)
        distinct = values[first].tolist()
        positions = np.cumsum([value is not None for value in distinct]) - 1
        positions[[code for code, value in enumerate(distinct) if value is None]] = -1
        table = [*(value for value in distinct if value is not None), None]
        return self._coded(CodedValues(positions[codes].astype(np.int32), objects(table, len(table))))

    def _coded(self, values: CodedValues) -> dict[str, Any]:
        if isinstance(values, _JsonValues):
            codes, dictionary = values.codes, self.add_dictionary(values.texts)
        else:
            numbers: dict[str, int] = {}
            of_equal = [numbers.setdefault(_to_json(value), len(numbers)) for value in values.table[:-1]]
            codes = np.array([*of_equal, -1], dtype=np.int32)[values.codes]
            dictionary = self.add_texts(list(numbers), is_sorted=False)
        return {"kind": "objects", "codes": self.add(codes), "dictionary": dictionary}

    def rows(self, rows: CompressedRows) -> dict[str, Any]:
        """Return the header entry of one direction's adjacency."""
        return {
            "neighbours": self.add(rows.neighbours),
            "relationships": self.add(rows.relationships),
            "pointers": self.add(rows.pointers),
            "keys": self.add(rows.keys),
            "nodes": rows.nodes,
            "types": rows.types,
        }


def _to_json(value: Any) -> str:
    if not _is_plain(value):
        raise UnsupportedValueError
    return json.dumps(value)


def _is_plain(value: Any) -> bool:
    """Return whether JSON restores exactly the same value."""
    if type(value) is list:
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    return value is None or type(value) in (str, int, float, bool)


def write_tables(tables: Tables, file: BinaryIO, key: str) -> None:
    """Write tables and the key that identifies their data.

    Raises:
        UnsupportedValueError: they hold a value that the format cannot represent.
    """
    if tables.dead_nodes is not None or tables.dead_relationships is not None:
        raise UnsupportedValueError
    arrays = _Arrays()
    header: dict[str, Any] = {
        "format": FORMAT,
        "key": key,
        "byte_order": sys.byteorder,
        "label_sets": tables.label_sets.sets,
        "types": tables.type_names.names,
        "label_codes": arrays.add(tables.label_codes),
        "start": arrays.add(tables.start),
        "end": arrays.add(tables.end),
        "type_codes": arrays.add(tables.type_codes),
        "node_columns": [[name, arrays.column(column)] for name, column in tables.node_columns.items()],
        "relationship_columns": [
            [name, arrays.column(column)] for name, column in tables.relationship_columns.items()
        ],
        "outgoing": list(map(arrays.rows, tables.outgoing.all_rows())),
        "incoming": list(map(arrays.rows, tables.incoming.all_rows())),
        "counts": tables.counts,
        "dictionaries": arrays.dictionaries,
    }
    offset, positions, sums = 0, [], []
    for array in arrays.arrays:
        if array.dtype.str not in _DTYPES:
            raise UnsupportedValueError
        positions.append([offset, array.dtype.str, len(array)])
        sums.append(_checksum(array))
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    header |= {"arrays": positions, "sums": sums, "length": offset}
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + _PREFIX) % _ALIGNMENT)
    file.write(_MAGIC + len(text).to_bytes(8, "little") + zlib.crc32(text).to_bytes(8, "little") + text)
    for array in arrays.arrays:
        file.write(array.data)
        file.write(bytes(-array.nbytes % _ALIGNMENT))


def _checksum(array: AnyArray) -> int:
    """Return a checksum of an array's bytes; runs at memory speed and covers every block."""
    data = array.view(np.uint8)
    whole = len(data) // 8 * 8
    words = data[:whole].view(np.uint64)
    sums = [int(words[begin : begin + _SUMMED].sum()) for begin in range(0, len(words), _SUMMED)]
    return zlib.crc32(data[whole:].tobytes() + np.array(sums, dtype=np.uint64).tobytes())


# Reading


def read_tables(path: Path, key: str, *, verify: bool = True) -> Tables | None:
    """Map tables that were written with ``key``; return None if the file is incomplete or of another key.

    ``verify`` compares the checksum of every array and so reads the whole file. Without it, only the parts
    that a query needs are read.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    try:
        header, body = _header(data, key)
        tables = _Reader(header, data, body, verify=verify).tables()
    except (KeyError, IndexError, TypeError, ValueError):
        # the JSON is invalid or was not written by this module
        return None
    tables.mapped = data
    if verify:
        tables.release()  # a query reads few of the pages that were just verified
    return tables


def _header(data: mmap.mmap, key: str) -> tuple[dict[str, Any], int]:
    if data[: len(_MAGIC)] != _MAGIC:
        raise ValueError("not one of ours")
    length = int.from_bytes(data[len(_MAGIC) : len(_MAGIC) + 8], "little")
    body = _PREFIX + length
    text = data[_PREFIX:body]
    if zlib.crc32(text) != int.from_bytes(data[len(_MAGIC) + 8 : _PREFIX], "little"):
        raise ValueError("a damaged header")
    header: dict[str, Any] = json.loads(text)
    if header["format"] != FORMAT or header["byte_order"] != sys.byteorder:
        raise ValueError("another format")
    if header["key"] != key:
        raise ValueError("of other data")
    if len(data) != body + header["length"]:
        raise ValueError("not whole")
    return header, body


class _Reader:
    """Builds the arrays, columns and rows that a header describes."""

    def __init__(self, header: dict[str, Any], data: mmap.mmap, body: int, *, verify: bool) -> None:
        self.header = header
        self.arrays = []
        for (offset, dtype, count), checksum in zip(header["arrays"], header["sums"], strict=True):
            array = np.zeros(0, dtype)
            if count:
                array = np.frombuffer(data, dtype=dtype, count=count, offset=body + offset)
            if verify and _checksum(array) != checksum:
                raise ValueError("a damaged array")
            self.arrays.append(array)
        self.dictionaries = [
            MappedTextDictionary(
                StringArray(self.arrays[one["data"]], self.arrays[one["offsets"]], is_plain=one["plain"]),
                is_sorted=one["sorted"],
            )
            for one in header["dictionaries"]
        ]

    def _array(self, number: int | None) -> Any:
        return None if number is None else self.arrays[number]

    def _column(self, one: dict[str, Any]) -> Column:
        kind = one["kind"]
        if kind == "text":
            return TextColumn(self.arrays[one["codes"]], self.dictionaries[one["dictionary"]])
        if kind in _MASKED:
            return _MASKED[kind](self.arrays[one["values"]], self._array(one["nulls"]))
        if kind == "constant":
            return ConstantColumn(json.loads(one["value"]), one["length"])
        if kind == "ids":
            own = self._column(one["own"])
            return DerivedColumn(len(own), RelationIds(own, [self._column(key) for key in one["keys"]]))
        codes = self.arrays[one["codes"]]
        return CodedColumn(_JsonValues(codes, self.dictionaries[one["dictionary"]]))

    def _rows(self, one: dict[str, Any]) -> CompressedRows:
        return CompressedRows.of_arrays(
            neighbours=self.arrays[one["neighbours"]],
            relationships=self.arrays[one["relationships"]],
            pointers=self.arrays[one["pointers"]],
            keys=self._array(one["keys"]),
            nodes=one["nodes"],
            types=one["types"],
        )

    def tables(self) -> Tables:
        """Return the tables."""
        header = self.header
        label_sets, type_names = LabelSets(), TypeNames()
        for labels in header["label_sets"]:
            label_sets.code(labels)
        for name in header["types"]:
            type_names.code(name)
        tables = Tables(
            label_sets=label_sets,
            type_names=type_names,
            label_codes=self.arrays[header["label_codes"]],
            node_columns={name: self._column(one) for name, one in header["node_columns"]},
            start=self.arrays[header["start"]],
            end=self.arrays[header["end"]],
            type_codes=self.arrays[header["type_codes"]],
            relationship_columns={name: self._column(one) for name, one in header["relationship_columns"]},
        )
        sides: list[tuple[Adjacency, str]] = [(tables.outgoing, "outgoing"), (tables.incoming, "incoming")]
        for adjacency, name in sides:
            adjacency.take_rows([self._rows(one) for one in header[name]])
        labels, types = header["counts"]
        tables.take_counts((labels, types))
        return tables
