"""The tables of a large folder or file, cached in the user's cache folder until the files change.

The folder has two kinds of file. ``KEY.index`` holds tables. Its key is a digest of the CSV files' content
and of the program's version, so a copied or moved folder finds it too. ``PATH.files`` records the size, times
and inode of the files at one path, and their key: while these are unchanged, no CSV file is even opened. It
records the same of the index after its checksums were verified: while that file is unchanged, a query reads
only the parts it needs. Anything missing, damaged, of other data or of another version is rebuilt; a problem
with the cache is never an error.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sociogram.graph.common.files import TEMPORARY_NAMES, replacing
from sociogram.graph.common.version import __version__
from sociogram.loaders.folder.commit import DATA_FILES, has_leftover
from sociogram.loaders.folder.files import FileStates, are_settled, digest_of, file_states, need_files

if TYPE_CHECKING:
    from sociogram.graph.memory.storage.tables import Tables

LEAST_BYTES = 400_000
"""Below this size, about 6,000 rows, CSV is fast to read and nothing is cached."""

MOST_BYTES = 4 << 30
_FOLDER = "indexes"
"""A separate folder, so that pruning never removes other files."""

_DAYS = 30
_DAY = 86_400_000_000_000


def cache_folder() -> Path:
    """Return the folder of the cached files: in ``$SOCIOGRAM_CACHE_DIR``, or in the user's cache folder."""
    given = os.environ.get("SOCIOGRAM_CACHE_DIR")
    if given:
        return Path(given) / _FOLDER
    from platformdirs import user_cache_path

    return user_cache_path("sociogram", appauthor=False) / _FOLDER


def open_tables(path: Path, *, cache: bool = True) -> tuple[Tables, str]:
    """Return the tables of a data folder or a CSV file, cached if possible, and a digest.

    The digest is that of the data folder's files (``folder.files.digest_of``).

    Raises:
        StoreError: there is no such folder, or it holds no data.
        DataError: a file violates the format of data folders; names file, line, column and cure.
    """
    before = _states_of(path)
    unwanted = not cache or os.environ.get("SOCIOGRAM_NO_CACHE", "0") not in ("", "0")
    if unwanted or sum(file[1] for file in before) < LEAST_BYTES:
        source = _Source(path)
        return source.read(), source.digest if source.is_folder else ""
    from sociogram.graph.memory.storage.table_file import read_tables

    folder = cache_folder()
    note = folder / f"{_digest_of_path(path)}.files"
    noted = _noted(note, path, before)
    tables = None if noted is None else _map_noted(folder, note, noted)
    if noted is not None and tables is not None:
        return tables, noted.digest
    source = _Source(path)
    key = _key(source.digest, is_folder=source.is_folder)
    index = folder / f"{key}.index"
    tables = read_tables(index, key)
    if tables is None:
        tables = source.read()
        if source.is_unchanged():
            _save(tables, index, key)
    if before == _states_of(path) and are_settled(before) and index.exists():
        _write_note(note, _Note(os.fspath(path.resolve()), before, source.digest, source.is_folder))
    return tables, source.digest


def cached_tables(folder: Path, digest: str) -> Tables | None:
    """Return the cached tables of a data folder's files, which have this digest; None if there are none."""
    from sociogram.graph.memory.storage.table_file import read_tables

    if os.environ.get("SOCIOGRAM_NO_CACHE", "0") not in ("", "0"):
        return None
    indexes = cache_folder()
    note = indexes / f"{_digest_of_path(folder)}.files"
    noted = _noted(note, folder, _states_of(folder))
    if noted is not None and noted.digest == digest:
        return _map_noted(indexes, note, noted)
    key = _key(digest, is_folder=True)
    return read_tables(indexes / f"{key}.index", key)


@dataclass(frozen=True, slots=True)
class _Note:
    """The note on one path: its files, their digest, and the index that was verified."""

    path: str
    files: FileStates
    digest: str
    is_folder: bool
    verified: FileStates = field(default_factory=list)
    version: str = __version__


def _map_noted(folder: Path, note: Path, noted: _Note) -> Tables | None:
    """Map the index of these files; verify it unless it is unchanged since it was last verified."""
    from sociogram.graph.memory.storage.table_file import read_tables

    key = _key(noted.digest, is_folder=noted.is_folder)
    index = folder / f"{key}.index"
    found = file_states([index])
    is_verified = found == noted.verified
    tables = read_tables(index, key, verify=not is_verified)
    if tables is not None and not is_verified and are_settled(found) and found == file_states([index]):
        _write_note(note, replace(noted, verified=found))
    if tables is not None and found and found[0][2] < time.time_ns() - _DAY:
        # Pruning removes by age. This changes the file, so it is verified completely once a day.
        with suppress(OSError):
            os.utime(index)
    return tables


