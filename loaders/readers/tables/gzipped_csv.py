"""CSV compressed by gzip; a ``neo4j-admin import`` export has its titles in a separate file."""

from __future__ import annotations

import zlib
from pathlib import Path, PurePath

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet
from sociogram.loaders.readers.tables.csv import read_sheet

SUFFIXES = (".gz",)

_MAGIC = b"\x1f\x8b"
_ROWS = ".csv.gz"
_HEADER = "-header.csv"
_LARGEST = 1 << 32
_LARGEST_RATIO = 200
"""Text shrinks to about a tenth; a higher ratio indicates a file made to exhaust memory."""
_SMALLEST = 1 << 24


def matches(data: bytes, file: str) -> bool:
    """Return whether a file is compressed by gzip and has the name of a table."""
    return data.startswith(_MAGIC) and PurePath(file).name.lower().endswith((_ROWS, ".tsv.gz"))


def read(data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
    """Return the sheet of a file.

    Raises:
        DataError: it cannot be decompressed, expands too much, or has no table.
    """
    rows = _decompressed(data, file)
    path = Path(file)
    header = path.with_name(path.name.removesuffix(_ROWS) + _HEADER)
    if path.name.endswith(_ROWS) and header.is_file():
        rows = header.read_bytes().rstrip(b"\r\n") + b"\n" + rows
        return [read_sheet(rows, file, delimiter=",", encoding=options.encoding)]
    return [read_sheet(rows, file, encoding=options.encoding, as_typed=True)]


def _decompressed(data: bytes, file: str) -> bytes:
    limit = min(_LARGEST, max(_SMALLEST, _LARGEST_RATIO * len(data)))
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacker.decompress(data, limit)
    except zlib.error as error:
        raise DataError(
            f"The file cannot be decompressed: {error}.", file=file, cure="Copy it again."
        ) from None
    if unpacker.unconsumed_tail:
        message = "The file grows to more than 200 times its size, or 4 GB."
        raise DataError(message, file=file, cure="Decompress it first: gunzip FILE.")
    if not unpacker.eof:
        raise DataError("The file is incomplete.", file=file, cure="Copy it again.")
    return found
