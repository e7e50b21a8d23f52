"""The tables of a large folder or file, cached in the user's cache folder until the files change.

The folder has three kinds of file. ``KEY.tables`` is a table file. Its key is a digest of the CSV files'
content and of the program's version, so a copied or moved folder finds it too. ``PATH.files`` records the
size, times and inode of the files at one path, and their key: while these are unchanged, no CSV file is even
opened. It records the same about the table file after its checksums were verified: while that file is
unchanged, a query reads only the parts it needs. ``KEY.changes`` records few writes to the tables of another
key, so that a correction does not build them again. Anything that is missing, damaged, from other data or
from another version is rebuilt; a problem with the cache is never an error.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sociogram.graph.common.files import TEMPORARY_NAMES, replacing
from sociogram.graph.common.version import __version__
from sociogram.loaders.folder.commit import DATA_FILES, has_leftover
from sociogram.loaders.folder.files import FileStates, are_settled, digest_of, file_states, need_files

if TYPE_CHECKING:
    from sociogram.graph.memory.graph import MemoryGraph
    from sociogram.graph.memory.recorded_changes import Recorded
    from sociogram.graph.memory.storage.tables import Tables
    from sociogram.loaders.folder.contents import Writable

G = TypeVar("G", bound="MemoryGraph")

LEAST_BYTES = 400_000
"""Below this size, about 6,000 rows, CSV is fast to read and nothing is cached."""

MOST_BYTES = 4 << 30
_FOLDER = "tables"
"""A separate folder, so that pruning never removes other files."""

_CHANGES = ".changes"

_DAYS = 30
_DAY = 86_400_000_000_000


def cache_folder() -> Path:
    """Return the folder of the cached files: in ``$SOCIOGRAM_CACHE_DIR``, or in the user's cache folder."""
    given = os.environ.get("SOCIOGRAM_CACHE_DIR")
    if given:
        return Path(given) / _FOLDER
    from platformdirs import user_cache_path

    return user_cache_path("sociogram", appauthor=False) / _FOLDER


@dataclass(frozen=True, slots=True)
class Opened:
    """The content of a data folder or a file.

    Attributes:
        tables: the tables.
        digest: the digest of the data folder's files (``folder.files.digest_of``); empty for a single file.
        key: the key of the tables in the cache; empty if they are not there.
        changes: writes to the tables that the files hold as well.
    """

    tables: Tables
    digest: str
    key: str = ""
    changes: Recorded | None = None

    def graph(self, make: Callable[[Tables], G]) -> G:
        """Return the graph, which knows the rows of the folder's files."""
        graph = make(self.tables)
        if self.changes is not None:
            graph.replay(self.changes, self.digest)
        elif self.digest:
            graph.saved_as(self.digest)
        graph.cached_as = self.tables, self.key
        return graph


def open_tables(path: Path, *, cache: bool = True) -> Opened:
    """Return the content of a data folder or a CSV file, from the cache if possible.

    Raises:
        StoreError: the folder does not exist, or it holds no data.
        DataError: a file violates the format of data folders; names file, line, column and cure.
    """
    before = _states_of(path)
    if not cache or _is_off() or sum(file[1] for file in before) < LEAST_BYTES:
        source = _Source(path)
        return Opened(source.read(), source.digest if source.is_folder else "")
    folder = cache_folder()
    note = folder / f"{_digest_of_path(path)}.files"
    noted = _noted(note, path, before)
    opened = None if noted is None else _map_noted(folder, note, noted)
    if opened is not None:
        return opened
    source = _Source(path)
    key = _key(source.digest, is_folder=source.is_folder)
    digest = source.digest if source.is_folder else ""
    opened = _map(folder, key, digest)
    if opened is None:
        tables = source.read()
        is_saved = source.is_unchanged() and _save(tables, folder / f"{key}.tables", key)
        opened = Opened(tables, digest, key if is_saved else "")
    if before == _states_of(path) and are_settled(before) and opened.key:
        _write_note(note, _Note(os.fspath(path.resolve()), before, source.digest, source.is_folder))
    return opened


def open_cached(folder: Path, digest: str) -> Opened | None:
    """Return the content of a data folder's files, which have this digest, if it is in the cache."""
    if _is_off():
        return None
    cached = cache_folder()
    note = cached / f"{_digest_of_path(folder)}.files"
    noted = _noted(note, folder, _states_of(folder))
    if noted is not None and noted.digest == digest:
        return _map_noted(cached, note, noted)
    return _map(cached, _key(digest, is_folder=True), digest)


