"""The index of a large folder or file, kept in the user's cache folder until the files change.

Two kinds of file lie there. ``KEY.index`` is an index, and its key is a digest of the CSV files'
content and of what reads them: a copied or moved folder finds it too. ``PLACE.files`` says for one
place on disk which files were there, as size, times and inode, and which key they had: as long as
these are the same, no CSV file is even opened. Whatever is missing, damaged or written by another
version is made anew; nothing here is ever an error.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sociogram.graph.memory.tables import Tables

LEAST_BYTES = 400_000
"""Below so much CSV (some 6,000 rows) reading it is quick, and nothing is kept."""

MOST_BYTES = 4 << 30
_FOLDER = "indexes"
"""A folder of their own, for whatever else is kept there is not ours to remove."""

_DAYS = 30
_SETTLED = 2_000_000_000
"""Nanoseconds: a file changed more recently could change again and bear the same time."""

Place = list[list[Any]]
"""Name, size, modification, change and inode of each file."""


def cache_folder() -> Path:
    """Return where indexes are kept: in ``$SOCIOGRAM_CACHE_DIR``, or in the user's cache folder."""
    given = os.environ.get("SOCIOGRAM_CACHE_DIR")
    if given:
        return Path(given) / _FOLDER
    from platformdirs import user_cache_path

    return user_cache_path("sociogram", appauthor=False) / _FOLDER


def open_tables(path: Path, *, cache: bool = True) -> Tables:
    """Return the tables of a data folder or a CSV file, by a kept index where there is one.

    Raises:
        StoreError: there is no such folder, or it holds no data.
        DataError: a file is not as the contract says; names file, line, column and cure.
    """
    before = _place(path)
    unwanted = not cache or os.environ.get("SOCIOGRAM_NO_CACHE", "0") not in ("", "0")
    if unwanted or sum(file[1] for file in before) < LEAST_BYTES:
        return _Source(path).read()
    from sociogram.graph.memory.kept import read_tables

    folder = cache_folder()
    note = folder / f"{_digest_of_place(path)}.files"
    key = _noted_key(note, path, before)
    tables = None if key is None else read_tables(folder / f"{key}.index")
    if tables is not None:
        _touch(folder / f"{key}.index")
        return tables
    source = _Source(path)
    index = folder / f"{source.key()}.index"
    tables = read_tables(index)
    if tables is None:
        tables = source.read()
        if source.is_unchanged():
            _keep(tables, index)
    newest = max(max(file[2], file[3]) for file in before)
    if before == _place(path) and newest < time.time_ns() - _SETTLED and index.exists():
        _note(note, path, before, index.stem)
    return tables


class _Source:
    """A folder or a file that is about to be read, and what was in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_folder = path.is_dir()
        self._contents = self._read_contents() if self._is_folder else {}

    def _read_contents(self) -> dict[str, bytes]:
        if self._is_folder:
            from sociogram.loaders.folder import read_files

            return read_files(self._path)
        return {self._path.name: self._path.read_bytes()}

    def key(self) -> str:
        """Return a digest of the contents, of this version, and of how it reads them."""
        from hashlib import blake2b

        from sociogram.graph.memory.kept import FORMAT
        from sociogram.graph.version import __version__

        contents = self._contents or self._read_contents()
        digest = blake2b(f"{FORMAT} {__version__} {self._is_folder}".encode(), digest_size=16)
        for name, content in sorted(contents.items()):
            digest.update(f"\n{name} {len(content)}\n".encode())
            digest.update(content)
        self._key = digest.hexdigest()
        return self._key

    def is_unchanged(self) -> bool:
        """Tell whether what was read is what the key was made of: a single file is read twice."""
        return self._is_folder or self._key == self.key()

    def read(self) -> Tables:
        """Read the CSV files."""
        from sociogram.graph.memory.build import tables_of

        if self._is_folder:
            from sociogram.loaders.folder import dataset_of

            return tables_of(dataset_of(self._path, self._contents))
        from sociogram.loaders.read import read

        return tables_of(read([self._path]).accepted())


def _place(path: Path) -> Place:
    """Describe the files of a folder, or a file; nothing where a writer is at work or there is none."""
    from sociogram.loaders.commit import COMMITTED

    if (path / COMMITTED).is_dir():
        return []
    names = ("entities.csv", "relations.csv", "sources.csv", "relation_types.csv")
    files: Place = []
    for file in (path / name for name in names) if path.is_dir() else (path,):
        with suppress(OSError):
            found = file.stat()
            files.append([file.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino])
    return files


def _digest_of_place(path: Path) -> str:
    from hashlib import blake2b

    return blake2b(os.fsencode(path.resolve()), digest_size=16).hexdigest()


def _noted_key(note: Path, path: Path, place: Place) -> str | None:
    """Return the key of an index of these very files."""
    import json

    from sociogram.graph.version import __version__

    try:
        noted = json.loads(note.read_bytes())
        if noted["place"] != place or noted["path"] != os.fspath(path.resolve()):
            return None
        key = noted["key"]
        return key if noted["version"] == __version__ and int(key, 16) >= 0 and len(key) == 32 else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(note: Path, path: Path, place: Place, key: str) -> None:
    import json

    from sociogram.graph.version import __version__

    said = {"path": os.fspath(path.resolve()), "place": place, "key": key, "version": __version__}
    with suppress(OSError, UnicodeError):
        temporary = _beside(note)
        temporary.write_text(json.dumps(said))
        temporary.replace(note)


def _keep(tables: Tables, index: Path) -> None:
    from sociogram.graph.memory.kept import NotKeepableError, write_tables

    temporary = _beside(index)
    try:
        index.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            write_tables(tables, file)
        temporary.replace(index)
        prune()
    except (OSError, NotKeepableError):
        # A full disk, a folder that is not ours: it goes without.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.new")


def _touch(index: Path) -> None:
    """Remember that it was used, for pruning."""
    with suppress(OSError):
        os.utime(index)


def kept_files() -> list[tuple[Path, os.stat_result]]:
    """Return what is kept, that used last first."""
    files = []
    folder = cache_folder()
    if folder.is_dir():
        for pattern in ("*.index", "*.files", "*.new"):
            for path in folder.glob(pattern):
                with suppress(OSError):
                    files.append((path, path.stat()))
    return sorted(files, key=lambda file: (-file[1].st_mtime, file[0].name))


def prune() -> None:
    """Remove what nobody has used for a month, what is beyond the most to keep, and what was left half."""
    now, total = time.time(), 0
    for path, found in kept_files():
        total += found.st_size
        age = now - found.st_mtime
        is_left = path.suffix == ".new" and age > 3600
        if age > _DAYS * 86_400 or total > MOST_BYTES or is_left:
            with suppress(OSError):
                path.unlink()


def clear() -> tuple[int, int]:
    """Remove everything that is kept; return how many indexes and bytes that were."""
    count = size = 0
    for path, found in kept_files():
        with suppress(OSError):
            path.unlink()
            count += path.suffix == ".index"
            size += found.st_size
    return count, size
