"""Recognises formats other than text tables by the first bytes of a file."""

from __future__ import annotations

from dataclasses import dataclass

_EXPORT = "Open it in the program that wrote it, and export the table as CSV."
_UNPACK = "Unpack it, and load the tables in it."
_DRAFT = "Load tables; from a text, `sociogram draft` proposes claims (save it as plain text first)."
_STATEMENTS = (b"create constraint", b"create (", b"merge (", b"match (", b"unwind [")
_SCRIPT = "Run it: sociogram query --write -f FILE -g FOLDER."
_IMAGE = "Type its table into a spreadsheet, and load that."


@dataclass(frozen=True, slots=True)
class Signature:
    """The first bytes of a format, its name as used after "This is", and what the user can do."""

    start: bytes
    name: str
    cure: str


_BINARY = (
    Signature(b"%PDF-", "a PDF document", _DRAFT),
    Signature(b"PK\x03\x04", "a zip archive", _UNPACK),
    Signature(b"PK\x05\x06", "an empty zip archive", _UNPACK),
    Signature(b"\x1f\x8b", "a file compressed with gzip", _UNPACK),
    Signature(b"BZh", "a file compressed with bzip2", _UNPACK),
    Signature(b"\xfd7zXZ\0", "a file compressed with xz", _UNPACK),
    Signature(b"\x28\xb5\x2f\xfd", "a file compressed with Zstandard", _UNPACK),
    Signature(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    Signature(b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Microsoft Office", _EXPORT),
    Signature(b"{\\rtf", "a document in Rich Text Format", _DRAFT),
    Signature(b"SQLite format 3\0", "an SQLite database", _EXPORT),
    Signature(b"PAR1", "a Parquet file", _EXPORT),
    Signature(b"ARROW1\0\0", "an Arrow file", _EXPORT),
    Signature(b"\x89PNG\r\n", "an image (PNG)", _IMAGE),
    Signature(b"\xff\xd8\xff", "an image (JPEG)", _IMAGE),
    Signature(b"GIF87a", "an image (GIF)", _IMAGE),
    Signature(b"GIF89a", "an image (GIF)", _IMAGE),
    Signature(b"II*\0", "an image (TIFF)", _IMAGE),
    Signature(b"MM\0*", "an image (TIFF)", _IMAGE),
)
_HTML = Signature(b"<html", "a web page (HTML)", "Copy its table into a spreadsheet, and load that.")
_TEXT = (
    Signature(b"<!doctype html", _HTML.name, _HTML.cure),
    _HTML,
    Signature(b"<?xml", "XML", "Of XML, only graph files can be loaded; export the rows as CSV."),
    Signature(b"<svg", "an image (SVG)", _IMAGE),
    *(Signature(start, "a Cypher script", _SCRIPT) for start in _STATEMENTS),
)
_LONGEST = 64


def signature_of(data: bytes) -> Signature | None:
    """Return the format of a file by its first bytes; None if it may be a table of text."""
    found = next((one for one in _BINARY if data.startswith(one.start)), None)
    if found is not None:
        return found
    start = data[:_LONGEST].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((one for one in _TEXT if start.startswith(one.start)), None)
