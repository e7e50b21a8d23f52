"""Optional libraries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from sociogram.graph.errors import DataError


@contextmanager
def needs(extra: str, library: str, file: str) -> Iterator[None]:
    """Import a library of an extra; if it is missing, state how to install it.

    Raises:
        DataError: it is not installed.
    """
    try:
        yield
    except ImportError as error:
        what = PurePath(file).suffix or "this file"
        raise DataError(
            f"Reading {what} needs {library} ({error}).",
            file=file,
            cure=f"Install it with: pip install 'sociogram[{extra}]'",
        ) from None
