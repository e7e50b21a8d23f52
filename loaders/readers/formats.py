"""Chooses the reader of a file by its name's suffix and by its content.

A reader is a module with ``SUFFIXES``, ``matches`` and ``read``. Other packages add readers by an entry
point in the group ``sociogram.readers``, whose name is the suffix.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol, cast

from sociogram.graph.errors import DataError, SociogramError
from sociogram.loaders.readers.sheet import ReaderOptions, Sheet
from sociogram.loaders.readers.signatures import signature_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

STANDARD_INPUT = "-"
GROUP = "sociogram.readers"

READERS: dict[str, tuple[str, ...]] = {
    "tables.gzipped_csv": (".gz",),
    "graphs.graphml": (".graphml",),
    "graphs.gexf": (".gexf",),
    "graphs.gml": (".gml",),
    "graphs.pajek": (".net", ".paj"),
    "graphs.ftm": (".jsonl", ".json", ".ijson"),
    "graphs.graph_json": (".json", ".cyjs"),
    "tables.workbook": (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    "tables.arrow": (".parquet", ".pq", ".arrow", ".feather", ".ipc", ".arrows"),
    "tables.jsonl": (".jsonl", ".ndjson", ".json"),
    "graphs.ftm_statements": (".csv",),
    "tables.csv": (".csv", ".tsv", ".tab"),
}
"""Suffixes by the module that reads them, in the order in which ``matches`` is called.

If several modules have a suffix, or none has it, the first that matches reads the file; ``tables.csv``,
which accepts any text, comes last.
"""

_NO_TABLES = ("decisions.csv",)
"""Files of a data folder that have neither actors nor ties."""

_KNOWN = (
    "sociogram loads CSV, TSV, JSON Lines, .xlsx, .xls, .ods, Parquet, Arrow, GraphML, GEXF, GML, Pajek, "
    "node-link JSON and Cytoscape JSON."
)


class Reader(Protocol):
    """The interface of a reader."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """The suffixes of its files, in lower case, with the dot."""
        ...

    def matches(self, data: bytes, file: str) -> bool:
        """Return whether a file has this format, by its content."""
        ...

    def read(self, data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
        """Return the sheets of a file.

        Raises:
            DataError: the file cannot be read.
        """
        ...


def read_path(path: str, options: ReaderOptions) -> list[Sheet]:
    """Return the sheets of a file, or of all files in a folder whose suffix a reader knows.

    Raises:
        DataError: a file cannot be read, or the folder has none.
    """
    if path == STANDARD_INPUT or not Path(path).is_dir():
        return read_file(path, options)
    files = sorted(file for file in Path(path).iterdir() if file.is_file() and not file.name.startswith("."))
    known = {suffix for suffixes in READERS.values() for suffix in suffixes}
    known |= {point.name for point in _entry_points()}
    tables = [file for file in files if file.suffix.lower() in known and file.name not in _NO_TABLES]
    if not tables:
        raise DataError(f"The folder holds no table. {_KNOWN}", file=path, cure="Name a file.")
    sheets = [sheet for file in tables for sheet in read_file(str(file), options)]
    others = [f"`{file.name}`" for file in files if file not in tables]
    if others and sheets:
        sheets[0].notes.append(f"Other files of the folder left out: {', '.join(others)}.")
    return sheets


def read_file(path: str, options: ReaderOptions) -> list[Sheet]:
    """Return the sheets of a file.

    Args:
        path: the file; ``-`` is standard input.
        options: how to read it.

    Raises:
        DataError: it cannot be read, or no reader knows its format.
    """
    data = _bytes(path)
    for reader in _readers(PurePath(path).suffix.lower()):
        if reader.matches(data, path):
            return _chosen(reader.read(data, path, options), path, options.sheets)
    found = signature_of(data)
    what = "of an unknown format" if found is None else found.name
    raise DataError(f"This is {what}. {_KNOWN}", file=path, cure=found.cure if found else "")


def _chosen(sheets: list[Sheet], path: str, names: Sequence[str]) -> list[Sheet]:
    """Return the sheets that the user named, in that order; all of them if the file has no named parts."""
    by_name = {sheet.part: sheet for sheet in sheets if sheet.part is not None}
    if not names or not by_name:
        return sheets
    missing = [name for name in names if name not in by_name]
    if missing:
        raise DataError(
            f"The file has no table `{missing[0]}`; it has: {', '.join(f'`{name}`' for name in by_name)}.",
            file=path,
            cure="Name one of these: --sheet NAME.",
        )
    return [by_name[name] for name in names]


def _bytes(path: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise DataError(
            f"The file cannot be read: {error.strerror}.", file=path, cure="Check the path."
        ) from None


def _readers(suffix: str) -> Iterator[Reader]:
    """Yield the readers to try, those of the suffix first; each is imported when its turn comes."""
    of_suffix = [name for name, suffixes in READERS.items() if suffix in suffixes]
    yield from map(_own_reader, of_suffix)
    installed = sorted(_entry_points(), key=lambda point: (point.name != suffix, point.name))
    yield from (_InstalledReader(point) for point in installed if point.name == suffix)
    *others, text = READERS
    yield from (_own_reader(name) for name in others if name not in of_suffix)
    yield from (_InstalledReader(point) for point in installed if point.name != suffix)
    yield _own_reader(text)


def _entry_points() -> Sequence[EntryPoint]:
    from importlib.metadata import entry_points  # slow to import, and most files need no other reader

    return tuple(entry_points(group=GROUP))


def _own_reader(name: str) -> Reader:
    return cast("Reader", import_module(f"{__package__}.{name}"))


class _InstalledReader:
    """A reader of another package, whose faults are reported under the package's name."""

    def __init__(self, point: EntryPoint) -> None:
        self._point = point
        self.SUFFIXES: tuple[str, ...] = (point.name,)

    def matches(self, data: bytes, file: str) -> bool:
        return bool(self._call("matches", data, file))

    def read(self, data: bytes, file: str, options: ReaderOptions) -> list[Sheet]:
        return cast("list[Sheet]", self._call("read", data, file, options))

    def _call(self, name: str, data: bytes, file: str, *more: ReaderOptions) -> object:
        try:
            return getattr(self._point.load(), name)(data, file, *more)
        except SociogramError:
            raise
        except Exception as error:
            raise DataError(
                f"The reader of {self._point.name} files failed ({type(error).__name__}: {error}).",
                file=file,
                cure=f"Report it to the authors of {_package_of(self._point)}, or uninstall that package.",
            ) from error


def _package_of(point: EntryPoint) -> str:
    return point.value if point.dist is None else point.dist.name
