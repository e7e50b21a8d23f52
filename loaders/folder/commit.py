"""Replaces several files atomically: after a kill at any moment, either all old or all new files count.

1. The new files are written into ``.sociogram-commit.new`` and synced to disk.
2. That folder is renamed to ``.sociogram-commit``. This one rename is the commit.
3. Each file is moved into the data folder, and the empty folder is removed.

The next writer recovers from a killed process: before step 2 it discards the new files, after step 2 it
completes the moves. A reader reads the files of ``.sociogram-commit`` instead of those in the folder, so it
needs no write permission.

A folder from elsewhere may hold anything under these names. Only what this program could have created is
followed, moved or deleted: a real folder with plain files named as in ``DATA_FILES``.
"""

from __future__ import annotations

import os
import stat
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sociogram.graph.common.files import force_to_disk, new_file, write_error
from sociogram.graph.errors import SociogramWarning, StoreError

TABLE_FILES = ("entities.csv", "relations.csv", "sources.csv", "relation_types.csv")
"""The files of a data folder that hold its tables."""

DECISIONS_FILE = "decisions.csv"
"""The file of a data folder with decisions on which actors are the same."""

DATA_FILES = (*TABLE_FILES, DECISIONS_FILE)
"""The files of a data folder, which are replaced together."""

PREPARED = ".sociogram-commit.new"
COMMITTED = ".sociogram-commit"


@contextmanager
def writing_errors(folder: Path) -> Iterator[None]:
    """Turn an ``OSError`` while a folder is written into a ``StoreError`` with a cure."""
    try:
        yield
    except OSError as error:
        raise write_error(Path(error.filename or folder), error, note="The data is unchanged.") from error


def replace_files(
    folder: Path, files: Mapping[str, bytes | Iterable[bytes]], *, verify: Callable[[], None] | None = None
) -> None:
    """Replace ``files`` in ``folder`` atomically. The caller must hold the lock.

    Files keep their permissions, and their owner and group if the process may set them.

    Args:
        folder: the data folder.
        files: content by name, one of ``DATA_FILES``, whole or in pieces.
        verify: called right before the commit; if it raises, nothing is committed.

    Raises:
        StoreError: a file is a link or cannot be written; the folder is unchanged.
    """
    recover(folder)
    before = {name: _replaceable(folder / name) for name in files}
    prepared = folder / PREPARED
    with writing_errors(folder):
        try:
            prepared.mkdir()
            for name, content in files.items():
                _write(prepared / name, content, before[name])
            force_to_disk(prepared)
            if verify is not None:
                verify()
            prepared.rename(folder / COMMITTED)
        except BaseException:
            _discard(prepared)
            raise
    _complete(folder)


def recover(folder: Path) -> None:
    """Complete or discard the commit of a killed process. The caller must hold the lock.

    Raises:
        StoreError: the left-over was not created by this program, or cannot be moved.
    """
    for path in (folder / PREPARED, folder / COMMITTED):
        reason = _why_stray(path)
        if reason is not None:
            raise StoreError(_stray_text(path, reason))
    with writing_errors(folder):
        _discard(folder / PREPARED)
    if os.path.lexists(folder / COMMITTED):
        _complete(folder)


def committed_files(folder: Path) -> dict[str, Path]:
    """Return the files of an unfinished commit, which take precedence over those in the folder.

    A left-over that this program did not create is ignored with a warning.

    Raises:
        StoreError: it is unclear which files count, because the left-over also has data files.
    """
    for path in (folder / PREPARED, folder / COMMITTED):
        reason = _why_stray(path)
        if reason is None:
            continue
        text = _stray_text(path, reason)
        if path.name == COMMITTED and not path.is_symlink() and any(map(os.path.lexists, _files_in(path))):
            raise StoreError(text)
        warnings.warn(text, SociogramWarning, stacklevel=2)
        if path.name == COMMITTED:
            return {}
    return {path.name: path for path in _files_in(folder / COMMITTED) if path.exists()}


def has_leftover(folder: Path) -> bool:
    """Return whether a commit is in progress or left over."""
    return any(os.path.lexists(folder / name) for name in (PREPARED, COMMITTED))


def has_committed(folder: Path) -> bool:
    """Return whether files were committed that are not yet moved into the folder."""
    return os.path.lexists(folder / COMMITTED)


def _files_in(folder: Path) -> list[Path]:
    return [folder / name for name in DATA_FILES]


def _why_stray(path: Path) -> str | None:
    """Return why a left-over cannot be ours; None if it can be, or if there is none."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISDIR(mode):
            return "is a link" if stat.S_ISLNK(mode) else "is not a folder"
        with os.scandir(path) as entries:
            found = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
        for name, status in sorted(found.items()):
            if name not in DATA_FILES:
                return f"holds {name!r}"
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                return f"holds {name!r}, which is not a regular file"
    except FileNotFoundError:
        return None  # it does not exist, or a writer has just finished
    except PermissionError:
        if path.name == COMMITTED:
            raise StoreError(f"{path} cannot be read, and it may hold newer data. Ask its owner.") from None
        return "cannot be read"
    return None


def _stray_text(path: Path, reason: str) -> str:
    return (
        f"{path} {reason}, so sociogram did not create it, and leaves it alone. "
        "Find out what it is, then move it away or delete it."
    )


def _replaceable(path: Path) -> os.stat_result | None:
    """Return the status of a file that may be replaced; None if it does not exist."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        raise StoreError(
            f"{path} is a link to {str(path.readlink())!r}, and saving would replace it with a regular file. "
            "Save to the folder that holds the file itself, or replace the link with the file."
        )
    if not stat.S_ISREG(status.st_mode):
        raise StoreError(f"{path} is not a file. Move it away, then save again.")
    return status


def _write(path: Path, content: bytes | Iterable[bytes], before: os.stat_result | None) -> None:
    """Write a new file and sync it to disk, with the permissions of the one that it replaces."""
    permissions = None if before is None else stat.S_IMODE(before.st_mode)
    try:
        with new_file(path, "wb", permissions=permissions) as file:
            if before is not None and sys.platform != "win32":
                with suppress(PermissionError):
                    os.fchown(file.fileno(), before.st_uid, before.st_gid)
                os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))  # a new owner may have reset bits
            file.writelines([content] if isinstance(content, bytes) else content)
    except OSError as error:
        error.filename = str(path.parent.parent / path.name)  # the file as the user knows it
        raise


def _complete(folder: Path) -> None:
    committed = folder / COMMITTED
    try:
        force_to_disk(folder)
        for path in _files_in(committed):
            with suppress(FileNotFoundError):
                path.replace(folder / path.name)
        force_to_disk(folder)
        committed.rmdir()
    except OSError as error:
        raise StoreError(
            f"The data is saved in {committed}, but cannot be moved into the data folder: "
            f"{error.filename or folder}: {error.strerror}. "
            "Close other programs that use these files; the next command finishes this."
        ) from error


def _discard(prepared: Path) -> None:
    if not os.path.lexists(prepared):
        return
    for path in _files_in(prepared):
        path.unlink(missing_ok=True)
    prepared.rmdir()