def cache_changes(graph: Writable, digest: str) -> None:
    """Cache what was written to cached tables and has just been saved to files with this digest.

    The tables of a large folder then need not be built again after each correction.
    """
    from sociogram.graph.memory.graph import MemoryGraph

    if not isinstance(graph, MemoryGraph) or _is_off():
        return
    tables, base = graph.cached_as
    changes = graph.recorded_changes(digest) if base and graph.is_frozen_as(tables) else None
    if changes is not None:
        import json

        key = _key(digest, is_folder=True)
        record = {"version": __version__, "key": key, "base": base, "changes": changes}
        with suppress(OSError, UnicodeError), replacing(cache_folder() / f"{key}{_CHANGES}", "w") as file:
            file.write(json.dumps(record))
        prune()


def _is_off() -> bool:
    return os.environ.get("SOCIOGRAM_NO_CACHE", "0") not in ("", "0")


def _map(folder: Path, key: str, digest: str, *, verify: bool = True) -> Opened | None:
    """Map the table file with a key, or the one whose recorded changes have the key."""
    from sociogram.graph.memory.storage.table_file import read_tables

    tables = read_tables(folder / f"{key}.tables", key, verify=verify)
    if tables is not None:
        return Opened(tables, digest, key)
    record = _record(folder, key)
    if record is None:
        return None
    tables = read_tables(folder / f"{record['base']}.tables", record["base"], verify=verify)
    return None if tables is None else Opened(tables, digest, record["base"], record["changes"])


def _record(folder: Path, key: str) -> dict[str, Any] | None:
    """Return the record of changes with a key, if it is complete and of this version."""
    import json

    try:
        record = json.loads((folder / f"{key}{_CHANGES}").read_bytes())
        is_ours = record["version"] == __version__ and record["key"] == key
        return record if is_ours and len(bytes.fromhex(record["base"])) == 16 else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _file_of(folder: Path, key: str) -> Path:
    """Return the path of the table file that is mapped for a key."""
    file = folder / f"{key}.tables"
    record = None if file.exists() else _record(folder, key)
    return file if record is None else folder / f"{record['base']}.tables"


@dataclass(frozen=True, slots=True)
class _Note:
    """The note on one path: its files, their digest, and the table file that was verified."""

    path: str
    files: FileStates
    digest: str
    is_folder: bool
    verified: FileStates = field(default_factory=list)
    version: str = __version__


def _map_noted(folder: Path, note: Path, noted: _Note) -> Opened | None:
    """Map the table file of these files; verify it unless it is unchanged since it was last verified."""
    key = _key(noted.digest, is_folder=noted.is_folder)
    file = _file_of(folder, key)
    found = file_states([file])
    is_verified = found == noted.verified
    opened = _map(folder, key, noted.digest if noted.is_folder else "", verify=not is_verified)
    if opened is not None and not is_verified and are_settled(found) and found == file_states([file]):
        _write_note(note, replace(noted, verified=found))
    if opened is not None and found and found[0][2] < time.time_ns() - _DAY:
        # Pruning removes files by age. A new time changes the file's state, so it is verified once a day.
        with suppress(OSError):
            os.utime(file)
    return opened


def _key(digest: str, *, is_folder: bool) -> str:
    """Return the key of a table file: a digest of the contents, of this version, and of how it reads them."""
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

        return tables_of(read([self._path], compares_names=False).accepted())


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


def _save(tables: Tables, path: Path, key: str) -> bool:
    """Store tables; return whether that was possible."""
    from sociogram.graph.memory.storage.table_file import UnsupportedValueError, write_tables

    # On a full disk or without permission, continue without a cache.
    with suppress(OSError, UnsupportedValueError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path, "wb") as file:
            write_tables(tables, file, key)
        prune()
        return True
    return False


def cached_files() -> list[tuple[Path, os.stat_result]]:
    """Return the cached files, most recently used first."""
    files = []
    folder = cache_folder()
    if folder.is_dir():
        for pattern in ("*.tables", "*.files", f"*{_CHANGES}", TEMPORARY_NAMES):
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
    """Remove all cached files; return the number of table files and of bytes removed."""
    count = size = 0
    for path, found in cached_files():
        with suppress(OSError):
            path.unlink()
            count += path.suffix == ".tables"
            size += found.st_size
    return count, size
