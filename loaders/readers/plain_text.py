"""A file of plain text, such as an article."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from sociogram.graph.errors import DataError, SociogramWarning
from sociogram.loaders.readers.encoding import to_utf8


def read_text(path: str | os.PathLike[str], encoding: str | None = None) -> str:
    """Return the text of a file in UTF-8, UTF-16 or an older encoding, which is guessed.

    Args:
        path: the file.
        encoding: its encoding if the user states it.

    Warns:
        SociogramWarning: the encoding was guessed; names it.

    Raises:
        DataError: the file cannot be read, is not text, or is empty.
    """
    shown = os.fspath(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.", file=shown, cure="Check the path."
        ) from None
    return decode_text(data, shown, encoding)


def decode_text(data: bytes, shown: str, encoding: str | None = None) -> str:
    """Decode bytes like ``read_text``; ``shown`` is their name in messages."""
    if data.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf")):
        raise DataError(
            "This is a document of another program, not plain text.",
            file=shown,
            cure="Save it there as plain text (.txt) in UTF-8.",
        )
    try:
        decoded = to_utf8(data, shown, encoding)
    except DataError as error:
        raise DataError(
            error.message, file=shown, line=error.line, cure="Save it as plain text in UTF-8."
        ) from None
    if decoded.doubt is not None:
        warnings.warn(f"{shown}: {decoded.doubt}", SociogramWarning, stacklevel=2)
    text = decoded.data.decode("utf-8")
    if not text.strip():
        raise DataError("The file has no text.", file=shown, cure="Is it the right file?")
    return text
