"""Reads the files of a data folder as one consistent state, identified by a digest."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from sociogram.graph.errors import ConflictError, StoreError
from sociogram.loaders.folder.commit import COMMITTED, DATA_FILES, committed_files, has_leftover, recover
from sociogram.loaders.folder.lock import locked

T = TypeVar("T")

_ATTEMPTS = 5
_PAUSE = 0.01

SETTLED = 2_000_000_000
"""In nanoseconds: a file changed more recently could change again within the same timestamp."""

FileStates: TypeAlias = list[list[Any]]
"""Name, size, modification time, change time and inode of each file."""


def file_states(paths: Iterable[Path]) -> FileStates:
    """Return the state of each file that exists."""
    states: FileStates = []
    for path in paths:
        with suppress(OSError):
            found = path.stat()
            states.append([path.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino])
    return states


def are_settled(states: FileStates) -> bool:
    """Return whether no file was changed so recently that it could change again within the same timestamp."""
    return all(max(modified, changed) < time.time_ns() - SETTLED for _, _, modified, changed, _ in states)


def is_data_folder(path: str | Path) -> bool:
    """Return whether the folder holds the files of a data folder, or links with their names."""
    folder = Path(path)
    return any(os.path.lexists(folder / name) for name in ("entities.csv", "relations.csv", COMMITTED))


def digest_of(contents: Mapping[str, bytes]) -> str:
    """Return a digest of the files of a data folder, to detect later changes."""
    digest = blake2b(digest_size=16)
    for name, content in sorted(contents.items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def digest_of_files(paths: Mapping[str, Path]) -> str:
    """Return the same digest of files on disk, given their paths by name; reads them in blocks."""
    digest = blake2b(digest_size=16)
    for name, path in sorted(paths.items()):
        digest.update(f"{name} {path.stat().st_size}\n".encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


_BLOCK = 1 << 20

NO_FILES = digest_of({})
"""The digest of a folder without data."""


def need_files(folder: Path) -> dict[str, bytes]:
    """Read all files as one state; the folder must hold data.

    Raises:
        StoreError: the folder does not exist, it holds no data, or a file cannot be read.
    """
    contents = read_files(folder)
    if not _is_data(contents):
        raise StoreError(
            f"{folder}: no data folder here: neither entities.csv nor relations.csv. "
            f"Fill it with `sociogram load FILE… --to {folder}`."
        )
    return contents


def read_files(folder: Path) -> dict[str, bytes]:
    """Read the existing files as one state; read again if a writer interfered.

    The commit of a killed process is completed if permissions allow.

    Raises:
        StoreError: a file cannot be read, or a writer does not finish.
    """
    _finish_commit(folder)
    return _contents(folder).files


def read_file(folder: Path, name: str) -> bytes | None:
    """Read one of the files; None if it does not exist.

    Raises:
        StoreError: the file cannot be read.
    """
    _finish_commit(folder)
    try:
        path = _paths(folder).get(name)
        return None if path is None else path.read_bytes()
    except OSError as error:
        raise StoreError(f"{error.filename or folder} cannot be read: {error.strerror}.") from None


def csv_files_in(folder: Path) -> list[Path]:
    """Return the paths of all CSV files of a folder, by name; those of a commit come first.

    Raises:
        StoreError: it is not certain which files count.
    """
    _finish_commit(folder)
    committed = committed_files(folder) if has_leftover(folder) else {}
    files = {path.name: path for path in folder.glob("*.csv")} | committed
    return [files[name] for name in sorted(files)]


def _finish_commit(folder: Path) -> None:
    if os.path.lexists(folder / COMMITTED):
        # If that fails, the files are read where they are.
        with suppress(StoreError), locked(folder):
            recover(folder)


def digest_in(folder: Path) -> str:
    """Return the digest of a folder's files, as ``digest_of(read_files(folder))``; reads them in blocks.

    Raises:
        StoreError: a file cannot be read, or a writer does not finish.
    """
    if not folder.exists():
        return NO_FILES
    _finish_commit(folder)
    return _in_one_state(folder, digest_of_files)[0]


def _contents(folder: Path) -> FolderContents:
    contents, states = _in_one_state(
        folder, lambda paths: {name: path.read_bytes() for name, path in paths.items()}
    )
    return FolderContents(folder, contents, states, are_settled(states))


def _in_one_state(folder: Path, read: Callable[[dict[str, Path]], T]) -> tuple[T, FileStates]:
    """Read the files while nobody changes them; return the result and their state."""
    for _ in range(_ATTEMPTS):
        paths = _paths(folder)
        try:
            before = file_states(paths.values())
            found = read(paths)
            if paths == _paths(folder) and before == file_states(paths.values()):
                return found, before
        except FileNotFoundError:
            pass  # moved by a writer
        except OSError as error:
            raise StoreError(f"{error.filename or folder} cannot be read: {error.strerror}.") from None
        time.sleep(_PAUSE)
    raise StoreError(
        f"{folder}: its files change while they are read. Try again when the other program has finished."
    )


def _paths(folder: Path) -> dict[str, Path]:
    """Return the path of each file of a data folder."""
    committed = committed_files(folder) if has_leftover(folder) else {}
    paths = {name: committed.get(name, folder / name) for name in DATA_FILES}
    return {name: path for name, path in paths.items() if _is_there(path)}


def _is_there(path: Path) -> bool:
    """Return whether a regular file exists at the path.

    Raises:
        StoreError: it is another kind of file, such as a pipe, which might never end.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise StoreError(f"{path} is a link to a missing file. Correct or delete it.") from None
        return False
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from None
    if not stat.S_ISREG(mode):
        raise StoreError(f"{path} is not a regular file. Replace it with a CSV file.")
    return True


def _is_data(files: Mapping[str, object]) -> bool:
    return "entities.csv" in files or "relations.csv" in files


class FolderContents(NamedTuple):
    """The content of a folder's files, and their state on disk when they were read.

    Attributes:
        folder: the folder.
        files: content by name.
        states: the state of each file.
        were_settled: whether any later change would show in the states.
    """

    folder: Path
    files: dict[str, bytes]
    states: FileStates
    were_settled: bool

    def check(self) -> None:
        """Raise ``ConflictError`` if a file has changed since."""
        if self.were_settled and file_states(_paths(self.folder).values()) == self.states:
            return
        if not _in_one_state(self.folder, self._are_in)[0]:
            raise _conflict(self.folder)

    def _are_in(self, paths: dict[str, Path]) -> bool:
        """Return whether files have this content; they are read in blocks, as memory holds two versions."""
        return paths.keys() == self.files.keys() and all(
            _has_content(path, self.files[name]) for name, path in paths.items()
        )


def _has_content(path: Path, content: bytes) -> bool:
    position = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if not content.startswith(block, position):
                return False
            position += len(block)
    return position == len(content)


def compare(folder: Path, expected: str | None) -> FolderContents:
    """Read the files; raise ``ConflictError`` if ``expected`` is given and is not their digest."""
    found = _contents(folder)
    if expected is not None and digest_of(found.files) != expected:
        raise _conflict(folder)
    return found


def _conflict(folder: Path) -> ConflictError:
    return ConflictError(
        f"{folder}: somebody else changed the files since they were read. Nothing was written. "
        "Open the folder again and repeat your changes."
    )