def _key(digest: str, *, is_folder: bool) -> str:
    """Return the name of an index: a digest of the contents, of this version, and of how it reads them."""
    from hashlib import blake2b

    from sociogram.graph.memory.storage.table_file import FORMAT

    text = f"{FORMAT} {__version__} {is_folder} {digest}"
    return blake2b(text.encode(), digest_size=16).hexdigest()


class _Source:
    """A folder or a file that is about to be read, with its contents."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_folder = path.is_dir()
        self._contents = self._read_contents() if self.is_folder else {}

    @cached_property
    def digest(self) -> str:
        """A digest of the contents, taken before they are read."""
        return digest_of(self._contents or self._read_contents())

    def _read_contents(self) -> dict[str, bytes]:
        if self.is_folder:
            return need_files(self._path)
        return {self._path.name: self._path.read_bytes()}

    def is_unchanged(self) -> bool:
        """Return whether the data read is that of the digest; only a single file, read twice, can differ."""
        return self.is_folder or self.digest == digest_of(self._read_contents())

    def read(self) -> Tables:
        """Read the CSV files."""
        from sociogram.graph.memory.from_dataset import tables_of

        if self.is_folder:
            from sociogram.loaders.folder.data_folder import dataset_of

            self.digest  # noqa: B018 - computed now, because reading empties the contents

            return tables_of(dataset_of(self._path, self._contents))
        from sociogram.loaders.read import read

        return tables_of(read([self._path]).accepted())


def _states_of(path: Path) -> FileStates:
    """Return the states of a folder's files, or of a file; empty during a write or if there is none."""
    if has_leftover(path):
        return []
    return file_states([path / name for name in DATA_FILES] if path.is_dir() else [path])


def _digest_of_path(path: Path) -> str:
    from hashlib import blake2b

    return blake2b(os.fsencode(path.resolve()), digest_size=16).hexdigest()


def _noted(note: Path, path: Path, files: FileStates) -> _Note | None:
    """Return the note if it matches these files and this version, else None."""
    import json

    try:
        noted = _Note(**json.loads(note.read_bytes()))
        is_digest = len(noted.digest) == 32 and int(noted.digest, 16) >= 0
    except (OSError, ValueError, TypeError):
        return None
    same = _Note(os.fspath(path.resolve()), files, noted.digest, path.is_dir(), noted.verified)
    return noted if is_digest and noted == same else None


def _write_note(note: Path, content: _Note) -> None:
    import json

    with suppress(OSError, UnicodeError), replacing(note, "w") as file:
        file.write(json.dumps(asdict(content)))


def _save(tables: Tables, index: Path, key: str) -> None:
    from sociogram.graph.memory.storage.table_file import UnsupportedValueError, write_tables

    # On a full disk or without permission, continue without a cache.
    with suppress(OSError, UnsupportedValueError):
        index.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(index, "wb") as file:
            write_tables(tables, file, key)
        prune()


def cached_files() -> list[tuple[Path, os.stat_result]]:
    """Return the cached files, most recently used first."""
    files = []
    folder = cache_folder()
    if folder.is_dir():
        for pattern in ("*.index", "*.files", TEMPORARY_NAMES):
            for path in folder.glob(pattern):
                with suppress(OSError):
                    files.append((path, path.stat()))
    return sorted(files, key=lambda file: (-file[1].st_mtime, file[0].name))


def prune() -> None:
    """Remove files unused for a month, files beyond the size limit, and unfinished ones."""
    now, total = time.time(), 0
    for path, found in cached_files():
        total += found.st_size
        age = now - found.st_mtime
        is_abandoned = path.match(TEMPORARY_NAMES) and age > 3600
        if age > _DAYS * 86_400 or total > MOST_BYTES or is_abandoned:
            with suppress(OSError):
                path.unlink()


def clear() -> tuple[int, int]:
    """Remove all cached files; return the number of indexes and bytes removed."""
    count = size = 0
    for path, found in cached_files():
        with suppress(OSError):
            path.unlink()
            count += path.suffix == ".index"
            size += found.st_size
    return count, size
